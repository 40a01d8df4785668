"""Écarts: what deviates from a convention, by which article, and what to do."""

from collections import Counter
from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding

from models.french import wording
from models.rules import explained
from models.rules.checks import deviations
from models.rules.deviation import Deviation
from models.tables import Action, Motive
from tui.figures.answers import explanation
from tui.forms.form import FormScreen
from tui.forms.rows import Field
from tui.page import Page
from tui.registers import forms
from tui.widgets.listing import Column, Entry
from tui.widgets.slow import AT_ONCE, SlowListing

SHAPES = {"error": "■ E", "warning": "▲ A", "info": "○ I"}
TINTS = {"error": "$text-error", "warning": "$text-warning", "info": ""}
EXPLAINED = "expliqué ·"
STAYS = "L'écart reste dans la liste, avec ce motif : rien de ce qu'il dit n'est changé."
NAMES = {"error": "erreur", "warning": "alerte", "info": "information"}


class DeviationsView(SlowListing):
    """The deviations of ``action``, or of all of them for None, the gravest first; more of them as one goes down."""

    OPENS = "L'enregistrement concerné."
    HELP = (
        "Ce qui s'écarte de la convention. ■ E erreur : de l'argent ou un droit est en jeu ; ▲ A alerte : à regarder"
        " ; ○ I information. Un écart disparaît dès que sa cause est corrigée.\n"
        "En bas : l'écart choisi en entier, l'article de la convention, et ce qu'il y a à faire, ou le motif"
        " qu'on lui a donné."
    )
    CALLED = "Écarts"
    EMPTY = "Aucun écart : tout est conforme à la convention."
    BINDINGS: ClassVar = [
        Binding(
            "m",
            "explain",
            "Motif",
            id="deviations.explain",
            tooltip="Expliquer l'écart choisi\nUn motif, daté et signé ; l'écart reste dans la liste.",
        ),
        Binding(
            "delete",
            "unexplain",
            "Retirer le motif",
            show=False,
            id="deviations.unexplain",
            tooltip="Retirer l'explication de l'écart choisi",
        ),
    ]
    COLUMNS = (
        Column("", 3),
        Column("Date", 10),
        Column("Action", 12, least=100),
        Column("Sujet", 16, least=95),
        Column("Écart"),
    )

    def __init__(self, action: Action | None) -> None:
        super().__init__()
        self.action = action
        self.found: list[Deviation] = []
        self.explained: dict[int, Motive] = {}
        self.counts: dict[str, int] = {}

    def read(self) -> tuple[list[Deviation], Counter[str], dict[int, Motive]]:
        found = deviations(self.action)
        listed = [one for severity in SHAPES for one in found if one.severity == severity]
        return listed, Counter(one.severity for one in found), explained.explained(listed)

    def take(self, found: tuple[list[Deviation], Counter[str], dict[int, Motive]]) -> None:
        self.found, self.counts, self.explained = found
        if self.action is None:
            self.app.count("deviations", self.counts["error"], "$text-error")

    def lines(self) -> Iterable[Entry]:
        for rank, one in enumerate(self.found):
            told = f"{EXPLAINED} {one.message}" if rank in self.explained else one.message
            cells = [SHAPES[one.severity], wording.day(one.date), one.action, one.subject, told]
            yield Entry(rank, cells, "bold" if one.severity == "error" else "", TINTS[one.severity])

    def foot(self) -> str:
        if not self.found:
            return ""
        told = " · ".join(
            wording.counted(self.counts[severity], NAMES[severity]) for severity in SHAPES if self.counts[severity]
        )
        if self.explained:
            told += f" · dont {wording.counted(len(self.explained), 'expliqué')}"
        if (shown := len(self._entries)) < len(self.found):
            more = "" if self.rows.looked_for and shown < AT_ONCE else ", la suite en descendant"
            told += f" · {wording.counted(shown, 'montré', 'montrés')}{more}"
        if self.target is None or self.target >= len(self.found):
            return told
        one = self.found[self.target]
        why = self.explained.get(self.target)
        said = f"Expliqué : {explanation(why)}" if why else f"À faire : {one.remedy}"
        return f"{one.message}\nArticle : {one.source}\n{said}\n{told}"

    @property
    def current(self) -> Deviation | None:
        """The deviation chosen."""
        return self.found[self.target] if self.target is not None and self.target < len(self.found) else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "explain":
            return self.current is not None
        if action == "unexplain":
            return self.target in self.explained
        return super().check_action(action, parameters)

    def action_explain(self) -> None:
        one = self.current
        if one is None:
            return
        known = self.explained.get(self.target)
        field = Field("motive", "Motif", required=True, default=known.motive if known else "")

        def save(values: dict[str, str]) -> None:
            explained.explain(one, values["motive"], who=self.app.who)
            self.reload()

        self.app.push_screen(FormScreen("Expliquer un écart", [field], save, note=f"{one.message}\n{STAYS}"))

    def action_unexplain(self) -> None:
        if (one := self.current) is not None:
            explained.take_back(one, who=self.app.who)
            self.app.notify("Explication retirée. Ctrl+Z l'annule.")
            self.reload()

    def subject(self) -> str:
        one = self.current
        return (one.subject or one.action) if one else ""

    def tally(self) -> str:
        return wording.number(len(self.found)) if self.found else ""

    def opened(self, target: int) -> None:
        one = self.found[target]
        forms.open_or_correct(self.app, one.table, one.record)


class DeviationsScreen(Page):
    """The deviations of all actions, or of the one chosen."""

    TITLE = "Écarts"
    HELP = DeviationsView.HELP
    BINDINGS: ClassVar = [
        Binding("f", "filter", "Une action", id="deviations.filter", tooltip="Ne montrer qu'une action, ou toutes")
    ]

    def __init__(self) -> None:
        super().__init__()
        self.view = DeviationsView(None)

    def body(self) -> ComposeResult:
        yield self.view

    def reload(self) -> None:
        self.retitle("Écarts", self.view.action.code if self.view.action else "toutes les actions")
        self.view.reload()

    def action_filter(self) -> None:
        choices = [(0, "toutes"), *((one.id, one.code) for one in Action.select().order_by(Action.code))]
        now = self.view.action.id if self.view.action else 0
        field = Field("action", "Action", "choice", required=True, choices=choices, default=now)
        self.app.push_screen(FormScreen("Écarts de quelle action ?", [field], self._filter, by=""))

    def _filter(self, values: dict[str, int]) -> None:
        self.view.action = Action.get_or_none(Action.id == values["action"])
