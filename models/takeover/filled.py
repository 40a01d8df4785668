"""Everything recorded, in the shape of a take-over: what another installation, or another program, can take."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from peewee import fn

from config.progress import each
from models import tables
from models.french.wording import counted
from models.french.wording import time as say_time
from models.people.identities import once
from models.storage.connection import loaded
from models.takeover import cells
from models.takeover.book import Book
from models.takeover.sheets import ACTIONS, ATTENDANCES, MOVEMENTS, PARCOURS, PARTICIPANTS, SHEETS, Sheet

LEFT: tuple[tuple[Any, str], ...] = (
    (tables.JournalEntry, "le journal"),
    (tables.Closing, "les clôtures"),
    (tables.Frozen, "les copies de ce qui a été envoyé"),
    (tables.FormerIdentity, "les identités d'avant"),
    (tables.FormerPublic, "les publics d'avant"),
    (tables.TwoPeople, "les fiches dites de deux personnes"),
    (tables.Printed, "les feuilles imprimées"),
    (tables.Motive, "les motifs des écarts et des enjeux"),
    (tables.Member, "les rôles"),
)
"""The tables that no sheet carries, and what they are called."""


@dataclass
class Filled:
    """The rows of each sheet, in the order of its columns, and what no sheet can carry, in sentences."""

    rows: dict[str, list[list[Any]]] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)


def filled(action: str = "") -> Filled:
    """Everything recorded, or what is recorded of one ``action`` and of its people, sheet by sheet."""
    found = Filled()
    book = Book({})
    only = [known.id for (code,), known in book.actions.items() if not action or code == action]
    book.__dict__["mentioned"] = only
    people: set[str] = set()
    for sheet in each(SHEETS, "Lecture des feuilles"):
        if sheet in (ACTIONS, PARTICIPANTS) or "action" not in sheet.index:
            continue
        rows = list(_rows(book, sheet, only, found))
        people |= {row[sheet.index["person"]] for row in rows if "person" in sheet.index}
        found.rows[sheet.name] = rows
    actions = [row for row in _stored(book, ACTIONS) if not action or row[0] == action]
    found.rows[ACTIONS.name] = actions
    for sheet in SHEETS:
        if sheet.name not in found.rows:
            rank = sheet.index.get("person", sheet.index.get("code", 0))
            found.rows[sheet.name] = [row for row in _stored(book, sheet) if not action or row[rank] in people]
    found.left += _left()
    loaded()
    return found


def _rows(book: Book, sheet: Sheet, actions: list[int | None], found: Filled) -> Iterable[list[Any]]:
    if sheet is ATTENDANCES:
        return _marks(actions)
    if sheet is MOVEMENTS:
        return _movements(actions, found)
    return _stored(book, sheet)


def _stored(book: Book, sheet: Sheet) -> Iterator[list[Any]]:
    """The records of a sheet, those whose names were erased left out, in the order they were recorded."""
    gone = _unnamed()
    named = sheet.index.get("code" if sheet is PARTICIPANTS else "person")
    records = sorted(book.stored(sheet).values(), key=lambda one: one.id or 0)
    for record in records:
        if "parcours" in sheet.index and record["parcours"]:  # a workbook tells a stay by its exit
            stay = book.records(PARCOURS).get((record["action"], record["person"], record["parcours"]))
            record.values["parcours"] = stay["exit"] if stay else None
        row = [_cell(column.read, record[column.attribute]) for column in sheet.columns]
        if named is None or row[named] not in gone:
            yield row


def _unnamed() -> set[str]:
    """The codes of the records that are nobody's any more: joined to others, or whose names were erased."""
    query = tables.Person.select(tables.Person.code)
    joined = query.where(~once()).tuples()
    erased = query.where(tables.Person.erased.is_null(False)).tuples()
    return {code for (code,) in (*joined, *erased)}


def _marks(actions: list[int | None]) -> Iterator[list[Any]]:
    mark, session, person = tables.Attendance, tables.Session, tables.Person
    query = mark.select(tables.Action.code, session.code, person.code, mark.status, mark.minutes)
    query = query.join(person).switch(mark).join(session).join(tables.Action).where(session.action.in_(actions))
    for row in query.order_by(mark.id).tuples().iterator():
        yield [_cell(column.read, value) for column, value in zip(ATTENDANCES.columns, row, strict=True)]


def _movements(actions: list[int | None], found: Filled) -> Iterator[list[Any]]:
    """The movements of hours, but for those taken back: they and their reversals amount to nothing."""
    moved, reported = tables.Movement, tables.MovementReport
    undone = {one for (one,) in moved.select(moved.reverses).where(moved.reverses.is_null(False)).tuples()}
    reports = {one.movement_id: (one.referent, one.departement) for one in reported.select()}
    query = moved.select(moved, tables.Action, tables.Person).join(tables.Action).switch(moved).join(tables.Person)
    left = 0
    for one in query.where(moved.action.in_(actions)).order_by(moved.action, moved.number):
        if one.reverses_id is not None or one.id in undone:
            left += 1
            continue
        referent, departement = reports.get(one.id, (None, None))
        values = {"action": one.action.code, "day": one.day, "kind": one.kind, "person": one.person.code}
        values |= {"minutes": one.minutes, "reason": one.reason, "referent": referent, "departement": departement}
        values["label"] = one.label
        yield [_cell(column.read, values[column.attribute]) for column in MOVEMENTS.columns]
    if left:
        found.left.append(
            f"{counted(left, 'mouvement contre-passé', 'mouvements contre-passés')}, et leur contre-passation"
        )


def _left() -> Iterator[str]:
    """What no sheet carries, when there is some."""
    for model, said in LEFT:
        if model.select().exists():
            yield said
    notes = sum(
        model.select(fn.COUNT(model.id)).where((field != "") & field.is_null(False)).scalar()
        for model, field in (
            (tables.Session, tables.Session.note),
            (tables.Attendance, tables.Attendance.note),
            (tables.Session, tables.Session.cancel_reason),
            (tables.Person, tables.Person.hold),
        )
    )
    if notes:
        yield counted(notes, "note ou motif", "notes ou motifs")


def _cell(read: Any, value: Any) -> Any:
    """A value as a cell that is read back as it."""
    if value is None or value == "":
        return None
    if read is cells.yes_no:
        return "oui" if value else "non"
    if read is cells.clock:
        return say_time(value).replace("h", ":")
    if read is cells.hours:
        return f"{value // 60}:{value % 60:02d}"
    if read is cells.money:
        return f"{value // 100},{value % 100:02d}"
    if read is cells.posts:
        return f"{value // 100},{value % 100:02d}"
    return value
