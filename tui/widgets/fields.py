"""What is typed or chosen in a form: a line of text, one value of a few, someone by name."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Offset
from textual.message import Message
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from models.french import wording
from models.french.folding import fold
from models.french.typed import Misread
from models.people import participants
from models.tables import Person
from tui.host import Hosted


class Line(Input):
    """One line of text; letters, Ctrl+Z and Ctrl+Y belong to it, ↑ and ↓ to what it is in: there is nothing to scroll.

    ``whole``: coming to it by a key chooses all its text, so that what is typed takes its place.
    """

    BINDINGS: ClassVar = [
        Binding("enter", "submit", "Valider", id="line.submit"),
        Binding("ctrl+z", "undo_typing", "Reprendre la frappe", show=False, id="line.undo"),
        Binding("ctrl+y", "redo_typing", "Rétablir la frappe", show=False, id="line.redo"),
    ]

    DEFAULT_CSS = """
    Line { background: $field; }
    Line:focus { background: $sel; color: $seltext; background-tint: 0%; }
    Line > .input--placeholder, Line > .input--suggestion { color: $text-muted; }
    Line:focus > .input--placeholder, Line:focus > .input--suggestion { color: $hint; }
    """

    def __init__(
        self, value: str = "", placeholder: str = "", suggestions: Sequence[str] = (), whole: bool = False
    ) -> None:
        self._typed: list[str] = []
        self._taken_back: list[str] = []
        self._taking_back = False
        super().__init__(
            value,
            placeholder=placeholder,
            compact=True,
            max_length=200,
            select_on_focus=whole,
            suggester=SuggestFromList(suggestions, case_sensitive=False) if suggestions else None,
        )
        for key in ("up", "down", "pageup", "pagedown"):
            self._bindings.key_to_bindings.pop(key, None)

    def on_mount(self) -> None:
        self._typed.clear()

    def typed_at(self) -> Offset:
        """Where the next letter goes; the library says one cell further at the end of a text."""
        before = cell_len(self.value[: self.cursor_position]) - self.scroll_offset.x
        return self.content_region.offset + Offset(min(before, max(0, self.content_region.width - 1)), 0)

    def watch_value(self, before: str, after: str) -> None:
        if not self._taking_back:
            self._typed.append(before)
            self._taken_back.clear()

    def _on_paste(self, event: events.Paste) -> None:
        """Takes all that is pasted, as one line: the library keeps the first one alone."""
        shown = "".join(letter if unicodedata.category(letter) != "Cc" else " " for letter in event.text)
        super()._on_paste(events.Paste(" ".join(shown.split())))
        event.stop()
        event.prevent_default()

    def action_undo_typing(self) -> None:
        """Takes back the last keystroke."""
        self._go_back(self._typed, self._taken_back)

    def action_redo_typing(self) -> None:
        """Types again what was taken back last."""
        self._go_back(self._taken_back, self._typed)

    def _go_back(self, past: list[str], future: list[str]) -> None:
        if past:
            future.append(self.value)
            self._taking_back = True
            self.value = past.pop()
            self._taking_back = False
            self.cursor_position = len(self.value)


class Choice(Hosted, Static, can_focus=True):  # type: ignore[misc]
    """One value of a few, on one line: ← → or the first letters of a value choose."""

    BINDINGS: ClassVar = [
        Binding("left", "move(-1)", "Valeur d'avant", show=False, id="choice.before"),
        Binding("right,space", "move(1)", "Valeur d'après", show=False, id="choice.after"),
    ]

    DEFAULT_CSS = """
    Choice:focus { background: $block-cursor-background; color: $block-cursor-foreground;
        text-style: $block-cursor-text-style; }
    """

    class Changed(Message):
        """Another value was chosen."""

    def __init__(self, options: Sequence[tuple[Any, str]], value: Any) -> None:
        super().__init__()
        self.options: Sequence[tuple[Any, str]] = ()
        self.rank = -1
        self._letters = ""
        self.offer(options, value)

    @property
    def value(self) -> Any:
        """What is chosen. Raises Misread when nothing is: no choice is made for anyone."""
        if self.rank < 0:
            raise Misread("Choisissez avec ← et →.")
        return self.options[self.rank][0]

    def offer(self, options: Sequence[tuple[Any, str]], value: Any) -> None:
        """Other values to choose among; the one chosen stays, else it is ``value``, when it is among them."""
        if list(options) == list(self.options):
            return
        wanted = [self.options[self.rank][0]] if self.rank >= 0 else []
        self.options = options
        ranks = {known: rank for rank, (known, _) in reversed(list(enumerate(options)))}
        self.rank = next((ranks[one] for one in (*wanted, value) if one in ranks), 0 if len(options) == 1 else -1)
        self.refresh()

    def render(self) -> Content:
        labels = [label for _, label in self.options]
        if self.app.linear:
            rank = f", {self.rank + 1} sur {len(labels)}" if self.rank >= 0 else f"à choisir parmi {len(labels)}"
            return Content((labels[self.rank] if self.rank >= 0 else "") + rank)
        width = self.size.width
        if sum(len(label) + 4 for label in labels) <= width:
            parts = [
                Content.styled(f"● {label}  ", "bold") if rank == self.rank else Content(f"○ {label}  ")
                for rank, label in enumerate(labels)
            ]
            return Content("").join(parts)
        if self.rank < 0:
            return Content(f"‹ à choisir ›  {len(labels)} choix")
        rank = f"  {self.rank + 1}/{len(labels)}"
        label = Content(labels[self.rank]).truncate(max(1, width - 4 - len(rank)), ellipsis=True)
        return Content("‹ ").append(label).append(" ›").stylize("bold") + Content(rank)

    def typed_at(self) -> Offset:
        """The value chosen; the first one as long as none is."""
        labels = [label for _, label in self.options]
        if self.app.linear:
            return self.content_region.offset
        shown = sum(len(label) + 4 for label in labels) <= self.size.width
        before = sum(len(label) + 4 for label in labels[: max(0, self.rank)]) if shown else 2
        return self.content_region.offset + Offset(before, 0)

    def action_move(self, step: int) -> None:
        self._letters = ""
        if self.options:
            self._choose((self.rank + step) % len(self.options) if self.rank >= 0 else min(0, step) % len(self.options))

    def on_key(self, event: events.Key) -> None:
        """Letters typed in a row narrow to the values they begin; one that narrows to none begins again."""
        letter = event.character
        if letter is None or not (letter.isalnum() or letter in ".-'"):
            return
        event.stop()
        rank = self._beginning(self._letters + letter, self.rank) if self._letters else None
        if rank is not None:
            self._letters += letter
        else:
            self._letters, rank = letter, self._beginning(letter, self.rank + 1)
        if rank is not None:
            self._choose(rank)

    def on_focus(self) -> None:
        self._letters = ""

    def _beginning(self, letters: str, start: int) -> int | None:
        """The value that is these letters, else the first from rank ``start`` on, round the list, that begins so."""
        ranks = (*range(start, len(self.options)), *range(min(start, len(self.options))))
        wanted = _squeezed(letters)
        whole = next((rank for rank in ranks if len(wanted) > 1 and _squeezed(self.options[rank][1]) == wanted), None)
        if whole is not None:
            return whole
        return next((rank for rank in ranks if _squeezed(self.options[rank][1]).startswith(wanted)), None)

    def on_click(self) -> None:
        self.action_move(1)

    def _choose(self, rank: int) -> None:
        self.rank = rank
        self.refresh()
        self.post_message(self.Changed())


def _squeezed(text: str) -> str:
    """Without accents, case or spaces: a space moves to the next value, and is never typed."""
    return fold(text).replace(" ", "")


@dataclass(frozen=True)
class Found:
    """Something to find: what it is worth in the form, what it is called, and what is said beside in the list."""

    value: Any
    name: str
    aside: str = ""


class Finding(Vertical):
    """One thing among many: what is typed narrows the list under the field, ↑ ↓ among those found, Entrée takes."""

    PROMPT: ClassVar = ""
    HOW: ClassVar = ""  # what to type
    NONE: ClassVar = "Rien ne correspond."
    MOST: ClassVar = 8

    def __init__(self, value: Any, find: Callable[[str], Iterable[Any]]) -> None:
        super().__init__()
        self.find = find
        self.value = value
        self.found: list[Any] = []
        self.rank = 0
        self.moved = False  # the arrows are in the list

    def typed_at(self) -> Offset | None:
        """The line of the list the arrows have moved to."""
        if not self.moved or not self.found:
            return None
        return self.query_one(".found", Static).content_region.offset + Offset(0, self.rank)

    def named(self, one: Any) -> str:
        """What is written in the field once it is taken."""
        return one.name

    def told(self, one: Any) -> str:
        """Its line in the list."""
        return f"{one.name}{f' · {one.aside}' if one.aside else ''}"

    def compose(self) -> ComposeResult:
        yield Line(self.named(self.value) if self.value else "", self.PROMPT, whole=True)
        yield Static(classes="found")

    def on_mount(self) -> None:
        self._show()

    @property
    def line(self) -> Line:
        return self.query_one(Line)

    @on(Input.Changed)
    def search(self, event: Input.Changed) -> None:
        if self.value and event.value == self.named(self.value):
            return
        self.value, self.rank, self.moved = None, 0, False
        self.found = list(self.find(event.value))[: self.MOST] if event.value.strip() else []
        self._show()

    def move(self, step: int) -> bool:
        """Another one of those found; false when there is no choice to make."""
        if not self.found:
            return False
        self.rank, self.moved = (self.rank + step) % len(self.found), True
        self._show()
        return True

    def take(self) -> bool:
        """Takes the one shown; false when nothing was to be taken."""
        if self.value or not self.found:
            return False
        self.value, self.found, self.moved = self.found[self.rank], [], False
        self.line.value = self.named(self.value)
        self.line.cursor_position = len(self.line.value)
        self._show()
        return True

    def read(self, required: bool) -> Any:
        """The one taken, or the only one found. Raises Misread when what is typed is neither."""
        if self.value is None and (required or self.line.value.strip()):
            likely = self.likely()
            if len(likely) != 1:
                raise Misread(f"Tapez {self.HOW or self.PROMPT}, choisissez avec ↑ ↓, puis Entrée.")
            return likely[0]
        return self.value

    def likely(self) -> list[Any]:
        """Those found among which nothing is to be chosen when there is one."""
        return self.found

    def _show(self) -> None:
        lines = [f"{'►' if rank == self.rank else ' '} {self.told(one)}" for rank, one in enumerate(self.found)]
        if not lines and self.value is None and self.line.value.strip():
            lines = [self.NONE]
        found = self.query_one(".found", Static)
        found.update(Content("\n".join(lines)))
        found.display = bool(lines)


class PersonPicker(Finding):
    """Someone by name, without accents or order."""

    PROMPT = "nom ou prénom"
    HOW = "le début du nom"
    NONE = "Personne ne correspond."
    MOST = 5

    def __init__(self, value: Person | None, find: Callable[[str], Iterable[Person]] | None) -> None:
        super().__init__(value, find or _find_anyone)

    def named(self, one: Person) -> str:
        return wording.person(one)

    def told(self, one: Person) -> str:
        if one.id is None:
            first = f", prénom {one.first_name}" if one.first_name else ""
            return f"Nouvelle personne : nom {one.last_name.upper()}{first}"
        return f"{wording.person(one)} · {one.code}"

    def likely(self) -> list[Person]:
        """Somebody known, rather than somebody new of that name."""
        return [one for one in self.found if one.id is not None] or self.found


class FoundPicker(Finding):
    """One thing by the first letters of its code, or words of its name."""

    PROMPT = "un code ou des mots"

    def read(self, required: bool) -> Any:
        taken = super().read(required)
        return taken.value if taken else None


class SeveralPicker(Finding):
    """Several things: each one taken is ticked, taken again it is not; what is ticked is listed under the field."""

    PROMPT = "des mots de ce qu'il faut cocher"

    def __init__(self, value: Sequence[str] | None, find: Callable[[str], Iterable[Found]]) -> None:
        super().__init__(None, find)
        self.ticked = list(value or ())

    def told(self, one: Found) -> str:
        return f"{'■' if one.value in self.ticked else '□'} {super().told(one)}"

    def take(self) -> bool:
        if not self.found:
            return False
        chosen = self.found[self.rank].value
        self.ticked = [one for one in self.ticked if one != chosen] + [chosen] * (chosen not in self.ticked)
        self.line.value = ""
        return True

    def read(self, required: bool) -> tuple[str, ...]:
        """What is ticked. Raises Misread when something is typed and not taken, or nothing is and something must be."""
        if self.line.value.strip() or (required and not self.ticked):
            raise Misread(f"Tapez {self.HOW or self.PROMPT}, choisissez avec ↑ ↓, puis Entrée.")
        return tuple(self.ticked)

    def _show(self) -> None:
        super()._show()
        if self.ticked and not self.line.value.strip():
            found = self.query_one(".found", Static)
            found.update(Content("\n".join(f"■ {one}" for one in self.ticked)))
            found.display = True


def _find_anyone(text: str) -> Iterable[Person]:
    return participants.find(text, 5)
