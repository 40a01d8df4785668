"""Days on which nothing is planned: French public holidays and the structure's own closures."""

from collections.abc import Iterable

from pendulum import Date

from config.settings import Closure


def closed_days(start: Date, end: Date, region: str = "", closures: Iterable[Closure] = ()) -> dict[Date, str]:
    """Every closed day from ``start`` to ``end``, both in it, with why (in French).

    ``region`` is a code of the ``holidays`` library for regional holidays ("6AE" for Alsace).
    """
    import holidays  # half a second: only when a series is planned

    years = range(start.year, end.year + 1)
    calendar = holidays.country_holidays("FR", subdiv=region or None, years=years, language="fr")
    closed = {Date(day.year, day.month, day.day): name for day, name in calendar.items()}
    for closure in closures:
        day = Date(closure.start.year, closure.start.month, closure.start.day)
        while day <= closure.end:
            closed[day] = closure.label or "fermeture"
            day = day.add(days=1)
    return {day: closed[day] for day in sorted(closed) if start <= day <= end}
