"""Each rule, with the story that breaks it and the one that just does not."""

import pytest

from config import schema
from models.rules.checks import CHECKS, deviations
from models.tables import Movement, MovementReport
from tests.world import action, check, day, document, exam, loan, mark, moped, person, session, stay

pytestmark = pytest.mark.usefixtures("base")

RENFORCE, SIMPLE, ADSE_B = "cd49-adse-a-renforce", "cd49-adse-a-simple", "cd49-adse-b"


CONTRACT = (
    "group-size",
    "session-length",
    "stay-length",
    "exclusivity",
    "volume-cap",
    "loan-length",
    "loan-extension",
    "eligibility",
    "exam-attempts",
    "driving-quota",
    "overlap",
    "missing-document",
    "interview-rhythm",
    "park-size",
    "roll-not-called",
)


def found(where, *rules):
    """(rule, subject, date) of the deviations of an action; only of ``rules``, or of those of the contract."""
    return [(d.rule, d.subject, f"{d.date:%d/%m/%Y}") for d in deviations(where) if d.rule in (rules or CONTRACT)]


def test_every_rule_a_convention_may_name_is_checked():
    assert set(CHECKS) == set(schema.Rule.kinds.values())


def test_a_deviation_names_its_article_and_what_to_do():
    workshop = action(RENFORCE, places=8)
    mark(session(workshop, "seance", "10/02/2026", code="S1"), person("ANA"))
    one = next(d for d in deviations(workshop) if d.rule == "group-size")
    assert (one.severity, one.source, one.table) == ("warning", "Annexe 2, §4.1.2", "Session")
    assert "1 personne présente" in one.message
    assert one.remedy.endswith(".")


class TestSessions:
    def test_a_group_of_five_or_nine_deviates_six_and_eight_do_not(self):
        workshop = action(RENFORCE, places=8)
        people = [person(f"P{number}") for number in range(9)]
        for number, size in enumerate((5, 6, 8, 9), 1):
            mark(session(workshop, "seance", f"0{number}/02/2026", code=f"S{size}"), *people[:size])
        assert found(workshop, "group-size") == [
            ("group-size", "S5", "01/02/2026"),
            ("group-size", "S9", "04/02/2026"),
        ]

    def test_lengths_at_the_limits_are_admitted(self):
        workshop = action(RENFORCE, places=8)
        ana = person("ANA")
        for nature, start, end in (
            ("seance", "9:00", "10:59"),
            ("seance", "9:00", "11:00"),
            ("seance", "9:00", "12:00"),
            ("seance", "9:00", "12:01"),
            ("entretien", "14:00", "14:44"),
            ("entretien", "14:00", "14:45"),
            ("entretien", "14:00", "15:01"),
        ):
            number = workshop.sessions.count() + 1
            mark(session(workshop, nature, f"{number:02d}/02/2026", start, end, code=f"{nature}{end}"), ana)
        assert [subject for _, subject, _ in found(workshop, "session-length")] == [
            "seance10:59",
            "seance12:01",
            "entretien14:44",
            "entretien15:01",
        ]

    def test_a_roll_not_called_is_listed_until_somebody_is_marked(self):
        workshop = action(RENFORCE, places=8)
        ana = person("ANA")
        empty = session(workshop, "seance", "29/06/2026", code="HIER")
        session(workshop, "seance", "30/06/2026", code="AUJOURDHUI")
        session(workshop, "seance", "28/06/2026", code="ANNULEE", state="annulée")
        mark(session(workshop, "seance", "27/06/2026", code="PREVUE"), ana, status="prévu")
        mark(session(workshop, "seance", "26/06/2026", code="ABSENTE"), ana, status="absent")
        assert found(workshop, "roll-not-called") == [
            ("roll-not-called", "PREVUE", "27/06/2026"),
            ("roll-not-called", "HIER", "29/06/2026"),
        ]
        mark(empty, ana, status="excusé")
        assert ("roll-not-called", "HIER", "29/06/2026") not in found(workshop)

    def test_overlap_belongs_to_the_later_start_and_touching_is_no_overlap(self):
        first, second = action(RENFORCE, code="A1", places=8), action("cd49-ai", code="A2")
        ana, bob = person("ANA"), person("BOB")
        for who in (ana, bob):
            stay(first, who, "01/01/2026")
            stay(second, who, "01/01/2026")
        mark(session(first, "seance", "10/02/2026", "9:00", "11:00"), ana, bob)
        mark(session(second, "module-2", "10/02/2026", "10:59", "13:00"), ana)
        mark(session(second, "module-2", "10/02/2026", "11:00", "13:00", code="apres"), bob)
        assert found(first, "overlap") == []
        assert found(second, "overlap") == [("overlap", "ANA", "10/02/2026")]
        assert [d.action for d in deviations() if d.rule == "overlap"] == ["A2"]


