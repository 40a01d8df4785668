"""The figures of each convention, small stories worked by hand."""

from fractions import Fraction

import pytest

from config.catalogue import catalogue
from models.figures import figures as indicators
from models.figures.figures import counted, counted_in_target, figures
from models.figures.measures.by_kind import MEASURES
from tests.world import action, day, document, exam, follow_up, loan, mark, moped, person, session, stay

pytestmark = pytest.mark.usefixtures("base")


def figure(where, name, start=None, end=None):
    found = figures(where, day(start) if start else where.start, day(end) if end else where.end)
    return next(one for one in found if one.indicator.id == name)


def test_every_measure_of_every_convention_is_computed():
    used = {type(indicator) for spec in catalogue().values() for indicator in spec.indicator}
    assert {kind for kind in used if kind.measure not in ("place-estimate", "place-amount")} <= set(MEASURES)


class TestAdse:
    @pytest.fixture
    def workshop(self):
        return action("cd49-adse-a-renforce", places=8)

    def test_sessions_count_once_and_attendances_each(self, workshop):
        ana, bob, cyd = person("ANA"), person("BOB"), person("CYD")
        for who in (ana, bob, cyd):
            stay(workshop, who, "01/01/2026")
        first = session(workshop, "seance", "10/02/2026")
        mark(first, ana, bob)
        mark(first, cyd, status="absent")
        mark(session(workshop, "seance", "11/02/2026"), ana, status="retard", minutes=30)
        mark(session(workshop, "seance", "12/02/2026", state="annulée"), ana, bob)
        mark(session(workshop, "seance", "13/02/2026"), cyd, status="excusé")
        assert figure(workshop, "seances-collectives").value == 2
        assert figure(workshop, "seances-collectives").target == 44
        assert figure(workshop, "participations").value == 3
        assert figure(workshop, "participations").target == 44 * 8
        assert figure(workshop, "participations", "11/02/2026", "28/02/2026").value == 1

    def test_participants_are_persons_open_in_the_period_not_parcours(self, workshop):
        ana, bob, cyd = person("ANA"), person("BOB"), person("CYD")
        stay(workshop, ana, "01/01/2026", "31/01/2026")
        stay(workshop, ana, "01/03/2026")
        stay(workshop, bob, "01/02/2026", "15/02/2026")
        stay(workshop, cyd, "01/07/2026")  # after today
        assert figure(workshop, "participants").value == 2
        assert figure(workshop, "participants").target == 8
        assert figure(workshop, "participants", "16/02/2026", "28/02/2026").value == 0
        assert figure(workshop, "participants", "15/02/2026", "01/03/2026").value == 2

    def test_the_estimate_caps_each_part_and_rounds_half_up(self):
        workshop = action("cd49-adse-a-renforce", "01/01/2026", "30/06/2026", places=1)
        ana = person("ANA")
        stay(workshop, ana, "01/01/2026")
        for number in range(1, 8):
            mark(session(workshop, "seance", f"{number:02d}/02/2026"), ana)
        for number in range(1, 7):
            mark(session(workshop, "entretien", f"{number:02d}/03/2026", end="10:00"), ana)
        # half a year of one place: 7 of 22 sessions, 6 interviews for 5,5: ½ × (1250 × 7/22 + 550) = 473,8636…
        assert figure(workshop, "entretiens-individuels").rate == Fraction(12, 11)
        assert figure(workshop, "montant-estime").value == Fraction(47386, 100)
        assert figure(workshop, "montant-estime").target == 900

    def test_without_places_the_estimate_is_nothing_and_rates_are_unknown(self):
        workshop = action("cd49-adse-a-simple", places=0)
        assert figure(workshop, "montant-estime").value == 0
        assert figure(workshop, "montant-estime").rate is None
        assert figure(workshop, "participations").target == 0

    def test_the_records_behind_a_figure_add_up_to_it(self, workshop):
        ana = person("ANA")
        stay(workshop, ana, "01/01/2026", "31/01/2026")
        stay(workshop, ana, "01/03/2026")
        mark(session(workshop, "seance", "10/01/2026"), ana)
        for one in figures(workshop, workshop.start, workshop.end)[:4]:
            records = counted(workshop, one.indicator, workshop.start, workshop.end)
            assert sum(record.quantity for record in records) == one.value
        people = counted(workshop, figure(workshop, "participants").indicator, workshop.start, workshop.end)
        assert [record.quantity for record in people] == [1, 0]


