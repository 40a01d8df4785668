"""The measure of what is done in time: a first interview, a contract signed, a step, counted from the entry, from the
orientation, or from an absence at the first interview."""

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
from models.terms.presence import ATTENDED, contract_last_day, made


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
    firsts = _firsts(scope, indicator)
    entries = []
    for stay, person, entry, left, oriented in query.order_by(Parcours.entry, Parcours.id).tuples():
        origin = {"entrée": entry, "orientation": oriented}.get(indicator.since)
        if indicator.since == "absence":
            origin = _missed(firsts.get(person, []), entry, left)
        if origin is not None and scope.start <= entry:
            limit = after_delay(origin, indicator.months, indicator.days)
            entries.append((stay, person, before.get(person, ALWAYS), origin, limit))
        before[person] = left or entry
    days = _days(scope, indicator, max((limit for *_, limit in entries), default=ALWAYS))
    contracts = _contracts(scope, indicator)
    for stay, person, earlier, origin, limit in entries:
        if indicator.since == "absence":
            earlier = origin.subtract(days=1)
        done = any(earlier < day <= limit for day in days[person])
        signed = any(_answers(one, origin, limit, indicator.since) for one in contracts[person])
        yield stay, person, done or signed, limit


def _firsts(scope: Scope, indicator: schema.InTime) -> dict[int, list[tuple[Date, str]]]:
    """The day and mark of each person in the sessions of ``missed``, in order, but of those excused (reading 49-05)."""
    found: dict[int, list[tuple[Date, str]]] = defaultdict(list)
    if indicator.missed:
        query = Attendance.select(Attendance.person, Session.day, Attendance.status).join(Session)
        marked = Attendance.status.in_([*ATTENDED, "absent"]) & (Session.state != "annulée")
        wanted = (Session.action == scope.action) & Session.nature.in_(indicator.missed) & marked
        for person, day, status in query.where(wanted).order_by(Session.day, Session.start, Session.id).tuples():
            found[person].append((day, status))
    return found


def _missed(marks: list[tuple[Date, str]], entry: Date, left: Date | None) -> Date | None:
    """The day of the first of these sessions of a parcours, when the person did not come."""
    own = (one for one in marks if entry <= one[0] and (left is None or one[0] <= left))
    day, status = next(own, (None, ""))
    return day if status == "absent" else None


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
