"""Bringing a database of an earlier schema to this one: numbered, in one transaction, left as it was on failure.

A migration is written for good: ``schema_N.sql`` is the schema it leads to as it was then, never that of today. Before
schema 12, ``schema_11.sql`` is kept as it is, and a database of schema 11 beside the tests. A server has no database
older than schema 3.
"""

import json
import re
from collections.abc import Callable, Iterable
from importlib import resources
from typing import Any

from peewee import Database, SqliteDatabase

from models import tables
from models.days.clock import now
from models.storage.adopting import adopt
from models.storage.guards import LISTED, guard, listed
from models.storage.migrations.tidying import tidy_all
from models.storage.seals import digest, seal

CARRIED_TO_2 = {
    "person": (
        "code last_name first_name folded birth sex public caf_number town phone email prescriber referent "
        "family_status education employment confirmed"
    ),
    "action": "code convention edition title start end places site",
    "parcours": (
        "action_id person_id entry planned_end exit exit_type evaluation renewed renewal_reason group_name confirmed"
    ),
    "session": "action_id code nature day start end theme trainer place state group_name pair cancel_reason note",
    "eligibility_check": "person_id day public proof",
    "exam": "action_id person_id test day result reason",
    "document": "action_id person_id kind day recipient",
    "immersion": "action_id person_id start end kind company validated",
    "follow_up": "action_id person_id months day reached situation",
    "worked_hours": "action_id person_id month minutes",
}
NEW_IN_3 = ("closing", "frozen", "member", "journal_subject", "journal_page")


def create(engine: Database) -> None:
    """The tables of today in an empty database, and what guards them."""
    engine.create_tables([*tables.TABLES, *tables.DERIVED], safe=False)
    guard(engine)


def to_2(engine: SqliteDatabase) -> None:
    """The registers of every convention: new tables, more to say of people, parcours, sessions and facts."""
    schema = kept(2)
    for table, columns in CARRIED_TO_2.items():
        _rebuild(engine, schema, table, ["id", "recorded_at", "recorded_by", *columns.split()])
    for table in schema.keys() - _there(engine):
        _make(engine, schema, [table])


def to_3(engine: SqliteDatabase) -> None:
    """The journal sealed and never changed, what each entry speaks of; closings, copies kept, accounts, retention."""
    schema = kept(3)
    people = [column for column in _columns(engine, "person") if column not in ("hold", "restricted", "erased")]
    _rebuild(engine, schema, "person", people)
    _rebuild(engine, schema, "journal_entry", _columns(engine, "journal_entry"))
    _make(engine, schema, NEW_IN_3)
    _seal(engine)
    guard(engine)


def to_4(engine: Database) -> None:
    """What people typed made tidy; a server compares names as Assidu does now."""
    tidy_all(engine)
    _guard_server(engine, "guard_folding")


def to_5(engine: Database) -> None:
    """A follow-up belongs to an exit: the latest on or before its day."""
    if isinstance(engine, SqliteDatabase):
        _rebuild(engine, kept(5), "follow_up", _columns(engine, "follow_up"))
    else:
        engine.execute_sql('ALTER TABLE "follow_up" ADD COLUMN "parcours_id" INTEGER')
        engine.execute_sql(
            'ALTER TABLE "follow_up" ADD FOREIGN KEY ("parcours_id") REFERENCES "parcours" ("id") ON DELETE RESTRICT'
        )
        engine.execute_sql('DROP INDEX "follow_up_action_id_person_id_months"')
        for statement in kept(5)["follow_up"]:
            if "parcours_id" in statement and "INDEX" in statement:
                engine.execute_sql(statement)
    engine.execute_sql(
        'UPDATE "follow_up" SET "parcours_id" = (SELECT one."id" FROM "parcours" AS one'
        ' WHERE one."action_id" = "follow_up"."action_id" AND one."person_id" = "follow_up"."person_id"'
        ' AND one."exit" <= "follow_up"."day" ORDER BY one."exit" DESC, one."entry" DESC LIMIT 1)'
    )


def to_6(engine: Database) -> None:
    """Who people were called before, and look-alikes said to be two people."""
    _add(engine, 6, "former_identity", "two_people")


def to_7(engine: Database) -> None:
    """What somebody's public was before, in a table of its own; an act that is no list of changes is refused."""
    _add(engine, 7, "former_public")
    engine.execute_sql(f"DROP TRIGGER IF EXISTS {LISTED}{_on(engine, 'journal_entry')}")
    for statement in listed(file=isinstance(engine, SqliteDatabase)):
        engine.execute_sql(statement)


