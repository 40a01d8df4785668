"""The same file twice, a corrected file, a file with fewer columns: a row is found by its key."""

import sqlite3
from datetime import date

import pytest
from pendulum import Date

from models.acts.refusals import Refused
from models.acts.undo import undo
from models.tables import Attendance, JournalEntry, Loan, Movement, MovementReport, Parcours, Person, Session
from tests import engines
from tests.takeover.conftest import MARKS, PARCOURS, PEOPLE, SESSIONS, cells, park, permis

MOVES = ["Action", "Date", "Sens", "Participant", "Heures", "Motif", "Signalé au référent le", "N°"]
RELEASE = ["P1", date(2021, 4, 1), "libération", "1", 2, "Départ"]


def full():
    return permis(
        Présences=[*MARKS, ["P1", "S1", "1", "présent", 60], ["P1", "S1", "2", "prévu", None]],
        Mutualisation=[MOVES, [*RELEASE, None, None]],
        Examens=[["Action", "Participant", "Épreuve", "Date", "Résultat"], ["P1", "1", "code", "01/04/2021", "réussi"]],
    )


def test_the_same_file_twice_changes_nothing(take):
    first, second = take(full()), take(full())
    assert (
        first.created
        == second.unchanged
        == {
            "Actions": 1,
            "Participants": 2,
            "Parcours": 2,
            "Séances": 2,
            "Présences": 2,
            "Mutualisation": 1,
            "Examens": 1,
        }
    )
    assert set(second.created.values()) == set(second.updated.values()) == {0}
    assert JournalEntry.select().count() == 1


def test_one_journal_entry_names_the_file_and_counts(take):
    take(full(), who="Nadia")
    entry = JournalEntry.get()
    assert (entry.kind, entry.who) == ("import", "Nadia")
    assert entry.sentence == "Reprise de reprise.xlsx : 11 lignes créées, 0 ligne modifiée"
    assert Person.get().recorded_by == "Nadia"
    with pytest.raises(Refused):
        undo(entry, "Nadia")


def test_a_dry_run_tells_everything_and_keeps_nothing(take):
    report = take(full(), dry_run=True)
    assert report.created["Présences"] == 2
    assert Person.select().count() == JournalEntry.select().count() == 0


def test_an_absent_column_or_an_empty_cell_leaves_what_is_stored(take):
    take({"Participants": [[*PEOPLE[0], "Public", "Commune"], ["1", "Diallo", "Amina", "RSA", "Angers"]]})
    report = take({"Participants": [[*PEOPLE[0], "Commune"], ["1", None, "Aminata", None]]})
    assert (report.errors, report.updated) == ([], {"Participants": 1})
    person = Person.get()
    assert (person.last_name, person.first_name, person.public, person.town) == ("Diallo", "Aminata", "RSA", "Angers")
    assert person.folded == "diallo aminata"


def test_a_corrected_row_is_judged_with_what_is_stored(take):
    take(permis())
    report = take(
        {"Parcours": [["Action", "Participant", "Entrée", "Sortie"], ["P1", "1", "04/01/2021", "03/01/2021"]]}
    )
    assert cells(report.errors) == ["Parcours!D2"]


def test_a_row_refers_to_what_is_stored(take):
    take(permis())
    assert take({"Présences": [*MARKS, ["P1", "S1", "1", "absent", None]]}).created == {"Présences": 1}
    assert Attendance.get().status == "absent"


# Marks


def remark(take, before, after, origin="reprise"):
    """Takes one mark over, then another; the second report."""
    take(permis(Présences=[*MARKS, ["P1", "S1", "1", *before]]))
    Attendance.update(origin=origin, recorded_by="Karim").execute()
    return take({"Présences": [*MARKS, ["P1", "S1", "1", *after]]})


def test_a_plan_never_replaces_a_mark(take):
    report = remark(take, ["absent", None], ["prévu", None])
    assert report.unchanged == {"Présences": 1}
    assert Attendance.get().status == "absent"


def test_a_mark_replaces_a_plan_without_a_word(take):
    report = remark(take, ["prévu", None], ["présent", None], origin="application")
    assert (report.updated, report.warnings) == ({"Présences": 1}, [])
    assert Attendance.get().status == "présent"


def test_replacing_a_mark_made_in_the_application_names_both(take):
    report = remark(take, ["absent", None], ["retard", 45], origin="application")
    assert cells(report.warnings) == ["Présences!D2"]
    message = report.warnings[0].message
    assert "« absent »" in message and "« retard » (45 min)" in message and "Karim" in message
    assert (Attendance.get().status, Attendance.get().minutes, Attendance.get().origin) == ("retard", 45, "reprise")


def test_replacing_a_mark_taken_over_needs_no_warning(take):
    assert remark(take, ["absent", None], ["présent", None]).warnings == []


def test_the_same_mark_made_in_the_application_is_left_alone(take):
    report = remark(take, ["présent", None], ["présent", None], origin="application")
    assert (report.unchanged, report.warnings) == ({"Présences": 1}, [])
    assert Attendance.get().origin == "application"


def test_empty_minutes_leave_those_stored(take):
    assert remark(take, ["présent", 60], ["présent", None]).unchanged == {"Présences": 1}
    assert Attendance.get().minutes == 60


def test_an_empty_status_leaves_the_one_stored(take):
    assert remark(take, ["présent", 60], [None, 90]).updated == {"Présences": 1}
    assert (Attendance.get().status, Attendance.get().minutes) == ("présent", 90)


