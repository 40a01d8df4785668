"""Every change is an act: one transaction that holds the records and the journal line that tells them.

    with Act("mark", "Amina Diallo : présente, atelier du 12/03/2026", who) as act:
        act.insert(Attendance, session=…, person=…, status="présent")

``act.insert``, ``act.update`` and ``act.delete`` note each record before and after; the journal can therefore take any
act back (``undo``) as long as the records are still as the act left them.
"""

import json
import re
from collections.abc import Sequence
from contextvars import ContextVar
from functools import cache
from types import TracebackType
from typing import Any, ClassVar, Self, TypeVar

from peewee import DatabaseError, DoesNotExist, ForeignKeyField, ModelSelect, fn

from config.reading import UNSEEN
from models import tables
from models.acts import closed, rehearsal, rights
from models.acts.closed import Plain
from models.acts.refusals import CHANGED, GONE, Disconnected, Refused, refusal_of, refuse_unwritten, undone
from models.acts.spellings import Spellings
from models.days.clock import now
from models.french import wording
from models.storage.connection import lost, next_number, writing
from models.storage.seals import digest, new_salt, seal, text_digest
from models.tables import COORDINATOR, Action, JournalEntry, JournalPage, JournalSubject, Record, Table, long_fields
from models.tables.written import written

R = TypeVar("R", bound=Record)

_UNSEEN = re.compile(f"[{UNSEEN}]").search

DAY: Any = Action._meta.fields["start"]

done_here: list[int] = []
"""The numbers of this program's own acts, in order."""
_mine: set[str] = set()  # the hashes of this program's own acts, until they are asked about

typed: ContextVar[str] = ContextVar("typed", default="")
"""What is said after the sentence of an act done later than it was typed: when it was."""


