"""An SQLite file as Assidu keeps it: full synchronisation, one write at a time, alone when that is needed, in clear or
encrypted (``models.storage.encrypting``, loaded for an encrypted file only)."""

import sqlite3
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from peewee import OperationalError, SqliteDatabase

from config.refusal import Refusal

PATIENCE = 60  # seconds a start waits for another to migrate or restore the database
PAGE, SALT = 4096, 16  # bytes
IN_CLEAR = b"SQLite format 3\0"
VALUES = 250  # of a byte, at least, in a page that is encrypted
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


def engine_at(path: Path, alone: bool = False) -> SqliteDatabase:
    """The database of a file, not yet open. ``alone``: nobody else may have it open, then or meanwhile.

    Raises CannotOpen when it is encrypted and nobody has given its passphrase.
    """
    options: dict[str, Any] = {}
    kind = DatabaseFile
    if salt_of(path):
        kind, options["passphrase"] = sealing().SealedFile, sealing().key_of(path)
    return kind(
        path,
        alone,
        **options,
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


def connect(path: Path) -> Any:
    """A connection of its own to a database file, for reading only. Raises CannotOpen as above, and ``errors()``."""
    if salt_of(path):
        return sealing().connect(path, "ro", sealing().key_of(path))
    return sqlite3.connect(_uri(path, "ro"), uri=True, timeout=5, isolation_level=None)


def connect_new(path: Path, like: Path) -> Any:
    """A connection that writes a new file, encrypted as ``like`` is or in clear. Raises as ``connect`` does."""
    if salt_of(like):
        return sealing().connect(path, "rwc", sealing().key_of(like))
    return sqlite3.connect(_uri(path, "rwc"), uri=True, timeout=5, isolation_level=None)


def _uri(path: Path, mode: str) -> str:
    return f"{path.absolute().as_uri()}?mode={mode}"


def errors(*others: type[Exception]) -> tuple[type[Exception], ...]:
    """What such a connection raises: the errors of the drivers that are loaded; and the others given."""
    sealed = sys.modules.get("sqlcipher3.dbapi2")
    return (sqlite3.Error, *others) if sealed is None else (sqlite3.Error, sealed.Error, *others)


def salt_of(path: Path) -> bytes:
    """What an encrypted file begins with, drawn once for it; nothing for another file, or none.

    An encrypted file has no mark: it is told by its first page, which looks like chance. One that is open is not read
    again: closing it would let go of the locks this program holds on it.
    """
    if held := _held.get(path.absolute()):
        return held[-1]
    try:
        with path.open("rb") as file:
            page = file.read(PAGE)
    except OSError:
        return b""
    return page[:SALT] if len(page) == PAGE and page[:SALT] != IN_CLEAR and len(set(page)) >= VALUES else b""


def sealing() -> ModuleType:
    """The module of encrypted files. Raises CannotOpen, with what to install, when their library is not there."""
    try:
        from models.storage import encrypting
    except ImportError:
        raise CannotOpen(
            "La bibliothèque qui chiffre et déchiffre une base n'est pas installée ; installez-la avec "
            "« pip install 'assidu[encryption]' »."
        ) from None
    return encrypting
