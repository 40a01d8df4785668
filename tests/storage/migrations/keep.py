"""Writes what is kept of the schema of the day, for the tests and the migration of the next one.

``python -m tests.storage.migrations.keep database``: the demonstration year, in ``schema-N.sql.gz`` beside this file.
``python -m tests.storage.migrations.keep schema``: its statements, in ``models/storage/migrations/schema_N.sql``.
"""

import gzip
import sqlite3
import sys
import tempfile
from pathlib import Path

from models.storage import migrations
from models.storage.opening import open_database
from models.storage.signature import APPLICATION, SCHEMA
from tui.command import main

HERE = Path(__file__).parent
MADE = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND type <> 'trigger' ORDER BY tbl_name, type DESC, name"


def database(folder: str) -> None:
    main(["demo", "--seed-only", folder])
    lines = list(sqlite3.connect(f"{folder}/assidu.db").iterdump())
    lines += [f"PRAGMA application_id = {APPLICATION};", f"PRAGMA user_version = {SCHEMA};", ""]
    (HERE / f"schema-{SCHEMA}.sql.gz").write_bytes(gzip.compress("\n".join(lines).encode(), mtime=0))


def schema(folder: str) -> None:
    open_database(f"sqlite:///{folder}/new.db").close()
    statements = [f"{sql};\n" for (sql,) in sqlite3.connect(f"{folder}/new.db").execute(MADE)]
    (Path(migrations.__file__).parent / f"schema_{SCHEMA}.sql").write_text("".join(statements), encoding="utf-8")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as empty:
        {"database": database, "schema": schema}[sys.argv[1]](empty)
