"""Quantities as people write them in a convention file: ``"2 h 30"``, ``"45 min"``, ``"12 mois"``, ``"1 250 €"``.

Each is a plain whole number in Python (minutes, months, days, cents); its type says how it is written.
"""

import re
from typing import NewType

Minutes = NewType("Minutes", int)
Months = NewType("Months", int)
Days = NewType("Days", int)
Cents = NewType("Cents", int)

LONGEST = 100  # years: beyond, a deadline would leave the calendar


class WrongQuantity(ValueError):
    """Not this kind of quantity; the message says how one is written, in French."""


def _squeeze(text: str) -> str:
    return re.sub(r"[\s\u00a0\u202f]+", "", text).lower()


def minutes(text: str) -> Minutes:
    """``"2 h"``, ``"2 h 30"``, ``"45 min"`` in whole minutes."""
    found = re.fullmatch(r"(?:(\d{1,9})h)?(?:(\d{1,9})(?:min)?)?", _squeeze(text))
    if not found or not (found[1] or _squeeze(text).endswith("min")):
        raise WrongQuantity("une durée s'écrit « 2 h », « 2 h 30 » ou « 45 min »")
    return Minutes(int(found[1] or 0) * 60 + int(found[2] or 0))


def months(text: str) -> Months:
    """``"12 mois"`` in whole months."""
    found = re.fullmatch(r"(\d{1,9})mois", _squeeze(text))
    if not found or int(found[1]) > LONGEST * 12:
        raise WrongQuantity(f"un nombre de mois s'écrit « 12 mois », {LONGEST * 12} au plus")
    return Months(int(found[1]))


def days(text: str) -> Days:
    """``"180 jours"`` in whole days."""
    found = re.fullmatch(r"(\d{1,9})jours?", _squeeze(text))
    if not found or int(found[1]) > LONGEST * 365:
        raise WrongQuantity(f"un nombre de jours s'écrit « 30 jours », {LONGEST * 365} au plus")
    return Days(int(found[1]))


def cents(text: str) -> Cents:
    """``"45 €"``, ``"1 250,50 €"`` in whole cents."""
    found = re.fullmatch(r"(\d{1,9})(?:[,.](\d\d))?€", _squeeze(text))
    if not found:
        raise WrongQuantity("un montant s'écrit « 45 € » ou « 1 250,50 € »")
    return Cents(int(found[1]) * 100 + int(found[2] or 0))


PARSERS = {Minutes: minutes, Months: months, Days: days, Cents: cents}
EXAMPLES = {Minutes: "« 2 h 30 »", Months: "« 12 mois »", Days: "« 30 jours »", Cents: "« 45 € »"}
