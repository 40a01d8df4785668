"""Chains of loans and how long they may run, worked by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date

from models.days.months import plus_months
from models.park import chains, mopeds
from models.rules.checks import deviations
from models.tables import Loan, Person
from tests import world
from tests.world import day

MOTIVE = {"extension_reason": "formation prolongée", "professional": "Mme Roy"}


@pytest.fixture
def ada():
    return world.person("ADA")


def told(chain):
    return (chain.limit.format("DD/MM/YYYY"), chain.end.format("DD/MM/YYYY"), chain.running)


@pytest.mark.parametrize(
    ("departure", "limit"),
    [
        ("01/03/2026", "01/07/2026"),
        ("31/10/2025", "28/02/2026"),
        ("31/10/2027", "29/02/2028"),
        ("29/02/2024", "29/06/2024"),
        ("31/12/2025", "30/04/2026"),
    ],
)
def test_four_months_go_from_date_to_date(on_day, moped, ada, departure, limit):
    on_day("2028-07-01")
    world.loan(moped, ada, departure, departure, departure)
    assert told(chains.chains()[0])[0] == limit


def test_a_loan_not_returned_runs_to_today(moped, ada):
    world.loan(moped, ada, "01/02/2026", "01/06/2026")
    (chain,) = chains.chains()
    assert told(chain) == ("01/06/2026", "30/06/2026", True)


def test_another_loan_within_thirty_days_follows_on_and_the_gap_does_not_count(point, moped, ada):
    """Out 1–31 March and 20 April – 10 May: 19 days between, so until 1 July + 19 days."""
    other = world.moped(point, "ZZ-999-Z", "01/01/2026")
    world.loan(moped, ada, "01/03/2026", "31/03/2026", "31/03/2026")
    world.loan(other, ada, "20/04/2026", "10/05/2026", "10/05/2026")
    (chain,) = chains.chains()
    assert told(chain) == ("20/07/2026", "10/05/2026", False)
    assert [loan.moped.plate for loan in chain.loans] == ["AB-123-C", "ZZ-999-Z"]


@pytest.mark.parametrize(("departure", "count"), [("29/04/2026", 1), ("30/04/2026", 2)])
def test_thirty_days_after_a_return_a_new_count_begins(moped, ada, departure, count):
    world.loan(moped, ada, "01/03/2026", "31/03/2026", "31/03/2026")
    world.loan(moped, ada, departure, "10/05/2026", "10/05/2026")
    assert len(chains.chains()) == count


def test_handing_one_moped_in_and_taking_another_the_same_day_leaves_no_gap(point, moped, ada):
    other = world.moped(point, "ZZ-999-Z", "01/01/2026")
    world.loan(moped, ada, "01/03/2026", "31/03/2026", "31/03/2026")
    world.loan(other, ada, "31/03/2026", "10/05/2026", "10/05/2026")
    assert told(chains.chains()[0])[0] == "01/07/2026"


def test_two_mopeds_at_once_run_until_the_last_is_back(point, moped, ada):
    other = world.moped(point, "ZZ-999-Z", "01/01/2026")
    world.loan(moped, ada, "01/03/2026", "31/05/2026", "31/05/2026")
    world.loan(other, ada, "10/03/2026", "20/03/2026", "20/03/2026")
    world.loan(moped, ada, "05/06/2026", "10/06/2026", "10/06/2026")
    assert told(chains.chains()[0]) == ("05/07/2026", "10/06/2026", False)


@pytest.mark.parametrize(
    ("extended", "limit"),
    [("15/08/2026", "15/08/2026"), ("01/10/2026", "01/09/2026"), ("01/03/2026", "01/05/2026")],
)
def test_an_extension_reaches_its_day_within_eight_months_and_never_shortens(moped, ada, extended, limit):
    world.loan(moped, ada, "01/01/2026", "28/02/2026", extended=day(extended), **MOTIVE)
    assert told(chains.chains()[0])[0] == limit


@pytest.mark.parametrize("missing", ["extension_reason", "professional"])
def test_an_extension_without_motive_or_professional_gives_no_more_time(moped, ada, missing):
    details = {**MOTIVE, missing: " "}
    world.loan(moped, ada, "01/01/2026", "01/05/2026", extended=day("15/08/2026"), **details)
    assert told(chains.chains()[0])[0] == "01/05/2026"


def test_the_latest_extension_of_the_chain_counts(moped, ada):
    world.loan(moped, ada, "01/01/2026", "01/05/2026", "20/05/2026", extended=day("20/05/2026"), **MOTIVE)
    world.loan(moped, ada, "21/05/2026", "20/06/2026", extended=day("10/07/2026"), **MOTIVE)
    (chain,) = chains.chains()
    assert (chain.limit, chain.exceptional_limit) == (day("10/07/2026"), day("01/09/2026"))


def test_a_planned_loan_runs_nowhere_yet(moped, ada):
    world.loan(moped, ada, "01/03/2026", "20/06/2026", "20/06/2026")
    world.loan(moped, ada, "05/07/2026", "01/08/2026")
    assert told(chains.chains()[0]) == ("01/07/2026", "20/06/2026", False)
    assert told(chains.chains(planned=True)[0]) == ("15/07/2026", "05/07/2026", False)


def test_a_persons_loans_follow_on_from_one_action_to_the_next(point, moped, ada):
    world.loan(moped, ada, "01/03/2026", "31/05/2026", "31/05/2026")
    after = world.action("cd49-point-mobilite", code="SUITE")
    world.loan(world.moped(after, "YY-000-Y", "01/01/2026"), ada, "01/06/2026", "30/06/2026")
    for action in (point, after):
        assert [len(chain.loans) for chain in chains.chains(action)] == [2]
    assert chains.chains(world.action("cd49-point-mobilite", code="VIDE")) == []


def test_chains_take_one_query(base, moped, ada, point):
    for number in range(20):
        world.loan(moped, world.person(f"P{number}"), f"{number + 1:02}/03/2026", "31/03/2026", "31/03/2026")
    count = []
    execute = base.execute_sql
    base.execute_sql = lambda *arguments: count.append(1) or execute(*arguments)
    assert len(chains.chains(point)) == 20
    assert len(count) == 1


def test_how_long_a_loan_could_run_is_known_before_it_is_made(moped, ada):
    assert chains.limit_if_lent(moped, ada, day("30/06/2026")) == day("30/10/2026")
    world.loan(moped, ada, "01/03/2026", "31/05/2026", "20/06/2026")
    assert chains.limit_if_lent(moped, ada, day("30/06/2026")) == day("10/07/2026")


days = st.dates(Date(2000, 1, 1), Date(2050, 12, 31)).map(lambda one: Date(one.year, one.month, one.day))


@given(days, st.integers(0, 24))
def test_months_keep_the_day_number_or_the_months_last_day(start, months):
    later = plus_months(start, months)
    assert (later.year - start.year) * 12 + later.month - start.month == months
    assert later.day == min(start.day, later.end_of("month").day)


@given(days, st.integers(0, 200), st.lists(days, max_size=4))
def test_a_limit_lies_between_four_and_eight_months_and_the_gaps(start, gaps, extensions):
    from config.catalogue import convention

    limit, exceptional = chains.limits(start, gaps, extensions, convention("cd49-point-mobilite").park)
    assert start.add(months=4).add(days=gaps) <= limit <= exceptional == start.add(months=8).add(days=gaps)


class TestWhatIsAskedBeforeALoanIsRecorded:
    """Reading E-36: a planned return past the limit, and one person with two mopeds at once, are doubts."""

    @pytest.fixture
    def other(self, point):
        return world.moped(point, "ZZ-999-Z", "01/01/2026")

    def lent(self, moped, person, departure, due, record=None, **more):
        values = {"moped": moped, "person": person, "departure": day(departure), "due": day(due), **more}
        return mopeds.doubts(moped.action, Loan, values, record)

    def test_a_planned_return_past_the_limit(self, moped, ada):
        assert self.lent(moped, ada, "01/06/2026", "01/10/2026") == []
        assert self.lent(moped, ada, "01/06/2026", "02/10/2026") == ["Le retour prévu dépasse la limite du 01/10/2026."]

    def test_a_correction_is_asked_too_and_is_not_beside_itself(self, moped, ada):
        loan = world.loan(moped, ada, "01/06/2026", "01/10/2026")
        assert mopeds.doubts(moped.action, Loan, {"due": day("01/10/2026"), "purpose": "stage"}, loan) == []
        (told,) = mopeds.doubts(moped.action, Loan, {"due": day("02/10/2026")}, loan)
        assert told == "Le retour prévu dépasse la limite du 01/10/2026."
        assert self.lent(moped, ada, "02/06/2026", "02/10/2026", loan) == []

    def test_two_mopeds_at_once(self, moped, other, ada):
        world.loan(moped, ada, "01/06/2026", "20/06/2026", "20/06/2026")
        (told,) = self.lent(other, ada, "19/06/2026", "30/06/2026")
        assert told == "Cette personne a aussi AB-123-C à partir du 01/06/2026 : deux cyclomoteurs à la fois."
        assert self.lent(other, ada, "20/06/2026", "30/06/2026") == []
        assert self.lent(other, world.person("BOB"), "19/06/2026", "30/06/2026") == []

    def test_one_not_handed_back_is_still_hers(self, moped, other, ada):
        """Today is 30 June: due on the 20th and still out; from tomorrow nobody knows."""
        world.loan(moped, ada, "01/06/2026", "20/06/2026")
        assert len(self.lent(other, ada, "30/06/2026", "15/07/2026")) == 1
        assert self.lent(other, ada, "01/07/2026", "15/07/2026") == []

    def test_a_loan_planned_after_it(self, moped, other, ada):
        world.loan(moped, ada, "10/07/2026", "20/07/2026")
        assert self.lent(other, ada, "01/06/2026", "10/07/2026") == []
        assert len(self.lent(other, ada, "01/06/2026", "11/07/2026")) == 1


def test_a_borrower_with_a_referent_or_a_precarious_activity_has_a_whole_profile(point, moped, ada):
    """Reading E-36: the article asks one of the two; with neither the loan itself is an alert."""
    ada.public, ada.birth = "RSA", day("01/01/1990")
    ada.save()
    world.loan(moped, ada, "01/06/2026", "01/07/2026")

    def found():
        told = [one for one in deviations(point) if one.rule in ("incomplete-profile", "entry-condition")]
        assert not any("référent, " in one.message or "activité" in one.message.partition("manque")[2] for one in told)
        return [one.rule for one in told if one.rule == "entry-condition"]

    assert found() == ["entry-condition"]
    Person.update(referent="Mme Roy").execute()
    assert found() == []
    Person.update(referent="", precarious=True).execute()
    assert found() == []
