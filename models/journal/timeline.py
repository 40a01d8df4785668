"""Any record in one line: its day, whom or what it is about, a few French words; one person's life in time order."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from peewee import JOIN
from pendulum import Date

from models.french import wording
from models.registers import sentences
from models.sessions import planning
from models.tables import (
    REGISTERS,
    Action,
    Attendance,
    FollowUp,
    FormerPublic,
    Loan,
    Moped,
    Movement,
    Parcours,
    Person,
    Record,
    Session,
)
from models.tables.registers import joined
from models.terms import exits
from models.terms.presence import ATTENDED

AT_ONCE = 5000  # identifiers in one query


@dataclass(frozen=True)
class Line:
    """A record told: ``about`` is a person, a plate or a session's code; ``action`` its code, '' when in none."""

    day: Date
    about: str
    told: str
    action: str
    table: str
    id: int


def of_person(person: Person) -> list[Line]:
    """Everything known about someone, the latest first: stays, attendances, loans, movements, and every register."""
    lines = []
    told: tuple[type[Record], ...] = (Parcours, Attendance, Loan, Movement, FormerPublic, *REGISTERS)
    for model in told:
        for record in _query(model).where(model.person == person):
            lines += _stages(record) if model is Parcours else [_line(record)]
    lines = _changes_of_public(person, lines)
    return sorted(lines, key=lambda line: (line.day, line.table, line.id), reverse=True)


def _changes_of_public(person: Person, lines: list[Line]) -> list[Line]:
    """The lines, each change of public told with the public after it."""
    changes = sorted((one for one in lines if one.table == "FormerPublic"), key=lambda one: one.day)
    if not changes:
        return lines
    after = [*(one.told for one in changes[1:]), person.public or "non noté"]
    told = {one.id: f"public {one.told}, puis {public}" for one, public in zip(changes, after, strict=True)}
    return [replace(one, told=told[one.id]) if one.table == "FormerPublic" else one for one in lines]


def described(table: str, ids: Iterable[int]) -> dict[int, Line]:
    """The records of one table (the name of its model) told, by identifier."""
    model = next(model for model in TOLD if model.__name__ == table)
    wanted = sorted(set(ids))
    found = {}
    for rank in range(0, len(wanted), AT_ONCE):
        for record in _query(model).where(model.id.in_(wanted[rank : rank + AT_ONCE])):
            found[record.id] = _line(record)
    return found


def named_in(action: Action) -> dict[int, str]:
    """Who the individual sessions of an action are for, by session."""
    alone = [nature.code for nature in action.spec.nature if not nature.collective]
    return planning.for_whom(Session.action == action, Session.nature.in_(alone))


def _query(model: type[Record]) -> Any:
    """The records of ``model`` with all that telling them needs, in one query."""
    if model is Attendance:
        return (
            Attendance.select(Attendance, Person, Session, Action)
            .join(Person)
            .switch(Attendance)
            .join(Session)
            .join(Action)
        )
    if model is Loan:
        return Loan.select(Loan, Person, Moped, Action).join(Person).switch(Loan).join(Moped).join(Action)
    if model is FollowUp:
        query = FollowUp.select(FollowUp, Person, Action, Parcours).join(Person).switch(FollowUp).join(Action)
        return query.join_from(FollowUp, Parcours, JOIN.LEFT_OUTER)
    if model is Person:
        return Person.select()
    query = model.select(model, Person) if hasattr(model, "person") else model.select(model)
    query = query.join(Person, joined(model)).switch(model) if hasattr(model, "person") else query
    return query.select_extend(Action).join(Action) if hasattr(model, "action") else query


def _line(record: Record) -> Line:
    day, about, told = TOLD[type(record)](record)
    return Line(day, about, told, _action(record), type(record).__name__, record.id)


def _action(record: Record) -> str:
    holder = {Attendance: "session", Loan: "moped"}.get(type(record))
    action = getattr(getattr(record, holder) if holder else record, "action", None)
    return action.code if action is not None else ""


def _nature(session: Session) -> str:
    return session.action.spec.nature_label(session.nature)


