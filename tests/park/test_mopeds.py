"""One moped, one borrower at a time: the verbs and what they refuse."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date

from models.acts.refusals import Refused
from models.park import mopeds
from models.park.limits import Span, Stay, faults
from models.tables import Downtime, JournalEntry, Loan, Moped
from tests import world
from tests.world import day

ME = "Nadia"


@pytest.fixture
def ada():
    return world.person("ADA")


@pytest.fixture
def bob():
    return world.person("BOB")


def lend(moped, person, departure, due, **details):
    return mopeds.lend(moped, person, day(departure), day(due), who=ME, **details)


def test_a_loan_from_departure_to_return(moped, ada):
    loan = lend(moped, ada, "01/06/2026", "30/06/2026", purpose="emploi", deposit=15000)
    back = mopeds.give_back(loan, day("25/06/2026"), who=ME)
    assert (back.ended, back.ending, back.deposit) == (day("25/06/2026"), "retour", 15000)
    assert [entry.kind for entry in JournalEntry.select()] == ["lend", "give_back"]


def test_nobody_borrows_a_moped_still_out(moped, ada, bob):
    lend(moped, ada, "01/06/2026", "15/06/2026")
    with pytest.raises(Refused, match="parti le 01/06/2026 et pas encore rendu"):
        lend(moped, bob, "30/06/2026", "10/07/2026")


def test_a_moped_returned_in_the_morning_leaves_again_the_same_day(moped, ada, bob):
    first = lend(moped, ada, "01/06/2026", "15/06/2026")
    mopeds.give_back(first, day("15/06/2026"), who=ME)
    lend(moped, bob, "15/06/2026", "20/06/2026")
    with pytest.raises(Refused, match="chevauche"):
        mopeds.correct_loan(first, ended=day("16/06/2026"), who=ME)


def test_a_loan_noted_late_is_returned_before_the_next_departure(moped, ada, bob):
    lend(moped, bob, "30/06/2026", "10/07/2026")
    with pytest.raises(Refused, match="chevauche celui parti le 30/06/2026"):
        lend(moped, ada, "01/06/2026", "29/06/2026")


def test_a_loan_is_planned_from_the_day_the_one_before_is_due(moped, ada, bob):
    lend(moped, ada, "20/06/2026", "10/07/2026")
    with pytest.raises(Refused, match="chevauche"):
        lend(moped, bob, "09/07/2026", "20/07/2026")
    planned = lend(moped, bob, "10/07/2026", "20/07/2026")
    assert planned.ended is None


def test_an_extension_does_not_run_into_a_promised_loan(moped, ada, bob):
    first = lend(moped, ada, "20/06/2026", "10/07/2026")
    lend(moped, bob, "15/07/2026", "20/07/2026")
    with pytest.raises(Refused, match="15/07/2026"):
        mopeds.extend(first, day("16/07/2026"), "stage", "Mme Roy", who=ME)
    assert mopeds.extend(first, day("15/07/2026"), "stage", "Mme Roy", who=ME).extended == day("15/07/2026")


@pytest.mark.parametrize(("reason", "professional"), [("", "Mme Roy"), ("stage", " ")])
def test_an_extension_has_its_motive_and_professional(moped, ada, reason, professional):
    loan = lend(moped, ada, "20/06/2026", "10/07/2026")
    with pytest.raises(Refused, match="motif et le nom du professionnel"):
        mopeds.extend(loan, day("20/07/2026"), reason, professional, who=ME)


def test_an_extension_goes_beyond_the_planned_return(moped, ada):
    loan = lend(moped, ada, "20/06/2026", "10/07/2026")
    with pytest.raises(Refused, match="déjà prévu le 10/07/2026"):
        mopeds.extend(loan, day("10/07/2026"), "stage", "Mme Roy", who=ME)


def test_a_return_is_neither_before_the_departure_nor_after_today(moped, ada):
    loan = lend(moped, ada, "20/06/2026", "10/07/2026")
    with pytest.raises(Refused, match="avant le départ du 20/06/2026"):
        mopeds.give_back(loan, day("19/06/2026"), who=ME)
    with pytest.raises(Refused, match="après aujourd'hui"):
        mopeds.give_back(loan, day("01/07/2026"), who=ME)
    mopeds.give_back(loan, day("20/06/2026"), who=ME)
    with pytest.raises(Refused, match="déjà terminé le 20/06/2026"):
        mopeds.give_back(loan, day("21/06/2026"), who=ME)


def test_a_planned_return_is_not_before_the_departure(moped, ada):
    with pytest.raises(Refused, match="retour prévu du 19/06/2026 avant le départ"):
        lend(moped, ada, "20/06/2026", "19/06/2026")


def test_nothing_is_lent_before_its_service_or_after_its_retirement(moped, ada):
    with pytest.raises(Refused, match="avant la mise en service du 01/01/2026"):
        lend(moped, ada, "31/12/2025", "10/01/2026")
    mopeds.correct_moped(moped, retired=day("31/05/2026"), who=ME)
    with pytest.raises(Refused, match="après la date de retrait"):
        lend(Moped.get_by_id(moped.id), ada, "01/06/2026", "10/06/2026")


def test_a_moped_is_not_retired_before_its_last_day_out(moped, ada):
    loan = lend(moped, ada, "01/06/2026", "15/06/2026")
    with pytest.raises(Refused, match="prêté jusqu'au 30/06/2026, après la date de retrait"):
        mopeds.correct_moped(moped, retired=day("20/06/2026"), who=ME)
    mopeds.give_back(loan, day("20/06/2026"), who=ME)
    mopeds.correct_moped(moped, retired=day("20/06/2026"), who=ME)


def test_a_loan_still_open_may_outlive_its_action(on_day, moped, ada):
    on_day("2026-12-20")
    loan = lend(moped, ada, "20/12/2026", "10/01/2027")
    on_day("2027-01-05")
    with pytest.raises(Refused, match="après la date de fin de l'action"):
        mopeds.give_back(loan, day("05/01/2027"), who=ME)
    mopeds.extend(loan, day("20/01/2027"), "stage", "Mme Roy", who=ME)
    with pytest.raises(Refused, match="prêté le 04/01/2027, après la date de fin de l'action"):
        lend(moped, world.person("BOB"), "04/01/2027", "05/01/2027")


@pytest.mark.parametrize(
    ("departure", "free"), [("09/06/2026", True), ("10/06/2026", False), ("12/06/2026", False), ("13/06/2026", True)]
)
def test_nothing_leaves_on_a_day_of_downtime(moped, ada, departure, free):
    mopeds.immobilise(moped, day("10/06/2026"), "freins", end=day("12/06/2026"), who=ME)
    if free:
        lend(moped, ada, departure, "20/06/2026")
    else:
        with pytest.raises(Refused, match="immobilisé du 10/06/2026 au 12/06/2026"):
            lend(moped, ada, departure, "20/06/2026")


def test_a_downtime_without_end_stops_every_loan_until_it_is_ended(moped, ada):
    stop = mopeds.immobilise(moped, day("10/06/2026"), "freins", who=ME)
    with pytest.raises(Refused, match="remise en route, pas encore notée"):
        lend(moped, ada, "29/06/2026", "10/07/2026")
    mopeds.end_downtime(stop, day("28/06/2026"), who=ME)
    lend(moped, ada, "29/06/2026", "10/07/2026")


def test_a_moped_breaks_down_while_it_is_out(moped, ada):
    lend(moped, ada, "01/06/2026", "10/07/2026")
    stop = mopeds.immobilise(moped, day("10/06/2026"), "crevaison", who=ME)
    with pytest.raises(Refused, match="départ du 01/06/2026"):
        mopeds.correct_downtime(stop, start=day("01/06/2026"), who=ME)
    with pytest.raises(Refused, match="avant l'immobilisation du 10/06/2026"):
        mopeds.end_downtime(stop, day("09/06/2026"), who=ME)
    with pytest.raises(Refused, match="déjà immobilisé"):
        mopeds.immobilise(moped, day("12/06/2026"), "moteur", who=ME)
    mopeds.remove_downtime(stop, who=ME)
    assert Downtime.select().count() == 0


def test_a_downtime_has_a_cause(moped):
    with pytest.raises(Refused, match="cause manque"):
        mopeds.immobilise(moped, day("10/06/2026"), " ", who=ME)


def test_theft_ends_a_loan_without_a_return_and_may_retire_the_moped(moped, ada):
    loan = lend(moped, ada, "01/06/2026", "10/07/2026")
    ended = mopeds.lost(loan, day("12/06/2026"), "vol", who=ME, retired=True)
    assert (ended.ended, ended.ending) == (day("12/06/2026"), "vol")
    assert Moped.get_by_id(moped.id).retired == day("12/06/2026")


def test_a_return_noted_by_mistake_is_taken_back(moped, ada):
    loan = lend(moped, ada, "01/06/2026", "10/07/2026")
    mopeds.lost(loan, day("12/06/2026"), "perte", who=ME)
    again = mopeds.correct_loan(loan, ended=None, who=ME)
    assert (again.ended, again.ending) == (None, "")


def test_a_loan_is_corrected_or_cancelled(point, moped, ada, bob):
    other = world.moped(point, "ZZ-999-Z", "01/01/2026")
    loan = lend(moped, ada, "01/06/2026", "10/07/2026")
    mopeds.correct_loan(loan, moped=other, person=bob, departure=day("02/06/2026"), who=ME)
    moved = Loan.get_by_id(loan.id)
    assert (moved.moped, moved.person, moved.departure) == (other, bob, day("02/06/2026"))
    mopeds.cancel_loan(moved, who=ME)
    assert Loan.select().count() == 0


def test_two_loans_of_a_moped_do_not_leave_the_same_day(moped, ada, bob):
    loan = lend(moped, ada, "01/06/2026", "10/06/2026")
    mopeds.give_back(loan, day("01/06/2026"), who=ME)
    with pytest.raises(Refused, match="déjà un prêt au départ du 01/06/2026"):
        lend(moped, bob, "01/06/2026", "10/06/2026")


def test_a_plate_is_in_a_park_once(point, moped):
    with pytest.raises(Refused, match="AB-123-C est déjà dans le parc"):
        mopeds.add(point, " ab-123-c ", day("01/02/2026"), who=ME)
    with pytest.raises(Refused, match="immatriculation manque"):
        mopeds.add(point, "  ", day("01/02/2026"), who=ME)
    with pytest.raises(Refused, match="avant la mise en service"):
        mopeds.add(point, "NEUF", day("01/02/2026"), retired=day("31/01/2026"), who=ME)
    assert mopeds.correct_moped(moped, plate="ab-123-d", who=ME).plate == "AB-123-D"


def test_a_moped_entered_by_mistake_is_removed_as_long_as_it_never_left(point, moped, ada):
    wrong = mopeds.add(point, "FAUX", day("01/02/2026"), who=ME)
    mopeds.remove_moped(wrong, who=ME)
    lend(moped, ada, "01/06/2026", "10/06/2026")
    with pytest.raises(Refused, match="retirez-le du parc"):
        mopeds.remove_moped(moped, who=ME)


# The same refusals on plain data, many loans at once.

STAY = Stay("AB-123-C", day("01/01/2026"), None, day("31/12/2026"))
TODAY = day("30/06/2026")


def span(key, departure, due, ended=None, new=True):
    return Span(day(departure), day(due), ended and day(ended), None, key, new)


def test_of_two_loans_that_cross_the_later_is_at_fault_and_the_next_is_not():
    loans = [
        span(1, "01/03/2026", "10/03/2026", "10/03/2026"),
        span(2, "09/03/2026", "12/03/2026", "12/03/2026"),
        span(3, "10/03/2026", "20/03/2026", "20/03/2026"),
    ]
    assert faults(STAY, loans, [], TODAY) == {
        2: "AB-123-C : le prêt du 09/03/2026 chevauche celui du 01/03/2026 au 10/03/2026 ; "
        "notez d'abord le retour, ou corrigez les dates."
    }


def test_a_loan_around_one_already_recorded_is_at_fault():
    loans = [span(1, "05/03/2026", "06/03/2026", "06/03/2026", new=False), span(2, "01/03/2026", "31/03/2026")]
    assert list(faults(STAY, loans, [], TODAY)) == [2]


days = st.integers(0, 40).map(lambda number: Date(2026, 6, 1).add(days=number))


@given(st.lists(st.tuples(days, st.integers(0, 8), st.booleans()), max_size=12))
def test_whatever_the_rows_the_loans_left_never_share_a_day_but_to_hand_over(rows):
    loans = [
        Span(departure, departure.add(days=length), departure.add(days=length) if back else None, None, key)
        for key, (departure, length, back) in enumerate(rows)
    ]
    wrong = faults(STAY, loans, [], TODAY)
    sound = [loan for loan in loans if loan.key not in wrong]
    held = {loan.key: loan.ended or max(loan.due, TODAY) for loan in sound}
    for one in sound:
        for other in sound:
            if one.departure <= other.departure and one.key != other.key:
                assert held[one.key] <= other.departure
                assert one.departure != other.departure
