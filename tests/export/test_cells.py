"""What cells hold: real days, times and durations, numbers, and text that stays text."""

from datetime import datetime, time, timedelta

import openpyxl
import pytest

from models.export import indicators
from models.tables import Movement
from tests import engines
from tests.export import spreadsheet
from tests.world import action, day, mark, person, session, stay

HOSTILE = [
    "=1+1",
    "+33 6",
    "@SOMME(A1)",
    "{=A1}",
    "http://exemple.fr",
    "0123",
    "[/b]",
    "<r>gras</r>",
    "é\u0301",
]


@pytest.fixture(params=["tables", "row by row"])
def both_ways(request, monkeypatch):
    """The workbook with tables, and the one written row by row."""
    if request.param == "row by row":
        monkeypatch.setattr(indicators, "TABLE_ROWS", 0)


@pytest.mark.usefixtures("both_ways")
def test_days_times_and_durations_are_real(exported):
    lessons = action("cd93-3b-permis", "01/10/2025", "30/09/2026")
    lesson = session(lessons, "conduite", "12/01/2026", "9:05", "10:35", recorded_at="2026-01-12 18:30:15")
    mark(lesson, person("ANA"))
    (row,) = spreadsheet.sheet(exported(lessons), "Séances")
    assert row["Date"] == datetime(2026, 1, 12)
    assert (row["Début"], row["Fin"]) == (time(9, 5), time(10, 35))
    assert (row["Minutes"], row["Durée"]) == (90, timedelta(hours=1, minutes=30))
    assert row["Enregistré le"] == datetime(2026, 1, 12, 18, 30, 15)


@pytest.mark.sweep(6)
@pytest.mark.usefixtures("both_ways")
@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_is_never_a_formula_nor_markup(exported, text):
    lessons = action("cd93-3b-permis", title=text, site=text)
    mark(session(lessons, "code", "12/01/2026", theme=text), person(text, code=text))
    path = exported(lessons, author=text, operator=text)
    (row,) = spreadsheet.sheet(path, "Présences")
    assert row["Identifiant"].strip() == row["Thème"].strip() == text
    cell = next(cell for cell in openpyxl.load_workbook(path)["Présences"][2] if cell.value == row["Thème"])
    assert cell.data_type == "s"
    assert cell.hyperlink is None


def test_control_characters_become_spaces(exported):
    lessons = action("cd93-3b-permis")
    nothing = "\x00" if not engines.SERVER else "\x01"  # a server holds no NUL
    mark(session(lessons, "code", "12/01/2026", theme=f"deux{nothing}\x1b\ufffelignes\nen une"), person("ANA"))
    (row,) = spreadsheet.sheet(exported(lessons), "Présences")
    assert row["Thème"] == "deux   lignes\nen une"


def test_only_attended_minutes_are_given_for_a_person(exported):
    lessons = action("cd93-3b-permis")
    lesson = session(lessons, "code", "12/01/2026")
    mark(lesson, person("ANA"))
    mark(lesson, person("BOB"), status="absent")
    mark(session(lessons, "code", "13/01/2026", state="annulée"), person("CYD"))
    rows = spreadsheet.sheet(exported(lessons), "Présences")
    assert [(row["Identifiant"], row["État de la séance"], row["Statut"], row["Minutes"]) for row in rows] == [
        ("ANA", "tenue", "présent", 120),
        ("BOB", "tenue", "absent", None),
        ("CYD", "annulée", "présent", None),
    ]


def test_the_state_of_a_session_is_the_one_it_amounts_to(exported):
    lessons = action("cd93-3b-permis")
    mark(session(lessons, "code", "12/01/2026", code="1"), person("ANA"), status="absent")
    mark(session(lessons, "code", "13/01/2026", code="2"), person("BOB"), status="prévu")
    session(lessons, "code", "14/01/2026", code="3", state="tenue")
    session(lessons, "code", "15/01/2026", code="4", state="annulée")
    rows = spreadsheet.sheet(exported(lessons), "Séances")
    assert [row["État"] for row in rows] == ["tenue", "prévue", "tenue", "annulée"]


def test_a_reversed_movement_shows_negative_hours_and_what_it_reverses(exported):
    lessons = action("cd93-3b-permis")
    ana = person("ANA")
    more = {"action": lessons, "kind": "libération", "person": ana, "reason": "abandon"}
    first = Movement.create(number=1, day=day("12/01/2026"), minutes=90, **more)
    Movement.create(number=2, day=day("13/01/2026"), minutes=-90, reverses=first, **more)
    rows = spreadsheet.sheet(exported(lessons), "Mouvements")
    assert [(row["N°"], row["Heures"], row["Annule le n°"]) for row in rows] == [(1, 1.5, None), (2, -1.5, 1)]


def test_deviations_and_definitions_are_told_in_french(exported):
    lessons = action("cd93-3b-permis")
    stay(lessons, person("ANA"), "01/01/2026", evaluation=41 * 60)
    path = exported(lessons)
    rows = spreadsheet.sheet(path, "Écarts")
    assert [(row["Règle"], row["Sujet"]) for row in rows if row["Gravité"] == "erreur"] == [("Éligibilité", "ANA")]
    assert all(row["Que faire"] for row in rows)
    told = spreadsheet.sheet(path, "Définitions")
    assert [row["Indicateur"] for row in told][:2] == [
        "l'organisation du relais avec le service référent",
        "le nombre d'heures de code effectué par participant",
    ]
    assert all(row["Comment il est compté"] and row["Article"] for row in told)
