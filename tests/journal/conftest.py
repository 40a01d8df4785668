"""A base with a few acts in it, and ways to tamper with it behind the program's back."""

import pytest

from models.hours import pool
from models.people import participants
from models.sessions import roll
from models.tables import database
from tests import world
from tests.world import day


@pytest.fixture
def acts(base):
    """Amina added, marked, marked otherwise; two movements of hours; Bruno added and removed: seven acts. The eighth
    tells the action, the parcours and the session, made by hand."""
    permis = world.action("cd93-3b-permis", code="PERMIS")
    amina = participants.add(last_name="Diallo", first_name="Amina", who="Claire")
    world.stay(permis, amina, "05/01/2026")
    lesson = world.session(permis, "conduite", "12/03/2026", code="S-1")
    roll.mark(lesson, amina, "présent", who="Claire")
    roll.mark(lesson, amina, "absent", who="Karim")
    pool.release(permis, amina, 600, day("01/06/2026"), "a fini", who="Claire")
    pool.grant(permis, amina, 300, day("02/06/2026"), "examen", who="Claire")
    participants.remove(participants.add(last_name="Petit", first_name="Bruno", who="Claire"), who="Claire")
    world.told()


@pytest.fixture
def tamper(base):
    """Runs a statement as somebody would who has the database, its guards taken away and put back."""

    def do(statement, *values):
        guards = []
        if database.param == "?":
            query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
            guards = database.execute_sql(query).fetchall()
            for name, _ in guards:
                database.execute_sql(f"DROP TRIGGER {name}")
            database.execute_sql("PRAGMA foreign_keys = OFF")
        else:
            database.execute_sql("SET session_replication_role = replica")
        database.execute_sql(statement.replace("?", database.param), values)
        for _, sql in guards:
            database.execute_sql(sql)
        if database.param != "?":
            database.execute_sql("SET session_replication_role = DEFAULT")

    return do
