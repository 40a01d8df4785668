"""Parc, at the keyboard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.hours import pool
from models.tables import Downtime, Loan, Moped
from tests import world
from tests.world import day
from tui.park.screen import ParkScreen
from tui.park.year_view import cells, span_of
from tui.shell.action import ActionScreen


def test_a_cell_tells_what_most_of_its_days_were():
    assert cells(["libre", "prêt", "prêt", "immobilisé", "hors parc", "promis"], 1) == "·━━× ╍"
    assert cells(["libre"] * 3 + ["prêt"] * 4 + ["immobilisé"] * 6 + ["prêt"], 7) == "━×"


def test_on_a_tie_a_cell_tells_the_loan():
    assert cells(["libre", "prêt"], 2) == "━"


@given(st.integers(28, 366), st.integers(14, 400))
def test_a_period_fits_its_room(days, width):
    assert -(-days // span_of(days, width)) <= width


@pytest.fixture
def ada():
    return world.person("ADA", public="RSA")


@pytest.fixture
def lent(moped, ada):
    return world.loan(moped, ada, "01/06/2026", "15/07/2026")


async def test_a_year_at_a_glance(point, lent, house, see):
    world.moped(point, "ZZ-999-Z", "01/03/2026", "31/03/2026")
    async with house(ParkScreen(point.id)) as pilot:
        screen = see(pilot)
        assert "2026 · 2 cyclomoteurs · 30 jours sur 195 visés (15,4 %)" in screen
        (line,) = (line for line in screen.splitlines() if "▌AB-123-C" in line)
        assert line.split() == ["▌AB-123-C", "·" * 22 + "━━━━╍╍" + "·" * 25, "30/180", "→60"]
        assert "━ 01/06/2026 → 15/07/2026  ADA Test" in screen and "limite 01/10/2026" in screen


async def test_a_month_has_a_cell_a_day(point, lent, house, see):
    async with house(ParkScreen(point.id)) as pilot:
        await pilot.press("z")
        assert "▌AB-123-C  " + "━" * 30 + " " in see(pilot)
        await pilot.press("right")
        assert "▌AB-123-C  " + "╍" * 15 + "·" * 16 in see(pilot)
        await pilot.press("z", "left")
        assert "2025 · 1 cyclomoteur · 0 jour sur 0 visé (—)" in see(pilot)


async def test_lending_by_name_without_accents_tells_the_limit(point, moped, house, see, write):
    lea = world.person("Lefèvre")
    lea.folded = "lefevre test"
    lea.save()
    async with house(ParkScreen(point.id)) as pilot:
        await pilot.press("l")
        await write(pilot, "lefe")
        await pilot.press("enter")
        assert "LEFÈVRE Test peut le garder jusqu'au 30/10/2026" in see(pilot)
        await pilot.press("enter")
        loan = Loan.get()
        assert (loan.person, loan.moped, loan.departure, loan.due) == (lea, moped, day("30/06/2026"), day("30/07/2026"))
        assert "━ 30/06/2026 → 30/07/2026  LEFÈVRE Test" in see(pilot)


async def test_lending_beyond_the_limit_asks_twice(point, moped, ada, house, see):
    world.loan(moped, ada, "01/03/2026", "20/06/2026", "20/06/2026")
    async with house(ParkScreen(point.id)) as pilot:
        await pilot.press("l")
        await pilot.press("a", "d", "a", "enter", "enter")
        assert "Le retour prévu dépasse la limite du 10/07/2026." in see(pilot)
        assert Loan.select().count() == 1
        await pilot.press("enter")
        assert Loan.select().count() == 2


@pytest.mark.slow
async def test_the_running_loan_is_given_back_and_the_return_taken_back(point, lent, house, see):
    async with house(ParkScreen(point.id)) as pilot:
        await pilot.press("r", "enter")
        assert Loan.get().ended == day("30/06/2026")
        await pilot.press("b", "c", "tab", "tab", "tab", "end", *["backspace"] * 10, "enter")
        assert Loan.get().ended is None


async def test_an_extension_is_an_act_of_its_own(point, lent, house, see, write):
    async with house(ParkScreen(point.id)) as pilot:
        await pilot.press("p")
        await write(pilot, "01/11/2026")
        await pilot.press("tab")
        await write(pilot, "stage")
        await pilot.press("tab")
        await write(pilot, "Mme Roy")
        await pilot.press("enter")
        assert (Loan.get().extended, Loan.get().professional) == (day("01/11/2026"), "Mme Roy")
        assert "prolongé · limite 01/11/2026" in see(pilot)


async def test_a_stolen_moped_leaves_the_park_with_its_loan(point, lent, house):
    async with house(ParkScreen(point.id)) as pilot:
        await pilot.press("v", "v", "enter")
        assert (Loan.get().ending, Moped.get().retired) == ("vol", day("30/06/2026"))


async def test_a_moped_is_stopped_and_put_right(point, moped, house, see, write):
    async with house(ParkScreen(point.id)) as pilot:
        await pilot.press("x")
        await write(pilot, "freins")
        await pilot.press("enter")
        assert "× 30/06/2026 → …           immobilisé : freins" in see(pilot)
        await pilot.press("f", "enter")
        assert Downtime.get().end == day("30/06/2026")


async def test_what_did_not_take_place_is_erased_once_confirmed(point, lent, house):
    async with house(ParkScreen(point.id)) as pilot:
        await pilot.press("enter", "delete", "escape")
        assert Loan.select().count() == 1
        await pilot.press("delete", "enter")
        assert Loan.select().count() == 0


@pytest.mark.slow
async def test_a_moped_is_added_and_corrected(point, house, see, write):
    async with house(ParkScreen(point.id)) as pilot:
        assert "Aucun cyclomoteur dans le parc" in see(pilot)
        await pilot.press("n")
        await write(pilot, "ab-1-c")
        await pilot.press("tab", "tab", "tab")
        await write(pilot, "01/06/2026")
        await pilot.press("enter")
        assert Moped.get().plate == "AB-1-C"
        await pilot.press("c", "tab")
        await write(pilot, "Liberty")
        await pilot.press("enter")
        assert Moped.get().model == "Liberty"


async def test_what_cannot_be_done_is_said(point, moped, house, told):
    async with house(ParkScreen(point.id)) as pilot:
        await pilot.press("r")
        assert told(pilot) == "AB-123-C n'est pas prêté : choisissez un prêt dans la liste du bas (b)."
        await pilot.press("f")
        assert told(pilot).startswith("AB-123-C n'est pas immobilisé")


@pytest.mark.sweep(1)
@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 10)])
async def test_a_hostile_plate_or_name_stays_text(point, house, see, size):
    moped = world.moped(point, "[/x]", "01/01/2026")
    world.loan(moped, world.person("[bold]名🛵" * 20), "01/06/2026", "15/07/2026")
    async with house(ParkScreen(point.id), size) as pilot:
        await pilot.press("b", "r", "escape", "b")
        assert "▌[/x]" in see(pilot)


@pytest.mark.parametrize(
    ("tab", "shown", "key", "asked"),
    [("Heures", "Heures mutualisées : 0 h", "l", "Libérer des heures"), ("Parc", "▌AB-123-C", "r", "Rendu le")],
)
async def test_the_hours_and_the_park_are_tabs_of_their_action(
    permis, point, ada, lent, house, see, tab, shown, key, asked
):
    world.stay(permis, ada, "05/01/2026")
    async with house(ActionScreen((permis if tab == "Heures" else point).id, tab)) as pilot:
        await pilot.pause()
        assert shown in see(pilot)
        await pilot.press(key)
        assert asked in see(pilot)


async def test_a_record_opens_where_it_is(permis, ada, point, lent, house, see):
    world.loan(world.moped(point, "AA-000-A", "01/01/2026"), ada, "01/03/2026", "10/03/2026", "10/03/2026")
    early = world.loan(lent.moped, ada, "01/03/2026", "10/03/2026", "10/03/2026")
    world.stay(permis, ada, "05/01/2026")
    moved = pool.release(permis, ada, 600, day("01/06/2026"), "fini", who="Nadia")
    async with house(ParkScreen(point.id)) as pilot:
        pilot.app.open_record("Loan", early.id)
        await pilot.pause()
        assert "▌AB-123-C" in see(pilot)
        assert pilot.app.screen.focused.target == ("Loan", early.id)
        pilot.app.open_record("Movement", moved.id)
        await pilot.pause()
        assert pilot.app.screen.focused.target == ("movement", moved.id)
