"""The history of a record on screen: h, wherever a record is."""

import pytest

from models.park import mopeds
from models.people import parcours, participants
from models.sessions import roll
from models.tables import Moped, Parcours
from tests import world
from tests.shell.screens import messages, opened, press, shown
from tui.journal.history import HistoryScreen


async def test_h_on_a_persons_page_tells_who_changed_what(house):
    participants.correct(house.amina, town="Angers", who="Karim")
    async with opened(house) as (app, pilot):
        app.open_person(house.amina.id)
        await pilot.pause()
        await press(pilot, "h")
        assert isinstance(app.screen, HistoryScreen)
        assert "commune : (vide) → Angers" in shown(app)
        await press(pilot, "down")
        assert "nom : Diallo" in shown(app)
        await press(pilot, "escape")
        assert not isinstance(app.screen, HistoryScreen)


async def test_h_in_a_roll_tells_the_mark_of_the_person_chosen(house):
    roll.mark(house.morning, house.amina, "absent", who="Karim")
    roll.mark(house.morning, house.amina, "présent", who="Claire")
    async with opened(house) as (app, pilot):
        app.open_session(house.morning.id)
        await pilot.pause()
        await press(pilot, "h")
        assert "statut : absent → présent" in shown(app)


async def test_h_on_an_action_tells_the_line_chosen_and_capital_h_the_action(house):
    stay = Parcours.get(action=house.adse)
    parcours.correct(stay, group="Matin", who="Karim")
    async with opened(house) as (app, pilot):
        app.open_action(house.adse.id)
        await pilot.pause()
        await press(pilot, "h")
        assert "Historique · DIALLO Amina, parcours" in shown(app) and "groupe : (vide) → Matin" in shown(app)
        await press(pilot, "escape", "a", *"hist", "enter")
        assert "Historique · ADSE-26" in shown(app) and "groupe : (vide) → Matin" in shown(app)


async def test_h_in_the_park_tells_the_moped_and_below_the_loan(house):
    point = world.action("cd49-point-mobilite", "2026-01-01", "2026-12-31", code="PM-26")
    moped = Moped.get_by_id(Moped.create(action=point, plate="AB-123-C", in_service="2026-01-01").id)
    Parcours.create(action=point, person=house.amina, entry="2026-01-12")
    loan = mopeds.lend(moped, house.amina, Parcours.get().entry, Parcours.get().entry.add(days=20), who="Claire")
    mopeds.correct_loan(loan, purpose="stage", who="Karim")
    async with opened(house) as (app, pilot):
        app.open_park(point.id)
        await pilot.pause()
        await press(pilot, "h")
        assert "Historique · AB-123-C" in shown(app) and "motif de déplacement : (vide) → stage" in shown(app)
        await press(pilot, "escape", "b", "h")
        assert "mise à disposition" in shown(app)


@pytest.mark.parametrize("text", ["[bold]", "[/x]"])
async def test_what_people_typed_is_never_markup(house, text):
    participants.correct(house.amina, town=text, who=text)
    async with opened(house) as (app, pilot):
        app.open_person(house.amina.id)
        await pilot.pause()
        await press(pilot, "h")
        assert f"→ {text}" in shown(app) and messages(app) == []
