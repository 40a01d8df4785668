"""A database of an earlier schema opens: nothing lost, and the same schema as a new one."""

import gzip
import sqlite3
from pathlib import Path

import pytest

from models.french.comparing import name_key
from models.journal import verifying
from models.storage import migrations
from models.storage.file import CannotOpen
from models.storage.migrations import tidying
from models.storage.opening import open_database
from models.storage.signature import SCHEMA
from models.tables import JournalEntry

HERE = Path(__file__).parent
UNDOING = {("journal_entry", "reverse", True): {"kind": "undo"}}  # the undo of a movement is told as an undo since 3


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
    return {name: [dict(row) for row in base.execute(f'SELECT * FROM "{name}" ORDER BY 1, 2, 3')] for name in names}


def typed_in(table: str) -> list[str]:
    return [*tidying.NAMES.get(table, "").split(), *(["folded"] if table == "person" else [])]


def same(was: str, now: str) -> bool:
    """Whether two texts differ only by the way they were typed."""
    return name_key(was) == name_key(now)


@pytest.mark.sweep(4)
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
        told = table in ("journal_entry", "journal_page")  # what was tidied is told in one entry more
        for was, now in zip(known, after[table][: len(known)] if told else after[table], strict=True):
            tidied = {key: now[key] for key in was if key in typed_in(table) and same(was[key], now[key])}
            assert {key: now[key] for key in was} == was | tidied | UNDOING.get(
                (table, was.get("kind"), bool(was.get("undoes_id"))), {}
            )
    base = sqlite3.connect(old)
    assert base.execute("PRAGMA user_version").fetchone() == (SCHEMA,)
    assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []


def test_the_schema_kept_for_the_latest_version_is_the_one_made_today(tmp_path):
    open_database(f"sqlite:///{tmp_path / 'new.db'}").close()
    statements = {one for made in migrations.kept(SCHEMA).values() for one in made}
    assert statements == {sql for sql in schema_of(tmp_path / "new.db") if not sql.startswith("CREATE TRIGGER")}


@pytest.mark.sweep(2)
@pytest.mark.parametrize("version", range(1, SCHEMA))
def test_a_journal_sealed_by_a_migration_verifies(tmp_path, version):
    earlier(version, tmp_path / "old.db")
    engine = open_database(f"sqlite:///{tmp_path / 'old.db'}")
    try:
        assert JournalEntry.select().count()
        assert verifying.verify().faults == []
    finally:
        engine.close()


@pytest.mark.sweep(2)
@pytest.mark.parametrize("version", range(1, 5))
def test_each_follow_up_of_before_follows_the_latest_exit_on_or_before_its_day(tmp_path, version):
    earlier(version, tmp_path / "old.db")
    open_database(f"sqlite:///{tmp_path / 'old.db'}").close()
    base = sqlite3.connect(tmp_path / "old.db")
    stays = base.execute("SELECT id, action_id, person_id, exit FROM parcours WHERE exit IS NOT NULL").fetchall()
    contacts = base.execute("SELECT action_id, person_id, day, parcours_id FROM follow_up").fetchall()
    assert contacts
    for action, person, day, parcours in contacts:
        before = [(exit, id) for id, *whose, exit in stays if whose == [action, person] and exit <= day]
        assert parcours == (max(before)[1] if before else None)


def test_the_follow_ups_of_who_left_twice_are_each_of_their_exit(tmp_path):
    """Kept with schema 4: Alma, out on 31/03 and on 31/07, called the eve of each and on the second; Basile, in."""
    earlier(4, tmp_path / "old.db")
    open_database(f"sqlite:///{tmp_path / 'old.db'}").close()
    query = """SELECT code, day, exit FROM follow_up JOIN person ON person.id = follow_up.person_id
        LEFT JOIN parcours ON parcours.id = parcours_id WHERE code LIKE 'R-%' ORDER BY code, day"""
    assert sqlite3.connect(tmp_path / "old.db").execute(query).fetchall() == [
        ("R-1", "2026-03-30", None),
        ("R-1", "2026-07-30", "2026-03-31"),
        ("R-1", "2026-07-31", "2026-07-31"),
        ("R-2", "2026-07-30", None),
    ]


def test_a_migration_that_fails_leaves_the_database_as_it_was(tmp_path, monkeypatch):
    old = tmp_path / "old.db"
    earlier(1, old)
    before = schema_of(old)

    def broken(engine):
        engine.execute_sql("DROP TABLE follow_up")
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setitem(migrations.MIGRATIONS, SCHEMA, broken)
    with pytest.raises(CannotOpen, match="le disque ne répond pas"):
        open_database(f"sqlite:///{old}")
    assert schema_of(old) == before
