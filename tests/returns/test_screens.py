"""Rapports and Tâches at the keyboard."""

import pytest

from models.duties import lists
from models.duties.due import due
from models.tables import Action, Contract, FollowUp, HandedIn, Parcours, Person
from tests.shell.screens import SMALL, USUAL, messages, opened, press, shown
from tests.world import day, person, stay
from tui.duties.screen import DutiesScreen
from tui.forms.form import FormScreen
from tui.returns.list import ReturnsView
from tui.returns.prepared import ReturnScreen
from tui.sessions.roll import RollScreen
from tui.shell.action import ActionScreen
from tui.widgets.tabs import TabBar


async def open_returns(app, pilot, action):
    app.open_action(action.id, "Rapports")
    for _ in range(3):
        await pilot.pause()


def fill(app, name, text):
    next(row for row in app.screen.query("Row") if row.field.name == name).control.value = text


@pytest.mark.parametrize("size", [SMALL, USUAL])
async def test_the_returns_of_an_action_period_by_period(nord, size):
    async with opened(nord, size) as (app, pilot):
        await open_returns(app, pilot, nord.action)
        text = shown(app)

    assert "▲ Mars 2026 Rapport mensuel" in text
    assert "10/04/2026 en retard" in text
    assert "○ Avril 2026 Rapport mensuel" in text
    assert "○ 2026 Bilan annuel de l'action — à venir" in text
    assert "0 à remettre · 3 en retard" in text


async def test_an_action_without_returns_has_no_such_tab(house):
    action = Action.create(code="CERS", convention="cd62-cers", start="2026-01-01", end="2026-12-31")
    async with opened(house) as (app, pilot):
        app.open_action(action.id)
        await pilot.pause()
        assert "Rapports" not in app.screen.query_one(TabBar).names


@pytest.mark.slow
@pytest.mark.parametrize("size", [SMALL, USUAL])
async def test_a_return_prepared_says_first_what_is_missing_and_enter_goes_there(nord, size):
    async with opened(nord, size) as (app, pilot):
        await open_returns(app, pilot, nord.action)
        await press(pilot, "down", "down", "enter")
        assert isinstance(app.screen, ReturnScreen)
        text = shown(app)
        assert text.index("À compléter avant de remettre (3)") < text.index("DUBOIS Marc") < text.index("Chiffres")

        await press(pilot, "enter")
        assert isinstance(app.screen, FormScreen)
        fill(app, "job_end", "25/06/2026")
        await press(pilot, "enter")

        assert isinstance(app.screen, ReturnScreen)
        assert "À compléter avant de remettre (2)" in shown(app)
        seen = shown(app)
        await press(pilot, "end")
        assert "DUBOIS Marc : Sortie en emploi de transition" in shown(app)
        await press(pilot, "home")
        assert "EVRARD Lina : à compléter : naissance" in seen


async def test_r_says_a_return_was_handed_in_and_the_key_delete_takes_it_back(nord):
    async with opened(nord) as (app, pilot):
        await open_returns(app, pilot, nord.action)
        await press(pilot, "r")
        fill(app, "day", "09/02/2026")
        await press(pilot, "enter")
        assert HandedIn.get().day == day("09/02/2026")
        assert "● Janvier 2026" in shown(app)
        assert "envoyé 09/02" in shown(app)

        await press(pilot, "delete")
        assert HandedIn.select().count() == 0
        await press(pilot, "ctrl+z")
        assert HandedIn.select().count() == 1


async def test_x_writes_the_workbook_in_the_export_folder(nord):
    async with opened(nord) as (app, pilot):
        await open_returns(app, pilot, nord.action)
        await press(pilot, "x")
        await app.workers.wait_for_complete()
        await pilot.pause()
        path = nord.home / "exports" / "NORD-I1_rapport-mensuel_2026-01.xlsx"
        assert messages(app)[-1] == f"Classeur écrit : {path}"
    assert path.exists()


async def test_what_falls_due_opens_the_returns_of_the_action(nord):
    async with opened(nord) as (app, pilot):
        await press(pilot, "end", "enter")
        await pilot.pause()
        assert isinstance(app.screen, ActionScreen)
        assert app.screen.query_one(TabBar).chosen == "Rapports"


async def test_the_return_that_falls_due_is_the_one_stood_on(nord):
    falling = [one for one in due() if one.kind == "rapport"]
    assert len({one.period for one in falling}) > 1
    for rank, one in enumerate(falling):
        async with opened(nord) as (app, pilot):
            await press(pilot, "end", *["up"] * (len(falling) - 1 - rank), "enter")
            await pilot.pause()
            view = app.screen.query_one(ReturnsView)
            assert (view.target, view.current.action) == (one.period, nord.action)


@pytest.mark.parametrize("size", [SMALL, USUAL])
async def test_t_opens_the_lists_and_tab_changes_them(nord, size):
    async with opened(nord, size) as (app, pilot):
        await press(pilot, "t")
        assert isinstance(app.screen, DutiesScreen)
        assert "Suivis 0" in shown(app)
        assert "Rien à faire ici." in shown(app)
        await press(pilot, "tab", "tab")
        assert "▌Profils 1" in shown(app)
        assert "EVRARD Lina" in shown(app)


