"""Exits and their classes, what they are a share of, and what becomes of those who leave. Today is 30/06/2026."""

from fractions import Fraction
from typing import Any

import pytest

from config.catalogue import convention
from config.schema import Exits, FollowUps, JobStarts, Persons, Target, Trained
from models.tables import Job, Parcours, Person
from models.terms.exits import class_of, to_qualify
from tests.figures.counting import count
from tests.world import day, fact, follow_up, person, stay, training

NORTH = convention("cd59-iii1-mise-en-situation")


def exit_to(kind: str, contract: str = "", end: str | None = None, on: str = "31/08/2026") -> Parcours:
    return Parcours(exit=day(on), exit_type=kind, exit_contract=contract, job_end=day(end) if end else None)


class TestClasses:
    @pytest.mark.parametrize(
        ("kind", "contract", "end", "code"),
        [
            ("emploi", "CDI", None, "durable"),
            ("emploi", "CDI", "15/09/2026", "durable"),  # broken since: the guide names it without condition
            ("emploi", "fonction publique", None, "durable"),
            ("emploi", "indépendant", None, "durable"),
            ("emploi", "CDD", "01/03/2027", "durable"),  # from 31 August, six months end on 28 February
            ("emploi", "CDD", "28/02/2027", "transition"),  # exactly six months (reading 59-01)
            ("emploi", "intérim", "15/09/2026", "transition"),  # the same rule of length (reading 59-02)
            ("emploi", "SIAE", "31/08/2028", "positive"),  # whatever its length (reading 59-03)
            ("emploi", "SIAE", None, "positive"),
            ("formation qualifiante", "", None, "positive"),
            ("autres droits", "", None, "positive"),
            ("abandon", "", None, "autre"),
            ("formation", "", None, "autre"),
        ],
    )
    def test_what_each_exit_is(self, kind, contract, end, code):
        parcours = exit_to(kind, contract, end)
        assert class_of(NORTH, parcours).code == code
        assert not to_qualify(NORTH, parcours)

    @pytest.mark.parametrize(
        ("kind", "contract"),
        [("", ""), ("emploi", ""), ("emploi", "CDD"), ("emploi", "intérim"), ("emploi", "contrat aidé")],
    )
    def test_what_is_missing_to_tell(self, kind, contract):
        parcours = exit_to(kind, contract)
        assert class_of(NORTH, parcours) is None
        assert to_qualify(NORTH, parcours)

    def test_nobody_who_stays_is_to_qualify(self):
        assert not to_qualify(NORTH, Parcours(exit=None, exit_type=""))
        assert class_of(NORTH, Parcours(exit=None, exit_type="emploi", exit_contract="CDI")) is None


