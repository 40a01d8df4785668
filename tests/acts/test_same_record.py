"""Two colleagues with the same record open: what each changed is kept, and what both changed is never lost unsaid."""

import pytest

from models.acts.act import plain
from models.acts.refusals import Refused
from models.park import mopeds
from models.people import actions, parcours, participants
from models.registers import facts
from models.sessions import planning
from models.tables import Action, Exam, Introduction, Job, Moped, Parcours, Person
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


def a_session(where):
    return world.session(where, "atelier", "12/03/2026", code="S1")


def a_moped(where):
    return world.moped(where, "AB-123-CD", "01/01/2026")


def a_loan(where):
    return mopeds.lend(a_moped(where), world.person("P9"), day("01/06/2026"), day("10/06/2026"), who="Yann")


def a_downtime(where):
    return mopeds.immobilise(a_moped(where), day("01/06/2026"), "freins", who="Yann")


CHANGED_SINCE = {  # what Yann corrects, then what Claire does who has not seen it
    "a person removed": (
        lambda where: world.person("P9"),
        lambda one: participants.correct(one, town="Angers", who="Yann"),
        lambda one: participants.remove(one, who="Claire"),
    ),
    "an action corrected": (
        lambda where: world.action("cd49-adse-b", code="B"),
        lambda one: actions.correct(one, places=9, who="Yann"),
        lambda one: actions.correct(one, places=12, who="Claire"),
    ),
    "an action removed": (
        lambda where: world.action("cd49-adse-b", code="B"),
        lambda one: actions.correct(one, places=9, who="Yann"),
        lambda one: actions.remove(one, who="Claire"),
    ),
    "a session corrected": (
        a_session,
        lambda one: planning.correct(one, start=600, end=660, who="Yann"),
        lambda one: planning.correct(one, start=480, end=540, who="Claire"),
    ),
    "a session cancelled": (
        a_session,
        lambda one: planning.correct(one, day=day("19/03/2026"), who="Yann"),
        lambda one: planning.cancel(one, "absence", who="Claire"),
    ),
    "a session reinstated": (
        a_session,
        lambda one: planning.cancel(one, "absence", who="Yann"),
        lambda one: planning.reinstate(one, who="Claire"),
    ),
    "a session removed": (
        a_session,
        lambda one: planning.correct(one, theme="code", who="Yann"),
        lambda one: planning.remove(one, who="Claire"),
    ),
    "a moped corrected": (
        a_moped,
        lambda one: mopeds.correct_moped(one, site="Angers", who="Yann"),
        lambda one: mopeds.correct_moped(one, site="Saumur", who="Claire"),
    ),
    "a moped removed": (
        a_moped,
        lambda one: mopeds.correct_moped(one, site="Angers", who="Yann"),
        lambda one: mopeds.remove_moped(one, who="Claire"),
    ),
    "a loan corrected": (
        a_loan,
        lambda one: mopeds.correct_loan(one, due=day("12/06/2026"), who="Yann"),
        lambda one: mopeds.correct_loan(one, due=day("15/06/2026"), who="Claire"),
    ),
    "a loan given back": (
        a_loan,
        lambda one: mopeds.correct_loan(one, departure=day("02/06/2026"), who="Yann"),
        lambda one: mopeds.give_back(one, day("03/06/2026"), who="Claire"),
    ),
    "a loan extended": (
        a_loan,
        lambda one: mopeds.correct_loan(one, due=day("12/06/2026"), who="Yann"),
        lambda one: mopeds.extend(one, day("20/06/2026"), "stage", "Mme Roy", who="Claire"),
    ),
    "a loan cancelled": (
        a_loan,
        lambda one: mopeds.give_back(one, day("03/06/2026"), who="Yann"),
        lambda one: mopeds.cancel_loan(one, who="Claire"),
    ),
    "a downtime ended": (
        a_downtime,
        lambda one: mopeds.correct_downtime(one, start=day("02/06/2026"), who="Yann"),
        lambda one: mopeds.end_downtime(one, day("05/06/2026"), who="Claire"),
    ),
    "a downtime corrected": (
        a_downtime,
        lambda one: mopeds.correct_downtime(one, cause="pneu", who="Yann"),
        lambda one: mopeds.correct_downtime(one, cause="moteur", who="Claire"),
    ),
    "a downtime removed": (
        a_downtime,
        lambda one: mopeds.end_downtime(one, day("05/06/2026"), who="Yann"),
        lambda one: mopeds.remove_downtime(one, who="Claire"),
    ),
}


@pytest.mark.parametrize("what", CHANGED_SINCE)
def test_what_a_colleague_has_changed_since_is_not_changed_nor_removed_unread(home, base, what):
    make, of_yann, of_claire = CHANGED_SINCE[what]
    where = world.action("cd49-point-mobilite", code="PARC")
    read = make(where)
    table = type(read)
    read = table.get_by_id(read.id)
    of_yann(table.get_by_id(read.id))
    stored = plain(table.get_by_id(read.id))
    with pytest.raises(Refused, match=r"^Yann a modifié cet enregistrement entre-temps"):
        of_claire(read)
    assert plain(table.get_by_id(read.id)) == stored
    of_claire(table.get_by_id(read.id))  # once it has been read again


def test_what_two_colleagues_change_in_a_session_a_moped_and_an_action_is_kept(home, base):
    where = world.action("cd49-point-mobilite", code="PARC")
    session, moped = a_session(where), a_moped(where)
    planning.correct(planning.stored(session.id), place="Salle 2", who="Yann")
    planning.correct(session, theme="code", place="", who="Claire")
    mopeds.correct_moped(Moped.get_by_id(moped.id), site="Angers", who="Yann")
    mopeds.correct_moped(moped, model="Peugeot", site="", who="Claire")
    actions.correct(Action.get_by_id(where.id), title="Parc", who="Yann")
    actions.correct(where, site="Angers", title=where.title, who="Claire")
    session, moped, where = planning.stored(session.id), Moped.get_by_id(moped.id), Action.get_by_id(where.id)
    assert (session.place, session.theme) == ("Salle 2", "code")
    assert (moped.site, moped.model) == ("Angers", "Peugeot")
    assert (where.title, where.site) == ("Parc", "Angers")


def test_what_one_changed_oneself_is_no_surprise(home, base):
    where = world.action("cd49-point-mobilite", code="PARC")
    moped = a_moped(where)
    mopeds.correct_moped(Moped.get_by_id(moped.id), site="Angers", who="Claire")
    mopeds.correct_moped(moped, site="Saumur", who="Claire")
    assert Moped.get().site == "Saumur"


@pytest.mark.slow
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
