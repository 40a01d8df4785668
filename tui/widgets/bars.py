"""Thin bars, readable without colour: ━ what is reached, ─ what is left, ┃ where the calendar is."""

from collections.abc import Iterable
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


HEIGHTS = "▁▂▃▄▅▆"  # no higher: lines of them one under another stay apart
LOW, GOOD = 0.5, 0.9  # shares under which a part of a whole is alarming, is to be watched


def spark(parts: Iterable[tuple[int, int]], simple: bool = False) -> Content:
    """A cell a part of a whole, as high as its share: of so many in so many; · for none. ``simple``: digits."""
    drawn = Content("")
    for part, whole in parts:
        if not whole:
            drawn += Content.styled("·", "$faint")
            continue
        share = part / whole
        colour = "$text-success" if share >= GOOD else "$text-warning" if share >= LOW else "$text-error"
        height = str(min(9, int(share * 9))) if simple else HEIGHTS[min(5, int(share * 5.99))]
        drawn += Content.styled(height, colour)
    return drawn
