"""Calling the roll: the verbs that mark, and who they refuse.

A mark is an idempotent upsert, durable when the verb returns. Whoever marks nothing is left unmarked: nobody is present
by default. Opening a roll is ``open_roll`` (``models.sessions.expected``).
"""

from collections.abc import Collection
from typing import NamedTuple

from pendulum import Date

from config.catalogue import convention
from config.settings import LATE
from models.acts.act import Act
from models.acts.limits import refuse
from models.acts.refusals import Refused
from models.days.clock import today
from models.french import wording
from models.people import parcours, participants
from models.people.limits import stranger
from models.sessions import limits
from models.sessions.expected import NAMED, Roll, Row, open_roll
from models.tables import Action, Attendance, Parcours, Person, Record, Session
from models.terms.presence import ATTENDED

__all__ = [
    "MARKS",
    "Roll",
    "Row",
    "clear",
    "expect",
    "expect_unknown",
    "mark",
    "mark_rest_present",
    "note",
    "open_roll",
    "refuse_day",
    "refuse_minutes",
    "set_minutes",
    "unexpect",
]

MARKS = ("présent", "absent", "excusé", "retard")


def mark(
    session: Session | int,
    person: Person | int,
    status: str,
    minutes: int | None = None,
    *,
    who: str,
    late: int = LATE,
) -> Attendance:
    """Marks one person; durable on return, and without effect when it is already so.

    ``minutes`` attended, for présent and retard. Without them présent counts the session's length, and retard that
    length less ``late`` minutes, estimated until someone types them. Raises Refused after today, on a cancelled
    session, without a parcours in the action, and for minutes that cannot be.
    """
    if status not in MARKS:
        raise Refused(f"« {status} » n'est pas un statut : choisissez {', '.join(MARKS)}.")
    with Act("mark", "", who) as act:
        facts = _facts(session, person)
        act.sentence = f"{facts.name} : {status}, {facts.told}"
        _refuse_mark(facts)
        refuse_minutes(facts.length, status, minutes)
        current = _line(session, person)
        if current is not None and current.status == status and minutes is None:
            return current
        estimated = status == "retard" and minutes is None
        values = {
            "status": status,
            "minutes": max(0, facts.length - late) if estimated else minutes,
            "estimated": estimated,
            "origin": "application",
        }
        if current is None:
            return act.insert(Attendance, session=_id(session), person=_id(person), **values)
        act.update(current, **values)
        return current


def mark_rest_present(session: Session | int, *, who: str, among: Collection[int] | None = None) -> list[Attendance]:
    """Marks présent everyone of the roll not yet marked, in one act; returns what it added, nothing when all are.

    Only ``among`` these people (their identifiers) when given.
    """
    with Act("mark", "", who) as act:
        roll = open_roll(session)
        rest = [row for row in roll.rows if row.status is None and (among is None or row.person in among)]
        act.sentence = f"{wording.counted(len(rest), 'personne')} : présent, {_told(roll.label, roll.session.day)}"
        refuse_day(roll.session.day, roll.session.state)
        lines = {line.person_id: line for line in Attendance.select().where(Attendance.session == roll.session.id)}
        added = []
        for row in rest:
            line = lines.get(row.person)
            if line is None:
                line = act.insert(Attendance, session=roll.session.id, person=row.person, status="présent")
            else:
                act.update(line, status="présent", origin="application")
            added.append(line)
    return added


def set_minutes(
    session: Session | int, person: Person | int, minutes: int | None, *, who: str, late: int = LATE
) -> Attendance:
    """The minutes attended by someone présent or late; None goes back to the whole length, or to the estimate.

    Raises Refused for someone not marked présent or late, or minutes out of the session's length.
    """
    with Act("minutes", "", who) as act:
        facts = _facts(session, person)
        line = _line(session, person)
        if line is None or line.status not in ATTENDED:
            raise Refused(f"{facts.name} n'est ni présent ni en retard : marquez d'abord p ou r.")
        refuse_minutes(facts.length, line.status, minutes)
        estimated = line.status == "retard" and minutes is None
        if estimated:
            minutes = max(0, facts.length - late)
        told = "durée de la séance" if minutes is None else wording.hours(minutes)
        act.sentence = f"{facts.name} : {told}, {facts.told}"
        act.update(line, minutes=minutes, estimated=estimated, origin="application")
    return line


def clear(session: Session | int, person: Person | int, *, who: str) -> Attendance | None:
    """Takes a mark away; someone the session names, or has a note about, stays in the roll, unmarked.

    Returns the line that is left, if any.
    """
    with Act("mark", "", who) as act:
        facts = _facts(session, person)
        act.sentence = f"{facts.name} : marque effacée, {facts.told}"
        line = _line(session, person)
        if line is None or line.status == NAMED:
            return line
        if facts.expected and not line.note:
            act.delete(line)
            return None
        act.update(line, status=NAMED, minutes=None, estimated=False, origin="application")
        return line


def expect(session: Session | int, person: Person | int, *, who: str, begin: bool = False) -> Attendance:
    """Names someone in a session (*prévu*), today or to come, without effect when already named.

    Someone without a parcours in the action is refused, unless ``begin``: a parcours to confirm then begins that day.
    """
    with Act("expect", "", who) as act:
        facts = _facts(session, person)
        act.sentence = f"{facts.name} : ajouté, {facts.told}"
        if facts.state == "annulée":
            raise Refused(limits.CANCELLED)
        if not facts.stays:
            if not begin:
                raise Refused(stranger(facts.name, facts.code))
            _begin_stay(act, facts, _id(person))
        return _line(session, person) or act.insert(Attendance, session=_id(session), person=_id(person), status=NAMED)


