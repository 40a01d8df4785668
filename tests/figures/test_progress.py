"""What is evaluated, served in time, and how often. Today is 30/06/2026."""

from fractions import Fraction
from typing import Any

import pytest

from config.schema import Evaluated, InTime, Progressions, ServedPeriods, Target
from models.tables import Person
from tests.figures.counting import count
from tests.world import contract, day, evaluation, mark, person, session, stay, step


class TestEvaluations:
    @pytest.fixture
    def class_room(self, under):
        """Ana rises in writing and not in speech, Bob falls, Cyd is evaluated once."""
        where, ana, bob, cyd = under(), person("ANA"), person("BOB"), person("CYD")
        evaluation(where, ana, "01/01/2026", "entrée", "A1", "écrit")
        evaluation(where, ana, "01/01/2026", "entrée", "A2", "oral")
        evaluation(where, ana, "01/03/2026", "en cours", "A1", "écrit")
        evaluation(where, ana, "01/05/2026", "sortie", "A2", "écrit")
        evaluation(where, ana, "01/05/2026", "sortie", "A2", "oral")
        evaluation(where, bob, "01/01/2026", "entrée", "B1", "écrit")
        evaluation(where, bob, "01/03/2026", "sortie", "A2", "écrit")
        evaluation(where, cyd, "01/01/2026", "entrée", "B2", "écrit")
        return where

    def test_a_level_that_rose_since_the_entry(self, class_room):
        found = count(Progressions, class_room, scale="cecrl", target=Target("personnes"))
        assert (found.value, found.detail, found.base) == (1, {"écrit": 1}, 2)

    def test_somebody_who_rises_in_four_subjects_is_one_person_of_one(self, under):
        """Reading E-01: never « 4 sur 4 personnes » of one beneficiary; each of the four parts has her."""
        where, ana = under(), person("ANA")
        subjects = ("compréhension orale", "expression orale", "compréhension écrite", "expression écrite")
        for subject in subjects:
            evaluation(where, ana, "01/01/2026", "entrée", "A1", subject)
            evaluation(where, ana, "01/05/2026", "sortie", "A2", subject)
        found = count(Progressions, where, scale="cecrl", target=Target("personnes"), several=True)
        assert (found.value, found.target, found.base) == (1, 1, 1)
        assert found.detail == dict.fromkeys(sorted(subjects), 1)
        found = count(Evaluated, where, moments=("sortie",), scale="cecrl", by="domaine", several=True)
        assert (found.value, found.detail) == (1, dict.fromkeys(sorted(subjects), 1))

    def test_what_was_stored_otherwise_is_the_level_and_the_domain_it_is(self, under):
        """Reading E-10: neither case nor spaces put an evaluation out of a figure."""
        where, ana = under(), person("ANA")
        evaluation(where, ana, "01/01/2026", "entrée", "a 1", "Écrit")
        evaluation(where, ana, "01/05/2026", "sortie", "A-2", "écrit")
        assert count(Progressions, where, scale="cecrl").value == 1
        found = count(Evaluated, where, moments=("sortie",), scale="cecrl", by="niveau")
        assert found.detail == {"A2": 1}

    def test_only_those_whose_last_evaluation_is_in_the_period(self, class_room):
        found = count(Progressions, class_room, "01/03/2026 – 30/04/2026", scale="cecrl")
        assert (found.value, found.base) == (0, 2)  # Ana is still A1 in March, Bob fell
        assert count(Progressions, class_room, "02/05/2026 – 30/06/2026", scale="cecrl").base == 0

    def test_at_a_moment_by_the_last_level(self, class_room):
        found = count(Evaluated, class_room, moments=("en cours", "sortie"), scale="cecrl", by="niveau")
        assert found.detail == {"A2": 2}
        assert count(Evaluated, class_room, moments=("entrée",)).value == 3

    def test_by_subject_once_in_each(self, class_room):
        found = count(Evaluated, class_room, moments=("sortie",), by="domaine", several=True)
        assert (found.value, found.detail) == (2, {"oral": 1, "écrit": 2})

    def test_by_subject_and_level_where_each_subject_was_left(self, class_room):
        """Reading E-23: A2 in writing for Ana and Bob, in speech for Ana; two persons."""
        found = count(
            Evaluated, class_room, moments=("en cours", "sortie"), scale="cecrl", by="domaine et niveau", several=True
        )
        assert (found.value, found.detail) == (2, {"oral : A2": 1, "écrit : A2": 2})

    def test_what_is_dated_after_today_counts_nowhere(self, class_room):
        """Reading E-07: Cyd's second evaluation is dated 1 July, tomorrow."""
        evaluation(class_room, Person.get(code="CYD"), "01/07/2026", "sortie", "C1", "écrit")
        assert count(Evaluated, class_room, moments=("sortie",)).value == 2
        assert count(Progressions, class_room, scale="cecrl").base == 2


