"""One sentence a cause for a file that cannot be read, and a take-over of nothing is none."""

import zipfile
from pathlib import Path

import pytest

from models.takeover.process import take_over
from tests.takeover.conftest import PEOPLE, write_ods, write_xlsx

FILES = Path(__file__).parent / "files"


def told(path):
    (fault,) = take_over(path).errors
    return fault.message


def test_a_workbook_protected_by_a_password(base):
    assert told(FILES / "protected.xlsx").startswith("Classeur protégé par un mot de passe")


def test_an_ods_protected_by_a_password(base, tmp_path):
    path = tmp_path / "reprise.ods"
    write_ods(path, {"Participants": PEOPLE})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    closed = b'manifest:full-path="content.xml"><manifest:encryption-data manifest:checksum="x"/></manifest:file-entry>'
    parts["META-INF/manifest.xml"] = (
        b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
        + closed
        + b"</manifest:manifest>"
    )
    parts["content.xml"] = bytes(range(256)) * 8
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert told(path).startswith("Classeur protégé par un mot de passe")


def test_a_workbook_of_an_older_format_named_as_a_new_one(base, tmp_path):
    path = tmp_path / "ancien.xlsx"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4096))
    assert "ancien format (.xls)" in told(path)


@pytest.mark.parametrize("ods", [False, True], ids=["xlsx", "ods"])
def test_without_a_known_sheet_nothing_is_taken_over(base, assidu, tmp_path, ods):
    path = tmp_path / ("reprise.ods" if ods else "reprise.xlsx")
    (write_ods if ods else write_xlsx)(path, {"Participants - Tableau 1": PEOPLE, "Feuil1": [["x"]]})
    answer = assidu("import", str(path))
    assert (answer.status, answer.out) == (2, "")
    assert "Aucune feuille connue" in answer.errors[0]
    assert any("nommez-la « Participants »" in line for line in answer.errors)


def test_a_sheet_nearly_named_is_proposed(base, tmp_path):
    path = tmp_path / "reprise.xlsx"
    write_xlsx(path, {"Participants": PEOPLE, "Presence": [["x"]]})
    (warning,) = take_over(path).warnings
    assert "vouliez-vous dire « Présences »" in warning.message


def test_a_known_sheet_with_no_rows_is_nothing_to_do(base, assidu, tmp_path):
    path = tmp_path / "modele.xlsx"
    assert assidu("template", str(path)).status == 0
    assert assidu("import", str(path)).status == 0


def test_plates_in_two_spellings_are_one_moped(base, assidu, tmp_path):
    park = ["Action", "Immatriculation", "Mise en service"]
    actions = [
        ["Code", "Convention", "Début", "Fin", "Places"],
        ["PM", "cd49-point-mobilite", "01/01/2026", "31/12/2026", 1],
    ]
    spelled = ("FG-100-A", "fg-100-a", "FG100A", "FG\u2011100\u2011A", "FG 100 A")
    for rank, plate in enumerate(spelled):
        path = tmp_path / f"{rank}.xlsx"
        write_xlsx(path, {"Actions": actions, "Cyclomoteurs": [park, ["PM", plate, "01/01/2026"]]})
        assert assidu("import", str(path)).status == 0
    known = {one["id"]: one["value"] for one in assidu("indicators", "PM", "--json").document["indicators"]}
    assert known["cyclomoteurs"] == 1