class TestStays:
    def test_twelve_months_to_the_day_are_admitted(self, on_day):
        workshop = action(RENFORCE, "01/01/2025", "31/12/2026", places=8)
        ana, bob, cyd = person("ANA"), person("BOB"), person("CYD")
        stay(workshop, ana, "15/01/2025", "15/01/2026")
        stay(workshop, bob, "15/01/2025", "16/01/2026")
        stay(workshop, cyd, "30/06/2025")
        assert found(workshop, "stay-length") == [("stay-length", "BOB", "15/01/2025")]
        on_day("2026-07-01")
        assert ("stay-length", "CYD", "30/06/2025") in found(workshop)

    def test_a_permis_action_may_last_twelve_months(self):
        exact = action("cd93-3b-permis", "01/01/2026", "01/01/2027", code="JUSTE")
        long = action("cd93-3b-permis", "01/01/2026", "02/01/2027", code="LONGUE")
        assert found(exact) == []
        assert found(long) == [("stay-length", "LONGUE", "01/01/2026")]

    def test_two_adse_parcours_on_one_day_are_shown_for_both_actions(self):
        one, two = action(RENFORCE, code="AR", places=8), action(ADSE_B, code="B")
        ana, bob = person("ANA"), person("BOB")
        stay(two, ana, "01/01/2026", "01/03/2026")
        stay(one, ana, "01/03/2026")
        stay(two, bob, "01/01/2026", "28/02/2026")
        stay(one, bob, "01/03/2026")
        assert found(one, "exclusivity") == found(two, "exclusivity") == [("exclusivity", "ANA", "01/03/2026")]
        assert [d.action for d in deviations() if d.rule == "exclusivity"] == ["AR"]

    def test_the_second_month_without_an_interview_deviates(self):
        workshop = action(RENFORCE, places=8)
        ana = person("ANA")
        stay(workshop, ana, "15/01/2026")
        mark(session(workshop, "entretien", "10/03/2026", end="10:00"), ana)
        # whole months ended before 30 June: February (empty), March, April (empty), May (empty)
        assert found(workshop, "interview-rhythm") == [
            ("interview-rhythm", "ANA", "01/04/2026"),
            ("interview-rhythm", "ANA", "01/05/2026"),
        ]

    def test_leaving_a_simple_with_two_interviews_deviates(self):
        workshop = action(SIMPLE, places=8)
        ana = person("ANA")
        stay(workshop, ana, "15/01/2026", "31/05/2026")
        for on in ("16/01/2026", "31/05/2026", "01/06/2026"):
            mark(session(workshop, "entretien", on, end="10:00"), ana)
        assert found(workshop, "interview-rhythm") == [("interview-rhythm", "ANA", "31/05/2026")]

    def test_the_contract_is_due_a_month_after_entry_and_the_bilan_after_exit(self):
        workshop = action(SIMPLE, places=8)
        ana, bob = person("ANA"), person("BOB")
        stay(workshop, ana, "30/05/2026")  # due today: not past
        stay(workshop, bob, "31/01/2026", "28/02/2026")  # contract due 28/02, bilan 28/03
        document(workshop, bob, "contrat", "01/03/2026")
        document(workshop, bob, "bilan", "28/03/2026")
        assert found(workshop, "missing-document") == [("missing-document", "BOB", "28/02/2026")]


