"""A trainer or a place in two sessions at once, a session on a public holiday: warnings of every action."""

import pytest

from config import settings
from config.settings import Settings
from models.rules.checks import deviations, errors
from models.tables import Session
from tests import world

RULES = ("trainer-overlap", "place-overlap", "public-holiday")


def found(where=None):
    return [
        (one.rule, one.severity, one.action, one.subject, f"{one.date:%d/%m/%Y}", one.source)
        for one in deviations(where)
        if one.rule in RULES
    ]


@pytest.fixture
def pair(base):
    """Two actions; Karim in room 1 from nine to eleven in the first."""
    first, second = world.action("cd49-adse-b", code="A1"), world.action("cd49-ai", code="A2")
    world.session(first, on="10/02/2026", code="S1", trainer="Karim Benali", place="Salle 1")
    return first, second


def overlap(rule, code):
    return (rule, "warning", "A2", code, "10/02/2026", "règle de gestion")


def test_a_trainer_at_once_belongs_to_the_later_start_whatever_the_accents(pair):
    first, second = pair
    world.session(
        second, "module-2", "10/02/2026", "10:59", "12:00", code="S2", trainer="KARIM BÉNALI", place="Salle 2"
    )
    assert found(first) == []
    assert found(second) == found() == [overlap("trainer-overlap", "S2")]


def test_a_place_at_once(pair):
    _, second = pair
    world.session(second, "module-2", "10/02/2026", "8:00", "9:01", code="S2", trainer="Zoé", place="salle 1")
    assert [line[:4] for line in found()] == [("place-overlap", "warning", "A1", "S1")]


def test_one_after_the_other_without_a_name_or_cancelled_is_none(pair):
    _, second = pair
    world.session(
        second, "module-2", "10/02/2026", "11:00", "12:00", code="S2", trainer="Karim Benali", place="Salle 1"
    )
    world.session(second, "module-2", "11/02/2026", "9:00", "11:00", code="S3", trainer="Karim Benali", place="Salle 1")
    world.session(second, "module-2", "10/02/2026", "9:00", "11:00", code="S4", trainer="Karim Benali", state="annulée")
    for code in ("S5", "S6"):
        world.session(second, "module-2", "10/02/2026", "9:00", "11:00", code=code)
    assert found() == []


def test_public_holidays_and_those_of_the_region(pair, tmp_path, monkeypatch):
    first, _ = pair
    for on, code in (("14/07/2026", "F1"), ("13/07/2026", "F2"), ("06/04/2026", "F3"), ("03/04/2026", "F4")):
        world.session(first, on=on, code=code)
    world.session(first, on="15/08/2026", code="F5", state="annulée")
    assert [(line[0], line[3]) for line in found()] == [("public-holiday", "F3"), ("public-holiday", "F1")]
    monkeypatch.setenv("ASSIDU_HOME", str(tmp_path))
    settings.save(Settings(operator="Ici", user="Zoé", region="6AE"), tmp_path)
    assert [line[3] for line in found(first)] == ["F4", "F3", "F1"]  # Good Friday is one in Alsace


def test_they_are_no_errors_and_cost_as_many_queries_however_many(pair, queries):
    _, second = pair
    world.session(second, "module-2", "10/02/2026", "9:00", "11:00", code="S2", trainer="Karim Benali")
    assert errors() == 0
    few = queries(deviations)
    for number in range(10):
        world.session(second, "module-2", "10/02/2026", "9:00", "11:00", code=f"X{number}", trainer="Karim Benali")
    assert queries(deviations) == few
    assert Session.select().count() == 12
    assert sum(line[0] == "trainer-overlap" for line in found()) == 66  # twelve sessions, two by two
