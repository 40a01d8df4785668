"""The measure of what is done in time: a first interview, a contract signed, a step, counted from the entry or from the
orientation."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from peewee import fn
from pendulum import Date

from config import schema
from models.days.clock import today
from models.days.months import after_delay
from models.figures.measures.base import Rows
from models.figures.measures.people import entered
from models.figures.measures.roll import attended_between
from models.figures.scope import ALWAYS, Scope
from models.tables import Attendance, Contract, Parcours, Session, Step
from models.terms.presence import contract_last_day, made


@dataclass(frozen=True)
class Signed:
    """A contract: the day it was signed (or begun, when that is not said), its first day and its last."""

    day: Date
    start: Date
    last: Date


def in_time(scope: Scope, indicator: schema.InTime) -> Rows:
    """Persons entered in the period for whom it was done by the end of the delay, at one entry at least."""
    return Rows.of_persons(
        Parcours, [(stay, person, "") for stay, person, done, _ in _entries(scope, indicator) if done]
    )


def due(scope: Scope, indicator: schema.InTime) -> Rows:
    """Persons entered in the period whose delay is over, or for whom it is done."""
    found = _entries(scope, indicator)
    return Rows.of_persons(
        Parcours, [(stay, person, "") for stay, person, done, limit in found if done or limit < today()]
    )


def _entries(scope: Scope, indicator: schema.InTime) -> Iterator[tuple[int, int, bool, Date]]:
    """Each entry whose origin is known: its parcours and person, whether it was done in time, the last day to do it.

    What is dated belongs to a parcours from the day after the exit before; a contract, while it is in force.
    """
    columns = (Parcours.id, Parcours.person, Parcours.entry, Parcours.exit, Parcours.oriented)
    query = Parcours.select(*columns).where(Parcours.action == scope.action, Parcours.entry <= scope.reached)
    before: dict[int, Date] = {}
    entries = []
    for stay, person, entry, left, oriented in query.order_by(Parcours.entry, Parcours.id).tuples():
        origin = entry if indicator.since == "entrée" else oriented
        if origin is not None and scope.start <= entry:
            limit = after_delay(origin, indicator.months, indicator.days)
            entries.append((stay, person, before.get(person, ALWAYS), origin, limit))
        before[person] = left or entry
    days = _days(scope, indicator, max((limit for *_, limit in entries), default=ALWAYS))
    contracts = _contracts(scope, indicator)
    for stay, person, earlier, origin, limit in entries:
        done = any(earlier < day <= limit for day in days[person])
        signed = any(_answers(one, origin, limit, indicator.since) for one in contracts[person])
        yield stay, person, done or signed, limit


def _answers(one: Signed, origin: Date, limit: Date, since: str) -> bool:
    """Whether a contract was signed in time: in force on the entry or later; of an orientation, neither signed nor
    begun before that decision (reading E-51)."""
    if since == "orientation" and min(one.day, one.start) < origin:
        return False
    return one.day <= min(limit, today()) and origin <= one.last


def _days(scope: Scope, indicator: schema.InTime, until: Date) -> dict[int, list[Date]]:
    """The days, up to ``until``, on which each person attended such an interview, or did such a step in the period or
    before (reading E-07)."""
    days: dict[int, list[Date]] = defaultdict(list)
    action = scope.action
    if indicator.natures:
        query = attended_between(action, action.start, min(until, today()), indicator.natures)
        for person, day in query.select(Attendance.person, Session.day).tuples():
            days[person].append(day)
    if indicator.steps:
        steps = Step.select(Step.person, Step.day).where(
            Step.action == action, Step.kind.in_(indicator.steps), Step.day <= scope.reached
        )
        for person, day in steps.tuples():
            days[person].append(day)
    return days


def _contracts(scope: Scope, indicator: schema.InTime) -> dict[int, list[Signed]]:
    """Such contracts of each person, made in any action."""
    found: dict[int, list[Signed]] = defaultdict(list)
    if indicator.contracts:
        signed = fn.COALESCE(Contract.signed, Contract.start)
        people = entered(scope).select(Parcours.person)
        query = Contract.select(Contract.person, signed, Contract.start, contract_last_day()).where(
            Contract.kind.in_(indicator.contracts), Contract.person.in_(people), made()
        )
        for person, day, start, last in query.tuples():
            found[person].append(Signed(Date.fromisoformat(str(day)), start, Date.fromisoformat(last)))
    return found
