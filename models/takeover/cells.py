"""What a cell of a workbook says, whatever way it was typed: forgiving in form, strict in content.

Each reader takes a cell that is not empty and gives the value as stored, or raises Misread with a French sentence.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pendulum import Date

from config.reading import nearest
from models.french import typed, wording
from models.french.comparing import INVISIBLE, SPACES, list_key, tidy, tidy_plate
from models.french.typed import Misread

LONGEST_NAME = 200
MOST_DIGITS = 10**14  # the first number of 15 digits
NOON = 12
LARGEST = 100_000_000  # no honest quantity, in minutes or cents, is above

_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_PADDING = " \t\r\n\xa0\u202f\u2007\u200b\u2060\ufeff"
_nothing = re.compile(f"[{SPACES}{INVISIBLE}]*").fullmatch
_ISO_DURATION = re.compile(r"(-?)P(?:(\d{1,6})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:[.,]\d+)?S)?)?")
_MIDNIGHT = re.compile(r"[T ]00:00(?::00(?:\.0+)?)?$")
_TIMED = re.compile(r"(\S{8,10})[T ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.\d+)?)?")
_ERROR_CODE = re.compile(
    r"#(?:DIV/0!|N/A|NAME\?|NOM\?|NULL!|NUL!|NUM!|NOMBRE!|REF!|VALUE!|VALEUR!|SPILL!|CALC!)|Err\s?:\s?\d{3}"
)
_FIRST_DAY = datetime(1901, 1, 1)  # before it, a moment is a duration
_EPOCH = datetime(1899, 12, 31)  # a duration above 24 h under a time format is read as a date of these years


def is_empty(value: Any) -> bool:
    """Whether a cell holds nothing but spaces."""
    return value is None or value == "" or (isinstance(value, str) and bool(_nothing(value)))


def shown(value: Any) -> str:
    """A cell, or a value read from it, as a person would write it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}".replace(".", ",")
    if isinstance(value, datetime) and value < _FIRST_DAY:
        value -= _EPOCH
    if isinstance(value, datetime) and value.time() != time():
        return f"{wording.day(value)} {value:%H:%M}"
    if isinstance(value, date):
        return wording.day(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        minutes = _minutes_of(value)
        return f"{'-' if minutes < 0 else ''}{abs(minutes) // 60}:{abs(minutes) % 60:02d}"
    return str(value)


def digits(value: float, least: int) -> str:
    """A number of a column of words: all its digits, and as many as its format shows ``least``, never an exponent.

    Raises Misread from 15 digits: a spreadsheet has lost some.
    """
    if value == value and abs(value) >= MOST_DIGITS:
        raise Misread(
            "Ce nombre a 15 chiffres ou plus, et un tableur en perd : mettez la colonne au format Texte, puis"
            " retapez-le."
        )
    whole, _, rest = f"{Decimal(repr(value)):f}".partition(".")
    sign, whole = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    rest = rest.rstrip("0")
    return f"{sign}{whole.zfill(least)}{',' + rest if rest else ''}"


def doubted(found: Any, value: Any, read: Callable[[Any], Any], wanted: int) -> tuple[Any, str] | None:
    """What is taken and what to say when a cell is understood otherwise than it stands: a day that has a time, a
    telephone or a postcode, of ``wanted`` digits, without its zero. None for the others."""
    if read is day:
        moment = _moment(value)
        if moment is None:
            return None
        other = found.add(days=1) if moment.hour >= NOON else found.subtract(days=1)
        days = f"{wording.day(found)} (ou le {wording.day(other)}, si l'heure vient d'un décalage)"
        return found, f"Ce jour a une heure ({moment:%H:%M}) : lu le {days} ; écrivez la date seule."
    if wanted and isinstance(found, str):
        bare = re.sub(r"[\s.-]", "", found)
        if bare.isascii() and bare.isdigit() and len(bare) == wanted - 1 and not bare.startswith("0"):
            return f"0{found}", f"« {found} » a perdu son zéro : lu 0{found} ; mettez la colonne au format Texte."
    return None


def _moment(value: Any) -> time | None:
    """The time beside a day, when it is not midnight."""
    if isinstance(value, datetime):
        return value.time() if value.time() != time() else None
    found = _TIMED.fullmatch(value.strip()) if isinstance(value, str) else None
    moment = time(int(found[2]), int(found[3]), int(found[4] or 0)) if found else time()
    return moment if moment != time() else None


def text(value: Any) -> str:
    """Words, without the spaces around. A number keeps its digits: an identifier may be ``12``."""
    found = value if isinstance(value, str) else shown(value)
    found = unicodedata.normalize("NFC", found).strip(_PADDING)
    if _ERROR_CODE.fullmatch(found):
        raise Misread(f"Cellule en erreur ({found}) : corrigez la formule ou retapez la valeur.")
    if _INVISIBLE.search(found):
        raise Misread(
            "Le texte contient un caractère invisible ou un retour à la ligne : effacez-le et tapez-le de nouveau."
        )
    return found


def name(value: Any) -> str:
    """A name or an identifier, tidy, to 200 characters."""
    found = tidy(text(value))
    if len(found) > LONGEST_NAME:
        raise Misread(f"{len(found)} caractères, {LONGEST_NAME} au plus : raccourcissez.")
    return found


def plate(value: Any) -> str:
    """A number plate, as it is stored."""
    return tidy_plate(name(value))


def day(value: Any) -> Date:
    """A calendar day from a real date, ``JJ/MM/AAAA`` or ``AAAA-MM-JJ``."""
    if isinstance(value, date):
        if not 1900 <= value.year <= 2199:
            raise Misread(f"L'année {value.year} est hors de portée : vérifiez la date.")
        return Date(value.year, value.month, value.day)
    if not isinstance(value, str):
        raise Misread(f"« {shown(value)} » n'est pas une date : écrivez JJ/MM/AAAA, par exemple 12/03/2026.")
    said = _MIDNIGHT.sub("", text(value))
    said = timed[1] if (timed := _TIMED.fullmatch(said)) else said
    if not re.fullmatch(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}", said):
        raise Misread(f"« {_short(said)} » n'est pas une date : écrivez JJ/MM/AAAA, par exemple 12/03/2026.")
    return typed.parse_day(said)


def clock(value: Any) -> int:
    """A time of day, in minutes since midnight, from a real time, ``9:00`` or ``9h30``."""
    if isinstance(value, str) and value.strip().startswith(("P", "-P")):
        value = _duration(value)
    if isinstance(value, time):
        return _minutes_of(timedelta(hours=value.hour, minutes=value.minute, seconds=value.second))
    if isinstance(value, timedelta):
        minutes = _minutes_of(value)
        if 0 <= minutes <= 24 * 60:
            return minutes
    elif isinstance(value, str):
        said = re.sub(r"^(\d{1,2}:\d{2}):00$", r"\1", text(value))
        if re.fullmatch(r"[0-9]{1,2}\s*[hH:]\s*(?:[0-9]{2})?", said):
            return typed.parse_time(said)
    raise Misread(f"« {_short(shown(value))} » n'est pas une heure : écrivez par exemple 9:00 ou 9h30.")


def hours(value: Any) -> int:
    """A quantity of hours, in minutes, from ``12,5``, ``12:30``, ``12 h 30`` or a real duration; never below zero."""
    if isinstance(value, str) and value.strip().startswith(("P", "-P")):
        value = _duration(value)
    if isinstance(value, time):
        value = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
    elif isinstance(value, date) and value.year <= 1900:
        value = (value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)) - _EPOCH
    if isinstance(value, timedelta):
        found = _minutes_of(value)
    elif isinstance(value, float | int) and not isinstance(value, bool):
        found = wording.half_up(_finite(value) * 60)
    elif isinstance(value, str):
        said = re.sub(r"^(\d+:\d{2}):00$", r"\1", text(value))
        if re.fullmatch(r"[-−–].*", said):
            raise Misread(f"« {_short(said)} » est négatif : écrivez des heures positives.")
        found = _worded(typed.parse_minutes, said)
    else:
        raise Misread(f"« {_short(shown(value))} » n'est pas une durée : écrivez par exemple 2 h 30, 2:30 ou 2,5.")
    return _within(found, value)


