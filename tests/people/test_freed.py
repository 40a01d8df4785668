"""Whoever leaves is still named in sessions to come: they are shown at the exit, and cancelled in the same act."""

import pytest
from pendulum import Date

from models.acts.undo import last_act, undo
from models.hours import pool
from models.people import freed, parcours
from models.tables import Attendance, Parcours, Session
from tests import world
from tests.shell.screens import press, shown
from tests.world import day

EXIT = day("30/06/2026")


@pytest.fixture
def leaving(town):
    """Amina's parcours in the permis action: three lessons of hers, one of them with Bakary, and a code session."""
    for on, who in (("30/06/2026", town.amina), ("01/07/2026", town.amina), ("02/07/2026", town.amina)):
        world.mark(world.session(town.permis, "conduite", on, code=f"L{on[:2]}"), who, status="prévu")
    world.mark(Session.get(code="L02"), town.bakary, status="prévu")
    world.mark(world.session(town.permis, "code", "01/07/2026", code="CODE"), town.amina, status="prévu")
    world.mark(world.session(town.permis, "conduite", "03/07/2026", code="OFF", state="annulée"), town.amina)
    world.mark(world.session(town.adse, "entretien", "03/07/2026", code="OTHER"), town.amina, status="prévu")
    return Parcours.get(Parcours.action == town.permis, Parcours.person == town.amina)


def names(found):
    return [(one.session.code, one.alone) for one in found]


def test_the_sessions_named_after_the_exit_in_this_action(leaving):
    assert names(freed.after(freed.named(leaving), EXIT)) == [("L01", True), ("CODE", False), ("L02", False)]
    assert names(freed.after(freed.named(leaving), EXIT.subtract(days=1)))[0] == ("L30", True)
    assert freed.after(freed.named(leaving), None) == []


def test_what_another_parcours_is_open_for_stays(leaving, town):
    world.stay(town.permis, town.amina, "02/07/2026")
    assert names(freed.after(freed.named(leaving), EXIT)) == [("L01", True), ("CODE", False)]


def test_they_are_cancelled_or_left_in_the_act_of_the_exit_and_come_back_with_it(leaving):
    parcours.leave(leaving, EXIT, "abandon", free=True, who="Claire")

    alone = Session.get(code="L01")
    assert (alone.state, alone.cancel_reason) == ("annulée", "Sortie de DIALLO Amina le 30/06/2026")
    assert Session.get(code="L30").state == Session.get(code="L02").state == Session.get(code="CODE").state == ""
    left = Attendance.select(Session.code).join(Session).where(Attendance.status == "prévu")
    assert sorted(code for (code,) in left.tuples()) == ["L01", "L02", "L30", "OTHER"]
    assert last_act("Claire").sentence == "DIALLO Amina : sortie le 30/06/2026 (abandon), 3 séances libérées"

    undo(last_act("Claire"), "Claire")

    assert Session.get(code="L01").state == ""
    assert names(freed.named(leaving)) == [("L30", True), ("L01", True), ("CODE", False), ("L02", False)]


def test_nothing_is_freed_unasked(leaving):
    parcours.leave(leaving, EXIT, "abandon", who="Claire")
    assert len(freed.after(freed.named(leaving), EXIT)) == 3


def test_hours_are_proposed_for_release_with_what_is_still_planned(leaving, on_day):
    parcours.leave(leaving, EXIT, "abandon", who="Claire")
    (one,) = [one for one in pool.suggestions(pool.ledger(leaving.action)) if one.person == leaving.person]
    assert one.planned == 360  # L30, L01 and L02, two hours each
    on_day("2026-07-01")
    freed_too = Parcours.get_by_id(leaving.id)
    parcours.correct(freed_too, free=True, who="Claire")
    (one,) = [one for one in pool.suggestions(pool.ledger(leaving.action)) if one.person == leaving.person]
    assert one.planned == 0


async def test_the_form_shows_them_and_one_choice_leaves_them(leaving, town):
    app = town.app()
    async with app.run_test(size=(80, 30)) as pilot:
        app.open_action(town.permis.id)
        await pilot.pause()
        await press(pilot, "s")
        assert "les annuler, ou l'en retirer" in shown(app)
        await press(pilot, "right")
        text = shown(app)
        assert "3 séances prévues après la sortie :" in text
        assert "01/07/2026 à 9h00, Leçon de conduite (annulée)" in text
        assert "02/07/2026 à 9h00, Leçon de conduite (retirée de l'appel)" in text
        await press(pilot, "enter")
    assert Parcours.get_by_id(leaving.id).exit == Date(2026, 6, 30)
    assert Session.get(code="L01").state == "annulée"


async def test_without_any_session_to_come_nothing_more_is_asked(town):
    app = town.app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_action(town.permis.id)
        await pilot.pause()
        await press(pilot, "s")
        assert "Séances prévues" not in shown(app)
