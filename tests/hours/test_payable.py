"""Payable module hours of an association intermédiaire, worked by hand."""

from fractions import Fraction

import pytest

from models.figures.figures import figures
from models.figures.scope import Scope
from models.hours import payable
from models.rules.checks import deviations
from tests.world import action, check, day, document, mark, person, session, stay

AI = "cd49-ai"


@pytest.fixture
def ai(base):
    return action(AI)


def figure(where, name, start=None, end=None):
    found = figures(where, start or where.start, end or where.end)
    return next(one for one in found if one.indicator.id == name)


def weekly(where, nature, who, days, start="9:00", end="12:00"):
    for on in days:
        mark(session(where, nature, on, start, end, code=f"{nature}-{on}-{who.code}"), who)


def test_fifteen_hours_of_module_1_are_payable_in_a_block_the_last_session_in_part(ai):
    lea = person("LEA")
    stay(ai, lea, "05/01/2026")
    check(lea, "05/01/2026")
    weekly(ai, "module-1", lea, ["06/01/2026", "13/01/2026", "20/01/2026", "27/01/2026"], end="13:00")  # 4 × 4 h
    assert figure(ai, "heures-individuelles").value == 16
    assert [hour.payable for hour in Scope.whole(ai).hours] == [240, 240, 240, 180]
    assert figure(ai, "montant-individuel").value == 15 * 45


def test_a_renewal_opens_a_second_block_and_nothing_is_carried_over(ai, on_day):
    on_day("2026-12-31")
    lea = person("LEA")
    stay(ai, lea, "05/01/2026", renewed=day("05/07/2026"))
    check(lea, "05/01/2026")
    weekly(ai, "module-1", lea, ["06/01/2026"], end="11:00")
    weekly(ai, "module-1", lea, ["06/07/2026", "07/07/2026", "08/07/2026", "09/07/2026", "10/07/2026"], end="13:00")
    assert figure(ai, "montant-individuel").value == (2 + 15) * 45


def test_a_block_lasts_six_months_its_last_day_excluded(ai, on_day):
    on_day("2026-12-31")
    lea = person("LEA")
    stay(ai, lea, "05/01/2026")
    check(lea, "05/01/2026")
    weekly(ai, "module-1", lea, ["04/07/2026", "05/07/2026"], end="11:00")
    assert [hour.payable for hour in Scope.whole(ai).hours] == [120, 0]


@pytest.mark.parametrize(("again", "opens"), [("04/01/2027", False), ("05/01/2027", True)])
def test_a_third_block_opens_a_year_after_the_first_of_the_two_before(base, on_day, again, opens):
    """Blocks from 05/01/2026 and, renewed, from 05/04/2026; the next may begin on 05/01/2027."""
    on_day("2027-06-30")
    where, lea = action(AI, "01/01/2026", "30/06/2027"), person("LEA")
    stay(where, lea, "05/01/2026", "04/06/2026", renewed=day("05/04/2026"))
    stay(where, lea, again)
    (blocks,) = payable.blocks_of(payable.persons_of(where), {where.id: where.spec}).values()
    told = [(f"{one.start:%d/%m/%Y}", f"{one.end:%d/%m/%Y}") for one in blocks]
    third = [("05/01/2027", "05/07/2027")] if opens else []
    assert told == [("05/01/2026", "05/04/2026"), ("05/04/2026", "05/10/2026"), *third]


def test_a_re_entry_that_opens_no_block_ends_none_and_lets_nothing_more_be_paid(base, on_day):
    """Two blocks of 15 h; the re-entry of 08/06 and its renewal of 08/12 open none: of 60 h attended, 30 are paid."""
    on_day("2027-01-31")
    where, lea = action(AI, "01/01/2026", "31/01/2027"), person("LEA")
    stay(where, lea, "05/01/2026", "05/06/2026", renewed=day("05/04/2026"))
    stay(where, lea, "08/06/2026", renewed=day("08/12/2026"))
    check(lea, "05/01/2026")
    for month in ("01", "06", "11", "12"):  # 15 h in each
        weekly(where, "module-1", lea, [f"{number}/{month}/2026" for number in (12, 15, 16, 18, 19)])
    assert figure(where, "heures-individuelles").value == 60
    assert figure(where, "montant-individuel").value == 30 * 45
    told = [(one.rule, f"{one.date:%d/%m/%Y}") for one in deviations(where) if one.severity == "error"]
    assert told == [("eligibility", "12/11/2026")]  # in no block: no volume is passed


