"""What the hours look like, in a small terminal and a larger one."""

import pytest

from models.hours import pool
from tests import world
from tests.world import day
from tui.hours.screen import HoursScreen

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
