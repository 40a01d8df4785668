"""Records that break a limit: stored before it was looked at, or taken over with a warning.

The limits are those of the forms and of the take-over (``limits`` of each subject). A doubt is no deviation: whoever
recorded it was asked. Marks of a cancelled session are meant to stay, and a balance of hours has its own rule.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from peewee import JOIN
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
    Record,
    Session,
    database,
    fields_of,
)
from models.tables.fields import MonthField
from models.tables.registers import Register, joined

REMEDY = "Ouvrez l'enregistrement (Entrée) et corrigez ce champ ; le reste se corrige sans y toucher."


_NAMED = (Person.last_name, Person.first_name, Person.code)


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


Places = Mapping[int, _Place]
Stays = Mapping[tuple[int, int], list[_Stay]]
"""The parcours of each person in each action, in order of entry."""


def record_limits(action: Action | None = None) -> Iterator[Deviation]:
    """What is recorded in an action, or in all of them and beside them for None, that breaks a limit: one deviation a
    limit, by as many queries however much is recorded."""
    whole = [action] if action else Action.select().order_by(Action.code)
    places = {one.id: _Place(one, one.spec, one.code, dates_of(one)) for one in whole}
    stays = _stays(action)
    of_person: dict[int, list[int]] = defaultdict(list)
    for number, person in stays:
        of_person[person].append(number)
    mine = None if action is None else Person.id.in_(Parcours.select(Parcours.person).where(Parcours.action == action))
    yield from _actions(places)
    yield from _persons(places, of_person, mine)
    yield from _parcours(places, stays)
    yield from _sessions(places, action)
    yield from _movements(places, action)
    yield from _downtimes(places, action)
    known = {*stays, *_borrowers(action)}
    for table in REGISTERS if action is None else _used(action):
        if table is EligibilityCheck:
            yield from _checks(places, of_person, mine)
        else:
            yield from _facts(table, places, stays, known, action)


def beside() -> Iterator[Deviation]:
    """The same of people who are in no action: beside them all."""
    alone = Person.id.not_in(Parcours.select(Parcours.person))
    yield from _persons({}, {}, alone)
    yield from _checks({}, {}, alone)


def _used(action: Action) -> list[type[Register]]:
    """The registers in which anything is recorded in an action, and that of nobody's action; one query."""
    tables = [one for one in REGISTERS if one is not EligibilityCheck]
    of = f"WHERE action_id = {action.id:d}"
    there = ", ".join(f"EXISTS (SELECT 1 FROM {one._meta.table_name} {of})" for one in tables)
    (row,) = database.execute_sql(f"SELECT {there}").fetchall()
    return [EligibilityCheck, *(one for one, used in zip(tables, row, strict=True) if used)]


def _stays(action: Action | None) -> Stays:
    fields = list(Parcours._meta.sorted_fields)
    query = Parcours.select(*fields, *_NAMED).join(Person).order_by(Parcours.entry, Parcours.id)
    if action is not None:
        query = query.where(Parcours.action == action)
    found: dict[tuple[int, int], list[_Stay]] = defaultdict(list)
    for *row, last, first, code in query.tuples():
        values = {field.name: value for field, value in zip(fields, row, strict=True)}
        stay = _Stay(values, wording.full_name(last, first), code)
        found[values["action"], values["person"]].append(stay)
    return found


def _actions(places: Places) -> Iterator[Deviation]:
    for place in places.values():
        values = values_of(place.action)
        for limit in _broken(people.action(values, place.spec)):
            day = place.action.start
            yield _deviation(limit, values, place.code, place.code, day, "", "Action")


def _persons(places: Places, of_person: Mapping[int, list[int]], condition: Any) -> Iterator[Deviation]:
    """Participants, in each action they are in; beside any action when they are in none."""
    late = reduce(or_, (getattr(Person, name) > today() for name in people.PAST))
    for person in Person.select().where(late if condition is None else late & condition):
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


