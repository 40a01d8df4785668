"""The signed sheet and the half-days, at the keyboard."""

from models.tables import Session, SheetSeen
from tests import world
from tests.sessions.test_keys import opened
from tests.shell.screens import shown


async def test_one_key_of_the_roll_says_that_the_sheet_was_seen(app, twelve):
    async with opened(app, twelve) as pilot:
        await pilot.press("v")
        await pilot.pause()
        assert SheetSeen.get().person is None
        assert "feuille vue" in shown(app)
        await pilot.press("v")
        await pilot.pause()
        assert SheetSeen.select().count() == 0
        assert "feuille vue" not in shown(app)


async def test_another_says_it_of_one_person(app, twelve):
    async with opened(app, twelve) as pilot:
        await pilot.press("p", "up", "u")
        await pilot.pause()
        assert SheetSeen.get().person.last_name == "ARNAUD"
        assert "1 signature vue" in shown(app)


async def test_the_list_of_sessions_sees_and_splits(app, twelve):
    world.mark(twelve, 1)
    day = world.session(twelve.action, on="11/03/2026", start="9:00", end="17:00")
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_action(twelve.action_id, "Séances", twelve.id)
        await pilot.pause()
        await pilot.press("v")
        await pilot.pause()
        assert SheetSeen.get().session_id == twelve.id
        await pilot.press("down", "d")
        await pilot.pause()
        await pilot.press("ctrl+s")
        await pilot.pause()
    assert [one.pair for one in Session.select().where(Session.day == day.day)] == [day.code, day.code]
