"""Workbooks in and out of the command line."""

import datetime
import zipfile

import pytest
import xlsxwriter


@pytest.fixture
def workbook(tmp_path):
    """Writes a workbook of these sheets, each a list of rows."""

    def write(**sheets) -> str:
        path = tmp_path / "reprise.xlsx"
        with xlsxwriter.Workbook(path) as book:
            for name, rows in sheets.items():
                page = book.add_worksheet(name)
                for rank, row in enumerate(rows):
                    page.write_row(rank, 0, row)
        return str(path)

    return write


ACTIONS = [["Code", "Convention", "Début", "Fin"], ["QUARTIER", "cd49-adse-b", "05/01/2026", "18/12/2026"]]


def test_a_workbook_is_taken_over_once(assidu, workbook):
    path = workbook(Actions=ACTIONS)
    first = assidu("import", path, "--json")
    assert (first.status, first.errors) == (0, [])
    assert (first.document["created"]["Actions"], first.document["errors"]) == (1, [])
    again = assidu("import", path, "--json").document
    assert (again["created"]["Actions"], again["unchanged"]["Actions"]) == (0, 1)


def test_a_dry_run_writes_nothing(assidu, workbook):
    answer = assidu("import", workbook(Actions=ACTIONS), "--dry-run")
    assert answer.status == 0
    assert "rien n'a été écrit" in answer.out
    assert assidu("check", "QUARTIER").status == 2


def test_a_faulty_workbook_is_told_by_sheet_and_cell(assidu, workbook):
    path = workbook(Actions=[*ACTIONS, ["AUTRE", "cd49-adse-b", "05/13/2026", "18/12/2026"]])
    answer = assidu("import", path, "--json")
    assert answer.status == 2
    assert [(fault["sheet"], fault["cell"]) for fault in answer.document["errors"]] == [("Actions", "C3")]
    assert answer.errors[0].startswith(f"{path} : Actions, C3 : ")
    assert assidu("check", "QUARTIER").status == 2


def test_a_warning_is_told_and_stored(assidu, workbook):
    path = workbook(Actions=ACTIONS, Autre=[["Note"], ["x"]])
    answer = assidu("import", path)
    assert (answer.status, len(answer.errors)) == (0, 1)
    assert "attention" in answer.errors[0]
    assert assidu("check", "QUARTIER").status == 0


def test_an_empty_template_is_taken_over_as_it_is(assidu, tmp_path):
    path = str(tmp_path / "modele.xlsx")
    assert assidu("template", path).status == 0
    assert assidu("import", path).status == 0


def test_a_template_never_replaces_a_filled_workbook(assidu, workbook):
    path = workbook(Actions=ACTIONS)
    answer = assidu("template", path)
    assert answer.status == 2
    assert "existe déjà" in answer.errors[0]
    assert assidu("import", path, "--json").document["created"]["Actions"] == 1


def test_an_export_goes_where_the_settings_say(assidu, workbook, home, tmp_path):
    assidu("import", workbook(Actions=ACTIONS))
    exports = tmp_path / "exports"
    exports.mkdir()
    (home / "assidu.toml").write_text(f"export_folder = '{exports}'\n", encoding="utf-8")
    answer = assidu("export", "QUARTIER", "--to", "30/06/2026")
    assert answer.status == 0, answer
    written = exports / "QUARTIER_2026-01-05_2026-06-30.xlsx"
    assert answer.out == f"Classeur écrit : {written}\n"
    assert "xl/workbook.xml" in zipfile.ZipFile(written).namelist()


def test_an_export_that_cannot_be_written_is_one_sentence(assidu, workbook, tmp_path):
    assidu("import", workbook(Actions=ACTIONS))
    (tmp_path / "pris.xlsx").mkdir()
    for name in ("pris.xlsx", "nulle-part/a.xlsx", "a.csv"):
        answer = assidu("export", "QUARTIER", "-o", str(tmp_path / name))
        assert (answer.status, len(answer.errors)) == (2, 1), name


def test_a_day_is_written_either_way(assidu, workbook):
    assidu("import", workbook(Actions=ACTIONS))
    asked = [assidu("indicators", "QUARTIER", "--from", day, "--json").document for day in ("2026-03-01", "1/3/2026")]
    assert asked[0] == asked[1]
    assert datetime.date.fromisoformat(asked[0]["from"]) == datetime.date(2026, 3, 1)


def test_a_calendar_is_written_where_it_is_told(assidu, tmp_path):
    path = tmp_path / "claire.ics"
    answer = assidu("calendar", "--from", "2026-03-01", "--to", "2026-03-31", "-o", str(path))
    assert (answer.status, answer.errors) == (0, [])
    assert answer.out.endswith(f" dans {path}.\n")
    assert path.read_text(encoding="utf-8").startswith("BEGIN:VCALENDAR")
    wrong = assidu("calendar", "--from", "2026-03-02", "--to", "2026-03-01")
    assert (wrong.status, wrong.errors) == (2, ["La période finit avant de commencer : donnez --from avant --to."])
