"""The terminal's cursor stands where one types, or on the line one is on: at focus, once laid out, after the arrows."""

import pytest
from rich.cells import cell_len
from textual.widgets import Input

from models.tables import Moped
from tests import world
from tests.shell.screens import SMALL, USUAL, each_screen, opened, opening, press
from tui.park.year_view import Calendar
from tui.sessions.roll_view import RollView
from tui.widgets.fields import Choice, Finding
from tui.widgets.finder import Finder
from tui.widgets.rows import Rows


def under(app) -> str:
    """What is shown from the terminal's cursor to the end of its line."""
    strips = app.screen._compositor.render_strips(app.size)
    column, line = app.cursor_position
    return strips[line].crop(column).text


def misplaced(app) -> str:
    """What has the focus, when the cursor does not stand where it should; '' when it does."""
    focused = app.focused
    if focused is None:
        return ""
    column, line = app.cursor_position
    region = focused.content_region
    if isinstance(focused, Input):
        typed = cell_len(focused.value[: focused.cursor_position]) - focused.scroll_offset.x
        right = (column, line) == (region.x + typed, region.y)
    elif isinstance(focused, Choice):
        said = focused.options[focused.rank][1][:20]  # a long one is cut
        right = (line == region.y and under(app)[0] in "●○‹à") or under(app).startswith(said)
    elif isinstance(focused, Rows):
        row = focused.rows[focused.highlighted] if focused.highlighted is not None else None
        text = str(row.content).rstrip() if row else ""
        right = under(app).rstrip().startswith(text[:20])
    elif isinstance(focused, RollView):
        right = not focused.rows or under(app).startswith("▌")
    elif isinstance(focused, Calendar):
        right = region.contains(column, line)
    else:
        right = (column, line) == tuple(region.offset)
    return "" if right else f"{focused!r} {region} at {column}, {line}: {under(app)[:30]!r}"


@pytest.mark.sweep(4)
@each_screen
@pytest.mark.parametrize("size", [SMALL, USUAL])
async def test_on_every_screen(house, screen, size):
    async with opened(house, size) as (app, pilot):
        opening(house, screen)(app)
        await pilot.pause()
        await pilot.pause()
        assert not misplaced(app)
        for key in ("down", "down", "up", "tab"):
            await press(pilot, key)
            assert not misplaced(app) or isinstance(app.screen, Finder), key


FORMS = {
    "a new session": ("today", ("n", "enter")),
    "a session corrected": ("today", ("c",)),
    "a session cancelled": ("today", ("x",)),
    "a new action": ("actions", ("n",)),
    "an action corrected": ("actions", ("c",)),
    "a new person": ("participants", ("n",)),
    "an entry": ("action", ("n",)),
    "an exit": ("action", ("s",)),
    "a parcours corrected": ("action", ("c",)),
    "a renewal": ("action", ("r",)),
    "a group": ("action", ("g",)),
    "the menu of an action": ("action", ("a",)),
    "a closing": ("action", ("a", *"clô", "enter")),
    "an identity": ("person", ("c",)),
    "what may be added": ("person", ("n",)),
    "a document": ("person", ("n", *"docu", "enter")),
    "an entry of someone": ("person", ("e",)),
    "personal data": ("person", ("d",)),
    "hours released": ("hours", ("l",)),
    "hours granted": ("hours", ("m",)),
    "a loan": ("park", ("l",)),
    "a downtime": ("park", ("x",)),
    "a moped": ("park", ("n",)),
    "a moped removed": ("park", ("delete",)),
    "a period": ("indicators", ("p",)),
    "a note in the roll": ("session", ("o",)),
    "somebody added": ("session", ("plus", *"lef")),
    "help": ("today", ("f1",)),
    "the palette": ("today", ("ctrl+p",)),
    "the search": ("today", ("slash",)),
}


@pytest.mark.sweep(4)
@pytest.mark.parametrize("form", FORMS)
async def test_in_every_dialog(house, form):
    screen, keys = FORMS[form]
    async with opened(house, SMALL) as (app, pilot):
        opening(house, screen)(app)
        await pilot.pause()
        for key in keys:
            await press(pilot, key)
        before = app.focused
        assert not misplaced(app)
        for _ in range(12):
            await press(pilot, "tab")
            assert not misplaced(app)
            if isinstance(app.focused, Choice):
                await press(pilot, "right")
                assert not misplaced(app)
        assert before is not None


async def test_the_arrows_take_it_to_the_list_and_a_letter_back_to_the_field(house):
    for rank in range(3):
        world.person(f"DIAL{rank} Zoé")
    async with opened(house, SMALL) as (app, pilot):
        await press(pilot, "slash", *"dia")
        assert not misplaced(app) and isinstance(app.focused, Input)
        await press(pilot, "down")
        assert under(app).startswith("DIAL0 Zoé")
        await press(pilot, "down")
        assert under(app).startswith("DIAL1 Zoé")
        await press(pilot, "l")
        assert not misplaced(app)


async def test_in_the_picker_of_a_form_it_follows_the_arrows(house):
    for rank in range(3):
        world.person(f"DIAL{rank} Zoé")
    async with opened(house, SMALL) as (app, pilot):
        app.open_action(house.adse.id)
        await pilot.pause()
        await press(pilot, "n", *"dial")
        assert isinstance(app.focused.parent, Finding) and not misplaced(app)
        await press(pilot, "down")
        assert under(app).strip().startswith("► DIAL0 Zoé")
        await press(pilot, "up")
        assert under(app).strip().startswith("► DIALLO Amina")
        await press(pilot, "backspace")
        assert not misplaced(app)


async def test_among_the_choices_of_the_roll_it_follows_the_arrows(house):
    for rank in range(3):
        world.person(f"DIAL{rank} Zoé")
    async with opened(house, SMALL) as (app, pilot):
        app.open_session(house.morning.id)
        await pilot.pause()
        await press(pilot, "plus", *"dial")
        assert not misplaced(app)
        await press(pilot, "down")
        assert under(app).startswith("› DIAL0 Zoé")


async def test_the_park_has_its_line(house):
    point = world.action("cd49-point-mobilite", "2026-01-01", "2026-12-31", code="PM-27")
    for plate in ("AA-123-A", "BB-123-B"):
        Moped.create(action=point, plate=plate, in_service="2026-01-01")
    async with opened(house, USUAL) as (app, pilot):
        app.open_park(point.id)
        await pilot.pause()
        await press(pilot, "down")
        assert "BB-123-B" in under(app)
