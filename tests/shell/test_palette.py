"""The palette lists every command of the program from anywhere, and leads to those of other screens."""

from dataclasses import replace

import pytest
from textual.screen import ModalScreen

from models.acts.rights import Acting
from models.tables import Action
from tests import world
from tests.shell.screens import USUAL, each_screen, messages, opened, opening, palette, press, shown
from tests.shell.test_keys import every_binding
from tui import french
from tui.page import Page, View
from tui.park.screen import ParkView
from tui.shell.action import ActionScreen
from tui.shell.keys import ids_of
from tui.widgets.finder import Picker
from tui.widgets.tabs import TabBar

MEANWHILE = {"slow.stop"}
"""What is given only while a list is being read: Échap."""


def every_command():
    """The commands of every screen and part of a screen, by the id of their binding; not what moves in a list."""
    found = {f"action.{action}" for _, action in ActionScreen.MENU}
    for known, bound in every_binding():
        if issubclass(known, Page | View) and not issubclass(known, ModalScreen):
            found |= {one.id for one in bound if one.id and one.description not in french.BUILT_IN.values()}
    return found - MEANWHILE


@each_screen
async def test_every_command_of_the_program_is_listed_from_anywhere(house, screen):
    async with opened(house, USUAL) as (app, pilot):
        opening(house, screen)(app)
        await pilot.pause()
        below = app.screen
        listed = {one.id for one in (await palette(app, pilot)).elsewhere}
        assert every_command() - listed - ids_of(below) == set()
        assert listed & ids_of(below) == set()
        assert len(every_command()) > 100


async def test_a_command_of_another_screen_leads_there_and_says_its_key(house):
    park = world.action("cd49-point-mobilite", "2026-01-01", "2026-12-31", code="PM-26")
    async with opened(house, USUAL) as (app, pilot):
        await palette(app, pilot, "preter")
        assert "Prêter · Parc" in shown(app)
        await press(pilot, "enter")
        assert app.screen.action == park and app.screen.query_one(ParkView).display
        assert messages(app) == ["Prêter : l."]


async def test_the_key_told_is_the_one_chosen_in_the_settings(house):
    chosen = replace(house.settings, keys={"park.lend": "F8", "action.menu": "F9"})
    async with opened(house, USUAL, chosen) as (app, pilot):
        listed = {one.id: one.key for one in (await palette(app, pilot)).elsewhere}
        assert (listed["park.lend"], listed["action.close"], listed["park.join"]) == ("F8", "F9", "u")


async def test_it_asks_of_which_action_when_there_are_several(house):
    async with opened(house, USUAL) as (app, pilot):
        await palette(app, pilot, "cloturer l'action jusqu")
        await press(pilot, "enter")
        asked = app.screen
        assert isinstance(asked, Picker)
        await press(pilot, *"adse", "enter")
        assert isinstance(app.screen, ActionScreen) and app.screen.action == house.adse
        assert messages(app) == ["Clôturer l'action jusqu'à un jour : a."]


async def test_in_an_action_it_goes_to_its_tab(house):
    async with opened(house, USUAL) as (app, pilot):
        app.open_action(house.permis.id)
        await pilot.pause()
        page = app.screen
        await palette(app, pilot, "partager")
        await press(pilot, "enter")
        assert app.screen is page and page.query_one(TabBar).chosen == "Séances"


async def test_what_nothing_here_keeps_is_told_with_its_reason(house):
    async with opened(house, USUAL) as (app, pilot):
        await palette(app, pilot, "preter")
        await press(pilot, "enter")
        assert messages(app) == ["Aucune action n'a d'onglet Parc : il vient avec une convention qui en tient un."]
    assert Action.select().count() == 2


async def test_marks_in_waiting_without_a_server(house):
    async with opened(house, USUAL) as (app, pilot):
        await palette(app, pilot, "refus sont lus")
        await press(pilot, "enter")
        assert messages(app) == ["Rien n'attend de serveur : la base est un fichier de cette machine."]


async def test_what_is_of_the_screen_stays_first_when_the_rest_is_loaded(house):
    async with opened(house, USUAL) as (app, pilot):
        found = await palette(app, pilot, "corr")
        first = found.found("corr")[0].target
        assert first in [one.run for one in found.commands]


@pytest.mark.parametrize("role", ["formateur", "direction"])
async def test_a_role_is_not_shown_what_it_may_not_do(house, role):
    async with opened(house, USUAL) as (app, pilot):
        app.acting = Acting("zoe", "Zoé", role)
        listed = {one.id for one in (await palette(app, pilot)).elsewhere}
        assert not listed & {"park.lend", "parcours.enter", "action.close"}
        assert "indicators.period" in listed
