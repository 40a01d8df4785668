"""Joining at the keyboard, at 80×24: from the list of likely doubles, and from somebody's page."""

import pytest

from config import settings
from config.settings import Settings
from models.acts import rights
from models.acts.refusals import Refused
from models.duties import lists
from models.people import identities, twins
from models.tables import TRAINER, Attendance, Parcours, Person, TwoPeople
from tests import world
from tests.shell.screens import messages, opened, press, shown, typing
from tests.world import day
from tui.app import AssiduApp
from tui.duties.screen import DutiesScreen
from tui.forms.form import FormScreen
from tui.people import joining
from tui.people.person import PersonScreen


class Home:
    """Where the application opens."""

    def __init__(self, folder):
        self.home, self.settings = folder, Settings(operator="Mobilité 49", user="Claire")
        settings.save(self.settings, folder)


@pytest.fixture
def home_of(store, tmp_path):
    return Home(tmp_path)


@pytest.fixture
def twice(store):
    """Amina entered twice in one action, marked otherwise in one session."""
    action = world.action("cd93-3b-permis", "01/01/2026", "31/12/2026", code="P")
    amina = world.person("DIALLO Amina", code="A1", birth=day("04/05/1990"), town="Bobigny")
    again = world.person("Diallo Amina", code="B1", birth=day("04/05/1990"), town="Pantin")
    for one in (amina, again):
        world.stay(action, one, "05/01/2026")
    session = world.session(action, "conduite", "02/03/2026")
    world.mark(session, amina)
    world.mark(session, again, status="absent")
    return amina, again


def test_a_likely_double_is_compared_and_joined_from_the_tasks(twice, home_of):
    amina, _ = twice

    async def go():
        async with opened(home_of) as (app, pilot):
            await press(pilot, "t")
            app.screen.view.duty = "doublons"
            await press(pilot, "shift+tab")
            assert "Doublons probables" in shown(app)
            assert "A1 et DIALLO Amina (B1) : même nom, même naissance" in shown(app)
            await press(pilot, "enter")
            assert "garder A1, y réunir B1" in shown(app)
            await press(pilot, "enter")
            form = shown(app)
            for told in (
                "Reste : DIALLO Amina (A1",
                "Commune * ● Bobigny (A1) ○ Pantin (B1)",
                "● présent (A1) ○ absent (B1)",
                "Enveloppe : 100 h → 50 h",
            ):
                assert told in form
            await press(pilot, "right", "ctrl+s")
            assert isinstance(app.screen, DutiesScreen)
            assert "A1 et" not in shown(app)
            assert "B1 réunie à A1 ; Ctrl+Z l'annule." in messages(app)
            assert [(one.person_id, one.status) for one in Attendance.select()] == [(amina.id, "présent")]
            assert Person.get_by_id(amina.id).town == "Pantin"
            await press(pilot, "ctrl+z")
            assert Parcours.select().count() == 2

    run(go)


def test_two_people_are_said_to_be_so_and_asked_about_again_after_an_undo(twice, home_of):
    async def go():
        async with opened(home_of) as (app, pilot):
            app.push_screen(DutiesScreen("doublons"))
            await pilot.pause()
            await press(pilot, "d")
            assert "Rien à faire ici" in shown(app)
            assert TwoPeople.select().count() == 1
            assert lists.tasks("doublons") == []
            await press(pilot, "ctrl+z")
            assert len(lists.tasks("doublons")) == 1
            await press(pilot, "enter", "down", "down", "enter")
            assert lists.tasks("doublons") == []

    run(go)


@pytest.mark.slow
def test_the_page_of_a_person_proposes_who_looks_alike_and_follows_the_one_kept(twice, home_of):
    amina, again = twice

    async def go():
        async with opened(home_of) as (app, pilot):
            app.open_person(again.id)
            app.open_person(amina.id)
            await pilot.pause()
            await press(pilot, "u")
            assert "Celle qui reste : DIALLO Amina (A1" in shown(app)
            await press(pilot, "ctrl+s")
            assert app.screen.heading == "Réunir B1 à A1"
            await press(pilot, "ctrl+s")
            assert isinstance(app.screen, PersonScreen)
            assert "Avant : B1" in shown(app)
            await press(pilot, "escape")
            assert app.screen.person == amina
            await press(pilot, "slash")
            await typing(pilot, "B1")
            assert "DIALLO Amina" in shown(app)

    run(go)


def test_a_trainer_is_refused_and_the_form_is_not_shown(twice, home_of, monkeypatch):
    amina, again = twice
    monkeypatch.setattr(rights, "acting", lambda: rights.Acting("x", "Karim", TRAINER))
    app = AssiduApp(home_of.settings, home_of.home)
    for ask in (joining.ask_other, joining.ask_pair, joining.ask_join):
        with pytest.raises(Refused, match="demandez à un coordinateur"):
            ask(app, *(amina, again)[: 1 if ask is joining.ask_other else 2])
    if app.line is not None:  # it was never run, and so never stopped
        app.line.stop()


def test_a_closed_period_is_told_in_the_form_before_anything_is_done(twice, home_of):
    from models.returns import closing
    from models.tables import Action

    closing.close(Action.get(), day("31/03/2026"), "Claire", who="Claire")

    async def go():
        async with opened(home_of) as (app, pilot):
            joining.ask_join(app, *twice)
            await pilot.pause()
            assert "clôturée jusqu'au 31/03/2026" in shown(app)
            await press(pilot, "ctrl+s")
            assert isinstance(app.screen, FormScreen)

    run(go)
    assert not identities.is_joined(twice[1])


def test_pairs_are_found_in_one_pass_whatever_the_number_of_people(store, queries):
    for number in range(30):
        world.person(f"NOM{number} Ana", birth=day("01/01/1990"), code=f"X{number}")
    few = queries(twins.pairs)
    world.person("Ana Nom3", birth=day("01/01/1990"), code="Y")
    world.person("ROY Luc", code="0012", caf_number="0123456 A")
    world.person("ROY Lucie", code="12", caf_number="123456a")
    world.person("PETIT Zoé", code="É-7", birth=day("01/01/1990"))
    world.person("PETIT Zoé", code="e 07", birth=day("02/01/1990"))
    world.person("SANS Naissance", code="S1")
    world.person("SANS Naissance", code="S2")
    assert [(one.first.code, one.second.code, one.why) for one in twins.pairs()] == [
        ("X3", "Y", "même nom, même naissance"),
        ("É-7", "e 07", "identifiants presque pareils"),
        ("0012", "12", "identifiants presque pareils, même n° allocataire"),
    ]
    assert queries(twins.pairs) == few


@pytest.mark.parametrize("size", [(80, 24), (120, 30)])
def test_picture(twice, home_of, snap_compare, size):
    async def compared(pilot):
        joining.ask_join(pilot.app, *twice)
        await pilot.pause()

    assert snap_compare(AssiduApp(home_of.settings, home_of.home), terminal_size=size, run_before=compared)


def run(go):
    import asyncio

    asyncio.run(go())
