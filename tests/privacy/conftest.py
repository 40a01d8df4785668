"""Homes and bases as elsewhere, and somebody gone for years with a fact of each kind."""

import pytest

from models.hours import pool
from models.park import mopeds
from models.people import participants
from models.sessions import planning, roll
from models.tables import Parcours
from tests import world
from tests.soak.conftest import year
from tests.world import day

__all__ = ["gone", "year"]

LAST, FIRST, PHONE, EMAIL, CODE = "Quelquechose", "Ismérie", "06 55 44 33 22", "ismerie@poste.example", "QUELQUECHOSE-I"


@pytest.fixture
def gone(base):
    """Ismérie, in an action of 2026: marked, moved hours of, lent a moped to, all of it in the journal; and Amina."""
    driving = world.action("cd93-3b-permis", code="PERMIS")
    lending = world.action("cd49-point-mobilite", code="MOPED")
    one = participants.add(
        last_name=LAST, first_name=FIRST, phone=PHONE, email=EMAIL, birth=day("17/05/1990"), town="Angers", who="Claire"
    )
    amina = participants.add(last_name="Diallo", first_name="Amina", who="Claire")
    for action in (driving, lending):
        for person in (one, amina):
            world.stay(action, person, "05/01/2026", "20/06/2026")
    lesson = planning.plan(
        driving, [day("12/03/2026")], [(540, 600)], nature="conduite", who="Claire", persons=[one, amina]
    )[0]
    roll.mark(lesson, one, "présent", who="Claire")
    roll.mark(lesson, amina, "présent", who="Claire")
    roll.note(lesson, f"vu avec {FIRST} {LAST}, 06.55.44.33.22", who="Claire", person=None)
    roll.note(lesson, "Ismérie est enceinte", who="Claire", person=one.id)
    pool.release(driving, one, 600, day("01/06/2026"), f"{LAST} {FIRST} a son permis", who="Claire")
    moped = mopeds.add(lending, "AA-123-BB", day("01/01/2026"), who="Claire")
    loan = mopeds.lend(moped, one, day("02/03/2026"), day("30/03/2026"), who="Claire", purpose="chez sa tante")
    mopeds.give_back(loan, day("20/03/2026"), who="Claire")
    assert Parcours.select().where(Parcours.person == one).count() == 2
    world.told()
    return one
