"""Pictures of the main screens, on a frozen day. Renew them with ``pytest --snapshot-update``."""

import pytest
from textual.widgets import Input

from tests.files.test_screens import to_tab

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


@pytest.mark.parametrize("name", ["Parcours", "Séances", "Indicateurs", "Écarts", "Documents"])
def test_an_action(picture, town, name):
    assert picture(lambda app: app.open_action(town.adse.id), f"@{name}")


def test_the_figures_on_a_wider_screen(picture, town):
    assert picture(lambda app: app.open_indicators(town.permis.id), "d", size=USUAL)


def test_the_participants(picture):
    assert picture(lambda app: None, "3", "f", "t")


def test_a_person(picture, town):
    assert picture(lambda app: app.open_person(town.amina.id))


def test_a_form_with_a_fault(picture, town):
    assert picture(lambda app: app.open_action(town.permis.id), "n", "a", "m", "i", "tab", "0", "enter")
