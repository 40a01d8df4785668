"""The open database: one transaction that writes, one state to read, the next number."""

from typing import Any

from peewee import Model, SqliteDatabase

from models import tables


def lost() -> bool:
    """Whether the connection to the server is known to be broken; never, for a file."""
    engine = tables.database.obj
    return engine is not None and not isinstance(engine, SqliteDatabase) and engine.lost()


def holder() -> str:
    """The account of the server that makes others wait to write now; '' for a file, and when nobody does."""
    engine = tables.database.obj
    return "" if isinstance(engine, SqliteDatabase) else str(engine.holder())


def writing() -> Any:
    """One transaction that writes: nobody else writes meanwhile, so that what is read in it stays true."""
    return tables.database.atomic()


def snapshot() -> Any:
    """One state of the base for several readings, that neither waits for a writer nor makes one wait."""
    return tables.database.atomic("DEFERRED")


def next_number(model: type[Model]) -> int | None:
    """A number no record of this table has, or ever had: what the journal tells of one is never another's.

    None on a server, which never gives a number twice.
    """
    if not isinstance(tables.database.obj, SqliteDatabase):
        return None
    query = f"""SELECT MAX(COALESCE((SELECT MAX(id) FROM "{model._meta.table_name}"), 0),
        COALESCE((SELECT MAX(record) FROM journal_subject WHERE kind = ?), 0)) + 1"""
    return int(tables.database.execute_sql(query, (model.__name__,)).fetchone()[0])


def loaded() -> None:
    """Readies the base for use after many records were written at once, with their numbers, in this transaction."""
    if not isinstance(tables.database.obj, SqliteDatabase):  # a file does so by itself
        tables.database.loaded(tables.TABLES)
