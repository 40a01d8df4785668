"""What the roll looks like, in a small terminal and a larger one."""

import pytest
from pendulum import DateTime

from models.acts import act
from models.sessions import roll
from tests import world


@pytest.fixture
def half_called(twelve, monkeypatch):
    """Marks of every kind, someone to complete, and a past that makes the totals move."""
    monkeypatch.setattr(act, "now", lambda: DateTime(2026, 3, 12, 9, 42))  # the message line tells when
    people = [row.person for row in roll.open_roll(twelve).rows]
    for day in (3, 5, 10):
        past = world.session(twelve.action, on=twelve.day.set(day=day), end="12:00")
        for rank, person in enumerate(people):
            world.mark(past, person, status="absent" if rank % 4 == day % 4 else "présent")
    for person, status in zip(people, roll.MARKS, strict=False):
        roll.mark(twelve, person, status, who="Nadia")
    roll.set_minutes(twelve, people[0], 95, who="Nadia")
    roll.note(twelve, "Bus en panne", who="Nadia", person=people[3])
    roll.expect_unknown(twelve, "漢字 [/x] 🇫🇷", who="Nadia")
    return twelve


async def open_half_called(pilot):
    pilot.app.open_session(1)
    await pilot.pause()


@pytest.mark.parametrize("size", [(80, 24), (100, 30)])
def test_half_called(app, half_called, snap_compare, size):
    assert snap_compare(app, press=["end", "up", "up"], terminal_size=size, run_before=open_half_called)


def test_adding_someone(app, half_called, snap_compare):
    assert snap_compare(app, press=["plus", *"dia"], terminal_size=(80, 24), run_before=open_half_called)


def test_cancelled(app, half_called, snap_compare):
    keys = ["c", *"neige", "enter"]
    assert snap_compare(app, press=keys, terminal_size=(80, 24), run_before=open_half_called)
