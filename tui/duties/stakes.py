"""Enjeux: what is about to be lost, or is, in every action, what costs most first."""

from collections.abc import Iterable
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding

from models.days.clock import today
from models.french import wording
from models.stakes import put_off
from models.stakes.stake import Stake
from models.stakes.stakes import stakes
from models.tables import Action
from tui.duties.answers import later, told
from tui.forms.form import Field, FormScreen
from tui.page import Page
from tui.widgets.listing import Column, Entry
from tui.widgets.slow import SlowListing

PLACES = {
    "heures prévues": "Heures",
    "heures à libérer": "Heures",
    "sans leçon": "Heures",
    "heures mutualisées": "Heures",
    "objectif": "Indicateurs",
    "rapport": "Rapports",
}
"""The tab of its action where a kind of stake is acted upon."""


BACK = "Il revient à sa place ce jour-là ; il n'est jamais effacé."


class StakesView(SlowListing):
    """Everything at stake, read beside the screen."""

    OPENS = "L'endroit où l'on agit : heures, prêts, indicateurs, appel, fiche de la personne."
    CALLED = "En jeu"
    EMPTY = "Rien en jeu : ni euros, ni heures, ni jours près d'être perdus, et rien en retard."
    COLUMNS = (
        Column("En jeu", 11, right=True),
        Column("Le", 10),
        Column("Action", 12, least=110),
        Column("Quoi"),
    )

    BINDINGS: ClassVar = [
        Binding(
            "r",
            "put_off",
            "Reporter",
            id="stakes.put_off",
            tooltip="Reporter l'enjeu choisi à un jour\nAvec un motif ; il revient ce jour-là.",
        ),
        Binding(
            "delete",
            "put_back",
            "Remettre",
            show=False,
            id="stakes.put_back",
            tooltip="Remettre dans la liste un enjeu reporté",
        ),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Stake] = []

    def read(self) -> list[Stake]:
        return stakes()

    def take(self, found: list[Stake]) -> None:
        self.found = found

    def lines(self) -> Iterable[Entry]:
        for rank, one in enumerate(self.found):
            what = f"{one.message} · {later(one)}" if one.until else one.message
            cells = [one.amount, wording.day(one.date), one.action, what]
            yield Entry(rank, cells, "dim" if one.lost or one.until else "", "")

    def foot(self) -> str:
        if not self.found:
            return ""
        if self.target is None or self.target >= len(self.found):
            return told(self.found)
        one = self.found[self.target]
        what = "Perdu : rien ne le rattrape." if one.lost else f"À faire : {one.act}." if one.act else ""
        put_off = wording.capital(later(one)) if one.until else ""
        return "\n".join(line for line in (one.message, put_off, what, told(self.found)) if line)

    def subject(self) -> str:
        return wording.capital(self.current.kind) if self.current else ""

    @property
    def current(self) -> Stake | None:
        """The stake chosen."""
        return self.found[self.target] if self.target is not None and self.target < len(self.found) else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "put_off":
            return self.current is not None
        if action == "put_back":
            return self.current is not None and self.current.until is not None
        return super().check_action(action, parameters)

    def action_put_off(self) -> None:
        one = self.current
        if one is None:
            return
        fields = [
            Field("until", "Jusqu'au", "date", required=True, default=one.until or today().add(days=7)),
            Field("motive", "Motif", required=True, default=one.motive),
        ]

        def save(values: dict[str, Any]) -> None:
            put_off.put_off(one, values["until"], values["motive"], who=self.app.who)
            self.reload()

        self.app.push_screen(FormScreen("Reporter un enjeu", fields, save, note=f"{one.message}\n{BACK}"))

    def action_put_back(self) -> None:
        if (one := self.current) is not None:
            put_off.take_back(one, who=self.app.who)
            self.app.notify("Enjeu remis dans la liste. Ctrl+Z l'annule.")
            self.reload()

    def opened(self, target: int) -> None:
        one = self.found[target]
        if one.table == "Action" or one.kind in PLACES:
            self.app.open_action(_number(one), PLACES.get(one.kind, ""))
        else:
            self.app.open_record(one.table, one.record)


def _number(one: Stake) -> int:
    found: int = Action.get(Action.code == one.action).id
    return found


class StakesScreen(Page):
    """What is at stake in every action."""

    TITLE = "Enjeux"
    HELP = (
        "Ce qui va être perdu si personne n'agit, ou l'est déjà : d'abord les euros, puis les heures et les jours, puis"
        " ce qui est en retard, le plus ancien d'abord.\n"
        "Heures de conduite prévues au-delà de ce qui reste, à libérer, sans leçon, mutualisées pour personne ; heures"
        " de module qu'un bloc ou une éligibilité va emporter, et heures faites que rien ne paie ; jours qu'un"
        " cyclomoteur n'aura pas roulé ; objectifs qui ne seront pas atteints à ce rythme ; places vacantes ;"
        " échéances, appels et feuilles en retard.\n"
        "Un enjeu se reporte à un jour, avec un motif ; il reste en bas de la liste jusque-là."
    )

    def __init__(self) -> None:
        super().__init__()
        self.view = StakesView()

    def body(self) -> ComposeResult:
        yield self.view

    def reload(self) -> None:
        self.retitle("Enjeux", "toutes les actions")
        self.view.reload()
