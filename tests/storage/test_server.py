"""A base on a server: made, opened again, refused in one French sentence that never tells a password."""

import pytest
from peewee import DataError, ProgrammingError

from models import tables
from models.acts.act import Act
from models.acts.refusals import Disconnected, Refused
from models.rules import checks
from models.storage import migrations, opening
from models.storage.connection import snapshot, writing
from models.storage.faults import refusal
from models.storage.file import CannotOpen
from models.storage.opening import open_database, reconnect
from models.storage.signature import SCHEMA
from models.tables import JournalEntry, Person
from tests import engines
from tests.together.conftest import account as account  # fixtures
from tests.together.conftest import bare as bare
from tests.world import person
from tui import command

pytestmark = engines.on_server


def refused(address: str) -> str:
    with pytest.raises(CannotOpen) as said:
        open_database(address)
    sentence = str(said.value)
    assert "secret" not in sentence and "\n" not in sentence
    return sentence


def add(code: str) -> None:
    with Act("person", f"{code} ajoutée", "Claire") as act:
        act.insert(Person, code=code, last_name=code, first_name="", folded=code.lower())


def kick_out(engine) -> None:
    """The server closes the connection, as when it is restarted."""
    number = engine.execute_sql("SELECT pg_backend_pid()").fetchone()[0]
    engines.ask(f"SELECT pg_terminate_backend({number})")


class TestOpening:
    def test_an_empty_base_becomes_assidu_s_and_is_found_again(self, bare):
        address = engines.url(bare())
        open_database(address).close()
        engine = open_database(address)
        assert engine.marks() == (False, True, SCHEMA)
        assert {table._meta.table_name for table in tables.TABLES} < set(engine.get_tables())
        engine.close()

    def test_the_base_of_another_program_is_left_alone(self, bare):
        name = bare()
        engines.ask("CREATE TABLE customer (id int)", name)
        assert "autre chose qu'Assidu" in refused(engines.url(name))
        assert engines.ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", name) == [("customer",)]

    def test_another_programs_schema_version_is_not_ours(self, bare):
        name = bare()
        engines.ask("CREATE TABLE schema_version (installed_rank int)", name)
        assert "autre chose qu'Assidu" in refused(engines.url(name))

    def test_a_newer_base_asks_for_a_newer_assidu(self, bare):
        name = bare()
        open_database(engines.url(name)).close()
        engines.ask(f"UPDATE schema_version SET version = {SCHEMA + 1}", name)
        assert "mettez Assidu à jour" in refused(engines.url(name))

    def test_an_older_base_is_migrated_once_or_not_at_all(self, bare, monkeypatch):
        address = engines.url(bare())
        open_database(address).close()
        monkeypatch.setattr(opening, "SCHEMA", SCHEMA + 1)

        def fails(engine):
            engine.execute_sql("ALTER TABLE moped ADD COLUMN colour TEXT")
            engine.execute_sql("SELECT 1 / 0")

        monkeypatch.setitem(migrations.MIGRATIONS, SCHEMA + 1, fails)
        with pytest.raises(CannotOpen):
            open_database(address)

        def adds(engine):
            engine.execute_sql("ALTER TABLE moped ADD COLUMN colour TEXT")

        monkeypatch.setitem(migrations.MIGRATIONS, SCHEMA + 1, adds)
        for _ in range(2):
            engine = open_database(address)
            assert engine.marks() == (False, True, SCHEMA + 1)
            assert "colour" in {column.name for column in engine.get_columns("moped")}
            engine.close()

    def test_a_base_that_is_not_in_utf_8(self, bare):
        name = bare("ENCODING 'LATIN1' LOCALE 'C' LOCALE_PROVIDER libc TEMPLATE template0")
        assert "UTF-8" in refused(engines.url(name))

    def test_a_base_that_does_not_exist(self):
        assert "n'existe pas" in refused(engines.url("nulle_part"))

    def test_a_server_out_of_reach(self):
        assert "hors d'atteinte" in refused("postgresql://claire:secret@127.0.0.1:1/assidu")

    def test_a_wrong_password(self, bare, account):
        port = engines.ask("SHOW port")[0][0]
        address = f"postgresql://{account('bon')}:secret@127.0.0.1:{port}/{bare()}"
        assert "compte ou ce mot de passe" in refused(address)

    def test_an_address_that_cannot_be_read(self):
        assert "adresse non comprise" in refused("postgresql://claire:secret%zz@serveur/assidu")

    def test_an_account_that_may_not_make_tables(self, bare, account):
        port = engines.ask("SHOW port")[0][0]
        assert "votre compte ne permet pas" in refused(f"postgresql://{account()}:secret@127.0.0.1:{port}/{bare()}")


