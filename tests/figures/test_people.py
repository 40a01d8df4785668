"""Who is accompanied, present, entered; the places they hold, month by month and day by day. Today is 30/06/2026."""

from config.schema import Entries, MonthEnds, Persons, PlaceDays, Present, Target
from models.tables import Parcours
from tests.figures.counting import count
from tests.world import contract, person, stay


class TestPresent:
    def test_on_the_last_day_of_the_period(self, under):
        where = under()
        stay(where, person("ANA"), "01/01/2026", "31/01/2026")  # leaves that very day: still there
        stay(where, person("BOB"), "31/01/2026")
        stay(where, person("CYD"), "01/01/2026", "30/01/2026")
        stay(where, person("DAN"), "01/02/2026")
        assert count(Present, where, "01/01/2026 – 31/01/2026").value == 2

    def test_or_today_and_never_in_a_period_to_come(self, under):
        where = under()
        stay(where, person("ANA"), "01/06/2026")
        stay(where, person("BOB"), "01/07/2026")
        assert count(Present, where).value == 1
        assert count(Present, where, "01/07/2026 – 31/12/2026").value == 0

    def test_a_person_with_two_parcours_counts_once(self, under):
        where, ana = under(), person("ANA")
        stay(where, ana, "01/01/2026")
        stay(where, ana, "01/02/2026")
        assert count(Present, where).value == 1

    def test_under_a_contract_in_force_in_one_of_the_statuses(self, under):
        """Reading 49-04: oriented without a contract yet is not in the file active; a broken contract is over."""
        where = under()
        for code in ("ANA", "BOB", "CYD", "DAN", "EVE"):
            stay(where, person(code), "01/01/2026")
        ana, bob, cyd, dan = (one.person for one in where.parcours.order_by(Parcours.id).limit(4))
        contract(where, ana, "cer", "01/01/2026", "30/06/2026", status="validé")
        contract(where, bob, "cer", "01/01/2026", "29/06/2026", status="validé")
        contract(where, cyd, "cer", "01/01/2026", None, status="rejeté")
        contract(where, dan, "cer", "01/01/2026", "31/12/2026", status="en validation", broken="01/06/2026")
        statuses = ("validé", "en validation", "procédure de rappel")
        assert count(Present, where, contracts=("cer",), statuses=statuses).value == 1
        assert count(Present, where, contracts=("cer",), statuses=("rejeté",)).value == 1

    def test_compared_with_the_posts(self, under):
        """60 persons for one full-time post; 1,5 post: 90."""
        where = under(staff=150)
        stay(where, person("ANA"), "01/01/2026")
        found = count(Present, where, target=Target("etp", each=60, indicative=True))
        assert (found.value, found.target, found.base, found.indicative) == (1, 90, None, True)


class TestParts:
    def test_ages_at_the_entry(self, under):
        where = under()
        births = {"A": "02/03/2008", "B": "01/03/2008", "C": "01/03/2000", "D": "01/03/1996", "E": "01/03/1976"}
        for code, birth in births.items():
            stay(where, person(code, birth=f"{birth[6:]}-{birth[3:5]}-{birth[:2]}"), "01/03/2026")
        stay(where, person("F"), "01/03/2026")
        # 17 on the eve of the birthday, 18, 26, 30 and 50 on the birthday itself
        assert list(count(Entries, where, by="âge").detail.items()) == [
            ("moins de 18 ans", 1),
            ("18–25 ans", 1),
            ("26–29 ans", 1),
            ("30–49 ans", 1),
            ("50 ans et plus", 1),
            ("non renseigné", 1),
        ]

    def test_born_on_29_february(self, under):
        where = under(start="01/01/2025")
        stay(where, person("ANA", birth="2008-02-29"), "28/02/2026")
        stay(where, person("BOB", birth="2008-02-29"), "01/03/2026")
        assert count(Entries, where, by="âge").detail == {"moins de 18 ans": 1, "18–25 ans": 1}

    def test_profile_and_orientation_with_what_is_not_known(self, under):
        where = under()
        stay(where, person("ANA", sex="F", priority_area=True), "01/03/2026", oriented_by="CCAS", variant="a")
        stay(where, person("BOB", sex="M", priority_area=False), "01/03/2026", oriented_by="CCAS")
        stay(where, person("CYD"), "01/03/2026")
        assert count(Persons, where, of="parcours", by="sexe").detail == {"femmes": 1, "hommes": 1, "non renseigné": 1}
        assert count(Present, where, by="quartier prioritaire").detail == {"non": 1, "oui": 1, "non renseigné": 1}
        assert count(Entries, where, by="structure orientante").detail == {"CCAS": 2, "non renseigné": 1}
        assert count(Entries, where, by="variante").detail == {"Type A": 1, "non renseigné": 2}
        assert count(Persons, where, of="parcours", variants=("a",)).value == 1

    def test_a_person_is_of_the_part_of_the_first_parcours(self, under):
        where, ana = under(), person("ANA")
        stay(where, ana, "01/01/2026", "31/01/2026", variant="a")
        stay(where, ana, "01/03/2026", variant="b")
        assert count(Persons, where, of="parcours", by="variante").detail == {"Type A": 1}
        assert count(Persons, where, "01/03/2026 – 31/03/2026", of="parcours", by="variante").detail == {"Type B": 1}


