"""The message line, kept free on every screen; the bar of places; the keys told at the bottom."""

import re

import pytest
from textual.screen import ModalScreen

from models.acts.refusals import Refused
from models.sessions import roll
from tests.shell.screens import SMALL, USUAL, checked, each_screen, opened, opening, press, shown
from tui.page import Heading, Hints, Said


def said(app) -> str:
    """What the message line shows, its lines as one."""
    return " ".join(str(app.screen.query_one(Said).render()).split())


def bar(app) -> str:
    return str(app.screen.query_one(Heading).render()).splitlines()[0]


def title(app) -> str:
    return str(app.screen.query_one(Heading).render()).splitlines()[1]


def lit(app) -> str:
    return next(place.title for place in app.places if place.here)


@pytest.mark.sweep(4)
@each_screen
@pytest.mark.parametrize("size", [SMALL, USUAL])
async def test_nothing_covers_it(house, screen, size):
    async with opened(house, size) as (app, pilot):
        opening(house, screen)(app)
        await pilot.pause()
        page = next(one for one in reversed(app.screen_stack) if not isinstance(one, ModalScreen))
        line = page.query_one(Said)
        assert line.region.y == size[1] - 2 and line.region.height == 1
        others = [one for one in page.query("*") if one is not line and one.display and not one.children]
        assert not [one for one in others if one.region and one.region.overlaps(line.region)]
        app.notify("Ceci est refusé.", severity="warning")
        await pilot.pause()
        assert "Ceci est refusé." in shown(app)
        assert not app.screen.query("Toast")


async def test_an_act_is_told_with_the_key_that_takes_it_back(house):
    async with opened(house, USUAL) as (app, pilot):
        app.open_session(house.morning.id)
        await pilot.pause()
        await press(pilot, "p")
        assert re.fullmatch(r"\d{1,2}h\d\d · DIALLO Amina : présent, .* Ctrl\+Z annule", said(app))
        await press(pilot, "escape")
        assert said(app).endswith("Ctrl+Z annule")  # on every screen: it is still what the key takes back
        await press(pilot, "ctrl+z")
        assert said(app).startswith("Défait : DIALLO Amina : présent") and said(app).endswith("Ctrl+Y rétablit")
        await press(pilot, "ctrl+y")
        assert said(app).startswith("Rétabli : ") and said(app).endswith("Ctrl+Z annule")


async def test_telling_an_act_reads_nothing(house, queries):
    async with opened(house) as (app, _):
        roll.mark(house.morning.id, house.amina.id, "présent", who="Claire")
        assert queries(app._tell_act) == 0
        assert "DIALLO Amina : présent" in said(app)


async def test_a_refusal_stays_where_it_was_told(house):
    async with opened(house) as (app, pilot):
        app.notify("Ce n'est pas possible.", severity="warning")
        assert said(app) == "Ce n'est pas possible."
        await press(pilot, "3")
        assert said(app) == ""
        await press(pilot, "1")
        assert said(app) == ""


async def test_a_refusal_in_a_window_is_told_in_the_window_and_under_it(house):
    async with opened(house) as (app, pilot):
        await press(pilot, "f1")
        app.notify("Ce n'est pas possible.", severity="warning")
        await pilot.pause()
        line = app.screen.query_one(Said)
        assert line.display and line.region.y == SMALL[1] - 2
        await press(pilot, "escape")
        assert said(app) == "Ce n'est pas possible."


async def test_a_long_sentence_is_read_whole(house):
    sentence = " ".join(f"mot{number}" for number in range(1, 40))
    async with opened(house) as (app, pilot):
        app.notify(sentence, severity="warning")
        await pilot.pause()
        line = app.screen.query_one(Said)
        assert said(app) == sentence and 1 < line.region.height <= Said.MOST
        assert line.region.bottom == SMALL[1] - 1  # above the keys, which stay
        assert "F1 Aide" in shown(app)
        app.notify("")
        await pilot.pause()
        assert line.region.height == 1


