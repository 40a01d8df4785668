"""A workbook that names people as they were called before: read as those of today, the same once as twice."""

from datetime import date

import pytest

from models.hours import pool
from models.joining import people as joining
from models.journal import verifying
from models.people import identities, participants
from models.tables import Action, Attendance, Exam, FormerIdentity, Movement, Parcours, Person
from models.takeover.process import take_over
from tests import world
from tests.takeover.conftest import write_xlsx
from tests.world import day

PEOPLE = ["Identifiant", "Nom", "Prénom", "Naissance", "Téléphone"]
BORN = date(1990, 5, 4)


@pytest.fixture
def take(store, tmp_path):
    """Takes over a workbook given as ``{sheet: [headers, row, row…]}``."""

    def run(sheets):
        write_xlsx(tmp_path / "reprise.xlsx", sheets)
        return take_over(tmp_path / "reprise.xlsx")

    return run


def workbook(code, status="présent", **person):
    """What one record of Amina comes from, in an action of driving licences."""
    told = {"Identifiant": code, "Nom": "Diallo", "Prénom": "Amina", "Naissance": BORN, "Téléphone": None} | person
    return {
        "Actions": [
            ["Code", "Convention", "Début", "Fin"],
            ["P", "cd93-3b-permis", date(2026, 1, 1), date(2026, 12, 31)],
        ],
        "Participants": [PEOPLE, list(told.values())],
        "Parcours": [["Action", "Participant", "Entrée"], ["P", code, date(2026, 1, 5)]],
        "Séances": [
            ["Action", "Séance", "Nature", "Date", "Début", "Fin"],
            ["P", "S1", "conduite", date(2026, 3, 2), "9:00", "11:00"],
        ],
        "Présences": [["Action", "Séance", "Participant", "Statut"], ["P", "S1", code, status]],
        "Mutualisation": [
            ["Action", "Date", "Sens", "Participant", "Heures", "Motif"],
            ["P", date(2026, 3, 10), "libération", code, 10, "a fini"],
        ],
        "Examens": [
            ["Action", "Participant", "Épreuve", "Date", "Résultat"],
            ["P", code, "code", date(2026, 4, 1), "réussi"],
        ],
    }


def changed(report):
    assert report.errors == []
    return {sheet for counts in (report.created, report.updated) for sheet, count in counts.items() if count}


def test_after_a_joining_the_workbook_of_either_record_changes_nothing(take):
    mine, theirs = workbook("A1"), workbook("B1", "absent", Nom="Benali", Téléphone="06 11 22 33 44")
    take(mine)
    take(theirs)
    amina, again = (Person.get(Person.code == code) for code in ("A1", "B1"))
    participants.correct(amina, phone="07 00 00 00 00", who="Claire")
    joining.join(amina, again, who="Claire")
    for book in (theirs, mine, theirs, workbook("B1", Nom="Diallo")):
        report = take(book)
        assert changed(report) == set()
    assert any(
        "« B1 » est un ancien identifiant de DIALLO Amina, lu A1" in one.message for one in take(theirs).warnings
    )
    assert [(one.person_id, one.status) for one in Attendance.select()] == [(amina.id, "présent")]
    assert Person.get_by_id(amina.id).phone == "07 00 00 00 00"
    assert pool.ledger(Action.get()).pool == 1200
    assert verifying.verify().faults == []


def test_both_records_in_one_workbook_are_read_as_one(take):
    mine, theirs = workbook("A1"), workbook("B1", "absent", Nom="Benali")
    both = {
        name: [*rows, *theirs[name][1:]] if name not in ("Actions", "Séances") else rows for name, rows in mine.items()
    }
    take(both)
    amina, again = (Person.get(Person.code == code) for code in ("A1", "B1"))
    joining.join(amina, again, who="Claire")
    assert changed(take(both)) == set()
    assert Movement.select().count() == 4


