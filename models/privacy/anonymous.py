"""Telling a person's records again without who they are, so that every figure stays.

What no figure reads goes: names, numbers, addresses, and whatever was typed by hand. A text that was there becomes
« effacé », so that what asks whether it is there answers as before.
"""

from collections.abc import Iterable
from typing import Any

from pendulum import Date

from config import schema
from models import tables
from models.french.folding import fold
from models.french.naming import Names
from models.storage.guards import ERASED
from models.tables import Action, Attendance, Contract, FormerIdentity, Movement, Person, Session, Table
from models.tables.base import keys_of, once_a_table
from models.tables.fields import DayField, facts_of
from models.terms.presence import ATTENDED

ABOUT_SESSION = ("note", "cancel_reason")


@once_a_table
def free_texts(model: type[Table]) -> tuple[str, ...]:
    """The texts of a table that may name anybody, whomever the record is about."""
    return tuple(name for name, field in model._meta.fields.items() if facts_of(field).free)


@once_a_table
def erased_fields(model: type[Table]) -> tuple[str, ...]:
    """The texts of a table that say something of a person no figure reads."""
    fields = model._meta.fields
    return tuple(name for name in free_texts(model) if not fields[name].facts.kept)


@once_a_table
def _told_apart(model: type[Table]) -> frozenset[str]:
    """The fields that tell records of one person apart."""
    return frozenset(name for names in keys_of(model) for name in names)


def anonymous(person: int) -> str:
    """The identifier of somebody whose names were erased."""
    number, taken = f"anonyme-{person}", Person.select(Person.code).where(Person.id != person)
    rank, code = 2, number
    while taken.where(Person.code == code).exists():
        rank, code = rank + 1, f"{number}-{rank}"
    return code


