"""Forgiving in form: headers, dates, times, hours and lists as people type them."""

import subprocess
from datetime import date, datetime, time, timedelta

import pytest
from pendulum import Date

from models.tables import (
    Action,
    Attendance,
    Exam,
    FollowUp,
    Immersion,
    Loan,
    Moped,
    Movement,
    Parcours,
    Person,
    Session,
    WorkedHours,
)
from models.takeover.cells import hours
from models.takeover.process import take_over
from tests.takeover.conftest import MARKS, PEOPLE, PERMIS, SESSIONS, Formula, cells, park, permis, write_xlsx

BOTH = pytest.mark.parametrize("ods", [False, True], ids=["xlsx", "ods"])


@BOTH
def test_sheets_and_headers_are_matched_without_case_accents_or_spaces(take, ods):
    people = [[" IDENTIFIANT ", "nom", "PRENOM", "N° Allocataire"], ["1", "Diallo", "Amina", "0123456"]]
    report = take({" PARTICIPANTS": people}, ods=ods)
    assert report.errors == report.warnings == []
    assert report.created == {"Participants": 1}
    assert Person.get().caf_number == "0123456"


def test_columns_come_in_any_order(take):
    take({"Participants": [["Prénom", "Identifiant", "Nom"], ["Amina", "1", "Diallo"]]})
    assert (Person.get().last_name, Person.get().first_name) == ("Diallo", "Amina")


@pytest.mark.parametrize("header", ["Évaluation de départ (h)", "Évaluation de départ", "evaluation de depart(H)"])
def test_a_unit_in_brackets_may_be_left_out(take, header):
    stays = [["Action", "Participant", "Entrée", header], ["P1", "1", date(2021, 1, 4), "32,5"]]
    assert not take(permis(Parcours=stays)).warnings
    assert Parcours.get().evaluation == 32 * 60 + 30


@pytest.mark.parametrize("header", ["Évaluation de départ (min)", "Évaluation de départ (€)"])
def test_another_unit_is_another_column(take, header):
    stays = [["Action", "Participant", "Entrée", header], ["P1", "1", date(2021, 1, 4), 32]]
    assert cells(take(permis(Parcours=stays)).warnings) == ["Parcours!D1"]


@pytest.mark.parametrize("header", ["Sexe", "Sexe (F/M)", "Sexe*"])
def test_a_list_of_values_and_a_star_are_not_part_of_a_header(take, header):
    assert not take({"Participants": [["Identifiant", "Nom", "Prénom", header], ["1", "D", "A", "f"]]}).warnings
    assert Person.get().sex == "F"


def test_an_apostrophe_may_be_curly(take):
    loans = [
        ["Action", "Immatriculation", "Départ", "Participant", "Retour prévu", "Prolongé jusqu’au"],
        ["M1", "AB-1", date(2021, 3, 1), "1", date(2021, 4, 1), date(2021, 5, 1)],
    ]
    assert take(park(Prêts=loans)).errors == []
    assert Loan.get().extended == Date(2021, 5, 1)


@BOTH
@pytest.mark.parametrize(
    "typed", [date(2021, 3, 1), datetime(2021, 3, 1), "01/03/2021", "1/3/2021", " 2021-03-01 "], ids=str
)
def test_days(take, typed, ods):
    rows = [SESSIONS[0], ["P1", "S1", "atelier", typed, "9:00", "11:00"]]
    assert take(permis(Séances=rows), ods=ods).errors == []
    assert Session.get().day == Date(2021, 3, 1)


@BOTH
@pytest.mark.parametrize(
    "typed", [time(9, 30), "9:30", "9h30", "9 h 30", "09:30:00", timedelta(hours=9, minutes=30)], ids=str
)
def test_times(take, typed, ods):
    rows = [SESSIONS[0], ["P1", "S1", "atelier", date(2021, 3, 1), typed, "11h"]]
    assert take(permis(Séances=rows), ods=ods).errors == []
    assert (Session.get().start, Session.get().end) == (9 * 60 + 30, 11 * 60)


