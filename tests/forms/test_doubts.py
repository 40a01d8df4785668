"""What is asked about before it is recorded: the conditions of entry, and a refusal that comes before any doubt."""

import ast
from pathlib import Path

import pytest

from models.acts.refusals import Refused
from models.acts.rehearsal import rehearse
from models.park import mopeds
from models.people import parcours, participants
from models.rules.foreseen import ENTERING, LENDING, foreseen
from models.sessions import limits, planning
from models.tables import JournalEntry, Loan, Parcours, Person
from tests import world
from tests.shell.screens import opened, press, shown, typing
from tests.world import day


@pytest.fixture
def adse(base):
    return world.action("cd49-adse-a-renforce", code="ADSE-R", places=8)


def entering(where, who, on="05/01/2026", **more):
    return foreseen(where, ENTERING, lambda: parcours.enter(where, who, day(on), who="Claire", **more))


def test_two_actions_at_once_and_nothing_is_kept(adse):
    ana = world.person("ANA", public="RSA")
    assert entering(adse, ana) == []
    world.stay(world.action("cd49-adse-b", code="ADSE-B"), ana)
    told = ["ANA Test : en parcours à la fois dans ADSE-B et ADSE-R à partir du 12/01/2026."]
    assert entering(adse, ana, "12/01/2026") == told
    assert Parcours.select().count() == 1
    assert JournalEntry.select().count() == 0


def test_what_deviated_already_is_not_said_again(adse):
    ana = world.person("ANA", public="RSA")
    world.stay(world.action("cd49-adse-b", code="ADSE-B"), ana)
    there = world.stay(adse, ana, "12/01/2026")
    correcting = lambda: parcours.correct(there, who="Claire", renewal_reason="autre")  # noqa: E731
    assert foreseen(adse, ENTERING, correcting) == []


@pytest.mark.parametrize(("birth", "told"), [("06/01/2000", False), ("05/01/2000", True)])
def test_the_public_and_age_of_an_entry(adse, birth, told):
    """FAJ: 18 to 25 whole years; 26 on 5 January for whoever was born 26 years before that day."""
    ana = world.person("ANA", public="FAJ", birth=day(birth))
    assert bool(entering(adse, ana)) is told


@pytest.mark.parametrize(("hours", "told"), [(40 * 60, False), (40 * 60 + 1, True)])
def test_an_evaluation_above_forty_hours(base, hours, told):
    permis = world.action("cd93-3b-permis", code="PERMIS")
    ana = world.person("ANA", public="RSA", postcode="93200")
    found = [one for one in entering(permis, ana, evaluation=hours) if "évaluation" in one]
    assert bool(found) is told


@pytest.mark.parametrize(("until", "told"), [("01/09/2026", False), ("02/09/2026", True)])
def test_an_extension_beyond_eight_months(base, until, told):
    park = world.action("cd49-point-mobilite", code="MOB")
    moped, ana = world.moped(park, "AB-123-CD", "01/01/2026"), world.person("ANA")
    loan = world.loan(moped, ana, "01/01/2026", "01/04/2026")
    extending = lambda: mopeds.extend(loan, day(until), "emploi", "M. Roy", who="Claire")  # noqa: E731
    found = foreseen(park, LENDING, extending)
    assert bool(found) is told
    assert Loan.get().extended is None


def test_a_rehearsal_refuses_as_the_act_would(adse):
    ana = world.person("ANA")
    with pytest.raises(Refused, match="précède l'entrée"):
        rehearse(
            lambda: parcours.enter(adse, ana, day("05/01/2026"), planned_end=day("01/01/2026"), who="Claire"),
        )
    parcours.enter(adse, ana, day("05/01/2026"), who="Claire")  # the next act is a real one
    assert Parcours.select().count() == 1


@pytest.mark.parametrize(
    ("caf_number", "code"), [("0012345", ""), ("12 345", ""), ("", "dup-01"), ("", "dup 01"), ("", "12345")]
)
def test_a_look_alike_by_number_whatever_the_zeros_case_and_spaces(base, caf_number, code):
    known = world.person("Durand Alice", code="DUP-01", caf_number="12345")
    assert participants.lookalikes("Martin", "Zoé", caf_number=caf_number, code=code) == [known]
    assert participants.lookalikes("Martin", "Zoé", caf_number="12346", code="DUP-02") == []
    assert participants.lookalikes("Martin", "Zoé") == []


async def test_in_a_form_the_refusal_comes_first_and_the_doubt_asks_once(house):
    Person.update(public="FAJ", birth="1980-01-01").execute()
    async with opened(house, (100, 40)) as (app, pilot):
        app.open_action(house.adse.id)
        await pilot.pause()
        await press(pilot, "n")
        assert "Sortie au plus tard le 12/03/2027 (12 mois)." not in shown(app)  # nobody is chosen yet
        await typing(pilot, "lefevre")
        await press(pilot, "enter")
        assert "Sortie au plus tard le 12/03/2027 (12 mois)." in shown(app)
        fields = {row.field.name: row.control for row in app.screen.query("Row")}
        fields["planned_end"].value = "01/03/2026"
        await pilot.pause()
        await press(pilot, "ctrl+s")
        assert "précède" in shown(app) and "seconde fois" not in shown(app)
        fields["planned_end"].value = ""
        await pilot.pause()
        await press(pilot, "ctrl+s")
        assert "Entrée une seconde fois" in shown(app)
        assert Parcours.select().where(Parcours.action == house.adse).count() == 1
        await press(pilot, "ctrl+s")
    assert Parcours.select().where(Parcours.action == house.adse).count() == 2


def test_every_form_that_doubts_refuses_first():
    """``rehearsed`` has what refuses the act told before what is doubtful."""
    doubting = 0
    for path in sorted((Path(__file__).parents[2] / "tui").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "FormScreen":
                given = {one.arg for one in node.keywords}
                doubting += "doubt" in given
                assert "doubt" not in given or "rehearsed" in given, f"{path}:{node.lineno}"
    assert doubting > 10


async def test_in_a_roll_somebody_unknown_is_refused_before_the_doubt(house):
    async with opened(house) as (app, pilot):
        app.open_session(house.morning.id)
        await pilot.pause()
        planning.cancel(house.morning, "neige", who="Claire")
        await press(pilot, "plus")
        await typing(pilot, "diallo amina")
        await press(pilot, "down", "enter")
        assert limits.CANCELLED[:24] in shown(app) and "Déjà connu" not in shown(app)
    assert Person.select().count() == 2
