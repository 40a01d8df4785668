"""Premiers pas: an empty home leads from an action to a roll called, each step skipped and corrected at will."""

from types import SimpleNamespace

import pytest
from textual import events

from config import settings as installation
from config.settings import Settings
from models.tables import Action, Attendance, Parcours, Person, Session
from tests.shell.screens import SMALL, USUAL, messages, opened, press, shown, typing
from tui.forms.form import FormScreen
from tui.lists.pasting import PasteScreen
from tui.lists.taking import TakeScreen
from tui.sessions.roll import RollScreen
from tui.sessions.today import TodayScreen
from tui.shell.action import ActionScreen
from tui.shell.guide import GuideScreen
from tui.widgets.rows import Rows

NAMES = "DIALLO Amina\nLEFÈVRE Bruno\n\n- COSTA Inès, 06 12 34 56 78\n"


@pytest.fixture
def empty(base, home, on_day):
    """A home without a base nor settings."""
    on_day("2026-03-12")
    return SimpleNamespace(home=home, settings=Settings())


def step(app) -> str:
    return app.screen.query_one(Rows).target


async def paste(app, pilot, text):
    app.post_message(events.Paste(text))
    await pilot.pause()


async def made(pilot):
    """The four fields, then the action."""
    await press(pilot, *"Cap Mob", "tab", *"Lou", "enter")
    await press(pilot, "enter", *"ADSE", "tab", *"49 simple", "enter")
    for text in ("05/01/2026", "31/12/2026", "8"):
        await press(pilot, "tab")
        await typing(pilot, text)
    await press(pilot, "enter")


@pytest.mark.parametrize("size", [SMALL, USUAL])
async def test_from_nothing_to_a_roll_called(empty, size):
    async with opened(empty, size, Settings()) as (app, pilot):
        await made(pilot)
        assert isinstance(app.screen, GuideScreen) and step(app) == "personnes"
        assert "■ Votre action ADSE, du 05/01/2026 au 31/12/2026" in shown(app)

        await press(pilot, "enter")
        await paste(app, pilot, NAMES)
        assert "COSTA Inès" in shown(app) and Person.select().count() == 0
        await press(pilot, "enter")
        assert isinstance(app.screen, TakeScreen)
        await press(pilot, "o", "enter", *"12", "slash", *"03", "enter", "enter")
        assert {(one.person.last_name, str(one.entry)) for one in Parcours.select()} == {
            ("DIALLO", "2026-03-12"),
            ("LEFÈVRE", "2026-03-12"),
            ("COSTA", "2026-03-12"),
        }
        await press(pilot, "escape")
        assert step(app) == "séance" and "3 personnes entrées" in shown(app)

        await press(pilot, "enter", "enter")
        assert step(app) == "appel" and Session.get().trainer == "Lou"

        await press(pilot, "enter")
        assert isinstance(app.screen, RollScreen)
        await press(pilot, "t", "escape")
        assert {one.status for one in Attendance.select()} == {"présent"}
        assert step(app) == "aujourd'hui" and "3 sur 3" in shown(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, TodayScreen)


async def test_a_step_is_skipped_and_what_it_needs_is_told(empty):
    async with opened(empty, USUAL, Settings()) as (app, pilot):
        await press(pilot, *"Cap Mob", "tab", *"Lou", "enter", "down", "enter")
        assert messages(app) == ["Créez d'abord l'action : étape 1."]
        await press(pilot, "down", "enter")
        assert messages(app) == ["Créez d'abord l'action : étape 1."]
        await press(pilot, "down", "enter")
        assert messages(app) == ["Préparez d'abord une séance : étape 3."]
        await press(pilot, "down", "enter")
        assert isinstance(app.screen, TakeScreen)
        await press(pilot, "escape", "escape", "escape")
        assert isinstance(app.screen, TodayScreen)
        await press(pilot, "ctrl+p", *"premiers pas", "enter")
        assert isinstance(app.screen, GuideScreen)


async def test_a_step_done_is_corrected(empty):
    async with opened(empty, USUAL, Settings()) as (app, pilot):
        await made(pilot)
        await press(pilot, "up", "enter", *"ADSE-26", "enter")
        assert Action.get().code == "ADSE-26" and "ADSE-26, du" in shown(app)
        await press(pilot, "down", "down", "enter", "enter", "enter")  # nobody yet: a second Entrée
        assert step(app) == "appel"
        await press(pilot, "up", "enter")
        assert isinstance(app.screen, FormScreen) and app.screen.heading.startswith("Modifier la séance")
        await press(pilot, "escape", "ctrl+z")
        assert Session.select().count() == 0 and isinstance(app.screen, GuideScreen)


async def test_people_entered_are_corrected_in_their_tab(empty):
    async with opened(empty, USUAL, Settings()) as (app, pilot):
        await made(pilot)
        await press(pilot, "enter")
        await typing(pilot, "DIALLO Amina")
        await press(pilot, "enter", "enter", "o", "enter", *"12", "slash", *"03", "enter", "enter", "escape")
        await press(pilot, "up", "enter")
        assert isinstance(app.screen, ActionScreen) and "n fait entrer" in messages(app)[0]


async def test_lines_typed_are_taken_back_and_given_up(empty):
    async with opened(empty, USUAL, Settings()) as (app, pilot):
        await made(pilot)
        await press(pilot, "enter", *"DIALO Amina", "enter", *"BAH M", "up")
        assert app.focused.value == "DIALO Amina" and app.screen.lines == ["BAH M"]
        await press(pilot, *["backspace"] * 7, *"LO Amina", "enter")
        assert app.screen.lines == ["BAH M", "DIALLO Amina"]
        await press(pilot, "escape")
        assert isinstance(app.screen, GuideScreen) and Person.select().count() == 0


async def test_lines_are_pasted_from_the_screen_of_files_too(house):
    async with opened(house, USUAL) as (app, pilot):
        app.open_screen(TakeScreen)
        await pilot.pause()
        await press(pilot, "escape", "v")
        assert isinstance(app.screen, PasteScreen)
        await paste(app, pilot, NAMES)
        await press(pilot, "ctrl+s")
        assert "De quelle action est cette liste ?" in shown(app)


async def test_who_has_actions_already_is_not_guided(house):
    (house.home / installation.FILE).unlink()
    async with opened(house, USUAL, Settings()) as (app, pilot):
        await press(pilot, *"Cap Mob", "tab", *"Lou", "enter")
        assert isinstance(app.screen, TodayScreen)
