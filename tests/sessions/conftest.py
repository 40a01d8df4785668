"""A small house: one action a convention, made by hand, on a fixed day."""

import pytest
from pendulum import Date

from config.settings import Settings, save
from models.french.folding import fold
from models.tables import Action, Attendance, Parcours, Person, Session
from tests import engines
from tui.app import AssiduApp

TODAY = Date(2026, 3, 12)
ME = "Nadia"
ENTRY = Date(2026, 1, 5)
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


class House:
    """Writes records directly, so that a test says only what it needs."""

    def action(self, convention="cd49-adse-a-renforce", code="A", **values):
        values = {"start": Date(2026, 1, 1), "end": Date(2026, 12, 31), "places": 12, **values}
        return Action.create(code=code, convention=convention, **values)

    def person(self, name, **values):
        last, _, first = name.partition(" ")
        number = Person.select().count() + 1
        return Person.create(code=f"P{number}", last_name=last, first_name=first, folded=fold(name), **values)

    def stay(self, action, person, entry=ENTRY, **values):
        return Parcours.create(action=action, person=person, entry=entry, **values)

    def people(self, action, *names):
        people = [self.person(name) for name in names]
        for person in people:
            self.stay(action, person)
        return people

    def session(self, action, nature="seance", day=TODAY, start=9 * 60, end=12 * 60, **values):
        number = Session.select().count() + 1
        values = {"code": f"S{number}", **values}
        return Session.create(action=action, nature=nature, day=day, start=start, end=end, **values)

    def attend(self, session, person, status="présent", minutes=None, **values):
        return Attendance.create(session=session, person=person, status=status, minutes=minutes, **values)


@pytest.fixture(autouse=True)
def database(base, on_day):
    on_day(str(TODAY))
    return base


@pytest.fixture
def house():
    return House()


@pytest.fixture
def app(database, tmp_path):
    """The application on the house's database, Nadia at the keyboard."""
    address = engines.address(tmp_path)
    settings = Settings(operator="La Passerelle", user=ME, database=address)
    save(settings, tmp_path)
    return AssiduApp(settings, tmp_path)


@pytest.fixture
def twelve(house):
    """A session of three hours today, in which twelve people with distinct initials are expected."""
    action = house.action(code="ADSE-2026")
    house.people(action, *TWELVE)
    return house.session(action, trainer=ME, theme="Confiance en soi", place="Salle 2")
