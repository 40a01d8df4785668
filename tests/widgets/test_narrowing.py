"""Any list is narrowed by a few letters (F3) and sorted by its columns (Maj+F3); letters stay commands."""

import pytest
from textual.events import Key

from tests import world
from tests.shell.screens import SMALL, USUAL, messages, opened, opening, press, shown
from tui.figures.deviations import DeviationsView
from tui.keys import Parser
from tui.people.participants import ParticipantsView
from tui.shell.help import HelpScreen
from tui.shell.palette import commands
from tui.widgets.fields import Line
from tui.widgets.filter import FilterLine
from tui.widgets.listing import Listing
from tui.widgets.rows import Rows
from tui.widgets.slow import AT_ONCE

LISTS = ("today", "actions", "participants", "deviations", "duties", "person", "action", "hours", "indicators")


def first_cells(app):
    return [row.told[0] for row in app.screen.query_one(Rows).rows if row.target is not None]


def header(app):
    return str(app.screen.query_one(Listing).query_one(".columns").render())


async def people(app, pilot):
    for code, name in (("P-10", "ZOLA Émile"), ("P-9", "ÉLUARD Paul"), ("P-100", "ABEL Niels")):
        world.person(name, code=code, town="Saint-Lô" if code == "P-9" else "")
    await press(pilot, "3")


async def test_a_few_letters_leave_the_lines_that_have_them(house):
    async with opened(house, USUAL) as (app, pilot):
        await people(app, pilot)
        await press(pilot, "f3", *"eluard")
        assert isinstance(app.focused, FilterLine) and first_cells(app) == ["ÉLUARD Paul"]
        await press(pilot, "enter")
        assert isinstance(app.focused, Rows)
        await press(pilot, "f3", *"xx")
        assert "Aucune ligne n'a « eluardxx »" in shown(app) and first_cells(app) == []
        await press(pilot, "escape")
        assert len(first_cells(app)) == 5 and isinstance(app.focused, Rows) and not app.screen.query(FilterLine)
        assert app.screen.query_one(ParticipantsView)


async def test_words_in_any_order_of_any_column_even_one_not_shown(house):
    async with opened(house, SMALL) as (app, pilot):
        await people(app, pilot)
        await press(pilot, "f3", *"lo", "space", *"paul")
        assert first_cells(app) == ["ÉLUARD Paul"] and "Saint-Lô" not in shown(app)


async def test_escape_in_the_list_shows_all_first_and_then_goes_back(house):
    async with opened(house, USUAL) as (app, pilot):
        await people(app, pilot)
        await press(pilot, "f3", *"zola", "enter", "escape")
        assert len(first_cells(app)) == 5
        await press(pilot, "escape")
        assert len(app.screen_stack) == 1


async def test_what_is_narrowed_stays_so_when_it_is_read_again(house):
    async with opened(house, USUAL) as (app, pilot):
        await people(app, pilot)
        await press(pilot, "f3", *"zola", "enter")
        world.person("ZOLA Emma")
        app.reload()
        assert first_cells(app) == ["ZOLA Émile", "ZOLA Emma"]


async def test_headings_stay_over_the_lines_there_are(house):
    async with opened(house, USUAL) as (app, pilot):
        await press(pilot, "v")
        assert "Appels à rattraper" in shown(app)
        await press(pilot, "f3", *"budget", "enter")
        rows = app.screen.query_one(Rows).rows
        assert [row.target is None for row in rows if not row.foot] == [True, False] and "Séances du jour" in str(
            rows[0].content
        )
        await press(pilot, "enter")
        assert "Budget" in shown(app) and "à marquer" in shown(app)


async def test_columns_sort_one_after_the_other_then_the_usual_order(house):
    async with opened(house, USUAL) as (app, pilot):
        await people(app, pilot)
        usual = first_cells(app)
        await press(pilot, "shift+f3")
        assert first_cells(app) == ["ABEL Niels", "DIALLO Amina", "ÉLUARD Paul", "LEFÈVRE Bruno", "ZOLA Émile"]
        assert header(app).startswith("Personne ↑") and messages(app) == ["Trié par : Personne."]
        await press(pilot, "f15")
        told = [name for name in first_cells(app) if name.split()[0] in ("ABEL", "ÉLUARD", "ZOLA")]
        assert told == ["ÉLUARD Paul", "ZOLA Émile", "ABEL Niels"]  # P-9, P-10, P-100
        assert "Identifiant ↑" in header(app) and "Personne ↑" not in header(app)
        for _ in range(3):
            await press(pilot, "shift+f3")
        assert "Actions ↑" in header(app)
        await press(pilot, "shift+f3")
        assert first_cells(app) == usual and "↑" not in header(app) and messages(app) == ["Ordre habituel."]


