"""What a detail sheet is: one row a fact, its columns drawn from one query, and the columns that many share."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from peewee import BooleanField, Case, Expression, IntegerField, ModelSelect, fn

from models.export.book import Head
from models.export.kinds import (
    DAY,
    DURATION,
    EUROS,
    MOMENT,
    MONTH,
    TEXT,
    TIME,
    WHOLE,
    YES_NO,
    Kind,
)
from models.tables import (
    Moped,
    Person,
    Record,
    database,
)
from models.tables.fields import CentsField, ClockField, DayField, MinutesField, MonthField
from models.terms.publics import public_on


@dataclass(frozen=True)
class Column(Head):
    """A column of a list and where its cells come from."""

    source: Any = field(default=None, kw_only=True)


@dataclass(frozen=True)
class Facts:
    """One kind of record: its sheet, the query of the action's records, its columns, which lie inside the period."""

    sheet: str
    table: type[Record]
    query: ModelSelect
    columns: tuple[Column, ...]
    inside: Expression
    order: tuple[Any, ...]

    def count(self) -> int:
        """How many records lie inside the period."""
        return self.query.where(self.inside).count()

    def rows(self, counts: Sequence[tuple[dict[int, Any], Any]]) -> Iterator[list[Any]]:
        """Each record inside the period, or counted though outside, followed by what it counts for in ``counts``: what
        each records is worth there, and what the others are."""
        inside = Case(None, [(self.inside, 1)], 0)
        sources = [column.source for column in self.columns]
        for identity, within, *cells in database.execute(
            self.query.select(self.table.id, inside, *sources).order_by(*self.order)
        ):
            quantities = [count.get(identity, nothing) for count, nothing in counts]
            if within or any(quantities):
                yield cells + quantities


def column(label: str, kind: Kind, source: Any, width: float = 0) -> Column:
    """A column of this kind whose cells come from ``source``, an expression; without a width, its kind's own."""
    return Column(label, kind, width, source=source)


KINDS: tuple[tuple[type, Kind], ...] = (
    (DayField, DAY),
    (MinutesField, DURATION),
    (ClockField, TIME),
    (CentsField, EUROS),
    (MonthField, MONTH),
    (BooleanField, YES_NO),
    (IntegerField, WHOLE),
)


def of_field(field: Any, width: float = 0, source: Any = None) -> Column:
    """The column of a table's field: its header, the kind its type asks for; its cells come from ``source`` when they
    are not what is stored."""
    kind = next((kind for type, kind in KINDS if isinstance(field, type)), TEXT)
    return column(field.facts.header, kind, field if source is None else source, width)


PERSON, PUBLIC, PLATE = (field.facts.header for field in (Person.code, Person.public, Moped.plate))
FULL_NAME = Person.last_name.concat(" ").concat(Person.first_name)
NAMED = (of_field(Person.code, 13), column("Nom et prénom", TEXT, FULL_NAME, 22))


def who(day: Any) -> tuple[Column, ...]:
    """Whose a record is: the identifier, the name, and the public on the day it counts from (reading E-08)."""
    return (*NAMED, of_field(Person.public, 8, fn.COALESCE(fn.NULLIF(public_on(day), ""), "Autre")))


BY_NAME = (Person.folded, Person.code)


def recorded(table: type[Record]) -> Column:
    """When the record was written down."""
    return column(table.recorded_at.facts.header, MOMENT, table.recorded_at)


def lasting(minutes: Any) -> tuple[Column, Column]:
    """A duration twice: as whole minutes, and as a duration."""
    return column("Minutes", WHOLE, minutes), column("Durée", DURATION, minutes)


def named(source: Any, kinds: Iterable[Any]) -> Any:
    """The label of a code (of a nature, an exam, a document), else the code."""
    labels = [(kind.code, kind.label) for kind in kinds]
    return Case(source, labels, source) if labels else source
