"""Rapports: what the convention has handed in, period by period."""

from collections.abc import Iterable
from typing import Any, ClassVar

from textual.binding import Binding

from models.duties import periods
from models.duties.periods import Period
from models.french import wording
from models.returns import closing, copies, handed
from models.tables import Action
from tui.returns.copies import CopiesScreen, CopyScreen
from tui.returns.forms import ask_close, ask_reopen
from tui.returns.prepared import ReturnScreen, ask_handed, write
from tui.widgets.listing import Column, Entry, Listing

SHAPES = {"remis": "●", "à venir": "○", "facultatif": "○", "à remettre": "?", "en retard": "▲"}


class ReturnsView(Listing):
    """Every period of every return of an action, in order."""

    OPENS = (
        "Prépare le rapport choisi et dit, personne par personne, ce qui manque avant de le remettre ; d'un rapport"
        " envoyé, la copie et ce qui a bougé depuis."
    )
    HELP = (
        "Les rapports que la convention demande, période par période : ○ à venir ou facultatif, ? à remettre, ▲ en"
        " retard, ● remis."
    )
    CALLED = "Rapports"
    EMPTY = "La convention ne demande aucun rapport."
    COLUMNS = (
        Column("", 1),
        Column("Période", 18),
        Column("Rapport"),
        Column("À remettre", 10),
        Column("État", 12),
    )
    BINDINGS: ClassVar = [
        Binding(
            "x",
            "export",
            "Classeur",
            id="returns.export",
            tooltip="Écrire le classeur du rapport\nUne copie en est gardée.",
        ),
        Binding(
            "r",
            "hand_in",
            "Remis le…",
            id="returns.hand_in",
            tooltip=(
                "Noter le jour où il a été remis\n"
                "Ou le corriger : la copie est alors celle de ce qui est envoyé, et ne change plus."
            ),
        ),
        Binding(
            "c",
            "close",
            "Clôturer",
            id="returns.close",
            tooltip="Clôturer l'action jusqu'à un jour\nCe qui est daté d'ici là ne change plus.",
        ),
        Binding("o", "reopen", "Rouvrir", id="returns.reopen", tooltip="Rouvrir l'action clôturée, avec un motif"),
        Binding("k", "copies", "Copies", id="returns.copies", tooltip="Voir les copies gardées de ce qui est envoyé"),
        Binding(
            "delete,backspace",
            "take_back",
            "Pas remis",
            show=False,
            id="returns.take_back",
            tooltip="\nRetire le jour où le rapport a été remis.",
        ),
    ]

    def __init__(self, action: Action) -> None:
        super().__init__()
        self.action = action
        self.periods: dict[tuple[str, str], Period] = {}
        self.sent: dict[tuple[str, Any], int] = {}

    def on_mount(self) -> None:
        self.watch(self.rows, "highlighted", lambda _: self.refoot())

    def entries(self) -> Iterable[Entry]:
        found = [period for of in self.action.spec.returns for period in periods.periods(self.action, of)]
        found.sort(key=lambda one: (one.end, one.start, one.of.code))
        self.periods = {(one.of.code, one.key): one for one in found}
        self.sent = copies.sent_of(self.action)
        for target, one in self.periods.items():
            verb = "envoyé" if (one.of.code, one.first) in self.sent else "remis"
            state = f"{verb} {wording.day(one.handed)[:5]}" if one.handed else one.state
            name = "Toute l'action" if one.of.every == "action" else wording.capital(one.name)
            cells = [SHAPES[one.state], name, one.of.label, wording.day(one.due) or "—", state]
            yield Entry(
                target, cells, "$text-muted" if one.state in ("remis", "à venir", "facultatif") else "", "$text-warning"
            )

    def first(self) -> Any:
        """The first one to hand in; else the next to come."""
        waiting = [target for target, one in self.periods.items() if one.state in ("à remettre", "en retard")]
        coming = [target for target, one in self.periods.items() if one.state == "à venir" and not one.of.stopped]
        return next(iter([*waiting, *coming]), None)

    def foot(self) -> str:
        late = sum(one.state == "en retard" for one in self.periods.values())
        waiting = sum(one.state == "à remettre" for one in self.periods.values())
        lines = [f"{waiting} à remettre · {late} en retard"]
        if state := closing.state(self.action):
            lines.append(f"Action {state}")
        if (one := self.current) and one.handed and self._copy(one):
            lines.append(f"Envoyé le {wording.day(one.handed)} : Entrée ouvre la copie gardée")
        return "\n".join(lines)

    def _copy(self, period: Period) -> int | None:
        """The number of the copy of what was sent about a period."""
        return self.sent.get((period.of.code, period.first))

    @property
    def current(self) -> Period | None:
        return self.periods.get(self.target)

    def opened(self, target: tuple[str, str]) -> None:
        period = self.periods[target]
        if number := self._copy(period):
            self.app.push_screen(CopyScreen(number))
        else:
            self.app.push_screen(ReturnScreen(period))

    def action_close(self) -> None:
        ask_close(self.app, self.action)

    def action_reopen(self) -> None:
        ask_reopen(self.app, self.action)

    def action_copies(self) -> None:
        self.app.open_screen(CopiesScreen, self.action)

    def action_export(self) -> None:
        if self.current:
            write(self.app, self.current)

    def action_hand_in(self) -> None:
        if self.current:
            ask_handed(self.app, self.current)

    def action_take_back(self) -> None:
        if self.current and self.current.handed:
            handed.take_back(self.current, who=self.app.who)
            self.app.notify("Rapport noté comme pas encore remis ; Ctrl+Z le remet.")
            self.reload()
