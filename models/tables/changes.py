"""What an entry of the journal says it changed, read back whoever wrote it.

An entry typed into the database by hand may hold anything: what cannot be read is left out here, and reported by
``models.journal.verifying``.
"""

import json
from typing import Any

from models.tables import JOURNAL, TABLES

Change = dict[str, Any]
"""Of a record: its "table", the record "before" and "after" (None for one added, or removed), as stored. Of a page of
records: its number and seal. Of an entry whose names were erased: its number and new digest."""

RECORDS = {model.__name__ for model in TABLES if model not in JOURNAL}


def changes_of(text: str) -> list[Change]:
    """The changes an entry tells, those that can be read."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return []
    return [one for one in told if readable(one)] if isinstance(told, list) else []


def all_readable(text: str) -> bool:
    """Whether an entry tells nothing that cannot be read."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(told, list) and all(map(readable, told))


def readable(change: Any) -> bool:
    """Whether one change is of a record known here, with its number, or of none."""
    if not isinstance(change, dict):
        return False
    if "table" not in change:
        return _numbered(change)
    if change["table"] not in RECORDS or not {"before", "after"} <= change.keys():
        return False
    sides = [side for side in (change["before"], change["after"]) if side is not None]
    return bool(sides) and all(isinstance(side, dict) and _stored(side) for side in sides)


def _numbered(change: Change) -> bool:
    if not all(_whole(change[name]) for name in ("entry", "page", "removed") if name in change):
        return False
    sealing = "digest" if "entry" in change else "seal" if "page" in change else ""
    return not sealing or isinstance(change.get(sealing), str)


def _stored(side: Change) -> bool:
    return _whole(side.get("id")) and all(value is None or isinstance(value, str | int) for value in side.values())


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
