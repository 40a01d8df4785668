"""What happened to a record, in words: every act that touched it, the latest first, and what each changed.

What is about a record is part of its history: someone's marks and contracts of theirs, the loans of a moped's. All is
read in a constant number of queries, whatever the record.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from peewee import ForeignKeyField, Model
from pendulum import Date

from models import tables
from models.acts.undo import UNDO
from models.french import wording
from models.french.comparing import tidy
from models.french.wording import moment
from models.people import identities
from models.tables import Action, JournalEntry, JournalSubject, Moped, Parcours, Person, Session, fields_of
from models.tables.changes import changes_of
from models.tables.fields import CodeField, TextField
from models.tables.in_french import in_french

MOST = 500  # acts told at once


@dataclass(frozen=True)
class Told:
    """One act: when (``AAAA-MM-JJ HH:MM:SS``), by whom, under which account, its sentence, and each change in words.

    ``number`` is its rank in the journal; 0 for the take-over of a record the journal does not tell one by one.
    ``undone`` tells when and by whom it was taken back, '' when it holds.
    """

    number: int
    at: str
    who: str
    login: str
    kind: str
    sentence: str
    differences: tuple[str, ...] = ()
    undone: str = ""


def of_record(table: str, number: int, kept: Callable[[dict[str, Any]], bool] = bool, most: int = MOST) -> list[Told]:
    """What happened to the record ``number`` of ``table`` (the name of its model) since it was last added, and to what
    is about it, the latest first; ``kept`` tells which of these changes, as the journal keeps them."""
    about = JournalSubject.select(JournalSubject.entry).where(
        JournalSubject.kind == table, JournalSubject.record == number
    )
    query = JournalEntry.select().where(JournalEntry.id.in_(about)).order_by(JournalEntry.id.desc())
    found: list[tuple[JournalEntry, list[dict[str, Any]]]] = []
    oldest: dict[str, Any] | None = None
    added = False
    for entry in query.iterator():
        changes = [change for change in changes_of(entry.changes) if _about(change, table, number)]
        own = [change for change in changes if _is(change, table, number)]
        wanted = [change for change in changes if kept(change)]
        if own:
            oldest = own[0]
        if wanted:
            found.append((entry, wanted))
        added = any(change["before"] is None for change in own) and entry.undoes_id is None
        if added or len(found) == most:
            break
    told = _tell(found, (table, number))
    if not added and len(told) < most:
        told += _taken_over(table, number, oldest)
    return told


def of_person(person: int) -> list[Told]:
    """What happened to someone's record, and to everything about them."""
    told = {one.number or one: one for own in identities.whole([person]) for one in of_record("Person", own)}
    return sorted(told.values(), key=lambda one: (one.at, one.number), reverse=True)[:MOST]


def of_action(action: int) -> list[Told]:
    """What happened to an action: itself, its parcours, its closings, what was handed in."""
    return of_record("Action", action, lambda change: getattr(tables, change["table"]).of_action)


def of_mark(session: int, person: int) -> list[Told]:
    """What happened to someone in a session, and to the session itself."""
    return of_record(
        "Session", session, lambda change: change["table"] == "Session" or _about(change, "Person", person)
    )


def journal(
    subject: tuple[str, int] | None = None,
    *,
    start: Date | None = None,
    end: Date | None = None,
    who: str = "",
    most: int = MOST,
) -> list[Told]:
    """The acts of the journal, the latest first: those about ``subject`` (a table's name and a record's number), from
    ``start`` to ``end``, both in it, signed by ``who``."""
    query = JournalEntry.select().order_by(JournalEntry.id.desc()).limit(most)
    table, numbers = (subject[0], [subject[1]]) if subject is not None else ("", [])
    if table == "Person":
        numbers = identities.whole(numbers)
    if subject is not None:
        about = JournalSubject.select(JournalSubject.entry).where(
            JournalSubject.kind == table, JournalSubject.record.in_(numbers)
        )
        query = query.where(JournalEntry.id.in_(about))
    if start is not None:
        query = query.where(JournalEntry.at >= start.isoformat())
    if end is not None:
        query = query.where(JournalEntry.at < end.add(days=1).isoformat())
    if who:
        query = query.where(JournalEntry.who == tidy(who))
    found = []
    for entry in query:
        changes = [change for change in changes_of(entry.changes) if "table" in change]
        kept = [one for one in changes if subject is None or any(_about(one, table, number) for number in numbers)]
        found.append((entry, kept))
    return _tell(found, subject)


