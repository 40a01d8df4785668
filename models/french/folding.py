"""Names as they are searched and compared: whatever the accents, the case, the hyphens."""

import re
import unicodedata

_KEPT_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
APART = re.compile(r"[\s'’ʼ`´‐‑‒–—_-]+")


def fold(text: str) -> str:
    """``text`` as it is searched and compared: small letters, no accents, hyphens and apostrophes as one space."""
    spread = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(letter for letter in spread if not unicodedata.combining(letter))
    return APART.sub(" ", bare.translate(_KEPT_LETTERS)).strip()


def initials(name: str) -> str:
    """``KB`` for « Karim Bensaïd »; nothing for nobody."""
    return "".join(word[0] for word in fold(name).split()).upper()
