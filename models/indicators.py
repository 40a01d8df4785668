"""The figures of an action over a period: value, target, rate, detail, and the records behind each."""

from dataclasses import dataclass
from fractions import Fraction
from math import floor

from pendulum import Date

from config import schema
from models.measures import DENOMINATORS, MEASURES, Rows, park_target
from models.months import pro_rata
from models.scope import Scope
from models.tables import Action


@dataclass(frozen=True)
class Figure:
    """One indicator computed. Hours are decimal hours, money euros, both exact."""

    indicator: schema.Indicator
    value: Fraction
    target: Fraction | None
    detail: dict[str, Fraction]

    @property
    def rate(self) -> Fraction | None:
        """Value over target, neither rounded nor capped; None without a target or when it is 0."""
        return self.value / self.target if self.target else None


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
            found[indicator.id] = _figure(scope, indicator)
    for indicator in scope.spec.indicator:
        if isinstance(indicator, schema.PlaceEstimate):
            found[indicator.id] = _estimate(scope, indicator, found)
    return [found[indicator.id] for indicator in scope.spec.indicator]


def counted(action: Action, indicator: schema.Indicator, start: Date, end: Date) -> list[Counted]:
    """The very records an indicator counts; their quantities add up to the figure, in its own unit (1, minutes, days).

    An estimate counts the records of the figures it is made of.
    """
    if isinstance(indicator, schema.PlaceEstimate):
        parts = {one.id: one for one in action.spec.indicator}
        return [
            record
            for name in (indicator.attendances, indicator.interviews)
            for record in counted(action, parts[name], start, end)
        ]
    return _listed(MEASURES[type(indicator)](Scope(action, start, end), indicator))


def counted_in_target(action: Action, indicator: schema.Indicator, start: Date, end: Date) -> list[Counted]:
    """The records behind a target that counts persons; empty for the others."""
    denominator = DENOMINATORS.get(type(indicator))
    if denominator is None or getattr(indicator, "target", None) is None:
        return []
    return _listed(denominator(Scope(action, start, end), indicator))


def _listed(rows: Rows) -> list[Counted]:
    table = rows.table.__name__
    return [Counted(table, identity, part, quantity) for identity, part, quantity in rows]


def _figure(scope: Scope, indicator: schema.Indicator) -> Figure:
    totals = MEASURES[type(indicator)](scope, indicator).totals()
    total = sum(totals.values())
    if isinstance(indicator, schema.PayableAmount):
        return Figure(indicator, euros(Fraction(total * price(scope.action, indicator), 6000)), None, {})
    unit = 60 if indicator.unit == "heure" else 1
    detail = {part: Fraction(quantity, unit) for part, quantity in totals.items() if part}
    return Figure(indicator, Fraction(total, unit), _target(scope, indicator), detail)


def price(action: Action, indicator: schema.PayableAmount) -> int:
    """What a payable hour is worth, in cents."""
    nature = action.spec.nature_of(indicator.nature)
    assert nature is not None and nature.funding is not None
    return nature.funding.price


def _target(scope: Scope, indicator: schema.Indicator) -> Fraction | None:
    """The target: of the whole action when made of places or mopeds, of the period when it counts persons."""
    target: schema.Target | None = getattr(indicator, "target", None)
    if target is None:
        return None
    if target.base == "cyclomoteurs":
        return park_target(scope.action)
    if target.base == "personnes":
        denominator = DENOMINATORS[type(indicator)]
        return Fraction(sum(denominator(scope, indicator).totals().values()))
    each = Fraction(target.money, 100) if target.money is not None else Fraction(target.each)
    share = pro_rata(scope.action.start, scope.action.end) if target.pro_rata else Fraction(1)
    return each * share * ((scope.action.places or 0) if target.base == "places" else 1)


def _estimate(scope: Scope, indicator: schema.PlaceEstimate, found: dict[str, Figure]) -> Figure:
    """The payment of places: each part pro rata of its figure over its target, never above it; 0 when a target is 0."""
    target = _target(scope, indicator)
    parts = (
        (found[indicator.attendances].rate, indicator.attendances_money),
        (found[indicator.interviews].rate, indicator.interviews_money),
    )
    if any(rate is None for rate, _ in parts):
        return Figure(indicator, Fraction(0), target, {})
    each = sum((Fraction(money, 100) * min(Fraction(1), rate or Fraction(0)) for rate, money in parts), Fraction(0))
    places = (scope.action.places or 0) * pro_rata(scope.action.start, scope.action.end)
    return Figure(indicator, euros(places * each), target, {})
