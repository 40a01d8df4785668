"""The week over the sessions of a day."""

import pytest
from pendulum import Date

from models.sessions.glance import week_of
from tests import world
from tests.shell.screens import opened as opened_house
from tests.shell.screens import press
from tui.sessions.week_strip import WeekStrip


@pytest.fixture
def week(twelve):
    """Thursday 12 March, three hours of Nadia's; one held on Monday, one cancelled on Tuesday, Karim's on Sunday."""
    held = world.session(twelve.action, on="09/03/2026", start="9:00", end="10:30", trainer="NADIA")
    world.mark(held, world.person("Roux"))
    world.session(twelve.action, on="10/03/2026", trainer="Nadia", state="annulée")
    world.session(twelve.action, on="15/03/2026", start="9:00", end="10:00", trainer="Karim")
    world.session(twelve.action, on="16/03/2026", trainer="Nadia")
    world.session(twelve.action, on="08/03/2026", trainer="Nadia")
    return twelve


@pytest.mark.parametrize("day", [Date(2026, 3, 9), Date(2026, 3, 12), Date(2026, 3, 15)])
def test_the_seven_days_from_monday(week, day):
    found = week_of(day)

    assert [one.day.day for one in found] == [9, 10, 11, 12, 13, 14, 15]
    assert [(one.held, one.planned, one.minutes) for one in found] == [
        (1, 0, 90),
        (0, 0, 0),
        (0, 0, 0),
        (0, 1, 180),
        (0, 0, 0),
        (0, 0, 0),
        (0, 1, 60),
    ]


def test_only_those_of_a_trainer_in_one_query(week, queries):
    assert [one.minutes for one in week_of(Date(2026, 3, 12), "nadia")] == [90, 0, 0, 180, 0, 0, 0]
    assert queries(lambda: week_of(Date(2026, 3, 12))) == 1


@pytest.mark.parametrize(("width", "height"), [(80, 1), (99, 1), (100, 5)])
async def test_the_strip_is_a_line_or_a_box(house, width, height):
    async with opened_house(house, (width, 30)) as (app, pilot):
        strip = app.screen.query_one(WeekStrip)
        assert strip.region.height == height
        assert "▌jeu. 12" in str(strip.content) and "lun. 9 " in str(strip.content)
        assert ("2 h" in str(strip.content)) is (height == 5)
        await press(pilot, "right")
        assert "▌ven. 13" in str(strip.content)


async def test_sunday_is_shown_when_something_is_on_it(house):
    world.session(house.adse, on="15/03/2026", trainer="Claire")
    async with opened_house(house, (80, 24)) as (app, _):
        assert "dim 15 ○" in str(app.screen.query_one(WeekStrip).content)


async def test_more_sessions_than_there_is_room_for_are_counted(house):
    for _ in range(12):
        world.session(house.adse, on="13/03/2026", trainer="Claire")
    async with opened_house(house, (80, 24)) as (app, _):
        assert "ven. 13 12○" in str(app.screen.query_one(WeekStrip).content)
