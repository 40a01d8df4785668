"""How a figure keeps up: what the calendar would have by now, and where it will end if it goes on so."""

from fractions import Fraction

from pendulum import Date

from config import schema
from models.days.clock import today
from models.figures.bases import WHOLE_ACTION
from models.figures.figures import Figure
from models.people.actions import pace

GROWING = (
    "séance",
    "participation",
    "entretien",
    "heure",
    "jour",
    "€",
    "sortie",
    "entrée",
    "contrat",
    "formation",
    "immersion",
    "mise en relation",
    "accès",
    "prescription",
)


def expected(figure: Figure, start: Date, end: Date) -> Fraction | None:
    """The share of its target a figure would have reached today at an even pace from ``start`` to ``end``; None when
    time does not fill it, or when its target is only indicative (reading E-12)."""
    target = getattr(figure.indicator, "target", None)
    if target is None or target.indicative or target.base not in WHOLE_ACTION or not _grows(figure):
        return None
    return pace(start, end)


def _grows(figure: Figure) -> bool:
    return figure.indicator.unit in GROWING and not isinstance(figure.indicator, schema.PlaceAmount)


def projection(figure: Figure, start: Date, end: Date) -> Fraction | None:
    """The value at ``end`` if the rest of the period goes like its days up to today.

    None when time does not fill the figure, or when the period has not begun or is over.
    """
    if not _grows(figure) or not start <= today() < end:
        return None
    return figure.value / pace(start, end)
