"""Months de date à date and ages, worked on a calendar."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date

from models.days.months import age, latest_origin, plus_months, pro_rata, whole_months

DAYS = st.dates(min_value=Date(2000, 1, 1), max_value=Date(2060, 12, 31)).map(
    lambda day: Date(day.year, day.month, day.day)
)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (Date(2025, 10, 31), 4, Date(2026, 2, 28)),
        (Date(2023, 10, 31), 4, Date(2024, 2, 29)),
        (Date(2026, 3, 1), 4, Date(2026, 7, 1)),
        (Date(2026, 8, 31), 4, Date(2026, 12, 31)),
    ],
)
def test_a_month_ends_on_the_same_day_number_or_the_last_of_a_shorter_one(start, months, end):
    assert plus_months(start, months) == end


@pytest.mark.parametrize(
    ("start", "end", "twelfths"),
    [
        (Date(2026, 1, 1), Date(2026, 12, 31), 12),
        (Date(2026, 1, 1), Date(2027, 6, 30), 12),
        (Date(2026, 3, 15), Date(2026, 12, 31), 9),
        (Date(2026, 1, 31), Date(2026, 2, 27), 1),
        (Date(2026, 1, 31), Date(2026, 2, 26), 0),
        (Date(2026, 1, 10), Date(2026, 1, 10), 0),
    ],
)
def test_pro_rata_counts_whole_months_to_the_day_after_the_end(start, end, twelfths):
    assert pro_rata(start, end) == Fraction(twelfths, 12)


@given(DAYS, st.integers(0, 30))
def test_whole_months_is_the_most_that_fits(start, months):
    end = plus_months(start, months)
    assert whole_months(start, end) == months
    assert whole_months(start, end.subtract(days=1)) == max(0, months - 1)


@given(DAYS, st.integers(1, 24))
def test_the_latest_origin_is_the_last_day_old_enough(day, months):
    origin = latest_origin(day, months)
    assert plus_months(origin, months) <= day < plus_months(origin.add(days=1), months)


def test_still_25_on_the_eve_of_the_26th_birthday():
    birth = Date(2000, 5, 12)
    assert age(birth, Date(2018, 5, 11)) == 17
    assert age(birth, Date(2018, 5, 12)) == 18
    assert age(birth, Date(2026, 5, 11)) == 25
    assert age(birth, Date(2026, 5, 12)) == 26
