"""What the hours and the park look like, in a small terminal and a larger one."""

import pytest

from models.hours import pool
from models.tables import Downtime
from tests.figures import world
from tests.figures.world import day
from tui.hours.screen import HoursScreen
from tui.park.screen import ParkScreen

SIZES = [(80, 24), (120, 30)]


def opening(screen):
    async def opened(pilot):
        pilot.app.push_screen(screen)
        await pilot.pause()

    return opened


@pytest.mark.parametrize("size", SIZES)
def test_hours(app, permis, ada, bob, lesson, snap_compare, size):
    gone = world.person("ÉLODIE")
    world.stay(permis, gone, "05/01/2026", "29/05/2026")
    for number in range(1, 15):
        lesson(bob, f"{number:02}/05/2026")
    lesson(ada, "02/07/2026", status="prévu")
    pool.release(permis, gone, 1800, day("01/06/2026"), "sortie", who="Nadia")
    pool.grant(permis, bob, 240, day("02/06/2026"), "examen", who="Nadia")
    assert snap_compare(app, terminal_size=size, run_before=opening(HoursScreen(permis.id)))


@pytest.mark.parametrize("size", SIZES)
def test_park(app, point, moped, snap_compare, size):
    world.loan(moped, world.person("ADA"), "05/01/2026", "20/02/2026", "20/02/2026")
    world.loan(moped, world.person("BOB"), "15/04/2026", "20/06/2026")
    other = world.moped(point, "ZZ-999-Z", "01/03/2026", "30/09/2026")
    Downtime.create(moped=other, start=day("10/05/2026"), cause="freins")
    assert snap_compare(app, terminal_size=size, run_before=opening(ParkScreen(point.id)))
