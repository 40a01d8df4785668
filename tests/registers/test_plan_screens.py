"""The échelle, the plan and the fiche at the keyboard."""

import asyncio
from contextlib import asynccontextmanager

import pytest
from openpyxl import load_workbook
from textual.widgets import Static

from config import settings
from config.settings import Settings
from models.registers import facts
from models.tables import Contract, Ede, Liaison, PlanLine
from tests.shell.screens import typing
from tests.terms import conftest as terms
from tests.terms.conftest import ITEMS
from tests.world import action, day, person, stay
from tui.app import AssiduApp
from tui.forms.rows import Row
from tui.registers import forms
from tui.widgets.tabs import TabBar

base, configured = terms.base, terms.configured


@pytest.fixture
def anne(base):
    """Anne, under a CERS since 01/12/2012."""
    where, who = action("cd62-cers", "01/01/2012", "31/12/2013"), person("ANNE")
    stay(where, who, "10/11/2012")
    Contract.create(action=where, person=who, kind="cers", start=day("01/12/2012"), end=day("31/05/2013"))
    return where, who


@asynccontextmanager
async def form(tmp_path, table, where, who, fact=None):
    """The form of a new fact, or of one to correct, and its pilot."""
    chosen = Settings(operator="Association", user="Claire", export_folder=str(tmp_path / "sorties"))
    settings.save(chosen, tmp_path)
    app = AssiduApp(chosen, tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        if fact is None:
            forms.ask_new(app, table, where, who)
        else:
            forms.ask_correct(app, fact)
        await pilot.pause()
        await pilot.pause()
        yield app, pilot


async def press(pilot, *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


async def go(app, pilot, name: str) -> None:
    """Goes down to a field."""
    for _ in range(40):
        if any(row.field.name == name for row in app.screen.query(Row) if app.focused in row.walk_children()):
            return
        await press(pilot, "down")
    raise AssertionError(f"no field {name} within reach")


def said(app) -> str:
    """What is told under the fields."""
    return str(app.screen.query_one("#preview", Static).content)


def asked(app) -> list[str]:
    """The fields in sight."""
    return [row.field.name for row in app.screen.query(Row) if row.display]


@pytest.mark.slow
def test_an_echelle_is_filled_item_by_item_with_its_running_total(configured, anne, tmp_path):
    where, who = anne

    async def scenario():
        async with form(tmp_path, Ede, where, who) as (app, pilot):
            await go(app, pilot, "item logement")
            await press(pilot, "6", "down")  # 20 points, and bleue
            assert "20 points · 7 items sans réponse" in said(app)
            assert "Logement (palier 6), bleue : frein réel" in said(app)
            for _ in ITEMS[1:]:
                await press(pilot, "2", "down")
            assert "Total 34 · Décision de l'équipe pluridisciplinaire" in said(app)  # 20 + 7 × 2
            await press(pilot, "ctrl+s")

    asyncio.run(scenario())
    filled = Ede.get()
    assert (filled.total, filled.recorded_by) == (34, "Claire")
    assert filled.answers.startswith("logement=p6; sante=p2")


def test_an_unfinished_echelle_is_kept_without_a_total_once_confirmed(configured, anne, tmp_path):
    where, who = anne

    async def scenario():
        async with form(tmp_path, Ede, where, who) as (app, pilot):
            await go(app, pilot, "item sante")
            await press(pilot, "1", "ctrl+s")
            assert Ede.select().count() == 0
            assert "7 items sans réponse" in str(app.screen.query_one("#said", Static).content)
            await press(pilot, "ctrl+s")

    asyncio.run(scenario())
    assert (Ede.get().answers, Ede.get().total) == ("sante=p1", None)


def test_the_form_tells_what_moved_since_the_echelle_before(configured, anne, tmp_path):
    where, who = anne
    answers = "; ".join(f"{item}=p4" for item in ITEMS)  # 8 × 8
    facts.add(Ede, who="Claire", action=where, person=who, day=day("01/12/2012"), answers=answers, total=64)
    later = answers.replace("logement=p4", "logement=p2")
    second = facts.add(Ede, who="Claire", action=where, person=who, day=day("20/12/2012"), answers=later, total=58)

    async def scenario():
        async with form(tmp_path, Ede, where, who, second) as (app, _):
            assert "Depuis l'échelle du 01/12/2012, total 64 : Logement −6" in said(app)

    asyncio.run(scenario())


def test_without_a_grid_the_total_of_the_paper_one_is_noted(anne, tmp_path):
    where, who = anne

    async def scenario():
        async with form(tmp_path, Ede, where, who) as (app, pilot):
            assert not [name for name in asked(app) if name.startswith("item ")]
            await go(app, pilot, "total")
            await typing(pilot, "18")
            assert "valeur limite non prévue par la grille" in said(app)
            await press(pilot, "ctrl+s")

    asyncio.run(scenario())
    assert Ede.get().total == 18


def test_a_line_of_plan_is_found_by_words_and_warns_at_once(anne, tmp_path):
    where, who = anne

    async def scenario():
        async with form(tmp_path, PlanLine, where, who) as (app, pilot):
            await typing(pilot, "carte de bus")
            await press(pilot, "enter")
            assert "« I.1 Démarches administratives » ne peut être la seule action du plan" in said(app)
            assert "Les deux sphères" in said(app) and "Pôle Emploi" in said(app)
            await press(pilot, "ctrl+s")

    asyncio.run(scenario())
    line = PlanLine.get()
    assert (line.code, line.start, line.end) == ("I.1", day("31/12/2012"), day("31/05/2013"))


def test_what_comes_from_the_exchange_is_not_offered(anne, tmp_path):
    where, who = anne

    async def scenario():
        async with form(tmp_path, PlanLine, where, who) as (app, pilot):
            await typing(pilot, "H.3")
            assert "Rien ne correspond." in str(app.screen.query(".found").last(Static).content)
            await press(pilot, "ctrl+s")

    asyncio.run(scenario())
    assert PlanLine.select().count() == 0


@pytest.mark.slow
def test_an_action_of_the_other_sphere_is_said_at_once(anne, tmp_path):
    where, who = anne

    async def scenario():
        async with form(tmp_path, PlanLine, where, who) as (app, pilot):
            await typing(pilot, "h.1.3")
            assert "est de la sphère professionnelle, pas de la sphère solidarité" in said(app)

    asyncio.run(scenario())


@pytest.mark.slow
def test_a_fiche_asks_for_what_its_request_needs(anne, tmp_path):
    where, who = anne

    async def scenario():
        async with form(tmp_path, Liaison, where, who) as (app, pilot):
            await go(app, pilot, "kind")
            await press(pilot, "s")  # Suspension
            assert "reason" in asked(app) and "signed_person" not in asked(app)
            assert "paper Courriers de convocation" in asked(app)
            assert said(app) == (
                "▲ Il manque le motif de la demande, « Courriers de convocation » à joindre, la signature du référent."
            )
            await press(pilot, "a")  # Actions Conseil général
            assert "reason" not in asked(app) and "signed_person" in asked(app)
            await go(app, pilot, "boxes actions-cg")
            await typing(pilot, "contrat unique")
            await press(pilot, "enter")
            assert "paper CV" in asked(app)
            await go(app, pilot, "paper CV")
            await press(pilot, "o", "ctrl+s")

    asyncio.run(scenario())
    fiche = Liaison.get()
    assert fiche.actions == "IAE : Positionnement sur un contrat unique d'insertion non marchand"
    assert (fiche.kind, fiche.attached) == ("actions-cg", "CV")


def test_correcting_a_fiche_loses_nothing_of_it(anne, tmp_path):
    where, who = anne
    kept = {
        "kind": "suspension",
        "reason": "Radiation Pôle Emploi",
        "attached": "Courriers de convocation; photos",
        "actions": "hors liste",
        "signed_person": day("20/12/2012"),
        "opinion": "défavorable",
        "opinion_day": day("28/12/2012"),
    }
    fiche = facts.add(Liaison, who="Claire", action=where, person=who, day=day("20/12/2012"), **kept)

    async def scenario():
        async with form(tmp_path, Liaison, where, who, fiche) as (_, pilot):
            await press(pilot, "ctrl+s")

    asyncio.run(scenario())
    found = Liaison.get()
    assert {name: getattr(found, name) for name in kept} == kept


@pytest.mark.slow
@pytest.mark.parametrize("place", ["action", "person"])
def test_a_fiche_is_printed_with_a_key_and_its_place_said(anne, tmp_path, place):
    where, who = anne
    facts.add(Liaison, who="Claire", action=where, person=who, kind="appui", day=day("20/12/2012"), request="FSL")

    async def scenario():
        async with form(tmp_path, Liaison, where, who) as (app, pilot):
            await press(pilot, "escape")
            if place == "person":
                app.open_person(who.id)
            else:
                app.open_action(where.id)
                await pilot.pause()
                while app.screen.query_one(TabBar).chosen != "Registres":
                    await press(pilot, "tab")
                await press(pilot, "r", *"fiches", "enter")
            await pilot.pause()
            await press(pilot, "i")
            await app.workers.wait_for_complete()
            await pilot.pause()
            (told,) = [one.text for one in app.saying.told if "Classeur écrit" in one.text]
            assert "fiche-de-liaison_A_1_appui_2012-12-20.xlsx" in told

    asyncio.run(scenario())
    (path,) = (tmp_path / "sorties").iterdir()
    assert "FICHE DE LIAISON" in load_workbook(path).active["A1"].value
