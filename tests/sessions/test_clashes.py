"""Twice at the same hour, on a day off, beyond the hours left: asked about before a session is recorded."""

import pytest

from models.sessions import clashes, planning, roll
from models.sessions.clashes import Slot
from models.tables import Session
from tests import world
from tests.shell.screens import press, shown
from tests.world import day, time

ON = "12/03/2026"


def slot(start="9:00", end="11:00", on=ON):
    return Slot(day(on), time(start), time(end))


@pytest.fixture
def town(database):
    """Ana is in both actions; Karim holds a session at nine in one of them, Ana named in a lesson at three."""
    adse, permis = world.action("cd49-adse-b", code="ADSE-B"), world.action("cd93-3b-permis", code="PERMIS")
    world.people(permis, "ANA", "BOB")
    ana = world.Person.get(last_name="ANA")
    world.stay(adse, ana)
    world.session(adse, on=ON, code="S1", trainer="Karim", place="Salle 2")
    world.mark(world.session(permis, "conduite", ON, "15:00", "16:00", code="L1", trainer="Zoé"), ana, status="prévu")
    return permis


def asked(where, *slots, nature="code", people=(), off=None, session=None, **values):
    values = {"nature": nature, "day": slots[0].day, "start": slots[0].start, "end": slots[0].end, **values}
    return planning.doubts(where, values, session, slots=slots, people=people, off=off or {})


def ana():
    return world.Person.get(last_name="ANA").id


def test_the_trainer_whatever_the_case_and_accents_in_any_action(town):
    told = "KARIM a déjà une séance le 12/03/2026 de 9h00 à 11h00 (S1, ADSE-B)."
    for slots, found in (
        ((slot("10:59", "12:00"),), [told]),
        ((slot("11:00", "12:00"),), []),
        ((slot("8:00", "9:00"),), []),
    ):
        doubts = asked(town, *slots, nature="conduite", people=[2], trainer="KARIM", theme="")
        assert [one for one in doubts if "KARIM" in one] == found


def test_the_place(town):
    assert "salle 2 est déjà pris le 12/03/2026 de 9h00 à 11h00 (S1, ADSE-B)." in asked(town, slot(), place="salle 2")
    assert not [one for one in asked(town, slot(), place="Salle 3") if "Salle" in one]


def test_the_people_expected_by_their_parcours_or_named(town):
    clash = "ANA a aussi une séance le 12/03/2026 de 9h00 à 11h00 (S1, ADSE-B)."
    assert asked(town, slot(), nature="conduite", people=[ana()]) == [clash]
    assert clash in asked(town, slot())  # everyone is expected at the code session
    assert asked(town, slot("15:30", "17:00")) == [
        "ANA a aussi une séance le 12/03/2026 de 15h00 à 16h00 (L1, PERMIS)."
    ]
    Session.update(state="annulée").execute()
    assert asked(town, slot(), nature="conduite", people=[ana()]) == []


def test_somebody_said_absent_there_is_free(town):
    world.mark(Session.get(code="S1"), ana(), status="excusé")
    assert asked(town, slot(), nature="conduite", people=[ana()]) == []


def test_a_session_does_not_clash_with_itself_and_is_asked_about_only_when_it_moves(town):
    one = Session.get(code="L1")
    assert asked(town, slot("15:00", "16:00"), nature="conduite", session=one, trainer="Zoé", theme="Ville") == []
    (told,) = asked(town, slot("10:00", "11:00"), nature="conduite", session=one, trainer="Zoé")
    assert told.startswith("ANA a aussi une séance")


def test_a_day_off_each_of_a_series(town):
    off = {day("14/07/2026"): "Fête nationale"}
    assert asked(town, slot(on="07/07/2026"), slot(on="14/07/2026"), off=off) == [
        "Le 14/07/2026 est un jour de fermeture : Fête nationale."
    ]
    assert asked(town, slot(on="13/07/2026"), off=off) == []


