"""The empty workbook: read by the take-over as it is, and once filled in."""

from datetime import date

import openpyxl
import pytest

from config.catalogue import usable
from models.tables import Action, Person, Session
from models.takeover.process import take_over
from models.takeover.sheets import SHEETS
from models.takeover.template import write_template
from tests.takeover.conftest import cells


@pytest.fixture
def template(tmp_path):
    path = tmp_path / "modele.xlsx"
    write_template(path)
    return path


def test_an_empty_template_is_taken_over_without_a_word(template):
    report = take_over(template)
    assert (report.errors, report.warnings) == ([], [])
    assert set(report.created) == {sheet.name for sheet in SHEETS}


def test_every_column_has_its_header_and_one_comment(template):
    book = openpyxl.load_workbook(template)
    assert book.sheetnames[:5] == ["Actions", "Participants", "Éligibilités", "Parcours", "Séances"]
    for page, sheet in zip(book, SHEETS, strict=True):
        assert page.freeze_panes == "A2"
        assert [cell.value for cell in page[1][: len(sheet.columns)]] == [column.title for column in sheet.columns]
        assert all(cell.comment for cell in page[1][: len(sheet.columns)])
    headers = [cell.value for cell in book["Parcours"][1]]
    assert headers[:3] == ["Action*", "Participant*", "Entrée*"]
    assert headers[6] == "Évaluation de départ (h)"
    assert [cell.font.b for cell in book["Parcours"][1]][:4] == [True, True, True, False]


def test_closed_lists_are_drop_downs(template):
    book = openpyxl.load_workbook(template)
    lists = {str(one.sqref).split(":")[0]: one.formula1 for one in book["Présences"].data_validations.dataValidation}
    assert lists == {"D2": '"prévu,présent,absent,excusé,retard"'}


def test_a_list_too_long_for_a_cell_is_kept_aside(template):
    page = openpyxl.load_workbook(template)["Actions"]
    assert page.data_validations.dataValidation[0].formula1 == f"$AZ$2:$AZ${len(usable()) + 1}"
    assert [row[0].value for row in page[f"AZ2:AZ{len(usable()) + 1}"]] == list(usable())
    report = take_over(template)
    assert (report.errors, report.warnings) == ([], [])


def test_a_filled_template_imports_back(template):
    book = openpyxl.load_workbook(template)
    rows: dict[str, list] = {
        "Actions": ["P1", "cd93-3b-permis", "Permis 2021", date(2021, 1, 1), date(2021, 12, 31), None, "Angers"],
        "Participants": ["1", "Diallo", "Amina", "12/03/2000", "F", "RSA", "0012345"],
        "Parcours": ["P1", "1", date(2021, 1, 4), None, date(2021, 3, 12), None, "32:30"],
        "Séances": ["P1", "S1", "atelier", date(2021, 3, 1), "9:00", "11:00"],
        "Présences": ["P1", "S1", "1", "présent"],
        "Mutualisation": ["P1", date(2021, 4, 1), "libération", "1", "2:00", "Départ"],
        "Examens": ["P1", "1", "code", date(2021, 4, 1), "réussi"],
        "Documents": ["P1", "1", "relais-referent", date(2021, 4, 1)],
        "Immersions": ["P1", "1", date(2021, 4, 1), date(2021, 4, 3), "stage", "ACME", "oui"],
        "Suivis": ["P1", "1", 3, date(2021, 6, 1), "oui", "emploi"],
    }
    for name, row in rows.items():
        for place, cell in enumerate(row, 1):
            book[name].cell(2, place, cell)
    book.save(template)
    report = take_over(template)
    assert (report.errors, report.warnings) == ([], [])
    assert {name: count for name, count in report.created.items() if count} == dict.fromkeys(rows, 1)
    assert (Action.get().site, Person.get().caf_number, Session.get().start) == ("Angers", "0012345", 540)


def test_hours_have_no_format_that_would_turn_two_hours_into_two_days(template):
    book = openpyxl.load_workbook(template)
    for name, letter in (("Parcours", "G"), ("Mutualisation", "E"), ("Heures travaillées", "D")):
        assert book[name].column_dimensions[letter].number_format == "General"
    assert book["Séances"].column_dimensions["E"].number_format == "hh:mm"


def test_an_unknown_drop_down_value_is_told(template):
    book = openpyxl.load_workbook(template)
    for place, cell in enumerate(["1", "Diallo", "Amina", None, "H"], 1):
        book["Participants"].cell(2, place, cell)
    book.save(template)
    assert cells(take_over(template).errors) == ["Participants!E2"]


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(OSError):
        write_template(tmp_path / "rien" / "modele.xlsx")
