"""Any record in one line, and someone's life in time order."""

import pytest

from models.journal import timeline
from models.tables import Attendance, Movement, database
from tests import world
from tests.world import day

pytestmark = pytest.mark.usefixtures("base")


def test_someone_s_life_is_told_the_latest_first():
    amina = world.person("P1")
    permis = world.action("cd93-3b-permis", code="PERMIS")
    mobility = world.action("cd49-point-mobilite", code="MOB")
    world.stay(permis, amina, "12/01/2026", "31/05/2026", exit_type="emploi", group="Matin")
    world.mark(world.session(permis, "conduite", "12/03/2026", channel="visio"), amina, status="retard", minutes=105)
    world.mark(world.session(permis, "code", "13/03/2026", state="annulée"), amina, status="excusé")
    world.exam(permis, amina, "code", "20/04/2026", "réussi")
    world.loan(world.moped(mobility, "AA-123-BB", "01/01/2026"), amina, "02/05/2026", "02/06/2026", "30/05/2026")
    Movement.create(
        action=permis, number=3, day=day("15/05/2026"), kind="libération", person=amina, minutes=300, reason="reçue"
    )
    world.check(amina, "05/01/2026")
    other = world.person("P2")
    world.stay(permis, other, "12/01/2026")

    lines = timeline.of_person(amina)

    assert [(line.day.isoformat(), line.action, line.told) for line in lines] == [
        ("2026-05-31", "PERMIS", "sortie (emploi)"),
        ("2026-05-15", "PERMIS", "libération n° 3, 5 h : reçue"),
        ("2026-05-02", "MOB", "cyclomoteur AA-123-BB prêté, rendu le 30/05/2026"),
        ("2026-04-20", "PERMIS", lines[3].told),
        ("2026-03-13", "PERMIS", lines[4].told),
        ("2026-03-12", "PERMIS", lines[5].told),
        ("2026-01-12", "PERMIS", "entrée, groupe Matin"),
        ("2026-01-05", "", "public vérifié, RSA"),
    ]
    assert lines[3].told.endswith(", réussi")
    assert lines[4].told.startswith("excusé, séance annulée · ") and lines[4].told.endswith(" 9h00–11h00")
    assert lines[5].told.startswith("retard, 1 h 45 · ") and lines[5].told.endswith(" 9h00–11h00 (visio)")


def test_individual_sessions_tell_for_whom_they_are():
    permis = world.action("cd93-3b-permis")
    lesson, class_ = world.session(permis, "conduite", "12/03/2026"), world.session(permis, "code", "13/03/2026")
    world.mark(lesson, world.person("P2"), world.person("P1"))
    world.mark(class_, world.person("P3"))
    assert timeline.named_in(permis) == {lesson.id: "P1 Test, P2 Test"}


def test_records_are_told_in_one_query_however_many(monkeypatch):
    monkeypatch.setattr(timeline, "AT_ONCE", 500)
    action = world.action("cd49-adse-b")
    session = world.session(action, "seance", "12/03/2026")
    for rank in range(20):
        world.mark(session, world.person(f"P{rank:02d}"))
    marks = [mark.id for mark in Attendance.select(Attendance.id).order_by(Attendance.id)]
    asked = []
    execute = database.obj.execute_sql
    monkeypatch.setattr(
        database.obj, "execute_sql", lambda *query, **more: asked.append(query) or execute(*query, **more)
    )
    found = timeline.described("Attendance", marks)
    assert [found[mark].about for mark in marks] == [f"P{rank:02d} Test" for rank in range(20)]
    assert len(asked) == 1
