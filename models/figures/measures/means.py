"""Measures of the means: mopeds, and the days they are lent."""

from fractions import Fraction

from peewee import Expression, fn

from config import schema
from models.figures.measures.base import Rows
from models.figures.scope import Scope
from models.tables import Action, Downtime, Loan, Moped


def in_park_until(action: Action) -> Expression:
    """The last day of a moped in the park as text: its retirement, or without one the action's end."""
    return fn.COALESCE(Moped.retired, action.end.isoformat())


def loan_days(scope: Scope, indicator: schema.LoanDays) -> Rows:
    """Distinct days of the period, up to today, on which each moped is out and not immobilised (reading 49-19).

    A hand-over day goes to the loan that ends on it.
    """
    stopped: dict[int, set[int]] = {}
    until = scope.reached
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
    return Rows(Loan, "jour", rows)


def mopeds(scope: Scope, indicator: schema.Mopeds) -> Rows:
    """Mopeds in the park at least one day of the period."""
    query = Moped.select().where(
        Moped.action == scope.action,
        Moped.in_service <= scope.end,
        in_park_until(scope.action) >= scope.start.isoformat(),
        in_park_until(scope.action) >= Moped.in_service,
    )
    return Rows(Moped, "cyclomoteur", query)


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
