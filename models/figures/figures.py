"""The figures of an action over a period: value, target, rate, detail, and the records behind each."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor, prod

from pendulum import Date

from config import schema
from models.days.months import pro_rata
from models.figures.bases import base, base_rows, is_objective, months_counted, of_action, periods_of, rows_of
from models.figures.measures.base import Mixed, Rows, same
from models.figures.measures.people import month_ends_of
from models.figures.scope import Scope
from models.tables import Action


@dataclass(frozen=True)
class Figure:
    """One indicator computed. Hours are decimal hours, money euros, both exact.

    ``base`` is what the value is a part of (the exits of the period, its persons…), None when it is a part of nothing.
    ``target`` is what the value is compared with: an ``objective``, or only the number considered. ``months``: of the
    month ends counted, those on which every place is taken, and how many they are (reading E-43). ``years``: the same
    figure year by year, when the period covers several and the convention counts so (reading E-02). ``agreed``: what
    the action agreed with the Département, for information (reading E-37).
    """

    indicator: schema.Indicator
    value: Fraction
    target: Fraction | None
    detail: dict[str, Fraction]
    base: Fraction | None = None
    months: tuple[int, int] | None = None
    years: tuple[tuple[int, "Figure"], ...] = ()
    agreed: Fraction | None = None

    @property
    def objective(self) -> Fraction | None:
        """The target, when a text or the Département fixes it (reading E-12)."""
        return self.target if is_objective(self.indicator) else None

    @property
    def reached(self) -> Fraction | None:
        """Value over objective, neither rounded nor capped; None without an objective or when it is 0."""
        return self.value / self.objective if self.objective else None

    @property
    def rate(self) -> Fraction | None:
        """Value over target, neither rounded nor capped; None without a target or when it is 0."""
        return self.value / self.target if self.target else None

    @property
    def share(self) -> Fraction | None:
        """Value over base, neither rounded nor capped; None without a base or when it is 0."""
        return self.value / self.base if self.base else None

    @property
    def indicative(self) -> bool:
        """Whether the target only shows progress, and is never missed."""
        target: schema.Target | None = getattr(self.indicator, "target", None)
        return target is not None and target.indicative


@dataclass(frozen=True)
class Counted:
    """A record behind a figure: its table (the model's name), its id, the part it goes to and for how much."""

    table: str
    id: int
    part: str
    quantity: int


def euros(amount: Fraction) -> Fraction:
    """An amount rounded half up to the cent."""
    return Fraction(floor(amount * 100 + Fraction(1, 2)), 100)


def figures(action: Action, start: Date, end: Date) -> list[Figure]:
    """Every indicator of the action's convention over the period, both ends in it, in the convention's order."""
    scope = Scope(action, start, end)
    found = _computed(scope)
    if len(scope.years) > 1:
        by_year = [(one.start.year, _computed(one)) for one in scope.years]
        found = {
            id: replace(whole, years=tuple((year, told[id]) for year, told in by_year)) for id, whole in found.items()
        }
    return [found[indicator.id] for indicator in scope.spec.indicator]


def _computed(scope: Scope) -> dict[str, Figure]:
    found: dict[str, Figure] = {}
    for indicator in scope.spec.indicator:
        if not isinstance(indicator, schema.PlaceEstimate):
            found[indicator.id] = figure(scope, indicator)
    for indicator in scope.spec.indicator:
        if isinstance(indicator, schema.PlaceEstimate):
            found[indicator.id] = _estimate(scope, indicator, found)
    return found


def counted(action: Action, indicator: schema.Indicator, start: Date, end: Date, part: str = "") -> list[Counted]:
    """The very records an indicator counts; their quantities add up to the figure, in its own unit (1, minutes, days).

    With ``part``, those of that part, which add up to what it counts.

    An estimate counts the records of the figures it is made of; an amount by the place counts none.
    """
    if isinstance(indicator, schema.PlaceEstimate):
        parts = {one.id: one for one in action.spec.indicator}
        return [
            record
            for name in (indicator.attendances, indicator.interviews)
            for record in counted(action, parts[name], start, end)
        ]
    if isinstance(indicator, schema.PlaceAmount):
        return []
    rows = rows_of(Scope(action, start, end), indicator)
    return _listed(rows, rows.of_part(part) if part else rows)


def counted_in_target(action: Action, indicator: schema.Indicator, start: Date, end: Date) -> list[Counted]:
    """The records that what the figure is a part of counts; empty when that counts no records."""
    rows = base_rows(Scope(action, start, end), indicator)
    return [] if rows is None else _listed(rows, rows)


def _listed(rows: Rows, lines: Iterable[tuple[int, str, int]]) -> list[Counted]:
    table = rows.table.__name__
    return [Counted(table, identity, part, quantity) for identity, part, quantity in lines]


def figure(scope: Scope, indicator: schema.Indicator) -> Figure:
    """One indicator over the period of ``scope``; an estimate needs the others (``figures``).

    Raises Mixed when its unit, its value and what it is a part of are not of the same thing (reading E-01).
    """
    if isinstance(indicator, schema.PlaceAmount):
        return Figure(indicator, place_amount(scope, indicator), None, {})
    rows = rows_of(scope, indicator)
    whole = base_rows(scope, indicator)
    if not all(same(indicator.unit, one.unit) for one in (rows, whole) if one is not None):
        raise Mixed(f"{indicator.id}: {indicator.unit}, counted {rows.unit} of {whole and whole.unit}")
    total, parts = rows.totals()
    if isinstance(indicator, schema.PayableAmount):
        return Figure(indicator, euros(Fraction(total * price(scope.action, indicator), 6000)), None, {})
    unit = 60 if indicator.unit == "heure" else 1
    detail = {part: Fraction(quantity, unit) for part, quantity in parts.items()}
    of = base(scope, indicator, whole)
    target = _target(scope, indicator, of)
    months = _full_months(scope, indicator, detail)
    return Figure(indicator, Fraction(total, unit), target, detail, of, months, agreed=_agreed(scope, indicator))


def _agreed(scope: Scope, indicator: schema.Indicator) -> Fraction | None:
    """The number of participants the action agreed, beside the figure that is told with it (reading E-37)."""
    known = scope.action.agreed_people if isinstance(indicator, schema.Persons) and indicator.agreed else None
    return None if known is None else Fraction(known)


def _full_months(scope: Scope, indicator: schema.Indicator, detail: dict[str, Fraction]) -> tuple[int, int] | None:
    """How many month ends have every place taken, of how many: only all of them meet the target (reading 59-04)."""
    places = scope.action.places
    if not isinstance(indicator, schema.MonthEnds) or indicator.target is None or not places:
        return None
    return sum(count >= places for count in detail.values()), len(month_ends_of(scope))


def place_amount(scope: Scope, indicator: schema.PlaceAmount) -> Fraction:
    """The amount of the action's places, or of its full-time posts, pro rata of them (reading 59-10), in euros.

    Of an action over several civil years counted one by one, that of the months the period's years have of it.
    """
    action, months = scope.action, months_counted(scope)
    number = Fraction(action.places or 0) if indicator.base == "places" else Fraction(action.staff or 0, 100)
    share = Fraction(1) if months is None else Fraction(months, 12)
    if indicator.pro_rata:
        share = pro_rata(action.start, action.end)
    return euros(Fraction(indicator.money, 100) * Fraction(indicator.percent, 100) * share * number / indicator.per)


def price(action: Action, indicator: schema.PayableAmount) -> int:
    """What a payable hour is worth, in cents."""
    nature = action.spec.nature_of(indicator.nature)
    assert nature is not None and nature.funding is not None
    return nature.funding.price


def _target(scope: Scope, indicator: schema.Indicator, of: Fraction | None) -> Fraction | None:
    """The target: of the whole action when made of places, posts or mopeds, or of each year counted; of the period when
    of what it counts.

    Scaled linearly to the places, and not rounded (reading G8).
    """
    target: schema.Target | None = getattr(indicator, "target", None)
    if target is None:
        return None
    action = scope.action
    number = of
    if number is None:
        number = of_action(action, target.base)
        if number is None:
            return None
        number *= len(periods_of(scope, indicator))
    months = pro_rata(action.start, action.end) if target.pro_rata else Fraction(1)
    return prod((Fraction(*factor) for factor in target.factors), start=number * months) / (target.per or 1)


def _estimate(scope: Scope, indicator: schema.PlaceEstimate, found: dict[str, Figure]) -> Figure:
    """The payment of places: each part pro rata of its figure over its target, never above it; 0 when a target is 0."""
    target = _target(scope, indicator, None)
    parts = (
        (found[indicator.attendances].rate, indicator.attendances_money),
        (found[indicator.interviews].rate, indicator.interviews_money),
    )
    if any(rate is None for rate, _ in parts):
        return Figure(indicator, Fraction(0), target, {})
    each = sum((Fraction(money, 100) * min(Fraction(1), rate or Fraction(0)) for rate, money in parts), Fraction(0))
    places = (scope.action.places or 0) * pro_rata(scope.action.start, scope.action.end)
    return Figure(indicator, euros(places * each), target, {})
