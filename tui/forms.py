"""Small declarative forms: a list of fields, one modal screen, the fault said under its field.

    FormScreen(
        "Nouvel examen",
        [Field("day", "Date", "date", required=True, default=today()), Field("reason", "Motif")],
        lambda values: records.add(Exam, action=action, person=person, who=self.app.who, **values),
    )

The values are typed (``Date``, whole minutes, cents…); an empty text is ``""``, an empty quantity or day ``None``.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from models import wording
from models.journal import Refused
from models.wording import Misread
from tui.page import Dialog
from tui.widgets.fields import Choice, Finding, FoundPicker, Line, PersonPicker, SeveralPicker

READERS: dict[str, Callable[[str], Any]] = {
    "date": wording.parse_day,
    "minutes": wording.parse_minutes,
    "time": wording.parse_time,
    "money": wording.parse_money,
    "month": wording.parse_month,
    "term": wording.parse_term,
    "hundredths": wording.parse_hundredths,
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
MOST_TOGETHER = 8  # fields whose hints are all shown at once


@dataclass(frozen=True)
class Field:
    """One field. ``kind``: text, date, minutes, time, money, month, number, hundredths, choice, yes, person, term (a
    day, or a length in whole months), found (one thing among many) or several of them.

    ``choices``: values, or (value, label) pairs; a function of the values typed so far when they depend on another
    field. ``default`` is a typed value (for a person, its record). ``suggestions`` complete a text. ``find``: text →
    persons, when not everybody may be chosen; or ``Found`` things (the default is one, or the values of several).
    ``when``: whether the field is asked for, from the values typed so far; one that is not is empty.
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

    @property
    def nothing(self) -> Any:
        """What the field is worth when it is not filled in."""
        return () if self.kind == "several" else "" if self.kind in ("text", "choice") else None