def test_nothing_is_payable_without_a_check_or_for_a_public_not_admitted(ai):
    ana, bob = person("ANA"), person("BOB", birth=day("01/01/2004"))
    for who in (ana, bob):
        stay(ai, who, "05/01/2026")
        weekly(ai, "module-1", who, ["06/01/2026"])
        weekly(ai, "module-2", who, ["07/01/2026"])
    check(bob, "01/01/2026", "FAJ")
    assert figure(ai, "montant-individuel").value == 0
    assert figure(ai, "montant-collectif").value == 3 * 13  # BOB, 22: module 2 is open to FAJ


def test_module_3_asks_for_the_attestation_of_the_person(ai):
    ana, bob = person("ANA"), person("BOB")
    for who in (ana, bob):
        stay(ai, who, "05/01/2026")
        check(who, "01/01/2026")
        weekly(ai, "module-3", who, ["06/01/2026"])
    document(ai, ana, "attestation-presence-module-3", "31/03/2026")
    assert figure(ai, "heures-professionnalisation").value == 6
    assert figure(ai, "heures-professionnalisation").detail == {"ANA": 3, "BOB": 3}
    assert figure(ai, "montant-professionnalisation").value == 3 * 8


def test_a_third_of_an_hour_is_rounded_half_up_to_the_cent_on_the_total(ai):
    ana = person("ANA")
    stay(ai, ana, "05/01/2026")
    check(ana, "01/01/2026")
    weekly(ai, "module-2", ana, ["06/01/2026", "07/01/2026"], "9:00", "9:20")
    assert figure(ai, "montant-collectif").value == Fraction(867, 100)  # 40 min × 13 € = 8,666… €


def test_caps_of_module_2_are_shared_by_the_actions_of_one_window(base):
    first, second = action(AI, code="AI-1"), action(AI, code="AI-2")
    ana = person("ANA")
    check(ana, "01/01/2026")
    for where in (first, second):
        stay(where, ana, "05/01/2026")
    weekly(first, "module-2", ana, [f"{n:02d}/01/2026" for n in range(6, 10)])  # 12 h
    weekly(second, "module-2", ana, [f"{n:02d}/02/2026" for n in range(2, 5)])  # 9 h, of which 6 payable
    assert figure(first, "montant-collectif").value == 12 * 13
    assert figure(second, "montant-collectif").value == 6 * 13


def test_a_check_opens_its_window_at_the_first_module_session_on_or_after_it():
    days = [day("10/01/2026"), day("15/02/2026")]
    (window,) = payable.open_windows(days, [(day("20/01/2026"), "RSA")], 12)
    assert (window.start, window.end) == (day("15/02/2026"), day("15/02/2027"))


def test_a_check_made_while_a_window_runs_opens_the_next_after_it():
    days = [day("10/01/2026"), day("09/01/2027"), day("10/01/2027")]
    checks = [(day("02/01/2026"), "RSA"), (day("01/06/2026"), "FAJ"), (day("20/12/2026"), "RSA")]
    first, second = payable.open_windows(days, checks, 12)
    assert (first.start, first.public) == (day("10/01/2026"), "RSA")
    assert (second.start, second.public, second.checked) == (day("10/01/2027"), "RSA", day("20/12/2026"))


def test_a_module_begun_in_a_window_may_finish_after_it(base, on_day):
    on_day("2027-03-31")
    where = action(AI, "01/01/2026", "31/12/2027")
    ana = person("ANA")
    stay(where, ana, "05/01/2026")
    check(ana, "05/01/2026")
    weekly(where, "module-2", ana, ["06/01/2026", "06/01/2027"])
    weekly(where, "module-3", ana, ["07/01/2027"])
    hours = {hour.day: hour for hour in Scope.whole(where).hours}
    assert hours[day("06/01/2027")].payable == 180
    assert hours[day("07/01/2027")].reason


def test_age_is_that_of_the_first_session_of_the_module_in_the_window(base, on_day):
    on_day("2026-12-31")
    where = action(AI)
    ana = person("ANA", birth=day("10/06/2000"))
    stay(where, ana, "01/06/2026")
    check(ana, "01/06/2026", "FAJ")
    weekly(where, "module-2", ana, ["09/06/2026", "10/06/2026"])  # 25, then 26: begun at 25
    weekly(where, "module-3", ana, ["11/06/2026"])  # begun at 26
    assert [(hour.nature, not hour.reason) for hour in Scope.whole(where).hours] == [
        ("module-2", True),
        ("module-2", True),
        ("module-3", False),
    ]
