"""Who is due: after so many months without contact, unless something runs or a reason keeps them."""

import pytest

from config.settings import Settings
from models.acts.refusals import Refused
from models.privacy import erasing, retention
from models.privacy.retention import ERASE, HELD, RESTRICT, WAITING
from models.tables import Person
from tests import world
from tests.world import day

TWO_YEARS = Settings()


def fate(person, settings=TWO_YEARS, until=None):
    return next(one for one in retention.fates(settings, until) if one.person == person)


def test_the_last_contact_is_the_latest_day_of_anything_recorded(gone, on_day):
    on_day("2027-01-01")
    assert fate(gone).last == day("20/06/2026")
    world.exam(world.Action.get(code="PERMIS"), gone, "code", "30/09/2026", "réussi")
    assert fate(gone).last == day("30/09/2026")


def test_one_is_due_the_day_the_months_are_over_not_the_day_before(gone, on_day):
    on_day("2028-06-19")
    assert (fate(gone).what, fate(gone).why) == (WAITING, "au terme le 20/06/2028")
    on_day("2028-06-20")
    assert fate(gone).what == RESTRICT


def test_a_session_one_was_absent_from_is_no_contact(gone, on_day):
    action = world.Action.get(code="PERMIS")
    world.mark(world.session(action, "conduite", "01/10/2026"), gone, status="absent")
    on_day("2027-01-01")
    assert fate(gone).last == day("20/06/2026")
    world.mark(world.session(action, "conduite", "02/10/2026"), gone)
    assert fate(gone).last == day("02/10/2026")


@pytest.mark.parametrize("running", ["parcours", "prêt", "contrat"])
def test_someone_for_whom_something_runs_is_never_due(gone, on_day, running):
    on_day("2030-01-01")
    later = world.action("cd49-point-mobilite", "01/01/2030", "31/12/2030", code="B")
    if running == "parcours":
        world.stay(later, gone, "01/01/2030")
    elif running == "prêt":
        world.loan(world.moped(later, "ZZ-1", "01/01/2026"), gone, "01/02/2026", "01/03/2026")
    else:
        world.contract(later, gone, "cer", "01/02/2026", "31/12/2030")
    assert fate(gone).what == WAITING
    assert "en cours" in fate(gone).why or "prêté" in fate(gone).why
    with pytest.raises(Refused, match="notez d'abord la fin"):
        retention.refuse_to_erase(gone)


def test_a_parcours_left_open_in_an_action_that_is_over_ends_with_it(base, on_day):
    one = world.person("X")
    world.stay(world.action("cd49-point-mobilite"), one, "05/01/2026")
    on_day("2026-12-31")
    assert fate(one).what == WAITING
    on_day("2029-01-01")
    assert (fate(one).what, fate(one).last) == (RESTRICT, day("31/12/2026"))


def test_a_hold_keeps_and_says_why_until_it_is_released(gone, on_day):
    on_day("2030-01-01")
    retention.hold(gone, " contrôle  du Département ", who="Claire")
    assert (fate(gone).what, fate(gone).why) == (HELD, "contrôle du Département")
    with pytest.raises(Refused, match="contrôle du Département"):
        retention.refuse_to_erase(gone)
    retention.release_hold(gone, who="Claire")
    assert fate(gone).what == RESTRICT
    with pytest.raises(Refused, match="motif"):
        retention.hold(gone, "  ", who="Claire")
    with pytest.raises(Refused, match="Rien ne retient"):
        retention.release_hold(gone, who="Claire")


def test_names_are_erased_after_more_months_only_when_the_operator_set_them(gone, on_day):
    on_day("2028-07-01")
    erasing.purge([gone], [], who="Claire")
    on_day("2040-01-01")
    assert fate(gone).what == WAITING
    assert fate(gone, Settings(restricted_months=36)).what == ERASE
    on_day("2031-06-30")
    assert fate(gone, Settings(restricted_months=36)).what == WAITING


def test_until_narrows_and_never_shortens_the_retention(gone, on_day):
    on_day("2029-01-01")
    assert fate(gone, until=day("01/06/2026")).what == WAITING
    assert fate(gone, until=day("20/06/2026")).what == RESTRICT
    with pytest.raises(Refused, match="au plus tard le 01/01/2027"):
        fate(gone, until=day("02/01/2027"))


def test_somebody_who_comes_back_is_in_the_lists_again(gone, on_day):
    on_day("2029-01-01")
    erasing.purge([gone], [], who="Claire")
    assert Person.get_by_id(gone.id).restricted == day("01/01/2029")
    retention.unrestrict(gone, who="Claire")
    assert Person.get_by_id(gone.id).restricted is None
    with pytest.raises(Refused, match="n'est pas archivé"):
        retention.unrestrict(gone, who="Claire")