class Row(Vertical):
    """A field on the screen: its label, its control, and what is wrong with it."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field
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
        write = WRITERS.get(field.kind, str)
        text = "" if field.default is None else write(field.default)
        return Line(text, PLACEHOLDERS.get(field.kind, ""), field.suggestions, whole=True)

    def _options(self, known: Sequence[Any]) -> list[tuple[Any, str]]:
        options = [option if isinstance(option, tuple) else (option, str(option)) for option in known]
        if not self.field.required and all(value != self.field.nothing for value, _ in options):
            options.insert(0, (self.field.nothing, "—"))
        return options

    def follow(self, values: dict[str, Any]) -> None:
        """Asks for the field or not, among which values, as the others say."""
        if self.field.when is not None:
            self.asked = self.display = bool(self.field.when(values))
        if callable(self.field.choices) and isinstance(self.control, Choice):
            self.control.offer(self._options(self.field.choices(values)), self.field.default)

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
        if self.field.kind == "number":
            if not text.isascii() or not text.isdigit():
                raise Misread("Écrivez un nombre entier.")
            return int(text)
        return READERS.get(self.field.kind, str)(text)

    def say(self, sentence: str) -> None:
        """Shows what is wrong, or the hint when nothing is."""
        fault = self.query_one(".fault", Static)
        fault.update(Content(f"▲ {sentence}" if sentence else self.field.hint))
        fault.display = bool(sentence or self.field.hint)
        fault.set_class(bool(sentence), "wrong")
        self.set_class(bool(sentence), "faulty")

    def say_no_more(self) -> None:
        """Takes back what was said to be wrong, once it no longer is."""
        if self.query_one(".fault").has_class("wrong"):
            try:
                self.read()
            except Misread as misread:
                self.say(str(misread))
            else:
                self.say("")

    def focus_control(self) -> None:
        """Puts the cursor in the field at once, so that nothing typed ahead is lost."""
        self.screen.set_focus(self.control.line if isinstance(self.control, Finding) else self.control)


class Fields(VerticalScroll, inherit_bindings=False):
    """The fields of a form: ↑ and ↓ go from one to another, however many there are, and never scroll."""


class FormScreen(Dialog[dict | None]):
    """Asks for ``fields`` and gives their typed values to ``on_submit``; closes with them, or with None.

    ``on_submit`` may raise Refused: the sentence is shown and the form stays open with all that was typed. ``doubt``
    gives a sentence to read before saving (a second Entrée confirms); ``preview`` a line that follows what is typed.
    """

    HELP = (
        "Remplissez les champs ; ceux marqués * sont nécessaires.\n"
        "Tab, ↑ et ↓ passent d'un champ à l'autre. ← et →, ou la première lettre, changent une valeur à choisir.\n"
        "Ce que vous tapez remplace ce qui est dans le champ ; pour le compléter, appuyez d'abord sur Fin.\n"
        "Entrée ou Ctrl+S enregistre, Échap abandonne sans rien changer.\n"
        "Les dates s'écrivent 12/03/2026, les durées 2 h 30 ou 2,5, les heures 9h30."
    )
    BINDINGS: ClassVar = [
        Binding("ctrl+s", "save", "Enregistrer", id="form.save", priority=True),
        Binding("enter", "save", "Enregistrer", show=False, id="form.enter"),
        Binding("escape", "leave", "Abandonner", id="form.leave"),
        Binding("up", "step(-1)", "Champ d'avant", show=False, id="form.up"),
        Binding("down", "step(1)", "Champ d'après", show=False, id="form.down"),
    ]
    DEFAULT_CSS = """
    FormScreen { align: center middle; }
    FormScreen > #form { width: 76; max-width: 100%; height: auto; max-height: 100%; border: round $accent;
        background: $surface; padding: 0 1; }
    FormScreen Row, FormScreen Finding, FormScreen .found { height: auto; }
    FormScreen Row .line { layout: horizontal; height: auto; }
    FormScreen Row .label { width: 24; padding-right: 1; }
    FormScreen Row Line, FormScreen Choice, FormScreen Finding { width: 1fr; }
    FormScreen Choice { height: 1; }
    FormScreen Choice:focus { background: $primary 30%; }
    FormScreen Row .fault { height: auto; padding-left: 24; color: $text-muted; }
    FormScreen .long Row .label { width: 29; }
    FormScreen .long Row .fault { max-height: 0; padding-left: 29; }
    FormScreen .long Row.current .fault, FormScreen .long Row.faulty .fault { max-height: 100; }
    FormScreen Row .wrong, FormScreen #said.wrong { color: $text-error; }
    FormScreen #said, FormScreen #preview { height: auto; }
    """

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        on_submit: Callable[[dict[str, Any]], Any] | None = None,
        *,
        doubt: Callable[[dict[str, Any]], str | None] | None = None,
        preview: Callable[[dict[str, Any]], str] | None = None,
        note: str = "",
    ) -> None:
        super().__init__()
        self.heading = title
        self.fields, self.on_submit = fields, on_submit
        self.doubt, self.preview, self.note = doubt, preview, note
        self._confirmed: dict[str, Any] | None = None

    def compose(self) -> ComposeResult:
        with (Fields if self.fields else VerticalScroll)(id="form", can_focus=not self.fields) as form:
            form.set_class(len(self.fields) > MOST_TOGETHER, "long")
            form.border_title = Content(self.heading)
            form.border_subtitle = Content("Entrée enregistrer · Échap abandonner · Tab champ suivant")
            if self.note:
                yield Static(Content(self.note), id="note")
            for field in self.fields:
                yield Row(field)
            yield Static(id="preview")
            yield Static(id="said")

    def on_mount(self) -> None:
        for part in ("#preview", "#said"):
            self.query_one(part).display = False
        self._follow()
        rows = [row for row in self.query(Row) if row.asked]
        if not rows:
            self.set_focus(self.query_one("#form"))
        else:
            next((row for row in rows if row.field.required and not row.field.default), rows[0]).focus_control()
        self._show_preview()

    @on(Input.Submitted)
    def entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_save()

    @on(Input.Changed)
    @on(Choice.Changed)
    def _changed(self) -> None:
        """What was said of a field, or of the whole, goes once it is no longer so."""
        self._say("")
        self._follow()
        for row in self.query(Row):
            row.say_no_more()
        self._show_preview()

    def action_step(self, step: int) -> None:
        """Moves among the persons found, else to another field."""
        focused = self.focused
        picker = focused.parent if focused is not None else None
        if isinstance(picker, Finding) and picker.move(step):
            return
        if step > 0:
            self.focus_next()
        else:
            self.focus_previous()

    def action_save(self) -> None:
        """Checks every field, then submits; the first wrong one gets the cursor."""
        picker = self.focused.parent if self.focused is not None else None
        if isinstance(picker, Finding) and picker.take():
            if not isinstance(picker, SeveralPicker):
                self.focus_next()
            return
        values = self._read(tell=True)
        if values is None:
            return
        try:
            if self.doubt and values != self._confirmed and (sentence := self.doubt(values)):
                self._confirmed = values
                self._say(f"{sentence} Entrée une seconde fois pour confirmer.")
                return
            if self.on_submit:
                self.on_submit(values)
        except Refused as refused:
            self._say(str(refused))
            return
        self.dismiss(values)

    def _follow(self) -> None:
        """Shows the fields that what is typed asks for, with the values that go with it."""
        rows = list(self.query(Row))
        if any(row.field.when or callable(row.field.choices) for row in rows):
            for row in rows:  # a field may follow one before it
                row.follow({other.field.name: other.so_far() for other in rows})

    def _read(self, tell: bool) -> dict[str, Any] | None:
        values, wrong = {}, None
        for row in self.query(Row):
            fault = ""
            try:
                values[row.field.name] = row.read()
            except Misread as misread:
                fault, wrong = str(misread), wrong or row
            if tell:
                row.say(fault)
        if tell:
            self._say("")
        if wrong is None:
            return values
        if tell:
            wrong.focus_control()
        return None

    def _say(self, sentence: str) -> None:
        said = self.query_one("#said", Static)
        said.update(Content(f"▲ {sentence}" if sentence else ""))
        said.set_class(True, "wrong")
        said.display = bool(sentence)
        if sentence:
            self.call_after_refresh(said.scroll_visible, animate=False)

    def _show_preview(self) -> None:
        if not self.preview:
            return
        values = self._read(tell=False)
        try:
            text = self.preview(values) if values is not None else ""
        except Refused as refused:
            text = f"▲ {refused}"
        self._preview_says(text)

    def _preview_says(self, text: str) -> None:
        shown = self.query_one("#preview", Static)
        shown.update(Content(text))
        shown.display = bool(text)
