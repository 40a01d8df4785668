"""An SQLite file as Assidu keeps it: full synchronisation, one write at a time, and alone when that is needed."""

from pathlib import Path
from typing import Any

from peewee import OperationalError, SqliteDatabase

PATIENCE = 60  # seconds a start waits for another to migrate or restore the database


class Moved(OperationalError):
    """The file was removed, or another took its name; told as SQLite does where it notices."""

    sqlite_errorname = "SQLITE_READONLY_DBMOVED"


class DatabaseFile(SqliteDatabase):
    """An SQLite file that refuses to be written once it is no longer the one its path names: what is written to a file
    that was removed is lost."""

    def __init__(self, path: Path, alone: bool, **options: Any) -> None:
        self.alone = alone
        super().__init__(str(path), **options)

    def _initialize_connection(self, connection: Any) -> None:
        super()._initialize_connection(connection)
        self.known = self._there()
        if self.alone:
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")  # the lock is held until it is closed

    def begin(self, lock_type: str | None = None) -> None:
        if lock_type != "DEFERRED" and self._there() != self.known:
            raise Moved(self.database)
        super().begin(lock_type)

    def _there(self) -> tuple[int, int] | None:
        try:
            found = Path(self.database).stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino


def engine_at(path: Path, alone: bool = False) -> SqliteDatabase:
    """The database of a file, not yet open. ``alone``: nobody else may have it open, then or meanwhile."""
    return DatabaseFile(
        path,
        alone,
        timeout=0.1 if alone else PATIENCE,  # while opening: another may be migrating it
        lock_type="IMMEDIATE",  # read-then-write never fails midway
        pragmas={
            **({"locking_mode": "exclusive"} if alone else {}),
            "foreign_keys": 1,
            "synchronous": "full",
            "cache_size": -16000,
            "busy_timeout": 5000,
        },
    )
