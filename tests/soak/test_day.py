"""A long day of several people at once: nothing acknowledged is lost, nothing is there that the journal does not tell,
and the figures are those of the records made again out of the journal alone."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from models.acts.act import last_number
from models.figures import figures as indicators
from models.journal.verifying import verify
from models.rules import checks
from models.storage.opening import open_database
from models.tables import Action, JournalEntry
from tests import engines
from tests.soak import replay
from tests.soak.invariants import broken

ROOT = Path(__file__).parents[2]
TEAM = ("Zoé", "Yann", "Inès", "Paul", "Léa", "Noor", "Hugo", "Awa", "Rui", "Jade")


def figures() -> dict:
    """Every figure and every deviation of every action."""
    found: dict = {}
    for action in Action.select().order_by(Action.id):
        computed = indicators.figures(action, action.start, action.end)
        found[action.code] = {one.indicator.id: (one.value, one.target, one.detail) for one in computed}
        found[action.code]["écarts"] = sorted((one.rule, one.subject, one.date) for one in checks.deviations(action))
    return found


def work(address, team, acts) -> dict[str, list[int]]:
    """Has each of the team act, all at once; the numbers of the acts each was told of."""
    environment = os.environ | {"ASSIDU_DATABASE": address}
    line = [sys.executable, "-m", "tests.soak.day"]
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "env": environment, "cwd": ROOT}
    running = {who: subprocess.Popen([*line, who, str(acts)], **pipes) for who in team}
    told = {}
    for who, process in running.items():
        out, errors = process.communicate()
        assert process.returncode == 0, errors.decode()[-2000:]
        told[who] = [int(line) for line in out.split()]
    return told


@pytest.mark.parametrize(
    ("users", "acts"),
    [
        pytest.param(3, 40, marks=pytest.mark.slow),
        pytest.param(10, int(os.environ.get("ASSIDU_DAY", 2000)), marks=[pytest.mark.slow, engines.on_server]),
    ],
)
def test_a_day(year, tmp_path, users, acts):
    year("2026-11-30")
    address = engines.address(tmp_path)
    start, before = replay.stored(), last_number()
    told = work(address, TEAM[:users], acts)
    for who, numbers in told.items():
        assert len(numbers) >= acts
        assert {entry.who for entry in JournalEntry.select().where(JournalEntry.id.in_(numbers))} == {who}
    everyone = sorted(number for numbers in told.values() for number in numbers)
    assert everyone == list(range(before + 1, last_number() + 1))
    assert verify().faults == []
    assert broken() == []
    rows = replay.replayed(start, before)
    assert rows == replay.stored()
    seen = figures()
    again = open_database(f"sqlite:///{tmp_path / 'again.db'}")
    replay.store(rows)
    assert figures() == seen
    again.close()
