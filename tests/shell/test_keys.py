"""Letters in both cases, Échap and what follows it, and a day that changes while the application is open."""

import inspect
import os
import pkgutil
import time
from importlib import import_module

import pytest
from textual.binding import Binding
from textual.events import Key

import tui
from models.tables import Attendance, JournalEntry
from tests.shell.screens import USUAL, messages, opened, press, shown
from tests.shell.terminal import terminal
from tui import french
from tui.forms.form import FormScreen
from tui.keys import Parser
from tui.shell.action import ActionScreen
from tui.shell.help import HelpScreen
from tui.shell.palette import commands
from tui.widgets.finder import Picker


def every_binding():
    """The bindings of every class of the interface, by class."""
    for module in pkgutil.walk_packages(tui.__path__, "tui."):
        for _, known in inspect.getmembers(import_module(module.name), inspect.isclass):
            if known.__module__.startswith("tui.") and "BINDINGS" in vars(known):
                yield known, list(Binding.make_bindings(vars(known)["BINDINGS"]))


def test_no_two_commands_are_a_case_apart():
    """A capital is never bound: with Caps Lock every letter does what it does without."""
    capitals = [(known, one.key) for known, bound in every_binding() for one in bound if one.key != one.key.lower()]
    assert sum(len(bound) for _, bound in every_binding()) > 100
    assert capitals == []


def test_no_key_is_named_as_the_library_names_it():
    told = {french.display(one) for _, bound in every_binding() for one in bound}
    assert "=" in told and [name for name in told if "_" in name] == []


@pytest.mark.parametrize("key", ["n", "N"])
async def test_a_letter_does_the_same_in_both_cases(house, key):
    async with opened(house) as (app, pilot):
        await press(pilot, key)
        assert isinstance(app.screen, Picker)


@pytest.mark.parametrize("key", ["é", "É"])
async def test_an_accented_key_too(house, key):
    async with opened(house) as (app, pilot):
        await press(pilot, key)
        assert "Actions" in shown(app)


@pytest.mark.parametrize("key", ["G", "g"])
async def test_a_group_is_given_with_caps_lock(house, key):
    async with opened(house) as (app, pilot):
        app.open_action(house.permis.id)
        await pilot.pause()
        await press(pilot, key)
        assert app.screen.heading.startswith("Groupe de")


async def test_capitals_are_letters_in_a_field(house):
    async with opened(house) as (app, pilot):
        await press(pilot, "slash", "N", "É", "slash")
        assert app.focused.value == "NÉ/"


async def test_what_is_done_to_an_action_is_in_one_menu_and_in_the_palette(house):
    async with opened(house, USUAL) as (app, pilot):
        app.open_action(house.permis.id)
        await pilot.pause()
        told = [one.text for one in commands(app, app.screen)]
        for name, _ in ActionScreen.MENU:
            assert name in told
        await press(pilot, "a", *"ren", "enter")
        assert isinstance(app.screen, FormScreen) and "Renommer un groupe · PERMIS-26" in shown(app)
        await press(pilot, "escape", "f1")
        assert isinstance(app.screen, HelpScreen) and "clôturer l'action" in shown(app).casefold()


# Échap, then a letter


def read(*data: str) -> list[tuple[str, str | None]]:
    """The keys read from what a terminal sends, write by write, and once it has been silent."""
    parser = Parser()
    events = [event for one in data for event in parser.feed(one)]
    time.sleep(0.15)
    events += parser.tick()
    return [(event.key, event.character) for event in events if isinstance(event, Key)]


@pytest.mark.parametrize("letter", ["p", "P", "é", "O", "b", "f", "7"])
def test_escape_and_a_letter_in_one_read_are_two_keys(letter):
    assert read(f"\x1b{letter}") == [("escape", "\x1b"), (letter, letter)]


def test_whatever_follows_them():
    two = [("escape", "\x1b"), ("p", "p")]
    assert read("\x1bpx") == [*two, ("x", "x")]
    assert read("\x1bp\x1bp") == [*two, *two]
    assert read("\x1bp\x1b[A") == [*two, ("up", None)]


def test_the_keys_of_the_terminal_are_still_known():
    assert read("\x1b[A") == [("up", None)]
    assert read("\x1bOP") == [("f1", None)]
    assert read("\x1b[1;5A") == [("ctrl+up", None)]
    assert read("\x1b") == [("escape", "\x1b")]
    assert read("\x1b\x1b[B") == [("escape", "\x1b"), ("down", None)]


@pytest.mark.slow
def test_in_a_terminal_the_letter_marks_and_is_no_text(house):
    world_day = os.environ["ASSIDU_TODAY"]
    with terminal(house.home, world_day) as it:
        it.wait_for("Budget")
        it.type(b"\r")
        it.wait_for("à marquer")
        it.type(b"o")
        it.wait_for("Note sur")
        before = JournalEntry.select().count()
        it.type(b"\x1bp")
        it.wait_for("appel complet")
    marked = Attendance.get(Attendance.session == house.morning)
    assert (marked.status, marked.note) == ("présent", "")
    assert JournalEntry.select().count() == before + 1


# the day changes


async def test_left_open_overnight_the_home_screen_is_of_the_new_day(house, on_day):
    async with opened(house, USUAL) as (app, pilot):
        assert "Jeudi 12 mars 2026" in shown(app)
        on_day("2026-03-13")
        app._midnight()
        await pilot.pause()
        assert "Vendredi 13 mars 2026" in shown(app) and "Jeudi 12 mars" not in shown(app)
        assert "vendredi 13 mars 2026" in messages(app)[-1]


async def test_a_key_after_midnight_acts_on_nothing_that_has_moved(house, on_day):
    """The lesson of the 12th, chosen on the 12th, is not what Entrée opens on the 13th."""
    async with opened(house, USUAL) as (app, pilot):
        await press(pilot, "v")
        while app.focused.target != ("Session", house.lesson.id):
            await press(pilot, "down")
        home = app.screen
        on_day("2026-03-13")
        await press(pilot, "enter")
        assert app.screen is home and "Vendredi 13 mars" in shown(app)
        assert messages(app)[-1].endswith("Regardez ce qui est choisi avant de continuer.")


async def test_a_mark_typed_at_midnight_is_not_lost(house, on_day):
    async with opened(house) as (app, pilot):
        app.open_session(house.morning.id)
        await pilot.pause()
        on_day("2026-03-13")
        await press(pilot, "p")
        assert Attendance.get(Attendance.session == house.morning).status == "présent"
        assert "vendredi 13 mars" in shown(app)


async def test_a_day_proposed_because_it_was_today_follows(house, on_day):
    async with opened(house) as (app, pilot):
        app.open_action(house.permis.id)
        await pilot.pause()
        await press(pilot, "s")
        on_day("2026-03-13")
        await press(pilot, "tab")
        rows = {row.field.name: row for row in app.screen.query("Row")}
        assert str(rows["exit"].read()) == "2026-03-13"


async def test_the_timer_waits_for_midnight(house, monkeypatch):
    monkeypatch.setattr("tui.app.seconds_to_midnight", lambda: -0.95)
    monkeypatch.delenv("ASSIDU_TODAY")
    async with opened(house) as (app, pilot):
        from pendulum import Date

        app.day = Date(2026, 3, 11)
        await pilot.pause(0.3)
        assert app.day > Date(2026, 3, 11)