def to_8(engine: Database) -> None:
    """What was printed, and the signed sheets seen."""
    _add(engine, 8, "printed", "sheet_seen", like="session")
    _guard_server(engine, "guard_sheets")


def to_9(engine: Database) -> None:
    """The complaint of a theft or a loss, the former plates of a moped; trainers correct contact details."""
    for table, column in (("loan", "complaint"), ("moped", "formerly")):
        if isinstance(engine, SqliteDatabase):
            _rebuild(engine, kept(9), table, _columns(engine, table))
        else:
            engine.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN "{column}" TEXT COLLATE "C" NOT NULL DEFAULT \'\'')
            engine.execute_sql(f'ALTER TABLE "{table}" ALTER COLUMN "{column}" DROP DEFAULT')
    _guard_server(engine, "guard_contacts")


def _guard_server(engine: Database, name: str) -> None:
    """Does on a server what this function of ``models.storage.server_guards`` does; nothing on a file."""
    if not isinstance(engine, SqliteDatabase):
        from models.storage import server_guards

        getattr(server_guards, name)(engine)


def to_10(engine: Database) -> None:
    """What deviates is kept from one look to the next, by whoever looks."""
    _add(engine, 10, "kept_deviations", like="")


def to_11(engine: Database) -> None:
    """A server refuses what no act tells, and an act not told as it was done; whoever writes locks a table."""
    _guard_server(engine, "tell_acts")


def to_12(engine: Database) -> None:
    """Contacts with services, structures and employers."""
    _add(engine, 12, "contact")


def to_13(engine: Database) -> None:
    """What an action agreed with the Département; the certification and the block of an exam, in its key."""
    if isinstance(engine, SqliteDatabase):
        for table in ("action", "exam"):
            _rebuild(engine, kept(13), table, _columns(engine, table))
        return
    for column in ("agreed_people", "agreed_places", "agreed_amount"):
        check = f"CHECK ({column} IS NULL OR {column} >= 0)"
        engine.execute_sql(f'ALTER TABLE "action" ADD COLUMN "{column}" INTEGER {check}')
    for column in ("certification", "block"):
        engine.execute_sql(f'ALTER TABLE "exam" ADD COLUMN "{column}" TEXT COLLATE "C" NOT NULL DEFAULT \'\'')
        engine.execute_sql(f'ALTER TABLE "exam" ALTER COLUMN "{column}" DROP DEFAULT')
    engine.execute_sql('DROP INDEX "exam_action_id_person_id_test_day"')
    for statement in kept(13)["exam"]:
        if "UNIQUE INDEX" in statement:
            engine.execute_sql(statement)


def to_14(engine: Database) -> None:
    """Why a deviation is as it is, why and until when a stake is put off."""
    _add(engine, 14, "motive")


def _on(engine: Database, table: str) -> str:
    """What names the table of a trigger where the engine asks for it."""
    return "" if isinstance(engine, SqliteDatabase) else f" ON {table}"


def _add(engine: Database, version: int, *names: str, like: str = "exam") -> None:
    """New tables of a schema, on a file and on a server, where each account has of them what it has of ``like``; of
    what is derived (''), everything."""
    schema = {name: kept(version)[name] for name in names}
    if not isinstance(engine, SqliteDatabase):  # sorts and compares as in a file
        schema = {name: [_on_server(one) for one in made] for name, made in schema.items()}
    _make(engine, schema, names)
    _share(engine, *names, like=like)


def _on_server(statement: str) -> str:
    return statement.replace(" TEXT ", ' TEXT COLLATE "C" ').replace(" BLOB ", " BYTEA ")


def _share(engine: Database, *names: str, like: str) -> None:
    """Whoever is listed on a server has of a new table what they have of another, or all of what is derived."""
    if not isinstance(engine, SqliteDatabase):
        from models.storage.server_guards import share_like, share_with_all

        for table in names:
            if like:
                share_like(engine, table, like)
            else:
                share_with_all(engine, table)


MIGRATIONS: dict[int, Callable[[Any], None]] = {
    2: to_2,
    3: to_3,
    4: to_4,
    5: to_5,
    6: to_6,
    7: to_7,
    8: to_8,
    9: to_9,
    10: to_10,
    11: to_11,
    12: to_12,
    13: to_13,
    14: to_14,
}
"""From 4 on they serve a file and a server."""

ALL_TOLD = 7
"""The schema from which every record is told by an act; what was there before and was not is told by one."""

ADOPTED = "Mise sous scellés de ce que le journal ne racontait pas encore : enregistrements déjà là, {}"


def apply(engine: Database, version: int, latest: int) -> None:
    """Applies the migrations from ``version`` to ``latest``, inside a transaction."""
    for number in range(version + 1, latest + 1):
        MIGRATIONS[number](engine)
    if version < ALL_TOLD:
        adopt(engine, "adopt", ADOPTED, now().format("YYYY-MM-DD HH:mm:ss"))


