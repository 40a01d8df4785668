"""The tables of a page: where each begins, what stands above it, its rows, and what is no row of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from pendulum import Date

from models.french.comparing import list_key, unaccented
from models.french.wording import counted
from models.lists import words
from models.lists.files import Flaw, Page
from models.lists.shapes import Partial, example, heading_day, name_like, total, weekday
from models.takeover.cells import shown
from models.takeover.report import letters

LEAST_KNOWN = 0.4  # share of a header's cells that are known names
MOST_ABOVE = 40  # lines above a table that may speak of it
DAYS = 3  # day columns that make a grid, beside names
LONGEST_HEADER = 80
LETTERS = 3  # below which a name could be a mark
MOSTLY = 0.8  # share of a header's cells that are texts or days
A_YEAR = 400  # days between the first and the last column of a grid, at most


@dataclass(frozen=True)
class Spot:
    """Where a cell is: its page, its row and its column from 1."""

    page: str
    row: int
    column: int

    def __str__(self) -> str:
        return f"{self.page} {letters(self.column)}{self.row}"


@dataclass
class Column:
    """A column of a table: its place in the page from 1, its header, and the header above it when there are two."""

    place: int
    header: str
    above: Any = ""
    raw: Any = ""


@dataclass
class Row:
    """A row of a table: its number in the page, its cells by place, and the section it is in."""

    number: int
    cells: dict[int, Any]
    section: str = ""


@dataclass
class Table:
    """A table of a page: its columns and rows, what is written above it, and what was left aside."""

    page: str
    top: int
    columns: list[Column]
    rows: list[Row] = field(default_factory=list)
    above: list[str] = field(default_factory=list)
    told: dict[str, str] = field(default_factory=dict)
    aside: list[str] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    many: bool = False  # whether its page has others

    @property
    def id(self) -> str:
        """How questions name it."""
        return f"{self.page} {self.top}" if self.many else self.page

    def values(self, column: Column) -> list[Any]:
        """The cells of a column that hold something."""
        found = (row.cells.get(column.place, "") for row in self.rows)
        return [cell for cell in found if not words.nothing(cell)]

    def spot(self, row: Row, place: int) -> Spot:
        return Spot(self.page, row.number, place)

    @property
    def days(self) -> list[Column]:
        """The columns headed by a day, of its own or of the header above."""
        return [one for one in self.columns if heading_day(one.above) is not None or heading_day(one.raw) is not None]


def tables_of(page: Page) -> list[Table]:
    """The tables of a page, in order; none when nothing in it is the header of one."""
    under = [*page.rows[1:], []]
    heads = [(n, row) for n, row in enumerate(page.rows) if is_header(row) or heads_people(row, under[n])]
    heads = [head for rank, head in enumerate(heads) if not rank or not _same(head[1], heads[rank - 1][1])]
    second = {number + 1 for number, _ in heads if _is_second_header(page.rows, number)}
    heads = [head for head in heads if head[0] not in second]
    found: list[Table] = []
    end_of_last = 0
    bounds = [*(number for number, _ in heads), len(page.rows)]
    for (number, _), stop in zip(heads, bounds[1:], strict=True):
        body = number + 1
        columns = _columns(page.rows, number)
        if _is_second_header(page.rows, number):
            columns, body = _of_two(page.rows, number), number + 2
        for part in _side_by_side(columns):
            table = Table(page.name, number + 1, part)
            _read_above(table, page.rows[max(end_of_last, number - MOST_ABOVE) : number])
            last = _fill(table, page, body, stop)
            found.append(table)
        end_of_last = last + 1
    for table in found:
        table.many = len(found) > 1
    return found


def is_header(row: list[Any]) -> bool:
    """Whether a row names columns: known names, or days that follow each other beside names."""
    filled = [cell for cell in row if not words.nothing(cell)]
    if len(filled) < 2:
        return False
    texts = [cell for cell in filled if isinstance(cell, str) and not isinstance(cell, Flaw)]
    names = [cell for cell in texts if len(cell) <= LONGEST_HEADER and words.known(cell)]
    strong = {words.words(cell) for cell in names if len(list_key(cell)) >= LETTERS}
    people = any(_names_people(Column(0, cell)) for cell in names)
    known = len({list_key(cell) for cell in names}) if len(strong) > 1 or people else 0
    days = _day_cells(filled if people else texts)
    if any(cell.endswith(":") for cell in texts):
        return False  # a name and its value
    if days >= DAYS and (people or days > DAYS):
        return known + days >= LEAST_KNOWN * len(filled)
    nearly_all_text = len(texts) + days >= MOSTLY * len(filled)
    return known >= 2 and known >= LEAST_KNOWN * len(filled) and nearly_all_text


def heads_people(row: list[Any], under: list[Any]) -> bool:
    """Whether a row heads columns by people, above rows that begin by a day."""
    cells = [(place, cell) for place, cell in enumerate(row) if cell != ""]
    if len(cells) < LETTERS or not all(isinstance(cell, str) for _, cell in cells):
        return False
    (place, first), *others = cells
    dated = place < len(under) and heading_day(under[place]) is not None and not isinstance(under[place], float)
    people = [cell for _, cell in others if name_like(cell) and not words.known(cell) and " " in cell.strip()]
    known = words.known(first) and ("Séances", "Date") in words.fields(first)[0]
    return known and dated and len(people) >= 2 and len(people) >= MOSTLY * len(others) - 2


def _day_cells(cells: list[Any]) -> int:
    """How many cells head days, when they follow each other."""
    found = [(head, cell) for cell in cells if (head := heading_day(cell)) is not None]
    days = [head for head, _ in found if isinstance(head, Date)]
    partial = [(head.month, head.day) for head, _ in found if isinstance(head, Partial)]
    if any(one > other for one, other in pairwise(days)) or (days and (days[-1] - days[0]).days > A_YEAR):
        return 0
    falls = sum(one > other for one, other in pairwise(partial))
    return len(found) if falls <= (1 if any(month for month, _ in partial) else 0) else 0


def _same(one: list[Any], other: list[Any]) -> bool:
    return [shown(cell) for cell in one] == [shown(cell) for cell in other]


def _columns(rows: list[list[Any]], number: int) -> list[Column]:
    row = rows[number]
    named = [place for place, cell in enumerate(row, 1) if cell != ""]
    return [
        Column(place, header_text(row[place - 1] if place <= len(row) else ""), raw=row[place - 1])
        for place in range(named[0], named[-1] + 1)
    ]


def header_text(cell: Any) -> str:
    """A header on one line."""
    return re.sub(r"\s+", " ", shown(cell)).strip()


def _is_second_header(rows: list[list[Any]], number: int) -> bool:
    """Whether the row under a header is a part of it: half-days, days of the week, or names under what is merged."""
    if number + 1 >= len(rows):
        return False
    head, under = rows[number], rows[number + 1]
    filled = [(place, cell) for place, cell in enumerate(under) if cell != ""]
    if len(filled) < 2 or not all(isinstance(cell, str) for _, cell in filled):
        return False
    texts = [cell for _, cell in filled]
    if all(weekday(cell) >= 0 or words.meaning("demi-journée", cell) or _hours(cell) for cell in texts):
        return True
    below = [place for place, _ in filled if place >= len(head) or head[place] == ""]
    return bool(below) and sum(words.known(cell) for cell in texts) >= 2 and len(texts) < len(head)


def _hours(cell: str) -> bool:
    return bool(
        re.fullmatch(r"\d{1,2}\s*[h:]\s*\d{0,2}\s*[-–à/]\s*\d{1,2}\s*[h:]?\s*\d{0,2}", unaccented(cell).strip())
    )


def _of_two(rows: list[list[Any]], number: int) -> list[Column]:
    """The columns of a header on two rows; what is empty above is what stands on its left."""
    head, under = rows[number], rows[number + 1]
    filled = [place for row in (head, under) for place, cell in enumerate(row) if cell != ""]
    found, left = [], ""
    for place in range(min(filled), max(filled) + 1):
        own = head[place] if place < len(head) else ""
        below = under[place] if place < len(under) else ""
        left = own if own != "" else left
        above = left if below != "" else own
        name = header_text(below) if below != "" and not words.known(header_text(own)) else header_text(own)
        if heading_day(above) is not None:
            name = header_text(below) or header_text(above)
        found.append(Column(place + 1, name, above, below if below != "" else own))
    return found


def _side_by_side(columns: list[Column]) -> list[list[Column]]:
    """A header whose names come twice, apart by an empty column, is that of two tables."""
    parts: list[list[Column]] = [[]]
    for column in columns:
        if column.header == "" and column.above == "":
            parts.append([])
        else:
            parts[-1].append(column)
    parts = [part for part in parts if part]
    named = [{words.words(one.header) for one in part if words.known(one.header)} for part in parts]
    if len(parts) > 1 and all(len(one) > 1 for one in named) and any(a & b for a, b in pairwise(named)):
        return parts
    return [columns]


def _read_above(table: Table, rows: list[list[Any]]) -> None:
    """What stands above: titles, and lines of a name and a value."""
    for row in rows:
        cells = [cell for cell in row if cell != ""]
        if not cells:
            continue
        first = header_text(cells[0])
        table.above.append(" ".join(header_text(cell) for cell in cells))
        name, colon, rest = first.partition(":")
        if colon and not rest.strip() and len(cells) > 1:
            table.told[words.words(name)] = header_text(cells[1])
        elif colon and rest.strip() and len(name) <= 40:
            table.told[words.words(name)] = rest.strip()
        elif len(cells) == 2 and isinstance(cells[0], str) and words.known(first):
            table.told[words.words(first)] = header_text(cells[1])


def _fill(table: Table, page: Page, body: int, stop: int) -> int:
    """Reads the rows; those that are none are left aside, and said. Gives the number of the last row read."""
    places = {column.place for column in table.columns}
    head = page.rows[table.top - 1]
    section, pending, last = "", [], table.top
    names = [one.place for one in table.columns if _names_people(one)]
    for number in range(body, stop):
        raw = page.rows[number]
        cells = {place: cell for place, cell in enumerate(raw, 1) if place in places and cell != ""}
        if not cells or _same(raw, head):
            continue
        first = next(iter(cells.values()))
        if any(total(cell) for cell in list(cells.values())[:2]):
            table.aside.append(f"{table.page}, ligne {number + 1} : « {header_text(first)[:40]} »")
        elif any(example(cells.get(place)) for place in names):
            table.aside.append(f"{table.page}, ligne {number + 1} : exemple")
        elif len(cells) == 1 and len(places) > 2 and _is_section(table, cells, page, number, names):
            pending.append((number, header_text(first)))
            section = header_text(first)
        elif _weekdays(cells):
            table.aside.append(f"{table.page}, ligne {number + 1} : jours de la semaine")
        else:
            table.rows.append(Row(number + 1, cells, section))
            last = number
    used = {row.section for row in table.rows}
    for number, text in pending:
        if text in used:
            table.sections.append(text)
            last = max(last, number)
        else:
            table.aside.append(f"{table.page}, ligne {number + 1} : « {text[:60]} »")
    return last


def _names_people(column: Column) -> bool:
    return any(header in ("Nom", "Prénom", "Nom Prénom") for _, header in words.fields(column.header)[0])


def _is_section(table: Table, cells: dict[int, Any], page: Page, number: int, names: list[int]) -> bool:
    """Whether a lone text names what follows, rather than somebody."""
    place, cell = next(iter(cells.items()))
    if not isinstance(cell, str):
        return False
    if any(top == number + 1 and right > left for top, left, _, right in page.merged):
        return True
    return not (len(names) == 1 and place == names[0] and name_like(cell) and not cell.endswith(":"))


def _weekdays(cells: dict[int, Any]) -> bool:
    texts = [cell for cell in cells.values() if isinstance(cell, str)]
    return len(texts) == len(cells) >= 3 and all(weekday(cell) >= 0 for cell in texts)


def unread(page: Page, found: list[Table]) -> Iterator[str]:
    """What of a page is in no table, in a sentence each."""
    if not found and any(cell != "" for row in page.rows for cell in row):
        count = sum(1 for row in page.rows if any(cell != "" for cell in row))
        yield f"Feuille « {page.name} » ({counted(count, 'ligne')}) : aucune table n'y est reconnue"
