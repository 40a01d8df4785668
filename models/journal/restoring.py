"""Putting the database back as a backup has it: what that would lose, said first, and all or nothing."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from peewee import DatabaseError

from config.files import draft, make_folder, scratch
from config.refusal import Refusal
from models.acts import rights
from models.acts.act import Act
from models.days.clock import now
from models.french.wording import counted
from models.storage import backups, sound
from models.storage.backups import Last
from models.storage.engine import connect, engine_at, sealing
from models.storage.faults import damaged, held_elsewhere, in_french
from models.storage.file import NO_FILE, CannotOpen, errors, salt_of
from models.storage.objects import foreign_triggers
from models.storage.opening import address_of, open_database
from models.storage.signature import SCHEMA
from models.storage.upkeep import BESIDE, prepare
from models.tables import COORDINATOR

TOLD = 10  # acts told of those that would be lost
TABLES = ("journal_entry", "person", "action", "session", "attendance")  # in every schema


class CannotRestore(Refusal):
    """The database is left as it is; the message is one French sentence."""


@dataclass(frozen=True)
class Look:
    """What putting a backup back would change.

    ``lost`` counts the acts recorded since, ``first`` and ``latest`` are their moments, ``by`` who did them,
    ``sentences`` the last of them. ``back`` counts those the backup has and the present database has not. When the
    present one cannot be read (``readable`` false), nobody knows what would be lost. ``foreign`` are the triggers of
    the backup that are not Assidu's; ``elsewhere``: its journal and the present one have not even their first act in
    common.
    """

    backup: Path
    last: Last
    readable: bool = True
    lost: int = 0
    first: str = ""
    latest: str = ""
    by: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    back: int = 0
    foreign: tuple[str, ...] = ()
    elsewhere: bool = False


def look(backup: Path, database: Path) -> Look:
    """What putting ``backup`` back would change. Raises CannotRestore when it is no sound backup of a known schema."""
    last, foreign = _sound(backup, database)
    if not database.exists():
        return Look(backup, last, foreign=foreign)
    try:
        with closing(connect(backup)) as kept, closing(connect(database)) as present:
            return replace(_compared(backup, last, kept, present), foreign=foreign)
    except errors(CannotOpen):  # damaged, or under a passphrase nobody knows any more
        return Look(backup, last, readable=False, foreign=foreign)


def restore(found: Look, database: Path, who: str) -> Path | None:
    """Puts the backup back, migrated when it is older, and opens the database. What replaces the present one says so
    in its journal already: killed at any moment, the base is the one before, or one that tells it was put back.

    Gives the copy made of what was there before; None when there was nothing. Raises CannotRestore, and nothing is
    changed, when the database is open elsewhere, cannot be copied first or cannot be written.
    """
    if wrong := prepare(database) or _forbidden(database):
        raise CannotRestore(wrong)
    before: Path | None = None
    try:
        if database.stat().st_size:
            before = _over(found, database, who)
        else:
            with _prepared(found, database, _like(found.backup, database), "", who) as file:
                backups.copy_to(database, file)
    except backups.CannotBackUp as fault:
        raise CannotRestore(f"{fault} La base n'est pas changée.") from None
    except errors(DatabaseError, OSError) as fault:
        if held_elsewhere(fault):
            raise CannotRestore(
                f"{database} : la base est ouverte ailleurs ; fermez Assidu partout, puis recommencez."
            ) from None
        raise CannotRestore(f"{database} : {in_french(fault)} ; la base n'est pas changée.") from None
    open_database(address_of(database))
    return before


def refuse_unlisted(database: Path) -> None:
    """Raises CannotRestore when roles are given in the database and the account has none: it learns nothing of the
    backups either."""
    if (acting := _acting(database)) and (sentence := rights.refusal_to_come_in(acting)):
        raise CannotRestore(sentence)


def _forbidden(database: Path) -> str:
    """Why the account may not put back what is there; '' when it may, or when nothing there says who may."""
    acting = _acting(database)
    return "" if acting is None or acting.role == COORDINATOR else rights.MAY_NOT[acting.role]


def _acting(database: Path) -> rights.Acting | None:
    """The account at work as the database lists it; None when nothing there says who may."""
    if not database.exists():
        return None
    try:
        with closing(connect(database)) as present:
            return rights.on_this_machine(present.execute("SELECT login, name, role FROM member"))
    except errors(CannotOpen):
        return None


def told(found: Look) -> str:
    """The restore as the journal tells it."""
    if not found.readable:
        lost = "la base abîmée n'a pas pu dire ce qui se perd"
    else:
        lost = counted(found.lost, "acte retiré", "actes retirés")
    return f"Base remise à la sauvegarde {found.backup.name}, jusqu'à l'acte n° {found.last.number} : {lost}"


def _sound(backup: Path, database: Path) -> tuple[Last, tuple[str, ...]]:
    """The last act of a backup, and the triggers it has that are not Assidu's."""
    if backup.exists() and not backup.is_file() and not backup.is_dir():
        raise CannotRestore(f"{backup} : {NO_FILE}")
    if not backup.is_file():
        raise CannotRestore(f"{backup} : sauvegarde introuvable ; « assidu restore » énumère celles qu'il y a.")
    if database.exists() and backup.samefile(database):
        raise CannotRestore(f"{backup} : c'est la base elle-même ; donnez une sauvegarde.")
    try:
        with closing(connect(backup)) as base:
            sound.check_sound(base)
            version = base.execute("PRAGMA user_version").fetchone()[0]
            if version > SCHEMA:
                raise CannotRestore(
                    f"{backup} : sauvegarde d'une version plus récente d'Assidu ; mettez d'abord Assidu à jour."
                )
            for table in TABLES:
                base.execute(f"SELECT 1 FROM {table} LIMIT 1")
            foreign = foreign_triggers(lambda query: base.execute(query).fetchall())
            return backups.last_of(base), tuple(foreign)
    except errors(OSError):
        raise CannotRestore(
            f"{backup} : ce fichier n'est pas une sauvegarde d'Assidu, ou il est abîmé ; prenez-en une autre."
        ) from None


