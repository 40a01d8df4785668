"""Actions: each with its convention, its dates, its people, and how its figures keep up with the calendar."""

from collections.abc import Iterable
from fractions import Fraction
from time import monotonic
from typing import Any, ClassVar

from pendulum import Date
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content

from config.progress import each
from models.figures import pacing, shares
from models.figures.figures import Figure, figures
from models.figures.scope import usual_period
from models.french import wording
from models.people import actions
from models.people.actions import Summary
from models.returns import closing
from models.tables import Action
from tui.page import Page
from tui.people.action_forms import ask_correction, ask_new
from tui.widgets.bars import bar
from tui.widgets.listing import Column, Entry
from tui.widgets.rows import fit
from tui.widgets.slow import SlowListing

EVERY, REST = 0.3, 10  # seconds between two drawings of the list, and times what one takes
NAME, WIDER, GAUGE, GAUGE_WIDE = 24, 36, 14, 20  # cells of a figure's name and of its bar
WIDE = 100  # cells of the screens with the wider ones
STEP = Fraction(1, 20)  # a twentieth ahead or behind is still in pace


class ActionsView(SlowListing):
    """One line an action, then one a figure that has an objective. The figures come after the list is shown."""

    OPENS = "L'action ; sur un indicateur, son onglet Indicateurs."
    COLUMNS = (
        Column("Action", 16),
        Column("Convention"),
        Column("Du", 10, least=90),
        Column("Au", 10),
        Column("En cours", 8, right=True),
        Column("En tout", 7, right=True),
        Column("Calendrier", 10, right=True),
    )
    CALLED = "Actions"
    KEYS = "┃ rythme attendu"
    EMPTY = "Aucune action. n crée la première."

    def __init__(self) -> None:
        super().__init__()
        self.known = True  # the list itself does not wait
        self.listed: list[Summary] = []
        self.closed: dict[int, str] = {}
        self.figures: dict[int, list[Figure]] = {}
        self._made: dict[int, tuple[list[Figure], int, list[Entry]]] = {}  # lines, of figures, for a width
        self._rested = 0.0

    def lines(self) -> Iterable[Entry]:
        for summary in self.listed:
            yield Entry(("action", summary.action.id), _cells(summary), "bold")
            if state := self.closed.get(summary.action.id):
                yield Entry(None, [f"  {state}"], "$text-muted")
            yield from self._paces(summary.action)

    def _paces(self, action: Action) -> list[Entry]:
        """A line a figure; made once, however often the list is drawn while others come."""
        found, width = self.figures.get(action.id, []), self._fitted
        made = self._made.get(action.id)
        if made is None or made[0] is not found or made[1] != width:
            period = usual_period(action)
            lines = [Entry(("figure", action.id, one.indicator.id), [_pace(one, period, width)]) for one in found]
            made = self._made[action.id] = (found, width, lines)
        return made[2]

    def reload(self) -> None:
        self.listed, self.closed = actions.listing(), closing.states()
        self.show_again()
        super().reload()

    def read(self) -> None:
        """The figures of each action, shown as they come."""
        for summary in each(self.listed, "Indicateurs des actions"):
            action = summary.action
            self.figures[action.id] = [one for one in figures(action, *usual_period(action)) if one.objective]

    def _told(self, what: str, done: int, of: int) -> None:
        super()._told(what, done, of)
        began = monotonic()
        if began >= self._rested:
            self.show_again()
            self._rested = monotonic() + max(EVERY, REST * (monotonic() - began))

    def opened(self, target: tuple[Any, ...]) -> None:
        if target[0] == "figure":
            self.app.open_action(target[1], "Indicateurs", (target[2], ""))
        else:
            self.app.open_action(target[1])


class ActionsScreen(Page):
    """The list of actions."""

    TITLE = "Actions"
    HELP = (
        "Vos actions, celles en cours d'abord. Sous chacune, les indicateurs qui ont un objectif :\n"
        "━ ce qui est réalisé, ─ ce qui reste, ┃ où en est le calendrier de l'action.\n"
        "▼ en retard sur le calendrier, et de combien ; rien pour un objectif indicatif."
    )
    BINDINGS: ClassVar = [
        Binding("n", "new", "Nouvelle action", id="actions.new"),
        Binding("c", "correct", "Corriger", id="actions.correct", tooltip="\nL'action choisie."),
        Binding(
            "delete,backspace",
            "remove",
            "Supprimer",
            show=False,
            id="actions.remove",
            tooltip="\nUne action encore vide.",
        ),
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


def _cells(summary: Summary) -> list[str]:
    action = summary.action
    return [
        action.code,
        action.title or action.spec.title,
        wording.day(action.start),
        wording.day(action.end),
        f"{summary.open}/{action.places}" if action.places else str(summary.open),
        str(summary.persons),
        f"{wording.number(actions.pace(action.start, action.end) * 100)} %",
    ]


def _pace(figure: Figure, period: tuple[Date, Date], width: int) -> Content:
    """A figure against its objective and the calendar, in a line; what is late on it stands out."""
    unit = figure.indicator.unit
    told = f"{wording.quantity(figure.value, unit)} / {wording.quantity(figure.objective, unit)}"
    if figure.months is not None:
        told += f", {shares.full_months(figure)}"
    if figure.indicative:
        told += f" ({shares.INDICATIVE})"
    pace = pacing.expected(figure, *period)
    behind = pace - figure.rate if pace is not None and figure.rate is not None else Fraction(0)
    late = behind > STEP
    gap = f"  ▼ −{wording.quantity(behind * figure.objective, unit)}" if late and figure.objective else ""
    name = Content(f"  {fit(figure.indicator.label, NAME if width < WIDE else WIDER)} ")
    gauge = bar(figure.rate, pace, GAUGE if width < WIDE else GAUGE_WIDE, late)
    rate = Content.styled(f" {wording.percent(figure.rate):>8}  ", "$text-warning" if late else "bold")
    return name + gauge + rate + Content(told) + Content.styled(gap, "bold $text-warning")
