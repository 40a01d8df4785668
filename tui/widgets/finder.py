"""A field and a list under it: what is typed narrows the list, Entrée takes the line shown."""

from collections.abc import Sequence
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Offset
from textual.widgets import Input

from models.french.ranking import ranked
from tui.page import Dialog
from tui.widgets.fields import Line
from tui.widgets.rows import Row, Rows, fit

NOTHING = Row("Rien ne correspond.")


class Finder(Dialog[Any]):
    """Closes with the target of the line taken, or None. A subclass gives ``TITLE``, ``PROMPT`` and ``found``."""

    PROMPT: ClassVar[str] = ""
    BINDINGS: ClassVar = [
        Binding("up", "move('cursor_up')", "Ligne précédente", show=False, id="finder.up"),
        Binding("down", "move('cursor_down')", "Ligne suivante", show=False, id="finder.down"),
        Binding("pageup", "move('page_up')", "Page précédente", show=False, id="finder.page_up"),
        Binding("pagedown", "move('page_down')", "Page suivante", show=False, id="finder.page_down"),
    ]
    DEFAULT_CSS = """
    Finder { align: center top; }
    Finder > Vertical { width: 76; max-width: 100%; height: auto; max-height: 100%; margin-top: 1;
        border: round $accent; background: $surface; padding: 0 1; }
    Finder Input { margin-bottom: 1; }
    Finder Rows { height: auto; max-height: 18; background: $surface; padding: 0; }
    """

    def window(self) -> ComposeResult:
        with Vertical() as window:
            window.border_title = self.TITLE or ""
            window.border_subtitle = "Entrée ouvre · Échap ferme"
            yield Line(placeholder=self.PROMPT)
            listing = Rows(led=True)
            listing.can_focus = False
            yield listing

    moved = False  # the arrows are in the list

    def typed_at(self) -> Offset | None:
        """The line of the list the arrows have moved to."""
        return self.query_one(Rows).typed_at() if self.moved else None

    def found(self, text: str) -> Sequence[Row]:
        """The lines for what is typed."""
        raise NotImplementedError

    def on_mount(self) -> None:
        self._narrow("")

    @on(Input.Changed)
    def typed(self, event: Input.Changed) -> None:
        self.moved = False
        self._narrow(event.value)

    def _narrow(self, text: str) -> None:
        listing = self.query_one(Rows)
        listing.highlighted = None
        listing.show(self.found(text) or [NOTHING if text.strip() else Row("")])

    @on(Input.Submitted)
    def entered(self) -> None:
        if (target := self.query_one(Rows).target) is not None:
            self.dismiss(target)

    @on(Rows.Opened)
    def opened(self, event: Rows.Opened) -> None:
        self.dismiss(event.target)

    def action_move(self, way: str) -> None:
        self.moved = True
        getattr(self.query_one(Rows), f"action_{way}")()


class Picker(Finder):
    """One of a few lines, (target, text): what is typed narrows to it. A text may begin with a code and two spaces."""

    PROMPT = "premières lettres"
    HELP = "Tapez les premières lettres de ce que vous cherchez."

    def __init__(self, title: str, lines: Sequence[tuple[Any, str]]) -> None:
        super().__init__()
        self.heading = title
        self.lines = lines

    def on_mount(self) -> None:
        self.query_one(Vertical).border_title = Content(self.heading)
        super().on_mount()

    def found(self, text: str) -> Sequence[Row]:
        return [Row(Content(fit(told, 70)), target) for target, told in ranked(self.lines, text, _code_and_words)]


def _code_and_words(line: tuple[Any, str]) -> tuple[str, str]:
    """The code a line begins with, else its text; and all of it."""
    code, _, words = line[1].partition("  ")
    return code, words
