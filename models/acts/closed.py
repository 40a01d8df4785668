"""What is closed: facts dated on or before the last day closed of their action can no longer change.

A fact that lasts (a parcours, a loan, a contract) is dated by its first day; what comes later of it (an exit, a return,
a rupture) by its own day: someone who entered before the closing may leave after it. A contact that reached nobody
waits for the next one, whose day counts.
"""

from calendar import monthrange
from collections.abc import Iterator
from typing import Any

from peewee import Model

from models.tables import (
    Action,
    Attendance,
    FollowUp,
    Moped,
    Movement,
    MovementReport,
    Parcours,
    Session,
    Table,
    database,
)
from models.tables.base import once_a_table
from models.tables.fields import DayField, MonthField, facts_of

Plain = dict[str, Any]


def closings() -> dict[int, str]:
    """The last day closed of each action that is closed, by action; one query."""
    query = "SELECT action_id, MAX(until) FROM closing WHERE reopened = '' GROUP BY action_id"
    return dict(database.execute_sql(query).fetchall())


def touched(model: type[Model], before: Plain | None, after: Plain | None) -> Iterator[tuple[int, str]]:
    """The actions in which a change of one record touches the past, each with the earliest day it touches.

    ``before`` and ``after`` are the record as stored, None when it is added or removed.
    """
    sides = [side for side in (before, after) if side is not None]
    if model is Attendance:
        for side in sides:
            query = Session.select(Session.action, Session.day).where(Session.id == side["session"])
            yield from ((action, day.isoformat()) for action, day in query.tuples())
        return
    if model is MovementReport:
        days = reported(before, after)
        for (action,) in Movement.select(Movement.action).where(Movement.id == sides[0]["movement"]).tuples():
            yield from ((action, day) for day in days)
        return
    day = day_of(model, before, after)
    if day:
        yield from ((action, day) for side in sides for action in _actions(model, side))


def reported(before: Plain | None, after: Plain | None) -> list[str]:
    """The days on which a movement is, or no longer is, said to be reported."""
    sides = (before or {}, after or {})
    pairs = [tuple(side.get(field) for side in sides) for field in ("referent", "departement")]
    return [day for pair in pairs if pair[0] != pair[1] for day in pair if day]


def day_of(model: type[Table], before: Plain | None, after: Plain | None) -> str:
    """The earliest day that a change of a record touches; '' when it touches none."""
    first = model.dated
    if not first:
        return ""
    if before is None or after is None:
        return last_day((before or after or {})[first])
    if model is FollowUp and not before["reached"] and not before.get("unreachable"):
        return last_day(after[first])
    days, timeless = days_of(model), timeless_of(model)
    changed = [field for field in after if after[field] != before.get(field) and field not in timeless]
    touched = []
    for field in changed:
        own = [side[days.get(field, first)] for side in (before, after)]
        known = [day for day in own if day]
        touched.append(min(known) if known else min(before[first], after[first]))
    return min((last_day(day) for day in touched), default="")


@once_a_table
def days_of(model: type[Table]) -> dict[str, str]:
    """The field of a table whose day counts for each of its fields: its own day, that of what it belongs to, else the
    day of the record."""
    fields = model._meta.fields.items()
    return {
        name: facts_of(field).day or (name if isinstance(field, DayField | MonthField) else model.dated)
        for name, field in fields
    }


@once_a_table
def timeless_of(model: type[Table]) -> frozenset[str]:
    """The fields of a table that may change whatever is closed."""
    return frozenset(name for name, field in model._meta.fields.items() if facts_of(field).timeless)


def last_day(day: str) -> str:
    """The day of a date; of a month, its last: hours of a month under way may still be typed."""
    return day if len(day) == 10 else f"{day}-{monthrange(int(day[:4]), int(day[5:]))[1]:02d}"


def _actions(model: type[Table], side: Plain) -> list[int]:
    if model is Action:
        return [side["id"]]
    if "action" in side:
        return [side["action"]]
    if "moped" in side:
        return [action for (action,) in Moped.select(Moped.action).where(Moped.id == side["moped"]).tuples()]
    return [action for (action,) in Parcours.select(Parcours.action).where(Parcours.person == side["person"]).tuples()]
