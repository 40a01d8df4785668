"""A day typed without its year: the nearest that may be meant."""

import pytest

from models.french.typed import Misread, parse_day, parse_term
from models.tables import Job, Loan, Parcours, Person, Session
from tests.world import day
from tui.forms.asked import asked


@pytest.mark.parametrize(
    ("now", "text", "meant"),
    [
        ("2027-01-05", "28/12", "2026-12-28"),
        ("2027-01-05", "06/01", "2027-01-06"),
        ("2026-12-28", "05/01", "2027-01-05"),
        ("2026-07-02", "31/12", "2026-12-31"),
        ("2026-07-02", "02/07", "2026-07-02"),
        ("2026-06-30", "29/02", "2028-02-29"),
        ("2025-01-10", "29/02", "2024-02-29"),
        ("2027-01-05", "28/12/2027", "2027-12-28"),
        ("2027-01-05", "2027-12-28", "2027-12-28"),
    ],
)
def test_the_nearest_one(on_day, now, text, meant):
    on_day(now)
    assert str(parse_day(text)) == meant


def test_the_nearest_that_the_field_allows(on_day):
    on_day("2026-12-28")
    today = day("28/12/2026")
    assert str(parse_day("05/01", lambda one: one <= today)) == "2026-01-05"
    assert str(parse_day("28/12", lambda one: one <= today)) == "2026-12-28"
    assert str(parse_day("27/12", lambda one: one >= today)) == "2027-12-27"
    assert str(parse_day("27/12", lambda one: False)) == "2026-12-27"
    assert str(parse_term("27/12", lambda one: one >= today)) == "2027-12-27"
    assert parse_term("8 mois") == 8
    for text in ("31/02", "30/02", "00/01", "12/13"):
        with pytest.raises(Misread):
            parse_day(text)


def test_what_has_happened_is_past_and_what_is_planned_may_be_to_come(store):
    assert asked(Person.birth).past and asked(Loan.ended).past
    for column in (Session.day, Parcours.entry, Parcours.exit, Loan.due, Job.start):
        assert not asked(column).past
    assert asked(Loan.due).since == "departure" and asked(Parcours.planned_end).since == "entry"
    assert asked(Job.end).since == "start"
