"""Carrying everything recorded to a base of the other engine: from a file to a server, or back.

All of it or nothing: in one transaction, verified table by table and figure by figure before it is kept.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

from peewee import DatabaseError, SqliteDatabase, sort_models

from config import settings
from config.catalogue import UnknownConvention
from config.settings import Settings
from models import tables
from models.acts import rights
from models.acts.refusals import Refused
from models.figures import figures as indicators
from models.french.wording import counted
from models.storage.connection import loaded
from models.storage.faults import damaged, in_french
from models.storage.opening import on_server, open_database, path_of
from models.tables import Action, Table

LARGEST = 2**31 - 1  # a whole number on a server


@dataclass(frozen=True)
class Moved:
    """What was carried over and found the same on both sides: records in ``tables``, figures of ``actions``."""

    tables: int
    records: int
    actions: int
    figures: int


def move(address: str, chosen: Settings, home: Path) -> Moved:
    """Carries the open base to the empty one at ``address``, then writes that address in the settings of ``home``.

    The base left behind stays as it was; the new one is then open. Raises CannotOpen, or Refused when the account is no
    coordinator's, or the target is not empty, cannot hold a record, or differs in anything once written: nothing is
    then kept there.
    """
    if sentence := rights.coordinators_only():
        raise Refused(sentence)
    source, made, saved = tables.database.obj, None, False
    if not on_server(address):
        path = path_of(address).absolute()
        address = settings.SQLITE + quote(path.as_posix(), safe="/:", errors="surrogateescape")
        made = None if path.exists() else path
    try:
        target = open_database(address)
    except BaseException:
        tables.database.initialize(source)
        raise
    try:
        with source.atomic(), target.atomic():  # nobody writes there what would be left behind
            moved = _carry(source, target)
            settings.save(replace(chosen, database=address), home)
            saved = True
    except BaseException as fault:
        if saved:
            settings.save(chosen, home)
        target.close()
        tables.database.initialize(source)
        if made is not None:
            _remove(made)
        if isinstance(fault, DatabaseError) and not damaged(fault):
            raise Refused(f"Rien n'a été déplacé : {in_french(fault)}.") from None
        raise
    source.close()
    return moved


def _carry(source: Any, target: Any) -> Moved:
    models = sort_models(tables.TABLES)
    if filled := next((model for model in models if next(_rows(target, model), None)), None):
        raise Refused(
            f"La base d'arrivée n'est pas vide ({filled._meta.table_name}) : donnez-en une où rien n'est enregistré."
        )
    if isinstance(target, SqliteDatabase):
        target.execute_sql("PRAGMA defer_foreign_keys = ON")  # a line may point to a later one of its own table
    for model in models:
        try:
            _load(target, model, _rows(source, model))
        except DatabaseError:
            if culprit := next((row for row in _rows(source, model) if not all(map(_held, row))), None):
                raise Refused(
                    f"Rien n'a été déplacé : l'enregistrement {culprit[0]} de {model._meta.table_name} a un nombre "
                    "trop grand ou un caractère nul ; corrigez-le d'abord."
                ) from None
            raise
    tables.database.initialize(target)
    loaded()
    counts = [_same(source, target, model) for model in models]
    figures = _same_figures(source, target)
    return Moved(len(models), sum(counts), len(figures), sum(map(len, figures.values())))


def _columns(model: type[Table]) -> str:
    return ", ".join(f'"{field.column_name}"' for field in model._meta.sorted_fields)


def _rows(engine: Any, model: type[Table]) -> Iterator[tuple[Any, ...]]:
    """The records of a table in the order of their keys, as the engine stores them."""
    keys = ", ".join(f'"{field.column_name}"' for field in model._meta.get_primary_keys())
    query = f'SELECT {_columns(model)} FROM "{model._meta.table_name}" ORDER BY {keys}'
    return engine.execute_sql(query) if isinstance(engine, SqliteDatabase) else engine.stream(query)


def _load(engine: Any, model: type[Table], rows: Iterator[tuple[Any, ...]]) -> None:
    name, columns = model._meta.table_name, _columns(model)
    if isinstance(engine, SqliteDatabase):
        marks = ", ".join("?" for _ in model._meta.sorted_fields)
        engine.cursor().executemany(f'INSERT INTO "{name}" ({columns}) VALUES ({marks})', rows)
    else:
        engine.load(f'"{name}" ({columns})', rows)


def _held(value: Any) -> bool:
    """Whether a server can hold a value that a file holds."""
    if isinstance(value, str):
        return "\0" not in value
    return not isinstance(value, int) or abs(value) <= LARGEST


def _same(source: Any, target: Any, model: type[Table]) -> int:
    """How many records a table has on both sides. Raises Refused when they are not the very same."""
    (there, before), (here, after) = (_digest(_rows(engine, model)) for engine in (source, target))
    if (there, before) != (here, after):
        raise Refused(
            f"Rien n'a été déplacé : {model._meta.table_name} a {counted(there, 'enregistrement')} au départ et "
            f"{here} à l'arrivée, ou leur contenu diffère ; prévenez qui vous assiste."
        )
    return there


def _digest(rows: Iterator[tuple[Any, ...]]) -> tuple[int, str]:
    """The number of rows and a hash of all they hold; a boolean is 0 or 1, as a file has it."""
    number, said = 0, sha256()
    for row in rows:
        number += 1
        said.update(repr(tuple(int(value) if isinstance(value, bool) else value for value in row)).encode())
    return number, said.hexdigest()


def _same_figures(source: Any, target: Any) -> dict[str, list[tuple[Any, ...]]]:
    """Every figure of every action. Raises Refused when one is not the same on both sides."""
    tables.database.initialize(source)
    before = _figures()
    tables.database.initialize(target)
    after = _figures()
    for code, figures in before.items():
        if changed := [one[0] for one, other in zip(figures, after[code], strict=True) if one != other]:
            raise Refused(
                f"Rien n'a été déplacé : {code} : « {changed[0]} » n'est pas le même à l'arrivée ; prévenez qui vous "
                "assiste."
            )
    return after


def _figures() -> dict[str, list[tuple[Any, ...]]]:
    found = {}
    for action in Action.select().order_by(Action.id):
        with suppress(UnknownConvention):  # its file is lost: there is no figure to compare
            told = indicators.figures(action, action.start, action.end)
            found[action.code] = [(one.indicator.id, one.value, one.target, one.detail, one.base) for one in told]
    return found


def _remove(path: Path) -> None:
    for end in ("", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
