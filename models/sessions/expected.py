"""Who is expected in a session, and where each stands: the rows of a roll, read in a constant number of queries."""

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from peewee import Case
from pendulum import Date

from models.acts.limits import doubts as said
from models.french import wording
from models.french.folding import fold
from models.hours.limits import lesson
from models.sessions.clashes import Elsewhere
from models.sessions.totals import progress
from models.tables import Action, Attendance, Parcours, Person, Session
from models.terms.presence import ATTENDED

NAMED = "prévu"


@dataclass
class Row:
    """One person of the roll.

    ``status`` is None while unmarked; ``minutes`` are those typed or estimated, None for the session's length.
    ``before`` is what the person did in the other sessions and ``goal`` what is meant, in the unit of the roll.
    ``named`` tells someone with a line of their own from someone expected by an open parcours; ``outside``, someone
    whose parcours is not open that day.
    """

    person: int
    last_name: str
    first_name: str
    status: str | None
    minutes: int | None
    estimated: bool
    note: str
    named: bool
    outside: bool
    confirmed: bool
    before: int
    goal: int | None
    homonym: bool  # another person of the roll has the same name
    birth: Date | None
    code: str
    by: str = ""  # who made the mark, here and not in a workbook

    @property
    def name(self) -> str:
        """The full name; for someone who shares it, with the birth, else the identifier."""
        name = wording.full_name(self.last_name, self.first_name)
        return f"{name} ({wording.day(self.birth) or self.code})" if self.homonym else name

    @property
    def initial(self) -> str:
        """The first letter of the surname, without accent or case."""
        return fold(self.last_name)[:1]


@dataclass
class Roll:
    """A session and its rows in order of name. ``unit`` of the totals: "séance" or "minute"; ``enrolled``: the ids of
    everyone who has, or had, a parcours in the action."""

    session: Session
    action: Action
    label: str
    unit: str
    rows: list[Row]
    enrolled: frozenset[int]

    @property
    def length(self) -> int:
        """The session's length, in minutes."""
        return self.session.end - self.session.start

    def counted(self, row: Row) -> int | None:
        """The minutes this row counts in this session; None when it counts none."""
        if row.status not in ATTENDED:
            return None
        return self.length if row.minutes is None else row.minutes

    def total(self, row: Row) -> int:
        """What the person has done, this session included unless it is cancelled."""
        minutes = self.counted(row)
        if minutes is None or self.session.state == "annulée":
            return row.before
        return row.before + (minutes if self.unit == "minute" else 1)

    def doubts(self, row: Row, elsewhere: Elsewhere) -> list[str]:
        """What is doubtful in a mark just made, of what was read when the roll opened: counted in another session at
        the same hour, a lesson beyond the hours left; then what is doubtful in the session."""
        minutes = self.counted(row)
        if minutes is None or self.session.state == "annulée":
            return []
        found = []
        if row.person in elsewhere.people:
            found.append(f"{row.name} a aussi suivi une séance {elsewhere.people[row.person]}.")
        quota = self.action.spec.quota
        if quota and quota.nature == self.session.nature and row.goal is not None:
            found += said(lesson(row.name, minutes, row.goal - row.before, 0))
        return [*found, *elsewhere.session]

    def told_total(self, row: Row) -> str:
        """``31/44``, ``12 h 30 / 18 h``, or the total alone when there is no target."""
        total = self.total(row)
        if self.unit == "minute":
            return wording.hours(total) + ("" if row.goal is None else f" / {wording.hours(row.goal)}")
        return str(total) + ("" if row.goal is None else f"/{row.goal}")

    def counts(self) -> Counter[str | None]:
        """How many rows have each status; those unmarked under None."""
        return Counter(row.status for row in self.rows)

    def take(self, row: Row, attendance: Attendance | None) -> None:
        """Shows in ``row`` what a verb has just stored."""
        row.named = attendance is not None
        row.status = None if attendance is None or attendance.status == NAMED else attendance.status
        row.minutes = attendance.minutes if attendance else None
        row.estimated = bool(attendance and attendance.estimated)
        row.note = attendance.note if attendance else ""
        row.by = attendance.recorded_by if attendance else ""


def open_roll(which: Session | int) -> Roll:
    """The roll of a session (a record, or its id), read again from the database in a constant number of queries.

    A collective nature expects everyone whose parcours is open that day (in the session's group, when it has one);
    another nature, only the persons named.
    """
    number = which if isinstance(which, int) else which.id
    session: Session = Session.select(Session, Action).join(Action).where(Session.id == number).get()
    action = session.action
    spec = action.spec
    nature = spec.nature_of(session.nature)
    progressed = progress(session, action, spec)
    marked, stays = _marked(session), _stays(action)
    open_that_day = {stay.person for stay in stays if stay.entry <= session.day <= stay.end}
    expected = {
        stay.person: stay.name
        for stay in stays
        if nature and nature.collective and session.group in ("", stay.group) and stay.entry <= session.day <= stay.end
    }
    unconfirmed = {stay.person for stay in stays if not stay.confirmed}
    named = {**expected, **{person: mark.name for person, mark in marked.items()}}
    alike = Counter(name.folded for name in named.values())
    rows = []
    for person, name in sorted(named.items(), key=_order):
        mark = marked.get(person, _UNNAMED)
        rows.append(
            Row(
                person,
                name.last,
                name.first,
                None if mark.status == NAMED else mark.status,
                mark.minutes,
                mark.estimated,
                mark.note,
                named=person in marked,
                outside=person not in open_that_day,
                confirmed=name.confirmed and person not in unconfirmed,
                before=progressed.of(person)[0],
                goal=progressed.of(person)[1],
                homonym=alike[name.folded] > 1,
                birth=name.birth,
                code=name.code,
                by=mark.by,
            )
        )
    return Roll(
        session,
        action,
        nature.label if nature else session.nature,
        progressed.unit,
        rows,
        frozenset(stay.person for stay in stays),
    )


class _Name(NamedTuple):
    last: str
    first: str
    folded: str
    confirmed: bool
    birth: Date | None
    code: str


class _Mark(NamedTuple):
    name: _Name
    status: str
    minutes: int | None
    estimated: bool
    note: str
    by: str


class _Stay(NamedTuple):
    person: int
    name: _Name
    entry: Date
    end: Date
    group: str
    confirmed: bool


_NAMES = (Person.last_name, Person.first_name, Person.folded, Person.confirmed, Person.birth, Person.code)
_UNNAMED = _Mark(_Name("", "", "", True, None, ""), NAMED, None, False, "", "")


def _order(line: tuple[int, _Name]) -> tuple[str, int]:
    return line[1].folded, line[0]


def _marked(session: Session) -> dict[int, _Mark]:
    """The lines of the session, by person."""
    here = Case(None, [(Attendance.origin == "application", Attendance.recorded_by)], "")
    own = (Attendance.status, Attendance.minutes, Attendance.estimated, Attendance.note, here)
    query = Attendance.select(Attendance.person, *_NAMES, *own).join(Person).where(Attendance.session == session.id)
    return {person: _Mark(_Name(*line[: len(_NAMES)]), *line[len(_NAMES) :]) for person, *line in query.tuples()}


def _stays(action: Action) -> list[_Stay]:
    """Every parcours of the action."""
    own = (Parcours.entry, Parcours.exit, Parcours.group, Parcours.confirmed)
    query = Parcours.select(Parcours.person, *_NAMES, *own).join(Person).where(Parcours.action == action.id)
    return [
        _Stay(person, _Name(*name), entry, leaving or action.end, group, confirmed)
        for person, *name, entry, leaving, group, confirmed in query.tuples()
    ]
