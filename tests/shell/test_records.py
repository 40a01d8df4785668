"""A screen opened from a record stands on that record."""

from models.registers import facts
from models.tables import Attendance, Document, Exam, FollowUp, Parcours
from tests import world
from tests.shell.screens import USUAL, opened, press, shown
from tests.world import day
from tui.figures.indicators import IndicatorsView
from tui.people.person import PersonScreen
from tui.sessions.roll import RollScreen
from tui.sessions.roll_view import RollView


def target(app):
    return app.focused.target


async def test_an_attendance_opens_the_roll_on_that_person(house):
    zoe = world.person("ZOLA Zoé")
    world.stay(house.adse, zoe, "2026-01-12")
    world.mark(house.morning, zoe, status="présent")
    async with opened(house, USUAL) as (app, pilot):
        app.open_person(zoe.id)
        await pilot.pause()
        assert app.focused.target[0] == "Attendance"
        await press(pilot, "enter")
        assert isinstance(app.screen, RollScreen)
        assert app.screen.query_one(RollView).current.person == zoe.id
        await press(pilot, "a")
    assert Attendance.get(Attendance.person == zoe).status == "absent"
    assert not Attendance.select().where(Attendance.session == house.morning, Attendance.person == house.amina).exists()


async def test_a_fact_opens_the_page_on_its_line(house):
    old = facts.add(
        Exam, action=house.permis, person=house.bruno, test="code", day=day("02/02/2026"), result="échoué", who="?"
    )
    facts.add(Document, action=house.permis, person=house.bruno, kind="contrat", day=day("20/02/2026"), who="?")
    stay = Parcours.get(Parcours.person == house.bruno)
    async with opened(house, USUAL) as (app, pilot):
        for record in (("Exam", old.id), ("Parcours", stay.id)):
            app.open_record(*record)
            await pilot.pause()
            assert isinstance(app.screen, PersonScreen) and target(app) == record
            await press(pilot, "escape")


async def test_a_line_of_an_action_opens_the_page_on_it(house):
    async with opened(house, USUAL) as (app, pilot):
        app.open_action(house.permis.id)
        await pilot.pause()
        await press(pilot, "end")
        stay = Parcours.get_by_id(target(app))
        await press(pilot, "enter")
        assert "LEFÈVRE Bruno" in shown(app) or "DIALLO" in shown(app)
        assert target(app) == ("Parcours", stay.id)


async def test_a_figure_opens_the_indicators_on_it(house):
    async with opened(house, USUAL) as (app, pilot):
        await press(pilot, "2")
        for _ in range(30):
            await pilot.pause()
        while not (target(app) and target(app)[0] == "figure"):
            await press(pilot, "down")
        await press(pilot, "down")
        chosen = target(app)
        assert chosen[0] == "figure"
        await press(pilot, "enter")
        assert any(isinstance(one, IndicatorsView) for one in app.focused.ancestors)
        assert target(app) == (chosen[2], "")


async def test_what_is_gone_opens_the_page_on_its_first_line(house):
    async with opened(house) as (app, pilot):
        app.open_person(house.bruno.id, (FollowUp.__name__, 12))
        await pilot.pause()
        assert target(app)[0] == "Parcours"
