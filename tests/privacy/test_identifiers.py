"""Workbooks with identifiers instead of names: in every sheet, and the figures the same."""

import openpyxl
import pytest

from config import settings
from config.settings import Settings
from models.french.naming import Names
from models.people import participants
from models.registers import facts
from models.tables import Contract
from tests import world

NAMES = ("Quelquechose", "QUELQUECHOSE", "Ismérie", "Diallo", "DIALLO", "Amina")


@pytest.fixture
def year(store):
    """Two people in an action that asks for returns, one of them with a namesake; profiles to complete name them."""
    action = world.action("cd59-ii2-coaching", code="COACH")
    for code, first in (("N-1", "Ismérie"), ("N-2", "Ismérie"), ("N-3", "Amina")):
        last = "Diallo" if first == "Amina" else "Quelquechose"
        one = participants.add(last_name=last, first_name=first, code=code, who="Claire")
        world.stay(action, one, "05/01/2026", "20/05/2026" if code == "N-2" else None)
        facts.add(Contract, action=action, person=one, kind="cer", start=world.day("05/01/2026"), who="Claire")
    return action


def cells(path, data=True):
    book = openpyxl.load_workbook(path, data_only=data)
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


@pytest.mark.parametrize("words", [("export", "COACH"), ("return", "COACH", "--year", "2026")])
def test_no_name_in_any_sheet_and_every_figure_the_same(assidu, year, tmp_path, words):
    named, coded = tmp_path / "noms.xlsx", tmp_path / "codes.xlsx"
    assert assidu(*words, "--identifiers", "-o", str(coded)).errors == []
    assert assidu(*words, "-o", str(named)).errors == []
    before, after = cells(named), cells(coded)
    assert before.keys() == after.keys()
    texts = [value for value in after.values() if isinstance(value, str)]
    assert [text for text in texts if any(name in text for name in NAMES)] == []
    assert any("Ismérie" in value for value in before.values() if isinstance(value, str))
    for place, value in before.items():
        if not isinstance(value, str) or not any(name in value for name in NAMES):
            assert after[place] == value
    assert cells(named, data=False).keys() == cells(coded, data=False).keys()


def test_a_namesake_is_told_by_the_identifier_of_the_row(assidu, year, tmp_path):
    assidu("export", "COACH", "--identifiers", "-o", str(tmp_path / "codes.xlsx"))
    assidu("export", "COACH", "-o", str(tmp_path / "noms.xlsx"))
    sheet = openpyxl.load_workbook(tmp_path / "codes.xlsx")["Parcours"]
    assert [row[:2] for row in sheet.iter_rows(min_row=2, values_only=True)] == [
        ("N-3", "N-3"),
        ("N-1", "N-1"),
        ("N-2", "N-2"),
    ]


def test_the_setting_chooses_for_every_workbook(assidu, year, home, tmp_path):
    settings.save(Settings(identifiers=True), home)
    assidu("export", "COACH", "-o", str(tmp_path / "codes.xlsx"))
    texts = [value for value in cells(tmp_path / "codes.xlsx").values() if isinstance(value, str)]
    assert [text for text in texts if any(name in text for name in NAMES)] == []


def test_the_json_of_a_return_too(assidu, year):
    told = assidu("return", "COACH", "--year", "2026", "--json").out
    assert "Amina" in told
    told = assidu("return", "COACH", "--year", "2026", "--json", "--identifiers").out
    assert [name for name in NAMES if name in told] == []
    assidu("return", "COACH", "--year", "2026", "--json")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("DIALLO Amina : présente", "D-1 : présente"),
        ("avec amina  diallo, le 12/03", "avec D-1, le 12/03"),
        ("Diallo-Amina", "D-1"),
        ("Diallo. Puis Amina", "Diallo. Puis Amina"),
        ("Diallo est venue avec Amina", "Diallo est venue avec Amina"),
        ("06.12.34.56.78 !", "D-1 !"),
        ("de la Cruz Maria Jésus", "C-1 Jésus"),
        ("petit déjeuner", "petit déjeuner"),
        ("Petit", "P-1"),
        ("", ""),
    ],
)
def test_names_are_found_inside_any_text(text, told):
    names = Names()
    names.person("Diallo", "Amina", "D-1")
    names.person("de la Cruz", "María", "C-1")
    names.person("Petit", "", "P-1")
    names.put("06 12 34 56 78", "D-1")
    assert names.told(text) == told
