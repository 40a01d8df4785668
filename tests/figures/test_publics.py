"""Figures and rules take the public of their day (reading E-08): the first day counted, the departure, the entry."""

import pytest

from models.figures.figures import figures
from models.people import publics
from models.rules.checks import deviations
from tests.rules.own import found, rule
from tests.world import action, day, loan, moped, person, stay

pytestmark = pytest.mark.usefixtures("base")


def changed(code, since, before="RSA", after="FAJ", **more):
    who = person(code, public=before, **more)
    if since:
        publics.change(who, after, day(since), who="Claire")
    return who


def by_public(where, start="01/01/2026", end="30/06/2026"):
    told = figures(where, day(start), day(end))
    return next(one.detail for one in told if one.indicator.id == "participants")


@pytest.mark.parametrize(
    ("since", "public"),
    [("31/12/2025", "FAJ"), ("01/02/2026", "FAJ"), ("02/02/2026", "RSA"), ("15/03/2026", "RSA"), (None, "RSA")],
)
def test_participants_of_ai_by_the_public_of_the_first_day_counted(since, public):
    """Entered on 02/01 and looked at from 01/02: that day is the first counted."""
    where = action("cd49-ai")
    stay(where, changed("ANA", since), "02/01/2026")
    assert by_public(where, "01/02/2026") == {public: 1}


def test_who_enters_in_the_period_is_counted_from_the_entry():
    where = action("cd49-ai")
    for code, since in (("ANA", "02/03/2026"), ("BOB", "03/03/2026")):
        stay(where, changed(code, since), "02/03/2026")
    assert by_public(where) == {"FAJ": 1, "RSA": 1}
    assert by_public(where, "01/04/2026") == {"FAJ": 2}


def test_last_year_stays_as_it_was():
    where = action("cd49-ai", "01/01/2025", "31/12/2026")
    stay(where, changed("ANA", "01/01/2026"), "06/01/2025")
    assert by_public(where, "01/01/2025", "31/12/2025") == {"RSA": 1}
    assert by_public(where, "01/01/2026", "30/06/2026") == {"FAJ": 1}


@pytest.mark.parametrize(("since", "public"), [("10/02/2026", "FAJ"), ("11/02/2026", "RSA")])
def test_participants_of_point_mobilite_by_the_public_of_the_first_loan_day_counted(since, public):
    where = action("cd49-point-mobilite")
    loan(moped(where, "AA-1", "01/01/2026"), changed("ANA", since), "10/02/2026", "10/03/2026", "20/02/2026")
    assert by_public(where) == {public: 1}
    assert by_public(where, "12/02/2026") == {"FAJ": 1}


@pytest.mark.parametrize(("since", "told"), [("10/02/2026", ["ANA"]), ("11/02/2026", [])])
def test_a_loan_to_a_young_person_is_judged_by_the_public_of_its_departure(since, told):
    """Thirty years old: out of the eighteen to twenty-five of the FAJ."""
    where = action("cd49-point-mobilite")
    who = changed("ANA", since, birth=day("01/01/1996"))
    loan(moped(where, "AA-1", "01/01/2026"), who, "10/02/2026", "10/03/2026", "20/02/2026")
    assert [one.subject for one in deviations(where) if one.rule == "eligibility"] == told


@pytest.mark.parametrize(("since", "expected"), [("05/01/2026", []), ("06/01/2026", [("ANA", "05/01/2026")])])
def test_an_entry_is_judged_by_the_public_of_its_day(under, since, expected):
    where = under(rule("entry-condition", of="public", publics=["FAJ"]))
    stay(where, changed("ANA", since), "05/01/2026")
    assert found(where) == expected
