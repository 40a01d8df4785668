"""Several civil years against the places of each, and what is counted from the start of a year. Today is 30/06/2026."""

from fractions import Fraction

import pytest

from config.schema import MonthEnds, Persons, Present, Target
from models.figures.figures import counted, figures
from models.figures.scope import usual_period
from tests.figures.counting import count
from tests.world import action, day, person, stay


@pytest.fixture
def north(base):
    """Axe I.1, six places over 2024 and 2025: two jobs without end a year."""
    where = action("cd59-i1-iod", "01/01/2024", "31/12/2025", places=12)
    for rank, left in enumerate(("31/03/2024", "30/06/2024", "31/03/2025", "31/12/2025")):
        stay(where, person(f"P{rank}"), f"01/01/{left[-4:]}", left, exit_type="emploi", exit_contract="CDI")
    stay(where, person("LONG"), "01/01/2024")
    return where


def told(where, start="01/01/2024", end="31/12/2025"):
    return {one.indicator.id: one for one in figures(where, day(start), day(end))}


class TestSeveralYears:
    def test_the_targets_add_up_as_the_values_do(self, north):
        """Reading E-02: 50 for 100 places each year, so 6 and 6 of 12 places; never four of six."""
        found = told(north)["sorties-en-emploi-durable-pour-100-places-financees"]
        assert (found.value, found.target, found.rate) == (4, 12, Fraction(1, 3))
        assert [(year, one.value, one.target) for year, one in found.years] == [(2024, 2, 6), (2025, 2, 6)]

    def test_a_year_has_no_lines_of_years(self, north):
        found = told(north, "01/01/2025")["sorties-en-emploi-durable-pour-100-places-financees"]
        assert (found.value, found.target, found.years) == (2, 6, ())

    def test_days_outside_the_action_make_no_year(self, north):
        found = told(north, "01/12/2023", "31/01/2026")["sorties-en-emploi-durable-pour-100-places-financees"]
        assert (found.value, found.target, len(found.years)) == (4, 12, 2)

    def test_the_amount_of_each_year(self, north):
        assert told(north)["forfait-annuel"].value == 2 * Fraction(9680000 * 12, 100 * 100)
        assert told(north, "01/01/2025")["forfait-annuel"].value == Fraction(9680000 * 12, 100 * 100)

    def test_the_amount_of_twelve_months_across_two_years_is_one(self, base):
        """100 places from 15 February to 14 February: ten whole months in 2024, one in 2025, twelve in all."""
        where = action("cd59-i1-iod", "15/02/2024", "14/02/2025", places=100)
        found = told(where, "15/02/2024", "14/02/2025")["forfait-annuel"]
        assert (found.value, [one.value for _, one in found.years]) == (
            96800,
            [Fraction(8066667, 100), Fraction(806667, 100)],
        )
        assert told(where, "15/02/2024", "31/12/2024")["forfait-annuel"].value == Fraction(8066667, 100)
        short = action("cd59-i1-iod", "01/03/2024", "31/12/2024", code="B", places=100)
        assert (
            told(short, "01/03/2024", "31/12/2024")["forfait-annuel"].value == 96800
        )  # within a year: that of the year

    def test_month_ends_are_those_of_all_the_years(self, north):
        """24 month ends × 12 places; Long is there on each, the others on 3 (31/03 in it), 6, 3 and 12."""
        found = told(north)["occupation-des-places-financees"]
        assert (found.value, found.target, found.months) == (24 + 3 + 6 + 3 + 12, 24 * 12, (0, 24))

    def test_persons_without_a_target_stay_distinct(self, north):
        """Reading E-01: Long is one of five persons over the two years, one of three in each."""
        found = told(north)["allocataires-accompagnes-au-moins-un-jour"]
        assert (found.value, [one.value for _, one in found.years]) == (5, [3, 3])

    def test_who_is_there_on_a_day_is_of_the_last_day(self, north):
        """P3 and Long on 31/12/2025, of twelve places; in 2024, Long alone."""
        found = told(north)["nombre-d-allocataires-accompagnes"]
        assert (found.value, found.target) == (2, 12)
        assert [(one.value, one.target) for _, one in found.years] == [(1, 12), (2, 12)]

    def test_the_records_behind_add_up(self, north):
        for one in told(north).values():
            if one.indicator.unit != "€":
                records = counted(north, one.indicator, north.start, north.end)
                assert sum(record.quantity for record in records) == one.value, one.indicator.id

    def test_another_convention_counts_its_period_whole(self, base):
        adse = action("cd49-adse-a-simple", "01/01/2024", "31/12/2025", places=10)
        assert not any(one.years for one in figures(adse, adse.start, adse.end))


