"""Files that are no workbook, damaged, absurd or made to do harm: one sentence, nothing loaded, nothing written."""

import re
import struct
import zipfile
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.tables import TABLES, Person
from models.takeover import archive
from models.takeover.process import take_over
from models.takeover.sheets import SHEETS
from tests import sweeps
from tests.takeover.conftest import MARKS, PEOPLE, Formula, cells, permis, write_ods, write_xlsx

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def book(tmp_path):
    """A workbook of two persons, to spoil."""
    path = tmp_path / "reprise.xlsx"
    write_xlsx(path, {"Participants": PEOPLE})
    return path


def rewritten(path, member, change):
    """The workbook with one member changed."""
    parts = {}
    with zipfile.ZipFile(path) as archive_:
        for info in archive_.infolist():
            parts[info.filename] = archive_.read(info)
    parts[member] = change(parts[member])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive_:
        for name, content in parts.items():
            archive_.writestr(name, content)
    return path


def refused(path):
    """The one sentence said about a file that is not loaded."""
    report = take_over(path)
    assert len(report.errors) == 1
    assert (report.errors[0].sheet, report.errors[0].cell) == ("", "")
    assert report.created == {}
    assert Person.select().count() == 0
    return report.errors[0].message


def test_a_file_that_is_not_there(tmp_path):
    assert "introuvable" in refused(tmp_path / "rien.xlsx")


def test_a_folder(tmp_path):
    folder = tmp_path / "dossier.xlsx"
    folder.mkdir()
    assert refused(folder)


@pytest.mark.parametrize("name", ["reprise.txt", "reprise.csv", "reprise.xls", "reprise.xlsm", "reprise"])
def test_another_kind_of_file(tmp_path, book, name):
    other = book.rename(tmp_path / name)
    assert ".xlsx et .ods" in refused(other)


@pytest.mark.parametrize("name", ["texte.xlsx", "texte.ods"])
def test_a_text_renamed(tmp_path, name):
    path = tmp_path / name
    path.write_text("Identifiant;Nom;Prénom\n1;Diallo;Amina\n")
    assert "pas un classeur" in refused(path)


def test_an_xlsx_renamed_ods_and_the_reverse(tmp_path, book):
    assert "pas un classeur" in refused(book.rename(tmp_path / "reprise.ods"))
    other = tmp_path / "autre.ods"
    write_ods(other, {"Participants": PEOPLE})
    assert "pas un classeur" in refused(other.rename(tmp_path / "autre.xlsx"))


@pytest.mark.parametrize("kept", [0, 1, 30, 1000, -30])
def test_a_truncated_file(book, kept):
    book.write_bytes(book.read_bytes()[:kept])
    assert refused(book)


