"""The figures of an action over a period: value, target, rate, detail, and the records behind each."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import floor, prod

from pendulum import Date

from config import schema
from models.days.months import pro_rata
from models.figures.bases import base, base_rows, of_action
from models.figures.measures.base import Mixed, Rows, same
from models.figures.measures.by_kind import MEASURES
from models.figures.scope import Scope
from models.tables import Action


@dataclass(frozen=True)
class Figure:
    """One indicator computed. Hours are decimal hours, money euros, both exact.

    ``base`` is what the value is a part of (the exits of the period, its persons…), None when it is a part of nothing.
    """

    indicator: schema.Indicator
    value: Fraction
    target: Fraction | None
    detail: dict[str, Fraction]
    base: Fraction | None = None

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
    found: dict[str, Figure] = {}
    for indicator in scope.spec.indicator:
        if not isinstance(indicator, schema.PlaceEstimate):
            found[indicator.id] = figure(scope, indicator)
    for indicator in scope.spec.indicator:
        if isinstance(indicator, schema.PlaceEstimate):
            found[indicator.id] = _estimate(scope, indicator, found)
    return [found[indicator.id] for indicator in scope.spec.indicator]


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
    rows = MEASURES[type(indicator)](Scope(action, start, end), indicator)
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
        return Figure(indicator, place_amount(scope.action, indicator), None, {})
    rows = MEASURES[type(indicator)](scope, indicator)
    whole = base_rows(scope, indicator)
    if not all(same(indicator.unit, one.unit) for one in (rows, whole) if one is not None):
        raise Mixed(f"{indicator.id}: {indicator.unit}, counted {rows.unit} of {whole and whole.unit}")
    total, parts = rows.totals()
    if isinstance(indicator, schema.PayableAmount):
        return Figure(indicator, euros(Fraction(total * price(scope.action, indicator), 6000)), None, {})
    unit = 60 if indicator.unit == "heure" else 1
    detail = {part: Fraction(quantity, unit) for part, quantity in parts.items()}
    of = base(scope, indicator, whole)
    return Figure(indicator, Fraction(total, unit), _target(scope, indicator, of), detail, of)


def place_amount(action: Action, indicator: schema.PlaceAmount) -> Fraction:
    """The amount of the action's places, or of its full-time posts, pro rata of them (reading 59-10), in euros."""
    number = Fraction(action.places or 0) if indicator.base == "places" else Fraction(action.staff or 0, 100)
    share = pro_rata(action.start, action.end) if indicator.pro_rata else Fraction(1)
    return euros(Fraction(indicator.money, 100) * Fraction(indicator.percent, 100) * share * number / indicator.per)


def price(action: Action, indicator: schema.PayableAmount) -> int:
    """What a payable hour is worth, in cents."""
    nature = action.spec.nature_of(indicator.nature)
    assert nature is not None and nature.funding is not None
    return nature.funding.price


def _target(scope: Scope, indicator: schema.Indicator, of: Fraction | None) -> Fraction | None:
    """The target: of the whole action when made of places, posts or mopeds, of the period when of what it counts.

    Scaled linearly to the places, and not rounded (reading G8).
    """
    target: schema.Target | None = getattr(indicator, "target", None)
    if target is None:
        return None
    action = scope.action
    number = of_action(action, target.base) if of is None else of
    if number is None:
        return None
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
