"""A damaged base is told as damaged: one sentence, what no longer reads, the last sound backup, nothing unchecked."""

import random
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from importlib.util import find_spec

import peewee
import pytest

from config import settings
from models.people import participants
from models.storage.engine import connect
from models.storage.file import PAGE, CannotOpen, errors
from models.storage.opening import open_database
from models.tables import Person, database
from tests import engines
from tests.shell.screens import messages, shown
from tui.app import AssiduApp
from tui.command import main

ENCRYPT = [["encrypt"]] if find_spec("sqlcipher3") else []  # without its library it says that first

pytestmark = engines.on_file

WAYS = ("zeroed", "chance", "text", "a few bytes", "another page")


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    """The home of the example year, with a backup made before anything happens to it."""
    patch = pytest.MonkeyPatch()
    home = tmp_path_factory.mktemp("annee") / "maison"
    patch.setenv("ASSIDU_TODAY", "2026-06-30")
    patch.setenv("ASSIDU_HOME", str(home))
    before = database.obj
    assert main(["demo", "--seed-only", str(home)]) == 0
    patch.setenv("ASSIDU_HOME", str(home))
    open_database(f"sqlite:///{home}/assidu.db")
    for number in range(700):
        participants.add(last_name=f"Nom {number}", first_name="x" * 200, who="Claire")
    database.close()
    assert main(["backup"]) == 0
    database.close()
    database.obj = before
    patch.undo()
    with closing(sqlite3.connect(home / "assidu.db")) as base:
        base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return home


