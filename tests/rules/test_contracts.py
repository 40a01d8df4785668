"""Rules on contracts: their length, renewals and signatures, and being under one. Today is 30/06/2026."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date

from models.rules.checks import deviations
from models.rules.covered import gaps
from tests.rules.own import declared, found, rule, told, write
from tests.world import action, contract, day, person, stay, step

pytestmark = pytest.mark.usefixtures("base")


def signing(where, *contracts, entry="01/01/2026", **who):
    """Someone in the action with these contracts: (kind, start, end) or (kind, start, end, more)."""
    someone = person(who.pop("code", "ANA"), **who)
    stay(where, someone, entry)
    for kind, start, end, *more in contracts:
        contract(where, someone, kind, start, end, **(more[0] if more else {}))
    return someone


class TestLength:
    @pytest.mark.parametrize(
        ("start", "end", "wrong"),
        [
            ("01/01/2026", "30/04/2026", False),  # four months to the eve
            ("01/01/2026", "29/04/2026", True),
            ("31/10/2025", "27/02/2026", False),  # there is no 31 February: four months end on the 28th
            ("31/10/2025", "26/02/2026", True),
            ("01/01/2026", "01/01/2027", False),  # twelve months, de date à date
            ("01/01/2026", "02/01/2027", True),
        ],
    )
    def test_four_to_twelve_months_both_admitted(self, under, start, end, wrong):
        where = under(rule("contract-length", contracts=["cddi"], minimum="4 mois", maximum="12 mois"))
        signing(where, ("cddi", start, end))
        assert found(where) == ([("ANA", start)] if wrong else [])

    def test_what_is_said_names_the_person_the_days_and_the_convention(self, under):
        where = under(rule("contract-length", contracts=["cddi"], minimum="4 mois"))
        signing(where, ("cddi", "01/01/2026", "31/01/2026"))
        assert told(where) == "ANA Test : CDDI du 01/01/2026 au 31/01/2026, la convention prévoit 4 mois au moins."

    def test_a_contract_broken_early_or_renewing_another_is_not_too_short(self, under):
        where = under(rule("contract-length", contracts=["cddi"], minimum="4 mois"))
        broken = {"broken": day("31/01/2026")}
        signing(
            where, ("cddi", "01/01/2026", "30/06/2026", broken), ("cddi", "01/07/2026", "31/07/2026", {"renewal": True})
        )
        assert found(where) == []

    def test_a_contract_without_its_end_is_only_an_alert(self, under):
        where = under(rule("contract-length", contracts=["cer"], maximum="6 mois"))
        signing(where, ("cer", "01/01/2026", None))
        assert [(one.severity, one.subject) for one in deviations(where)] == [("warning", "ANA")]

    def test_only_the_contracts_of_these_kinds_more_than_drafts(self, under):
        where = under(rule("contract-length", contracts=["cer"], maximum="6 mois"))
        long = ("01/01/2026", "31/12/2026")
        signing(where, ("ppae", *long), ("cer", *long, {"status": "rejeté"}))
        signing(where, ("cer", *long, {"status": "dispense"}), code="BOB")
        signing(where, ("cer", *long, {"status": "en préparation"}), code="CYD")
        signing(where, ("cer", *long, {"status": "en validation"}), code="DAN")
        assert found(where) == [("DAN", "01/01/2026")]

    @pytest.mark.parametrize(
        ("end", "wrong"),
        [("31/03/2026", False), ("01/04/2026", False), ("30/04/2026", True), ("30/06/2026", False)],
    )
    def test_three_or_six_months_and_nothing_between(self, under, end, wrong):
        where = under(rule("contract-length", contracts=["cer"], lengths=["3 mois", "6 mois"]))
        signing(where, ("cer", "01/01/2026", end))
        assert bool(found(where)) is wrong


class TestLengthInAll:
    CAP = rule("contract-length", contracts=["cddi"], total="24 mois", beyond_age=50, beyond_disabled=True)

    def two(self, where, end, **who):
        """A year, then from the day after to ``end``: 24 months from 01/01/2024 end on 01/01/2026."""
        signing(where, ("cddi", "01/01/2024", "31/12/2024"), ("cddi", "01/01/2025", end), **who)

    def test_twenty_four_months_to_the_day_are_admitted(self, under):
        where = under(self.CAP)
        self.two(where, "01/01/2026", code="ANA", birth=day("01/01/1990"))
        self.two(where, "02/01/2026", code="BOB", birth=day("01/01/1990"))
        assert found(where) == [("BOB", "01/01/2025")]

    def test_contracts_that_share_a_day_are_admitted_as_long(self, under):
        where = under(self.CAP)
        for code, start in (("ANA", "31/12/2024"), ("BOB", "01/06/2024")):
            signing(
                where,
                ("cddi", "01/01/2024", "31/12/2024"),
                ("cddi", start, "01/01/2026"),
                code=code,
                birth=day("01/01/1990"),
            )
        assert found(where) == []

    def test_the_days_between_two_contracts_do_not_count(self, under):
        where = under(self.CAP)
        young = {"birth": day("01/01/1990")}
        # out from 01/02 to 10/02/2024: ten days, so 24 months end on 11/01/2026
        signing(where, ("cddi", "01/01/2024", "31/01/2024"), ("cddi", "11/02/2024", "11/01/2026"), code="ANA", **young)
        signing(where, ("cddi", "01/01/2024", "31/01/2024"), ("cddi", "11/02/2024", "12/01/2026"), code="BOB", **young)
        assert found(where) == [("BOB", "11/02/2024")]

    def test_a_contract_broken_counts_to_the_day_it_was(self, under):
        where = under(self.CAP)
        someone = signing(where, ("cddi", "01/01/2024", "31/12/2025", {"broken": day("31/01/2025")}))
        contract(where, someone, "cddi", "01/02/2025", "01/01/2026")
        assert found(where) == []

    def test_fifty_is_reached_at_the_latest_on_the_first_day_beyond(self, under):
        where = under(self.CAP)
        self.two(where, "31/12/2026", code="ANA", birth=day("02/01/1976"))  # 50 on 02/01/2026
        self.two(where, "31/12/2026", code="BOB", birth=day("03/01/1976"))
        self.two(where, "31/12/2026", code="CYD", birth=day("03/01/1976"), disabled=True)
        assert found(where) == [("BOB", "01/01/2025")]

    def test_a_decision_since_the_contract_before_lets_the_next_one_go_beyond(self, under):
        """The step is dated from 01/01/2024, when the first contract begins, to 01/01/2025, when the next one does."""
        where = under(rule("contract-length", contracts=["cddi"], total="12 mois", unless="ep"))
        for code, on in (("ANA", "01/01/2025"), ("BOB", "02/01/2025"), ("CYD", "31/12/2023")):
            someone = signing(
                where, ("cddi", "01/01/2024", "31/12/2024"), ("cddi", "01/01/2025", "30/06/2025"), code=code
            )
            step(where, someone, "ep", on)
        assert found(where) == [("BOB", "01/01/2025"), ("CYD", "01/01/2025")]

    def test_without_a_birth_it_is_only_an_alert(self, under):
        where = under(self.CAP)
        self.two(where, "31/12/2026")
        assert [one.severity for one in deviations(where)] == ["warning"]

    def test_without_knowing_of_a_disability_it_is_only_an_alert(self, under):
        where = under(self.CAP)
        self.two(where, "31/12/2026", code="ANA", birth=day("01/01/1990"))
        self.two(where, "31/12/2026", code="BOB", birth=day("01/01/1990"), disabled=False)
        assert [(one.subject, one.severity) for one in deviations(where)] == [("ANA", "warning"), ("BOB", "error")]

    def test_a_birth_is_not_asked_where_age_changes_nothing(self, under):
        where = under(rule("contract-length", contracts=["cddi"], total="24 mois"))
        self.two(where, "31/12/2026")
        assert [one.severity for one in deviations(where)] == ["error"]

    def test_contracts_of_another_action_count_and_are_said_in_their_own(self, under):
        where = under(self.CAP, code="B")
        before = action("cd00-essai", "01/01/2024", "31/12/2024", code="A")
        ana = signing(where, ("cddi", "01/01/2025", "02/01/2026"), birth=day("01/01/1990"))
        stay(before, ana, "01/01/2024", "31/12/2024")
        contract(before, ana, "cddi", "01/01/2024", "31/12/2024")
        assert (found(before), found(where)) == ([], [("ANA", "01/01/2025")])


class TestRenewals:
    ONCE = rule("contract-renewals", contracts=["cer"], maximum=1, unless="ep")

    def thrice(self, where, code="ANA"):
        renewal = {"renewal": True}
        return signing(
            where,
            ("cer", "01/01/2025", "30/06/2025"),
            ("cer", "01/07/2025", "31/12/2025", renewal),
            ("cer", "01/01/2026", "30/06/2026", renewal),
            code=code,
        )

    def test_a_second_renewal_deviates(self, under):
        where = under(self.ONCE)
        self.thrice(where)
        assert found(where) == [("ANA", "01/01/2026")]
        assert told(where).endswith("est le 2e renouvellement, sans « Avis de l'EP » ; la convention en admet 1.")

    @pytest.mark.parametrize(
        ("decided", "found_"),
        [
            ("01/01/2026", []),
            ("01/07/2025", []),
            ("02/01/2026", [("ANA", "01/01/2026")]),  # after it began
            ("30/06/2025", [("ANA", "01/01/2026")]),  # about the renewal before
        ],
    )
    def test_unless_decided_since_the_contract_it_renews(self, under, decided, found_):
        where = under(self.ONCE)
        step(where, self.thrice(where), "ep", decided)
        assert found(where) == found_

    def test_the_first_one_known_may_be_a_renewal(self, under):
        where = under(self.ONCE)
        signing(where, ("cer", "01/01/2026", "30/06/2026", {"renewal": True}))
        assert found(where) == []

    def test_a_new_contract_starts_the_count_again(self, under):
        where = under(self.ONCE)
        ana = self.thrice(where)
        step(where, ana, "ep", "01/01/2026")
        contract(where, ana, "cer", "01/09/2026", "28/02/2027", renewal=False)
        contract(where, ana, "cer", "01/03/2027", "31/08/2027", renewal=True)
        assert found(where) == []


class TestSignatures:
    ALL = rule(
        "contract-signatures", contracts=["cer"], signatures=["personne", "référent", "Département", "transmission"]
    )

    def test_a_contract_begun_lacks_what_is_not_dated(self, under):
        where = under(self.ALL)
        signing(where, ("cer", "01/01/2026", "30/06/2026", {"signed": day("02/01/2026"), "sent": day("05/01/2026")}))
        assert told(where) == (
            "ANA Test : CER du 01/01/2026 commencé, il manque la signature du référent et la décision du Département."
        )

    def test_nothing_is_asked_of_one_whole_or_not_begun(self, under):
        where = under(self.ALL)
        whole = dict.fromkeys(("signed", "signed_referent", "validated", "sent"), day("10/01/2026"))
        signing(where, ("cer", "01/01/2026", "30/06/2026", whole), ("cer", "01/07/2026", "31/12/2026"))
        assert found(where) == []

    def test_one_that_begins_today_is_begun(self, under):
        where = under(self.ALL)
        signing(where, ("cer", "30/06/2026", "31/12/2026"))
        assert found(where) == [("ANA", "30/06/2026")]


class TestWeeklyHours:
    def test_twenty_and_twenty_six_hours_are_admitted(self, under):
        where = under(rule("weekly-hours", contracts=["cddi"], minimum="20 h", maximum="26 h"))
        for number, minutes in enumerate((1199, 1200, 1560, 1561, None)):
            signing(where, ("cddi", "01/01/2026", "30/06/2026", {"weekly": minutes}), code=f"P{number}")
        assert found(where) == [("P0", "01/01/2026"), ("P3", "01/01/2026")]
        assert (
            "19 h 59 par semaine, la convention prévoit 20 h au moins et 26 h au plus" in deviations(where)[0].message
        )


class TestAtEntry:
    HELD = rule("missing-contract", of="entrée", contracts=["cer"], instead=["ppae"])

    @pytest.mark.parametrize(
        ("start", "end", "missing"),
        [
            ("02/03/2026", "31/12/2026", False),  # on the day
            ("03/03/2026", "31/12/2026", True),
            ("01/01/2026", "02/03/2026", False),  # to the day
            ("01/01/2026", "01/03/2026", True),
            ("01/01/2026", None, False),
        ],
    )
    def test_in_force_on_the_day_of_entry(self, under, start, end, missing):
        where = under(self.HELD)
        signing(where, ("cer", start, end), entry="02/03/2026")
        assert found(where) == ([("ANA", "02/03/2026")] if missing else [])

    def test_one_broken_turned_down_or_a_draft_is_not(self, under):
        where = under(self.HELD)
        for code, more in (
            ("ANA", {"broken": day("01/03/2026")}),
            ("BOB", {"status": "rejeté"}),
            ("CYD", {"status": "en préparation"}),
            ("DAN", {"status": "procédure de rappel"}),
            ("EVE", {"status": "dispense"}),
        ):
            signing(where, ("cer", "01/01/2026", "31/12/2026", more), entry="02/03/2026", code=code)
        assert [subject for subject, _ in found(where)] == ["ANA", "BOB", "CYD"]

    def test_one_made_in_another_action_is(self, under):
        where = under(self.HELD)
        contract(action("cd49-ai", code="AI"), signing(where), "cer", "01/01/2026", "30/06/2026")
        assert found(where) == []

    def test_another_kind_only_asks_for_a_confirmation(self, under):
        where = under(self.HELD)
        signing(where, ("ppae", "01/01/2026", None))
        assert [one.severity for one in deviations(where)] == ["warning"]
        assert told(where) == (
            "ANA Test : sans « CER » en cours à l'entrée du 01/01/2026 ; "
            "« PPAE » en cours, à confirmer avec le Département."
        )

    @pytest.mark.parametrize(
        ("start", "end", "severity"),
        [
            ("02/03/2026", "31/12/2026", "warning"),
            ("03/03/2026", "31/12/2026", "error"),
            ("01/01/2026", "02/03/2026", "warning"),
            ("01/01/2026", "01/03/2026", "error"),
        ],
    )
    def test_the_other_kind_too_is_in_force_on_that_day(self, under, start, end, severity):
        where = under(self.HELD)
        signing(where, ("ppae", start, end), entry="02/03/2026")
        assert [one.severity for one in deviations(where)] == [severity]

    def test_nothing_is_asked_before_the_day_of_entry(self, under):
        where = under(self.HELD)
        signing(where, entry="01/07/2026")
        assert found(where) == []

    def test_an_inscription_by_that_day_is_enough_where_the_convention_says_so(self, under):
        where = under(rule("missing-contract", of="entrée", contracts=["cer"], registration=True))
        signing(where, entry="02/03/2026", code="ANA", job_seeker_since=day("02/03/2026"))
        signing(where, entry="02/03/2026", code="BOB", job_seeker_since=day("03/03/2026"))
        signing(where, entry="02/03/2026", code="CYD", job_seeker_number="123A")
        assert found(where) == [("BOB", "02/03/2026")]

    def test_the_inscription_alone_may_be_asked_for(self, under):
        where = under(rule("missing-contract", of="entrée", contracts=[], registration=True))
        signing(where, ("cer", "01/01/2026", None))
        assert told(where) == "ANA Test : sans inscription à Pôle emploi à l'entrée du 01/01/2026."


class TestInTime:
    def test_two_months_from_the_orientation_to_the_day(self, under):
        where = under(rule("missing-contract", of="délai", contracts=["cer"], since="orientation", within="2 mois"))
        for code, signed in (("ANA", "28/02/2026"), ("BOB", "01/03/2026"), ("CYD", None)):
            ana = person(code)
            stay(where, ana, "15/01/2026", oriented=day("31/12/2025"))
            if signed:
                contract(where, ana, "cer", "15/03/2026", "15/09/2026", signed=day(signed))
        stay(where, person("DAN"), "15/01/2026")  # nobody knows when
        assert found(where) == [("BOB", "28/02/2026"), ("CYD", "28/02/2026")]
        assert "pas de « CER » signé au 28/02/2026, seulement le 01/03/2026" in deviations(where)[0].message

    def test_one_signed_before_counts_while_it_is_in_force(self, under):
        where = under(rule("missing-contract", of="délai", contracts=["cer"], since="entrée", within="1 mois"))
        signing(where, ("cer", "01/07/2025", "01/01/2026"), code="ANA")
        signing(where, ("cer", "01/07/2025", "31/12/2025"), code="BOB")
        assert found(where) == [("BOB", "01/02/2026")]

    def test_it_is_not_due_today_nor_of_someone_gone_before(self, under):
        where = under(rule("missing-contract", of="délai", contracts=["cer"], since="entrée", within="1 mois"))
        stay(where, person("ANA"), "30/05/2026")
        stay(where, person("BOB"), "01/03/2026", "31/03/2026")
        stay(where, person("CYD"), "01/03/2026", "01/04/2026")
        assert found(where) == [("CYD", "01/04/2026")]

    def test_an_action_ended_before_the_delay_owes_nothing(self, under):
        late = rule("missing-contract", of="délai", contracts=["cer"], since="entrée", within="2 mois")
        where = under(late, end="31/03/2026")
        stay(where, person("ANA"), "31/01/2026")
        stay(where, person("BOB"), "01/02/2026")
        assert found(where) == [("ANA", "31/03/2026")]


class TestThroughout:
    def test_the_first_day_of_each_gap_up_to_today(self, under):
        where = under(rule("missing-contract", of="durée", contracts=["cer"], registration=True))
        signing(where, ("cer", "03/01/2026", "31/01/2026"), ("cer", "10/02/2026", "29/06/2026"))
        assert found(where) == [("ANA", "01/01/2026"), ("ANA", "01/02/2026"), ("ANA", "30/06/2026")]
        assert deviations(where)[1].message == (
            "ANA Test : sans contrat en cours du 01/02/2026 au 09/02/2026, ni « CER », ni inscription à Pôle emploi."
        )

    def test_contracts_that_touch_or_overlap_leave_none(self, under):
        where = under(rule("missing-contract", of="durée", contracts=["cer", "ppae"]))
        signing(
            where,
            ("cer", "01/12/2025", "31/01/2026"),
            ("ppae", "15/01/2026", "28/02/2026"),
            ("cer", "01/03/2026", None),
        )
        assert found(where) == []

    def test_an_inscription_fills_the_days_from_its_own(self, under):
        where = under(rule("missing-contract", of="durée", contracts=["cer"], registration=True))
        signing(where, ("cer", "01/01/2026", "31/01/2026"), job_seeker_since=day("03/02/2026"))
        assert found(where) == [("ANA", "01/02/2026")]

    def test_it_ends_at_the_exit_or_with_the_action(self, under):
        where = under(rule("missing-contract", of="durée", contracts=["cer"]), end="31/03/2026")
        for code, exit in (("ANA", None), ("BOB", "28/02/2026")):
            someone = person(code)
            stay(where, someone, "01/01/2026", exit)
            contract(where, someone, "cer", "01/01/2026", "28/02/2026")
        assert found(where) == [("ANA", "01/03/2026")]
        assert told(where).endswith("sans « CER » en cours du 01/03/2026 au 31/03/2026.")


DAYS = st.dates(date(2026, 1, 1), date(2026, 3, 31)).map(lambda day: Date(day.year, day.month, day.day))
SPANS = st.tuples(DAYS, DAYS).map(lambda two: (min(two), max(two)))


@given(SPANS, st.lists(SPANS, max_size=4))
def test_gaps_are_the_days_no_interval_holds(within, intervals):
    first, last = within
    days = [first.add(days=number) for number in range((last - first).days + 1)]
    bare = {day for day in days if not any(start <= day <= end for start, end in intervals)}
    runs = list(gaps(first, last, intervals))
    told = [start.add(days=number) for start, end in runs for number in range((end - start).days + 1)]
    assert sorted(bare) == told
    assert all(later[0] > earlier[1].add(days=1) for earlier, later in pairwise(runs))


def test_the_file_of_an_operator_is_read_like_the_others(tmp_path):
    where = action(
        write(tmp_path, rule("contract-length", name="court", contracts=["cer"], maximum="3 mois", strength="souple"))
    )
    signing(where, ("cer", "01/01/2026", "30/06/2026"))
    assert [one.severity for one in deviations(where)] == ["info"]


class TestLapsed:
    """Reading E-35. Today is 30/06/2026."""

    ASKED = rule("missing-contract", of="échéance", contracts=["cer"], tolerance="1 mois")

    def lapsed(self, where):
        return [(one.subject, one.severity, f"{one.date:%d/%m/%Y}") for one in declared(where)]

    def under_contract(self, where, code, end, left=None, **more):
        who = person(code)
        stay(where, who, "05/01/2026", left)
        contract(where, who, "cer", "05/01/2026", end, **more)
        return who

    def test_an_alert_the_day_after_and_an_error_once_a_month_has_passed(self, under):
        where = under(self.ASKED)
        self.under_contract(where, "ANA", "30/06/2026")  # the parcours is covered today
        self.under_contract(where, "BOB", "29/06/2026")
        self.under_contract(where, "CYD", "30/05/2026")  # + 1 month: today
        self.under_contract(where, "DAN", "29/05/2026")
        assert self.lapsed(where) == [
            ("DAN", "error", "29/05/2026"),
            ("CYD", "warning", "30/05/2026"),
            ("BOB", "warning", "29/06/2026"),
        ]
        assert declared(where)[0].message == "DAN Test : « CER » fini le 29/05/2026, sans suite."

    def test_a_procedure_de_rappel_stays_an_alert(self, under):
        where = under(self.ASKED)
        self.under_contract(where, "ANA", "31/03/2026", status="procédure de rappel")
        self.under_contract(where, "BOB", "31/12/2026", broken=day("31/03/2026"))
        assert self.lapsed(where) == [("ANA", "warning", "31/03/2026"), ("BOB", "error", "31/03/2026")]

    def test_a_renewal_follows_the_next_day_or_ends_the_gap(self, under):
        where = under(self.ASKED)
        ana = self.under_contract(where, "ANA", "31/03/2026")
        contract(where, ana, "cer", "01/04/2026", "30/09/2026")
        bob = self.under_contract(where, "BOB", "31/03/2026")
        contract(where, bob, "cer", "03/04/2026", "30/09/2026")
        cyd = self.under_contract(where, "CYD", "31/03/2026")
        contract(where, cyd, "cer", "01/04/2026", "30/09/2026", status="rejeté")
        assert self.lapsed(where) == [("BOB", "warning", "31/03/2026"), ("CYD", "error", "31/03/2026")]
        assert "sans suite jusqu'au 02/04/2026" in declared(where)[0].message

    def test_only_while_the_parcours_is_open_and_after_a_contract(self, under):
        where = under(self.ASKED)
        self.under_contract(where, "ANA", "31/03/2026", "31/03/2026")
        self.under_contract(where, "BOB", "31/03/2026", "01/04/2026")
        stay(where, person("CYD"), "05/01/2026")
        dan = person("DAN")
        stay(where, dan, "05/01/2026")
        contract(where, dan, "cer", "01/06/2025", "04/01/2026")  # over before the entry
        assert self.lapsed(where) == [("BOB", "warning", "31/03/2026")]
