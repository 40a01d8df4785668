"""Measures of what happens in sessions: held, attended, for how long; and the hours worked."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator

from peewee import ModelSelect, fn
from pendulum import Date

from config import schema
from models.days.clock import today
from models.days.holidays import closed_days
from models.days.months import periods_ended, plus_months
from models.figures.measures.base import Rows
from models.figures.measures.parts import known
from models.figures.scope import Scope
from models.tables import Action, Attendance, Parcours, Person, Session, WorkedHours
from models.terms import presence
from models.terms.presence import ATTENDED, attended_minutes, held

DAY = "jour ouvré"


def attended(scope: Scope, natures: Iterable[str], channels: tuple[str, ...] = ()) -> ModelSelect:
    """The attendances of an action in sessions dated in the period (``presence.attended``)."""
    return attended_between(scope.action, scope.start, scope.end, natures, channels)


def attended_between(
    action: Action, first: Date, last: Date, natures: Iterable[str], channels: tuple[str, ...] = ()
) -> ModelSelect:
    """The same, in sessions dated from ``first`` to ``last``."""
    return presence.attended(action, natures, channels).where(Session.day.between(first, last))


def sessions(scope: Scope, indicator: schema.Sessions) -> Rows:
    """Sessions held with at least one person attending, each once (G5)."""
    somebody = fn.EXISTS(Attendance.select(1).where(Attendance.session == Session.id, Attendance.status.in_(ATTENDED)))
    query = Session.select().where(
        Session.action == scope.action,
        Session.nature.in_(list(indicator.natures)),
        Session.day.between(scope.start, scope.end),
        held(),
        somebody,
    )
    return Rows(Session, "séance", query)


def attendances(scope: Scope, indicator: schema.Attendances) -> Rows:
    """Attendances in sessions held, by participant or theme (reading 93-23)."""
    query = attended(scope, indicator.natures, indicator.channels)
    if indicator.within is not None:
        query = query.where(Attendance.id.in_(_at_first(scope, indicator)))
    if indicator.by == "participant":
        return Rows(Attendance, "participation", query.switch(Attendance).join(Person), Person.code)
    return Rows(Attendance, "participation", query, known(Session.theme) if indicator.by else None)


def _at_first(scope: Scope, indicator: schema.Attendances) -> list[int]:
    """The attendances of the first months of a parcours of their person."""
    spans: dict[int, list[tuple[Date, Date]]] = {}
    for _, person, first, last in _first_months(scope, indicator):
        spans.setdefault(person, []).append((first, last))
    query = attended(scope, indicator.natures, indicator.channels).select(Attendance.id, Attendance.person, Session.day)
    return [
        identity
        for identity, person, day in query.tuples()
        if any(first <= day <= last for first, last in spans.get(person, ()))
    ]


def working_days(scope: Scope, indicator: schema.Attendances) -> Rows:
    """The working days, Monday to Friday but public holidays, of the first months of each parcours that the period and
    today have reached."""
    spans = list(_first_months(scope, indicator))
    if not spans:
        return Rows(Parcours, DAY, [])
    off = closed_days(min(first for *_, first, _ in spans), max(last for *_, last in spans))
    rows = []
    for stay, _, first, last in spans:
        days = (first.add(days=rank) for rank in range(last.toordinal() - first.toordinal() + 1))
        rows.append((stay, "", sum(day.isoweekday() < 6 and day not in off for day in days)))
    return Rows(Parcours, DAY, rows)


def _first_months(scope: Scope, indicator: schema.Attendances) -> Iterator[tuple[int, int, Date, Date]]:
    """Each parcours with its person and the days of its first months that lie in the period and have come."""
    assert indicator.within is not None
    for stay in scope.begun:
        last = plus_months(stay.entry, indicator.within).subtract(days=1)
        first, last = max(stay.entry, scope.start), min(last, stay.exit or scope.action.end, scope.reached)
        if first <= last:
            yield stay.id, stay.person_id, first, last


def attended_hours(scope: Scope, indicator: schema.AttendedHours) -> Rows:
    """Minutes attended, by participant."""
    query = attended(scope, indicator.natures).switch(Attendance).join(Person)
    return Rows(Attendance, "heure", query, Person.code, attended_minutes())


def worked_hours(scope: Scope, indicator: schema.WorkedHoursTotal) -> Rows:
    """Minutes worked, or of training, in the months that fall wholly or partly in the period, by participant."""
    query = (
        WorkedHours.select()
        .join(Person)
        .where(
            WorkedHours.action == scope.action,
            WorkedHours.month.between(scope.start.format("YYYY-MM"), scope.end.format("YYYY-MM")),
        )
    )
    minutes = WorkedHours.minutes if indicator.of == "travail" else fn.COALESCE(WorkedHours.training, 0)
    return Rows(WorkedHours, "heure", query, Person.code, minutes)


def payable_minutes(scope: Scope, indicator: schema.PayableAmount) -> Rows:
    """Payable minutes of one nature, session by session up to what is left under the cap (``models.hours.payable``)."""
    return Rows(
        Attendance,
        "heure",
        [
            (hour.attendance, hour.person, hour.payable)
            for hour in scope.hours
            if hour.nature == indicator.nature and scope.start <= hour.day <= scope.end
        ],
    )


def served_periods(scope: Scope, indicator: schema.ServedPeriods) -> Rows:
    """Full months, weeks or quarters of each parcours with enough interviews (readings 59-15, 59-19, 67-01)."""
    return Rows(Parcours, indicator.unit, [(stay, "", served) for stay, served, _ in _periods(scope, indicator)])


def full_periods(scope: Scope, indicator: schema.ServedPeriods) -> Rows:
    """Full months, weeks or quarters of each parcours that ended in the period and before today."""
    return Rows(Parcours, indicator.unit, [(stay, "", full) for stay, _, full in _periods(scope, indicator)])


def _periods(scope: Scope, indicator: schema.ServedPeriods) -> list[tuple[int, int, int]]:
    """Each parcours with its periods served and its full periods; those without any are left out."""
    calendar = periods_ended(scope.start, min(scope.end, today().subtract(days=1)), indicator.unit)
    if not calendar:
        return []
    starts = [first for first, _ in calendar]
    query = attended_between(scope.action, starts[0], calendar[-1][1], indicator.natures, indicator.channels)
    days: dict[int, list[Date]] = {}
    for person, day in query.select(Attendance.person, Session.day).tuples():
        days.setdefault(person, []).append(day)
    found = []
    for stay, person, entry, left in (
        Parcours.select(Parcours.id, Parcours.person, Parcours.entry, Parcours.exit)
        .where(Parcours.action == scope.action, Parcours.entry <= calendar[-1][0])
        .order_by(Parcours.entry, Parcours.id)
        .tuples()
    ):
        until = left or scope.action.end
        if indicator.inner:
            entry, until = entry.add(days=1), (left.subtract(days=1) if left else until)
        full = [rank for rank, (first, last) in enumerate(calendar) if entry <= first and last <= until]
        met = Counter(bisect_right(starts, day) - 1 for day in days.get(person, ()) if entry <= day <= until)
        if full:
            found.append((stay, sum(met[rank] >= indicator.minimum for rank in full), len(full)))
    return found
