"""The screens of actions, people, figures and deviations, at the keyboard."""

import asyncio

import pytest
from textual.widgets import Static

from models.registers import facts
from models.tables import Action, Document, Exam, Parcours, Person, WorkedHours
from tests.shell.screens import USUAL, opened, shown, typing
from tests.world import action, day, mark, session, stay
from tui.behind import _if_there as tell
from tui.forms.form import FormScreen
from tui.people.actions import ActionsView, _pace
from tui.people.person import PersonScreen
from tui.registers.facts import Chooser
from tui.sessions.today import TodayScreen
from tui.shell.action import ActionScreen
from tui.shell.palette import commands
from tui.widgets.listing import Listing
from tui.widgets.rows import Rows
from tui.widgets.tabs import TabBar

SIZES = pytest.mark.parametrize("size", [(80, 24), pytest.param((100, 30), marks=pytest.mark.slow)])


async def press(pilot, *keys):
    """Presses keys one after the other, each once what the one before did is in sight."""
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


async def clearing(pilot):
    await pilot.press("end", *["backspace"] * 12)


def in_sight(app):
    """The list in sight."""
    return next(one for one in app.screen.query(Listing) if one.region)


def listed(app):
    """The lines of the list in sight, as text."""
    return [str(row.content) for row in in_sight(app).query_one(Rows).rows]


def foot(app):
    return str(in_sight(app).query_one(".foot", Static).content)


def tab(app):
    return app.screen.query_one(TabBar).chosen


async def to_tab(pilot, name):
    for _ in range(12):
        if tab(pilot.app) == name:
            break
        await press(pilot, "tab")
    await pilot.pause()


@SIZES
async def test_the_actions_keep_pace_or_not(town, size):
    app = town.app()
    async with app.run_test(size=size) as pilot:
        await press(pilot, "2")
        await pilot.pause(0.2)
        lines = listed(app)
        assert "ADSE-26" in lines[0] and "3/3" in lines[0] and "50 %" in lines[0]
        assert lines[1].split()[:3] == ["Nombre", "de", "séances"] and "6,8 %  3 / 44" in lines[1]
        assert "▼ −" in lines[1]
        assert "100,0 %" in lines[4] and "▼" not in lines[4]
        await press(pilot, "enter")
        assert isinstance(app.screen, ActionScreen)


async def test_what_is_told_of_a_figure_is_made_once_however_often_the_list_is_drawn(town, monkeypatch):
    made = []
    monkeypatch.setattr("tui.people.actions._pace", lambda *of: made.append(of) or _pace(*of))
    app = town.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "2")
        view = app.screen.query_one(ActionsView)
        told = shown(app)
        assert len(made) == sum(map(len, view.figures.values())) > 0
        view.show_again()
        assert len(made) == sum(map(len, view.figures.values()))
        assert shown(app) == told
        await pilot.resize_terminal(110, 30)
        view.show_again()
        assert len(made) == 2 * sum(map(len, view.figures.values()))


async def test_closing_the_actions_while_they_are_counted(town):
    app = town.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "2")
        view = app.screen.query_one(ActionsView)
        closing = app.pop_screen()
        while view.query(".columns"):
            await asyncio.sleep(0)
        assert view.is_attached  # half closed: its lines are gone, what is told of the work may still come
        tell(view, view._told, "…", 1, 2)
        tell(view, view._taken, None)
        await closing
        assert isinstance(app.screen, TodayScreen)


@pytest.mark.slow
async def test_a_new_action_is_asked_for_and_refused_until_it_can_be(town):
    app = town.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "2", "n")
        await typing(pilot, "ADSE-27")
        await press(pilot, "down")
        await typing(pilot, "adse renf")
        await press(pilot, "enter", "down")
        await typing(pilot, "01/01/2027")
        await press(pilot, "down")
        await typing(pilot, "31/12/2026")
        await press(pilot, "enter")
        assert isinstance(app.screen, FormScreen)
        assert "précède le début" in str(app.screen.query_one("#said", Static).content)
        await clearing(pilot)
        await typing(pilot, "31/12/2027")
        await press(pilot, "down", "8", "enter")
        made = Action.get(Action.code == "ADSE-27")
        assert (made.convention, made.places) == ("cd49-adse-a-renforce", 8)


