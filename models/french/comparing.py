"""One way to compare what people type, at every door: what is stored of it, and what two texts are compared by.

``tidy`` is what is stored of an identifier, a code, a plate, a name, a group or a theme: what differs only by the way
it was typed (composed accents, invisible marks, another space or hyphen) is then the same text, in Python and in SQL.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache

INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u2065\u206a-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\U000e0001\U000e0020-\U000e007f\U000e0100-\U000e01ef"
)
"""Marks nobody sees, as a set of a regular expression: soft hyphens, joiners, directional marks, byte order marks. Not
control characters, nor what turns a line round (``config.reading.UNSEEN``): those are refused."""

HYPHENS = "\\-\u058a\u05be\u1400\u1806\u2010-\u2015\u2043\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d"
"""Every kind of hyphen, dash and minus sign, as a set of a regular expression."""

SPACES = " \t\n\r\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""Every kind of space, as a set of a regular expression."""

REMEMBERED = 20_000  # plates, groups and themes come again and again

_KEPT_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_APOSTROPHES = str.maketrans(dict.fromkeys("’ʼ`´", "'"))
_untidy_ascii = re.compile(r"^ | $|  |[\t\n\r]").search
_invisible = re.compile(f"[{INVISIBLE}]").sub
_hyphen = re.compile(f"[{HYPHENS}]").sub
_space = re.compile(f"[{SPACES}]+").sub


def tidy(text: str) -> str:
    """``text`` as it is stored: Unicode NFC, no invisible mark, ordinary hyphens and spaces, none outside or doubled.

    Case and accents stay. Control characters stay too: they are refused, not removed.
    """
    if text.isascii() and not _untidy_ascii(text):
        return text
    composed = unicodedata.normalize("NFC", _invisible("", text))
    return _space(" ", _hyphen("-", composed)).strip(" ")


def tidy_plate(text: str) -> str:
    """A number plate as it is stored: tidy, in capitals."""
    return tidy(tidy(text).upper())


@lru_cache(REMEMBERED)
def plate_key(text: str) -> str:
    """What two number plates are compared by: no case, space or hyphen."""
    return tidy(tidy_plate(text).replace(" ", "").replace("-", ""))


@lru_cache(REMEMBERED)
def name_key(text: str) -> str:
    """What two groups or two themes are compared by: tidy, no case or accent, one kind of apostrophe."""
    return tidy(unaccented(tidy(text)).translate(_APOSTROPHES))


@lru_cache(REMEMBERED)
def scale_key(text: str) -> str:
    """What levels and domains of an evaluation are compared by: no case, accent, space or hyphen (reading E-10)."""
    return name_key(text).replace(" ", "").replace("-", "")


def list_key(text: str) -> str:
    """What headers, sheet names and values of closed lists are compared by: letters and digits, no case or accent."""
    return "".join(letter for letter in unaccented(tidy(text).replace("º", "°")) if letter.isalnum())


def one_of(text: str, known: Iterable[str], key: Callable[[str], str] = list_key) -> str:
    """The value of a closed list that ``text`` is, as the list writes it; ``text`` itself when it is none of them."""
    wanted = key(text)
    return next((value for value in known if key(value) == wanted), text)


def unaccented(text: str) -> str:
    """``text`` in small letters, without accents; œ, ß and their like are spelled out."""
    spread = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in spread if not unicodedata.combining(letter)).translate(_KEPT_LETTERS)