def test_minutes_go_with_a_presence_that_becomes_an_absence(take):
    remark(take, ["présent", 60], ["absent", None])
    assert (Attendance.get().status, Attendance.get().minutes) == ("absent", None)


def test_minutes_nobody_typed_go_when_a_retard_becomes_a_presence(take):
    take(permis(Présences=[*MARKS, ["P1", "S1", "1", "retard", 105]]))
    Attendance.update(estimated=True).execute()
    take({"Présences": [*MARKS, ["P1", "S1", "1", "présent", None]]})
    assert Attendance.get().minutes is None


def test_a_session_cannot_become_shorter_than_a_mark_in_it(take):
    take(permis(Présences=[*MARKS, ["P1", "S1", "1", "présent", 110]]))
    report = take({"Séances": [SESSIONS[0], ["P1", "S1", None, None, "9:00", "10:00"]]})
    assert cells(report.errors) == ["Séances!F2"]
    assert Session.get(code="S1").end == 660


def test_a_session_with_marks_cannot_be_moved_after_today(take):
    take(permis(Présences=[*MARKS, ["P1", "S1", "1", "présent", None]]))
    assert cells(take({"Séances": [SESSIONS[0], ["P1", "S1", None, "02/07/2021", None, None]]}).errors) == [
        "Séances!D2"
    ]


# Movements


def test_identical_movements_are_told_apart_by_their_rank(take):
    rows = permis(Mutualisation=[MOVES, [*RELEASE, None, None], [*RELEASE, None, None]])
    assert take(rows).created["Mutualisation"] == 2
    assert take(rows).unchanged["Mutualisation"] == 2
    rows["Mutualisation"].append([*RELEASE, None, None])
    assert take(rows).created["Mutualisation"] == 1
    assert [movement.rank for movement in Movement.select().order_by(Movement.number)] == [0, 1, 2]


def test_identical_movements_are_told_apart_by_their_number(take):
    rows = permis(Mutualisation=[MOVES, [*RELEASE, None, "A"], [*RELEASE, None, "B"]])
    assert take(rows).created["Mutualisation"] == 2
    assert take({"Mutualisation": [MOVES, [*RELEASE, None, "B"]]}).unchanged == {"Mutualisation": 1}


def test_a_movement_made_in_the_application_is_found_again(take):
    take(permis())
    Movement.create(action=1, number=1, day=Date(2021, 4, 1), kind="libération", person=1, minutes=120, reason="Départ")
    assert take({"Mutualisation": [MOVES, [*RELEASE, None, None]]}).unchanged == {"Mutualisation": 1}


def test_a_movement_is_never_edited(take):
    take(permis(Mutualisation=[MOVES, [*RELEASE, None, None]]))
    report = take({"Mutualisation": [MOVES, [*RELEASE[:-1], "Autre chose", None, None]]})
    assert cells(report.errors) == ["Mutualisation!F2"]
    assert Movement.get().reason == "Départ"


def test_a_report_date_may_come_later(take):
    take(permis(Mutualisation=[MOVES, [*RELEASE, None, None]]))
    rows = [MOVES, [*RELEASE[:-1], None, date(2021, 4, 3), None]]
    assert take({"Mutualisation": rows}).updated == {"Mutualisation": 1}
    assert take({"Mutualisation": rows}).unchanged == {"Mutualisation": 1}
    assert MovementReport.get().referent == Date(2021, 4, 3)


def test_a_grant_must_hold_with_the_movements_already_there(take):
    take(permis(Mutualisation=[MOVES, [*RELEASE, None, None]]))
    grant = ["P1", date(2021, 4, 2), "mobilisation", "2", "2:01", "x", None, None]
    assert cells(take({"Mutualisation": [MOVES, grant]}).errors) == ["Mutualisation!E2"]


# Loans


def test_a_return_may_come_later(take):
    lent = ["Action", "Immatriculation", "Départ", "Participant", "Retour prévu", "Retour"]
    take(park(Prêts=[lent, ["M1", "AB-1", "01/03/2021", "1", "01/04/2021", None]]))
    assert Loan.get().ending == ""
    take({"Prêts": [lent, ["M1", "AB-1", "01/03/2021", None, None, "20/03/2021"]]})
    assert (Loan.get().ended, Loan.get().ending) == (Date(2021, 3, 20), "retour")


def test_a_stolen_moped_stays_stolen(take):
    lent = ["Action", "Immatriculation", "Départ", "Participant", "Retour prévu", "Retour", "Motif de déplacement"]
    take(park(Prêts=[lent, ["M1", "AB-1", "01/03/2021", "1", "01/04/2021", "20/03/2021", None]]))
    Loan.update(ending="vol").execute()
    take({"Prêts": [lent, ["M1", "AB-1", "01/03/2021", None, None, "20/03/2021", "Travail"]]})
    assert (Loan.get().ending, Loan.get().purpose) == ("vol", "Travail")


def test_an_exit_may_come_later(take):
    take(permis())
    take({"Parcours": [[*PARCOURS[0], "Sortie", "Type de sortie"], ["P1", "1", "04/01/2021", "30/06/2021", "Emploi"]]})
    first = Parcours.select().order_by(Parcours.id).first()
    assert (first.exit, first.exit_type) == (Date(2021, 6, 30), "emploi")


@engines.on_file
def test_a_base_held_by_another_program_is_told(take, house, tmp_path):
    house.execute_sql("PRAGMA busy_timeout = 0")
    other = sqlite3.connect(tmp_path / "assidu.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert "fermez Assidu ailleurs" in take(full()).errors[0].message
    other.rollback()
    assert take(full()).errors == []
    other.close()