class TestServedPeriods:
    def test_full_months_with_enough_interviews(self, under):
        """Ana from 15 January to 30 June: full months February to May, June ending today. Two interviews in February,
        one in March: one month of four has two, two of four have one."""
        where, ana = under(), person("ANA")
        stay(where, ana, "15/01/2026")
        for on in ("20/01/2026", "02/02/2026", "28/02/2026", "31/03/2026"):
            mark(session(where, "entretien", on), ana)
        asked = {"unit": "mois", "natures": ("entretien",), "target": Target("personnes")}
        found = count(ServedPeriods, where, minimum=2, **asked)
        assert (found.value, found.target) == (1, 4)
        assert count(ServedPeriods, where, **asked).value == 2
        assert count(ServedPeriods, where, "01/03/2026 – 30/04/2026", **asked).target == 2

    def test_the_months_of_the_entry_and_of_the_exit_are_left_out_always(self, under):
        """Readings 67-01 and E-25: from 1 January to 31 March, both whole, only February is asked."""
        where, ana = under(), person("ANA")
        stay(where, ana, "01/01/2026", "31/03/2026")
        asked: dict[str, Any] = {"unit": "mois", "natures": ("entretien",)}
        assert count(ServedPeriods, where, **asked).base == 3
        assert count(ServedPeriods, where, inner=True, **asked).base == 1
        mark(session(where, "entretien", "15/01/2026"), ana)
        assert count(ServedPeriods, where, inner=True, **asked).value == 0
        mark(session(where, "entretien", "28/02/2026"), ana)
        assert count(ServedPeriods, where, inner=True, **asked).value == 1

    def test_weeks_run_from_monday_to_sunday(self, under):
        """Reading 59-19: from Tuesday 6 to Wednesday 21 January 2026, one full week, 12 to 18."""
        where, ana = under(), person("ANA")
        stay(where, ana, "06/01/2026", "21/01/2026")
        mark(session(where, "entretien", "12/01/2026", channel="téléphone"), ana)
        asked = {"unit": "semaine", "natures": ("entretien",)}
        assert (count(ServedPeriods, where, **asked).value, count(ServedPeriods, where, **asked).base) == (1, 1)
        assert count(ServedPeriods, where, channels=("face à face", ""), **asked).value == 0
        mark(session(where, "entretien", "18/01/2026"), ana)
        assert count(ServedPeriods, where, channels=("face à face",), **asked).value == 0
        assert count(ServedPeriods, where, channels=("face à face", ""), **asked).value == 1

    def test_quarters_of_the_calendar(self, under):
        where, ana, bob = under(), person("ANA"), person("BOB")
        stay(where, ana, "01/01/2026")
        stay(where, bob, "02/01/2026", "30/06/2026")
        mark(session(where, "entretien", "31/03/2026"), ana, bob)
        found = count(ServedPeriods, where, unit="trimestre", natures=("entretien",))
        assert (found.value, found.base) == (1, 1)  # Bob's first is not whole, the second ends today


