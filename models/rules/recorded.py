"""Records that break a limit: stored before it was looked at, or taken over with a warning.

The limits are those of the forms and of the take-over (``limits`` of each subject). A doubt is no deviation: whoever
recorded it was asked. Marks of a cancelled session are meant to stay, and a balance of hours has its own rule.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from peewee import JOIN, ModelSelect
from pendulum import Date

from config.schema import Convention
from config.words import OWN_RULE
from models.acts.limits import Dates, Limit, Values, dates_of, values_of
from models.days.clock import today
from models.french import wording
from models.hours import limits as hours
from models.park import limits as park
from models.people import limits as people
from models.registers import limits as registers
from models.rules.deviation import Deviation
from models.sessions import limits as sessions
from models.tables import (
    REGISTERS,
    Action,
    Downtime,
    EligibilityCheck,
    FollowUp,
    Loan,
    Moped,
    Movement,
    MovementReport,
    Parcours,
    Person,
    Session,
    database,
    fields_of,
)
from models.tables.base import once_a_table
from models.tables.fields import MonthField
from models.tables.registers import Register, joined
from models.tables.written import written

REMEDY = "Ouvrez l'enregistrement (Entrée) et corrigez ce champ ; le reste se corrige sans y toucher."


_NAMED = (Person.last_name, Person.first_name, Person.code)
_PARCOURS = list(Parcours._meta.sorted_fields)


class _Place(NamedTuple):
    """An action, with what the limits want to know of it."""

    action: Action
    spec: Convention
    code: str
    dates: Dates


class _Stay(NamedTuple):
    """A parcours, with its person's name and identifier."""

    values: dict[str, Any]
    name: str
    code: str


Of = tuple[int, ...]
"""The number of the action asked for; () for all of them."""
Places = Mapping[int, _Place]
Stays = Mapping[tuple[int, int], list[_Stay]]
"""The parcours of each person in each action, in order of entry."""


def record_limits(action: Action | None = None) -> Iterator[Deviation]:
    """What is recorded in an action, or in all of them and beside them for None, that breaks a limit: one deviation a
    limit, by as many queries however much is recorded."""
    whole = [action] if action else Action.select().order_by(Action.code)
    places = {one.id: _Place(one, one.spec, one.code, dates_of(one)) for one in whole}
    of = () if action is None else (action.id,)
    stays = _stays(of)
    of_person: dict[int, list[int]] = defaultdict(list)
    for number, person in stays:
        of_person[person].append(number)
    yield from _actions(places)
    yield from _persons(places, of_person, _persons_late.records(*of))
    yield from _parcours(places, stays)
    yield from _sessions(places, of)
    yield from _movements(places, of)
    yield from _downtimes(places, of)
    known = {*stays, *_borrowers.rows(*of)}
    for table in REGISTERS if action is None else _used(action):
        if table is EligibilityCheck:
            yield from _checks(places, of_person, of)
        else:
            yield from _facts(table, places, stays, known, of)


def beside() -> Iterator[Deviation]:
    """The same of people who are in no action: beside them all."""
    yield from _persons({}, {}, _persons_late.records(alone=True))
    yield from _checks({}, {}, (), alone=True)


def _used(action: Action) -> list[type[Register]]:
    """The registers in which anything is recorded in an action, and that of nobody's action; one query."""
    tables = [one for one in REGISTERS if one is not EligibilityCheck]
    of = f"WHERE action_id = {action.id:d}"
    there = ", ".join(f"EXISTS (SELECT 1 FROM {one._meta.table_name} {of})" for one in tables)
    (row,) = database.execute_sql(f"SELECT {there}").fetchall()
    return [EligibilityCheck, *(one for one, used in zip(tables, row, strict=True) if used)]


@written
def _parcours_of(action: Any = None) -> ModelSelect:
    query = Parcours.select(*_PARCOURS, *_NAMED).join(Person).order_by(Parcours.entry, Parcours.id)
    return query if action is None else query.where(Parcours.action == action)


def _stays(of: Of) -> Stays:
    names = [field.name for field in _PARCOURS]
    found: dict[tuple[int, int], list[_Stay]] = defaultdict(list)
    for *row, last, first, code in _parcours_of.rows(*of):
        values = dict(zip(names, row, strict=True))
        found[values["action"], values["person"]].append(_Stay(values, wording.full_name(last, first), code))
    return found


