"""What holds of any database whatever was done to it, read from the rows themselves."""

import json
from itertools import pairwise

from config.catalogue import convention
from models.days.clock import today
from models.french.folding import fold
from models.hours import pool as hours
from models.journal import timeline
from models.people.parcours import KEPT
from models.registers import facts
from models.tables import (
    REGISTERS,
    Action,
    Attendance,
    Downtime,
    JournalEntry,
    Loan,
    Parcours,
    Person,
    Record,
    Session,
    database,
)
from tests import engines

FOREVER = "9999-12-31"


def broken() -> list[str]:
    """What does not hold, in a few words each; nothing when all is well."""
    found = [] if engines.SERVER else list(_file())
    found += [
        f"folded name of {one.id}" for one in Person.select() if one.folded != fold(f"{one.last_name} {one.first_name}")
    ]
    found += [f"journal {one.id}" for one in JournalEntry.select() if not isinstance(json.loads(one.changes), list)]
    return [*found, *_marks(), *_loans(), *_hours(), *_facts()]


def _file():
    yield from (f"foreign key {row}" for row in database.execute_sql("PRAGMA foreign_key_check").fetchall())
    yield from (text for (text,) in database.execute_sql("PRAGMA integrity_check").fetchall() if text != "ok")


def _marks():
    stays = set(Parcours.select(Parcours.action, Parcours.person).tuples())
    for mark in Attendance.select(Attendance, Session).join(Session).where(Attendance.status != "prévu"):
        session = mark.session
        if (mark.minutes or 0) > session.end - session.start:
            yield f"mark {mark.id} is longer than its session"
        if session.day > today():
            yield f"mark {mark.id} is dated after today"
        if (session.action_id, mark.person_id) not in stays:
            yield f"mark {mark.id} is of someone without parcours"


def _facts():
    stays = set(Parcours.select(Parcours.action, Parcours.person).tuples())
    listed = {
        (table, fact.id)
        for action in Action.select()
        for table in facts.kept_by(action)
        for fact in facts.of_action(table, action)
    }
    for table in REGISTERS:
        for fact in table.select():
            told = f"{table.register} {fact.id}"
            if table in KEPT and (fact.action_id, fact.person_id) not in stays:
                yield f"{told} is of someone without parcours"
            if "action" in table._meta.fields and (table, fact.id) not in listed:
                yield f"{told} is in no list of its action"


def unreachable(*who) -> list[str]:
    """What is recorded of those these operators wrote about, and that the page of the person does not show."""
    tables: tuple[type[Record], ...] = (Parcours, Attendance, Loan, *REGISTERS)
    written = {one.person_id for table in tables for one in table.select().where(table.recorded_by.in_(who))}
    found = []
    for person in Person.select().where(Person.id.in_(sorted(written))):
        shown = {(line.table, line.id) for line in timeline.of_person(person)}
        kept = {(table.__name__, one.id) for table in tables for one in table.select().where(table.person == person)}
        found += [f"{table} {number} of {person.id}" for table, number in sorted(kept - shown)]
    return found


def _loans():
    loans = list(Loan.select().order_by(Loan.moped, Loan.departure))
    for first, second in pairwise(loans):
        if first.moped_id == second.moped_id and _kept_until(first, second) > second.departure.isoformat():
            yield f"loans {first.id} and {second.id} share more than a day"
    for stop in Downtime.select():
        for loan in loans:
            if loan.moped_id == stop.moped_id and stop.start <= loan.departure <= (stop.end or loan.departure):
                yield f"loan {loan.id} departs on a day of downtime {stop.id}"


def _kept_until(loan, following):
    if loan.ended:
        return loan.ended.isoformat()
    if following.departure <= today():
        return FOREVER
    return max(day for day in (loan.departure, loan.due, loan.extended) if day).isoformat()


def _hours():
    for action in Action.select():
        if not convention(action.convention).quota:
            continue
        book = hours.ledger(action)
        if book.envelope != sum(one.left for one in book.trainees) + book.done + book.pool:
            yield f"the hours of {action.code} do not balance"
        pool = dict.fromkeys(sorted({entry.day for entry in book.movements}), 0)
        for entry in book.movements:
            pool[entry.day] += entry.minutes if entry.kind == hours.RELEASE else -entry.minutes
        running = 0
        for day, change in pool.items():
            running += change
            if running < 0:
                yield f"the pool of {action.code} is {running} on {day}"
