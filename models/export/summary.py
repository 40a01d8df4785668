"""The first sheet: what the workbook is about, each figure as a live formula, and the figures against their targets."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pendulum import Date
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from config import schema
from models.days.clock import today
from models.days.months import pro_rata
from models.export import formulas
from models.export.book import INK, PALE, Book, height
from models.export.formulas import Cells
from models.export.kinds import Area, exact, plain
from models.figures.bases import days_of, is_share, months_counted
from models.figures.figures import Figure, price
from models.figures.measures.people import month_ends_of
from models.figures.scope import Scope
from models.figures.shares import INDICATIVE
from models.tables.fields import CentsField
from models.tables.people import AGREED

PLACES, MONTHS, POSTS = "Places", "Mois de l'action, 12 au plus", "ETP"
YEARS, COUNTED_MONTHS = "Années civiles comptées", "Mois de l'action dans les années comptées"
MONTH_ENDS, DAYS = "Fins de mois de la période, à ce jour", "Jours de la période, à ce jour"
COUNTED = (("Indicateur", 48), ("Valeur", 13), ("Objectif", 20), ("Atteint", 9))
SHARED = (("Sur", 9), ("Part", 9))  # only where a figure is a share
RATED = (("Taux", 9),)  # only where the convention calls that share a rate
MET = (("Mois à 100 %", 18),)  # only where every month must be full
NAMED = (("Unité", 13), ("Article", 48))
CHARTS_ACROSS, CHART_WIDTH, CHART_HEIGHT, CHART_LINES = 3, 335, 170, 9


@dataclass(frozen=True)
class About:
    """Who wrote the workbook: the structure's name and the author's."""

    operator: str
    author: str


def lines_about(scope: Scope, about: About) -> list[tuple[str, Any]]:
    """What heads the sheet; places and months of the action when formulas read them."""
    action, spec = scope.action, scope.spec
    lines: list[tuple[str, Any]] = [
        ("Structure", about.operator),
        ("Convention", f"{spec.title} ({spec.territory}, édition {spec.edition})"),
        ("Cahier des charges", spec.document),
        ("Action", f"{action.code} – {action.title}" if action.title else action.code),
        ("Site", action.site),
        ("Période, du", scope.start),
        ("Période, au", scope.end),
    ]
    aims = [aim for aim in (getattr(indicator, "target", None) for indicator in spec.indicator) if aim]
    bases = {aim.base for aim in aims}
    estimated = any(isinstance(indicator, schema.PlaceEstimate) for indicator in spec.indicator)
    amounts = [indicator for indicator in spec.indicator if isinstance(indicator, schema.PlaceAmount)]
    if action.places is not None or estimated or amounts or bases & {"places", "places-mois", "places-jours"}:
        lines.append((PLACES, action.places or 0))
    if action.staff is not None or "etp" in bases or any(one.base == "etp" for one in amounts):
        lines.append((POSTS, Fraction(action.staff or 0, 100)))
    for name in AGREED:
        if (known := getattr(action, name)) is not None:
            field = action._meta.fields[name]
            lines.append((field.verbose_name, Fraction(known, 100) if isinstance(field, CentsField) else known))
    if estimated or any(one.pro_rata for one in (*aims, *amounts)):
        lines.append((MONTHS, int(pro_rata(action.start, action.end) * 12)))
    if len(scope.years) > 1:
        lines.append((YEARS, len(scope.years)))
    if amounts and (counted := months_counted(scope)) is not None:
        lines.append((COUNTED_MONTHS, counted))
    if "places-mois" in bases:
        lines.append((MONTH_ENDS, len(month_ends_of(scope))))
    if "places-jours" in bases:
        lines.append((DAYS, days_of(scope)))
    lines += [("Établi le", today()), ("Établi par", about.author)]
    return [(label, value) for label, value in lines if value != ""]


class Summary:
    """The sheet of indicators: laid out at once, filled when the detail sheets are written and their areas known."""

    def __init__(
        self,
        book: Book,
        scope: Scope,
        figures: Sequence[Figure],
        about: About,
        title: str = "Indicateurs",
        more: Sequence[tuple[str, Any]] = (),
        charts: bool = True,
    ) -> None:
        self.book, self.scope, self.figures, self.title, self.charts = book, scope, figures, title, charts
        self.lines = [*lines_about(scope, about), *more]
        self.shared = any(is_share(figure.indicator) for figure in figures)
        self.rated = any(figure.indicator.as_rate for figure in figures)
        self.monthly = any(figure.months is not None for figure in figures)
        self.columns = [
            *COUNTED,
            *(SHARED if self.shared else ()),
            *(RATED if self.rated else ()),
            *(MET if self.monthly else ()),
            *NAMED,
        ]
        self.place = {label: rank for rank, (label, _) in enumerate(self.columns)}
        self.sheet: Worksheet = book.sheet("Indicateurs")
        self.header = len(self.lines) + 2

    def cells(self, areas: dict[tuple[str, str], Area], parts: dict[tuple[str, str], Area]) -> Cells:
        """Where formulas find things, given the columns of the detail sheets."""
        about = {label: f"$B${row}" for row, (label, _) in enumerate(self.lines, 2)}
        return Cells(
            areas,
            parts,
            {figure.indicator.id: self.header + 2 + rank for rank, figure in enumerate(self.figures)},
            places=about.get(PLACES, "0"),
            months=about.get(MONTHS, "0"),
            posts=about.get(POSTS, "0"),
            month_ends=about.get(MONTH_ENDS, "0"),
            days=about.get(DAYS, "0"),
            years=about.get(YEARS, "1"),
            counted=about.get(COUNTED_MONTHS, ""),
            base_column=xl_col_to_name(self.place.get("Sur", 0)),
        )

    def fill(self, cells: Cells) -> None:
        sheet, book = self.sheet, self.book
        for column, (_, width) in enumerate(self.columns):
            sheet.set_column(column, column, width)
        sheet.set_row(0, 24)
        sheet.write_string(0, 0, plain(f"{self.title} – {self.scope.spec.title}"), book.look(bold=True, font_size=15))
        for row, (label, value) in enumerate(self.lines, 1):
            sheet.write_string(row, 0, label, book.look(font_color="#595959"))
            self._about(row, value)
        for column, (label, _) in enumerate(self.columns):
            sheet.write_string(self.header, column, label, book.header)
        sheet.set_row(self.header, 20)
        for row, figure in enumerate(self.figures, self.header + 1):
            texts = [(figure.indicator.label, COUNTED[0][1]), (figure.indicator.source, NAMED[-1][1])]
            sheet.set_row(row, height(texts) + 3)
            self._figure(row, figure, cells)
        last = self._charts(self.header + len(self.figures) + 2)
        sheet.repeat_rows(self.header)
        sheet.print_area(0, 0, last, len(self.columns) - 1)

    def _about(self, row: int, value: Any) -> None:
        if isinstance(value, Date):
            serial = value.toordinal() - Date(1899, 12, 30).toordinal()
            self.sheet.write_number(row, 1, serial, self.book.look(num_format="dd/mm/yyyy", align="left"))
        elif isinstance(value, Fraction):
            self.sheet.write_number(row, 1, exact(value), self.book.look(num_format="0.00", align="left"))
        elif isinstance(value, int):
            self.sheet.write_number(row, 1, value, self.book.look(num_format="0", align="left"))
        elif value:
            self.sheet.write_string(row, 1, plain(value), self.book.look(bold=True))

    def _figure(self, row: int, figure: Figure, cells: Cells) -> None:
        indicator, book = figure.indicator, self.book
        edge: dict[str, Any] = {"bottom": 1, "bottom_color": "#BFBFBF"}
        text = book.look(text_wrap=True, **edge)
        self.sheet.write_string(row, 0, plain(indicator.label), text)
        shown = amount(book, indicator.unit, figure.value, bold=True, bg_color=PALE, **edge)
        for column in range(2, len(self.columns)):
            self.sheet.write_blank(row, column, None, text)
        hour = price(self.scope.action, indicator) if isinstance(indicator, schema.PayableAmount) else 0
        self.sheet.write_formula(row, 1, formulas.value(indicator, cells, hour), shown, exact(figure.value))
        self._objective(row, figure, cells, edge)
        self._share(row, figure, cells, edge)
        if figure.months is not None:
            said = "{} mois sur {}".format(*figure.months)
            self.sheet.write_formula(row, self.place["Mois à 100 %"], formulas.full_months(figure, cells), text, said)
        unit = self.place["Unité"]
        self.sheet.write_string(row, unit, indicator.unit, book.look(align="left", indent=1, **edge))
        self.sheet.write_string(row, unit + 1, plain(indicator.source), text)

    def _objective(self, row: int, figure: Figure, cells: Cells, edge: dict[str, Any]) -> None:
        """What a text or the Département fixes, said to be indicative when it is, and what is reached of it."""
        target = formulas.target(figure.indicator, cells)
        if target is None or figure.objective is None:
            return
        look = amount(self.book, figure.indicator.unit, figure.objective, figure.indicative, **edge)
        self.sheet.write_formula(row, 2, target, look, exact(figure.objective))
        rate = "" if figure.rate is None else exact(figure.rate)
        look = self.book.look(num_format="0.0%", **edge)
        self.sheet.write_formula(row, 3, formulas.rate(figure.indicator, cells), look, rate)

    def _share(self, row: int, figure: Figure, cells: Cells, edge: dict[str, Any]) -> None:
        """What the figure is a part of, and its share: the rate, where the convention calls it so."""
        if figure.base is None or not is_share(figure.indicator):
            return
        whole = self.book.look(num_format="#,##0", **edge)
        formula = formulas.base(figure.indicator, cells)
        self.sheet.write_formula(row, self.place["Sur"], formula, whole, exact(figure.base))
        part = "" if figure.share is None else exact(figure.share)
        look = self.book.look(num_format="0.0%", **edge)
        column = self.place["Taux" if figure.indicator.as_rate else "Part"]
        self.sheet.write_formula(row, column, formulas.share(figure.indicator, cells), look, part)

    def _charts(self, row: int) -> int:
        """One small chart a figure that has an objective, for they share no scale. Gives the last row they cover."""
        lines = enumerate(self.figures, self.header + 1)
        aimed = [(line, one) for line, one in lines if one.objective and self.charts]
        if not aimed:
            return row - 2
        for rank, (line, figure) in enumerate(aimed):
            chart = self.book.workbook.add_chart({"type": "bar"})
            chart.add_series(
                {
                    "name": ["Indicateurs", line, 0],
                    "categories": ["Indicateurs", self.header, 1, self.header, 2],
                    "values": ["Indicateurs", line, 1, line, 2],
                    "points": [{"fill": {"color": INK}}, {"fill": {"color": "#A6A6A6"}}],
                    "data_labels": {"value": True, "num_format": "#,##0", "font": {"size": 9}},
                    "gap": 40,
                }
            )
            label = plain(figure.indicator.label)
            label = f" {label}" if label.startswith("=") else label  # xlsxwriter would take it for a formula
            label += f" ({INDICATIVE})" if figure.indicative else ""
            chart.set_title({"name": label, "name_font": {"size": 10, "bold": True}})
            chart.set_legend({"none": True})
            chart.set_y_axis({"reverse": True, "num_font": {"size": 9}})
            chart.set_x_axis({"min": 0, "visible": False, "major_gridlines": {"visible": False}})
            chart.set_size({"width": CHART_WIDTH, "height": CHART_HEIGHT})
            down, across = divmod(rank, CHARTS_ACROSS)
            column = (0, 1, len(self.columns) - 1)[across]
            self.sheet.insert_chart(row + down * CHART_LINES, column, chart, {"object_position": 2})
        return row + -(-len(aimed) // CHARTS_ACROSS) * CHART_LINES


def amount(book: Book, unit: str, value: Fraction, indicative: bool = False, **more: Any) -> Format:
    """How a quantity of this unit is shown: hours and shares with two decimals, money in euros, counts whole;
    ``indicative``: said after it."""
    form = '#,##0.00 "€"' if unit == "€" else "#,##0.00" if unit == "heure" or value.denominator != 1 else "#,##0"
    form += ' "(indicatif)"' if indicative else ""
    return book.look(num_format=form, **more)
