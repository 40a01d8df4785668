"""The letters the font of the documents can print, and texts as paper takes them."""

import re
import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from config.reading import UNSEEN
from models.french.comparing import INVISIBLE

FONTS = Path(__file__).parent / "fonts"
UNKNOWN = "□"
_unseen = re.compile(f"[{UNSEEN}{INVISIBLE}]").sub
_ends = re.compile(r"[^\S\u00a0\u202f]").sub


@cache
def printable() -> frozenset[int]:
    """The code points that the font has a picture of: those of its « cmap » table."""
    font = (FONTS / "LiberationSans-Regular.ttf").read_bytes()
    tables = {font[at : at + 4]: struct.unpack_from(">II", font, at + 8) for at in _every(12, 16, font, 4)}
    start, _ = tables[b"cmap"]
    formats = (start + struct.unpack_from(">HHI", font, at)[2] for at in _every(start + 4, 8, font, start + 2))
    return frozenset(code for at in formats for code in _codes(font, at))


def _every(first: int, size: int, font: bytes, count: int) -> range:
    """Where each record of a list begins, of as many as are told at ``count``."""
    return range(first, first + size * struct.unpack_from(">H", font, count)[0], size)


def _codes(font: bytes, at: int) -> Iterator[int]:
    """The code points of one part of the table: by segments, of two bytes or of four."""
    if struct.unpack_from(">H", font, at)[0] == 4:
        segments = struct.unpack_from(">H", font, at + 6)[0] // 2
        lasts = struct.unpack_from(f">{segments}H", font, at + 14)
        firsts = struct.unpack_from(f">{segments}H", font, at + 16 + 2 * segments)
        for first, last in zip(firsts, lasts, strict=True):
            yield from range(first, last + (last < 0xFFFF))
    elif struct.unpack_from(">H", font, at)[0] == 12:
        for group in range(struct.unpack_from(">I", font, at + 12)[0]):
            first, last = struct.unpack_from(">II", font, at + 16 + 12 * group)
            yield from range(first, last + 1)


def lacking(data: Any) -> str:
    """The letters of these texts that cannot be printed, each once, in order."""
    known = printable()
    return "".join(dict.fromkeys(letter for text in texts(data) for letter in _seen(text) if ord(letter) not in known))


def texts(data: Any) -> Iterator[str]:
    """Every text of what a template is given."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from texts(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from texts(value)


def on_paper(data: Any) -> Any:
    """The same, as it can be printed: one space for what ends a line, nothing of what nobody sees, a box for a letter
    that the font lacks."""
    if isinstance(data, str):
        return "".join(letter if ord(letter) in printable() else UNKNOWN for letter in _seen(data))
    if isinstance(data, dict):
        return {name: on_paper(value) for name, value in data.items()}
    if isinstance(data, list | tuple):
        return [on_paper(value) for value in data]
    return data


def _seen(text: str) -> str:
    return _unseen("", _ends(" ", text))
