"""A year of the park, day by day, worked by hand."""

from fractions import Fraction

import pytest

from models.acts.refusals import Refused
from models.figures.figures import figures
from models.park import year as park
from models.tables import Downtime
from tests import world
from tests.world import day


def days_of(one, text, count):
    first = day(text).day_of_year - 1
    return one.states[first : first + count]


def test_each_day_is_out_stopped_free_promised_or_out_of_the_park(on_day, point):
    on_day("2026-06-10")
    moped = world.moped(point, "AB-123-C", "01/06/2026", "20/06/2026")
    ada = world.person("ADA")
    world.loan(moped, ada, "02/06/2026", "04/06/2026", "04/06/2026")
    Downtime.create(moped=moped, start=day("04/06/2026"), end=day("05/06/2026"), cause="freins")
    world.loan(moped, ada, "09/06/2026", "12/06/2026")
    (one,) = park.year(point, 2026).mopeds
    assert days_of(one, "31/05/2026", 13) == (
        "hors parc", "libre", "prêt", "prêt", "immobilisé", "immobilisé", "libre", "libre", "libre",
        "prêt", "prêt", "promis", "promis",
    )  # fmt: skip
    assert days_of(one, "20/06/2026", 2) == ("libre", "hors parc")
    assert len(one.states) == 365


def test_a_downtime_without_end_goes_on_until_today_and_one_to_come_is_known_by_its_first_day(on_day, point, moped):
    on_day("2026-06-03")
    Downtime.create(moped=moped, start=day("01/06/2026"), cause="freins")
    Downtime.create(moped=moped, start=day("06/06/2026"), cause="révision")
    (one,) = park.year(point, 2026).mopeds
    assert days_of(one, "01/06/2026", 7) == (*["immobilisé"] * 3, "libre", "libre", "immobilisé", "libre")


def test_days_out_against_the_aim_and_at_this_pace(on_day, point):
    """In the park from 1 July to the year's end: 184 days, so 180 × 184 ÷ 365 aimed at. 23 days out on 31 July, after
    31 days: at this pace 23 × 184 ÷ 31 at the year's end."""
    on_day("2026-07-31")
    moped = world.moped(point, "AB-123-C", "01/07/2026")
    world.loan(moped, world.person("ADA"), "04/07/2026", "31/08/2026")
    Downtime.create(moped=moped, start=day("10/07/2026"), end=day("14/07/2026"), cause="freins")
    (one,) = park.year(point, 2026).mopeds
    assert one.days == 28 - 5
    assert one.aim == Fraction(180 * 184, 365)
    assert one.projection == Fraction(23 * 184, 31)


def test_a_hand_over_day_counts_once_and_the_year_agrees_with_the_indicator(point, moped):
    ada, bob = world.person("ADA"), world.person("BOB")
    world.loan(moped, ada, "01/03/2026", "10/03/2026", "10/03/2026")
    world.loan(moped, bob, "10/03/2026", "12/03/2026", "12/03/2026")
    world.moped(point, "ZZ-999-Z", "01/01/2026", "30/06/2026")
    year = park.year(point, 2026)
    figure = next(one for one in figures(point, point.start, point.end) if one.indicator.id == "jours-location")
    assert year.days == figure.value == 12
    assert year.aim == figure.target


def test_the_loan_and_the_downtime_of_today_are_at_hand(moped, point):
    loan = world.loan(moped, world.person("ADA"), "20/06/2026", "10/07/2026")
    world.loan(moped, world.person("BOB"), "12/07/2026", "20/07/2026")
    stop = Downtime.create(moped=moped, start=day("25/06/2026"), cause="freins")
    (one,) = park.year(point, 2026).mopeds
    assert one.running() == loan
    assert one.stopped() == stop


def test_a_year_not_begun_has_no_projection(moped, point):
    (one,) = park.year(point, 2027).mopeds
    assert (one.days, one.aim, one.projection) == (0, 0, None)


def test_a_year_takes_three_queries(base, point):
    ada = world.person("ADA")
    for number in range(12):
        one = world.moped(point, f"M{number}", "01/01/2026")
        world.loan(one, ada, "01/03/2026", "10/03/2026", "10/03/2026")
    count = []
    execute = base.execute_sql
    base.execute_sql = lambda *arguments: count.append(1) or execute(*arguments)
    assert park.year(point, 2026).days == 120
    assert len(count) == 3


def test_an_action_without_park_has_no_year(permis):
    with pytest.raises(Refused, match="n'a pas de parc"):
        park.year(permis, 2026)
