"""The keys of the ten commonest jobs, from Aujourd'hui to what is stored: counted, printed, and told in the README."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from models.tables import Attendance, Loan, Moped, Movement, Person, Session
from tests import world
from tests.shell.screens import USUAL, opened, shown
from tests.world import day

README = Path(__file__).parents[2] / "README.md"


@dataclass
class Keyboard:
    """What is pressed, one key after the other."""

    pilot: Any
    keys: list[str] = field(default_factory=list)

    async def press(self, *keys):
        for key in keys:
            self.keys.append(key)
            await self.pilot.press(key)
            await self.pilot.pause()

    async def type(self, text):
        names = {"/": "slash", " ": "space", ":": "colon"}
        await self.press(*(names.get(letter, letter) for letter in text))


@pytest.fixture
def busy(house):
    """Ten people more in each action, five rolls of paper of last week, a park of one moped."""
    for rank, name in enumerate(("Bah", "Costa", "Demir", "Eke", "Faye", "Garcia", "Haddad", "Ivanov", "Kone", "Zola")):
        someone = world.person(f"{name.upper()} Test{rank}")
        world.stay(house.permis, someone, "2026-01-12")
        world.stay(house.adse, someone, "2026-01-12")
    Session.delete().where(Session.id == house.late.id).execute()
    park = world.action("cd49-point-mobilite", "2026-01-01", "2026-12-31", code="PM-26")
    world.moped(park, "AB-123-CD", "01/01/2026")
    return house


async def roll(house, it):
    await it.press("enter", "f", "z", "a", "t")
    marked = Attendance.select().where(Attendance.session == house.morning)
    assert sorted(one.status for one in marked) == ["absent", *["présent"] * 10]


async def late(house, it):
    await it.press("enter", "f", "z", "r", "m", "1", "5", "enter")
    mark = Attendance.get(Attendance.session == house.morning)
    assert (mark.status, mark.minutes) == ("retard", 105)


async def excused(house, it):
    world.mark(world.session(house.permis, "code", "10/03/2026", trainer="Claire"), house.amina, status="absent")
    await it.press("slash", *"dia", "enter", "enter", "e")
    assert Attendance.get(Attendance.person == house.amina, Attendance.status == "excusé")


async def paper(house, it):
    for _ in range(5):
        await it.press("enter", "t", "escape")
    assert Attendance.select(Attendance.session).where(Attendance.status == "présent").distinct().count() == 5


async def lesson(house, it):
    await it.press("slash", *"dia", "enter", "n", *"lec", "enter")
    await it.press("down")
    await it.type("16/03")
    await it.press("down")
    await it.type("9h")
    await it.press("down")
    await it.type("10h")
    await it.press("enter")
    made = Session.get(Session.day == day("16/03/2026"))
    assert (made.nature, made.start, made.end) == ("conduite", 540, 600)
    assert [one.person for one in made.attendances] == [house.amina]


async def weekly(house, it):
    await it.press("n", *"ads", "enter", "down")
    await it.type("19/03")
    await it.press(*["down"] * 5)
    await it.type("30/04")
    await it.press("enter")
    assert Session.select().where(Session.action == house.adse).count() > 5


async def moved(house, it):
    await it.press("c", "down")
    await it.type("16/03")
    await it.press("enter")
    assert Session.get_by_id(house.morning.id).day == day("16/03/2026")


async def phone(house, it):
    await it.press("slash", *"dia", "enter", "c", *["down"] * 8)
    await it.type("0612345678")
    await it.press("enter")
    assert Person.get_by_id(house.amina.id).phone == "0612345678"


async def hours(house, it):
    await it.press("slash", *"per", "enter", *["tab"] * 4)
    await it.press("l")
    await it.press("1", "0", *["down"] * 2, *"fini", "enter")
    await it.press("down", "m", "1", "0", *["down"] * 2, *"exam", "enter", "enter")
    assert Movement.select().count() == 2


async def loan(house, it):
    await it.press("slash", *"ab123", "enter", "l", *"bah", "enter", "enter")
    assert Loan.get().moped == Moped.get()


JOBS = {
    "a roll of eleven, one absent": roll,
    "somebody late, with the minutes": late,
    "an absence excused the next day": excused,
    "five paper sheets, everybody there": paper,
    "a driving lesson booked": lesson,
    "a session every week until a day": weekly,
    "a session moved to another day": moved,
    "a telephone number written down": phone,
    "hours released, then granted to another": hours,
    "a moped lent for a month": loan,
}


@pytest.fixture(scope="module")
def told():
    """What the README says of each."""
    return dict(re.findall(r"^\| ([^|]+) \| (\d+) \|$", README.read_text(encoding="utf-8"), re.MULTILINE))


def test_the_readme_tells_every_job(told):
    assert list(told) == list(JOBS)


@pytest.mark.sweep(3)
@pytest.mark.parametrize("job", JOBS)
async def test_the_keys_of_a_job_are_those_the_readme_tells(busy, told, job):
    for rank in range(5 if JOBS[job] is paper else 0):
        world.session(busy.permis, "code", day(f"0{rank + 2}/03/2026"), trainer="Claire", code=f"P{rank}")
    async with opened(busy, USUAL) as (app, pilot):
        it = Keyboard(pilot)
        await JOBS[job](busy, it)
        print(f"{len(it.keys):3} {job}: {' '.join(it.keys)}")
        assert told[job] == str(len(it.keys)), shown(app)
