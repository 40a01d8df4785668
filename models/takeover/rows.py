"""From cells to rows: headers recognised, cells understood, twice the same row read once."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import Any

from config.progress import each
from config.reading import nearest
from models.french.comparing import list_key
from models.french.typed import Misread
from models.takeover import cells
from models.takeover.cells import is_empty, shown
from models.takeover.extents import Unreadable
from models.takeover.report import Faults
from models.takeover.sheets import SHEETS, Column, Sheet
from models.takeover.workbook import Pages

WORDED = (cells.name, cells.text, cells.plate)
"""The readers of columns whose numbers are codes: their digits are all of them."""
WRONG: Any = object()
"""Stands for a cell that was not understood: said once, then left alone."""


@dataclass
class Table:
    """The rows of one sheet. A row is a list: its number, then a value for each column of the sheet (None: empty).

    ``places``: the file's column, counted from 1, of each attribute. ``broken``: the sheet lacks a column it needs, so
    that nothing can be said of what is not in it.
    """

    sheet: Sheet
    name: str
    faults: Faults
    places: dict[str, int] = field(default_factory=dict)
    rows: list[list[Any]] = field(default_factory=list)
    broken: bool = False

    def error(self, row: int, attribute: str, message: str, value: Any = "") -> None:
        """An error in one cell of a row."""
        self.faults.error(
            self.name, row, self.place(attribute), value if isinstance(value, str) else shown(value), message
        )

    def warn(self, row: int, attribute: str, message: str, value: Any = "") -> None:
        """A warning about one cell of a row."""
        self.faults.warn(
            self.name, row, self.place(attribute), value if isinstance(value, str) else shown(value), message
        )

    def place(self, attribute: str) -> int:
        """The column of an attribute; of the first key when the file does not have it."""
        return self.places.get(attribute) or min(self.places.values(), default=1)


def read_tables(sources: Sequence[Pages], faults: Faults) -> dict[str, Table]:
    """The known sheets of the file by their name in the contract; an unknown one is a warning."""
    known = {list_key(sheet.name): sheet for sheet in SHEETS}
    tables: dict[str, Table] = {}
    for source in each(sources, "Lecture des feuilles"):
        faults.ranks.setdefault(source.name, len(faults.ranks))
        sheet = known.get(list_key(source.name))
        if sheet is None:
            told = f"Feuille « {source.name} » inconnue : elle n'est pas lue{_alike(source.name)}."
            faults.warn(source.name, 1, 1, source.name, told)
        elif sheet.name in tables:
            faults.error(
                source.name,
                1,
                1,
                source.name,
                f"La feuille {sheet.name} est deux fois dans le classeur : gardez-en une.",
            )
        else:
            table = _read(source, sheet, faults)
            if table is not None:
                tables[sheet.name] = table
    if not any(list_key(source.name) in known for source in sources):
        raise Unreadable(
            "Aucune feuille connue : rien n'est à reprendre. Nommez les feuilles comme dans le modèle (assidu"
            " template) : Actions, Participants, Parcours, Séances, Présences… ; ou reprenez ce fichier tel qu'il est :"
            " assidu take."
        )
    return tables


def _alike(name: str) -> str:
    """The known sheet that a name begins with, as Numbers writes them, or nearly is."""
    key = list_key(name)
    begun = [sheet.name for sheet in SHEETS if key.startswith(list_key(sheet.name))]
    if begun:
        return f" ; si c'en est une, nommez-la « {max(begun, key=len)} »"
    return nearest(name, [sheet.name for sheet in SHEETS])


def _read(source: Pages, sheet: Sheet, faults: Faults) -> Table | None:
    rows = source.rows()
    table = Table(sheet, sheet.name, faults)
    number, header = next(rows, (0, []))
    if number != 1 or all(is_empty(cell) for cell in header):
        if number:
            faults.error(sheet.name, 1, 1, "", "La ligne 1 est vide : écrivez-y les en-têtes des colonnes.")
            table.broken = True
            return table
        return None
    _headers(table, header, source.flaws.get(1, {}))
    plan: list[tuple[int, int, Column, Callable[[Any], Any], dict[str, Any]]] = [
        (rank, table.places[column.attribute] - 1, column, _reader(column), {})
        for rank, column in enumerate(sheet.columns, 1)
        if column.attribute in table.places
    ]
    blanks = [(rank, one.blank) for rank, one in enumerate(sheet.columns, 1) if one.blank is not None]
    for number, cells_ in rows:
        row = _row(table, number, cells_, plan, source.flaws.get(number), source.zeros.get(number))
        if row is not None:
            for rank, blank in blanks:
                row[rank] = blank if row[rank] is None else row[rank]
            table.rows.append(row)
    return table


def _headers(table: Table, header: list[Any], flaws: dict[int, str]) -> None:
    names = {form: column for column in table.sheet.columns for form in _forms(column)}
    for place, cell in enumerate(header, 1):
        if place in flaws:
            table.faults.error(table.name, 1, place, "", flaws[place])
        if is_empty(cell):
            continue
        said = shown(cell)
        column = names.get(_header_form(said)) or _with_a_list(names, said)
        if column is None:
            table.faults.warn(
                table.name, 1, place, said, f"Colonne « {said.strip()[:60]} » inconnue : elle n'est pas lue."
            )
        elif column.attribute in table.places:
            table.faults.error(
                table.name,
                1,
                place,
                said,
                f"La colonne « {column.header} » est deux fois dans la feuille : gardez-en une.",
            )
            table.broken = True
        else:
            table.places[column.attribute] = place
    for column in table.sheet.columns:
        if column.required and column.attribute not in table.places:
            table.faults.error(table.name, 1, 1, "", f"La colonne « {column.header} » est obligatoire : ajoutez-la.")
            table.broken = True


def _header_form(said: str) -> str:
    """A header as it is compared, its bracketed part set apart by a bar."""
    bare, bracket, rest = said.replace("*", " ").partition("(")
    return f"{list_key(bare)}|{list_key(rest.replace('€', 'euro').replace('/', '|'))}" if bracket else list_key(bare)


def _with_a_list(names: dict[str, Column], said: str) -> Column | None:
    """The column of a closed list whose header is followed by some values in brackets: they are no part of it."""
    bare, bracket, rest = said.replace("*", " ").partition("(")
    column = names.get(list_key(bare)) if bracket and re.search(r"[/,;|]", rest) else None
    return column if column is not None and (column.values or column.listed) else None


def _forms(column: Column) -> set[str]:
    """The headers that name a column: bare, with its unit, or with its list of values."""
    said = {column.header, f"{column.header} ({column.unit})"} if column.unit else {column.header}
    values = column.values or (column.listed() if column.listed else ())
    if values:
        said.add(f"{column.header} ({'/'.join(values)})")
    if column.read is cells.month:
        said.add(f"{column.header} (AAAA-MM)")
    if column.read is cells.hours:
        said.add(f"{column.header} (h)")
    return {_header_form(form) for form in said}


def _reader(column: Column) -> Callable[[Any], Any]:
    known = column.listed() if column.listed else ()
    return cells.choice(known) if known else column.read


def _row(
    table: Table,
    number: int,
    raw: list[Any],
    plan: list[Any],
    flaws: dict[int, str] | None,
    zeros: dict[int, int] | None,
) -> list[Any] | None:
    """One row understood; None when it is empty. What is not understood is told and stands as WRONG."""
    row: list[Any] = [number] + [None] * len(table.sheet.columns)
    empty = True
    width = len(raw)
    for rank, place, column, read, memo in plan:
        if flaws and place + 1 in flaws:
            row[rank] = WRONG
            empty = False
            table.faults.error(table.name, number, place + 1, "", flaws[place + 1])
            continue
        value = raw[place] if place < width else ""
        if value == "":
            continue
        kind = type(value)
        if isinstance(value, float) and read in WORDED:
            try:
                value, kind = cells.digits(value, zeros.get(place + 1, 0) if zeros else 0), str
            except Misread as fault:
                row[rank], empty = WRONG, False
                table.faults.error(table.name, number, place + 1, shown(value), str(fault))
                continue
        remembered = kind is str or kind is date or kind is float
        if remembered and value in memo:
            row[rank] = found = memo[value]
            empty = empty and found is None
            continue
        if kind is str and is_empty(value):
            memo[value] = None
            continue
        empty = False
        try:
            found = read(value)
            if (said := cells.doubted(found, value, column.read, column.digits)) is not None:
                found, sentence = said
                table.faults.warn(table.name, number, place + 1, shown(value), sentence)
                remembered = False
            row[rank] = found
        except Misread as fault:
            row[rank] = WRONG
            table.faults.error(table.name, number, place + 1, shown(value), str(fault))
        else:
            if remembered:
                memo[value] = found
    return None if empty else row


def keep_once(table: Table) -> None:
    """Leaves one row a key: the same again is dropped, the same key with another content is an error.

    In Mutualisation identical rows without a number are movements of their own.
    """
    sheet = table.sheet
    keys = [sheet.index[attribute] + 1 for attribute in sheet.keys]
    key_of = itemgetter(*keys) if len(keys) > 1 else lambda row: (row[keys[0]],)
    seen: dict[tuple[Any, ...], list[Any]] = {}
    kept = []
    for row in table.rows:
        key = key_of(row)
        if None in key or WRONG in key:
            _need_keys(table, row, keys)
            kept.append(row)
            continue
        first = seen.setdefault(key, row)
        if first is row:
            kept.append(row)
        elif first[1:] != row[1:]:
            table.error(
                row[0],
                sheet.keys[0],
                f"Même clé que la ligne {first[0]} avec un autre contenu : gardez l'une des deux.",
                first[keys[0]],
            )
    table.rows = kept


def _need_keys(table: Table, row: list[Any], keys: list[int]) -> None:
    for rank in keys:
        column = table.sheet.columns[rank - 1]
        if row[rank] is None and column.required and column.attribute in table.places:
            table.error(row[0], column.attribute, f"« {column.header} » est vide : cette cellule est obligatoire.")
            row[rank] = WRONG
