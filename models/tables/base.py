"""What every table is made on: the database, the facts a table carries, and what each record carries."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from peewee import SQL, Check, DatabaseProxy, Model

from models.tables.fields import TextField, facts_of

T = TypeVar("T")

database = DatabaseProxy()


def one_of(name: str, *values: str) -> SQL:
    """A CHECK that refuses any other value."""
    listed = ", ".join("'" + value.replace("'", "''") + "'" for value in values)
    return Check(f"{name} IN ({listed})")


def once_a_table(read: Callable[[Any], T]) -> Callable[[Any], T]:
    """What is read of a table, worked out the first time and kept: the facts of a table never change."""
    return cache(read)


@dataclass(frozen=True)
class Writing:
    """What a role may do to the rows of a table; ``update`` may name the only fields it may change."""

    insert: bool = True
    update: bool | tuple[str, ...] = True
    delete: bool = True


NOTHING = Writing(insert=False, update=False, delete=False)
OWN, IN_OWN, BACK = "own sessions", "marks of own sessions", "sheets of own sessions"
UNCONFIRMED, ACTS = "unconfirmed", "own acts"
"""Which records of a table are a trainer's to write."""
PARK, SESSION, STAY, ENTRY = "park", "session", "stay", "entry"
"""What an undo looks at: a park or a session that cannot be, somebody without a parcours, what an entry leaves."""


class Table(Model):
    """A table and its facts; its fields carry theirs.

    ``sheet`` is its sheet in a take-over workbook, ``heading`` what its records are called together ('': as the sheet),
    ``one`` what a record is called. ``dated`` names the field that places a record in time, and in a closed period.
    ``of_action``: the history of an action tells it. ``needs_parcours``: nobody has one in an action without a parcours
    there; ``several`` is then how a refusal names them. ``undo_checks``: what is looked at once an act on it is undone.
    ``coordinators``: what they may do to its rows; ``trainers``: which rows are a trainer's to write, '' for none.
    ``corrected``: what a trainer may correct of the people of their own sessions. ``counted``: a figure may count its
    records. ``holds``: what is written of a record moves what counts others in it.
    ``fixed``: why the database itself refuses that a record changes, but for what coordinators may update.
    """

    sheet: ClassVar[str] = ""
    heading: ClassVar[str] = ""
    one: ClassVar[str] = ""
    dated: ClassVar[str] = ""
    of_action: ClassVar[bool] = False
    needs_parcours: ClassVar[bool] = False
    several: ClassVar[str] = ""
    undo_checks: ClassVar[tuple[str, ...]] = ()
    coordinators: ClassVar[Writing] = Writing()
    trainers: ClassVar[str] = ""
    corrected: ClassVar[tuple[str, ...]] = ()
    counted: ClassVar[bool] = True
    holds: ClassVar[bool] = False
    fixed: ClassVar[str] = ""

    class Meta:
        database = database
        legacy_table_names = False

    if TYPE_CHECKING:  # peewee has no types: what its reading and writing of one record return
        id: Any

        @classmethod
        def create(cls, **values: Any) -> Self: ...
        @classmethod
        def get(cls, *conditions: Any, **values: Any) -> Self: ...
        @classmethod
        def get_by_id(cls, key: Any) -> Self: ...
        @classmethod
        def get_or_none(cls, *conditions: Any, **values: Any) -> Self | None: ...


class Record(Table):
    """What every record carries: when and by whom it was last written (``recorded_at`` is local, to the second)."""

    recorded_at = TextField("Enregistré le", free=False, timeless=True, taken=False, counted=False)
    recorded_by = TextField("Par", free=False, timeless=True, taken=False, counted=False)


@once_a_table
def keys_of(table: type[Table]) -> tuple[tuple[str, ...], ...]:
    """The fields that tell the records of a table apart, one key after the other."""
    declared = (one for one in table._meta.indexes if isinstance(one, tuple))
    return tuple(tuple(names) for names, unique in declared if unique)


@once_a_table
def uncounted_fields(table: type[Table]) -> frozenset[str]:
    """The fields of a table that no figure counts."""
    return frozenset(field.name for field in table._meta.sorted_fields if not facts_of(field).counted)


@once_a_table
def long_fields(table: type[Table]) -> frozenset[str]:
    """The fields of a table of which the journal keeps the seal only."""
    return frozenset(field.name for field in table._meta.sorted_fields if facts_of(field).long)


WRITTEN: tuple[str, ...] = ("recorded_at", "recorded_by")


@once_a_table
def fields_of(table: type[Table]) -> tuple[Any, ...]:
    """The fields of a table that people read, in order, without what every record carries."""
    return tuple(
        field for field in table._meta.sorted_fields if not facts_of(field).hidden and field.name not in WRITTEN
    )