async def test_a_column_not_shown_is_passed_over(house):
    async with opened(house, SMALL) as (app, pilot):
        await people(app, pilot)
        for _ in range(5):
            await press(pilot, "shift+f3")
        assert "Actions ↑" in header(app)


async def test_a_long_list_is_narrowed_and_sorted_whole(house):
    async with opened(house, USUAL) as (app, pilot):
        await press(pilot, "4")
        await app.workers.wait_for_complete()
        await pilot.pause()
        view = app.screen.query_one(DeviationsView)
        one = view.found[0]
        view.found = [one._replace(message=f"numéro {rank}") for rank in range(1500, 0, -1)]
        view.show_again()
        assert len(view._entries) == AT_ONCE
        for _ in range(4):
            await press(pilot, "shift+f3")
        assert view._entries[0].told[-1] == "numéro 1" and len(view._entries) == AT_ONCE
        await press(pilot, "f3", *"1500")
        assert [entry.told[-1] for entry in view._entries] == ["numéro 1500"]


@pytest.mark.parametrize("screen", LISTS)
async def test_every_list_has_its_filter_line_and_letters_stay_commands(house, screen):
    async with opened(house, SMALL) as (app, pilot):
        opening(house, screen)(app)
        await pilot.pause()
        await press(pilot, "f3")
        assert isinstance(app.focused, FilterLine)
        page = app.screen
        await press(pilot, *"qzn")
        assert app.screen is page and isinstance(app.focused, Line) and app.focused.value == "qzn"
        await press(pilot, "escape")
        assert isinstance(app.focused, Rows)


@pytest.mark.parametrize("sent", ["\x1b[1;2R", "\x1b[28~", "\x1b[13;2~"])
def test_terminals_send_maj_f3_in_several_ways(sent):
    """xterm, VTE, Konsole, Windows Terminal and tmux; a Linux console; those with the newer protocol."""
    found = [event.key for event in Parser().feed(f"a{sent}b") if isinstance(event, Key)]
    assert found in (["a", "f15", "b"], ["a", "shift+f3", "b"])


def test_other_function_keys_are_what_they_were():
    known = {"\x1bOR": "f3", "\x1b[13~": "f3", "\x1b[24~": "f12", "\x1b[1;2P": "shift+f1", "\x1b[1;5R": "ctrl+f3"}
    for sent, key in {**known, "\x1b[25~": "f13", "\x1b[34~": "f20"}.items():
        assert [event.key for event in Parser().feed(sent) if isinstance(event, Key)] == [key]
    assert not [event for event in Parser().feed("\x1b[12;40R") if isinstance(event, Key)]


async def test_help_and_the_palette_name_them(house):
    async with opened(house, USUAL) as (app, pilot):
        await press(pilot, "3")
        told = {one.text: one.key for one in commands(app, app.screen)}
        assert told["Filtrer la liste"] == "F3" and told["Trier par la colonne suivante"] == "Maj+F3"
        await press(pilot, "f1")
        assert isinstance(app.screen, HelpScreen) and "Maj+F3" in "".join(line.plain for line in app.screen._text(100))


async def test_in_a_roll_the_same_key_goes_to_somebody(house):
    world.stay(house.adse, world.person("LE GOFF Nolwenn"), "2026-01-12")
    async with opened(house, SMALL) as (app, pilot):
        app.open_session(house.morning.id)
        await press(pilot, "f3", *"nolw")
        assert "› LE GOFF Nolwenn" in shown(app)
        await press(pilot, "enter")
        assert app.screen.view.current.name.startswith("LE GOFF") and len(app.screen.view.rows) == 2
        await press(pilot, "f3", *"xx", "enter")
        assert "Personne de l'appel n'a « xx » dans son nom." in shown(app)
