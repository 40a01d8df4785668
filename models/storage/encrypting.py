"""Encrypting a database and its backups, putting them back in clear, giving them another passphrase.

Each file is replaced at once by a copy that was checked; what was there before is written over.
"""

import os
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any, BinaryIO

from peewee import DatabaseError

from config.files import draft, scratch
from config.refusal import Refusal
from models.storage import backups
from models.storage.faults import held_elsewhere, in_french
from models.storage.file import SALT, CannotOpen, errors, salt_of
from models.storage.sealed import SealedFile, carry, connect, draw_key, keep, key_if_sealed
from models.storage.sound import Damaged, check_sound
from models.storage.upkeep import prepare

SHORTEST = 12  # characters of a passphrase


class CannotEncrypt(Refusal):
    """The database is left as it is; the message is one French sentence."""


@dataclass(frozen=True)
class Converted:
    """How many backups were converted beside the database, and the files that could not be, left as they were."""

    backups: int
    left: tuple[Path, ...]


def encrypt(database: Path, phrase: str) -> Converted:
    """Encrypts a database and its backups, or gives a new passphrase to those that are encrypted.

    Each file is replaced at once by a copy that was checked. Raises CannotEncrypt, and the database is unchanged, when
    it is open elsewhere, damaged, or cannot be copied.
    """
    phrase, salt = unicodedata.normalize("NFC", phrase), os.urandom(SALT)
    key = draw_key(phrase, salt)
    _convert_base(database, key)
    keep(phrase, salt, key)
    return _convert_backups(database, salt, key)


def encrypt_backups(database: Path) -> Converted:
    """Encrypts what is not yet encrypted as its database is: what an interruption left."""
    return _convert_backups(database, salt_of(database), key_if_sealed(database))


def decrypt(database: Path) -> Converted:
    """Puts a database, when it is encrypted, and its backups back in clear. Raises CannotEncrypt as ``encrypt``."""
    if salt_of(database):
        _convert_base(database, "")
    return _convert_backups(database, b"", "")


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


def _convert_backups(database: Path, salt: bytes, key: str) -> Converted:
    done, left = 0, []
    for path in sorted(backups.folder_of(database).glob("*")):
        if path.name.startswith(".") or (path.suffix == ".db" and salt_of(path) == salt):
            continue
        try:
            if path.suffix != ".db":  # a damaged database, kept aside as it was
                raise Damaged
            _convert(path, key)
            done += 1
        except errors(DatabaseError, OSError, CannotOpen):
            left.append(path)
    return Converted(done, tuple(left))


def _convert(path: Path, key: str) -> None:
    """Replaces a database by a copy of it under ``key``, checked first; then writes over what was there before."""
    pragmas = {"locking_mode": "exclusive", "synchronous": "full"}
    engine = SealedFile(path, alone=True, passphrase=key_if_sealed(path), timeout=0.1, pragmas=pragmas)
    try:
        engine.connect()
        base = engine.connection()
        check_sound(base)
        base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        base.execute("PRAGMA journal_mode = DELETE")  # a file by itself: no log is left to another
        with scratch(path.parent) as folder, ExitStack() as opened:
            before = Path(folder) / "avant"
            with draft(path, private=True) as file:
                carry(base, file, key)
                _compare(base, file, key)
                if sys.platform == "win32":  # which renames over no file that is open
                    with suppress(OSError):  # not every disk gives a file two names
                        os.link(path, before)
                    engine.close()
                else:
                    left = opened.enter_context(path.open("r+b"))
            engine.close()
            with suppress(OSError):  # it may have had no second name
                _write_over(opened.enter_context(before.open("r+b")) if sys.platform == "win32" else left)
    finally:
        engine.close()


def _compare(base: Any, file: Path, key: str) -> None:
    """Raises Damaged unless the copy is sound and holds the very same as the original: tables, guards, every row."""
    with closing(connect(file, "ro", key)) as made:
        check_sound(made)
        if key and made.execute("PRAGMA cipher_integrity_check").fetchall():
            raise Damaged
        for ours, theirs in zip(_contents(base), _contents(made), strict=True):
            if any(row != other for row, other in zip_longest(ours, theirs)):
                raise Damaged


def _contents(base: Any) -> Iterator[Any]:
    yield base.execute("PRAGMA user_version").fetchall()
    schema = base.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name").fetchall()
    yield schema
    for kind, name, *_ in schema:
        if kind == "table":
            yield base.execute(f'SELECT * FROM "{name}" NOT INDEXED')


def _write_over(file: BinaryIO) -> None:
    """Writes zeros over a file nobody needs any more, as far as its disk writes where it reads."""
    with suppress(OSError):
        rest = os.fstat(file.fileno()).st_size
        while rest > 0:
            rest -= file.write(bytes(min(rest, 1 << 20)))
        file.flush()
        os.fsync(file.fileno())
