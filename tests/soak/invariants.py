"""What holds of any database whatever was done to it, read from the rows themselves."""

import json
from itertools import pairwise

from config.catalogue import convention
from models import hours
from models.clock import today
from models.people import fold
from models.tables import Action, Attendance, Downtime, JournalEntry, Loan, Parcours, Person, Session, database

FOREVER = "9999-12-31"


def broken() -> list[str]:
    """What does not hold, in a few words each; nothing when all is well."""
    found = [f"foreign key {row}" for row in database.execute_sql("PRAGMA foreign_key_check").fetchall()]
    found += [text for (text,) in database.execute_sql("PRAGMA integrity_check").fetchall() if text != "ok"]
    found += [f"folded name of {one.id}" for one in Person if one.folded != fold(f"{one.last_name} {one.first_name}")]
    found += [f"journal {one.id}" for one in JournalEntry if not isinstance(json.loads(one.changes), list)]
    return [*found, *_marks(), *_loans(), *_hours()]


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


def _loans():
    loans = list(Loan.select().order_by(Loan.moped, Loan.departure))
    for first, second in pairwise(loans):
        if first.moped_id == second.moped_id and _kept_until(first, second) > second.departure.isoformat():
            yield f"loans {first.id} and {second.id} share more than a day"
    for stop in Downtime:
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
    for action in Action:
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
