"""The program is killed at any moment, hundreds of times: what was acknowledged is there, nothing is there by half."""

import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import time
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
import xlsxwriter

from config import files, settings
from config.settings import Settings
from models.demo import seeding
from models.duties import periods
from models.export import indicators
from models.export.returns import write_return
from models.journal import restoring
from models.people import participants
from models.returns import prepared
from models.sessions import roll
from models.storage import backups
from models.storage.opening import open_database
from models.storage.signature import SCHEMA
from models.tables import Action, Attendance, JournalEntry, Parcours, Person, Session, database
from models.takeover.process import take_over
from tests import engines
from tests.storage.migrations.test_migrations import earlier, rows

pytestmark = [
    pytest.mark.slow,
    engines.on_file,
    pytest.mark.skipif(sys.platform == "win32", reason="no program is split in two there"),
]
TODAY = "2026-06-30"
HAS_RUN = 1.2  # of the time the work takes, so that some are killed just after


@pytest.fixture(autouse=True)
def day(monkeypatch, tmp_path):
    monkeypatch.setenv("ASSIDU_TODAY", TODAY)
    monkeypatch.setenv("ASSIDU_HOME", str(tmp_path))
    monkeypatch.delenv("ASSIDU_DATABASE", raising=False)


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    """The home of a made-up year, closed."""
    home = tmp_path_factory.mktemp("année")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ASSIDU_TODAY", TODAY)
        patch.setenv("ASSIDU_HOME", str(home))
        seeding.seed(home)
        database.close()
    return home