def table_named(name: str) -> type[Model] | None:
    """The table called so, whatever the case; None when there is none."""
    known = {model.__name__.casefold(): model for model in tables.TABLES if model not in tables.JOURNAL}
    return known.get(name.casefold())


# which changes


def _sides(change: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from (side for side in (change["before"], change["after"]) if side is not None)


def _is(change: dict[str, Any], table: str, number: int) -> bool:
    return change["table"] == table and any(side["id"] == number for side in _sides(change))


def _about(change: dict[str, Any], table: str, number: int) -> bool:
    if "table" not in change:
        return False
    if _is(change, table, number):
        return True
    names = [name for name, other in _pointing(change["table"]).items() if other == table]
    return any(side.get(name) == number for side in _sides(change) for name in names)


@cache
def _pointing(table: str) -> dict[str, str]:
    """The fields of a table that name a record of another, and which table."""
    fields: dict[str, Any] = getattr(tables, table)._meta.fields
    return {name: one.rel_model.__name__ for name, one in fields.items() if isinstance(one, ForeignKeyField)}


def _taken_over(table: str, number: int, oldest: dict[str, Any] | None) -> list[Told]:
    """Where a record comes from that the journal does not tell one by one: a workbook taken over."""
    if oldest is not None:
        since = (oldest["before"] or {}).get("recorded_at", "")
    else:
        model = getattr(tables, table)
        since = model.select(model.recorded_at).where(model.id == number).scalar() or ""
    if not since:
        return []
    query = JournalEntry.select().where(JournalEntry.kind.in_(("import", "take")), JournalEntry.at == since)
    return [
        Told(0, one.at, one.who, one.login, one.kind, f"Repris : {one.sentence.removeprefix('Reprise de ')}")
        for one in query.order_by(JournalEntry.id).limit(1)
    ]


# in words


def _tell(found: list[tuple[JournalEntry, list[dict[str, Any]]]], subject: tuple[str, int] | None) -> list[Told]:
    names = _Names(change for _, changes in found for change in changes)
    undone = _undone([entry.id for entry, _ in found])
    told = []
    for entry, changes in found:
        lines = [line for change in changes for line in _differences(change, subject, names, len(changes) > 1)]
        told.append(
            Told(
                entry.id,
                entry.at,
                entry.who,
                entry.login,
                entry.kind,
                entry.sentence,
                tuple(lines),
                _taken_back(entry, undone),
            )
        )
    return told


def _undone(numbers: list[int]) -> dict[int, str]:
    """When and by whom these acts were taken back, those that were."""
    if not numbers:
        return {}
    later = JournalEntry.select(JournalEntry.undoes, JournalEntry.at, JournalEntry.who).where(
        JournalEntry.undoes >= min(numbers), JournalEntry.undoes <= max(numbers)
    )
    return {undoes: f"le {moment(at)} par {who}" for undoes, at, who in later.tuples()}


def _taken_back(entry: JournalEntry, undone: dict[int, str]) -> str:
    if entry.id not in undone:
        return ""
    return f"{'rétabli' if entry.kind == UNDO else 'annulé'} {undone[entry.id]}"


def _differences(
    change: dict[str, Any], subject: tuple[str, int] | None, names: "_Names", several: bool
) -> Iterator[str]:
    """What one change made different, a line a field: « statut : absent → présent »."""
    table, before, after = change["table"], change["before"], change["after"]
    own = subject is not None and _is(change, *subject)
    whose = "" if own or not several else f"{_whose(change, names)} · "
    for field in fields_of(getattr(tables, table)):
        name = field.name
        if subject is not None and _pointing(table).get(name) == subject[0]:
            continue
        was, now = ((side or {}).get(name) for side in (before, after))
        if was == now or (was in (None, "") and now in (None, "")):
            continue
        label = _label(field)
        texts = [_value(field, side, names) if side else "" for side in (before, after)]
        if before is None:
            if now is not False and name != "origin":
                yield f"{whose}{label} : {texts[1]}"
        elif after is None:
            if was is not False and name != "origin":
                yield f"{whose}{label} : {texts[0]} (retiré)"
        else:
            yield f"{whose}{label} : {texts[0] or '(vide)'} → {texts[1] or '(vide)'}"


def _whose(change: dict[str, Any], names: "_Names") -> str:
    """Which of the records of an act: by its person when it has one."""
    side = change["after"] or change["before"]
    person = side["id"] if change["table"] == "Person" else side.get("person")
    if person:
        return names.of("Person", person)
    return names.of(change["table"], side["id"])


def _label(field: Any) -> str:
    """What a field is called, without a capital."""
    header: str = field.facts.header
    return header if header[1:2].isupper() else header[:1].lower() + header[1:]


def _value(field: Any, side: dict[str, Any], names: "_Names") -> str:
    """A stored value as it is read on screen; '' for none."""
    value = side.get(field.name)
    if value is None or value == "":
        return ""
    if isinstance(field, ForeignKeyField):
        return names.of(field.rel_model.__name__, value)
    if isinstance(field, CodeField):
        return names.code(field.listed, value, side)
    if isinstance(field, TextField) and isinstance(value, str):
        return " ".join(value.split())
    try:
        return in_french(field, value)
    except (TypeError, ValueError, ArithmeticError):  # an entry written by hand
        return str(value)


class _Names:
    """How the records that changes point to are called, each table read once."""

    def __init__(self, changes: Iterable[dict[str, Any]]) -> None:
        wanted: dict[str, set[int]] = defaultdict(set)
        for change in changes:
            for side in _sides(change):
                wanted[change["table"]].add(side["id"])
                for name, other in _pointing(change["table"]).items():
                    if side.get(name) is not None:
                        wanted[other].add(side[name])
        self.actions = {one.id: one for one in Action.select().where(Action.id.in_(sorted(wanted["Action"])))}
        people = Person.select(Person.id, Person.last_name, Person.first_name)
        self.known: dict[tuple[str, int], str] = {("Action", id): one.code for id, one in self.actions.items()}
        for id, last, first in people.where(Person.id.in_(sorted(wanted["Person"]))).tuples():
            self.known["Person", id] = wording.full_name(last, first)
        sessions = Session.select(Session.id, Session.code, Session.day, Session.action)
        self.sessions: dict[int, int] = {}
        for id, code, day, action in sessions.where(Session.id.in_(sorted(wanted["Session"]))).tuples():
            self.known["Session", id] = f"séance {code} du {wording.day(day)}"
            self.sessions[id] = action
        stays = Parcours.select(Parcours.id, Parcours.entry, Parcours.exit)
        for id, entry, exit in stays.where(Parcours.id.in_(sorted(wanted["Parcours"]))).tuples():
            self.known["Parcours", id] = wording.day(exit) if exit else f"sans, entrée le {wording.day(entry)}"
        for id, plate in Moped.select(Moped.id, Moped.plate).where(Moped.id.in_(sorted(wanted["Moped"]))).tuples():
            self.known["Moped", id] = plate

    def of(self, table: str, number: int) -> str:
        """How a record is called; its number when it is gone, or has no name."""
        return self.known.get((table, number), f"n° {number}")

    def code(self, listed: str, value: str, side: dict[str, Any]) -> str:
        """What the convention of a record's action calls a code of its own."""
        action = self.actions.get(side.get("action") or 0)
        if action is None:
            return value
        if listed == "nature":
            return action.spec.nature_label(value)
        return str(action.spec.listed(listed).get(value, value))
