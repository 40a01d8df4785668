"""What may happen to files: each is one French sentence, and nothing is lost."""

import os
import shutil
import sqlite3
import sys
from contextlib import closing

import pytest

from models.acts.refusals import Refused
from models.people import participants
from models.sessions import roll
from models.storage import backups
from models.storage.file import CannotOpen
from models.storage.opening import open_database
from models.storage.signature import SCHEMA
from models.tables import Action, Attendance, JournalEntry, Parcours, Person, Session, database
from models.takeover.process import take_over
from tests import engines
from tests.shell.screens import messages, opened, press
from tests.storage.conftest import filled, read_only
from tests.storage.migrations.test_migrations import earlier, rows

pytestmark = engines.on_file

FULL = "le disque est plein ; libérez de la place"


@pytest.fixture
def on(disk, monkeypatch):
    """Makes a home on a disk of so many KiB, with a session in which Amina is expected."""

    def make(size=4096):
        place = disk(size)
        monkeypatch.setenv("ASSIDU_HOME", str(place))
        engine = open_database(f"sqlite:///{place}/assidu.db")
        action = Action.create(code="QUARTIER", convention="cd49-adse-b", start="2026-01-05", end="2026-12-18")
        amina = participants.add(last_name="Diallo", first_name="Amina", who="Claire")
        Parcours.create(action=action, person=amina, entry="2026-01-05")
        Session.create(action=action, code="S1", nature="seance", day="2026-06-30", start=540, end=660)
        return place, engine

    yield make
    if database.obj is not None:
        database.close()


def sound(path):
    with closing(sqlite3.connect(path)) as base:
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    return True


def drafts(*folders):
    return [path for folder in folders if folder.is_dir() for path in folder.iterdir() if ".assidu-" in path.name]


# a disk that fills up


def test_full_during_a_mark(on):
    place, engine = on()
    roll.mark(1, 1, "présent", who="Claire")
    with filled(place):
        marked = ["présent"]
        with pytest.raises(Refused) as refused:
            for status in ("absent", "excusé", "présent") * 200:  # the log has room left for some
                roll.mark(1, 1, status, who="Claire")
                marked.append(status)
        assert str(refused.value) == f"Rien n'est enregistré, la base n'a pas pu être écrite : {FULL}."
        assert Attendance.get().status == marked[-1]
    roll.mark(1, 1, "retard", who="Claire")
    engine.close()
    assert sound(place / "assidu.db")


def test_full_during_an_import(on, tmp_path):
    import xlsxwriter

    place, engine = on()
    with xlsxwriter.Workbook(tmp_path / "reprise.xlsx") as book:
        page = book.add_worksheet("Participants")
        page.write_row(0, 0, ["Identifiant", "Nom", "Prénom"])
        for row in range(1, 4000):
            page.write_row(row, 0, [f"P-{row}", "Nom" * 20, f"Prénom {row}" * 5])
    before, acts = Person.select().count(), JournalEntry.select().count()
    with filled(place):
        report = take_over(tmp_path / "reprise.xlsx", who="Claire")
    assert [fault.message for fault in report.errors] == [
        f"Rien n'est enregistré, la base n'a pas pu être écrite : {FULL}."
    ]
    assert (Person.select().count(), JournalEntry.select().count()) == (before, acts)
    engine.close()
    assert sound(place / "assidu.db")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # told once is enough
def test_full_during_an_export(on, assidu, tmp_path):
    place, _ = on()
    (place / "QUARTIER.xlsx").write_text("celui d'hier")
    with filled(place):
        for path in (place / "QUARTIER.xlsx", tmp_path / "ailleurs.xlsx"):  # beside the base, then only working there
            answer = assidu("export", "QUARTIER", "-o", str(path))
            assert (answer.status, len(answer.errors)) == (2, 1)
            assert answer.errors[0] == f"{path} : {FULL}."
    assert (place / "QUARTIER.xlsx").read_text() == "celui d'hier"
    assert not (tmp_path / "ailleurs.xlsx").exists()
    assert drafts(place, tmp_path) == []


def test_full_during_a_backup(on, assidu):
    place, _ = on()
    with filled(place):
        answer = assidu("backup")
        assert (answer.status, len(answer.errors)) == (2, 1)
        assert answer.errors[0].endswith(f"la sauvegarde n'a pas pu être faite ({FULL}).")
    assert drafts(place, place / "sauvegardes") == []
    assert backups.backups_of(place / "assidu.db") == []
    assert assidu("backup").status == 0


