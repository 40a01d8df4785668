"""A database that only those who know its passphrase can read: SQLCipher (AES-256, every page signed).

Loaded for an encrypted file only: its library is an extra. A passphrase stays in the memory of the program and nowhere
else. The key is drawn from it, and from the salt the file begins with, as SQLCipher does by itself, but once a salt
rather than once a connection: SQLCipher's own tools open the file with the passphrase.
"""

import hashlib
import os
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

from peewee import DatabaseError
from playhouse.sqlcipher_ext import SqlCipherDatabase
from sqlcipher3 import dbapi2 as driver

from config.files import draft, scratch
from config.refusal import Refusal
from models.storage import backups
from models.storage.faults import held_elsewhere, in_french
from models.storage.file import PATIENCE, SALT, CannotOpen, DatabaseFile, errors, salt_of
from models.storage.upkeep import prepare

SHORTEST = 12  # characters of a passphrase
ITERATIONS, KEY = 256_000, 32  # SQLCipher 4's own
IN_MEMORY = "PRAGMA temp_store = memory"  # no temporary file, which would be in clear
WITNESSES = 3  # backups that may tell whether a passphrase is right when the database does not
_phrases: list[str] = []
_keys: dict[bytes, str] = {}

driver.connect(":memory:").execute("PRAGMA cipher_log_level = NONE")  # else it writes over the screens


class CannotEncrypt(Refusal):
    """The database is left as it is; the message is one French sentence."""


class SealedFile(DatabaseFile, SqlCipherDatabase):
    """An encrypted SQLite file; in clear with an empty passphrase."""

    def __init__(self, path: Path, alone: bool, passphrase: str, timeout: float, **options: Any) -> None:
        super().__init__(path, alone, passphrase=passphrase, **options)
        self.connect_params["timeout"] = timeout

    def _add_conn_hooks(self, connection: Any) -> None:
        connection.execute(IN_MEMORY)
        super()._add_conn_hooks(connection)


@dataclass(frozen=True)
class Converted:
    """How many backups were converted beside the database, and the files that could not be, left as they were."""

    backups: int
    left: tuple[Path, ...]


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


def witness(database: Path, phrase: str) -> Path | None:
    """A backup the passphrase opens when it does not open the database, which then is damaged."""
    newest = {salt_of(path): path for path in backups.sealed(database)}
    return next((path for path in list(newest.values())[-WITNESSES:] if unlock(path, phrase)), None)


def forget() -> None:
    """Forgets every passphrase."""
    _phrases.clear()
    _keys.clear()
    _drawn.cache_clear()


def encrypt(database: Path, phrase: str) -> Converted:
    """Encrypts a database and its backups, or gives a new passphrase to those that are encrypted.

    Each file is replaced at once by a copy that was checked. Raises CannotEncrypt, and the database is unchanged, when
    it is open elsewhere, damaged, or cannot be copied.
    """
    phrase, salt = unicodedata.normalize("NFC", phrase), os.urandom(SALT)
    key = _drawn(phrase, salt)
    _convert_base(database, key)
    _keys[salt] = key
    _phrases.append(phrase)
    return _convert_backups(database, salt)


def encrypt_backups(database: Path) -> Converted:
    """Encrypts what is not yet encrypted as its database is: what an interruption left."""
    return _convert_backups(database, salt_of(database))


def decrypt(database: Path) -> Converted:
    """Puts a database, when it is encrypted, and its backups back in clear. Raises CannotEncrypt as ``encrypt``."""
    if salt_of(database):
        _convert_base(database, "")
    return _convert_backups(database, b"")


def copy(source: Path, file: Path, like: Path) -> None:
    """Writes into a new ``file`` what ``source`` holds, encrypted as ``like`` is. Raises ``errors()``."""
    with closing(connect(source, "rw", _key(source))) as base:
        _carry(base, file, _key(like))
    with closing(connect(file, "ro", _key(like))) as made:
        backups.check_sound(made)


def _key(path: Path) -> str:
    return key_of(path) if salt_of(path) else ""


