"""The rows of a list: cell by cell, or those of a large one straight into its sheet, in the words xlsxwriter would use,
three times faster: most cells repeat a few values, whose text is made once.

The second way leans on what xlsxwriter keeps to itself, here and nowhere else. Before it is first taken, a small sheet
is written in both; unless they come out the same to the byte, large lists too are written cell by cell.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

LAST = 1_048_575
REMEMBERED = 20_000  # values of a column whose text is kept at once
_SPECIAL = re.compile("[&<>]")
_ESCAPED = re.compile("_x[0-9a-fA-F]{4}_")
_AROUND = re.compile(r"^\s|\s$")


class TooMany(Exception):
    """More rows than a sheet holds."""


@dataclass(frozen=True)
class Cells:
    """A column of a list: whether it holds texts, what makes a cell of a value, and its format."""

    text: bool
    convert: Callable[[Any], Any] | None
    look: Format | None


def write(sheet: Worksheet, columns: Sequence[Cells], rows: Iterable[Sequence[Any]]) -> int:
    """Writes rows below the header of a sheet, cell by cell; gives how many. None and "" stay empty.

    Raises TooMany beyond what a sheet holds.
    """
    cells = [
        (rank, sheet.write_string if column.text else sheet.write_number, column.convert, column.look)
        for rank, column in enumerate(columns)
    ]
    line = 0
    for line, row in enumerate(rows, 1):
        if line > LAST:
            raise TooMany
        for rank, put, convert, look in cells:
            value = row[rank]
            if value is not None and value != "":
                put(line, rank, convert(value) if convert else value, look)
    return line


def write_straight(sheet: Worksheet, columns: Sequence[Cells], rows: Iterable[Sequence[Any]]) -> int:
    """The same in a sheet of which one row is held at a time; ``straight_works`` says whether it may be called."""
    sheet._write_single_row(1)  # noqa: SLF001 - the header, which waits for the next row
    line = filled = 0
    put = sheet.row_data_fh.write
    made = [_Column(column, rank) for rank, column in enumerate(columns)]
    for line, row in enumerate(rows, 1):
        if line > LAST:
            raise TooMany
        number = str(line + 1)
        cells = [
            f'<c r="{column.letters}{number}"{column[value]}'
            for column, value in zip(made, row, strict=True)
            if value is not None and value != ""
        ]
        if cells:
            filled = line
            put(f'<row r="{number}">{"".join(cells)}</row>')
    sheet.previous_row = max(line, 1)
    sheet.dim_rowmax = max(filled, sheet.dim_rowmax)
    return line


class _Column(dict[Any, str]):
    """What a cell of a column holds after its place, by value."""

    def __init__(self, column: Cells, rank: int) -> None:
        super().__init__()
        self.letters = xl_col_to_name(rank)
        self._column = column

    def __missing__(self, value: Any) -> str:
        if len(self) >= REMEMBERED:
            self.clear()
        column = self._column
        cell: Any = column.convert(value) if column.convert else value
        cell = float(cell) if isinstance(cell, Fraction) else cell
        look = f' s="{column.look._get_xf_index()}"' if column.look else ""  # noqa: SLF001 - numbered at its first use
        self[value] = look + (_text(cell) if column.text else f"><v>{cell:.16G}</v></c>")
        return self[value]


def _text(text: str) -> str:
    text = _ESCAPED.sub(lambda found: f"_x005F{found[0]}", text)
    if _SPECIAL.search(text):
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    kept = ' xml:space="preserve"' if _AROUND.search(text) else ""
    return f' t="inlineStr"><is><t{kept}>{text}</t></is></c>'


PROBE: tuple[tuple[Any, ...], ...] = (
    ("Diallo", 1, 0.1, "x"),
    (None, None, None, None),
    (" a&b <c>\té ", 44927, 1 / 3, ""),
    ("_x000D_\n_x00zz_", 10**17, -2.5e-7, "🙂"),
    (None, Fraction(4), Fraction(1, 3), "x"),
    ("Diallo", 10**16 - 1, 1e22, None),
)


@cache
def straight_works() -> bool:
    """Whether this xlsxwriter writes the same when it is written straight; asked once."""
    try:
        return _probe(write_straight) == _probe(write)
    except Exception:
        return False


def _probe(way: Callable[[Worksheet, Sequence[Cells], Iterable[Sequence[Any]]], int]) -> dict[str, bytes]:
    """The parts of a small workbook written in one way."""
    with TemporaryDirectory() as folder:
        path = f"{folder}/probe.xlsx"
        with Workbook(path, {"constant_memory": True, "tmpdir": folder}) as workbook:
            day = workbook.add_format({"num_format": "dd/mm/yyyy"})
            columns = [
                Cells(True, None, None),
                Cells(False, None, day),
                Cells(False, None, None),
                Cells(True, None, day),
            ]
            for rows in (PROBE, ()):
                sheet = workbook.add_worksheet()
                sheet.set_row(0, 30)
                for column in range(len(columns)):
                    sheet.write_string(0, column, "En-tête", day)
                way(sheet, columns, rows)
                sheet.autofilter(0, 0, max(1, len(rows)), len(columns) - 1)
        with ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist() if name.startswith("xl/")}
