"""The public somebody had on a day (reading E-08): the first is held from the start, the last is the person's own.

A figure takes that of the first day it counts, a rule about a loan that of its departure, about an entry that of the
entry.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from peewee import Case, ModelSelect, fn
from pendulum import Date

from models.tables import FormerPublic, Person

Formers = Mapping[int, Sequence[tuple[Date, str]]]
"""Of each person, the publics had before: the first day of the one after each, in order."""


def public_on(day: Any) -> Any:
    """In a query with Person: the public on a day (a Date, or a column of days), '' when none is known."""
    before = FormerPublic.alias()
    former = before.select(before.public).where(before.person == Person.id, before.since > day)
    return fn.COALESCE(former.order_by(before.since).limit(1), Person.public)


def later(column: Any, day: Date) -> Any:
    """In a query: the later of a column of days and a day."""
    return Case(None, [(column < day, day.isoformat())], column)


def public_at(formers: Iterable[tuple[Date, str]], last: str, day: Date) -> str:
    """The public on a day of somebody who had ``formers`` (in order), and ``last`` after them."""
    return next((public for since, public in formers if day < since), last)


def formers(people: Any) -> ModelSelect:
    """The person, the day and the public of each had before by ``people`` (a query of numbers, or numbers)."""
    query = FormerPublic.select(FormerPublic.person, FormerPublic.since, FormerPublic.public)
    found: ModelSelect = query.where(FormerPublic.person.in_(people)).order_by(FormerPublic.since)
    return found


def in_order(rows: Iterable[tuple[Any, ...]]) -> Formers:
    """Those publics by person."""
    found: dict[int, list[tuple[Date, str]]] = defaultdict(list)
    for person, since, public in rows:
        found[person].append((since, public))
    return found
