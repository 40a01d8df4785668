"""Whether a database has the tables, indexes, constraints and guards of Assidu: nothing missing, nothing foreign."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from peewee import Database, SqliteDatabase

from models.storage.guards import statements
from models.storage.migrations import kept
from models.storage.server_guards import guarded
from models.storage.signature import SCHEMA
from models.tables import DERIVED, TABLES

Ask = Callable[[str], Iterable[tuple[Any, ...]]]
"""Runs a query on the database looked at."""

FUNCTION = re.compile(
    r"CREATE OR REPLACE FUNCTION (\w+)\(\) RETURNS trigger LANGUAGE plpgsql[^$]* AS \$\$(.*)\$\$$", re.S
)
NAMED = re.compile(r'CREATE (?:UNIQUE |CONSTRAINT )?(TABLE|INDEX|TRIGGER) "?(\w+)')
KINDS = {"table": "la table", "index": "l'index", "trigger": "le déclencheur", "view": "la vue"}
OUT = "Base : {} « {} » n'est pas d'Assidu ; retirez-le, ou reprenez une sauvegarde (« assidu restore »)."
HERE = "SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"
IN_PLPGSQL = "prolang = (SELECT oid FROM pg_language WHERE lanname = 'plpgsql')"
OURS = f"pronamespace = current_schema()::regnamespace AND {IN_PLPGSQL}"
IN_USE = "O"
LOST = "Base : {} « {} » manque ; reprenez une sauvegarde (« assidu restore »)."
OTHER = "Base : {} « {} » n'est plus comme Assidu l'a fait ; reprenez une sauvegarde (« assidu restore »)."


def misplaced(engine: Database) -> list[str]:
    """What is missing from the database, foreign to it or otherwise than Assidu made it, in French sentences."""
    ask: Ask = lambda query: engine.execute_sql(query).fetchall()  # noqa: E731
    return list(of_file(ask) if isinstance(engine, SqliteDatabase) else _of_server(ask))


def of_file(ask: Ask) -> Iterator[str]:
    """The same of a file of the latest schema."""
    made = [statement for several in kept(SCHEMA).values() for statement in several] + statements(file=True)
    expected = {(found[1].lower(), found[2]): made[rank] for rank, found in enumerate(map(NAMED.match, made)) if found}
    there = {(kind, name): sql for kind, name, sql in ask("SELECT type, name, sql FROM sqlite_master") if sql}
    yield from _compared(expected, {key: sql for key, sql in there.items() if not key[1].startswith("sqlite_")})


def foreign_triggers(ask: Ask) -> list[str]:
    """The triggers of a file, of any schema, that Assidu did not put there."""
    own = {found[2] for found in map(NAMED.match, statements(file=True)) if found}
    return sorted(name for (name,) in ask("SELECT name FROM sqlite_master WHERE type = 'trigger'") if name not in own)


def _compared(expected: dict[tuple[str, str], str], there: dict[tuple[str, str], str]) -> Iterator[str]:
    for kind, name in sorted(there.keys() - expected.keys()):
        yield OUT.format(KINDS.get(kind, kind), name)
    for kind, name in sorted(expected.keys() - there.keys()):
        yield LOST.format(KINDS[kind], name)
    for kind, name in sorted(expected.keys() & there.keys()):
        if " ".join(expected[kind, name].split()) != " ".join(there[kind, name].split()):
            yield OTHER.format(KINDS[kind], name)


def _of_server(ask: Ask) -> Iterator[str]:
    yield from _triggers(ask)
    yield from _tables(ask)


def _triggers(ask: Ask) -> Iterator[str]:
    """Triggers missing, foreign, put out of use, or whose function does otherwise."""
    made = statements(file=False)
    own = {found[2] for found in map(NAMED.match, made) if found}
    rows = ask(f"SELECT tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal AND tgrelid IN ({HERE})")
    there: dict[str, str] = dict(rows)
    yield from (OUT.format("le déclencheur", name) for name in sorted(there.keys() - own))
    yield from (LOST.format("le déclencheur", name) for name in sorted(own - there.keys()))
    yield from (OTHER.format("le déclencheur", name) for name in sorted(own) if there.get(name, IN_USE) != IN_USE)
    sources: dict[str, str] = {
        name: " ".join(source.split()) for name, source in ask(f"SELECT proname, prosrc FROM pg_proc WHERE {OURS}")
    }
    for found in filter(None, map(FUNCTION.match, made)):
        if sources.get(found[1]) != " ".join(found[2].split()):
            yield OTHER.format("la fonction", found[1])


def _tables(ask: Ask) -> Iterator[str]:
    """Tables whose columns, constraints or rules are not those of Assidu; indexes missing."""
    made = kept(SCHEMA)
    indexes = {found[2] for several in made.values() for found in map(NAMED.match, several) if found} - made.keys()
    known = {name for (name,) in ask("SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()")}
    yield from (LOST.format("l'index", name) for name in sorted(indexes - known))
    columns: dict[str, set[str]] = defaultdict(set)
    rows = ask("SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()")
    for table, column in rows:
        columns[table].add(column)
    counts = ask(
        "SELECT relname, (SELECT count(*) FROM pg_constraint WHERE conrelid = pg_class.oid AND contype = 'c'),"
        f" relrowsecurity FROM pg_class WHERE oid IN ({HERE})"
    )
    checks = {table: (count, ruled) for table, count, ruled in counts}
    for model in (*TABLES, *DERIVED):
        table = model._meta.table_name
        count, ruled = checks.get(table, (0, False))
        whole = columns[table] == {field.column_name for field in model._meta.sorted_fields}
        if not whole or count < made[table][0].count("CHECK (") or (table in guarded() and not ruled):
            yield OTHER.format("la table", table)
