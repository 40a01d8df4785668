"""What is copied from a screen: what is chosen in a field or by the mouse, else its list as it is shown."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from textual.screen import Screen
from textual.widgets import Input

from models.french.wording import counted

COMPUTED = re.compile(r"[=@]|[+-](?!\d)")
"""How begins a cell that a workbook would compute."""


def copied(screen: Screen[Any]) -> tuple[str, str]:
    """The text to copy, and what is told of it; two empty texts when there is nothing to copy."""
    focused = screen.focused
    if isinstance(focused, Input) and focused.selected_text:
        return focused.selected_text, "ce qui est choisi dans le champ"
    if chosen := screen.get_selected_text():
        return chosen, "le texte choisi"
    around = list(focused.ancestors_with_self)[::-1] if focused is not None else []  # a list before the lines it holds
    for widget in (*around, *screen.query("*")):
        if callable(table := getattr(widget, "copied", None)) and widget.display:
            lines = [list(line) for line in table()]
            told = counted(max(0, len(lines) - 1), "ligne de la liste", "lignes de la liste")
            return _tabbed(lines), f"{told}, sous leurs titres"
    return "", ""


def _tabbed(lines: Iterable[Sequence[str]]) -> str:
    return "\n".join("\t".join(map(_cell, line)) for line in lines)


def _cell(text: str) -> str:
    """A cell on one line, that a workbook takes for a text."""
    said = " ".join(text.split())
    return f"'{said}" if len(said) > 1 and COMPUTED.match(said) else said
