"""Contracts that follow, overlap or precede the orientation they answer, and their plan. Today is 30/06/2026."""

import pytest

from models.rules.checks import deviations
from models.tables import PlanLine
from tests.rules.own import found, rule, told
from tests.world import action, contract, day, fact, person, stay

pytestmark = pytest.mark.usefixtures("base")


def signing(where, *contracts, **stays):
    ana = person("ANA")
    stay(where, ana, "01/01/2025", **stays)
    for start, end, *more in contracts:
        contract(where, ana, "cer", start, end, **(more[0] if more else {}))
    return ana


class TestTwiceSixMonths:
    TWELVE = rule("contract-length", contracts=["cer"], total="12 mois")

    @pytest.mark.parametrize(
        ("first", "second", "beyond"),
        [
            (("01/01/2025", "30/06/2025"), ("01/07/2025", "01/01/2026"), False),
            (("01/01/2025", "01/07/2025"), ("02/07/2025", "02/01/2026"), False),  # each de date à date
            (("01/01/2025", "01/07/2025"), ("02/07/2025", "03/01/2026"), True),
            (("01/01/2025", "30/06/2025"), ("01/07/2025", "02/01/2026"), True),
            (("31/08/2025", "28/02/2026"), ("01/03/2026", "01/09/2026"), False),  # six months to a shorter month
        ],
    )
    def test_are_twelve_when_one_begins_the_day_after_the_other(self, under, first, second, beyond):
        where = under(self.TWELVE, start="01/01/2025")
        signing(where, first, second)
        assert [one.date for one in deviations(where)] == ([day(second[0])] if beyond else [])


class TestOverlap:
    @pytest.mark.parametrize(("start", "shared"), [("30/06/2025", True), ("01/07/2025", False)])
    def test_from_the_last_day_of_the_one_before(self, under, start, shared):
        where = under(rule("contract-overlap", contracts=["cer"]), start="01/01/2025")
        signing(where, ("01/01/2025", "30/06/2025"), (start, "31/12/2025"))
        assert found(where) == ([("ANA", start)] if shared else [])

    def test_not_with_one_broken_before_rejected_or_a_draft(self, under):
        where = under(rule("contract-overlap", contracts=["cer"]), start="01/01/2025")
        signing(
            where,
            ("01/01/2025", "30/06/2025", {"broken": "30/04/2025"}),
            ("01/02/2025", "30/06/2025", {"status": "rejeté"}),
            ("02/02/2025", "30/06/2025", {"status": "en préparation"}),
            ("01/05/2025", "31/10/2025"),
        )
        assert deviations(where) == []


def test_under_six_months_renewals_too(under):
    where = under(rule("contract-length", contracts=["cer"], minimum="6 mois", always=True), start="01/01/2025")
    signing(where, ("01/01/2025", "30/06/2025"), ("01/07/2025", "30/12/2025", {"renewal": True}))
    assert found(where) == [("ANA", "01/07/2025")]


class TestTheDecisionItAnswers:
    IN_TIME = rule("missing-contract", of="délai", contracts=["cer"], since="orientation", within="2 mois", after=True)

    @pytest.mark.parametrize(
        ("start", "signed", "missing"),
        [
            ("10/02/2025", "10/02/2025", False),
            ("10/04/2025", "10/04/2025", False),
            ("11/04/2025", "11/04/2025", True),
            ("10/02/2025", "09/02/2025", True),
            ("09/02/2025", "10/02/2025", True),
        ],
    )
    def test_neither_signed_nor_begun_before_it(self, under, start, signed, missing):
        where = under(self.IN_TIME, start="01/01/2025")
        signing(where, (start, "31/12/2025", {"signed": signed}), oriented=day("10/02/2025"))
        assert found(where) == ([("ANA", "10/04/2025")] if missing else [])

    def test_one_rejected_is_said_so(self, under):
        where = under(self.IN_TIME, start="01/01/2025")
        signing(where, ("01/03/2025", "31/08/2025", {"status": "rejeté"}), oriented=day("10/02/2025"))
        assert told(where).endswith("2 mois prévus) ; celui du 01/03/2025 est rejeté.")

    @pytest.mark.parametrize(
        ("start", "end", "soon"),
        [
            ("09/02/2025", "10/02/2025", True),
            ("09/02/2025", "09/02/2025", False),
            ("10/02/2025", "31/12/2025", False),
        ],
    )
    def test_one_begun_before_it_and_in_force_that_day(self, under, start, end, soon):
        where = under(rule("contract-too-soon", contracts=["cer"]), start="01/01/2025")
        signing(where, (start, end), oriented=day("10/02/2025"))
        assert found(where) == ([("ANA", start)] if soon else [])


