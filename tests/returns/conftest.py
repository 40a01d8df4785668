"""An action of the Nord, axe I.1, four places, as it is on 15 April 2026: worked by hand in the tests.

Nadia stays all along. Paul leaves to a CDI on 20 March, Inès to a qualifying training on 31 March, Marc to a CDD on
25 March whose end nobody noted. Lina enters on 16 March, her birth and family situation unknown. Hugo gave up in
February. One workshop of March was never called.
"""

from dataclasses import dataclass
from types import SimpleNamespace

import pytest

from config import settings
from config.settings import Settings
from models.tables import Action
from tests import world
from tests.conftest import Answer
from tests.soak.conftest import year
from tests.world import day
from tui.command import main

__all__ = ["year"]

KNOWN = {
    "sex": "F",
    "birth": day("01/02/1990"),
    "family_status": "célibataire",
    "education": "niveau 3",
    "employment": "sans emploi",
    "rsa_status": "socle",
    "rights_and_duties": True,
    "priority_area": False,
    "zone": "Valenciennois",
    "newcomer": False,
}


@dataclass
class World:
    """The installation of a test: its home, its settings, and what it holds."""

    home: object
    settings: Settings
    people: SimpleNamespace
    stays: SimpleNamespace
    action: Action | None = None


@pytest.fixture
def house(base, tmp_path, monkeypatch, on_day):
    """An empty installation on 15 April 2026."""
    monkeypatch.setenv("COLUMNS", "400")
    on_day("2026-04-15")
    chosen = Settings(operator="Relais Emploi", user="Claire", export_folder=str(tmp_path / "exports"))
    settings.save(chosen, tmp_path)
    return World(tmp_path, chosen, SimpleNamespace(), SimpleNamespace())


@pytest.fixture
def assidu(capsys):
    """Runs a command line in the house: ``assidu("close", "NORD-I1", "--until", "2026-03-31")``."""

    def run(*words: str) -> Answer:
        status = main(list(words))
        shown = capsys.readouterr()
        return Answer(status, shown.out, shown.err.splitlines())

    return run


@pytest.fixture
def nord(house):
    """The house, with the action NORD-I1 and its six persons."""
    title = "Accompagnement vers l'emploi"
    house.action = world.action("cd59-i1-iod", code="NORD-I1", title=title, places=4)
    enter(house, "nadia", "Alaoui", "Nadia", "05/01/2026")
    enter(house, "paul", "Bernard", "Paul", "12/01/2026", "20/03/2026", "emploi", exit_contract="CDI", sex="M")
    enter(house, "ines", "Carlier", "Inès", "02/02/2026", "31/03/2026", "formation qualifiante")
    enter(house, "marc", "Dubois", "Marc", "02/03/2026", "25/03/2026", "emploi", exit_contract="CDD", sex="M")
    enter(house, "lina", "Evrard", "Lina", "16/03/2026", birth=None, family_status="")
    enter(house, "hugo", "Fontaine", "Hugo", "05/01/2026", "10/02/2026", "abandon", sex="M")
    nature = next(one.code for one in house.action.spec.nature if one.collective)
    world.session(house.action, nature, "18/03/2026", code="ATELIER")
    world.told()
    return house


def enter(house, name, last, first, entry, exit=None, kind="", *, exit_contract="", job_end=None, **person):
    """Someone of whom everything is known but what is said otherwise, and their parcours."""
    one = world.person(f"{last} {first}", code=name.upper(), **KNOWN | person)
    setattr(house.people, name, one)
    left = {"exit_type": kind, "exit_contract": exit_contract, "job_end": job_end and day(job_end)}
    stay = world.stay(house.action, one, entry, exit, oriented_by="CCAS", **left)
    setattr(house.stays, name, stay)
    return stay
