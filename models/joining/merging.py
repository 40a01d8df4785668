"""Moving all that belongs to one record to another, whatever the tables: what their facts say is enough.

Each record that points to the one that goes is made to point to the one that stays. Where the key of its table says the
other has it already, both are one: what one lacks is taken from the other, what differs is for somebody to choose.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from peewee import ForeignKeyField

from models.acts.act import Act
from models.french import wording
from models.french.comparing import name_key
from models.sessions.expected import NAMED
from models.tables import JOURNAL, TABLES, Action, Attendance, Moped, Parcours, Record, Session, fields_of
from models.tables.base import keys_of
from models.tables.fields import ReferenceField
from models.tables.in_french import in_french


@dataclass(frozen=True)
class Choice:
    """Something that two records say otherwise: ``name`` tells it apart, ``label`` what it is about; what the one kept
    says (``mine``) and what the other does (``theirs``), in words. ``theirs_usually``: when nobody chooses."""

    name: str
    label: str
    mine: str
    theirs: str
    theirs_usually: bool = False


@dataclass(frozen=True)
class Belonging:
    """A record of the one that goes: ``changes`` make it the other's; ``twin`` is the other's own of the same key."""

    record: Any
    changes: dict[str, int]
    twin: Any = None

    @property
    def name(self) -> str:
        return f"{type(self.record).__name__}-{self.record.id}"

    @property
    def filled(self) -> dict[str, Any]:
        """What the twin lacks and the record has."""
        mine, theirs = self._contents
        return {name: value for name, value in theirs.items() if _blank(mine[name]) and not _blank(value)}

    @property
    def differing(self) -> dict[str, Any]:
        """What the record says otherwise than its twin."""
        mine, theirs = self._contents
        return {
            name: value
            for name, value in theirs.items()
            if not _blank(value) and not _blank(mine[name]) and not same(mine[name], value)
        }

    @property
    def _contents(self) -> tuple[dict[str, Any], dict[str, Any]]:
        names = [one.name for one in fields_of(type(self.record)) if one.name not in self.changes]
        if isinstance(self.record, Attendance):  # no minutes: the whole session, which is something said
            names = [name for name in names if name == "note"]
        return values(self.twin, names), values(self.record, names)


@dataclass
class Merging:
    """What belongs to ``other`` and becomes ``kept``'s, in an order in which it can be written."""

    kept: Record
    other: Record
    belongings: list[Belonging] = field(default_factory=list)

    def choices(self) -> Iterator[Choice]:
        """What is to be chosen: a record of each that are one and do not say the same."""
        for one in self.belongings:
            if one.twin is not None and (one.differing or _marked_otherwise(one)):
                names = list(one.differing) or ["status", "minutes"]
                mine, theirs = (_shown(record, names) for record in (one.twin, one.record))
                named = isinstance(one.twin, Attendance) and one.twin.status == NAMED
                yield Choice(one.name, about(one.record), mine, theirs, named)

    def moved(self) -> dict[type[Record], tuple[int, int]]:
        """How many records of each table move, and how many are the kept one's already."""
        found: dict[type[Record], tuple[int, int]] = {}
        for one in self.belongings:
            moving, known = found.get(type(one.record), (0, 0))
            found[type(one.record)] = (moving + (one.twin is None), known + (one.twin is not None))
        return found

    def write(self, act: Act, theirs: Callable[[str], bool]) -> None:
        """Moves everything, as part of an act; ``theirs`` says of a choice, by its name, that the other's is kept."""
        gone = []
        for one in self.belongings:
            if one.twin is None:
                act.update(one.record, **one.changes)
                continue
            given = {} if one.differing else one.filled
            if theirs(one.name):
                given = one.filled | one.differing
                if _marked_otherwise(one):
                    given |= values(one.record, ["status", "minutes", "estimated", "origin"])
            if given:
                act.update(one.twin, **given)
            gone.append(one.record)
        for record in reversed(gone):  # what points to one is moved by now
            act.delete(record)


