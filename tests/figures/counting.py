"""One indicator over an action, as a test asks for it."""

from fractions import Fraction
from typing import Any, get_args, get_type_hints

from models.figures.figures import Figure, counted, counted_in_target, figure
from models.figures.scope import Scope
from models.tables import Action
from tests.world import day


def count(kind: type, where: Action, period: Any = "", unit: Any = "", several: Any = False, **keys: Any) -> Figure:
    """The figure of an indicator of this kind over a period « 01/01/2026 – 31/03/2026 », or the whole action.

    Without ``unit``, the first that the measure can count. Its records, those of each part, and those of what it is a
    part of, always add up to it; its parts too, but where somebody may stand in ``several``.
    """
    start, end = (day(text) for text in period.split(" – ")) if period else (where.start, where.end)
    unit = unit or get_args(get_type_hints(kind)["unit"])[0]
    indicator = kind(id="essai", label="Essai", unit=unit, source="art. 0", definition="Un essai.", **keys)
    found = figure(Scope(where, start, end), indicator)
    hour = 60 if unit == "heure" else 1
    if unit != "€":
        assert Fraction(sum(one.quantity for one in counted(where, indicator, start, end)), hour) == found.value
    if whole := counted_in_target(where, indicator, start, end):
        assert sum(one.quantity for one in whole) == found.base
    for part, value in found.detail.items():
        assert Fraction(sum(one.quantity for one in counted(where, indicator, start, end, part)), hour) == value
    if found.detail and not several:
        assert sum(found.detail.values()) == found.value
    return found
