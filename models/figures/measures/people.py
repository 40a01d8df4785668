"""Measures of who is there: accompanied, present, entered; and the places they hold."""

from dataclasses import replace
from typing import Any

from peewee import ModelSelect, fn
from pendulum import Date

from config import schema
from models.days.clock import today
from models.days.months import latest_origin, periods_ended, plus_months
from models.figures.measures.base import PERSON, Rows, once
from models.figures.measures.parts import part_of
from models.figures.scope import Scope
from models.tables import Contract, Loan, Moped, Parcours, Person
from models.terms.exits import JOB
from models.terms.presence import contract_last_day, made, open_until
from models.terms.publics import later, public_on


def _public(day: Any) -> Any:
    return fn.COALESCE(fn.NULLIF(public_on(day), ""), "Autre")


def stays(scope: Scope, variants: tuple[str, ...] = ()) -> ModelSelect:
    """The parcours of the action with their person, of these variants (any when empty)."""
    query = Parcours.select().join(Person).where(Parcours.action == scope.action)
    return query.where(Parcours.variant.in_(variants)) if variants else query


def open_between(scope: Scope, first: Date, last: Date) -> Any:
    """Whether a parcours of the action is open at least one day from ``first`` to ``last``."""
    until = open_until(scope.action)
    return (Parcours.entry <= last) & (until >= first.isoformat()) & (until >= Parcours.entry)


def persons(scope: Scope, indicator: schema.Persons) -> Rows:
    """Distinct persons with a parcours begun and open at least one day of the period (G4), or with a loan day in it."""
    if indicator.of == "prêts":
        loans = (
            Loan.select()
            .join(Moped)
            .switch(Loan)
            .join(Person)
            .where(
                Moped.action == scope.action,
                Loan.departure <= scope.reached,
                (Loan.ended.is_null() & (today() >= scope.start)) | (Loan.ended >= scope.start),
            )
        )
        counted = later(Loan.departure, scope.start)
        part = _public(counted) if indicator.by_public else part_of(indicator.by, scope.spec, Loan.departure, counted)
        return Rows(Loan, PERSON, loans, part, distinct=(Loan.person, Loan.departure))
    period = _since(scope) if indicator.since == "année" else scope
    counted = later(Parcours.entry, period.start)
    part = _public(counted) if indicator.by_public else part_of(indicator.by, scope.spec, counted=counted)
    return accompanied(period, indicator.variants, part)


def _since(scope: Scope) -> Scope:
    """From the first day of the year that the action covers to the end of the period (readings 59-05, E-41)."""
    year = min(scope.end, scope.action.end).start_of("year")
    return replace(scope, start=max(year, scope.action.start))


def accompanied(scope: Scope, variants: tuple[str, ...] = (), part: Any = None) -> Rows:
    """Distinct persons with a parcours begun and open at least one day of the period, by ``part`` of the first one."""
    return Rows(Parcours, PERSON, accompanied_query(scope, variants), part, distinct=(Parcours.person, Parcours.entry))


def accompanied_query(scope: Scope, variants: tuple[str, ...] = ()) -> ModelSelect:
    """The parcours begun and open at least one day of the period, with their person."""
    return stays(scope, variants).where(open_between(scope, scope.start, scope.reached))


def last_day(scope: Scope) -> Date:
    """The last day of the period that has come and that the action covers."""
    return min(scope.reached, scope.action.end)


def present_query(scope: Scope, after_job: int = 0) -> ModelSelect:
    """The parcours open on the last day of the period, or left to a job for at most ``after_job``; none in a period
    that has not begun."""
    day = last_day(scope)
    here = open_between(scope, day, day)
    if after_job:
        first = latest_origin(day.subtract(days=1), after_job).add(days=1)  # whose months go on to that day
        here |= (Parcours.exit_type == JOB) & Parcours.exit.between(first, day)
    query = stays(scope).where(here)
    return query if scope.start <= day else query.where(Parcours.id.is_null())


