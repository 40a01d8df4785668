"""A storm of acts over the example year: all of it can be taken back, and no order of undos breaks the books."""

from collections import Counter
from contextlib import suppress
from random import Random

import pytest

from models.acts import act, undo
from models.acts.refusals import Refused
from models.journal import undoing
from models.journal.verifying import verify
from models.tables import JOURNAL, TABLES, Frozen, Movement, MovementReport, database
from tests.soak import replay
from tests.soak.invariants import broken, unreachable
from tests.soak.verbs import Operator

FEW = [3]
MANY = [17, 29, *range(100, 150)]


def content():
    """Every row but the journal's, those of the ledger, which is never rewritten, and the copies kept of returns."""
    kept = [table for table in TABLES if table not in (*JOURNAL, Movement, MovementReport, Frozen)]
    return {table.__name__: list(table.select().order_by(table.id).tuples()) for table in kept}


def moved():
    """Minutes moved, in all, by action, person and kind."""
    total: Counter = Counter()
    for action, person, kind, minutes in Movement.select(
        Movement.action, Movement.person, Movement.kind, Movement.minutes
    ).tuples():
        total[action, person, kind] += minutes
    return total


def undo_all(who):
    while (entry := undo.last_act(who)) is not None:
        undoing.take_back(entry, who)


@pytest.mark.parametrize("seed", [*FEW, *(pytest.param(seed, marks=pytest.mark.slow) for seed in MANY)])
def test_thirty_acts_are_taken_back_to_the_last_row(year, seed):
    year("2028-02-29")
    before, hours_before = content(), moved()
    start, number = replay.stored(), act.last_number()
    zoe = Operator(Random(seed), "Zoé")
    done = 0
    while done < 30:
        last = act.last_number()
        with suppress(Refused):
            zoe.act()
        done += act.last_number() > last
    after, hours_after = content(), moved()
    assert after != before
    assert broken() == []
    assert unreachable("Zoé") == []
    undo_all("Zoé")
    assert content() == before
    assert moved() == hours_before
    while (entry := undo.last_undone("Zoé")) is not None:
        undoing.take_back(entry, "Zoé")
    assert content() == after
    assert moved() == hours_after
    undo_all("Zoé")
    assert content() == before
    assert moved() == hours_before
    assert verify().faults == []
    assert replay.replayed(start, number) == replay.stored()


@pytest.mark.slow
@pytest.mark.parametrize("seed", [*FEW, *MANY])
def test_two_people_acting_and_undoing_across_each_other_break_nothing(year, seed):
    year("2026-12-31")
    start, number = replay.stored(), act.last_number()
    dice = Random(seed)
    pair = [Operator(dice, "Zoé", "Yann"), Operator(dice, "Yann", "Zoé")]
    undone = 0
    with database.atomic():  # one write to the disk for all: only the rows matter here
        for _ in range(120):
            someone = dice.choice(pair)
            with suppress(Refused):
                chosen = dice.choice([undo.last_act, undo.last_act, undo.last_undone])
                if dice.random() < 0.4 and (entry := chosen(someone.who)) is not None:
                    undoing.take_back(entry, someone.who)
                    undone += 1
                else:
                    someone.act()
    assert undone
    assert broken() == []
    assert verify().faults == []
    assert replay.replayed(start, number) == replay.stored()
    assert unreachable("Zoé", "Yann") == []
