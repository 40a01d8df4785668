"""What the screen tests share: opening the application in a house, reading what is on the screen."""

import re
from contextlib import asynccontextmanager

from config.settings import Settings
from tui.app import AssiduApp

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


def shown(app) -> str:
    """The text of the screen in front, each run of spaces as one."""
    strips = app.screen._compositor.render_strips(app.size)
    return re.sub(" +", " ", "\n".join(strip.text for strip in strips))


def messages(app) -> list[str]:
    """The notifications told so far."""
    return [notification.message for notification in app._notifications]
