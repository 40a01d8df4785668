"""Taking an act back, or doing it again, as long as its records are still as it left them."""

import json
from collections.abc import Callable
from typing import Any

from peewee import Model, fn

from models import tables
from models.acts import rights
from models.acts.act import Act, plain, same
from models.acts.refusals import Refused, refuse_unwritten, undone
from models.acts.spellings import refuse_two_spellings
from models.storage.seals import text_digest
from models.tables import JournalEntry, JournalPage, JournalSubject, long_fields
from models.tables.changes import Change, changes_of

UNDO, REDO = "undo", "redo"
NO_RETURN = {
    "import": "Une reprise ne s'annule pas d'un geste : corrigez le classeur et reprenez-le.",
    "reverse": "Une contre-passation ne s'annule pas : saisissez un nouveau mouvement.",
    "close": "Une clôture ne s'annule pas d'un geste : rouvrez l'action, avec un motif.",
    "reopen": "Une réouverture ne s'annule pas : clôturez de nouveau.",
    "freeze": "Un rapport envoyé reste gardé : il ne s'annule pas.",
    "restore": "Une restauration ne s'annule pas d'un geste : restaurez la sauvegarde faite juste avant elle.",
    "purge": "Des noms effacés ne reviennent pas : la purge ne s'annule pas.",
    "demo": "L'année d'exemple ne s'annule pas d'un geste.",
    "adopt": "La reprise de ce que le journal ne racontait pas ne s'annule pas.",
    "tidy": "La mise en forme des identifiants et des groupes, faite par Assidu, ne s'annule pas.",
    "role": "Un rôle se change avec « assidu grant », il ne s'annule pas.",
}
"""Acts that are not taken back like the others, and what to do instead."""

SPELLED_TWICE = ("join",)
"""Acts that make one of two records, which their undo parts again, as they were spelled."""

BEGINNINGS = ("Défait : ", "Rétabli : ", "Annulé : ")
"""What begins the sentence of an act taken back or done again; the last, in journals written before."""

BESIDE = ("freeze", "print")
"""Acts done beside what was asked for: undoing passes over them."""


def last_act(who: str, *kinds: str) -> JournalEntry | None:
    """The last act of ``who`` (of these kinds, when given) that is not itself an undo and has not been undone."""
    query = _not_undone().where(JournalEntry.who == who, JournalEntry.undoes.is_null() | (JournalEntry.kind == REDO))
    query = query.where(JournalEntry.kind.not_in(BESIDE))
    if kinds:
        query = query.where(JournalEntry.kind.in_(kinds))
    return query.order_by(JournalEntry.id.desc()).first()


def last_undone(who: str) -> JournalEntry | None:
    """The last undo of ``who`` that can be done again: not yet, and with no other act of theirs since."""
    own = JournalEntry.who == who
    undone = _not_undone().where(own, JournalEntry.undoes.is_null(False), JournalEntry.kind != REDO)
    found = undone.order_by(JournalEntry.id.desc()).first()
    if found is None:
        return None
    since = JournalEntry.select().where(own, JournalEntry.id > found.id, JournalEntry.undoes.is_null())
    since = since.where(JournalEntry.kind.not_in(BESIDE))
    return None if since.exists() else found


def _not_undone() -> Any:
    later = JournalEntry.alias()
    undone = later.select(later.id).where(later.undoes == JournalEntry.id)
    return JournalEntry.select().where(~fn.EXISTS(undone))


def about(entry: JournalEntry) -> set[tuple[str, int]]:
    """The records an act is about, each the name of its table and its number: those it changed, the people, sessions
    and actions they are of."""
    known = JournalSubject.select(JournalSubject.kind, JournalSubject.record).where(JournalSubject.entry == entry)
    found = set(known.tuples())
    sessions = [number for kind, number in found if kind == "Session"]
    actions = tables.Session.select(tables.Session.action).where(tables.Session.id.in_(sessions)).tuples()
    return found | {("Action", number) for (number,) in actions}


