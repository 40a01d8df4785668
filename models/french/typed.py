"""What people type, read in French: days, durations, times, amounts, numbers."""

import re
from collections.abc import Callable
from contextlib import suppress
from fractions import Fraction
from typing import Literal

from pendulum import Date

from config.refusal import Refusal
from models.days.clock import today
from models.french.wording import half_up, time
from models.french.wording import hours as hours_of

AROUND = 8  # years looked at on each side of today, for a day without one: 29/02 is at most so far


class Misread(Refusal):
    """What was typed is not such a quantity; the message says in French what to write."""


def parse_day(text: str, allows: Callable[[Date], bool] = lambda day: True) -> Date:
    """``12/03/2026``, ``2026-03-12``, or ``12/03``: of those that the field ``allows``, the nearest to today; the
    nearest of all when it allows none. Raises Misread."""
    squeezed = text.strip()
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", squeezed):
        year, number_of_month, number_of_day = (int(part) for part in found.groups())
    elif found := re.fullmatch(r"(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{4}))?", squeezed):
        number_of_day, number_of_month = int(found[1]), int(found[2])
        year = int(found[3]) if found[3] else _nearest(number_of_day, number_of_month, allows)
    else:
        raise Misread("Écrivez une date JJ/MM/AAAA, par exemple 12/03/2026.")
    if not 1900 <= year <= 2199:
        raise Misread(f"L'année {year} est hors de portée : vérifiez la date.")
    try:
        return Date(year, number_of_month, number_of_day)
    except ValueError:
        raise Misread(f"« {squeezed} » n'existe pas au calendrier : vérifiez le jour et le mois.") from None


def _nearest(number_of_day: int, number_of_month: int, allows: Callable[[Date], bool]) -> int:
    """The year of the nearest such day; this one when there is none such."""
    now = today()
    known = []
    for year in range(now.year - AROUND, now.year + AROUND + 1):
        with suppress(ValueError):
            known.append(Date(year, number_of_month, number_of_day))
    known.sort(key=lambda day: (abs((day - now).days), day > now))
    found = [day for day in known if allows(day)] or known
    return found[0].year if found else now.year


def parse_minutes(text: str, bare: Literal["h", "min"] = "h") -> int:
    """``12,5`` ``12:30`` ``12 h 30`` ``45 min`` in minutes; a lone number is in ``bare``. Raises Misread."""
    squeezed = re.sub(r"\s+", "", text).lower().replace(",", ".")
    if found := re.fullmatch(r"(\d{1,6})(?:h|:)(\d{1,2})?(?:min|m)?", squeezed):
        rest = int(found[2] or 0)
        if rest < 60:
            return int(found[1]) * 60 + rest
    elif found := re.fullmatch(r"(\d{1,6})(?:min|m|mn)", squeezed):
        return int(found[1])
    elif re.fullmatch(r"\d{1,6}(?:\.\d{1,4})?h?", squeezed):
        if bare == "min" and squeezed.isdigit():
            return int(squeezed)
        return half_up(Fraction(squeezed.removesuffix("h")) * 60)
    raise Misread("Écrivez une durée, par exemple 2 h, 2 h 30, 2,5 ou 45 min.")


def parse_attended(text: str, late: bool, start: int, end: int) -> int:
    """The minutes attended of a session from ``start`` to ``end`` (since midnight): ``15`` is minutes late, or missed
    at the end; ``9h20`` the arrival, or the departure; ``=1h45`` the time attended. Raises Misread."""
    squeezed = re.sub(r"\s+", "", text).lower()
    length = end - start
    if squeezed.startswith("="):
        minutes = parse_minutes(squeezed[1:], bare="min")
    elif found := re.fullmatch(r"(\d{1,6})(?:min|mn)?", squeezed):
        minutes = length - int(found[1])
    else:
        moment = parse_time(squeezed)
        if not start <= moment <= end:
            told = f"La séance dure {hours_of(length)}, de {time(start)} à {time(end)}"
            raise Misread(f"{told} : pour un temps suivi, écrivez un = devant, par exemple =1h45.")
        minutes = end - moment if late else moment - start
    if not 0 <= minutes <= length:
        raise Misread(f"La séance dure {hours_of(length)} : écrivez une durée de 0 à {hours_of(length)}.")
    return minutes


