"""Movements of driving hours taken over: never edited, told apart by their number or by their rank in the file."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from peewee import JOIN

from models.french.comparing import tidy
from models.french.wording import hours as say_hours
from models.hours import pool
from models.hours.limits import Line as Entry
from models.hours.limits import above_left, faults, movement
from models.tables import GRANT, RELEASE, FormerIdentity, Movement, MovementReport, Person
from models.takeover.attendances import Marks, lessons
from models.takeover.book import Book, Known, Line
from models.takeover.checks import dates_of, tell
from models.takeover.rows import WRONG, Table
from models.takeover.sheets import MOVEMENTS, PARCOURS


@dataclass
class Ledger:
    """What the file does to the ledger. ``reported``: known movements of which a report date is added or changed."""

    created: list[Known] = field(default_factory=list)
    reported: list[Known] = field(default_factory=list)
    unchanged: int = 0
    next: dict[int, int] = field(default_factory=dict)


Identity = tuple[Any, ...]


def take(book: Book, marks: Marks) -> Ledger:
    """Checks the movements of the file and says what becomes of each."""
    result = Ledger()
    table = book.tables.get(MOVEMENTS.name)
    if table is None:
        return result
    stored, result.next = _stored(book)
    ranks: dict[Identity, int] = defaultdict(int)
    shaky: set[str] = set()
    for number, *cells in table.rows:
        given = {
            name: cell
            for name, cell in zip(MOVEMENTS.index, cells, strict=True)
            if cell is not None and cell is not WRONG
        }
        record = Known(None, given, number)
        record.sound = WRONG not in cells
        line = Line(table, number, record)
        book.references(line)
        _check(book, line)
        identity = (*[given.get(name) for name in MOVEMENTS.keys[:-1]], given.get("label", ""))
        rank, ranks[identity] = ranks[identity], ranks[identity] + 1
        before = stored.get((*identity, rank))
        if before is None:
            record.values["rank"] = rank
            if given.get("reason") is None and "reason" in table.places and "reason" not in _wrong(cells):
                line.error("reason", "« Motif » est vide : obligatoire pour une nouvelle ligne.")
            if said := book.refused(line["action"], line["day"]):
                line.error("day", said)
            if record.sound:
                result.created.append(record)
            else:
                shaky.add(given.get("action", ""))
        else:
            _known(book, line, before, result)
    _check_ledgers(book, table, result, stored.values(), marks, shaky)
    return result


def _wrong(cells: list[Any]) -> set[str]:
    return {name for name, cell in zip(MOVEMENTS.index, cells, strict=True) if cell is WRONG}


def _check(book: Book, line: Line) -> None:
    if line["minutes"] == 0:
        line.error("minutes", "Les heures d'un mouvement sont plus grandes que zéro.", "0")
    convention, dates = book.convention(line["action"]), dates_of(book, line["action"])
    tell(line, lambda values: movement(values, convention, dates, book.today))


def _known(book: Book, line: Line, before: Known, result: Ledger) -> None:
    """A movement already in the ledger: its report dates may come, nothing else may change."""
    if line["reason"] is not None and line["reason"] != before["reason"]:
        line.error(
            "reason",
            f"Ce mouvement est déjà enregistré avec le motif « {before['reason'][:60]} » : un mouvement ne se modifie "
            "pas, contre-passez-le.",
        )
        return
    dates = {name: line[name] for name in ("referent", "departement") if line[name] and line[name] != before[name]}
    for name, day in dates.items():
        past = min(one for one in (day, before[name]) if one)
        if said := book.refused(line["action"], past):
            line.error(name, said)
    if not line.record.sound:
        return
    if dates:
        before.values |= dates
        result.reported.append(before)
    else:
        result.unchanged += 1


def _stored(book: Book) -> tuple[dict[Identity, Known], dict[int, int]]:
    """The stored movements by identity and rank; and the next number, by action."""
    query = (
        Movement.select(
            Movement.id,
            Movement.action,
            Movement.number,
            Movement.day,
            Movement.kind,
            Movement.person,
            Person.code,
            Movement.minutes,
            Movement.label,
            Movement.reason,
            MovementReport.referent,
            MovementReport.departement,
        )
        .join(Person)
        .switch(Movement)
        .join(MovementReport, JOIN.LEFT_OUTER)
        .where(Movement.action.in_(book.mentioned))
        .order_by(Movement.rank, Movement.number)
    )
    codes = {action.id: key[0] for key, action in book.actions.items()}
    now = dict(FormerIdentity.select(FormerIdentity.joined, Person.code).join(Person).tuples())
    carried = pool.carried()
    ranks: dict[Identity, int] = defaultdict(int)
    found = {}
    following: dict[int, int] = {}
    for id, action, number, day, kind, whose, code, minutes, label, reason, referent, departement in query.tuples():
        following[action] = max(number + 1, following.get(action, 1))
        if id in carried:
            continue
        person = now.get(whose, code)
        identity = (codes[action], day, kind, person, minutes, tidy(label))
        rank, ranks[identity] = ranks[identity], ranks[identity] + 1
        values = dict(zip(MOVEMENTS.keys[:-1], identity, strict=False))
        values |= {"reason": reason, "referent": referent, "departement": departement}
        found[*identity, rank] = Known(id, values)
    return found, following


def _check_ledgers(
    book: Book, table: Table, result: Ledger, known: Iterable[Known], marks: Marks, shaky: set[str]
) -> None:
    """Refuses releases beyond what is left and grants beyond the pool; an action with a faulty movement is left out."""
    if book.unsure(PARCOURS):
        return
    added = defaultdict(list)
    for record in result.created:
        added[record["action"]].append(record)
    stored: dict[str, list[Known]] = defaultdict(list)
    for record in known:
        stored[record["action"]].append(record)
    for action, records in added.items():
        convention = book.convention(action)
        if action in shaky or convention is None or convention.quota is None:
            continue
        entries = [_entry(("stored", record.id), record, new=False) for record in stored[action]]
        entries += [_entry(record.row, record, new=True) for record in records]
        people = {person for code, person in book.parcours if code == action}
        attended = lessons(book, marks, action, convention.quota.nature)
        found = faults(
            entries,
            attended,
            dict.fromkeys(people, convention.quota.hours),
            {record["person"]: book.name(record["person"]) for record in records},
        )
        for record in records:
            if record.row in found:
                table.error(record.row or 1, "minutes", found[record.row], say_hours(record["minutes"]))
        left = _left(entries, attended, convention.quota.hours)
        for record in {one["person"]: one for one in records if one["kind"] == RELEASE}.values():
            name, minutes = book.name(record["person"]), record["minutes"]
            if record.row not in found and (told := above_left(name, minutes, left[record["person"]] + minutes)):
                table.warn(record.row or 1, "minutes", told, say_hours(minutes))


def _left(entries: list[Entry], attended: Mapping[str, Any], allocated: int) -> Mapping[Any, int]:
    """What each person has left once every movement is in and every lesson taken, in minutes."""
    left: dict[Any, int] = defaultdict(lambda: allocated)
    for entry in entries:
        left[entry.person] += entry.minutes if entry.kind == GRANT else -entry.minutes
    for person, days in attended.items():
        left[person] -= sum(minutes for _, minutes in days)
    return left


def _entry(key: Any, record: Known, new: bool) -> Entry:
    return Entry(key, record["day"], record["kind"], record["person"], record["minutes"], new)
