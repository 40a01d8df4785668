"""The measures: which records a figure counts, each for how much. The figure is always the sum.

Every measure is a function of (scope, indicator) giving ``Rows``: one line a record, with the part it goes to
(a participant, a public, a plate, or '') and a whole quantity (1, minutes, days). Distinct counts give 1 to the first
record of each person and 0 to the others, so that the sum holds and every record is still listed.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from peewee import Case, Expression, ModelSelect, Value, fn

from config import schema
from models.clock import today
from models.months import latest_origin
from models.presence import ATTENDED, attended_minutes, held, open_until
from models.scope import Scope
from models.tables import (
    ATTEMPTS,
    Action,
    Attendance,
    Document,
    Downtime,
    Exam,
    FollowUp,
    Immersion,
    Loan,
    Moped,
    Parcours,
    Person,
    Record,
    Session,
    WorkedHours,
)


@dataclass(frozen=True)
class Rows:
    """What a measure counts: records of ``table``, either folded already as (id, part, quantity), or a query.

    Of a query, ``part`` and ``quantity`` are expressions (none: no part, 1 each); with ``distinct`` (a column, and the
    order to list by), each value of the column counts once, at its first record.
    """

    table: type[Record]
    source: ModelSelect | list[tuple[int, str, int]]
    part: Any = None
    quantity: Any = None
    distinct: tuple[Any, Any] | None = None

    def __iter__(self) -> Iterator[tuple[int, str, int]]:
        if isinstance(self.source, list):
            return iter(self.source)
        quantity = Value(1) if self.quantity is None else self.quantity
        if self.distinct:
            column, order = self.distinct
            rank = fn.ROW_NUMBER().over(partition_by=[column], order_by=[order, self.table.id])
            quantity = Case(None, [(rank == 1, 1)], 0)
        return iter(self.source.select(self.table.id, Value("") if self.part is None else self.part, quantity).tuples())

    def totals(self) -> dict[str, int]:
        """The sum by part, summed by the database when the measure is a query; parts with nothing are left out."""
        if isinstance(self.source, list):
            sums: dict[str, int] = {}
            for _, part, quantity in self.source:
                sums[part] = sums.get(part, 0) + quantity
        else:
            each = fn.COUNT(self.table.id) if self.quantity is None else fn.SUM(self.quantity)
            total = fn.COUNT(self.distinct[0].distinct()) if self.distinct else each
            if self.part is None:
                sums = {"": self.source.select(total).scalar() or 0}
            else:
                sums = dict(self.source.select(self.part, total).group_by(self.part).tuples())
        return {part: total for part, total in sorted(sums.items()) if total}


def attended(scope: Scope, natures: Iterable[str]) -> ModelSelect:
    """Attendances (présent or retard) in sessions held of these natures dated in the period."""
    return (
        Attendance.select()
        .join(Session)
        .where(
            Session.action == scope.action,
            Session.nature.in_(list(natures)),
            Session.day.between(scope.start, scope.end),
            held(),
            Attendance.status.in_(ATTENDED),
        )
    )


def in_park_until(action: Action) -> Expression:
    """The last day of a moped in the park as text: its retirement, or without one the action's end."""
    return fn.COALESCE(Moped.retired, action.end.isoformat())


def _public() -> Expression:
    return fn.COALESCE(fn.NULLIF(Person.public, ""), "Autre")


def persons(scope: Scope, indicator: schema.Persons) -> Rows:
    """Distinct persons with a parcours begun and open at least one day of the period (G4), or with a loan day in it."""
    part = _public() if indicator.by_public else None
    if indicator.of == "prêts":
        loans = (
            Loan.select()
            .join(Moped)
            .switch(Loan)
            .join(Person)
            .where(
                Moped.action == scope.action,
                Loan.departure <= min(scope.end, today()),
                (Loan.ended.is_null() & (today() >= scope.start)) | (Loan.ended >= scope.start),
            )
        )
        return Rows(Loan, loans, part, distinct=(Loan.person, Loan.departure))
    stays = (
        Parcours.select()
        .join(Person)
        .where(
            Parcours.action == scope.action,
            Parcours.entry <= min(scope.end, today()),
            open_until(scope.action) >= scope.start.isoformat(),
            open_until(scope.action) >= Parcours.entry,
        )
    )
    return Rows(Parcours, stays, part, distinct=(Parcours.person, Parcours.entry))


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
    return Rows(Session, query)


