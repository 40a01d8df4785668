"""Whatever is written on the command line or in the environment is answered, or refused in one sentence."""

import argparse
import os
import random
import shutil
import stat

import pytest

from config import files
from models.tables import database
from tests import engines
from tests.storage.test_damaged import year
from tui.commands import arguments
from tui.commands.loaders import COMMANDS

__all__ = ["year"]

pytestmark = engines.on_file

ACTION, PERSON = "ADSE-R", "ABDALLAH-R"
TEXTS = (
    *(
        "",
        " ",
        "-",
        "--",
        "-1",
        "0",
        "1",
        "3",
        "99999999999999999999",
        "-99999999999999999999",
        "1" * 4500,
        "1e5",
        "NaN",
    ),
    *(
        "²",
        "٣",
        "１２",
        "1_000",
        "\udcff",
        "caf\udce9",
        "\x1b[2J",
        "\u202e",
        "\ufeff",
        "x" * 300,
        "x" * 20_000,
        "é" * 300,
    ),
    *(
        "%s",
        "{}",
        "{0.__class__}",
        "$HOME",
        "'; DROP TABLE person; --",
        "[bold]",
        "\n",
        "a\nb",
        "🛵",
        "Person",
        "person",
    ),
    *("0000-00-00", "0001-01-01", "9999-12-31", "1900-01-01", "2199-12-31", "2026-02-30", "31/12/2199", "01/01/1900"),
    *("2026-06", "2026-T2", "2026-T5", "0000-01", "9999-12", "2026", "0001", "9999", "20260", "2026-13", "2026-T20"),
    *(ACTION, "PERMIS", "MOBILITE", "COACHING", "CERS", ACTION.lower(), PERSON, "ALVES-P", "cd49-ei", "cd49-adse-b"),
    *("formateur", "coordinateur", "direction", "root", "--json", "--help", "-o", "2026-01-01", "30/06/2026"),
)
PATHS = (
    *(
        "",
        " ",
        ".",
        "..",
        "nulle-part/a.xlsx",
        "a.xlsx",
        "a.html",
        "a.db",
        "a.toml",
        "\udcff.xlsx",
        "x" * 300 + ".xlsx",
    ),
    *("appareil", "appareil.xlsx", "appareil.pdf", "appareil.ics", "appareil.html", "appareil.db", "appareil.toml"),
    *("~personne-de-ce-nom/a.xlsx", "~", "tube", "tube.xlsx"),
    *("boucle", "boucle.xlsx", "dossier", "dossier.xlsx", "vide", "vide.xlsx", "vide.toml", "assidu.db", "assidu.toml"),
    *("lien.db", "sauvegardes", "-", "a\nb.xlsx", "a" * 5000, "CON.xlsx", "été.xlsx", "a.XLSX", ".xlsx", "a.xlsx/"),
)
ADDRESSES = (
    *("sqlite:///:memory:", "sqlite:///", "sqlite:////", "sqlite://", "sqlite:", "sqlite:///%00", "sqlite:///%FF"),
    *("sqlite:///file::memory:?cache=shared", "sqlite:///a.db?mode=memory", "sqlite:///boucle", "sqlite:///tube"),
    *("sqlite:///appareil", "sqlite:///appareil.db", "sqlite:///dossier", "sqlite:///~personne-de-ce-nom/a.db"),
    *("postgresql://", "postgresql://%", "postgresql://u:p@127.0.0.1:1/x", "postgresql://[::1/x", "postgres:///\udcff"),
    *("postgresql://u@127.0.0.1:99999999999999999999/x", "postgresql://u@127.0.0.1/x?nothing=1", "mysql://u@h/b", "x"),
    *("sqlite:///" + "x" * 5000, "sqlite:///\udcff.db", "file:a.db", ":memory:", "\n", "http://[", "sqlite:///a\x00b"),
)
DAYS = (
    *("0001-01-01", "0000-00-00", "1899-12-31", "1900-01-01", "2999-12-31", "3000-01-01", "9999-12-31", "10000-01-01"),
    *(
        "99999999999999999999",
        "2026-02-29",
        "2026-6-3",
        "30/06/2026",
        "demain",
        "\udcff",
        "2026-06-30T12:00",
        "20260630",
    ),
    *("-1", "2026-W01-1", "٢٠٢٦-٠٦-٣٠", "x" * 5000),
)
DEVICES = [name for name in PATHS if name.startswith("appareil")]
PATH_OPTIONS = {"output", "file", "seed_only"}


def device(path):
    """Makes a device that reads as zeros, where one may be made; else a pipe. Never one of the machine's own: whoever
    runs tests as root would lose it to a defect."""
    try:
        os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 5))
    except OSError:
        os.mkfifo(path)


@pytest.fixture
def place(year, home, monkeypatch):
    """A home full of things that are not what they seem, and the folder commands are run in."""

    def make():
        database.close()
        for one in home.iterdir():
            shutil.rmtree(one) if one.is_dir() and not one.is_symlink() else one.unlink()
        shutil.copytree(year, home, dirs_exist_ok=True)
        for name in ("dossier", "dossier.xlsx"):
            (home / name).mkdir()
        for name in ("vide", "vide.xlsx", "vide.toml"):
            (home / name).touch()
        for name in ("tube", "tube.xlsx"):
            os.mkfifo(home / name)
        for name in DEVICES:
            device(home / name)
        for name in ("boucle", "boucle.xlsx"):
            (home / name).symlink_to(name)
        (home / "lien.db").symlink_to("assidu.db")

    make()
    monkeypatch.chdir(home)
    monkeypatch.setattr("sys.stdin", None)
    return make


