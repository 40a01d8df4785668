"""Pictures of the main screens, on a frozen day. Renew them with ``pytest --snapshot-update``."""

import pytest
from textual.widgets import Input

from models.registers import facts
from models.tables import EligibilityCheck
from tests import world
from tests.people.test_screens import to_tab
from tests.registers import every

SMALL, USUAL = (80, 24), (100, 30)


@pytest.fixture
def picture(town, snap_compare):
    """Compares a screen with its picture: ``show`` opens it, then ``keys`` are pressed."""

    def compare(show, *keys, size=SMALL):
        async def before(pilot):
            show(pilot.app)
            await pilot.pause(0.1)
            for key in keys:
                await (to_tab(pilot, key[1:]) if key.startswith("@") else pilot.press(key))
                await pilot.pause(0.1)
            for field in pilot.app.screen.query(Input):
                field.cursor_blink = False

        return snap_compare(town.app(), terminal_size=size, run_before=before)

    return compare


def test_the_actions(picture):
    assert picture(lambda app: None, "2")


@pytest.mark.sweep(2)
@pytest.mark.parametrize("name", ["Parcours", "Séances", "Indicateurs", "Écarts", "Registres"])
def test_an_action(picture, town, name):
    assert picture(lambda app: app.open_action(town.adse.id), f"@{name}")


def test_the_figures_on_a_wider_screen(picture, town):
    assert picture(lambda app: app.open_action(town.permis.id, "Indicateurs"), "d", size=USUAL)


def test_the_participants(picture):
    assert picture(lambda app: None, "3", "f", "t")


def test_a_person(picture, town):
    assert picture(lambda app: app.open_person(town.amina.id))


@pytest.mark.slow
def test_a_form_with_a_fault(picture, town):
    assert picture(lambda app: app.open_action(town.permis.id), "n", "a", "m", "i", "tab", "0", "enter")


@pytest.fixture
def everything(town):
    """An action that keeps every register, with Amina, who has a fact in each, and Bakary, who left for a job."""
    town.all = every.action(town.home)
    world.stay(town.all, town.amina, "12/01/2026")
    job = {"exit_contract": "CDD", "job_end": world.day("30/11/2026")}
    world.stay(town.all, town.bakary, "12/01/2026", "31/03/2026", exit_type="emploi", **job)
    for table, (values, _) in every.FACTS.items():
        if table is not EligibilityCheck:
            facts.add(table, action=town.all, person=town.amina, who="Claire", **values)
    return town


def test_the_classes_of_exit(picture, everything):
    assert picture(lambda app: app.open_action(everything.all.id))


@pytest.mark.slow
@pytest.mark.parametrize("size", [SMALL, USUAL], ids=["small", "usual"])
def test_the_registers(picture, everything, size):
    assert picture(lambda app: app.open_action(everything.all.id), "@Registres", *["right"] * 6, size=size)


@pytest.mark.slow
@pytest.mark.parametrize("size", [SMALL, USUAL], ids=["small", "usual"])
def test_a_life_in_every_register(picture, everything, size):
    assert picture(lambda app: app.open_person(everything.amina.id), size=size)


def test_what_may_be_added_to_a_person(picture, everything):
    assert picture(lambda app: app.open_person(everything.amina.id), "n", "f")


@pytest.mark.slow
def test_a_long_form(picture, everything):
    assert picture(lambda app: app.open_person(everything.amina.id), "n", *"contr", "enter", *["down"] * 8)


@pytest.mark.slow
def test_an_identity_with_a_profile(picture, everything):
    assert picture(lambda app: app.open_person(everything.amina.id), "c", *["up"] * 3)


@pytest.mark.slow
def test_an_exit_and_its_class(picture, everything):
    assert picture(lambda app: app.open_action(everything.all.id), "s", *"emploi", "down", *"cdd", "down", *"8m")