@pytest.mark.slow
async def test_someone_enters_leaves_and_is_put_back(town):
    app = town.app()
    new = Person.create(code="CL03", last_name="Lefèvre", first_name="Chloé", folded="lefevre chloe")
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_action(town.adse.id)
        await pilot.pause()
        await press(pilot, "n")
        await typing(pilot, "chlo lef")
        await press(pilot, "enter", "enter")
        stay = Parcours.get(Parcours.person == new)
        assert stay.entry == day("30/06/2026")
        assert "LEFÈVRE Chloé" in "".join(listed(app))
        while app.screen.query_one(Listing).target != stay.id:
            await press(pilot, "down")
        await press(pilot, "s", "a", "enter")
        assert Parcours.get_by_id(stay.id).exit_type == "abandon"
        await press(pilot, "c", "down", "down")
        await clearing(pilot)
        await press(pilot, "enter")
        assert (Parcours.get_by_id(stay.id).exit, Parcours.get_by_id(stay.id).exit_type) == (None, "")
        await press(pilot, "ctrl+z")
        assert Parcours.get_by_id(stay.id).exit == day("30/06/2026")


async def test_someone_enters_an_action_from_their_page(town):
    app = town.app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_person(town.bakary.id)
        await pilot.pause()
        await press(pilot, "e")
        await typing(pilot, "point")
        await press(pilot, "enter", "enter")
        entered = Parcours.get(Parcours.person == town.bakary, Parcours.action == town.mobility)
        assert entered.entry == day("30/06/2026")


async def test_a_second_open_parcours_is_asked_twice(town):
    app = town.app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_action(town.adse.id)
        await pilot.pause()
        await press(pilot, "n")
        await typing(pilot, "amina")
        await press(pilot, "enter", "enter")
        assert "a déjà dans cette action un parcours" in str(app.screen.query_one("#said", Static).content)
        assert Parcours.select().where(Parcours.action == town.adse).count() == 3
        await press(pilot, "enter")
        assert Parcours.select().where(Parcours.action == town.adse).count() == 4


async def test_two_ticked_persons_change_group_together(town):
    app = town.app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_action(town.adse.id)
        await pilot.pause()
        await press(pilot, "space", "space", "g")
        await clearing(pilot)
        await typing(pilot, "Soir")
        await press(pilot, "enter")
        groups = [stay.group for stay in Parcours.select().where(Parcours.action == town.adse)]
        assert sorted(groups) == ["Matin", "Soir", "Soir"]


async def test_a_parcours_begun_in_a_roll_is_confirmed(town):
    app = town.app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_action(town.permis.id)
        await pilot.pause()
        assert "1 à confirmer" in foot(app)
        await press(pilot, "down", "v")
        assert "à confirmer" not in foot(app)
        await press(pilot, "ctrl+z")
        assert "1 à confirmer" in foot(app)


@pytest.mark.slow
@SIZES
async def test_every_tab_of_every_action_opens(town, size):
    app = town.app()
    async with app.run_test(size=size) as pilot:
        for action in (town.adse, town.permis, town.mobility):
            app.open_action(action.id)
            await pilot.pause()
            for name in app.screen.query_one(TabBar).names:
                await to_tab(pilot, name)
                assert tab(app) == name
                assert len([view for view in app.screen.query("#tab > *") if view.display]) == 1
            await press(pilot, "escape")


async def test_tabs_are_those_the_convention_keeps_and_the_mouse_chooses(town):
    app = town.app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_action(town.adse.id)
        await pilot.pause()
        bar = app.screen.query_one(TabBar)
        assert bar.names == ["Parcours", "Séances", "Indicateurs", "Écarts", "Registres", "Rapports"]
        await pilot.click(TabBar, offset=(14, 0))
        await pilot.pause()
        assert bar.chosen == "Séances"
        assert "▲ à faire" in listed(app)[0]