def attendances(scope: Scope, indicator: schema.Attendances) -> Rows:
    """Attendances in sessions held."""
    query = attended(scope, indicator.natures)
    return Rows(Attendance, query)


def attended_hours(scope: Scope, indicator: schema.AttendedHours) -> Rows:
    """Minutes attended, by participant."""
    query = attended(scope, indicator.natures).switch(Attendance).join(Person)
    return Rows(Attendance, query, Person.code, attended_minutes())


def worked_hours(scope: Scope, indicator: schema.WorkedHoursTotal) -> Rows:
    """Minutes worked in the months that fall wholly or partly in the period, by participant."""
    query = (
        WorkedHours.select()
        .join(Person)
        .where(
            WorkedHours.action == scope.action,
            WorkedHours.month.between(scope.start.format("YYYY-MM"), scope.end.format("YYYY-MM")),
        )
    )
    return Rows(WorkedHours, query, Person.code, WorkedHours.minutes)


def payable_minutes(scope: Scope, indicator: schema.PayableAmount) -> Rows:
    """Payable minutes of one nature, session by session up to what is left under the cap (``models.payable``)."""
    return Rows(
        Attendance,
        [
            (hour.attendance, hour.person, hour.payable)
            for hour in scope.hours
            if hour.nature == indicator.nature and scope.start <= hour.day <= scope.end
        ],
    )


def _exams(scope: Scope, indicator: schema.ExamSuccesses, results: Iterable[str]) -> Rows:
    query = Exam.select().where(
        Exam.action == scope.action,
        Exam.test == indicator.exam,
        Exam.day.between(scope.start, scope.end),
        Exam.result.in_(list(results)),
    )
    return Rows(Exam, query, distinct=(Exam.person, Exam.day))


def exam_successes(scope: Scope, indicator: schema.ExamSuccesses) -> Rows:
    """Persons with a success dated in the period."""
    return _exams(scope, indicator, ("réussi",))


def presented(scope: Scope, indicator: schema.ExamSuccesses) -> Rows:
    """Persons presented in the period, success or not; *absent* is no attempt."""
    return _exams(scope, indicator, ATTEMPTS)


def validated_projects(scope: Scope, indicator: schema.ValidatedProjects) -> Rows:
    """Persons with an immersion ended in the period and by today, whose project is validated."""
    query = Immersion.select().where(
        Immersion.action == scope.action,
        Immersion.end.between(scope.start, min(scope.end, today())),
        Immersion.validated,
    )
    return Rows(Immersion, query, distinct=(Immersion.person, Immersion.end))


def document_holders(scope: Scope, indicator: schema.DocumentHolders) -> Rows:
    """Persons with such a document dated in the period."""
    query = Document.select().where(
        Document.action == scope.action,
        Document.kind == indicator.document,
        Document.day.between(scope.start, scope.end),
    )
    return Rows(Document, query, distinct=(Document.person, Document.day))


def gone_long_enough(scope: Scope, indicator: schema.FollowUps) -> Rows:
    """Persons whose last exit of the period lies at least ``indicator.months`` back (G6)."""
    exits = Parcours.alias()
    last = exits.select(
        exits.id,
        exits.exit,
        fn.ROW_NUMBER().over(partition_by=[exits.person], order_by=[exits.exit.desc(), exits.id.desc()]).alias("rank"),
    ).where(exits.action == scope.action, exits.exit.between(scope.start, scope.end))
    query = (
        Parcours.select()
        .join(last, on=(last.c.id == Parcours.id))
        .where(last.c.rank == 1, Parcours.exit <= latest_origin(today(), indicator.months))
    )
    return Rows(Parcours, query)


