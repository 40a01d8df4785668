"""The workbook of a return, as a spreadsheet reads it."""

import shutil
import zipfile

import openpyxl
import pytest

from models.duties import periods
from models.export.book import CannotWrite
from models.export.indicators import TABLE_ROWS
from models.export.returns import usual_path, write_return
from models.returns import prepared as returns
from models.tables import Parcours, Person
from tests.export.spreadsheet import figures, recalculate, sheet, spoil
from tests.world import day


@pytest.fixture
def written(nord, tmp_path):
    """Writes the return of a period and gives the file."""

    def do(every="mois", key="2026-03", name="rapport.xlsx"):
        prepared = returns.prepare(periods.asked(nord.action, every, key))
        write_return(prepared, tmp_path / name, "Claire", "Relais Emploi")
        return tmp_path / name

    return do


def cells(path, name):
    """The rows of a sheet that hold something."""
    rows = openpyxl.load_workbook(path, data_only=True)[name].iter_rows(values_only=True)
    return [row for row in rows if any(cell is not None for cell in row)]


def test_the_sheets_of_a_monthly_return_in_order(written):
    names = openpyxl.load_workbook(written()).sheetnames
    assert names[:6] == ["Indicateurs", "À compléter", "Graphiques", "Détail", "Sorties", "Écarts"]
    assert "Parcours" in names[6:]


def test_the_sheets_of_a_yearly_return_in_order(written):
    names = openpyxl.load_workbook(written("année", "2026")).sheetnames
    assert names[:4] == ["Indicateurs", "À compléter", "À rédiger", "Graphiques"]
    assert {"Profils", "Personnes"} <= set(names)


def test_each_figure_is_in_the_row_of_its_label(written):
    found = figures(written())
    assert found["Nombre d'allocataires accompagnés"][0] == 3
    assert found["Nombre d'allocataires entrés dans l'action"][0] == 2
    assert found["Nombre d'allocataires sortis de l'action"][0] == 3
    assert found["Sorties positives"][0] == 1
    assert found["Occupation des places financées"] == (3, 4, 0.75)


def test_the_first_sheet_says_what_it_is_and_what_is_missing(written):
    rows = {row[0]: row[1] for row in cells(written(), "Indicateurs")}
    assert next(iter(rows)).startswith("Rapport mensuel des données d'insertion, mars 2026 – ")
    assert rows["À remettre le"].isoformat()[:10] == "2026-04-10"
    assert rows["À compléter avant de remettre"] == "3 lignes"


def test_what_is_missing_is_listed_by_person(written):
    assert [(row[0], row[1], row[2]) for row in cells(written(), "À compléter")[1:]] == [
        ("DUBOIS Marc", "MARC", "Sorties à qualifier"),
        ("EVRARD Lina", "LINA", "Profils à compléter"),
        ("Séance collective", "ATELIER", "Appels à faire"),
    ]


def test_when_nothing_is_missing_the_sheet_says_so(written):
    assert cells(written(key="2026-01"), "À compléter")[1][0] == "Rien ne manque."


def test_each_exit_has_its_class(written):
    found = {row["Identifiant"]: row["Classe"] for row in sheet(written(), "Sorties")}
    assert found == {"PAUL": "Sortie en emploi durable", "MARC": "à qualifier", "INES": "Sortie positive"}


def test_the_profile_tables_count_the_persons(written):
    rows = cells(written("année", "2026"), "Profils")
    assert ("femmes", 3, 0.5) in rows
    assert ("hommes", 3, 0.5) in rows
    assert ("CCAS", 6, 1) in rows
    assert [row[:2] for row in rows if row[0] == "Total"] == [("Total", 6)] * 7


def test_each_question_has_a_wide_empty_cell(written):
    book = openpyxl.load_workbook(written("année", "2026"))
    rows = list(book["À rédiger"].iter_rows())
    asked = [row[0].row for row in rows if row[0].value == "Partenariats développés"]
    answer = book["À rédiger"].cell(asked[0] + 1, 1)
    assert answer.value is None
    assert answer.alignment.wrap_text
    assert book["À rédiger"].row_dimensions[answer.row].height > 100


