"""Quantities and days as people write and read them."""

from fractions import Fraction

import pytest
from pendulum import Date

from models.french import typed, wording


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (750, "12 h 30"),
        (720, "12 h"),
        (45, "45 min"),
        (-45, "−45 min"),
        (59, "59 min"),
        (60, "1 h"),
        (0, "0 h"),
        (-90, "−1 h 30"),
        (60 * 1234, "1 234 h"),
    ],
)
def test_hours(minutes, text):
    assert wording.hours(minutes) == text


def test_money_and_percent_round_half_up():
    assert wording.money(123450) == "1 234,50 €"
    assert wording.money(-5) == "−0,05 €"
    assert wording.percent(Fraction(61, 88)) == "69,3 %"
    assert wording.percent(Fraction(1, 2000)) == "0,1 %"
    assert wording.percent(None) == "—"


def test_a_figure_is_written_in_its_unit():
    assert wording.quantity(Fraction(25, 2), "heure") == "12 h 30"
    assert wording.quantity(Fraction(2469, 2), "€") == "1 234,50 €"
    assert wording.quantity(61, "entretien") == "61"
    assert wording.quantity(Fraction(1100, 12), "participation") == "91,7"
    assert wording.quantity(None, "personne") == "—"


def test_days_are_written_short_and_long():
    assert wording.day(Date(2026, 3, 12)) == "12/03/2026"
    assert wording.day(None) == ""
    assert wording.long_day(Date(2026, 3, 12)) == "jeudi 12 mars 2026"
    assert wording.long_day(Date(2026, 3, 1)) == "dimanche 1er mars 2026"


def test_a_day_is_read_as_people_type_it(monkeypatch):
    monkeypatch.setenv("ASSIDU_TODAY", "2026-05-04")
    for text in ("12/03/2026", "2026-03-12", " 12/3/2026 ", "12.03.2026", "12/03"):
        assert typed.parse_day(text) == Date(2026, 3, 12)


@pytest.mark.parametrize("text", ["", "31/02/2026", "12/13/2026", "demain", "12/03/26", "12/03/0026"])
def test_what_is_not_a_day_is_refused_in_french(text):
    with pytest.raises(typed.Misread, match=r"[.]$"):
        typed.parse_day(text)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("12,5", 750),
        ("12.5", 750),
        ("12:30", 750),
        ("12 h 30", 750),
        ("12h", 720),
        ("45 min", 45),
        ("2", 120),
    ],
)
def test_a_duration_is_read_as_people_type_it(text, minutes):
    assert typed.parse_minutes(text) == minutes


def test_a_lone_number_of_minutes():
    assert typed.parse_minutes("45", bare="min") == 45
    assert typed.parse_minutes("1h30", bare="min") == 90


@pytest.mark.parametrize("text", ["", "deux", "1h75", "-2", "1,2,3"])
def test_what_is_not_a_duration_is_refused(text):
    with pytest.raises(typed.Misread):
        typed.parse_minutes(text)


@pytest.mark.parametrize(
    ("text", "minutes"), [("9h30", 570), ("9:00", 540), ("930", 570), ("9h", 540), ("9", 540), ("1330", 810)]
)
def test_a_time_is_read_as_people_type_it(text, minutes):
    assert typed.parse_time(text) == minutes


@pytest.mark.parametrize("text", ["", "25h", "9h75", "matin", "24:30"])
def test_what_is_not_a_time_is_refused(text):
    with pytest.raises(typed.Misread):
        typed.parse_time(text)


def test_money_and_months_are_read():
    assert typed.parse_money("1 234,50 €") == 123450
    assert typed.parse_money("45") == 4500
    assert typed.parse_month("3/2026") == typed.parse_month("2026-03") == "2026-03"
    with pytest.raises(typed.Misread):
        typed.parse_month("13/2026")


@pytest.mark.parametrize(
    ("text", "term"),
    [("8 mois", 8), ("8m", 8), ("1 an", 12), ("2 ANS", 24), ("31/12/2026", Date(2026, 12, 31))],
)
def test_the_end_of_a_contract_is_a_day_or_a_length(text, term):
    assert typed.parse_term(text) == term


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("huit", "ou une durée"),
        ("0 mois", "une durée d.un mois à 50 ans"),
        ("31/02/2026", "n'existe pas au calendrier"),
        ("8", "ou"),
    ],
)
def test_what_is_neither_is_refused(text, sentence):
    with pytest.raises(typed.Misread, match=sentence):
        typed.parse_term(text)


def test_full_time_posts_are_read_in_hundredths():
    assert [typed.parse_hundredths(text) for text in ("1,5", "0.75", "2")] == [150, 75, 200]
    for text in ("", "-1", "1,555", "un"):
        with pytest.raises(typed.Misread):
            typed.parse_hundredths(text)


def test_a_whole_number_is_kept_within_reach():
    assert [typed.parse_whole(text) for text in ("12", "1 200", "0", "999999")] == [12, 1200, 0, 999_999]
    for text in ("-5", "1,5", "²", "٣", "douze", "9" * 25, "9" * 5000):
        with pytest.raises(typed.Misread, match=r"nombre entier|hors de portée"):
            typed.parse_whole(text)