def money(value: Any) -> int:
    """Euros, in cents."""
    if isinstance(value, float | int) and not isinstance(value, bool):
        cents = wording.half_up(_finite(value) * 100)
        if abs(float(value) * 100 - cents) > 1e-4:
            raise Misread(f"« {shown(value)} » a plus de deux décimales : écrivez un montant en euros et centimes.")
        return _within(cents, value)
    if not isinstance(value, str):
        raise Misread(f"« {shown(value)} » n'est pas un montant : écrivez par exemple 45 ou 1 234,50.")
    said = text(value)
    if re.fullmatch(r"[-−–].*", said):
        raise Misread(f"« {_short(said)} » est négatif : écrivez un montant positif.")
    return _within(_worded(typed.parse_money, said), value)


def whole(value: Any) -> int:
    """A whole number, zero or more; ``3 mois`` and ``45 min`` are understood."""
    if isinstance(value, float | int) and not isinstance(value, bool):
        number = _finite(value)
    elif isinstance(value, str) and (
        found := re.fullmatch(r"(-?[0-9]{1,12})(?:[.,]0+)?\s*(?:mois|min|mn|minutes?|places?)?", text(value), re.I)
    ):
        number = Fraction(int(found[1]))
    else:
        raise Misread(f"« {_short(shown(value))} » n'est pas un nombre entier : écrivez par exemple 12.")
    if number.denominator != 1:
        raise Misread(f"« {shown(value)} » n'est pas un nombre entier : écrivez par exemple 12.")
    return _within(int(number), value)


