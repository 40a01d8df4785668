"""A workbook being written tells how far it is on the message line; Échap stops it, and nothing of it is left."""

import asyncio
from threading import Event

import pytest

from config import progress
from tests.shell.screens import opened, press, shown
from tui import workbooks

STEPS = 4


@pytest.fixture
def writing(monkeypatch):
    """A workbook written step by step: each step waits to be let go."""
    let, seen = Event(), []

    def write(path):
        for number in progress.each(range(STEPS), "Feuille Présences"):
            seen.append(number)
            let.wait(5)
        path.write_text("fini")

    monkeypatch.setattr(workbooks, "EVERY", 0)
    yield let, seen, write
    let.set()


async def begun(app, house, writing):
    """Begins to write in the home, and waits until how far it is can be read."""
    _, seen, write = writing
    path = house.home / "indicateurs.xlsx"
    workbooks.write_behind(app, lambda folder: path, write)
    while not seen or "sur 4" not in shown(app):
        await asyncio.sleep(0.01)
    return path


async def until(app, said):
    while said not in shown(app).replace("\n", " "):
        await asyncio.sleep(0.01)


async def test_the_line_tells_how_far_it_is_then_where_it_is(house, writing):
    async with opened(house, size=(160, 40)) as (app, _):
        path = await begun(app, house, writing)
        assert "Feuille Présences : 0 sur 4 · Échap arrête" in shown(app)
        writing[0].set()
        await until(app, "Classeur écrit")
        assert writing[1] == [0, 1, 2, 3]
        assert path.read_text() == "fini"


async def test_escape_stops_it_and_leaves_nothing_and_escape_again_goes_back(house, writing):
    async with opened(house, size=(160, 40)) as (app, pilot):
        await press(pilot, "4")
        before = len(app.screen_stack)
        path = await begun(app, house, writing)
        app.simulate_key("escape")
        await until(app, "Arrêt…")
        writing[0].set()
        await until(app, "n'est pas écrit")
        assert writing[1] == [0]
        assert not path.exists()
        assert len(app.screen_stack) == before
        await press(pilot, "escape")
        assert len(app.screen_stack) == before - 1


async def test_escape_on_the_first_screen_stops_it_too(house, writing):
    async with opened(house, size=(160, 40)) as (app, _):
        path = await begun(app, house, writing)
        app.simulate_key("escape")
        await until(app, "Arrêt…")
        writing[0].set()
        await until(app, "n'est pas écrit")
        assert not path.exists()


async def test_a_warning_told_meanwhile_stays(house, writing):
    async with opened(house, size=(160, 40)) as (app, pilot):
        await begun(app, house, writing)
        app.notify("Attention.", severity="warning")
        await pilot.pause()
        writing[0].set()
        await app.workers.wait_for_complete()
        await until(app, "Classeur écrit")
        assert writing[1] == [0, 1, 2, 3]
