"""Rows about what is closed: errors in their cells; what is there already, and what came after, is taken over."""

from datetime import date, time
from typing import Any

import pytest
from pendulum import Date

from models.returns import closing
from models.tables import Action, JournalEntry
from tests.takeover.conftest import MARKS, PARCOURS, PEOPLE, PERMIS, SESSIONS, cells, park, permis

MOVES: list[list[Any]] = [
    ["Action", "Date", "Sens", "Participant", "Heures", "Motif", "Signalé au référent le"],
    ["P1", date(2021, 3, 20), "libération", "1", 3, "abandon", None],
]
MARKED = [*MARKS, ["P1", "S1", "1", "présent", None]]
FULL = permis(
    Présences=MARKED,
    Mutualisation=MOVES,
    Examens=[
        ["Action", "Participant", "Épreuve", "Date", "Résultat"],
        ["P1", "1", "code", date(2021, 3, 10), "échoué"],
    ],
    Suivis=[["Action", "Participant", "Échéance (mois)", "Date", "Joint"], ["P1", "1", 3, date(2021, 3, 12), "non"]],
    Heures_travaillées=[["Action", "Participant", "Mois", "Heures"], ["P1", "1", "2021-03", 10]],
    Éligibilités=[["Participant", "Vérifiée le", "Public"], ["1", date(2021, 1, 3), "RSA"]],
)


@pytest.fixture
def closed(take):
    """The permis action taken over, and closed up to 31 March."""
    assert take(FULL).errors == []
    closing.close(Action.get(), Date(2021, 3, 31), "Claire", who="Claire")
    return take


def changed(sheet, *rows):
    """The file with these rows in a sheet, under its headers."""
    return FULL | {sheet: [FULL[sheet][0], *rows]}


def test_the_same_file_again_changes_nothing(closed):
    report = closed(FULL)
    assert report.errors == []
    assert sum(report.unchanged.values()) == sum(len(rows) - 1 for rows in FULL.values())


@pytest.mark.parametrize(
    ("sheet", "row", "cell"),
    [
        ("Présences", ["P1", "S1", "1", "absent", None], "D2"),
        ("Présences", ["P1", "S1", "2", "présent", None], "D2"),
        ("Séances", ["P1", "S1", "atelier", date(2021, 3, 1), time(9), time(12)], "F2"),
        ("Séances", ["P1", "S1", "atelier", date(2021, 4, 1), time(9), time(11)], "D2"),
        ("Séances", ["P1", "S9", "atelier", date(2021, 3, 31), time(9), time(11)], "D2"),
        ("Mutualisation", ["P1", date(2021, 3, 21), "libération", "2", 1, "abandon", None], "B2"),
        ("Mutualisation", [*MOVES[1][:6], date(2021, 3, 25)], "G2"),
        ("Examens", ["P1", "1", "code", date(2021, 3, 10), "réussi"], "E2"),
        ("Examens", ["P1", "2", "code", date(2021, 3, 31), "réussi"], "D2"),
        ("Heures travaillées", ["P1", "1", "2021-03", 12], "D2"),
        ("Éligibilités", ["2", date(2021, 1, 3), "RSA"], "B2"),
        ("Actions", ["P1", "cd93-3b-permis", date(2021, 1, 1), date(2021, 12, 31), 12], "E2"),
        ("Parcours", ["P1", "2", date(2021, 3, 4)], "C2"),
    ],
)
def test_a_row_that_would_change_what_is_closed_is_an_error_in_its_cell(closed, sheet, row, cell):
    before = JournalEntry.select().count()
    report = closed(changed(sheet, row))

    assert f"{sheet}!{cell}" in cells(report.errors)
    assert report.errors[0].message.startswith("P1 est clôturée jusqu'au 31/03/2021 : ce qui est daté du ")
    assert JournalEntry.select().count() == before


@pytest.mark.parametrize(
    ("sheet", "row"),
    [
        ("Séances", ["P1", "S9", "atelier", date(2021, 4, 1), time(9), time(11)]),
        ("Mutualisation", [*MOVES[1][:6], date(2021, 4, 2)]),
        ("Suivis", ["P1", "1", 3, date(2021, 4, 12), "oui"]),
        ("Heures travaillées", ["P1", "1", "2021-04", 12]),
        ("Actions", ["P1", "cd93-3b-permis", date(2021, 1, 1), date(2022, 1, 31), None]),
        ("Éligibilités", ["1", date(2021, 4, 3), "RSA"]),
    ],
)
def test_what_comes_after_is_taken_over(closed, sheet, row):
    report = closed(changed(sheet, row))
    assert report.errors == []
    assert report.created[sheet] + report.updated[sheet] == 1


def test_an_exit_after_the_closing_is_taken_over_and_one_before_is_not(closed):
    def leaving(day):
        return FULL | {"Parcours": [[*PARCOURS[0], "Sortie"], ["P1", "1", date(2021, 1, 4), day]]}

    assert cells(closed(leaving(date(2021, 3, 31))).errors) == ["Parcours!D2"]
    assert closed(leaving(date(2021, 4, 1))).errors == []


def test_a_loan_given_back_after_the_closing_is_taken_over_and_one_begun_before_is_not(take):
    loans = ["Action", "Immatriculation", "Départ", "Participant", "Retour prévu", "Retour"]
    out = ["M1", "AB-1", date(2021, 3, 10), "1", date(2021, 4, 10)]
    assert take(park(Prêts=[loans, [*out, None]])).errors == []
    closing.close(Action.get(), Date(2021, 3, 31), "Claire", who="Claire")

    assert cells(take(park(Prêts=[loans, [*out, date(2021, 3, 30)]])).errors) == ["Prêts!F2"]
    earlier = ["M1", "AB-1", date(2021, 2, 1), "1", date(2021, 2, 10), date(2021, 2, 10)]
    assert cells(take(park(Prêts=[loans, earlier])).errors) == ["Prêts!C2"]
    assert take(park(Prêts=[loans, [*out, date(2021, 4, 2)]])).errors == []


def test_other_actions_are_taken_over_as_ever(closed):
    other = {
        "Actions": [PERMIS[0], ["P2", "cd93-3b-permis", date(2021, 1, 1), date(2021, 12, 31), None]],
        "Participants": PEOPLE,
        "Parcours": [PARCOURS[0], ["P2", "1", date(2021, 1, 4)]],
        "Séances": [SESSIONS[0], ["P2", "S1", "atelier", date(2021, 3, 1), time(9), time(11)]],
        "Présences": [*MARKS, ["P2", "S1", "1", "présent", None]],
    }
    assert closed(other).errors == []