def test_sheets_cut_short(book):
    rewritten(book, SHEET, lambda xml: xml[: len(xml) // 2])
    report = take_over(book)
    assert report.errors and Person.select().count() == 0


def test_an_archive_said_to_expand_beyond_measure(book):
    content = bytearray(book.read_bytes())
    for place in range(len(content) - 4):
        if content[place : place + 4] == b"PK\x01\x02":
            content[place + 24 : place + 28] = struct.pack("<I", 0x7FFFFFFF)  # the size declared in the directory
    book.write_bytes(content)
    assert "2 Gio" in refused(book)


def test_an_archive_that_expands_more_than_it_says(book, monkeypatch):
    rewritten(book, "docProps/core.xml", lambda xml: xml + b" " * 3_000_000)
    monkeypatch.setattr(archive, "EXPANDED", 1_000_000)
    assert "2 Gio" in refused(book)


def test_an_archive_that_lies_about_a_sheet(book):
    content = bytearray(rewritten(book, SHEET, lambda xml: xml + b" " * 100_000).read_bytes())
    place = content.rindex(SHEET.encode()) - 46
    assert content[place : place + 4] == b"PK\x01\x02"
    content[place + 24 : place + 28] = struct.pack("<I", 500)
    book.write_bytes(content)
    assert refused(book)


@pytest.mark.parametrize("reference", ["A1:XFD1048576", "A1:C1048576", "A1:XFD1000"])
def test_dimensions_far_beyond_the_rows_mean_nothing(book, reference):
    rewritten(book, SHEET, lambda xml: xml.replace(b'ref="A1:C3"', f'ref="{reference}"'.encode()))
    assert take_over(book).created == {"Participants": 2}


@pytest.mark.parametrize("far", ["A1048576", "XFD3", "XFD1048576", "ZZZ9999999"])
def test_a_cell_far_away(book, far):
    row = "".join(letter for letter in far if letter.isdigit())
    cell = f'<row r="{row}"><c r="{far}"><v>1</v></c></row></sheetData>'.encode()
    rewritten(book, SHEET, lambda xml: xml.replace(b"</sheetData>", cell).replace(b'ref="A1:C3"', b'ref="A1"'))
    report = take_over(book)
    if far == "XFD3":  # wide, yet small: read, the lone cell has no header
        assert report.errors == []
    else:
        assert "s'étend sur" in report.errors[0].message


def test_cells_that_do_not_say_their_place_are_read(book):
    rewritten(book, SHEET, lambda xml: re.sub(rb' r="[A-Z]*\d+"', b"", xml))
    assert take_over(book).created == {"Participants": 2}


def test_an_honest_dimension_with_room_to_spare(book):
    rewritten(book, SHEET, lambda xml: xml.replace(b'ref="A1:C3"', b'ref="A1:Z1000"'))
    assert take_over(book).errors == []


def test_the_blank_tail_of_an_ods_is_nothing(tmp_path):
    path = tmp_path / "reprise.ods"
    write_ods(path, {"Participants": PEOPLE})
    cell = '<table:table-cell table:number-columns-repeated="16384"/>'
    tail = f'<table:table-row table:number-rows-repeated="1048573">{cell}</table:table-row></table:table>'.encode()
    rewritten(path, "content.xml", lambda xml: xml.replace(b"</table:table>", tail))
    assert take_over(path).created == {"Participants": 2}


def test_a_row_of_an_ods_repeated_a_million_times(tmp_path):
    path = tmp_path / "reprise.ods"
    write_ods(path, {"Participants": PEOPLE})
    repeated = b'<table:table-row table:number-rows-repeated="1000000">'
    rewritten(path, "content.xml", lambda xml: xml.replace(b"<table:table-row>", repeated, 1))
    assert "s'étend sur" in refused(path)


def test_a_long_text_of_an_ods_repeated_in_every_column(tmp_path):
    path = tmp_path / "reprise.ods"
    write_ods(path, {"Participants": [*PEOPLE, ["3", "x" * 200_000, "Zoé"]]})
    repeated = b'<table:table-cell table:number-columns-repeated="16000" office:value-type="string"><text:p>xxxx'
    plain = b'<table:table-cell office:value-type="string"><text:p>xxxx'
    rewritten(path, "content.xml", lambda xml: xml.replace(plain, repeated))
    assert "2 Gio" in refused(path)


@pytest.mark.slow
def test_a_long_text_shown_by_every_cell(tmp_path):
    path = tmp_path / "reprise.xlsx"
    write_xlsx(path, {"Participants": [*PEOPLE, *[["3", "texte", "Zoé"]] * 30_000]})
    longer = b"<t>" + b"x" * 100_000 + b"</t>"
    rewritten(path, "xl/sharedStrings.xml", lambda xml: xml.replace(b"<t>texte</t>", longer))
    assert "2 Gio" in refused(path)


def test_a_document_that_declares_entities(book):
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    rewritten(book, "xl/workbook.xml", lambda xml: xml.replace(b"?>", b"?>" + bomb, 1))
    assert refused(book)


def test_an_archive_without_sheets(tmp_path):
    path = tmp_path / "reprise.xlsx"
    with zipfile.ZipFile(path, "w") as archive_:
        archive_.writestr("xl/workbook.xml", "<workbook/>")
    assert refused(path)


def test_a_formula_never_computed_is_an_error(book):
    rewritten(
        book, SHEET, lambda xml: xml.replace(b'<c r="B2" t="s"><v>', b'<c r="B2"><f>A1</f></c><c r="Z2" t="s"><v>')
    )
    assert cells(take_over(book).errors) == ["Participants!B2"]


HEADERS = {sheet.name: [column.header for column in sheet.columns] for sheet in SHEETS}
ANYTHING = st.one_of(
    st.none(),
    st.sampled_from(["1", "2", "P1", "S1", "présent", "retard", "oui", "libération", "cd93-3b-permis", "AB-1", "9:00"]),
    st.text(max_size=8),
    st.integers(-10, 10**7),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(date(1900, 3, 1), date(2300, 1, 1)),
    st.just(Formula("=1/0", "#DIV/0!")),
)


@sweeps.examples(10, 40)
def test_whatever_the_cells_hold_all_is_written_or_nothing(tmp_path, examples):
    @settings(max_examples=examples, deadline=None)
    @given(st.data())
    def holds(data):
        before = [table.select().count() for table in TABLES]
        sheets = permis(Présences=[*MARKS, ["P1", "S1", "1", "présent", None]])
        for name in data.draw(st.lists(st.sampled_from(sorted(HEADERS)), max_size=4, unique=True)):
            row = st.lists(ANYTHING, max_size=len(HEADERS[name]))
            sheets[name] = [HEADERS[name], *data.draw(st.lists(row, max_size=3))]
        path = tmp_path / "reprise.xlsx"
        write_xlsx(path, sheets)
        report = take_over(path)
        after = [table.select().count() for table in TABLES]
        if report.errors:
            assert after == before
            assert all(fault.message.endswith((".", "?")) and fault.sheet for fault in report.errors)
        else:
            again = take_over(path)
            assert not any(again.created.values()) and not any(again.updated.values())
            assert [table.select().count() for table in TABLES] == after

    holds()


@sweeps.examples(15, 60)
def test_whatever_the_bytes_of_the_file_are_nothing_is_half_written(tmp_path, examples):
    @settings(max_examples=examples, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=12))
    def holds(spoilt):
        path = tmp_path / "reprise.xlsx"
        write_xlsx(path, permis())
        content = bytearray(path.read_bytes())
        for place, byte in spoilt:
            content[place % len(content)] = byte
        path.write_bytes(content)
        report = take_over(path, dry_run=True)
        assert report.errors or report.created
        assert Person.select().count() == 0

    holds()
