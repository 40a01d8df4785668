"""The signed sheet of a session, seen or not yet back.

Paper is followed in an action from the first day a sheet was printed or seen there, for the sessions from that day on.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from peewee import Case, fn
from pendulum import Date

from models.acts.act import Act
from models.acts.refusals import Refused
from models.days.clock import today
from models.french import wording
from models.sessions.planning import stored
from models.tables import Attendance, Person, Printed, Session, SheetSeen
from models.tables.written import written
from models.terms.presence import ATTENDED, held

SHEET = "emargement"


@dataclass(frozen=True)
class Awaited:
    """A session held whose signed sheet was not seen; ``missing``: how many of those who attended, where some of their
    signatures were."""

    session: int
    action: int
    code: str
    day: Date
    start: int
    nature: str
    missing: int


def see(session: int, person: int | None = None, *, who: str) -> bool:
    """Notes that the signed sheet of a session was seen, or the signature of one ``person`` of it; when that was noted
    already, notes that it was not. Returns whether it is seen now.

    Raises Refused for a session to come, and for somebody not marked in it.
    """
    with Act("sheet", "", who) as act:
        found = stored(session)
        whom = "" if person is None else f", {wording.person(Person.get_by_id(person))}"
        told = f"{found.action.code}, séance du {wording.day(found.day)} à {wording.time(found.start)}{whom}"
        known = SheetSeen.select().where(SheetSeen.session == session, _of(person)).first()
        if known is not None:
            act.sentence = f"Feuille à revoir : {told}"
            act.delete(known)
            return False
        if found.day > today():
            raise Refused("Cette séance n'a pas eu lieu : sa feuille se note vue à partir de ce jour.")
        if person is not None and not _attended(session, [person]):
            raise Refused("Cette personne n'est marquée ni présente ni en retard : elle n'a pas à signer.")
        act.sentence = f"Feuille vue : {told}"
        act.insert(SheetSeen, session=session, person=person)
        return True


def seen_of(sessions: Collection[int]) -> dict[int, set[int | None]]:
    """What was seen of these sessions: of each, the persons whose signature was, and None for the whole sheet."""
    found: dict[int, set[int | None]] = {}
    query = SheetSeen.select(SheetSeen.session, SheetSeen.person).where(SheetSeen.session.in_(list(sessions)))
    for session, person in query.tuples():
        found.setdefault(session, set()).add(person)
    return found


def awaited(*conditions: Any) -> list[Awaited]:
    """The sessions that meet ``conditions``, before today, somebody attended, whose sheet is not back; in order of
    time. Two queries, one where paper is not followed."""
    return _awaited(followed(), *conditions)


def awaited_in(action: int) -> list[Awaited]:
    """The same of all the sessions of an action."""
    return _awaited(followed(action), Session.action == action)


def _awaited(since: dict[int, str], *conditions: Any) -> list[Awaited]:
    if not since:
        return []
    signed, own = SheetSeen.alias(), SheetSeen.alias()
    alone = own.select(own.id).where(own.session == Session.id, own.person == Attendance.person)
    whole = signed.select(signed.id).where(signed.session == Session.id, signed.person.is_null())
    missing = fn.SUM(Case(None, [(fn.EXISTS(alone), 0)], 1))
    columns = (Session.id, Session.action, Session.code, Session.day, Session.start, Session.nature)
    query = (
        Session.select(*columns, missing)
        .join(Attendance)
        .where(
            Session.day < today(),
            Session.action.in_(list(since)),
            held(),
            Attendance.status.in_(ATTENDED),
            ~fn.EXISTS(whole),
            *conditions,
        )
        .group_by(*columns)
        .order_by(Session.day, Session.start, Session.code)
    )
    found = (Awaited(*line) for line in query.tuples())
    return [one for one in found if one.missing and one.day.isoformat() >= since[one.action]]


def followed(*actions: int) -> dict[int, str]:
    """The day from which paper is followed in each action where it is, or in one of them; one query."""
    first: dict[int, str] = {}
    for action, day in _followed.rows(*actions):
        first[action] = min(day, first.get(action, day))
    return first


@written
def _followed(action: Any = None) -> Any:
    printed = Printed.select(Printed.action.alias("place"), fn.SUBSTR(Printed.recorded_at, 1, 10).alias("on"))
    printed = printed.where(Printed.kind == SHEET, Printed.action.is_null(False))
    seen = SheetSeen.select(Session.action, fn.SUBSTR(SheetSeen.recorded_at, 1, 10)).join(Session)
    if action is None:
        return printed | seen
    return printed.where(Printed.action == action) | seen.where(Session.action == action)


def _of(person: int | None) -> Any:
    return SheetSeen.person.is_null() if person is None else SheetSeen.person == person


def _attended(session: int, people: Collection[int]) -> bool:
    query = Attendance.select().where(Attendance.session == session, Attendance.person.in_(list(people)))
    return query.where(Attendance.status.in_(ATTENDED)).exists()
