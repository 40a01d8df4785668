"""Somebody who has the database, its guards taken away: every table, in every way, counted.

``pytest -s -m slow tests/soak/test_tampering.py`` prints how many of them ``verify`` has seen. One way is tried on
every table at once, and each table must be told.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import product
from typing import Any

import pytest
from peewee import DatabaseError, ForeignKeyField

from models.acts.act import Act
from models.journal.verifying import verify
from models.people import participants
from models.tables import (
    JOURNAL,
    TABLES,
    Action,
    Closing,
    FormerIdentity,
    FormerPublic,
    Frozen,
    JournalEntry,
    JournalPage,
    Motive,
    Person,
    TwoPeople,
    database,
)
from models.tables.base import keys_of
from tests import engines

pytestmark = pytest.mark.slow
SEALED = [model for model in TABLES if model not in JOURNAL]


@contextmanager
def unguarded() -> Iterator[None]:
    """The database without its guards, put back as it was."""
    with database.atomic() as transaction:
        triggers: list[tuple[str, str]] = []
        if database.param == "?":
            triggers = database.execute_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
            for name, _ in triggers:
                database.execute_sql(f"DROP TRIGGER {name}")
            database.execute_sql("PRAGMA defer_foreign_keys = ON")
        else:
            database.execute_sql("SET LOCAL session_replication_role = replica")
        try:
            yield
        finally:
            transaction.rollback()


def run(query: str, *values: Any) -> bool:
    """Whether the database did it; it goes on after a refusal."""
    try:
        with database.atomic():
            database.execute_sql(query.replace("?", database.param), values)
    except DatabaseError:
        return False
    return True


def first(model: Any, more: int = 1) -> list[int]:
    return [number for (number,) in model.select(model.id).order_by(model.id).limit(more).tuples()]


def columns(model: Any) -> list[Any]:
    return [field for field in model._meta.sorted_fields if field.name != "id"]


def others(model: Any, field: Any, row: dict[str, Any]) -> Iterator[Any]:
    """Values a column might be given instead."""
    table, name, value = model._meta.table_name, field.column_name, row[field.column_name]
    if isinstance(field, ForeignKeyField):
        table, name = field.rel_model._meta.table_name, "id"
    for (other,) in database.execute_sql(f'SELECT DISTINCT "{name}" FROM "{table}" LIMIT 20').fetchall():
        if other != value:
            yield other
    if isinstance(value, str):
        yield from (f"{value}x", "2027-12-30", "2027-11", "x")
    elif isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from (value + 1, value + 1000, 1 - value)
    elif value is None:
        yield from ("2027-12-30", "x", 1, True)
    else:
        yield b"x"


def row_of(model: Any, number: int) -> dict[str, Any]:
    cursor = database.execute_sql(f'SELECT * FROM "{model._meta.table_name}" WHERE id = {number}')
    return dict(zip((column[0] for column in cursor.description), cursor.fetchone(), strict=True))


def change(model: Any, field: Any) -> str:
    (number,) = first(model)
    row, table = row_of(model, number), model._meta.table_name
    for value in others(model, field, row):
        if run(f'UPDATE "{table}" SET "{field.column_name}" = ? WHERE id = {number}', value):
            return f"{model.__name__} n° {number} a changé"
    return ""


def changed_at(rank: int, model: Any) -> str:
    return change(model, columns(model)[rank])


def delete(model: Any) -> str:
    (number,) = first(model)
    return f"{model.__name__} n° {number} a disparu" * run(
        f'DELETE FROM "{model._meta.table_name}" WHERE id = {number}'
    )


def add(model: Any) -> str:
    """The same record again, but for what must tell records apart."""
    (number,) = first(model)
    row, table = row_of(model, number), model._meta.table_name
    new = database.execute_sql(f'SELECT max(id) + 1 FROM "{table}"').fetchone()[0]
    unique = {name for key in keys_of(model) for name in key}
    keys = [field for field in columns(model) if field.unique or field.name in unique]
    several = [[row[field.column_name], *others(model, field, row)] for field in keys]
    names = ", ".join(f'"{name}"' for name in row)
    for count, values in enumerate(product(*several)):
        told = row | {"id": new} | dict(zip((field.column_name for field in keys), values, strict=True))
        if run(f'INSERT INTO "{table}" ({names}) VALUES ({", ".join("?" * len(told))})', *told.values()):
            return f"{model.__name__} n° {new} n'est raconté par aucun acte"
        if count > 400:
            break
    return ""


def reorder(model: Any) -> str:
    """Two records under each other's number."""
    numbers, table = first(model, 2), model._meta.table_name
    if len(numbers) < 2:
        return ""
    one, other = numbers
    steps = ((one, -1), (other, one), (-1, other))
    done = all(run(f'UPDATE "{table}" SET id = {new} WHERE id = {old}') for old, new in steps)
    return f"{model.__name__} n° {one} a changé" * done


