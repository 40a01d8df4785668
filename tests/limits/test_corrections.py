"""What is wrong in a record does not stand in the way of correcting the rest of it."""

from typing import ClassVar

import pytest

from models.acts.limits import Limit, brought
from models.acts.refusals import Refused
from models.people import actions, parcours, participants
from models.tables import Action, Parcours, Person
from models.takeover.process import take_over
from tests.limits.doors import Case, amina, build, in_workbook
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
