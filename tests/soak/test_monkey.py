"""A monkey at the keyboard: whatever keys, clicks and sizes, no defect, no English word, and the books balance."""

import re
from contextlib import suppress
from random import Random

import pytest
from textual.errors import NoWidget
from textual.pilot import OutOfBounds
from textual.widgets import Input

from models import export, rules
from models.tables import Action, Moped, Person, Session
from tests.soak.invariants import broken
from tui.app import AssiduApp

USUAL = [*["enter"] * 6, *["escape"] * 4, *["tab", "down"] * 3, "up", "left", "right", "shift+tab", "home", "end"]
RARE = ["ctrl+z", "ctrl+s", "ctrl+p", "f1", "slash", "delete", "ctrl+a", "ctrl+k", "1", "2", "3", "4", *"paertmoxc"]
TYPED = [
    "12/03/2026",
    "29/02/2028",
    "2h30",
    "9h30",
    "-5",
    "0",
    "999999999999",
    "[/x]",
    "=1+1",
    "éà🙂",
    "שלום",
    "x" * 300,
]
ENGLISH = re.compile(r"\b(the|with|and|search|save|error|none|true|false|close|press|quit|invalid|unknown)\b", re.I)


def text_of(app):
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips(app.size))


def open_something(app, dice):
    """A jump to where keys alone seldom lead."""
    ways = {Session: app.open_session, Person: app.open_person, Action: app.open_action, Moped: None}
    model = dice.choice(list(ways))
    record = dice.choice(list(model))
    if model is Moped:
        app.open_park(record.action_id)
    else:
        ways[model](record.id)


async def play(pilot, dice):
    """One gesture: text in a field, a key that does something here, any key, a click, another size."""
    app, turn = pilot.app, dice.random()
    if isinstance(app.focused, Input) and turn < 0.3:
        app.focused.insert_text_at_cursor(dice.choice(TYPED))
    elif turn < 0.6:
        await pilot.press(dice.choice(sorted(app.screen.active_bindings) or ["escape"]))
    elif turn < 0.93:
        await pilot.press(dice.choice(USUAL if turn < 0.8 else RARE))
    elif turn < 0.95:
        open_something(app, dice)
    elif turn < 0.985:
        with suppress(NoWidget, OutOfBounds):
            await pilot.click(offset=(dice.randrange(app.size.width), dice.randrange(app.size.height)))
    else:
        await pilot.resize_terminal(*dice.choice([(80, 24), (100, 30), (40, 12), (20, 6)]))
    await pilot.pause()


def many(seed, size, day):
    return pytest.param(seed, 600, size, day, marks=pytest.mark.slow)


@pytest.mark.parametrize(
    ("seed", "turns", "size", "day"),
    [
        (8, 25, (80, 24), "2026-03-12"),
        many(1, (80, 24), "2028-02-29"),
        many(2, (100, 30), "2026-12-31"),
        many(3, (40, 12), "2027-01-01"),
    ],
)
async def test_nothing_a_monkey_does_breaks_anything(year, monkeypatch, seed, turns, size, day):
    settings, home = year(day)
    monkeypatch.setattr(AssiduApp, "action_quit", AssiduApp.action_help)  # a monkey does not go home
    dice = Random(seed)
    app = AssiduApp(settings, home)
    async with app.run_test(size=size) as pilot:
        for _ in range(turns):
            await play(pilot, dice)
            assert not ENGLISH.search(text_of(app))
    year_again = AssiduApp(settings, home)
    try:
        assert broken() == []
        rules.deviations()
        for action in Action:
            export.write(action, action.start, action.end, home / "classeur.xlsx", "Zoé")
    finally:
        year_again.database.close()
    assert not list(home.glob("incident-*"))
