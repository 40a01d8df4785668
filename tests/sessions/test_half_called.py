"""A roll begun and not finished is asked for everywhere, with who is left, until it is finished."""

import pytest

from models.duties import lists
from models.people import parcours
from models.returns import closing
from models.rules.checks import deviations
from models.sessions import planning, roll
from models.sessions.half_called import half_called
from models.tables import Attendance, Parcours, Session
from tests import world
from tests.sessions.conftest import ME, TODAY, TWELVE
from tests.shell.screens import press, shown

YESTERDAY = "11/03/2026"


def found(*conditions):
    return {one.code: list(one.people.values()) for one in half_called(*conditions)}


@pytest.fixture
def workshop(database):
    """An action in which Ana, Bob and Cyd are since January."""
    action = world.action(code="ADSE-2026", places=8)
    world.people(action, "ANA", "BOB", "CYD")
    return action


def people(action):
    return [one.person for one in Parcours.select().where(Parcours.action == action).order_by(Parcours.id)]


def test_a_past_roll_with_somebody_marked_and_somebody_not_is_half_called(workshop):
    ana, bob, cyd = people(workshop)
    half = world.session(workshop, on=YESTERDAY, code="HALF")
    world.mark(half, ana)
    for code, marked in (("NONE", ()), ("WHOLE", (ana, bob, cyd))):
        world.mark(world.session(workshop, on=YESTERDAY, code=code), *marked, status="absent")
    world.mark(world.session(workshop, on=YESTERDAY, code="OFF", state="annulée"), ana)
    world.mark(world.session(workshop, on=TODAY, code="TODAY"), ana)

    assert found() == {"HALF": ["BOB", "CYD"]}


def test_only_those_named_are_expected_in_an_individual_session(workshop):
    ana, bob, _ = people(workshop)
    interview = world.session(workshop, "entretien", YESTERDAY, code="E")
    world.mark(interview, ana)
    assert found() == {}
    world.mark(interview, bob, status="prévu")
    assert found() == {"E": ["BOB"]}


def test_those_expected_are_those_of_the_group_open_that_day(workshop):
    ana, bob, cyd = people(workshop)
    Parcours.update(group="A").where(Parcours.person.in_([ana, bob])).execute()
    world.mark(world.session(workshop, on=YESTERDAY, code="A", group="A"), ana)
    assert found() == {"A": ["BOB"]}
    for exit, still in (("2026-03-10", []), ("2026-03-11", ["BOB"])):
        Parcours.update(exit=exit).where(Parcours.person == bob).execute()
        assert found().get("A", []) == still
    assert cyd.id not in {number for one in half_called() for number in one.people}


def test_somebody_marked_whom_nobody_expected_does_not_stand_for_another(workshop):
    ana, _, cyd = people(workshop)
    Parcours.update(exit="2026-03-01").where(Parcours.person == cyd).execute()
    world.mark(world.session(workshop, on=YESTERDAY, code="S"), ana, cyd)

    assert found() == {"S": ["BOB"]}


def test_somebody_entered_later_by_a_corrected_date_shows_up(workshop):
    ana, bob, cyd = people(workshop)
    Parcours.update(entry=TODAY).where(Parcours.person == cyd).execute()
    world.mark(world.session(workshop, on=YESTERDAY, code="S"), ana, bob)
    assert found() == {}
    parcours.correct(Parcours.get(Parcours.person == cyd), entry=world.day(YESTERDAY), who=ME)
    assert found() == {"S": ["CYD"]}


def test_the_lists_of_sessions_say_the_same_of_every_case(workshop):
    """The line of a list works it out from its counts, the others from a query."""
    ana, bob, cyd = people(workshop)
    for day in (YESTERDAY, str(TODAY)):
        for state in ("", "tenue", "annulée"):
            for status in ("prévu", "absent"):
                for marked in ((), (ana,), (ana, bob, cyd)):
                    one = world.session(workshop, on=day, state=state)
                    world.mark(one, *marked, status="présent")
                    if not marked:
                        world.mark(one, bob, status=status)
    listed = {line.session.id for line in planning.sessions_of(workshop) if line.to_finish}

    assert listed == {one.session for one in half_called()}
    assert len(listed) == 6  # said tenue or not: one of three marked twice, and one marked whom nobody named


