"""Every screen can be read again under one's eyes: the cursor, the scroll and the filter stay."""

import pytest

from models.people import participants
from models.tables import Person
from tests.sessions.test_others import elsewhere
from tests.shell.screens import SCREENS, opened, opening, press, shown, typing
from tui.widgets.rows import Rows


@pytest.mark.sweep(4)
@pytest.mark.parametrize("screen", [name for name in SCREENS if name not in ("help", "palette", "search")])
async def test_every_screen_read_again_shows_the_same(house, screen):
    go = opening(house, screen)
    async with opened(house) as (app, pilot):
        go(app)
        await pilot.pause()
        await press(pilot, "down", "down")
        before, focused = shown(app), app.focused
        app.reload()
        await pilot.pause()
        assert shown(app) == before
        assert app.focused is focused


async def test_a_list_one_is_far_down_in_keeps_its_place_when_someone_is_added_above(house):
    for number in range(60):
        participants.add(last_name=f"Nom{number:02}", first_name="", who="Claire")
    async with opened(house) as (app, pilot):
        await press(pilot, "3", *["down"] * 40)
        rows = app.screen.query_one(Rows)
        target, line = rows.target, rows.highlighted - rows.scroll_offset.y
        await elsewhere(pilot, lambda: participants.add(last_name="Aaron", first_name="", who="Karim"))
        await pilot.pause()
        assert "AARON" not in shown(app), "it is above what is seen"
        assert rows.target == target
        assert rows.highlighted - rows.scroll_offset.y == line


async def test_what_is_typed_in_the_search_stays_and_narrows_what_comes(house):
    async with opened(house) as (app, pilot):
        await press(pilot, "3", "f")
        await typing(pilot, "dial")
        await elsewhere(pilot, lambda: participants.add(last_name="Dialo", first_name="Nour", who="Karim"))
        assert "DIALO Nour" in shown(app) and "LEFÈVRE" not in shown(app)
        await typing(pilot, "l")
        assert "DIALLO Amina" in shown(app)
        assert shown(app).count("DIALO Nour") == 1, "on the line that tells the last act"


async def test_a_record_removed_by_another_closes_the_screen_that_showed_it(house):
    lone = participants.add(last_name="Seul", first_name="", who="Claire")
    async with opened(house) as (app, pilot):
        app.open_person(lone.id)
        await pilot.pause()
        await elsewhere(pilot, lambda: participants.remove(Person.get_by_id(lone.id), who="Karim"))
        await pilot.pause()
        assert type(app.screen).__name__ == "TodayScreen"
