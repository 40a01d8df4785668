"""What a figure is set against: the exits, the persons, the months… its target or its share is counted of."""

from fractions import Fraction

from pendulum import Date

from config import schema
from models.days.months import whole_months
from models.figures.measures.base import PERSON, Rows
from models.figures.measures.by_kind import DENOMINATORS, MEASURES
from models.figures.measures.leaving import all_exits
from models.figures.measures.means import park_target
from models.figures.measures.people import accompanied, entered, last_day, month_ends_of
from models.figures.scope import Scope
from models.tables import Action, Parcours

WHOLE_ACTION = ("action", "places", "etp", "cyclomoteurs")  # targets that do not follow the period


def base_of(indicator: schema.Indicator) -> str:
    """What the indicator's share is of, one of ``Target.base``; '' when it is a share of nothing.

    Without a target, what its measure is a part of; with a target by the place, the places when it is so many
    hundredths of them, or so many for so many of them.
    """
    target: schema.Target | None = getattr(indicator, "target", None)
    if target is None:
        return _natural(indicator)
    if target.base == "places":
        return "places" if target.percent or target.per else ""
    return "" if target.base in WHOLE_ACTION else target.base


def is_share(indicator: schema.Indicator) -> bool:
    """Whether a figure is told as a share of its base: of records always, of places when the target is not all of
    them."""
    target: schema.Target | None = getattr(indicator, "target", None)
    kind = base_of(indicator)
    if not kind or kind in COUNTED:
        return bool(kind)
    return target is None or bool(target.per) or target.percent not in (None, 100)


def is_objective(indicator: schema.Indicator) -> bool:
    """Whether the target is what a text or the Département fixes, and not only the number considered (reading E-12):
    of records, when it says how many hundredths of them, or how many for so many."""
    target: schema.Target | None = getattr(indicator, "target", None)
    return target is not None and (target.base not in COUNTED or target.percent is not None or target.per is not None)


def _natural(indicator: schema.Indicator) -> str:
    if isinstance(indicator, schema.Exits):
        return "sorties" if indicator.classes or indicator.types or indicator.contracts else ""
    if isinstance(indicator, schema.Attendances) and indicator.within is None:
        return ""
    if isinstance(indicator, schema.DocumentHolders) and not indicator.among:
        return ""
    if isinstance(indicator, schema.DistanceScales) and indicator.unit != PERSON:
        return ""
    if isinstance(indicator, schema.Liaisons) and indicator.answered is None and indicator.by != "suite":
        return ""
    return "personnes" if type(indicator) in DENOMINATORS else ""


COUNTED = ("personnes", "sorties", "accompagnés", "entrées")  # bases that are records: what a share is « sur »


def periods_of(scope: Scope, indicator: schema.Indicator) -> list[Scope]:
    """The periods whose counts add up to the figure's: the years of the period when it is set against each of them.

    Who is there on a day is of the last day, whatever the period.
    """
    aimed = getattr(indicator, "target", None) is not None
    return scope.years if aimed and not isinstance(indicator, schema.Present) else [scope]


def months_counted(scope: Scope) -> int | None:
    """The whole months the action has in the civil years of the period, where it covers several counted one by one;
    None elsewhere: an amount is then that of a year."""
    action = scope.action
    if not scope.spec.yearly or action.start.year == action.end.year:
        return None
    first, last = max(scope.start, action.start).year, min(scope.end, action.end).year
    return whole_months(max(action.start, Date(first, 1, 1)), min(action.end, Date(last, 12, 31)).add(days=1))


def rows_of(scope: Scope, indicator: schema.Indicator) -> Rows:
    """The records an indicator counts."""
    measure = MEASURES[type(indicator)]
    return Rows.joined([measure(one, indicator) for one in periods_of(scope, indicator)])


def base_rows(scope: Scope, indicator: schema.Indicator) -> Rows | None:
    """The records the base counts; None when it counts places, or when there is no base."""
    if base_of(indicator) not in COUNTED:
        return None
    return Rows.joined([_base_rows(one, indicator) for one in periods_of(scope, indicator)])


def _base_rows(scope: Scope, indicator: schema.Indicator) -> Rows:
    base = base_of(indicator)
    variants = getattr(indicator, "variants", ())
    if base == "personnes":
        return DENOMINATORS[type(indicator)](scope, indicator)
    if base == "sorties":
        return all_exits(scope, indicator)
    if base == "accompagnés":
        return accompanied(scope, variants)
    return _all_entries(scope, indicator, variants)


def _all_entries(scope: Scope, indicator: schema.Indicator, variants: tuple[str, ...]) -> Rows:
    """Every entry of the period; of persons, who entered."""
    query = entered(scope, variants)
    if indicator.unit == "entrée":
        return Rows(Parcours, "entrée", query)
    return Rows(Parcours, PERSON, query, distinct=(Parcours.person, Parcours.entry))


def base(scope: Scope, indicator: schema.Indicator, rows: Rows | None) -> Fraction | None:
    """How many the base is, in the figure's own unit; None when the figure is a share of nothing.

    ``rows``: the records it counts, when it counts records (``base_rows``).
    """
    if rows is not None:
        return Fraction(rows.totals()[0])
    kind, places = base_of(indicator), scope.action.places or 0
    if kind == "places":
        return Fraction(places * len(periods_of(scope, indicator)))
    if kind == "places-mois":
        return Fraction(places * len(month_ends_of(scope)))
    if kind == "places-jours":
        return Fraction(places * days_of(scope))
    return None


def of_action(action: Action, base: str) -> Fraction | None:
    """How many a base of the whole action is (``WHOLE_ACTION``), whatever the period; None when nobody said how many
    posts it has."""
    if base == "cyclomoteurs":
        return park_target(action)
    if base == "etp":
        return None if action.staff is None else Fraction(action.staff, 100)
    return Fraction(1) if base == "action" else Fraction(action.places or 0)


def days_of(scope: Scope) -> int:
    """The days of the period that have come and that the action covers."""
    first = max(scope.start, scope.action.start)
    return max(0, last_day(scope).toordinal() - first.toordinal() + 1)