class Act:
    """One act of ``who``, told by ``sentence``; everything done inside is stored with its journal entry, or nothing is.

    One act at a time over all who work here: what is read inside stays true until the end. A constraint broken inside,
    a record that no longer exists, a right that is missing, a closed period, or a database that cannot be written, is
    raised as Refused.
    """

    latest: ClassVar[JournalEntry | None] = None  # of the acts of this program, the last one done

    def __init__(self, kind: str, sentence: str, who: str, undoes: JournalEntry | None = None) -> None:
        self.kind, self.sentence, self.who, self.undoes = kind, sentence, who, undoes
        self.at = now().format("YYYY-MM-DD HH:mm:ss")
        self.changes: list[dict[str, Any]] = []
        self.pages = 0
        self.entry: JournalEntry | None = None
        self.spellings = Spellings()
        self._closings: dict[int, str] | None = None

    def __enter__(self) -> Self:
        self._transaction = writing()
        try:
            self._transaction.__enter__()
            self.acting = rights.acting()
            self.who = self.acting.name or self.who  # who is listed signs by that name
        except DatabaseError as fault:
            raise refusal_of(fault) from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        fault = self._end(raised)
        if fault is not None and fault is not raised:
            raise fault from None

    def _end(self, raised: BaseException | None) -> BaseException | None:
        """Writes the journal entry and ends the transaction; returns what is to be raised, None when all is stored."""
        fault, look = raised, rehearsal.look()
        if fault is None and (look or self.changes):
            try:
                if look:
                    raise rehearsal.Rehearsed(look())
                self._tell()
            except BaseException as broken:
                fault = broken
        try:
            self._transaction.__exit__(None if fault is None else type(fault), fault, None)
        except DatabaseError as broken:
            if fault is None and lost():
                return Disconnected(self.entry)
            fault = fault or broken  # a full disk has already left the transaction: the first fault is the cause
        if fault is None and self.entry is not None:
            done_here.append(self.entry.id)
            Act.latest = self.entry
        return _named(fault)

    def _tell(self) -> None:
        self.sentence += typed.get()
        number, previous = _next()
        changes = json.dumps(self.changes, ensure_ascii=False)
        salt, login, undoes = new_salt(), self.acting.login, self.undoes.id if self.undoes else None
        said = digest(salt, self.sentence, changes)
        self.entry = JournalEntry.create(
            id=number,
            at=self.at,
            who=self.who,
            kind=self.kind,
            sentence=self.sentence,
            changes=changes,
            undoes=undoes,
            login=login,
            salt=salt,
            digest=said,
            previous=previous,
            hash=seal(number, self.at, self.who, login, self.kind, undoes, said, previous),
        )
        _mine.add(self.entry.hash)
        subjects = {subject: None for change in self.changes if "table" in change for subject in subjects_of(change)}
        rows = [(*subject, number) for subject in subjects]
        if rows:
            JournalSubject.insert_many(
                rows, [JournalSubject.kind, JournalSubject.record, JournalSubject.entry]
            ).execute()

    def for_coordinators(self) -> None:
        """Raises Refused when the account is not a coordinator's: for acts whose rows are not looked at one by one."""
        if self.acting.role != COORDINATOR:
            raise Refused(undone(rights.MAY_NOT[self.acting.role]))

    def insert(self, model: type[R], /, **values: Any) -> R:
        """Adds a record and returns it."""
        values = self.spellings.stored(model, values, None)
        record = model(**values, recorded_at=self.at, recorded_by=self.who)
        self.refuse(model, None, plain(record))
        record.id = next_number(model)
        record.save(force_insert=True)
        self.note(record, None, plain(record))
        return record

    def update(self, record: Record, /, **values: Any) -> bool:
        """Changes a record; false (and nothing written) when every value is already the one stored.

        What it was is read again: ``record`` may have been read before this act began, and changed since.
        """
        model = type(record)
        stored = model.get_by_id(record.id)
        before = plain(stored)
        values = self.spellings.stored(model, values, before)
        for name, value in values.items():
            setattr(stored, name, value)
        changed = plain(stored) != before
        if changed:
            stored.recorded_at, stored.recorded_by = self.at, self.who
            self.refuse(model, before, plain(stored))
            fields = model._meta.fields
            written = stored.save(only=[fields[name] for name in (*values, "recorded_at", "recorded_by")])
            refuse_unwritten(written)
            self.note(stored, before, plain(stored))
        for name in (*values, "recorded_at", "recorded_by"):
            setattr(record, name, getattr(stored, name))
        return changed

    def changed(self, read: Record, stored: Record, values: dict[str, Any]) -> dict[str, Any]:
        """Of the ``values`` of a form, those that differ from what was ``read`` to fill it: what a colleague has
        changed since, and the form left alone, stays as ``stored``.

        Raises Refused when the colleague made one of them something else.
        """
        if stored.recorded_by == self.who:
            return values
        fields = stored._meta.fields
        then, now = plain(read), plain(stored)
        wanted = {name: fields[name].db_value(value) for name, value in values.items()}
        if any(now[name] not in (then[name], value) for name, value in wanted.items() if value != then[name]):
            raise Refused(CHANGED.format(who=stored.recorded_by or "Quelqu'un"))
        return {name: value for name, value in values.items() if wanted[name] != then[name]}

    def unchanged(self, read: R, stored: R | None = None) -> R:
        """The record as it is ``stored`` (read again, without it). Raises Refused when a colleague has changed it since
        it was ``read``."""
        stored = stored or type(read).get_by_id(read.id)
        if stored.recorded_by != self.who and plain(read) != plain(stored):
            raise Refused(CHANGED.format(who=stored.recorded_by or "Quelqu'un"))
        return stored

    def delete(self, record: Record) -> None:
        """Removes a record, as it is stored now."""
        stored = type(record).get_by_id(record.id)
        before = plain(stored)
        self.refuse(type(record), before, None)
        refuse_unwritten(stored.delete_instance())
        self.note(stored, before, None)

    def refuse(self, model: type[Record], before: Plain | None, after: Plain | None) -> None:
        """Raises Refused when the account may not make this change, when it touches a closed period, or when a text it
        writes holds what nobody can see."""
        known = before or {}
        if any(isinstance(new, str) and new != known.get(name) and _UNSEEN(new) for name, new in (after or {}).items()):
            raise Refused("Un texte contient un caractère invisible : effacez-le et tapez-le de nouveau.")
        if sentence := rights.refusal(self.acting, model, before, after):
            raise Refused(undone(sentence))
        if self._closings is None:
            self._closings = closed.closings()
        if self._closings:
            for action, day in closed.touched(model, before, after):
                until = self._closings.get(action, "")
                if day <= until:
                    raise Refused(refused_as_closed(Action.get_by_id(action).code, until, day))

    def note(self, record: Table, before: Plain | None, after: Plain | None) -> None:
        """Tells in the journal a change that has been written."""
        self.changes.append({"table": type(record).__name__, "before": before, "after": after})

    def note_rows(
        self, model: type[Record], columns: list[str], before: Sequence[Sequence[Any]], after: Sequence[Sequence[Any]]
    ) -> None:
        """Tells rows written by thousands, whole, as stored; ``before`` is empty for rows added. A page of the journal
        holds them, sealed in the entry."""
        names = {field.column_name: field.name for field in model._meta.sorted_fields}
        told = {
            "table": model.__name__,
            "columns": [names[column] for column in columns],
            "before": [list(row) for row in before],
            "after": [list(row) for row in after],
        }
        content = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        self.pages += 1
        JournalPage.insert(entry=_next()[0], number=self.pages, content=content).execute()
        self.changes.append({"page": self.pages, "seal": text_digest(content)})