def merging(kept: Record, other: Record, but: Iterable[type[Record]] = ()) -> Merging:
    """What belongs to ``other``, for ``kept``; ``but`` these tables, moved otherwise. A few queries a table."""
    found, instead = Merging(kept, other), {type(kept): {other.id: kept.id}}
    for model in TABLES:
        if model in JOURNAL or model in but:
            continue
        keys = [key for key in model._meta.refs if key.rel_model in instead]
        if not keys:
            continue
        theirs: list[tuple[Any, dict[str, int]]] = []
        mine: dict[tuple[Any, ...], Any] = {}
        for record in _pointing(model, keys, instead, old=True):
            changes = {key.name: instead[key.rel_model].get(id, id) for key, id in _ids(record, keys)}
            theirs.append((record, {name: id for name, id in changes.items() if id != record.__data__[name]}))
        if not theirs:
            continue
        moving = {record.id for record, _ in theirs}
        for record in _pointing(model, keys, instead, old=False):
            if record.id not in moving:
                mine |= dict.fromkeys(_keys(record, {}), record)
        for record, changes in theirs:
            twin = next((mine[key] for key in _keys(record, changes) if key in mine), None)
            found.belongings.append(Belonging(record, changes, twin))
            if twin is not None:
                instead.setdefault(model, {})[record.id] = twin.id
    return found


def about(record: Record) -> str:
    """What a record is about, by its key, in words: « Présences · S012 du 12/03/2026 »."""
    model: Any = type(record)
    names = [name for name in next(iter(keys_of(model)), ()) if name != "person"]
    told = " · ".join(text for name in names if (text := said(record, name)))
    return f"{wording.capital(model.sheet or model.heading)} · {told}" if told else model.heading


def said(record: Record, name: str) -> str:
    """A field of a record in words; '' when nothing is known."""
    value = getattr(record, name)
    if value is None or value == "":
        return ""
    if isinstance(record._meta.fields[name], ReferenceField):
        return REFERRED.get(type(value), str)(value)
    return in_french(record._meta.fields[name], value)


REFERRED: dict[Any, Callable[[Any], str]] = {
    Action: lambda one: one.code,
    Session: lambda one: f"{one.action.code}, {one.code} du {wording.day(one.day)}",
    Moped: lambda one: one.plate,
    Parcours: lambda one: f"entrée le {wording.day(one.entry)}",
}


def values(record: Record, names: Iterable[str]) -> dict[str, Any]:
    """These fields of a record; of what it points to, the number."""
    return {name: record.__data__.get(name) for name in names}


def same(one: Any, other: Any) -> bool:
    """Whether two values say the same: texts whatever their case and accents."""
    return name_key(one) == name_key(other) if isinstance(one, str) and isinstance(other, str) else one == other


def _blank(value: Any) -> bool:
    return value is None or value == ""


def _marked_otherwise(one: Belonging) -> bool:
    """Whether the two marks of one session are not the same; a mark is no conflict with being only expected there."""
    if not isinstance(one.record, Attendance) or one.record.status == NAMED:
        return False
    return (one.record.status, one.record.minutes) != (one.twin.status, one.twin.minutes)


def _shown(record: Record, names: list[str]) -> str:
    return ", ".join(text for name in names if (text := said(record, name)))


def _pointing(model: Any, keys: list[ForeignKeyField], instead: dict[Any, dict[int, int]], old: bool) -> Any:
    """The records that point to one that goes (``old``), or to one that stays."""
    wanted = None
    for key in keys:
        numbers = instead[key.rel_model]
        points = key.in_(list(numbers if old else numbers.values()))
        wanted = points if wanted is None else wanted | points
    return model.select().where(wanted).order_by(model.id)


def _ids(record: Record, keys: list[ForeignKeyField]) -> Iterator[tuple[ForeignKeyField, int]]:
    return ((key, id) for key in keys if (id := record.__data__[key.name]) is not None)


def _keys(record: Record, changes: dict[str, int]) -> Iterator[tuple[Any, ...]]:
    """What tells a record apart in its table, with these changes."""
    data = record.__data__ | changes
    for names in keys_of(type(record)):
        yield (names, *(data[name] for name in names))
