"""Months counted *de date à date* (reading G1) and ages (reading G2)."""

from fractions import Fraction
from functools import lru_cache

from pendulum import Date


@lru_cache(maxsize=2**14)
def plus_months(day: Date, months: int) -> Date:
    """The same day number ``months`` later, clipped to the last day of a shorter month (G1).

    Always add from the origin: month steps do not compose.
    """
    return day.add(months=months)


def after_delay(origin: Date, months: int | None, days: int | None) -> Date:
    """The last day of a delay counted from ``origin``: so many months de date à date, then so many days (G1)."""
    return plus_months(origin, months or 0).add(days=days or 0)


def whole_months(start: Date, end: Date) -> int:
    """How many whole months, de date à date, fit from ``start`` to ``end`` (G1); 0 when ``end`` is earlier."""
    months = max(0, (end.year - start.year) * 12 + end.month - start.month)
    while months and plus_months(start, months) > end:
        months -= 1
    return months


def pro_rata(start: Date, end: Date) -> Fraction:
    """The share of a year an action is: whole months from its start to the day after its end, 12 at most, over 12."""
    return Fraction(min(12, whole_months(start, end.add(days=1))), 12)


def periods_ended(first: Date, last: Date, every: str) -> list[tuple[Date, Date]]:
    """The calendar months, ISO weeks or quarters (*mois*, *semaine*, *trimestre*) whose last day is from ``first`` to
    ``last``, both in it: the first and last day of each, in order."""
    unit = {"mois": "month", "semaine": "week", "trimestre": "quarter"}[every]
    start = first.first_of("quarter") if unit == "quarter" else first.start_of(unit)
    found = []
    while start <= last:
        end, after = _period(start, unit)
        if end <= last:
            found.append((start, end))
        start = after
    return found


@lru_cache(maxsize=2**14)
def _period(start: Date, unit: str) -> tuple[Date, Date]:
    """The last day of the period that starts on a day, and the first of the next."""
    after = start.add(weeks=1) if unit == "week" else start.add(months=3 if unit == "quarter" else 1)
    return after.subtract(days=1), after


def age(birth: Date, day: Date) -> int:
    """Completed years on ``day``; a person born on 29 February has the birthday on 1 March in common years."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def latest_origin(day: Date, months: int) -> Date:
    """The last day that is still at least ``months`` months before ``day`` (the inverse of plus_months)."""
    origin = plus_months(day, -months)
    while plus_months(origin.add(days=1), months) <= day:
        origin = origin.add(days=1)
    return origin
