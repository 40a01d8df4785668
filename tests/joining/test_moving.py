"""A parcours entered in the wrong action goes to the right one, with what is of it."""

import asyncio

import pytest

from config import settings
from config.settings import Settings
from models.acts.refusals import Refused
from models.acts.undo import last_act, last_undone
from models.figures import figures
from models.figures.scope import usual_period
from models.hours import pool
from models.joining import moving
from models.journal import verifying
from models.journal.undoing import take_back
from models.returns import closing
from models.tables import Attendance, Exam, Movement, MovementReport, Parcours
from tests import world
from tests.joining.test_people import records
from tests.shell.screens import opened, press, shown
from tests.world import day

LEDGER = (Movement, MovementReport)


@pytest.fixture
def wrong(store):
    """Amina, entered in P instead of Q, driving lessons of both actions at the same hours; Luc is in P."""
    actions = [world.action("cd93-3b-permis", code=code) for code in ("P", "Q")]
    amina, luc = world.person("DIALLO Amina", code="A1"), world.person("ROY Luc", code="L1")
    stay = world.stay(actions[0], amina, "05/01/2026")
    world.stay(actions[0], luc, "05/01/2026")
    for action in actions:
        for number in (2, 3):
            world.session(action, "conduite", f"0{number}/03/2026")
    for session in actions[0].sessions:
        world.mark(session, amina, luc)
    world.exam(actions[0], amina, "code", "10/03/2026", "réussi")
    return *actions, stay, amina, luc


def value(action, id):
    return next(one.value for one in figures.figures(action, *usual_period(action)) if one.indicator.id == id)


def test_it_goes_with_its_marks_its_registers_and_its_hours_and_comes_back(wrong):
    p, q, stay, amina, _ = wrong
    world.told()
    pool.release(p, amina, 600, day("10/03/2026"), "a fini", who="Claire", referent=day("12/03/2026"))
    before, ledger = records(LEDGER), pool.ledger(p).pool
    plan = moving.plan(stay, q)
    assert {table.__name__: count for table, (count, _) in plan.moved.items()} == {
        "Attendance": 2,
        "Exam": 1,
        "Movement": 1,
    }
    assert plan.lost == ()
    moving.move(stay, q, who="Claire")
    assert {one.session.action_id for one in Attendance.select().where(Attendance.person == amina)} == {q.id}
    assert Exam.get().action_id == Parcours.get_by_id(stay.id).action_id == q.id
    assert (value(p, "heures-conduite"), value(q, "heures-conduite")) == (4, 4)
    assert (pool.ledger(p).pool, pool.ledger(q).pool) == (0, 600)
    assert [one.person.code for one in pool.ledger(p).trainees] == ["L1"]
    moved = Movement.get(Movement.action == q)
    assert (moved.day, moved.minutes) == (day("10/03/2026"), 600)
    assert MovementReport.get(MovementReport.movement == moved).referent == day("12/03/2026")
    after = records(LEDGER)
    take_back(last_act("Claire"), "Claire")
    assert records(LEDGER) == before
    assert (pool.ledger(p).pool, pool.ledger(q).pool) == (ledger, 0)
    take_back(last_undone("Claire"), "Claire")
    assert records(LEDGER) == after
    assert verifying.verify().faults == []


def test_what_has_no_place_there_is_listed_and_taken_away_only_when_decided(wrong):
    p, q, stay, amina, _ = wrong
    other = world.session(p, "conduite", "04/03/2026")
    world.mark(other, amina)
    named = world.session(p, "conduite", "05/03/2026")
    world.mark(named, amina, status="prévu")
    world.exam(q, amina, "code", "10/03/2026", "échoué")
    [mark, exam] = moving.plan(stay, q).lost
    assert mark.startswith("Présences · P, conduite-04/03/2026-9:00 du 04/03/2026")
    assert exam.startswith("Examens")
    with pytest.raises(Refused, match="2 enregistrements sans place dans Q, dont Présences"):
        moving.move(stay, q, who="Claire")
    assert Attendance.select().where(Attendance.person == amina).count() == 4
    moving.move(stay, q, drop=True, who="Claire")
    assert {one.session.day for one in Attendance.select().where(Attendance.person == amina)} == {
        day("02/03/2026"),
        day("03/03/2026"),
    }
    assert [one.result for one in Exam.select()] == ["échoué"]


def test_with_another_parcours_there_only_what_is_within_its_days_follows(wrong):
    p, q, stay, amina, _ = wrong
    Parcours.update(exit=day("02/03/2026")).where(Parcours.id == stay.id).execute()
    world.stay(p, amina, "03/03/2026")
    moving.move(stay, q, who="Claire")
    found = {(one.session.action_id, one.session.day) for one in Attendance.select().where(Attendance.person == amina)}
    assert found == {(q.id, day("02/03/2026")), (p.id, day("03/03/2026"))}
    assert Exam.get().action_id == p.id


def test_what_cannot_be_is_refused(wrong):
    p, q, stay, amina, luc = wrong
    with pytest.raises(Refused, match="déjà dans P"):
        moving.plan(stay, p)
    pool.release(p, amina, 600, day("10/03/2026"), "a fini", who="Claire")
    pool.grant(p, luc, 300, day("11/03/2026"), "examen", who="Claire")
    with pytest.raises(Refused, match="mobilisées par d'autres dans P le 11/03/2026"):
        moving.move(stay, q, who="Claire")
    world.stay(q, amina, "05/01/2026")
    with pytest.raises(Refused, match="a déjà un parcours du 05/01/2026 dans Q"):
        moving.plan(stay, q)
    world.told()
    assert verifying.verify().faults == []


@pytest.mark.parametrize("code", ["P", "Q"])
def test_a_closed_period_of_either_action_is_refused_with_the_way_out(wrong, code):
    p, q, stay, *_ = wrong
    closing.close(p if code == "P" else q, day("31/01/2026"), "Claire", who="Claire")
    with pytest.raises(Refused, match=f"{code} est clôturée.*rouvre d'abord"):
        moving.move(stay, q, who="Claire")
    assert Parcours.get_by_id(stay.id).action_id == p.id


def test_at_the_keyboard(wrong, tmp_path):
    p, q, stay, *_ = wrong

    async def go():
        chosen = Settings(operator="Mobilité 49", user="Claire")
        settings.save(chosen, tmp_path)
        async with opened(type("Home", (), {"home": tmp_path, "settings": chosen})) as (app, pilot):
            app.open_action(p.id, "Parcours")
            await pilot.pause()
            await press(pilot, "d")
            assert "déplacer vers quelle action" in shown(app)
            await press(pilot, "enter")
            assert "Séances et présences : 2 enregistrements" in shown(app)
            await press(pilot, "ctrl+s")
            assert Parcours.get_by_id(stay.id).action_id == q.id

    asyncio.run(go())
