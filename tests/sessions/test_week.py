"""Planning: who leads what on each day, what clashes there, who is free, and a substitution."""

import pytest
from pendulum import Date

from models.acts.refusals import Refused
from models.french.folding import fold
from models.journal.undoing import take_back
from models.sessions import planning, week
from models.sessions.clashes import Slot
from models.sessions.week import Only
from models.tables import JournalEntry, Session
from tests import world
from tests.world import day, time
from tui.sessions.week import WeekScreen
from tui.sessions.week_view import WeekView

MONDAY, SUNDAY = Date(2026, 3, 9), Date(2026, 3, 15)


@pytest.fixture
def team(database):
    """Karim twice at once on Thursday the 12th, Zoé alone on Friday; ANA is in both sessions of Thursday."""
    adse, permis = world.action("cd49-adse-b", code="ADSE-B"), world.action("cd93-3b-permis", code="PERMIS")
    world.people(permis, "ANA", "BOB")
    ana = world.Person.get(last_name="ANA")
    world.stay(adse, ana)
    world.session(adse, on="12/03/2026", code="S1", trainer="Karim", place="Salle 2")
    lesson = world.session(permis, "conduite", "12/03/2026", "10:00", "11:00", code="L1", trainer="KARIM")
    world.mark(lesson, ana, status="prévu")
    world.session(permis, "code", "13/03/2026", code="C1", trainer="Zoé", place="salle 2")
    return adse


def names(planned):
    return [fold(one.trainer) for one in planned.led()]


def test_a_line_a_trainer_whatever_the_case_with_their_hours(team):
    planned = week.planning(MONDAY, SUNDAY, known=["Zoé", "Agnès"])
    assert names(planned) == ["agnes", "karim", "zoe"]
    assert [one.minutes for one in planned.led()] == [0, 180, 120]
    assert [one.line.session.code for one in planned.led()[1].days[day("12/03/2026")]] == ["S1", "L1"]
    assert planned.sessions[1].whom == "ANA"


def test_a_cancelled_session_is_shown_and_counts_no_hour_nor_clash(team):
    planning.cancel(Session.get(code="L1"), "Panne", who="Nadia")
    planned = week.planning(MONDAY, SUNDAY)
    assert len(planned.sessions) == 3
    assert (planned.led()[0].minutes, planned.clashing) == (120, 0)


def test_a_clash_names_the_other_session_on_both(team):
    planned = week.planning(MONDAY, SUNDAY)
    first, second, alone = (one.doubts for one in planned.sessions)
    assert first[0] == "Karim a déjà une séance le 12/03/2026 de 10h00 à 11h00 (L1, PERMIS)."
    assert first[1] == "ANA a aussi une séance le 12/03/2026 de 10h00 à 11h00 (L1, PERMIS)."
    assert second[0] == "KARIM a déjà une séance le 12/03/2026 de 9h00 à 11h00 (S1, ADSE-B)."
    assert (alone, planned.clashing) == ((), 2)


@pytest.mark.parametrize(("start", "clashing"), [("10:59", 2), ("11:00", 0)])
def test_one_may_begin_as_the_other_ends(team, start, clashing):
    Session.update(start=time(start), end=time("12:00")).where(Session.code == "L1").execute()
    assert week.planning(MONDAY, SUNDAY).clashing == clashing


def test_a_place_taken_twice(team):
    Session.update(day="2026-03-12", trainer="Zoé").where(Session.code == "C1").execute()
    told = [said for one in week.planning(MONDAY, SUNDAY).sessions for said in one.doubts if "déjà pris" in said]
    assert len(told) == 2


def test_clashes_are_those_of_all_whatever_is_shown(team):
    planned = week.planning(MONDAY, SUNDAY, Only(action=team.id))
    assert ([one.line.session.code for one in planned.sessions], planned.clashing) == (["S1"], 1)


