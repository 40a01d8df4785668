"""Actions: each with its convention, its dates, its people, and how its figures keep up with the calendar."""

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding

from config.catalogue import usable
from models.figures import pacing
from models.figures.figures import Figure, figures
from models.french import wording
from models.french.folding import fold
from models.people import actions
from models.people.actions import Summary
from models.returns import closing
from models.tables import Action
from tui.forms.form import FormScreen
from tui.forms.rows import Field
from tui.page import Page
from tui.widgets.fields import Found
from tui.widgets.listing import Column, Entry, Listing, bar

if TYPE_CHECKING:
    from tui.app import AssiduApp

TINTS = {"▲": "$text-success", "▼": "$text-warning"}
STEP = Fraction(1, 20)  # a twentieth ahead or behind is still in pace


class ActionsView(Listing):
    """One line an action, then one a figure that has a target. The figures come after the list is shown."""

    COLUMNS = (
        Column("Action", 16),
        Column("Convention"),
        Column("Du", 10, least=90),
        Column("Au", 10),
        Column("En cours", 8, right=True),
        Column("En tout", 7, right=True),
        Column("Calendrier", 10, right=True),
    )
    EMPTY = "Aucune action. n crée la première."

    def __init__(self) -> None:
        super().__init__()
        self.figures: dict[int, list[Figure]] = {}

    def entries(self) -> Iterable[Entry]:
        closed = closing.states()
        for summary in actions.listing():
            yield Entry(("action", summary.action.id), _cells(summary), "bold")
            if state := closed.get(summary.action.id):
                yield Entry(None, [f"  {state}"], "dim")
            for figure in self.figures.get(summary.action.id, ()):
                text, tint = _pace(summary.action, figure)
                yield Entry(("figure", summary.action.id, figure.indicator.id), [text], tint=tint)

    def reload(self) -> None:
        super().reload()
        self.waiting = [entry.target[1] for entry in self._entries if entry.target and entry.target[0] == "action"]
        self.call_after_refresh(self._count_next)

    def _count_next(self) -> None:
        """Counts one action, shows it, and leaves the keyboard a turn before the next."""
        if not self.waiting or not self.is_attached or not self.display:  # being closed, it has no lines any more
            return
        action = Action.get_or_none(Action.id == self.waiting.pop(0))
        if action is not None:
            counted = figures(action, action.start, action.end)
            self.figures[action.id] = [figure for figure in counted if figure.target]
            super().reload()
        self.call_after_refresh(self._count_next)

    def opened(self, target: tuple) -> None:
        from tui.people.action import ActionScreen

        self.app.push_screen(ActionScreen(target[1], "Indicateurs" if target[0] == "figure" else ""))


class ActionsScreen(Page):
    """The list of actions."""

    TITLE = "Actions"
    HELP = (
        "Vos actions, celles en cours d'abord. Sous chacune, les indicateurs qui ont un objectif :\n"
        "█ ce qui est réalisé, ░ ce qui reste, ┃ où en est le calendrier de l'action.\n"
        "▲ en avance, ● dans le rythme, ▼ en retard sur le calendrier.\n"
        "Entrée ouvre l'action ; sur un indicateur, elle ouvre l'onglet Indicateurs.\n"
        "n crée une action, c corrige celle qui est choisie, Suppr supprime une action encore vide."
    )
    BINDINGS: ClassVar = [
        Binding("n", "new", "Nouvelle action", id="actions.new"),
        Binding("c", "correct", "Corriger", id="actions.correct"),
        Binding("delete,backspace", "remove", "Supprimer", show=False, id="actions.remove"),
    ]

    def body(self) -> ComposeResult:
        yield ActionsView()

    def reload(self) -> None:
        self.query_one(ActionsView).reload()

    def action_new(self) -> None:
        ask_new(self.app)

    def action_correct(self) -> None:
        if (target := self.query_one(ActionsView).target) is not None:
            ask_correction(self.app, Action.get_by_id(target[1]))

    def action_remove(self) -> None:
        target = self.query_one(ActionsView).target
        if target is not None and target[0] == "action":
            actions.remove(Action.get_by_id(target[1]), who=self.app.who)
            self.app.notify("Action supprimée ; Ctrl+Z la remet.")
            self.reload()


def ask_new(app: "AssiduApp") -> None:
    """Asks for a new action."""
    app.push_screen(
        FormScreen("Nouvelle action", _fields(app, None), lambda values: actions.add(who=app.who, **values))
    )


def ask_correction(app: "AssiduApp", action: Action) -> None:
    """Asks what to correct in an action."""
    fields = _fields(app, action)
    title = f"Corriger l'action {action.code}"
    app.push_screen(FormScreen(title, fields, lambda values: actions.correct(action, who=app.who, **values)))


def _fields(app: "AssiduApp", action: Action | None) -> list[Field]:
    def now(name: str) -> Any:
        return None if action is None else getattr(action, name)

    known = {spec.id: Found(spec.id, spec.title, f"{spec.territory}, {spec.id}") for spec in usable().values()}
    paid = "Nécessaires quand la convention paie à la place."
    return [
        Field("code", "Code", required=True, default=now("code"), hint="Court, par exemple ADSE-2026."),
        Field(
            "convention",
            "Convention",
            "found",
            required=True,
            default=known.get(now("convention")),
            find=lambda text: _among(known.values(), text),
            hint="Quelques mots de son titre, ou le Département.",
        ),
        Field("title", "Intitulé", default=now("title")),
        Field("start", "Début", "date", required=True, default=now("start")),
        Field("end", "Fin", "date", required=True, default=now("end")),
        Field("places", "Places", "number", default=now("places"), hint=paid),
        Field("staff", "ETP", "hundredths", default=now("staff"), hint="Postes à temps plein affectés à l'action."),
        Field("site", "Site", default=now("site"), suggestions=app.settings.sites),
    ]


def _among(known: Iterable[Found], text: str) -> list[Found]:
    """The conventions each word of ``text`` begins a word of: of the title, the territory or the id."""
    words = fold(text).split()
    return [one for one in known if all(f" {word}" in f" {fold(f'{one.name} {one.aside}')}" for word in words)]


def _cells(summary: Summary) -> list[str]:
    action = summary.action
    return [
        action.code,
        action.title or action.spec.title,
        wording.day(action.start),
        wording.day(action.end),
        f"{summary.open}/{action.places}" if action.places else str(summary.open),
        str(summary.persons),
        f"{wording.number(actions.pace(action) * 100)} %",
    ]


def _pace(action: Action, figure: Figure) -> tuple[str, str]:
    """A figure against its target and the calendar, and the colour of its shapes."""
    unit = figure.indicator.unit
    reached = f"{wording.quantity(figure.value, unit)} / {wording.quantity(figure.target, unit)}"
    pace = pacing.expected(action, figure)
    shape = " " if pace is None or figure.rate is None else _shape(figure.rate - pace)
    gauge = f"{shape} {bar(figure.rate, pace)} {wording.percent(figure.rate):>8}"
    return f"  {gauge}  {reached} · {figure.indicator.label}", TINTS.get(shape, "")


def _shape(ahead: Fraction) -> str:
    return "▲" if ahead > STEP else "▼" if ahead < -STEP else "●"
