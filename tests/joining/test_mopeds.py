"""Two spellings of one plate, in a base that holds both: told, and joined with loans and downtimes."""

import asyncio
from datetime import date

import pytest

from config import settings
from config.settings import Settings
from models.acts.refusals import Refused
from models.acts.undo import last_act, last_undone
from models.duties import lists
from models.figures import figures
from models.figures.scope import usual_period
from models.joining import mopeds
from models.journal import verifying
from models.journal.search import find_mopeds
from models.journal.undoing import take_back
from models.people import actions
from models.returns import closing
from models.rules import same
from models.tables import Downtime, Loan, Moped, Session
from models.takeover.process import take_over
from tests import world
from tests.joining.test_people import records
from tests.shell.screens import opened, press, shown
from tests.takeover.conftest import write_xlsx
from tests.world import day
from tui.duties.screen import DutiesScreen


@pytest.fixture
def park(store):
    """One moped put twice in a park, as it was before plates were compared; lent once under each plate."""
    action = world.action("cd49-point-mobilite", code="PM")
    one = world.moped(action, "FG-100-A", "05/01/2026")
    other = world.moped(action, "FG 100 A", "01/02/2026", "31/12/2026")
    Moped.update(site="Angers").where(Moped.id == one.id).execute()
    Moped.update(site="Cholet", model="Piaggio").where(Moped.id == other.id).execute()
    world.loan(one, world.person("ADA"), "01/03/2026", "31/03/2026", "31/03/2026")
    return action, one, other


def value(action, id):
    return next(one.value for one in figures.figures(action, *usual_period(action)) if one.indicator.id == id)


def test_twins_are_told_and_joined_and_the_days_are_those_of_one_moped(park):
    action, one, other = park
    world.loan(other, world.person("BOB"), "31/03/2026", "30/04/2026", "30/04/2026")
    Downtime.create(moped=other, start=day("10/04/2026"), end=day("12/04/2026"), cause="freins")
    assert [task.record for task in lists.tasks("doublons")] == [other.id]
    assert [found.rule for found in same.same_key()] == ["same-key"]
    assert (value(action, "cyclomoteurs"), value(action, "jours-location")) == (2, 31 + 31 - 3)
    world.told()
    before = records()
    [choice] = mopeds.plan(one, other).choices
    assert (choice.name, choice.mine, choice.theirs) == ("site", "Angers", "Cholet")
    mopeds.join(one, other, {"site": True}, who="Claire")
    assert (value(action, "cyclomoteurs"), value(action, "jours-location")) == (1, 31 + 30 - 3)  # 31/03 is one day
    kept = Moped.get()
    assert (kept.site, kept.model, kept.in_service, kept.retired) == ("Cholet", "Piaggio", day("05/01/2026"), None)
    assert lists.tasks("doublons") == []
    assert list(same.same_key()) == []
    after = records()
    take_back(last_act("Claire"), "Claire")
    assert records() == before
    take_back(last_undone("Claire"), "Claire")
    assert records() == after
    assert verifying.verify().faults == []


@pytest.mark.parametrize(("departure", "refused"), [("30/03/2026", True), ("31/03/2026", False)])
def test_loans_that_share_more_than_a_hand_over_are_refused_with_what_to_do(park, departure, refused):
    _, one, other = park
    world.loan(other, world.person("BOB"), departure, "30/04/2026", "30/04/2026")
    if refused:
        with pytest.raises(Refused, match="notez d'abord le retour, ou corrigez les dates"):
            mopeds.plan(one, other)
        with pytest.raises(Refused, match="chevauche"):
            mopeds.join(one, other, who="Claire")
        assert Moped.select().count() == 2
    else:
        mopeds.join(one, other, who="Claire")
        assert Loan.select().where(Loan.moped == one).count() == 2


def test_downtimes_that_share_a_day_and_mopeds_of_two_parks_are_refused(park):
    _, one, other = park
    Downtime.create(moped=one, start=day("10/04/2026"), end=day("12/04/2026"), cause="freins")
    stop = Downtime.create(moped=other, start=day("12/04/2026"), cause="pneu")
    with pytest.raises(Refused, match="déjà immobilisé du 10/04/2026"):
        mopeds.join(one, other, who="Claire")
    stop.start = day("13/04/2026")
    stop.save()
    mopeds.plan(one, other)
    with pytest.raises(Refused, match="un seul cyclomoteur"):
        mopeds.plan(one, one)
    elsewhere = world.moped(world.action("cd49-point-mobilite", code="PM2"), "FG100A", "05/01/2026")
    with pytest.raises(Refused, match="ne sont pas dans le parc de la même action"):
        mopeds.plan(one, elsewhere)


def test_a_closed_period_is_refused_with_the_way_out(park):
    action, one, other = park
    world.loan(other, world.person("BOB"), "01/04/2026", "30/04/2026", "30/04/2026")
    closing.close(action, day("01/04/2026"), "Claire", who="Claire")
    with pytest.raises(Refused, match="rouvre d'abord l'action"):
        mopeds.join(one, other, who="Claire")
    assert Moped.select().count() == 2


