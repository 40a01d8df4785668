"""What is wrong in a record does not stand in the way of correcting the rest of it."""

from typing import ClassVar

import pytest

from models.acts.limits import Limit, brought
from models.acts.refusals import Refused
from models.hours import pool
from models.park import mopeds
from models.people import actions, parcours, participants
from models.registers import facts
from models.sessions import planning
from models.tables import (
    Action,
    Document,
    Downtime,
    Evaluation,
    Exam,
    Liaison,
    Loan,
    Moped,
    Movement,
    Parcours,
    Person,
    Session,
)
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


def test_a_level_out_of_its_scale_leaves_the_tool_free():
    Evaluation.create(action=Action.get(code="TOUT"), person=amina(), **every.FACTS[Evaluation][0] | {"level": "ZZZ"})
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


def test_a_session_with_a_text_too_long_leaves_its_trainer_free(tmp_path):
    long = {"nature": "atelier", "day": day("12/03/2026"), "start": 540, "end": 660, "place": "x" * 201}
    taken(tmp_path, "session", long)
    session = Session.get(Session.code == "S9")
    planning.correct(session, who="Claire", trainer="Karim", place="x" * 201)
    with pytest.raises(Refused, match="« Lieu » dépasse 200 caractères"):
        planning.correct(session, who="Claire", place="y" * 201)
    planning.correct(session, who="Claire", place="Angers")
    assert (Session.get_by_id(session.id).trainer, Session.get_by_id(session.id).place) == ("Karim", "Angers")


def test_a_session_said_held_on_a_day_to_come_leaves_its_theme_free(tmp_path):
    values = {"nature": "atelier", "day": day("01/07/2026"), "start": 540, "end": 660, "state": "tenue"}
    taken(tmp_path, "session", values)
    planning.correct(Session.get(Session.code == "S9"), who="Claire", theme="Budget", day=day("01/07/2026"))
    assert planning.doubts(Action.get(Action.code == "TOUT"), {"theme": "x"}, Session.get(Session.code == "S9")) == []


def test_two_downtimes_at_once_leave_the_cause_free(tmp_path):
    taken(tmp_path, "downtime", {"start": day("05/06/2026"), "end": day("07/06/2026"), "cause": "Révision"})
    stop = Downtime.get(Downtime.cause == "Révision")
    mopeds.correct_downtime(stop, who="Claire", cause="Pneu", start=stop.start, end=stop.end)
    with pytest.raises(Refused, match="AB-1 est déjà immobilisé du 01/06/2026"):
        mopeds.correct_downtime(stop, who="Claire", end=day("08/06/2026"), start=day("04/06/2026"))
    mopeds.correct_downtime(stop, who="Claire", start=day("06/06/2026"))


def test_a_loan_and_a_moped_out_of_the_park_leave_their_other_fields_free():
    loan, moped = Loan.get(), Moped.get()
    Moped.update(in_service=day("02/03/2026")).execute()
    mopeds.correct_loan(loan, who="Claire", purpose="stage", departure=loan.departure, ended=loan.ended)
    mopeds.correct_moped(moped, who="Claire", model="Piaggio", in_service=day("02/03/2026"))
    with pytest.raises(Refused, match="avant la mise en service du 02/03/2026"):
        mopeds.correct_loan(loan, who="Claire", ended=day("09/03/2026"))
    with pytest.raises(Refused, match="avant la mise en service du 03/03/2026"):
        mopeds.correct_moped(moped, who="Claire", in_service=day("03/03/2026"))


def test_a_report_to_come_leaves_the_other_free(tmp_path):
    moved = {"day": day("12/04/2026"), "kind": "libération", "minutes": 60, "referent": day("01/07/2026")}
    taken(tmp_path, "movement", moved)
    pool.report(Movement.get(), day("01/07/2026"), day("30/06/2026"), who="Claire")
    with pytest.raises(Refused, match="Un signalement ne peut pas être daté"):
        pool.report(Movement.get(), day("02/07/2026"), None, who="Claire")
    pool.report(Movement.get(), day("30/06/2026"), None, who="Claire")


def test_an_action_does_not_end_before_a_departure_at_either_door(tmp_path):
    action = Action.get(Action.code == "MOB")
    with pytest.raises(Refused, match="Une mise à disposition part le 01/03/2026"):
        actions.correct(action, who="Claire", end=day("28/02/2026"))
    write_xlsx(
        tmp_path / "fin.xlsx", {"Actions": [["Code", "Convention", "Début", "Fin"], ["MOB", "", "", "28/02/2026"]]}
    )
    (error,) = take_over(tmp_path / "fin.xlsx").errors
    assert (error.cell, error.message[:45]) == ("D2", "Une mise à disposition part le 01/03/2026, ap")


def test_a_stored_error_in_another_field_is_a_warning_of_the_take_over(tmp_path):
    fiche = Liaison.create(
        action=Action.get(Action.code == "TOUT"),
        person=amina(),
        **every.FACTS[Liaison][0] | {"answered": day("11/03/2026")},
    )
    rows = [["Action", "Participant", "Demande", "Date", "Objet"], ["TOUT", "P1", fiche.kind, "12/03/2026", "Objet"]]
    write_xlsx(tmp_path / "fiche.xlsx", {"Fiches de liaison": rows})
    report = take_over(tmp_path / "fiche.xlsx")
    assert (report.errors, [one.message[:34] for one in report.warnings]) == (
        [],
        ["« Réponse du correspondant le » (1"],
    )
    assert Liaison.get().request == "Objet"