def migrate(engine: SqliteDatabase, version: int, latest: int) -> None:
    """Brings a file from ``version`` to ``latest``, all or none."""
    engine.execute_sql("PRAGMA foreign_keys = OFF")  # a table that others point to is rebuilt
    engine.execute_sql("PRAGMA legacy_alter_table = ON")  # and they must go on pointing to its name
    try:
        with engine.atomic():
            apply(engine, version, latest)
            engine.execute_sql(f"PRAGMA user_version = {latest}")
    finally:
        engine.execute_sql("PRAGMA legacy_alter_table = OFF")
        engine.execute_sql("PRAGMA foreign_keys = ON")


def kept(version: int) -> dict[str, list[str]]:
    """The statements that make each table of a schema, as they were when it was the latest."""
    text = (resources.files("models.storage.migrations") / f"schema_{version}.sql").read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    for statement in text.splitlines():
        named = re.match(r'CREATE TABLE "(\w+)"|CREATE (?:UNIQUE )?INDEX "\w+" ON "(\w+)"', statement)
        assert named is not None
        found.setdefault(named[1] or named[2], []).append(statement.rstrip(";"))
    return found


def _there(engine: SqliteDatabase) -> set[str]:
    return {name for (name,) in engine.execute_sql("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()}


def _columns(engine: SqliteDatabase, table: str) -> list[str]:
    return [row[1] for row in engine.execute_sql(f'PRAGMA table_info("{table}")').fetchall()]


def _make(engine: Database, schema: dict[str, list[str]], names: Iterable[str]) -> None:
    numbered = "INTEGER" if isinstance(engine, SqliteDatabase) else "SERIAL"
    for name in names:
        for statement in schema[name]:
            engine.execute_sql(statement.replace('"id" INTEGER NOT NULL', f'"id" {numbered} NOT NULL'))


def _rebuild(engine: SqliteDatabase, schema: dict[str, list[str]], name: str, columns: list[str]) -> None:
    """Makes the table again as the schema has it and carries these columns over; a text that must be there and is not
    carried is empty."""
    for (index,) in engine.execute_sql(
        "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL", (name,)
    ).fetchall():
        engine.execute_sql(f'DROP INDEX "{index}"')
    engine.execute_sql(f'ALTER TABLE "{name}" RENAME TO "{name}_before"')
    _make(engine, schema, [name])
    rows = engine.execute_sql(f'PRAGMA table_info("{name}")').fetchall()
    empty = [column for _, column, kind, required, *_ in rows if required and column not in columns and kind == "TEXT"]
    into = ", ".join(f'"{column}"' for column in [*columns, *empty])
    given = ", ".join([*(f'"{column}"' for column in columns), *("''" for _ in empty)])
    engine.execute_sql(f'INSERT INTO "{name}" ({into}) SELECT {given} FROM "{name}_before"')
    engine.execute_sql(f'DROP TABLE "{name}_before"')


def _seal(engine: SqliteDatabase) -> None:
    """Seals the entries there are, in order, and notes what they speak of."""
    pointing = {
        name: {row[3].removesuffix("_id"): row[2] for row in engine.execute_sql(f"PRAGMA foreign_key_list({name})")}
        for name in _there(engine)
    }
    models = {name: "".join(part.capitalize() for part in name.split("_")) for name in pointing}
    table_of = {model: name for name, model in models.items()}
    engine.execute_sql("UPDATE journal_entry SET kind = 'undo' WHERE kind = 'reverse' AND undoes_id IS NOT NULL")
    rows = engine.execute_sql(
        "SELECT id, at, who, kind, sentence, changes, undoes_id FROM journal_entry ORDER BY id"
    ).fetchall()
    previous = ""
    for number, at, who, kind, sentence, changes, undoes in rows:
        said = digest("", sentence, changes)
        own = seal(number, at, who, "", kind, undoes, said, previous)
        engine.execute_sql(
            "UPDATE journal_entry SET digest = ?, previous = ?, hash = ? WHERE id = ?", (said, previous, own, number)
        )
        previous = own
        for change in json.loads(changes):
            if "table" not in change:
                continue
            keys = pointing[table_of[change["table"]]]
            for side in (change["before"], change["after"]):
                if side is None:
                    continue
                subjects = [(change["table"], side["id"])]
                subjects += [(models[table], side[field]) for field, table in keys.items() if side.get(field)]
                for subject in subjects:
                    engine.execute_sql("INSERT OR IGNORE INTO journal_subject VALUES (?, ?, ?)", (*subject, number))