class TestModules:
    def test_volumes_count_payable_or_not_and_deviate_once(self):
        ai = action("cd49-ai")
        ana = person("ANA")
        stay(ai, ana, "05/01/2026")
        for number in range(6, 12):
            mark(session(ai, "module-1", f"{number:02d}/01/2026", "9:00", "12:00"), ana)
        assert found(ai, "volume-cap") == [("volume-cap", "ANA", "11/01/2026")]

    def test_eligibility_is_said_at_the_first_session_of_each_module(self):
        ai = action("cd49-ai")
        ana, bob = person("ANA"), person("BOB")
        stay(ai, ana, "05/01/2026")
        stay(ai, bob, "05/01/2026")
        check(ana, "01/01/2026", "FAJ")  # without a birth date
        check(bob, "01/01/2026")
        for number in (6, 7):
            mark(session(ai, "module-1", f"{number:02d}/01/2026"), ana, bob)
        mark(session(ai, "module-2", "08/01/2026"), ana, bob)
        assert found(ai, "eligibility") == [
            ("eligibility", "ANA", "06/01/2026"),
            ("eligibility", "ANA", "08/01/2026"),
        ]
        assert "date de naissance" in next(d.message for d in deviations(ai) if "08/01" in d.message)

    def test_module_3_without_attestation_is_dated_at_its_last_session(self):
        ai = action("cd49-ai")
        ana = person("ANA")
        stay(ai, ana, "05/01/2026")
        check(ana, "01/01/2026")
        for number in (6, 9):
            mark(session(ai, "module-3", f"{number:02d}/01/2026"), ana)
        assert found(ai, "missing-document") == [("missing-document", "ANA", "09/01/2026")]


class TestDriving:
    @pytest.fixture
    def lessons(self):
        return action("cd93-3b-permis")

    def test_forty_hours_of_evaluation_are_admitted(self, lessons):
        stay(lessons, person("ANA"), "05/01/2026", evaluation=2400)
        stay(lessons, person("BOB"), "05/01/2026", evaluation=2401)
        assert found(lessons, "eligibility") == [("eligibility", "BOB", "05/01/2026")]

    def test_attempts_beyond_those_provided(self, lessons):
        ana, bob = person("ANA"), person("BOB")
        for number, reason in ((1, ""), (2, ""), (3, ""), (4, "motif")):
            exam(lessons, ana, "code", f"0{number}/02/2026", "échoué", reason=reason)
            exam(lessons, bob, "code", f"0{number}/02/2026", "absent")
        exam(lessons, bob, "code", "10/02/2026", "échoué")
        for number in (1, 2, 3):
            exam(lessons, ana, "conduite", f"1{number}/02/2026", "échoué", reason="motif")
        assert found(lessons, "exam-attempts") == [
            ("exam-attempts", "ANA", "03/02/2026"),
            ("exam-attempts", "ANA", "04/02/2026"),
            ("exam-attempts", "ANA", "13/02/2026"),
        ]

    def test_leaving_without_the_code_after_one_attempt(self, lessons):
        ana, bob, cyd, dan = (person(code) for code in ("ANA", "BOB", "CYD", "DAN"))
        for who in (ana, bob, cyd):
            exam(lessons, who, "code", "01/02/2026", "réussi" if who is bob else "échoué")
        stay(lessons, ana, "05/01/2026", "01/03/2026")
        stay(lessons, bob, "05/01/2026", "01/03/2026")
        stay(lessons, cyd, "05/01/2026", "01/03/2026", exit_type="abandon")
        stay(lessons, dan, "05/01/2026", "01/07/2026")
        assert found(lessons, "exam-attempts") == [("exam-attempts", "ANA", "01/03/2026")]

    def test_driving_above_the_quota_and_grants_not_reported(self, lessons):
        ana, bob = person("ANA"), person("BOB")
        stay(lessons, ana, "05/01/2026")
        stay(lessons, bob, "05/01/2026")
        for number in range(1, 6):
            mark(session(lessons, "conduite", f"0{number}/02/2026", "8:00", "18:01"), ana)
        assert found(lessons, "driving-quota") == [("driving-quota", "ANA", "05/02/2026")]
        give = Movement.create(
            action=lessons, number=1, day=day("10/02/2026"), kind="libération", person=bob, minutes=600, reason="sortie"
        )
        take = Movement.create(
            action=lessons, number=2, day=day("10/02/2026"), kind="mobilisation", person=ana, minutes=60, reason="code"
        )
        assert give.id != take.id
        assert found(lessons, "driving-quota") == [("driving-quota", "ANA", "10/02/2026")]
        MovementReport.create(movement=take, referent=day("11/02/2026"), departement=day("12/02/2026"))
        assert found(lessons, "driving-quota") == []