async def test_the_key_to_the_next_tab_and_the_tabs_out_of_sight_are_told(town):
    app = town.app()
    async with app.run_test(size=(60, 24)) as pilot:
        app.open_action(town.permis.id)
        await pilot.pause()
        bar = app.screen.query_one(TabBar)
        assert str(bar.render()).startswith("▌Parcours  Séances ")
        assert str(bar.render()).rstrip().endswith("Heures   +2 Tab ›")
        await press(pilot, "shift+tab")
        assert str(bar.render()).startswith("‹ ") and "▌Rapports " in str(bar.render())
        await pilot.click(TabBar, offset=(56, 0))
        await pilot.pause()
        assert bar.chosen == "Parcours"
        assert "Aller à l'onglet suivant" in [command.text for command in commands(app, app.screen)]


@pytest.mark.slow
async def test_the_registers_of_an_action_are_chosen_and_counted(town):
    app = town.app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_action(town.permis.id)
        await pilot.pause()
        await to_tab(pilot, "Registres")
        chooser = app.screen.query_one(Chooser)
        assert chooser.names == ["Examens 2", "Documents 0", "Immersions 0", "Suivis 0", "Contrats 0", "Projets 0"]
        assert len(listed(app)) == 2
        await press(pilot, "right")
        assert listed(app) == ["Rien n'est encore noté. n ajoute une ligne."]
        await press(pilot, "n")
        await typing(pilot, "amina")
        await press(pilot, "enter", "b", "enter")
        assert chooser.names[1] == "Documents 1"
        await press(pilot, "r")
        await typing(pilot, "exa")
        await press(pilot, "enter")
        assert chooser.chosen == "Examens 2" and len(listed(app)) == 2
        await pilot.click(Chooser, offset=(14, 0))
        await pilot.pause()
        assert chooser.chosen == "Documents 1" and "DIALLO Amina" in listed(app)[0]


async def test_the_mouse_presses_the_keys_of_a_tab(town):
    app = town.app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_action(town.adse.id)
        await pilot.pause()
        await pilot.click("Hints", offset=(str(app.screen.query_one("Hints").render()).index("n Faire") + 1, 0))
        await pilot.pause()
        assert app.screen.query_one("#form").border_title == "Entrée dans ADSE-26"


@pytest.mark.slow
async def test_a_document_is_added_corrected_and_removed(town):
    app = town.app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_action(town.adse.id)
        await pilot.pause()
        await to_tab(pilot, "Registres")
        assert app.screen.query_one(Chooser).chosen.startswith("Documents")
        await press(pilot, "n")
        await typing(pilot, "bakary")
        await press(pilot, "enter", "b", "enter")
        assert Document.get(Document.person == town.bakary).kind == "bilan"
        await press(pilot, "up", "c", "c", "enter")
        assert Document.get(Document.person == town.bakary).kind == "contrat"
        await press(pilot, "delete")
        assert Document.select().where(Document.person == town.bakary).count() == 0
        await press(pilot, "ctrl+z")
        assert "TOURÉ Bakary" in listed(app)[0]


async def test_a_figure_opens_on_the_records_it_counts(town):
    app = town.app()
    async with app.run_test(size=(100, 30)) as pilot:
        app.open_action(town.adse.id, "Indicateurs")
        await pilot.pause()
        line = listed(app)[1]
        assert "132" in line and "4,5 %" in line and "→ 12" in line
        await press(pilot, "down", "enter")
        assert foot(app).startswith("Σ 6 en 6 enregistrements")
        assert "DIALLO Amina" in listed(app)[0]
        await press(pilot, "escape", "p")
        await clearing(pilot)
        await typing(pilot, "06/02/2026")
        await press(pilot, "enter")
        assert " 4          132    3,0 % " in listed(app)[1] and listed(app)[1].endswith("→ 9")
        assert foot(app).startswith("Du 06/02/2026 au 31/12/2026")
        assert "L'objectif reste celui de toute l'action." in foot(app)


async def test_a_target_that_counts_persons_opens_on_them(town):
    app = town.app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_action(town.permis.id, "Indicateurs")
        await pilot.pause()
        rank = next(rank for rank, line in enumerate(listed(app)) if "50,0 %" in line)
        await press(pilot, *["down"] * rank, "o")
        assert foot(app).startswith("Σ 2 en 2 enregistrements")
        assert "TOURÉ Bakary" in listed(app)[0] and "échoué" in listed(app)[0]
        await press(pilot, "escape", "home", "o")
        assert "objectif ne compte pas" in app.saying.told[0].text


