"""Every change is an act: one transaction that holds the records and the journal line that tells them.

    with Act("mark", "Amina Diallo : présente, atelier du 12/03/2026", who) as act:
        act.insert(Attendance, session=…, person=…, status="présent")

``act.insert``, ``act.update`` and ``act.delete`` note each record before and after; the journal can therefore take any
act back (``undo``) as long as the records are still as the act left them.
"""

import json
from typing import Any, Self

from peewee import DatabaseError, DoesNotExist, Model, fn

from models import tables
from models.clock import now
from models.database import lost, writing
from models.faults import refusal
from models.tables import JournalEntry

GONE = "Cet enregistrement n'existe plus : il a été supprimé entre-temps."
CHANGED = "{who} a modifié cet enregistrement entre-temps : fermez par Échap et reprenez ce qui y est maintenant."

DISCONNECTED = "La connexion au serveur est perdue : rien n'a été enregistré ; recommencez quand elle est revenue."
UNSURE = "La connexion au serveur s'est perdue pendant l'enregistrement : vérifiez, à son retour, s'il a été fait."


class Refused(Exception):
    """An act that cannot be: the message is one French sentence that says what is wrong and what to do."""


class Disconnected(Refused):
    """An act that was not done because the server is out of reach: to be done again once it is back.

    ``entry`` is its journal entry when the connection was lost as the act ended: it was kept if that entry is there.
    """

    def __init__(self, entry: JournalEntry | None = None) -> None:
        super().__init__(DISCONNECTED if entry is None else UNSURE)
        self.entry = entry


class Act:
    """One act of ``who``, told by ``sentence``; everything done inside is stored with its journal line, or nothing is.

    A constraint broken inside, a record that no longer exists, or a database that cannot be written, is raised as
    Refused.
    """

    def __init__(self, kind: str, sentence: str, who: str, undoes: JournalEntry | None = None) -> None:
        self.kind, self.sentence, self.who, self.undoes = kind, sentence, who, undoes
        self.at = now().format("YYYY-MM-DD HH:mm:ss")
        self.changes: list[dict[str, Any]] = []
        self.entry: JournalEntry | None = None

    def __enter__(self) -> Self:
        self._transaction = writing()
        try:
            self._transaction.__enter__()
        except DatabaseError as fault:
            raise _refused(fault) from None
        return self

    def __exit__(self, kind, fault, trace) -> None:
        raised = fault
        try:
            if fault is None and self.changes:
                self._tell()
        except BaseException as broken:
            kind, fault, trace = type(broken), broken, broken.__traceback__
        try:
            self._transaction.__exit__(kind, fault, trace)
        except DatabaseError as broken:
            if fault is None and lost():
                raise Disconnected(self.entry) from None
            fault = fault or broken  # a full disk has already left the transaction: the first fault is the cause
        if isinstance(fault, DatabaseError):
            raise _refused(fault) from None
        if isinstance(fault, DoesNotExist):
            raise Refused(GONE) from None
        if fault is not raised:
            raise fault

    def _tell(self) -> None:
        self.entry = JournalEntry.create(
            at=self.at,
            who=self.who,
            kind=self.kind,
            sentence=self.sentence,
            changes=json.dumps(self.changes, ensure_ascii=False),
            undoes=self.undoes,
        )

    def insert(self, model: type[Model], /, **values: Any) -> Any:
        """Adds a record and returns it."""
        record = model.create(**values, recorded_at=self.at, recorded_by=self.who)
        self._note(record, None, _plain(record))
        return record

    def update(self, record: Model, /, **values: Any) -> bool:
        """Changes a record; false (and nothing written) when every value is already the one stored."""
        before = _plain(record)
        for name, value in values.items():
            setattr(record, name, value)
        if _plain(record) == before:
            return False
        record.recorded_at, record.recorded_by = self.at, self.who
        fields = record._meta.fields
        record.save(only=[fields[name] for name in (*values, "recorded_at", "recorded_by")])
        self._note(record, before, _plain(record))
        return True

    def delete(self, record: Model) -> None:
        """Removes a record."""
        before = _plain(record)
        record.delete_instance()
        self._note(record, before, None)

    def _note(self, record: Model, before: dict | None, after: dict | None) -> None:
        self.changes.append({"table": type(record).__name__, "before": before, "after": after})