def posts(value: Any) -> int:
    """Full-time posts, in hundredths, from ``1,5`` or ``1.5``."""
    if isinstance(value, str):
        said = re.sub(r"\s*etp$", "", text(value), flags=re.I).replace(",", ".")
        if not re.fullmatch(r"[0-9]{1,6}(?:\.[0-9]{1,2})?", said):
            raise Misread(f"« {_short(said)} » n'est pas un nombre de postes : écrivez par exemple 1,5.")
        return _within(int(Fraction(said) * 100), value)
    if isinstance(value, float | int) and not isinstance(value, bool):
        return _within(wording.half_up(_finite(value) * 100), value)
    raise Misread(f"« {shown(value)} » n'est pas un nombre de postes : écrivez par exemple 1,5.")


def month(value: Any) -> str:
    """A month as ``AAAA-MM``, from that, ``MM/AAAA`` or a real date."""
    if isinstance(value, date):
        found = day(value)
        return f"{found.year:04d}-{found.month:02d}"
    if isinstance(value, str):
        said = text(value)
        if re.fullmatch(r"[0-9]{4}-[0-9]{1,2}|[0-9]{1,2}/[0-9]{4}", said):
            return typed.parse_month(said)
        if re.search(r"[0-9][/-][0-9]+[/-][0-9]", said):
            return month(day(said))
    raise Misread(f"« {_short(shown(value))} » n'est pas un mois : écrivez AAAA-MM, par exemple 2026-03.")


def yes_no(value: Any) -> bool:
    """``oui``, ``x`` or ``non``; a real boolean, which LibreOffice stores as 1 or 0."""
    if isinstance(value, float | int) and value in (0, 1):
        return bool(value)
    said = list_key(text(value))
    if said in ("oui", "x", "vrai"):
        return True
    if said in ("non", "faux"):
        return False
    raise Misread(f"« {_short(shown(value))} » n'est ni oui ni non : écrivez oui, non ou x.")


def choice(values: Iterable[str]) -> Callable[[Any], str]:
    """A reader of a closed list, matched like headers."""
    known = {list_key(value): value for value in values}
    listed = ", ".join(known.values())

    def read(value: Any) -> str:
        said = text(value)
        found = known.get(list_key(said))
        if found is None:
            hint = nearest(said, known.values()) if len(known) > 12 else ""
            raise Misread(f"« {_short(said)} » n'est pas dans la liste{hint or f' : {listed}.'}")
        return found

    return read


def _worded(read: Callable[[str], int], said: str) -> int:
    try:
        return read(said)
    except Misread as fault:
        raise Misread(f"« {_short(said)} » n'est pas compris. {fault}") from None


def _duration(value: str) -> timedelta | str:
    """``PT33H00M00S`` as a duration; anything else as it is."""
    found = _ISO_DURATION.fullmatch(value.strip())
    if not found:
        return value
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if found[1] else length


def _minutes_of(length: timedelta) -> int:
    return wording.half_up(Fraction(length // timedelta(seconds=1), 60))


def _finite(value: float | int) -> Fraction:
    if value != value or abs(value) > LARGEST:
        raise Misread(f"« {shown(value)} » est hors de portée : vérifiez le nombre.")
    return Fraction(value)


def _within(number: int, value: Any) -> int:
    if number < 0:
        raise Misread(f"« {_short(shown(value))} » est négatif : écrivez une quantité positive.")
    if number > LARGEST:
        raise Misread(f"« {_short(shown(value))} » est hors de portée : vérifiez le nombre.")
    return number


def _short(said: str) -> str:
    return said if len(said) <= 60 else f"{said[:57]}…"
