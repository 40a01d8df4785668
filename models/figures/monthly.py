"""Who is there month by month, and how the places fill, by the convention's own figures: a chart counts as they do."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from config import schema
from models.figures.measures.by_kind import MEASURES
from models.figures.measures.people import month_ends_of
from models.figures.scope import Scope


@dataclass(frozen=True)
class Monthly:
    """What an indicator counts at the end of each month (AAAA-MM); ``occupying``: against the places."""

    indicator: schema.Indicator
    months: dict[str, int]
    occupying: bool


def monthly(scope: Scope) -> Iterator[Monthly]:
    """The file active, then the occupation of the places when it is another figure, at each month end of the period.

    Each is the first figure of the convention that says it: a file active, persons present on a day; places held by
    the month, by the day, or since the start of the year (readings 59-04, 59-05, 49-33, E-35, E-41).
    """
    ends = _first(scope, schema.MonthEnds)
    if ends is not None:
        _, months = MEASURES[schema.MonthEnds](scope, ends).totals()
        yield Monthly(
            ends, {day.format("YYYY-MM"): months.get(day.format("YYYY-MM"), 0) for day in month_ends_of(scope)}, True
        )
        return
    here = _first(scope, schema.Present)
    if here is not None:
        yield Monthly(here, _at_each_end(scope, here), False)
    for one in scope.spec.indicator:
        if isinstance(one, schema.PlaceDays) or (isinstance(one, schema.Persons) and one.since == "année"):
            yield Monthly(one, _at_each_end(scope, one), True)
            return


def _first(scope: Scope, kind: type[schema.Indicator]) -> schema.Indicator | None:
    return next((one for one in scope.spec.indicator if isinstance(one, kind)), None)


def _at_each_end(scope: Scope, indicator: schema.Indicator) -> dict[str, int]:
    """What the indicator counts on the last day of each month."""
    measure, found = MEASURES[type(indicator)], {}
    for day in month_ends_of(scope):
        found[day.format("YYYY-MM")] = measure(replace(scope, start=day, end=day), indicator).totals()[0]
    return found
