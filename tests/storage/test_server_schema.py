"""A base of schema 3 on a server: tidied by whoever owns its tables, kept from anybody else until then."""

from urllib.parse import urlsplit, urlunsplit

import pytest

from models.french.folding import fold
from models.journal import verifying
from models.storage.file import CannotOpen
from models.storage.opening import open_database
from models.storage.signature import SCHEMA
from models.tables import Contact, Exam, FollowUp, FormerPublic, JournalEntry, KeptDeviations, Parcours, Person
from models.tables.people import AGREED
from tests import engines
from tests.world import action, day, follow_up, person, stay

pytestmark = engines.on_server


@pytest.fixture
def address(base, tmp_path):
    """The address of a base as schema 3 left it, texts typed any old way in it, follow-ups of no exit."""
    where = action("cd49-adse-a-renforce", places=8)
    stay(where, person("X\u20111"), "01/02/2026", group="Matin")
    stay(where, person("Y  2", code="Y  2"), "01/02/2026", group=" matin")
    stay(where, person("X-1"), "01/02/2026", group="Matin\u00a0")
    base.execute_sql(
        "CREATE OR REPLACE FUNCTION assidu_fold(name text) RETURNS text LANGUAGE sql IMMUTABLE "
        "BEGIN ATOMIC SELECT name; END"
    )
    stay(where, person("Z-1"), "01/03/2026", "31/03/2026")
    stay(where, Person.get(Person.code == "Z-1"), "15/04/2026", "31/05/2026")
    for months, on in ((1, "30/03/2026"), (3, "30/05/2026"), (6, "31/05/2026")):
        follow_up(where, Person.get(Person.code == "Z-1"), on, True, months=months)
    before_5(base)
    base.execute_sql("DROP TABLE former_identity, two_people")
    base.execute_sql("UPDATE schema_version SET version = 3")
    yield engines.address(tmp_path)
    base.close()
    open_database(engines.address(tmp_path)).close()


def before_12(base):
    """Takes away what schemas 12 to 14 added."""
    for statement in (
        'DROP TABLE "motive"',
        *(f'ALTER TABLE "action" DROP COLUMN "{name}"' for name in AGREED),
        'ALTER TABLE "exam" DROP COLUMN "certification", DROP COLUMN "block"',
        'CREATE UNIQUE INDEX "exam_action_id_person_id_test_day" ON exam (action_id, person_id, test, day)',
        'DROP TABLE "contact"',
    ):
        base.execute_sql(statement)


def before_5(base):
    """Puts the follow-ups as they were before schema 5, and takes away the tables made since."""
    before_12(base)
    for statement in (
        'ALTER TABLE "loan" DROP COLUMN "complaint"',
        'ALTER TABLE "moped" DROP COLUMN "formerly"',
        'DROP TABLE "printed", "sheet_seen", "kept_deviations"',
        'DROP TABLE "former_public"',
        'DROP INDEX "follow_up_tied_to_none"',
        'ALTER TABLE "follow_up" DROP COLUMN "parcours_id"',
        'CREATE UNIQUE INDEX "follow_up_action_id_person_id_months" ON follow_up (action_id, person_id, months)',
    ):
        base.execute_sql(statement)


def described(engine, table):
    """The indexes and the constraints of a table, as the server tells them."""
    indexes = engine.execute_sql("SELECT indexdef FROM pg_indexes WHERE tablename = %s", (table,)).fetchall()
    query = "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass"
    return sorted(indexes), sorted(engine.execute_sql(query, (table,)).fetchall())


def test_its_follow_ups_are_each_of_their_exit(address, base):
    engine = open_database(address)
    found = FollowUp.select().order_by(FollowUp.day)
    assert [one.parcours and one.parcours.exit for one in found] == [None, day("31/03/2026"), day("31/05/2026")]
    migrated = described(engine, "follow_up")
    engine.execute_sql("DROP TABLE follow_up")
    FollowUp.create_table(safe=False)
    assert migrated == described(engine, "follow_up")
    engine.close()


@pytest.mark.parametrize("model", [FormerPublic, KeptDeviations, Contact, Exam])
def test_a_table_made_since_is_the_one_made_today(address, base, model):
    engine, table = open_database(address), model._meta.table_name
    assert model.select().count() == 0
    columns = "SELECT column_name, data_type, collation_name, is_nullable FROM information_schema.columns "
    columns += f"WHERE table_name = '{table}' ORDER BY ordinal_position"
    migrated = described(engine, table), engine.execute_sql(columns).fetchall()
    engine.execute_sql(f"DROP TABLE {table}")
    model.create_table(safe=False)
    assert migrated == (described(engine, table), engine.execute_sql(columns).fetchall())
    engine.close()


