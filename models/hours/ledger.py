"""Driving hours: each trainee's quota, the pool of hours they did not use, and the movements between the two.

A ledger, not a counter: movements are dated, never edited, only reversed (fiche 3B: unused hours are tracked and
pooled for other participants of the same action; above the quota only when reported). Quantities are whole minutes.
"""

from collections import defaultdict
from dataclasses import dataclass

from peewee import JOIN, fn
from pendulum import Date

from config.schema import Quota
from models.acts.refusals import Refused
from models.days.clock import today
from models.french.wording import day as say_day
from models.tables import GRANT, RELEASE, Action, Attendance, Exam, Movement, MovementReport, Parcours, Person, Session
from models.terms.presence import ATTENDED, attended_minutes, held, state


@dataclass(frozen=True)
class Trainee:
    """One person's hours, in minutes. ``gone``: the exit of someone who left every parcours of the action."""

    person: Person
    allocated: int
    done: int
    planned: int
    released: int
    granted: int
    gone: Date | None = None

    @property
    def total(self) -> int:
        """What the person may drive in all, once hours are released and granted."""
        return self.allocated + self.granted - self.released

    @property
    def left(self) -> int:
        return self.total - self.done


@dataclass(frozen=True)
class Entry:
    """One movement of the ledger; ``minutes`` is negative in a reversal, ``reverses`` the number of what it reverses,
    ``reversed_by`` the number of what reverses it."""

    id: int
    number: int
    day: Date
    kind: str
    person: Person
    minutes: int
    reason: str
    referent: Date | None
    departement: Date | None
    reverses: int | None = None
    reversed_by: int | None = None

    @property
    def reported(self) -> bool:
        return self.referent is not None and self.departement is not None


@dataclass(frozen=True)
class Ledger:
    """The hours of an action: ``trainees`` by name, ``movements`` by number."""

    action: Action
    quota: Quota
    trainees: tuple[Trainee, ...]
    movements: tuple[Entry, ...]

    @property
    def envelope(self) -> int:
        return sum(trainee.allocated for trainee in self.trainees)

    @property
    def done(self) -> int:
        return sum(trainee.done for trainee in self.trainees)

    @property
    def planned(self) -> int:
        return sum(trainee.planned for trainee in self.trainees)

    @property
    def pool(self) -> int:
        return sum(trainee.released - trainee.granted for trainee in self.trainees)

    def trainee(self, person: Person) -> Trainee | None:
        return next((trainee for trainee in self.trainees if trainee.person.id == person.id), None)


@dataclass(frozen=True)
class Outcome:
    """What a movement would change, in minutes; ``above``: it takes the person above the quota."""

    left_before: int
    left_after: int
    pool_before: int
    pool_after: int
    above: bool


@dataclass(frozen=True)
class Suggestion:
    """Hours somebody will not use, and why (a French sentence); ``planned``: the minutes of the lessons still planned
    for her, to be cancelled first."""

    person: Person
    minutes: int
    why: str
    planned: int = 0


def ledger(action: Action) -> Ledger:
    """The ledger of an action as of today. Raises Refused when its convention has no driving quota."""
    quota = quota_of(action)
    done = {person: sum(minutes for _, minutes in own) for person, own in lessons(action).items()}
    planned = _planned(action, quota)
    entries = _entries(action)
    moved: dict[tuple[int, str], int] = defaultdict(int)
    for entry in entries:
        moved[entry.person.id, entry.kind] += entry.minutes
    exits = _exits(action)
    people = {entry.person.id: entry.person for entry in entries} | {person.id: person for person in exits}
    allocated = {person.id: quota.hours for person in exits}
    gone = {person.id: _gone(days) for person, days in exits.items()}
    trainees = (
        Trainee(
            person=person,
            allocated=allocated.get(key, 0),
            done=done.get(key, 0),
            planned=planned.get(key, 0),
            released=moved[key, RELEASE],
            granted=moved[key, GRANT],
            gone=gone.get(key),
        )
        for key, person in people.items()
        if key in allocated or done.get(key) or moved[key, RELEASE] or moved[key, GRANT]  # nothing left of one joined
    )
    return Ledger(action, quota, tuple(sorted(trainees, key=lambda one: (one.person.folded, one.person.id))), entries)


def lessons(action: Action) -> dict[int, list[tuple[Date, int]]]:
    """Minutes attended in the quota's nature, by person and day, of the sessions held."""
    query = (
        Attendance.select(Attendance.person, Session.day, fn.SUM(attended_minutes()))
        .join(Session)
        .where(
            Session.action == action,
            Session.nature == quota_of(action).nature,
            Attendance.status.in_(ATTENDED),
            held(),
        )
        .group_by(Attendance.person, Session.day)
        .order_by(Session.day)
    )
    by_person: dict[int, list[tuple[Date, int]]] = defaultdict(list)
    for person, day, minutes in query.tuples():
        by_person[person].append((day, minutes))
    return by_person


