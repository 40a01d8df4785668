"""Files are whole or not there, closed to others, and what an interruption left is swept."""

import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from config import files, settings
from config.settings import Settings
from models.export import book as workbook
from models.export import indicators
from models.storage.opening import open_database
from tests import engines
from tui.crash import write_crash

pytestmark = engines.on_file

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="a user's folders are closed to others there")


def rights(path):
    return stat.S_IMODE(path.stat().st_mode)


def dead():
    """The number of a program that has ended."""
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return child.pid


def test_a_file_takes_its_name_once_whole(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("before")
    with files.draft(path) as file:
        file.write_text("after")
        assert path.read_text() == "before"
    assert [one.name for one in tmp_path.iterdir()] == ["a.txt"]
    assert path.read_text() == "after"


def test_a_file_that_fails_leaves_the_one_there_was(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("before")
    with pytest.raises(ZeroDivisionError), files.draft(path) as file:
        file.write_text("half")
        raise ZeroDivisionError
    assert [one.name for one in tmp_path.iterdir()] == ["a.txt"]
    assert path.read_text() == "before"


@POSIX
def test_a_private_file_is_so_from_its_first_byte(tmp_path):
    path = tmp_path / "a.txt"
    with files.draft(path, private=True) as file:
        assert rights(file) == 0o600
    assert rights(path) == 0o600


def test_leftovers_of_programs_that_ended_are_swept_and_no_others(tmp_path):
    ours, another = files.MACHINE, "00000000"
    dead_draft = tmp_path / f".assidu-{ours}-{dead()}-1.tmp"
    dead_log = tmp_path / f".assidu-{ours}-{dead()}-1.tmp-journal"
    dead_scratch = tmp_path / f".assidu-{ours}-{dead()}-2.tmp"
    alive = tmp_path / f".assidu-{ours}-{os.getpid()}-1.tmp"
    elsewhere = tmp_path / f".assidu-{another}-{dead()}-1.tmp"
    forgotten = tmp_path / f".assidu-{another}-{dead()}-2.tmp"
    earlier = tmp_path / ".assidu-abcd_123.toml"
    somebody_s = tmp_path / ".assidu-notes.tmp"
    dead_scratch.mkdir()
    (dead_scratch / "sheet.xml").write_text("Diallo")
    for path in (dead_draft, dead_log, alive, elsewhere, forgotten, earlier, somebody_s):
        path.write_text("Diallo")
    for path in (forgotten, earlier, somebody_s):
        os.utime(path, (time.time() - 2 * files.FORGOTTEN,) * 2)
    files.sweep(tmp_path, tmp_path / "nowhere")
    assert set(tmp_path.iterdir()) == {alive, elsewhere, somebody_s}


@POSIX
def test_everything_of_a_new_home_is_readable_by_its_owner_only(tmp_path):
    old = os.umask(0o022)
    try:
        home = tmp_path / "maison"
        settings.save(Settings(user="Nadia"), home)
        engine = open_database(f"sqlite:///{home}/assidu.db")
        engine.execute_sql("CREATE TABLE t (x)")
        write_crash(home, ValueError("Diallo"))
        assert rights(home) == 0o700
        assert {path.name.split("-20")[0]: rights(path) for path in home.iterdir()} == dict.fromkeys(
            ["assidu.toml", "assidu.db", "assidu.db-wal", "assidu.db-shm", "incident"], 0o600
        )
        engine.close()
    finally:
        os.umask(old)


@POSIX
def test_a_home_open_to_others_is_closed_when_opened(assidu, home, action):
    assidu("backup")
    (home / "assidu.toml").touch()
    (home / "incident-20260101-080000.txt").touch()
    backup = next((home / "sauvegardes").iterdir())
    private = [home / "assidu.db", home / "assidu.toml", home / "incident-20260101-080000.txt", backup]
    for path in private:
        path.chmod(0o644)
    backup.parent.chmod(0o755)
    assert assidu("check").status == 0
    assert {rights(path) for path in private} == {0o600}
    assert rights(backup.parent) == 0o700


@POSIX
def test_a_folder_that_was_there_keeps_its_rights(tmp_path):
    tmp_path.chmod(0o755)
    open_database(f"sqlite:///{tmp_path}/assidu.db").close()
    assert rights(tmp_path) == 0o755


def test_a_workbook_is_worked_out_in_a_folder_closed_to_others(assidu, home, action, tmp_path, monkeypatch):
    seen = []

    class Looking(workbook.Book):
        def __init__(self, path, scratch, *rest):
            seen.append((scratch, rights(type(path)(scratch)), list((tmp_path / "ailleurs").iterdir())))
            super().__init__(path, scratch, *rest)

    (tmp_path / "ailleurs").mkdir()
    monkeypatch.setattr(indicators, "Book", Looking)
    monkeypatch.setenv("TMPDIR", str(tmp_path / "ailleurs"))
    assert assidu("export", "QUARTIER", "-o", str(tmp_path / "a.xlsx")).status == 0
    ((scratch, mode, elsewhere),) = seen
    assert Path(scratch).parent == home
    assert (mode, elsewhere) == (0o700 if sys.platform != "win32" else mode, [])
    assert not [path for path in (*home.iterdir(), *tmp_path.iterdir()) if path.name.startswith(".assidu-")]


def test_a_crash_report_holds_no_name(tmp_path):
    def show(person):
        return person["Diallo"]

    try:
        try:
            show({"Amina Diallo": 1})
        except KeyError as fault:
            raise ValueError("Amina Diallo") from fault
    except ValueError as defect:
        said = write_crash(tmp_path, defect)
    (report,) = tmp_path.glob("incident-*.txt")
    assert str(report) in said
    assert "Diallo" not in report.read_text(encoding="utf-8")
    assert "KeyError" in report.read_text(encoding="utf-8")
