"""The last presences of each person, and how the roll draws them."""

import pytest
from pendulum import Date
from rich.segment import Segment

from models.sessions import lately, roll
from models.tables import Person
from tests import world
from tests.sessions.test_keys import lines, opened
from tui.sessions.roll_view import RollView

ORDER = ("présent", "absent", "excusé", "retard")


def marked(status: str) -> dict:
    return {"status": status, "minutes": 60 if status == "retard" else None}


@pytest.fixture
def past(twelve):
    """Fourteen earlier sessions of Lucie, in turn présent, absent, excusé, retard from the oldest on."""
    lucie = Person.get(Person.last_name == "ARNAUD")
    for rank in range(14):
        world.mark(world.session(twelve.action, on=Date(2026, 2, 1 + rank)), lucie, **marked(ORDER[rank % 4]))
    return lucie


def test_the_last_twelve_the_latest_last(twelve, past):
    assert lately.last_marks(twelve) == {past.id: [ORDER[rank % 4] for rank in range(2, 14)]}
    assert lately.last_marks(twelve, 3) == {past.id: [ORDER[rank % 4] for rank in range(11, 14)]}


def test_only_what_was_before_of_the_same_nature_and_held(twelve):
    lucie = Person.get(Person.last_name == "ARNAUD")
    world.mark(twelve, lucie)  # this one
    world.mark(world.session(twelve.action, on=twelve.day, start="8:00", end="9:00"), lucie, **marked("retard"))
    world.mark(world.session(twelve.action, on=twelve.day, start="9:00", end="10:00"), lucie)  # not before it
    world.mark(world.session(twelve.action, on="13/03/2026"), lucie)
    world.mark(world.session(twelve.action, "entretien", on="02/03/2026"), lucie)
    world.mark(world.session(twelve.action, on="03/03/2026", state="annulée"), lucie)
    world.mark(world.session(twelve.action, on="04/03/2026"), lucie, status="prévu")
    world.mark(world.session(world.action(code="B"), on="05/03/2026"), lucie)
    assert lately.last_marks(twelve) == {lucie.id: ["retard"]}


def test_it_takes_one_query(twelve, past, queries):
    assert queries(lambda: lately.last_marks(twelve)) == 1


@pytest.mark.sweep(2)
@pytest.mark.parametrize(
    ("width", "told", "strip"),
    [(75, "", ""), (76, "8 dern.", "•○◊►•○"), (99, "8 dern.", "•○◊►•○"), (100, "12 dernières", "◊►•○◊►•○◊►•○")],
)
async def test_the_roll_shows_them_as_there_is_room(app, twelve, past, width, told, strip):
    async with opened(app, twelve, (width, 24)):
        heading, first, second = lines(app)[:3]
        assert told in heading and ("dern" in heading) is bool(told)
        assert strip in first and not set(second[5:]) & set("•◊►")


async def test_simple_signs_are_letters(app, twelve, past):
    app.simple_signs = True
    async with opened(app, twelve, (100, 24)):
        assert "ERPAERPAERPA" in lines(app)[1]


async def test_a_roll_without_a_past_keeps_the_room_for_names(app, twelve):
    async with opened(app, twelve):
        assert "dern" not in lines(app)[0]


async def test_a_mark_draws_its_line_only_and_keeps_the_strip(app, twelve, past):
    async with opened(app, twelve, (100, 24)) as pilot:
        before = lines(app)[1]
        await pilot.press("a")
        assert lines(app)[1][:8] == "   1 A ○" and before[60:84] == lines(app)[1][60:84]


async def test_the_bar_of_a_total_fills_to_what_is_meant(app, twelve):
    lucie = Person.get(Person.last_name == "ARNAUD")
    for rank in range(11):
        world.mark(world.session(twelve.action, on=Date(2026, 2, 1 + rank)), lucie)
    async with opened(app, twelve, (100, 24)):
        view = app.screen.query_one(RollView)
        row = roll.open_roll(twelve).rows[0]
        assert (row.before, row.goal) == (11, 44)
        bar = "".join(segment.text for segment in view._bar(view.rows[0], False) if isinstance(segment, Segment))
        assert bar == "━━━━╸" + "─" * 13 + "  "


async def test_figures_stay_near_the_names_on_a_wide_screen(app, twelve):
    async with opened(app, twelve, (160, 48)):
        assert all(len(line.rstrip()) <= 104 for line in lines(app)[:13])
