"""Strict in content: every fault of the file at once, by sheet and cell, and then nothing is written."""

from datetime import date, time

import openpyxl
import pytest

from models.tables import TABLES, JournalEntry, Person
from models.takeover.process import take_over
from tests.takeover.conftest import (
    ACTIONS,
    MARKS,
    PARCOURS,
    PEOPLE,
    PERMIS,
    SESSIONS,
    Formula,
    cells,
    park,
    permis,
)

BOTH = pytest.mark.parametrize("ods", [False, True], ids=["xlsx", "ods"])
MOVES = ["Action", "Date", "Sens", "Participant", "Heures", "Motif"]
LENT = ["Action", "Immatriculation", "Départ", "Participant", "Retour prévu", "Retour"]
EXAM = ["Action", "Participant", "Épreuve", "Date", "Résultat"]


def only(report):
    """The one error of a report, as (cell, value, message)."""
    assert len(report.errors) == 1, report.errors
    fault = report.errors[0]
    return f"{fault.sheet}!{fault.cell}", fault.value, fault.message


def test_every_fault_is_reported_at_once_and_nothing_is_written(take):
    sheets = permis(
        Participants=[*PEOPLE, ["3", "", "Zoé"]],
        Parcours=[*PARCOURS, ["P9", "2", "31/02/2021"]],
        Séances=[*SESSIONS, ["P1", "S2", "yoga", date(2021, 3, 1), time(11), time(9)]],
        Présences=[*MARKS, ["P1", "S1", "1", "retard", None], ["P1", "S1", "7", "présent", None]],
    )
    report = take(sheets)
    assert cells(report.errors) == [
        "Participants!B4",
        "Parcours!A4",
        "Parcours!C4",
        "Séances!C4",
        "Séances!F4",
        "Présences!E2",
        "Présences!C3",
    ]
    assert all(table.select().count() == 0 for table in TABLES)


def test_a_missing_required_column_is_an_error_said_once(take):
    report = take(permis(Participants=[["Identifiant", "Nom"], ["1", "Diallo"]]))
    assert only(report)[0] == "Participants!A1"
    assert "Prénom" in report.errors[0].message


def test_a_header_twice_is_an_error(take):
    assert only(take({"Participants": [[*PEOPLE[0], "prenom"], [*PEOPLE[1], "x"]]}))[0] == "Participants!D1"


def test_a_required_cell_left_empty(take):
    cell, _, message = only(take({"Participants": [PEOPLE[0], ["1", "Diallo", "  "]]}))
    assert cell == "Participants!C2"
    assert "« Prénom » est vide" in message


@pytest.mark.parametrize("typed", ["31/02/2021", "2021", "demain", 44256, "01/03/21", "12/03", "32/01/2021", True])
def test_what_is_no_date(take, typed):
    cell, *_ = only(take(permis(Parcours=[PARCOURS[0], ["P1", "1", typed]])))
    assert cell == "Parcours!C2"


@pytest.mark.parametrize("typed", ["25:00", "9", "midi", 9.5, date(2021, 3, 1), "9h75"])
def test_what_is_no_time(take, typed):
    rows = [SESSIONS[0], ["P1", "S1", "atelier", date(2021, 3, 1), typed, "23:00"]]
    assert only(take(permis(Séances=rows)))[0] == "Séances!E2"


@pytest.mark.parametrize("typed", [-1, "-1", "12:75", "beaucoup", True, "1e3", 1e300, date(2021, 3, 1)])
def test_what_is_no_quantity_of_hours(take, typed):
    rows = [["Action", "Participant", "Mois", "Heures"], ["P1", "1", "2021-03", typed]]
    assert only(take(permis(Heures_travaillées=rows)))[0] == "Heures travaillées!D2"


def test_the_value_is_given_back_as_typed(take):
    assert only(take(permis(Parcours=[PARCOURS[0], ["P1", "1", "31/02/2021"]])))[1] == "31/02/2021"


def test_a_status_out_of_the_list(take):
    cell, _, message = only(take(permis(Présences=[*MARKS, ["P1", "S1", "1", "là", None]])))
    assert cell == "Présences!D2"
    assert "prévu, présent, absent, excusé, retard" in message


def test_a_nature_of_another_convention_is_an_error(take):
    rows = [SESSIONS[0], ["P1", "S1", "seance", date(2021, 3, 1), time(9), time(11)]]
    cell, _, message = only(take(permis(Séances=rows)))
    assert cell == "Séances!C2"
    assert "code, conduite, atelier, entretien" in message


def test_an_unknown_convention_is_an_error(take):
    assert (
        only(take({"Actions": [*ACTIONS, ["P1", "cd93-3b", date(2021, 1, 1), date(2021, 12, 31), 1]]}))[0]
        == "Actions!B2"
    )