@BOTH
@pytest.mark.parametrize(
    "typed",
    ["12,5", "12.5", "12:30", "12 h 30", "12h30", "12 h 30 min", 12.5, time(12, 30), timedelta(hours=12, minutes=30)],
    ids=str,
)
def test_hours(take, typed, ods):
    rows = [["Action", "Participant", "Mois", "Heures"], ["P1", "1", "2021-03", typed]]
    assert take(permis(Heures_travaillées=rows), ods=ods).errors == []
    assert WorkedHours.get().minutes == 12 * 60 + 30


@BOTH
def test_real_durations_go_beyond_a_day(take, ods):
    rows = [["Action", "Participant", "Mois", "Heures"], ["P1", "1", "2021-03", timedelta(hours=33, minutes=15)]]
    take(permis(Heures_travaillées=rows), ods=ods)
    assert WorkedHours.get().minutes == 33 * 60 + 15


def test_a_duration_above_a_day_under_a_time_format_keeps_its_days():
    assert hours(datetime(1900, 1, 1, 9, 0)) == 33 * 60  # how a reader gives 33:00 shown as hh:mm


@BOTH
@pytest.mark.parametrize("typed", ["2021-03", "03/2021", date(2021, 3, 1)], ids=str)
def test_months(take, typed, ods):
    rows = [["Action", "Participant", "Mois", "Heures"], ["P1", "1", typed, 10]]
    assert take(permis(Heures_travaillées=rows), ods=ods).errors == []
    assert WorkedHours.get().month == "2021-03"


@BOTH
@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("oui", True),
        ("OUI", True),
        ("x", True),
        (True, True),
        (1, True),  # a boolean, as LibreOffice stores it
        ("non", False),
        (False, False),
        (0, False),
        (None, None),
    ],
)
def test_yes_and_no(take, typed, stored, ods):
    rows = [
        ["Action", "Participant", "Début", "Fin", "Type", "Projet validé"],
        ["P1", "1", date(2021, 3, 1), date(2021, 3, 5), "stage", typed],
    ]
    assert take(permis(Immersions=rows), ods=ods).errors == []
    assert Immersion.get().validated is stored


def test_closed_lists_are_matched_like_headers(take):
    sheets = permis(
        Participants=[[*PEOPLE[0], "Public"], [*PEOPLE[1], "rsa"], [*PEOPLE[2], " autre "]],
        Séances=[SESSIONS[0], ["P1", "S1", "ATELIER", date(2021, 3, 1), "9:00", "11:00"]],
        Présences=[*MARKS, ["P1", "S1", "1", "Présent", None], ["P1", "S1", "2", "EXCUSE", None]],
        Examens=[
            ["Action", "Participant", "Épreuve", "Date", "Résultat"],
            ["P1", "1", "Code", date(2021, 4, 1), "reussi"],
        ],
        Immersions=[
            ["Action", "Participant", "Début", "Fin", "Type"],
            ["P1", "1", date(2021, 3, 1), date(2021, 3, 5), "pmsmp"],
        ],
    )
    assert take(sheets).errors == []
    assert [person.public for person in Person.select()] == ["RSA", "Autre"]
    assert [mark.status for mark in Attendance.select()] == ["présent", "excusé"]
    assert (Exam.get().test, Exam.get().result, Immersion.get().kind) == ("code", "réussi", "PMSMP")


def test_a_nature_may_be_typed_with_a_space(take):
    sheets = {
        "Actions": [PERMIS[0], ["A1", "cd49-ai", date(2021, 1, 1), date(2021, 12, 31), None]],
        "Séances": [SESSIONS[0], ["A1", "S1", "Module 1", date(2021, 3, 1), "9:00", "10:00"]],
    }
    assert take(sheets).errors == []
    assert Session.get().nature == "module-1"


@BOTH
def test_an_identifier_typed_as_a_number_keeps_its_digits(take, ods):
    take({"Participants": [["Identifiant", "Nom", "Prénom"], [12, "Diallo", "Amina"]]}, ods=ods)
    assert Person.get().code == "12"