class Eraser:
    """Tells records and texts again without the people erased; the same text is always told the same way.

    ``removed`` are the numbers of people whose record is gone, and whom only the journal tells of.
    """

    def __init__(self, people: list[Person], removed: Iterable[int] = ()) -> None:
        self.people = {id: anonymous(id) for id in (*(one.id for one in people), *removed)}
        self.births: dict[int, Date | None] = dict.fromkeys(removed) | {one.id: coarse_birth(one) for one in people}
        self.names = Names()
        self.codes: dict[str, int] = {}
        self.texts: dict[int, set[str]] = {id: set() for id in self.people}
        self._ranks: dict[tuple[int, str, str], dict[str, str]] = {}
        others = Person.select(Person.folded).where(Person.id.not_in(list(self.people)))
        self._shared = {frozenset(folded.split()) for (folded,) in others.tuples()}
        self._taken = {code for model in (Action, Session) for (code,) in model.select(model.code).tuples()}
        alone = Attendance.select(Attendance.session).where(Attendance.person.in_(list(self.people)))
        others = Attendance.select(Attendance.session).where(Attendance.person.not_in(list(self.people)))
        only = Session.select(Session, Action).join(Action).where(Session.id.in_(alone), Session.id.not_in(others))
        self.sessions = {
            one.id for one in only if (kind := one.action.spec.nature_of(one.nature)) and not kind.collective
        }

    def spare(self, told: dict[str, Any]) -> None:
        """Somebody else has, or had, this name: where it stands in a text, nobody knows whose it is."""
        self._shared.add(frozenset(fold(f"{told.get('last_name', '')} {told.get('first_name', '')}").split()))
        self._taken.add(told.get("code", ""))

    def learn(self, id: int, told: dict[str, Any]) -> None:
        """What a record of a person, of today or as the journal tells it, says of who it is; after ``spare``."""
        code, last, first = told.get("code", ""), told.get("last_name", ""), told.get("first_name", "")
        instead = self.people[id]
        if code and code != instead:
            self.codes[code] = id
            if code not in self._taken:
                self.names.put(code, instead)
        if frozenset(fold(f"{last} {first}").split()) not in self._shared:
            self.names.person(last, first, instead)
        for name in ("phone", "email", "caf_number", "job_seeker_number", "address", "referent_contact"):
            if told.get(name, "") not in ("", ERASED):
                self.names.put(told[name], instead)

    def record(self, table: str, told: dict[str, Any]) -> dict[str, Any]:
        """A record, as stored, without the people erased."""
        model: Any = getattr(tables, table)
        owner: Any = told["id"] if model is Person else told.get("person")
        again = dict(told)
        if owner in self.people:
            if model is FormerIdentity or (model is Person and told.get("code") != self.people[owner]):
                again |= {name: value for name, value in self._identity(owner).items() if name in told}
            for name in erased_fields(model):
                if again.get(name):
                    again[name] = self._instead(owner, model, name, again[name])
        elif model is Person or model is Movement:  # of somebody else, a movement is never changed
            return again
        elif model is Session and told["id"] in self.sessions:
            again |= {name: ERASED for name in ABOUT_SESSION if again.get(name)}
        return {name: self._scrubbed(model, name, value) for name, value in again.items()}

    def _scrubbed(self, model: type[Table], name: str, value: Any) -> Any:
        """What stays of a text typed by hand, without the names it may hold."""
        return self.names.told(value) if isinstance(value, str) and name in free_texts(model) else value

    def _identity(self, id: int) -> dict[str, Any]:
        code = self.people[id]
        last, first = "Anonyme", code.removeprefix("anonyme-")
        birth = self.births[id]
        return {
            "code": code,
            "last_name": last,
            "first_name": first,
            "folded": fold(f"{last} {first}"),
            "birth": birth.isoformat() if birth else None,
        }

    def _instead(self, owner: int, model: type[Table], name: str, value: str) -> str:
        if value.startswith(ERASED):
            return value
        self.texts[owner].add(value)
        if name not in _told_apart(model):
            return ERASED
        ranks = self._ranks.setdefault((owner, model.__name__, name), {})
        return ranks.setdefault(value, f"{ERASED} {len(ranks) + 1}" if ranks else ERASED)

    def cells(self, row: list[str]) -> list[str]:
        """A row of a workbook kept: what was typed by hand about the person it is about, and every name."""
        owners = {self.codes[cell] for cell in row if cell in self.codes}
        typed = set().union(*(self.texts[one] for one in owners)) if owners else set()
        return [ERASED if cell in typed else self.text(cell) for cell in row]

    def text(self, text: str) -> str:
        """A text without names; an identifier alone is told as the new one, when it is nothing else."""
        if text in self.codes and text not in self._taken and _odd(text):
            return self.people[self.codes[text]]
        return self.names.told(text)


def _odd(code: str) -> bool:
    """Whether an identifier alone cannot be a mere word or number of a few letters."""
    return len(code) >= 4 or (any(one.isdigit() for one in code) and any(one.isalpha() for one in code))


def coarse_birth(person: Person) -> Date | None:
    """The roundest day of birth that gives the same age on every day recorded of the person: the first of January, of
    another month, else the day itself."""
    birth = person.birth
    if birth is None or birth.day == birth.month == 1:
        return birth
    if _aged_by_contract(person):
        return birth
    known = {day[5:] for day in _days(person) if day != "None"}
    for month in range(1, birth.month + 1):
        rounded = Date(birth.year, month, 1)
        if not any(rounded.isoformat()[5:] <= day < birth.isoformat()[5:] for day in known):
            return rounded
    return birth


def _aged_by_contract(person: Person) -> bool:
    """Whether a rule reads the age on a day that is worked out from contracts, and recorded nowhere."""
    for contract in Contract.select(Contract, Action).join(Action).where(Contract.person == person):
        if any(rule.beyond_age is not None for rule in contract.action.spec.rules_of(schema.ContractLength)):
            return True
    return False


def _days(person: Person) -> set[str]:
    found: set[str] = set()
    for key in Person._meta.backrefs:
        for name, one in key.model._meta.fields.items():
            if isinstance(one, DayField):
                found |= {
                    str(day) for (day,) in key.model.select(getattr(key.model, name)).where(key == person).tuples()
                }
    attended = Attendance.select(Session.day).join(Session).where(Attendance.person == person)
    return found | {str(day) for (day,) in attended.where(Attendance.status.in_(ATTENDED)).tuples()}
