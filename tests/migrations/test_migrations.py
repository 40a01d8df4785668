"""A database of an earlier schema opens: nothing lost, and the same schema as a new one."""

import gzip
import sqlite3
from pathlib import Path

import pytest

from models import migrations
from models.database import SCHEMA, open_database

HERE = Path(__file__).parent


def earlier(version: int, path: Path) -> None:
    """Writes the kept database of that schema, a demonstration year as that version left it."""
    base = sqlite3.connect(path)
    base.executescript(gzip.decompress((HERE / f"schema-{version}.sql.gz").read_bytes()).decode())
    base.close()


def schema_of(path: Path) -> set[str]:
    base = sqlite3.connect(path)
    return {sql for (sql,) in base.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")}


def rows(path: Path) -> dict[str, list[dict]]:
    base = sqlite3.connect(path)
    base.row_factory = sqlite3.Row
    names = [name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {name: [dict(row) for row in base.execute(f'SELECT * FROM "{name}" ORDER BY id')] for name in names}


@pytest.mark.parametrize("version", range(1, SCHEMA))
def test_a_database_of_an_earlier_schema_becomes_one_of_today_and_keeps_every_record(tmp_path, version):
    old, new = tmp_path / "old.db", tmp_path / "new.db"
    earlier(version, old)
    before = rows(old)
    open_database(f"sqlite:///{old}").close()
    open_database(f"sqlite:///{new}").close()
    assert schema_of(old) == schema_of(new)
    after = rows(old)
    for table, known in before.items():
        for was, now in zip(known, after[table], strict=True):
            assert {key: now[key] for key in was} == was
    base = sqlite3.connect(old)
    assert base.execute("PRAGMA user_version").fetchone() == (SCHEMA,)
    assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_migration_that_fails_leaves_the_database_as_it_was(tmp_path, monkeypatch):
    old = tmp_path / "old.db"
    earlier(1, old)
    before = schema_of(old)

    def broken(engine):
        engine.execute_sql("DROP TABLE follow_up")
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setitem(migrations.MIGRATIONS, SCHEMA, broken)
    with pytest.raises(Exception, match="disk"):
        open_database(f"sqlite:///{old}")
    assert schema_of(old) == before
