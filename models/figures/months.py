"""A figure month by month: how much of it there was at the end of each."""

from fractions import Fraction

from pendulum import Date

from config import schema
from models.days.clock import today
from models.figures.figures import figure
from models.figures.scope import Scope
from models.tables import Action

MOST = 24  # months of a chart


def month_ends(start: Date, end: Date) -> list[Date]:
    """The last day of each month of a period, its own last day for the last one."""
    days, day = [], start
    while day <= end:
        days.append(min(day.end_of("month"), end))
        day = day.start_of("month").add(months=1)
    return days


def reached(action: Action, indicator: schema.Indicator, start: Date, end: Date) -> list[tuple[Date, Fraction | None]]:
    """The value of a figure from ``start`` to the end of each month of the period: as it is today for the month under
    way, None for those to come. Empty for an estimate, which is of other figures, and beyond two years."""
    ends = month_ends(start, end)
    if isinstance(indicator, schema.PlaceEstimate) or len(ends) > MOST:
        return []
    now = today()
    told: list[tuple[Date, Fraction | None]] = []
    for last in ends:
        begun = max(start, last.start_of("month")) <= now
        told.append((last, figure(Scope(action, start, min(last, now)), indicator).value if begun else None))
    return told
