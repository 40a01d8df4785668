"""Whether everything still holds: the journal and its seals, the records it tells, the ledger, the database itself;
and whether an act whose seal was noted elsewhere is still there (``models.journal.noted``).

What is found is told in French sentences; nothing is repaired.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from peewee import Model, SqliteDatabase

from config.progress import step
from models import tables
from models.acts.act import plain, same, subjects_of
from models.french.wording import counted
from models.french.wording import day as say_day
from models.french.wording import hours as say_hours
from models.journal import noted
from models.returns import copies
from models.storage.connection import lost
from models.storage.damage import damage, sentence_of
from models.storage.objects import misplaced
from models.storage.seals import digest, seal, text_digest
from models.tables import (
    JOURNAL,
    TABLES,
    Action,
    Frozen,
    JournalEntry,
    JournalPage,
    JournalSubject,
    Movement,
    database,
    long_fields,
)
from models.tables.changes import RECORDS, Change, all_readable, changes_of

AT_ONCE = 1000
LISTED = 20  # records of a table told one by one
CHANGED_COPY = {
    "figures": "les chiffres ne sont plus ceux qui ont été envoyés.",
    "workbook": "le classeur n'est plus celui qui a été envoyé.",
}


@dataclass
class Verdict:
    """What was looked at, by name, every fault found, and the seal of the last act: written down elsewhere, it tells
    later whether acts were cut off (``since``, what was done after the one noted)."""

    last: str = ""
    since: str = ""
    looked: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def verify(seal: str | None = None) -> Verdict:
    """Walks the journal, the records it last told, the movements of hours, the copies kept and the database, and looks
    for the act of a ``seal`` noted elsewhere; stops where the database is too damaged to be read. Raises Refused for
    what is no seal."""
    verdict, kept = Verdict(), None if seal is None else noted.read(seal)
    try:
        if kept:
            verdict.since, *verdict.faults = noted.compared(kept)
        _walk(verdict)
    except Exception as fault:
        if lost() or not (told := sentence_of(fault)):
            raise
        verdict.faults = [told, *(one for one in verdict.faults if one != told)]
    return verdict


def _walk(verdict: Verdict) -> None:
    verdict.faults += _engine()
    verdict.looked["actes du journal"] = JournalEntry.select().count()
    if entry := JournalEntry.select().order_by(JournalEntry.id.desc()).first():
        verdict.last = noted.told(entry)
    told = _Told()
    told.look()
    verdict.faults += [*_chain(told.erased), *told.faults, *_untold(told.seen)]
    verdict.looked["enregistrements racontés par le journal"] = sum(len(seen) for seen in told.seen.values())
    verdict.looked["mouvements d'heures"] = Movement.select().count()
    verdict.faults += _ledger()
    verdict.looked["copies gardées"] = Frozen.select().count()
    verdict.faults += _copies()


def _engine() -> Iterator[str]:
    """What the database says of itself."""
    if not isinstance(database.obj, SqliteDatabase):
        yield from misplaced(database.obj)
        return
    if database.execute_sql("PRAGMA integrity_check(1)").fetchall() != [("ok",)]:
        yield damage(Path(database.obj.database))
    yield from misplaced(database.obj)
    for table, row, parent, _ in database.execute_sql("PRAGMA foreign_key_check").fetchall():
        yield f"{table}, ligne {row} : l'enregistrement de {parent} dont elle dépend n'existe plus."


class _Told:
    """What the journal tells, the latest acts first: each record is compared with what was last told of it.

    ``erased`` are the new seals of entries (and of their pages) whose names were erased later.
    """

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.erased: dict[tuple[int, int], str] = {}
        self.pages: set[tuple[int, int]] = set()
        self.seen: dict[str, set[int]] = defaultdict(set)
        self.waiting: dict[str, dict[int, tuple[int, dict[str, Any] | None]]] = defaultdict(dict)
        self.about: dict[int, set[tuple[str, int]] | None] = {}

    def look(self) -> None:
        for entry in _entries("Enregistrements racontés", last_first=True):
            whole, told = all_readable(entry.changes), changes_of(entry.changes)
            if not whole:
                self.faults.append(f"Journal, acte n° {entry.id} : son contenu n'est plus lisible.")
            records = [subject for change in told if "table" in change for subject in subjects_of(change)]
            self.about[entry.id] = set(records) if whole else None
            if len(self.about) >= AT_ONCE:
                self._filed()
            erases = entry.kind == "purge" and any(map(_erases, told))
            for change in reversed(told):
                if "table" in change:
                    self._signed(entry, change)
                    found = change["after"] or change["before"]
                    self._record(change["table"], entry.id, found["id"], change["after"])
                elif "entry" in change and erases:  # of several purges, the last one tells
                    self.erased.setdefault((change["entry"], change.get("page", 0)), change["digest"])
                elif "page" in change:
                    self._page(entry.id, change)
        self._filed()
        for name in list(self.waiting):
            self._compare(name)
        self.faults += [
            f"Journal, acte n° {entry} : sa page {number} a été ajoutée hors d'Assidu."
            for entry, number in JournalPage.select(JournalPage.entry, JournalPage.number).tuples()
            if (entry, number) not in self.pages
        ]

    def _signed(self, entry: JournalEntry, change: Change) -> None:
        """A record bears the moment and the author of the act that wrote it; taken back, those it had before. A copy
        kept bears those of the act that made it."""
        after = change["after"]
        own = entry.undoes_id is None and change["table"] != Frozen.__name__
        if own and after and any(after.get(name, by) != by for name, by in _signature(entry)):
            self.faults.append(
                f"Journal, acte n° {entry.id} : {change['table']} n° {after['id']} n'y porte pas la date ou l'auteur "
                "de l'acte."
            )

    def _filed(self) -> None:
        """Each entry is found under the records it tells, and under no other: their histories are read so."""
        about, self.about = self.about, {}
        if not about:
            return
        found: dict[int, set[tuple[str, int]]] = defaultdict(set)
        query = JournalSubject.select(JournalSubject.entry, JournalSubject.kind, JournalSubject.record)
        for entry, kind, record in (
            query.where(JournalSubject.entry.between(min(about), max(about))).tuples().iterator()
        ):
            found[entry].add((kind, record))
        for entry, records in about.items():
            there = found.pop(entry, set())
            if records is not None and there != records:
                lost, foreign = _named(records - there), _named(there - records)
                how = [f"n'est plus dans l'histoire de {lost}"] if lost else []
                how += [f"est dans celle de {foreign}, sans en parler"] if foreign else []
                self.faults.append(f"Journal, acte n° {entry} : il {' et '.join(how)}.")

    def _page(self, number: int, change: Change) -> None:
        """The rows of one page of a take-over."""
        self.pages.add((number, change["page"]))
        page = JournalPage.get_or_none(JournalPage.entry == number, JournalPage.number == change["page"])
        seals = (change["seal"], self.erased.get((number, change["page"])))
        if page is None or text_digest(page.content) not in seals:
            self.faults.append(f"Journal, acte n° {number} : la page {change['page']} a été modifiée ou retirée.")
            return
        try:
            content = json.loads(page.content)
            rows = [dict(zip(content["columns"], row, strict=True)) for row in content["after"]]
            told = [(content["table"], row["id"], row) for row in rows if content["table"] in RECORDS]
        except (ValueError, KeyError, TypeError, RecursionError):
            self.faults.append(f"Journal, acte n° {number} : la page {change['page']} n'est plus lisible.")
            return
        for table, identity, row in told:
            self._record(table, number, identity, row)

    def _record(self, table: str, entry: int, number: int, after: dict[str, Any] | None) -> None:
        if number in self.seen[table]:
            return
        self.seen[table].add(number)
        self.waiting[table][number] = (entry, after)
        if len(self.waiting[table]) >= AT_ONCE:
            self._compare(table)

    def _compare(self, table: str) -> None:
        told = self.waiting.pop(table, {})
        self.waiting[table] = {}
        self.faults += _records(getattr(tables, table), told)


def _named(records: set[tuple[str, int]]) -> str:
    """Records by table and number, the first ones when they are many."""
    listed = [f"{table} n° {number}" for table, number in sorted(records)]
    more = f" et {counted(len(listed) - LISTED, 'autre')}" if len(listed) > LISTED else ""
    return ", ".join(listed[:LISTED]) + more


def _signature(entry: JournalEntry) -> tuple[tuple[str, str], ...]:
    return (("recorded_at", entry.at), ("recorded_by", entry.who))


def _erases(change: Change) -> bool:
    """Whether a change takes away the names of somebody: what the act of a purge cannot do without."""
    return "removed" in change or (change.get("table") == "Person" and bool((change["after"] or {}).get("erased")))


def _untold(seen: dict[str, set[int]]) -> Iterator[str]:
    """Records that no act tells: somebody added them behind the journal."""
    for model in TABLES:
        if model in JOURNAL:
            continue
        query = model.select(model.id).order_by(model.id).tuples()
        untold = [number for (number,) in query.iterator() if number not in seen[model.__name__]]
        for number in untold[:LISTED]:
            yield f"{model.__name__} n° {number} n'est raconté par aucun acte : il a été ajouté hors d'Assidu."
        if len(untold) > LISTED:
            one, several = "autre enregistrement n'est raconté", "autres enregistrements ne sont racontés"
            yield f"{model.__name__} : {counted(len(untold) - LISTED, one, several)} par aucun acte."


def _entries(what: str, last_first: bool = False) -> Iterator[JournalEntry]:
    """Every entry in order, or the last first, a thousand at a time; ``what`` they are read for."""
    order = JournalEntry.id.desc() if last_first else JournalEntry.id
    reached: int | None = None
    done, of = 0, JournalEntry.select().count()
    while True:
        step(what, done, of)
        query = JournalEntry.select().order_by(order).limit(AT_ONCE)
        if reached is not None:
            query = query.where(JournalEntry.id < reached if last_first else JournalEntry.id > reached)
        found = list(query)
        if not found:
            return
        yield from found
        reached = found[-1].id
        done += len(found)


def _chain(erased: dict[tuple[int, int], str]) -> Iterator[str]:
    """Where the journal no longer follows from itself."""
    previous, expected = "", 1
    for entry in _entries("Sceaux du journal"):
        if entry.id != expected:
            yield f"Journal : il manque les actes n° {expected} à {entry.id - 1}."
        said = digest(entry.salt, entry.sentence, entry.changes)
        if said not in (entry.digest, erased.get((entry.id, 0))):
            yield f"Journal, acte n° {entry.id} du {entry.at[:10]} : ce qu'il raconte a été modifié."
        own = (entry.id, entry.at, entry.who, entry.login, entry.kind, entry.undoes_id, entry.digest)
        if entry.previous != previous or entry.hash != seal(*own, entry.previous):
            yield f"Journal : la chaîne est rompue à l'acte n° {entry.id} du {entry.at[:10]}."
        previous, expected = entry.hash, entry.id + 1


def _records(model: type[Model], told: dict[int, tuple[int, dict[str, Any] | None]]) -> Iterator[str]:
    """Records that are no longer as the journal last told them."""
    stored = {record.id: plain(record) for record in model.select().where(model.id.in_(list(told)))}
    for number, (entry, after) in told.items():
        now = stored.get(number)
        if same(now, after):
            continue
        how = "a disparu" if now is None else "existe encore" if after is None else "a changé"
        columns = [] if now is None or after is None else [name for name in after if after[name] != now.get(name)]
        more = f" ({', '.join(columns)})" if columns else ""
        yield (
            f"{model.__name__} n° {number} {how} sans que le journal le raconte{more} : dernier acte connu, n° {entry}."
        )


def _ledger() -> Iterator[str]:
    """Movements of hours that do not balance: the pool below zero, numbers missing, a reversal unlike its movement."""
    codes = {number: f"Action n° {number}" for (number,) in Movement.select(Movement.action).distinct().tuples()}
    codes |= dict(Action.select(Action.id, Action.code).tuples())
    by_action: dict[int, list[Movement]] = defaultdict(list)
    movements = {one.id: one for one in Movement.select().order_by(Movement.action, Movement.number)}
    for one in movements.values():
        by_action[one.action_id].append(one)
        if one.reverses_id is not None:
            known = movements.get(one.reverses_id)
            same = known and (known.action_id, known.person_id, known.kind, -known.minutes)
            if same != (one.action_id, one.person_id, one.kind, one.minutes):
                yield f"{codes[one.action_id]} : la contre-passation n° {one.number} ne répond pas à son mouvement."
    for action, lines in by_action.items():
        if [one.number for one in lines] != list(range(1, len(lines) + 1)):
            yield f"{codes[action]} : des numéros de mouvement manquent."
        pool, days = 0, sorted({one.day for one in lines})
        for day in days:
            pool += sum(one.minutes * (1 if one.kind == tables.RELEASE else -1) for one in lines if one.day == day)
            if pool < 0:
                yield f"{codes[action]} : les heures mutualisées tombent à −{say_hours(-pool)} le {say_day(day)}."


def _copies() -> Iterator[str]:
    """Copies that are no longer what was sent, or whose figures are not the sum of their records."""
    sent = _sent()
    for (number,) in list(Frozen.select(Frozen.id).order_by(Frozen.id).tuples()):
        copy = Frozen.get_by_id(number)
        told = f"Copie n° {number}, {copies.title_of(copy)}"
        for name, told_then in sent.pop(number, {}).items():
            if text_digest(getattr(copy, name) or "") != told_then:
                yield f"{told} : {CHANGED_COPY[name]}"
        try:
            for one in copies.figures_of(copy):
                total = sum(quantity for _, _, quantity in one["records"])
                if one["per"] and Fraction(one["value"]) != Fraction(total, one["per"]):
                    yield f"{told} : « {one['label']} » n'est pas la somme des enregistrements comptés."
        except (ValueError, KeyError, TypeError):
            yield f"{told} : ses chiffres ne sont plus lisibles."
    for number in sent:
        yield f"Copie n° {number} : elle a été envoyée, et n'est plus là."


def _sent() -> dict[int, dict[str, str]]:
    """The seals told of each copy when it was sent, by its number, or when names were erased from it since; not of one
    that was not sent after all."""
    found: dict[int, dict[str, str]] = {}
    speaking = JournalSubject.select(JournalSubject.entry).where(JournalSubject.kind == "Frozen")
    query = JournalEntry.select(JournalEntry.kind, JournalEntry.changes).where(JournalEntry.id.in_(speaking))
    for kind, changes in query.order_by(JournalEntry.id).tuples():
        for change in changes_of(changes):
            if change.get("table") != "Frozen":
                continue
            side = change["after"] or change["before"]
            if side["sent"] and (kind == "purge" or side["id"] not in found):
                found[side["id"]] = {name: side[name] for name in long_fields(Frozen)}
            elif not side["sent"]:
                found.pop(side["id"], None)
    return found
