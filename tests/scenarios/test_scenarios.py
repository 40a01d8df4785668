"""Each specification told once: its records taken over, its figures and deviations as worked out by hand."""

from fractions import Fraction
from pathlib import Path

import pytest

from models.days.clock import today
from models.figures.figures import figures
from models.french.typed import parse_day
from models.rules.checks import deviations
from models.storage.opening import open_database
from models.tables import Action
from models.takeover.process import take_over
from tests import engines
from tests.scenarios.telling import Scenario, read

STORIES = sorted(Path(__file__).parent.glob("*.md"))
WHOLE = [path for path in STORIES if not path.stem.startswith("chiffres-")]


@pytest.fixture
def told(request, tmp_path, monkeypatch):
    """A scenario, its records taken over in an empty installation."""
    scenario = read(request.param)
    monkeypatch.setenv("ASSIDU_HOME", str(tmp_path))
    monkeypatch.setenv("ASSIDU_TODAY", parse_day(scenario.today).isoformat())
    base = open_database(engines.address(tmp_path))
    for workbook in scenario.workbooks(tmp_path):
        report = take_over(workbook)
        assert report.errors == []
        assert [one for one in report.warnings if "inconnue" in one.message] == []
    yield scenario
    base.close()


@pytest.mark.parametrize("told", STORIES, ids=lambda path: path.stem, indirect=True)
def test_the_figures_are_those_worked_out_by_hand(told):
    action = _action(told)
    start, end = (parse_day(day) for day in told.period) if told.period else (action.start, action.end)
    found = {one.indicator.label: one for one in figures(action, start, end)}
    assert told.figures, "a scenario expects figures"
    for row in told.figures:
        figure = found[row["Indicateur"]]
        assert figure.value == number(row["Valeur"]), (row["Indicateur"], figure.value)
        expected = number(row["Attendu"]) if row["Attendu"] else None
        assert figure.target == expected, (row["Indicateur"], figure.target)
        if row.get("Sur"):
            assert figure.base == number(row["Sur"]), (row["Indicateur"], figure.base)
        if row.get("Mois à 100 %"):
            met, of = row["Mois à 100 %"].split(" sur ")
            assert figure.months == (int(met), int(of)), (row["Indicateur"], figure.months)
        if row.get("Détail"):
            detail = dict(each.rsplit(" ", 1) for each in row["Détail"].split(" ; "))
            assert figure.detail == {part: number(value) for part, value in detail.items()}, row["Indicateur"]


@pytest.mark.parametrize("told", WHOLE, ids=lambda path: path.stem, indirect=True)
def test_what_deviates_is_what_was_found_by_hand(told):
    found = [(one.rule, one.severity, one.subject, one.date) for one in deviations(_action(told))]
    severity = {"erreur": "error", "alerte": "warning", "information": "info"}
    expected = [
        (row["Règle"], severity[row["Gravité"]], row["Sujet"], parse_day(row["Date"])) for row in told.deviations
    ]
    assert sorted(found) == sorted(expected)


def _action(told: Scenario) -> Action:
    assert today()
    return Action.get(Action.code == told.action) if told.action else Action.get()


def number(text: str) -> Fraction:
    """« 10,5 » or « 1/3 »"""
    return Fraction(text.replace("\u202f", "").replace(" ", "").replace(",", "."))
