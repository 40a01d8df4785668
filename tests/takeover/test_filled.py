"""The whole base in the shape of a take-over: imported into an empty home, it is the same base."""

import csv

import pytest
from pendulum import Date

from models.demo import seeding
from models.hours import pool
from models.people import publics
from models.sessions import roll
from models.storage.opening import open_database
from models.tables import JournalEntry, Person
from models.takeover.filled import filled
from models.takeover.process import take_over
from models.takeover.sheets import SHEETS
from models.takeover.template import write_template
from tests import engines, world


@pytest.fixture(autouse=True)
def house(on_day, home):
    on_day("2026-06-30")


def by_sheet(found):
    """The rows of each sheet, in any order."""
    return {name: sorted(rows, key=repr) for name, rows in found.rows.items()}


def comes_back(tmp_path, monkeypatch):
    """Writes the base, takes it over into an empty one, and compares."""
    found = filled()
    write_template(tmp_path / "tout.xlsx", found.rows)
    open_database(engines.chosen(monkeypatch, tmp_path / "other"))
    report = take_over(tmp_path / "tout.xlsx")
    assert not report.errors, report.errors[:5]
    assert by_sheet(filled()) == by_sheet(found)
    assert take_over(tmp_path / "tout.xlsx").created == dict.fromkeys(report.created, 0)
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    "day",
    [
        "2026-06-30",
        pytest.param("2026-02-28", marks=pytest.mark.slow),
        pytest.param("2027-12-31", marks=pytest.mark.slow),
    ],
)
def test_the_demo_comes_back_equal(tmp_path, monkeypatch, on_day, day):
    on_day(day)
    folder = tmp_path / "demo"
    folder.mkdir()
    monkeypatch.setenv("ASSIDU_HOME", str(folder))  # where its own convention is
    seeding.seed(folder)
    open_database(f"sqlite:///{folder / 'assidu.db'}")
    found = comes_back(tmp_path, monkeypatch)
    assert sum(map(len, found.rows.values())) > 5000
    assert "le journal" in found.left


def small():
    """Two actions, three people, one hour released and taken back, a public that changed."""
    permis = world.action("cd93-3b-permis", code="P")
    other = world.action("cd49-adse-b", code="B")
    amina, bruno, alone = (world.person(name) for name in ("DIALLO Amina", "LEFÈVRE Bruno", "ROUX Chloé"))
    world.stay(permis, amina)
    world.stay(other, bruno)
    lesson = world.session(permis, "conduite", "2026-03-10", code="L1", trainer="Karim", start=540, end=600)
    roll.expect(lesson, amina, who="Claire")
    roll.mark(lesson, amina, "présent", who="Claire")
    moved = pool.release(permis, amina, 120, day=Date(2026, 3, 12), reason="Rapide", who="Claire")
    pool.reverse(moved, reason="Erreur", who="Claire")
    pool.release(permis, amina, 60, day=Date(2026, 3, 13), reason="Rapide", who="Claire")
    return alone


def test_what_it_cannot_carry_is_said(base, tmp_path, monkeypatch):
    alone = small()
    alone.public = "RSA"
    alone.save()
    publics.change(alone, "FAJ", Date(2026, 3, 1), who="Claire")
    found = comes_back(tmp_path, monkeypatch)
    assert "le journal" in found.left and "les publics d'avant" in found.left
    assert any("contre-pass" in one for one in found.left)
    assert len(found.rows["Mutualisation"]) == 1


def test_nothing_is_said_of_what_is_not_there(base):
    assert filled().left == []


def test_one_action_comes_with_its_people_alone(base):
    small()
    found = filled("P")
    assert [row[0] for row in found.rows["Actions"]] == ["P"]
    assert [row[1] for row in found.rows["Participants"]] == ["DIALLO"]
    assert len(found.rows["Présences"]) == 1 and len(found.rows["Parcours"]) == 1
    assert len(filled("B").rows["Présences"]) == 0


@pytest.mark.slow
def test_the_command_writes_a_workbook_and_sheets_in_csv(assidu, base, tmp_path):
    small()
    done = assidu("template", str(tmp_path / "a.xlsx"), "--filled", "--csv", str(tmp_path / "feuilles"))
    assert done.status == 0 and "n'y est pas : le journal" in done.out
    names = {path.stem for path in (tmp_path / "feuilles").glob("*.csv")}
    assert names == {sheet.name for sheet in SHEETS if filled().rows[sheet.name]}
    with (tmp_path / "feuilles" / "Participants.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["Nom"] for row in csv.DictReader(file, delimiter=";")] == ["DIALLO", "LEFÈVRE", "ROUX"]
    assert JournalEntry.select().where(JournalEntry.kind == "import").count() == 0 and Person.select().count() == 3


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ((), "Donnez le nom du classeur"),
        (("--csv", "ici"), "ajoutez --filled"),
        (("x.csv", "--filled"), ".xlsx"),
        (("x.xlsx", "--filled", "Z"), "Action « Z » inconnue"),
    ],
)
def test_the_command_refuses_what_it_cannot_do(assidu, base, words, why):
    found = assidu("template", *words)
    assert found.status == 2 and why in found.errors[0]
