"""What a new session is proposed as: me, the usual hours and place of its nature, the next likely day."""

import pytest
from pendulum import Date

from models.sessions import usual
from models.tables import Session
from tests import world
from tests.sessions.conftest import ME, TODAY
from tests.shell.screens import press, shown, typing


@pytest.fixture
def adse(database):
    """Tuesdays at 14 h with Karim in room 2, but the last one recorded was at 8 h elsewhere."""
    where = world.action("cd49-adse-a-simple", code="ADSE-S", places=8)
    world.people(where, "ANA", "BOB")
    for on in ("17/02/2026", "24/02/2026", "03/03/2026", "10/03/2026"):
        world.session(where, on=on, start="14:00", end="16:30", place="Salle 2", trainer="Karim")
    world.session(where, on="12/02/2026", start="8:00", end="9:00", place="Ailleurs", trainer="Zoé")
    return where


def nature(where, code="seance"):
    return where.spec.nature_of(code)


def test_the_most_frequent_lately_and_the_next_of_its_weekdays(adse):
    found = usual.usual(adse, nature(adse), TODAY)
    assert (found.start, found.end, found.place, found.day) == (14 * 60, 16 * 60 + 30, "Salle 2", Date(2026, 3, 17))


def test_a_day_that_has_its_session_already_is_passed_over(adse):
    world.session(adse, on="17/03/2026", start="14:00", end="16:30")
    assert usual.usual(adse, nature(adse), TODAY).day == Date(2026, 3, 24)
    Session.update(state="annulée").where(Session.day == "2026-03-17").execute()
    assert usual.usual(adse, nature(adse), TODAY).day == Date(2026, 3, 17)


def test_today_is_likely_when_it_is_that_weekday(adse):
    assert usual.usual(adse, nature(adse), Date(2026, 3, 17)).day == Date(2026, 3, 17)


def test_never_after_the_end_of_the_action(adse):
    assert usual.usual(adse, nature(adse), Date(2026, 12, 30)).day == Date(2026, 12, 30)


def test_without_any_the_length_of_the_nature_at_nine(adse):
    found = usual.usual(adse, nature(adse, "entretien"), TODAY)
    assert (found.start, found.end, found.place, found.day) == (540, 600, "", TODAY)


def test_sessions_of_long_ago_or_of_another_action_say_nothing(adse):
    other = world.action("cd49-adse-a-simple", code="ADSE-T", places=8)
    for number in range(30):
        world.session(other, on=TODAY.subtract(days=number), start="10:00", end="11:00", place="Mairie")
    assert usual.usual(adse, nature(adse), TODAY).start == 14 * 60
    for number in range(usual.LATELY):
        world.session(adse, on=TODAY.add(days=number + 1), start="9:30", end="11:30", place="Salle 1")
    assert usual.usual(adse, nature(adse), TODAY).place == "Salle 1"


def test_the_group_is_proposed_only_when_it_is_always_the_same(adse):
    Session.update(group="A").execute()
    assert usual.usual(adse, nature(adse), TODAY).group == "A"
    world.session(adse, on="11/03/2026", group="B")
    assert usual.usual(adse, nature(adse), TODAY).group == ""


def test_the_nature_is_the_one_i_lead_and_my_actions_come_first(adse):
    assert usual.nature_of(adse, ME).code == "seance"
    world.session(adse, "entretien", "11/03/2026", trainer="NADIA")
    assert usual.nature_of(adse, ME).code == "entretien"
    assert usual.led(ME) == [adse.id]
    assert usual.led("Personne") == []


async def test_the_form_proposes_them_and_follows_the_nature(adse, app):
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.pause()
        await press(pilot, "n")
        values = {row.field.name: row.so_far() for row in app.screen.query("Row")}
        assert (values["day"], values["start"], values["end"]) == (Date(2026, 3, 17), 14 * 60, 16 * 60 + 30)
        assert (values["trainer"], values["place"]) == (ME, "Salle 2")
        await press(pilot, "right")
        values = {row.field.name: row.so_far() for row in app.screen.query("Row")}
        assert (values["day"], values["start"], values["end"], values["place"]) == (TODAY, 540, 600, "")
        await press(pilot, "left", "tab", "tab")
        await typing(pilot, "15h")
        await press(pilot, "shift+tab", "shift+tab", "right")
        values = {row.field.name: row.so_far() for row in app.screen.query("Row")}
        assert (values["start"], values["end"]) == (900, 600)  # what was typed stays


async def test_what_was_made_is_in_sight_on_its_day(adse, app):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, "n", "enter")
        assert "Mardi 17 mars 2026" in shown(app)
        made = Session.select().order_by(Session.id.desc()).get()
        assert app.screen.query_one("Rows").target == ("Session", made.id)
        assert (made.day, made.trainer, made.place) == (Date(2026, 3, 17), ME, "Salle 2")


async def test_a_session_that_expects_nobody_is_asked_about(adse, app):
    world.Parcours.update(exit="2026-03-16").execute()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, "n", "enter")
        assert "Personne n'est attendu le 17/03/2026" in shown(app)
        assert Session.select().where(Session.day == "2026-03-17").count() == 0
        await press(pilot, "enter")
        assert Session.select().where(Session.day == "2026-03-17").count() == 1


async def test_among_the_sessions_of_the_action_the_cursor_goes_to_it(adse, app):
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_action(adse.id, "Séances")
        await pilot.pause()
        await press(pilot, "n", "enter")
        made = Session.select().order_by(Session.id.desc()).get()
        assert app.screen.query_one("SessionsView").target == made.id
