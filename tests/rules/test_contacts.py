"""Contacts that a text asks for: about whoever left, of the action, in the place of a step."""

import pytest

from models.tables import Contact
from tests.rules.own import declared, found, rule, told
from tests.world import day, fact, person, stay

pytestmark = pytest.mark.usefixtures("base")

LINK = rule("missing-contact", of="sortie", partners=["référent"])
TOLD = rule("missing-contact", of="sortie", partners=["prescripteur"], purposes=["suites de parcours"], within="1 mois")


def contact(where, who, on, partner="référent", **more):
    return fact(Contact, where, who, day=on, partner=partner, structure="MDS", **more)


class TestAboutSomeoneWhoLeft:
    @pytest.fixture
    def where(self, under, on_day):
        on_day("2026-06-30")
        return under(LINK)

    @pytest.fixture
    def ana(self, where):
        ana = person("ANA")
        stay(where, ana, "05/01/2026", "10/03/2026")
        return ana

    def test_none_by_the_exit_is_told_the_day_after(self, where, ana, on_day):
        on_day("2026-03-10")
        assert found(where) == []
        on_day("2026-03-11")
        assert found(where) == [("ANA", "10/03/2026")]
        assert told(where) == ("ANA Test : sortie le 10/03/2026, aucun contact avec « référent » noté depuis l'entrée.")
        assert declared(where)[0].severity == "warning"

    @pytest.mark.parametrize(
        ("on", "counts"), [("04/01/2026", False), ("05/01/2026", True), ("10/03/2026", True), ("11/03/2026", False)]
    )
    def test_from_the_entry_to_the_exit_both_in_it(self, where, ana, on, counts):
        contact(where, ana, on)
        assert (found(where) == []) is counts

    def test_with_somebody_else_or_about_somebody_else_or_nobody_is_none(self, where, ana):
        contact(where, ana, "02/02/2026", "prescripteur")
        contact(where, person("BOB"), "02/02/2026")
        contact(where, None, "02/02/2026")
        assert found(where) == [("ANA", "10/03/2026")]

    def test_somebody_still_there_owes_nothing(self, where):
        stay(where, person("BOB"), "05/01/2026")
        assert found(where) == []


class TestWithinADelay:
    @pytest.mark.parametrize(
        ("on", "purpose", "counts"),
        [
            ("10/04/2026", "suites de parcours", True),
            ("11/04/2026", "suites de parcours", False),
            ("10/04/2026", "suivi", False),
        ],
    )
    def test_up_to_the_same_day_of_the_next_month_for_this_purpose(self, under, on_day, on, purpose, counts):
        on_day("2026-06-30")
        where, ana = under(TOLD), person("ANA")
        stay(where, ana, "05/01/2026", "10/03/2026")
        contact(where, ana, on, "prescripteur", purpose=purpose)
        assert found(where) == ([] if counts else [("ANA", "10/04/2026")])
        if not counts:
            assert "avec « prescripteur » (suites de parcours) noté depuis l'entrée au 10/04/2026." in told(where)

    def test_it_is_told_the_day_after_the_delay(self, under, on_day):
        where, ana = under(TOLD), person("ANA")
        stay(where, ana, "05/01/2026", "10/03/2026")
        on_day("2026-04-10")
        assert found(where) == []
        on_day("2026-04-11")
        assert found(where) == [("ANA", "10/04/2026")]


class TestOfTheAction:
    def test_before_it_begins_its_first_day_included(self, under, on_day):
        before = rule("missing-contact", of="action", partners=["prescripteur"], told="début")
        where = under(before, start="05/01/2026")
        on_day("2026-01-05")
        assert found(where) == []
        on_day("2026-01-06")
        assert found(where) == [("A", "05/01/2026")]
        late = contact(where, None, "06/01/2026", "prescripteur")
        assert found(where) == [("A", "05/01/2026")]
        Contact.update(day=day("05/01/2026")).where(Contact.id == late.id).execute()
        assert found(where) == []

    def test_at_all_told_from_its_middle(self, under, on_day):
        where = under(
            rule("missing-contact", of="action", partners=["employeur"]), start="01/01/2026", end="31/01/2026"
        )
        on_day("2026-01-16")
        assert found(where) == []
        on_day("2026-01-17")
        assert found(where) == [("A", "16/01/2026")]
        contact(where, None, "18/01/2026", "employeur")
        assert found(where) == [("A", "16/01/2026")]  # a day to come is none
        on_day("2026-01-18")
        assert found(where) == []


def test_a_contact_stands_for_a_step(under, on_day):
    on_day("2026-06-30")
    where, ana, bob = (
        under(rule("missing-step", step="plan", since="entrée", months="1 mois", partners=["référent"])),
        person("ANA"),
        person("BOB"),
    )
    for who in (ana, bob):
        stay(where, who, "05/01/2026")
    contact(where, ana, "05/02/2026")
    contact(where, bob, "05/02/2026", "employeur")
    assert found(where) == [("BOB", "05/02/2026")]
