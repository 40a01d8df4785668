"""What the database itself refuses, whoever writes: an act of the journal or a movement of hours changed or removed.

Of the journal only what an entry says may be replaced (names erased after their retention): its seal stays. Of a
movement only the words typed by hand, which may name somebody: by the one word that says they were erased, once the
person is. What each account of a server may write besides is in ``models.storage.server_guards``.
"""

from peewee import Database, SqliteDatabase

REFUSED = {
    "movement": "un mouvement d'heures ne se modifie pas, il se contre-passe",
    "journal_entry": "le journal ne se modifie pas",
}
SEALED = {
    "movement": "id, recorded_at, recorded_by, action_id, number, day, kind, person_id, minutes, reverses_id, rank",
    "journal_entry": "id, at, who, kind, undoes_id, login, digest, previous, hash",
}
"""The columns that never change."""
ERASED = "effacé"
TYPED = ("reason", "label")
"""What is typed by hand in a movement."""


def guard(engine: Database) -> None:
    """Puts the triggers that refuse; the tables must be there, without them."""
    trigger = _sqlite if isinstance(engine, SqliteDatabase) else _server
    words = " OR ".join(f"NEW.{name} <> OLD.{name} AND NEW.{name} <> '{ERASED}'" for name in TYPED)
    named = "(SELECT erased FROM person WHERE id = OLD.person_id) IS NULL"
    for table, message in REFUSED.items():
        for name, what, when in (
            (f"{table}_update", f"UPDATE OF {SEALED[table]}", ""),
            (f"{table}_delete", "DELETE", ""),
            *([("movement_words", f"UPDATE OF {', '.join(TYPED)}", f"{words} OR {named}")] * (table == "movement")),
        ):
            for statement in trigger(name, table, what, message.replace("'", "''"), when):
                engine.execute_sql(statement)
    if not isinstance(engine, SqliteDatabase):
        from models.storage.server_guards import guard_server

        guard_server(engine)


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
