"""The help of the screen one is on, written for trainers, and its keys."""

import textwrap
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from tui.page import Dialog
from tui.shell import keys
from tui.shell.keys import Listed

WIDTH, FRAME = 78, 6  # of the window; what its border, its margin and its scroll bar take
KEYS = 20  # cells of the keys, longer ones apart


class HelpScreen(Dialog[None]):
    """What the screen below is for, what its keys do, and the keys that work everywhere."""

    TITLE = "Aide"
    HELP = "Ce que montre l'écran d'où l'aide est demandée, et ce que font ses touches."
    BINDINGS: ClassVar = [
        Binding("question_mark,q,enter", "leave", "Fermer", show=False, id="help.leave"),
        Binding("j", "scroll(1)", "Vers le bas", show=False, id="help.down"),
        Binding("k", "scroll(-1)", "Vers le haut", show=False, id="help.up"),
    ]
    DEFAULT_CSS = f"""
    HelpScreen {{ align: center middle; }}
    HelpScreen > VerticalScroll {{ width: {WIDTH}; max-width: 100%; height: auto; max-height: 95%;
        border: round $accent; background: $surface; padding: 0 1; }}
    HelpScreen Static {{ height: auto; }}
    """

    def __init__(self, below: Screen[Any]) -> None:
        super().__init__()
        self.below = below

    def window(self) -> ComposeResult:
        with VerticalScroll() as window:
            window.border_title = Content(f"Aide · {getattr(self.below, 'heading', self.below.title) or 'Assidu'}")
            window.border_subtitle = "Échap ferme"
            yield Static(id="text")

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()

    def on_resize(self) -> None:
        self.query_one("#text", Static).update(Content("\n").join(self._text(min(WIDTH, self.size.width) - FRAME)))

    def action_scroll(self, step: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=step, animate=False)

    def _text(self, width: int) -> Iterator[Content]:
        """The lines of the help, ``width`` cells wide."""
        yield Content(getattr(self.below, "HELP", "") or "Échap revient en arrière.")
        own = keys.of_screen(self.below)
        for title, known in (
            ("Sur cet écran", [one for one in own if not one.usual]),
            ("Dans une liste, dans un champ", [one for one in own if one.usual]),
            ("Partout", keys.of_application(self.app)),
        ):
            yield from _section(title, known, width)


def _section(title: str, known: Iterable[Listed], width: int) -> Iterator[Content]:
    for rank, one in enumerate(known):
        if not rank:
            yield Content("")
            yield Content.styled(title, "bold $accent")
        names = f"{' ou '.join(one.keys):<{KEYS}}"
        text = f"{one.name}{'' if one.name.endswith('…') else '.'} {one.more}" if one.more else one.name
        texts = textwrap.wrap(text, max(20, width - KEYS - 1))
        yield Content.styled(names, "bold") + Content(f" {texts[0]}")
        yield from (Content(f"{'':<{KEYS}} {text}") for text in texts[1:])