@pytest.mark.slow
def test_they_are_joined_at_the_keyboard_from_the_tasks_and_from_the_park(park, tmp_path):
    action, one, _ = park

    async def go():
        chosen = Settings(operator="Mobilité 49", user="Claire")
        settings.save(chosen, tmp_path)
        home = type("Home", (), {"home": tmp_path, "settings": chosen})
        async with opened(home) as (app, pilot):
            app.open_park(action.id, one.id)
            await pilot.pause()
            await press(pilot, "u")
            assert "FG 100 A, au parc depuis le 01/02/2026" in shown(app)
            await press(pilot, "enter")
            assert "Site * ● Angers (FG-100-A) ○ Cholet (FG 100 A)" in shown(app)
            await press(pilot, "ctrl+s")
            assert [moped.plate for moped in Moped.select()] == ["FG-100-A"]
            await press(pilot, "ctrl+z")
            assert Moped.select().count() == 2
            app.push_screen(DutiesScreen("doublons"))
            await pilot.pause()
            assert "La même plaque que FG-100-A" in shown(app)
            await press(pilot, "enter", "down", "enter", "ctrl+s")
            assert [moped.plate for moped in Moped.select()] == ["FG 100 A"]

    asyncio.run(go())


def test_two_themes_and_two_groups_that_are_one_are_joined_by_their_name(store):
    action = world.action("cd93-3b-permis", code="P")
    for number, theme in enumerate(("Priorités", "Les priorités", "Panneaux"), 1):
        world.session(action, "code", f"0{number}/03/2026", theme=theme, group=f"G{number}")
    actions.rename_theme(action, "Les priorités", "priorites", who="Claire")
    assert actions.themes(action) == ["Panneaux", "Priorités"]
    actions.rename_group(action, "G2", "g1", who="Claire")
    assert {one.group for one in Session.select()} == {"G1", "G3"}
    actions.rename_theme(action, "Panneaux", "", who="Claire")
    assert actions.themes(action) == ["Priorités"]


@pytest.fixture
def retake(tmp_path):
    """Takes over a workbook of the park: its mopeds (plate, model) and its loans (plate, departure, motive)."""

    def run(lent, mopeds=()):
        heads = ["Action", "Immatriculation", "Départ", "Participant", "Retour prévu", "Retour", "Motif de déplacement"]
        sheets = {"Prêts": [heads, *(["PM", plate, out, "ADA", due, back, why] for plate, out, due, back, why in lent)]}
        bought = ["Action", "Immatriculation", "Modèle", "Mise en service"]
        sheets["Cyclomoteurs"] = [bought, *(["PM", plate, model, date(2026, 1, 5)] for plate, model in mopeds)]
        write_xlsx(tmp_path / "parc.xlsx", sheets)
        return take_over(tmp_path / "parc.xlsx")

    return run


MARCH = (date(2026, 3, 1), date(2026, 3, 31), date(2026, 3, 31))


def joined(park):
    """Two mopeds of two plates, joined; the loan of March was of the first."""
    _, one, other = park
    Moped.update(plate="ZZ-9").where(Moped.id == other.id).execute()
    mopeds.join(one, Moped.get_by_id(other.id), who="Claire")
    return Moped.get()


def test_the_plate_of_a_joined_moped_is_read_as_that_of_the_one_kept(park, retake):
    assert joined(park).formerly == "ZZ-9"
    april = (date(2026, 4, 1), date(2026, 4, 30), date(2026, 4, 30))
    lent = [("FG-100-A", *MARCH, "emploi"), ("zz 9", *MARCH, "stage"), ("ZZ-9", *april, "stage")]
    report = retake(lent, [("ZZ-9", "Vespa"), ("FG-100-A", "Peugeot")])
    assert report.errors == []
    told = ["« ZZ 9 » est l'ancienne immatriculation de FG-100-A, lue FG-100-A."]
    assert [one.message for one in report.warnings] == told
    assert [one.purpose for one in Loan.select().order_by(Loan.departure)] == ["emploi", "stage"]
    assert [(one.plate, one.model) for one in Moped.select()] == [("FG-100-A", "Peugeot")]
    again = retake(lent, [("ZZ-9", "Vespa"), ("FG-100-A", "Peugeot")])
    assert not any(again.created.values()) and not any(again.updated.values())


def test_nothing_of_a_joined_moped_replaces_what_is_noted(park, retake):
    joined(park)
    report = retake([("ZZ-9", date(2026, 3, 1), date(2026, 4, 15), date(2026, 4, 10), "stage")], [("ZZ-9", "Vespa")])
    assert report.errors == []
    loan = Loan.get()
    assert (loan.due, loan.ended, loan.purpose) == (day("31/03/2026"), day("31/03/2026"), "stage")
    assert Moped.get().model == "Piaggio"


def test_a_plate_that_another_moped_bears_is_its_own(park, retake):
    action = joined(park).action
    world.moped(action, "ZZ-9", "05/01/2026")
    assert [one.cell for one in retake([("ZZ-9", *MARCH, "stage")]).warnings] == ["D2"]  # of two mopeds at once
    assert Loan.select().join(Moped).where(Moped.plate == "ZZ-9").count() == 1


def test_undoing_the_join_gives_the_plate_back(park):
    joined(park)
    take_back(last_act("Claire"), "Claire")
    assert sorted((one.plate, one.formerly) for one in Moped.select()) == [("FG-100-A", ""), ("ZZ-9", "")]


def test_a_moped_is_found_by_its_former_plate(park):
    joined(park)
    assert [one.plate for one in find_mopeds("zz9")] == ["FG-100-A"]
