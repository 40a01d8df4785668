"""An open roll shows what a colleague marks meanwhile, and nothing of one's own is disturbed."""

import asyncio
import os
import subprocess
import sys

import pytest

from models.people import parcours
from models.sessions import roll
from models.tables import Attendance, Parcours, Person
from tests import world
from tests.sessions.test_keys import counts, current, lines, opened, signs, write
from tui.sessions.roll_view import RollView
from tui.together.others import Others
from tui.widgets.prompt import Prompt

KARIM = "Karim Bensaïd"


@pytest.fixture
def people():
    return list(Person.select().order_by(Person.folded))


async def elsewhere(pilot, act) -> None:
    """Something done by another program on the same base, and the next look at it."""
    from models.acts import act as journal

    others = Others(pilot.app)
    known = set(journal._mine)
    act()
    journal._mine.intersection_update(known)  # another program's, not ours
    others.look()
    await pilot.pause()


async def test_a_colleagues_mark_appears_with_who_made_it(app, twelve, people):
    async with opened(app, twelve) as pilot:
        await pilot.press("p")
        await elsewhere(pilot, lambda: roll.mark(twelve, people[3], "absent", who=KARIM))
        assert signs(app) == "P··A········"
        assert "par Karim Bensaïd" in lines(app)[4]
        assert "par" not in lines(app)[1], "one's own marks need no name"
        assert counts(app).startswith("P ● 1 présent  A ○ 1 absent ")
        assert current(app) == "BENALI"


async def test_where_room_is_short_the_initials_tell_who(app, twelve, people):
    long = Person.get_by_id(people[3].id)
    long.last_name = "DE LA ROCHEFOUCAULD-MONTMORENCY"
    long.save()
    async with opened(app, twelve, size=(56, 24)) as pilot:
        await elsewhere(pilot, lambda: roll.mark(twelve, long, "absent", who=KARIM))
        line = next(line for line in lines(app) if "ROCHEF" in line)
        assert " KB " in line and "par" not in line


async def test_only_the_rows_that_changed_are_drawn_again(app, twelve, people, monkeypatch):
    async with opened(app, twelve) as pilot:
        drawn = []
        monkeypatch.setattr(RollView, "_draw", lambda self, rank: drawn.append(rank))
        await elsewhere(pilot, lambda: roll.mark(twelve, people[3], "absent", who=KARIM))
        assert drawn == [3]


async def test_the_cursor_stays_on_the_same_person_when_someone_comes_before(app, twelve, people):
    early = world.person("AARON Zoé")
    async with opened(app, twelve) as pilot:
        await pilot.press(*["down"] * 4)
        assert current(app) == "ÉVRARD"
        await elsewhere(pilot, lambda: roll.expect(twelve, early, who=KARIM, begin=True))
        assert lines(app)[1].split()[2] == "AARON"
        assert current(app) == "ÉVRARD"
        await pilot.press("a")
    assert Attendance.get(Attendance.status == "absent").person.last_name == "ÉVRARD"


async def test_a_line_being_typed_stays_as_it_is(app, twelve, people):
    async with opened(app, twelve) as pilot:
        await pilot.press("o")
        await write(pilot, "bus en ret")
        await elsewhere(pilot, lambda: roll.mark(twelve, people[3], "absent", who=KARIM))
        assert signs(app) == "···A········"
        await write(pilot, "ard")
        await pilot.press("enter")
        assert not app.screen.query_one(Prompt).display
    assert Attendance.get(Attendance.note != "").note == "bus en retard"


async def test_a_letter_waited_for_is_still_waited_for(app, twelve, people):
    async with opened(app, twelve) as pilot:
        await pilot.press("f")
        await elsewhere(pilot, lambda: roll.mark(twelve, people[3], "absent", who=KARIM))
        assert app.said_on(app.screen).text.endswith("tapez l'initiale du nom.")
        await pilot.press("h", "p")
        assert signs(app) == "···A···P····"


async def test_a_form_open_is_not_read_again_and_the_screen_below_is_once_it_is_closed(app, twelve, people):
    async with opened(app, twelve) as pilot:
        app.open_person(people[0].id)
        await pilot.pause()
        await pilot.press("c")
        form = app.screen
        await elsewhere(pilot, lambda: parcours.correct(Parcours.get(person=people[0]), group="Matin", who=KARIM))
        assert app.screen is form and form.is_attached
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert Parcours.get(person=people[0]).group == "Matin"


async def test_ones_own_acts_read_nothing_again(app, twelve, monkeypatch):
    async with opened(app, twelve) as pilot:
        others = Others(app)
        read = []
        monkeypatch.setattr(type(app.screen), "read_again", lambda self: read.append(1))
        await pilot.press("p", "a", "ctrl+z")
        read.clear()
        others.look()
        assert not read


ELSEWHERE = """
from config import settings
from models.sessions import roll
from models.storage.opening import open_database
from models.tables import Person, Session
open_database(settings.database_url(settings.load(settings.home()), settings.home()))
for name in ("DIALLO", "FAURE"):
    roll.mark(Session.get(), Person.get(Person.last_name == name), "absent", who="Karim")
"""


@pytest.mark.slow
async def test_another_program_on_the_same_base_marks_and_the_roll_shows_it(app, twelve):
    async with opened(app, twelve) as pilot:
        app._watch()
        await pilot.press("p", "a")
        subprocess.run([sys.executable, "-c", ELSEWHERE], env=os.environ, check=True)
        for _ in range(40):
            await asyncio.sleep(0.1)
            if signs(app) == "PA·A·A······":
                break
        assert signs(app) == "PA·A·A······"
        assert "par Karim" in lines(app)[6] and current(app) == "COULIBALY"
        await pilot.press("e")
        assert signs(app) == "PAEA·A······"
