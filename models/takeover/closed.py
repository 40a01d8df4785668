"""Rows of a workbook that would change what is closed: each is an error in its cell."""

from collections.abc import Iterator
from typing import Any

from peewee import Field

from models import tables
from models.acts import closed
from models.acts.act import refused_as_closed
from models.tables import Record
from models.takeover.book import Book, Known
from models.takeover.rows import Table
from models.takeover.sheets import ACTIONS, ATTENDANCES, MOVEMENTS, PARTICIPANTS, REGISTERS, SHEETS, Sheet

ELIGIBILITY = REGISTERS[tables.EligibilityCheck]
ELSEWHERE = (PARTICIPANTS, ATTENDANCES, MOVEMENTS)  # marks and movements are looked at as they are read


def check(book: Book) -> None:
    """Tells the rows, of every sheet but marks and movements, that add or change something dated on or before a
    closing. No query a row."""
    if not book.closed:
        return
    for sheet in SHEETS:
        table = book.tables.get(sheet.name)
        if table is not None and sheet not in ELSEWHERE and sheet.model.dated:
            _check(book, sheet, table)


def _check(book: Book, sheet: Sheet, table: Table) -> None:
    model, fields = sheet.model, sheet.model._meta.fields
    known = [attribute for attribute in sheet.index if attribute in fields]
    held = {one: fields[one] for one in {*known, *closed.days_of(model).values()}}
    for record in book.records(sheet).values():
        if not record.touched or not record.sound:
            continue
        actions = [code for code in _actions(book, sheet, record) if code in book.closed]
        if not actions:
            continue
        after = _plain(held, record.values)
        before = None if record.id is None else _plain(held, record.values | record.was)
        day = closed.day_of(model, before, after)
        for code in actions:
            if day and day <= book.closed[code]:
                attribute = _cell(model, record)
                table.error(
                    record.row or 1, attribute, refused_as_closed(code, book.closed[code], day), record[attribute]
                )
                break


def _plain(fields: dict[str, Field], values: dict[str, Any]) -> dict[str, Any]:
    """A row as its record is stored; a person, a parcours or a moped stays as the file names it."""
    found = {}
    for name, field in fields.items():
        value = values.get(name)
        named = name in ("action", "person", "parcours")
        found[name] = value if named else field.db_value(field.default if value is None else value)
    return found


def _actions(book: Book, sheet: Sheet, record: Known) -> Iterator[str]:
    if sheet is ACTIONS:
        yield record["code"]
    elif sheet is ELIGIBILITY:
        yield from book.closed_of.get(record["person"], ())
    else:
        yield record["action"]


def _cell(model: type[Record], record: Known) -> str:
    """The attribute to point to: the first that changes, or the day of a new record."""
    if record.id is None:
        return str(model.dated)
    free = closed.timeless_of(model)
    return next((attribute for attribute in record.changes if attribute not in free), model.dated)
