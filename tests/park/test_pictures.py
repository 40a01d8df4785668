"""What the park looks like, in a small terminal and a larger one."""

import pytest

from models.tables import Downtime
from tests import world
from tests.hours.test_pictures import SIZES, opening
from tests.world import day
from tui.park.screen import ParkScreen


@pytest.mark.parametrize("size", SIZES)
def test_park(app, point, moped, snap_compare, size):
    world.loan(moped, world.person("ADA"), "05/01/2026", "20/02/2026", "20/02/2026")
    world.loan(moped, world.person("BOB"), "15/04/2026", "20/06/2026")
    other = world.moped(point, "ZZ-999-Z", "01/03/2026", "30/09/2026")
    Downtime.create(moped=other, start=day("10/05/2026"), cause="freins")
    assert snap_compare(app, terminal_size=size, run_before=opening(ParkScreen(point.id)))
