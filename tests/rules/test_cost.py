"""What working out the deviations of an action costs, in counts that no machine changes, a little above those seen."""

import sys
from collections import Counter
from functools import partial

import pytest

from models.rules.checks import deviations
from models.storage.opening import open_database
from models.tables import Action
from tests.benchmark.departement import CONVENTIONS, Size, fill

CALLS, STATEMENTS = 52_000, 60  # at most, of an action of 20 people with every register


@pytest.fixture
def actions(home, monkeypatch):
    """One action of each convention of the benchmark, looked at once: its queries are written."""
    for name in ("ASSIDU_TODAY", "ASSIDU_HOME"):
        monkeypatch.setenv(name, str(home))  # given back when the test is over: ``fill`` sets them
    fill(home, len(CONVENTIONS), Size(people=20, attendances=440))
    engine = open_database(f"sqlite:///{home}/assidu.db")
    found = list(Action.select().order_by(Action.code))
    for one in found:
        deviations(one)
    yield found
    engine.close()


def test_an_action_is_worked_out_in_so_many_calls_and_statements(actions, queries):
    costs = {}
    for one in actions:
        looked = partial(deviations, one)
        costs[one.convention] = (calls(looked), queries(looked))
    assert {id: cost for id, cost in costs.items() if cost[0] > CALLS or cost[1] > STATEMENTS} == {}


def calls(work) -> int:
    """How many Python functions are called."""
    seen: Counter[str] = Counter()

    def note(frame, event, argument) -> None:
        seen[event] += 1

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return seen["call"]