def _try(path: Path, phrase: str) -> bool:
    salt = salt_of(path)
    try:
        key = _drawn(phrase, salt)
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
def _drawn(phrase: str, salt: bytes) -> str:
    key = hashlib.pbkdf2_hmac("sha512", phrase.encode(), salt, ITERATIONS, KEY)
    return f"x'{key.hex()}{salt.hex()}'"


def _convert_base(database: Path, key: str) -> None:
    if wrong := prepare(database):
        raise CannotEncrypt(wrong)
    try:
        _convert(database, key)
    except errors(DatabaseError, OSError) as fault:
        if held_elsewhere(fault):
            raise CannotEncrypt(
                f"{database} : la base est ouverte ailleurs ; fermez Assidu partout, puis recommencez."
            ) from None
        raise CannotEncrypt(f"{database} : {in_french(fault)} ; la base n'est pas changée.") from None


def _convert_backups(database: Path, salt: bytes) -> Converted:
    done, left = 0, []
    for path in sorted(backups.folder_of(database).glob("*")):
        if path.name.startswith(".") or (path.suffix == ".db" and salt_of(path) == salt):
            continue
        try:
            if path.suffix != ".db":  # a damaged database, kept aside as it was
                raise backups.Damaged
            _convert(path, _keys[salt] if salt else "")
            done += 1
        except errors(DatabaseError, OSError, CannotOpen):
            left.append(path)
    return Converted(done, tuple(left))


def _convert(path: Path, key: str) -> None:
    """Replaces a database by a copy of it under ``key``, checked first; then writes over what was there before."""
    pragmas = {"locking_mode": "exclusive", "synchronous": "full"}
    engine = SealedFile(path, alone=True, passphrase=_key(path), timeout=0.1, pragmas=pragmas)
    try:
        engine.connect()
        base = engine.connection()
        backups.check_sound(base)
        base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        base.execute("PRAGMA journal_mode = DELETE")  # a file by itself: no log is left to another
        with scratch(path.parent) as folder:
            before = Path(folder) / "avant"
            with draft(path, private=True) as file:
                _carry(base, file, key)
                _compare(base, file, key)
                with suppress(OSError):  # not every disk gives a file two names
                    os.link(path, before)
                if sys.platform == "win32":  # which renames over no file that is open
                    engine.close()
            engine.close()
            _write_over(before)
    finally:
        engine.close()


def _carry(base: Any, file: Path, key: str) -> None:
    """Writes what a connection holds into a new file."""
    base.execute("ATTACH DATABASE ? AS carried KEY ?", (str(file), key))
    base.execute("SELECT sqlcipher_export('carried')")
    for mark in ("application_id", "user_version"):
        base.execute(f"PRAGMA carried.{mark} = {base.execute(f'PRAGMA main.{mark}').fetchone()[0]}")
    base.execute("DETACH DATABASE carried")


def _compare(base: Any, file: Path, key: str) -> None:
    """Raises Damaged unless the copy is sound and holds the very same as the original: tables, guards, every row."""
    with closing(connect(file, "ro", key)) as made:
        backups.check_sound(made)
        if key and made.execute("PRAGMA cipher_integrity_check").fetchall():
            raise backups.Damaged
        for ours, theirs in zip(_contents(base), _contents(made), strict=True):
            if any(row != other for row, other in zip_longest(ours, theirs)):
                raise backups.Damaged


def _contents(base: Any) -> Iterator[Any]:
    yield base.execute("PRAGMA user_version").fetchall()
    schema = base.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name").fetchall()
    yield schema
    for kind, name, *_ in schema:
        if kind == "table":
            yield base.execute(f'SELECT * FROM "{name}" NOT INDEXED')


def _write_over(path: Path) -> None:
    """Writes zeros over a file nobody needs any more, as far as its disk writes where it reads."""
    with suppress(OSError), path.open("r+b") as file:
        rest = path.stat().st_size
        while rest > 0:
            rest -= file.write(bytes(min(rest, 1 << 20)))
        file.flush()
        os.fsync(file.fileno())
