"""What a cell looks like, and what it says: days as people write them, telephones, plates, names, marks.

Nothing is guessed: what is not such a thing raises Misread, with a French sentence.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from pendulum import Date

from models.days.clock import today
from models.french.comparing import list_key, tidy, unaccented
from models.french.typed import Misread
from models.lists.words import meaning, nothing
from models.takeover import cells
from models.takeover.cells import shown

MONTHS = ("janv", "fevr", "mars", "avr", "mai", "juin", "juil", "aout", "sept", "oct", "nov", "dec")
WEEKDAYS = ("lun", "mar", "mer", "jeu", "ven", "sam", "dim")
TITLES = {"mme": "F", "mlle": "F", "madame": "F", "m": "M", "mr": "M", "monsieur": "M"}
FIRST_SERIAL, LAST_SERIAL = 10_000, 73_000  # days counted by a spreadsheet, from 1927 to 2099
LONGEST_HEADING = 60  # characters of a column's day, its hour and its group
CHILD = 3  # years below which a birth of two figures is of the century before

_month_names = {
    name: rank
    for rank, forms in enumerate(
        (
            "janvier janv jan",
            "fevrier fevr fev",
            "mars mar",
            "avril avr",
            "mai",
            "juin",
            "juillet juil",
            "aout",
            "septembre sept sep",
            "octobre oct",
            "novembre nov",
            "decembre dec",
        ),
        1,
    )
    for name in forms.split()
}
_weekday = r"(?:lun|mar|mer|jeu|ven|sam|dim)(?:di|credi|dredi|edi|anche)?\.?\s*"
_DAY = re.compile(rf"(?:le\s+)?(?:{_weekday})?(?:le\s+)?(\d{{1,2}})(?:er)?[/.\- ](\d{{1,2}})(?:[/.\- ](\d{{4}}|\d\d))?")
_WORDED = re.compile(rf"(?:le\s+)?(?:{_weekday})?(\d{{1,2}})(?:er)?[\s.\-]*([a-z]{{3,9}})\.?[\s.\-]*(\d{{4}}|\d\d)?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
_MONTH = re.compile(r"([a-z]{3,9})\.?\s*(\d{4}|\d\d)?|(\d{1,2})/(\d{4})")


@dataclass(frozen=True)
class Partial:
    """A day not told whole: its day and month without a year, or nothing but its number."""

    day: int
    month: int = 0
    weekday: int = -1


def told_day(text: str) -> tuple[int, int, int, int] | None:
    """Year (0 when not told), month, day and number of figures of the year; None for what is no day."""
    said = re.sub(r"\s+", " ", unaccented(text)).strip()
    if found := _ISO.fullmatch(said):
        return int(found[1]), int(found[2]), int(found[3]), 4
    if found := _DAY.fullmatch(said):
        return int(found[3] or 0), int(found[2]), int(found[1]), len(found[3] or "")
    if (found := _WORDED.fullmatch(said)) and found[2] in _month_names:
        return int(found[3] or 0), _month_names[found[2]], int(found[1]), len(found[3] or "")
    return None


def day(value: Any, birth: bool = False) -> Date:
    """A calendar day; a year of two figures is the nearest that a birth, or another day, can be. Raises Misread."""
    if isinstance(value, float | int) and not isinstance(value, bool):
        if FIRST_SERIAL <= value <= LAST_SERIAL and float(value).is_integer():
            return Date(1899, 12, 30).add(days=int(value))
        raise Misread(f"« {shown(value)} » n'est pas une date : écrivez JJ/MM/AAAA, par exemple 12/03/2026.")
    if isinstance(value, date):
        return cells.day(value)
    text = tidy(str(value))
    found = told_day(text)
    if found is None or not found[0]:
        raise Misread(f"« {text[:60]} » n'est pas une date entière : écrivez JJ/MM/AAAA, par exemple 12/03/2026.")
    year, month, number, figures = found
    if figures == 2:
        now = today()
        year += 2000
        if year > now.year + (0 if birth else 50) or (birth and year > now.year - CHILD):
            year -= 100
    return cells.day(f"{year:04d}-{month:02d}-{number:02d}")


def heading_day(value: Any) -> Date | Partial | None:
    """The day a column or a row is headed by, whole or not; None when it is none."""
    if isinstance(value, date):
        return Date(value.year, value.month, value.day)
    if isinstance(value, float | int) and not isinstance(value, bool):
        return Partial(int(value)) if float(value).is_integer() and 1 <= value <= 31 else None
    if not isinstance(value, str) or not value:
        return None
    said = re.sub(r"\s+", " ", unaccented(value)).strip()
    if re.fullmatch(rf"(?:{_weekday})?\d{{1,2}}(?:er)?", said):
        number = int(re.sub(r"\D", "", said))
        return Partial(number, 0, weekday(said)) if 1 <= number <= 31 else None
    bare = re.sub(r"\s*(?:matin|apres[- ]midi|aprem|apm|am|pm|\d{1,2}\s*h.*|\d{1,2}:\d{2}.*|\(.*\))$", "", said)
    begun = re.match(r"(\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}|\d{4}-\d\d-\d\d|\d{1,2} [a-z]{3,9}\.? \d{4})\b", bare)
    bare = begun[1] if begun and len(bare) <= LONGEST_HEADING else bare
    found = told_day(bare)
    if found is None or not (1 <= found[1] <= 12 and 1 <= found[2] <= 31):
        return None
    if not found[0]:
        return Partial(found[2], found[1], weekday(said))
    try:
        return day(bare)
    except Misread:
        return None


def weekday(text: str) -> int:
    """The day of the week a text begins with, from 0 for Monday; -1 when it begins with none."""
    said = unaccented(text).strip()
    for rank, name in enumerate(WEEKDAYS):
        if re.match(rf"{name}(?:\b|di|credi|dredi|edi|anche)", said):
            return rank
    single = "lmmjvsd"
    return single.index(said) if len(said) == 1 and said in "ljvsd" else -1


def month_of(text: str) -> tuple[int, int]:
    """The month and the year that a title names, 0 for what it does not."""
    said = unaccented(text)
    year = re.search(r"\b(20\d\d)\b", said)
    for word in re.findall(r"[a-z]+", said):
        if word in _month_names and word not in ("mar",):
            return _month_names[word], int(year[1]) if year else 0
    found = re.search(r"\b(20\d\d)-(\d\d)\b|\b(\d\d)[/-](20\d\d)\b", said)
    if found:
        return int(found[2] or found[3]), int(found[1] or found[4])
    return 0, int(year[1]) if year else 0


def is_month(text: str) -> bool:
    """Whether a cell names a month and no day."""
    found = _MONTH.fullmatch(unaccented(text).strip())
    return bool(found) and (found[3] is not None or found[1] in _month_names) if found else False


def moment(value: Any) -> int:
    """A time of day in minutes since midnight. Raises Misread."""
    if isinstance(value, str):
        said = re.sub(r"\s+", "", value).lower().removesuffix("min")
        if re.fullmatch(r"\d{1,2}", said):
            said += "h"
        return cells.clock(re.sub(r"h(\d)$", r"h0\1", said))
    if isinstance(value, datetime):
        return value.hour * 60 + value.minute
    if isinstance(value, float) and 0 < value < 1:
        return round(value * 24 * 60)
    if isinstance(value, float) and value.is_integer() and 6 <= value <= 22:
        return int(value) * 60
    return cells.clock(value)


def length(value: Any, in_minutes: bool = False) -> int:
    """A duration in minutes; a lone number is in hours, unless ``in_minutes``. Raises Misread."""
    if in_minutes and isinstance(value, float | int) and not isinstance(value, time | timedelta):
        return cells.whole(value)
    if isinstance(value, str) and in_minutes and re.fullmatch(r"\d{1,4}", value.strip()):
        return int(value)
    return cells.hours(value)


def phones(value: Any) -> list[str]:
    """The telephones of a cell, as they are written; the zero that a number has lost is given back."""
    text = shown(value) if not isinstance(value, str) else value
    found = []
    for part in re.split(r"\s*(?:[,;/]|\bou\b|\bet\b|\n)\s*", text.replace("\xa0", " ")):
        digits = re.sub(r"[\s.\-()]", "", part)
        digits = re.sub(r"^(?:\+|00)33(?:\(?0\)?)?", "0", digits)
        if re.fullmatch(r"[1-9]\d{8}", digits):
            digits = f"0{digits}"
        if re.fullmatch(r"0[1-9]\d{8}", digits):
            found.append(" ".join(digits[rank : rank + 2] for rank in range(0, 10, 2)))
        elif part.strip():
            found.append(tidy(part))
    return found


def lost_zero(value: Any) -> bool:
    """Whether a telephone was kept as a number, without its zero."""
    digits = re.sub(r"\D", "", shown(value)) if not isinstance(value, str) or value.strip().isdigit() else ""
    return len(digits) == 9 and digits[0] != "0"


_SECURITY = re.compile(
    r"(?<!\d)[123478][\s.]?\d\d[\s.]?\d\d[\s.]?(?:\d\d|2[ABab])[\s.]?\d{3}[\s.]?\d{3}(?:[\s.]?\d\d)?(?!\d)"
)


def security_number(value: Any) -> bool:
    """Whether a cell holds a social security number, which is never kept."""
    text = shown(value) if not isinstance(value, str) else value
    return bool(_SECURITY.search(text))


def plate_like(value: Any) -> bool:
    """Whether a cell holds a number plate: of today, of before, or of a moped."""
    said = list_key(shown(value)) if not isinstance(value, str) else list_key(value)
    return bool(re.fullmatch(r"[a-z]{2}\d{3}[a-z]{2}|\d{1,4}[a-z]{1,3}\d{2}|[a-z]{1,2}\d{1,3}[a-z]", said))


def name_like(value: Any) -> bool:
    """Whether a cell may hold the name of somebody: words of letters, and nothing that is known to be no name."""
    if not isinstance(value, str) or not value or any(letter.isdigit() for letter in value) or len(value) > 80:
        return False
    if re.search(r"[:;?!@=/\\|]", value) or nothing(value) or meaning("immobilisation", value):
        return False
    said = unaccented(value)
    if re.match(
        r"(total|sous-total|moyenne|nombre|nb|effectif|groupe|session|promo|semaine|signature|legende)\b", said
    ):
        return False
    return bool(re.fullmatch(r"[^\W\d_][\w\s'’.\-ʼ()]*", value)) and len(value.split()) <= 8


def example(value: Any) -> bool:
    """Whether a cell belongs to a row that shows how to fill a list in."""
    return isinstance(value, str) and bool(re.match(r"(exemple|ex\.|modele)\b", unaccented(value)))


def total(value: Any) -> bool:
    """Whether a row that begins so adds up the others."""
    said = unaccented(value) if isinstance(value, str) else ""
    return bool(re.match(r"(total|totaux|sous[- ]total|moyenne|somme|nombre de|nb |effectif|taux)\b", said))


def capitals(word: str) -> bool:
    """Whether a word is written as surnames often are: all in capitals."""
    letters = [letter for letter in word if letter.isalpha()]
    return len(letters) > 1 and all(letter.isupper() or letter == "ß" for letter in letters)


def parted_name(text: str) -> tuple[str, str] | None:
    """The surname and first name of somebody, told apart by capitals; None when nothing tells them apart."""
    pieces = tidy(text).split(" ")
    upper = [capitals(one) or (len(one) == 1 and one.isupper()) for one in pieces]
    if all(upper) or not any(upper):
        return None
    changes = sum(before is not after for before, after in pairwise(upper))
    if changes != 1:
        return None
    last = " ".join(piece for piece, up in zip(pieces, upper, strict=True) if up)
    first = " ".join(piece for piece, up in zip(pieces, upper, strict=True) if not up)
    return last, first


def untitled(text: str) -> tuple[str, str]:
    """A name without its title, and the sex that the title tells."""
    first, _, rest = tidy(text).partition(" ")
    sex = TITLES.get(list_key(first), "") if rest else ""
    return (rest, sex) if sex else (tidy(text), "")


def share(values: list[Any], holds: Callable[[Any], object]) -> float:
    """The share of these values that a reader takes."""
    taken = sum(1 for value in values if _takes(holds, value))
    return taken / len(values) if values else 0.0


def _takes(holds: Callable[[Any], object], value: Any) -> bool:
    try:
        return holds(value) is not False
    except Misread:
        return False