async def test_hours_behind_a_figure_add_up_in_hours(town):
    app = town.app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_action(town.permis.id, "Indicateurs")
        await pilot.pause()
        await press(pilot, "d")
        lines = listed(app)
        rank = next(rank for rank, line in enumerate(lines) if "DIALLO Amina (AD01)" in line)
        assert "1 h 45" in lines[rank]
        await press(pilot, *["down"] * rank, "enter")
        assert foot(app).startswith("Σ 1 h 45 en 1 enregistrement")
        await press(pilot, "enter")
        assert type(app.screen).__name__ == "RollScreen"


async def test_the_workbook_is_written_and_its_place_said(town, monkeypatch):
    monkeypatch.chdir(town.home)
    app = town.app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_action(town.adse.id, "Indicateurs")
        await pilot.pause()
        await press(pilot, "x")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert (town.home / "ADSE-26_2026-01-01_2026-12-31.xlsx").exists()
        assert any("ADSE-26_2026-01-01_2026-12-31.xlsx" in note.text for note in app.saying.told)


@pytest.mark.slow
@SIZES
async def test_a_deviation_tells_its_article_its_remedy_and_opens_its_record(town, size):
    app = town.app()
    async with app.run_test(size=size) as pilot:
        await press(pilot, "4")
        await pilot.pause()
        assert all(line[:3] in ("■ E", "▲ A", "○ I") for line in listed(app))
        assert "Article : Annexe 2" in foot(app) and "À faire : " in foot(app)
        assert "1 information" in foot(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, PersonScreen)
        await press(pilot, "escape", "f", "A", "enter")
        assert "Écarts  ADSE-26" in str(app.screen.query_one("Heading").render())
        assert "information" not in foot(app)


@SIZES
async def test_participants_are_found_without_accents_or_order(town, size):
    app = town.app()
    async with app.run_test(size=size) as pilot:
        await press(pilot, "3")
        assert len(listed(app)) == 3
        await press(pilot, "f")
        await typing(pilot, "bak tou")
        assert len(listed(app)) == 1 and "? à compl" in listed(app)[0]
        await press(pilot, "enter")
        assert isinstance(app.screen, PersonScreen)
        await press(pilot, "escape", "escape")
        assert isinstance(app.screen.focused, Rows)


@pytest.mark.slow
async def test_a_lookalike_is_told_before_it_is_added_twice(town):
    app = town.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "3", "n")
        await typing(pilot, "Dialo")
        await press(pilot, "down")
        await typing(pilot, "Amina")
        await press(pilot, "enter")
        assert "DIALLO Amina (AD01, naissance le 04/05/1990)" in str(app.screen.query_one("#said", Static).content)
        assert Person.select().count() == 3
        await press(pilot, "enter")
        assert Person.select().count() == 4
        assert isinstance(app.screen, PersonScreen)


@pytest.mark.slow
async def test_someone_s_page_tells_their_life_and_each_line_leads_on(town):
    app = town.app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_person(town.amina.id)
        await pilot.pause()
        lines = listed(app)
        assert lines[0] == "Mai 2026" and "Cyclomoteur AA-123-BB" in lines[1] and "Public vérifié, RSA" in lines[-1]
        await press(pilot, "down", "enter")
        assert isinstance(app.screen, FormScreen)
        await press(pilot, "down", "down", "right", "right", "enter")
        assert Exam.get(Exam.person == town.amina).result == "absent"
        await press(pilot, "down", "enter")
        assert type(app.screen).__name__ == "RollScreen"


async def test_attendances_can_be_left_out_of_a_page(town):
    app = town.app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_person(town.amina.id)
        await pilot.pause()
        assert sum("Présent, 2 h · Séance collective" in line for line in listed(app)) == 3
        await press(pilot, "v")
        assert not any("Présent, 2 h · Séance collective" in line for line in listed(app))
        assert "Sans les présences" in foot(app)


async def test_the_palette_tells_more_than_the_hints_have_room_for(town):
    app = town.app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.action_go("deviations")
        await pilot.pause()
        assert "Ne montrer qu'une action, ou toutes" in [command.text for command in commands(app, app.screen)]
        app.open_person(town.amina.id)
        await pilot.pause()
        assert "Cacher ou montrer les présences" in [command.text for command in commands(app, app.screen)]