def test_places_are_required_for_adse_a(take):
    row = ["R1", "cd49-adse-a-renforce", date(2021, 1, 1), date(2021, 12, 31), None]
    assert only(take({"Actions": [*ACTIONS, row]}))[0] == "Actions!E2"


@pytest.mark.parametrize("name", ["Dia\x07llo", "Dia\nllo", "Dia\u202ello"])
def test_control_characters_are_an_error(take, name):
    assert only(take({"Participants": [PEOPLE[0], ["1", name, "Amina"]]}))[0] == "Participants!B2"


def test_names_go_to_200_characters(take):
    report = take({"Participants": [PEOPLE[0], ["1", "D" * 200, "A"], ["2", "D" * 201, "A"]]})
    assert only(report)[0] == "Participants!B3"


@BOTH
def test_error_cells_are_errors(take, ods):
    cell = "#DIV/0!" if ods else Formula("=1/0", "#DIV/0!")
    assert only(take({"Participants": [PEOPLE[0], ["1", cell, "Amina"]]}, ods=ods))[0] == "Participants!B2"


def test_a_formula_never_computed_is_an_error_not_an_empty_cell(tmp_path):
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Participants"
    page.append(["Identifiant", "Nom", "Prénom"])
    page.append(["P1", '=UPPER("durand")', "Zoé"])
    book.save(tmp_path / "reprise.xlsx")
    (fault,) = take_over(tmp_path / "reprise.xlsx").errors
    assert (fault.sheet, fault.cell) == ("Participants", "B2")
    assert "enregistrez-le" in fault.message


def test_an_error_in_an_unread_column_is_nobodys_business(take):
    rows = [[*PEOPLE[0], "Notes"], [*PEOPLE[1], Formula("=1/0", "#DIV/0!")]]
    assert take({"Participants": rows}).errors == []


def test_the_same_row_twice_is_read_once(take):
    report = take({"Participants": [*PEOPLE, PEOPLE[1]]})
    assert (report.errors, report.created) == ([], {"Participants": 2})


def test_the_same_key_with_another_content_is_an_error(take):
    cell, _, message = only(take({"Participants": [*PEOPLE, ["1", "Diallo", "Aminata"]]}))
    assert cell == "Participants!A4"
    assert "ligne 2" in message


def test_an_unknown_action_person_or_session_is_named(take):
    report = take(permis(Présences=[*MARKS, ["P2", "S1", "1", "présent"], ["P1", "S7", "8", "présent"]]))
    assert cells(report.errors) == ["Présences!A2", "Présences!B3", "Présences!C3"]


def test_another_case_of_an_identifier_is_proposed(take):
    people = [PEOPLE[0], ["a1", "Diallo", "Amina"]]
    _, _, message = only(take(permis(Participants=people, Parcours=[PARCOURS[0], ["P1", "A1", date(2021, 1, 4)]])))
    assert "vouliez-vous dire « a1 »" in message


def test_one_bad_row_makes_no_cascade(take):
    sheets = permis(
        Actions=[*ACTIONS, ["P1", "cd93-3b-permis", "jamais", date(2021, 12, 31), None]],
        Participants=[PEOPLE[0], ["1", "Dia\x07llo", "Amina"], PEOPLE[2]],
        Présences=[*MARKS, ["P1", "S1", "1", "présent", None]],
        Mutualisation=[MOVES, ["P1", date(2021, 4, 1), "libération", "1", 10, "x"]],
    )
    assert cells(take(sheets).errors) == ["Actions!C2", "Participants!B2"]


def test_a_sheet_without_its_key_makes_no_cascade(take):
    sheets = permis(
        Participants=[["Nom", "Prénom"], ["Diallo", "Amina"]], Présences=[*MARKS, ["P1", "S1", "1", "présent"]]
    )
    assert cells(take(sheets).errors) == ["Participants!A1"]


@pytest.mark.parametrize(
    ("header", "typed"),
    [("Sortie", date(2021, 1, 3)), ("Renouvelé le", date(2020, 1, 1)), ("Fin prévue", "01/01/2021")],
)
def test_nothing_in_a_parcours_comes_before_its_entry(take, header, typed):
    rows = [[*PARCOURS[0], header], ["P1", "1", date(2021, 1, 4), typed]]
    assert only(take(permis(Parcours=rows)))[0] == "Parcours!D2"


def test_an_action_ends_after_it_starts(take):
    assert only(take({"Actions": [*ACTIONS, ["P1", "cd93-3b-permis", date(2021, 2, 1), date(2021, 1, 1), None]]}))[
        0
    ] == ("Actions!D2")


