"""The charts of a return: the file active and its occupation month by month, the exits by class, what is reached."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from xlsxwriter.worksheet import Worksheet

from models.export.book import INK, Book, height
from models.export.formulas import Cells
from models.export.kinds import Area, exact, plain
from models.figures.monthly import Monthly, monthly
from models.figures.scope import Scope
from models.figures.shares import INDICATIVE, full_months
from models.french.wording import month as say_month
from models.returns.prepared import Prepared

SHEET = "Graphiques"
WIDTH, HEIGHT, LINES = 560, 320, 18
BESIDE = {"object_position": 2, "y_offset": 4}  # clear of a page break just above


def write_charts(book: Book, sheet: Worksheet, prepared: Prepared, classes: Area, cells: Cells) -> None:
    """Fills the sheet of charts, each beside the table it draws; ``classes`` is the column of the exits' classes."""
    for column, width in enumerate((30, 14, 10, 14, 4, 80)):
        sheet.set_column(column, column, width)
    row = _file_active(book, sheet, prepared, 0)
    sheet.set_h_pagebreaks([row] if row else [])
    row = _exits(book, sheet, prepared, classes, row)
    row = _reached(book, sheet, prepared, cells, row)
    sheet.print_area(0, 0, max(row - 1, 1), 5)


def _file_active(book: Book, sheet: Worksheet, prepared: Prepared, top: int) -> int:
    """Who is there at the end of each month, and how the places fill, from the start of the year, by the figures of the
    convention; gives the first free row."""
    period = prepared.period
    start = max(period.action.start, period.end.start_of("year"))
    for one in monthly(Scope(period.action, start, period.end)):
        if one.months:
            top = _monthly(book, sheet, one, period.action.places if one.occupying else None, top)
    return top


def _monthly(book: Book, sheet: Worksheet, told: Monthly, places: int | None, top: int) -> int:
    """A figure at the end of each month, beside the places it fills; gives the first free row."""
    heads = ["Mois", "Au dernier jour", *(["Places", "Occupation"] if places else [])]
    label = plain(told.indicator.label)
    first = _title(book, sheet, top, f"{label}, mois par mois", heads)
    edge = {"bottom": 1, "bottom_color": "#BFBFBF"}
    for line, (month, count) in enumerate(told.months.items(), first):
        sheet.write_string(line, 0, say_month(month), book.look(**edge))
        sheet.write_number(line, 1, count, book.look(num_format="#,##0", **edge))
        if places:
            sheet.write_number(line, 2, places, book.look(num_format="#,##0", **edge))
            share = exact(Fraction(count, places))
            sheet.write_formula(line, 3, f"=B{line + 1}/C{line + 1}", book.look(num_format="0.0%", **edge), share)
    last = first + len(told.months) - 1
    chart = _chart(book, f"{label}, au dernier jour du mois", first, last, 1, "column")
    if places:
        line = book.workbook.add_chart({"type": "line"})
        line.add_series(_series(first, last, 2, "Places", {"line": {"color": "#C00000", "width": 1.5}}))
        chart.combine(line)
        chart.set_legend({"position": "bottom"})
    sheet.insert_chart(top, 5, chart, BESIDE)
    row = max(last + 2, top + LINES)
    if places:
        rates = _chart(book, "Occupation des places", first, last, 3, "column", "0%")
        sheet.insert_chart(row, 5, rates, BESIDE)
        row += LINES
    return row


def _exits(book: Book, sheet: Worksheet, prepared: Prepared, classes: Area, top: int) -> int:
    """The exits of the period by class; gives the first free row."""
    known = [one.label for one in prepared.period.action.spec.exit_class]
    found = [one.told for one in prepared.departures]
    labels = list(dict.fromkeys([*known, *sorted(found)]))
    if not found:
        return top
    first = _title(book, sheet, top, "Sorties par classe", ["Classe", "Sorties"])
    edge = {"bottom": 1, "bottom_color": "#BFBFBF"}
    for line, label in enumerate(labels, first):
        sheet.write_string(line, 0, plain(label), book.look(text_wrap=True, **edge))
        formula = f"=SUMPRODUCT(EXACT({classes},$A{line + 1})*1)"
        sheet.write_formula(line, 1, formula, book.look(num_format="#,##0", **edge), found.count(label))
    last = first + len(labels) - 1
    sheet.insert_chart(top, 5, _chart(book, "Sorties par classe", first, last, 1, "bar"), BESIDE)
    return max(last + 2, top + LINES)


def _reached(book: Book, sheet: Worksheet, prepared: Prepared, cells: Cells, top: int) -> int:
    """What is reached of each target over a year or the whole action; gives the first free row."""
    aimed = [one for one in prepared.figures if one.objective]
    if not aimed or prepared.period.of.every in ("mois", "trimestre"):
        return top
    first = _title(book, sheet, top, "Objectifs atteints", ["Indicateur", "Atteint"])
    edge = {"bottom": 1, "bottom_color": "#BFBFBF"}
    for line, one in enumerate(aimed, first):
        label = plain(one.indicator.label) + (f" ({INDICATIVE})" if one.indicative else "")
        label += f", {full_months(one)}" if one.months is not None else ""
        sheet.set_row(line, height([(label, 28)]))
        sheet.write_string(line, 0, label, book.look(text_wrap=True, **edge))
        formula = f"=Indicateurs!D{cells.lines[one.indicator.id]}"
        assert one.rate is not None
        sheet.write_formula(line, 1, formula, book.look(num_format="0.0%", **edge), exact(one.rate))
    last = first + len(aimed) - 1
    chart = _chart(book, "Objectifs atteints", first, last, 1, "bar", "0%")
    sheet.insert_chart(top, 5, chart, BESIDE)
    return max(last + 2, top + LINES)


def _title(book: Book, sheet: Worksheet, top: int, title: str, heads: Sequence[str]) -> int:
    """Writes a title and the heads of a table; gives the row of its first line."""
    sheet.write_string(top, 0, title, book.look(bold=True, font_size=13))
    sheet.set_row(top + 1, 32)
    for column, label in enumerate(heads):
        sheet.write_string(top + 1, column, label, book.header)
    return top + 2


def _series(first: int, last: int, column: int, name: str, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "categories": [SHEET, first, 0, last, 0],
        "values": [SHEET, first, column, last, column],
        **more,
    }


def _chart(book: Book, title: str, first: int, last: int, column: int, kind: str, form: str = "#,##0") -> Any:
    chart = book.workbook.add_chart({"type": kind})
    labels = {"value": True, "num_format": form, "font": {"size": 9}}
    chart.add_series(_series(first, last, column, title, {"fill": {"color": INK}, "data_labels": labels, "gap": 60}))
    chart.set_title({"name": title, "name_font": {"size": 11, "bold": True}})
    chart.set_legend({"none": True})
    chart.set_y_axis(
        {"min": 0, "num_format": form, "major_gridlines": {"visible": False}} if kind == "column" else {"reverse": True}
    )
    if kind == "bar":
        chart.set_x_axis({"min": 0, "visible": False, "major_gridlines": {"visible": False}})
    chart.set_size({"width": WIDTH, "height": HEIGHT})
    return chart
