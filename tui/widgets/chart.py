"""Columns drawn with letters: a value a column, the pace it should go at ─, and what it would come to ╍."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from textual.content import Content

EIGHTHS = " ▁▂▃▄▅▆▇█"
GAP, WIDEST = 2, 5  # cells between columns, of a column


@dataclass(frozen=True)
class Bar:
    """A column: its name under it, its value, what it should be, what it would be when it is still to come."""

    name: str
    value: Fraction | None
    pace: Fraction | None = None
    ahead: Fraction | None = None


def chart(bars: Sequence[Bar], width: int, height: int, told: Sequence[str], simple: bool = False) -> Content:
    """``bars`` over ``height`` lines and one of names, in ``width`` cells at most; ``told``: what is written beside the
    highest line and the lowest. The last bar with a value stands out. ``simple``: whole lines only."""
    values = [one for bar in bars for one in (bar.value, bar.pace, bar.ahead) if one is not None]
    top = max(values, default=Fraction(0))
    label = max(map(len, told))
    each = min(WIDEST + GAP, (width - label - 2) // len(bars)) if bars else 0
    if top <= 0 or each < 2:
        return Content("")
    wide = max(1, each - (GAP if each > GAP + 1 else 1))
    current = max((rank for rank, bar in enumerate(bars) if bar.value is not None), default=-1)
    lines = []
    for row in range(height - 1, -1, -1):
        text = told[0] if row == height - 1 else told[1] if not row else ""
        line = Content.styled(f"{text:>{label}}  ", "$text-muted")
        for rank, bar in enumerate(bars):
            line += _cell(bar, row, height, top, wide, rank == current, simple)
            line += Content.styled(_pace(bar, row, height, top) * (each - wide), "$text-muted")
        lines.append(line)
    names = "".join(f"{bar.name[: each - 1]:<{each}}" for bar in bars)
    return Content("\n").join([*lines, Content.styled(" " * (label + 2) + names, "$text-muted")])


def _cell(bar: Bar, row: int, height: int, top: Fraction, wide: int, current: bool, simple: bool) -> Content:
    """What a column has on a line."""
    if bar.value is not None:
        eighths = max(0, min(8, int(bar.value * height * 8 / top) - row * 8))
        if simple:
            eighths = 8 if eighths >= 4 else 0
        if eighths:
            return Content.styled(EIGHTHS[eighths] * wide, "$accent" if current else "$primary")
    if bar.ahead is not None and row == _level(bar.ahead, height, top):
        return Content.styled("╍" * wide, "$text-accent")
    return Content.styled(_pace(bar, row, height, top) * wide, "$text-muted")


def _pace(bar: Bar, row: int, height: int, top: Fraction) -> str:
    return "─" if bar.pace is not None and row == _level(bar.pace, height, top) else " "


def _level(value: Fraction, height: int, top: Fraction) -> int:
    """The line a value is on."""
    return max(0, min(height - 1, int(value * height / top)))
