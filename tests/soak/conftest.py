"""The example year, in a folder of its own, on a day chosen by the test."""

import pytest
from pendulum import Date

from config import settings
from models import tables
from models.demo import seeding
from models.people import parcours
from models.registers import facts
from models.storage.opening import open_database
from models.tables import EligibilityCheck, Person
from models.together import carrying
from tests import engines, world
from tests.registers import every


@pytest.fixture
def year(tmp_path, monkeypatch):
    """Gives what writes the example year as of a day, with an action that keeps every register, and opens it: the
    settings and the home come back."""
    bases = []

    def open_year(day):
        monkeypatch.setenv("ASSIDU_HOME", str(tmp_path))
        monkeypatch.setenv("ASSIDU_TODAY", day)
        monkeypatch.delenv("ASSIDU_DATABASE", raising=False)
        monkeypatch.chdir(tmp_path)
        seeding.seed(tmp_path)
        chosen = settings.load(tmp_path)
        bases.append(open_database(settings.database_url(chosen, tmp_path)))
        if engines.SERVER:
            carrying.move(engines.address(tmp_path), chosen, tmp_path)
            chosen = settings.load(tmp_path)
        _fill(every.action(tmp_path, end="31/12/2027"))
        world.told()
        return chosen, tmp_path

    yield open_year
    tables.database.close()
    for base in bases:
        base.close()


def _fill(action):
    """Five stays, three of them over, and a fact of each register."""
    exits = (None, None, ("2026-02-15", "emploi", "CDI"), ("2026-02-20", "emploi", ""), ("2026-03-01", "abandon", ""))
    for one, left in zip(Person.select().order_by(Person.id).limit(5), exits, strict=True):
        stay = parcours.enter(action, one, Date(2026, 1, 12), variant="a", who="Claire")
        if left is not None:
            parcours.leave(stay, Date.fromisoformat(left[0]), left[1], contract=left[2], who="Claire")
    for table, (values, _) in every.FACTS.items():
        fixed = {} if table is EligibilityCheck else {"action": action}
        facts.add(table, person=one, who="Claire", **fixed, **values)