def _plain(record: Model) -> dict[str, Any]:
    """The record as stored, ready for JSON."""
    return {name: field.db_value(record.__data__.get(name)) for name, field in record._meta.fields.items()}


def changed(read: Model, stored: Model, values: dict[str, Any]) -> dict[str, Any]:
    """Of the ``values`` of a form, those that differ from what was ``read`` to fill it: what a colleague has changed
    since, and the form left alone, stays as ``stored``.

    Raises Refused when the colleague made one of them something else.
    """
    fields = stored._meta.fields
    then, now = _plain(read), _plain(stored)
    wanted = {name: fields[name].db_value(value) for name, value in values.items()}
    if any(now[name] not in (then[name], value) for name, value in wanted.items() if value != then[name]):
        raise Refused(CHANGED.format(who=stored.recorded_by or "Quelqu'un"))
    return {name: value for name, value in values.items() if wanted[name] != then[name]}


def refuse_changed(read: Model, stored: Model) -> None:
    """Raises Refused when a colleague has changed a record since it was ``read``."""
    if _plain(read) != _plain(stored):
        raise Refused(CHANGED.format(who=stored.recorded_by or "Quelqu'un"))


def _refused(fault: DatabaseError) -> Refused:
    return Disconnected() if lost() else Refused(refusal(fault))


def last_act(who: str, *kinds: str) -> JournalEntry | None:
    """The last act of ``who`` (of these kinds, when given) that is not itself an undo and has not been undone."""
    undone = JournalEntry.select(JournalEntry.undoes).where(JournalEntry.undoes.is_null(False))
    query = JournalEntry.select().where(
        JournalEntry.who == who, JournalEntry.undoes.is_null(), JournalEntry.id.not_in(undone)
    )
    if kinds:
        query = query.where(JournalEntry.kind.in_(kinds))
    return query.order_by(JournalEntry.id.desc()).first()


def last_number() -> int:
    """The number of the last act of anyone: what was read is up to date as long as it has not changed."""
    return JournalEntry.select(fn.MAX(JournalEntry.id)).scalar() or 0


def undo(entry: JournalEntry, who: str) -> JournalEntry:
    """Takes an act back, as a new act. Raises Refused when a record has changed since, or for a whole workbook."""
    if entry.kind == "import":  # its journal line holds counts, not rows
        raise Refused("Une reprise ne s'annule pas d'un geste : corrigez le classeur et reprenez-le.")
    with Act("undo", f"Annulé : {entry.sentence}", who, undoes=entry) as act:
        for change in reversed(json.loads(entry.changes)):
            _take_back(act, change)
    assert act.entry is not None
    return act.entry


def _take_back(act: Act, change: dict[str, Any]) -> None:
    model = getattr(tables, change["table"])
    before, after = change["before"], change["after"]
    current = model.get_or_none(model.id == (after or before)["id"])
    stored = None if current is None else _plain(current)
    if stored != after:
        raise Refused("Impossible d'annuler : l'enregistrement a été modifié depuis ; corrigez-le directement.")
    if before is None:
        act.delete(current)
    elif after is None:
        record = model(**_values(model, before))
        record.save(force_insert=True)
        act._note(record, None, before)
    else:
        for name, value in _values(model, before).items():
            setattr(current, name, value)
        current.save()
        act._note(current, after, before)


def _values(model: type[Model], plain: dict[str, Any]) -> dict[str, Any]:
    return {name: model._meta.fields[name].python_value(value) for name, value in plain.items()}
