"""Another public at the keyboard: a change has its day, a correction is for always, neither is chosen for anyone."""

import pytest
from textual.widgets import Static

from models.people import publics
from models.people.publics import History
from models.tables import FormerPublic, Person
from tests.people.test_screens import clearing, listed, press
from tests.shell.screens import typing
from tests.world import day
from tui.forms.form import FormScreen
from tui.forms.rows import Row

JUNE = day("01/06/2026")


def asked(app):
    return [row.field.name for row in app.screen.query(Row) if row.asked]


def control(app, name):
    return next(row.control for row in app.screen.query(Row) if row.field.name == name)


async def another_public(pilot, town):
    """Amina's identity, with FAJ chosen instead of RSA."""
    pilot.app.open_person(town.amina.id)
    await pilot.pause()
    await press(pilot, "c")
    assert not {"public_how", "public_since"} & set(asked(pilot.app))
    control(pilot.app, "public").focus()
    await press(pilot, "f")


def told(town):
    return publics.history(Person.get_by_id(town.amina.id))


@pytest.mark.slow
async def test_a_change_is_asked_its_day(town):
    app = town.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await another_public(pilot, town)
        await press(pilot, "enter")
        assert isinstance(app.screen, FormScreen) and told(town) == History((), "RSA")
        assert control(app, "public_how").rank < 0  # nothing is chosen for anyone, and the cursor is there
        await press(pilot, "right", "down")
        assert asked(app)[asked(app).index("public") :][:3] == ["public", "public_how", "public_since"]
        await typing(pilot, "01/06/2026")
        await press(pilot, "enter")
        assert told(town) == History(((JUNE, "RSA"),), "FAJ")
        assert any("Public RSA, puis FAJ" in line for line in listed(app))
        assert "public RSA, puis FAJ depuis le 01/06/2026" in str(app.screen.query_one("#identity", Static).content)


async def test_a_correction_is_for_always(town):
    app = town.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await another_public(pilot, town)
        control(app, "public_how").focus()
        await press(pilot, "left")
        assert "public_since" not in asked(app)
        await press(pilot, "enter")
        assert told(town) == History((), "FAJ")
        await press(pilot, "ctrl+z")
        assert told(town) == History((), "RSA")


@pytest.mark.slow
async def test_a_change_is_moved_or_removed_from_the_page(town):
    publics.change(town.amina, "FAJ", JUNE, who="Claire")
    former = FormerPublic.get()
    app = town.app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_person(town.amina.id)
        await pilot.pause()
        app.screen.view.stand_on = ("FormerPublic", former.id)
        app.screen.view.reload()
        await press(pilot, "enter")
        await clearing(pilot)
        await typing(pilot, "02/06/2026")
        await press(pilot, "enter")
        assert told(town) == History(((day("02/06/2026"), "RSA"),), "FAJ")
        app.screen.view.stand_on = ("FormerPublic", former.id)
        app.screen.view.reload()
        await press(pilot, "delete")
        assert told(town) == History((), "RSA")
        await press(pilot, "ctrl+z")
        assert told(town).last == "FAJ"