def _actions(places: Places) -> Iterator[Deviation]:
    for place in places.values():
        values = values_of(place.action)
        for limit in _broken(people.action(values, place.spec)):
            day = place.action.start
            yield _deviation(limit, values, place.code, place.code, day, "", "Action")


@written
def _persons_late(action: Any = None, *, alone: bool = False) -> ModelSelect:
    """Participants something past of whom is dated on a day to come."""
    late = reduce(or_, (getattr(Person, name) > today() for name in people.PAST))
    among = _among(action, alone)
    return Person.select().where(late if among is None else late & among)


def _among(action: Any, alone: bool) -> Any:
    """In a query about persons: that they are in the action, or with ``alone`` in none; None for anybody."""
    if alone:
        return Person.id.not_in(Parcours.select(Parcours.person))
    return None if action is None else Person.id.in_(Parcours.select(Parcours.person).where(Parcours.action == action))


def _persons(places: Places, of_person: Mapping[int, list[int]], late: Iterable[Person]) -> Iterator[Deviation]:
    """Participants, in each action they are in; beside any action when they are in none."""
    for person in late:
        values, name = values_of(person), wording.full_name(person.last_name, person.first_name)
        for code in _codes(person.id, places, of_person):
            for limit in _broken(people.person(values, today())):
                yield _deviation(limit, values, code, person.code, today(), name, "Person")


def _codes(person: int, places: Places, of_person: Mapping[int, list[int]]) -> list[str]:
    """The actions a deviation about somebody is shown in."""
    return [places[number].code for number in of_person.get(person, ())] or [""]


def _parcours(places: Places, stays: Stays) -> Iterator[Deviation]:
    for (number, _), several in stays.items():
        place = places[number]
        for stay in several:
            for limit in _broken(people.parcours(stay.values, place.spec, place.dates, today())):
                entry = stay.values["entry"]
                yield _deviation(limit, stay.values, place.code, stay.code, entry, stay.name, "Parcours")


_SESSION = ("id", "action", "code", "nature", "day", "start", "end", "state", "channel", *sessions.TEXTS)


@written
def _sessions_of(action: Any = None) -> ModelSelect:
    query = Session.select(*(getattr(Session, name) for name in _SESSION))
    return query if action is None else query.where(Session.action == action)


def _sessions(places: Places, of: Of) -> Iterator[Deviation]:
    day = today()
    for row in _sessions_of.rows(*of):
        values = dict(zip(_SESSION, row, strict=True))
        place = places[values["action"]]
        for limit in _broken(sessions.session(values, place.spec, place.dates, day)):
            yield _deviation(limit, values, place.code, values["code"], values["day"], "", "Session")


@written
def _movements_late(action: Any = None) -> ModelSelect:
    report = (MovementReport.referent, MovementReport.departement)
    late = reduce(or_, (day > today() for day in (Movement.day, *report)))
    query = Movement.select(Movement.id, Movement.action, Movement.day, *report, *_NAMED)
    query = query.join(MovementReport, JOIN.LEFT_OUTER).switch(Movement).join(Person)
    return query.where(late if action is None else late & (Movement.action == action))


def _movements(places: Places, of: Of) -> Iterator[Deviation]:
    """Movements dated, or reported, on a day to come."""
    for number, where, day, referent, departement, last, first, code in _movements_late.rows(*of):
        values = {"id": number, "day": day, "referent": referent, "departement": departement}
        place, name = places[where], wording.full_name(last, first)
        for limit in _broken(hours.movement(values, place.spec, place.dates, today())):
            yield _deviation(limit, values, place.code, code, day, name, "Movement")


@written
def _downtimes_of(action: Any = None) -> ModelSelect:
    query = Downtime.select(Downtime.id, Downtime.start, Downtime.end, Moped.id, Moped.plate, Moped.action)
    query = query.join(Moped).order_by(Moped.id, Downtime.start)
    return query if action is None else query.where(Moped.action == action)