def _next() -> tuple[int, str]:
    """The number of the act under way, and the hash of the last one ('' for the first)."""
    last = JournalEntry.select(JournalEntry.id, JournalEntry.hash).order_by(JournalEntry.id.desc()).tuples().first()
    return (last[0] + 1, last[1]) if last else (1, "")


def _named(fault: BaseException | None) -> BaseException | None:
    """The fault as it is raised to the caller: of the database, or a record that is gone, as Refused."""
    if isinstance(fault, DatabaseError):
        return refusal_of(fault)
    return Refused(GONE) if isinstance(fault, DoesNotExist) else fault


def refused_as_closed(code: str, until: str, day: str) -> str:
    """Says that an action is closed up to a day, and how to change it all the same."""
    until, day = (wording.day(DAY.python_value(one)) for one in (until, day))
    return (
        f"{code} est clôturée jusqu'au {until} : ce qui est daté du {day} ne change plus. Pour le corriger, un "
        "coordinateur rouvre d'abord l'action, avec un motif."
    )


def subjects_of(change: dict[str, Any]) -> list[tuple[str, int]]:
    """The records a change speaks of: its own, and those it is about (a person, an action, a session…); one told in an
    earlier schema does not say them all."""
    model = getattr(tables, change["table"])
    found = []
    for side in (change["before"], change["after"]):
        if side is not None:
            found.append((change["table"], side["id"]))
            found += [(name, side[field]) for field, name in _pointing(model) if side.get(field) is not None]
    return found


@cache
def _pointing(model: type[Table]) -> list[tuple[str, str]]:
    fields = model._meta.sorted_fields
    return [(one.name, one.rel_model.__name__) for one in fields if isinstance(one, ForeignKeyField)]


def plain(record: Table) -> dict[str, Any]:
    """The record as stored, ready for JSON; of a long field, its seal."""
    values, long = record.__data__, long_fields(type(record))
    return {
        name: text_digest(values.get(name) or "") if name in long else field.db_value(values.get(name))
        for name, field in record._meta.fields.items()
    }


def same(stored: dict[str, Any] | None, told: dict[str, Any] | None) -> bool:
    """Whether a record is as the journal told it; what was not told of yet in an earlier schema does not count."""
    if stored is None or told is None:
        return stored is told
    return all(stored.get(name) == value for name, value in told.items())


def mine(hash: str) -> bool:
    """Whether this program itself wrote the entry of this hash; answered once."""
    known = hash in _mine
    _mine.discard(hash)
    return known


def last_number() -> int:
    """The number of the last act of anyone: what was read is up to date as long as it has not changed."""
    ((number,),) = _last.rows()
    return number or 0


@written
def _last() -> ModelSelect:
    return JournalEntry.select(fn.MAX(JournalEntry.id))