class TestPermis:
    @pytest.fixture
    def lessons(self):
        return action("cd93-3b-permis", "01/10/2025", "30/09/2026")

    def test_hours_are_minutes_typed_or_the_length_of_the_session(self, lessons):
        ana = person("ANA")
        stay(lessons, ana, "01/10/2025")
        mark(session(lessons, "conduite", "12/01/2026", end="10:30"), ana)
        mark(session(lessons, "conduite", "13/01/2026", end="10:00"), ana, status="retard", minutes=45)
        assert figure(lessons, "heures-conduite").value == Fraction(9, 4)
        assert figure(lessons, "heures-conduite").detail == {"ANA": Fraction(9, 4)}

    def test_exams_count_persons_presented(self, lessons):
        ana, bob, cyd = person("ANA"), person("BOB"), person("CYD")
        exam(lessons, ana, "code", "01/12/2025", "échoué")
        exam(lessons, ana, "code", "10/12/2025", "réussi")
        exam(lessons, bob, "code", "10/12/2025", "échoué")
        exam(lessons, cyd, "code", "10/12/2025", "absent")
        assert (figure(lessons, "reussite-code").value, figure(lessons, "reussite-code").target) == (1, 2)
        assert figure(lessons, "reussite-conduite").rate is None

    def test_access_at_three_months_follows_the_last_exit_of_the_period(self, lessons):
        ana, bob, cyd, dan = (person(code) for code in ("ANA", "BOB", "CYD", "DAN"))
        stay(lessons, ana, "01/10/2025", "30/11/2025")
        stay(lessons, ana, "01/12/2025", "30/03/2026")  # 30/03 + 3 months is today: counts once
        stay(lessons, bob, "01/10/2025", "31/03/2026")  # 31/03 + 3 months is 30/06: counts
        stay(lessons, cyd, "01/10/2025", "01/04/2026")  # not yet
        stay(lessons, dan, "01/10/2025", "15/01/2026")
        follow_up(lessons, ana, "30/06/2026", True, "emploi")
        follow_up(lessons, bob, "30/06/2026", False)
        follow_up(lessons, dan, "20/04/2026", True, "autre")
        found = figure(lessons, "acces-3-mois")
        assert (found.value, found.target) == (1, 3)
        gone = counted_in_target(lessons, found.indicator, lessons.start, lessons.end)
        assert sum(record.quantity for record in gone) == 3

    @pytest.mark.parametrize(
        ("on", "value"),
        [("14/01/2026", 0), ("15/01/2026", 0), ("30/03/2026", 0), ("31/03/2026", 1), ("30/06/2026", 1)],
    )
    def test_a_contact_counts_from_fifteen_days_before_the_three_months(self, lessons, on, value):
        """Reading E-03: out on 15/01/2026, the three months are over on 15/04; the eve of the exit it follows none."""
        ana = person("ANA")
        stay(lessons, ana, "01/10/2025", "15/01/2026")
        follow_up(lessons, ana, on, True, "emploi")
        found = figure(lessons, "acces-3-mois")
        assert (found.value, found.target) == (value, 1)

    def test_the_contact_of_another_exit_says_nothing_of_the_last(self, lessons):
        """Reading E-03: found in a job after the first exit, never called after the second; each exit in its period."""
        ana = person("ANA")
        stay(lessons, ana, "01/10/2025", "30/11/2025", exit_type="emploi")
        follow_up(lessons, ana, "28/02/2026", True, "emploi")
        stay(lessons, ana, "01/12/2025", "15/01/2026", exit_type="abandon")
        assert figure(lessons, "acces-3-mois").value == 0
        first = figure(lessons, "acces-3-mois", "01/11/2025", "30/11/2025")
        assert (first.value, first.target) == (1, 1)
        follow_up(lessons, ana, "15/04/2026", True, "formation")
        assert figure(lessons, "acces-3-mois").value == 1

    def test_a_relay_counts_a_person_once(self, lessons):
        ana = person("ANA")
        document(lessons, ana, "relais-referent", "01/12/2025")
        document(lessons, ana, "relais-referent", "01/02/2026")
        assert figure(lessons, "relais-referent").value == 1
        assert figure(lessons, "relais-referent", "01/01/2026", "31/01/2026").value == 0


class TestPointMobilite:
    @pytest.fixture
    def park(self):
        return action("cd49-point-mobilite")

    def test_both_ends_of_a_loan_count_and_a_hand_over_day_once(self, park):
        bike = moped(park, "AA-1", "01/01/2026")
        loan(bike, person("ANA", public="RSA"), "01/03/2026", "10/03/2026", "10/03/2026")
        loan(bike, person("BOB"), "10/03/2026", "15/03/2026", "12/03/2026")
        assert figure(park, "jours-location").value == 12
        assert figure(park, "jours-location").detail == {"AA-1": 12}
        assert figure(park, "participants").detail == {"Autre": 1, "RSA": 1}

    def test_a_loan_not_returned_runs_to_today_less_the_days_in_repair(self, park):
        from models.tables import Downtime

        bike = moped(park, "AA-1", "01/01/2026")
        loan(bike, person("ANA"), "21/06/2026", "30/09/2026")
        Downtime.create(moped=bike, start=day("25/06/2026"), end=day("26/06/2026"), cause="pneu")
        assert figure(park, "jours-location").value == 8
        assert figure(park, "jours-location", "01/07/2026", "31/12/2026").value == 0
        assert figure(park, "participants", "01/07/2026", "31/12/2026").value == 0

    def test_the_target_follows_the_days_in_the_park(self, park):
        moped(park, "AA-1", "01/06/2025")  # the whole year
        moped(park, "AA-2", "01/01/2026", "14/03/2026")  # 73 days: a fifth
        moped(park, "AA-3", "01/02/2027")  # never
        assert figure(park, "jours-location").target == 180 + 36
        assert figure(park, "cyclomoteurs").value == 2
        assert figure(park, "cyclomoteurs", "15/03/2026", "31/12/2026").value == 1


def test_half_a_cent_rounds_up():
    assert indicators.euros(Fraction(12345, 1000)) == Fraction(1235, 100)
    assert indicators.euros(Fraction(12344999, 1000000)) == Fraction(1234, 100)
