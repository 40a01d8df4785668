"""Exams, documents, immersions, follow-ups, worked hours, checks: what is kept and what cannot be."""

import pytest

from models.acts.refusals import Refused
from models.acts.undo import last_act, undo
from models.journal.undoing import take_back
from models.people import parcours
from models.registers import facts, sentences
from models.tables import Document, EligibilityCheck, Exam, FollowUp, Immersion, JournalEntry, Parcours, WorkedHours
from tests import world
from tests.world import day

pytestmark = pytest.mark.usefixtures("base")


@pytest.fixture
def amina(base):
    return world.person("P1")


def entered(convention, code, person):
    action = world.action(convention, code=code)
    world.stay(action, person, "12/01/2026")
    return action


@pytest.fixture
def permis(amina):
    return entered("cd93-3b-permis", "PERMIS", amina)


@pytest.fixture
def ai(amina):
    return entered("cd49-ai", "AI", amina)


def exam(action, person, **more):
    values = {"action": action, "person": person, "test": "code", "day": day("12/03/2026"), "result": "échoué"}
    return facts.add(Exam, who="Claire", **(values | more))


def test_an_exam_is_added_corrected_and_removed(permis, amina):
    one = exam(permis, amina)
    one = facts.correct(one, result="réussi", reason=" second passage ", who="Claire")
    assert (Exam.get().result, Exam.get().reason) == ("réussi", "second passage")
    assert "P1 Test : corrigé, " in JournalEntry.select().order_by(JournalEntry.id.desc()).get().sentence
    facts.remove(one, who="Claire")
    assert Exam.select().count() == 0
    undo(last_act("Claire"), "Claire")
    assert Exam.get().result == "réussi"


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"day": day("01/07/2026")}, "après aujourd'hui"),
        ({"test": "moto"}, "« Épreuve » ne peut pas être « moto », .* ; au choix : code, conduite"),
        ({"result": "reçu"}, "« Résultat » ne peut pas être « reçu », .* ; au choix : réussi, échoué, absent"),
    ],
)
def test_an_exam_that_cannot_be_is_refused(permis, amina, more, sentence):
    with pytest.raises(Refused, match=sentence):
        exam(permis, amina, **more)
    assert Exam.select().count() == 0


def test_the_same_exam_is_not_recorded_twice(permis, amina):
    exam(permis, amina)
    with pytest.raises(Refused, match="existe déjà"):
        exam(permis, amina, result="réussi")


def test_a_document_is_one_the_convention_knows(permis, amina):
    values = {"action": permis, "person": amina, "day": day("12/03/2026"), "who": "Claire"}
    facts.add(Document, kind="relais-referent", recipient="Mme Roy", **values)
    with pytest.raises(Refused, match="« Document » ne peut pas être « contrat-mise-a-disposition »"):
        facts.add(Document, kind="contrat-mise-a-disposition", **values)


def test_an_immersion_ends_after_it_starts_and_validates_only_once_begun(permis, amina):
    values = {"action": permis, "person": amina, "kind": "stage", "company": "", "who": "Claire"}
    with pytest.raises(Refused, match=r"« Fin » \(11/03/2026\) précède « Début » \(12/03/2026\)"):
        facts.add(Immersion, start=day("12/03/2026"), end=day("11/03/2026"), validated=None, **values)
    with pytest.raises(Refused, match="n'a pas commencé"):
        facts.add(Immersion, start=day("01/07/2026"), end=day("11/07/2026"), validated=True, **values)
    facts.add(Immersion, start=day("01/07/2026"), end=day("11/07/2026"), validated=None, **values)


def test_a_follow_up_is_not_in_the_future(permis, amina):
    values = {"action": permis, "person": amina, "months": 3, "reached": False, "situation": "", "who": "Claire"}
    with pytest.raises(Refused, match="après aujourd'hui"):
        facts.add(FollowUp, day=day("01/07/2026"), **values)
    assert sentences.describe(facts.add(FollowUp, day=day("30/06/2026"), **values)) == "suivi à 3 mois, non joint"


def test_worked_hours_fit_in_their_month(ai, amina):
    values = {"action": ai, "person": amina, "who": "Claire"}
    facts.add(WorkedHours, month="2026-02", minutes=28 * 24 * 60, **values)
    with pytest.raises(Refused, match="« Heures » dépasse ce qu'un mois compte"):
        facts.add(WorkedHours, month="2026-02", minutes=28 * 24 * 60 + 1, **values)
    with pytest.raises(Refused, match="« Mois » ne peut pas être juillet 2026, qui n'a pas commencé"):
        facts.add(WorkedHours, month="2026-07", minutes=60, **values)


def test_a_convention_keeps_only_its_own_records(permis, amina):
    with pytest.raises(Refused, match="ne tient pas de registre « heures travaillées »"):
        facts.add(WorkedHours, action=permis, person=amina, month="2026-02", minutes=60, who="Claire")


def test_a_check_of_the_public_belongs_to_the_person(ai, amina):
    check = facts.add(EligibilityCheck, person=amina, day=day("12/03/2026"), public="RSA", proof="CAF", who="Claire")
    assert sentences.describe(check) == "public vérifié, RSA (CAF)"
    assert facts.of_action(EligibilityCheck, ai) == [check]
    assert facts.of_action(EligibilityCheck, world.action("cd49-ai", code="AI-2")) == []


def test_a_fact_is_of_someone_in_the_action(permis, amina):
    bakary = world.person("P2")
    one = exam(permis, amina)
    with pytest.raises(Refused, match="P2 Test n'a pas de parcours dans PERMIS : faites d'abord son entrée"):
        exam(permis, bakary)
    with pytest.raises(Refused, match="P2 Test n'a pas de parcours"):
        facts.correct(one, person=bakary, who="Claire")
    world.stay(permis, bakary, "12/01/2026")
    assert facts.correct(one, person=bakary, who="Claire").person == bakary


def test_a_fact_removed_does_not_come_back_without_its_parcours(permis, amina):
    one = exam(permis, amina)
    facts.remove(one, who="Claire")
    removal = last_act("Claire")
    parcours.remove(Parcours.get(), who="Paul")
    with pytest.raises(Refused, match="la personne n'a plus de parcours dans l'action"):
        take_back(removal, "Claire")
    assert Exam.select().count() == 0
