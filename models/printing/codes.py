"""The codes of a sheet that is to come back signed: what tells the sheet, the page and the place, and nothing else.

A code is 14 characters: ``A``, the layout, the token of the sheet (8), the page, the place on the page, and a check
(2), in Crockford's base 32, which has no letter read for another. Names, days and numbers of records stay in the base.
"""

import secrets
import zlib

from models.printing.maker import library

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LAYOUT = 1
MOST_PAGES = 31  # one character tells the page


def new_token() -> str:
    """Forty bits drawn at random, in eight characters."""
    return _written(secrets.randbits(40), 8)


def code(token: str, page: int, place: int) -> str:
    """What the code at a place (1 to 5) of a page (from 1) of the sheet says."""
    said = f"A{LAYOUT}{token}{ALPHABET[page]}{place}"
    return said + _written(zlib.crc32(said.encode()) & 0x3FF, 2)


def told(token: str, page: int) -> str:
    """The sheet and the page in clear, to be typed by hand: ``K7Q2-M9XA-1``."""
    return f"{token[:4]}-{token[4:]}-{page}"


def drawn(text: str) -> str:
    """A code as a Data Matrix of 16 modules, in SVG. Raises CannotPrint when the library is not installed."""
    zxing = library("zxingcpp")
    made = zxing.create_barcode(text, zxing.BarcodeFormat.DataMatrix, force_square=True)
    return str(zxing.write_barcode_to_svg(made, add_quiet_zones=False))


def _written(number: int, length: int) -> str:
    return "".join(ALPHABET[number >> 5 * rank & 31] for rank in reversed(range(length)))
