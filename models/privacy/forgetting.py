"""What still holds the names once they are erased: the free pages of the database file, and the backups before."""

from contextlib import suppress
from pathlib import Path

from peewee import DatabaseError, SqliteDatabase

from models import tables
from models.storage import backups
from models.storage.backups import Backup
from models.tables import JournalEntry
from models.tables.changes import changes_of


def forget() -> bool:
    """Has the database file forget what it no longer shows: SQLite leaves deleted texts in free pages and in its log.

    False when another window prevents it: to be done again. A server does so by itself.
    """
    engine = tables.database.obj
    if not isinstance(engine, SqliteDatabase):
        return True
    try:
        engine.execute_sql("VACUUM")
        (busy, *_) = engine.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except DatabaseError:
        return False
    return not busy


def last_erasing() -> int:
    """The last act that erased names; 0 when none did."""
    purges = JournalEntry.select(JournalEntry.id, JournalEntry.changes).where(JournalEntry.kind == "purge")
    for number, changes in purges.order_by(JournalEntry.id.desc()).tuples():
        if any("removed" in one or (one.get("after") or {}).get("erased") for one in changes_of(changes)):
            return int(number)
    return 0


def before(entry: int) -> list[Backup]:
    """The backups made before that act: they still hold the names. None for a server, whose backups are elsewhere."""
    engine = tables.database.obj
    if not isinstance(engine, SqliteDatabase):
        return []
    return [one for one in backups.backups_of(Path(engine.database)) if one.last.number < entry]


def throw_away(entry: int) -> int:
    """Throws away the backups made before that act, once a new one is made; gives how many. Raises CannotBackUp."""
    engine = tables.database.obj
    left = before(entry)
    if not left:
        return 0
    backups.back_up(Path(engine.database), backups.ASKED)
    thrown = 0
    for one in left:
        with suppress(OSError):
            one.path.unlink()
            thrown += 1
    return thrown
