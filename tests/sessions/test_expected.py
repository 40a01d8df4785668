"""Who the roll expects, and the running totals, worked out by hand."""

import pytest
from pendulum import Date

from models.sessions import roll
from models.tables import EligibilityCheck, Movement
from tests import world

ME = "Nadia"


def names(session):
    return [row.name for row in roll.open_roll(session).rows]


def totals(session):
    opened = roll.open_roll(session)
    return {row.name: opened.told_total(row) for row in opened.rows}


def test_a_collective_session_expects_the_parcours_open_that_day_in_order_of_name():
    action = world.action()
    for name, entry, leaving in [
        ("ZOE", Date(2026, 3, 12), None),
        ("Élodie", Date(2026, 1, 5), Date(2026, 3, 12)),
        ("EDA", Date(2026, 1, 5), None),
        ("GONE", Date(2026, 1, 5), Date(2026, 3, 11)),
        ("LATER", Date(2026, 3, 13), None),
    ]:
        world.stay(action, world.person(name, first_name=""), entry=entry, exit=leaving)
    assert names(world.session(action, end="12:00")) == ["EDA", "ÉLODIE", "ZOE"]


def test_names_are_written_as_everywhere_and_homonyms_told_apart():
    action = world.action()
    people = [world.person("Martin Paul", birth=Date(1990, 1, 2)), world.person("MARTIN Paul"), world.person("Ba Awa")]
    for one in people:
        world.stay(action, one)
    assert names(world.session(action, end="12:00")) == [
        "BA Awa",
        "MARTIN Paul (02/01/1990)",
        f"MARTIN Paul ({people[1].code})",
    ]


def test_a_parcours_without_exit_ends_with_the_action():
    action = world.action(end=Date(2026, 3, 1))
    world.people(action, "ADA")
    assert names(world.session(action, on=Date(2026, 3, 1), end="12:00")) == ["ADA"]
    assert names(world.session(action, on=Date(2026, 3, 2), end="12:00")) == []


def test_a_session_of_a_group_expects_the_group():
    action = world.action()
    world.stay(action, world.person("ADA", first_name=""), group="Cholet")
    world.stay(action, world.person("BOB", first_name=""), group="Angers")
    assert names(world.session(action, group="Cholet", end="12:00")) == ["ADA"]
    assert names(world.session(action, end="12:00")) == ["ADA", "BOB"]


def test_another_nature_expects_only_those_named():
    action = world.action()
    _, bob = world.people(action, "ADA", "BOB")
    interview = world.session(action, nature="entretien", end="12:00")
    world.mark(interview, bob, status="prévu")
    assert names(interview) == ["BOB"]
    assert roll.open_roll(interview).rows[0].status is None


def test_someone_back_for_a_second_parcours_is_expected_once():
    action = world.action()
    ada = world.person("ADA", first_name="")
    world.stay(action, ada, exit=Date(2026, 1, 31))
    world.stay(action, ada, entry=Date(2026, 3, 1))
    assert names(world.session(action, end="12:00")) == ["ADA"]


def test_the_total_is_the_sessions_attended_of_the_nature_held_in_the_action():
    """Ada: 2 sessions before (présent, retard) and today's, of 44; the absence, the cancelled one, the interview and
    the session of the other action count nowhere."""
    action, other = world.action(), world.action(code="B")
    ada, _ = world.people(action, "ADA", "BOB")
    world.stay(other, ada)
    for day, status, state in [
        (2, "présent", ""),
        (3, "retard", "prévue"),
        (4, "absent", ""),
        (5, "présent", "annulée"),
    ]:
        minutes = 100 if status == "retard" else None
        world.mark(
            world.session(action, on=Date(2026, 3, day), state=state, end="12:00"), ada, status=status, minutes=minutes
        )
    world.mark(world.session(action, nature="entretien", on=Date(2026, 3, 6), end="12:00"), ada)
    world.mark(world.session(other, on=Date(2026, 3, 9), end="12:00"), ada)
    session = world.session(action, end="12:00")
    assert totals(session) == {"ADA": "2/44", "BOB": "0/44"}
    roll.mark(session, ada, "présent", who=ME)
    assert totals(session) == {"ADA": "3/44", "BOB": "0/44"}


def test_a_mark_moves_the_total_of_its_row_as_reopening_would():
    action = world.action()
    ada, _ = world.people(action, "ADA", "BOB")
    session = world.session(action, end="12:00")
    opened = roll.open_roll(session)
    row = opened.rows[0]
    for status in ("présent", "absent", "retard", "excusé"):
        opened.take(row, roll.mark(session, ada, status, who=ME))
        assert opened == roll.open_roll(session)
    opened.take(row, roll.clear(session, ada, who=ME))
    assert opened == roll.open_roll(session)


