"""Numbers in columns of words: the zeros their format shows, telephones, postcodes, and digits a spreadsheet lost."""

import shutil
import subprocess
import zipfile
from datetime import datetime, time

import pytest
import xlsxwriter

from models.tables import Person, Session
from models.takeover.cells import digits, shown
from models.takeover.process import take_over
from models.takeover.xlsx import shown_digits
from tests.takeover.conftest import PEOPLE, SESSIONS, permis

BOTH = pytest.mark.parametrize("ods", [False, True], ids=["xlsx", "ods"])
HEADERS = ["Identifiant", "Nom", "Prénom", "Téléphone", "Code postal", "N° allocataire"]


@pytest.mark.parametrize(
    ("code", "least"),
    [
        ("00000", 5),
        ("0# ## ## ## ##", 10),
        ('00" "00" "00" "00" "00', 10),
        ("000,000", 6),
        ("#,##0", 1),
        ("0.00", 1),
        ("000.00", 3),
        ("General", 0),
        ("@", 0),
        ('"P0"000', 3),
        ("[$-40C]00000", 5),
        ("[Red]0000;-0", 4),
        ("\\0000", 3),
        ("0.00E+00", 0),
        ("dd/mm/yyyy", 0),
        ("00%", 0),
    ],
)
def test_the_digits_a_format_shows(code, least):
    assert shown_digits(code) == least


def test_all_the_digits_and_never_an_exponent():
    assert digits(123.0, 5) == "00123"
    assert digits(123456.0, 5) == "123456"
    assert digits(-7.0, 3) == "-007"
    assert digits(12.5, 0) == "12,5"
    assert digits(1e-7, 0) == "0,0000001"
    assert digits(99_999_999_999_999.0, 0) == "99999999999999"
    with pytest.raises(Exception, match="format Texte"):
        digits(100_000_000_000_000.0, 0)


def formatted(path, rows):
    """A workbook whose numbers are (value, format)."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Participants")
    for number, row in enumerate([HEADERS, *rows]):
        for place, cell in enumerate(row):
            if isinstance(cell, tuple):
                sheet.write_number(number, place, cell[0], book.add_format({"num_format": cell[1]}))
            else:
                sheet.write(number, place, cell)
    sheet.set_column(0, 0, 12, book.add_format({"num_format": "00000"}))
    book.close()
    return path


def as_ods(path):
    """The same workbook, saved as .ods by LibreOffice."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not here")
    home = f"-env:UserInstallation=file://{path.parent}/office"
    command = [office, home, "--headless", "--convert-to", "ods", "--outdir", str(path.parent), str(path)]
    subprocess.run(command, check=True, capture_output=True)
    return path.with_suffix(".ods")


ROWS = [[(123, "00000"), "Diallo", "Amina", (612345678, "0# ## ## ## ##"), (1000, "00000"), (123456, "0000000")]]


@pytest.mark.parametrize("save", [lambda path: path, pytest.param(as_ods, marks=pytest.mark.slow)], ids=["xlsx", "ods"])
def test_what_the_cell_shows_is_what_is_read(base, tmp_path, save):
    Person.create(code="00123", last_name="Diallo", first_name="Amina", folded="diallo amina")
    report = take_over(save(formatted(tmp_path / "reprise.xlsx", ROWS)))
    assert (report.errors, report.warnings, report.updated) == ([], [], {"Participants": 1})
    someone = Person.get()
    assert (someone.code, someone.phone, someone.postcode, someone.caf_number) == (
        "00123",
        "0612345678",
        "01000",
        "0123456",
    )


def test_cells_written_otherwise_keep_their_zeros(base, tmp_path):
    path = formatted(tmp_path / "reprise.xlsx", ROWS)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b'<c r="A2" s="1">', b'<c s="1" r="A2">')
    assert parts["xl/worksheets/sheet1.xml"] != sheet
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert take_over(path).errors == []
    assert Person.get().code == "00123"


