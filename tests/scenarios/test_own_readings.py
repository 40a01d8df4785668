"""An operator's own reading: the story of axe I.1 told again under a file of theirs that changes one parameter."""

from pathlib import Path

import pytest

from config import catalogue
from config.schema import MonthEnds
from models.figures.figures import figures
from models.french.typed import parse_day
from models.rules.checks import deviations
from models.storage.opening import open_database
from models.tables import Action
from models.takeover.process import take_over
from tests import engines
from tests.scenarios.telling import read

STORY = read(Path(__file__).parent / "cd59-i1-iod.md")
OWN = """
id = "mon-iod"
title = "IOD de notre association"
edition = "2020"
inherits = ["cd59-i1-iod"]

[[parameter]]
name = "{name}"
value = {value}
"""


@pytest.fixture
def told(tmp_path, monkeypatch):
    """Gives what tells the story under the operator's own reading: the figures by id, the deviations."""
    bases = []

    def tell(name: str, value: str):
        folder = tmp_path / "conventions"
        folder.mkdir()
        (folder / "mon-iod.toml").write_text(OWN.format(name=name, value=value), encoding="utf-8")
        monkeypatch.setenv("ASSIDU_HOME", str(tmp_path))
        monkeypatch.setenv("ASSIDU_TODAY", parse_day(STORY.today).isoformat())
        bases.append(open_database(engines.chosen(monkeypatch, tmp_path)))
        for row in STORY.sheets["Actions"]:
            monkeypatch.setitem(row, "Convention", "mon-iod")
        assert [take_over(book).errors for book in STORY.workbooks(tmp_path)] == [[]]
        first, last = (parse_day(day) for day in STORY.period or ())
        action = Action.get()
        return {one.indicator.id: one for one in figures(action, first, last)}, deviations(action)

    yield tell
    for base in bases:
        base.close()


def test_a_contract_of_six_months_is_durable_when_more_than_five_is(told):
    found, _ = told("durable-au-dela", '"5 mois"')
    assert (found["sorties-en-emploi-durable"].value, found["sorties-en-emploi-de-transition"].value) == (2, 0)


def test_a_place_is_kept_during_the_job_that_was_found(told):
    """N01 leaves on 10/04 and keeps a place until 10/10, six month ends; N02 on 15/05 until 15/11, six too; N04 on
    20/10, three."""
    found, _ = told("garde-apres-emploi", '"6 mois"')
    assert found["occupation-des-places-financees"].value == 10 + 6 + 6 + 3


def test_occupation_is_judged_only_where_the_operator_says_so(told):
    figures = {one.id: one for one in catalogue.convention("cd59-i1-iod").indicator}
    shipped = figures["occupation-des-places-financees"]
    assert isinstance(shipped, MonthEnds) and shipped.target and shipped.target.indicative
    found, _ = told("occupation-indicative", "false")
    assert not found["occupation-des-places-financees"].indicative


def test_a_day_without_contract_is_as_strong_as_the_operator_says(told):
    _, found = told("sans-contrat", '"ferme"')
    assert [(one.subject, one.severity) for one in found if one.rule == "missing-contract"] == [("N06", "error")]


def test_a_follow_up_has_the_days_of_grace_of_the_operator(told):
    _, found = told("tolerance-du-suivi", '"60 jours"')
    assert [one for one in found if one.rule == "follow-up"] == []
