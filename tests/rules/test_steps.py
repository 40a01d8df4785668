"""Rules on the steps of the support, renewals, and the dates of the action. Today is 30/06/2026."""

from datetime import date
from typing import Any

import pytest

from tests.rules.own import declared, found, rule, told
from tests.world import day, document, person, stay, step

pytestmark = pytest.mark.usefixtures("base")


class TestPapersOfEachParcours:
    PLANNING = '\n[[document_kind]]\ncode = "planning"\nlabel = "Planning"\n'

    def due(self, **more) -> str:
        return self.PLANNING + rule("missing-document", of="entrée", document="planning", within="1 mois", **more)

    @pytest.mark.parametrize(("anew", "expected"), [(True, [("ANA", "01/05/2026")]), (False, [])])
    def test_what_was_handed_over_in_the_first_parcours_is_not_for_the_second(self, under, anew, expected):
        where, ana, bob = under(self.due(anew=anew)), person("ANA"), person("BOB")
        for who in (ana, bob):
            stay(where, who, "05/01/2026", "28/02/2026")
            stay(where, who, "01/04/2026")
            document(where, who, "planning", "05/01/2026")
        document(where, bob, "planning", "01/05/2026")
        assert found(where) == expected


class TestMissing:
    PLAN = rule("missing-step", step="plan", since="entrée", months="1 mois")

    def test_a_month_after_the_entry_to_the_day(self, under):
        where = under(self.PLAN)
        for code, on in (("ANA", "28/02/2026"), ("BOB", "01/03/2026"), ("CYD", None), ("DAN", "15/12/2025")):
            who = person(code)
            stay(where, who, "31/01/2026")
            if on:
                step(where, who, "plan", on)
        assert found(where) == [("BOB", "28/02/2026"), ("CYD", "28/02/2026")]
        assert [one.message for one in declared(where)] == [
            "BOB Test : pas de « Plan d'actions » au 28/02/2026, seulement le 01/03/2026 (entrée le 31/01/2026).",
            "CYD Test : pas de « Plan d'actions » au 28/02/2026 (entrée le 31/01/2026).",
        ]

    def test_with_a_tolerance_late_is_an_alert_and_never_done_a_breach_once_it_has_passed(self, under, on_day):
        """Entered on 31/01: due on 28/02, a breach from the day after 28/03."""
        where = under(rule("missing-step", step="plan", since="entrée", months="1 mois", tolerance="1 mois"))
        for code, on in (("ANA", None), ("BOB", "29/03/2026")):
            stay(where, person(code), "31/01/2026")
            if on:
                step(where, where.parcours[-1].person, "plan", on)
        strengths = {}
        for today in ("2026-02-28", "2026-03-01", "2026-03-28", "2026-03-29", "2026-06-30"):
            on_day(today)
            strengths[today] = [(one.subject, one.severity) for one in declared(where)]
        late = [("ANA", "warning"), ("BOB", "warning")]
        over = [("ANA", "error"), ("BOB", "warning")]
        assert list(strengths.values()) == [[], late, late, over, over]

    def test_a_document_instead_of_a_step(self, under):
        where = under(rule("missing-step", document="contrat", since="sortie", months="1 mois"))
        for code, on in (("ANA", "28/02/2026"), ("BOB", "01/03/2026")):
            who = person(code)
            stay(where, who, "05/01/2026", "31/01/2026")
            document(where, who, "contrat", on)
        assert told(where) == (
            "BOB Test : pas de « Contrat » au 28/02/2026, seulement le 01/03/2026 (sortie le 31/01/2026)."
        )

    def test_so_many_days_after_so_many_months_de_date_a_date(self, under):
        """Entered on 31/08/2025: 6 months on 28/02/2026, and 15 days on 15/03/2026."""
        where = under(rule("missing-step", step="plan", since="entrée", months="6 mois", days="15 jours"))
        for name, on in (("ANA", "15/03/2026"), ("BOB", "16/03/2026")):
            who = person(name)
            stay(where, who, "31/08/2025")
            step(where, who, "plan", on)
        assert found(where) == [("BOB", "15/03/2026")]

    def test_not_today_nor_of_someone_gone_before_nor_another_step(self, under):
        where = under(self.PLAN)
        stay(where, person("ANA"), "30/05/2026")
        stay(where, person("BOB"), "01/02/2026", "28/02/2026")
        cyd = person("CYD")
        stay(where, cyd, "01/02/2026", "01/03/2026")
        step(where, cyd, "ep", "02/02/2026")
        assert found(where) == [("CYD", "01/03/2026")]

    def test_the_step_of_one_parcours_does_not_serve_the_next(self, under):
        where = under(self.PLAN)
        ana = person("ANA")
        stay(where, ana, "05/01/2026", "28/02/2026")
        stay(where, ana, "01/04/2026")
        step(where, ana, "plan", "10/01/2026")
        assert found(where) == [("ANA", "01/05/2026")]

    def test_a_step_between_two_parcours_belongs_to_the_next_and_is_late_for_the_one_before(self, under):
        where = under(rule("missing-step", step="plan", since="entrée", days="10 jours"))
        ana = person("ANA")
        stay(where, ana, "05/01/2026", "31/01/2026")
        stay(where, ana, "02/03/2026")
        step(where, ana, "plan", "01/02/2026")  # the day after the exit
        assert "seulement le 01/02/2026" in told(where)
        bob = person("BOB")
        stay(where, bob, "05/01/2026", "31/01/2026")
        stay(where, bob, "02/03/2026")
        step(where, bob, "plan", "31/01/2026")  # the day of the exit
        assert found(where) == [("ANA", "15/01/2026"), ("BOB", "15/01/2026"), ("BOB", "12/03/2026")]

    def test_what_is_done_in_the_next_parcours_is_not_late_for_the_one_before(self, under):
        where = under(rule("missing-step", step="plan", since="entrée", days="10 jours"))
        for code, on, late in (("ANA", "01/03/2026", True), ("BOB", "02/03/2026", False)):
            who = person(code)
            stay(where, who, "05/01/2026", "31/01/2026")
            stay(where, who, "02/03/2026")
            step(where, who, "plan", on)
            assert ("seulement" in next(one.message for one in declared(where) if one.subject == code)) is late

    def test_after_an_exit_even_once_the_action_has_ended(self, under):
        where = under(rule("missing-step", step="plan", since="sortie", days="0 jours"), end="31/03/2026")
        ana, bob = person("ANA"), person("BOB")
        for who in (ana, bob):
            stay(where, who, "05/01/2026", "31/03/2026")
        step(where, ana, "plan", "31/03/2026")
        stay(where, person("CYD"), "05/01/2026")
        assert found(where) == [("BOB", "31/03/2026")]

    def test_since_the_orientation_and_only_of_these_variants(self, under):
        where = under(rule("missing-step", step="ep", since="orientation", months="2 mois", variants=["a"]))
        oriented: dict[str, Any] = {"oriented": day("31/12/2025")}
        stay(where, person("ANA"), "15/01/2026", variant="a", **oriented)
        stay(where, person("BOB"), "15/01/2026", variant="b", **oriented)
        stay(where, person("CYD"), "15/01/2026", **oriented)
        stay(where, person("DAN"), "15/01/2026", variant="a")
        assert found(where) == [("ANA", "28/02/2026")]