def parsers(parser):
    """Every command with its words: those that name it, and its parser."""
    for action in parser._actions:
        if isinstance(action, arguments.SUBCOMMANDS):
            for name, one in action.choices.items():
                yield (name,), one
                yield from (((name, *words), inner) for words, inner in parsers(one))


def value(action, dice):
    if action.dest == "address":
        return dice.choice(ADDRESSES)
    if action.dest in PATH_OPTIONS:
        return dice.choice(PATHS)
    if dice.random() < 0.4 and action.dest in ("action", "id"):
        return ACTION if action.dest == "action" else PERSON
    return dice.choice(TEXTS)


def line_of(words, parser, dice):
    """A command with most of what it takes, each value drawn among hostile ones."""
    line = list(words)
    for action in parser._actions:
        if isinstance(action, argparse._HelpAction | arguments.SUBCOMMANDS) or action.dest == "seed_only":
            continue
        if not action.option_strings:
            if action.required or dice.random() < 0.6:
                line.append(value(action, dice))
        elif dice.random() < (0.8 if action.required else 0.25):
            line.append(dice.choice(action.option_strings))
            if action.nargs != 0:
                line += [value(action, dice) for _ in range(action.nargs if isinstance(action.nargs, int) else 1)]
    if dice.random() < 0.1:
        line.insert(dice.randint(1, len(line)), dice.choice(TEXTS))
    return line


def wrong(answer):
    """What is wrong with an answer; '' when it is one, or a refusal in sentences."""
    said = "\n".join([answer.out, *answer.errors])
    if answer.status not in (0, 1, 2) or any(word in said for word in ("un défaut", "Traceback", "intact")):
        return said or str(answer.status)
    if answer.status == 2 and not (answer.errors and all(line.strip() for line in answer.errors)):
        return "refused without a sentence"
    return ""


@pytest.mark.sweep(2)
@pytest.mark.parametrize("name", DEVICES)
def test_a_device_is_never_replaced(place, home, name):
    before = (home / name).stat()
    with pytest.raises(OSError, match="no ordinary file"), files.draft(home / name) as file:
        file.write_text("x")
    assert (home / name).stat() == before


def test_every_command_is_tried():
    named = {words[0] for words, _ in parsers(arguments.parser())}
    assert named == set(COMMANDS) - {None}


def each_word_alone():
    """Each value in each place of each command, the others being what they should."""
    for words, parser in parsers(arguments.parser()):
        places = [one for one in parser._actions if one.nargs != 0 and one.dest not in ("help", "seed_only")]
        needed = [one for one in places if not one.option_strings and one.required]
        for tried in places:
            if isinstance(tried, arguments.SUBCOMMANDS):
                continue
            values = ADDRESSES if tried.dest == "address" else PATHS if tried.dest in PATH_OPTIONS else TEXTS
            for text in values:
                line = list(words)
                for one in needed:
                    usual = {"action": ACTION, "id": PERSON, "file": "vide.xlsx", "like": "cd49-ei"}.get(one.dest, "1")
                    line.append(text if one is tried else usual)
                if tried not in needed:
                    if tried.option_strings:
                        line.append(tried.option_strings[-1])
                    line += [text] * (tried.nargs if isinstance(tried.nargs, int) else 1)
                yield line


@pytest.mark.slow
def test_each_hostile_value_in_each_place(place, home, assidu):
    faults = []
    special = {name: stat.S_IFMT((home / name).stat().st_mode) for name in DEVICES}
    for number, line in enumerate(each_word_alone()):
        if number % 200 == 0:
            place()
        if said := wrong(assidu(*line)):
            faults.append((line, said[:300]))
        if {name: stat.S_IFMT((home / name).stat().st_mode) for name in DEVICES} != special:
            faults.append((line, "a device was replaced"))
            place()
    assert faults == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_hostile_lines(place, assidu, seed):
    dice = random.Random(seed)
    commands = list(parsers(arguments.parser()))
    faults = []
    for number in range(300):
        if number % 100 == 0:
            place()
        words, parser = dice.choice(commands)
        line = line_of(words, parser, dice)
        if said := wrong(assidu(*line)):
            faults.append((line, said[:300]))
    assert faults == []


@pytest.mark.sweep(5)
@pytest.mark.parametrize("day", DAYS)
def test_a_today_that_cannot_be_is_one_sentence(place, assidu, monkeypatch, day):
    monkeypatch.setenv("ASSIDU_TODAY", day)
    told = day in ("1900-01-01", "2999-12-31")
    for line in (["check"], ["due"], ["indicators", ACTION], ["journal"], ["purge", "--dry-run"], ["backup"]):
        answer = assidu(*line)
        assert wrong(answer) == "", (day, line)
        if not told and line != ["journal"]:
            assert (answer.status, len(answer.errors)) == (2, 1), (day, line, answer)
            assert answer.errors[0].startswith("ASSIDU_TODAY : "), (day, line)


@pytest.mark.sweep(6)
@pytest.mark.parametrize("address", [one for one in ADDRESSES if "\x00" not in one])
def test_an_address_that_cannot_be_is_one_sentence(place, assidu, monkeypatch, address):
    monkeypatch.setenv("ASSIDU_DATABASE", address)
    for line in (["check"], ["verify"], ["backup"], ["restore"], ["encrypt"]):
        assert wrong(assidu(*line)) == "", (address, line)


@pytest.mark.sweep(2)
@pytest.mark.parametrize("columns", ["0", "1", "2", "3", "-5", "99999999999999999999", "x", ""])
def test_any_width_of_terminal(place, assidu, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", columns)
    for line in (["check"], ["journal"], ["indicators", ACTION], ["conventions"], ["restore"], ["--help"]):
        assert wrong(assidu(*line)) == "", (columns, line)