def test_all_who_ask_for_rolls_ask_for_the_rest_of_it(workshop):
    ana, *_ = people(workshop)
    world.mark(world.session(workshop, on=YESTERDAY, code="S1", trainer=ME), ana)
    left = "2 personnes sans marque : BOB, CYD"

    (task,) = lists.tasks("appels")
    assert (task.subject, task.date) == ("S1", world.day(YESTERDAY))
    assert task.what == f"appel à finir, séance du 11/03/2026 à 9h00, {left}"
    (deviation,) = [one for one in deviations(workshop) if one.rule == "roll-incomplete"]
    assert (deviation.severity, deviation.subject, deviation.date) == ("warning", "S1", world.day(YESTERDAY))
    assert (deviation.source, deviation.table) == ("règle de gestion", "Session")
    assert deviation.message == f"Séance S1 du 11/03/2026 : {left}."
    assert "roll-not-called" not in [one.rule for one in deviations(workshop)]
    looked = closing.look(workshop, TODAY)
    assert task in looked.missing
    assert deviation in looked.deviations

    roll.mark_rest_present(Session.get(code="S1"), who=ME)

    assert not half_called()
    assert not lists.tasks("appels")


def test_of_a_long_list_the_first_twelve_are_named(database):
    where = world.action(code="ADSE-2026")
    world.people(where, *TWELVE, "MOREL Inès", "NDIAYE Awa")
    first, *_ = people(where)
    world.mark(world.session(where, on=YESTERDAY, code="S"), first)
    (one,) = half_called()
    assert one.told.startswith("13 personnes sans marque : BENALI Samir, ")
    assert one.told.endswith("LECOMTE Théo, MOREL Inès et 1 de plus")


def test_a_crowd_costs_the_queries_of_two(workshop, queries):
    def crowd(actions, sessions):
        for number in range(actions):
            where = world.action(code=f"C{number}-{actions}", convention="cd49-adse-b" if number % 2 else "cd49-ai")
            nature = "seance" if number % 2 else "module-2"
            world.people(where, *(f"P{number}-{rank}-{actions}" for rank in range(sessions)))
            for rank in range(sessions):
                world.mark(world.session(where, nature, YESTERDAY, code=f"S{rank}"), people(where)[0])

    counts = []
    for size in (2, 6):
        crowd(size, size)
        counts.append([queries(half_called), queries(lambda: lists.tasks("appels")), queries(planning.half_called)])
    assert counts[0] == counts[1]
    assert counts[0][0] == 3


async def test_today_lists_them_after_the_rolls_not_called(workshop, app):
    ana, *_ = people(workshop)
    world.mark(world.session(workshop, on="10/03/2026", code="HALF", trainer=ME), ana)
    late = world.session(workshop, on=YESTERDAY, code="LATE", trainer=ME)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        text = shown(app)
        assert "Appels à rattraper (2)" in text
        assert "2 personnes sans marque : BOB, CYD" in text
        assert text.index("11/03") < text.index("10/03")
        assert app.screen.query_one("Rows").target == ("Session", late.id)
        await press(pilot, "down", "enter")
        assert "HALF" not in shown(app)
        assert "2 à marquer" in shown(app)
        await press(pilot, "t", "escape")
        assert "Appels à rattraper (1)" in shown(app)
    assert Attendance.select().where(Attendance.status == "présent").count() == 3


async def test_a_trainer_is_told_of_their_own_and_of_all_with_v(workshop, app):
    ana, *_ = people(workshop)
    world.mark(world.session(workshop, on="10/03/2026", trainer="Karim"), ana)
    world.session(workshop, on=TODAY, trainer=ME)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "à rattraper" not in shown(app)
        await press(pilot, "v")
        await pilot.pause()
        assert "2 personnes sans marque : BOB" in shown(app)
