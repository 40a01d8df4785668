"""Names that look like markup, formulas or anything else are shown as they are, on every screen."""

import pytest
from textual.widgets import Input

from models.french.comparing import tidy
from models.people import participants
from models.tables import (
    Action,
    Attendance,
    Document,
    Downtime,
    Exam,
    FollowUp,
    Loan,
    Moped,
    Movement,
    Parcours,
    Person,
    Session,
)
from tests.shell.screens import SMALL, each_screen, messages, opened, opening, press, shown
from tui.sessions.today import TodayScreen

HOSTILE = ["[/x]", "[bold red]", "=1+1", "x" * 200, "👩‍👩‍👧🛵é", "$text", "\\[", "O'Brien « ’", "עברית"]


@pytest.fixture
def hostile(house):
    """Every hostile text as someone's name, and two of them everywhere a text can go."""
    for rank, name in enumerate(HOSTILE):
        person = participants.add(last_name=name, first_name=name, town=name, code=f"H{rank}", who="Claire")
        for action in (house.adse, house.permis):
            Parcours.create(action=action, person=person, entry="2025-03-20", group=name, renewal_reason=name)
    markup = HOSTILE[0]
    everywhere = {"theme": markup, "place": markup, "group": "", "note": markup}
    Session.update(trainer="Claire", **everywhere).execute()
    Action.update(title=markup, site=markup).execute()
    person = Person.get(Person.code == "H0")
    Attendance.create(session=house.morning, person=person, status="présent", note=markup)
    day = "2026-02-02"
    Exam.create(action=house.permis, person=person, test="code", day=day, result="échoué", reason=markup)
    Document.create(action=house.permis, person=person, kind="bilan", day=day, recipient=markup)
    FollowUp.create(action=house.permis, person=person, months=3, day=day, reached=False)
    Movement.create(action=house.permis, number=1, day=day, kind="libération", person=person, minutes=60, reason=markup)
    return house


def _lend(moped, person):
    Loan.create(moped=moped, person=person, departure="2026-03-01", due="2026-06-01", purpose=HOSTILE[0])
    Downtime.create(moped=moped, start="2026-02-01", end="2026-02-03", cause=HOSTILE[0])


SILENT = (
    "duties",
    "person",
    "park action",
    "guide",
    "palette",
    "take",
)  # of the hostile name that is looked for


@pytest.mark.sweep(5)
@each_screen
async def test_no_name_breaks_any_screen(hostile, screen):
    open_it = opening(hostile, screen)
    Moped.update(model=HOSTILE[0], site=HOSTILE[1]).execute()
    _lend(Moped.get(), Person.get(Person.code == "H0"))
    async with opened(hostile, SMALL) as (app, pilot):
        open_it(app)
        await pilot.pause()
        await press(pilot, "down", "down", "f1", "escape")
        assert messages(app) == []
        assert (HOSTILE[0] in shown(app)) == (screen not in SILENT)


@pytest.mark.slow
async def test_the_page_of_each_person_shows_the_name_as_it_is(hostile):
    async with opened(hostile, SMALL) as (app, pilot):
        for rank, name in enumerate(HOSTILE):
            app.open_person(Person.get(Person.code == f"H{rank}").id)
            await pilot.pause()
            assert tidy(name)[:20].upper() in shown(app)
            await press(pilot, "escape")


@pytest.mark.sweep(1)
@pytest.mark.parametrize("name", HOSTILE[::3])
async def test_hostile_names_break_no_screen(house, name):
    person = participants.add(last_name=name, first_name=name, who="Claire")
    Session.update(theme=name, trainer="Claire", place=name, group=name).execute()
    Action.update(title=name).execute()
    Parcours.create(action=house.adse, person=person, entry="2025-03-20")

    async with opened(house) as (app, pilot):
        for keys in (["n", "escape"], ["c", "escape"], ["f1", "escape"], ["ctrl+p", "escape"]):
            await press(pilot, *keys)
        await press(pilot, "slash")
        app.screen.query_one(Input).value = name[:20]
        await pilot.pause()
        await press(pilot, "escape", "v", "down", "x", "x", "enter", "x", "delete", "ctrl+z")
        assert isinstance(app.screen, TodayScreen)
        assert Person.get_by_id(person.id).last_name == name