def present(scope: Scope, indicator: schema.Present) -> Rows:
    """Distinct persons there on the last day of the period, or on today or the action's last day when they come first.

    With ``contracts``, those with such a contract in force that day, whatever its action, in one of ``statuses``
    (reading 49-04).
    """
    query = present_query(scope, indicator.after_job)
    if indicator.contracts:
        day = last_day(scope)
        holding = Contract.select(Contract.id).where(
            Contract.person == Parcours.person,
            Contract.kind.in_(indicator.contracts),
            Contract.start <= day,
            contract_last_day() >= day.isoformat(),
            Contract.status.in_(indicator.statuses) if indicator.statuses else made(),
        )
        query = query.where(fn.EXISTS(holding))
    part = part_of(indicator.by, scope.spec, counted=last_day(scope))
    return Rows(Parcours, PERSON, query, part, distinct=(Parcours.person, Parcours.entry))


def month_ends_of(scope: Scope) -> list[Date]:
    """The last days of month of the period that have come and that the action covers."""
    first = max(scope.start, scope.action.start)
    return [end for _, end in periods_ended(first, last_day(scope), "mois")]


def month_ends(scope: Scope, indicator: schema.MonthEnds) -> Rows:
    """Each person there on the last day of each month, once a month, by month (reading 59-04).

    Who left to a job keeps the place ``after_job`` months more (reading 59-09).
    """
    days = month_ends_of(scope)
    columns = (Parcours.id, Parcours.person, Parcours.entry, Parcours.exit, Parcours.exit_type)
    held = []
    for identity, person, entry, left, kind in (
        stays(scope).select(*columns).where(Parcours.entry <= scope.end).order_by(Parcours.entry, Parcours.id).tuples()
    ):
        last = left or scope.action.end
        if left and kind == JOB and indicator.after_job:
            last = plus_months(left, indicator.after_job)
        held += [(identity, (day, person), day.format("YYYY-MM")) for day in days if entry <= day <= last]
    return Rows(Parcours, "place-mois", once(held))


def place_days(scope: Scope, indicator: schema.PlaceDays) -> Rows:
    """Days of the period, up to today, of parcours or of ``contracts`` (49-33), each person at most once a day."""
    first, last = max(scope.start, scope.action.start), last_day(scope)
    if indicator.contracts:
        columns = (Contract.id, Contract.person, Person.code, Contract.start, contract_last_day())
        held = Contract.select(*columns).join(Person)
        held = held.where(Contract.action == scope.action, Contract.kind.in_(indicator.contracts), made())
        held = held.order_by(Contract.start, Contract.id)
    else:
        held = stays(scope).select(Parcours.id, Parcours.person, Person.code, Parcours.entry, open_until(scope.action))
        held = held.order_by(Parcours.entry, Parcours.id)
    rows: list[tuple[int, str, int]] = []
    counted: dict[int, int] = {}
    for identity, person, code, start, end in held.tuples():
        begun = max(start.toordinal(), first.toordinal(), counted.get(person, 0) + 1)
        ended = min(Date.fromisoformat(str(end)), last).toordinal()
        if begun <= ended:
            counted[person] = ended
            rows.append((identity, code, ended - begun + 1))
    return Rows(Contract if indicator.contracts else Parcours, "place-jour", rows)


def persons_entered(scope: Scope, part: Any = None) -> Rows:
    """Distinct persons entered in the period, by ``part`` of the first entry."""
    return Rows(Parcours, PERSON, entered(scope), part, distinct=(Parcours.person, Parcours.entry))


def entered(scope: Scope, variants: tuple[str, ...] = ()) -> ModelSelect:
    """The parcours begun in the period and by today."""
    return stays(scope, variants).where(Parcours.entry.between(scope.start, scope.reached))


def entries(scope: Scope, indicator: schema.Entries) -> Rows:
    """Parcours begun in the period; someone who enters twice counts twice (reading 59-13)."""
    return Rows(Parcours, "entrée", entered(scope, indicator.variants), part_of(indicator.by, scope.spec))
