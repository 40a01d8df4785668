"""Several programs at once on one home, and programs told to end: real ones, as they are installed."""

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
import xlsxwriter

from models.storage import upgrading
from models.storage.file import CannotOpen
from models.storage.opening import open_database
from models.storage.signature import SCHEMA
from models.tables import Person, database
from tests import engines
from tests.storage.migrations.test_migrations import earlier, rows

pytestmark = engines.on_file
ROOT = Path(__file__).parents[2]
OPENING = """
import sys
from models.storage.opening import open_database
engine = open_database(sys.argv[1])
(version,) = engine.execute_sql("PRAGMA user_version").fetchone()
print(version, *engine.execute_sql("SELECT count(*) FROM person").fetchone())
"""


def program(*words, **options):
    environment = os.environ | {"PYTHONPATH": str(ROOT), "ASSIDU_TODAY": "2026-06-30"} | options
    return subprocess.Popen(
        [sys.executable, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )


def command(*words, home):
    return program("-m", "tui.command", *words, ASSIDU_HOME=str(home))


@pytest.mark.slow
def test_of_several_starts_on_an_old_base_one_migrates_and_all_open(tmp_path):
    """Ten times four programs."""
    earlier(1, tmp_path / "old.db")
    people = str(len(rows(tmp_path / "old.db")["person"]))
    for number in range(10):
        home = tmp_path / str(number)
        home.mkdir()
        shutil.copy(tmp_path / "old.db", home / "assidu.db")
        started = [program("-c", OPENING, f"sqlite:///{home}/assidu.db") for _ in range(4)]
        answers = [one.communicate() for one in started]
        assert answers == [(f"{SCHEMA} {people}\n", "")] * 4
        (backup,) = (home / "sauvegardes").iterdir()  # one alone saw an old base
        assert backup.name.endswith(f"-migration-{SCHEMA}.db")


@pytest.mark.slow
def test_several_first_starts(tmp_path):
    for number in range(5):
        home = tmp_path / str(number)
        started = [program("-c", OPENING, f"sqlite:///{home}/assidu.db") for _ in range(4)]
        assert [one.communicate() for one in started] == [(f"{SCHEMA} 0\n", "")] * 4


def test_an_earlier_version_left_open_is_waited_for_then_told(tmp_path, monkeypatch):
    monkeypatch.setattr(upgrading, "PATIENCE", 0.2)
    path = tmp_path / "assidu.db"
    earlier(1, path)
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA journal_mode = wal")
        before = other.execute("SELECT count(*) FROM person").fetchone()
        with pytest.raises(CannotOpen, match="un autre programme la tient ; fermez Assidu partout ailleurs"):
            open_database(f"sqlite:///{path}")
        assert other.execute("PRAGMA user_version").fetchone() == (1,)
        assert other.execute("SELECT count(*) FROM person").fetchone() == before
    open_database(f"sqlite:///{path}")
    assert (Person.select().count(),) == before
    database.close()


def test_a_start_waits_for_who_has_the_base_to_itself(tmp_path):
    path = tmp_path / "assidu.db"
    open_database(f"sqlite:///{path}").close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA locking_mode = exclusive")
    other.execute("BEGIN EXCLUSIVE")
    start = program("-c", OPENING, f"sqlite:///{path}")
    with pytest.raises(subprocess.TimeoutExpired):
        start.wait(1)
    other.close()
    assert start.communicate(timeout=30) == (f"{SCHEMA} 0\n", "")


@pytest.mark.slow
def test_backup_and_restore_as_they_are_installed(tmp_path):
    home = tmp_path / "maison"
    assert command("backup", "-o", str(tmp_path / "clé.db"), home=home).communicate()[1] == ""
    told = command("restore", str(tmp_path / "clé.db"), home=home)
    out, errors = told.communicate()
    assert (told.returncode, errors.count("\n")) == (2, 1)
    assert "Rien de ce qui est enregistré ne serait perdu." in out
    done = command("restore", str(tmp_path / "clé.db"), "--yes", home=home)
    assert done.communicate()[1] == ""
    assert done.returncode == 0


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="a program is only ended there, never told to")
@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("line", ["import", "export"])
def test_a_command_told_to_end_leaves_nothing_behind(tmp_path, line, told):
    home, out = tmp_path / "maison", tmp_path / "exports"
    out.mkdir()
    with xlsxwriter.Workbook(tmp_path / "reprise.xlsx") as book:
        actions, persons, stays = (book.add_worksheet(name) for name in ("Actions", "Participants", "Parcours"))
        actions.write_row(0, 0, ["Code", "Convention", "Début", "Fin"])
        actions.write_row(1, 0, ["QUARTIER", "cd49-adse-b", "05/01/2026", "18/12/2026"])
        persons.write_row(0, 0, ["Identifiant", "Nom", "Prénom"])
        stays.write_row(0, 0, ["Action", "Participant", "Entrée"])
        for row in range(1, 4001):
            persons.write_row(row, 0, [f"P-{row}", f"Nom {row}", "x"])
            stays.write_row(row, 0, ["QUARTIER", f"P-{row}", "05/01/2026"])
    words = ["import", str(tmp_path / "reprise.xlsx")]
    if line == "export":
        assert command(*words, home=home).wait() == 0
        words = ["export", "QUARTIER", "-o", str(out / "a.xlsx")]
    else:
        assert command("backup", home=home).wait() == 0
    for delay in (0.7, 1.2, 1.7):
        running = command(*words, home=home)
        time.sleep(delay)
        running.send_signal(told)
        _, errors = running.communicate()
        if running.returncode == 0:  # it was faster
            break
        if running.returncode == -told and not errors:  # it had not begun
            continue
        assert errors == "Interrompu.\n"
        assert running.returncode in (2, -signal.SIGINT)  # the second is Python's, when it was making a class
        assert list(out.iterdir()) == []
        assert not [path.name for path in home.iterdir() if ".assidu-" in path.name]
        with closing(sqlite3.connect(home / "assidu.db")) as base:
            count = base.execute("SELECT count(*) FROM person").fetchone()[0]
            assert count in ((4000,) if line == "export" else (0, 4000))  # it may just have been written
            if count and line == "import":
                break


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of our own is made by Linux and macOS")
def test_the_terminal_s_title_holds_no_name(tmp_path):
    import pty
    import select

    home = tmp_path / "maison"
    assert command("demo", "--seed-only", str(home), home=home).wait() == 0
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(ASSIDU_HOME=str(home), ASSIDU_TODAY="2026-06-30", TERM="xterm-256color", PYTHONPATH=str(ROOT))
        os.execv(sys.executable, [sys.executable, "-m", "tui.command"])
    received, keys, until = b"", [b"3", b"\r", b"\x11"], time.monotonic() + 60  # the people, one of them, and out
    while time.monotonic() < until:
        if not select.select([terminal], [], [], 2)[0]:
            if keys:
                os.write(terminal, keys.pop(0))
            continue
        try:
            received += os.read(terminal, 65536)
        except OSError:
            break
    os.waitpid(child, 0)
    assert b"Participants" in received
    assert not re.search(rb"\x1b\][012];", received)
