"""What is closed: facts dated on or before the last day closed of their action can no longer change.

A fact that lasts (a parcours, a loan, a contract) is dated by its first day; what comes later of it (an exit, a return,
a rupture) by its own day: someone who entered before the closing may leave after it. A contact that reached nobody
waits for the next one, whose day counts.
"""

from calendar import monthrange
from collections.abc import Iterator
from typing import Any

from peewee import Model

from models.tables import Movement, Parcours, Session, database

Plain = dict[str, Any]

FREE = {"id", "recorded_at", "recorded_by", "confirmed"}
"""Fields that say nothing of the past."""

WHEN: dict[str, dict[str, tuple[str, ...]]] = {
    "Action": {"start": (), "end": ()},
    "Parcours": {
        "entry": (),
        "exit": ("exit_type", "exit_contract", "job_end", "destination"),
        "renewed": ("renewal_reason",),
        "planned_end": (),
    },
    "Session": {"day": ()},
    "Movement": {"day": ()},
    "Moped": {"in_service": (), "retired": ()},
    "Loan": {
        "departure": (),
        "ended": ("ending",),
        "extended": ("extension_reason", "professional"),
        "due": (),
    },
    "Downtime": {"start": (), "end": ()},
    "EligibilityCheck": {"day": ()},
    "Exam": {"day": ()},
    "Document": {"day": ()},
    "Immersion": {"start": (), "end": ("validated",), "evaluated": (), "agreed": ()},
    "FollowUp": {"day": ()},
    "WorkedHours": {"month": ()},
    "Contract": {
        "start": (),
        "end": (),
        "broken": ("reason",),
        "signed": (),
        "signed_referent": (),
        "validated": ("status",),
        "sent": (),
    },
    "Training": {"start": (), "end": ("minutes",), "certified": ()},
    "Evaluation": {"day": ()},
    "ProjectState": {"day": ()},
    "Obstacle": {"opened": (), "closed": ("outcome",)},
    "Introduction": {"day": ()},
    "Prescription": {"day": (), "answered": ("answer", "reason", "advice")},
    "Step": {"day": ()},
    "Job": {"start": (), "end": ()},
    "Ede": {"day": ()},
    "PlanLine": {"start": (), "end": ("result", "comment")},
    "Liaison": {
        "day": (),
        "answered": ("answer",),
        "opinion_day": ("opinion",),
        "decision_day": ("decision", "structure"),
        "first_meeting": ("outcome", "outcome_reason"),
        "signed_referent": (),
        "signed_person": (),
    },
}
"""The days of each table, the first of them dating the record; and what each later day dates beside itself."""

NAMED = {"Action": ("code", "title", "site")}
"""How an action is called, which changes no figure."""


def closings() -> dict[int, str]:
    """The last day closed of each action that is closed, by action; one query."""
    query = "SELECT action_id, MAX(until) FROM closing WHERE reopened = '' GROUP BY action_id"
    return dict(database.execute_sql(query).fetchall())


def touched(model: type[Model], before: Plain | None, after: Plain | None) -> Iterator[tuple[int, str]]:
    """The actions in which a change of one record touches the past, each with the earliest day it touches.

    ``before`` and ``after`` are the record as stored, None when it is added or removed.
    """
    name = model.__name__
    sides = [side for side in (before, after) if side is not None]
    if name == "Attendance":
        for side in sides:
            query = Session.select(Session.action, Session.day).where(Session.id == side["session"])
            yield from ((action, day.isoformat()) for action, day in query.tuples())
        return
    if name == "MovementReport":
        days = reported(before, after)
        for (action,) in Movement.select(Movement.action).where(Movement.id == sides[0]["movement"]).tuples():
            yield from ((action, day) for day in days)
        return
    day = day_of(name, before, after)
    if day:
        yield from ((action, day) for side in sides for action in _actions(model, side))


def reported(before: Plain | None, after: Plain | None) -> list[str]:
    """The days on which a movement is, or no longer is, said to be reported."""
    sides = (before or {}, after or {})
    pairs = [tuple(side.get(field) for side in sides) for field in ("referent", "departement")]
    return [day for pair in pairs if pair[0] != pair[1] for day in pair if day]


def day_of(name: str, before: Plain | None, after: Plain | None) -> str:
    """The earliest day that a change of a record of table ``name`` touches; '' when it touches none."""
    if name not in WHEN:
        return ""
    dates = WHEN[name]
    first = next(iter(dates))
    if before is None or after is None:
        return last_day((before or after or {})[first])
    if name == "FollowUp" and not before["reached"] and not before.get("unreachable"):
        return last_day(after[first])
    owner = {field: day for day, fields in dates.items() for field in (day, *fields)}
    free = FREE.union(NAMED.get(name, ()))
    changed = [field for field in after if field not in free and after[field] != before.get(field)]
    days = []
    for field in changed:
        own = [side[owner.get(field, first)] for side in (before, after)]
        known = [day for day in own if day]
        days.append(min(known) if known else min(before[first], after[first]))
    return min((last_day(day) for day in days), default="")


def last_day(day: str) -> str:
    """The day of a date; of a month, its last: hours of a month under way may still be typed."""
    return day if len(day) == 10 else f"{day}-{monthrange(int(day[:4]), int(day[5:]))[1]:02d}"


def _actions(model: type[Model], side: Plain) -> list[int]:
    if model.__name__ == "Action":
        return [side["id"]]
    if "action" in side:
        return [side["action"]]
    if "moped" in side:
        moped: Any = model._meta.fields["moped"].rel_model
        return [action for (action,) in moped.select(moped.action).where(moped.id == side["moped"]).tuples()]
    return [action for (action,) in Parcours.select(Parcours.action).where(Parcours.person == side["person"]).tuples()]