def undo(
    entry: JournalEntry, who: str, otherwise: Callable[[Act, dict[str, Any]], bool] = lambda act, change: False
) -> JournalEntry:
    """Takes an act back, as a new act; an undo taken back is its act done again. ``otherwise`` takes back by itself,
    as part of that act, a change that does not go back as a record does, and answers whether it was one.

    Raises Refused when a record has changed since, when the period is closed, for an act that is not taken back so, or
    one that is another's."""
    again = entry.undoes is not None and entry.kind != REDO
    if not again and entry.kind in NO_RETURN:
        raise Refused(NO_RETURN[entry.kind])
    with Act(REDO if again else UNDO, undoing(entry), who, undoes=entry) as act:
        if sentence := rights.refusal_to_undo(act.acting, entry):
            raise Refused(undone(sentence))
        changes = changes_told(entry)
        for change in reversed(changes):
            if not otherwise(act, change):
                _take_back(act, change, entry)
        back = [(getattr(tables, one["table"]), one["before"]) for one in changes if one["before"] is not None]
        if entry.kind not in SPELLED_TWICE:
            refuse_two_spellings(back)
    assert act.entry is not None
    return act.entry


def changes_told(entry: JournalEntry) -> list[Change]:
    """The records an act changed, in order, those of its pages too, each before and after."""
    pages = {page.number: page.content for page in JournalPage.select().where(JournalPage.entry == entry)}
    found = []
    for change in changes_of(entry.changes):
        if "table" in change:
            found.append(change)
        elif "page" in change and change["page"] in pages:
            found += changes_of(json.dumps(_of_page(json.loads(pages[change["page"]]))))
    return found


def _of_page(told: dict[str, Any]) -> list[Change]:
    """The rows of a page, as an entry tells changes one by one; of a long field, its seal."""
    long = long_fields(getattr(tables, told["table"]))

    def plainly(row: list[Any]) -> dict[str, Any]:
        values = dict(zip(told["columns"], row, strict=True))
        return {name: text_digest(value or "") if name in long else value for name, value in values.items()}

    before: list[Any] = told["before"] or [None] * len(told["after"])
    after: list[Any] = told["after"] or [None] * len(told["before"])
    sides = [[one and plainly(one) for one in side] for side in (before, after)]
    return [{"table": told["table"], "before": one, "after": other} for one, other in zip(*sides, strict=True)]


def undoing(entry: JournalEntry) -> str:
    """The sentence of the act that takes this one back."""
    told = entry.sentence
    for start in BEGINNINGS:
        told = told.removeprefix(start)
    return f"Rétabli : {told}" if entry.undoes is not None and entry.kind != REDO else f"Défait : {told}"


def _take_back(act: Act, change: dict[str, Any], entry: JournalEntry) -> None:
    model = getattr(tables, change["table"])
    before, after = change["before"], change["after"]
    current = model.get_or_none(model.id == (after or before)["id"])
    stored = None if current is None else plain(current)
    if not same(stored, after):
        raise Refused(_since(change, entry))
    if before is None:
        act.delete(current)
    elif after is None:
        act.refuse(model, None, before)
        record = model(**_values(model, before))
        record.save(force_insert=True)
        act.note(record, None, plain(record))
    else:
        act.refuse(model, after, before)
        changed = {name: value for name, value in before.items() if value != after.get(name)}
        for name, value in _values(model, changed).items():  # of a long field left alone the journal has the seal only
            setattr(current, name, value)
        refuse_unwritten(current.save(only=[model._meta.fields[name] for name in changed]))
        act.note(current, stored, plain(current))


def _since(change: dict[str, Any], entry: JournalEntry) -> str:
    """Why an act cannot be taken back: the last act since on the same record, by whom and when."""
    later = (
        JournalEntry.select()
        .join(JournalSubject)
        .where(
            JournalSubject.kind == change["table"],
            JournalSubject.record == (change["after"] or change["before"])["id"],
            JournalEntry.id > entry.id,
        )
        .order_by(JournalEntry.id.desc())
        .first()
    )
    told = f" par {later.who} ({later.sentence})" if later else ""
    return f"Impossible d'annuler : l'enregistrement a été modifié depuis{told} ; corrigez-le directement."


def _values(model: type[Model], plain: dict[str, Any]) -> dict[str, Any]:
    fields, long = model._meta.fields, long_fields(model)
    return {name: fields[name].python_value(value) for name, value in plain.items() if name not in long}
