"""The signs drawn on screens, in two sets: one for terminals whose letters have them all, a simple one for the others.

Screens are written with the first; the second takes its place, cell for cell, as they are drawn.
"""

import os
import re
import sys
from collections.abc import Mapping

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

SIMPLE = {
    **dict(zip("●○◊►■□▲▼×·•‼…–—−", "*o+>#-^vx..!.---", strict=True)),
    **dict(zip("━─╸╍│┃▌█", "=--~||>#", strict=True)),
    **dict.fromkeys("╭╮╰╯└", "+"),
    **dict(zip("←→↑↓‹›", "<>^v<>", strict=True)),
    **dict.fromkeys("▁▂▃▄▅▆▇", " "),  # the ends of a scroll bar
}
"""What is drawn in the place of each sign: one cell for one cell."""
TABLE = str.maketrans(SIMPLE)


WORDS = {
    "■ E": "erreur ",
    "▲ A": "alerte ",
    "○ I": "information ",
    "P ●": "présents ",
    "A ○": "absents ",
    "E ◊": "excusés ",
    "R ►": "en retard ",
    "■": "erreur ",
    "□": "passé ",
    "▲": "attention : ",
    "▼": "sous le rythme ",
    "‼": "conflit ",
    "→": "vers ",
    "−": "moins ",
    "•": "présent ",
    "◊": "excusé ",
    **dict.fromkeys("●○►×▌┃│━─╸╍╭╮╰╯└█░▁▂▃▄▅▆▇", " "),
    **dict.fromkeys("·›", ","),
}
"""How each sign is told to whoever reads line by line; those that words say beside are left out."""
SPELLED = re.compile("|".join(map(re.escape, sorted(WORDS, key=len, reverse=True))))
DRAWN = str.maketrans(dict.fromkeys("●○◊►■□▲▼×▌┃│━─╸╍╭╮╰╯└█░▁▂▃▄▅▆▇‹›", " "))


def spelled(text: str) -> str:
    """``text`` in words and punctuation alone."""
    said = " ".join(SPELLED.sub(lambda found: WORDS[found[0]], text).split())
    return re.sub(r"( ,)+", ",", said).strip(" ,")


class NoSigns(LineFilter):
    """Draws none of the signs: what they say is spelled, and the rest is decoration."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [Segment(text.translate(DRAWN), style, control) for text, style, control in segments]


class SimpleSigns(LineFilter):
    """Draws the simple set."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [Segment(text.translate(TABLE), style, control) for text, style, control in segments]


def simple(chosen: str, environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> bool:
    """Whether the simple set is drawn: as the settings say, else for a terminal known to lack the others."""
    if chosen:
        return chosen == "simple"
    locale = next((environment[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if environment.get(name)), "")
    if platform == "win32":
        return "WT_SESSION" not in environment
    other = locale not in ("", "C", "POSIX") and "UTF" not in locale.upper()  # those three say nothing of the letters
    return environment.get("TERM") == "linux" or other
