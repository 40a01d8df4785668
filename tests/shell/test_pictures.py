"""Pictures of the screens a day starts with, on a frozen day. Renew them with ``pytest --snapshot-update``."""

import pytest

from models.tables import Attendance, Parcours
from tests import world
from tests.shell.screens import SMALL, USUAL, checked, palette
from tui.app import AssiduApp


@pytest.fixture
def busy(house):
    """A day with every state of a session, a roll left to call and something due."""
    held = world.session(house.adse, "seance", "2026-03-12", code="S-HELD", trainer="Claire", start=800, end=900)
    Attendance.create(session=held, person=house.amina, status="présent")
    world.session(house.adse, "entretien", "2026-03-12", code="S-OFF", trainer="Claire", state="annulée")
    world.session(house.permis, "atelier", "2026-03-03", code="S-OLD", trainer="Claire", theme="Posture [/x]")
    Parcours.update(entry="2025-03-20").where(Parcours.action == house.adse).execute()
    return house


@pytest.mark.parametrize("size", [SMALL, USUAL])
def test_today(busy, snap_compare, size):
    assert snap_compare(AssiduApp(busy.settings, busy.home), terminal_size=size, run_before=checked)


def test_today_with_light_colours(busy, snap_compare):
    app = AssiduApp(busy.settings, busy.home)
    app.theme = "clair"

    assert snap_compare(app, terminal_size=SMALL, run_before=checked)


def test_help(busy, snap_compare):
    assert snap_compare(AssiduApp(busy.settings, busy.home), terminal_size=SMALL, press=["f1"])


async def _still(pilot):
    """The cursor of a field blinks: a picture wants it still."""
    from textual.widgets import Input

    for field in pilot.app.screen.query(Input):
        field.cursor_blink = False


def test_the_palette(busy, snap_compare):
    app = AssiduApp(busy.settings, busy.home)

    async def shown(pilot):
        await app.workers.wait_for_complete()  # the day's errors are counted beside
        await pilot.pause()
        await palette(app, pilot)
        await _still(pilot)

    assert snap_compare(app, terminal_size=SMALL, run_before=shown)


def test_a_new_session(busy, snap_compare):
    app = AssiduApp(busy.settings, busy.home)

    assert snap_compare(app, terminal_size=SMALL, press=["n", "enter"], run_before=_still)