@pytest.mark.slow
async def test_what_tells_lines_apart_is_in_sight_on_a_narrow_screen(town):
    mark(session(town.permis, "entretien", "30/06/2026", theme="Point sur le projet et la suite"), town.amina)
    ai = action("cd49-ai", code="AI-26")
    stay(ai, town.amina, "02/01/2026")
    facts.add(WorkedHours, action=ai, person=town.amina, month="2026-02", minutes=600, who="Claire")
    app = town.app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_action(town.permis.id)
        await pilot.pause()
        await to_tab(pilot, "Séances")
        assert any("DIALLO Amina · Entretien" in line for line in listed(app))
        app.open_action(ai.id)
        await pilot.pause()
        await to_tab(pilot, "Registres")
        await press(pilot, "r")
        await typing(pilot, "heu tra")
        await press(pilot, "enter")
        assert listed(app)[0].startswith("02/2026    DIALLO Amina")


async def test_the_sessions_start_on_the_latest_that_is_not_to_come(town):
    app = town.app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_action(town.permis.id)
        await pilot.pause()
        await to_tab(pilot, "Séances")
        assert "03/07/2026" in listed(app)[0]
        await press(pilot, "enter")
        assert app.screen.query_one("RollView").roll.session.day == day("12/03/2026")


@pytest.mark.slow
async def test_an_identifier_is_corrected_and_the_page_completed(town):
    app = town.app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_person(town.bakary.id)
        await pilot.pause()
        assert "à compléter" in str(app.screen.query_one("#identity", Static).content)
        await press(pilot, "c", "down", "down")
        await clearing(pilot)
        await typing(pilot, "AD01")
        await press(pilot, "enter")
        assert isinstance(app.screen, FormScreen)
        await clearing(pilot)
        await typing(pilot, "BT-2")
        await press(pilot, "enter")
        stored = Person.get_by_id(town.bakary.id)
        assert (stored.code, stored.confirmed) == ("BT-2", True)


async def test_a_check_of_the_public_is_added_from_the_page(town):
    app = town.app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_person(town.amina.id)
        await pilot.pause()
        await press(pilot, "n", "v", "enter", "f", "enter")
        assert "Public vérifié, FAJ" in "".join(listed(app))


@pytest.mark.sweep(1)
@SIZES
@pytest.mark.parametrize("key", ["1", "2", "3", "4"])
async def test_a_hostile_name_breaks_no_screen(town, size, key):
    app = town.app()
    async with app.run_test(size=size) as pilot:
        await press(pilot, key)
        await pilot.pause()
        await press(pilot, "f1", "escape")
        app.open_person(town.hostile.id)
        await pilot.pause()
        await press(pilot, "c", "escape", "f1", "escape", "ctrl+p", "escape")
        assert isinstance(app.screen, PersonScreen)


async def test_somebody_not_known_yet_enters_with_their_record_in_one_act(house):
    async with opened(house, USUAL) as (app, pilot):
        app.open_action(house.permis.id)
        await pilot.pause()
        await press(pilot, "n", *"zola", "space", *"emile")
        told = shown(app)
        assert "Nouvelle personne : nom ZOLA, prénom emile" in told
        await press(pilot, "enter", "enter")
        assert "Nouvelle fiche : nom zola, prénom emile." in shown(app)
        await press(pilot, "enter")
        stay = Parcours.select().join(Person).where(Person.first_name == "emile").get()
        assert (stay.person.last_name, stay.person.code, stay.person.confirmed) == ("zola", "ZOLA-E", True)
        await press(pilot, "ctrl+z")
        assert not Person.select().where(Person.first_name == "emile").exists()


async def test_a_known_person_comes_before_a_new_one_and_a_lookalike_is_told(house):
    async with opened(house, USUAL) as (app, pilot):
        app.open_action(house.permis.id)
        await pilot.pause()
        await press(pilot, "n", *"diallo", "space", *"amina", "down", "enter", "enter")
        assert "Déjà connu ? DIALLO Amina" in shown(app)
