"""What a text asks at a departure, after another support, of those who attended, of whoever answers a request. Today is
30/06/2026."""

import pytest

from models.tables import Liaison
from tests.rules.own import declared, found, rule, told
from tests.world import action, day, document, fact, loan, mark, moped, person, session, stay

pytestmark = pytest.mark.usefixtures("base")


@pytest.mark.parametrize(
    ("on", "counts"), [("29/01/2026", False), ("30/01/2026", True), ("01/03/2026", True), ("02/03/2026", False)]
)
def test_what_is_handed_over_at_a_departure(base, on_day, on, counts):
    on_day("2026-03-01")
    where, ana = action("cd49-point-mobilite"), person("ANA")
    loan(moped(where, "AA-001-AA", "01/01/2026"), ana, "01/03/2026", "30/04/2026")
    document(where, ana, "assurance-equipement", on)
    late = [one for one in declared(where) if one.rule == "missing-step" and one.table == "Loan"]
    assert [(one.severity, one.subject, one.date) for one in late] == (
        [] if counts else [("warning", "ANA", day("01/03/2026"))]
    )


def test_a_departure_to_come_owes_nothing(base, on_day):
    on_day("2026-02-28")
    where = action("cd49-point-mobilite")
    loan(moped(where, "AA-001-AA", "01/01/2026"), person("ANA"), "01/03/2026", "30/04/2026")
    assert [one for one in declared(where) if one.rule == "missing-step" and one.table == "Loan"] == []


class TestBeyondAnotherParcours:
    @pytest.fixture
    def where(self, under, on_day):
        on_day("2026-06-30")
        return under(rule("stay-beyond", conventions=["cd49-ai"], within="2 mois"))

    def test_from_the_day_after_the_months_that_follow_its_end(self, where, on_day):
        other, ana = action("cd49-ai", "01/01/2026", "31/12/2026", code="AI"), person("ANA")
        stay(other, ana, "05/01/2026", "10/03/2026")
        stay(where, ana, "05/01/2026")
        on_day("2026-05-10")
        assert found(where) == []
        on_day("2026-05-11")
        assert found(where) == [("ANA", "10/05/2026")]
        assert told(where).startswith("ANA Test : parcours au-delà du 10/05/2026, 2 mois après celui sous « ")

    def test_until_the_exit_and_after_the_last_of_several(self, where):
        other = action("cd49-ai", "01/01/2026", "31/12/2026", code="AI")
        for code, exit in (("ANA", "10/05/2026"), ("BOB", "11/05/2026")):
            stay(other, person(code), "05/01/2026", "10/03/2026")
            stay(where, other.parcours.order_by(-other.parcours.model.id).first().person, "05/01/2026", exit)
        assert found(where) == [("BOB", "10/05/2026")]
        bob = other.parcours.order_by(-other.parcours.model.id).first().person
        stay(other, bob, "11/03/2026", "12/03/2026")
        assert found(where) == []

    def test_somebody_never_there_is_anothers_rule(self, where):
        stay(where, person("ANA"), "05/01/2026")
        assert found(where) == []


def test_only_who_attended_owes_the_document(under, on_day):
    on_day("2026-06-30")
    asked = rule("missing-step", document="contrat", since="sortie", months="1 mois", natures=["entretien"])
    where = under(asked)
    ana, bob, cyd = (person(code) for code in ("ANA", "BOB", "CYD"))
    for one in (ana, bob, cyd):
        stay(where, one, "05/01/2026", "10/03/2026")
    mark(session(where, "entretien", "12/01/2026"), ana, bob)
    mark(session(where, "milieu", "12/01/2026"), cyd)
    document(where, ana, "contrat", "10/04/2026")
    assert found(where) == [("BOB", "10/04/2026")]


class TestAnAnswer:
    @pytest.fixture
    def where(self, base):
        return action("cd62-cers")

    def late(self, where):
        return [(one.subject, one.date) for one in declared(where) if one.rule == "liaison-answer"]

    def test_it_is_missing_from_the_day_after_the_month(self, where, on_day):
        fact(Liaison, where, person("ANA"), kind="appui", day="10/03/2026")
        on_day("2026-04-10")
        assert self.late(where) == []
        on_day("2026-04-11")
        assert self.late(where) == [("ANA", day("10/04/2026"))]

    @pytest.mark.parametrize("answered", ["answered", "opinion_day", "decision_day"])
    def test_an_answer_an_opinion_or_a_decision_is_one(self, where, on_day, answered):
        on_day("2026-06-30")
        fact(Liaison, where, person("ANA"), kind="appui", day="10/03/2026", **{answered: "30/06/2026"})
        assert self.late(where) == []


@pytest.mark.parametrize(
    ("kind", "ticked", "lacking"),
    [
        ("reorientation", "", True),
        ("reorientation", "Vers l'emploi", False),
        ("actions-cg", "", True),
        ("actions-cg", "Logement : Aides financières", False),
        ("avenant", "", False),
        ("appui", "", False),
    ],
)
def test_a_box_is_ticked_where_the_request_is_made_of_boxes(base, on_day, kind, ticked, lacking):
    on_day("2026-03-10")
    where = action("cd62-cers")
    fact(Liaison, where, person("ANA"), kind=kind, day="10/03/2026", actions=ticked)
    told = [one.message for one in declared(where) if one.rule == "liaison-incomplete" and one.severity == "error"]
    assert any("une case à cocher" in one for one in told) is lacking
