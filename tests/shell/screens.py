"""What the screen tests share: opening the application in a house, reading what is on the screen."""

import re
from contextlib import asynccontextmanager

import pytest
from textual.events import Key
from textual.keys import _character_to_key

from config.settings import Settings
from models.duties import periods
from models.tables import Moped
from tests import world
from tui.app import AssiduApp
from tui.lists.pasting import PasteScreen
from tui.returns.prepared import ReturnScreen
from tui.shell import screens
from tui.shell.help import HelpScreen
from tui.shell.palette import PaletteScreen
from tui.shell.search import SearchScreen

SMALL, USUAL = (80, 24), (100, 30)


@asynccontextmanager
async def opened(house, size=SMALL, settings: Settings | None = None):
    """The application and its pilot, once the first screen is settled."""
    app = AssiduApp(settings or house.settings, house.home)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, pilot


async def press(pilot, *keys):
    """Presses keys, and waits until the screens are settled."""
    await pilot.press(*keys)
    await pilot.pause()


async def typing(pilot, text: str):
    """Types a text in one go, and waits until the screens are settled."""
    for letter in text:
        pilot.app.post_message(Key(letter if letter.isalnum() else _character_to_key(letter), letter))
    await pilot.pause()


async def checked(pilot):
    """Waits until Aujourd'hui has counted the errors of every action."""
    while pilot.app.screen.checked is None or pilot.app.screen.checking is not None:
        await pilot.pause(0.05)


def shown(app) -> str:
    """The text of the screen in front, each run of spaces as one."""
    strips = app.screen._compositor.render_strips(app.size)
    return re.sub(" +", " ", "\n".join(strip.text for strip in strips))


def messages(app) -> list[str]:
    """The message told last, alone."""
    return [told.text for told in app.saying.told]


async def palette(app, pilot, text=""):
    """Opens the palette, with the commands of other screens, and types a text in it."""
    below = app.screen
    app.push_screen(PaletteScreen(below), app._run_command)
    await pilot.pause()
    while not app.screen.elsewhere:
        await pilot.pause(0.05)
    await press(pilot, *("space" if letter == " " else letter for letter in text))
    return app.screen


SCREENS = (
    *("today", "actions", "participants", "deviations", "duties", "session", "person", "action", "park action"),
    *("hours", "park", "indicators", "deviations of an action", "return", "take", "help", "palette", "search"),
    *("guide", "paste"),
)
each_screen = pytest.mark.parametrize("screen", SCREENS)


def opening(house, screen):
    """What opens a screen of this name in a house; every screen has its name in SCREENS."""
    known = dict(every_screen(house))
    assert set(known) == set(SCREENS)
    return known[screen]


def every_screen(house):
    """Each way to a screen: its name, and what opens it."""
    point = world.action("cd49-point-mobilite", "2026-01-01", "2026-12-31", code="PM-26")
    Moped.create(action=point, plate="AB-123-C", in_service="2026-01-01")
    yield "today", lambda app: None
    for name in ("actions", "participants", "deviations", "duties"):
        yield name, lambda app, name=name: app.action_go(name) if app.check_action("go", (name,)) else None
    yield "session", lambda app: app.open_session(house.morning.id)
    yield "person", lambda app: app.open_person(house.amina.id)
    yield "action", lambda app: app.open_action(house.permis.id)
    yield "park action", lambda app: app.open_action(point.id)
    yield "hours", lambda app: app.open_hours(house.permis.id)
    yield "park", lambda app: app.open_park(point.id)
    yield "indicators", lambda app: app.open_action(house.adse.id, "Indicateurs")
    yield "deviations of an action", lambda app: app.open_action(house.adse.id, "Écarts")
    bilan = periods.periods(house.adse, house.adse.spec.returns[0])[0]
    yield "return", lambda app: app.push_screen(ReturnScreen(bilan))
    yield "take", lambda app: app.open_screen(screens.take)
    yield "guide", lambda app: app.open_screen(screens.guide)
    yield "paste", lambda app: app.push_screen(PasteScreen())
    yield "help", lambda app: app.push_screen(HelpScreen(app.screen))
    yield "palette", lambda app: app.push_screen(PaletteScreen(app.screen))
    yield "search", lambda app: app.push_screen(SearchScreen())
