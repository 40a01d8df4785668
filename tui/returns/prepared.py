"""A return prepared: what is missing before it goes, its workbook, the day it is handed in."""

from collections.abc import Iterator
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding

from models.days.clock import today
from models.duties import periods
from models.duties.lists import TITLES
from models.duties.periods import Period
from models.figures import shares
from models.figures.figures import Figure
from models.french import wording
from models.returns import handed
from models.returns import prepared as returns
from models.returns.prepared import Prepared
from models.tables import Action, HandedIn
from tui.duties.forms import open_task
from tui.forms.asked import asked
from tui.forms.form import FormScreen
from tui.host import Host
from tui.page import Page
from tui.widgets.listing import Column, Entry
from tui.widgets.slow import SlowListing
from tui.workbooks import write_behind


def write(app: Host, period: Period) -> None:
    """Writes the workbook of a return in the export folder, and says where it is."""
    from models.export import handing
    from models.export import returns as export

    who, operator = app.who, app.settings.operator
    write_behind(
        app,
        lambda folder: export.usual_path(folder, period),
        lambda path: handing.hand_over(period, path, who, operator),
    )


def ask_handed(app: Host, period: Period) -> None:
    """Asks on which day a return was handed in."""
    field = asked(HandedIn.day, default=period.handed or today())
    title = f"{period.action.code} · {period.of.label} · {period.name}"
    app.push_screen(FormScreen(title, [field], lambda values: handed.hand_in(period, values["day"], who=app.who)))


class PreparedView(SlowListing):
    """A return prepared: what is missing, its figures, exits and profiles, and what is to be written."""

    OPENS = "Sur ce qui manque, ce qui le complète, et la ligne s'en va ; sur un chiffre, les enregistrements comptés."
    CALLED = "Rapport"
    COLUMNS = (Column("Le rapport"), Column("Valeur", 12, right=True), Column("Objectif", 14, right=True))

    def __init__(self, period: Period) -> None:
        super().__init__()
        self.period = period
        self.prepared: Prepared | None = None

    def read(self) -> Prepared:
        return returns.prepare(self.period)

    def take(self, found: Prepared) -> None:
        self.prepared = found

    def lines(self) -> Iterator[Entry]:
        prepared = self.prepared
        if prepared is None:
            return
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

    def opened(self, target: tuple[Any, ...]) -> None:
        prepared = self.prepared
        assert prepared is not None
        if target[0] == "missing":
            open_task(self.app, prepared.missing[target[1]])
        elif target[0] == "figure":
            from tui.figures.indicators import BehindScreen

            period = self.period
            self.app.push_screen(BehindScreen(period.action, prepared.figures[target[1]], period.start, period.end))
        elif target[0] == "departure":
            stay = prepared.departures[target[1]].stay
            self.app.open_person(stay.person, ("Parcours", stay.id))
        elif target[0] == "deviation":
            from tui.registers import forms

            one = prepared.deviations[target[1]]
            forms.open_or_correct(self.app, one.table, one.record)


class ReturnScreen(Page):
    """A return prepared, and what is missing before it can go."""

    TITLE = "Rapport"
    HELP = (
        "Le rapport tel qu'il partirait aujourd'hui.\n"
        "En tête, ce qui manque, personne par personne.\n"
        "Puis les chiffres de la période, les sorties et leur classe, les profils, les écarts, et ce qui est à"
        " rédiger dans le classeur."
    )
    BINDINGS: ClassVar = [
        Binding(
            "x",
            "export",
            "Classeur",
            id="return.export",
            tooltip="Écrire le classeur du rapport\nAssidu dit où il est.",
        ),
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
        self.view.period = next((one for one in known if one.first == period.first), period)
        self.retitle(wording.capital(period.name), f"{period.action.code} · {period.of.label}")
        self.view.reload()

    def action_export(self) -> None:
        write(self.app, self.view.period)

    def action_hand_in(self) -> None:
        ask_handed(self.app, self.view.period)


def _head(title: str) -> Entry:
    return Entry(None, [title])


def _figure(figure: Figure) -> list[str]:
    unit = figure.indicator.unit
    aim = f"/ {wording.quantity(figure.objective, unit)}" if figure.objective is not None else ""
    share = shares.told(figure)
    label = f"{figure.indicator.label} · {share}" if share else figure.indicator.label
    return [label, wording.quantity(figure.value, unit), aim]