@BOTH
def test_a_telephone_and_a_postcode_get_their_zero_back_with_a_warning(take, ods):
    rows = [
        ["1", "Diallo", "Amina", 612345678, 1000, ""],
        ["2", "Petit", "Zoé", "6 12 34 56 78", "1000", ""],
        ["3", "Roux", "Max", "061234567", "75011", ""],
        ["4", "Sow", "Ali", 33612345678, 75011, ""],
    ]
    report = take({"Participants": [HEADERS, *rows]}, ods=ods)
    assert report.errors == []
    assert [(one.phone, one.postcode) for one in Person.select().order_by(Person.code)] == [
        ("0612345678", "01000"),
        ("06 12 34 56 78", "01000"),
        ("061234567", "75011"),
        ("33612345678", "75011"),
    ]
    assert [fault.cell for fault in report.warnings] == ["D2", "E2", "D3", "E3"]
    assert "a perdu son zéro : lu 0612345678" in report.warnings[0].message


@BOTH
def test_a_number_of_fifteen_digits_is_to_be_made_a_text(take, ods):
    report = take({"Participants": [HEADERS, [100_000_000_000_000, "Diallo", "Amina", "", "", ""]]}, ods=ods)
    assert [fault.cell for fault in report.errors] == ["A2"]
    assert "mettez la colonne au format Texte" in report.errors[0].message
    report = take({"Participants": [HEADERS, [99_999_999_999_999, "Diallo", "Amina", "", "", ""]]}, ods=ods)
    assert report.errors == [] and Person.get().code == "99999999999999"


@BOTH
@pytest.mark.parametrize(
    ("moment", "read", "other"),
    [
        (datetime(2021, 3, 11, 23), "11/03/2021", "12/03/2021"),
        (datetime(2021, 3, 11, 12), "11/03/2021", "12/03/2021"),
        (datetime(2021, 3, 11, 11, 59), "11/03/2021", "10/03/2021"),
        (datetime(2021, 3, 11, 1), "11/03/2021", "10/03/2021"),
        ("2021-03-11 23:00", "11/03/2021", "12/03/2021"),
        ("11/03/2021 23:00:00", "11/03/2021", "12/03/2021"),
    ],
)
def test_a_day_with_an_hour_is_a_warning_naming_both_days(take, ods, moment, read, other):
    sessions = [SESSIONS[0], ["P1", "S9", "code", moment, time(9), time(11)]]
    report = take(permis(Séances=sessions, Présences=None), ods=ods)
    assert report.errors == []
    (warned,) = report.warnings
    assert (warned.sheet, warned.cell) == ("Séances", "D2") and read in warned.message and other in warned.message
    assert str(Session.get(Session.code == "S9").day) == "2021-03-11"


@BOTH
def test_a_day_at_midnight_is_a_day(take, ods):
    sessions = [SESSIONS[0], ["P1", "S9", "code", "2021-03-11T00:00:00", time(9), time(11)]]
    assert take(permis(Séances=sessions, Présences=None), ods=ods).warnings == []


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (datetime(1900, 1, 1, 9), "33:00"),
        (datetime(1899, 12, 31, 1, 30), "1:30"),
        (datetime(1900, 12, 31), "8760:00"),
        (datetime(1901, 1, 1), "01/01/1901"),
    ],
)
def test_hours_are_never_shown_as_a_day_of_1900(value, told):
    assert shown(value) == told


@BOTH
@pytest.mark.parametrize("header", ["Sexe (F/M)", "Sexe (H/F)", "Sexe (F, M)", "SEXE ( f / m )"])
def test_a_list_of_values_in_brackets_is_no_part_of_a_header(take, ods, header):
    report = take({"Participants": [["Identifiant", "Nom", "Prénom", header], ["1", "Diallo", "Amina", "F"]]}, ods=ods)
    assert (report.errors, report.warnings) == ([], [])
    assert Person.get().sex == "F"


@BOTH
def test_a_header_twice_is_an_error_even_with_a_list_in_brackets(take, ods):
    rows = [["Identifiant", "Nom", "Prénom", "Sexe", "Sexe (F/M)"], ["1", "Diallo", "Amina", "F", "M"]]
    report = take({"Participants": rows}, ods=ods)
    assert "deux fois" in report.errors[0].message and PEOPLE
