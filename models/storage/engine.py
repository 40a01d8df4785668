"""The database of a file, in clear or encrypted, and connections of its own to it."""

import sqlite3
from pathlib import Path
from types import ModuleType
from typing import Any

from peewee import SqliteDatabase

from models.storage.file import NO_FILE, PATIENCE, CannotOpen, DatabaseFile, salt_of


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
    """A connection of its own to a database file, for reading only. Raises CannotOpen as above, or for what is no file,
    and ``errors()``."""
    if path.exists() and not path.is_file():  # a pipe would be waited for without end
        raise CannotOpen(f"{path} : {NO_FILE}")
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


def sealing() -> ModuleType:
    """The module of encrypted files. Raises CannotOpen, with what to install, when their library is not there."""
    try:
        from models.storage import sealed
    except ImportError:
        raise CannotOpen(
            "La bibliothèque qui chiffre et déchiffre une base n'est pas installée ; installez-la avec "
            "« pip install 'assidu[encryption]' »."
        ) from None
    return sealed
