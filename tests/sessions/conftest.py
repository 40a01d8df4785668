"""12 March 2026, Nadia at the keyboard, and a roll of twelve."""

import pytest
from pendulum import Date

from config.settings import Settings, save
from tests import engines, world
from tui.app import AssiduApp

TODAY = Date(2026, 3, 12)
ME = "Nadia"
TWELVE = (
    "ARNAUD Lucie",
    "BENALI Samir",
    "COULIBALY Awa",
    "DIALLO Amina",
    "ÉVRARD Paul",
    "FAURE Jade",
    "GOMES Rui",
    "HADDAD Leïla",
    "IBRAHIM Noor",
    "JEAN Marie-Ange",
    "KEÏTA Moussa",
    "LECOMTE Théo",
)


@pytest.fixture(autouse=True)
def database(base, on_day):
    on_day(str(TODAY))
    return base


@pytest.fixture
def app(database, tmp_path):
    """The application on this database, Nadia at the keyboard."""
    address = engines.address(tmp_path)
    settings = Settings(operator="La Passerelle", user=ME, database=address)
    save(settings, tmp_path)
    return AssiduApp(settings, tmp_path)


@pytest.fixture
def twelve(database):
    """A session of three hours today, in which twelve people with distinct initials are expected."""
    action = world.action(code="ADSE-2026")
    world.people(action, *TWELVE)
    return world.session(action, trainer=ME, theme="Confiance en soi", place="Salle 2", end="12:00")
