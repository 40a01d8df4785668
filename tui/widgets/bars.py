"""Thin bars, readable without colour: ━ what is reached, ─ what is left, ┃ where the calendar is."""

from typing import Any

from textual.content import Content


def bar(rate: Any, pace: Any = None, width: int = 18, late: bool = False) -> Content:
    """``rate`` of a whole in ``width`` cells, to half a cell; amber when it is ``late`` on the ``pace``."""
    halves = max(0, min(2 * width, int(rate * 2 * width))) if rate is not None else 0
    full, half = divmod(halves, 2)
    reached = "━" * full + "╸" * half
    drawn = Content.styled(reached, "$text-warning" if late else "$primary")
    drawn += Content.styled("─" * (width - len(reached)), "$track")
    if pace is None:
        return drawn
    at = max(0, min(width - 1, int(pace * width)))
    return drawn[:at] + Content.styled("┃", "$text-muted") + drawn[at + 1 :]
