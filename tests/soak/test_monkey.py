"""A monkey at the keyboard: whatever keys, clicks and sizes, no defect, no English word, and the books balance."""

import re
from contextlib import suppress
from random import Random

import pytest
from textual.errors import NoWidget
from textual.pilot import OutOfBounds
from textual.widgets import Input

from models.duties import lists, periods
from models.export import indicators
from models.rules import checks
from models.tables import REGISTERS, Action, Parcours, Person, Session
from tests.soak.invariants import broken, unreachable
from tui.app import AssiduApp
from tui.duties.screen import DutiesScreen
from tui.page import telling
from tui.people.parcours_forms import ask_correction, ask_entry, ask_exit
from tui.registers import forms
from tui.returns.prepared import ReturnScreen
from tui.shell.action import ActionScreen
from tui.shell.places import PLACES

USUAL = [*["enter"] * 6, *["escape"] * 4, *["tab", "down"] * 3, "up", "left", "right", "shift+tab", "home", "end"]
RARE = ["ctrl+z", "ctrl+s", "ctrl+p", "f1", "slash", "delete", "ctrl+a", "ctrl+k", *"12345", *"paertmoxcsniGv"]
TYPED = [
    "12/03/2026",
    "29/02/2028",
    "29/02/2025",
    "31/11",
    "03/2026",
    "2026-13",
    "8 mois",
    "A.1",
    "H2603",
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


def places(dice):
    """Where keys alone seldom lead: every list, every tab, every form with something in it and without."""
    for name in PLACES:
        yield f"place {name}", lambda app, name=name: app.action_go(name)
    for duty in lists.TITLES:
        yield f"duty {duty}", lambda app, duty=duty: app.push_screen(DutiesScreen(duty))
    for action in Action.select():
        for tab in ActionScreen(action.id).tabs:
            yield f"tab {tab}", lambda app, id=action.id, tab=tab: app.push_screen(ActionScreen(id, tab))
        for of in action.spec.returns:
            period = dice.choice(periods.periods(action, of))
            yield f"return {of.code}", lambda app, period=period: app.push_screen(ReturnScreen(period))
    for table in REGISTERS:
        keeping = dice.choice([one for one in Action.select() if table.register in one.spec.records])
        fact = dice.choice(list(table))
        yield f"add {table.one}", lambda app, table=table, action=keeping: forms.ask_new(app, table, action)
        yield f"correct {table.one}", lambda app, fact=fact: forms.ask_correct(app, fact)
    for ask in (ask_entry, ask_exit, ask_correction):
        subject = dice.choice(list(Action if ask is ask_entry else Parcours))
        yield ask.__name__, lambda app, ask=ask, subject=subject: ask(app, subject)
    for model, opening in ((Session, "open_session"), (Person, "open_person")):
        record = dice.choice(list(model))
        yield opening, lambda app, opening=opening, id=record.id: getattr(app, opening)(id)


async def play(pilot, dice):
    """One gesture: text in a field, a key that does something here, any key, a click, another size."""
    app, turn = pilot.app, dice.random()
    if isinstance(app.focused, Input) and turn < 0.3:
        app.focused.insert_text_at_cursor(dice.choice(TYPED))
    elif turn < 0.6:
        await pilot.press(dice.choice(sorted(app.screen.active_bindings) or ["escape"]))
    elif turn < 0.95:
        await pilot.press(dice.choice(USUAL if turn < 0.8 else RARE))
    elif turn < 0.985:
        with suppress(NoWidget, OutOfBounds):
            await pilot.click(offset=(dice.randrange(app.size.width), dice.randrange(app.size.height)))
    else:
        await pilot.resize_terminal(*dice.choice([(80, 24), (100, 30), (40, 12), (20, 6)]))
    await pilot.pause()


async def walk(pilot, dice, few, keys):
    """So many keys in each place, or in ``few`` of them; says where the first English word was."""
    known = dict(places(dice))
    for name in dice.sample(sorted(known), few or len(known)):
        with telling(pilot.app):
            known[name](pilot.app)
        await pilot.pause()
        for _ in range(keys):
            assert not ENGLISH.search(text_of(pilot.app)), name
            await play(pilot, dice)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("seed", "few", "keys", "size", "day"),
    [
        (8, 3, 3, (80, 24), "2026-06-30"),
        (1, None, 4, (80, 24), "2028-02-29"),
        (2, 30, 8, (100, 30), "2026-12-31"),
        (3, 20, 4, (40, 12), "2027-01-01"),
    ],
)
async def test_nothing_a_monkey_does_breaks_anything(year, monkeypatch, seed, few, keys, size, day):
    settings, home = year(day)
    monkeypatch.setattr(AssiduApp, "action_quit", AssiduApp.action_help)  # a monkey does not go home
    dice = Random(seed)
    app = AssiduApp(settings, home)
    async with app.run_test(size=size) as pilot:
        await walk(pilot, dice, few, keys)
    year_again = AssiduApp(settings, home)
    try:
        assert broken() == []
        assert unreachable(year_again.who) == []
        checks.deviations()
        for action in Action.select():
            indicators.write(action, action.start, action.end, home / "classeur.xlsx", "Zoé")
    finally:
        year_again.database.close()
    assert not list(home.glob("incident-*"))
