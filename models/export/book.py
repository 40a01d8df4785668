"""The workbook itself: its formats, each made once, its sheets ready to print, and lists written row by row."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pendulum import Date
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from config.refusal import Refusal
from models.export.kinds import Kind, plain
from models.export.rows import Cells, TooMany, straight_works, write, write_straight

LONGEST_HEADER = 240  # a table takes 255, a number between brackets included
LINE = 15
INK, PALE = "#1F3864", "#DCE6F1"


class CannotWrite(Refusal):
    """The workbook cannot be written; the message is one French sentence that says what to do."""


@dataclass(frozen=True)
class Head:
    """A column of a list: its header, the kind of its cells, and its width when the kind's does not suit."""

    label: str
    kind: Kind
    width: float = 0


class Book:
    """A workbook being written to ``path``; ``large`` keeps only one row of each sheet in memory, without tables.

    ``left`` and ``right`` head every printed page. ``scratch`` is a folder for what is being written.
    """

    def __init__(self, path: Path, scratch: str, large: bool, left: str, right: str) -> None:
        self.large = large
        self.workbook = Workbook(
            str(path),
            {
                "constant_memory": large,
                "tmpdir": scratch,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        self._left, self._right = _printed(left), _printed(right)
        self._formats: dict[tuple[Any, ...], Format] = {}

    def describe(self, title: str, author: str, day: Date) -> None:
        """The file's properties; dated from the day, so that the same data give the same file."""
        self.workbook.set_properties(
            {"title": plain(title), "author": plain(author), "created": datetime(day.year, day.month, day.day)}
        )

    def look(self, **properties: Any) -> Format:
        """The format with these properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format({"valign": "top", **properties})
        return self._formats[key]

    @property
    def header(self) -> Format:
        return self.look(bold=True, text_wrap=True, valign="vcenter", font_color="#FFFFFF", bg_color=INK, border=1)

    def kind(self, kind: Kind) -> Format | None:
        """The format of a kind of cell; none in a large workbook when the cell can do without, for speed."""
        if self.large and not kind.wrap and kind.form in ("General", "@"):
            return None
        return self.look(num_format=kind.form, text_wrap=kind.wrap, align=kind.align)

    def sheet(self, name: str, upright: bool = False, scale: int = 0) -> Worksheet:
        """A new sheet: A4 landscape, or ``upright``, its name at the head and page x of y at the foot.

        As wide as the page, or printed at ``scale`` hundredths: only then do page breaks hold.
        """
        sheet = self.workbook.add_worksheet(name)
        if not upright:
            sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        if scale:
            sheet.set_print_scale(scale)
        else:
            sheet.fit_to_pages(1, 0)
        sheet.set_header(f"&L&9 {self._left}&C&B{name}&R&9 {self._right}")
        sheet.set_footer("&C&9Page &P / &N")
        return sheet

    def list(self, sheet: Worksheet, heads: Sequence[Head], rows: Iterable[Sequence[Any]]) -> int:
        """Fills a sheet with a header and rows, as a table (or, when large, under a filter); None and "" stay empty.

        Gives the number of rows, at least 1: a table has one, even empty. Raises CannotWrite beyond what a sheet holds.
        """
        labels = unique(plain(head.label)[:LONGEST_HEADER] for head in heads)
        widths = [head.width or head.kind.width for head in heads]
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_row(0, height(zip(labels, widths, strict=True)) + LINE)
        for column, label in enumerate(labels):
            sheet.write_string(0, column, label, self.header)
        last = max(1, self._rows(sheet, heads, rows))
        width = len(heads) - 1
        sheet.print_area(0, 0, last, width)
        if self.large:
            sheet.autofilter(0, 0, last, width)
        else:
            sheet.add_table(
                0,
                0,
                last,
                width,
                {
                    "name": sheet.get_name().replace(" ", "_"),
                    "columns": [{"header": label, "header_format": self.header} for label in labels],
                    "style": "Table Style Light 1",
                },
            )
        return last

    def _rows(self, sheet: Worksheet, heads: Sequence[Head], rows: Iterable[Sequence[Any]]) -> int:
        columns = [Cells(head.kind.text, head.kind.convert, self.kind(head.kind)) for head in heads]
        wrapped = [(column, head.width or head.kind.width) for column, head in enumerate(heads) if head.kind.wrap]
        try:
            if self.large and not wrapped and straight_works():
                return write_straight(sheet, columns, rows)
            return write(sheet, columns, self._high_enough(sheet, wrapped, rows) if wrapped else rows)
        except TooMany:
            raise CannotWrite(
                f"« {sheet.get_name()} » : plus de lignes qu'une feuille n'en tient ; réduisez la période."
            ) from None

    def _high_enough(
        self, sheet: Worksheet, wrapped: Sequence[tuple[int, float]], rows: Iterable[Sequence[Any]]
    ) -> Iterator[Sequence[Any]]:
        """The same rows, each made as high as its wrapped texts ask."""
        for line, row in enumerate(rows, 1):
            sheet.set_row(line, height((row[column], width) for column, width in wrapped))
            yield row


def height(texts: Iterable[tuple[str, float]]) -> float:
    """The height of a row of wrapped texts, each with its column's width: not every program works it out."""
    return LINE * max(-(-len(text) // max(1, int(width))) for text, width in texts)


def unique(labels: Iterable[str]) -> list[str]:
    """The labels, those already there (a table does not tell capitals apart) followed by a number."""
    found: list[str] = []
    taken: set[str] = set()
    for label in labels:
        name, rank = label, 2
        while name.casefold() in taken:
            name, rank = f"{label} ({rank})", rank + 1
        taken.add(name.casefold())
        found.append(name)
    return found


def _printed(text: str) -> str:
    """A text for the head of a page, where & begins a code; the whole head has at most 255 characters."""
    return plain(text)[:50].replace("&", "&&")
