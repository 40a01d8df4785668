"""An SQLite file as Assidu keeps it: full synchronisation, one write at a time, alone when that is needed."""

import sqlite3
import sys
from pathlib import Path
from typing import Any

from peewee import OperationalError, SqliteDatabase

from config.refusal import Refusal

PATIENCE = 60  # seconds a start waits for another to migrate or restore the database
PAGE, SALT = 4096, 16  # bytes
IN_CLEAR = b"SQLite format 3\0"
VALUES = 250  # of a byte, at least, in a page that is encrypted
NO_FILE = "ce n'est pas un fichier ordinaire, rien n'y est lu ni écrit ; donnez le nom d'un fichier."
LOOKED_AT = 8  # pages that tell whether a file is encrypted: in clear, the next ones are the beginnings of tables
_held: dict[Path, list[bytes]] = {}  # what the files this program has open begin with, once a connection


class CannotOpen(Refusal):
    """The database cannot be used as it is; the message is a French sentence that says what to do."""


class Moved(OperationalError):
    """The file was removed, or another took its name; told as SQLite does where it notices."""

    sqlite_errorname = "SQLITE_READONLY_DBMOVED"


class DatabaseFile(SqliteDatabase):
    """An SQLite file that refuses to be written once it is no longer the one its path names: what is written to a file
    that was removed is lost."""

    def __init__(self, path: Path, alone: bool, **options: Any) -> None:
        self.alone = alone
        super().__init__(str(path), **options)

    def _connect(self) -> Any:
        path = Path(self.database).absolute()
        salt = salt_of(path)
        self.known = self._there()
        connection = super()._connect()
        _held.setdefault(path, []).append(salt)
        return connection

    def _close(self, connection: Any) -> None:
        super()._close(connection)
        path = Path(self.database).absolute()
        if _held.get(path):
            _held[path].pop()

    def _initialize_connection(self, connection: Any) -> None:
        super()._initialize_connection(connection)
        if self.known is None:  # it was just made
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


def errors(*others: type[Exception]) -> tuple[type[Exception], ...]:
    """What such a connection raises: the errors of the drivers that are loaded; and the others given."""
    sealed = sys.modules.get("sqlcipher3.dbapi2")
    return (sqlite3.Error, *others) if sealed is None else (sqlite3.Error, sealed.Error, *others)


def salt_of(path: Path) -> bytes:
    """What an encrypted file begins with, drawn once for it; nothing for another file, or none.

    An encrypted file has no mark: it is told by its first pages, which look like chance; the first alone may be one
    that was damaged. One that is open is not read again: closing it would let go of the locks this program holds on it.
    """
    if held := _held.get(path.absolute()):
        return held[-1]
    try:
        if not path.is_file():  # a pipe is never read: nobody may be writing in it
            return b""
        with path.open("rb") as file:
            read = file.read(PAGE * LOOKED_AT)
    except OSError:
        return b""
    first, *others = (read[start : start + PAGE] for start in range(0, max(len(read), 1), PAGE))
    sealed = first[:SALT] != IN_CLEAR and _by_chance(first) and 2 * sum(map(_by_chance, others)) >= len(others)
    return first[:SALT] if sealed else b""


def _by_chance(page: bytes) -> bool:
    return len(page) == PAGE and len(set(page)) >= VALUES
