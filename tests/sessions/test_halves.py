"""A whole day split into two half-days, each with its own roll."""

import pytest

from models.acts import undo
from models.acts.refusals import Refused
from models.sessions import halves
from models.tables import Attendance, Session
from tests import world


@pytest.fixture
def action(base, on_day):
    on_day("2026-03-12")
    return world.action(code="ADSE-26")


def marks(session):
    found = Attendance.select().where(Attendance.session == session).order_by(Attendance.person)
    return [(one.status, one.minutes, one.estimated) for one in found]


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        (539, 840, ("matin",)),
        (719, 841, ("matin", "après-midi")),
        (720, 1000, ("après-midi",)),
        (1079, 1200, ("après-midi",)),
        (1080, 1200, ("soir",)),
    ],
)
def test_which_half_days_a_session_takes_up(start, end, told):
    assert halves.halves(start, end) == told


def test_each_half_counts_what_was_attended_of_it(action):
    """9 h to 17 h, cut at 12 h and 13 h 30: the morning is 180 minutes long, the afternoon 210."""
    names = ("A there", "B absent", "C excused", "D late 9h30", "E late 14h", "F left 16h", "G left 12h", "H expected")
    people = world.people(action, *names)
    day = world.session(action, start="9:00", end="17:00", theme="Budget", trainer="Claire", place="Salle 2", note="n")
    told = [
        ("présent", None),
        ("absent", None),
        ("excusé", None),
        ("retard", 450),
        ("retard", 180),
        ("présent", 420),
        ("présent", 180),
        ("prévu", None),
    ]
    for person, (status, minutes) in zip(people, told, strict=True):
        world.mark(day, person, status=status, minutes=minutes, estimated=person is people[3])
    after = halves.split(day, 720, 810, who="N")
    morning = Session.get_by_id(day.id)
    assert (morning.start, morning.end, after.start, after.end) == (540, 720, 810, 1020)
    assert morning.pair == after.pair == morning.code
    assert (after.theme, after.trainer, after.place, after.day, after.nature) == (
        "Budget",
        "Claire",
        "Salle 2",
        day.day,
        day.nature,
    )
    plain = [("présent", None, False), ("absent", None, False), ("excusé", None, False)]
    assert marks(morning) == [
        *plain,
        ("retard", 150, True),
        ("absent", None, False),
        ("présent", None, False),
        ("présent", None, False),
        ("prévu", None, False),
    ]
    assert marks(after) == [
        *plain,
        ("présent", None, False),
        ("retard", 180, False),
        ("présent", 150, False),
        ("absent", None, False),
        ("prévu", None, False),
    ]
    undo.undo(undo.last_act("N"), "N")
    assert Session.select().count() == 1
    assert [(status, minutes) for status, minutes, _ in marks(day)] == told


def test_without_a_pause_no_minute_is_lost(action):
    people = world.people(action, "A A", "B B")
    day = world.session(action, start="9:00", end="17:00")
    world.mark(day, people[0])
    world.mark(day, people[1], status="retard", minutes=200)
    assert halves.usual_cut(day) == (720, 720)
    after = halves.split(day, 720, 720, who="N")
    assert marks(day) == [("présent", None, False), ("absent", None, False)]
    assert marks(after) == [("présent", None, False), ("retard", 200, False)]


def test_the_usual_pause_of_the_action_is_proposed(action):
    world.session(action, on="05/03/2026", start="9:00", end="12:30", pair="P")
    world.session(action, on="05/03/2026", start="13:30", end="17:00", pair="P")
    assert halves.usual_cut(world.session(action, start="9:00", end="17:00")) == (750, 810)
    assert halves.usual_cut(world.session(action, start="9:00", end="13:30")) == (720, 720)


@pytest.mark.parametrize(("end", "start"), [(720, 719), (540, 800), (720, 1020), (500, 800)])
def test_hours_outside_the_day_are_refused(action, end, start):
    day = world.session(action, start="9:00", end="17:00")
    with pytest.raises(Refused):
        halves.split(day, end, start, who="N")
    assert Session.select().count() == 1


def test_a_half_day_is_not_split(action):
    for more in ({"end": "14:00"}, {"end": "17:00", "pair": "P"}):
        with pytest.raises(Refused, match="journée entière"):
            halves.split(world.session(action, start="9:00", **more), 720, 780, who="N")