def test_the_charts_draw_the_file_active_its_occupation_and_the_exits(written):
    with zipfile.ZipFile(written()) as file:
        monthly = [file.read(name).decode() for name in file.namelist() if "/charts/chart" in name]
    assert len(monthly) == 3
    assert all("'Graphiques'" in chart or "Graphiques!" in chart for chart in monthly)

    # from January on: three persons on the last day of each month, four places
    rows = cells(written(), "Graphiques")
    assert rows[2:5] == [
        ("janvier 2026", 3, 4, 0.75, None, None)[: len(rows[2])],
        ("février 2026", 3, 4, 0.75, None, None)[: len(rows[2])],
        ("mars 2026", 3, 4, 0.75, None, None)[: len(rows[2])],
    ]


def test_a_yearly_return_draws_the_targets_too(written):
    with zipfile.ZipFile(written("année", "2026")) as file:
        assert sum("/charts/chart" in name for name in file.namelist()) == 4


def test_names_that_look_like_formulas_stay_names(nord, written):
    Person.update(last_name="=1+1", first_name="<b>").where(Person.code == "PAUL").execute()
    Parcours.update(destination="=HYPERLINK(1)").where(Parcours.id == nord.stays.paul.id).execute()
    book = openpyxl.load_workbook(written("année", "2026"))
    values = {cell.value: cell.data_type for row in book["Sorties"].iter_rows() for cell in row}
    assert values["=1+1 <b>"] == "s"
    assert values["=HYPERLINK(1)"] == "s"


def test_the_same_return_gives_the_same_bytes(written):
    assert written(name="a.xlsx").read_bytes() == written(name="b.xlsx").read_bytes()


def test_a_folder_is_refused_in_french(nord, tmp_path):
    prepared = returns.prepare(periods.asked(nord.action, "mois", "2026-03"))
    with pytest.raises(CannotWrite, match="c'est un dossier"):
        write_return(prepared, tmp_path, "Claire")


def test_the_usual_name_says_the_action_the_return_and_the_period(nord, tmp_path):
    period = periods.asked(nord.action, "mois", "2026-03")
    assert usual_path(tmp_path, period).name == "NORD-I1_rapport-mensuel_2026-03.xlsx"


def test_answers_already_typed_are_never_written_over(nord, tmp_path):
    period = periods.asked(nord.action, "année", "2026")
    for name in ("NORD-I1_bilan-annuel_2026.xlsx", "NORD-I1_bilan-annuel_2026_2.xlsx"):
        assert usual_path(tmp_path, period).name == name
        (tmp_path / name).touch()


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.parametrize("rows", [TABLE_ROWS, 0], ids=["tables", "row by row"])
def test_another_program_works_out_the_same_figures(nord, written, monkeypatch, tmp_path, rows):
    monkeypatch.setattr("models.export.returns.TABLE_ROWS", rows)
    Parcours.update(job_end=day("25/06/2026")).where(Parcours.id == nord.stays.marc.id).execute()
    originals = [written(name="mois.xlsx"), written("année", "2026", "annee.xlsx")]
    spoiled = [path.with_name(f"faux-{path.name}") for path in originals]
    assert all(spoil(path, copy) > 10 for path, copy in zip(originals, spoiled, strict=True))

    done = recalculate(tmp_path, spoiled)

    for path, copy in zip(originals, spoiled, strict=True):
        for name in ("Indicateurs", "Graphiques", *(["Profils"] if "annee" in path.name else [])):
            ours, theirs = cells(path, name), cells(done / copy.name, name)
            assert _numbers(ours) == pytest.approx(_numbers(theirs))


def _numbers(rows):
    return [cell for row in rows for cell in row if isinstance(cell, (int, float))]
