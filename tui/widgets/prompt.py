"""One line asked at the bottom of a screen, with its hint, its fault and what completes it: never a window."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.geometry import Offset
from textual.widget import Widget
from textual.widgets import Static

from config.refusal import Refusal
from tui.widgets.fields import Line


@dataclass(frozen=True)
class Choice:
    """A completion: what is shown, and what choosing it gives."""

    label: str
    value: Any


class Prompt(Vertical):
    """Asks for a text; ``then`` gets it with the value of the completion chosen (None without completions).

    The line stays open, with the sentence, as long as ``then`` raises Refused or Misread. Échap leaves it.
    """

    DEFAULT_CSS = """
    Prompt { height: auto; max-height: 12; padding: 0 1; background: $panel; }
    Prompt Horizontal { height: 1; }
    Prompt #asked { width: auto; max-width: 60%; height: 1; color: $accent; text-style: bold; padding-right: 1; }
    Prompt Line { width: 1fr; }
    Prompt #choices, Prompt #hint { height: auto; }
    Prompt #hint { color: $text-muted; }
    Prompt #hint.fault { color: $text-error; text-style: bold; }
    """
    BINDINGS: ClassVar = [
        Binding("enter", "answer", "Valider", id="prompt.answer"),
        Binding("escape", "leave", "Abandonner", id="prompt.leave"),
        Binding("up", "choose(-1)", "Choix d'avant", show=False, id="prompt.up"),
        Binding("down", "choose(1)", "Choix d'après", show=False, id="prompt.down"),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.display = False
        self._then: Callable[[str, Any], None] = lambda text, value: None
        self._complete: Callable[[str], Sequence[Choice]] | None = None
        self._follow: Callable[[str], str] | None = None
        self._hint = ""
        self._choices: Sequence[Choice] = ()
        self._rank = 0
        self._moved = False  # the arrows are among the choices
        self._back: Widget | None = None

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static(id="asked", markup=False)
            yield Line()
        yield Static(id="choices", markup=False)
        yield Static(id="hint", markup=False)

    def ask(
        self,
        label: str,
        then: Callable[[str, Any], None],
        *,
        value: str = "",
        hint: str = "",
        complete: Callable[[str], Sequence[Choice]] | None = None,
        follow: Callable[[str], str] | None = None,
    ) -> None:
        """Opens the line on ``value``; the focus goes back where it was once answered. ``follow`` says what is being
        typed amounts to, beside the ``hint``."""
        self._then, self._complete, self._follow, self._hint = then, complete, follow, hint
        if not self.display:
            self._back = self.screen.focused
        self.query_one("#asked", Static).update(Content(label))
        line = self.query_one(Line)
        line.value = value
        line.cursor_position = len(value)
        self.display = True  # at once: the next key may already be for the line
        self._offer(value)
        line.focus()

    def typed_at(self) -> Offset | None:
        """The choice the arrows have moved to."""
        if not self._moved or not self._choices:
            return None
        return self.query_one("#choices", Static).content_region.offset + Offset(0, self._rank)

    def on_input_changed(self, event: Line.Changed) -> None:
        event.stop()
        self._offer(event.value)

    def on_input_submitted(self, event: Line.Submitted) -> None:
        event.stop()
        self.action_answer()

    def action_answer(self) -> None:
        chosen = self._choices[self._rank].value if self._choices else None
        try:
            self._then(self.query_one(Line).value, chosen)
        except Refusal as fault:
            self._say(str(fault), fault=True)
        else:
            self.action_leave()

    def close(self) -> None:
        """Puts the line away, whatever was typed."""
        self.display = False

    def action_leave(self) -> None:
        self.close()
        if self._back is not None:
            self._back.focus()

    def action_choose(self, step: int) -> None:
        if self._choices:
            self._rank, self._moved = (self._rank + step) % len(self._choices), True
            self._show_choices()

    def _offer(self, text: str) -> None:
        self._choices = self._complete(text) if self._complete else ()
        self._rank, self._moved = 0, False
        self._show_choices()
        self._say(self._hint)
        if self._follow is not None:
            try:
                self._say("\n".join((self._hint, f"→ {self._follow(text)}")))
            except Refusal as fault:
                self._say("\n".join((self._hint, f"▲ {fault}")))

    def _show_choices(self) -> None:
        lines = [
            Content.styled(f"› {choice.label}", "bold") if rank == self._rank else Content(f"  {choice.label}")
            for rank, choice in enumerate(self._choices)
        ]
        listing = self.query_one("#choices", Static)
        listing.display = bool(lines)
        listing.update(Content("\n").join(lines))

    def _say(self, text: str, fault: bool = False) -> None:
        hint = self.query_one("#hint", Static)
        hint.set_class(fault, "fault")
        hint.display = bool(text)
        hint.update(Content(text))
