"""A list long to read does not stop the keys: it tells how far it is, and Échap stops it."""

import asyncio
from threading import Event

import pytest

from config import progress
from models.rules import checks
from models.rules.deviation import Deviation
from models.tables import KeptDeviations
from tests.shell.screens import opened, press, shown
from tests.world import day
from tui.figures.deviations import DeviationsView
from tui.sessions.today import TodayScreen
from tui.shell.help import HelpScreen

STEPS = 4


@pytest.fixture
def slow(monkeypatch):
    """Deviations that come step by step: each step waits to be let go."""
    let, seen, stopped = Event(), [], Event()

    def read(action=None):
        try:
            for number in progress.each(range(STEPS), "Écarts"):
                seen.append(number)
                let.wait(5)
        except progress.Stopped:
            stopped.set()
            raise
        return []

    monkeypatch.setattr("tui.behind.EVERY", 0)
    monkeypatch.setattr("tui.figures.deviations.deviations", read)
    yield let, seen, stopped
    let.set()


async def begun(app, pilot, seen):
    """Opens the list, and waits until it is being read."""
    app.simulate_key("4")
    while not seen or not app.screen.query(DeviationsView) or "sur 4" not in shown(app):
        await asyncio.sleep(0.01)


async def test_keys_act_and_a_line_tells_how_far_it_is(house, slow):
    let, seen, _ = slow
    async with opened(house) as (app, pilot):
        await begun(app, pilot, seen)
        assert "Écarts : 0 sur 4 · Échap arrête" in shown(app)
        app.simulate_key("f1")
        while not isinstance(app.screen, HelpScreen):
            await asyncio.sleep(0.01)
        assert seen == [0]
        let.set()


async def test_escape_stops_it_and_escape_again_goes_back(house, slow):
    let, seen, stopped = slow
    async with opened(house) as (app, pilot):
        await begun(app, pilot, seen)
        app.simulate_key("escape")
        while "Arrêté avant la fin" not in shown(app):
            await asyncio.sleep(0.01)
        let.set()
        assert stopped.wait(5)
        assert seen == [0]
        await press(pilot, "escape")
        assert isinstance(app.screen, TodayScreen)


@pytest.mark.parametrize(("count", "told"), [(199, False), (200, False), (201, True), (600, True)])
async def test_more_lines_come_as_one_goes_down(house, monkeypatch, count, told):
    one = ("rule", "warning", "A", "S", day("01/01/2026"), "message", "art. 1", "À faire.", "Session")
    many = [Deviation(*one, number) for number in range(count)]
    monkeypatch.setattr("tui.figures.deviations.deviations", lambda action: many)
    async with opened(house, size=(100, 30)) as (app, pilot):
        await press(pilot, "4")
        view = app.screen.query_one(DeviationsView)
        assert len(view.rows.rows) == min(count, 200)
        assert ("200 montrés, la suite en descendant" in shown(app)) == told
        for _ in range(3):
            await press(pilot, "end")
        assert len(view.rows.rows) == count
        assert view.target == count - 1
        assert "montrés" not in shown(app)


async def test_the_list_is_what_the_records_say(house):
    async with opened(house, size=(100, 30)) as (app, pilot):
        await press(pilot, "4")
        found = app.screen.query_one(DeviationsView).found
        assert sorted(found) == sorted(checks.deviations())
        assert KeptDeviations.select().count()