class TestExits:
    @pytest.fixture
    def leaving(self, under):
        """Five exits by today: one durable, one not yet told, three others; one to come."""
        where = under(places=70)
        stay(where, person("ANA"), "01/01/2026", "31/01/2026", exit_type="emploi", exit_contract="CDI", variant="a")
        stay(where, person("BOB"), "01/01/2026", "31/01/2026", exit_type="emploi", exit_contract="CDD", variant="a")
        stay(where, person("CYD"), "01/01/2026", "28/02/2026", exit_type="abandon", destination="inconnue")
        stay(where, person("DAN"), "01/01/2026", "30/06/2026", exit_type="abandon", variant="b")
        stay(where, person("EVE"), "01/01/2026", "15/03/2026", exit_type="réorientation")
        stay(where, person("FAN"), "01/01/2026", "01/07/2026", exit_type="emploi", exit_contract="CDI")
        return where

    def test_by_class_with_what_is_left_to_qualify(self, leaving):
        found = count(Exits, leaving, unit="sortie", by="classe")
        assert found.detail == {"Emploi durable": 1, "Autre sortie": 3, "à qualifier": 1}
        assert found.value == 5

    def test_a_share_of_all_exits(self, leaving):
        """30 % of 5 exits is 1,5: one durable exit is a share of 20 %, and two thirds of what is expected."""
        found = count(Exits, leaving, unit="sortie", classes=("durable",), target=Target("sorties", percent=30))
        assert (found.value, found.base, found.target) == (1, 5, Fraction(3, 2))
        assert (found.share, found.rate) == (Fraction(1, 5), Fraction(2, 3))

    def test_someone_who_left_to_a_job_twice_is_one_person(self, leaving):
        """Reading 67-03: Ana leaves to a job a second time; two persons did, in three exits."""
        stay(leaving, Person.get(code="ANA"), "01/03/2026", "31/05/2026", exit_type="emploi", exit_contract="CDI")
        target = Target("accompagnés", percent=40)
        found = count(Exits, leaving, unit="personne", types=("emploi",), target=target)
        assert (found.value, found.base, found.target) == (2, 6, Fraction(12, 5))
        assert count(Exits, leaving, unit="sortie", types=("emploi",)).value == 3
        durable = count(Exits, leaving, unit="personne", classes=("durable",), by="classe")
        assert (durable.value, durable.detail) == (1, {"Emploi durable": 1})

    def test_who_left_twice_counts_by_the_last_exit_of_the_period(self, leaving):
        """Reading E-03: Ana leaves to a lasting job in January, then gives up in May: in each period, the last."""
        stay(leaving, Person.get(code="ANA"), "01/03/2026", "31/05/2026", exit_type="abandon")
        asked: dict[str, Any] = {"unit": "personne", "classes": ("durable",)}
        assert count(Exits, leaving, **asked).value == 0
        assert count(Exits, leaving, "01/01/2026 – 30/05/2026", **asked).value == 1
        assert count(Exits, leaving, "01/01/2026 – 31/05/2026", **asked).value == 0
        assert count(Exits, leaving, unit="sortie", classes=("durable",)).value == 1
        by_kind = count(Exits, leaving, unit="personne", by="type")
        assert by_kind.detail == {"abandon": 3, "emploi": 1, "réorientation": 1}

    def test_for_a_hundred_places(self, leaving):
        """Reading 59-08: 15 for 100 places, 70 places: 10,5."""
        found = count(Exits, leaving, unit="sortie", target=Target("places", each=15, per=100))
        assert (found.value, found.target, found.base) == (5, Fraction(21, 2), 70)

    def test_only_some_kinds_of_parcours(self, leaving):
        """Reading 59-17: with the variant, the exits it is a share of are those of the variant."""
        found = count(
            Exits,
            leaving,
            unit="sortie",
            classes=("durable",),
            variants=("a",),
            target=Target("sorties", percent=50),
        )
        assert (found.value, found.base, found.target) == (1, 2, 1)

    def test_by_type_contract_and_destination(self, leaving):
        assert count(Exits, leaving, unit="sortie", types=("emploi",), by="contrat").detail == {"CDD": 1, "CDI": 1}
        assert count(Exits, leaving, unit="sortie", contracts=("CDI",)).base == 5
        assert count(Exits, leaving, unit="sortie", by="type").detail == {"abandon": 2, "emploi": 2, "réorientation": 1}
        assert count(Exits, leaving, unit="sortie", by="destination").detail == {"inconnue": 1, "non renseigné": 4}
        assert count(Exits, leaving, unit="sortie", classes=("autre",), by="type").detail == {
            "abandon": 2,
            "réorientation": 1,
        }

    def test_of_the_period(self, leaving):
        assert count(Exits, leaving, "01/02/2026 – 28/02/2026", unit="sortie").value == 1
        found = count(Exits, leaving, "01/04/2026 – 30/04/2026", unit="sortie", target=Target("sorties", percent=30))
        assert (found.base, found.target, found.share, found.rate) == (0, 0, None, None)

    def test_of_the_persons_accompanied(self, leaving):
        """Reading 67-03: a job over the persons of the period, six by 30 June."""
        found = count(
            Exits,
            leaving,
            unit="personne",
            types=("emploi",),
            target=Target("accompagnés", percent=40),
        )
        assert (found.value, found.base, found.target) == (2, 6, Fraction(12, 5))


