"""A day without its year, typed in a form, is told in full before it is kept."""

from models.tables import Loan, Moped, Parcours
from tests import world
from tests.shell.screens import USUAL, opened, press, shown, typing


async def test_an_exit_of_december_typed_in_january_is_of_last_december(house, on_day):
    on_day("2027-01-05")
    action = world.action("cd49-adse-a-simple", "2026-02-01", "2027-06-30", code="LONGUE", places=8)
    stay = world.stay(action, house.bruno, "2026-03-02")
    async with opened(house, USUAL) as (app, pilot):
        app.open_action(action.id)
        await pilot.pause()
        await press(pilot, "s", "right", "up")
        await typing(pilot, "28/12")
        assert "→ lundi 28 décembre 2026" in shown(app)
        await press(pilot, "ctrl+s", "ctrl+s")
    assert str(Parcours.get_by_id(stay.id).exit) == "2026-12-28"


async def test_a_return_planned_before_today_is_not_before_the_departure(house, on_day):
    on_day("2026-12-20")
    point = world.action("cd49-point-mobilite", "2026-01-01", "2027-12-31", code="PM-26")
    moped = Moped.create(action=point, plate="AB-123-C", in_service="2026-01-01")
    async with opened(house, USUAL) as (app, pilot):
        app.open_park(point.id, moped.id)
        await pilot.pause()
        await press(pilot, "l")
        rows = {row.field.name: row for row in app.screen.query("Row")}
        rows["due"].focus_control()
        await pilot.pause()
        await typing(pilot, "19/12")
        assert "→ dimanche 19 décembre 2027" in shown(app)
        rows["departure"].control.value = "01/12/2026"
        await pilot.pause()
        assert str(rows["due"].read()) == "2026-12-19"
    assert Loan.select().count() == 0


async def test_a_birth_is_never_to_come(house, on_day):
    on_day("2026-03-12")
    async with opened(house, USUAL) as (app, pilot):
        await press(pilot, "3", "n")
        rows = {row.field.name: row for row in app.screen.query("Row")}
        rows["birth"].focus_control()
        await pilot.pause()
        await typing(pilot, "13/03")
        assert "→ jeudi 13 mars 2025" in shown(app)
        await press(pilot, "tab")
        assert "→" not in shown(app)
