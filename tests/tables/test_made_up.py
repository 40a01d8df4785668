"""A field is one line of its table: every door shows made-up ones, of a register, of a person and of a moped."""

import json
import os
import subprocess
import sys

import pytest

from tests import engines

pytestmark = engines.on_file


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made-up")
    env = os.environ | {"ASSIDU_HOME": str(folder), "ASSIDU_TODAY": "2026-06-30"}
    env.pop("ASSIDU_DATABASE", None)
    command = [sys.executable, "-m", "tests.tables.made_up", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_forms_ask_for_it(found):
    assert found["form"] == ["Date", "Humeur"]
    assert found["person's form"][-1] == "Pointure"
    assert found["moped's form"][-1] == ["Couleur", "Sa couleur.", "text"]


def test_the_template_has_its_column(found):
    assert found["template"]["Visites"] == ["Action*", "Participant*", "Date*", "Humeur"]
    assert found["template"]["Participants"][-2:] == ["Pointure", "Public depuis le"]


def test_a_workbook_fills_it(found):
    assert found["faults"] == []
    assert found["take-over"] == ["gaie", "triste", "38", "43"]


def test_the_history_tells_it(found):
    assert "humeur : gaie" in found["history"]
    assert "pointure : 38" in found["person's history"]


def test_the_personal_export_shows_it(found):
    [[headers, [row]]] = found["personal export"]
    assert dict(zip(headers, row, strict=True))["Humeur"] == "gaie"
    assert found["identity"]["Pointure"] == "38"


def test_two_records_of_one_person_take_it_along_and_ask_where_they_differ(found):
    assert found["joining"] == [["Pointure", "38", "39"], ["Visites · TOUT · 02/02/2026", "triste", "lasse"]]
    assert found["joined"] == ["gaie", "lasse", "calme"]


def test_a_closing_keeps_it_from_the_day_of_its_record(found):
    assert "clôturée jusqu'au 01/02/2026" in found["closing"]


def test_erasing_takes_out_what_was_typed_there(found):
    assert found["erasing"] == ["effacé", "effacé"]


def test_coordinators_are_granted_its_table(found):
    assert found["grants"] == "INSERT, UPDATE, DELETE"
