"""Any two people of a lived-in year, joined and parted again: the base is what it was, its ledgers hold the same."""

from contextlib import suppress
from random import Random

import pytest

from models.acts.refusals import Refused
from models.acts.undo import last_act, last_undone
from models.hours import pool
from models.joining import people as joining
from models.journal import verifying
from models.journal.undoing import take_back
from models.tables import Action, Movement, MovementReport, Person
from tests.joining.test_people import records
from tests.soak.conftest import year
from tests.soak.verbs import Operator

__all__ = ["year"]

LEDGER = (Movement, MovementReport)


def balances():
    """Of each action with hours: its pool, and what each person released, was granted and has left."""
    return {
        action.code: (
            book.pool,
            {one.person.code: (one.released, one.granted, one.left) for one in book.trainees},
        )
        for action in Action.select().order_by(Action.id)
        if action.spec.quota is not None
        for book in (pool.ledger(action),)
    }


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_joined_then_undone_then_done_again(year, seed):
    year("2026-12-31")
    dice = Random(seed)
    zoe = Operator(dice, "Zoé")
    for _ in range(60):
        with suppress(Refused):
            zoe.act()
    done = 0
    for _ in range(12):
        kept, other = dice.sample(list(Person.select()), 2)
        before, hours = records(LEDGER), balances()
        try:
            choices = joining.plan(kept, other).choices
            joining.join(kept, other, {one.name: dice.random() < 0.5 for one in choices}, who="Claire")
        except Refused:
            assert (records(LEDGER), balances()) == (before, hours)
            continue
        after, then = records(LEDGER), balances()
        take_back(last_act("Claire"), "Claire")
        assert (records(LEDGER), balances()) == (before, hours)
        take_back(last_undone("Claire"), "Claire")
        assert (records(LEDGER), balances()) == (after, then)
        done += 1
    assert done > 3
    assert verifying.verify().faults == []