def follow_ups(scope: Scope, indicator: schema.FollowUps) -> Rows:
    """Of the persons gone long enough, those reached at the follow-up and found in one of the situations."""
    gone = gone_long_enough(scope, indicator).source
    assert isinstance(gone, ModelSelect)
    people = Parcours.alias()
    stays = gone.alias("gone")
    query = (
        FollowUp.select()
        .join(people, on=(people.person == FollowUp.person))
        .join(stays, on=(stays.c.id == people.id))
        .where(
            FollowUp.action == scope.action,
            FollowUp.months == indicator.months,
            FollowUp.reached,
            FollowUp.situation.in_(list(indicator.situations)),
        )
    )
    return Rows(FollowUp, query)


def loan_days(scope: Scope, indicator: schema.LoanDays) -> Rows:
    """Distinct days of the period, up to today, on which each moped is out and not immobilised (reading 49-19).

    A hand-over day goes to the loan that ends on it.
    """
    stopped: dict[int, set[int]] = {}
    until = min(scope.end, today())
    for moped, start, end in (
        Downtime.select(Downtime.moped, Downtime.start, Downtime.end)
        .join(Moped)
        .where(Moped.action == scope.action)
        .tuples()
    ):
        last = until if end is None else min(end, until)
        stopped.setdefault(moped, set()).update(range(start.toordinal(), last.toordinal() + 1))
    loans = (
        Loan.select(Loan.id, Loan.moped, Moped.plate, Loan.departure, Loan.ended)
        .join(Moped)
        .where(Moped.action == scope.action, Loan.departure <= until)
        .order_by(Loan.moped, Loan.departure)
        .tuples()
    )
    rows: list[tuple[int, str, int]] = []
    counted: dict[int, int] = {}
    for identity, moped, plate, departure, ended in loans:
        last = until if ended is None else min(ended, until)
        first = max(departure.toordinal(), scope.start.toordinal(), counted.get(moped, 0) + 1)
        days = range(first, last.toordinal() + 1)
        if days:
            counted[moped] = days[-1]
            idle = stopped.get(moped, set())
            rows.append((identity, plate, sum(day not in idle for day in days)))
    return Rows(Loan, rows)


def mopeds(scope: Scope, indicator: schema.Mopeds) -> Rows:
    """Mopeds in the park at least one day of the period."""
    query = Moped.select().where(
        Moped.action == scope.action,
        Moped.in_service <= scope.end,
        in_park_until(scope.action) >= scope.start.isoformat(),
        in_park_until(scope.action) >= Moped.in_service,
    )
    return Rows(Moped, query)


def park_days(action: Action) -> dict[str, int]:
    """Days each moped is in the park within the action, by plate."""
    days = {}
    for moped in Moped.select().where(Moped.action == action).order_by(Moped.plate):
        first = max(moped.in_service, action.start)
        last = min(moped.retired or action.end, action.end)
        days[moped.plate] = max(0, last.toordinal() - first.toordinal() + 1)
    return days


def moped_targets(action: Action) -> dict[str, Fraction]:
    """The days each moped is meant to be out, pro rata of its days in the park (reading 49-21), by plate."""
    park = action.spec.park
    if park is None:
        return {}
    return {plate: park.days * min(Fraction(1), Fraction(days, park.year)) for plate, days in park_days(action).items()}


def park_target(action: Action) -> Fraction:
    """The days the park is meant to be out."""
    return sum(moped_targets(action).values(), Fraction(0))


Measure = Callable[[Scope, Any], Rows]

MEASURES: dict[type[schema.Indicator], Measure] = {
    schema.Persons: persons,
    schema.Sessions: sessions,
    schema.Attendances: attendances,
    schema.AttendedHours: attended_hours,
    schema.WorkedHoursTotal: worked_hours,
    schema.PayableAmount: payable_minutes,
    schema.ExamSuccesses: exam_successes,
    schema.ValidatedProjects: validated_projects,
    schema.DocumentHolders: document_holders,
    schema.FollowUps: follow_ups,
    schema.LoanDays: loan_days,
    schema.Mopeds: mopeds,
}

DENOMINATORS: dict[type[schema.Indicator], Measure] = {
    schema.ExamSuccesses: presented,
    schema.FollowUps: gone_long_enough,
}
