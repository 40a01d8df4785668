"""A small structure: a permis action and an ADSE action, a few people, sessions around 12 March 2026."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from pendulum import Date

from config import settings
from config.settings import Settings
from models.people import participants
from models.tables import Action, Person, Session
from tests import world

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
    permis = world.action("cd93-3b-permis", "2026-01-05", "2026-12-18", code="PERMIS-26")
    adse = world.action("cd49-adse-a-simple", "2026-01-05", "2026-12-31", code="ADSE-26", places=8)
    amina = participants.add(last_name="Diallo", first_name="Amina", who="Claire")
    bruno = participants.add(last_name="Lefèvre", first_name="Bruno", who="Claire")
    for one in (permis, adse):
        world.stay(one, amina, "2026-01-12")
    world.stay(permis, bruno, "2026-01-12", group="A")
    late = world.session(permis, "code", "2026-03-10", code="S-LATE", trainer="Karim")
    morning = world.session(adse, "seance", "2026-03-12", code="S-MORNING", trainer="Claire", theme="Budget")
    lesson = world.session(permis, "conduite", "2026-03-12", code="S-LESSON", start=840, end=900, trainer="Karim")
    world.mark(lesson, amina, status="prévu")
    return House(home, chosen, permis, adse, amina, bruno, late, morning, lesson)
