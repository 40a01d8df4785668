"""Erasing people's names while every figure stays: in their records, in the journal, in the copies kept.

What no figure reads goes: names, numbers, addresses, and whatever was typed by hand. A text that was there becomes
« effacé », so that what asks whether it is there answers as before. The journal's entries are told again without names
and sealed again by the act that erases, so that the chain holds; the old salts go, so that nobody can guess names out
of the old seals.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from peewee import FixedCharField, Model, TextField
from pendulum import Date

from config import schema
from models import tables, wording
from models.clock import today
from models.fields import CodeField, DayField, MonthField
from models.folding import fold
from models.guards import ERASED
from models.journal import Act, Refused, plain
from models.naming import Names
from models.presence import ATTENDED
from models.sealing import digest, new_salt, text_digest
from models.tables import (
    REGISTERS,
    Action,
    Attendance,
    Contract,
    Frozen,
    JournalEntry,
    JournalPage,
    JournalSubject,
    Movement,
    Person,
    Session,
)

KEPT: dict[str, tuple[str, ...]] = {
    "Person": (
        *("sex", "public", "rsa_status", "schooling", "oral", "licence", "living"),
        *("town", "postcode", "family_status", "education", "employment"),
    ),
    "Parcours": ("exit_type", "orientation", "exit_contract", "group", "variant", "oriented_by", "destination"),
    "Attendance": ("status", "origin"),
    "Movement": ("kind",),
    "Loan": ("ending",),
    "Evaluation": ("scale", "subject", "level"),
    "ProjectState": ("rome",),
    "Obstacle": ("nature",),
    "Prescription": ("kind", "structure"),
    "Ede": ("answers", "occasion"),
    "Liaison": ("reason", "structure", "actions", "attached"),
}
"""The texts that figures or rules read, or that are closed lists: they stay. Any other is erased."""

WRITTEN = ("recorded_at", "recorded_by")
ABOUT_SESSION = ("note", "cancel_reason")
ABOUT = {"Person": "fiche", "Attendance": "présence", "Session": "séance", "Parcours": "parcours", "Loan": "prêt"} | {
    "Movement": "mouvement d'heures",
    **{table.__name__: table.one for table in REGISTERS},
}


@dataclass
class Erased:
    """What was done: the ``entry`` of the act, the people whose names were erased (new identifiers), and how many
    records, acts and copies were told again."""

    entry: int = 0
    people: list[str] = field(default_factory=list)
    records: int = 0
    entries: int = 0
    copies: int = 0


@cache
def erased_fields(model: type[Model]) -> tuple[str, ...]:
    """The texts of a table that say something of a person no figure reads."""
    own: dict[str, Any] = model._meta.fields
    stay = (*KEPT.get(model.__name__, ()), *WRITTEN)
    if model is Person:
        stay += ("hold", "code", "last_name", "first_name", "folded")  # told otherwise
    return tuple(
        name
        for name, one in own.items()
        if isinstance(one, TextField | FixedCharField)
        and not isinstance(one, DayField | MonthField | CodeField)
        and not one.choices
        and name not in stay
    )


@cache
def _told_apart(model: type[Model]) -> frozenset[str]:
    """The fields that tell records of one person apart."""
    return frozenset(name for names, unique in model._meta.indexes if unique for name in names)


def anonymous(person: int) -> str:
    """The identifier of somebody whose names were erased."""
    number, taken = f"anonyme-{person}", Person.select(Person.code).where(Person.id != person)
    rank, code = 2, number
    while taken.where(Person.code == code).exists():
        rank, code = rank + 1, f"{number}-{rank}"
    return code


class Eraser:
    """Tells records and texts again without the people erased; the same text is always told the same way."""

    def __init__(self, people: list[Person]) -> None:
        self.people = {one.id: anonymous(one.id) for one in people}
        self.births = {one.id: coarse_birth(one) for one in people}
        self.names = Names()
        self.codes: dict[str, int] = {}
        self.texts: dict[int, set[str]] = {id: set() for id in self.people}
        self._ranks: dict[tuple[int, str, str], dict[str, str]] = {}
        homonyms = {folded for (folded,) in Person.select(Person.folded).where(Person.id.not_in(list(self.people)))
                    .tuples()}  # fmt: skip
        self._shared = {frozenset(folded.split()) for folded in homonyms}
        self._taken = {code for model in (Action, Session) for (code,) in model.select(model.code).tuples()}
        for one in people:
            self.learn(one.id, plain(one))
        alone = Attendance.select(Attendance.session).where(Attendance.person.in_(list(self.people)))
        others = Attendance.select(Attendance.session).where(Attendance.person.not_in(list(self.people)))
        only = Session.select(Session, Action).join(Action).where(Session.id.in_(alone), Session.id.not_in(others))
        self.sessions = {one.id for one in only if (kind := one.action.spec.nature_of(one.nature)) and not kind.collective}

    def learn(self, id: int, told: dict[str, Any]) -> None:
        """What a record of a person, of today or as the journal tells it, says of who it is."""
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
        owner = told["id"] if model is Person else told.get("person")
        again = dict(told)
        if owner in self.people:
            if model is Person and told.get("code") != self.people[owner]:
                again |= {name: value for name, value in self._identity(owner).items() if name in told}
            if again.get("hold"):
                again["hold"] = ERASED
            for name in erased_fields(model):
                if again.get(name):
                    again[name] = self._instead(owner, model, name, again[name])
        elif model is Person:
            return again
        elif model is Session and told["id"] in self.sessions:
            again |= {name: ERASED for name in ABOUT_SESSION if again.get(name)}
        fields = model._meta.fields
        for name, value in again.items():
            if isinstance(value, str) and name not in WRITTEN and type(fields.get(name)) is TextField:
                if value and not fields[name].choices and name not in ("code", "last_name", "first_name", "folded"):
                    again[name] = self.names.told(value)
        return again

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

    def _instead(self, owner: int, model: type[Model], name: str, value: str) -> str:
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
                found |= {str(day) for (day,) in key.model.select(getattr(key.model, name)).where(key == person).tuples()}
    attended = Attendance.select(Session.day).join(Session).where(Attendance.person == person)
    return found | {str(day) for (day,) in attended.where(Attendance.status.in_(ATTENDED)).tuples()}


def purge(restrict: Iterable[Person], erase: Iterable[Person], *, who: str) -> Erased:
    """Takes people out of the lists of every day, and erases the names of others; one act, all or nothing.

    Raises Refused when the account is no coordinator's, or when there is nobody.
    """
    leaving, gone = list(restrict), list(erase)
    done, day = Erased(), today()
    with Act("purge", _sentence(len(leaving), len(gone)), who) as act:
        act.for_coordinators()
        if not leaving and not gone:
            raise Refused("Personne n'est à archiver ni à effacer.")
        for person in leaving:
            act.update(Person.get_by_id(person.id), restricted=day)
        if gone:
            _erase(act, [Person.get_by_id(person.id) for person in gone], day, done)
    assert act.entry is not None
    done.entry = act.entry.id
    return done


def _sentence(leaving: int, gone: int) -> str:
    parts = [f"{wording.counted(leaving, 'personne archivée', 'personnes archivées')}"] * bool(leaving)
    parts += [f"noms effacés de {wording.counted(gone, 'personne')}"] * bool(gone)
    return f"Conservation : {', '.join(parts)}"


def _erase(act: Act, people: list[Person], day: Date, done: Erased) -> None:
    eraser = Eraser(people)
    _learn_from_journal(eraser)
    for id, code in eraser.people.items():
        told = plain(Person.get_by_id(id))
        again = eraser.record("Person", told) | {"recorded_at": act.at, "recorded_by": act.who}
        before = dict(again)
        again |= {"erased": day.isoformat(), "restricted": told["restricted"] or day.isoformat()}
        person = Person.get_by_id(id)
        _store(Person, id, told, again)
        act.note(person, before, again)
        done.people.append(code)
    for model in tables.TABLES:
        if model is not Person and model not in tables.JOURNAL and model is not Frozen:
            done.records += _records(eraser, model)
    done.entries = _journal(act, eraser)
    done.copies = _copies(act, eraser)


def _store(model: Any, id: int, told: dict[str, Any], again: dict[str, Any]) -> None:
    fields = model._meta.fields
    values = {name: fields[name].python_value(value) for name, value in again.items() if value != told[name]}
    if values:
        model.update(**values).where(model.id == id).execute()


def _records(eraser: Eraser, model: Any) -> int:
    """Tells again what is stored of a table, wherever it names the people erased."""
    texts = [one for one in model._meta.fields.values() if isinstance(one, TextField)]
    if not texts:
        return 0
    changed = 0
    for record in list(model.select().order_by(model.id)):
        told = plain(record)
        if model is Movement and told["person"] not in eraser.people:
            continue  # a movement of somebody else is never changed
        again = eraser.record(model.__name__, told)
        if again != told:
            _store(model, record.id, told, again)
            changed += 1
    return changed


def _linked(eraser: Eraser) -> set[int]:
    """The acts that speak of the people erased, or of what is recorded of them."""
    people = list(eraser.people)
    found = {("Person", id) for id in people}
    for key in Person._meta.backrefs:
        found |= {(key.model.__name__, id) for (id,) in key.model.select(key.model.id).where(key.in_(people)).tuples()}
    found |= {("Session", id) for id in eraser.sessions}
    by_kind: dict[str, list[int]] = {}
    for kind, id in found:
        by_kind.setdefault(kind, []).append(id)
    entries: set[int] = set()
    for kind, ids in by_kind.items():
        for first in range(0, len(ids), 5000):
            some = ids[first : first + 5000]
            query = JournalSubject.select(JournalSubject.entry).where(
                JournalSubject.kind == kind, JournalSubject.record.in_(some)
            )
            entries |= {entry for (entry,) in query.tuples()}
    return entries


def _learn_from_journal(eraser: Eraser) -> None:
    """The names, numbers and identifiers people had before, which the journal tells."""
    query = JournalEntry.select(JournalEntry.changes).join(JournalSubject)
    people = list(eraser.people)
    for (changes,) in query.where(JournalSubject.kind == "Person", JournalSubject.record.in_(people)).tuples():
        for change in json.loads(changes):
            if change.get("table") == "Person":
                for side in (change["before"], change["after"]):
                    if side and side["id"] in eraser.people:
                        eraser.learn(side["id"], side)
    for page in JournalPage.select().iterator():
        content = json.loads(page.content)
        if content["table"] == "Person":
            for row in (*content["before"], *content["after"]):
                told = dict(zip(content["columns"], row, strict=True))
                if told["id"] in eraser.people:
                    eraser.learn(told["id"], told)


def _journal(act: Act, eraser: Eraser) -> int:
    """Tells every entry again without the people erased, and seals in this act what each says from now on."""
    linked, count = _linked(eraser), 0
    for number in [id for (id,) in JournalEntry.select(JournalEntry.id).order_by(JournalEntry.id).tuples()]:
        entry = JournalEntry.get_by_id(number)
        old = json.loads(entry.changes)
        new = [_change(eraser, number, change) for change in old]
        changes = entry.changes if new == old else json.dumps(new, ensure_ascii=False)
        sentence = _sentence_of(eraser, entry, old, number in linked)
        if (sentence, changes) == (entry.sentence, entry.changes):
            continue
        salt = new_salt()
        said = digest(salt, sentence, changes)
        JournalEntry.update(sentence=sentence, changes=changes, salt=salt).where(JournalEntry.id == number).execute()
        act.changes.append({"entry": number, "digest": said})
        count += 1
    return count


def _change(eraser: Eraser, number: int, change: dict[str, Any]) -> dict[str, Any]:
    if "table" in change:
        sides = {side: change[side] and eraser.record(change["table"], change[side]) for side in ("before", "after")}
        return change | sides
    if "page" in change:
        return change | {"seal": _page(eraser, number, change)}
    return change


def _page(eraser: Eraser, number: int, change: dict[str, Any]) -> str:
    """Tells the rows of a page again; gives its seal."""
    where = (JournalPage.entry == number) & (JournalPage.number == change["page"])
    page = JournalPage.get(where)
    told = json.loads(page.content)
    again = dict(told)
    for side in ("before", "after"):
        again[side] = [
            list(eraser.record(told["table"], dict(zip(told["columns"], row, strict=True))).values())
            for row in told[side]
        ]
    if again == told:
        return str(change["seal"])
    content = json.dumps(again, ensure_ascii=False, separators=(",", ":"))
    JournalPage.update(content=content).where(where).execute()
    return text_digest(content)


def _sentence_of(eraser: Eraser, entry: JournalEntry, changes: list[dict[str, Any]], linked: bool) -> str:
    """What an entry says: of one person erased, only what it was about; of several, the sentence without the names."""
    if not linked:
        return eraser.names.told(entry.sentence)
    subjects = JournalSubject.select(JournalSubject.record)
    people = {
        id for (id,) in subjects.where(JournalSubject.entry == entry.id, JournalSubject.kind == "Person").tuples()
    }
    if entry.kind != "purge" and people <= eraser.people.keys():
        told = sorted(people)[:1]
        whom = eraser.people[told[0]] if len(people) == 1 else wording.counted(len(people), "personne")
        about = list(dict.fromkeys(ABOUT[one["table"]] for one in changes if one.get("table") in ABOUT))
        begun = next((start for start in ("Annulé : ", "Rétabli : ") if entry.sentence.startswith(start)), "")
        whom = whom if people else "une personne"
        return f"{begun}{whom} : {', '.join(about) or 'acte'} (noms et textes effacés)"
    sentence = entry.sentence
    for change in changes:
        for side in ("before", "after"):
            told = change.get(side) if "table" in change else None
            owner = told and (told["id"] if change["table"] == "Person" else told.get("person"))
            if owner in eraser.people:
                for name in erased_fields(getattr(tables, change["table"])):
                    if len(typed := told.get(name) or "") > 3 and not typed.startswith(ERASED):
                        sentence = sentence.replace(typed, ERASED)
    return eraser.names.told(sentence)


def _copies(act: Act, eraser: Eraser) -> int:
    """Takes the names out of the copies kept of what was sent, and seals them again in this act."""
    from models.export.renaming import renamed

    count = 0
    for copy in list(Frozen.select().order_by(Frozen.id)):
        before = plain(copy)
        figures = json.dumps(_walk(eraser, json.loads(copy.figures)), ensure_ascii=False)
        workbook = renamed(bytes(copy.workbook), eraser.cells) if copy.workbook else b""
        same = json.loads(figures) == json.loads(copy.figures)
        name = eraser.text(copy.name)
        if same and workbook == bytes(copy.workbook) and name == copy.name:
            continue
        copy.figures = copy.figures if same else figures
        copy.workbook, copy.name = workbook, name
        copy.save(only=[Frozen.figures, Frozen.workbook, Frozen.name])
        act.note(copy, before, plain(copy))
        count += 1
    return count


def _walk(eraser: Eraser, told: Any) -> Any:
    if isinstance(told, dict):
        return {eraser.text(key): _walk(eraser, value) for key, value in told.items()}
    if isinstance(told, list):
        row = eraser.cells([one if isinstance(one, str) else "" for one in told])
        return [
            text if isinstance(one, str) else _walk(eraser, one) for one, text in zip(told, row, strict=True)
        ]
    return eraser.text(told) if isinstance(told, str) else told