async def test_full_during_the_backup_of_the_start_the_application_goes_on(on, monkeypatch):
    from config.settings import Settings, save
    from tui.app import AssiduApp

    place, engine = on()
    engine.close()
    settings = Settings(user="Claire")
    save(settings, place)
    monkeypatch.setattr("tui.app.SETTLED", 0.01)
    monkeypatch.setenv("ASSIDU_TODAY", "2026-06-30")
    with filled(place), pytest.raises(CannotOpen, match="le disque ne répond pas, ou il est plein"):
        AssiduApp(settings, place)
    app = AssiduApp(settings, place)
    with filled(place):
        async with app.run_test() as pilot:
            await pilot.pause(0.05)
            await app.workers.wait_for_complete()
            await pilot.pause()
            (said,) = messages(app)
            assert said.endswith(f"({FULL}).")
            await press(pilot, "f1", "escape")
            assert app.is_running
    assert drafts(place, place / "sauvegardes") == []


@pytest.mark.parametrize("room", ["none", "for the backup"])
def test_full_during_a_migration(disk, tmp_path, room):
    earlier(1, tmp_path / "old.db")
    size = (tmp_path / "old.db").stat().st_size // 1024
    place = disk(size + 200 if room == "none" else 2 * size + 400)
    shutil.copy(tmp_path / "old.db", place / "assidu.db")
    before = rows(place / "assidu.db")
    with pytest.raises(CannotOpen) as refused:
        open_database(f"sqlite:///{place}/assidu.db")
    assert FULL in str(refused.value)
    assert rows(place / "assidu.db") == before
    assert sound(place / "assidu.db")
    assert drafts(place, place / "sauvegardes") == []
    shutil.copy(place / "assidu.db", tmp_path / "moved.db")
    open_database(f"sqlite:///{tmp_path}/moved.db").close()


def test_full_during_a_restore(on, assidu, tmp_path):
    place, engine = on()
    backup = backups.back_up(place / "assidu.db", "demande")
    shutil.copy(backup, tmp_path / "clé.db")
    participants.add(last_name="Benali", first_name="Samir", who="Claire")
    engine.close()
    with filled(place):
        answer = assidu("restore", str(tmp_path / "clé.db"), "--yes")
        assert (answer.status, len(answer.errors)) == (2, 1)
        assert FULL in answer.errors[0]
    open_database(f"sqlite:///{place}/assidu.db")
    assert Person.select().count() == 2


# what may not be written


def test_a_folder_that_cannot_be_written(on, assidu):
    place, engine = on()
    engine.close()
    with read_only(place):
        for line in (["check"], ["hours", "QUARTIER"], ["backup"], ["import", "a.xlsx"]):
            answer = assidu(*line)
            assert (answer.status, len(answer.errors)) == (2, 1)
            assert "en lecture seule" in answer.errors[0]
    assert assidu("check").status == 0


def test_a_folder_that_can_no_longer_be_written_while_in_use(on):
    place, engine = on()
    roll.mark(1, 1, "présent", who="Claire")
    engine.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.close()  # a disk with a file open for writing is not to be made read-only
    with read_only(place), pytest.raises(CannotOpen, match="lecture seule"):
        open_database(f"sqlite:///{place}/assidu.db")
    open_database(f"sqlite:///{place}/assidu.db")
    assert Attendance.get().status == "présent"


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="becomes another user")
@pytest.mark.parametrize("what", ["file", "folder"])
def test_another_user_s_files(tmp_path, monkeypatch, what):
    """Rights do not hold back root: the opening is tried by somebody else."""
    open_database(f"sqlite:///{tmp_path}/assidu.db").close()
    for folder in (tmp_path, *tmp_path.parents):
        if folder.owner() == "root" and folder.stat().st_mode & 0o055 != 0o055:
            folder.chmod(0o755)
    if what == "file":  # its folder may be written, not itself
        tmp_path.chmod(0o777)
        (tmp_path / "assidu.db").chmod(0o444)
    else:
        (tmp_path / "assidu.db").chmod(0o666)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.setgid(65534)
        os.setuid(65534)
        try:
            open_database(f"sqlite:///{tmp_path}/assidu.db")
            said = "opened"
        except CannotOpen as fault:
            said = str(fault)
        except BaseException as fault:
            said = repr(fault)
        os.write(writing, said.encode())
        os._exit(0)
    os.close(writing)
    said = os.read(reading, 10_000).decode()
    os.close(reading)
    os.waitpid(child, 0)
    assert said.startswith(str(tmp_path))
    assert "lecture seule" in said or "vos droits" in said
    assert sound(tmp_path / "assidu.db")


# a file that is not what it should be


def broken_header(path):
    with path.open("r+b") as file:
        file.write(b"\xff" * 64)


def no_database(path):
    path.write_text("Compte rendu de la réunion\n" * 400, encoding="utf-8")


def foreign(path):
    path.unlink()
    with closing(sqlite3.connect(path)) as base:
        base.execute("CREATE TABLE t (x)")


