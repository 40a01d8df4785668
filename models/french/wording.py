"""How quantities, days, times and people are written, in French."""

from datetime import date
from fractions import Fraction
from typing import Any, Protocol

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
SHORT_MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")


class Named(Protocol):
    """Someone with a name."""

    last_name: Any
    first_name: Any


class Identified(Named, Protocol):
    """Someone who may have namesakes: the code and days that tell them apart."""

    code: Any
    birth: Any
    restricted: Any


def half_up(value: Fraction | int) -> int:
    """The nearest whole number, a half going away from zero."""
    value = Fraction(value)
    whole = (abs(value) + Fraction(1, 2)).__floor__()
    return whole if value >= 0 else -whole


def trimmed(values: dict[str, Any]) -> dict[str, Any]:
    """The same values, the texts among them without the spaces around."""
    return {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}


def number(value: Fraction | int, decimals: int = 0) -> str:
    """``1 234`` or, with decimals, ``12,50``; rounded half up, thousands apart."""
    scaled = half_up(Fraction(value) * 10**decimals)
    whole, rest = divmod(abs(scaled), 10**decimals)
    text = f"{whole:,}".replace(",", " ")
    if decimals:
        text += f",{rest:0{decimals}d}"
    return f"−{text}" if scaled < 0 else text


def hours(minutes: int) -> str:
    """A duration: ``12 h``, ``12 h 30``, ``45 min``."""
    whole, rest = divmod(abs(minutes), 60)
    text = f"{number(whole)} h" if not rest else f"{number(whole)} h {rest:02d}" if whole else f"{rest} min"
    return f"−{text}" if minutes < 0 else text


def money(cents: int) -> str:
    """An amount: ``1 234,50 €``."""
    return f"{number(Fraction(cents, 100), 2)} €"


def percent(ratio: Fraction | None) -> str:
    """``69,3 %``, or ``—`` when there is nothing to compare with."""
    return "—" if ratio is None else f"{number(ratio * 100, 1)} %"


def quantity(value: Fraction | int | None, unit: str) -> str:
    """A figure in its indicator's unit: hours, euros, or a count; ``—`` for none."""
    if value is None:
        return "—"
    if unit == "heure":
        return hours(half_up(Fraction(value) * 60))
    if unit == "€":
        return money(half_up(Fraction(value) * 100))
    return number(value) if Fraction(value).denominator == 1 else number(value, 1)


def counted(count: int, word: str, plural: str = "") -> str:
    """``1 personne``, ``2 personnes``; ``plural`` when it is not the word and an s."""
    return f"{number(count)} {word if abs(count) < 2 else plural or word + 's'}"


def ordinal(rank: int) -> str:
    """``1er``, ``2e``, of what is masculine."""
    return "1er" if rank == 1 else f"{rank}e"


def full_name(last: str, first: str) -> str:
    """Someone on every screen and in every sentence: ``DIALLO Amina``."""
    return f"{last.upper()} {first}".strip()


def person(someone: Named) -> str:
    """A participant's full name."""
    return full_name(someone.last_name, someone.first_name)


def agreed(word: str, unknown: str, sex: str) -> str:
    """A word said of someone, in the gender of their ``sex``; another word, ``unknown``, when it is not known."""
    return {"F": f"{word}e", "M": word}.get(sex, unknown)


def introduced(someone: Identified) -> str:
    """A participant told apart from a namesake: ``DIALLO Amina (DIALLO-A, née le 04/05/1990)``."""
    sex = getattr(someone, "sex", "")
    birth = f", {agreed('né', 'naissance', sex)} le {day(someone.birth)}" if someone.birth else ""
    left = f", {agreed('archivé', 'archives', sex)} le {day(someone.restricted)}" if someone.restricted else ""
    return f"{person(someone)} ({someone.code}{birth}{left})"


def capital(text: str) -> str:
    """The same words beginning a line: their first letter large."""
    return text[:1].upper() + text[1:]


def day(value: date | None) -> str:
    """``12/03/2026``, or nothing for no day."""
    return "" if value is None else f"{value.day:02d}/{value.month:02d}/{value.year:04d}"


def long_day(value: date) -> str:
    """``jeudi 12 mars 2026``; the first of a month is ``1er``."""
    rank = ordinal(1) if value.day == 1 else value.day
    return f"{DAYS[value.weekday()]} {rank} {MONTHS[value.month - 1]} {value.year}"


def short_day(value: date) -> str:
    """``jeu. 12 mars``."""
    return f"{DAYS[value.weekday()][:3]}. {value.day} {MONTHS[value.month - 1]}"


def month(value: str) -> str:
    """``mars 2026`` for ``2026-03``."""
    return f"{MONTHS[int(value[5:7]) - 1]} {value[:4]}"


def time(minutes: int) -> str:
    """A time of day from the minutes since midnight: ``9h30``."""
    return f"{minutes // 60}h{minutes % 60:02d}"


def moment(at: str) -> str:
    """``12/03/2026 à 9h05``."""
    return f"{day(date.fromisoformat(at[:10]))} à {time(int(at[11:13]) * 60 + int(at[14:16]))}"