class TestTrained:
    @pytest.fixture
    def school(self, under):
        where = under()
        gone, here, idle = person("ANA"), person("BOB"), person("CYD")
        stay(where, gone, "01/01/2026", "31/03/2026")
        stay(where, here, "01/01/2026")
        stay(where, idle, "01/01/2026", "31/03/2026")
        training(where, gone, "31/03/2026", qualifying=True)
        training(where, gone, "15/03/2026", "SST")
        training(where, here, "01/05/2026")
        training(where, idle, "01/04/2026")  # after the exit
        training(where, idle, "31/12/2025", "avant")
        return where

    def test_of_those_who_left(self, school):
        """Reading 59-22: one of the two who left; 100 % expected."""
        found = count(Trained, school, among="sortis", target=Target("personnes"))
        assert (found.value, found.target, found.rate) == (1, 2, Fraction(1, 2))

    def test_of_those_still_here(self, school):
        found = count(Trained, school, among="présents")
        assert (found.value, found.base, found.target) == (1, 1, None)
        assert count(Trained, school, among="présents", qualifying=True).value == 0

    def test_a_day_of_it_inside_the_parcours_is_enough(self, school):
        """Reading E-42: begun before the entry and ended on its very day; or begun on the day of the exit."""
        idle, eve = Person.get(code="CYD"), person("EVE")
        stay(school, eve, "02/01/2026", "31/03/2026")
        training(school, eve, "01/12/2025", end=day("01/01/2026"))
        training(school, idle, "01/12/2025", "long", end=day("01/01/2026"))
        found = count(Trained, school, among="sortis")
        assert (found.value, found.base) == (2, 3)  # Ana and Cyd, whose entry is 1 January; Eve came the day after

    def test_none_of_what_begins_after_the_period(self, school):
        """Readings E-42 and E-07: Ana left on 31 March; her first training day is 15 March."""
        asked = {"among": "présents"}
        assert count(Trained, school, "01/01/2026 – 15/03/2026", **asked).value == 1
        assert count(Trained, school, "01/01/2026 – 14/03/2026", **asked).value == 0
        assert count(Trained, school, "01/01/2026 – 14/03/2026", **asked).base == 3

    def test_someone_who_left_twice_counts_once(self, school):
        ana = school.parcours.order_by(Parcours.id).first().person
        stay(school, ana, "01/05/2026", "15/05/2026")
        training(school, ana, "02/05/2026")
        found = count(Trained, school, among="sortis", target=Target("personnes"))
        assert (found.value, found.target) == (1, 2)


def test_a_training_of_the_parcours_before_is_not_of_the_last(under):
    """Reading E-03: who left twice is trained or not by the last exit of the period."""
    where = under()
    ana = person("ANA")
    stay(where, ana, "01/01/2026", "31/01/2026")
    stay(where, ana, "01/03/2026", "31/03/2026")
    training(where, ana, "31/01/2026")
    assert count(Trained, where, among="sortis").value == 0
    assert count(Trained, where, "01/01/2026 – 30/03/2026", among="sortis").value == 1
    training(where, ana, "01/03/2026")
    assert count(Trained, where, among="sortis").value == 1


