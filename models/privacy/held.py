"""Everything held on one person, to be read by that person: the right of access.

Complete by construction: every table that points to a person, then every table that points to those, is read whole.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from peewee import ForeignKeyField

from models.acts import rights
from models.acts.refusals import Refused
from models.export.renaming import holding
from models.french import wording
from models.french.naming import Names
from models.french.wording import capital
from models.people import identities
from models.tables import (
    JOURNAL,
    TABLES,
    WRITTEN,
    Action,
    Frozen,
    JournalEntry,
    JournalSubject,
    Moped,
    Movement,
    Parcours,
    Person,
    Session,
    Table,
    fields_of,
)
from models.tables.fields import CodeField, DayField
from models.tables.in_french import in_french


@dataclass(frozen=True)
class Section:
    """The records of one table: ``table`` is its name, ``headers`` those of its fields, in order; the texts of each."""

    table: str
    title: str
    names: list[str]
    headers: list[str]
    rows: list[list[str]]


@dataclass(frozen=True)
class Told:
    """What the journal says of the person: when, who did it, the sentence."""

    at: str
    who: str
    sentence: str


@dataclass
class Holding:
    """Everything held on ``person``: who they are, their records, what the journal says, the copies that hold them."""

    person: Person
    identity: Section
    sections: list[Section]
    journal: list[Told]
    copies: list[str] = field(default_factory=list)


def held_on(person: Person) -> Holding:
    """Everything held on someone, as it is now. Raises Refused for a trainer who does not meet them."""
    if sentence := rights.refusal_to_take_out(person.id):
        raise Refused(sentence)
    reached: dict[Any, list[Any]] = {}
    own = identities.whole([person.id])
    for model, keys in reaching():
        where = [
            key.in_(own) if key.rel_model is Person else key.in_([one.id for one in reached.get(key.rel_model, [])])
            for key in keys
        ]
        query = model.select().order_by(model.id)
        for condition in where[1:]:
            where[0] = where[0] | condition
        reached[model] = list(query.where(where[0]))
    return Holding(
        person,
        _section(Person, [person]),
        [_section(model, found) for model, found in reached.items() if found],
        list(_journal(person)),
        list(_copies(person)),
    )


@cache
def reaching() -> list[tuple[Any, list[ForeignKeyField]]]:
    """The tables that hold something of a person, with the keys that lead to them: those that point to a person, then
    those that point to these."""
    found: dict[Any, list[ForeignKeyField]] = {Person: []}
    more = True
    while more:
        more = False
        for model in TABLES:
            if model in found or model in JOURNAL:
                continue
            keys = [key for key in model._meta.refs if key.rel_model in found]
            if keys:
                found[model], more = keys, True
    del found[Person]
    return list(found.items())


def title_of(model: type[Table]) -> str:
    """What a table is called in the export."""
    return capital(model.heading or model.sheet)


def _section(model: type[Table], records: list[Any]) -> Section:
    written = [model._meta.fields[name] for name in WRITTEN]
    fields = [one for one in (*fields_of(model), *written) if getattr(one, "rel_model", None) is not Person]
    rows = [[said(one, field.name) for field in fields] for one in records]
    headers = [field.facts.header for field in fields]
    return Section(model.__name__, title_of(model), [field.name for field in fields], headers, rows)


def said(record: Table, name: str) -> str:
    """A field of a record in French; '' when it is unknown."""
    one, value = record._meta.fields[name], getattr(record, name)
    if value is None or value == "":
        return ""
    if name == "recorded_at":
        return f"{wording.day(DayField().python_value(value[:10]))} {value[11:16]}".strip()
    if isinstance(one, ForeignKeyField):
        return REFERRED[type(value)](value)
    if isinstance(one, CodeField):
        return str(record.action.spec.listed(one.listed).get(value, value))
    return in_french(one, value)


def _session(one: Session) -> str:
    nature, kind = one.action.spec.nature_label(one.nature), one.action.spec.nature_of(one.nature)
    note = "" if kind is None or kind.collective else one.note  # that of a group speaks of others too
    when = f"{wording.day(one.day)} {wording.time(one.start)}–{wording.time(one.end)}"
    told = (when, one.action.code, nature, one.theme, one.trainer, one.place, one.state, note)
    return " · ".join(part for part in told if part)


REFERRED: dict[Any, Any] = {
    Action: lambda one: f"{one.code} {one.title}".strip(),
    Session: _session,
    Moped: lambda one: one.plate,
    Parcours: lambda one: wording.day(one.exit) if one.exit else f"sans, entrée le {wording.day(one.entry)}",
    Movement: lambda one: f"n° {one.number} du {wording.day(one.day)}",
}


def _journal(person: Person) -> Iterator[Told]:
    """The acts that speak of the person; of one that speaks of others too, only that it does."""
    own = identities.whole([person.id])
    about = JournalSubject.select(JournalSubject.entry).where(
        JournalSubject.kind == "Person", JournalSubject.record.in_(own)
    )
    shared = JournalSubject.select(JournalSubject.entry).where(
        JournalSubject.kind == "Person", JournalSubject.record.not_in(own), JournalSubject.entry.in_(about)
    )
    others = {entry for (entry,) in shared.tuples()}
    for entry in JournalEntry.select().where(JournalEntry.id.in_(about)).order_by(JournalEntry.id):
        sentence = "Acte sur plusieurs personnes, dont celle-ci" if entry.id in others else entry.sentence
        yield Told(entry.at, entry.who, sentence)


def _copies(person: Person) -> Iterator[str]:
    """The copies of what was sent that hold the person, named."""
    names, codes = Names(), []
    for one in (person, *person.former):
        names.person(one.last_name, one.first_name, "")
        names.put(one.code, "")
        codes.append(f'"{one.code}"')
    for copy in Frozen.select(Frozen, Action).join(Action).order_by(Frozen.id):
        if (
            names.holds(copy.figures)
            or any(code in copy.figures for code in codes)
            or holding(bytes(copy.workbook), names)
        ):
            period = f"du {wording.day(copy.start)} au {wording.day(copy.end)}"
            sent = f", envoyé le {wording.day(copy.sent)}" if copy.sent else ""
            yield " ".join(f"{capital(copy.kind)} {copy.code} {copy.action.code}, {period}{sent}".split())
