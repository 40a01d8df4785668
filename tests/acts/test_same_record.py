"""Two colleagues with the same record open: what each changed is kept, and what both changed is never lost unsaid."""

import pytest

from models.acts.refusals import Refused
from models.people import parcours, participants
from models.registers import facts
from models.tables import Exam, Introduction, Job, Parcours, Person
from tests import world
from tests.registers import every
from tests.world import day
from tui.forms.rows import Row
from tui.registers import forms


@pytest.fixture
def amina(base):
    return world.person("P1")


@pytest.fixture
def action(base, tmp_path, amina):
    found = every.action(tmp_path)
    world.stay(found, amina, "12/01/2026")
    return found


@pytest.fixture
def offer(action, amina):
    values = {"day": day("12/03/2026"), "employer": "Biscuits Martin", "offer": "tri"}
    return facts.add(Introduction, action=action, person=amina, who="Claire", **values)


def everything(fact, **changes):
    """What a form gives back: every field, those not touched as they were read."""
    names = ("person", "day", "employer", "offer", "result", "reason")
    return {name: getattr(fact, name) for name in names} | changes


def test_what_each_of_two_colleagues_changes_in_a_fact_is_kept(offer):
    of_claire, of_yann = Introduction.get(), Introduction.get()
    facts.correct(of_yann, who="Yann", **everything(of_yann, result="atteint"))
    facts.correct(of_claire, who="Claire", **everything(of_claire, offer="conditionnement"))
    assert (Introduction.get().result, Introduction.get().offer) == ("atteint", "conditionnement")


def test_the_same_field_changed_by_both_is_said_with_who_did(offer):
    of_claire, of_yann = Introduction.get(), Introduction.get()
    facts.correct(of_yann, who="Yann", **everything(of_yann, result="atteint"))
    with pytest.raises(Refused, match=r"^Yann a modifié cet enregistrement entre-temps"):
        facts.correct(of_claire, who="Claire", **everything(of_claire, result="partiel"))
    assert Introduction.get().result == "atteint"


def test_both_typing_the_same_is_no_quarrel(offer):
    of_claire, of_yann = Introduction.get(), Introduction.get()
    facts.correct(of_yann, who="Yann", **everything(of_yann, result="atteint"))
    facts.correct(of_claire, who="Claire", **everything(of_claire, result="atteint", reason="essai"))
    assert (Introduction.get().result, Introduction.get().reason) == ("atteint", "essai")


def test_what_two_corrections_make_together_is_checked(action, amina):
    facts.add(Job, action=action, person=amina, start=day("01/02/2026"), employer="Martin", who="Claire")
    of_claire, of_yann = Job.get(), Job.get()
    facts.correct(of_yann, end=day("28/02/2026"), who="Yann")
    with pytest.raises(Refused, match=r"« Fin » \(28/02/2026\) précède « Début »"):
        facts.correct(of_claire, start=day("01/04/2026"), end=None, who="Claire")


def test_a_fact_a_colleague_has_just_corrected_is_not_removed_unread(offer):
    facts.correct(Introduction.get(), result="atteint", who="Yann")
    with pytest.raises(Refused, match=r"^Yann a modifié"):
        facts.remove(offer, who="Claire")
    facts.remove(Introduction.get(), who="Claire")
    assert not Introduction.select().exists()


def test_a_fact_a_colleague_has_just_removed_is_said_to_be_gone(offer):
    of_claire = Introduction.get()
    facts.remove(Introduction.get(), who="Yann")
    with pytest.raises(Refused, match="n'existe plus"):
        facts.correct(of_claire, result="atteint", who="Claire")


def test_two_exits_of_the_same_person_are_not_one_over_the_other(action):
    of_claire, of_yann = Parcours.get(), Parcours.get()
    parcours.leave(of_yann, day("15/02/2026"), "emploi", contract="CDI", who="Yann")
    with pytest.raises(Refused, match=r"^Yann a modifié"):
        parcours.leave(of_claire, day("15/02/2026"), "abandon", who="Claire")
    parcours.correct(of_claire, group="Matin", who="Claire")
    kept = Parcours.get()
    assert (kept.exit_type, kept.exit_contract, kept.group) == ("emploi", "CDI", "Matin")


def test_two_corrections_of_a_person_are_both_kept(amina):
    of_claire, of_yann = Person.get(), Person.get()
    participants.correct(of_yann, last_name="P1", first_name="Test", town="Angers", phone="", who="Yann")
    participants.correct(of_claire, last_name="P1", first_name="Test", town="", phone="0600000000", who="Claire")
    assert (Person.get().town, Person.get().phone) == ("Angers", "0600000000")
    with pytest.raises(Refused, match=r"^Claire a modifié"):
        participants.correct(of_yann, phone="0700000000", who="Yann")


async def test_a_form_open_while_a_colleague_corrects_stays_open_and_says_who(town):
    app = town.app()
    async with app.run_test(size=(80, 24)) as pilot:
        forms.ask_correct(app, Exam.get(Exam.person == town.amina))
        await pilot.pause()
        facts.correct(Exam.get(Exam.person == town.amina), reason="après un report", who="Yann")
        reason = next(row.control for row in app.screen.query(Row) if row.field.name == "reason")
        reason.value = "second passage"
        await pilot.pause()
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "Yann a modifié cet enregistrement" in str(app.screen.query_one("#said").content)
        assert Exam.get(Exam.person == town.amina).reason == "après un report"