@pytest.mark.usefixtures("base")
class TestWriting:
    def test_a_record_is_read_back_as_it_was(self):
        add("ÉVA")
        assert Person.get().code == "ÉVA"
        assert JournalEntry.get().sentence == "ÉVA ajoutée"

    def test_texts_are_in_the_order_of_their_bytes_as_in_a_file(self):
        names = ["été", "Zoé", "abc", "ABC", "a-b", "a b", "œuf", "Éva"]
        for name in names:
            person(name, code=name)
        assert [one.code for one in Person.select().order_by(Person.code)] == sorted(names)
        assert Person.select().where(Person.code < "Z").count() == 1

    def test_inside_another_transaction_an_act_is_part_of_it(self):
        with pytest.raises(ZeroDivisionError), writing():
            add("ANA")
            raise ZeroDivisionError
        assert not Person.select().exists()

    def test_a_snapshot_sees_one_state_and_writes_nothing(self):
        with snapshot(), snapshot():
            before = Person.select().count()
            assert before == 0
            with pytest.raises(Refused, match="lecture"):
                add("ANA")

    def test_the_same_record_twice(self):
        add("ANA")
        with pytest.raises(Refused, match="existe déjà"):
            add("ANA")

    def test_a_record_others_point_to(self):
        add("ANA")
        with pytest.raises(Refused, match="dépendent"), Act("x", "x", "Claire") as act:
            act.insert(tables.Exam, person=1, action=99, test="code", day="2026-01-01", result="réussi", reason="")

    def test_a_text_no_server_can_hold(self):
        with pytest.raises(DataError) as said:
            person("a\0b")
        assert "caractère invisible" in refusal(said.value)
        add("ANA")

    def test_a_number_no_server_can_hold(self):
        with pytest.raises(Refused, match="hors limites"), Act("x", "x", "Claire") as act:
            act.insert(tables.Person, code="A", last_name="A", first_name="", folded="a", income=2**40)

    def test_somebody_else_writes_for_too_long(self, base, monkeypatch):
        import psycopg

        from models.storage import server

        shorter = server.BEGINNINGS["IMMEDIATE"].replace(server.PATIENCE, "50ms")
        monkeypatch.setitem(server.BEGINNINGS, "IMMEDIATE", shorter)
        with psycopg.connect(engines.url(base.database)) as other:
            other.execute("LOCK TABLE writer IN EXCLUSIVE MODE")
            with pytest.raises(Refused, match="un autre poste est en train d'écrire, celui du compte « postgres »"):
                add("ANA")
        add("ANA")

    def test_somebody_else_holds_a_record_for_too_long(self, base, monkeypatch):
        import psycopg

        from models.storage import server

        add("ANA")
        shorter = server.BEGINNINGS["IMMEDIATE"].replace(server.PATIENCE, "50ms")
        monkeypatch.setitem(server.BEGINNINGS, "IMMEDIATE", shorter)
        with psycopg.connect(engines.url(base.database)) as other:
            other.execute("UPDATE person SET town = 'X'")
            with pytest.raises(Refused, match="celui du compte « postgres »"), Act("person", "x", "Claire") as act:
                act.update(Person.get(), town="Y")
            other.rollback()
        assert Person.get().town == ""

    def test_a_lock_anybody_may_take_stops_nobody(self, base):
        import psycopg

        from models.storage import server

        with psycopg.connect(engines.url(base.database)) as other:
            other.execute(f"SELECT pg_advisory_lock({server.MAKER})")
            add("ANA")
        assert Person.select().count() == 1

    def test_an_account_that_may_only_read(self, base, account):
        name = account()
        engines.ask(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {name}", base.database)
        base.execute_sql(f"SET SESSION AUTHORIZATION {name}")
        with pytest.raises(ProgrammingError) as said:
            person("ANA")
        base.execute_sql("RESET SESSION AUTHORIZATION")
        assert "votre compte ne permet pas" in refusal(said.value)


class TestConnection:
    def test_lost_between_two_acts_it_is_made_again_unnoticed(self, base):
        kick_out(base)
        add("ANA")
        kick_out(base)
        assert Person.get().code == "ANA"

    def test_lost_inside_an_act_nothing_of_it_is_kept(self, base):
        with pytest.raises(Disconnected), Act("person", "…", "Claire") as act:
            act.insert(Person, code="ANA", last_name="A", first_name="", folded="a")
            kick_out(base)
            act.insert(Person, code="BOB", last_name="B", first_name="", folded="b")
        assert reconnect()
        assert not Person.select().exists()
        add("ANA")

    def test_lost_while_an_act_ends_nobody_knows_before_looking(self, base, monkeypatch):
        commit = base.commit
        monkeypatch.setattr(base, "commit", lambda: (kick_out(base), commit()))
        with pytest.raises(Disconnected, match="vérifiez, à son retour") as said:
            add("ANA")
        assert reconnect()
        assert JournalEntry.get_or_none(JournalEntry.id == said.value.entry.id) is None

    def test_out_of_reach_acts_say_so_until_it_is_back(self, base, monkeypatch):
        host = base.connect_params["host"]
        monkeypatch.setitem(base.connect_params, "host", "/nulle/part")
        kick_out(base)
        for _ in range(2):
            with pytest.raises(Disconnected, match="rien n'a été enregistré"):
                add("ANA")
        assert not reconnect()
        monkeypatch.setitem(base.connect_params, "host", host)
        assert reconnect()
        add("ANA")

    def test_lost_while_a_command_reads_it_says_so_and_is_no_defect(self, base, capsys, monkeypatch):
        def read(scope):
            monkeypatch.setitem(tables.database.connect_params, "host", "/nulle/part")
            kick_out(tables.database)
            return list(Person.select())

        monkeypatch.setattr(checks, "deviations", read)
        assert command.main(["check"]) == 2
        assert "connexion au serveur est perdue" in capsys.readouterr().err

    def test_a_base_replaced_by_a_newer_one_meanwhile(self, base):
        kick_out(base)
        engines.ask("UPDATE schema_version SET version = version + 1", base.database)
        try:
            with pytest.raises(CannotOpen, match="mettez Assidu à jour"):
                reconnect()
        finally:
            engines.ask("UPDATE schema_version SET version = version - 1", base.database)

    def test_a_wrong_query_is_still_an_error(self, base):
        with pytest.raises(ProgrammingError):
            base.execute_sql("SELECT nothing")


def test_a_base_given_to_the_next_test_numbers_its_records_from_one(base, tmp_path):
    base.execute_sql("SELECT setval('person_id_seq', 8, false)")  # as after a load
    base.close()
    engines.ask(engines.EMPTIED, engines.name_of(engines.address(tmp_path)))
    base.connect()
    assert person("Ada").id == 1
