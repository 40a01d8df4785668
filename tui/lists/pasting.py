"""Lines pasted, or typed one after the other: names to take over without a file."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from models.french import wording
from tui.page import Dialog
from tui.widgets.fields import Line

SHOWN = 12


class OneByOne(Line):
    """A line that gives what is pasted line by line."""

    class Pasted(Message):
        """Several lines were pasted."""

        def __init__(self, lines: Sequence[str]) -> None:
            super().__init__()
            self.lines = lines

    def _on_paste(self, event: events.Paste) -> None:
        lines = event.text.splitlines()
        if len(lines) < 2:
            super()._on_paste(event)
            return
        event.stop()
        event.prevent_default()
        self.post_message(self.Pasted(lines))


class PasteScreen(Dialog[list[str]]):
    """Closes with the lines, or with None."""

    TITLE = "Coller des lignes"
    HELP = (
        "Collez des lignes « NOM Prénom », ou tapez-les l'une après l'autre ; une ligne vide termine. La dernière peut"
        " être reprise pour la corriger. Rien n'est encore écrit."
    )
    BINDINGS: ClassVar = [
        Binding("ctrl+s", "done", "Terminer", id="paste.done", priority=True),
        Binding("up", "again", "Reprendre la dernière ligne", id="paste.again"),
    ]
    DEFAULT_CSS = """
    PasteScreen { align: center middle; }
    PasteScreen > #lines { width: 76; max-width: 100%; height: auto; border: round $accent; background: $surface;
        padding: 0 1; }
    PasteScreen Static { height: auto; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def window(self) -> ComposeResult:
        with Vertical(id="lines") as window:
            window.border_title = Content("Collez vos lignes, ou tapez-les")
            window.border_subtitle = Content(
                "Entrée ligne suivante · Entrée à vide termine · ↑ reprend · Échap abandonne"
            )
            yield Static(id="kept")
            yield OneByOne(placeholder="NOM Prénom")

    def on_mount(self) -> None:
        self._show()

    @on(OneByOne.Pasted)
    def pasted(self, event: OneByOne.Pasted) -> None:
        field = self.query_one(OneByOne)
        first, *others = event.lines
        self._keep([field.value + first, *others])
        field.value = ""

    @on(Input.Submitted)
    def entered(self, event: Input.Submitted) -> None:
        if event.value.strip():
            self._keep([event.value])
            event.input.value = ""
        else:
            self.action_done()

    def action_again(self) -> None:
        """Takes the last line back, to be corrected; what was being typed goes after it."""
        if self.lines:
            field = self.query_one(OneByOne)
            typed, field.value = field.value, self.lines.pop()
            field.cursor_position = len(field.value)
            if typed.strip():
                self.lines.append(typed)
            self._show()

    def action_done(self) -> None:
        typed = self.query_one(OneByOne).value
        self._keep([typed])
        self.dismiss(self.lines or None)

    def _keep(self, lines: Sequence[str]) -> None:
        self.lines += [" ".join(line.split(" ")).strip() for line in lines if line.strip()]
        self._show()

    def _show(self) -> None:
        shown = self.query_one("#kept", Static)
        before = len(self.lines) - SHOWN
        told = [f"… {wording.counted(before, 'ligne')} au-dessus"] if before > 0 else []
        shown.update(Content("\n".join([*told, *self.lines[-SHOWN:]])))
        shown.display = bool(self.lines)
