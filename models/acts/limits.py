"""Limits: what a record cannot be, and what it should not be.

The ``limits`` module of each subject works them out from plain data. Every door asks there: a form, the take-over of a
workbook, and the list of deviations for what is recorded already.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple

from peewee import Model
from pendulum import Date

from models.acts.refusals import Refused
from models.french.wording import day as say_day
from models.tables import Action

Values = Mapping[str, Any]
Strength = Literal["error", "warning", "doubt"]


class Limit(NamedTuple):
    """Something a record breaks: the field it stands in, a French sentence, and how strong it is.

    *error*: no door records it. *warning*: a form refuses it, a take-over records it with a warning. *doubt*: a form
    asks before it records it, a take-over records it with a warning.
    """

    field: str
    sentence: str
    strength: Strength = "error"


class Dates(NamedTuple):
    """An action as the limits of what is recorded in it see it: its code, its first and its last day."""

    code: str
    start: Date
    end: Date


def dates_of(action: Action) -> Dates:
    """The dates of a recorded action."""
    return Dates(action.code, action.start, action.end)


def outside(field: str, day: Date | None, action: Dates | None) -> Iterator[Limit]:
    """A doubt when a day is outside its action; nothing when either is unknown."""
    if day is None or action is None or action.start <= day <= action.end:
        return
    span = f"du {say_day(action.start)} au {say_day(action.end)}"
    yield Limit(field, f"Le {say_day(day)} est hors des dates de l'action {action.code} ({span}).", "doubt")


def refuse(limits: Iterable[Limit]) -> None:
    """Raises Refused with the first limit that is more than a doubt."""
    for one in limits:
        if one.strength != "doubt":
            raise Refused(one.sentence)


def refuse_change(limits: Callable[[Values], Iterable[Limit]], before: Values, changes: Values) -> None:
    """Raises Refused for a limit that ``changes`` bring to a record that was ``before`` (see ``brought``)."""
    refuse(brought(limits, before, changes))


def brought(limits: Callable[[Values], Iterable[Limit]], before: Values, changes: Values) -> list[Limit]:
    """The limits that changes bring to a record: those it breaks with them and did not without, and those of a field
    that changes. What was wrong before in the other fields does not stand in the way of correcting these."""
    known = set(limits(before))
    changed = {name for name, value in changes.items() if before.get(name) != value}
    return [one for one in limits({**before, **changes}) if one not in known or one.field in changed]


def doubts(limits: Iterable[Limit]) -> list[str]:
    """The sentences of the doubts, to be read before something is recorded."""
    return [one.sentence for one in limits if one.strength == "doubt"]


def values_of(record: Model) -> dict[str, Any]:
    """The values of a record by field; of what it points to, the number."""
    return {name: record.__data__.get(name) for name in record._meta.fields}