def test_driving_hours_run_against_the_quota_and_what_was_moved():
    """50 h − 10 h released (4 h of them reversed) + 0 granted = 44 h; Bob: 50 + 3 = 53 h. Ada drove 1 h and 0 h 45."""
    action = world.action("cd93-3b-permis")
    ada, bob = world.people(action, "ADA", "BOB")
    first = Movement.create(
        action=action, number=1, day=Date(2026, 2, 1), kind="libération", person=ada, minutes=360, reason="x"
    )
    again = Movement.create(
        action=action, number=2, day=Date(2026, 2, 1), kind="libération", person=ada, minutes=240, reason="x"
    )
    Movement.create(
        action=action,
        number=3,
        day=Date(2026, 2, 2),
        kind="libération",
        person=ada,
        minutes=-240,
        reason="x",
        reverses=again,
    )
    Movement.create(
        action=action, number=4, day=Date(2026, 2, 3), kind="mobilisation", person=bob, minutes=180, reason="x"
    )
    assert first.number == 1
    world.mark(world.session(action, "conduite", Date(2026, 2, 3), 540, 600), ada)
    world.mark(world.session(action, "conduite", Date(2026, 2, 4), 540, 600), ada, status="retard", minutes=45)
    lesson = world.session(action, "conduite", start=540, end=600)
    world.mark(lesson, ada, status="prévu")
    world.mark(lesson, bob)
    assert totals(lesson) == {"ADA": "1 h 45 / 44 h", "BOB": "1 h / 53 h"}


def test_without_a_target_the_total_stands_alone():
    action = world.action("cd93-3b-permis")
    (ada,) = world.people(action, "ADA")
    world.mark(world.session(action, "atelier", Date(2026, 2, 3), end="12:00"), ada)
    assert totals(world.session(action, "atelier", end="12:00")) == {"ADA": "1"}


def test_hours_run_under_the_volume_of_the_window_whatever_the_action():
    """Window opened on 3 February by the check of 1 February; 3 h there, 2 h 30 in the sister action: 5 h 30 of 18 h.
    The 3 h of the year before were in the window of then."""
    action = world.action("cd49-ai", start=Date(2025, 1, 1))
    sister = world.action("cd49-ai", code="B")
    (ada,) = world.people(action, "ADA")
    world.stay(sister, ada)
    EligibilityCheck.create(person=ada, day=Date(2025, 1, 10), public="RSA")
    EligibilityCheck.create(person=ada, day=Date(2026, 2, 1), public="RSA")
    world.mark(world.session(action, "module-2", Date(2025, 1, 20), end="12:00"), ada)
    world.mark(world.session(action, "module-2", Date(2026, 2, 3), end="12:00"), ada)
    world.mark(world.session(sister, "module-2", Date(2026, 2, 5), 540, 690), ada)
    world.mark(world.session(action, "module-3", Date(2026, 2, 6), end="12:00"), ada)
    assert totals(world.session(action, "module-2", end="12:00")) == {"ADA": "5 h 30 / 18 h"}


def test_hours_of_module_1_run_in_the_block_of_the_day():
    """Entry 5 January 2025, renewed 1 February 2026: 3 h in the first block, 1 h in the second, of 15 h."""
    action = world.action("cd49-ai", start=Date(2025, 1, 1))
    ada = world.person("ADA", first_name="")
    world.stay(action, ada, entry=Date(2025, 1, 5), renewed=Date(2026, 2, 1))
    world.mark(world.session(action, "module-1", Date(2025, 2, 3), end="12:00"), ada)
    world.mark(world.session(action, "module-1", Date(2026, 2, 3), 540, 600), ada)
    today = world.session(action, "module-1", end="12:00")
    world.mark(today, ada, status="prévu")
    assert totals(today) == {"ADA": "1 h / 15 h"}


@pytest.mark.parametrize(
    "convention, nature", [("cd49-adse-a-renforce", "seance"), ("cd93-3b-permis", "conduite"), ("cd49-ai", "module-2")]
)
def test_opening_takes_as_many_queries_for_two_people_as_for_forty(database, convention, nature):
    def queries(people):
        action = world.action(convention, code=f"A{people}")
        session = world.session(action, nature, end="12:00")
        for number in range(people):
            (one,) = world.people(action, f"N{number}")
            world.mark(world.session(action, nature, Date(2026, 2, 3), end="12:00"), one)
            world.mark(session, one, status="prévu")
        asked: list = []
        database.query_hooks.append(asked.append)
        opened = roll.open_roll(session)
        database.query_hooks.clear()
        assert len(opened.rows) == people
        return len(asked)

    assert queries(2) == queries(40) <= 9
