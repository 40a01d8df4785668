"""A public that changes in a workbook: from a day on with *Public depuis le*, as a whole and told without it."""

import pytest

from models.journal import verifying
from models.people import publics
from models.people.publics import History
from models.returns import closing
from models.tables import Action, Person
from tests.takeover.conftest import cells
from tests.world import day

HEADERS = ["Identifiant", "Nom", "Prénom", "Public", "Public depuis le"]
MAY, JUNE = day("01/05/2021"), day("01/06/2021")


def people(*rows):
    return {"Participants": [HEADERS, *(["1", "Diallo", "Amina", *row] for row in rows)]}


def told():
    return publics.history(Person.get(Person.code == "1"))


@pytest.fixture
def rsa(take):
    take(people(["RSA", None]))
    return take


def test_a_first_public_is_held_from_the_start_whatever_the_date(take):
    for _ in range(2):
        report = take(people(["FAJ", "01/06/2021"]))
        assert (report.errors, report.warnings, told()) == ([], [], History((), "FAJ"))
    assert report.unchanged["Participants"] == 1


def test_a_dated_change_keeps_what_was(rsa):
    report = rsa(people(["FAJ", "01/06/2021"]))
    assert (report.errors, report.warnings, report.updated["Participants"]) == ([], [], 1)
    assert told() == History(((JUNE, "RSA"),), "FAJ")
    assert verifying.verify().faults == []


def test_without_a_date_it_is_a_correction_of_the_whole_that_names_both(rsa):
    report = rsa(people(["FAJ", None]))
    assert cells(report.warnings) == ["Participants!D2"]
    assert report.warnings[0].message.startswith("Public « RSA » corrigé en « FAJ », comme s'il l'avait toujours été")
    assert told() == History((), "FAJ")
    rsa(people(["RSA", "01/06/2021"]))
    report = rsa(people(["Autre", None]))
    assert "« FAJ, puis RSA depuis le 01/06/2021 » corrigé en « Autre »" in report.warnings[0].message
    assert told() == History((), "Autre")
    assert verifying.verify().faults == []


@pytest.mark.parametrize("again", [["FAJ", "01/06/2021"], ["FAJ", None], [None, "01/06/2021"], [None, None]])
def test_the_same_again_changes_nothing(rsa, again):
    rsa(people(["FAJ", "01/06/2021"]))
    report = rsa(people(again))
    assert (report.errors, report.warnings, report.unchanged["Participants"]) == ([], [], 1)
    assert told() == History(((JUNE, "RSA"),), "FAJ")


def test_another_date_for_the_same_public_moves_the_change(rsa):
    rsa(people(["FAJ", "01/06/2021"]))
    report = rsa(people(["FAJ", "01/05/2021"]))
    assert (report.warnings, report.updated["Participants"]) == ([], 1)
    assert told() == History(((MAY, "RSA"),), "FAJ")
    assert rsa(people(["FAJ", "01/05/2021"])).unchanged["Participants"] == 1
    assert verifying.verify().faults == []


def test_a_change_to_come_is_an_error(rsa):
    report = rsa(people(["FAJ", "02/07/2021"]))
    assert cells(report.errors) == ["Participants!E2"]
    assert rsa(people(["FAJ", "01/07/2021"])).errors == []


def test_a_change_in_a_closed_period_is_an_error_at_its_cell(rsa):
    rsa(
        {
            "Actions": [["Code", "Convention", "Début", "Fin"], ["A", "cd49-ai", "01/01/2021", "31/12/2021"]],
            "Parcours": [["Action", "Participant", "Entrée"], ["A", "1", "04/01/2021"]],
        }
    )
    closing.close(Action.get(), day("31/05/2021"), "Mme Roy", who="Claire")
    report = rsa(people(["FAJ", "31/05/2021"]))
    assert cells(report.errors) == ["Participants!E2"]
    assert "clôturée jusqu'au 31/05/2021" in report.errors[0].message
    assert told() == History((), "RSA")
    assert rsa(people(["FAJ", "01/06/2021"])).errors == []
