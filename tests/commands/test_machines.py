"""Any console, pipe, name of file and right: an answer or one sentence, on Windows and macOS as on Linux."""

import errno
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from config import settings
from models import tables
from models.storage.opening import open_database
from tui import command
from tui.command import main
from tui.commands import opening, specifications


class Console(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def action(store):
    return store.Action.create(code="ÉTÉ-26", convention="cd49-adse-b", start="2026-01-05", end="2026-12-18")


@pytest.mark.sweep(1)
@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-16"])
def test_what_is_said_is_the_same_whatever_the_console_says_of_itself(home, action, encoding):
    def said(*words: str) -> subprocess.CompletedProcess:
        line = [sys.executable, "-m", "tui.command", *words]
        environment = os.environ | {"PYTHONIOENCODING": encoding, "PYTHONPATH": str(Path(__file__).parents[2])}
        return subprocess.run(line, env=environment, capture_output=True)

    assert "édition 2021" in said("conventions", "show", "cd49-adse-b").stdout.decode("utf-8")
    assert said("check", "ÉTÉ").stderr.decode("utf-8") == (
        "Action « ÉTÉ » inconnue ; vouliez-vous dire « ÉTÉ-26 » ?" + os.linesep
    )


def test_json_is_the_same_whatever_a_pipe_takes_its_bytes_for(assidu, action):
    out = assidu("indicators", "ÉTÉ-26", "--json").out
    for encoding in ("ascii", "cp850", "cp1252", "utf-8"):
        assert json.loads(out.encode("ascii").decode(encoding))["action"] == "ÉTÉ-26"


@pytest.mark.parametrize("closed", ["stdin", "stdout", "stderr"])
def test_a_stream_closed_beforehand_is_no_defect(assidu, action, monkeypatch, closed):
    monkeypatch.setattr(sys, closed, None)
    assert main(["hours", "ÉTÉ-26", "--json"]) == 2
    assert main(["conventions"]) == 0


@pytest.mark.parametrize("missing", ["stdin", "stdout", "stderr"])
@pytest.mark.parametrize("stream", [None, io.StringIO()])
def test_the_screens_need_a_whole_terminal(home, monkeypatch, missing, stream):
    monkeypatch.setattr(opening, "_open", lambda *_: 0)
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, stream if name == missing else Console())
    assert main([]) == 2


def test_a_reader_that_leaves_is_no_defect_on_windows(assidu, home, monkeypatch):
    def leaves(asked):
        raise OSError(errno.EINVAL, "Invalid argument")

    silenced: list = []
    monkeypatch.setattr(specifications, "conventions", leaves)
    monkeypatch.setattr(command, "_silence", silenced.append)
    assert assidu("conventions").status == 3
    monkeypatch.setattr(sys, "platform", "win32")
    answer = assidu("conventions")
    assert (answer.status, answer.out, answer.errors, len(silenced)) == (0, "", [], 1)


def test_a_name_too_long_is_one_sentence(assidu, home, action, monkeypatch):
    long = "a" * 300 + ".xlsx"
    for line in (["template", long], ["import", long], ["export", "ÉTÉ-26", "-o", long], ["demo", "--seed-only", long]):
        answer = assidu(*line)
        assert (answer.status, len(answer.errors)) == (2, 1), line
        assert "aaa.xlsx" in answer.errors[0]
    monkeypatch.setenv("ASSIDU_HOME", str(home / long))
    assert assidu("check").status == 2


def test_an_unreachable_file_is_one_sentence(assidu, home, monkeypatch):
    def unreachable(folder):
        raise PermissionError(errno.EACCES, "Permission denied", str(folder / "assidu.toml"))

    monkeypatch.setattr(settings, "load", unreachable)
    answer = assidu("check")
    assert (answer.status, len(answer.errors)) == (2, 1)
    assert answer.errors[0].startswith(f"{home / 'assidu.toml'} : hors d'atteinte")


def test_nobody_s_home_is_one_sentence(assidu, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASSIDU_HOME", "~personne-de-ce-nom/assidu")
    answer = assidu("check")
    assert (answer.status, len(answer.errors)) == (2, 1)
    assert answer.errors[0].startswith("~personne-de-ce-nom/assidu : dossier introuvable")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="every name there is Unicode")
def test_a_name_that_is_not_in_utf_8(assidu, action, tmp_path, monkeypatch):
    name = os.fsdecode("été".encode("latin-1"))
    modele = tmp_path / f"{name}.xlsx"
    assert assidu("template", str(modele)).status == 0
    answer = assidu("import", str(modele), "--json")
    assert answer.status == 2
    assert answer.document["errors"][0]["message"].startswith("Le nom du fichier a des lettres illisibles")
    assert assidu("export", "ÉTÉ-26", "-o", str(tmp_path / f"{name}-26.xlsx")).status == 0
    monkeypatch.setenv("ASSIDU_HOME", str(tmp_path / name))
    assert assidu("backup").status == 0
    assert (tmp_path / name / "assidu.db").exists()


@pytest.mark.slow
def test_the_example_is_closed_before_its_folder_is_removed(home, monkeypatch):
    removed = []

    class Folder:
        def __init__(self, **options):
            pass

        def __enter__(self):
            return str(home / "exemple")

        def __exit__(self, *fault):
            removed.append(tables.database.is_closed())

    def opened(found, folder):
        open_database(settings.database_url(found, folder))
        return 0

    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, Console())
    monkeypatch.setattr("tempfile.TemporaryDirectory", Folder)
    monkeypatch.setattr(opening, "_open", opened)
    assert main(["demo"]) == 0
    assert removed == [True]