def spoil(path, page, way, dice):
    """Damages the page of this number, from 1."""
    with path.open("r+b") as file:
        file.seek((page - 1) * PAGE)
        if way == "zeroed":
            file.write(bytes(PAGE))
        elif way == "chance":
            file.write(dice.randbytes(PAGE))
        elif way == "text":
            file.write(("Compte rendu de la réunion du lundi. " * 200).encode()[:PAGE])
        elif way == "a few bytes":
            file.seek((page - 1) * PAGE + dice.randrange(PAGE - 64))
            file.write(dice.randbytes(dice.choice((1, 8, 64))))
        else:
            file.seek(dice.randrange(path.stat().st_size // PAGE) * PAGE)
            other = file.read(PAGE)
            file.seek((page - 1) * PAGE)
            file.write(other)


def contents(path):
    """Every row of a file as SQLite itself reads it, or that it does not."""
    try:
        with closing(connect(path)) as base:
            sound = base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            names = [name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
            return sound, [base.execute(f'SELECT * FROM "{name}" NOT INDEXED').fetchall() for name in names]
    except errors(CannotOpen):
        return False, None


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "tries"), [("clear", 200), ("sealed", 60)])
def test_damaged_pages(year, home, assidu, tmp_path, tmp_path_factory, kind, tries):
    """Every page is as likely; each is met by a command that reads much, and by verify."""
    if kind == "sealed":
        pytest.importorskip("sqlcipher3")
        from models.storage.encrypting import encrypt

        year = shutil.copytree(year, tmp_path_factory.mktemp("chiffrée") / "maison")
        encrypt(year / "assidu.db", "le cheval bleu mange")
    lines = (
        ["check"],
        ["journal"],
        ["journal", "--json"],
        ["person", "ABDALLAH-R"],
        ["person", "ALVES-P", "--export", "-o", str(tmp_path / "p.html")],
        ["due"],
        ["indicators", "ADSE-R"],
        ["hours", "PERMIS"],
        ["export", "ADSE-R", "-o", str(tmp_path / "a.xlsx")],
        ["purge", "--dry-run"],
        ["closings", "PERMIS"],
        ["copies", "PERMIS"],
        ["backup"],
        ["restore"],
        ["import", str(tmp_path / "absent.xlsx")],
        ["check", "--json"],
        ["grant"],
    )
    dice, told, path = random.Random(817), Counter[str](), home / "assidu.db"
    pages = (year / "assidu.db").stat().st_size // PAGE
    assert pages > 800
    whole = contents(year / "assidu.db")
    assert whole[0]
    for number in range(tries):
        shutil.rmtree(home)
        shutil.copytree(year, home)
        page, way = dice.randint(1, pages), WAYS[number % len(WAYS)]
        spoil(path, page, way, dice)
        same = contents(path) == whole
        for line in (lines[number % len(lines)], ["verify"]):
            answer = assidu(*line)
            where = (number, page, way, line, answer)
            assert answer.status in (0, 1, 2), where
            assert not any(word in answer.out + "\n".join(answer.errors) for word in ("défaut", "Traceback", "intact"))
            if answer.status == 2:
                assert len(answer.errors) == 1, where
            if line == ["verify"]:
                seen = answer.status != 0
                assert seen or same, where
                told["nothing to see" if same else "seen by verify"] += 1
                about = "\n".join(answer.errors)
                if "abîmé" in about:
                    told["told with a way back"] += 1
                    assert "« assidu restore " in about, where
                    assert "du mardi 30 juin 2026" in about, where
            elif answer.status == 2 and answer.errors and "abîmé" in answer.errors[0]:
                told["told by another command"] += 1
    print(dict(told))


@pytest.fixture
def spoilt(year, home, monkeypatch):
    """A home of the example year, and what damages a page of it that begins a table."""
    shutil.rmtree(home)
    shutil.copytree(year, home)
    path = home / "assidu.db"

    def damage(table, way="zeroed"):
        with closing(sqlite3.connect(path)) as base:
            (page,) = base.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        spoil(path, page, way, random.Random(1))
        return path

    return damage


@pytest.mark.slow
def test_it_says_what_no_longer_reads_and_the_last_sound_backup(spoilt, assidu, home):
    path = spoilt("attendance")
    (backup,) = (home / "sauvegardes").iterdir()
    (said,) = assidu("indicators", "ADSE-R").errors
    assert said.startswith(f"{path} : la base est abîmée, et ne se lit plus en entier (Présences) ; le reste se lit")
    assert f"la dernière qui soit entière est du mardi 30 juin 2026 à {backup.name[18:20]}h" in said
    assert said.endswith(f"« assidu restore {backup} » la remet, et garde ce qui est là.")
    assert assidu("restore", str(backup), "--yes").status == 0
    assert assidu("verify").status == 0


def test_of_the_backups_the_last_that_is_sound(spoilt, assidu, home):
    (sound,) = (home / "sauvegardes").iterdir()
    for day in ("2026-07-01", "2026-07-02"):
        later = sound.with_name(f"assidu-{day}-080000-regulier.db")
        shutil.copy(sound, later)
        spoil(later, 5, "zeroed", random.Random(1))
    later.write_bytes(b"")
    spoilt("person")
    (said,) = assidu("check").errors
    assert "(Participants)" in said
    assert str(sound) in said
    assert "juillet" not in said


def test_without_a_sound_backup_it_says_so(spoilt, assidu, home):
    shutil.rmtree(home / "sauvegardes")
    spoilt("person")
    (said,) = assidu("check").errors
    assert said.endswith(f"il n'y en a aucune d'entière dans {home / 'sauvegardes'}, cherchez-en une ailleurs.")


def test_verify_lists_it_and_stops_where_nothing_can_be_read(spoilt, assidu):
    spoilt("journal_entry")
    answer = assidu("verify")
    assert answer.status == 1
    assert "(Journal)" in answer.errors[0]
    assert "Tout se tient" not in answer.out


@pytest.mark.parametrize("copies", [True, False])
def test_a_first_page_like_chance_is_no_encrypted_base(spoilt, assidu, home, copies):
    spoil(home / "assidu.db", 1, "chance", random.Random(2))
    if not copies:
        shutil.rmtree(home / "sauvegardes")
    for line in (["check"], ["verify"], ["backup"], *ENCRYPT):
        answer = assidu(*line)
        assert (answer.status, len(answer.errors)) == (2, 1)
        assert "chiffré" not in answer.errors[0]
        assert "abîmé" in answer.errors[0]
        assert ("30 juin 2026" in answer.errors[0]) is copies


@pytest.mark.parametrize("how", ["emptied", "removed"])
def test_a_base_that_is_gone_is_not_made_anew_beside_its_backups(spoilt, assidu, home, how):
    path = home / "assidu.db"
    path.write_bytes(b"") if how == "emptied" else path.unlink()
    for line in (["check"], ["backup"], *ENCRYPT):
        (said,) = assidu(*line).errors
        assert "30 juin 2026" in said
        assert "« assidu restore " in said
    assert not path.exists() or path.stat().st_size == 0
    (backup,) = (home / "sauvegardes").iterdir()
    assert assidu("restore", str(backup), "--yes").status == 0
    assert assidu("verify").status == 0


def test_a_base_whose_list_of_tables_is_lost_is_not_filled_again(spoilt, assidu, home):
    path = home / "assidu.db"
    with path.open("r+b") as file:
        file.seek(103)  # how many tables the first page lists
        file.write(b"\0\0")
        file.seek(100)
        file.write(b"\x0d")
        file.seek(105)
        file.write(b"\0\0")
    before = path.read_bytes()
    (said,) = assidu("check").errors
    assert "abîmé" in said
    assert path.read_bytes() == before


FAULTS = [
    sqlite3.DatabaseError("database disk image is malformed"),
    sqlite3.OperationalError("Could not decode to UTF-8 column 'at'"),
    sqlite3.InterfaceError("bad parameter"),
    peewee.DatabaseError("database disk image is malformed"),
    peewee.OperationalError("no such table: person"),
    peewee.InterfaceError("x"),
]


@pytest.mark.parametrize("fault", FAULTS, ids=repr)
def test_any_fault_of_any_driver_is_one_sentence(assidu, store, home, monkeypatch, fault):
    def broken(*_):
        raise fault

    monkeypatch.setattr("models.rules.checks.deviations", broken)
    answer = assidu("check")
    assert (answer.status, len(answer.errors)) == (2, 1)
    assert answer.errors[0].startswith(f"{home / 'assidu.db'} : la base ")
    assert not any(word in answer.errors[0] for word in ("défaut", "intact"))


def test_a_fault_of_an_encrypted_file_s_driver_too(assidu, store, monkeypatch):
    driver = pytest.importorskip("sqlcipher3.dbapi2")

    def broken(*_):
        raise driver.OperationalError("x")

    monkeypatch.setattr("models.rules.checks.deviations", broken)
    answer = assidu("check")
    assert (answer.status, len(answer.errors)) == (2, 1)


def test_a_fault_a_damaged_value_explains_is_no_defect(assidu, store, home, monkeypatch):
    participants.add(last_name="Diallo", first_name="Amina", who="Claire")
    (known,) = Person.select()
    database.execute_sql("PRAGMA ignore_check_constraints = 1")
    database.execute_sql("UPDATE person SET birth = '19x0-02-01' WHERE id = ?", (known.id,))
    database.close()
    answer = assidu("person", known.code)
    assert (answer.status, len(answer.errors)) == (2, 1)
    assert "ne se lit plus en entier (Participants)" in answer.errors[0]


async def test_on_the_screens_it_is_told_and_is_no_crash(spoilt, home, monkeypatch):
    path, told = spoilt("attendance"), []
    app = AssiduApp(settings.load(home), home)
    monkeypatch.setattr(app, "notify", lambda message, **_: told.append(message))
    async with app.run_test(size=(80, 24)) as pilot:
        for key in ("2", "enter", "tab", "tab", "tab", "4", "3", "enter", "1", "enter"):
            await pilot.press(key)
        assert app.is_running
    assert any(message.startswith(f"{path} : la base est abîmée") and "30 juin 2026" in message for message in told)
    assert not list(home.glob("incident-*"))


@pytest.mark.parametrize("table", ["person", "parcours", "session", "action", "attendance"])
async def test_a_screen_whose_table_is_damaged_says_so_and_shows_nothing_empty(spoilt, home, table):
    path = spoilt(table)
    app, told = AssiduApp(settings.load(home), home), 0
    async with app.run_test(size=(80, 24)) as pilot:
        for key in ("1", "2", "3", "5", "4"):
            await pilot.press(key)
            await app.workers.wait_for_complete([one for one in app.workers if one.group == "behind"])
            await pilot.pause()
            text = shown(app)
            assert "5 Tâches" in text  # laid out, and the others a digit away
            said = messages(app)
            if said and said[-1].startswith(f"{path} : la base est abîmée"):
                told += 1
                assert "crée la première" not in text
                assert "Rien à faire ici" not in text
                assert "Échap arrête" not in text
        await pilot.press("escape")
        assert app.is_running
    assert told
    assert not list(home.glob("incident-*"))


async def test_a_damaged_value_is_told_on_the_screens_and_the_others_go_on(store, home):
    participants.add(last_name="Diallo", first_name="Amina", who="Claire")
    database.execute_sql("PRAGMA ignore_check_constraints = 1")
    database.execute_sql("UPDATE person SET birth = '19x0-02-01'")
    app = AssiduApp(settings.load(home), home)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("escape", "3")
        await pilot.pause()
        assert "ne se lit plus en entier (Participants)" in " ".join(messages(app)[-1].split())
        await pilot.press("5")
        await pilot.pause()
        assert app.is_running
        assert "5 Tâches" in shown(app)
    assert not list(home.glob("incident-*"))