class TestMopeds:
    @pytest.fixture
    def park(self):
        where = action("cd49-point-mobilite", "01/01/2025", "31/12/2026")
        for number in range(8):
            moped(where, f"M{number}", "01/01/2025")
        return where

    @staticmethod
    def lend(park, who, departure, back, plate="M0", **more):
        document(park, who, "contrat-mise-a-disposition", departure)
        return loan(park.mopeds.where(park.mopeds.model.plate == plate).get(), who, departure, back, back, **more)

    def test_a_loan_from_31_october_may_last_to_the_end_of_february(self, park):
        ana, bob = person("ANA"), person("BOB")
        self.lend(park, ana, "31/10/2025", "28/02/2026")
        self.lend(park, bob, "31/10/2025", "01/03/2026", "M1")
        assert found(park) == [("loan-length", "BOB", "28/02/2026")]

    def test_a_gap_under_thirty_days_is_added_but_does_not_restart_the_clock(self, park):
        ana, bob = person("ANA"), person("BOB")
        self.lend(park, ana, "01/01/2026", "31/01/2026")
        self.lend(park, ana, "01/03/2026", "30/05/2026", "M1")  # 29 days after: chained, 28 days of gap, limit 29/05
        self.lend(park, bob, "01/01/2026", "31/01/2026", "M2")
        self.lend(park, bob, "02/03/2026", "30/05/2026", "M3")  # 30 days after: a new chain
        assert found(park) == [("loan-length", "ANA", "29/05/2026")]

    def test_an_extension_asks_for_a_motive_and_a_professional(self, park):
        ana, bob = person("ANA"), person("BOB")
        both = {"extension_reason": "formation", "professional": "M. Roy"}
        self.lend(park, ana, "01/01/2026", "30/06/2026", extended=day("30/06/2026"), **both)
        self.lend(park, bob, "01/01/2026", "01/05/2026", "M1", extended=day("30/06/2026"), extension_reason="formation")
        assert found(park) == [("loan-extension", "BOB", "01/01/2026")]

    def test_the_contract_is_dated_within_thirty_days_before_the_departure(self, park):
        ana, bob = person("ANA"), person("BOB")
        loan(park.mopeds[0], ana, "01/02/2026", "10/02/2026", "10/02/2026")
        loan(park.mopeds[1], bob, "01/02/2026", "10/02/2026", "10/02/2026")
        document(park, ana, "contrat-mise-a-disposition", "02/01/2026")
        document(park, bob, "contrat-mise-a-disposition", "01/01/2026")
        assert found(park) == [("missing-document", "BOB", "01/02/2026")]

    def test_a_faj_borrower_is_18_to_25_at_departure(self, park):
        self.lend(park, person("ANA", public="FAJ", birth=day("02/02/2000")), "01/02/2026", "10/02/2026")
        self.lend(park, person("BOB", public="FAJ", birth=day("01/02/2000")), "01/02/2026", "10/02/2026", "M1")
        self.lend(park, person("CYD", public="RSA", birth=day("01/02/2000")), "01/02/2026", "10/02/2026", "M2")
        assert found(park) == [("eligibility", "BOB", "01/02/2026")]

    def test_fewer_than_eight_mopeds_is_an_information(self):
        small = action("cd49-point-mobilite", code="PETIT")
        moped(small, "M1", "01/01/2026")
        sizes = [d for d in deviations(small) if d.rule == "park-size"]
        assert [(d.severity, d.subject) for d in sizes] == [("info", "PETIT")]
