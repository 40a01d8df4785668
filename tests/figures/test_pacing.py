"""What the calendar would have by now, and where a figure will end."""

from fractions import Fraction

import pytest

from models.figures import pacing
from models.figures.figures import figures
from tests import world
from tests.world import day

pytestmark = pytest.mark.usefixtures("base")


def figure_of(action, name):
    return next(one for one in figures(action, action.start, action.end) if one.indicator.id == name)


@pytest.fixture
def adse(base):
    """Ten days, five of them run on 30/06/2026, and four attendances."""
    action = world.action("cd49-adse-a-simple", "26/06/2026", "05/07/2026", places=8)
    people = [world.person(f"P{rank}") for rank in range(4)]
    for one in people:
        world.stay(action, one, "26/06/2026")
    world.mark(world.session(action, "seance", "29/06/2026"), *people)
    return action


def test_a_figure_that_time_fills_is_expected_at_the_pace_of_the_calendar(adse):
    assert pacing.expected(figure_of(adse, "participations"), adse.start, adse.end) == Fraction(1, 2)
    assert pacing.expected(figure_of(adse, "participants"), adse.start, adse.end) is None


def test_the_projection_goes_on_like_the_days_up_to_today(adse):
    participations = figure_of(adse, "participations")
    assert pacing.projection(participations, adse.start, adse.end) == 8
    assert pacing.projection(participations, day("27/06/2026"), day("05/07/2026")) == 4 * Fraction(9, 4)


def test_nothing_is_projected_for_a_period_over_or_to_come_nor_for_persons(adse):
    participations = figure_of(adse, "participations")
    assert pacing.projection(participations, adse.start, day("30/06/2026")) is None
    assert pacing.projection(participations, day("01/07/2026"), adse.end) is None
    assert pacing.projection(figure_of(adse, "participants"), adse.start, adse.end) is None
