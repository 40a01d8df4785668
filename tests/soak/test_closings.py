"""A storm of acts over closed actions: what is dated in them stays as it was, to the last row and the last figure."""

from random import Random

import pytest

from config import schema
from models.acts import act, undo
from models.acts.refusals import Refused
from models.days.clock import today
from models.figures.figures import figures
from models.journal import undoing
from models.journal.verifying import verify
from models.returns import closing
from models.tables import (
    REGISTERS,
    Action,
    Attendance,
    Downtime,
    FollowUp,
    Loan,
    Moped,
    Movement,
    Parcours,
    Record,
    Session,
    database,
)
from models.tables.fields import facts_of
from tests.soak.verbs import Operator

SEEDS = [5, *range(200, 230)]
LATER = (
    schema.Contracts,  # by status: the Département answers later
    schema.FollowUps,  # months after the exit
    schema.InTime,  # the delay runs on after the entry
    schema.Liaisons,  # answered later
    schema.PayableAmount,  # the proof comes at the end, and windows run across actions
    schema.PlanLines,  # by result, said at the end of the line
    schema.Prescriptions,  # by answer, given later
    schema.Present,  # by contract, validated later
    schema.Trained,  # a training begun while still there
    schema.ContractsPreceded,
)
"""Figures of a period that legitimately take in what is dated after it."""

DAYS = ("day", "start", "month", "opened", "entry", "departure", "in_service")
"""The day of a record; and the later days, with what each brings."""
ENDS = {
    Parcours: {"exit": ("exit_type", "exit_contract", "job_end", "destination"), "renewed": ("renewal_reason",)},
    Loan: {"ended": ("ending",), "extended": ("extension_reason", "professional")},
}


class Colleague(Operator):
    """Does anything but correct an action's dates or a person's own profile, which belong to no day."""

    def __init__(self, dice, who):
        super().__init__(dice, who)
        free = (self.do_correct_action, self.do_correct_person, self.do_hand_in, self.do_take_back_return)
        self.verbs = [verb for verb in self.verbs if verb not in free]


def past(record, until):
    """A record as it stood at the end of ``until``: what is dated later left out."""
    row = {name: value for name, value in record.__data__.items() if name not in ("recorded_at", "recorded_by")}
    row.pop("confirmed", None)
    for name, value in list(row.items()):
        if hasattr(value, "isoformat") and value > until:
            row[name] = None
    for name, field in record._meta.fields.items():
        day = facts_of(field).day
        if name in row and day in row and row[day] is None:
            row[name] = None
    for day, brought in ENDS.get(type(record), {}).items():
        if row[day] is None:
            row |= dict.fromkeys(brought)
    return row


def dated(record):
    return next(str(getattr(record, name)) for name in DAYS if name in record._meta.fields)


def rows(action, until):
    """Every row of an action dated by ``until``, as it stood then."""
    last = until.isoformat()
    found: dict = {}
    in_action = (one for one in REGISTERS if "action" in one._meta.fields)
    models: tuple[type[Record], ...] = (Parcours, Session, Movement, Moped, *in_action)
    for model in models:
        if model is FollowUp:  # a contact that reached nobody is made again later
            own = model.select().where(model.action == action, model.reached)
        else:
            own = model.select().where(model.action == action)
        found |= {(model.__name__, one.id): past(one, until) for one in own if dated(one) <= last}
    marks = Attendance.select().join(Session).where(Session.action == action, Session.day <= until)
    found |= {("Attendance", one.id): past(one, until) for one in marks}
    for model in (Loan, Downtime):
        own = model.select().join(Moped).where(Moped.action == action)
        found |= {(model.__name__, one.id): past(one, until) for one in own if dated(one) <= last}
    return found


def told(action, until):
    """The figures of an action from its first day to ``until``, but those that take in what comes later; a target made
    of the park is that of the whole action."""
    return {
        one.indicator.id: (one.value, None if _of_the_park(one) else one.target, one.base, one.detail)
        for one in figures(action, action.start, until)
        if not isinstance(one.indicator, LATER)
    }


def _of_the_park(figure):
    target = getattr(figure.indicator, "target", None)
    return target is not None and target.base == "cyclomoteurs"


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_dated_in_what_is_closed_moves(year, seed):
    year("2026-12-31")
    dice = Random(seed)
    closed = {}
    for action in Action.select():
        until = min(action.end, today().subtract(days=dice.choice([5, 25])))
        if until >= action.start:
            closing.close(action, until, "Claire", who="Claire")
            closed[action.id] = until
    assert len(closed) >= 5
    before = {
        id: (rows(Action.get_by_id(id), until), told(Action.get_by_id(id), until)) for id, until in closed.items()
    }
    zoe = Colleague(dice, "Zoé")
    refused = done = 0
    with database.atomic():  # one write to the disk for all: only the rows matter here
        for _ in range(400):
            last = act.last_number()
            try:
                if dice.random() < 0.15 and (entry := undo.last_act("Zoé")) is not None:
                    undoing.take_back(entry, "Zoé")
                else:
                    zoe.act()
            except Refused as fault:
                refused += "est clôturée" in str(fault)
            done += act.last_number() > last
    assert refused > 20
    assert done > 20
    for id, until in closed.items():
        action = Action.get_by_id(id)
        assert rows(action, until) == before[id][0]
        assert told(action, until) == before[id][1]
    assert verify().faults == []