class TestUsualPeriod:
    @pytest.mark.parametrize(
        ("start", "end", "first", "last"),
        [
            ("01/02/2025", "30/11/2027", "01/01/2026", "31/12/2026"),
            ("01/02/2026", "30/11/2027", "01/02/2026", "31/12/2026"),
            ("01/02/2025", "30/11/2026", "01/01/2026", "30/11/2026"),
            ("01/02/2023", "30/06/2025", "01/01/2025", "30/06/2025"),  # over: its last year
            ("01/07/2027", "30/06/2028", "01/07/2027", "31/12/2027"),  # to come: its first
        ],
    )
    def test_the_civil_year_in_the_action(self, base, start, end, first, last):
        where = action("cd59-i1-iod", start, end, places=1)
        assert usual_period(where) == (day(first), day(last))

    def test_the_whole_action_elsewhere(self, base):
        where = action("cea-8", "01/02/2025", "30/11/2027")
        assert usual_period(where) == (where.start, where.end)


class TestSinceTheStartOfTheYear:
    def test_whoever_was_there_since_1_january_or_the_start_of_the_action(self, base):
        """Reading E-41: the period is March; Ana left in January, Bob in December before, Cyd is there, Dan comes."""
        where = action("cd59-v-freins", "01/07/2025", "31/12/2026", places=10)
        for code, entry, left in (
            ("ANA", "01/07/2025", "01/01/2026"),
            ("BOB", "01/07/2025", "31/12/2025"),
            ("CYD", "15/02/2026", None),
            ("DAN", "01/04/2026", None),
        ):
            stay(where, person(code), entry, left)
        asked = {"of": "parcours", "target": Target("places")}
        assert count(Persons, where, "01/03/2026 – 31/03/2026", **asked).value == 1
        assert count(Persons, where, "01/03/2026 – 31/03/2026", since="année", **asked).value == 2
        found = told(where, "01/03/2026", "31/03/2026")["occupation-des-places-financees"]
        assert (found.value, found.target) == (2, 10)
        late = told(where, "01/12/2025", "31/12/2025")["occupation-des-places-financees"]
        assert late.value == 2  # Ana and Bob, from 1 July: the action had not begun on 1 January

    def test_over_two_years_somebody_there_in_both_counts_in_each(self, base):
        where = action("cd59-v-freins", "01/07/2025", "31/12/2026", places=10)
        stay(where, person("ANA"), "01/07/2025")
        found = told(where, "01/07/2025", "31/12/2026")["occupation-des-places-financees"]
        assert (found.value, found.target) == (2, 20)


class TestKeptAfterAJob:
    def test_in_every_figure_that_reads_the_file_active(self, under):
        """Reading E-45: Ana left to a job on 31 January and keeps her place two months, to 31 March; Bob gave up."""
        where = under(places=2)
        stay(where, person("ANA"), "01/01/2026", "31/01/2026", exit_type="emploi")
        stay(where, person("BOB"), "01/01/2026", "31/01/2026", exit_type="abandon")
        asked = {"after_job": 2}
        assert count(Present, where, "01/03/2026 – 31/03/2026", **asked).value == 1
        assert count(Present, where, "01/03/2026 – 01/04/2026", **asked).value == 0
        assert count(Present, where, "01/03/2026 – 31/03/2026").value == 0
        ends = count(MonthEnds, where, "01/01/2026 – 30/04/2026", **asked)
        assert ends.detail == {"2026-01": 2, "2026-02": 1, "2026-03": 1}