def test_money_and_months_after_the_exit(take):
    sheets = park(
        Prêts=[
            [
                "Action",
                "Immatriculation",
                "Départ",
                "Participant",
                "Retour prévu",
                "Dépôt de garantie (€)",
                "Participation",
            ],
            ["M1", "AB-1", date(2021, 3, 1), "1", date(2021, 4, 1), "150,50 €", 12.3],
        ],
        Suivis=[
            ["Action", "Participant", "Échéance", "Date", "Joint"],
            ["M1", "1", "3 mois", date(2021, 6, 1), "non"],
        ],
    )
    assert take(sheets).errors == []
    assert (Loan.get().deposit, Loan.get().fee) == (15050, 1230)
    assert (FollowUp.get().months, FollowUp.get().reached) == (3, False)


@BOTH
def test_wholly_empty_rows_are_skipped(take, ods):
    report = take({"Participants": [PEOPLE[0], [None, None, None], ["  ", "", None], PEOPLE[1]]}, ods=ods)
    assert (report.created, report.errors) == ({"Participants": 1}, [])


def test_formula_cells_are_read_by_their_stored_value(take):
    take({"Participants": [PEOPLE[0], [Formula('="A"&"1"', "A1"), "Diallo", "Amina"]]})
    assert Person.get().code == "A1"


def test_a_name_that_looks_like_a_formula_or_markup_stays_text(take):
    take({"Participants": [PEOPLE[0], ["1", "=1+1", "[/b]"]]})
    assert (Person.get().last_name, Person.get().first_name) == ("=1+1", "[/b]")


def test_a_name_is_searched_without_accents(take):
    take({"Participants": [PEOPLE[0], ["1", "Lefèvre", "Élodie"]]})
    assert Person.get().folded == "lefevre elodie"


def test_missing_sheets_are_fine_and_an_empty_one_too(take):
    report = take({"Participants": PEOPLE, "Parcours": []})
    assert (report.errors, report.warnings) == ([], [])
    assert Action.select().count() == 0


@BOTH
def test_an_unknown_sheet_or_column_is_a_warning(take, ods):
    report = take({"Participants": [[*PEOPLE[0], "Couleur"], [*PEOPLE[1], "bleu"]], "Notes": [["x"]]}, ods=ods)
    assert report.errors == []
    assert cells(report.warnings) == ["Participants!D1", "Notes!A1"]
    assert "Couleur" in report.warnings[0].message


def test_a_movement_reads_hours_reasons_and_reports(take):
    rows = [
        [
            "Action",
            "Date",
            "Sens",
            "Participant",
            "Heures",
            "Motif",
            "Signalé au référent le",
            "Signalé au Département le",
        ],
        ["P1", "01/04/2021", "Liberation", 1, "10 h 30", "Permis obtenu", "02/04/2021", None],
    ]
    assert take(permis(Mutualisation=rows)).errors == []
    movement = Movement.get()
    assert (movement.kind, movement.minutes, movement.number) == ("libération", 630, 1)
    assert movement.reports.get().referent == Date(2021, 4, 2)
    assert movement.reports.get().departement is None


def test_rows_refer_to_rows_whatever_the_order_of_the_sheets(take):
    sheets = permis(Présences=[*MARKS, ["P1", "S1", "1", "présent", None]])
    assert take(dict(reversed(sheets.items()))).errors == []
    assert Attendance.get().session.code == "S1"


def test_a_moped_enters_the_park(take):
    assert take(park()).errors == []
    assert (Moped.get().plate, Moped.get().retired) == ("AB-1", None)


@pytest.mark.slow
def test_a_workbook_saved_again_by_another_program_reads_the_same(tmp_path):
    """LibreOffice turns the .xlsx into an .ods: nothing in it is new."""
    path = tmp_path / "reprise.xlsx"
    worked = [["Action", "Participant", "Mois", "Heures"], ["P1", "1", "2021-03", timedelta(hours=33, minutes=15)]]
    write_xlsx(path, permis(Heures_travaillées=worked, Présences=[*MARKS, ["P1", "S1", "1", "retard", 90]]))
    first = take_over(path)
    assert first.errors == []
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "ods", path.name],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    report = take_over(path.with_suffix(".ods"))
    assert (report.errors, report.warnings) == ([], first.warnings)
    assert sum(report.unchanged.values()) == 9
    assert not any(report.created.values()) and not any(report.updated.values())
