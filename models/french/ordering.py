"""The order of what is written in a column: days by time, quantities by size, words by letter, what is empty last."""

import re
from fractions import Fraction
from typing import Any

from models.french.folding import fold

DAY = re.compile(r"(?:\w{3,4}\. )?(?:(\d{1,2})/)?(\d{1,2})(?:/(\d{4}))\b|(\d{1,2})/(\d{1,2})\b(?!/)")
WHOLE = r"(\d{1,3}(?: \d{3})+|\d+)"  # spaces have been made plain ones
HOURS = re.compile(rf"([-−]?) ?{WHOLE} ?h(?: ?(\d{{2}}))?\b")
NUMBER = re.compile(rf"([-−+]?) ?{WHOLE}(?:,(\d+))?")
SIGNS = re.compile(r"^[^\w+−-]+|[━─╸╍┃│█░▌]+")
NOTHING = {"", "·", "—", "-", "…", "?"}


def order(text: str) -> tuple[Any, ...]:
    """What a cell is sorted by among those of its column."""
    said = " ".join(SIGNS.sub(" ", text).split())
    if said in NOTHING:
        return (3,)
    if day := DAY.match(said):
        return (0, *(int(part or 0) for part in (day[3], day[5] or day[2], day[4] or day[1])), fold(said))
    if hours := HOURS.match(said):
        return (1, _signed(hours[1], 60 * _whole(hours[2]) + int(hours[3] or 0)), fold(said))
    if number := NUMBER.match(said):
        size = _whole(number[2]) + Fraction(int(number[3] or 0), 10 ** len(number[3] or ""))
        return (1, _signed(number[1], size), fold(said))
    return (2, [(int(part), "") if part.isdigit() else (0, part) for part in re.findall(r"\d+|\D+", fold(said))])


def _whole(digits: str) -> int:
    return int(digits.replace(" ", ""))


def _signed(sign: str, size: Fraction | int) -> Fraction | int:
    return -size if sign in ("-", "−") else size
