"""Ctrl+Z names what it takes back, and asks first when it is of another launch, another post or another screen."""

import subprocess
import sys

import pytest

from models.acts import act
from models.sessions import planning, roll
from models.tables import Attendance, JournalEntry, Person, Session
from tests import world
from tests.engines import address
from tests.shell.screens import USUAL, messages, opened, press

ELSEWHERE = """
import sys
from models.sessions import planning
from models.storage.opening import open_database
from models.tables import Session

open_database(sys.argv[1])
planning.cancel(Session.get(Session.code == "S-LESSON"), "panne", who="Claire")
"""


def state(session) -> str:
    return Session.get_by_id(session.id).state


async def test_an_act_of_an_earlier_launch_is_named_and_asked_about(house):
    planning.cancel(house.morning, "neige", who="Claire")
    async with opened(house) as (app, pilot):
        await press(pilot, "ctrl+z")
        said = messages(app)[-1]
        assert said.startswith("Défait : ADSE-26, séance du 12/03/2026 à 9h00 : annulée (neige) ? ")
        assert "fait avant cette ouverture d'Assidu, le 12/03/2026 à " in said and "Ctrl+Z de nouveau" in said
        assert state(house.morning) == "annulée"
        await press(pilot, "ctrl+z")
        assert state(house.morning) == ""
        assert messages(app)[-1] == "Défait : ADSE-26, séance du 12/03/2026 à 9h00 : annulée (neige)"


async def test_an_act_of_this_screen_is_taken_back_at_once(house):
    async with opened(house) as (app, pilot):
        app.open_session(house.morning.id)
        await pilot.pause()
        await press(pilot, "p", "ctrl+z")
        assert Attendance.select().where(Attendance.session == house.morning).count() == 0
        assert messages(app)[-1].startswith("Défait : DIALLO Amina : présent")


async def test_an_act_about_what_is_shown_is_taken_back_at_once(house):
    """Marked in the roll, taken back from the day's list that shows the session."""
    async with opened(house, USUAL) as (app, pilot):
        app.open_session(house.morning.id)
        await pilot.pause()
        await press(pilot, "p", "escape", "ctrl+z")
        assert Attendance.select().where(Attendance.session == house.morning).count() == 0


async def test_an_act_of_another_screen_is_asked_about(house):
    point = world.action("cd49-point-mobilite", "2026-01-01", "2026-12-31", code="PM-26")
    async with opened(house, USUAL) as (app, pilot):
        app.open_session(house.morning.id)
        await pilot.pause()
        await press(pilot, "p")
        app.open_park(point.id)
        await pilot.pause()
        await press(pilot, "ctrl+z")
        assert Attendance.get(Attendance.session == house.morning).status == "présent"
        assert "fait sur un autre écran" in messages(app)[-1]
        await press(pilot, "ctrl+z")
        assert Attendance.select().where(Attendance.session == house.morning).count() == 0


@pytest.mark.file
async def test_an_act_of_another_post_under_the_same_name_is_asked_about(house):
    async with opened(house, USUAL) as (app, pilot):
        await press(pilot, "v")
        subprocess.run([sys.executable, "-c", ELSEWHERE, address(house.home)], check=True)
        assert state(house.lesson) == "annulée"
        await press(pilot, "ctrl+z")
        assert state(house.lesson) == "annulée"
        assert "fait sur un autre poste" in messages(app)[-1]
        await press(pilot, "ctrl+z")
        assert state(house.lesson) == ""


async def test_what_was_asked_on_a_screen_is_not_answered_from_another(house):
    planning.cancel(house.morning, "neige", who="Claire")
    async with opened(house) as (_, pilot):
        await press(pilot, "ctrl+z", "2", "ctrl+z")
        assert state(house.morning) == "annulée"


async def test_an_answer_too_late_asks_again(house, monkeypatch):
    planning.cancel(house.morning, "neige", who="Claire")
    async with opened(house) as (_, pilot):
        monkeypatch.setattr("tui.shell.undoing.ASKED_FOR", 0.0)
        await press(pilot, "ctrl+z", "ctrl+z")
        assert state(house.morning) == "annulée"


async def test_doing_again_asks_too(house):
    roll.mark(house.morning, house.amina, "absent", who="Claire")
    async with opened(house) as (app, pilot):
        await press(pilot, "ctrl+z", "ctrl+z")
        assert Attendance.select().where(Attendance.session == house.morning).count() == 0
    async with opened(house) as (app, pilot):
        await press(pilot, "ctrl+y")
        assert "Ctrl+Y de nouveau" in messages(app)[-1]
        await press(pilot, "ctrl+y")
    assert Attendance.get(Attendance.session == house.morning).status == "absent"


async def test_a_removal_from_a_list_is_put_back_at_once(house):
    world.person("AAA Zoé")
    async with opened(house) as (_, pilot):
        await press(pilot, "3", "home", "delete")
        assert not Person.select().where(Person.last_name == "AAA").exists()
        await press(pilot, "ctrl+z")
        assert Person.select().where(Person.last_name == "AAA").exists()


def test_acts_that_are_not_stored_are_nobodys(house):
    before = len(act.done_here)
    with pytest.raises(RuntimeError), act.Act("note", "?", "Claire") as undone:
        undone.update(house.morning, note="x")
        raise RuntimeError
    assert len(act.done_here) == before
    roll.note(house.morning, "x", who="Claire")
    assert act.done_here[-1] == JournalEntry.select().order_by(JournalEntry.id.desc()).get().id