class TestThePlan:
    """CERS, whose convention asks for a line within a month of the first day and for results at the term."""

    @pytest.fixture
    def cers(self):
        return action("cd62-cers", "01/01/2025")

    def told(self, cers, contracts, lines, name):
        ana = person("ANA")
        stay(cers, ana, "01/01/2025")
        for start, end, *renewal in contracts:
            contract(cers, ana, "cers", start, end, status="validé", renewal=bool(renewal))
        for code, start, end, *result in lines:
            more = result[0] if result else {}
            fact(PlanLine, cers, ana, code=code, start=start, end=end, **more)
        return [f"{one.date:%d/%m/%Y}" for one in deviations(cers) if one.rule == name]

    @pytest.mark.parametrize(("today", "expected"), [("2025-02-28", []), ("2025-03-01", ["28/02/2025"])])
    def test_is_missing_a_month_after_the_first_day(self, cers, on_day, today, expected):
        on_day(today)
        assert self.told(cers, [("31/01/2025", "30/07/2025")], [], "missing-plan") == expected

    def test_one_given_up_is_none_one_begun_before_and_still_running_is(self, cers):
        given_up = ("B.1", "10/01/2025", "30/06/2025", {"result": "annulé"})
        assert self.told(cers, [("01/01/2025", "30/06/2025")], [given_up], "missing-plan") == ["01/02/2025"]

    @pytest.mark.parametrize(("begun", "missing"), [("30/06/2025", True), ("01/07/2025", False)])
    def test_a_renewal_has_a_line_of_its_own(self, cers, begun, missing):
        contracts = [("01/01/2025", "30/06/2025"), ("01/07/2025", "31/12/2025", "oui")]
        lines = [("B.1", "10/01/2025", "31/08/2025"), ("B.2", begun, "31/08/2025")]
        assert self.told(cers, contracts, lines, "missing-plan") == (["01/08/2025"] if missing else [])

    @pytest.mark.parametrize(
        ("result", "bare"),
        [
            ({}, True),
            ({"result": "en cours"}, True),
            ({"result": "atteint"}, False),
            ({"comment": "Utile"}, False),
        ],
    )
    def test_at_the_term_a_line_has_a_result_or_a_bilan(self, cers, result, bare):
        lines = [("B.1", "10/01/2025", "31/08/2025", result)]
        expected = ["30/06/2025"] if bare else []
        assert self.told(cers, [("01/01/2025", "30/06/2025")], lines, "plan-results") == expected

    def test_nothing_is_asked_on_the_last_day(self, cers, on_day):
        on_day("2025-06-30")
        lines = [("B.1", "10/01/2025", "31/08/2025")]
        assert self.told(cers, [("01/01/2025", "30/06/2025")], lines, "plan-results") == []

    def test_a_renewal_asks_it_of_the_contract_before(self, cers, on_day):
        on_day("2025-05-02")
        contracts = [("01/01/2025", "30/06/2025"), ("01/05/2025", "31/10/2025", "oui")]
        lines = [("B.1", "10/01/2025", "15/04/2025"), ("B.2", "01/05/2025", "31/08/2025")]
        assert self.told(cers, contracts, lines, "plan-results") == ["01/05/2025"]
