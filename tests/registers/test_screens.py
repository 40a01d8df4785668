"""Entering every register at the keyboard: forms derived from the models, from a person's page and an action's."""

import pytest
from textual.widgets import Static

from config.catalogue import convention
from models.registers import facts
from models.tables import (
    REGISTERS,
    Action,
    Contract,
    EligibilityCheck,
    Evaluation,
    FollowUp,
    JournalEntry,
    Obstacle,
    Parcours,
    Person,
    Prescription,
    Session,
    WorkedHours,
    fields_of,
)
from tests import world
from tests.people.test_screens import SIZES, clearing, listed, press, to_tab
from tests.registers import every
from tests.shell.screens import typing
from tests.world import day
from tui.forms.form import FormScreen
from tui.forms.rows import Row
from tui.people.person_forms import identity
from tui.registers import forms
from tui.registers.facts import Chooser
from tui.registers.forms import ITS_OWN
from tui.shell.action import ActionScreen
from tui.widgets.finder import Picker
from tui.widgets.rows import Rows
from tui.widgets.tabs import TabBar

DERIVED = [table for table in REGISTERS if table not in ITS_OWN]


@pytest.fixture
def all_kept(town):
    """The town with an action that keeps every register, where Amina is."""
    town.all = every.action(town.home, staff=150)
    world.stay(town.all, town.amina, "12/01/2026")
    return town


def asked(app):
    """The labels of the fields in sight, by name."""
    return {row.field.name: row.field.label for row in app.screen.query(Row) if row.display}


def control(app, name):
    return next(row.control for row in app.screen.query(Row) if row.field.name == name)


def said(app, part="#said"):
    return str(app.screen.query_one(part).content)


async def to_field(pilot, name):
    """Goes down to a field."""
    for _ in range(40):
        if pilot.app.focused is control(pilot.app, name):
            return
        await pilot.press("down")
    raise AssertionError(f"{name} is out of reach")


async def adding(pilot, town, words):
    """Opens the form of what ``words`` begin, from Amina's page."""
    pilot.app.open_person(town.amina.id)
    await pilot.pause()
    await press(pilot, "n")
    await typing(pilot, words)
    await press(pilot, "enter")


@pytest.mark.sweep(4)
@SIZES
@pytest.mark.parametrize("table", DERIVED, ids=lambda table: table.__name__)
async def test_the_form_of_every_register_is_its_model_and_fits_the_screen(all_kept, size, table):
    app = all_kept.app()
    async with app.run_test(size=size) as pilot:
        forms.ask_new(app, table, None if table is EligibilityCheck else all_kept.all, all_kept.amina)
        await pilot.pause()
        assert isinstance(app.screen, FormScreen)
        headers = {
            field.name: field.verbose_name for field in fields_of(table) if field.name not in ("action", "person")
        }
        assert asked(app) == {"person": "Personne"} | headers
        form = app.screen.query_one("#form")
        assert form.region.right <= size[0] and form.region.bottom <= size[1]
        for _ in headers:
            await pilot.press("down")
        await pilot.pause()
        last = app.screen.focused.region
        assert form.region.contains_region(last)


@pytest.mark.slow
async def test_a_contract_is_entered_then_told_in_a_life(all_kept):
    app = all_kept.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await adding(pilot, all_kept, "con tout")
        await press(pilot, "p", "down")
        await typing(pilot, "01/02/2026")
        await press(pilot, "down")
        await typing(pilot, "31/01/2026")
        await press(pilot, "enter")
        assert said(app) == "▲ « Fin » (31/01/2026) précède « Début » (01/02/2026) : corrigez l'un des deux."
        await clearing(pilot)
        await typing(pilot, "31/07/2026")
        await press(pilot, "down", "v", "enter")
        assert Contract.get().kind == "ppae" and Contract.get().status == "validé"
        assert any("Contrat PPAE jusqu'au 31/07/2026, validé" in line for line in listed(app))
        await press(pilot, "ctrl+z")
        assert Contract.select().count() == 0


@pytest.mark.slow
async def test_an_interview_is_noted_from_the_page_of_someone(all_kept):
    app = all_kept.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await adding(pilot, all_kept, "rendez vous tout")
        assert control(app, "person").value == all_kept.amina
        await to_field(pilot, "channel")
        await press(pilot, "t", "enter")
        interview = Session.get(Session.action == all_kept.all)
        assert (interview.nature, interview.day, interview.channel) == ("rendez-vous", day("30/06/2026"), "téléphone")
        assert any("Prévu · Rendez-vous" in line and "(tél" in line for line in listed(app))
        await press(pilot, "ctrl+z")
        assert not Session.select().where(Session.action == all_kept.all).exists()


