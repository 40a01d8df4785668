"""An exact code is what Entrée takes, in every search and every picker; what will be written to is named."""

import pytest

from models.journal.search import find_actions, find_mopeds, find_sessions
from models.people import participants
from models.tables import Moped, Parcours, Session
from tests import world
from tests.shell.screens import USUAL, opened, press, shown
from tui.forms.form import FormScreen
from tui.shell.action import ActionScreen
from tui.widgets.fields import Choice


@pytest.fixture
def three(house):
    """Three actions whose codes begin alike, the one asked for last in every other order."""
    codes = ("ADSE-B", "ADSE-S2", "ADSE-S")
    starts = ("2026-03-02", "2026-02-02", "2026-01-05")
    return [
        world.action("cd49-adse-a-simple", start, "2026-12-31", code=code, places=8, title="Suite de ADSE-S")
        for code, start in zip(codes, starts, strict=True)
    ]


async def test_searching_a_code_opens_the_action_of_that_code(house, three):
    async with opened(house) as (app, pilot):
        await press(pilot, "slash", *"adse", "minus", "s", "enter")
        assert isinstance(app.screen, ActionScreen)
        assert app.screen.action.code == "ADSE-S"


async def test_a_picker_takes_the_action_of_that_code_and_the_form_names_it(house, three):
    async with opened(house, USUAL) as (app, pilot):
        await press(pilot, "n", *"adse", "minus", "s", "enter")
        assert isinstance(app.screen, FormScreen)
        assert "Nouvelle séance · ADSE-S ─" in shown(app)


async def test_somebody_enters_the_action_whose_code_was_typed(house, three):
    async with opened(house, USUAL) as (app, pilot):
        app.open_person(house.bruno.id)
        await pilot.pause()
        await press(pilot, "e", *"adse", "minus", "s", "enter")
        assert "Entrée dans ADSE-S ─" in shown(app)
        await press(pilot, "ctrl+s", "ctrl+s")
    assert Parcours.select().where(Parcours.person == house.bruno).order_by(Parcours.id.desc()).get().action == three[2]


async def test_what_is_confirmed_is_named_again(house):
    async with opened(house, USUAL) as (app, pilot):
        app.open_action(house.permis.id, "Séances")
        await pilot.pause()
        await press(pilot, "n")
        form = app.screen
        nature = next(row for row in form.query("Row") if row.field.name == "nature")
        assert isinstance(nature.control, Choice)
        nature.control.offer(nature.control.options, None)
        while nature.control.value != "conduite":
            nature.control.action_move(1)
        await press(pilot, "ctrl+s")
        assert "pour confirmer : Nouvelle séance · PERMIS-26." in " ".join(shown(app).replace("│", " ").split())


def test_what_was_found_by_its_code_is_first(house, three):
    assert [one.code for one in find_actions("adse-s")][:3] == ["ADSE-S", "ADSE-S2", "ADSE-B"]
    for code, theme in (("X-1", ""), ("X-10", ""), ("Y", "X-1")):
        world.session(house.adse, "seance", "2026-03-11", code=code, theme=theme)
    assert [one.code for one in find_sessions("X-1")] == ["X-1", "X-10", "Y"]
    point = world.action("cd49-point-mobilite", "2026-01-01", "2026-12-31", code="PM-26")
    for plate in ("AB-123-C", "AB-123-CD"):
        Moped.create(action=point, plate=plate, in_service="2026-01-01", model="Zip AB123CD")
    assert [one.plate for one in find_mopeds("ab123cd")] == ["AB-123-CD", "AB-123-C"]


def test_a_session_beyond_the_hundred_latest_is_found_by_its_code(house):
    for rank in range(105):
        world.session(house.adse, "seance", "2026-03-11", code=f"S{rank:03}", theme="vieux")
    world.session(house.adse, "seance", "2026-01-12", code="VIEUX", theme="")
    assert find_sessions("vieux")[0].code == "VIEUX"
    assert Session.select().count() > 100


def test_somebody_is_found_by_identifier_before_by_name(store):
    for code, last, first in (
        ("P9", "Ana", "Zoé"),
        ("ANA", "Zed", "Bob"),
        ("ANA2", "Abel", "Luc"),
        ("P8", "Anabel", "X"),
    ):
        participants.add(code=code, last_name=last, first_name=first, who="?")
    assert [one.code for one in participants.find("ana")] == ["ANA", "ANA2", "P9", "P8"]
    people = participants.find("ana")[::-1]
    assert [one.code for one in participants.among(people, "ana")] == ["ANA", "ANA2", "P9", "P8"]


def test_letters_of_a_choice_prefer_the_whole_value():
    choice = Choice([("x", "ADSE-S2"), ("y", "ADSE-B"), ("z", "ADSE-S")], "x")
    assert choice._beginning("adse-s", 0) == 2
    assert choice._beginning("adse-s2", 2) == 0