def foresee(book: Ledger, kind: str, person: Person, minutes: int, day: Date) -> Outcome:
    """What releasing or granting these minutes would give at the end of ``day``."""
    trainee = book.trainee(person)
    moved = [entry for entry in book.movements if entry.day <= day]
    signed = [(entry, entry.minutes if entry.kind == GRANT else -entry.minutes) for entry in moved]
    total = (trainee.allocated if trainee else 0) + sum(by for entry, by in signed if entry.person.id == person.id)
    left = total - sum(driven for when, driven in lessons(book.action).get(person.id, ()) if when <= day)
    pool = -sum(by for _, by in signed)
    change = minutes if kind == GRANT else -minutes
    above = kind == GRANT and total + change > book.quota.hours
    return Outcome(left, left + change, pool, pool - change, above)


def suggestions(book: Ledger) -> list[Suggestion]:
    """Trainees with hours left who passed the driving exam or left the action."""
    passed = dict(
        Exam.select(Exam.person, fn.MIN(Exam.day))
        .where(
            Exam.action == book.action,
            Exam.test == book.quota.nature,
            Exam.result == "réussi",
            Exam.day <= today(),
        )
        .group_by(Exam.person)
        .tuples()
    )
    found = []
    for trainee in book.trainees:
        success = passed.get(trainee.person.id)
        if trainee.left <= 0 or not (success or trainee.gone):
            continue
        why = f"conduite réussie le {say_day(success)}" if success else f"sortie le {say_day(trainee.gone)}"
        found.append(Suggestion(trainee.person, trainee.left, why, trainee.planned))
    return found


def above_quota(book: Ledger) -> list[Entry]:
    """Grants not reported to both parties after which the person may drive more than the quota.

    Running in order of day, releases before grants, then number; reversed grants do not count.
    """
    running: dict[int, int] = defaultdict(int)
    running |= {trainee.person.id: trainee.allocated for trainee in book.trainees}
    found = []
    for entry in sorted(book.movements, key=lambda one: (one.day, one.kind == GRANT, one.number)):
        if entry.kind == RELEASE:
            running[entry.person.id] -= entry.minutes
        elif entry.reverses is None and entry.reversed_by is None:
            running[entry.person.id] += entry.minutes
            if running[entry.person.id] > book.quota.hours and not entry.reported:
                found.append(entry)
    return found


def quota_of(action: Action) -> Quota:
    """The quota of driving hours of an action's convention. Raises Refused when it has none."""
    quota = action.spec.quota
    if quota is None:
        raise Refused(f"L'action {action.code} n'a pas d'heures mutualisées : sa convention n'en prévoit pas.")
    return quota


def _planned(action: Action, quota: Quota) -> dict[int, int]:
    """Length of the sessions to come in which a person is expected, by person."""
    query = (
        Attendance.select(Attendance.person, fn.SUM(Session.end - Session.start))
        .join(Session)
        .where(
            Session.action == action,
            Session.nature == quota.nature,
            Session.day >= today(),
            state() == "prévue",
            Attendance.status == "prévu",
        )
        .group_by(Attendance.person)
    )
    return dict(query.tuples())


def _entries(action: Action) -> tuple[Entry, ...]:
    query = (
        Movement.select(Movement, Person, MovementReport.referent, MovementReport.departement)
        .join(Person)
        .switch(Movement)
        .join(MovementReport, JOIN.LEFT_OUTER, attr="report")
        .where(Movement.action == action)
        .order_by(Movement.number)
    )
    rows = list(query)
    numbers = {row.id: row.number for row in rows}
    reversals = {row.reverses_id: row.number for row in rows if row.reverses_id}
    return tuple(
        Entry(
            id=row.id,
            number=row.number,
            day=row.day,
            kind=row.kind,
            person=row.person,
            minutes=row.minutes,
            reason=row.reason,
            referent=getattr(getattr(row, "report", None), "referent", None),
            departement=getattr(getattr(row, "report", None), "departement", None),
            reverses=numbers.get(row.reverses_id),
            reversed_by=reversals.get(row.id),
        )
        for row in rows
    )


def _exits(action: Action) -> dict[Person, list[Date | None]]:
    """The exits (None: still in) of everyone with a parcours in the action."""
    exits: dict[Person, list[Date | None]] = defaultdict(list)
    for row in Parcours.select(Parcours, Person).join(Person).where(Parcours.action == action):
        exits[row.person].append(row.exit)
    return exits


def _gone(exits: list[Date | None]) -> Date | None:
    days = [day for day in exits if day is not None and day <= today()]
    return max(days) if len(days) == len(exits) else None
