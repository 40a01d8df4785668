"""What is kept of deviations is what would be worked out, whatever was done meanwhile and by whom."""

from contextlib import suppress
from functools import cache
from random import Random

import pytest
from peewee import DoesNotExist

from models.acts import act, undo
from models.acts.refusals import Refused
from models.journal import undoing
from models.rules import checks
from models.tables import Action, KeptDeviations, database
from tests.soak.verbs import Operator


def told():
    """Every deviation there is, action by action and in all, and how many are errors."""
    each = {action.code: checks.deviations(action) for action in Action.select()}
    return each, checks.deviations(), checks.errors()


def from_records(monkeypatch):
    """The same, each place worked out once; what is kept stays as it is."""
    with database.atomic() as transaction, monkeypatch.context() as once:
        once.setattr(checks, "_worked_out", cache(checks._worked_out))
        KeptDeviations.delete().execute()
        found = told()
        transaction.rollback()
    return found


def something(dice, someone):
    """An act, an undo or a redo, or a refusal."""
    with suppress(Refused, DoesNotExist):
        chosen = dice.choice([undo.last_act, undo.last_undone])
        if dice.random() < 0.2 and (entry := chosen(someone.who)) is not None:
            undoing.take_back(entry, someone.who)
        else:
            someone.act()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("seed", "acts", "looks"),
    [(5, 6, 2), (11, 200, 20), (12, 200, 20)],
)
def test_kept_is_worked_out_whatever_is_done(year, keeping, monkeypatch, seed, acts, looks):
    year("2026-11-30")
    worked, work_out = [], checks._worked_out
    monkeypatch.setattr(checks, "_worked_out", lambda place: worked.append(place) or work_out(place))
    dice = Random(seed)
    pair = [Operator(dice, "Zoé", "Yann"), Operator(dice, "Yann", "Zoé")]
    checks.deviations()
    whole, again, since = len(worked), 0, act.last_number()
    for _ in range(looks):
        for _ in range(acts // looks):
            something(dice, dice.choice(pair))
        worked.clear()
        found = told()
        assert len(worked) == len(set(worked))
        again += len(worked)
        assert found == from_records(monkeypatch)
    assert act.last_number() > since
    assert again < looks * whole
