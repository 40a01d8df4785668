"""Small declarative forms: a list of fields, one modal screen, the fault said under its field.

    FormScreen(
        "Nouvel examen",
        [Field("day", "Date", "date", required=True, default=today()), Field("reason", "Motif")],
        lambda values: records.add(Exam, action=action, person=person, who=self.app.who, **values),
    )

The values are typed (``Date``, whole minutes, cents…); an empty text is ``""``, an empty quantity or day ``None``.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar

from pendulum import Date
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from config.refusal import Refusal
from models.acts.rehearsal import rehearse
from models.french.typed import Misread
from models.tables import COORDINATOR
from tui.forms.rows import Field, Row
from tui.page import Dialog
from tui.widgets.fields import Choice, Finding, SeveralPicker

__all__ = ["Field", "FormScreen", "Row"]

MOST_TOGETHER = 8  # fields whose hints are all shown at once


class Fields(VerticalScroll, inherit_bindings=False):
    """The fields of a form: ↑ and ↓ go from one to another, however many there are, and never scroll."""


class FormScreen(Dialog[dict[str, Any] | None]):
    """Asks for ``fields`` and gives their typed values to ``on_submit``; closes with them, or with None.

    ``on_submit`` may raise Refused: the sentence is shown and the form stays open with all that was typed. ``doubt``
    gives a sentence to read before saving (a second Entrée confirms); ``preview`` a line that follows what is typed.
    ``begin`` names the field the cursor begins on; without one, the first that must be filled in, or what follows the
    person it is about. ``by``: whose it is to fill, coordinators', trainers' too, or ('') everybody's.
    """

    HELP = (
        "Remplissez les champs ; ceux marqués * sont nécessaires.\n"
        "Ce que vous tapez remplace ce qui est dans le champ ; pour le compléter, appuyez d'abord sur Fin.\n"
        "Une valeur à choisir change avec ← et →, ou par ses premières lettres.\n"
        "Les dates s'écrivent 12/03/2026, les durées 2 h 30 ou 2,5, les heures 9h30.\n"
        "Un mot déjà tapé ailleurs est proposé en gris : → le prend."
    )
    BINDINGS: ClassVar = [
        Binding(
            "ctrl+s",
            "save",
            "Enregistrer",
            id="form.save",
            tooltip="\nEntrée aussi, une fois pris ce qui est à trouver.",
            priority=True,
        ),
        Binding("enter", "save", "Enregistrer", show=False, id="form.enter"),
        Binding("escape", "leave", "Abandonner", id="form.leave", tooltip="\nSans rien changer."),
        Binding("up", "step(-1)", "Champ d'avant", show=False, id="form.up", tooltip="\nMaj+Tab aussi."),
        Binding("down", "step(1)", "Champ d'après", show=False, id="form.down", tooltip="\nTab aussi."),
    ]
    DEFAULT_CSS = """
    FormScreen { align: center middle; }
    FormScreen > #form { width: 76; max-width: 100%; height: auto; max-height: 100%; border: round $accent;
        background: $surface; padding: 0 1; }
    FormScreen Row, FormScreen Finding, FormScreen .found { height: auto; }
    FormScreen Row .line { layout: horizontal; height: auto; }
    FormScreen Row .label { width: 24; padding-right: 1; }
    FormScreen Row Line, FormScreen Choice, FormScreen Finding { width: 1fr; }
    FormScreen Choice { height: 1; background: $field; }
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
        begin: str = "",
        rehearsed: bool = False,
        by: str = COORDINATOR,
    ) -> None:
        super().__init__()
        self.by = by
        self.heading = title
        self.fields, self.on_submit, self.begin = fields, on_submit, begin
        self.doubt, self.preview, self.note = doubt, preview, note
        self.rehearsed = rehearsed  # what refuses the act of on_submit is told before what is doubtful
        self._confirmed: dict[str, Any] | None = None

    def window(self) -> ComposeResult:
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
            wanted = [row for row in rows if row.field.name == self.begin]
            empty = [row for row in rows if row.field.required and row.so_far() in (None, "", ())]
            after = [row for row in rows if row.field.kind != "person" or not row.field.default]
            (wanted or empty or after or rows)[0].focus_control()
        self._show_preview()

    def new_day(self, before: Date, front: bool) -> None:
        """A day still proposed because it was today is the new today."""
        for row in self.query(Row):
            row.new_day(before)

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
            row.say_day()
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
                if self.on_submit and self.rehearsed:
                    rehearse(partial(self.on_submit, values))
                self._confirmed = values
                self._say(f"{sentence} Entrée une seconde fois pour confirmer : {self.heading}.")
                return
            if self.on_submit:
                self.on_submit(values)
        except Refusal as refused:
            self._say(str(refused))
            return
        self.dismiss(values)

    def _follow(self) -> None:
        """Shows the fields that what is typed asks for, with the values that go with it."""
        rows = list(self.query(Row))
        if any(row.field.when or row.field.follows or row.field.since or callable(row.field.choices) for row in rows):
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
        except Refusal as refused:
            text = f"▲ {refused}"
        self._preview_says(text)

    def _preview_says(self, text: str) -> None:
        shown = self.query_one("#preview", Static)
        shown.update(Content(text))
        shown.display = bool(text)
