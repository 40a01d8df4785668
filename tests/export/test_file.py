"""The file: whole or not at all, the same bytes for the same data, tables or filters, ready to print."""

import zipfile
from xml.etree import ElementTree

import openpyxl
import pytest

from models.export import indicators
from models.export.book import CannotWrite, unique
from tests.export import spreadsheet
from tests.world import action, mark, person, session, stay


@pytest.fixture
def lessons(base):
    lessons = action("cd93-3b-permis")
    stay(lessons, person("ANA"), "01/01/2026")
    for number, name in enumerate(("BOB", "CYD", "DAN"), 10):
        mark(session(lessons, "code", f"{number}/01/2026"), person(name))
    return lessons


def test_the_same_data_period_and_day_give_the_same_bytes(lessons, exported):
    first = exported(lessons, name="1.xlsx").read_bytes()
    assert exported(lessons, name="2.xlsx").read_bytes() == first


def test_every_part_of_the_file_is_well_formed(lessons, exported):
    with zipfile.ZipFile(exported(lessons)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(archive.read(name))


def test_lists_are_tables_up_to_a_size_then_rows_under_a_filter(lessons, exported, monkeypatch):
    monkeypatch.setattr(indicators, "TABLE_ROWS", 20)
    small = openpyxl.load_workbook(exported(lessons))["Présences"]
    assert [table.ref.split(":")[0] for table in small.tables.values()] == ["A1"]
    monkeypatch.setattr(indicators, "TABLE_ROWS", 2)
    large = openpyxl.load_workbook(exported(lessons))["Présences"]
    assert not large.tables
    assert large.auto_filter.ref == next(iter(small.tables.values())).ref


def test_a_large_workbook_says_the_same(lessons, exported, monkeypatch):
    small = exported(lessons, name="small.xlsx")
    monkeypatch.setattr(indicators, "TABLE_ROWS", 2)
    large = exported(lessons, name="large.xlsx")
    assert spreadsheet.figures(large) == spreadsheet.figures(small)
    assert spreadsheet.details(large) == spreadsheet.details(small)
    assert spreadsheet.sheet(large, "Présences") == spreadsheet.sheet(small, "Présences")


def test_headers_of_a_list_differ_without_regard_to_capitals():
    assert unique(["Date", "date", "DATE", "Fin"]) == ["Date", "date (2)", "DATE (3)", "Fin"]


def test_only_what_the_convention_keeps_has_a_sheet(lessons, exported):
    names = openpyxl.load_workbook(exported(lessons)).sheetnames
    assert names[:4] == ["Indicateurs", "Détail", "Définitions", "Écarts"]
    assert {"Présences", "Séances", "Parcours", "Mouvements", "Examens"} < set(names)
    assert not {"Prêts", "Parc", "Heures travaillées"} & set(names)


def test_every_sheet_prints_on_a4_landscape_with_its_header_and_page_numbers(lessons, exported):
    for sheet in openpyxl.load_workbook(exported(lessons, operator="Relais & Cie")).worksheets:
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToHeight == 0  # as many pages as it takes, one wide
        assert sheet.oddHeader.left.text.strip() == "Relais && Cie"
        assert sheet.oddFooter.center.text == "Page &P / &N"
        assert sheet.print_area
        if sheet.title != "Détail":
            assert sheet.print_title_rows


def test_figures_are_drawn_against_their_targets(lessons, exported):
    with zipfile.ZipFile(exported(lessons)) as archive:
        charts = [name for name in archive.namelist() if name.startswith("xl/charts/chart")]
    assert charts == []  # nobody was presented to an exam yet: there is no target
    workshop = action("cd49-adse-a-simple", code="B", places=8)
    with zipfile.ZipFile(exported(workshop)) as archive:
        charts = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) == 5
    assert all("Indicateurs!$B$" in chart for chart in charts)


@pytest.mark.parametrize("name", ["absent/classeur.xlsx", "fichier.txt/classeur.xlsx"])
def test_a_folder_that_does_not_exist_is_said_in_one_sentence(lessons, exported, tmp_path, name):
    (tmp_path / "fichier.txt").touch()
    with pytest.raises(CannotWrite, match=r"le dossier n'existe pas ; créez-le"):
        exported(lessons, name=name)


def test_a_folder_is_no_file(lessons, exported, tmp_path):
    (tmp_path / "dossier").mkdir()
    with pytest.raises(CannotWrite, match="c'est un dossier"):
        exported(lessons, name="dossier")


def test_a_file_held_elsewhere_is_left_as_it_was(lessons, exported, tmp_path, monkeypatch):
    path = exported(lessons)
    before, files = path.read_bytes(), set(tmp_path.iterdir())

    def held(*_):
        raise PermissionError("held by another program")

    monkeypatch.setattr("pathlib.Path.replace", held)
    with pytest.raises(CannotWrite, match="fermez ce fichier s'il est ouvert ailleurs"):
        exported(lessons, "01/01/2026", "31/01/2026")
    assert path.read_bytes() == before
    assert set(tmp_path.iterdir()) == files


def test_an_export_that_breaks_leaves_nothing(lessons, exported, tmp_path, monkeypatch):
    def broken(*_):
        raise RuntimeError

    monkeypatch.setattr(indicators, "write_deviations", broken)
    files = set(tmp_path.iterdir())
    with pytest.raises(RuntimeError):
        exported(lessons)
    assert set(tmp_path.iterdir()) == files


def test_a_name_as_long_as_the_system_allows(lessons, exported):
    assert exported(lessons, name="é" * 120 + ".xlsx").stat().st_size
