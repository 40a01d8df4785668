"""Everything recorded, carried from a file to a server and back: the same to the last row, or nothing."""

from dataclasses import replace

import pytest

from config import settings
from models import tables
from models.acts.refusals import Refused
from models.demo import seeding
from models.people import participants
from models.storage.file import CannotOpen
from models.storage.opening import open_database
from models.tables import Action, JournalEntry, Movement, Person, Session
from models.together import carrying
from tests import engines
from tests.world import action, day, person
from tui import command

pytestmark = engines.on_server


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A home with settings and a file, open, in which there is nothing."""
    monkeypatch.setenv("ASSIDU_HOME", str(tmp_path))
    monkeypatch.setenv("ASSIDU_TODAY", "2026-03-12")
    monkeypatch.delenv("ASSIDU_DATABASE", raising=False)
    settings.save(settings.Settings(operator="La Passerelle", user="Nadia"), tmp_path)
    open_database(settings.database_url(settings.load(tmp_path), tmp_path))
    yield tmp_path
    tables.database.close()


@pytest.fixture
def year(home):
    """The example year in it."""
    tables.database.close()
    (home / settings.DATABASE).unlink()
    seeding.seed(home)
    open_database(settings.database_url(settings.load(home), home))
    return home


def rows() -> dict[str, list[tuple]]:
    """All that the open base holds."""
    return {
        model.__name__: list(model.select().order_by(*model._meta.get_primary_keys()).tuples())
        for model in tables.TABLES
    }


def filled(engine_address: str) -> list[str]:
    """The tables of a base of the server in which there is something."""
    name = engines.name_of(engine_address)
    names = engines.ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", name)
    return [one for (one,) in names if one != "schema_version" and engines.ask(f'SELECT FROM "{one}" LIMIT 1', name)]


@pytest.mark.slow
def test_the_example_year_goes_to_a_server_and_comes_back(year):
    before, chosen = rows(), settings.load(year)
    there = engines.address(year)
    moved = carrying.move(there, chosen, year)
    assert moved.records == sum(map(len, before.values())) > 4000
    assert moved.actions == Action.select().count() > 10 and moved.figures > 60
    assert rows() == before
    assert settings.load(year) == replace(chosen, database=there)
    assert person("NEW").id == max(row[0] for row in before["Person"]) + 1
    Person.delete().where(Person.code == "NEW").execute()
    back = f"sqlite:///{year}/retour.db"
    assert carrying.move(back, settings.load(year), year).records == moved.records
    assert rows() == before
    assert settings.load(year).database == back


def test_a_reversal_noted_before_what_it_reverses(home):
    """Whatever the order of the numbers, a line may point to another of its table."""
    ana, where = person("ANA"), action("cd93-3b-permis")
    common = {"action": where, "person": ana, "day": day("01/02/2026"), "reason": "x", "kind": "libération"}
    Movement.create(id=9, number=1, minutes=60, **common)
    Movement.create(id=2, number=2, minutes=-60, reverses=9, **common)
    before = rows()
    for address in (engines.address(home), f"sqlite:///{home}/retour.db"):
        carrying.move(address, settings.load(home), home)
        assert rows() == before


def test_a_number_the_journal_told_is_not_given_again(home):
    participants.remove(participants.add(last_name="Diallo", first_name="Amina", who="Claire"), who="Claire")
    carrying.move(engines.address(home), settings.load(home), home)
    assert participants.add(last_name="Sow", first_name="Awa", who="Claire").id == 2


def test_a_base_that_is_not_empty_is_refused(home):
    person("ANA")
    there = engines.address(home)
    engine = open_database(there)
    person("BOB")
    engine.close()
    open_database(f"sqlite:///{home}/assidu.db")
    with pytest.raises(Refused, match="n'est pas vide"):
        carrying.move(there, settings.load(home), home)
    assert [one.code for one in Person.select()] == ["ANA"]
    assert settings.load(home).database == ""


def test_what_a_server_cannot_hold_is_named_and_nothing_is_kept(home):
    person("ANA")
    Session.create(
        action=action("cd49-ai"), code="S1", nature="module-1", day="2026-02-02", start=1, end=2, note="a\0b"
    )
    with pytest.raises(Refused, match=r"l'enregistrement 1 de session .* caractère nul"):
        carrying.move(engines.address(home), settings.load(home), home)
    assert filled(engines.address(home)) == []
    assert Person.select().count() == 1


@pytest.mark.parametrize("step, told", [("_rows", "contenu diffère"), ("_figures", "n'est pas le même")])
def test_a_difference_found_at_the_end_keeps_nothing(home, monkeypatch, step, told):
    person("ANA")
    action("cd49-ai")
    true = getattr(carrying, step)

    def lying(engine=None, model=None):
        server = type(engine or tables.database.obj).__name__ == "Server"
        if step == "_figures":
            return {code: [("x", int(server))] for code in true()}
        return iter(list(true(engine, model))[:0] if server else true(engine, model))

    monkeypatch.setattr(carrying, step, lying)
    with pytest.raises(Refused, match=told):
        carrying.move(engines.address(home), settings.load(home), home)
    assert filled(engines.address(home)) == []
    assert settings.load(home).database == ""
    assert [one.code for one in Person.select()] == ["ANA"]


def test_settings_that_cannot_be_written_keep_nothing_either(home, monkeypatch):
    person("ANA")
    monkeypatch.setattr(settings, "save", lambda *_: (_ for _ in ()).throw(PermissionError(13, "non", "assidu.toml")))
    with pytest.raises(PermissionError):
        carrying.move(engines.address(home), settings.load(home), home)
    assert filled(engines.address(home)) == []


def test_back_to_a_file_that_fails_leaves_no_file(home, monkeypatch):
    person("ANA")
    carrying.move(engines.address(home), settings.load(home), home)
    monkeypatch.setattr(carrying, "_figures", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        carrying.move(f"sqlite:///{home}/retour.db", settings.load(home), home)
    assert not list(home.glob("retour.db*"))
    assert [one.code for one in Person.select()] == ["ANA"]


def test_an_address_out_of_reach_leaves_the_base_open(home):
    person("ANA")
    with pytest.raises(CannotOpen, match="hors d'atteinte"):
        carrying.move("postgresql://claire:secret@127.0.0.1:1/assidu", settings.load(home), home)
    assert Person.get().code == "ANA"
    assert not JournalEntry.select().exists()


def test_the_command_tells_what_was_moved_and_never_the_password(home, account, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "400")
    person("ANA")
    tables.database.close()
    open_database(engines.address(home)).close()
    name = engines.name_of(engines.address(home))
    claire, port = account(), engines.ask("SHOW port")[0][0]
    engines.ask(f"GRANT {engines.ask('SELECT current_user')[0][0]} TO {claire}")  # she administers the tables
    address = f"postgresql://{claire}:secret@127.0.0.1:{port}/{name}"
    assert command.main(["move", address]) == 0
    said = capsys.readouterr()
    assert f"Données déplacées vers postgresql://{claire}@127.0.0.1:{port}/{name} : 1 enregistrement de " in said.out
    assert "~/.pgpass" in said.out and "secret" not in said.out + said.err
    assert command.main(["check", "--json"]) == 0


@pytest.mark.slow
def test_an_encrypted_file_goes_to_a_server_and_comes_back_into_one(home, capsys, monkeypatch):
    pytest.importorskip("sqlcipher3", reason="the encryption extra is not installed")
    from models.storage import encrypting, sealed
    from models.storage.file import salt_of

    phrase, back = "le cheval bleu mange", home / "retour.db"
    monkeypatch.setenv("ASSIDU_PASSPHRASE", phrase)
    participants.add(last_name="Zébulon", first_name="Artémise", who="Nadia")
    tables.database.close()
    open_database(f"sqlite:///{back}").close()
    for file in (home / settings.DATABASE, back):
        encrypting.encrypt(file, phrase)
    sealed.forget()
    assert command.main(["move", engines.address(home)]) == 0
    assert "n'est pas chiffré" not in capsys.readouterr().out
    assert command.main(["move", f"sqlite:///{back}"]) == 0
    open_database(f"sqlite:///{back}")
    assert [one.last_name for one in Person.select()] == ["Zébulon"]
    assert salt_of(back)
    sealed.forget()


def test_a_file_left_in_clear_is_told(home, capsys):
    assert command.main(["move", engines.address(home)]) == 0
    assert "n'est pas chiffré : effacez-le" in " ".join(capsys.readouterr().out.split())