class TestRenewable:
    """Six months, then six more by a simple renewal, then six more once the Département has validated it."""

    EIGHTEEN = rule(
        "stay-length", of="renouvelable", maximum="6 mois", each="6 mois", renewals=2, validated=1, by="validation"
    )

    def test_six_months_to_the_day(self, under):
        where = under(self.EIGHTEEN, start="01/07/2025")
        stay(where, person("ANA"), "30/12/2025")  # six months today
        stay(where, person("BOB"), "29/12/2025")
        stay(where, person("CYD"), "01/10/2025", "01/04/2026")
        stay(where, person("DAN"), "01/10/2025", "02/04/2026")
        assert found(where) == [("DAN", "01/04/2026"), ("BOB", "29/06/2026")]
        assert declared(where)[0].message == (
            "DAN Test : parcours commencé le 01/10/2025, au-delà de 6 mois depuis le 01/04/2026 ; "
            "il faut un renouvellement daté."
        )

    @pytest.mark.parametrize(
        ("renewed", "validated", "limit"),
        [
            (None, None, "01/07/2025"),
            ("01/07/2025", None, "01/01/2026"),  # the second one must be validated
            ("01/07/2025", "20/12/2025", None),  # to 01/07/2026
            (None, "20/12/2025", "01/01/2026"),  # a validation is a renewal too
        ],
    )
    def test_the_last_renewal_must_be_validated(self, under, renewed, validated, limit):
        where = under(self.EIGHTEEN, start="01/01/2025")
        ana = person("ANA")
        stay(where, ana, "01/01/2025", renewed=renewed and day(renewed))
        if validated:
            step(where, ana, "validation", validated)
        assert found(where) == ([("ANA", limit)] if limit else [])

    def test_never_more_than_the_convention_admits(self, under):
        where = under(self.EIGHTEEN, start="01/10/2024")
        ana = person("ANA")
        stay(where, ana, "01/10/2024", renewed=day("01/04/2025"))
        step(where, ana, "validation", "01/10/2025")
        step(where, ana, "validation", "01/04/2026")
        assert found(where) == [("ANA", "01/04/2026")]
        assert told(where).endswith(
            "au-delà de 18 mois (2 renouvellements) depuis le 01/04/2026 ; la convention n'en admet pas davantage."
        )

    def test_what_is_needed_is_said(self, under):
        where = under(self.EIGHTEEN, start="01/01/2025")
        stay(where, person("ANA"), "01/01/2025", renewed=day("01/07/2025"))
        assert told(where).endswith("; il faut « Validation du Département ».")

    def test_as_many_renewals_as_wanted_each_by_a_step(self, under):
        free = rule("stay-length", of="renouvelable", maximum="2 mois", each="2 mois", steps=["renouvellement"])
        where = under(free)
        ana = person("ANA")
        stay(where, ana, "01/01/2026")
        step(where, ana, "renouvellement", "28/02/2026")
        step(where, ana, "renouvellement", "30/04/2026")
        assert found(where) == []
        bob = person("BOB")
        stay(where, bob, "01/01/2026", renewed=day("28/02/2026"))
        step(where, bob, "renouvellement", "28/02/2026")  # the same renewal, said twice
        step(where, bob, "plan", "30/04/2026")
        assert found(where) == [("BOB", "01/05/2026")]

    def test_a_step_on_the_day_of_entry_or_of_exit_renews(self, under):
        where = under(rule("stay-length", of="renouvelable", maximum="2 mois", each="2 mois", steps=["renouvellement"]))
        for code, on in (("ANA", "01/01/2026"), ("BOB", "01/04/2026")):
            who = person(code)
            stay(where, who, "01/01/2026", "01/04/2026")
            step(where, who, "renouvellement", on)
        assert found(where) == []

    def test_a_step_before_the_entry_renews_nothing(self, under):
        where = under(rule("stay-length", of="renouvelable", maximum="2 mois", each="2 mois", steps=["renouvellement"]))
        ana = person("ANA")
        stay(where, ana, "01/03/2026")
        step(where, ana, "renouvellement", "28/02/2026")
        assert found(where) == [("ANA", "01/05/2026")]


@pytest.mark.parametrize(
    ("start", "found_"), [("01/01/2026", []), ("31/12/2026", []), ("31/12/2025", [("A", "31/12/2025")])]
)
def test_an_action_starts_between_two_days(under, start, found_):
    where = under(rule("action-dates", earliest=date(2026, 1, 1), latest=date(2026, 12, 31)), start=start)
    assert found(where) == found_


def test_what_is_said_of_an_action_begun_too_early(under):
    where = under(rule("action-dates", earliest=date(2026, 1, 2), latest=date(2026, 12, 31)))
    assert told(where) == (
        "L'action A commence le 01/01/2026 ; la convention la fait commencer du 02/01/2026 au 31/12/2026."
    )