def _downtimes(places: Places, of: Of) -> Iterator[Deviation]:
    """Downtimes of one moped that share a day: the later of two."""
    before: dict[int, list[tuple[Date, Date | None]]] = defaultdict(list)
    for number, start, end, moped, plate, where in _downtimes_of.rows(*of):
        values, place = {"id": number, "start": start}, places[where]
        for limit in park.beside(plate, start, end, before[moped]):
            yield _deviation(limit, values, place.code, place.code, start, "", "Downtime")
        before[moped].append((start, end))


def _facts(
    table: type[Register], places: Places, stays: Stays, known: set[tuple[Any, ...]], of: Of
) -> Iterator[Deviation]:
    """Facts of the registers; ``known``: who has a parcours or a loan in each action."""
    day = today()
    for values, name, code in _rows(table, _facts_of.rows(*of, table=table)):
        place, who = places[values["action"]], (values["action"], values["person"])
        found = list(_broken(registers.fact(table, values, place.spec, day)))
        if table is FollowUp:
            followed = (one.values["exit"] for one in stays.get(who, ()) if one.values["id"] == values["parcours"])
            found += [limit for exit in followed if exit for limit in registers.after_exit(values["day"], exit)]
        if table.needs_parcours and who not in known:
            found.append(Limit("person", people.stranger(name, place.code), "warning"))
        for limit in found:
            named, subject = f"{name or place.code}, {table.one}", code or place.code
            yield _deviation(limit, values, place.code, subject, _dated(table, values), named, table.__name__)


def _checks(places: Places, of_person: Mapping[int, list[int]], of: Of, alone: bool = False) -> Iterator[Deviation]:
    """Checks of the public, which belong to no action: in each one their person is in."""
    for values, name, code in _rows(EligibilityCheck, _checks_of.rows(*of, alone=alone)):
        for limit in _broken(registers.fact(EligibilityCheck, values, None, today())):
            for where in _codes(values["person"], places, of_person):
                named = f"{name}, {EligibilityCheck.one}"
                yield _deviation(limit, values, where, code, values["day"], named, "EligibilityCheck")


@written
def _borrowers(action: Any = None) -> ModelSelect:
    query = Loan.select(Moped.action, Loan.person).join(Moped).distinct()
    return query if action is None else query.where(Moped.action == action)


@written
def _facts_of(action: Any = None, *, table: type[Register]) -> ModelSelect:
    query = _named(table)
    return query if action is None else query.where(table.action == action)


@written
def _checks_of(action: Any = None, *, alone: bool) -> ModelSelect:
    query, among = _named(EligibilityCheck), _among(action, alone)
    return query if among is None else query.where(among)


def _named(table: type[Register]) -> ModelSelect:
    """The records of a table about a person, with the name and the identifier of that person."""
    query: ModelSelect = table.select(*_columns(table), *_NAMED).join(Person, joined(table))
    return query


@once_a_table
def _columns(table: type[Register]) -> list[Any]:
    return [table._meta.fields["id"], *fields_of(table)]


def _rows(table: type[Register], found: Iterable[tuple[Any, ...]]) -> Iterator[tuple[dict[str, Any], str, str]]:
    """The values of each record, its person's name and identifier ('' for nobody)."""
    names = [field.name for field in _columns(table)]
    for *row, last, first, code in found:
        yield dict(zip(names, row, strict=True)), wording.full_name(last, first) if code else "", code or ""


def _dated(table: type[Register], values: Values) -> Date:
    """The day a fact is dated; the first of its month for one that is a month's."""
    dated = values[table.dated]
    return registers.first_of(dated) or today() if isinstance(table._meta.fields[table.dated], MonthField) else dated


def _broken(limits: Iterable[Limit]) -> Iterator[Limit]:
    return (one for one in limits if one.strength != "doubt")


def _deviation(
    limit: Limit, values: Values, action: str, subject: str, usual: Date, named: str, table: str
) -> Deviation:
    """A limit as a deviation, dated by the field it stands in when that is a day."""
    value = values.get(limit.field)
    message = limit.sentence if not named else f"{named} : {limit.sentence}"
    return Deviation(
        "record-limits",
        "warning",
        action,
        subject,
        value if isinstance(value, Date) else usual,
        message,
        OWN_RULE,
        REMEDY,
        table,
        values["id"],
        limit.sentence,
    )
