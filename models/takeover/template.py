"""The empty take-over workbook: every sheet, its headers, a comment a column, drop-downs and formats."""

import csv
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_range_abs

from config.files import draft, scratch, sweep
from config.progress import each
from models.export.kinds import plain
from models.takeover import cells
from models.takeover.sheets import SHEETS, Column

LONGEST_LIST = 255  # characters a spreadsheet accepts in a drop-down
ASIDE = 50  # first column of the lists too long for that
ROWS = 5000  # rows made ready with formats and drop-downs

_FORMATS: dict[Callable[[Any], Any], str] = {
    cells.day: "dd/mm/yyyy",
    cells.clock: "hh:mm",
    cells.money: "#,##0.00",
}
_AS_TYPED = (cells.whole, cells.hours)  # under a duration format, 2 typed for two hours would be two days


def write_template(path: Path | str, rows: Mapping[str, list[list[Any]]] | None = None) -> None:
    """Writes an .xlsx that, once filled in, is taken over as it is, whole or not at all; with ``rows``, it is: those of
    each sheet, in the order of its columns.

    Raises OSError when the file cannot be written.
    """
    path = Path(path)
    sweep(path.parent)
    with draft(path) as file, scratch(path.parent) as folder:
        _fill(file, folder, rows or {})


def write_csv(folder: Path, rows: Mapping[str, list[list[Any]]]) -> list[Path]:
    """Writes the rows of each sheet that has some in a file of its own, as a spreadsheet reads it. Raises OSError."""
    written = []
    for sheet in SHEETS:
        if not rows.get(sheet.name):
            continue
        path = folder / f"{sheet.name}.csv"
        with draft(path, private=True) as place, place.open("w", encoding="utf-8-sig", newline="") as file:
            page = csv.writer(file, delimiter=";")
            page.writerow([column.header for column in sheet.columns])
            page.writerows([_typed(cell) for cell in row] for row in rows[sheet.name])
        written.append(path)
    return written


def _typed(cell: Any) -> str:
    """A cell as it is typed."""
    return "" if cell is None else cells.shown(cell)


def _fill(path: Path, folder: str, rows: Mapping[str, list[list[Any]]]) -> None:
    book = xlsxwriter.Workbook(str(path), {"tmpdir": folder, "strings_to_formulas": False, "strings_to_urls": False})
    header = book.add_format({"text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#EEEEEE"})
    key = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#EEEEEE"})
    formats = {kind: book.add_format({"num_format": said}) for kind, said in _FORMATS.items()}
    words = book.add_format({"num_format": "@"})
    for sheet in each(SHEETS, "Écriture des feuilles"):
        page = book.add_worksheet(sheet.name)
        page.freeze_panes(1, 0)
        for place, column in enumerate(sheet.columns):
            page.write_string(0, place, column.title, key if column.key else header)
            page.write_comment(0, place, _comment(column), {"x_scale": 1.5})
            kind = None if column.read in _AS_TYPED else formats.get(column.read, words)
            page.set_column(place, place, max(12, len(column.title) + 2), kind)
            values = column.values or (column.listed() if column.listed else ())
            if values:
                page.data_validation(1, place, ROWS, place, _drop_down(page, place, column, values))
        for number, row in enumerate(rows.get(sheet.name, ()), 1):
            for place, cell in enumerate(row):
                _put(page, number, place, cell, formats[cells.day])
    try:
        book.close()
    except xlsxwriter.exceptions.FileCreateError as fault:
        raise (fault.args[0] if isinstance(fault.args[0], OSError) else OSError(str(fault))) from None


def _put(page: Any, number: int, place: int, cell: Any, day: Any) -> None:
    if isinstance(cell, date):
        page.write_datetime(number, place, datetime(cell.year, cell.month, cell.day), day)
    elif isinstance(cell, int):
        page.write_number(number, place, cell)
    elif cell is not None:
        page.write_string(number, place, cell)


def _comment(column: Column) -> str:
    needed = "Obligatoire. " if column.required else ""
    found = "Retrouve la ligne lors d'une nouvelle reprise. " if column.key else ""
    return f"{needed}{found}{column.comment}"


def _drop_down(page: Any, place: int, column: Column, values: tuple[str, ...]) -> dict[str, Any]:
    source: list[str] | str = list(values)
    unfit = any(letter in value for value in values for letter in ',"')
    if unfit or len(",".join(values)) > LONGEST_LIST:  # cannot be said in the cell: written out of sight, on the right
        aside = ASIDE + place
        page.write_column(1, aside, map(plain, values))
        page.set_column(aside, aside, None, None, {"hidden": True})
        source = f"={xl_range_abs(1, aside, len(values), aside)}"
    return {
        "validate": "list",
        "source": source,
        "error_title": column.header,
        "error_message": "Choisissez dans la liste.",
        "error_type": "warning",
    }