def test_what_a_joined_record_still_brings_is_added(take):
    take(workbook("A1"))
    take({**workbook("B1", Nom="Benali"), "Présences": [["Action", "Séance", "Participant", "Statut"]]})
    amina, again = (Person.get(Person.code == code) for code in ("A1", "B1"))
    joining.join(amina, again, who="Claire")
    book = workbook("B1", "absent", Nom="Benali", Téléphone="06 11 22 33 44")
    book["Examens"].append(["P", "B1", "code", date(2026, 5, 1), "échoué"])
    assert changed(take(book)) == {"Participants", "Examens"}
    assert Person.get_by_id(amina.id).phone == "06 11 22 33 44"
    assert {one.person_id for one in Exam.select()} == {amina.id}
    assert [one.status for one in Attendance.select()] == ["présent"]
    assert changed(take(book)) == set()


def test_a_movement_reversed_before_the_joining_is_not_entered_again(take):
    book = workbook("B1")
    take(workbook("A1"))
    take(book)
    amina, again = (Person.get(Person.code == code) for code in ("A1", "B1"))
    pool.reverse(Movement.get(Movement.person == again), who="Claire", reason="erreur")
    joining.join(amina, again, who="Claire")
    book["Mutualisation"][1][4] = 10
    assert changed(take(book)) == set()


def test_a_corrected_identifier_is_still_read_and_its_rows_are_written(take):
    take(workbook("A1"))
    amina = Person.get()
    participants.correct(amina, code="D-2026-1", who="Claire")
    assert changed(take(workbook("A1"))) == set()
    assert changed(take(workbook("A1", "absent", Téléphone="06 11 22 33 44"))) == {"Participants", "Présences"}
    assert (Person.get().code, Person.get().phone) == ("D-2026-1", "06 11 22 33 44")
    assert Parcours.select().count() == 1


@pytest.mark.parametrize(
    ("person", "asked"),
    [
        ({}, False),
        ({"Naissance": None}, False),
        ({"Nom": "DIALLO", "Prénom": "amina"}, False),
        ({"Nom": "Amina", "Prénom": "Diallo"}, False),
        ({"Nom": "Petit"}, True),
        ({"Naissance": date(1990, 5, 5)}, True),
    ],
)
def test_a_corrected_identifier_asks_when_name_and_birth_do_not_agree(take, person, asked):
    take(workbook("A1"))
    participants.correct(Person.get(), code="D1", who="Claire")
    report = take(workbook("A1", **person))
    told = "« A1 » est un ancien identifiant de DIALLO Amina (D1) : écrivez D1 si c'est la même personne"
    assert [one.message.partition(", sinon")[0] for one in report.errors] == [told] * asked
    assert Person.select().count() == 1


def test_a_corrected_identifier_without_a_name_in_the_file_is_asked_about(take):
    take(workbook("A1"))
    participants.correct(Person.get(), code="D1", who="Claire")
    book = workbook("A1", "absent")
    del book["Participants"]
    [told] = take(book).errors
    assert told.message.startswith("« A1 » est un ancien identifiant de DIALLO Amina (D1)")


def test_an_identifier_that_somebody_bears_is_theirs(take):
    take(workbook("A1"))
    participants.correct(Person.get(), code="D1", who="Claire")
    zoe = participants.add(last_name="Petit", first_name="Zoé", code="A1", who="Claire")
    assert identities.bearer("A1") == zoe
    assert changed(take({"Participants": [PEOPLE, ["A1", "Petit", "Zoé", None, "06 11 22 33 44"]]})) == {"Participants"}
    assert Person.get_by_id(zoe.id).phone == "06 11 22 33 44"


def test_a_name_mended_is_no_former_one_and_a_name_that_becomes_another_is(store):
    amina = world.person("DIALO Amina", code="A1", birth=day("04/05/1990"))
    participants.correct(amina, last_name="Diallo", who="Claire")
    assert FormerIdentity.select().count() == 0
    amina = participants.correct(Person.get_by_id(amina.id), last_name="Benali", who="Claire")
    assert identities.person(amina) == "BENALI Amina (anciennement DIALLO)"
    assert [one.code for one in participants.find("diallo")] == ["A1"]
    participants.correct(amina, last_name="Diallo", who="Claire")
    assert identities.person(Person.get_by_id(amina.id)) == "DIALLO Amina (anciennement BENALI)"
    participants.remove(Person.get_by_id(amina.id), who="Claire")
    assert (Person.select().count(), FormerIdentity.select().count()) == (0, 0)
