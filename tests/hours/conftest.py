"""An empty database, on 30/06/2026 unless the test says another day; a driving action and a park."""

from contextlib import asynccontextmanager

import pytest

from config import settings
from config.settings import Settings
from tests import world
from tui.app import AssiduApp


@pytest.fixture(autouse=True)
def opened(base):
    """Every test here is about records."""


@pytest.fixture
def permis():
    return world.action("cd93-3b-permis", code="PERMIS")


@pytest.fixture
def ada(permis):
    person = world.person("ADA")
    world.stay(permis, person, "05/01/2026")
    return person


@pytest.fixture
def bob(permis):
    person = world.person("BOB")
    world.stay(permis, person, "05/01/2026")
    return person


@pytest.fixture
def lesson(permis):
    """A lesson of one person: ``lesson(ada, "01/03/2026", "9:00", "11:00")``."""

    def given(person, on, start="9:00", end="11:00", status="présent", minutes=None, **more):
        session = world.session(permis, "conduite", on, start, end, code=f"{person.code}-{on}-{start}", **more)
        world.mark(session, person, status=status, minutes=minutes)
        return session

    return given


@pytest.fixture
def point():
    return world.action("cd49-point-mobilite", code="POINT")


@pytest.fixture
def moped(point):
    return world.moped(point, "AB-123-C", "01/01/2026")


@pytest.fixture
def app(tmp_path):
    """The application on this test's database."""
    chosen = Settings(operator="Mobilité 49", user="Nadia")
    settings.save(chosen, tmp_path)
    return AssiduApp(chosen, tmp_path)


@pytest.fixture
def house(app):
    """The application on this test's database, as Nadia sees it: ``async with house(HoursScreen(1)) as pilot``."""

    @asynccontextmanager
    async def opened(screen, size=(80, 24)):
        async with app.run_test(size=size) as pilot:
            app.push_screen(screen)
            await pilot.pause()
            yield pilot

    return opened


@pytest.fixture
def see():
    """What is on the screen, as text."""
    return lambda pilot: "\n".join(
        "".join(segment.text for segment in strip) for strip in pilot.app.screen._compositor.render_strips()
    )


@pytest.fixture
def told():
    """The last thing the application said in passing."""
    return lambda pilot: pilot.app.saying.told[-1].text


@pytest.fixture
def write():
    """Types a text."""

    async def typed(pilot, text):
        names = {" ": "space", "/": "slash", ",": "comma", "[": "left_square_bracket", "-": "minus"}
        await pilot.press(*(names.get(letter, letter) for letter in text))

    return typed