class TestInTime:
    def test_an_interview_within_fifteen_days_of_the_orientation(self, under):
        """Reading 49-05. Ana on the last day, Bob one day late, Cyd not met yet but in time, Dan of unknown date."""
        where = under()
        ana, bob, cyd, dan = (person(code) for code in ("ANA", "BOB", "CYD", "DAN"))
        stay(where, ana, "05/03/2026", oriented="2026-03-01")
        stay(where, bob, "05/03/2026", oriented="2026-03-01")
        stay(where, cyd, "20/06/2026", oriented="2026-06-15")
        stay(where, dan, "05/03/2026")
        mark(session(where, "entretien", "16/03/2026"), ana, dan)
        mark(session(where, "entretien", "17/03/2026"), bob)
        asked: dict[str, Any] = {"since": "orientation", "days": 15, "natures": ("entretien",)}
        found = count(InTime, where, target=Target("personnes"), **asked)
        assert (found.value, found.target) == (1, 2)
        mark(session(where, "entretien", "30/06/2026"), cyd)
        found = count(InTime, where, target=Target("personnes"), **asked)
        assert (found.value, found.target, found.share) == (2, 3, Fraction(2, 3))

    def test_a_contract_signed_within_a_month_or_already_in_force(self, under):
        where = under()
        ana, bob, cyd, dan = (person(code) for code in ("ANA", "BOB", "CYD", "DAN"))
        for who in (ana, bob, cyd, dan):
            stay(where, who, "31/01/2026")
        contract(where, ana, "cer", "01/03/2026", signed="28/02/2026")  # 31 January + 1 month
        contract(where, bob, "cer", "01/03/2026", signed="01/03/2026")
        contract(where, cyd, "cer", "01/09/2025", "31/01/2026", signed="01/09/2025")
        contract(where, dan, "cer", "01/09/2025", "30/01/2026", signed="01/09/2025")
        found = count(InTime, where, since="entrée", months=1, contracts=("cer",))
        assert (found.value, found.base) == (2, 4)

    def test_a_contract_before_the_orientation_does_not_answer_it(self, under):
        """Reading E-51: signed the day before the decision, or begun before it; and E-07: signed tomorrow."""
        where = under()
        ana, bob, cyd, dan = (person(code) for code in ("ANA", "BOB", "CYD", "DAN"))
        for who in (ana, bob, cyd):
            stay(where, who, "05/03/2026", oriented=day("01/03/2026"))
        stay(where, dan, "20/06/2026", oriented=day("15/06/2026"))
        contract(where, ana, "cer", "01/03/2026", signed="01/03/2026")
        contract(where, bob, "cer", "02/03/2026", signed="28/02/2026")
        contract(where, cyd, "cer", "28/02/2026", signed="02/03/2026")
        contract(where, dan, "cer", "01/07/2026", signed="01/07/2026")
        found = count(InTime, where, since="orientation", months=2, contracts=("cer",))
        assert (found.value, found.base) == (1, 3)

    def test_what_was_done_in_an_earlier_parcours_is_not_of_this_one(self, under):
        where, ana, bob = under(), person("ANA"), person("BOB")
        stay(where, ana, "01/01/2026", "31/01/2026")
        stay(where, ana, "01/03/2026")
        stay(where, bob, "01/01/2026", "31/01/2026")
        step(where, ana, "plan", "31/01/2026")
        step(where, bob, "plan", "31/01/2026")
        found = count(InTime, where, since="entrée", months=1, steps=("plan",))
        assert (found.value, found.base) == (2, 2)
        found = count(InTime, where, "01/02/2026 – 30/06/2026", since="entrée", months=1, steps=("plan",))
        assert (found.value, found.base) == (0, 1)

    def test_a_reminder_within_fifteen_days_of_a_first_meeting_missed(self, under):
        """Reading 49-05. Ana the 15th day, Bob one day late, Cyd not reminded but in time (today is 30 June), Dan came
        late to the first one, Eve was reminded before, Fay excused then absent, Guy absent at the second only."""
        where = under()
        ana, bob, cyd, dan, eve, fay, guy = (
            person(f"{code}") for code in ["ANA", "BOB", "CYD", "DAN", "EVE", "FAY", "GUY"]
        )
        for who in (ana, bob, cyd, dan, eve, fay, guy):
            stay(where, who, "01/03/2026")
        first = session(where, "entretien", "10/03/2026")
        mark(first, ana, bob, eve, status="absent")
        mark(first, dan, status="retard", minutes=10)
        mark(first, fay, status="excusé")
        mark(first, guy)
        mark(session(where, "entretien", "11/03/2026"), fay, guy, status="absent")
        mark(session(where, "entretien", "15/06/2026"), cyd, status="absent")
        mark(session(where, "entretien", "01/02/2026"), ana)  # before the parcours
        mark(session(where, "entretien", "02/03/2026", state="annulée"), ana)
        for who, on in ((ana, "25/03/2026"), (bob, "26/03/2026"), (eve, "09/03/2026"), (fay, "11/03/2026")):
            step(where, who, "plan", on)
        asked: dict[str, Any] = {"since": "absence", "missed": ("entretien",), "days": 15, "steps": ("plan",)}
        found = count(InTime, where, target=Target("personnes"), **asked)
        assert (found.value, found.base) == (2, 4)  # Ana and Fay, of these two, Bob and Eve
        step(where, cyd, "plan", "15/06/2026")
        assert count(InTime, where, **asked).value == 3