def test_someone_who_enters_twice_makes_two_entries(under):
    """Reading 59-13."""
    where, ana = under(), person("ANA")
    stay(where, ana, "01/01/2026", "31/01/2026")
    stay(where, ana, "01/03/2026")
    stay(where, person("BOB"), "01/07/2026")  # to come
    assert count(Entries, where, unit="entrée").value == 2
    assert count(Entries, where, "01/03/2026 – 31/03/2026", unit="entrée").value == 1


class TestMonthEnds:
    PLACES = Target("places-mois")

    def test_the_file_active_of_each_month_of_the_year(self, under):
        """2 places from January to June: 12. January 1, February 2, March 2, then 1, 1, 1: 8."""
        where = under(places=2)
        stay(where, person("ANA"), "15/01/2026", "31/03/2026")
        stay(where, person("BOB"), "28/02/2026")
        found = count(MonthEnds, where, unit="place-mois", target=self.PLACES)
        assert found.detail == {f"2026-0{month}": 2 if month in (2, 3) else 1 for month in range(1, 7)}
        assert (found.value, found.target, found.base) == (8, 12, 12)

    def test_months_count_once_over_and_within_the_action(self, under, on_day):
        where = under(start="15/02/2026", end="15/05/2026", places=1)
        stay(where, person("ANA"), "15/02/2026")
        on_day("2026-04-29")
        found = count(MonthEnds, where, "01/01/2026 – 31/12/2026", unit="place-mois", target=self.PLACES)
        assert (list(found.detail), found.target) == (["2026-02", "2026-03"], 2)
        on_day("2026-04-30")
        assert count(MonthEnds, where, unit="place-mois", target=self.PLACES).target == 3
        on_day("2026-12-31")
        assert count(MonthEnds, where, unit="place-mois", target=self.PLACES).target == 3  # May is not whole

    def test_more_than_the_places_is_not_capped(self, under):
        where = under(start="01/06/2026", end="30/06/2026", places=1)
        for code in ("ANA", "BOB"):
            stay(where, person(code), "01/06/2026")
        assert count(MonthEnds, where, unit="place-mois", target=self.PLACES).rate == 2

    def test_a_place_kept_after_a_job_is_found(self, under):
        """Reading 59-09: gone to a job on 10 January; kept two months, to 10 March: February's end still counts."""
        where = under()
        stay(where, person("ANA"), "01/01/2026", "10/01/2026", exit_type="emploi")
        stay(where, person("BOB"), "01/01/2026", "10/01/2026", exit_type="abandon")
        assert count(MonthEnds, where, unit="place-mois").value == 0
        assert count(MonthEnds, where, unit="place-mois", after_job=2).detail == {"2026-01": 1, "2026-02": 1}


class TestPlaceDays:
    def test_days_of_parcours_up_to_today(self, under):
        """Ana 1–10 March and 5–12 again: 12 days, not 18. Bob from 29 June: 2 days so far."""
        where, ana, bob = under(places=1), person("ANA"), person("BOB")
        stay(where, ana, "01/03/2026", "10/03/2026")
        stay(where, ana, "05/03/2026", "12/03/2026")
        stay(where, bob, "29/06/2026")
        found = count(PlaceDays, where, unit="place-jour", target=Target("places-jours"))
        assert found.detail == {"ANA": 12, "BOB": 2}
        assert found.target == 181  # 1 January to 30 June
        assert count(PlaceDays, where, "10/03/2026 – 31/03/2026", unit="place-jour").value == 3

    def test_days_under_contract(self, under):
        """Reading 49-33: a place held in turn, 31 days of January less the 10 between the two contracts."""
        where, ana, bob = under(), person("ANA"), person("BOB")
        contract(where, ana, "cddi", "01/01/2026", "31/12/2026", broken="10/01/2026")
        contract(where, bob, "cddi", "21/01/2026", "30/04/2026")
        contract(where, bob, "cer", "01/01/2026", "31/01/2026")
        contract(where, bob, "cddi", "11/01/2026", "12/01/2026", status="en préparation")
        found = count(PlaceDays, where, "01/01/2026 – 31/01/2026", unit="place-jour", contracts=("cddi",))
        assert found.detail == {"ANA": 10, "BOB": 11}
