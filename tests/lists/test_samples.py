"""Each sample, with the answers its people would give, equals what was taken over by hand."""

import json
from pathlib import Path

import pytest
from pendulum import Date

from models.lists import files
from models.lists.process import Taking
from models.people import actions
from models.storage.opening import open_database
from models.takeover.process import take_over
from tests import engines
from tests.lists.bases import told

SAMPLES = Path(__file__).parent / "samples"
ACTIONS = {
    "ADSE-B": ("cd49-adse-b", None),
    "ADSE-A": ("cd49-adse-a-simple", 20),
    "PERMIS": ("cd93-3b-permis", None),
    "SCOOT": ("cd49-point-mobilite", None),
}
OF = {"04": "PERMIS", "05": "SCOOT", "06": "ADSE-A"}
ANSWERS = {
    "01": {"entree": "2026-10-12"},
    "02": {},
    "03": {"horaires": "9:00-12:00", "retard": "15"},
    "04": {"nature": "conduite"},
    "05": {},
    "06": {"duree.entretien de suivi": "60", "duree.premier entretien": "60", "duree.atelier budget": "150"},
    "07": {"entree": "2026-11-30", "nom.camille simon": "2"},
    "08": {"entree": "2026-11-16"},
    "09": {"cellule.suivi 2026 i14": "2026-04-01"},
}
"""What is answered otherwise than what is proposed."""


@pytest.fixture(autouse=True)
def today(on_day, base):
    on_day("2026-11-30")


def folder(number):
    return next(SAMPLES.glob(f"{number}-*"))


def expected(number):
    return json.loads((folder(number) / "expected.json").read_text("utf-8"))


def with_action(number):
    code = OF.get(number, "ADSE-B")
    convention, places = ACTIONS[code]
    start, end = Date(2026, 1, 1), Date(2026, 12, 31)
    actions.add(code=code, convention=convention, places=places, title=code, start=start, end=end, who="Nadia")


def answered(taking, own):
    """Answers what is asked, one question after the other: with ``own``, else with what is proposed."""
    for _ in range(400):
        asked = taking.plan.questions
        if not asked:
            break
        for one in asked:
            answer = own.get(one.id, one.proposed)
            assert answer, f"{one.id} : {one.text} {one.choices}"
            taking.answer(one.id, answer)
    assert not taking.plan.questions, taking.plan.questions
    return taking


def taken(number, home, name=0, own=None):
    path = folder(number) / expected(number)["files"][name]
    taking = answered(Taking(files.read(path), home, 15), ANSWERS[number] if own is None else own)
    report = taking.write("Nadia")
    assert not report.errors, report.errors
    return taking, report


@pytest.mark.sweep(4)
@pytest.mark.parametrize("number", sorted(ANSWERS))
def test_equals_its_truth(number, home, monkeypatch, tmp_path):
    with_action(number)
    taken(number, home)
    found = told()
    counts = expected(number)["yields"]
    assert {name: len(found[name]) for name in counts} == counts
    open_database(engines.chosen(monkeypatch, tmp_path / "other"))
    report = take_over(folder(number) / "truth.xlsx")
    assert not report.errors
    assert found == told()
