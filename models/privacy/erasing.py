"""Erasing people's names at the end of their retention: in their records, in the journal, in the copies kept.

Every figure stays (``models.privacy.anonymous``). The journal's entries are told again without names and sealed again
by the act that erases, so that the chain holds; the old salts go, so that nobody can guess names out of the old seals.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from pendulum import Date

from models import tables
from models.acts.act import Act, plain
from models.acts.refusals import Refused
from models.acts.undo import BEGINNINGS
from models.days.clock import today
from models.export.renaming import renamed
from models.french import wording
from models.people import identities
from models.privacy.anonymous import Eraser, erased_fields, free_texts
from models.storage.guards import ERASED
from models.storage.seals import digest, new_salt, text_digest
from models.tables import Frozen, JournalEntry, JournalPage, JournalSubject, Person, Table
from models.tables.changes import all_readable, changes_of

AT_ONCE = 500


@dataclass
class Erased:
    """What was done: the ``entry`` of the act, the people whose names were erased (new identifiers), and how many
    records, acts and copies were told again."""

    entry: int = 0
    people: list[str] = field(default_factory=list)
    records: int = 0
    entries: int = 0
    copies: int = 0


def purge(restrict: Iterable[Person], erase: Iterable[Person], removed: Iterable[int] = (), *, who: str) -> Erased:
    """Takes people out of the lists of every day, and erases the names of others; one act, all or nothing. ``removed``
    are the numbers of people whose record is gone, and whom only the journal still names.

    Raises Refused when the account is no coordinator's, or when there is nobody.
    """
    leaving, gone, ghosts = list(restrict), list(erase), list(removed)
    done, day = Erased(), today()
    with Act("purge", _sentence(len(leaving), len(gone) + len(ghosts)), who) as act:
        act.for_coordinators()
        if not leaving and not gone and not ghosts:
            raise Refused("Personne n'est à archiver ni à effacer.")
        for person in leaving:
            act.update(Person.get_by_id(person.id), restricted=day)
        if gone or ghosts:
            numbers = identities.whole([person.id for person in gone])
            _erase(act, [Person.get_by_id(number) for number in numbers], ghosts, day, done)
            done.people = done.people[: len(gone)] + done.people[len(numbers) :]  # whoever had two records is one
    assert act.entry is not None
    done.entry = act.entry.id
    return done


def _sentence(leaving: int, gone: int) -> str:
    parts = [f"{wording.counted(leaving, 'personne archivée', 'personnes archivées')}"] * bool(leaving)
    parts += [f"noms effacés de {wording.counted(gone, 'personne')}"] * bool(gone)
    return f"Conservation : {', '.join(parts)}"


def _erase(act: Act, people: list[Person], removed: list[int], day: Date, done: Erased) -> None:
    eraser = Eraser(people, removed)
    _learn(eraser, people)
    done.people = list(eraser.people.values())
    act.changes += [{"removed": id, "erased": day.isoformat()} for id in removed]
    for id in [person.id for person in people]:
        told = plain(Person.get_by_id(id))
        again = eraser.record("Person", told) | {"recorded_at": act.at, "recorded_by": act.who}
        before = dict(again)
        again |= {"erased": day.isoformat(), "restricted": told["restricted"] or day.isoformat()}
        person = Person.get_by_id(id)
        _store(Person, id, told, again)
        act.note(person, before, again)
    for model in tables.TABLES:
        if model is not Person and model not in tables.JOURNAL and model is not Frozen:
            done.records += _records(eraser, model)
    for derived in tables.DERIVED:
        derived.delete().execute()
    done.entries = _journal(act, eraser)
    done.copies = _copies(act, eraser)


def _store(model: type[Table], id: int, told: dict[str, Any], again: dict[str, Any]) -> None:
    fields = model._meta.fields
    values = {name: fields[name].python_value(value) for name, value in again.items() if value != told[name]}
    if values:
        model.update(**values).where(model.id == id).execute()


def _records(eraser: Eraser, model: type[Table]) -> int:
    """Tells again what is stored of a table, wherever it names the people erased."""
    people = list(eraser.people)
    wanted = [getattr(model, name) != "" for name in free_texts(model)]
    if hasattr(model, "person"):
        wanted.append(model.person.in_(people))
    if not wanted:
        return 0
    changed = 0
    for record in list(model.select().where(reduce(or_, wanted)).order_by(model.id)):
        told = plain(record)
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


def _learn(eraser: Eraser, people: list[Person]) -> None:
    """The names, numbers and identifiers people have and had before, which the journal tells; those of others too."""
    told = [plain(person) for person in people]
    query = JournalEntry.select(JournalEntry.changes).where(JournalEntry.changes.contains('"table": "Person"'))
    for (changes,) in query.tuples().iterator():
        for change in changes_of(changes):
            if change.get("table") == "Person":
                told += [side for side in (change["before"], change["after"]) if side]
    for page in JournalPage.select().where(JournalPage.content.contains('"table":"Person"')).iterator():
        content = json.loads(page.content)
        if content["table"] == "Person":
            rows = (*content["before"], *content["after"])
            told += [dict(zip(content["columns"], row, strict=True)) for row in rows]
    for one in told:
        if one["id"] not in eraser.people:
            eraser.spare(one)
    for one in told:
        if one["id"] in eraser.people:
            eraser.learn(one["id"], one)


def _journal(act: Act, eraser: Eraser) -> int:
    """Tells every entry again without the people erased, and seals in this act what each says from now on."""
    linked, count = _linked(eraser), 0
    for entry in _entries():
        number = entry.id
        old = changes_of(entry.changes)
        new = [_change(eraser, number, change) for change in old]
        changes = entry.changes if new == old and all_readable(entry.changes) else json.dumps(new, ensure_ascii=False)
        sentence = _sentence_of(eraser, entry, old, number in linked)
        if (sentence, changes) == (entry.sentence, entry.changes):
            continue
        salt = new_salt()
        said = digest(salt, sentence, changes)
        JournalEntry.update(sentence=sentence, changes=changes, salt=salt).where(JournalEntry.id == number).execute()
        act.changes.append({"entry": number, "digest": said})
        count += 1
    return count


def _entries() -> Iterator[JournalEntry]:
    """Every entry, in order, a few at a time: they are changed meanwhile."""
    last = 0
    while some := list(JournalEntry.select().where(JournalEntry.id > last).order_by(JournalEntry.id).limit(AT_ONCE)):
        yield from some
        last = some[-1].id


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
        whom = eraser.people[min(people)] if len(people) == 1 else wording.counted(len(people), "personne")
        known = (getattr(tables, one["table"]).one for one in changes if "table" in one)
        about = list(dict.fromkeys(filter(None, known)))
        begun = next((start for start in BEGINNINGS if entry.sentence.startswith(start)), "")
        whom = whom if people else "une personne"
        return f"{begun}{whom} : {', '.join(about) or 'acte'} (noms et textes effacés)"
    sentence = entry.sentence
    for change in changes:
        for side in ("before", "after"):
            said: Any = change.get(side) if "table" in change else None
            owner = said and (said["id"] if change["table"] == "Person" else said.get("person"))
            if owner in eraser.people:
                for name in erased_fields(getattr(tables, change["table"])):
                    if len(typed := said.get(name) or "") > 3 and not typed.startswith(ERASED):
                        sentence = sentence.replace(typed, ERASED)
    return eraser.names.told(sentence)


def _copies(act: Act, eraser: Eraser) -> int:
    """Takes the names out of the copies kept of what was sent, and seals them again in this act."""
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
        return [text if isinstance(one, str) else _walk(eraser, one) for one, text in zip(told, row, strict=True)]
    return eraser.text(told) if isinstance(told, str) else told
