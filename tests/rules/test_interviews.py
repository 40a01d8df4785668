"""Rules on interviews: how often, at which moments, how soon. Today is 30/06/2026, a Tuesday."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date

from models.days.months import periods_ended
from tests.rules.own import declared, found, rule, told
from tests.world import day, mark, person, session, stay

pytestmark = pytest.mark.usefixtures("base")


def met(where, who, *days, nature="entretien", **more):
    """Interviews held with someone on these days."""
    for on in days:
        code = f"{nature}-{who.code}-{on}-{len(where.sessions)}"
        mark(session(where, nature, on, code=code, **more), who)


def of(every, **more):
    return rule("interview-rhythm", of=every, natures=["entretien"], **more)


class TestMonths:
    def test_two_a_month_of_the_whole_months_of_the_stay(self, under):
        where = under(of("mois", minimum=2))
        ana = person("ANA")
        stay(where, ana, "02/01/2026", "30/04/2026")
        met(where, ana, "02/02/2026", "28/02/2026", "01/03/2026", "01/04/2026", "30/04/2026")
        # January is not whole; February and April have two; March has one
        assert found(where) == [("ANA", "01/03/2026")]
        assert told(where) == "ANA Test : 1 entretien en 03/2026, la convention en prévoit 2 par mois."

    def test_june_is_not_over_on_its_last_day(self, under, on_day):
        where = under(of("mois", minimum=2))
        stay(where, person("ANA"), "01/06/2026")
        assert found(where) == []
        on_day("2026-07-01")
        assert found(where) == [("ANA", "01/06/2026")]

    def test_the_month_of_an_exit_is_not_tested_unless_left_on_its_last_day(self, under):
        where = under(of("mois"))
        stay(where, person("ANA"), "01/03/2026", "30/03/2026", exit_type="emploi")
        stay(where, person("BOB"), "01/03/2026", "31/03/2026")
        assert found(where) == [("BOB", "01/03/2026")]

    def test_the_months_of_the_entry_and_of_the_exit_may_be_left_out_always(self, under):
        """Readings 67-01 and E-25: from 1 January to 31 March, both whole, only February is asked."""
        where = under(of("mois", inner=True))
        stay(where, person("ANA"), "01/01/2026", "31/03/2026")
        stay(where, person("BOB"), "31/12/2025", "01/03/2026")
        assert found(where) == [("BOB", "01/01/2026"), ("ANA", "01/02/2026"), ("BOB", "01/02/2026")]

    def test_a_month_admitted_without_is_not_said(self, under):
        where = under(of("mois", allowed=1))
        stay(where, person("ANA"), "01/04/2026")
        assert found(where) == [("ANA", "01/05/2026")]

    def test_a_month_may_be_admitted_without_each_calendar_year(self, under):
        """Reading 49-36: November 2025 is the one of 2025, January the one of 2026."""
        where = under(of("mois", allowed=1, yearly=True), start="01/01/2025")
        stay(where, person("ANA"), "01/11/2025", "28/02/2026")
        assert found(where) == [("ANA", "01/12/2025"), ("ANA", "01/02/2026")]

    def test_a_phone_call_does_not_count_where_people_are_received(self, under):
        where = under(of("mois", channels=["face à face"]))
        ana, bob, cyd = person("ANA"), person("BOB"), person("CYD")
        for who, channel in ((ana, "téléphone"), (bob, "face à face"), (cyd, "")):
            stay(where, who, "01/05/2026")
            met(where, who, "12/05/2026", channel=channel)
        assert found(where) == [("ANA", "01/05/2026"), ("CYD", "01/05/2026")]  # one not noted is not face to face
        assert "aucun entretien (face à face) en 05/2026" in declared(where)[0].message

    def test_missed_cancelled_and_other_sessions_do_not_count(self, under):
        where = under(of("mois"))
        ana = person("ANA")
        stay(where, ana, "01/05/2026")
        mark(session(where, "entretien", "12/05/2026", code="absente"), ana, status="excusé")
        mark(session(where, "entretien", "13/05/2026", code="annulee", state="annulée"), ana)
        met(where, ana, "19/05/2026", nature="depart")
        assert found(where) == [("ANA", "01/05/2026")]

    def test_two_parcours_are_tested_each_in_its_own_months(self, under):
        where = under(of("mois"))
        ana = person("ANA")
        stay(where, ana, "01/01/2026", "10/02/2026")
        stay(where, ana, "15/03/2026", "31/05/2026")
        met(where, ana, "05/04/2026")
        assert found(where) == [("ANA", "01/01/2026"), ("ANA", "01/05/2026")]

    def test_it_ends_with_the_action(self, under):
        where = under(of("mois"), end="30/04/2026")
        stay(where, person("ANA"), "01/04/2026")
        assert found(where) == [("ANA", "01/04/2026")]


class TestWeeks:
    def test_weeks_run_from_monday_to_sunday_inside_the_stay(self, under):
        where = under(of("semaine"))
        ana = person("ANA")
        stay(where, ana, "02/06/2026", "28/06/2026")  # a Tuesday; the 28th is a Sunday
        met(where, ana, "08/06/2026", "28/06/2026")
        assert found(where) == [("ANA", "15/06/2026")]
        assert told(where) == (
            "ANA Test : aucun entretien la semaine du 15/06/2026, la convention en prévoit 1 par semaine."
        )

    def test_the_week_of_today_is_not_over(self, under, on_day):
        where = under(of("semaine"))
        stay(where, person("ANA"), "22/06/2026")
        on_day("2026-06-28")
        assert found(where) == []
        on_day("2026-06-29")
        assert found(where) == [("ANA", "22/06/2026")]

    def test_a_week_across_the_new_year_is_one(self, under):
        where = under(of("semaine"), start="29/12/2025")
        ana = person("ANA")
        stay(where, ana, "29/12/2025", "11/01/2026")
        met(where, ana, "04/01/2026")
        assert found(where) == [("ANA", "05/01/2026")]


class TestQuarters:
    def test_whole_calendar_quarters(self, under):
        where = under(of("trimestre"), start="01/07/2025")
        ana, bob = person("ANA"), person("BOB")
        stay(where, ana, "01/10/2025")
        stay(where, bob, "02/10/2025")
        met(where, ana, "31/03/2026")
        assert found(where) == [("ANA", "01/10/2025"), ("BOB", "01/01/2026")]
        assert declared(where)[0].severity == "info"
        assert "au 4e trimestre 2025" in declared(where)[0].message
        assert "au 1er trimestre 2026" in declared(where)[1].message


class TestMoments:
    STAGED = rule("interview-rhythm", of="moments", start="depart", middle="milieu", end="fin")

    def test_the_first_is_due_a_month_after_the_entry_and_held_late_is_held(self, under):
        where = under(self.STAGED)
        ana, bob, cyd = person("ANA"), person("BOB"), person("CYD")
        stay(where, ana, "30/05/2026")  # due today
        stay(where, bob, "29/05/2026")
        stay(where, cyd, "29/05/2026")
        met(where, cyd, "30/06/2026", nature="depart")
        assert found(where) == [("BOB", "29/06/2026")]
        assert told(where) == ("BOB Test : pas de « Entretien de démarrage », dû au 29/06/2026 (entrée le 29/05/2026).")

    def test_the_second_once_half_of_the_planned_stay_has_passed(self, under):
        where = under(self.STAGED)
        for code, planned in (("ANA", "31/07/2026"), ("BOB", "29/07/2026")):
            who = person(code)
            stay(where, who, "01/06/2026", planned_end=day(planned))  # half: 01/07 and 30/06
            met(where, who, "01/06/2026", nature="depart")
        assert found(where) == []
        cyd = person("CYD")
        stay(where, cyd, "01/06/2026", planned_end=day("27/07/2026"))  # half: 29/06
        met(where, cyd, "01/06/2026", nature="depart")
        assert found(where) == [("CYD", "29/06/2026")]

    def test_without_a_planned_end_half_of_what_the_action_leaves(self, under):
        where = under(self.STAGED, end="09/06/2026")
        ana = person("ANA")
        stay(where, ana, "10/04/2026")  # sixty days: half on 10/05
        met(where, ana, "11/04/2026", nature="depart")
        assert found(where) == [("ANA", "10/05/2026")]

    def test_someone_who_leaves_early_owes_the_first_and_the_last(self, under):
        where = under(self.STAGED)
        ana = person("ANA")
        stay(where, ana, "01/03/2026", "15/03/2026", planned_end=day("31/08/2026"))
        assert found(where) == [("ANA", "15/03/2026"), ("ANA", "15/03/2026")]
        met(where, ana, "02/03/2026", nature="depart")
        assert "Entretien de fin" in told(where)
        met(where, ana, "20/03/2026", nature="fin")
        assert found(where) == []

    def test_someone_who_leaves_on_the_very_day_of_half_owes_the_second(self, under):
        where = under(self.STAGED)
        ana = person("ANA")
        stay(where, ana, "01/03/2026", "31/03/2026", planned_end=day("30/04/2026"))  # sixty days: half on 31/03
        met(where, ana, "02/03/2026", nature="depart")
        met(where, ana, "31/03/2026", nature="fin")
        assert "Entretien de mi-parcours" in told(where)

    def test_an_interview_between_two_parcours_belongs_to_either(self, under):
        where = under(self.STAGED)
        ana = person("ANA")
        stay(where, ana, "05/01/2026", "31/01/2026", planned_end=day("31/12/2026"))
        stay(where, ana, "02/03/2026", "31/03/2026", planned_end=day("31/12/2026"))
        met(where, ana, "01/02/2026", nature="depart")  # the day after the exit
        met(where, ana, "01/03/2026", nature="fin")  # the day before the next entry
        assert found(where) == []

    def test_the_interviews_of_one_parcours_do_not_serve_the_next(self, under):
        where = under(self.STAGED)
        ana = person("ANA")
        stay(where, ana, "05/01/2026", "31/01/2026", planned_end=day("31/12/2026"))
        stay(where, ana, "01/03/2026", "31/03/2026", planned_end=day("31/12/2026"))
        for nature, on in (("depart", "20/01/2026"), ("fin", "31/01/2026")):
            met(where, ana, on, nature=nature)
        assert [on for _, on in found(where)] == ["31/03/2026", "31/03/2026"]


def test_three_interviews_in_all_from_the_entry_to_the_exit_both_in_it(under):
    where = under(rule("interview-rhythm", of="séjour", natures=["entretien"], minimum=3))
    ana, bob = person("ANA"), person("BOB")
    for who in (ana, bob):
        stay(where, who, "05/01/2026", "31/03/2026")
    met(where, ana, "05/01/2026", "10/02/2026", "31/03/2026")
    met(where, bob, "04/01/2026", "10/02/2026", "31/03/2026")
    assert found(where) == [("BOB", "31/03/2026")]


class TestInTime:
    FIRST = rule("missing-interview", natures=["entretien"], since="orientation", days="15 jours")

    def test_fifteen_days_after_the_orientation(self, under):
        where = under(self.FIRST)
        for code, on in (("ANA", "16/01/2026"), ("BOB", "17/01/2026"), ("CYD", None)):
            who = person(code)
            stay(where, who, "05/01/2026", oriented=day("01/01/2026"))
            if on:
                met(where, who, on)
        stay(where, person("DAN"), "05/01/2026")  # nobody knows when
        assert found(where) == [("BOB", "16/01/2026"), ("CYD", "16/01/2026")]
        assert declared(where)[0].message == (
            "BOB Test : pas de « Entretien » au 16/01/2026, seulement le 17/01/2026 (orientation le 01/01/2026)."
        )

    def test_it_is_not_due_on_its_last_day_nor_before_the_entry(self, under):
        where = under(self.FIRST)
        stay(where, person("ANA"), "20/06/2026", oriented=day("15/06/2026"))
        stay(where, person("BOB"), "01/07/2026", oriented=day("01/06/2026"))
        assert found(where) == []


YEAR = st.dates(date(2024, 1, 1), date(2026, 12, 31)).map(lambda day: Date(day.year, day.month, day.day))
SAME = {
    "mois": lambda day: (day.year, day.month),
    "semaine": lambda day: tuple(day.isocalendar())[:2],
    "trimestre": lambda day: (day.year, (day.month + 2) // 3),
}


@given(YEAR, st.integers(0, 200), st.sampled_from(sorted(SAME)))
def test_whole_periods_are_those_all_of_whose_days_are_inside(first, length, every):
    last = first.add(days=length)
    same = SAME[every]
    days = [first + timedelta(days=number) for number in range(length + 1)]
    runs: dict[tuple, list] = {}
    for one in days:
        runs.setdefault(same(one), []).append(one)
    whole = [
        (run[0], run[-1])
        for run in runs.values()
        if same(run[0] - timedelta(days=1)) != same(run[0]) and same(run[-1] + timedelta(days=1)) != same(run[-1])
    ]
    assert [(start, end) for start, end in periods_ended(first, last, every) if start >= first] == whole