def test_the_values_a_convention_proposes_are_told_under_their_field(base):
    fields = {one.name: one for one in identity(None, [convention("cd62-cers")])}
    levels = "Niveau I, Niveau II, Niveau III, Niveau IV, Niveau V, Formation courte, Aucun"
    assert fields["education"].hint == f"Proposés : {levels}."
    assert fields["town"].hint == ""


def test_what_begins_with_the_letters_typed_comes_before_what_has_them_further_on():
    picker = Picker("Ajouter", [(1, "Formation suivie"), (2, "Emploi"), (3, "Suivi")])
    assert [row.target for row in picker.found("")] == [1, 2, 3]
    assert [row.target for row in picker.found("suiv")] == [3, 1]


@pytest.mark.slow
async def test_levels_are_those_of_the_scale_chosen(all_kept):
    app = all_kept.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await adding(pilot, all_kept, "eval")
        await press(pilot, "a")
        assert [label for _, label in control(app, "level").options] == ["faible", "moyenne", "forte"]
        await press(pilot, "n")
        assert [label for _, label in control(app, "level").options] == ["A1", "A2", "B1"]
        await press(pilot, "down", "down")
        await typing(pilot, "s")
        await press(pilot, "down")
        await typing(pilot, "a2")
        await press(pilot, "enter")
        fact = Evaluation.get()
        assert (fact.scale, fact.moment, fact.level, fact.day) == ("cecrl", "sortie", "A2", day("30/06/2026"))


async def test_what_the_convention_and_the_others_say_is_proposed(all_kept):
    world_of = {"action": all_kept.all, "person": all_kept.amina, "opened": day("20/01/2026"), "who": "Claire"}
    facts.add(Obstacle, nature="Mode de garde", steps="crèche", **world_of)
    app = all_kept.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await adding(pilot, all_kept, "frein")
        proposed = control(app, "nature").suggester
        assert await proposed.get_suggestion("mob") == "Mobilité"
        assert await proposed.get_suggestion("mode") == "Mode de garde"
        assert await control(app, "steps").suggester.get_suggestion("cr") == "crèche"
        await typing(pilot, "mob")
        await press(pilot, "right", "enter")
        assert Obstacle.get(Obstacle.nature == "Mobilité").opened == day("30/06/2026")


@pytest.mark.slow
async def test_a_new_fact_begins_with_what_is_likeliest(all_kept):
    Parcours.update(exit=day("31/12/2025"), entry=day("01/12/2025")).where(Parcours.action == all_kept.all).execute()
    facts.add(
        FollowUp,
        action=all_kept.all,
        person=all_kept.amina,
        months=3,
        day=day("12/06/2026"),
        reached=True,
        who="Claire",
    )
    app = all_kept.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await adding(pilot, all_kept, "suivi tout")
        assert (control(app, "months").value, control(app, "day").value) == ("6", "30/06/2026")
        await press(pilot, "enter")
        assert FollowUp.select().where(FollowUp.months == 6, FollowUp.reached).count() == 1
        await adding(pilot, all_kept, "heures tout")
        assert control(app, "month").value == "05/2026"
        await press(pilot, "1", "0", "enter")
        assert WorkedHours.get().minutes == 600


@pytest.mark.slow
async def test_what_was_added_last_is_proposed_first(all_kept):
    Parcours.update(entry=day("01/12/2025"), exit=day("31/12/2025")).where(Parcours.action == all_kept.all).execute()
    app = all_kept.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await adding(pilot, all_kept, "suivi tout")
        await press(pilot, "enter", "n")
        assert isinstance(app.screen, Picker)
        rows = [str(row.content).strip() for row in app.screen.query_one(Rows).rows]
        assert rows[0] == "Suivi · TOUT" and "Suivi · PERMIS-26" in rows
        assert "Document · ADSE-26" in rows and "Vérification du public" in rows and "Contrat · ADSE-26" not in rows
        await press(pilot, "z")
        assert str(app.screen.query_one(Rows).rows[0].content) == "Rien ne correspond."
        await press(pilot, "enter")
        assert isinstance(app.screen, Picker)