def test_only_what_is_asked_for(team):
    bob = world.Person.get(last_name="BOB").id

    def codes(**only):
        return [one.line.session.code for one in week.planning(MONDAY, SUNDAY, Only(**only)).sessions]

    assert codes(trainer="karim") == ["S1", "L1"]
    assert codes(place="SALLE 2") == ["S1", "C1"]
    assert codes(person=bob) == ["C1"]
    assert codes() == ["S1", "L1", "C1"]


def test_the_first_and_the_last_day_are_in_it(team):
    assert [one.line.session.code for one in week.planning(day("13/03/2026"), day("13/03/2026")).sessions] == ["C1"]
    assert len(week.planning(day("12/03/2026"), day("13/03/2026")).sessions) == 3


def test_who_leads_nothing_at_these_hours_is_free(team):
    planned = week.planning(MONDAY, SUNDAY, known=["Agnès"])
    assert planned.free(Slot(day("12/03/2026"), time("10:30"), time("12:00"))) == ["Agnès", "Zoé"]
    assert planned.free(Slot(day("12/03/2026"), time("11:00"), time("12:00"))) == ["Agnès", "KARIM", "Zoé"]


def test_the_week_end_is_shown_when_something_is_held(team):
    planned = week.planning(MONDAY, SUNDAY)
    assert len(week.worked_days(planned)) == 5
    Session.update(day="2026-03-14").where(Session.code == "C1").execute()
    assert [one.day for one in week.worked_days(week.planning(MONDAY, SUNDAY))] == [9, 10, 11, 12, 13, 14]


def test_the_week_of_240_actions_opens_with_as_many_queries_as_that_of_two(database, queries):
    counts = []
    for actions in (range(2), range(2, 240)):
        for number in actions:
            where = world.action("cd93-3b-permis", code=f"P{number}")
            someone = world.people(where, f"ANA{number}")[0]
            world.session(where, on="12/03/2026", trainer=f"T{number % 12}")
            lesson = world.session(where, "conduite", "12/03/2026", "10:00", "11:00", code="L", trainer="Karim")
            world.mark(lesson, someone, status="prévu")
        counts.append(queries(lambda: week.planning(MONDAY, SUNDAY)))
    assert counts[0] == counts[1] <= 10


def test_a_substitution_takes_all_the_sessions_of_a_period_in_one_act_and_one_undo(team):
    planning.cancel(Session.get(code="L1"), "Panne", who="Nadia")
    world.session(team, on="14/03/2026", code="S3", trainer="Karim")
    world.session(team, on="15/03/2026", code="S4", trainer="Karim")
    led = planning.substitute("karim", " Zoé ", day("12/03/2026"), day("14/03/2026"), who="Nadia")
    assert [one.code for one in led] == ["S1", "S3"]
    assert {one.code: one.trainer for one in Session.select()} == {
        "S1": "Zoé",
        "S3": "Zoé",
        "C1": "Zoé",
        "L1": "KARIM",
        "S4": "Karim",  # cancelled; after the period
    }
    last = JournalEntry.select().order_by(JournalEntry.id.desc()).get()
    assert last.sentence == "Zoé remplace karim du 12/03/2026 au 14/03/2026 : 2 séances"
    take_back(last, "Nadia")
    assert Session.get(code="S1").trainer == Session.get(code="S3").trainer == "Karim"


@pytest.mark.parametrize(
    ("trainer", "by", "last", "told"),
    [
        ("Karim", "", "12/03/2026", "Écrivez qui remplace"),
        ("Karim", "KARIM", "12/03/2026", "Écrivez qui remplace"),
        ("Karim", "Zoé", "11/03/2026", "finit avant de commencer"),
        ("Agnès", "Zoé", "12/03/2026", "Agnès n'a aucune séance"),
        ("Karim", "Z" * 201, "12/03/2026", "200 caractères"),
    ],
)
def test_a_substitution_that_cannot_be_is_refused(team, trainer, by, last, told):
    with pytest.raises(Refused, match=told):
        planning.substitute(trainer, by, day("12/03/2026"), day(last), who="Nadia")
    assert Session.get(code="S1").trainer == "Karim"