def tried(way: Callable[[Any], str], tables: list[Any]) -> tuple[int, list[str]]:
    """How many tables let it be done, and which of them verify did not tell."""
    with unguarded():
        expected = {told for model in tables if (told := way(model))}
        found = verify().faults
        return len(expected), [one for one in expected if not any(fault.startswith(one) for fault in found)]


def lived(year: Any) -> None:
    """The example year with a record in every table, told by acts, and a take-over's pages."""
    year("2026-06-30")
    (one, other), action = Person.select().order_by(Person.id).limit(2), Action.select().order_by(Action.id).first()
    day = "2026-01-05"
    with Act("note", "Ce que l'année d'exemple n'a pas", "Claire") as act:
        act.insert(FormerPublic, person=one, since=day, public="RSA")
        act.insert(FormerIdentity, person=one, code="ANCIEN", last_name="Ancien", first_name="", folded="ancien")
        act.insert(TwoPeople, person=one, other=other)
        act.insert(Closing, action=action, until="2025-01-31", signed="Claire")
        act.insert(Motive, about="écart", rule="exit-type", of="Parcours", number=1, day=day, motive="avis")
        act.insert(Frozen, action=action, kind="export", start=day, end=day, figures="[]")
    assert verify().faults == []


def test_every_record_of_every_table_is_looked_at_in_every_way(year):
    lived(year)
    filled = [model for model in SEALED if first(model)]
    empty = [model.__name__ for model in SEALED if model not in filled]
    done = 0
    ways = {"added": add, "deleted": delete, "reordered": reorder}
    for name, way in ways.items():
        count, unseen = tried(way, filled)
        print(f"{name}: {count - len(unseen)} seen of {count} tables")
        done += count
        assert unseen == []
    most = max(len(columns(model)) for model in filled)
    changed = missed = 0
    for rank in range(most):
        with_it = [model for model in filled if len(columns(model)) > rank]
        count, unseen = tried(partial(changed_at, rank), with_it)
        changed, missed = changed + count, missed + len(unseen)
        assert unseen == []
    print(f"changed: {changed - missed} seen of {changed} columns of {len(filled)} tables; nothing in {empty}")
    assert changed > 250
    assert done > 2 * len(filled)


def entry(way: str) -> bool:
    """One entry of the journal tampered with, seals left as they were or copied."""
    last = JournalEntry.select().order_by(JournalEntry.id.desc()).get().id
    middle = last // 2
    if way == "deleted":
        return run("DELETE FROM journal_entry WHERE id = ?", middle)
    if way == "added":
        names = ", ".join(f.column_name for f in JournalEntry._meta.sorted_fields if f.name not in ("id", "undoes"))
        return run(
            f"INSERT INTO journal_entry (id, {names}) SELECT ?, {names} FROM journal_entry WHERE id = ?", last + 1, 1
        )
    if way == "reordered":
        steps = ((middle, -1), (middle + 1, middle), (-1, middle + 1))
        return all(run("UPDATE journal_entry SET id = ? WHERE id = ?", new, old) for old, new in steps)
    value = 1 if way == "undoes_id" else "2026-01-01 08:00:00" if way == "at" else "[]" if way == "changes" else "x"
    return run(f"UPDATE journal_entry SET {way} = ? WHERE id = ?", value, middle)


