"""Rapports: what the convention has handed in, period by period; one prepared, with what is missing before it goes."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding

from models.days.clock import today
from models.duties import periods
from models.duties.lists import TITLES
from models.duties.periods import Period
from models.figures.figures import Figure
from models.french import wording
from models.returns import closing, copies, handed
from models.returns import prepared as returns
from models.returns.prepared import Prepared
from models.tables import Action
from tui.duties.forms import open_task
from tui.forms.form import FormScreen
from tui.forms.rows import Field
from tui.page import Page
from tui.returns.forms import ask_close, ask_reopen
from tui.shell.workbooks import write_behind
from tui.widgets.listing import Column, Entry, Listing

if TYPE_CHECKING:
    from tui.app import AssiduApp

SHAPES = {"remis": "●", "à venir": "○", "à remettre": "?", "en retard": "▲"}


class ReturnsView(Listing):
    """Every period of every return of an action, in order."""

    HELP = (
        "Les rapports que la convention demande, période par période : ○ à venir, ? à remettre, ▲ en retard, ● remis.\n"
        "Entrée prépare le rapport choisi et dit, personne par personne, ce qui manque avant de le remettre.\n"
        "x écrit son classeur et en garde une copie. r note le jour où il a été remis, ou le corrige : la copie est"
        " alors celle de ce qui est envoyé, et ne change plus ; Suppr retire ce jour.\n"
        "Sur un rapport envoyé, Entrée ouvre sa copie et dit ce qui a bougé depuis. k montre toutes les copies.\n"
        "c clôture l'action jusqu'à un jour : ce qui est daté d'ici là ne change plus. o la rouvre, avec un motif."
    )
    EMPTY = "La convention ne demande aucun rapport."
    COLUMNS = (
        Column("", 1),
        Column("Période", 18),
        Column("Rapport"),
        Column("À remettre", 10),
        Column("État", 12),
    )
    BINDINGS: ClassVar = [
        Binding("x", "export", "Classeur", id="returns.export", tooltip="Écrire le classeur du rapport"),
        Binding("r", "hand_in", "Remis le…", id="returns.hand_in", tooltip="Noter le jour où il a été remis"),
        Binding("c", "close", "Clôturer", id="returns.close", tooltip="Clôturer l'action jusqu'à un jour"),
        Binding("o", "reopen", "Rouvrir", id="returns.reopen", tooltip="Rouvrir l'action clôturée, avec un motif"),
        Binding("k", "copies", "Copies", id="returns.copies", tooltip="Voir les copies gardées de ce qui est envoyé"),
        Binding("delete,backspace", "take_back", "Pas remis", show=False, id="returns.take_back"),
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
            verb = "envoyé" if (one.of.code, one.start) in self.sent else "remis"
            state = f"{verb} {wording.day(one.handed)[:5]}" if one.handed else one.state
            name = "Toute l'action" if one.of.every == "action" else wording.capital(one.name)
            cells = [SHAPES[one.state], name, one.of.label, wording.day(one.due) or "—", state]
            yield Entry(target, cells, "dim" if one.state in ("remis", "à venir") else "", "$text-warning")

    def first(self) -> Any:
        """The first one to hand in; else the next to come."""
        waiting = [target for target, one in self.periods.items() if one.state in ("à remettre", "en retard")]
        coming = [target for target, one in self.periods.items() if one.state == "à venir"]
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
        return self.sent.get((period.of.code, period.start))

    @property
    def current(self) -> Period | None:
        return self.periods.get(self.target)

    def opened(self, target: tuple[str, str]) -> None:
        period = self.periods[target]
        if number := self._copy(period):
            from tui.returns.copies import CopyScreen

            self.app.push_screen(CopyScreen(number))
        else:
            self.app.push_screen(ReturnScreen(period))

    def action_close(self) -> None:
        ask_close(self.app, self.action)

    def action_reopen(self) -> None:
        ask_reopen(self.app, self.action)

    def action_copies(self) -> None:
        self.app.open_screen("tui.returns.copies", "CopiesScreen", self.action)

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


def write(app: "AssiduApp", period: Period) -> None:
    """Writes the workbook of a return in the export folder, and says where it is."""
    from models.export import handing
    from models.export import returns as export

    who, operator = app.who, app.settings.operator
    write_behind(
        app,
        lambda folder: export.usual_path(folder, period),
        lambda path: handing.hand_over(period, path, who, operator),
    )


def ask_handed(app: "AssiduApp", period: Period) -> None:
    """Asks on which day a return was handed in."""
    field = Field("day", "Remis le", "date", required=True, default=period.handed or today())
    title = f"{period.action.code} · {period.of.label} · {period.name}"
    app.push_screen(FormScreen(title, [field], lambda values: handed.hand_in(period, values["day"], who=app.who)))


class PreparedView(Listing):
    """A return prepared: what is missing, its figures, exits and profiles, and what is to be written."""

    COLUMNS = (Column("Le rapport"), Column("Valeur", 12, right=True), Column("Objectif", 14, right=True))

    def __init__(self, period: Period) -> None:
        super().__init__()
        self.period = period
        self.prepared: Prepared | None = None

    def entries(self) -> Iterator[Entry]:
        prepared = self.prepared = returns.prepare(self.period)
        yield from self._missing(prepared)
        yield _head("Chiffres")
        for rank, figure in enumerate(prepared.figures):
            yield Entry(("figure", rank), _figure(figure))
        if prepared.departures:
            yield _head(f"Sorties ({len(prepared.departures)})")
            for rank, one in enumerate(prepared.departures):
                yield Entry(("departure", rank), [f"{one.stay.name} : {one.told}", wording.day(one.stay.exit), ""])
        for profile, values in prepared.profiles.items():
            yield _head(wording.capital(profile))
            for value, count in values.items():
                yield Entry(("profile", profile, value), [value, str(count), ""])
        if prepared.deviations:
            yield _head(f"Écarts de la période ({len(prepared.deviations)})")
            for rank, deviation in enumerate(prepared.deviations):
                yield Entry(("deviation", rank), [deviation.message])
        if self.period.of.questions:
            yield _head("À rédiger dans le classeur")
            for question in self.period.of.questions:
                yield Entry(("question", question), [question])

    def _missing(self, prepared: Prepared) -> Iterator[Entry]:
        if not prepared.missing:
            yield _head("Rien ne manque : le rapport peut partir.")
            return
        yield _head(f"À compléter avant de remettre ({len(prepared.missing)})")
        for rank, task in enumerate(prepared.missing):
            yield Entry(("missing", rank), [f"{task.name} : {task.what}"])

    def foot(self) -> str:
        period = self.period
        due = f"À remettre le {wording.day(period.due)} au plus tard" if period.due else "Sans date limite"
        state = f"remis le {wording.day(period.handed)}" if period.handed else period.state
        return f"{self._chosen()}{due} · {state} [{period.of.source}]"

    def _chosen(self) -> str:
        """The line chosen, whole."""
        if self.prepared is None or not self.target:
            return ""
        kind, rank = self.target[:2]
        if kind == "missing":
            task = self.prepared.missing[rank]
            return f"{TITLES[task.duty]} · {task.message}\n"
        if kind == "deviation":
            one = self.prepared.deviations[rank]
            return f"{one.message}\nÀ faire : {one.remedy}\n"
        if kind == "figure":
            return f"{self.prepared.figures[rank].indicator.label}\n"
        return f"{rank}\n" if kind == "question" else ""

    def on_mount(self) -> None:
        self.watch(self.rows, "highlighted", lambda _: self.refoot())

    def opened(self, target: tuple) -> None:
        prepared = self.prepared
        assert prepared is not None
        if target[0] == "missing":
            open_task(self.app, prepared.missing[target[1]])
        elif target[0] == "figure":
            from tui.figures.indicators import BehindScreen

            period = self.period
            self.app.push_screen(BehindScreen(period.action, prepared.figures[target[1]], period.start, period.end))
        elif target[0] == "departure":
            self.app.open_person(prepared.departures[target[1]].stay.person)
        elif target[0] == "deviation":
            from tui.registers import forms

            one = prepared.deviations[target[1]]
            forms.open_or_correct(self.app, one.table, one.record)


class ReturnScreen(Page):
    """A return prepared, and what is missing before it can go."""

    TITLE = "Rapport"
    HELP = (
        "Le rapport tel qu'il partirait aujourd'hui.\n"
        "En tête, ce qui manque, personne par personne : Entrée ouvre ce qui le complète, et la ligne s'en va.\n"
        "Puis les chiffres de la période (Entrée montre les enregistrements comptés), les sorties et leur classe, les"
        " profils, les écarts, et ce qui est à rédiger dans le classeur.\n"
        "x écrit le classeur et dit où il est. r note le jour où le rapport a été remis."
    )
    BINDINGS: ClassVar = [
        Binding("x", "export", "Classeur", id="return.export", tooltip="Écrire le classeur du rapport"),
        Binding("r", "hand_in", "Remis le…", id="return.hand_in", tooltip="Noter le jour où il a été remis"),
    ]

    def __init__(self, period: Period) -> None:
        super().__init__()
        self.view = PreparedView(period)

    def body(self) -> ComposeResult:
        yield self.view

    def reload(self) -> None:
        period = self.view.period
        known = periods.periods(Action.get_by_id(period.action.id), period.of)
        self.view.period = next((one for one in known if one.start == period.start), period)
        self.retitle(f"{period.action.code} · {wording.capital(period.name)} · {period.of.label}")
        self.view.reload()

    def action_export(self) -> None:
        write(self.app, self.view.period)

    def action_hand_in(self) -> None:
        ask_handed(self.app, self.view.period)


def _head(title: str) -> Entry:
    return Entry(None, [title])


def _figure(figure: Figure) -> list[str]:
    unit = figure.indicator.unit
    aim = f"/ {wording.quantity(figure.target, unit)}" if figure.target is not None else ""
    return [figure.indicator.label, wording.quantity(figure.value, unit), aim]
