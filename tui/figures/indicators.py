"""The figures of an action over a period: value, target, rate, projection; and the records behind each."""

from collections.abc import Iterable
from fractions import Fraction
from typing import ClassVar

from pendulum import Date
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.timer import Timer

from config import schema
from models.acts.refusals import Refused
from models.figures import months, pacing, shares
from models.figures.bases import WHOLE_ACTION
from models.figures.figures import Counted, Figure, counted, counted_in_target, figures
from models.figures.scope import usual_period
from models.french import wording
from models.journal import timeline
from models.people.actions import pace
from models.tables import Action, Person
from tui.behind import behind
from tui.forms.form import FormScreen
from tui.forms.rows import Field
from tui.page import Page
from tui.registers import forms
from tui.widgets.bars import bar
from tui.widgets.chart import Bar, chart
from tui.widgets.frame import Panel
from tui.widgets.listing import Column, Entry, Listing
from tui.workbooks import write_behind

Months = list[tuple[Date, Fraction | None]]
STILL = 0.15  # seconds the cursor has stopped before a figure is read month by month
TALL, HIGH, CHART = 30, 7, 96  # lines of the screens with a chart, of its columns; its widest
WHOLE = "\0whole"  # the line that says what a figure is a part of; no part is named so


class IndicatorsView(Listing):
    """The figures of the period from ``start`` to ``end``; ``detailed`` shows the parts of each."""

    OPENS = (
        "Les enregistrements comptés dans le chiffre, et leur total ; sur une ligne « 4 sur 12 sorties », ceux de"
        " l'ensemble."
    )
    HELP = (
        "Les indicateurs de la convention sur la période : valeur, objectif fixé par le texte ou le Département, ce qui"
        " en est atteint, et projection si la période continue au même rythme.\n"
        "Dessous, l'ensemble considéré et la part qu'en fait la valeur : « 4 sur 12 sorties (33,3 %) ».\n"
        "En bas : le chiffre choisi mois par mois quand l'écran est assez haut (─ le rythme attendu, ╍ ce que donnerait"
        " le même rythme), comment il est compté, et l'article de la convention."
    )
    CALLED = "Indicateurs"
    KEYS = "d détail   x exporter"
    COLUMNS = (
        Column("Indicateur"),
        Column("Valeur", 12, right=True),
        Column("Objectif", 12, right=True),
        Column("Atteint", 8, right=True),
        Column("", 12, least=100),
        Column("Projection", 13, right=True, least=95),
    )
    BINDINGS: ClassVar = [
        Binding(
            "p",
            "period",
            "Période",
            id="indicators.period",
            tooltip="Choisir la période\nÀ l'ouverture : toute l'action, ou l'année civile en cours quand la"
            " convention compte chaque année.",
        ),
        Binding(
            "d",
            "detail",
            "Détail",
            id="indicators.detail",
            tooltip="Montrer ou cacher le détail\nPar personne, public ou cyclomoteur.",
        ),
        Binding(
            "o",
            "target",
            "Sur",
            id="indicators.target",
            tooltip="Voir l'ensemble dont le chiffre est une part",
        ),
        Binding(
            "x",
            "export",
            "Exporter",
            id="indicators.export",
            tooltip="Écrire le classeur des indicateurs\nAssidu dit où il est.",
        ),
    ]

    def __init__(self, action: Action) -> None:
        super().__init__()
        self.action = action
        self.start, self.end = usual_period(action)
        self.detailed = False
        self.figures: dict[str, Figure] = {}
        self.months: dict[str, Months] = {}  # the chosen figure month by month, by its id, once read
        self._stays: Timer | None = None

    def on_mount(self) -> None:
        self.watch(self.rows, "highlighted", lambda _: self._moved())

    def reload(self) -> None:
        self.months = {}
        super().reload()
        self._moved()

    def _moved(self) -> None:
        """Says what is chosen at once, and draws it month by month once the cursor stays."""
        self.refoot()
        if self._stays is not None:
            self._stays.stop()
        if self._tall and (figure := self._chosen()) and figure.indicator.id not in self.months:
            self._stays = self.set_timer(STILL, lambda: self._read_months(figure))

    def _read_months(self, figure: Figure) -> None:
        asked = (self.action, figure.indicator, self.start, self.end)

        def take(found: Months) -> None:
            self.months[figure.indicator.id] = found
            self.refoot()

        behind(self, lambda: months.reached(*asked), take)

    @property
    def _tall(self) -> bool:
        """Whether the screen has room for a chart."""
        return self.app.screen.size.height >= TALL and not self.app.linear

    def _chosen(self) -> Figure | None:
        return self.figures.get(self.target[0]) if self.target else None

    def refoot(self) -> None:
        super().refoot()
        figure = self._chosen()
        found = self.months.get(figure.indicator.id) if figure else None
        if figure is not None and found and self._tall:
            panel = self.query_one(Panel)
            panel.entitle(f"{figure.indicator.label} · cumul", "", "─ rythme attendu   ╍ au même rythme")
            drawn = self._chart(figure, found, panel.content_size.width or CHART)
            panel.update(Content(f"{self.foot()}\n\n") + drawn)

    def _chart(self, figure: Figure, found: Months, width: int) -> Content:
        """The chosen figure at the end of each month, the pace that leads to its objective, and where it goes."""
        unit, bars = figure.indicator.unit, []
        ahead = pacing.projection(figure, self.start, self.end)
        steady = pacing.expected(figure, self.start, self.end) is not None
        for last, value in found:
            share = pace(self.start, self.end, last)
            aim = figure.objective * share if steady and figure.objective else None
            then = ahead * share if ahead is not None and value is None else None
            bars.append(Bar(wording.SHORT_MONTHS[last.month - 1], value, aim, then))
        known = [one for bar in bars for one in (bar.value, bar.pace, bar.ahead) if one is not None]
        told = (_projected(max(known, default=Fraction(0)), unit), "0")
        return chart(bars, min(width, CHART), HIGH, told, self.app.simple_signs)

    def entries(self) -> Iterable[Entry]:
        self.figures = {one.indicator.id: one for one in figures(self.action, self.start, self.end)}
        names = self._names()
        for figure in self.figures.values():
            yield Entry((figure.indicator.id, ""), self._cells(figure))
            if share := shares.told(figure):
                yield Entry((figure.indicator.id, WHOLE), [f"└ {share}"], "$text-muted")
            for year, one in figure.years:
                cells = [f"└ {shares.year_name(year, one)}", *self._cells(one)[1:4], "", ""]
                yield Entry(None, cells, "$text-muted")
            if self.detailed:
                unit = figure.indicator.unit
                for part, value in figure.detail.items():
                    name = names.get(part) or shares.part_name(figure.indicator, part)
                    text = [f"└ {name}", wording.quantity(value, unit), "", "", "", ""]
                    yield Entry((figure.indicator.id, part), text, "$text-muted")

    def _cells(self, figure: Figure) -> list[str | Content]:
        unit = figure.indicator.unit
        ahead = pacing.projection(figure, self.start, self.end)
        return [
            figure.indicator.label,
            wording.quantity(figure.value, unit),
            wording.quantity(figure.objective, unit),
            wording.percent(figure.reached),
            "" if figure.reached is None else bar(figure.reached, width=12),
            "" if ahead is None else f"→ {_projected(ahead, unit)}",
        ]

    def _names(self) -> dict[str, str]:
        if not self.detailed:
            return {}
        return {person.code: f"{wording.person(person)} ({person.code})" for person in Person.select()}

    def foot(self) -> str:
        period = f"Du {wording.day(self.start)} au {wording.day(self.end)}."
        figure = self._chosen()
        if figure is None:
            return period
        ahead = pacing.projection(figure, self.start, self.end)
        if ahead is not None:
            period += f" Au même rythme : {_projected(ahead, figure.indicator.unit)} à la fin."
        target = getattr(figure.indicator, "target", None)
        if target and target.base in WHOLE_ACTION and (self.start, self.end) != usual_period(self.action):
            whole = "de chaque année" if self.action.spec.yearly else "de toute l'action"
            period += f" L'objectif reste celui {whole}."
        return f"{period}\n{figure.indicator.definition} [{figure.indicator.source}]"

    def subject(self) -> str:
        figure = self._chosen()
        return figure.indicator.label if figure else ""

    def tally(self) -> str:
        return wording.number(len(self.figures)) if self.figures else ""

    def opened(self, target: tuple[str, str]) -> None:
        figure, part = self.figures[target[0]], target[1]
        if part == WHOLE:
            self._open_whole(figure)
        elif isinstance(figure.indicator, schema.PlaceAmount):
            self.app.notify("Ce montant ne compte pas d'enregistrements : sa définition est en bas.")
        else:
            self.app.push_screen(BehindScreen(self.action, figure, self.start, self.end, part))

    def action_target(self) -> None:
        if self.target is None:
            return
        self._open_whole(self.figures[self.target[0]])

    def _open_whole(self, figure: Figure) -> None:
        """Shows the records that what the figure is a part of counts."""
        if not counted_in_target(self.action, figure.indicator, self.start, self.end):
            self.app.notify("Cet objectif ne compte pas de personnes : sa définition est en bas.")
            return
        self.app.push_screen(BehindScreen(self.action, figure, self.start, self.end, of_target=True))

    def action_period(self) -> None:
        fields = [
            Field("start", "Du", "date", required=True, default=self.start),
            Field("end", "Au", "date", required=True, default=self.end, since="start"),
        ]
        whole = f"Toute l'action : du {wording.day(self.action.start)} au {wording.day(self.action.end)}."
        self.app.push_screen(FormScreen("Période des indicateurs", fields, self._set_period, note=whole, by=""))

    def _set_period(self, values: dict[str, Date]) -> None:
        if values["end"] < values["start"]:
            raise Refused("La fin de la période précède son début : corrigez l'une des deux dates.")
        self.start, self.end = values["start"], values["end"]

    def action_detail(self) -> None:
        self.detailed = not self.detailed
        self.reload()

    def action_export(self) -> None:
        from models.export import indicators

        action, start, end, who, operator = self.action, self.start, self.end, self.app.who, self.app.settings.operator
        write_behind(
            self.app,
            lambda folder: indicators.usual_path(folder, action, start, end),
            lambda path: indicators.write(action, start, end, path, who, operator),
        )