class TestFollowUps:
    def test_the_months_may_run_from_the_job(self, under):
        """Left on 31/03 to a job begun on 15/02: four months are over on 15/06, a contact counts from 31/05."""
        where = under()
        asked: dict[str, Any] = {"months": 4, "since": "emploi", "counting": "joint", "target": Target("personnes")}
        for code, on in (("ANA", "31/05/2026"), ("BOB", "30/05/2026")):
            who = person(code)
            stay(where, who, "01/01/2026", "31/03/2026", exit_type="emploi")
            fact(Job, where, who, start="15/02/2026", employer="Mairie")
            follow_up(where, who, on, True, "emploi", months=4)
        found = count(FollowUps, where, **asked)
        assert (found.value, found.target) == (1, 2)
        assert count(FollowUps, where, **asked | {"since": "sortie"}).target == 0

    def test_a_contact_of_the_first_exit_is_not_of_the_class_of_the_last(self, under):
        """Readings E-03: first a lasting job and a contact, then another exit; last, a lasting job without contact."""
        where = under()
        ana, bob = person("ANA"), person("BOB")
        for who, first, last in ((ana, "CDI", None), (bob, None, "CDI")):
            for entry, out, contract in (("01/12/2025", "31/12/2025", first), ("15/01/2026", "30/03/2026", last)):
                kind = {"exit_type": "emploi", "exit_contract": contract} if contract else {"exit_type": "abandon"}
                stay(where, who, entry, out, **kind)
                if out == "31/12/2025":
                    follow_up(where, who, "31/03/2026", True, "emploi")
        asked: dict[str, Any] = {"months": 3, "counting": "fait", "classes": ("durable",)}
        found = count(FollowUps, where, "01/12/2025 – 30/06/2026", **asked)
        assert (found.value, found.base) == (0, 1)
        found = count(FollowUps, where, "01/12/2025 – 31/12/2025", **asked)
        assert (found.value, found.base) == (1, 1)

    @pytest.fixture
    def called(self, under):
        """Three gone for three months: Ana to a lasting job, Bob and Cyd not; Ana found in a job, Bob not reached."""
        where = under()
        ana, bob, cyd, dan = (person(code) for code in ("ANA", "BOB", "CYD", "DAN"))
        stay(where, ana, "01/01/2026", "30/03/2026", exit_type="emploi", exit_contract="CDI")
        stay(where, bob, "01/01/2026", "30/03/2026", exit_type="abandon")
        stay(where, cyd, "01/01/2026", "30/03/2026", exit_type="abandon")
        stay(where, dan, "01/01/2026", "30/04/2026", exit_type="abandon")
        follow_up(where, ana, "30/06/2026", True, "emploi", contract="CDI")
        follow_up(where, bob, "29/06/2026", False)
        follow_up(where, dan, "29/06/2026", True, "emploi")
        return where

    def test_found_reached_or_tried(self, called):
        asked: dict[str, Any] = {"months": 3, "target": Target("personnes")}
        found = count(FollowUps, called, situations=("emploi", "formation"), **asked)
        assert (found.value, found.target) == (1, 3)
        assert count(FollowUps, called, counting="joint", **asked).value == 1
        assert count(FollowUps, called, counting="fait", **asked).value == 2

    def test_only_of_a_class(self, called):
        found = count(FollowUps, called, months=3, counting="fait", classes=("durable",))
        assert (found.value, found.base) == (1, 1)

    def test_who_was_not_reached_is_apart(self, called):
        """Reading G6."""
        found = count(FollowUps, called, months=3, counting="fait", by="situation")
        assert found.detail == {"emploi": 1, "non joint": 1}
        assert count(FollowUps, called, months=3, situations=("emploi",), by="contrat").detail == {"CDI": 1}


def test_a_job_taken_up_during_the_parcours_or_by_leaving(under):
    """Reading 67-03: three of four persons, Dan's job coming after he left."""
    where = under()
    ana, bob, cyd, dan = (person(code) for code in ("ANA", "BOB", "CYD", "DAN"))
    stay(where, ana, "01/01/2026")
    stay(where, bob, "01/01/2026", "31/03/2026", exit_type="emploi")
    stay(where, cyd, "01/01/2026", "31/03/2026", exit_type="emploi")
    stay(where, dan, "01/01/2026", "31/03/2026", exit_type="abandon")
    fact(Job, where, ana, start="30/06/2026", employer="Mairie")
    fact(Job, where, bob, start="01/03/2026", employer="Mairie")
    fact(Job, where, dan, start="01/04/2026", employer="Mairie")
    found = count(JobStarts, where, target=Target("accompagnés", percent=50))
    assert (found.value, found.base, found.target) == (3, 4, 2)
    assert count(JobStarts, where, "01/04/2026 – 30/06/2026").value == 1
    assert count(Persons, where, of="parcours").value == 4
