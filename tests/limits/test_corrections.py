"""What is wrong in a record does not stand in the way of correcting the rest of it."""

from typing import ClassVar

import pytest

from models.acts.limits import Limit, brought
from models.acts.refusals import Refused
from models.people import actions, parcours, participants
from models.registers import facts
from models.tables import Action, Document, Evaluation, Exam, Parcours, Person
from models.takeover.process import take_over
from tests import world
from tests.limits.doors import Case, amina, build, in_workbook
from tests.registers import every
from tests.takeover.conftest import write_xlsx
from tests.world import day

LATE = {"entry": day("01/02/2026"), "exit": day("01/03/2026"), "renewed": day("02/03/2026")}


@pytest.fixture(autouse=True)
def made(based, tmp_path):
    build(tmp_path)


def taken(tmp_path, subject, values):
    assert in_workbook(Case(subject, values, "", "warning"), tmp_path).errors == []


class TestAParcours:
    VALUES: ClassVar = LATE

    @pytest.fixture(autouse=True)
    def faulty(self, tmp_path):
        taken(tmp_path, "parcours", LATE)
        self.stay = Parcours.get(Parcours.entry == day("01/02/2026"))

    def test_its_group_changes_at_the_keyboard(self):
        parcours.correct(self.stay, who="Claire", group="Matin")
        assert Parcours.get_by_id(self.stay.id).group == "Matin"

    def test_its_group_changes_from_a_workbook(self, tmp_path):
        write_xlsx(
            tmp_path / "groupe.xlsx",
            {"Parcours": [["Action", "Participant", "Entrée", "Groupe"], ["TOUT", "P1", "01/02/2026", "Soir"]]},
        )
        assert take_over(tmp_path / "groupe.xlsx").errors == []
        assert Parcours.get_by_id(self.stay.id).group == "Soir"

    def test_what_is_wrong_stays_refused_when_it_changes(self):
        with pytest.raises(Refused, match=r"Le renouvellement .* suit la sortie"):
            parcours.correct(self.stay, who="Claire", renewed=day("03/03/2026"))
        with pytest.raises(Refused, match=r"Le renouvellement .* suit la sortie"):
            parcours.correct(self.stay, who="Claire", exit=day("28/02/2026"))
        parcours.correct(self.stay, who="Claire", exit=day("02/03/2026"))

    def test_nothing_is_asked_again_that_was_there(self):
        again = {"entry": self.stay.entry, "exit": self.stay.exit, "group": "Soir"}
        assert parcours.doubts(self.stay.action, amina(), **again, but=self.stay) == []


def test_an_exit_type_without_exit_leaves_the_group_free(tmp_path):
    taken(tmp_path, "parcours", {"entry": day("01/02/2026"), "exit_type": "emploi"})
    stay = Parcours.get(Parcours.exit_type == "emploi")
    parcours.correct(stay, who="Claire", group="Matin")
    with pytest.raises(Refused, match="demandent une date de sortie"):
        parcours.correct(stay, who="Claire", exit_type="formation")
    parcours.correct(stay, who="Claire", exit_type="")


def test_a_birth_to_come_leaves_the_telephone_free(tmp_path):
    taken(tmp_path, "person", {"birth": day("01/07/2026")})
    person = Person.get(Person.code == "P2")
    participants.correct(person, who="Claire", phone="0612345678")
    with pytest.raises(Refused, match="La naissance"):
        participants.correct(person, who="Claire", birth=day("02/07/2026"))
    participants.correct(person, who="Claire", birth=day("30/06/2026"))


def test_an_action_without_places_leaves_its_title_free(tmp_path):
    values = {"convention": "cd49-adse-a-simple", "start": day("01/01/2026"), "end": day("31/12/2026"), "places": 0}
    taken(tmp_path, "action", values)
    action = Action.get(Action.code == "NEUVE")
    actions.correct(action, who="Claire", title="Ateliers")
    with pytest.raises(Refused, match="donnez le nombre de places"):
        actions.correct(action, who="Claire", places=None)
    actions.correct(action, who="Claire", places=1)


def test_a_change_brings_the_limits_it_adds_and_those_of_its_own_fields():
    def limits(values):
        if values["a"] > 1:
            yield Limit("a", "trop")
        if values["b"] > 1:
            yield Limit("b", f"trop : {values['b']}")

    assert brought(limits, {"a": 2, "b": 1}, {"b": 1}) == []
    assert brought(limits, {"a": 2, "b": 1}, {"a": 2}) == []
    assert brought(limits, {"a": 2, "b": 1}, {"a": 3}) == [("a", "trop", "error")]
    assert brought(limits, {"a": 2, "b": 1}, {"b": 2}) == [("b", "trop : 2", "error")]
    assert brought(limits, {"a": 2, "b": 2}, {"b": 0}) == []


def test_a_level_out_of_its_scale_leaves_the_tool_free(tmp_path):
    values = every.FACTS[Evaluation][0] | {"level": "ZZZ"}
    taken(tmp_path, "Évaluations", values)
    facts.correct(Evaluation.get(), who="Claire", tool="Entretien")
    with pytest.raises(Refused, match="« ZZZZ » sur l'échelle"):
        facts.correct(Evaluation.get(), who="Claire", level="ZZZZ")
    facts.correct(Evaluation.get(), who="Claire", level="A2")


def test_a_day_to_come_leaves_the_reason_free(tmp_path):
    taken(tmp_path, "Examens", every.FACTS[Exam][0] | {"day": day("01/07/2026")})
    assert facts.doubts(Exam, {"reason": "stress"}, Exam.get()) == []
    facts.correct(Exam.get(), who="Claire", reason="stress")
    with pytest.raises(Refused, match="après aujourd'hui"):
        facts.correct(Exam.get(), who="Claire", day=day("02/07/2026"))


def test_somebody_without_parcours_is_a_warning_but_for_who_borrows(tmp_path):
    world.person("P2")
    rows = [["Action", "Participant", "Document", "Date"], ["MOB", "P2", "contrat-mise-a-disposition", "12/03/2026"]]
    write_xlsx(tmp_path / "documents.xlsx", {"Documents": rows})
    (warning,) = take_over(tmp_path / "documents.xlsx").warnings
    assert (warning.cell, warning.message) == (
        "B2", "P2 Test n'a pas de parcours dans MOB : faites d'abord son entrée.",
    )  # fmt: skip
    where, who = Action.get(Action.code == "MOB"), Person.get(Person.code == "P2")
    kind = "contrat-mise-a-disposition"
    with pytest.raises(Refused, match="P2 Test n'a pas de parcours dans MOB"):
        facts.add(Document, who="Claire", action=where, person=who, kind=kind, day=day("13/03/2026"))
    world.loan(world.moped(where, "ZZ-1", "01/01/2026"), who, "13/03/2026", "20/03/2026")
    facts.add(Document, who="Claire", action=where, person=who, kind=kind, day=day("13/03/2026"))
    assert take_over(tmp_path / "documents.xlsx").warnings == []