def page(way: str) -> bool:
    """One page of a take-over, or of the example year, tampered with."""
    found = JournalPage.select().get()
    key = (found.entry_id, found.number)
    if way == "deleted":
        return run("DELETE FROM journal_page WHERE entry_id = ? AND number = ?", *key)
    if way == "added":
        return run("INSERT INTO journal_page (entry_id, number, content) VALUES (?, 900, '{}')", key[0])
    if way == "reordered":
        return run("UPDATE journal_page SET number = 901 WHERE entry_id = ? AND number = ?", *key)
    return run("UPDATE journal_page SET content = ? WHERE entry_id = ? AND number = ?", found.content + " ", *key)


def test_the_journal_and_its_pages_are_looked_at_in_every_way(year):
    lived(year)
    amina = Person.select().order_by(Person.id).first()
    for town in ("Angers", "Saumur", "Cholet", "Angers", "Segré"):
        participants.correct(Person.get_by_id(amina.id), town=town, who="Claire")
    names = [field.column_name for field in JournalEntry._meta.sorted_fields if field.name != "id"]
    ways = [(entry, way) for way in (*names, "deleted", "added", "reordered")]
    ways += [(page, way) for way in ("content", "deleted", "added", "reordered")]
    seen = []
    for kind, way in ways:
        with unguarded():
            assert kind(way)
            seen.append((kind.__name__, way, any(fault.startswith("Journal") for fault in verify().faults)))
    print(f"journal: {sum(one[2] for one in seen)} seen of {len(seen)}")
    assert [one for one in seen if not one[2]] == []


def seal() -> str:
    return verify().last


def holds(kept: str) -> bool:
    """Whether the act whose seal was noted elsewhere is still there."""
    verdict = verify(kept)
    return bool(verdict.since) and not any("sceau noté" in fault for fault in verdict.faults)


@engines.on_file
def test_a_tail_cut_off_and_an_older_base_show_against_a_seal_kept_elsewhere(year, tmp_path):
    """What verify alone cannot see: the base as it was, whole. Counted apart."""
    lived(year)
    path, older = tmp_path / "assidu.db", []
    amina = Person.select().order_by(Person.id).first()
    for town in ("Angers", "Saumur", "Cholet", "Segré", "Baugé"):
        copy = tmp_path / f"{town}.db"
        database.execute_sql("VACUUM INTO ?", (str(copy),))
        older.append(copy)
        participants.correct(Person.get_by_id(amina.id), town=town, who="Claire")
    kept = seal()
    assert holds(kept)
    alone = against = 0
    for copy in older:
        database.close()
        path.write_bytes(copy.read_bytes())
        for end in ("-wal", "-shm"):
            path.with_name(path.name + end).unlink(missing_ok=True)
        database.connect()
        alone += bool(verify().faults)
        against += not holds(kept)
    print(f"older bases: {alone} seen by verify alone, {against} against the seal, of {len(older)}")
    assert against == len(older)


def test_acts_cut_off_with_their_records_left_are_seen_and_against_the_seal_too(year):
    lived(year)
    amina = Person.select().order_by(Person.id).first()
    for town in ("Angers", "Saumur", "Cholet", "Segré", "Baugé"):
        participants.correct(Person.get_by_id(amina.id), town=town, who="Claire")
    kept, last = seal(), JournalEntry.select().count()
    alone = against = 0
    for cut in range(1, 6):
        with unguarded():
            assert run("DELETE FROM journal_subject WHERE entry_id > ?", last - cut)
            assert run("DELETE FROM journal_entry WHERE id > ?", last - cut)
            alone += bool(verify().faults)
            against += not holds(kept)
    print(f"tails cut: {alone} seen by verify alone, {against} against the seal, of 5")
    assert (alone, against) == (5, 5)
