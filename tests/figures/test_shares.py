"""Amounts by the place, and how a share is told."""

from fractions import Fraction
from typing import Any

import pytest

from config.schema import Exits, MonthEnds, PlaceAmount, Present, Sessions, Target
from models.figures.measures.base import Mixed
from models.figures.shares import told
from models.tables import Person
from tests.figures.counting import count
from tests.world import person, stay


class TestAmounts:
    def test_for_so_many_places(self, under):
        """Nord, axe I.1: 96 800 € for 100 places; 70 places: 67 760 €."""
        found = count(PlaceAmount, under(places=70), unit="€", money=9680000, per=100)
        assert (found.value, found.target, found.detail) == (67760, None, {})

    def test_for_a_part_of_the_posts_and_of_the_year(self, under):
        """Référence RSA: half of 48 000 € for one post; 1,5 post over 9 months: 27 000 €."""
        where = under(start="01/04/2026", staff=150)
        found = count(PlaceAmount, where, unit="€", money=4800000, base="etp", percent=50, pro_rata=True)
        assert found.value == 27000

    def test_rounded_to_the_cent(self, under):
        """41 626 € for 20 places; 7 places and a third of it: 14 569,10 × 33 % = 4 807,803."""
        found = count(PlaceAmount, under(places=7), unit="€", money=4162600, per=20, percent=33)
        assert found.value == Fraction(480780, 100)

    def test_without_places_it_is_nothing(self, under):
        assert count(PlaceAmount, under(), unit="€", money=100).value == 0


class TestTold:
    @pytest.fixture
    def leaving(self, under):
        where = under(places=40)
        for rank in range(12):
            kind = {"exit_type": "emploi", "exit_contract": "CDI"} if rank < 4 else {"exit_type": "abandon"}
            stay(where, person(f"P{rank}"), "01/01/2026", "31/03/2026", **kind)
        return where

    @pytest.mark.parametrize(
        ("target", "sentence"),
        [
            (Target("sorties", percent=30), "4 sur 12 sorties (33,3 %), attendu 30 %"),
            (Target("sorties", percent=30, indicative=True), "4 sur 12 sorties (33,3 %), objectif indicatif 30 %"),
            (Target("places", each=50, per=100), "4 sur 40 places (10,0 %), attendu 50 pour 100 places"),
            (None, "4 sur 12 sorties (33,3 %)"),
            (Target("action", each=8), ""),
        ],
    )
    def test_so_many_of_so_many_and_what_is_expected(self, leaving, target, sentence):
        assert told(count(Exits, leaving, unit="sortie", classes=("durable",), target=target)) == sentence

    def test_persons_are_of_persons(self, leaving):
        """Reading E-01: the one who leaves twice is one of twelve persons, and two of thirteen exits."""
        stay(leaving, Person.get(code="P0"), "01/04/2026", "30/06/2026", exit_type="emploi", exit_contract="CDI")
        asked = {"unit": "personne", "classes": ("durable",)}
        of_all = count(Exits, leaving, target=Target("accompagnés", percent=40), **asked)
        assert told(of_all) == "4 sur 12 personnes accompagnées (33,3 %), attendu 40 %"
        assert told(count(Exits, leaving, **asked)) == "4 sur 12 personnes sorties (33,3 %)"
        asked["unit"] = "sortie"
        assert told(count(Exits, leaving, **asked)) == "5 sur 13 sorties (38,5 %)"

    def test_exits_of_persons_cannot_be_told(self, leaving):
        with pytest.raises(Mixed):
            count(Exits, leaving, unit="sortie", classes=("durable",), target=Target("accompagnés", percent=40))

    def test_none_yet(self, leaving):
        asked: dict[str, Any] = {"unit": "sortie", "classes": ("durable",), "target": Target("sorties", percent=30)}
        assert told(count(Exits, leaving, "01/04/2026 – 30/04/2026", **asked)) == "0 sur 0 sortie, attendu 30 %"

    def test_the_months_that_are_full(self, leaving):
        """Reading 59-04: 12 from January to March for 12 places, then nobody until June."""
        leaving.places = 12
        found = count(MonthEnds, leaving, unit="place-mois", target=Target("places-mois"))
        assert (found.value, found.target, found.months) == (36, 72, (3, 6))
        assert told(found) == "3 mois sur 6 à 100 % ou plus"

    def test_a_mean_at_the_places_is_not_every_month_at_them(self, under):
        """Reading E-43: 120 % then 80 % make 100 %, and one month of two is full."""
        where = under(end="28/02/2026", places=5)
        for rank in range(6):
            stay(where, person(f"P{rank}"), "01/01/2026", "28/02/2026" if rank < 4 else "31/01/2026")
        found = count(MonthEnds, where, target=Target("places-mois"))
        assert (found.rate, found.months) == (1, (1, 2))
        assert told(found) == "1 mois sur 2 à 100 % ou plus"
        assert count(MonthEnds, where).months is None  # nothing to meet

    def test_an_objective_is_what_a_text_fixes(self, leaving):
        """Reading E-12: all the persons considered are no objective; all of them are one when a text says 100 %."""
        asked = {"unit": "personne", "classes": ("durable",)}
        considered = count(Exits, leaving, target=Target("sorties"), **asked)
        assert (considered.target, considered.objective, considered.share) == (12, None, Fraction(1, 3))
        assert told(considered) == "4 sur 12 personnes sorties (33,3 %)"
        fixed = count(Exits, leaving, target=Target("sorties", percent=100), **asked)
        assert (fixed.target, fixed.objective) == (12, 12)
        assert told(fixed) == "4 sur 12 personnes sorties (33,3 %), attendu 100 %"

    def test_an_indicative_objective_is_said_so_even_without_a_share(self, leaving):
        assert told(count(Present, leaving, target=Target("places", indicative=True))) == "objectif indicatif"

    def test_nothing_more_than_the_rate_says_already(self, leaving):
        assert told(count(MonthEnds, leaving, unit="place-mois")) == ""
        assert told(count(Present, leaving, target=Target("places"))) == ""
        assert told(count(Sessions, leaving, unit="séance", natures=("entretien",))) == ""
