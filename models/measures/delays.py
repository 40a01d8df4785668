"""The measure of what is done in time: a first interview, a contract signed, a step, counted from the entry or from the
orientation."""

from collections import defaultdict
from collections.abc import Iterator

from pendulum import Date

from config import schema
from models.clock import today
from models.measures.base import Rows
from models.measures.people import entered
from models.measures.roll import attended_between
from models.months import plus_months
from models.scope import Scope
from models.tables import Attendance, Contract, Parcours, Session, Step


def in_time(scope: Scope, indicator: schema.InTime) -> Rows:
    """The entries of the period for which it was done by the end of the delay."""
    return Rows(Parcours, [(stay, "", 1) for stay, done, _ in _entries(scope, indicator) if done])


def due(scope: Scope, indicator: schema.InTime) -> Rows:
    """The entries of the period whose delay is over, or for which it is done."""
    found = _entries(scope, indicator)
    return Rows(Parcours, [(stay, "", 1) for stay, done, limit in found if done or limit < today()])


def _entries(scope: Scope, indicator: schema.InTime) -> Iterator[tuple[int, bool, Date]]:
    """Each entry whose origin is known: its parcours, whether it was done in time, the last day to do it."""
    days = _done(scope, indicator)
    columns = (Parcours.id, Parcours.person, Parcours.entry, Parcours.oriented)
    for stay, person, entry, oriented in entered(scope).select(*columns).order_by(Parcours.entry).tuples():
        origin = entry if indicator.since == "entrée" else oriented
        if origin is None:
            continue
        limit = plus_months(origin, indicator.months) if indicator.months else origin.add(days=indicator.days or 0)
        since = min(origin, entry)
        yield stay, any(done <= limit and still >= since for done, still in days[person]), limit


def _done(scope: Scope, indicator: schema.InTime) -> dict[int, list[tuple[Date, Date]]]:
    """The day on which it was done and the last day it still holds, by person: a contract signed holds to its end."""
    days: dict[int, list[tuple[Date, Date]]] = defaultdict(list)
    action, last = scope.action, today()
    if indicator.natures:
        query = attended_between(action, action.start, last, indicator.natures)
        for person, day in query.select(Attendance.person, Session.day).tuples():
            days[person].append((day, day))
    if indicator.steps:
        steps = Step.select(Step.person, Step.day).where(Step.action == action, Step.kind.in_(indicator.steps))
        for person, day in steps.tuples():
            days[person].append((day, day))
    if indicator.contracts:
        columns = (Contract.person, Contract.signed, Contract.end, Contract.broken)
        contracts = Contract.select(*columns).where(Contract.action == action, Contract.signed.is_null(False))
        for person, signed, end, broken in contracts.where(Contract.kind.in_(indicator.contracts)).tuples():
            days[person].append((signed, max(signed, broken or end or last)))
    return days