def _sessions(places: Places, action: Action | None) -> Iterator[Deviation]:
    fields = [Session.id, Session.action, Session.code, Session.nature, Session.day, Session.start, Session.end]
    fields += [Session.state, Session.channel, *(getattr(Session, name) for name in sessions.TEXTS)]
    query = Session.select(*fields) if action is None else Session.select(*fields).where(Session.action == action)
    day, names = today(), [field.name for field in fields]
    for row in query.tuples().iterator():
        values = dict(zip(names, row, strict=True))
        place = places[values["action"]]
        for limit in _broken(sessions.session(values, place.spec, place.dates, day)):
            yield _deviation(limit, values, place.code, values["code"], values["day"], "", "Session")


def _movements(places: Places, action: Action | None) -> Iterator[Deviation]:
    """Movements dated, or reported, on a day to come."""
    report = (MovementReport.referent, MovementReport.departement)
    late = reduce(or_, (day > today() for day in (Movement.day, *report)))
    query = (
        Movement.select(Movement.id, Movement.action, Movement.day, *report, *_NAMED)
        .join(MovementReport, JOIN.LEFT_OUTER)
        .switch(Movement)
        .join(Person)
        .where(late if action is None else late & (Movement.action == action))
    )
    for number, where, day, referent, departement, last, first, code in query.tuples():
        values = {"id": number, "day": day, "referent": referent, "departement": departement}
        place, name = places[where], wording.full_name(last, first)
        for limit in _broken(hours.movement(values, place.spec, place.dates, today())):
            yield _deviation(limit, values, place.code, code, day, name, "Movement")


def _downtimes(places: Places, action: Action | None) -> Iterator[Deviation]:
    """Downtimes of one moped that share a day: the later of two."""
    query = Downtime.select(Downtime.id, Downtime.start, Downtime.end, Moped.id, Moped.plate, Moped.action)
    query = query.join(Moped).order_by(Moped.id, Downtime.start)
    if action is not None:
        query = query.where(Moped.action == action)
    before: dict[int, list[tuple[Date, Date | None]]] = defaultdict(list)
    for number, start, end, moped, plate, where in query.tuples():
        values, place = {"id": number, "start": start}, places[where]
        for limit in park.beside(plate, start, end, before[moped]):
            yield _deviation(limit, values, place.code, place.code, start, "", "Downtime")
        before[moped].append((start, end))


def _facts(
    table: type[Register], places: Places, stays: Stays, known: set[tuple[int, int]], action: Action | None
) -> Iterator[Deviation]:
    """Facts of the registers; ``known``: who has a parcours or a loan in each action."""
    day = today()
    for values, name, code in _rows(table, table.action == action if action else None):
        place, of = places[values["action"]], (values["action"], values["person"])
        found = list(_broken(registers.fact(table, values, place.spec, day)))
        if table is FollowUp:
            followed = (one.values["exit"] for one in stays.get(of, ()) if one.values["id"] == values["parcours"])
            found += [limit for exit in followed if exit for limit in registers.after_exit(values["day"], exit)]
        if table.needs_parcours and of not in known:
            found.append(Limit("person", people.stranger(name, place.code), "warning"))
        for limit in found:
            named, subject = f"{name or place.code}, {table.one}", code or place.code
            yield _deviation(limit, values, place.code, subject, _dated(table, values), named, table.__name__)


def _checks(places: Places, of_person: Mapping[int, list[int]], condition: Any) -> Iterator[Deviation]:
    """Checks of the public, which belong to no action: in each one their person is in."""
    for values, name, code in _rows(EligibilityCheck, condition):
        for limit in _broken(registers.fact(EligibilityCheck, values, None, today())):
            for where in _codes(values["person"], places, of_person):
                named = f"{name}, {EligibilityCheck.one}"
                yield _deviation(limit, values, where, code, values["day"], named, "EligibilityCheck")


def _borrowers(action: Action | None) -> set[tuple[int, int]]:
    query = Loan.select(Moped.action, Loan.person).join(Moped).distinct()
    return set((query if action is None else query.where(Moped.action == action)).tuples())


def _rows(table: type[Record], condition: Any) -> Iterator[tuple[dict[str, Any], str, str]]:
    """The values of each record of a table about a person, that person's name and identifier ('' for nobody); one
    query."""
    fields = [table._meta.fields["id"], *fields_of(table)]
    query, names = table.select(*fields, *_NAMED).join(Person, joined(table)), [field.name for field in fields]
    for *row, last, first, code in (query if condition is None else query.where(condition)).tuples().iterator():
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
