"""Ctrl+C copies what is chosen in a field, else the list as it is shown; it says so, and how to quit."""

import stat

import pytest

from tests import world
from tests.shell.screens import USUAL, messages, opened, press, shown
from tui import clipboard
from tui.shell.copying import _cell

QUIT = "Pour quitter Assidu : Ctrl+Q."


def lines(app):
    return [line.split("\t") for line in app.clipboard.split("\n")]


async def test_the_list_is_copied_narrowed_and_sorted_as_it_is_seen(house):
    for code, name in (("P-2", "ABEL Zoé"), ("P-1", "ABEL Paul"), ("P-3", "KOFI Awa")):
        world.person(name, code=code)
    async with opened(house, USUAL) as (app, pilot):
        await press(pilot, "3", "f3", *"abel", "enter", "shift+f3", "shift+f3", "ctrl+c")
        assert messages(app) == [f"Copié : 2 lignes de la liste, sous leurs titres. {QUIT}"]
        head, *rest = lines(app)
        assert head == ["Personne", "Identifiant", "Naissance", "Public", "Actions"]
        assert [line[:2] for line in rest] == [["ABEL Paul", "P-1"], ["ABEL Zoé", "P-2"]]
        assert {len(line) for line in rest} == {5}


async def test_the_roll_and_the_day_are_copied_in_words(house):
    async with opened(house, USUAL) as (app, pilot):
        await press(pilot, "v", "ctrl+c")
        told = lines(app)
        assert told[0] == ["État", "Jour", "Horaire", "Séance", "Action", "Formateur", "Marqués"]
        assert any(line[0] == "appel à faire" and line[1] == "10/03" for line in told)
        app.open_session(house.morning.id)
        await press(pilot, "e", "ctrl+c")
        told = lines(app)
        assert told[0][:3] == ["N°", "Nom", "Présence"] and told[1][:3] == ["1", "DIALLO Amina", "excusé"]


async def test_in_a_field_what_is_chosen_is_copied_and_nothing_else(house):
    async with opened(house, USUAL) as (app, pilot):
        await press(pilot, "slash", *"diallo")
        await press(pilot, "shift+home", "ctrl+c")
        assert app.clipboard == "diallo" and app.focused.value == "diallo"
        assert messages(app) == [f"Copié : ce qui est choisi dans le champ. {QUIT}"]
        await press(pilot, "end", "ctrl+c")
        assert "DIALLO Amina" in app.clipboard


async def test_where_there_is_nothing_to_copy_it_says_how_to_quit(house):
    async with opened(house, USUAL) as (app, pilot):
        await press(pilot, "3", "n", "ctrl+c")
        assert messages(app) == [f"Rien à copier ici. {QUIT}"] and QUIT in shown(app)


async def test_a_long_list_is_copied_whole(house):
    from tui.figures.deviations import DeviationsView
    from tui.widgets.slow import AT_ONCE

    async with opened(house, USUAL) as (app, pilot):
        await press(pilot, "4")
        await app.workers.wait_for_complete()
        view = app.screen.query_one(DeviationsView)
        view.found = [view.found[0]] * (AT_ONCE + 7)
        view.show_again()
        await press(pilot, "ctrl+c")
        assert len(lines(app)) == AT_ONCE + 8


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("a\tb\nc", "a b c"),
        ("=1+1", "'=1+1"),
        ("@x", "'@x"),
        ("-x", "'-x"),
        ("-12", "-12"),
        ("+33 6 12", "+33 6 12"),
        ("-", "-"),
        ("12 h 30", "12 h 30"),
    ],
)
def test_a_cell_is_one_text(text, cell):
    assert _cell(text) == cell


def test_the_tool_of_each_system():
    def all_there(name):
        return f"/usr/bin/{name}"

    def none_there(name):
        return None

    assert clipboard.tool({}, "darwin", all_there) == ["pbcopy"]
    assert clipboard.tool({}, "win32", none_there) == ["clip"]
    assert clipboard.tool({}, "linux", all_there) == []
    assert clipboard.tool({"DISPLAY": ":0"}, "linux", none_there) == []
    assert clipboard.tool({"DISPLAY": ":0"}, "linux", all_there)[0] == "xclip"
    assert clipboard.tool({"DISPLAY": ":0", "WAYLAND_DISPLAY": "w"}, "linux", all_there) == ["wl-copy"]
    assert clipboard.tool({"WSL_DISTRO_NAME": "Debian"}, "linux", all_there) == ["clip.exe"]


def test_the_tool_is_given_the_text_and_never_waited_for(tmp_path, monkeypatch):
    got = tmp_path / "got"
    script = tmp_path / "tool"
    script.write_text(f"#!/bin/sh\ncat > {got}.part; mv {got}.part {got}\n")
    script.chmod(script.stat().st_mode | stat.S_IEXEC)
    clipboard._give([str(script)], "Éva\t1")
    assert got.read_text(encoding="utf-8") == "Éva\t1"
    clipboard._give([str(tmp_path / "absent")], "x")
    slow = tmp_path / "slow"
    slow.write_text("#!/bin/sh\nexec sleep 20\n")
    slow.chmod(slow.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setattr(clipboard, "LONGEST", 0.1)
    clipboard._give([str(slow)], "x")