@pytest.mark.slow
async def test_a_contact_follows_the_exit_proposed_or_another(all_kept):
    """Two exits: the last is proposed, the other is chosen; each has its contact, told in the journal."""
    mine = (Parcours.action == all_kept.all) & (Parcours.person == all_kept.amina)
    Parcours.update(entry=day("01/10/2025"), exit=day("30/11/2025"), exit_type="emploi").where(mine).execute()
    world.stay(all_kept.all, all_kept.amina, "05/01/2026", "20/02/2026", exit_type="abandon")
    app = all_kept.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await adding(pilot, all_kept, "suivi tout")
        assert list(asked(app).items())[1] == ("parcours", "Sortie")
        left = control(app, "parcours")
        assert [label for _, label in left.options] == ["20/02/2026 (abandon)", "30/11/2025 (emploi)"]
        assert left.value.exit == day("20/02/2026")
        await press(pilot, "enter")
        await adding(pilot, all_kept, "suivi tout")
        control(app, "parcours").focus()
        await press(pilot, "3")
        control(app, "months").value = "3"
        await press(pilot, "enter")
        found = FollowUp.select().order_by(FollowUp.id)
        assert [one.parcours.exit for one in found] == [day("20/02/2026"), day("30/11/2025")]
        told = JournalEntry.select().order_by(JournalEntry.id.desc()).get().sentence
        assert told.endswith("suivi à 3 mois, joint, sortie du 30/11/2025")
        control_before = found.count()
        await press(pilot, "ctrl+z")
        assert FollowUp.select().count() == control_before - 1


@pytest.mark.slow
async def test_an_exit_after_the_day_typed_is_not_proposed(all_kept):
    mine = (Parcours.action == all_kept.all) & (Parcours.person == all_kept.amina)
    Parcours.update(entry=day("01/10/2025"), exit=day("30/11/2025")).where(mine).execute()
    world.stay(all_kept.all, all_kept.amina, "05/01/2026", "20/02/2026")
    app = all_kept.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await adding(pilot, all_kept, "suivi tout")
        control(app, "day").value = "19/02/2026"
        await pilot.pause()
        assert [label for _, label in control(app, "parcours").options] == ["30/11/2025"]
        control(app, "day").value = "29/11/2025"
        await pilot.pause()
        assert [label for _, label in control(app, "parcours").options] == ["aucune, ne compte pas"]
        await press(pilot, "enter")
        assert "Aucune sortie le 29/11/2025 ou avant" in said(app)
        await press(pilot, "enter")
        assert FollowUp.get().parcours is None


@pytest.mark.slow
async def test_someone_not_in_the_action_may_be_prescribed(all_kept):
    app = all_kept.app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_action(all_kept.all.id)
        await pilot.pause()
        await to_tab(pilot, "Registres")
        await press(pilot, "r")
        await typing(pilot, "presc")
        await press(pilot, "enter", "n")
        await typing(pilot, "bakary")
        await press(pilot, "enter", "down", "r", "down")
        await typing(pilot, "Mission locale")
        await press(pilot, "enter")
        assert Prescription.get().person == all_kept.bakary
        await press(pilot, "r")
        await typing(pilot, "contr")
        await press(pilot, "enter", "n")
        await typing(pilot, "bakary")
        assert "Personne ne correspond." in str(app.screen.query_one(".found", Static).content)


@pytest.mark.slow
@SIZES
async def test_every_register_is_in_reach_on_one_tab(all_kept, size):
    app = all_kept.app()
    async with app.run_test(size=size) as pilot:
        app.push_screen(ActionScreen(all_kept.all.id, "Registres"))
        await pilot.pause()
        assert app.screen.query_one(TabBar).names[4:] == ["Registres"]
        chooser = app.screen.query_one(Chooser)
        for table in facts.kept_by(all_kept.all):
            assert chooser.chosen == f"{table.sheet} {1 if table is EligibilityCheck else 0}"
            assert len(str(chooser.render())) <= size[0]
            await press(pilot, "right")


