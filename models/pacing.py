"""How a figure keeps up: what the calendar would have by now, and where it will end if it goes on so."""

from fractions import Fraction

from pendulum import Date

from models.actions import pace
from models.clock import today
from models.indicators import Figure
from models.tables import Action

GROWING = ("séance", "participation", "entretien", "heure", "jour", "€")


def expected(action: Action, figure: Figure) -> Fraction | None:
    """The share of its target a figure would have reached today at an even pace; None when time does not fill it."""
    target = getattr(figure.indicator, "target", None)
    if target is None or target.base == "personnes" or figure.indicator.unit not in GROWING:
        return None
    return pace(action)


def projection(figure: Figure, start: Date, end: Date) -> Fraction | None:
    """The value at ``end`` if the rest of the period goes like its days up to today.

    None when time does not fill the figure, or when the period has not begun or is over.
    """
    if figure.indicator.unit not in GROWING or not start <= today() < end:
        return None
    whole = end.toordinal() - start.toordinal() + 1
    return figure.value * whole / (today().toordinal() - start.toordinal() + 1)
