"""What must be done within a delay of the entry, the orientation or the exit: one way to find what was not."""

from collections.abc import Collection, Iterator

from pendulum import Date

from config import schema
from models.days.clock import today
from models.days.months import after_delay, plus_months
from models.figures.scope import Scope
from models.french.wording import day as say_day
from models.rules.deviation import Deviation, of_stay
from models.tables import Parcours

ORIGINS = {"entrée": "entry", "orientation": "oriented", "sortie": "exit"}
Delayed = schema.MissingStep | schema.MissingInterview | schema.SessionInTime


def due_days(scope: Scope, since: str, months: int | None, days: int | None) -> Iterator[tuple[Parcours, Date, Date]]:
    """The parcours whose delay is over, with its origin and its last day, both in it (reading G1).

    A parcours without that date, or over before the delay, owes nothing; but what is due after an exit is due.
    """
    for stay in scope.begun:
        origin = getattr(stay, ORIGINS[since])
        if origin is None:
            continue
        due = after_delay(origin, months, days)
        if due < today() and (since == "sortie" or (stay.exit or scope.action.end) >= due):
            yield stay, origin, due


def late(
    scope: Scope, rule: Delayed, what: str, done: dict[int, list[Date]], owing: Collection[int] | None = None
) -> Iterator[Deviation]:
    """The parcours for which nothing of ``done`` (days by person) lies in the delay; said on its last day.

    A fact belongs to a parcours from the end of the one before to the entry into the next. With a tolerance, only what
    is still not there once it has passed is as strong as the rule (reading E-04). ``owing``: the persons (ids) it is
    asked of, everybody without.
    """
    tolerance, early = getattr(rule, "tolerance", None), getattr(rule, "early", None)
    spans = {stay.id: (first, last) for stay, first, last in scope.spans}
    variants = getattr(rule, "variants", ())
    for stay, origin, due in due_days(scope, rule.since, rule.months, rule.days):
        if owing is not None and stay.person_id not in owing:
            continue
        first, last = spans[stay.id]
        if early is not None:
            first = max(first, plus_months(origin, rule.months or 0).subtract(days=early))
        days = [day for day in done.get(stay.person_id, []) if day >= first]
        if (variants and stay.variant not in variants) or any(day <= due for day in days):
            continue
        after = min((day for day in days if day <= last), default=None)
        only = f", seulement le {say_day(after)}" if after else ""
        message = f"pas de {what} au {say_day(due)}{only} ({rule.since} le {say_day(origin)})."
        soon = tolerance is not None and (after is not None or plus_months(due, tolerance) >= today())
        yield of_stay(scope, rule, stay, due, message, doubtful=soon)