def _when(session: Session) -> str:
    channel = f" ({session.channel})" if session.channel else ""
    return f"{wording.time(session.start)}–{wording.time(session.end)}{channel}"


def _attendance(one: Attendance) -> tuple[Date, str, str]:
    session = one.session
    minutes = session.end - session.start if one.minutes is None else one.minutes
    length = f", {'~' if one.estimated else ''}{wording.hours(minutes)}" if one.status in ATTENDED else ""
    reason = f" ({session.cancel_reason})" if session.cancel_reason else ""
    cancelled = f", séance annulée{reason}" if session.state == "annulée" else ""
    note = f" · note : {one.note}" if one.note else ""
    told = f"{one.status}{length}{cancelled} · {_nature(session)} {_when(session)}{note}"
    return session.day, wording.person(one.person), told


def _session(session: Session) -> tuple[Date, str, str]:
    theme = f" · {session.theme}" if session.theme else ""
    return session.day, session.code, f"{_nature(session)} {_when(session)}{theme}"


def _parcours(one: Parcours) -> tuple[Date, str, str]:
    end = f" au {wording.day(one.exit)}" if one.exit else ", en cours"
    kind = f" ({one.exit_type})" if one.exit_type else ""
    return one.entry, wording.person(one.person), f"parcours du {wording.day(one.entry)}{end}{kind}"


def _stages(one: Parcours) -> list[Line]:
    """A parcours as it went: the orientation, the entry, the renewal, the exit."""
    group = f", groupe {one.group}" if one.group else ""
    unconfirmed = "" if one.confirmed else " (à confirmer)"
    variant = f", {one.action.spec.listed('variant').get(one.variant, one.variant)}" if one.variant else ""
    stages = [(one.entry, f"entrée{variant}{group}{unconfirmed}")]
    if one.oriented:
        by = f" par {one.oriented_by}" if one.oriented_by else ""
        stages.append((one.oriented, f"orientation {one.orientation}{by}"))
    if one.renewed:
        stages.append((one.renewed, f"renouvellement : {one.renewal_reason}"))
    if one.exit:
        until = f"jusqu'au {wording.day(one.job_end)}" if one.job_end else ""
        contract = f"{one.exit_contract} {until}".strip()
        told = ", ".join(part for part in (one.exit_type or "type non noté", contract, one.destination) if part)
        found = exits.class_of(one.action.spec, one)
        stages.append((one.exit, f"sortie ({told}){f' : {found.label}' if found else ''}"))
    about, action = wording.person(one.person), one.action.code
    return [Line(day, about, told, action, "Parcours", one.id) for day, told in stages]


def _loan(loan: Loan) -> tuple[Date, str, str]:
    if loan.ended:
        end = (
            f"rendu le {wording.day(loan.ended)}"
            if loan.ending == "retour"
            else f"{loan.ending} le {wording.day(loan.ended)}{loan.complaint and f', plainte n° {loan.complaint}'}"
        )
    else:
        end = f"à rendre le {wording.day(loan.extended or loan.due)}"
    return loan.departure, wording.person(loan.person), f"cyclomoteur {loan.moped.plate} prêté, {end}"


def _movement(movement: Movement) -> tuple[Date, str, str]:
    told = f"{movement.kind} n° {movement.number}, {wording.hours(movement.minutes)} : {movement.reason}"
    return movement.day, wording.person(movement.person), told


def _fact(record: Record) -> tuple[Date, str, str]:
    return sentences.day_of(record), sentences.about(record), sentences.describe(record)


TOLD: dict[Any, Callable[[Any], tuple[Date, str, str]]] = {
    Attendance: _attendance,
    Session: _session,
    Parcours: _parcours,
    Loan: _loan,
    Movement: _movement,
    FormerPublic: lambda one: (one.since, wording.person(one.person), one.public),
    Moped: lambda moped: (moped.in_service, moped.plate, f"cyclomoteur {moped.model}".strip()),
    **dict.fromkeys(REGISTERS, _fact),
}
