"""The kinds of cell: how a stored value becomes what a spreadsheet holds, with its number format and width.

A spreadsheet counts days from 30/12/1899 and a duration as a fraction of a day; both are then added up as numbers.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

from xlsxwriter.utility import xl_col_to_name

FIRST_DAY = date(1899, 12, 30).toordinal()
LONGEST_TEXT = 32767
often = lru_cache(maxsize=5000)  # few distinct values fill most cells
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def exact(value: Fraction) -> int | float:
    """A quantity as a cell holds it: whole, else the nearest float."""
    return value.numerator if value.denominator == 1 else float(value)


@often
def serial(day: str) -> int:
    """A day AAAA-MM-JJ as a spreadsheet counts it."""
    return date.fromisoformat(day).toordinal() - FIRST_DAY


@often
def moment(text: str) -> float:
    """AAAA-MM-JJ HH:MM:SS as days and a fraction of a day; midnight without a time."""
    hours, minutes, seconds = (int(part) for part in (text[11:19] or "0:0:0").split(":"))
    return serial(text[:10]) + (hours * 3600 + minutes * 60 + seconds) / 86400


@often
def plain(text: str) -> str:
    """A text that a cell can hold: no control character, at most 32 767 units of UTF-16, never taken for markup."""
    if not text.isprintable():
        text = _UNFIT.sub(" ", text)
    if len(text) > LONGEST_TEXT // 2 and len(units := text.encode("utf-16-le")) > 2 * LONGEST_TEXT:
        text = units[: 2 * (LONGEST_TEXT - 1)].decode("utf-16-le", errors="ignore") + "…"
    if text.startswith("<r>") and text.endswith("</r>"):  # xlsxwriter would copy it unescaped, as rich text
        text += " "
    return text


@dataclass(frozen=True)
class Kind:
    """``form`` is a number format, ``width`` in characters; ``convert`` gives a text, or else a number."""

    form: str
    width: float
    convert: Callable[[Any], Any] | None = None
    text: bool = False
    wrap: bool = False
    align: str = "left"


@often
def _day_fraction(minutes: int) -> float:
    return minutes / 1440


CODE = Kind("@", 11, plain, text=True)
TEXT = Kind("@", 18, plain, text=True)
NOTE = Kind("General", 50, plain, text=True, wrap=True)
YES_NO = Kind("@", 9, lambda answer: "oui" if answer else "non", text=True, align="center")
WHOLE = Kind("General", 8, align="right")
SHARE = Kind("0.0%", 9, align="right")
DECIMAL = Kind("#,##0.00", 10, align="right")
DAY = Kind("dd/mm/yyyy", 11, serial, align="center")
MONTH = Kind("mm/yyyy", 9, lambda month: serial(f"{month}-01"), align="center")
MOMENT = Kind("dd/mm/yyyy hh:mm", 15, moment, align="center")
TIME = Kind("hh:mm", 7, _day_fraction, align="center")
DURATION = Kind("[h]:mm", 8, _day_fraction, align="right")
HOURS = Kind("0.00", 8, lambda minutes: minutes / 60, align="right")
EUROS = Kind('#,##0.00 "€"', 11, lambda cents: cents / 100, align="right")


@dataclass(frozen=True)
class Area:
    """The cells of one column, or of ``columns`` side by side, below their header, as a formula names them.

    ``rows`` is at least 1.
    """

    sheet: str
    column: int
    rows: int
    columns: int = 1

    def __str__(self) -> str:
        first, last = xl_col_to_name(self.column), xl_col_to_name(self.column + self.columns - 1)
        return f"'{self.sheet}'!${first}$2:${last}${self.rows + 1}"
