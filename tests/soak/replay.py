"""The records made again out of the journal alone, from a known state: what is stored must be exactly that."""

import json

from models import tables
from models.acts.act import plain
from models.tables import JOURNAL, TABLES, JournalEntry, JournalPage

Rows = dict[str, dict[int, dict]]


def stored() -> Rows:
    """Every record as it is stored, by table and number; the journal itself left out."""
    return {
        model.__name__: {record.id: plain(record) for record in model.select()}
        for model in TABLES
        if model not in JOURNAL
    }


def replayed(start: Rows, after: int) -> Rows:
    """The records of ``start`` with everything the journal tells since act ``after``."""
    rows = {name: dict(found) for name, found in start.items()}
    query = JournalEntry.select(JournalEntry.id, JournalEntry.changes).where(JournalEntry.id > after)
    for number, changes in query.order_by(JournalEntry.id).tuples():
        for change in json.loads(changes):
            if "table" in change:
                _apply(rows[change["table"]], change["before"], change["after"])
            elif "page" in change:
                page = json.loads(JournalPage.get_by_id((number, change["page"])).content)
                befores = page["before"] or [None] * len(page["after"])
                for before, now in zip(befores, page["after"], strict=True):
                    sides = (dict(zip(page["columns"], side, strict=True)) if side else None for side in (before, now))
                    _apply(rows[page["table"]], *sides)
    return rows


def _apply(rows: dict[int, dict], before: dict | None, after: dict | None) -> None:
    number = (after or before)["id"]
    assert rows.get(number) == before, f"n° {number}: {rows.get(number)} is not {before}"
    if after is None:
        del rows[number]
    else:
        rows[number] = after


def store(rows: Rows) -> None:
    """Writes records as they are into the empty base that is open."""
    for name, found in rows.items():
        model = getattr(tables, name)
        for record in found.values():
            model.insert(record).execute()
