"""Ctrl+Z and Ctrl+Y at the keyboard: on the roll, in a line being typed, after a restart."""

from models.tables import Attendance
from tests.sessions.test_keys import current, opened, signs, write
from tui.app import AssiduApp


async def test_an_act_taken_back_is_done_again_and_the_cursor_goes_to_it(app, twelve):
    async with opened(app, twelve) as pilot:
        await pilot.press("a", "e", "ctrl+z", "ctrl+z")
        assert signs(app) == "············"
        await pilot.press("end", "ctrl+y")
        assert (signs(app)[:2], current(app)) == ("A·", "ARNAUD")
        await pilot.press("ctrl+y", "ctrl+y")
        assert signs(app) == "AE··········"
        assert [note.text for note in app.saying.told][-1] == "Rien à rétablir."


async def test_in_a_line_ctrl_y_types_again_what_ctrl_z_took_back(app, twelve):
    async with opened(app, twelve) as pilot:
        await pilot.press("p", "ctrl+z", "o")
        await write(pilot, "bus")
        await pilot.press("ctrl+z", "ctrl+z", "ctrl+y", "enter")
        await pilot.pause()
        assert signs(app) == "············", "the mark taken back is left alone"
    assert Attendance.get().note == "bu"


async def test_after_a_restart_one_goes_on_undoing_and_redoing(app, twelve, tmp_path):
    async with opened(app, twelve) as pilot:
        await pilot.press("a", "e", "ctrl+z")
    again = AssiduApp(app.settings, tmp_path)
    async with opened(again, twelve) as pilot:
        await pilot.press("ctrl+y", "ctrl+y")
        assert signs(again) == "AE··········"
        await pilot.press("ctrl+z", "ctrl+z", "ctrl+z")
        assert signs(again) == "············"
