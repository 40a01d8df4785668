"""Seals of the journal: nothing said can be changed, removed or slipped in without the chain showing it.

Each entry carries the hash of the one before. What an entry says (its sentence, its records) is sealed by a salted
digest, and only the digest is in the chain: names erased at the end of their retention are told by a later entry that
holds the new digest, and the chain stays whole.
"""

import json
from hashlib import sha256
from secrets import token_hex
from typing import Any


def new_salt() -> str:
    """A salt that keeps an erased name from being guessed out of its digest."""
    return token_hex(16)


def digest(salt: str, sentence: str, changes: str) -> str:
    """The seal of what an entry says."""
    return _hash([salt, sentence, changes])


def seal(  # noqa: PLR0917 - the columns of an entry, in the order they are sealed
    number: int, at: str, who: str, login: str, kind: str, undoes: int | None, digest: str, previous: str
) -> str:
    """The hash of an entry, sealed on the hash of the one before ('' for the first)."""
    return _hash([number, at, who, login, kind, undoes, digest, previous])


def text_digest(text: str | bytes) -> str:
    """The seal of a long text or of a file."""
    return sha256(text.encode() if isinstance(text, str) else bytes(text)).hexdigest()


def _hash(parts: list[Any]) -> str:
    return sha256(json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