def _projected(value: Fraction, unit: str) -> str:
    """A projection, no finer than its unit: hours and euros as they are, the rest whole."""
    return wording.quantity(value if unit in ("heure", "€") else wording.half_up(value), unit)


class BehindView(Listing):
    """The records a figure counts, of one part when it is given, or those its target counts; and their sum."""

    OPENS = "L'enregistrement."
    CALLED = "Enregistrements comptés"
    EMPTY = "Aucun enregistrement : le chiffre est à zéro."
    COLUMNS = (
        Column("Date", 10),
        Column("Qui, quoi", 26),
        Column("Enregistrement"),
        Column("Compte", 10, right=True),
    )

    def __init__(self, action: Action, figure: Figure, start: Date, end: Date, part: str, of_target: bool) -> None:
        super().__init__()
        self.action, self.figure, self.start, self.end, self.part = action, figure, start, end, part
        self.of_target = of_target
        self.shown = figure.base if of_target else figure.value
        self.records: list[Counted] = []

    def entries(self) -> Iterable[Entry]:
        asked = (self.action, self.figure.indicator, self.start, self.end)
        self.records = counted_in_target(*asked) if self.of_target else counted(*asked, self.part)
        told: dict[tuple[str, int], timeline.Line] = {}
        for table in {record.table for record in self.records}:
            lines = timeline.described(table, (record.id for record in self.records if record.table == table))
            told |= {(table, number): line for number, line in lines.items()}
        pairs = [
            (told[record.table, record.id], record) for record in self.records if (record.table, record.id) in told
        ]
        for line, record in sorted(pairs, key=lambda pair: (pair[0].day, pair[0].about, pair[0].id)):
            cells = [wording.day(line.day), line.about, line.told, self._quantity(record.quantity)]
            yield Entry((record.table, record.id), cells)

    def foot(self) -> str:
        total = self._quantity(sum(record.quantity for record in self.records))
        shown = wording.quantity(self.shown, self.figure.indicator.unit)
        text = f"Σ {total} en {wording.counted(len(self.records), 'enregistrement')}"
        if not self.part and total != shown:
            text += f" · valeur de l'indicateur : {shown}"
        return f"{text} · {self.figure.indicator.source}"

    def _quantity(self, quantity: int) -> str:
        """Hours are counted in minutes, and so are the hours an amount is made of."""
        minutes = self.figure.indicator.unit == "heure" or self.figure.indicator.measure == "payable-amount"
        return wording.hours(quantity) if minutes else wording.number(quantity)

    def opened(self, target: tuple[str, int]) -> None:
        forms.open_or_correct(self.app, *target)


class BehindScreen(Page):
    """What a figure is made of."""

    TITLE = "Derrière le chiffre"
    HELP = "Chaque ligne est un enregistrement compté dans l'indicateur, avec ce qu'il apporte ; Σ en fait le total."

    def __init__(
        self, action: Action, figure: Figure, start: Date, end: Date, part: str = "", of_target: bool = False
    ) -> None:
        super().__init__()
        about = "Ensemble considéré pour : "
        self.heading = f"{about if of_target else ''}{figure.indicator.label}{' · ' + part if part else ''}"
        self.view = BehindView(action, figure, start, end, part, of_target)

    def body(self) -> ComposeResult:
        yield self.view

    def reload(self) -> None:
        self.retitle(self.heading)
        self.view.reload()