def newer(path):
    with closing(sqlite3.connect(path)) as base:
        base.execute(f"PRAGMA user_version = {SCHEMA + 1}")


def folder(path):
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (broken_header, "abîmé ou n'est pas une base ; reprenez une sauvegarde par « assidu restore »"),
        (no_database, "abîmé ou n'est pas une base ; reprenez une sauvegarde par « assidu restore »"),
        (foreign, "n'est pas une base d'Assidu ; choisissez un autre dossier"),
        (newer, "écrite par une version plus récente d'Assidu ; mettez Assidu à jour"),
        (folder, "c'est un dossier ; donnez le nom d'un fichier"),
    ],
)
def test_a_file_that_is_no_base_of_ours_is_left_as_it_is(assidu, home, action, spoil, said):
    database.close()
    path = home / "assidu.db"
    spoil(path)
    before = None if path.is_dir() else path.read_bytes()
    for line in (["check"], ["backup"]):
        answer = assidu(*line)
        assert (answer.status, len(answer.errors)) == (2, 1)
        assert said in answer.errors[0]
    assert path.is_dir() if before is None else path.read_bytes() == before


@pytest.mark.slow
@pytest.mark.parametrize("how", ["a page", "cut short"])
def test_a_base_damaged_inside_is_told_when_it_is_met(assidu, home, store, how):
    for number in range(300):
        participants.add(last_name=f"Nom {number}", first_name="x" * 50, who="Claire")
    database.close()
    path = home / "assidu.db"
    with path.open("r+b") as file:
        if how == "a page":
            file.seek(8 * 4096)
            file.write(b"\xff" * (path.stat().st_size - 12 * 4096))
        else:
            file.truncate(path.stat().st_size // 2)
    for line in (["backup"], ["export", "QUARTIER"], ["check"]):
        answer = assidu(*line)
        assert answer.status == 2, (line, answer)
        assert len(answer.errors) == 1
    assert backups.backups_of(path) == []


# several at once, and time


def test_two_applications_at_once_both_work(house):
    first, second = (open_database(f"sqlite:///{house.home}/assidu.db") for _ in range(2))
    for number in range(20):
        database.initialize((first, second)[number % 2])
        participants.add(last_name="X", first_name=f"N{number}", who="Claire")
    assert Person.select().where(Person.last_name == "X").count() == 20
    first.close()
    second.close()


def test_a_clock_set_back_is_told_and_work_goes_on(assidu, home, action, tmp_path, monkeypatch):
    monkeypatch.setenv("ASSIDU_TODAY", "2999-01-01")
    participants.add(last_name="Diallo", first_name="Amina", who="Claire")
    monkeypatch.setenv("ASSIDU_TODAY", "2026-06-30")
    assidu("template", str(tmp_path / "vide.xlsx"))
    assert assidu("import", str(tmp_path / "vide.xlsx")).errors == []  # the day was chosen
    monkeypatch.delenv("ASSIDU_TODAY")
    answer = assidu("import", str(tmp_path / "vide.xlsx"))
    assert answer.status == 0
    (said,) = answer.errors
    assert said.startswith("La date de cette machine (")
    assert "est avant celle du dernier acte enregistré (01/01/2999)" in said


async def test_a_clock_set_back_is_told_on_the_first_screen(house, monkeypatch):
    monkeypatch.setenv("ASSIDU_TODAY", "2999-01-01")
    participants.add(last_name="X", first_name="Y", who="Claire")
    monkeypatch.delenv("ASSIDU_TODAY")
    monkeypatch.setattr("tui.app.SETTLED", 0.01)
    async with opened(house) as (app, pilot):
        await pilot.pause(0.05)
        await app.workers.wait_for_complete()
        (said,) = messages(app)
        assert "est avant celle du dernier acte" in said


@pytest.mark.skipif(sys.platform == "win32", reason="a file that is open cannot be removed there")
@pytest.mark.parametrize("how", ["removed", "moved", "replaced"])
def test_a_home_that_goes_away_while_in_use(store, home, how):
    participants.add(last_name="Diallo", first_name="Amina", who="Claire")
    elsewhere = home.with_name(f"{home.name}-ailleurs")
    if how == "removed":
        shutil.rmtree(home)
    else:
        home.rename(elsewhere)
    if how == "replaced":
        home.mkdir()
        (home / "assidu.db").touch()
    with pytest.raises(Refused) as refused:
        participants.add(last_name="Benali", first_name="Samir", who="Claire")
    assert str(refused.value) == (
        "Rien n'est enregistré, la base n'a pas pu être écrite : son dossier a été déplacé ou supprimé ; remettez-le "
        "en place et rouvrez Assidu."
    )
    if how == "moved":
        elsewhere.rename(home)
        participants.add(last_name="Benali", first_name="Samir", who="Claire")
        assert Person.select().count() == 2
