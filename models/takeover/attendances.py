"""Marks taken over: checked against the sessions, the parcours and the marks already there, by the thousand."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pendulum import Date

from models.people.limits import stranger
from models.sessions import limits
from models.tables import Attendance, Session
from models.takeover.book import Book, Known
from models.takeover.rows import WRONG, Table
from models.takeover.sheets import ACTIONS, ATTENDANCES, PARCOURS, PARTICIPANTS, SESSIONS
from models.terms.presence import ATTENDED, state_of

Stored = tuple[int, str, int | None, bool, str, str]
"""A stored mark: id, status, minutes, estimated, origin, recorded by."""


@dataclass
class Marks:
    """What the file does to the marks. ``final``: status and minutes of each, by session and person."""

    created: list[tuple[Known, Known, str, int | None]] = field(default_factory=list)
    updated: list[tuple[int, str, int | None]] = field(default_factory=list)
    unchanged: int = 0
    stored: dict[tuple[int, int], Stored] = field(default_factory=dict)
    final: dict[tuple[tuple[str, str], str], tuple[str, int | None]] = field(default_factory=dict)


class Sitting:
    """A session as a mark sees it: its day, and its length in minutes when it is known."""

    __slots__ = ("day", "length", "session")

    def __init__(self, session: Known) -> None:
        self.session, self.day = session, session["day"]
        start, end = session["start"], session["end"]
        self.length = end - start if start is not None and end is not None and end > start else None


Sittings = dict[tuple[Any, ...], Sitting]
Stays = dict[tuple[Any, ...], list[tuple[Date, Date]]]


def take(book: Book) -> Marks:
    """Checks the marks of the file and says what becomes of each."""
    marks = Marks()
    table = book.tables.get(ATTENDANCES.name)
    if table is None:
        _check_moved(book, marks)
        return marks
    sessions = {key: Sitting(record) for key, record in book.records(SESSIONS).items()}
    stays = {key: _spans(book, own) for key, own in book.parcours.items()}
    if any(sitting.session.id for sitting in sessions.values()):
        marks.stored = stored_marks(book.mentioned)
    taking = _Taking(book, table, marks, sessions, stays)
    for row in table.rows:
        taking.take(row)
    _check_moved(book, marks)
    return marks


def stored_marks(actions: Iterable[int]) -> dict[tuple[int, int], Stored]:
    """The marks of these actions by session and person."""
    query = (
        Attendance.select(
            Attendance.session,
            Attendance.person,
            Attendance.id,
            Attendance.status,
            Attendance.minutes,
            Attendance.estimated,
            Attendance.origin,
            Attendance.recorded_by,
        )
        .join(Session)
        .where(Session.action.in_(list(actions)))
    )
    return {(session, person): rest for session, person, *rest in query.tuples().iterator()}


@dataclass
class _Taking:
    """The marks of a file being taken, row after row."""

    book: Book
    table: Table
    marks: Marks
    sessions: Sittings
    stays: Stays

    def take(self, row: list[Any]) -> None:
        """Checks a row of the file and says what becomes of its mark."""
        number, action_code, session_code, person_code, status, minutes = row
        sitting = self.sessions.get((action_code, session_code))
        person = self.book.people.get((person_code,))
        if sitting is None or person is None:
            _unknown(self.book, self.table, row, sitting is None, person is None)
            return
        session = sitting.session
        before = self.marks.stored.get((session.id, person.id)) if session.id and person.id else None
        if status is None:
            if before is None:
                if "status" in self.table.places:
                    self.table.error(number, "status", "« Statut » est vide : obligatoire pour une nouvelle ligne.")
                return
            status = before[1]
        if status is WRONG or minutes is WRONG:
            return
        if status == "prévu" and not minutes and before and before[1] != "prévu":
            self.marks.unchanged += 1  # what was planned never replaces what happened
            return
        if minutes is None and status in ATTENDED and before and not (before[3] and before[1] != status):
            minutes = before[2]  # an empty cell leaves what is stored; minutes nobody typed go with their status
        if not self._possible(number, sitting, status, minutes):
            return
        self._check_stay(number, action_code, person_code, sitting.day)
        self._keep(row, sitting, person, before, status, minutes if status in ATTENDED else None)

    def _possible(self, number: int, sitting: Sitting, status: str, minutes: int | None) -> bool:
        """Whether a mark can be, by its session alone; an error of the row when it cannot."""
        for limit in limits.attended(status, minutes, sitting.length):
            self.table.error(number, limit.field, limit.sentence, "" if minutes is None else minutes)
            return False
        if status == "prévu" or sitting.day is None:
            return True
        found = list(limits.called(sitting.day, sitting.session["state"] or "", self.book.today))
        for limit in found:
            told = self.table.error if limit.strength == "error" else self.table.warn
            told(number, limit.field, limit.sentence, status)
        return all(limit.strength != "error" for limit in found)

    def _check_stay(self, number: int, action_code: str, person_code: str, day: Date | None) -> None:
        """Somebody marked has a parcours in the action, open on the day."""
        spans = self.stays.get((action_code, person_code))
        if spans is None:
            if not self.book.unsure(PARCOURS):
                told = stranger(self.book.name(person_code), action_code)
                self.table.error(number, "person", told, person_code)
        elif day is not None:
            for limit in limits.stays(day, spans):
                self.table.warn(number, limit.field, limit.sentence, person_code)

    def _keep(
        self, row: list[Any], sitting: Sitting, person: Known, before: Stored | None, status: str, minutes: int | None
    ) -> None:
        """What becomes of a mark that can be: added, changed or left as it is."""
        number, action_code, session_code, person_code = row[:4]
        self.marks.final[(action_code, session_code), person_code] = (status, minutes)
        if before is not None and (before[1], before[2]) == (status, minutes):
            self.marks.unchanged += 1
            return
        if said := self.book.refused(action_code, sitting.day):
            self.table.error(number, "status", said, status)
            return
        if before is None:
            self.marks.created.append((sitting.session, person, status, minutes))
            return
        self.marks.updated.append((before[0], status, minutes))
        if before[4] == "application" and before[1] != "prévu":
            self.table.warn(
                number,
                "status",
                f"{self.book.name(person_code)}, séance {session_code} : {_said(before[1], before[2])} noté dans "
                f"l'application par {before[5] or 'quelqu’un'} est remplacé par {_said(status, minutes)}.",
                status,
            )


def _said(status: str, minutes: int | None) -> str:
    return f"« {status} »" if minutes is None else f"« {status} » ({minutes} min)"


def _unknown(book: Book, table: Table, row: list[Any], session: bool, person: bool) -> None:
    """Tells which of the session and the person of a row is neither stored nor in the file."""
    number, action_code, session_code, person_code = row[:4]
    if session and isinstance(action_code, str):
        if (action_code,) not in book.actions:
            if not book.unsure(ACTIONS):
                table.error(number, "action", book.unknown_sentence(ACTIONS, action_code), action_code)
        elif isinstance(session_code, str) and not book.unsure(SESSIONS):
            table.error(
                number,
                "session",
                f"« {session_code[:60]} » n'est pas une séance de l'action {action_code} : "
                "ajoutez-la à la feuille Séances ou corrigez-la.",
                session_code,
            )
    if person and isinstance(person_code, str) and not book.unsure(PARTICIPANTS):
        table.error(number, "person", book.unknown_sentence(PARTICIPANTS, person_code), person_code)


def _spans(book: Book, own: list[Known]) -> list[tuple[Date, Date]]:
    """The days each parcours is open; all of them for one whose entry was not understood."""
    return [(one["entry"] or Date(1900, 1, 1), book.end_of(one)) for one in own]


def _check_moved(book: Book, marks: Marks) -> None:
    """A known session made shorter, or put after today, must still hold the marks it already has."""
    table = book.tables.get(SESSIONS.name)
    if table is None:
        return
    moved = {
        record.id: (key, record)
        for key, record in book.records(SESSIONS).items()
        if record.id and record.changes.keys() & {"day", "start", "end", "state"}
    }
    if not moved:
        return
    codes = {person.id: key[0] for key, person in book.people.items()}
    kept: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for (session, person), before in (marks.stored or stored_marks(book.mentioned)).items():
        if session in moved and before[1] != "prévu" and (moved[session][0], codes[person]) not in marks.final:
            kept[session].append((book.name(codes[person]), before[2] or 0))
    for session, those in kept.items():
        _, record = moved[session]
        day, start, end = record["day"], record["start"], record["end"]
        if start < end:
            for limit in limits.marked(day, end - start, those, book.today):
                table.error(record.row or 0, limit.field, limit.sentence, record["day"] if limit.field == "day" else "")
                break
        if record["state"] == "annulée" and "state" in record.changes:
            table.warn(record.row or 0, "state", "Des présences y sont notées : elles ne comptent plus.", "annulée")


def lessons(book: Book, marks: Marks, action: str, nature: str) -> dict[str, list[tuple[Date, int]]]:
    """Minutes attended in one nature, by person and day, as they will be once the file is in."""
    known = book.action(action)
    by_id = {record.id: (key, record) for key, record in book.records(SESSIONS).items() if record.id}
    codes = {person.id: key[0] for key, person in book.people.items()}
    every = {}
    if known and known.id:
        for (session, person), before in (marks.stored or stored_marks([known.id])).items():
            if session in by_id:
                every[by_id[session][0], codes[person]] = (before[1], before[2])
    every |= marks.final
    found = defaultdict(list)
    for ((code, session_code), person_code), (status, minutes) in every.items():
        if code != action or status not in ATTENDED:
            continue
        held = book.records(SESSIONS)[code, session_code]
        start, end, day = held["start"], held["end"], held["day"]
        if held["nature"] != nature or None in (start, end, day):
            continue
        if state_of(held["state"], day, True, book.today) == "tenue":
            found[person_code].append((day, end - start if minutes is None else minutes))
    for own in found.values():
        own.sort()
    return found