def test_whoever_is_listed_reads_the_new_table_at_once(address, base):
    accounts = {role: f"{role[:4]}_{engines.unique()}" for role in ("coordinateur", "formateur")}
    for role, account in accounts.items():
        engines.ask(f"CREATE ROLE {account} LOGIN")
        base.execute_sql(
            "INSERT INTO member (recorded_at, recorded_by, login, name, role) VALUES ('', '', %s, %s, %s)",
            (account, account, role),
        )
        base.execute_sql(f"GRANT SELECT{', INSERT, DELETE' * (role == 'coordinateur')} ON exam TO {account}")
    try:
        engine = open_database(address)
        may = "SELECT has_table_privilege(%s, 'former_public', %s)"
        for role, account in accounts.items():
            given = [engine.execute_sql(may, (account, what)).fetchone()[0] for what in ("SELECT", "INSERT", "DELETE")]
            assert given == [True, role == "coordinateur", role == "coordinateur"]
            for what in ("SELECT", "INSERT", "UPDATE", "DELETE"):  # what is derived is everybody's to work out again
                query = "SELECT has_table_privilege(%s, 'kept_deviations', %s)"
                assert engine.execute_sql(query, (account, what)).fetchone()[0], (role, what)
        engine.close()
    finally:
        for account in accounts.values():
            engines.ask(f"DROP OWNED BY {account}", engines.name_of(address))
            engines.ask(f"DROP ROLE {account}")


def test_its_owner_tidies_it(address):
    engine = open_database(address)
    assert engine.marks() == (False, True, SCHEMA)
    assert {code for (code,) in Person.select(Person.code).tuples()} == {"X\u20111", "X-1", "Y 2", "Z-1"}
    assert {group for (group,) in Parcours.select(Parcours.group).tuples()} == {"Matin", ""}
    assert JournalEntry.get().kind == "tidy"
    assert verifying.verify().faults == []
    name = "Cla\u200bire\ufeff Le\u2212Goff"
    assert engine.execute_sql("SELECT assidu_fold(%s)", (name,)).fetchone() == (fold(name),)
    engine.close()


def test_each_account_may_do_in_a_new_table_what_it_may_in_the_others(address):
    accounts = {name: f"{name}_{engines.unique()}" for name in ("reader", "writer")}
    base = engines.name_of(address)
    for name, given in (("reader", "SELECT"), ("writer", "SELECT, INSERT, UPDATE, DELETE")):
        engines.ask(f"CREATE ROLE {accounts[name]} LOGIN")
        engines.ask(f"GRANT {given} ON exam TO {accounts[name]}", base)
    try:
        open_database(address).close()
        for table in ("former_identity", "two_people"):
            may = {
                (name, what): engines.ask(f"SELECT has_table_privilege('{account}', '{table}', '{what}')", base)[0][0]
                for name, account in accounts.items()
                for what in ("SELECT", "INSERT", "UPDATE", "DELETE")
            }
            assert {one for one, can in may.items() if can} == {
                ("reader", "SELECT"),
                *(("writer", what) for what in ("SELECT", "INSERT", "UPDATE", "DELETE")),
            }
    finally:
        for account in accounts.values():
            engines.ask(f"DROP OWNED BY {account}", base)
            engines.ask(f"DROP ROLE {account}")


def test_another_account_waits_for_it(address):
    account = f"paul_{engines.unique()}"
    engines.ask(f"CREATE ROLE {account} LOGIN")
    try:
        base = engines.name_of(address)
        engines.ask(f"GRANT USAGE ON SCHEMA public TO {account}", base)
        engines.ask(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {account}", base)
        parts = urlsplit(address)
        theirs = urlunsplit(parts._replace(netloc=f"{account}@{parts.netloc.rpartition('@')[2]}"))
        with pytest.raises(CannotOpen, match="le compte qui possède ses tables"):
            open_database(theirs)
    finally:
        engines.ask(f"DROP OWNED BY {account}", engines.name_of(address))
        engines.ask(f"DROP ROLE {account}")


@pytest.mark.parametrize("table", ["loan", "moped", "person"])
def test_what_schema_9_adds_is_as_in_a_new_base(address, base, table):
    columns = "SELECT column_name, is_nullable, column_default, collation_name FROM information_schema.columns"
    policies = "SELECT polname, pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid) FROM pg_policy"

    def told(engine):
        named = engine.execute_sql(f"{columns} WHERE table_name = %s", (table,)).fetchall()
        rules = engine.execute_sql(f"{policies} WHERE polrelid = %s::regclass", (table,)).fetchall()
        return {row for row in named if row[0] != "id"}, sorted(rules)

    with_policies = told(base)[1]
    engine = open_database(address)
    assert told(engine)[1] == with_policies
    assert {("complaint", "NO", None, "C"), ("formerly", "NO", None, "C")} & told(engine)[0] or table == "person"
    engine.close()


def test_what_is_agreed_of_an_action_is_never_negative(address, base):
    expected = {f"action_{name}_check" for name in AGREED}
    engine = open_database(address)
    assert expected <= {name for name, _ in described(engine, "action")[1]}
    engine.close()
