"""The linear layout: one column, no frame, every sign spelled; a whole morning is done by what is under the cursor."""

import re
from dataclasses import replace

import pytest
from textual.widgets import Input

from config import settings as installation
from models.tables import Attendance
from tests import world
from tests.shell.screens import SMALL, each_screen, opened, opening, press, shown
from tests.shell.test_cursor import under
from tui.shell.first_run import first_run
from tui.signs import spelled

DRAWN = re.compile(r"[●○◊►■□▲▼×▌▐█░┃│━─╸╍╭╮╰╯└┌┐┘├┤▁▂▃▄▅▆▇◐◔‹›]")


def linear(house):
    return replace(house.settings, layout="linear")


def test_signs_are_told_in_words():
    assert spelled("■ E 12 écarts · ▲ à voir") == "erreur 12 écarts, attention : à voir"
    assert spelled("━━━── 40 h 30 / 50 h") == "40 h 30 / 50 h"
    assert spelled("P ● 6   A ○ 1") == "présents 6 absents 1"
    assert spelled("−3 j") == "moins 3 j" and spelled("") == "" == spelled("·")


@each_screen
@pytest.mark.parametrize("size", [SMALL, (160, 48)])
async def test_no_screen_draws_a_frame_or_a_sign(house, screen, size):
    async with opened(house, size, linear(house)) as (app, pilot):
        opening(house, screen)(app)
        await pilot.pause()
        await pilot.pause()
        assert DRAWN.findall(shown(app)) == []
        for key in ("down", "tab", "down"):
            await press(pilot, key)
            assert DRAWN.findall(shown(app)) == []


@each_screen
async def test_the_cursor_stands_on_words(house, screen):
    async with opened(house, SMALL, linear(house)) as (app, pilot):
        opening(house, screen)(app)
        await pilot.pause()
        await pilot.pause()
        assert under(app).strip() or isinstance(app.focused, Input)  # an empty field
        await press(pilot, "f2")
        assert under(app).strip() == app.screen._compositor.render_strips(app.size)[app.cursor_position[1]].text.strip()


NAMES = ("ABEL", "BENOIT", "CARON", "DUVAL", "ESTEVE", "FABRE", "GARNIER", "HUET", "IMBERT", "JOLY", "KLEIN")


async def test_a_morning_by_what_is_under_the_cursor(house):
    """Opens, chooses the session, calls twelve with one late and one absent, corrects, takes back, looks at a person,
    closes: each step is found by reading the line the cursor stands on, and nothing else of the screen."""
    for name in NAMES:
        world.stay(house.adse, world.person(f"{name} Léo"), "2026-01-12")
    async with opened(house, SMALL, linear(house)) as (app, pilot):

        def read() -> str:
            return under(app).strip()

        async def go(words: str, key: str = "down", most: int = 30) -> None:
            for _ in range(most):
                if words in read():
                    return
                await press(pilot, key)
            raise AssertionError(f"{words!r} is never under the cursor: {read()!r}")

        assert "prévue" in read() or "appel à faire" in read()
        await go("Budget")
        assert "Marqués 0/12" in read() and "ADSE-26" in read()
        await press(pilot, "enter")
        assert read().startswith("ABEL Léo, à marquer, 1 sur 12")
        await press(pilot, "f2")
        assert read().startswith("Séance") and "Budget" in read()
        await press(pilot, "p")  # a key acts on the line one was on
        assert read().startswith("BENOIT Léo, à marquer, 2 sur 12")
        await press(pilot, "f2", "f2")
        assert "ABEL Léo" in read() and "Ctrl+Z annule" in read()
        await press(pilot, "p", "r")
        assert read().startswith("DIALLO Amina, à marquer, 4 sur 12")
        await press(pilot, "a", "t")
        for name, status in (("ABEL", "présent"), ("CARON", "retard"), ("DIALLO", "absent"), ("KLEIN", "présent")):
            await press(pilot, "home")
            await go(name)
            assert f", {status}" in read()
        await press(pilot, "home")
        await go("CARON")
        await press(pilot, "e", "up")
        assert read().startswith("CARON Léo, excusé, 3 sur 12")
        await press(pilot, "ctrl+z")
        await press(pilot, "home")
        await go("CARON")
        assert read().startswith("CARON Léo, retard")
        await go("DIALLO")
        await press(pilot, "enter", "f2")
        assert read().startswith("DIALLO Amina")
        await press(pilot, "home")
        await go("bsent")
        assert "12/03/2026" in read()
        await press(pilot, "escape")
        assert read().startswith("DIALLO Amina, absent, 4 sur 12")
        await press(pilot, "escape")
        await go("Budget")
        assert "tenue" in read() and "12/12" in read()
        await press(pilot, "ctrl+q")
    assert app.return_code == 0
    marks = {
        one.person.last_name.upper(): one.status
        for one in Attendance.select().where(Attendance.session == house.morning)
    }
    assert len(marks) == 12 and marks["CARON"] == "retard" and marks["DIALLO"] == "absent"


async def test_a_refusal_takes_the_cursor_until_the_next_key(house):
    async with opened(house, SMALL, linear(house)) as (app, pilot):
        await press(pilot, "3", "up", "delete")
        told = spelled(app.saying.told[-1].text)
        assert len(told) > 20 and told.startswith(under(app).strip())
        await press(pilot, "home")
        assert under(app).strip().startswith("DIALLO")


async def test_the_settings_change_the_layout(house):
    async with opened(house, SMALL) as (app, pilot):
        app.push_screen(first_run(app.settings, house.home, app._settle, again=True))
        await pilot.pause()
        await press(pilot, "up", "up", *"ligne", "enter")
        assert installation.load(house.home).layout == "linear" and app.linear
        await pilot.pause()
        assert DRAWN.findall(shown(app)) == [] and "Budget, ADSE-26, Claire, Marqués" in shown(app)
