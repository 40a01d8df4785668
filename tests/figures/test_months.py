"""A figure month by month, and its chart under the list."""

import pytest
from pendulum import Date
from textual.widgets import Static

from config import schema
from models.figures import months
from models.figures.figures import figures
from models.figures.scope import usual_period
from tests import world
from tests.shell.screens import opened
from tui.figures.indicators import STILL, IndicatorsView


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        ("2026-01-05", "2026-03-12", ["2026-01-31", "2026-02-28", "2026-03-12"]),
        ("2026-03-31", "2026-04-01", ["2026-03-31", "2026-04-01"]),
        ("2026-12-31", "2026-12-31", ["2026-12-31"]),
    ],
)
def test_the_last_day_of_each_month(start, end, told):
    found = months.month_ends(Date.fromisoformat(start), Date.fromisoformat(end))

    assert [day.isoformat() for day in found] == told


@pytest.fixture
def held(house):
    """Two sessions held in January, one in February, one today, 12 March."""
    for day in ("13/01/2026", "20/01/2026", "10/02/2026", "12/03/2026"):
        world.mark(world.session(house.adse, on=day, trainer="Claire", start="16:00", end="17:00"), house.amina)
    return house


def _sessions(action):
    return next(one for one in action.spec.indicator if isinstance(one, schema.Sessions))


def test_what_there_was_at_the_end_of_each(held):
    start, end = usual_period(held.adse)
    found = months.reached(held.adse, _sessions(held.adse), start, end)

    assert [value for _, value in found] == [2, 3, 4, *[None] * 9]
    now = {one.indicator.id: one.value for one in figures(held.adse, start, end)}
    assert now[_sessions(held.adse).id] == 4


def test_a_period_over_is_whole_and_two_years_are_the_most(held):
    found = months.reached(held.adse, _sessions(held.adse), Date(2026, 1, 5), Date(2026, 2, 28))

    assert [value for _, value in found] == [2, 3]
    assert len(months.reached(held.adse, _sessions(held.adse), Date(2026, 1, 1), Date(2027, 12, 31))) == 24
    assert months.reached(held.adse, _sessions(held.adse), Date(2026, 1, 1), Date(2028, 1, 1)) == []


@pytest.mark.parametrize(("height", "drawn"), [(29, False), (30, True)])
async def test_the_chosen_figure_is_drawn_on_screens_tall_enough(held, height, drawn):
    async with opened(held, (100, height)) as (app, pilot):
        app.open_action(held.adse.id, "Indicateurs")
        await pilot.pause(STILL * 2)
        await app.workers.wait_for_complete()
        await pilot.pause()
        view = app.screen.query_one(IndicatorsView)
        text = str(view.query_one(".foot", Static).content)
        assert ("janv." in text and "▅" in text) is drawn
        assert view.foot() in text
