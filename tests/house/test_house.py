"""How the house is laid out, and what each command loads."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from config.catalogue import catalogue

ROOT = Path(__file__).parents[2]
PACKAGES = ("config", "models", "tui")


def python_files():
    return [file for package in PACKAGES for file in (ROOT / package).rglob("*.py")]


def test_the_top_level_holds_nothing_else():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a git checkout")
    top = {name.split("/")[0] for name in listed.stdout.split("\0") if name}
    assert {name for name in top if not name.startswith(".")} == {
        "config",
        "models",
        "tui",
        "tests",
        "pyproject.toml",
        "README.md",
    }


def test_the_test_command_of_the_readme_is_the_one_that_is_run():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    command = next(line for line in readme.splitlines() if line.startswith("python3 -m venv") and "pytest" in line)
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_no_python_file_knows_a_convention():
    ids = list(catalogue())
    holding = [file for file in python_files() for id in ids if id in file.read_text(encoding="utf-8")]
    assert ids
    assert holding == []


def test_each_module_says_what_it_holds():
    trees = {file: ast.parse(file.read_text(encoding="utf-8")) for file in python_files()}
    assert [str(file) for file, tree in trees.items() if tree.body and not ast.get_docstring(tree)] == []


def loaded_by(*words: str, home: Path, modules: tuple[str, ...]) -> tuple[int, set[str]]:
    """The exit status of a command, and which of ``modules`` it loaded."""
    code = (
        "import sys; from tui.command import main; status = main(sys.argv[2:])\n"
        "print(status, *(m for m in sys.argv[1].split(',') if m in sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, ",".join(modules), *words],
        cwd=ROOT,
        env={"ASSIDU_HOME": str(home), "ASSIDU_TODAY": "2026-06-30", "PATH": ""},
        capture_output=True,
        text=True,
    )
    status, *loaded = done.stderr.splitlines()[-1].split()
    return int(status), set(loaded)


@pytest.fixture
def filled(store, home):
    store.Action.create(code="ADSE", convention="cd49-adse-b", start="2026-01-05", end="2026-12-18")
    return home


def test_an_export_loads_no_interface(filled, tmp_path):
    words = ("export", "ADSE", "-o", str(tmp_path / "indicateurs.xlsx"))
    status, loaded = loaded_by(*words, home=filled, modules=("textual", "rich", "python_calamine", "holidays"))
    assert (status, loaded) == (0, set())
    assert (tmp_path / "indicateurs.xlsx").stat().st_size > 0


def test_figures_load_no_interface_and_no_workbook(filled):
    modules = ("textual", "rich", "xlsxwriter", "python_calamine", "holidays")
    for words in (("indicators", "ADSE"), ("check",)):
        assert loaded_by(*words, home=filled, modules=modules) == (0, set())


def test_help_loads_next_to_nothing(tmp_path):
    modules = ("textual", "peewee", "pendulum", "xlsxwriter", "python_calamine", "models.tables", "config.schema")
    assert loaded_by("--help", home=tmp_path, modules=modules) == (0, set())


def test_a_reader_that_leaves_early_is_no_fault(tmp_path):
    """Like ``assidu conventions show … | head -1``, with the pipe closed before anything is written."""
    code = "import sys; sys.stdin.read(); from tui.command import main; sys.exit(main(sys.argv[1:]))"
    running = subprocess.Popen(
        [sys.executable, "-c", code, "conventions", "show", next(iter(catalogue()))],
        cwd=ROOT,
        env={"ASSIDU_HOME": str(tmp_path), "PATH": ""},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    running.stdout.close()
    running.stdin.close()
    assert (running.stderr.read(), running.wait()) == ("", 0)
    running.stderr.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_one_sentence(tmp_path):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "tui.command", "conventions"],
            cwd=ROOT,
            env={"ASSIDU_HOME": str(tmp_path), "PATH": ""},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )
    assert (done.returncode, done.stderr) == (2, "Le disque est plein ; libérez de la place puis recommencez.\n")