def parse_time(text: str) -> int:
    """``9h30`` ``9:00`` ``930`` ``9h`` ``9`` in minutes since midnight. Raises Misread."""
    squeezed = re.sub(r"\s+", "", text).lower()
    found = re.fullmatch(r"(\d{1,2})(?:[h:](\d{2})?)?", squeezed) or re.fullmatch(r"(\d{1,2})(\d{2})", squeezed)
    if not found or int(found[1]) > 24 or int(found[2] or 0) > 59:
        raise Misread("Écrivez une heure, par exemple 9h30, 9:00 ou 930.")
    minutes = int(found[1]) * 60 + int(found[2] or 0)
    if minutes > 24 * 60:
        raise Misread("Une journée s'arrête à 24h00.")
    return minutes


def parse_money(text: str) -> int:
    """``1 234,50 €``, ``45`` in whole cents. Raises Misread."""
    squeezed = re.sub(r"\s+", "", text).removesuffix("€").replace(",", ".")
    if not re.fullmatch(r"\d{1,9}(?:\.\d{1,2})?", squeezed):
        raise Misread("Écrivez un montant en euros, par exemple 45 ou 1 234,50.")
    return int(Fraction(squeezed) * 100)


def parse_term(text: str, allows: Callable[[Date], bool] = lambda day: True) -> Date | int:
    """A last day (as ``parse_day``), or a length in months (``8 mois``, ``1 an``). Raises Misread."""
    if found := re.fullmatch(r"(\d{1,3})\s*(mois|m|ans?)", text.strip().lower()):
        months = int(found[1]) * (12 if found[2].startswith("a") else 1)
        if not 1 <= months <= 600:
            raise Misread("Écrivez une durée d'un mois à 50 ans, par exemple 8 mois.")
        return months
    if not re.search(r"\d\D\d", text):
        raise Misread("Écrivez une date JJ/MM/AAAA, ou une durée, par exemple 8 mois.")
    return parse_day(text, allows)


def parse_whole(text: str) -> int:
    """``12``, ``1 200``. Raises Misread."""
    squeezed = re.sub(r"\s+", "", text)
    if not squeezed.isascii() or not squeezed.isdigit():
        raise Misread("Écrivez un nombre entier.")
    if len(squeezed) > 6:
        raise Misread("Ce nombre est hors de portée : vérifiez-le.")
    return int(squeezed)


def parse_hundredths(text: str) -> int:
    """``1,5`` as 150. Raises Misread."""
    squeezed = re.sub(r"\s+", "", text).replace(",", ".")
    if not re.fullmatch(r"\d{1,5}(?:\.\d{1,2})?", squeezed):
        raise Misread("Écrivez un nombre, avec deux décimales au plus, par exemple 1,5.")
    return int(Fraction(squeezed) * 100)


def parse_month(text: str) -> str:
    """``03/2026`` or ``2026-03`` as ``2026-03``. Raises Misread."""
    squeezed = text.strip()
    if found := re.fullmatch(r"(\d{1,2})[/\- ](\d{4})", squeezed):
        year, rank = int(found[2]), int(found[1])
    elif found := re.fullmatch(r"(\d{4})-(\d{1,2})", squeezed):
        year, rank = int(found[1]), int(found[2])
    else:
        raise Misread("Écrivez un mois MM/AAAA, par exemple 03/2026.")
    if not 1 <= rank <= 12 or not 1900 <= year <= 2199:
        raise Misread(f"« {squeezed} » n'est pas un mois : écrivez MM/AAAA, par exemple 03/2026.")
    return f"{year:04d}-{rank:02d}"
