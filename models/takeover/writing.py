"""Writing a checked workbook in one go: rows by thousands, never one query a row."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from peewee import Model, __exception_wrapper__, fn

from config.progress import each
from models.acts.act import Act
from models.french.folding import fold
from models.storage.connection import loaded, next_number
from models.tables import Attendance, FormerPublic, Movement, MovementReport, database
from models.takeover.attendances import Marks
from models.takeover.book import Book, Known
from models.takeover.movements import Ledger
from models.takeover.report import Report
from models.takeover.sheets import (
    ACTIONS,
    ATTENDANCES,
    MOPEDS,
    MOVEMENTS,
    PARCOURS,
    PARTICIPANTS,
    SESSIONS,
    SHEETS,
    Sheet,
)

AT_ONCE = 2000
_REFERRED = (ACTIONS, PARTICIPANTS, SESSIONS, MOPEDS, PARCOURS)  # written first: the others point to them
_POINTS = {"action": "action_id", "person": "person_id", "parcours": "parcours_id"}


def write(book: Book, marks: Marks, ledger: Ledger, report: Report, act: Act) -> None:
    """Stores everything the file creates or changes, and counts it in the report."""
    ordinary = [sheet for sheet in SHEETS if sheet not in (ATTENDANCES, MOVEMENTS)]
    for sheet in each(sorted(ordinary, key=lambda sheet: sheet not in _REFERRED), "Écriture des feuilles"):
        if sheet.name in book.tables:
            _write_sheet(book, sheet, report, act)
    if ATTENDANCES.name in book.tables:
        _write_marks(marks, act)
        _count(report, ATTENDANCES, len(marks.created), len(marks.updated), marks.unchanged)
    if MOVEMENTS.name in book.tables:
        _write_movements(book, ledger, act)
        _count(report, MOVEMENTS, len(ledger.created), len(ledger.reported), ledger.unchanged)
    _write_publics(book, act)
    loaded()
    in_order = {name: rank for rank, name in enumerate(book.tables)}
    for counts in (report.created, report.updated, report.unchanged):
        sheets = sorted(counts.items(), key=lambda count: in_order[count[0]])
        counts.clear()
        counts.update(sheets)


def _count(report: Report, sheet: Sheet, created: int, updated: int, unchanged: int) -> None:
    report.created[sheet.name] = created
    report.updated[sheet.name] = updated
    report.unchanged[sheet.name] = unchanged


def _write_sheet(book: Book, sheet: Sheet, report: Report, act: Act) -> None:
    records = [record for record in book.records(sheet).values() if record.row is not None]
    new = [record for record in records if record.id is None]
    changed = [record for record in records if record.id is not None and record.changes]
    columns = _columns(book, sheet)
    derived, sources = _DERIVED.get(sheet.name, ((), set()))
    insert(sheet.model, [*columns, *derived], (_values(book, sheet, columns, one, bool(derived)) for one in new), act)
    for again in (True, False):  # what is derived is worked out again only when what it comes from changes
        update(
            sheet.model,
            [*columns, *(derived if again else ())],
            (
                [*_values(book, sheet, columns, one, again), one.id]
                for one in changed
                if bool(one.changes.keys() & sources) is again
            ),
            act,
        )
    _count(report, sheet, len(new), len(changed), len(records) - len(new) - len(changed))
    if new and sheet in _REFERRED:
        book.__dict__.pop("mentioned", None)
        for key, id in book.ids(sheet).items():
            if key in book.records(sheet):
                book.records(sheet)[key].id = id


def _columns(book: Book, sheet: Sheet) -> dict[str, str]:
    """The database column of each attribute of a sheet, by column."""
    fields = sheet.model._meta.fields
    found = {}
    for attribute in sheet.index:
        if attribute == "action" and "moped" in fields:
            continue  # said by the moped
        if attribute == "public_since":
            continue  # the publics had before, in a table of their own
        if attribute == "plate" and "moped" in fields:
            found["moped_id"] = attribute
        else:
            found[_POINTS.get(attribute) or fields[attribute].column_name] = attribute
    return found


_DERIVED: dict[str, tuple[tuple[str, ...], set[str]]] = {
    PARTICIPANTS.name: (("folded",), {"last_name", "first_name"}),
    ACTIONS.name: (("edition",), {"convention"}),
}
"""The column worked out from others, and the attributes it comes from."""


def _values(book: Book, sheet: Sheet, columns: dict[str, str], record: Known, derived: bool) -> list[Any]:
    """A record as it is stored, in the order of the columns, what is ``derived`` last."""
    fields = sheet.model._meta.fields
    found: list[Any] = []
    for column, attribute in columns.items():
        value = record[attribute]
        if column == "action_id":
            found.append(book.actions[value,].id)
        elif column == "person_id":
            found.append(book.people[value,].id if value else None)
        elif column == "parcours_id":
            stay = (record["action"], record["person"], value)
            found.append(book.records(PARCOURS)[stay].id if value else None)
        elif column == "moped_id":
            found.append(book.records(MOPEDS)[record["action"], value].id)
        else:
            field = fields[attribute]
            found.append(field.default if value is None else field.db_value(value))
    if derived and sheet is PARTICIPANTS:
        found.append(fold(f"{record['last_name']} {record['first_name']}"))
    elif derived and sheet is ACTIONS:
        convention = book.convention(record["code"])
        found.append(convention.edition if convention else "")
    return found


def _write_publics(book: Book, act: Act) -> None:
    """The publics had before: those no longer said go, those the file brings come."""
    gone, new = [], []
    for code, (stored, wanted) in book.publics.items():
        person = book.people[code,].id
        gone += [(person, since) for since, public in stored.before if (since, public) not in wanted.before]
        day = FormerPublic.since.db_value
        new += [[person, day(since), public] for since, public in wanted.before if (since, public) not in stored.before]
    for person, since in gone:
        act.delete(FormerPublic.get(FormerPublic.person == person, FormerPublic.since == since))
    insert(FormerPublic, ["person_id", "since", "public"], new, act)


def _write_marks(marks: Marks, act: Act) -> None:
    insert(
        Attendance,
        ["session_id", "person_id", "status", "minutes", "origin"],
        ((session.id, person.id, status, minutes, "reprise") for session, person, status, minutes in marks.created),
        act,
    )
    update(
        Attendance,
        ["status", "minutes", "estimated", "origin"],
        ([status, minutes, False, "reprise", id] for id, status, minutes in marks.updated),
        act,
    )


def _write_movements(book: Book, ledger: Ledger, act: Act) -> None:
    numbers: dict[int, int] = defaultdict(lambda: 1, ledger.next)
    rows = []
    for record in ledger.created:
        action = book.actions[record["action"],].id
        assert action is not None
        rows.append(
            [
                action,
                numbers[action],
                Movement.day.db_value(record["day"]),
                record["kind"],
                book.people[record["person"],].id,
                record["minutes"],
                record["reason"],
                record["label"] or "",
                record["rank"],
            ]
        )
        record.values["number"] = numbers[action]
        numbers[action] += 1
    insert(
        Movement,
        ["action_id", "number", "day", "kind", "person_id", "minutes", "reason", "label", "rank"],
        rows,
        act,
    )
    ids = {
        (action, number): id
        for id, action, number in Movement.select(Movement.id, Movement.action, Movement.number).tuples()
    }
    for record in ledger.created:
        record.id = ids[book.actions[record["action"],].id, record["number"]]
    reports = [record for record in [*ledger.created, *ledger.reported] if record["referent"] or record["departement"]]
    known = {movement for (movement,) in MovementReport.select(MovementReport.movement).tuples()}
    day = MovementReport.referent.db_value
    insert(
        MovementReport,
        ["movement_id", "referent", "departement"],
        ([one.id, day(one["referent"]), day(one["departement"])] for one in reports if one.id not in known),
        act,
    )
    update(
        MovementReport,
        ["referent", "departement"],
        ([day(one["referent"]), day(one["departement"]), one.id] for one in reports if one.id in known),
        act,
        key="movement_id",
    )


def insert(model: type[Model], columns: list[str], rows: Iterable[Sequence[Any]], act: Act) -> None:
    """Adds rows by thousands; columns not named take their default."""
    fixed = {
        field.column_name: field.default
        for field in model._meta.sorted_fields
        if field.default is not None and field.column_name not in columns
    }
    fixed |= {"recorded_at": act.at, "recorded_by": act.who}
    extra = tuple(fixed.values())
    names = ["id", *columns, *fixed]
    marks = ", ".join([database.param] * len(names))
    listed = ", ".join(f'"{name}"' for name in names)
    statement = f'INSERT INTO "{model._meta.table_name}" ({listed}) VALUES ({marks})'
    first = next_number(model)
    number = (model.select(fn.MAX(model.id)).scalar() or 0) if first is None else first - 1
    for chunk in _chunks(rows):
        added = [(number + rank, *row, *extra) for rank, row in enumerate(chunk, 1)]
        number += len(added)
        _many(statement, added)
        act.note_rows(model, names, [], added)


def update(model: type[Model], columns: list[str], rows: Iterable[list[Any]], act: Act, key: str = "id") -> None:
    """Changes rows by thousands; the last value of each row is that of ``key``."""
    changed = ["recorded_at", "recorded_by", *columns]
    names = [field.column_name for field in model._meta.sorted_fields]
    table, listed = model._meta.table_name, ", ".join(f'"{name}"' for name in names)
    assigned = ", ".join(f'"{name}" = {database.param}' for name in changed)
    statement = f'UPDATE "{table}" SET {assigned} WHERE "{key}" = {database.param}'
    place = {name: rank for rank, name in enumerate(names)}
    for chunk in _chunks(rows):
        marks = ", ".join([database.param] * len(chunk))
        query = f'SELECT {listed} FROM "{table}" WHERE "{key}" IN ({marks})'
        known = {row[place[key]]: row for row in database.execute_sql(query, [row[-1] for row in chunk]).fetchall()}
        given = [[act.at, act.who, *row] for row in chunk]
        _many(statement, given)
        after = []
        for row in given:
            whole = list(known[row[-1]])
            for name, value in zip(changed, row, strict=False):
                whole[place[name]] = value
            after.append(whole)
        act.note_rows(model, names, [known[row[-1]] for row in given], after)


def _chunks(rows: Iterable[Any]) -> Iterator[list[Any]]:
    rest = iter(rows)
    while chunk := list(islice(rest, AT_ONCE)):
        yield chunk


def _many(statement: str, rows: list[Any]) -> None:
    with __exception_wrapper__:
        database.cursor().executemany(statement, rows)
