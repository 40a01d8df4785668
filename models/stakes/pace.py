"""Figures that will end below their objective if the action goes on so, and what that costs where a text prices it."""

from collections.abc import Iterator
from fractions import Fraction
from math import floor

from config.schema import PlaceEstimate
from models.days.clock import today
from models.days.months import pro_rata
from models.figures.figures import Figure, figures
from models.figures.pacing import expected, projection
from models.french import wording
from models.stakes.stake import Stake
from models.tables import Action

LEAST = 30  # days run before a pace says anything


def stakes(action: Action) -> Iterator[Stake]:
    """The figures of a running action that are short at this pace.

    A figure with an objective of the whole action, that time fills; nothing before ``LEAST`` days have run.
    """
    if (today() - action.start).days < LEAST:
        return
    found = figures(action, action.start, action.end)
    prices = _prices(action)
    for one in found:
        ahead = projection(one, action.start, action.end)
        if ahead is None or one.objective is None or expected(one, action.start, action.end) is None:
            continue
        short = one.objective - ahead
        if short >= 1:
            yield _short(action, one, ahead, one.objective, prices.get(one.indicator.id))


def _short(action: Action, one: Figure, ahead: Fraction, objective: Fraction, price: Fraction | None) -> Stake:
    unit = one.indicator.unit
    told = (
        f"{one.indicator.label}, {wording.quantity(Fraction(floor(ahead)), unit)} à la fin à ce rythme, "
        f"pour {wording.quantity(objective, unit)} visés"
    )
    cents = None if price is None else floor(price * (1 - ahead / objective) + Fraction(1, 2))
    given = (action.code, action.code, "Action", action.id, action.end)
    return Stake(
        "objectif", f"{action.code} : {told}", "regardez les indicateurs", *given, cents=cents, part=one.indicator.id
    )


def _prices(action: Action) -> dict[str, Fraction]:
    """What each figure of an estimate is worth when its objective is reached, in cents."""
    places = (action.places or 0) * pro_rata(action.start, action.end)
    found: dict[str, Fraction] = {}
    for one in action.spec.indicator:
        if isinstance(one, PlaceEstimate):
            found[one.attendances] = one.attendances_money * places
            found[one.interviews] = one.interviews_money * places
    return found
