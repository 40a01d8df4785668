"""A small structure: a permis action and an ADSE action, a few people, sessions around 12 March 2026."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from pendulum import Date

from config import settings
from config.settings import Settings
from models.people import participants
from models.tables import Action, Attendance, Parcours, Person, Session

TODAY = Date(2026, 3, 12)


@dataclass
class House:
    """What the tests start from."""

    home: Path
    settings: Settings
    permis: Action
    adse: Action
    amina: Person
    bruno: Person
    late: Session
    morning: Session
    lesson: Session


@pytest.fixture
def house(base, tmp_path, on_day):
    on_day(TODAY.isoformat())
    chosen = Settings(operator="Mobilité 49", user="Claire", trainers=("Claire", "Karim"))
    settings.save(chosen, tmp_path)
    return _furnish(tmp_path, chosen)


def _furnish(home: Path, chosen: Settings) -> House:
    permis = action("PERMIS-26", "cd93-3b-permis", "2026-01-05", "2026-12-18")
    adse = action("ADSE-26", "cd49-adse-a-simple", "2026-01-05", "2026-12-31", places=8)
    amina = participants.add(last_name="Diallo", first_name="Amina", who="Claire")
    bruno = participants.add(last_name="Lefèvre", first_name="Bruno", who="Claire")
    for one in (permis, adse):
        Parcours.create(action=one, person=amina, entry="2026-01-12")
    Parcours.create(action=permis, person=bruno, entry="2026-01-12", group="A")
    late = session(permis, "S-LATE", "2026-03-10", nature="code", trainer="Karim")
    morning = session(adse, "S-MORNING", "2026-03-12", nature="seance", trainer="Claire", theme="Budget")
    lesson = session(permis, "S-LESSON", "2026-03-12", nature="conduite", start=840, end=900, trainer="Karim")
    Attendance.create(session=lesson, person=amina, status="prévu")
    return House(home, chosen, permis, adse, amina, bruno, late, morning, lesson)


def action(code, convention, start, end, **details) -> Action:
    """An action stored as it is."""
    made = Action.create(code=code, convention=convention, start=start, end=end, **details)
    return Action.get_by_id(made.id)


def session(action, code, day, *, nature, start=540, end=660, **details) -> Session:
    """A session stored as it is, 9 h to 11 h unless told."""
    made = Session.create(action=action, code=code, day=day, nature=nature, start=start, end=end, **details)
    return Session.get_by_id(made.id)
