"""One field of a form: what is asked for, its control on the screen, and what is wrong with what is typed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pendulum import Date
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from models.days.clock import today
from models.french import typed, wording
from models.french.typed import Misread
from tui.widgets.fields import Choice, Finding, FoundPicker, Line, PersonPicker, SeveralPicker

DAYS: dict[str, Callable[[str, Callable[[Date], bool]], Any]] = {"date": typed.parse_day, "term": typed.parse_term}
READERS: dict[str, Callable[[str], Any]] = {
    "minutes": typed.parse_minutes,
    "time": typed.parse_time,
    "money": typed.parse_money,
    "month": typed.parse_month,
    "number": typed.parse_whole,
    "hundredths": typed.parse_hundredths,
}
WRITERS: dict[str, Callable[[Any], str]] = {
    "date": wording.day,
    "minutes": wording.hours,
    "time": wording.time,
    "money": wording.money,
    "month": lambda value: f"{value[5:7]}/{value[:4]}",
    "term": lambda value: wording.counted(value, "mois", "mois") if isinstance(value, int) else wording.day(value),
    "hundredths": lambda value: wording.number(Fraction(value, 100), 2),
}
PLACEHOLDERS = {
    "date": "JJ/MM/AAAA",
    # an example says it is one: seen without colours, a bare quantity would pass for what was filled in
    "minutes": "ex. 2 h 30",
    "time": "ex. 9h30",
    "money": "ex. 45,00 €",
    "month": "MM/AAAA",
    "term": "JJ/MM/AAAA, ou ex. 8 mois",
    "hundredths": "ex. 1,5",
}
PICKERS: dict[str, Any] = {"found": FoundPicker, "several": SeveralPicker}


@dataclass(frozen=True)
class Field:
    """One field. ``kind``: text, date, minutes, time, money, month, number, hundredths, choice, yes, person, term (a
    day, or a length in whole months), found (one thing among many) or several of them.

    ``choices``: values, or (value, label) pairs; a function of the values typed so far when they depend on another
    field. ``default`` is a typed value (for a person, its record). ``suggestions`` complete a text. ``find``: text →
    persons, when not everybody may be chosen; or ``Found`` things (the default is one, or the values of several).
    ``when``: whether the field is asked for, from the values typed so far; one that is not is empty. ``follows``: what
    a line proposes, from these values, in the place of ``default`` as long as nobody has typed over it. ``past``: a day
    that has come; ``since``: the field whose day it does not come before: a day typed without its year is then the
    nearest of those.
    """

    name: str
    label: str
    kind: str = "text"
    required: bool = False
    default: Any = None
    choices: Sequence[Any] | Callable[[dict[str, Any]], Sequence[Any]] = ()
    suggestions: Sequence[str] = ()
    hint: str = ""
    find: Callable[[str], Iterable[Any]] | None = None
    when: Callable[[dict[str, Any]], bool] | None = None
    follows: Callable[[dict[str, Any]], Any] | None = None
    past: bool = False
    since: str = ""

    @property
    def nothing(self) -> Any:
        """What the field is worth when it is not filled in."""
        return () if self.kind == "several" else "" if self.kind in ("text", "choice") else None


def out_of_list(value: Any) -> tuple[Any, str]:
    """A recorded value that its list no longer has, as one more choice: the rest can be corrected without it."""
    return value, f"{value} (hors liste)"


class Row(Vertical):
    """A field on the screen: its label, its control, and what is wrong with it."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field
        self._since: Any = None  # the day it does not come before
        self.asked = True  # not its display: a window being closed hides its rows one by one
        self.control = self._control()

    def compose(self) -> ComposeResult:
        with Vertical(classes="line"):
            yield Static(Content(self.field.label + (" *" if self.field.required else "")), classes="label")
            yield self.control
        yield Static(Content(self.field.hint), classes="fault")

    def on_mount(self) -> None:
        self.say("")

    def on_descendant_focus(self) -> None:
        self.add_class("current")
        self.call_after_refresh(self.scroll_visible, animate=False)  # with its hint

    def on_descendant_blur(self) -> None:
        self.remove_class("current")

    def _control(self) -> Widget:
        field = self.field
        if field.kind == "person":
            return PersonPicker(field.default, field.find)
        if field.kind in PICKERS:
            assert field.find is not None
            return PICKERS[field.kind](field.default, field.find)
        if field.kind in ("choice", "yes"):
            if callable(field.choices):
                return Choice((), field.default)  # offered once the others are known: nothing is chosen before
            options = self._options(((True, "oui"), (False, "non")) if field.kind == "yes" else field.choices)
            return Choice(options, field.nothing if field.default is None else field.default)
        self._proposed = text = _written(field, field.default)
        return Line(text, PLACEHOLDERS.get(field.kind, ""), field.suggestions, whole=True)

    def _options(self, known: Sequence[Any]) -> list[tuple[Any, str]]:
        options = [option if isinstance(option, tuple) else (option, str(option)) for option in known]
        default, values = self.field.default, [value for value, _ in options]
        if not callable(self.field.choices) and default not in (None, self.field.nothing, *values):
            options.append(out_of_list(default))
        if not self.field.required and all(value != self.field.nothing for value, _ in options):
            options.insert(0, (self.field.nothing, "—"))
        return options

    def follow(self, values: dict[str, Any]) -> None:
        """Asks for the field or not, among which values, as the others say."""
        self._since = values.get(self.field.since)
        if self.field.when is not None:
            self.asked = self.display = bool(self.field.when(values))
        if callable(self.field.choices) and isinstance(self.control, Choice):
            self.control.offer(self._options(self.field.choices(values)), self.field.default)
        if self.field.follows is not None and isinstance(self.control, Line):
            text = _written(self.field, self.field.follows(values))
            if text != self._proposed and self.control.value == self._proposed:
                self.control.value = text
                self._proposed = text

    def so_far(self) -> Any:
        """The typed value; nothing while it cannot be read."""
        if isinstance(self.control, SeveralPicker):
            return tuple(self.control.ticked)
        try:
            return self.read()
        except Misread:
            return self.field.nothing

    def read(self) -> Any:
        """The typed value. Raises Misread with what to write instead."""
        if not self.asked:
            return self.field.nothing
        if isinstance(self.control, Choice):
            return self.control.value
        if isinstance(self.control, Finding):
            return self.control.read(self.field.required)
        assert isinstance(self.control, Line)
        text = self.control.value.strip()
        if not text:
            if self.field.required:
                raise Misread("À remplir.")
            return self.field.nothing
        if self.field.kind in DAYS:
            return DAYS[self.field.kind](text, self._allows)
        return READERS.get(self.field.kind, str)(text)

    def _allows(self, day: Date) -> bool:
        late = self.field.past and day > today()
        return not late and (not isinstance(self._since, Date) or day >= self._since)

    def say(self, sentence: str) -> None:
        """Shows what is wrong, or the hint when nothing is."""
        fault = self.query_one(".fault", Static)
        fault.update(Content(f"▲ {sentence}" if sentence else self.field.hint))
        fault.display = bool(sentence or self.field.hint)
        fault.set_class(bool(sentence), "wrong")
        self.set_class(bool(sentence), "faulty")

    def say_day(self) -> None:
        """Says in full the day being typed."""
        control = self.control
        if self.field.kind not in DAYS or not isinstance(control, Line) or self.query_one(".fault").has_class("wrong"):
            return
        day = self.so_far() if control.has_focus and len(control.value.strip()) > 2 else None
        told = f"→ {wording.long_day(day)}" if isinstance(day, Date) else ""
        said = "  ·  ".join(part for part in (told, self.field.hint) if part)
        fault = self.query_one(".fault", Static)
        fault.update(Content(said))
        fault.display = bool(said)

    def say_no_more(self) -> None:
        """Takes back what was said to be wrong, once it no longer is."""
        if self.query_one(".fault").has_class("wrong"):
            try:
                self.read()
            except Misread as misread:
                self.say(str(misread))
            else:
                self.say("")

    def new_day(self, before: Date) -> None:
        """The day has changed: what was proposed because it was ``before`` follows."""
        control = self.control
        if isinstance(control, Line) and self.field.default == before and control.value == wording.day(before):
            control.value = wording.day(today())

    def focus_control(self) -> None:
        """Puts the cursor in the field at once, so that nothing typed ahead is lost."""
        self.screen.set_focus(self.control.line if isinstance(self.control, Finding) else self.control)


def _written(field: Field, value: Any) -> str:
    """A value as its line writes it."""
    return "" if value is None else WRITERS.get(field.kind, str)(value)
