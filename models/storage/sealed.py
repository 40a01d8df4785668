"""A database file that only those who know its passphrase can read: SQLCipher (AES-256, every page signed).

Loaded for an encrypted file only: its library is an extra. A passphrase stays in the memory of the program and nowhere
else. The key is drawn from it, and from the salt the file begins with, as SQLCipher does by itself, but once a salt
rather than once a connection: SQLCipher's own tools open the file with the passphrase.
"""

import hashlib
import unicodedata
from collections.abc import Iterable
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import Any

from playhouse.sqlcipher_ext import SqlCipherDatabase
from sqlcipher3 import dbapi2 as driver

from models.storage.faults import held_elsewhere, in_french
from models.storage.file import PATIENCE, CannotOpen, DatabaseFile, errors, salt_of
from models.storage.sound import check_sound

ITERATIONS, KEY = 256_000, 32  # SQLCipher 4's own
IN_MEMORY = "PRAGMA temp_store = memory"  # no temporary file, which would be in clear
WITNESSES = 3  # backups that may tell whether a passphrase is right when the database does not
_phrases: list[str] = []
_keys: dict[bytes, str] = {}

driver.connect(":memory:").execute("PRAGMA cipher_log_level = NONE")  # else it writes over the screens


class SealedFile(DatabaseFile, SqlCipherDatabase):
    """An encrypted SQLite file; in clear with an empty passphrase."""

    def __init__(self, path: Path, alone: bool, passphrase: str, timeout: float, **options: Any) -> None:
        super().__init__(path, alone, passphrase=passphrase, **options)
        self.connect_params["timeout"] = timeout

    def _add_conn_hooks(self, connection: Any) -> None:
        connection.execute(IN_MEMORY)
        super()._add_conn_hooks(connection)


def connect(path: Path, mode: str, key: str) -> Any:
    """A connection of its own to a file; ``mode`` is SQLite's, an empty ``key`` is for a file in clear."""
    address = f"{path.absolute().as_uri()}?mode={mode}"
    connection = driver.connect(address, uri=True, timeout=5, isolation_level=None)
    if key:
        connection.execute(f'PRAGMA key = "{key}"')
    connection.execute(IN_MEMORY)
    return connection


def key_of(path: Path) -> str:
    """The key of an encrypted file, as SQLCipher takes it. Raises CannotOpen when no passphrase given opens it."""
    if not unlocked(path):
        raise CannotOpen(f"{path} : ce fichier est chiffré et sa phrase secrète n'a pas été donnée.")
    return _keys[salt_of(path)]


def unlocked(path: Path) -> bool:
    """Whether a passphrase given before opens this encrypted file. Raises CannotOpen when it is held elsewhere."""
    return salt_of(path) in _keys or any(_try(path, phrase) for phrase in _phrases)


def unlock(path: Path, phrase: str) -> bool:
    """Whether the passphrase opens this encrypted file; if so, it is kept for it and its like."""
    phrase = unicodedata.normalize("NFC", phrase)
    if not _try(path, phrase):
        return False
    if phrase not in _phrases:
        _phrases.append(phrase)
    return True


def keep(phrase: str, salt: bytes, key: str) -> None:
    """Keeps a passphrase, and the key drawn from it for the files that begin with ``salt``."""
    _keys[salt] = key
    _phrases.append(phrase)


def witness(backups: Iterable[Path], phrase: str) -> Path | None:
    """Of the encrypted backups of a database, the latest last, one the passphrase opens when it does not open the
    database, which then is damaged."""
    newest = {salt_of(path): path for path in backups}
    return next((path for path in list(newest.values())[-WITNESSES:] if unlock(path, phrase)), None)


def forget() -> None:
    """Forgets every passphrase."""
    _phrases.clear()
    _keys.clear()
    draw_key.cache_clear()


def copy(source: Path, file: Path, like: Path) -> None:
    """Writes into a new ``file`` what ``source`` holds, encrypted as ``like`` is. Raises ``errors()``."""
    with closing(connect(source, "rw", key_if_sealed(source))) as base:
        carry(base, file, key_if_sealed(like))
    with closing(connect(file, "ro", key_if_sealed(like))) as made:
        check_sound(made)


def key_if_sealed(path: Path) -> str:
    """The key of an encrypted file, '' for one in clear. Raises CannotOpen as ``key_of``."""
    return key_of(path) if salt_of(path) else ""


def _try(path: Path, phrase: str) -> bool:
    salt = salt_of(path)
    try:
        key = draw_key(phrase, salt)
    except UnicodeEncodeError:  # what the terminal could not decode
        return False
    try:
        with closing(connect(path, "ro", key)) as base:
            base.execute(f"PRAGMA busy_timeout = {PATIENCE * 1000}")
            base.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except errors() as fault:
        if held_elsewhere(fault):
            raise CannotOpen(f"{path} : {in_french(fault)}.") from None
        return False
    _keys[salt] = key
    return True


@lru_cache
def draw_key(phrase: str, salt: bytes) -> str:
    """The key of the files that begin with ``salt``, as SQLCipher takes it."""
    key = hashlib.pbkdf2_hmac("sha512", phrase.encode(), salt, ITERATIONS, KEY)
    return f"x'{key.hex()}{salt.hex()}'"


def carry(base: Any, file: Path, key: str) -> None:
    """Writes what a connection holds into a new file."""
    base.execute("ATTACH DATABASE ? AS carried KEY ?", (str(file), key))
    base.execute("SELECT sqlcipher_export('carried')")
    for mark in ("application_id", "user_version"):
        base.execute(f"PRAGMA carried.{mark} = {base.execute(f'PRAGMA main.{mark}').fetchone()[0]}")
    base.execute("DETACH DATABASE carried")