def begun(work):
    """Begins ``work(tell)`` in a program of its own; gives its number and where to read what it tells."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            work(lambda said: os.write(writing, json.dumps(said).encode() + b"\n"))
        finally:
            os._exit(0)
    os.close(writing)
    return child, reading


def ended(child, reading):
    """What a program had told when it ended; the last line may be cut."""
    with os.fdopen(reading, "rb") as file:
        told = file.read().split(b"\n")[:-1]
    os.waitpid(child, 0)
    return [json.loads(line) for line in told]


def killed(work, seconds, dice):
    """What ``work`` had told when it was killed, at any moment of so many seconds."""
    child, reading = begun(work)
    time.sleep(dice.uniform(0, seconds))
    os.kill(child, signal.SIGKILL)
    return ended(child, reading)


def lasting(work):
    """How long the work takes when it is left alone, in seconds."""
    start = time.perf_counter()
    ended(*begun(work))
    return (time.perf_counter() - start) * HAS_RUN


def sound(path):
    with closing(sqlite3.connect(path)) as base:
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []


def drafts(*folders):
    return [path.name for folder in folders if folder.is_dir() for path in folder.iterdir() if ".assidu-" in path.name]


def address(home):
    return f"sqlite:///{home}/assidu.db"


def test_every_acknowledged_act_is_there(tmp_path):
    """120 kills while three kinds of acts follow each other."""
    engine = open_database(address(tmp_path))
    action = Action.create(code="A", convention="cd49-adse-a-renforce", start="2026-01-01", end="2026-12-31", places=12)
    for number in range(12):
        person = Person.create(code=f"P{number}", last_name=f"N{number}", first_name="x", folded=f"n{number} x")
        Parcours.create(action=action, person=person, entry="2026-01-05")
    session = Session.create(action=action, code="S", nature="seance", day=TODAY, start=540, end=720).id
    known = [person.id for person in Person.select()]
    engine.close()

    def acting(tell):
        dice = random.Random(os.getpid())
        open_database(address(tmp_path))
        while True:
            verb = dice.choice(["mark", "mark", "mark", "add", "note"])
            if verb == "mark":
                person, status = dice.choice(known), dice.choice(list(roll.MARKS))
                roll.mark(session, person, status, who="Nadia")
                tell([verb, person, status])
            elif verb == "add":
                name = f"Z{os.getpid()} {dice.random()}"
                participants.add(last_name=name, first_name="x", who="Nadia")
                tell([verb, name, ""])
            else:
                text = f"note {dice.random()}"
                roll.note(session, text, who="Nadia")
                tell([verb, 0, text])

    dice, state, acts = random.Random(1), {}, 0
    for _ in range(120):
        told = killed(acting, 0.25, dice)
        for verb, what, value in told:
            state[verb, what] = value
        open_database(address(tmp_path))
        journal = JournalEntry.select().count()
        found = {("mark", mark.person_id): mark.status for mark in Attendance.select()}
        found |= {("add", person.last_name): "" for person in Person.select() if person.id not in known}
        found |= {("note", 0): Session.get_by_id(session).note} if ("note", 0) in state else {}
        written = found.get(("note", 0)), Session.get_by_id(session).note
        database.close()
        more = journal - acts - len(told)  # one may be on disk though nobody was told yet
        same_mark_again = sum(verb == "mark" for verb, *_ in told)  # marking as it is marked is no act
        assert -same_mark_again <= more <= 1
        different = {key for key, value in state.items() if found.get(key) != value}
        unknown = set(found) - set(state)
        assert len(different | unknown) <= 1, (different, unknown, written)
        state, acts = found, journal
        sound(tmp_path / "assidu.db")
    assert acts > 100


def test_an_import_is_whole_or_is_not(tmp_path):
    """40 kills."""
    with xlsxwriter.Workbook(tmp_path / "reprise.xlsx") as book:
        actions, persons, stays = (book.add_worksheet(name) for name in ("Actions", "Participants", "Parcours"))
        actions.write_row(0, 0, ["Code", "Convention", "Début", "Fin"])
        actions.write_row(1, 0, ["QUARTIER", "cd49-adse-b", "05/01/2026", "18/12/2026"])
        persons.write_row(0, 0, ["Identifiant", "Nom", "Prénom"])
        stays.write_row(0, 0, ["Action", "Participant", "Entrée"])
        for row in range(1, 301):
            persons.write_row(row, 0, [f"P-{row}", f"Nom {row}", "x"])
            stays.write_row(row, 0, ["QUARTIER", f"P-{row}", "05/01/2026"])
    (tmp_path / "base").mkdir()
    open_database(address(tmp_path / "base")).close()

    def importing(home):
        def work(tell):
            open_database(address(home))
            tell(take_over(tmp_path / "reprise.xlsx").errors == [])

        return work

    shutil.copytree(tmp_path / "base", tmp_path / "essai")
    seconds, dice, outcomes = lasting(importing(tmp_path / "essai")), random.Random(2), set()
    for number in range(40):
        home = tmp_path / f"maison-{number}"
        shutil.copytree(tmp_path / "base", home)
        told = killed(importing(home), seconds, dice)
        open_database(address(home))
        found = (
            Person.select().count(),
            Parcours.select().count(),
            Action.select().count(),
            JournalEntry.select().count(),
        )
        database.close()
        assert found in ((0, 0, 0, 0), (300, 300, 1, 1))
        assert found[0] or told == []
        outcomes.add(found[0])
        sound(home / "assidu.db")
        assert drafts(home) == []
        shutil.rmtree(home)
    assert 0 in outcomes


@pytest.mark.parametrize("kind", ["export", "return"])
def test_a_workbook_is_whole_or_is_not(year, tmp_path, kind, monkeypatch):
    """30 kills each."""
    home, out = tmp_path / "maison", tmp_path / "exports"
    shutil.copytree(year, home)
    monkeypatch.setenv("ASSIDU_HOME", str(home))
    out.mkdir()
    path = out / "a.xlsx"

    def writing(tell):
        open_database(address(home))
        if kind == "export":
            action = Action.get(Action.code == "PERMIS")
            indicators.write(action, action.start, action.end, path, "Claire")
        else:
            action = Action.get(Action.code == "COACHING")
            period = periods.asked(action, "mois", "2026-05", "")
            write_return(prepared.prepare(period), path, "Claire")
        tell("written")

    seconds, dice, left = lasting(writing), random.Random(3), 0
    assert path.exists()
    for _ in range(30):
        path.unlink(missing_ok=True)
        told = killed(writing, seconds, dice)
        assert path.exists() or told == []
        if path.exists():
            assert zipfile.ZipFile(path).testzip() is None
            assert "xl/workbook.xml" in zipfile.ZipFile(path).namelist()
        left += len(drafts(out, home))
        files.sweep(out, home)
        assert drafts(out, home) == []
    assert left  # or none was killed in the middle
    sound(home / "assidu.db")


def test_a_backup_is_whole_or_is_not(year, tmp_path):
    """50 kills."""
    home = tmp_path / "maison"
    shutil.copytree(year, home)
    path, folder = home / "assidu.db", home / "sauvegardes"

    def backing_up(tell):
        open_database(address(home))
        while True:
            tell(backups.back_up(path, "demande").name)

    dice, left, made = random.Random(4), 0, 0
    for _ in range(50):
        told = killed(backing_up, 0.4, dice)
        made += len(told)
        left += len(drafts(folder))
        open_database(address(home)).close()
        assert drafts(home, folder) == []
        there = {one.name for one in folder.iterdir()} if folder.is_dir() else set()
        assert set(told[-3:]) <= there
        for name in there:
            sound(folder / name)
        assert len(backups.backups_of(path)) == len(there)
    assert left
    assert made


def test_a_migration_is_whole_or_is_not(tmp_path):
    """40 kills, at a schema's distance."""
    earlier(1, tmp_path / "old.db")
    before = {table: len(records) for table, records in rows(tmp_path / "old.db").items()}
    before["journal_entry"] += 1  # the act that seals what none told

    def opening(home):
        def work(tell):
            open_database(address(home))
            tell("open")

        return work

    def fresh(number):
        home = tmp_path / f"maison-{number}"
        home.mkdir()
        shutil.copy(tmp_path / "old.db", home / "assidu.db")
        return home

    seconds, dice, versions = lasting(opening(fresh("essai"))), random.Random(5), set()
    for number in range(40):
        home = fresh(number)
        killed(opening(home), seconds, dice)
        with closing(sqlite3.connect(home / "assidu.db")) as base:
            versions.add(base.execute("PRAGMA user_version").fetchone()[0])
        open_database(address(home)).close()
        after = {table: len(records) for table, records in rows(home / "assidu.db").items()}
        assert {table: after[table] for table in before} == before
        with closing(sqlite3.connect(home / "assidu.db")) as base:
            assert base.execute("PRAGMA user_version").fetchone() == (SCHEMA,)
        sound(home / "assidu.db")
        kept = list((home / "sauvegardes").iterdir())
        assert kept
        for backup in kept:
            sound(backup)
            with closing(sqlite3.connect(backup)) as base:
                assert base.execute("PRAGMA user_version").fetchone() == (1,)
        assert drafts(home, home / "sauvegardes") == []
        shutil.rmtree(home)
    assert versions == {1, SCHEMA}