def _compared(backup: Path, last: Last, kept: Any, present: Any) -> Look:
    """The acts each has that the other has not: both journals begin with the same acts, then part."""
    now_there = backups.last_of(present)
    low, high = 0, min(last.number, now_there.number)
    while low < high:
        middle = (low + high + 1) // 2
        if _act(kept, middle) == _act(present, middle):
            low = middle
        else:
            high = middle - 1
    since = "FROM journal_entry WHERE id > ?"
    lost, first, latest = present.execute(f"SELECT count(*), min(at), max(at) {since}", (low,)).fetchone()
    by = present.execute(f"SELECT DISTINCT who {since} ORDER BY who", (low,)).fetchall()
    sentences = present.execute(f"SELECT sentence {since} ORDER BY id DESC LIMIT ?", (low, TOLD)).fetchall()
    (back,) = kept.execute(f"SELECT count(*) {since}", (low,)).fetchone()
    texts = tuple(text for (text,) in reversed(sentences))
    seals = {seal for seal in (_seal(kept), _seal(present)) if seal}
    apart = bool(last.number and now_there.number) and (not low or len(seals) > 1)
    by_whom = tuple(who for (who,) in by)
    return Look(backup, last, True, lost, first or "", latest or "", by_whom, texts, back, elsewhere=apart)


def _act(base: Any, number: int) -> tuple[str, str, str] | None:
    """What never changes of an act."""
    query = "SELECT at, who, kind FROM journal_entry WHERE id = ?"
    row: tuple[str, str, str] | None = base.execute(query, (number,)).fetchone()
    return row


def _seal(base: Any) -> str:
    """The seal of the first act, which no other installation has; '' before acts were sealed, and for the example
    year, the same everywhere."""
    if "hash" not in {name for _, name, *_ in base.execute("PRAGMA table_info(journal_entry)")}:
        return ""
    row = base.execute("SELECT hash FROM journal_entry WHERE salt <> '' ORDER BY id LIMIT 1").fetchone()
    return str(row[0]) if row else ""


def _over(found: Look, database: Path, who: str) -> Path:
    """Writes the backup over the database in one transaction, after a copy of it; over a damaged one, by its name."""
    if salt_of(database) and not sealing().unlocked(database):
        return _instead(found, database, who)
    engine = engine_at(database, alone=True)
    try:
        engine.connect()
        base = engine.connection()
        before = backups.back_up(database, backups.RESTORE, base)
        with _prepared(found, database, database, before.name, who) as file, closing(connect(file)) as kept:
            kept.backup(base)
        return before
    except backups.CannotBackUp as fault:
        if not fault.damaged:
            raise
    except errors(DatabaseError) as fault:
        if not damaged(fault):
            raise
    finally:
        with suppress(DatabaseError):
            engine.close()
    return _instead(found, database, who)


@contextmanager
def _prepared(found: Look, database: Path, like: Path, before: str, who: str) -> Iterator[Path]:
    """What takes the place of the database, for as long as it is needed: a copy of the backup encrypted as ``like`` is,
    brought to this schema, whose last act tells the restore."""
    with scratch(database.parent) as folder:
        copy = Path(folder) / database.name
        backups.copy_to(copy, found.backup, like=like)
        engine = open_database(address_of(copy))
        try:
            with Act("restore", told(found), who) as act:
                act.changes = [{"backup": found.backup.name, "lost": found.lost, "before": before}]
        finally:
            engine.close()
        yield copy


def _like(backup: Path, database: Path) -> Path:
    """What the database is to be encrypted as when it is not there or cannot be read: as it was, if that can be."""
    telling = backups.telling(database)
    return telling if salt_of(telling) and sealing().unlocked(telling) else backup


def _instead(found: Look, database: Path, who: str) -> Path:
    """Gives the backup the name of a database that cannot be read, kept aside as it is with its log."""
    like, folder = _like(found.backup, database), backups.folder_of(database)
    make_folder(folder)
    aside = folder / f"{database.stem}-{now().format('YYYY-MM-DD-HHmmss')}-abimee"
    for end in ("", *BESIDE):
        beside = database.with_name(database.name + end)
        if beside.exists() and beside.stat().st_size:
            with draft(aside.with_name(aside.name + end), private=True) as file:
                shutil.copyfile(beside, file)
    with _prepared(found, database, like, aside.name, who) as file:
        for end in BESIDE:  # a log is never read again over another file
            database.with_name(database.name + end).unlink(missing_ok=True)
        backups.copy_to(database, file)
    return aside