def test_a_session_ends_after_it_starts(take):
    rows = [SESSIONS[0], ["P1", "S1", "atelier", date(2021, 3, 1), time(22), time(1)]]
    assert only(take(permis(Séances=rows)))[0] == "Séances!F2"


# Marks


def marked(take, *row, day=date(2021, 3, 1), **sheets):
    rows = [SESSIONS[0], ["P1", "S1", "atelier", day, time(9), time(11)]]
    return take(permis(Séances=rows, Présences=[*MARKS, ["P1", "S1", "1", *row]], **sheets))


def test_a_mark_after_today_is_refused_but_not_a_plan(take):
    assert only(marked(take, "présent", None, day=date(2021, 7, 2)))[0] == "Présences!D2"
    assert marked(take, "prévu", None, day=date(2021, 7, 2)).errors == []


def test_a_mark_of_today_is_taken(take):
    assert marked(take, "présent", None, day=date(2021, 7, 1)).errors == []


@pytest.mark.parametrize(
    ("status", "minutes", "cell"),
    [
        ("présent", 121, "Présences!E2"),
        ("retard", None, "Présences!E2"),
        ("retard", 150, "Présences!E2"),
        ("absent", 10, "Présences!E2"),
        ("excusé", 10, "Présences!E2"),
        ("prévu", 10, "Présences!E2"),
        ("présent", -5, "Présences!E2"),
        ("présent", 12.5, "Présences!E2"),
    ],
)
def test_minutes_that_cannot_be(take, status, minutes, cell):
    assert only(marked(take, status, minutes))[0] == cell


@pytest.mark.parametrize(
    ("status", "minutes"), [("présent", 0), ("présent", 120), ("retard", 0), ("absent", 0), ("prévu", 0)]
)
def test_minutes_at_the_edge(take, status, minutes):
    assert marked(take, status, minutes).errors == []


def test_an_attendance_needs_a_parcours(take):
    report = marked(take, "présent", None, Parcours=[PARCOURS[0], PARCOURS[2]])
    assert only(report)[0] == "Présences!C2"


def test_an_attendance_outside_the_parcours_is_a_warning(take):
    report = marked(take, "présent", None, Parcours=[PARCOURS[0], ["P1", "1", date(2021, 3, 2)]])
    assert (report.errors, cells(report.warnings)) == ([], ["Présences!C2"])


def test_a_mark_on_a_cancelled_session_is_a_warning(take):
    sheets = permis(
        Séances=[[*SESSIONS[0], "État"], [*SESSIONS[1], "annulee"]], Présences=[*MARKS, ["P1", "S1", "1", "présent"]]
    )
    report = take(sheets)
    assert (report.errors, cells(report.warnings)) == ([], ["Présences!D2"])


# Warnings


def test_rows_dated_outside_their_action_are_recorded_with_a_warning(take):
    rows = [SESSIONS[0], ["P1", "S1", "atelier", date(2020, 12, 31), time(9), time(11)]]
    report = take(permis(Séances=rows, Parcours=[PARCOURS[0], ["P1", "1", date(2022, 1, 1)]]))
    assert report.errors == []
    assert cells(report.warnings) == ["Parcours!C2", "Séances!D2"]


def test_an_exam_before_the_entry_is_a_warning(take):
    report = take(permis(Examens=[EXAM, ["P1", "1", "code", date(2021, 1, 3), "absent"]]))
    assert (report.errors, cells(report.warnings)) == ([], ["Examens!D2"])


def test_a_second_open_parcours_is_a_warning(take):
    report = take(permis(Parcours=[*PARCOURS, ["P1", "1", date(2021, 5, 1)]]))
    assert (report.errors, cells(report.warnings)) == ([], ["Parcours!C4"])


def test_a_second_parcours_after_the_first_is_not(take):
    rows = [[*PARCOURS[0], "Sortie"], ["P1", "1", "04/01/2021", "30/04/2021"], ["P1", "1", "01/05/2021", None]]
    report = take(permis(Parcours=rows))
    assert (report.errors, report.warnings) == ([], [])


def test_a_birth_in_the_future_is_a_warning(take):
    report = take({"Participants": [[*PEOPLE[0], "Naissance"], [*PEOPLE[1], date(2021, 7, 2)]]})
    assert (report.errors, cells(report.warnings)) == ([], ["Participants!D2"])
    assert Person.select().count() == 1


# The driving hours


def moved(take, *rows, **sheets):
    return take(permis(Mutualisation=[MOVES, *rows], **sheets))


@pytest.mark.parametrize("hours", [0, -2, "-2 h", "0:00"])
def test_a_movement_is_of_some_hours(take, hours):
    assert only(moved(take, ["P1", date(2021, 4, 1), "libération", "1", hours, "x"]))[0] == "Mutualisation!E2"


