"""What the database itself refuses, whoever writes: an act of the journal or a movement of hours changed or removed.

Of the journal only what an entry says may be replaced (names erased after their retention): its seal stays. What each
account of a server may write besides is in ``models.server_guards``.
"""

from peewee import Database, SqliteDatabase

REFUSED = {
    "movement": "un mouvement d'heures ne se modifie pas, il se contre-passe",
    "journal_entry": "le journal ne se modifie pas",
}
SEALED = {"movement": "", "journal_entry": "OF id, at, who, kind, undoes_id, login, digest, previous, hash "}
"""The columns that never change, all of them when none is named."""


def guard(engine: Database) -> None:
    """Puts the triggers that refuse; the tables must be there, without them."""
    for table, message in REFUSED.items():
        for what in (f"UPDATE {SEALED[table]}", "DELETE "):
            name = f"{table}_{what.split()[0].lower()}"
            for statement in (
                _sqlite(name, table, what, message)
                if isinstance(engine, SqliteDatabase)
                else _server(name, table, what, message)
            ):
                engine.execute_sql(statement)
    if not isinstance(engine, SqliteDatabase):
        from models.server_guards import guard_server

        guard_server(engine)


def _sqlite(name: str, table: str, what: str, message: str) -> list[str]:
    said = message.replace("'", "''")
    return [f"CREATE TRIGGER {name} BEFORE {what}ON {table} BEGIN SELECT RAISE(ABORT, '{said}'); END"]


def _server(name: str, table: str, what: str, message: str) -> list[str]:
    said = message.replace("'", "''")
    return [
        f"CREATE OR REPLACE FUNCTION refuse_{name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{said}'; END $$",
        f"CREATE TRIGGER {name} BEFORE {what}ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_{name}()",
    ]
