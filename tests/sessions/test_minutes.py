"""The minutes of who came late or left early: what is typed, whose they are, what they amount to before Entrée."""

import pytest

from models.french.typed import Misread, parse_attended
from tests.sessions.test_keys import lines, opened, signs, stored, write
from tui.widgets.prompt import Prompt

START, END = 9 * 60, 12 * 60


@pytest.mark.parametrize(
    ("text", "late", "left"),
    [
        ("15", 165, 165),
        (" 15 min ", 165, 165),
        ("0", 180, 180),
        ("180", 0, 0),
        ("9h20", 160, 20),
        ("9:20", 160, 20),
        ("11h", 60, 120),
        ("9h", 180, 0),
        ("12h00", 0, 180),
        ("=1h45", 105, 105),
        ("= 1 h 45", 105, 105),
        ("=45", 45, 45),
        ("=3h", 180, 180),
    ],
)
def test_what_is_typed(text, late, left):
    assert parse_attended(text, True, START, END) == late
    assert parse_attended(text, False, START, END) == left


@pytest.mark.parametrize("text", ["181", "8h59", "12h01", "1h30", "=3h01", "=", "tard", "9h60", "-5", "1,5"])
def test_what_cannot_be(text):
    for late in (True, False):
        with pytest.raises(Misread):
            parse_attended(text, late, START, END)


async def hint(pilot, *typed: str) -> str:
    """What is said under the line once this is typed."""
    for part in typed:
        await write(pilot, part)
    await pilot.pause()
    return str(pilot.app.screen.query_one(Prompt).query_one("#hint").content)


async def asked(pilot) -> str:
    await pilot.pause()
    return str(pilot.app.screen.query_one(Prompt).query_one("#asked").content)


async def test_the_result_shows_before_it_is_kept(app, twelve):
    async with opened(app, twelve) as pilot:
        assert "→ 2 h 45 suivies sur 3 h." in await hint(pilot, "r", "m", "15")
        await pilot.press("backspace", "backspace")
        assert "→ 2 h 40 suivies sur 3 h." in await hint(pilot, "9h20")
        await pilot.press(*["backspace"] * 4)
        assert "▲ La séance dure 3 h" in await hint(pilot, "400")
        assert stored(twelve)["ARNAUD"] == ("retard", 165, True)
        await pilot.press(*["backspace"] * 3, *"15", "enter")
        await pilot.pause()
        assert "2 h 45" in lines(app)[1] and "~" not in lines(app)[1]
    assert stored(twelve)["ARNAUD"] == ("retard", 165, False)


async def test_the_minutes_are_of_who_was_just_marked_before_and_after_t(app, twelve):
    async with opened(app, twelve) as pilot:
        await pilot.press("r", "m")
        assert await asked(pilot) == "Retard de ARNAUD Lucie :"
        await pilot.press("escape", "t", "m")
        assert await asked(pilot) == "Retard de ARNAUD Lucie :"
        await pilot.press("escape", "down", "m")
        assert await asked(pilot) == "Départ de COULIBALY Awa :"


async def test_in_a_roll_already_called_they_are_of_who_was_just_marked(app, twelve):
    async with opened(app, twelve) as pilot:
        await pilot.press("t", "r", "m")
        assert await asked(pilot) == "Retard de ARNAUD Lucie :"
        await pilot.press("escape", "f", "d", "m")
        assert await asked(pilot) == "Départ de DIALLO Amina :"


async def test_who_was_just_marked_absent_has_no_minutes_and_the_highlighted_person_may(app, twelve):
    async with opened(app, twelve) as pilot:
        await pilot.press("t", "a", "m")
        assert await asked(pilot) == "Départ de BENALI Samir :"


async def test_a_roll_opens_on_the_first_unmarked(app, twelve):
    async with opened(app, twelve) as pilot:
        await pilot.press("p", "p", "a", "end", "escape", "enter")
        await pilot.pause()
        await pilot.press("e")
        assert signs(app)[:5] == "PPAE·"


async def test_a_roll_that_is_called_opens_on_its_first_row(app, twelve):
    async with opened(app, twelve) as pilot:
        await pilot.press("t", "end", "escape")
        app.open_session(twelve.id)
        await pilot.pause()
        await pilot.press("a")
        assert signs(app)[:2] == "AP"


async def test_the_headings_say_what_is_counted(app, twelve):
    async with opened(app, twelve) as pilot:
        await pilot.press("p")
        assert lines(app)[0].split()[-3:] == ["Suivi", "Cumul", "(séances)"]
        assert lines(app)[1].split()[-4:] == ["3", "h", "──────", "1/44"]