async def test_a_defect_of_a_name_is_no_markup(house):
    async with opened(house) as (app, _):
        app.notify("[bold]x[/x]")
        assert said(app) == "[bold]x[/x]"


async def test_the_places_with_what_waits_there(house):
    async with opened(house, USUAL) as (app, pilot):
        await checked(pilot)
        falling, errors = len(app.screen.falling), app.screen.errors
        counts = {place.name: place.count for place in app.places}
        own = {"deviations": errors, "duties": falling}
        assert counts == {"today": 0, "actions": 0, "participants": 0, "week": 0} | own
        assert bar(app).startswith(" 1 Aujourd'hui  2 Actions  3 Participants  4 Écarts")
        assert "jeu. 12 mars" in bar(app)


async def test_the_place_one_is_in_stays_lit(house):
    async with opened(house, USUAL) as (app, pilot):
        assert lit(app) == "Aujourd'hui"
        app.open_session(house.morning.id)
        await pilot.pause()
        assert lit(app) == "Aujourd'hui" and title(app).startswith(" Aujourd'hui › Séance")
        await press(pilot, "2")
        assert lit(app) == "Actions" and title(app).split()[0] == "Actions"
        await press(pilot, "enter")
        assert lit(app) == "Actions" and title(app).startswith(" Actions › ")
        await press(pilot, "escape", "escape")
        assert lit(app) == "Aujourd'hui"


async def test_a_place_clicked_is_gone_to(house):
    async with opened(house) as (app, pilot):
        await pilot.click(app.screen.query_one(Heading), offset=(bar(app).index("Participants") + 2, 0))
        await pilot.pause()
        assert lit(app) == "Participants"


@pytest.mark.sweep(2)
@pytest.mark.parametrize(("width", "told"), [(97, ""), (98, "jeu. 12 mars"), (119, "jeu. 12 mars"), (120, "Claire")])
async def test_the_day_and_the_operator_as_there_is_room(house, width, told):
    async with opened(house, (width, 24)) as (app, _):
        aside = bar(app).partition("Tâches")[2].strip()
        assert aside.endswith(told) and ("Claire" in aside) == (width >= 120)


async def test_the_keys_of_the_roll_hold_in_80_columns(house):
    async with opened(house) as (app, pilot):
        app.open_session(house.morning.id)
        await pilot.pause()
        keys = " ".join(str(app.screen.query_one(Hints).render()).split())
        assert keys == "p a e r Marquer t Tous f Aller m Durée + Ajout F1 Aide Ctrl+P Commandes"


async def test_each_key_of_a_group_is_clicked_by_itself(house):
    async with opened(house) as (app, pilot):
        app.open_session(house.morning.id)
        await pilot.pause()
        hints = app.screen.query_one(Hints)
        await pilot.click(hints, offset=(str(hints.render()).index("a e r") + 1, 0))
        await pilot.pause()
        assert "A ○ 1 absent" in shown(app)


async def test_a_refusal_raised_by_a_key_is_told(house):
    def refuse():
        raise Refused("Choisissez d'abord une séance [/x].")

    async with opened(house) as (app, pilot):
        app.screen.action_new = refuse
        await press(pilot, "n")
        assert said(app) == "Choisissez d'abord une séance [/x]."


async def test_a_warning_and_an_act_of_the_same_key_are_both_told(house):
    """The warning first: the act is on the screen, and is said once the warning is read."""
    async with opened(house, USUAL) as (app, pilot):
        app.notify("Regardez avant de continuer.", severity="warning")
        roll.mark(house.morning.id, house.amina.id, "présent", who="Claire")
        app._tell_act()
        assert said(app) == "Regardez avant de continuer."
        await press(pilot, "down")
        roll.mark(house.morning.id, house.amina.id, "absent", who="Claire")
        app._tell_act()
        assert "DIALLO Amina : absent" in said(app)