@pytest.mark.slow
async def test_an_exit_tells_its_class_as_it_is_typed(all_kept):
    stay = Parcours.get(Parcours.action == all_kept.all)
    app = all_kept.app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_action(all_kept.all.id)
        await pilot.pause()
        await press(pilot, "s")
        assert list(asked(app)) == ["exit", "exit_type", "destination"]
        await typing(pilot, "emploi")
        assert list(asked(app)) == ["exit", "exit_type", "exit_contract", "job_end", "destination"]
        assert said(app, "#preview") == "Sortie à qualifier : il manque le contrat pour en dire la classe."
        await press(pilot, "down")
        await typing(pilot, "cdd")
        assert said(app, "#preview") == "Sortie à qualifier : il manque la fin du contrat pour en dire la classe."
        await press(pilot, "down")
        await typing(pilot, "6 mois")
        told = "Contrat jusqu'au 29/12/2026. Classe : Sortie en emploi de transition (art. 2)."
        assert said(app, "#preview") == told
        await clearing(pilot)
        await typing(pilot, "31/12/2026")
        assert said(app, "#preview") == "Classe : Sortie en emploi durable (art. 2)."
        await press(pilot, "down")
        await typing(pilot, "Biscuits Martin")
        await press(pilot, "enter")
        left = Parcours.get_by_id(stay.id)
        assert (left.exit_contract, left.job_end, left.destination) == ("CDD", day("31/12/2026"), "Biscuits Martin")
        assert "30/06/2026 Emploi durable" in listed(app)[0]
        await press(pilot, "s", "down")
        await typing(pilot, "aban")
        await press(pilot, "enter")
        left = Parcours.get_by_id(stay.id)
        assert (left.exit_type, left.exit_contract, left.job_end) == ("abandon", "", None)
        assert "Autre sortie" in listed(app)[0]
        await press(pilot, "c", "down", "down")
        await clearing(pilot)
        await press(pilot, "enter")
        left = Parcours.get_by_id(stay.id)
        assert (left.exit, left.exit_type, left.destination) == (None, "", "")


@pytest.mark.slow
async def test_an_entry_asks_what_its_convention_uses_and_no_more(all_kept):
    app = all_kept.app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_action(all_kept.adse.id)
        await pilot.pause()
        await press(pilot, "n")
        assert not {"variant", "oriented", "evaluation"} & set(asked(app))
        await press(pilot, "escape")
        app.open_action(all_kept.all.id)
        await pilot.pause()
        await press(pilot, "n")
        assert list(asked(app)) == ["person", "entry", "planned_end", "group", "variant", "oriented"]
        await typing(pilot, "bakary")
        await press(pilot, "enter", "down", "down", "down", "t", "t", "down")
        await typing(pilot, "05/01/2026")
        await press(pilot, "enter")
        entered = Parcours.get(Parcours.action == all_kept.all, Parcours.person == all_kept.bakary)
        assert (entered.variant, entered.oriented) == ("b", day("05/01/2026"))


@pytest.mark.slow
async def test_a_person_is_asked_for_what_the_conventions_of_open_parcours_want(all_kept):
    Person.update(rsa_status="socle").where(Person.id == all_kept.bakary.id).execute()
    app = all_kept.app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_person(all_kept.amina.id)
        await pilot.pause()
        state = str(app.screen.query_one("#profile", Static).content)
        lacking = "statut RSA, droits et devoirs, territoire, date d'orientation"
        assert f"▲ TOUT : profil incomplet, manque 4 : {lacking}" in state
        await press(pilot, "c")
        assert {"rsa_status", "rights_and_duties", "zone"} <= set(asked(app))
        assert not {"income", "disabled", "business"} & set(asked(app))
        assert await control(app, "zone").suggester.get_suggestion("s") == "Sud"
        await to_field(pilot, "rsa_status")
        await press(pilot, "s", "down", "o")
        await to_field(pilot, "zone")
        await press(pilot, "N", "enter")
        stored = Person.get_by_id(all_kept.amina.id)
        assert (stored.rsa_status, stored.rights_and_duties, stored.zone) == ("socle", True, "N")
        Parcours.update(oriented=day("05/01/2026")).where(Parcours.action == all_kept.all).execute()
        app.reload()
        assert "● TOUT : profil complet" in str(app.screen.query_one("#profile", Static).content)
        app.open_person(all_kept.bakary.id)
        await pilot.pause()
        await press(pilot, "c")
        assert "rsa_status" in asked(app)  # known already: it can be corrected
        assert "business" not in asked(app)


@pytest.mark.slow
async def test_full_time_posts_are_typed_with_decimals(all_kept):
    app = all_kept.app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_action(all_kept.all.id)
        await pilot.pause()
        await press(pilot, "a", "m", "enter")
        assert control(app, "staff").value == "1,50"
        await to_field(pilot, "staff")
        await typing(pilot, "0,75")
        await press(pilot, "enter")
        assert Action.get_by_id(all_kept.all.id).staff == 75


@pytest.mark.slow
async def test_an_interview_has_a_channel_and_a_collective_session_none(all_kept):
    app = all_kept.app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_action(all_kept.all.id)
        await pilot.pause()
        await to_tab(pilot, "Séances")
        await press(pilot, "n")
        assert "channel" not in asked(app)
        await press(pilot, "r")
        assert "channel" in asked(app)
        await to_field(pilot, "channel")
        await press(pilot, "t", "enter", "enter")
        made = Session.get(Session.action == all_kept.all)
        assert (made.nature, made.channel) == ("rendez-vous", "téléphone")