def test_what_the_substitute_leads_already_is_doubtful(team):
    Session.update(day="2026-03-12").where(Session.code == "C1").execute()
    (told,) = planning.substitution_doubts("Karim", "zoé", day("12/03/2026"), day("12/03/2026"))
    assert told == "zoé a déjà une séance le 12/03/2026 de 9h00 à 11h00 (C1, PERMIS)."
    assert planning.substitution_doubts("Zoé", "Agnès", day("12/03/2026"), day("12/03/2026")) == []


async def opened(pilot, key="6"):
    await pilot.press(key)
    await pilot.pause()
    assert isinstance(pilot.app.screen, WeekScreen)
    return pilot.app.screen


@pytest.mark.parametrize("key", ["6", "minus", "section_sign"])
async def test_a_digit_opens_the_week_of_today(app, team, key):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, key)
        assert (screen.day, screen.query_one(WeekView).at) == (day("12/03/2026"), (0, 3, 0))


async def test_the_arrows_go_from_one_session_to_another_and_enter_opens_its_roll(app, team):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await pilot.press("down")
        assert screen.query_one(WeekView).at == (0, 3, 1)
        await pilot.press("down", "right")
        assert screen.query_one(WeekView).at == (1, 4, 0)
        await pilot.press("enter")
        assert pilot.app.screen.session_id == Session.get(code="C1").id


async def test_a_session_made_in_a_cell_is_of_its_day_and_trainer(app, team):
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("down", "down", "left", "left", "n")  # Zoé, on Tuesday
        await pilot.pause()
        await pilot.press(*"ADSE-B", "enter")
        await pilot.pause()
        await pilot.press("ctrl+s")
        await pilot.pause()
        await pilot.press("ctrl+s")
        await pilot.pause()
        made = Session.select().order_by(Session.id.desc()).get()
        assert (made.trainer, made.day, made.action) == ("Zoé", day("10/03/2026"), team)
        assert pilot.app.screen._chosen().line.session.id == made.id


async def test_a_period_is_given_to_another_trainer_from_the_planning(app, team):
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("s")
        await pilot.pause()
        await pilot.press(*"Agnès", "down", "t")  # Toutes ses séances
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert [one.trainer for one in Session.select().order_by(Session.id)] == ["Agnès", "Agnès", "Zoé"]
        assert pilot.app.screen.led[0].trainer == "Agnès"


async def test_the_month_shows_days_and_opens_the_week_of_the_day(app, team):
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await opened(pilot)
        await pilot.press("m")
        await pilot.pause()
        assert screen.view.lines[2].cells[3][1].long == "2 séances"
        await pilot.press("right", "enter")
        await pilot.pause()
        assert (screen.month, screen.day) == (False, day("13/03/2026"))


async def test_what_is_shown_is_chosen_and_pages_are_weeks(app, team):
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await opened(pilot)
        await pilot.press("f")
        await pilot.pause()
        await pilot.press(*"PERMIS", "enter")
        await pilot.pause()
        assert [one.line.session.code for one in screen.planned.sessions] == ["L1", "C1"]
        await pilot.press("pagedown")
        assert (screen.day, screen.planned.sessions) == (day("19/03/2026"), [])
        await pilot.press("a")
        assert screen.day == day("12/03/2026")


async def test_a_day_off_is_said_at_the_head_of_its_column(app, team, on_day):
    on_day("2026-07-15")
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await opened(pilot)
        for _ in range(50):
            if screen.off:
                break
            await pilot.pause(0.1)
        assert screen.view.headings[1] == "mar. 14 · Fête nationale"


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (160, 48)])
def test_its_picture(app, team, snap_compare, size):
    assert snap_compare(app, press=["6", "down"], terminal_size=size)
