"""What is recorded and breaks a limit is said by the list of deviations, and nothing else is."""

import pytest

from models.people import parcours
from models.rules.checks import deviations
from models.rules.recorded import record_limits
from models.tables import Action, Parcours, Person
from tests.limits.doors import ERROR, WARNING, Case, build, in_workbook
from tests.limits.test_doors import BOOK
from tests.world import day

ELSEWHERE = ("Cette séance est annulée", "n'a plus que")  # a cancellation is meant; a balance has its own rule
STORED = [case for case in BOOK if case.strength == WARNING and not case.sentence.startswith(ELSEWHERE)]
ASKED = [case for case in BOOK if case.strength not in (WARNING, ERROR)]


@pytest.mark.parametrize("case", STORED, ids=str)
def test_what_was_taken_over_with_a_warning_is_listed(case, tmp_path):
    build(tmp_path)
    assert in_workbook(case, tmp_path).errors == []
    found = list(record_limits())
    assert [one for one in found if case.sentence in one.message], found
    assert {(one.rule, one.severity, one.source) for one in found} == {("record-limits", "warning", "règle de gestion")}
    assert set(found) <= set(deviations())


@pytest.mark.parametrize("case", ASKED, ids=str)
def test_a_doubt_is_no_deviation(case, tmp_path):
    build(tmp_path)
    assert in_workbook(case, tmp_path).errors == []
    assert list(record_limits()) == []


def test_it_is_about_somebody_on_the_day_that_is_wrong_until_it_is_corrected(tmp_path):
    build(tmp_path)
    values = {"entry": day("01/02/2026"), "exit": day("01/03/2026"), "renewed": day("02/03/2026")}
    in_workbook(Case("parcours", values, "", WARNING), tmp_path)
    (one,) = record_limits(Action.get(Action.code == "TOUT"))
    stay = Parcours.get(Parcours.renewed.is_null(False))
    assert (one.action, one.subject, one.date) == ("TOUT", "P1", day("02/03/2026"))
    assert (one.table, one.record) == ("Parcours", stay.id)
    assert one.message == "P1 Test : Le renouvellement (02/03/2026) suit la sortie (01/03/2026) : corrigez-les."
    assert list(record_limits(Action.get(Action.code == "MOB"))) == []
    parcours.correct(stay, who="Claire", renewed=day("01/03/2026"))
    assert list(record_limits()) == []


def test_somebody_in_no_action_is_listed_beside_them(tmp_path):
    build(tmp_path)
    in_workbook(Case("person", {"birth": day("01/07/2026")}, "", WARNING), tmp_path)
    (one,) = record_limits()
    assert (one.action, one.subject, one.record) == ("", "P2", Person.get(Person.code == "P2").id)
    assert [list(record_limits(action)) for action in Action.select()] == [[], [], []]


def test_it_costs_as_many_queries_however_much_is_recorded(tmp_path, queries):
    build(tmp_path)
    before = queries(lambda: list(record_limits()))
    for case in STORED:
        in_workbook(case, tmp_path)
    assert queries(lambda: list(record_limits())) == before