def test_nobody_expected(town):
    assert asked(town, slot(), nature="conduite")[0].startswith("Personne n'est attendu : pour un rendez-vous")
    assert asked(town, slot(on="04/01/2026"))[0].startswith("Personne n'est attendu le 04/01/2026 : aucun parcours")
    assert asked(town, slot(on="05/01/2026")) == []


def test_a_lesson_beyond_the_hours_left_counts_those_planned(town):
    """50 h, 40 h 30 driven: 9 h 30 left, 1 h planned in L1; 8 h 30 more are what is left."""
    for number in range(9):
        done = world.session(town, "conduite", f"0{number + 1}/02/2026", "8:00", "12:30", code=f"D{number}")
        world.mark(done, ana())
    far = slot("8:00", "16:30", "20/03/2026")
    assert asked(town, far, nature="conduite", people=[ana()]) == []
    (told,) = asked(town, slot("8:00", "16:31", "20/03/2026"), nature="conduite", people=[ana()])
    assert told == "ANA Test : reste 9 h 30 dont 1 h prévues, et cette conduite compte 8 h 31.".replace(" Test", "")


def test_as_many_queries_for_a_series_as_for_one(town, queries):
    one = queries(lambda: asked(town, slot(), trainer="Karim"))
    for number in range(5):
        world.session(town, on=ON, code=f"X{number}")
    assert queries(lambda: asked(town, slot(), trainer="Karim")) == one


async def test_a_roll_tells_after_the_mark_and_never_holds_it(town, app):
    """Bob and Ana at the code session of nine; Ana was marked at nine in the other action, led by the same Karim."""
    world.mark(Session.get(code="S1"), ana())
    code = world.session(town, "code", ON, "10:00", "12:00", code="C1", trainer="Karim")
    async with app.run_test(size=(120, 30)) as pilot:
        app.open_session(code.id)
        await pilot.pause()
        assert "aussi suivi" not in shown(app) and "a déjà une séance" not in shown(app)
        await press(pilot, "p")
        assert "▲ ANA a aussi suivi une séance le 12/03/2026 de 9h00 à 11h00 (S1, ADSE-B). (et 1 autre)" in shown(app)
        await press(pilot, "p")
        assert "appel complet" in shown(app)
        await press(pilot, "up", "up", "a")
        assert "aussi suivi" not in shown(app)
    assert world.Attendance.select().where(world.Attendance.session == code).count() == 2


def test_what_a_roll_reads_is_of_marks_at_the_same_hour(town, queries):
    code = world.session(town, "code", ON, "10:00", "12:00", code="C1", trainer="Karim", place="Salle 3")
    assert clashes.elsewhere(code).people == {}
    world.mark(Session.get(code="S1"), ana(), status="absent")
    assert clashes.elsewhere(code).people == {}
    world.Attendance.update(status="retard", minutes=5).execute()
    found = clashes.elsewhere(code)
    assert found.people == {ana(): "le 12/03/2026 de 9h00 à 11h00 (S1, ADSE-B)"}
    assert found.session == ["Karim a déjà une séance le 12/03/2026 de 9h00 à 11h00 (S1, ADSE-B)."]
    assert queries(lambda: clashes.elsewhere(code)) == 2


def test_a_lesson_beyond_the_hours_left_is_told_once_marked(town):
    for number in range(11):
        world.mark(
            world.session(town, "conduite", f"{number + 1:02d}/02/2026", "8:00", "12:30", code=f"D{number}"), ana()
        )
    lesson = world.session(town, "conduite", "10/03/2026", "8:00", "8:30", code="LAST")  # 49 h 30 driven
    for end, told in (("8:30", []), ("8:31", ["ANA : reste 30 min, et cette conduite compte 31 min."])):
        Session.update(end=time(end)).where(Session.id == lesson.id).execute()
        roll.mark(lesson, ana(), "présent", who="Zoé")
        opened = roll.open_roll(lesson)
        assert [opened.doubts(row, clashes.Elsewhere([], {})) for row in opened.rows] == [told]
