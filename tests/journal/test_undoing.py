"""Undo of what moves hours and mopeds: the inverse act, and never into what cannot be."""

import pytest

from models.acts.refusals import Refused
from models.acts.undo import last_act
from models.hours import pool
from models.journal.undoing import take_back
from models.park import mopeds
from models.tables import Loan, Movement
from tests import world
from tests.hours import conftest as hours
from tests.world import day

ada, bob, moped, opened, permis, point = hours.ada, hours.bob, hours.moped, hours.opened, hours.permis, hours.point

ME, YOU = "Nadia", "Karim"


def undo(who=ME):
    return take_back(last_act(who), who)


def test_undoing_a_movement_is_its_reversal_and_undo_goes_on_before_it(permis, ada, bob):
    pool.release(permis, ada, 600, day("01/06/2026"), "a fini", who=ME)
    pool.grant(permis, bob, 300, day("02/06/2026"), "examen", who=ME)
    undo()
    undo()
    assert [(one.kind, one.minutes) for one in Movement.select().order_by(Movement.number)] == [
        ("libération", 600),
        ("mobilisation", 300),
        ("mobilisation", -300),
        ("libération", -600),
    ]
    assert last_act(ME) is None


def test_undoing_a_release_others_have_used_is_refused(permis, ada, bob):
    pool.release(permis, ada, 600, day("01/06/2026"), "a fini", who=ME)
    pool.grant(permis, bob, 300, day("02/06/2026"), "examen", who=YOU)
    with pytest.raises(Refused, match="déjà été mobilisées"):
        undo()
    assert pool.ledger(permis).pool == 300


def test_a_reversal_is_not_undone(permis, ada):
    pool.reverse(pool.release(permis, ada, 600, day("01/06/2026"), "a fini", who=ME), reason="erreur", who=ME)
    with pytest.raises(Refused, match="saisissez un nouveau mouvement"):
        undo()


def test_a_return_is_not_undone_once_the_moped_is_out_again(moped, ada, bob):
    loan = mopeds.lend(moped, ada, day("01/06/2026"), day("15/07/2026"), who=ME)
    mopeds.give_back(loan, day("10/06/2026"), who=ME)
    again = mopeds.lend(moped, bob, day("10/06/2026"), day("15/07/2026"), who=YOU)
    with pytest.raises(Refused, match="chevauche"):
        undo()
    assert Loan.get_by_id(loan.id).ended == day("10/06/2026")
    mopeds.cancel_loan(again, who=YOU)
    undo()
    assert Loan.get_by_id(loan.id).ended is None


def test_a_retirement_or_a_downtime_comes_back_only_if_its_loans_allow(moped, ada):
    stop = mopeds.immobilise(moped, day("01/06/2026"), "freins", who=ME)
    mopeds.end_downtime(stop, day("05/06/2026"), who=ME)
    mopeds.lend(moped, ada, day("08/06/2026"), day("15/07/2026"), who=YOU)
    with pytest.raises(Refused, match="immobilisé"):
        undo()


def test_a_loan_cancelled_comes_back(moped, ada):
    loan = mopeds.lend(moped, ada, day("01/06/2026"), day("15/07/2026"), who=ME)
    mopeds.cancel_loan(loan, who=ME)
    undo()
    assert Loan.get().departure == day("01/06/2026")


def test_an_entry_is_not_undone_once_hours_have_moved(permis):
    from models.people import parcours

    eve = world.person("EVE")
    parcours.enter(permis, eve, day("01/06/2026"), who=ME)
    pool.release(permis, eve, 600, day("02/06/2026"), "a fini", who=YOU)
    with pytest.raises(Refused, match="des mouvements d'heures"):
        undo()
