"""Heures mutualisées, at the keyboard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.hours import pool
from models.hours.ledger import Trainee
from models.tables import Movement
from tests import world
from tests.world import day
from tui.hours.screen import HoursScreen, bar

ME = "Nadia"


def test_a_bar_tells_each_kind_of_hours_by_its_shape():
    """50 h over 25 cells: 20 h driven, 4 h planned, 6 h left, 20 h released."""
    one = Trainee(None, 3000, 1200, 240, 1200, 0)
    assert bar(one, 3000, 25) == "━━━━━━━━━━╍╍───‹‹‹‹‹‹‹‹‹‹"


def test_a_bar_tells_granted_hours_not_yet_driven_and_hours_in_excess():
    assert bar(Trainee(None, 3000, 3000, 0, 0, 600), 3600, 30) == "━" * 25 + "+" * 5
    assert bar(Trainee(None, 3000, 3360, 0, 0, 0), 3600, 30) == "━" * 25 + "!" * 3 + "  "


minutes = st.integers(0, 200).map(lambda half_hours: half_hours * 30)


@given(minutes, minutes, minutes, minutes, st.integers(1, 80))
def test_a_bar_is_as_wide_as_it_should(done, planned, released, granted, width):
    one = Trainee(None, 3000, done, planned, released, granted)
    assert len(bar(one, max(3000 + granted, done + released), width)) == width


@pytest.fixture
def pooled(permis, ada, bob, lesson):
    """Bob has 40 h driven; Ada released 20 h."""
    for number in range(1, 21):
        lesson(bob, f"{number:02}/05/2026")
    pool.release(permis, ada, 20 * 60, day("01/06/2026"), "a fini", who=ME)
    return permis


async def test_the_ledger_at_a_glance(pooled, house, see):
    async with house(HoursScreen(pooled.id)) as pilot:
        screen = see(pilot)
        assert "Heures mutualisées : 20 h" in screen
        assert "Enveloppe 100 h = restent 40 h + faites 40 h + mutualisées 20 h" in screen
        assert "ADA Test" in screen and "‹‹‹" in screen
        assert "   1 01/06/2026 → libération       20 h  ADA Test · a fini" in screen


@pytest.mark.slow
async def test_a_grant_shows_its_result_before_it_is_confirmed(pooled, house, see, write):
    async with house(HoursScreen(pooled.id)) as pilot:
        await pilot.press("down", "m")
        await write(pilot, "4h")
        assert "BOB Test : reste 10 h → 14 h" in see(pilot)
        assert "Heures mutualisées : 20 h → 16 h" in see(pilot)
        assert Movement.select().count() == 1
        await pilot.press("tab", "tab")
        await write(pilot, "examen")
        await pilot.press("enter")
        assert "sans les deux dates de signalement" in see(pilot)
        await pilot.press("enter")
        assert Movement.get(number=2).minutes == 240
        assert "▲ à signaler" in see(pilot)
        await pilot.press("end", "up", "s")
        await write(pilot, "01/06/2026")
        await pilot.press("enter")
        assert "réf. 01/06 dépt — ▲" in see(pilot)


async def test_a_refused_movement_keeps_the_form_open(pooled, house, see, write):
    async with house(HoursScreen(pooled.id)) as pilot:
        await pilot.press("l")
        await write(pilot, "31h")
        await pilot.press("tab", "tab")
        await write(pilot, "fini")
        await pilot.press("enter")
        assert "libérez au plus ce qui restait" in " ".join(see(pilot).replace("│", " ").split())
        assert Movement.select().count() == 1


async def test_a_suggestion_prepares_the_release_of_all_that_is_left(pooled, house, see):
    gone = world.person("GONE")
    world.stay(pooled, gone, "05/01/2026", "29/05/2026")
    async with house(HoursScreen(pooled.id)) as pilot:
        assert "► GONE Test : 50 h (sortie le 29/05/2026)" in see(pilot)
        await pilot.press("home", "enter", "ctrl+s")
        released = Movement.get(number=2)
        assert (released.person, released.minutes, released.reason) == (gone, 3000, "sortie le 29/05/2026")


async def test_a_movement_is_reversed_from_its_line_with_its_motive(pooled, house, see, told, write):
    async with house(HoursScreen(pooled.id)) as pilot:
        await pilot.press("c")
        assert "Choisissez d'abord un mouvement" in told(pilot)
        await pilot.press("end", "c", "enter")
        assert Movement.select().count() == 1
        await write(pilot, "saisie en double")
        await pilot.press("enter")
        assert Movement.get(number=2).minutes == -1200
        assert "contre-passé (2)" in see(pilot)


async def test_reports_are_dated_and_corrected_from_a_movements_line(pooled, house, see, write):
    async with house(HoursScreen(pooled.id)) as pilot:
        await pilot.press("end", "enter")
        await write(pilot, "02/06/2026")
        await pilot.press("enter")
        assert "réf. 02/06 dépt —" in see(pilot)


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (40, 10)])
async def test_a_hostile_name_stays_a_name(permis, house, see, size):
    for name in ("[/x]", "=1+1", "名" * 100, "🛵" * 30):
        world.stay(permis, world.person(name), "05/01/2026")
    async with house(HoursScreen(permis.id), size) as pilot:
        assert "=1+1" in see(pilot)


async def test_an_action_without_anybody_says_so(permis, house, see):
    async with house(HoursScreen(permis.id)) as pilot:
        assert "Personne n'a encore de parcours" in see(pilot)


async def test_undo_reverses_what_was_just_released(pooled, house, see):
    async with house(HoursScreen(pooled.id)) as pilot:
        await pilot.press("ctrl+z", "ctrl+z")
        assert "Heures mutualisées : 0 h" in see(pilot)
        assert [one.minutes for one in Movement.select().order_by(Movement.number)] == [1200, -1200]