def test_releasing_more_than_what_is_left_is_refused(take):
    lesson = {"Présences": [*MARKS, ["P1", "L1", "1", "présent", None]]}  # one hour on 2 March: 49 left
    assert only(moved(take, ["P1", date(2021, 3, 2), "libération", "1", 50, "x"], **lesson))[0] == "Mutualisation!E2"
    assert moved(take, ["P1", date(2021, 3, 2), "libération", "1", 49, "x"], **lesson).errors == []


def test_a_lesson_after_the_release_does_not_count_against_it(take):
    lesson = {"Présences": [*MARKS, ["P1", "L1", "1", "présent", None]]}
    assert moved(take, ["P1", date(2021, 3, 1), "libération", "1", 50, "x"], **lesson).errors == []


def test_granting_more_than_the_pool_holds_that_day_is_refused(take):
    grant = ["P1", date(2021, 4, 1), "mobilisation", "2", 5, "x"]
    late = ["P1", date(2021, 4, 2), "libération", "1", 5, "x"]
    same_day = ["P1", date(2021, 4, 1), "libération", "1", 5, "x"]
    assert only(moved(take, grant, late))[0] == "Mutualisation!E2"
    assert moved(take, grant, same_day).errors == []


def test_an_action_without_quota_has_no_movements(take):
    sheets = park(Mutualisation=[MOVES, ["M1", date(2021, 4, 1), "libération", "1", 5, "x"]])
    assert only(take(sheets))[0] == "Mutualisation!A2"


# Loans


def lent(take, *rows, **sheets):
    return take(park(Prêts=[LENT, *rows], **sheets))


def test_two_loans_share_at_most_the_hand_over_day(take):
    first = ["M1", "AB-1", date(2021, 3, 1), "1", date(2021, 3, 10), date(2021, 3, 10)]
    assert lent(take, first, ["M1", "AB-1", date(2021, 3, 10), "2", date(2021, 3, 20), date(2021, 3, 20)]).errors == []
    assert only(lent(take, first, ["M1", "AB-1", date(2021, 3, 9), "2", date(2021, 3, 20), date(2021, 3, 20)]))[0] == (
        "Prêts!C3"
    )


def test_a_return_before_the_departure_or_after_today(take):
    assert only(lent(take, ["M1", "AB-1", "05/03/2021", "1", "10/03/2021", "04/03/2021"]))[0] == "Prêts!F2"
    assert only(lent(take, ["M1", "AB-1", "05/03/2021", "1", "10/03/2021", "02/07/2021"]))[0] == "Prêts!F2"


def test_a_departure_after_today_is_a_planned_loan(take):
    assert lent(take, ["M1", "AB-1", "02/07/2021", "1", "10/07/2021", None]).errors == []


def test_a_loan_needs_no_parcours(take):
    assert lent(take, ["M1", "AB-1", "05/03/2021", "2", "10/03/2021", "10/03/2021"]).errors == []


def test_a_departure_on_a_day_the_moped_is_immobilised(take):
    stops = [
        ["Action", "Immatriculation", "Début", "Fin", "Cause"],
        ["M1", "AB-1", "01/03/2021", "05/03/2021", "Panne"],
    ]
    report = lent(take, ["M1", "AB-1", "05/03/2021", "1", "10/03/2021", "10/03/2021"], Immobilisations=stops)
    assert only(report)[0] == "Prêts!C2"


def test_a_departure_out_of_the_park(take):
    mopeds = [["Action", "Immatriculation", "Mise en service"], ["M1", "AB-1", date(2021, 3, 6)]]
    report = lent(take, ["M1", "AB-1", "05/03/2021", "1", "10/03/2021", "10/03/2021"], Cyclomoteurs=mopeds)
    assert only(report)[0] == "Prêts!C2"


def test_a_loan_of_an_unknown_moped(take):
    assert only(lent(take, ["M1", "ZZ-9", "05/03/2021", "1", "10/03/2021", None]))[0] == "Prêts!B2"


def test_a_new_downtime_on_the_departure_of_a_stored_loan(take):
    assert lent(take, ["M1", "AB-1", "05/03/2021", "1", "10/03/2021", "10/03/2021"]).errors == []
    stops = [
        ["Action", "Immatriculation", "Début", "Fin", "Cause"],
        ["M1", "AB-1", "01/03/2021", "05/03/2021", "Panne"],
    ]
    assert only(take({"Immobilisations": stops}))[0] == "Immobilisations!C2"


def test_nothing_goes_to_the_journal_when_nothing_is_written(take):
    take({"Participants": [PEOPLE[0], ["1", "", ""]]})
    assert JournalEntry.select().count() == 0


def test_the_action_of_this_file_is_enough(take):
    assert take({"Actions": PERMIS}).created == {"Actions": 1}
