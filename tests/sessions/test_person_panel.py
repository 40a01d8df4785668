"""The person beside a roll: what is known of how they attend, and when it is read."""

from fractions import Fraction
from typing import Any

import pytest
from pendulum import Date
from textual.widget import Widget

from models.sessions import attendance
from models.tables import Person
from models.tables.base import database
from tests import world
from tests.sessions.test_keys import opened
from tui.sessions import person_panel
from tui.sessions.person_panel import STILL, PersonPanel
from tui.sessions.roll_view import RollView


@pytest.fixture
def lucie(twelve):
    """Absent on Monday 2 March, late on the 3rd, present on the 10th; expected on the 16th, alone and with all."""
    person = Person.get(Person.last_name == "ARNAUD")
    for day, status in (("02", "absent"), ("03", "retard"), ("10", "présent")):
        minutes = 100 if status == "retard" else None
        world.mark(
            world.session(twelve.action, on=f"{day}/03/2026", end="12:00"), person, status=status, minutes=minutes
        )
    world.mark(world.session(twelve.action, "entretien", on="16/03/2026"), person, status="prévu")
    world.session(twelve.action, on="16/03/2026", start="14:00", end="15:00")
    world.session(twelve.action, on="17/03/2026", state="annulée")
    world.session(twelve.action, on="11/03/2026")  # behind
    return person


def panel(app):
    return app.screen.query_one(PersonPanel)


def told(app):
    return str(panel(app).content)


async def still(pilot):
    await pilot.pause(STILL * 3)
    await pilot.pause()


def test_the_last_sessions_and_what_they_count(lucie):
    found = attendance.attended_by(lucie.id)

    assert [(one.day.day, one.status, one.minutes) for one in found.last] == [
        (10, "présent", 180),
        (3, "retard", 100),
        (2, "absent", 0),
    ]


def test_the_weeks_end_with_this_one(lucie):
    found = attendance.attended_by(lucie.id, weeks=3)

    assert found.weeks == [(Date(2026, 2, 23), 0, 0), (Date(2026, 3, 2), 2, 1), (Date(2026, 3, 9), 1, 1)]
    assert found.rate == Fraction(2, 3)
    assert attendance.attended_by(lucie.id, weeks=1).rate == 1
    assert attendance.attended_by(0).rate is None


def test_what_is_to_come_is_expected_alone_or_with_everyone(lucie, twelve):
    found = attendance.attended_by(lucie.id).coming

    assert [(one.day.day, one.start) for one in found] == [(12, twelve.start), (16, 540), (16, 840)]


def test_as_many_queries_however_much_there_is(lucie, twelve, queries):
    few = queries(lambda: attendance.attended_by(lucie.id))
    for rank in range(12):
        world.mark(world.session(twelve.action, on=Date(2026, 2, 1 + rank)), lucie)

    assert queries(lambda: attendance.attended_by(lucie.id)) == few <= 5


@pytest.mark.parametrize(("width", "there"), [(119, False), (120, True), (160, True)])
async def test_it_is_there_on_wide_screens(app, twelve, lucie, width, there):
    async with opened(app, twelve, (width, 40)) as pilot:
        await still(pilot)

        assert panel(app).display is there
        assert ("Dernières séances" in told(app)) is there
        if there:
            assert panel(app).region.x >= app.screen.query_one(RollView).region.right
            assert "10/03  P ●" in told(app) and "À venir" in told(app)


async def test_it_follows_the_cursor_once_it_stays(app, twelve, lucie, monkeypatch):
    async with opened(app, twelve, (160, 40)) as pilot:
        await still(pilot)
        read = []
        monkeypatch.setattr(
            attendance, "attended_by", lambda person: read.append(person) or attendance.Attended([], [], [])
        )
        monkeypatch.setattr(person_panel, "STILL", 0.8)  # as slow as a machine at work may be
        await pilot.press("down", "down", "down")
        assert read == []
        await pilot.pause(1.5)

        assert read == [app.screen.query_one(RollView).current.person]


async def test_a_mark_asks_nothing_more_and_draws_two_lines_of_the_roll(app, twelve, lucie, monkeypatch):
    sent, drawn = {}, {}
    for width in (100, 160):
        async with opened(type(app)(app.settings, app.home), twelve, (width, 40)) as pilot:
            await still(pilot)
            run, refresh = database.obj.execute_sql, Widget.refresh
            asked: list[Any] = []
            areas: list[Any] = []
            with monkeypatch.context() as spy:
                spy.setattr(person_panel, "STILL", 60)
                spy.setattr(database.obj, "execute_sql", lambda *one, to=asked, run=run: (to.append(one), run(*one))[1])

                def noted(widget, *regions, areas=areas, refresh=refresh, **options):
                    if isinstance(widget, RollView | PersonPanel):
                        areas.append((type(widget), *regions))
                    return refresh(widget, *regions, **options)

                spy.setattr(Widget, "refresh", noted)
                await pilot.press("p")
            sent[width], drawn[width] = len(asked), areas

    assert sent[160] == sent[100] > 0
    assert {area[0] for area in drawn[160]} == {RollView}
    assert all(len(area) == 2 and area[1].height == 1 for area in drawn[160])
    assert len({area[1].y for area in drawn[160]}) == 2