def test_a_restore_is_whole_or_is_not(year, tmp_path):
    """30 kills."""
    seed = tmp_path / "base"
    shutil.copytree(year, seed)
    open_database(address(seed))
    count = Person.select().count()
    backup = tmp_path / "clé.db"
    backups.copy_to(backup, seed / "assidu.db")
    for number in range(30):
        participants.add(last_name="X", first_name=f"N{number}", who="Claire")
    database.close()

    def restore(home):
        def work(tell):
            database = home / "assidu.db"
            restoring.restore(restoring.look(backup, database), database, "Claire")
            tell("restored")

        return work

    def fresh(number):
        return Path(shutil.copytree(seed, tmp_path / f"maison-{number}"))

    seconds, dice, outcomes = lasting(restore(fresh("essai"))), random.Random(6), set()
    for number in range(30):
        home = fresh(number)
        told = killed(restore(home), seconds, dice)
        open_database(address(home))
        found = Person.select().count()
        database.close()
        assert found in ((count,) if told else (count, count + 30))
        outcomes.add(found)
        sound(home / "assidu.db")
        if found == count:  # what was there can be had again, and the journal says so
            with closing(sqlite3.connect(home / "assidu.db")) as base:
                last = base.execute("SELECT kind FROM journal_entry ORDER BY id DESC LIMIT 1").fetchone()
            assert last == ("restore",)
            (before,) = (home / "sauvegardes").iterdir()
            assert len(rows(before)["person"]) == count + 30
        assert drafts(home, home / "sauvegardes") == []
        shutil.rmtree(home)
    assert outcomes == {count, count + 30}


def test_settings_are_whole(tmp_path):
    """20 kills."""

    def saving(tell):
        for number in range(100_000):
            settings.save(Settings(user=f"Claire {number}", sites=("Angers", "Saumur") * 50), tmp_path)
            tell(number)

    dice = random.Random(7)
    for _ in range(20):
        told = killed(saving, 0.05, dice)
        found = settings.load(tmp_path)
        if told:
            assert found.user in (f"Claire {told[-1]}", f"Claire {told[-1] + 1}")
        files.sweep(tmp_path)
        assert drafts(tmp_path) == []
