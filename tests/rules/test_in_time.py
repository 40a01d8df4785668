"""What is told while it can still be mended, and what an exit must answer. Today is 30/06/2026."""

import pytest

from models.rules.checks import deviations
from tests.rules.own import found, rule, told
from tests.world import action, day, evaluation, follow_up, person, project, stay, step

pytestmark = pytest.mark.usefixtures("base")


class TestRecordsOfTheEntry:
    def test_an_evaluation_by_the_same_day_of_the_next_month(self, under):
        where = under(rule("missing-record", of="entrée", register="évaluations", moments=["entrée"], months="1 mois"))
        for code, on, moment in (
            ("ANA", "28/02/2026", "entrée"),
            ("BOB", "01/03/2026", "entrée"),
            ("CYD", "10/02/2026", "en cours"),
        ):
            who = person(code)
            stay(where, who, "31/01/2026")
            evaluation(where, who, on, moment, "A1")
        stay(where, person("DAN"), "31/01/2026", "27/02/2026")  # gone before it was due
        assert found(where) == [("BOB", "28/02/2026"), ("CYD", "28/02/2026")]

    def test_it_is_said_the_day_after_that_day(self, under, on_day):
        where = under(rule("missing-record", of="entrée", register="évaluations", months="1 mois"))
        stay(where, person("ANA"), "31/01/2026")
        on_day("2026-02-28")
        assert found(where) == []
        on_day("2026-03-01")
        assert told(where) == "ANA Test : registre « évaluations » : rien au 28/02/2026 (entrée le 31/01/2026)."

    def test_a_project_known_before_or_elsewhere_is_enough(self, under):
        where = under(rule("missing-record", of="entrée", register="projets", months="1 mois"))
        ana, bob = person("ANA"), person("BOB")
        for who in (ana, bob):
            stay(where, who, "31/01/2026")
        project(action("cd93-1-projet", "01/01/2025", "31/12/2025", code="AUTRE"), ana, "05/05/2025", "idée")
        assert found(where) == [("BOB", "28/02/2026")]

    def test_the_evaluation_of_one_parcours_is_not_that_of_the_next(self, under):
        where = under(rule("missing-record", of="entrée", register="évaluations", months="1 mois"))
        ana = person("ANA")
        stay(where, ana, "05/01/2026", "20/02/2026")
        stay(where, ana, "02/03/2026")
        evaluation(where, ana, "05/01/2026", "entrée", "A1")
        assert found(where) == [("ANA", "02/04/2026")]

    def test_a_variante_to_choose(self, under):
        where = under(rule("missing-record", of="variante", months="1 mois"))
        stay(where, person("ANA"), "31/01/2026")
        stay(where, person("BOB"), "31/01/2026", variant="a")
        assert found(where) == [("ANA", "28/02/2026")]


class TestTheOutcomeOfAnExit:
    def test_a_job_or_a_reorientation_answers(self, under):
        where = under(rule("missing-outcome", types=["emploi", "réorientation"]))
        for code, kind in (("ANA", "emploi"), ("BOB", "réorientation"), ("CYD", "abandon"), ("DAN", "")):
            stay(where, person(code), "05/01/2026", "30/06/2026", exit_type=kind)
        stay(where, person("EVE"), "05/01/2026", "01/07/2026", exit_type="abandon")
        assert found(where) == [("CYD", "30/06/2026")]  # one without its type is to qualify

    def test_so_does_a_step_of_the_parcours(self, under):
        where = under(rule("missing-outcome", steps=["plan", "ep"]))
        for code, on in (("ANA", "31/03/2026"), ("BOB", "01/04/2026")):
            who = person(code)
            stay(where, who, "05/01/2026", "31/03/2026", exit_type="autre")
            step(where, who, "ep", on)
        assert told(where) == "BOB Test : sortie du 31/03/2026 (autre), sans « Plan d'actions » ni « Avis de l'EP »."


class TestAPointSixMonthsAfter:
    """Entered on 05/01/2026: on 05/07 give or take fifteen days, from 20/06 to 20/07."""

    POINT = rule("missing-step", step="plan", since="entrée", months="6 mois", days="15 jours", early="15 jours")

    @pytest.mark.parametrize(
        ("on", "missing"), [("19/06/2026", True), ("20/06/2026", False), ("20/07/2026", False), ("21/07/2026", True)]
    )
    def test_neither_too_soon_nor_too_late(self, under, on_day, on, missing):
        on_day("2026-08-31")
        where, ana = under(self.POINT), person("ANA")
        stay(where, ana, "05/01/2026")
        step(where, ana, "plan", on)
        assert found(where) == ([("ANA", "20/07/2026")] if missing else [])


class TestARenewalDecidedLate:
    @pytest.mark.parametrize(
        ("on", "expected"),
        [("05/04/2026", []), ("06/04/2026", [("ANA", "05/04/2026")]), (None, [("ANA", "05/04/2026")])],
    )
    def test_leaves_the_days_between(self, under, on, expected):
        steps = {"steps": ["renouvellement"], "renewals": 1, "promptly": True}
        where = under(rule("stay-length", of="renouvelable", maximum="3 mois", each="3 mois", **steps))
        ana = person("ANA")
        stay(where, ana, "05/01/2026")
        if on:
            step(where, ana, "renouvellement", on)
        assert found(where) == expected

    def test_what_comes_after_the_second_limit_is_said_too(self, under, on_day):
        on_day("2026-07-06")
        steps = {"steps": ["renouvellement"], "renewals": 1, "promptly": True}
        where = under(rule("stay-length", of="renouvelable", maximum="3 mois", each="3 mois", **steps))
        ana = person("ANA")
        stay(where, ana, "05/01/2026")
        step(where, ana, "renouvellement", "10/04/2026")
        assert found(where) == [("ANA", "05/04/2026"), ("ANA", "05/07/2026")]


@pytest.mark.parametrize(("on", "missing"), [("21/05/2026", False), ("20/05/2026", True)])
def test_a_follow_up_of_either_team_serves_both(on, missing):
    """Left for a job on 05/12/2025: called by the other team within fifteen days of 05/06/2026."""
    iod, adosse = (action(id, "01/01/2025", code=id) for id in ("cd59-i1-iod", "cd59-i2-ref-iod"))
    ana = person("ANA")
    for where in (iod, adosse):
        stay(where, ana, "06/01/2025", "05/12/2025", exit_type="emploi")
    follow_up(iod, ana, on, True, "emploi", months=6)
    for where in (iod, adosse):
        late = [f"{one.date:%d/%m/%Y}" for one in deviations(where) if one.rule == "follow-up"]
        assert late == (["20/06/2026"] if missing else [])


def test_it_must_follow_the_exit_and_be_under_one_of_those_conventions():
    iod, other = action("cd59-i1-iod", "01/01/2025"), action("cd59-i3-mediation", "01/01/2025", code="B")
    ana = person("ANA")
    for where in (iod, other):
        stay(where, ana, "06/01/2025", "05/12/2025", exit_type="emploi")
    follow_up(other, ana, "05/06/2026", True, "emploi", months=6)
    assert [one.date for one in deviations(iod) if one.rule == "follow-up"] == [day("20/06/2026")]
