"""What the database itself refuses, whoever writes: an act of the journal or a movement of hours changed or removed.

Of the journal only what an entry says may be replaced (names erased after their retention): its seal stays. Of a
movement only the words typed by hand, which may name somebody: by the one word that says they were erased, once the
person is. What each account of a server may write besides is in ``models.storage.server_guards``.
"""

from collections.abc import Iterator

from peewee import Database, SqliteDatabase

from models.storage import untold
from models.tables import TABLES, JournalEntry, Movement, Table

ERASED = "effacé"
LISTED = "journal_entry_listed"
IN_FILE = "CASE WHEN json_valid({0}) THEN json_type({0}) <> 'array' ELSE 1 END"
ON_SERVER = "json_typeof({0}::json) <> 'array'"


def guard(engine: Database) -> None:
    """Puts the triggers that refuse; the tables must be there, without them."""
    if not isinstance(engine, SqliteDatabase):
        from models.storage.server_guards import guard_server

        guard_server(engine)
    for statement in statements(file=isinstance(engine, SqliteDatabase)):
        engine.execute_sql(statement)


def statements(file: bool) -> list[str]:
    """What makes the triggers that refuse, in a file or on a server."""
    trigger = _sqlite if file else _server
    made = [
        statement
        for model in TABLES
        if model.fixed
        for name, what, when in _refused(model)
        for statement in trigger(name, model._meta.table_name, what, model.fixed.replace("'", "''"), when)
    ]
    return [*made, *listed(file), *([] if file else untold.statements())]


def listed(file: bool) -> list[str]:
    """What makes the trigger that refuses an act which is no list of changes: nobody could read it back."""
    table = JournalEntry._meta.table_name
    when = (IN_FILE if file else ON_SERVER).format("NEW.changes")
    return (_sqlite if file else _server)(
        LISTED, table, "INSERT", "un acte du journal est une liste de changements", when
    )


def _refused(model: type[Table]) -> Iterator[tuple[str, str, str]]:
    """The triggers of a table that never changes: the name of each, what it refuses, and when ('' for always)."""
    table, update = model._meta.table_name, model.coordinators.update
    words = update if isinstance(update, tuple) else ()
    sealed = [field.column_name for field in model._meta.sorted_fields if field.name not in words]
    yield f"{table}_update", f"UPDATE OF {', '.join(sealed)}", ""
    yield f"{table}_delete", "DELETE", ""
    if model is Movement:
        changed = " OR ".join(f"NEW.{name} <> OLD.{name} AND NEW.{name} <> '{ERASED}'" for name in words)
        named = "(SELECT erased FROM person WHERE id = OLD.person_id) IS NULL"
        yield f"{table}_words", f"UPDATE OF {', '.join(words)}", f"{changed} OR {named}"


def _sqlite(name: str, table: str, what: str, message: str, when: str) -> list[str]:
    only = f"WHEN {when} " if when else ""
    return [f"CREATE TRIGGER {name} BEFORE {what} ON {table} {only}BEGIN SELECT RAISE(ABORT, '{message}'); END"]


def _server(name: str, table: str, what: str, message: str, when: str) -> list[str]:
    refuse = f"RAISE EXCEPTION '{message}';"
    body = f"IF {when} THEN {refuse} END IF; RETURN NEW;" if when else refuse
    return [
        f"CREATE OR REPLACE FUNCTION refuse_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$",
        f"CREATE TRIGGER {name} BEFORE {what} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_{name}()",
    ]