def expect_unknown(session: Session | int, name: str, *, who: str) -> Person:
    """Adds to a session someone nobody knows yet, *à compléter*, with a parcours to confirm that begins that day.

    One act. Raises Refused when the name is empty or cannot be, or the session is cancelled.
    """
    last, first = participants.split_name(name)
    with Act("expect", "", who) as act:
        person = participants.create(act, last_name=last, first_name=first, confirmed=False)
        facts = _facts(session, person)
        act.sentence = f"{facts.name} : ajouté à compléter, {facts.told}"
        if facts.state == "annulée":
            raise Refused(limits.CANCELLED)
        _begin_stay(act, facts, person.id)
        act.insert(Attendance, session=_id(session), person=person.id, status=NAMED)
    return person


def unexpect(session: Session | int, person: Person | int, *, who: str) -> None:
    """Takes someone named out of a session, with the parcours to confirm that naming them there began, and the record
    of someone unknown that nothing else speaks of. Raises Refused when marked, or expected by an open parcours."""
    with Act("expect", "", who) as act:
        facts = _facts(session, person)
        act.sentence = f"{facts.name} : retiré, {facts.told}"
        line = _line(session, person)
        if line is not None and line.status != NAMED:
            raise Refused(f"{facts.name} est marqué : effacez d'abord la marque (x).")
        theirs = (Parcours.action == facts.action) & (Parcours.person == _id(person))
        begun = Parcours.get_or_none(theirs, Parcours.entry == facts.day)
        if begun is not None and not begun.confirmed:
            parcours.withdraw(act, begun)
            _forget(act, _id(person))
        elif facts.expected:
            raise Refused(f"{facts.name} est attendu par son parcours : Entrée ouvre sa fiche, pour le corriger.")
        elif line is not None:
            act.delete(line)


def note(session: Session | int, text: str, *, who: str, person: Person | int | None = None) -> Attendance | None:
    """Keeps a note about a session, or about one person in it (who may ask to read it). An empty text takes it away."""
    text = text.strip()
    with Act("note", "", who) as act:
        if person is None:
            record = Session.get_by_id(_id(session))
            act.sentence = f"Note de la séance {record.code}"
            act.update(record, note=text)
            return None
        facts = _facts(session, person)
        act.sentence = f"{facts.name} : note, {facts.told}"
        line = _line(session, person)
        if line is None:
            if not facts.stays:
                raise Refused(stranger(facts.name, facts.code))
            return act.insert(Attendance, session=_id(session), person=_id(person), status=NAMED, note=text)
        act.update(line, note=text)
        return line


class _Facts(NamedTuple):
    """What a verb must know of one person in one session."""

    action: int
    code: str
    state: str
    day: Date
    length: int
    group: str
    name: str
    told: str
    stays: bool
    expected: bool


def _facts(session: Session | int, person: Person | int) -> _Facts:
    own = (Session.action, Session.nature, Session.state, Session.day, Session.start, Session.end, Session.group)
    names = (Person.last_name, Person.first_name)
    line = (
        Session.select(*own, Action.code, Action.convention, Action.edition, Action.end, *names)
        .join(Action)
        .switch(Session)
        .join(Person, on=(Person.id == _id(person)))
        .where(Session.id == _id(session))
        .tuples()
        .first()
    )
    if line is None:
        raise Refused("Cette séance ou cette personne n'existe plus : revenez en arrière et rouvrez l'appel.")
    action, code, state, day, start, end, group, named, spec, edition, last_day, last, first = line
    stays = list(
        Parcours.select(Parcours.entry, Parcours.exit, Parcours.group)
        .where(Parcours.action == action, Parcours.person == _id(person))
        .tuples()
    )
    nature = convention(spec, edition).nature_of(code)
    expected = bool(nature and nature.collective) and any(
        entry <= day <= (leaving or last_day) and group in ("", own_group) for entry, leaving, own_group in stays
    )
    told = _told(nature.label if nature else code, day)
    return _Facts(
        action, named, state, day, end - start, group, wording.full_name(last, first), told, bool(stays), expected
    )


def _line(session: Session | int, person: Person | int) -> Attendance | None:
    return Attendance.get_or_none(Attendance.session == _id(session), Attendance.person == _id(person))


def _begin_stay(act: Act, facts: _Facts, person: int) -> None:
    participants.welcome_back(act, person)
    act.insert(Parcours, action=facts.action, person=person, entry=facts.day, group=facts.group, confirmed=False)


def _forget(act: Act, person: int) -> None:
    """Removes someone to complete whom no other record speaks of."""
    someone = Person.get_by_id(person)
    if someone.confirmed or any(key.model.select().where(key == person).exists() for key in Person._meta.backrefs):
        return
    act.delete(someone)


def _refuse_mark(facts: _Facts) -> None:
    refuse_day(facts.day, facts.state)
    if not facts.stays:
        raise Refused(stranger(facts.name, facts.code))


def refuse_day(day: Date, state: str) -> None:
    """Raises Refused when the roll of a session of that day, in that state, is not to be called."""
    refuse(limits.called(day, state, today()))


def refuse_minutes(length: int, status: str, minutes: int | None) -> None:
    """Raises Refused for ``minutes`` nobody called so can have in a session of that ``length``, in minutes."""
    if minutes is not None:  # without them, the length of the session or an estimate
        refuse(limits.attended(status, minutes, length))


def _told(label: str, day: Date) -> str:
    return f"{label} du {wording.day(day)}"


def _id(record: Record | int) -> int:
    return record if isinstance(record, int) else record.id
