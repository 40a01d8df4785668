"""The line one is on, the same everywhere: its colours, and a mark in its first cell that is seen without them."""

from functools import lru_cache

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.themes import PLAIN, THEMES

MARK = "▌"
QUIET = ("text-muted", "text-disabled", "faint")


@lru_cache(maxsize=len(THEMES))
def _colours(theme: str) -> tuple[Style, Style, set[Color] | None]:
    """The style of the text, of the mark, and the colours that are not kept; None for all of them."""
    variables = THEMES[theme].variables
    text, sign = (_named(variables[name].partition(" on ")[0]) for name in ("seltext", "mark"))
    kept = None if theme in PLAIN else {_parsed(variables[name]) for name in QUIET}
    return Style(color=text), Style(color=sign), kept


def _named(text: str) -> Color:
    return Color.default() if text in ("reverse", "ansi_default") else _parsed(text)


def _parsed(text: str) -> Color:
    return Color.parse(text)


def chosen(strip: Strip, theme: str) -> Strip:
    """``strip``, drawn on the background of what is chosen, with the mark in its first cell; a status keeps its colour
    where it is read on it."""
    text, sign, dropped = _colours(theme)
    segments = [
        Segment(part, style + text if style and (dropped is None or style.color in dropped) else style, control)
        for part, style, control in strip.crop(1)
    ]
    first = next(iter(strip), None)
    return Strip([Segment(MARK, (first.style or Style()) + sign if first else sign), *segments], strip.cell_length)
