"""The names of files written without being given one: one to one, and nothing is replaced unasked."""

from pathlib import Path

import pytest

from config.files import free, named
from models.export import indicators
from models.tables import Action
from tests import world
from tests.shell.screens import USUAL, opened, press

CODES = ("A/B", "A-B", "A B", "A\\B", "A:B", "A~B", "A~2F~B", "A_B", "Été", "A..B", "../A")


def test_a_name_is_one_to_one():
    assert len({named(code) for code in CODES}) == len(CODES)
    assert named("ADSE-2026.1_é") == "ADSE-2026.1_é"
    assert named("A/B") == "A~2F~B"
    long = ["/" * rank for rank in (50, 51, 198, 199, 200)]
    assert len({named(text) for text in long}) == len(long)
    assert max(len(named(text).encode()) for text in (*long, "é" * 200, "漢" * 200)) <= 200
    assert named("a" * 200) == "a" * 200 != named("a" * 201)


def test_a_name_taken_is_never_given(tmp_path):
    place = tmp_path / "a.xlsx"
    assert free(place) == place
    place.touch()
    assert free(place) == tmp_path / "a_2.xlsx"
    (tmp_path / "a_2.xlsx").symlink_to(tmp_path / "nowhere")
    assert free(place) == tmp_path / "a_3.xlsx"


@pytest.mark.slow
def test_each_action_has_its_own_file_and_none_is_replaced(base, assidu, tmp_path, monkeypatch):
    for code in (*CODES, "a/b"):
        world.action("cd49-adse-b", "2026-01-05", "2026-12-18", code=code)
    place = tmp_path / "sorties"
    place.mkdir()
    monkeypatch.chdir(place)
    for code in (*CODES, "a/b"):
        answer = assidu("export", code)
        assert answer.status == 0, answer
    assert len(list(place.iterdir())) == len(CODES) + 1

    mine = place / "A-B_2026-01-05_2026-12-18.xlsx"
    mine.write_text("note")
    answer = assidu("export", "A-B")
    assert (answer.status, mine.read_text()) == (0, "note")
    written = place / "A-B_2026-01-05_2026-12-18_2.xlsx"
    assert answer.out == f"Classeur écrit : {written.name}\n" and written.stat().st_size > 1000
    assert assidu("export", "A-B", "-o", str(mine)).status == 0
    assert mine.stat().st_size > 1000


def test_the_page_of_a_person_replaces_nothing(base, assidu, tmp_path, monkeypatch):
    someone = world.person("DIALLO Amina")
    place = tmp_path / "sorties"
    place.mkdir()
    monkeypatch.chdir(place)
    mine = place / f"donnees-personne-{someone.id}.html"
    mine.write_text("note")
    answer = assidu("person", someone.code, "--export")
    assert (answer.status, mine.read_text()) == (0, "note")
    assert (place / f"donnees-personne-{someone.id}_2.html").exists()


async def test_a_screen_replaces_nothing_either(house, tmp_path):
    from dataclasses import replace

    folder = tmp_path / "sorties"
    folder.mkdir()
    action = Action.get_by_id(house.adse.id)
    path = indicators.usual_path(folder, action, action.start, action.end)
    path.write_text("note")
    async with opened(house, USUAL, settings=replace(house.settings, export_folder=str(folder))) as (app, pilot):
        app.open_action(action.id, "Indicateurs")
        await pilot.pause()
        await press(pilot, "x")
        await app.workers.wait_for_complete()
    assert path.read_text() == "note"
    assert [one.name for one in folder.iterdir() if one != path] == [f"{path.stem}_2.xlsx"]


@pytest.mark.parametrize("code", ["CON", "a" * 200, "漢字" * 90])
def test_any_code_gives_a_name_that_can_be_written(base, assidu, tmp_path, monkeypatch, code):
    world.action("cd49-adse-b", "2026-01-05", "2026-12-18", code=code)
    monkeypatch.chdir(tmp_path)
    answer = assidu("export", code)
    assert answer.status == 0, answer.errors
    assert Path(answer.out.removeprefix("Classeur écrit : ").strip()).exists()
