"""Bringing a database of an earlier schema to this one: numbered, in one transaction, left as it was on failure.

A migration is written for good: it names every table it rebuilds and every column it carries.
The tables it makes are those of today: before another schema comes, what this one gave is to be written out.
"""

from collections.abc import Callable

from peewee import Model, SqliteDatabase

from models import tables

REBUILT_BY_2 = {
    tables.Person: (
        "code last_name first_name folded birth sex public caf_number town phone email prescriber referent "
        "family_status education employment confirmed"
    ),
    tables.Action: "code convention edition title start end places site",
    tables.Parcours: (
        "action_id person_id entry planned_end exit exit_type evaluation renewed renewal_reason group_name confirmed"
    ),
    tables.Session: (
        "action_id code nature day start end theme trainer place state group_name pair cancel_reason note"
    ),
    tables.EligibilityCheck: "person_id day public proof",
    tables.Exam: "action_id person_id test day result reason",
    tables.Document: "action_id person_id kind day recipient",
    tables.Immersion: "action_id person_id start end kind company validated",
    tables.FollowUp: "action_id person_id months day reached situation",
    tables.WorkedHours: "action_id person_id month minutes",
}


def to_2(engine: SqliteDatabase) -> None:
    """The registers of every convention: new tables, more to say of people, parcours, sessions and facts."""
    for table, columns in REBUILT_BY_2.items():
        _rebuild(engine, table, ["id", "recorded_at", "recorded_by", *columns.split()])
    engine.create_tables(tables.TABLES, safe=True)


MIGRATIONS: dict[int, Callable[[SqliteDatabase], None]] = {2: to_2}


def migrate(engine: SqliteDatabase, version: int, latest: int) -> None:
    """Applies the migrations from ``version`` to ``latest``, all or none."""
    engine.execute_sql("PRAGMA foreign_keys = OFF")  # a table that others point to is rebuilt
    engine.execute_sql("PRAGMA legacy_alter_table = ON")  # and they must go on pointing to its name
    try:
        with engine.atomic():
            for number in range(version + 1, latest + 1):
                MIGRATIONS[number](engine)
            engine.execute_sql(f"PRAGMA user_version = {latest}")
    finally:
        engine.execute_sql("PRAGMA legacy_alter_table = OFF")
        engine.execute_sql("PRAGMA foreign_keys = ON")


def _rebuild(engine: SqliteDatabase, table: type[Model], columns: list[str]) -> None:
    """Makes the table again as it is now and carries these columns over; the others take their default."""
    name = table._meta.table_name
    for (index,) in engine.execute_sql(
        "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL", (name,)
    ).fetchall():
        engine.execute_sql(f'DROP INDEX "{index}"')
    engine.execute_sql(f'ALTER TABLE "{name}" RENAME TO "{name}_before"')
    engine.create_tables([table], safe=False)
    fresh = {
        field.column_name: field.db_value(field.default)
        for field in table._meta.sorted_fields
        if field.default is not None and field.column_name not in columns
    }
    into = ", ".join(f'"{column}"' for column in [*columns, *fresh])
    given = ", ".join([*(f'"{column}"' for column in columns), *("?" for _ in fresh)])
    engine.execute_sql(f'INSERT INTO "{name}" ({into}) SELECT {given} FROM "{name}_before"', tuple(fresh.values()))
    engine.execute_sql(f'DROP TABLE "{name}_before"')
