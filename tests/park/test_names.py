"""Who has a moped, on its bar; since when one is free."""

import pytest

from models.park import year as park
from tests import world
from tui.park.screen import ParkScreen
from tui.park.year_view import Calendar


async def drawn(pilot):
    return pilot.app.screen.query_one(Calendar).render_line(1).text


async def test_a_name_stands_on_a_bar_with_room_for_it(point, moped, house):
    world.loan(moped, world.person("Bodin"), "01/01/2026", "30/06/2026", back="30/03/2026")
    world.loan(moped, world.person("Lu"), "15/04/2026", "20/04/2026", back="20/04/2026")
    async with house(ParkScreen(point.id)) as pilot:
        line = await drawn(pilot)
        assert "━ BODIN ━" in line and "LU" not in line


async def test_a_long_name_is_cut_to_six_letters_at_least(point, moped, house):
    whose = world.person("Vandenbroucke")
    world.loan(moped, whose, "01/01/2026", "30/06/2026", back="15/03/2026")
    world.loan(moped, whose, "01/04/2026", "30/06/2026", back="20/04/2026")
    async with house(ParkScreen(point.id)) as pilot:
        line = await drawn(pilot)
        assert line.count("VAND") == 1 and "VANDENBROUCKE" not in line and "… ━" in line


@pytest.mark.parametrize(
    ("today", "idle"),
    [("2026-06-10", 0), ("2026-06-11", 1), ("2026-06-30", 20), ("2027-01-01", 0)],
)
def test_days_free_in_a_row(point, moped, on_day, today, idle):
    on_day(today)
    world.loan(moped, world.person("Bodin"), "01/06/2026", "10/06/2026", back="10/06/2026")
    found = park.year(point, 2026)

    assert found.idle(found.mopeds[0]) == idle


async def test_how_long_the_chosen_one_has_been_free_is_told(point, moped, house, see, on_day):
    on_day("2026-06-11")
    world.loan(moped, world.person("Bodin"), "01/06/2026", "10/06/2026", back="10/06/2026")
    async with house(ParkScreen(point.id)) as pilot:
        assert "libre depuis 1 jour" in see(pilot)
