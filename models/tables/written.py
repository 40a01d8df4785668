"""Queries asked over and over of other records: written in SQL once, for writing one takes longer than answering it.

@written
def _held(action: Any, natures: tuple[str, ...]) -> ModelSelect:
    return Session.select(Session.id, Session.day).where(Session.action == action, Session.nature.in_(natures))

for number, day in _held.rows(action.id, natures=("atelier",)): …
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, NamedTuple

import peewee
from peewee import CompoundSelectQuery, ModelSelect, Value
from pendulum import Date

from models.days.clock import today
from models.tables.base import database


class _Place(NamedTuple):
    """Where a value given at each call goes."""

    rank: int


class _Statement(NamedTuple):
    """A query as it was written: its text, its values and places for others, what reads its columns."""

    text: str
    values: tuple[Any, ...]
    query: ModelSelect
    readers: tuple[tuple[int, Callable[[Any], Any]], ...]


class Written:
    """A query with places: what is given by position (numbers, days, texts) is put in them at each call; what is given
    by name shapes the query, which is written once for each, each day and each kind of base."""

    def __init__(self, build: Callable[..., Any]) -> None:
        self._build = build
        self._day: Date | None = None
        self._known: dict[Any, _Statement] = {}

    def rows(self, *values: Any, **shape: Any) -> Iterator[tuple[Any, ...]]:
        """The columns of each row, as their fields read them; of an expression, what the base answers."""
        said = self._said(len(values), shape)
        given = [_stored(values[one.rank]) if isinstance(one, _Place) else one for one in said.values]
        found = database.execute_sql(said.text, given).fetchall()
        return _read(found, said.readers) if said.readers else iter(found)

    def records(self, *values: Any, **shape: Any) -> list[Any]:
        """The records of its table, with those of the tables it joins where their columns are asked for too."""
        parts = list(_parts(self._said(len(values), shape).query))
        return [_record(row, parts) for row in self.rows(*values, **shape)]

    def _said(self, places: int, shape: dict[str, Any]) -> _Statement:
        if self._day != (day := today()):
            self._day, self._known = day, {}
        key = (type(database.obj), places, *shape.items())
        if (said := self._known.get(key)) is None:
            query = self._build(
                *(Value(_Place(rank), converter=False, unpack=False) for rank in range(places)), **shape
            )
            text, values = query.sql()
            said = self._known[key] = _Statement(text, tuple(values), query, tuple(_readers(query)))
        return said


def written(build: Callable[..., Any]) -> Written:
    """The query that ``build`` makes, written once."""
    return Written(build)


def _stored(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _readers(query: ModelSelect) -> Iterator[tuple[int, Callable[[Any], Any]]]:
    """The columns that are not read as the base answers them."""
    as_they_are = (peewee.Field.python_value, peewee.ForeignKeyField.python_value)
    first = query.lhs if isinstance(query, CompoundSelectQuery) else query
    for rank, column in enumerate(first.selected_columns):
        field = column.unwrap()
        if not isinstance(field, peewee.Field):
            continue
        if type(field).python_value not in as_they_are or isinstance(field, peewee.BooleanField):
            yield rank, field.python_value


def _read(
    found: list[tuple[Any, ...]], readers: tuple[tuple[int, Callable[[Any], Any]], ...]
) -> Iterator[tuple[Any, ...]]:
    for row in found:
        columns = list(row)
        for rank, reader in readers:
            columns[rank] = reader(columns[rank])
        yield tuple(columns)


class _Part(NamedTuple):
    """The columns of a record that are of one table, and the reference of the record they are found by."""

    model: Any
    reference: str
    first: int
    names: list[str]


def _parts(query: ModelSelect) -> Iterator[_Part]:
    """The tables a record is made of, its own first; their columns stand together."""
    main = query.model
    parts: dict[Any, _Part] = {}
    for rank, field in enumerate(query.selected_columns):
        if (part := parts.get(field.model)) is None:
            by = "" if field.model is main else next(iter(main._meta.model_refs[field.model])).name
            part = parts[field.model] = _Part(field.model, by, rank, [])
        part.names.append(field.name)
    return iter(parts.values())


def _record(row: tuple[Any, ...], parts: list[_Part]) -> Any:
    record: Any = None
    for model, reference, first, names in parts:
        one = model(__no_default__=True)
        one.__data__ = dict(zip(names, row[first : first + len(names)], strict=True))
        if record is None:
            record = one
        else:
            record.__rel__[reference] = one
    return record