@pytest.mark.slow
async def test_a_profile_completed_leaves_its_list(nord):
    async with opened(nord) as (app, pilot):
        await press(pilot, "t", "tab", "tab", "enter")
        assert isinstance(app.screen, FormScreen)
        fill(app, "birth", "02/02/2000")
        fill(app, "family_status", "en couple")
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, DutiesScreen)
        assert "▌Profils 0" in shown(app)
    assert Person.get(Person.code == "LINA").family_status == "en couple"


async def test_a_roll_not_called_opens(nord):
    async with opened(nord) as (app, pilot):
        await press(pilot, "t", "shift+tab", "shift+tab", "shift+tab", "enter")
        assert isinstance(app.screen, RollScreen)


@pytest.mark.slow
async def test_a_contract_to_renew_asks_for_the_next_one(house):
    cers = Action.create(code="CERS", convention="cd62-cers", start=day("01/09/2025"), end=day("31/08/2026"))
    someone = person("A")
    stay(cers, someone, "01/11/2025")
    Contract.create(action=cers, person=someone, kind="cers", start=day("01/11/2025"), end=day("30/04/2026"))

    async with opened(house) as (app, pilot):
        await press(pilot, "t", "tab", "enter")
        fill(app, "end", "30/08/2026")
        await press(pilot, "enter")
        assert "▌Contrats 0" in shown(app)

    made = Contract.select().order_by(Contract.id.desc()).first()
    assert (made.kind, made.start, made.end, made.renewal) == ("cers", day("01/05/2026"), day("30/08/2026"), True)


@pytest.fixture
def autumn(nord, on_day):
    """The same on 30 September, with three persons to call six months after they took a job up."""
    for code, left in (("BB", "21/03/2026"), ("CC", "22/03/2026")):
        stay(nord.action, person(code), "05/01/2026", left, exit_type="emploi", exit_contract="CDI")
    Parcours.update(job_end=day("25/06/2026")).where(Parcours.id == nord.stays.marc.id).execute()
    on_day("2026-09-30")
    return nord


def to_call():
    return [one.name for one in lists.tasks("suivis")]


async def test_j_then_a_letter_notes_someone_reached_and_the_next_is_at_hand(autumn):
    assert to_call() == ["BERNARD Paul", "BB Test", "CC Test", "DUBOIS Marc"]
    async with opened(autumn) as (app, pilot):
        await press(pilot, "t", "j", "e")
        assert to_call() == ["BB Test", "CC Test", "DUBOIS Marc"]
        assert app.screen.view.current.name == "BB Test"
        await press(pilot, "down", "j", "f")
        assert app.screen.view.current.name == "DUBOIS Marc"
        await press(pilot, "j", "escape")
        assert to_call() == ["BB Test", "DUBOIS Marc"]

    found = {one.person.code: one.situation for one in FollowUp.select()}
    assert found == {"PAUL": "emploi", "CC": "formation"}


async def test_n_counts_an_attempt_and_goes_on_and_o_gives_up(autumn):
    async with opened(autumn) as (app, pilot):
        await press(pilot, "t", "n")
        assert app.screen.view.current.name == "BB Test"
        assert "1 essai" in shown(app)
        await press(pilot, "o")
        assert app.screen.view.current.name == "CC Test"

    found = {one.person.code: (one.reached, one.unreachable, one.attempts) for one in FollowUp.select()}
    assert found == {"PAUL": (False, None, 1), "BB": (False, True, 0)}


async def test_enter_opens_the_form_of_the_follow_up_due(autumn):
    async with opened(autumn) as (app, pilot):
        await press(pilot, "t", "enter")
        fields = {row.field.name: row.control for row in app.screen.query("Row")}
        assert fields["months"].value == "6"
        await press(pilot, "escape")
        await press(pilot, "n", "up", "enter")
        assert isinstance(app.screen, FormScreen)
        assert "Corriger : suivi" in shown(app)


@pytest.mark.slow
async def test_enter_on_a_profile_begins_where_something_is_not_known(nord):
    async with opened(nord) as (app, pilot):
        await press(pilot, "t", "tab", "tab", "enter", *"12", "slash", *"03", "slash", *"1990", "enter")
        assert Person.get(Person.last_name == "Evrard").birth == day("12/03/1990")
        assert "À compléter : situation familiale" in shown(app)


async def test_enter_on_an_exit_begins_where_something_is_not_known(nord):
    async with opened(nord) as (_, pilot):
        await press(pilot, "t", "tab", "tab", "tab", "enter", *"8", "space", *"mois", "enter")
        assert Parcours.get_by_id(nord.stays.marc.id).job_end == day("24/11/2026")


async def test_j_still_moves_down_in_the_other_lists(nord):
    stay(nord.action, person("ZZ"), "05/01/2026", "10/02/2026")
    async with opened(nord) as (app, pilot):
        await press(pilot, "t", "tab", "tab", "tab")
        assert app.screen.view.current.name == "ZZ Test"
        await press(pilot, "j")
        assert app.screen.view.current.name == "DUBOIS Marc"


async def test_the_palette_goes_to_the_lists(nord):
    async with opened(nord) as (app, pilot):
        await press(pilot, "colon", *"tâches", "enter")
        await pilot.pause()
        assert isinstance(app.screen, DutiesScreen)


async def test_the_lists_of_duties_may_be_left_before_they_are_counted(nord):
    async with opened(nord) as (app, pilot):
        duties_of_nord = DutiesScreen()
        await app.push_screen(duties_of_nord)
        await app.pop_screen()
        duties_of_nord._count()
        await press(pilot, "t")
        assert isinstance(app.screen, DutiesScreen)
