"""The publics somebody had: changed from a day on, corrected as a whole, moved, removed, taken back."""

import pytest

from models.acts.refusals import Refused
from models.acts.undo import last_act, undo
from models.journal import timeline, verifying
from models.people import participants, publics
from models.people.publics import History
from models.privacy import held
from models.returns import closing
from models.tables import FormerPublic, Person
from models.terms.publics import public_at
from tests.world import action, day, person, stay

pytestmark = pytest.mark.usefixtures("base")
JUNE, MAY, APRIL = day("01/06/2026"), day("01/05/2026"), day("01/04/2026")


@pytest.fixture
def ana(on_day):
    on_day("2026-06-30")
    return person("ANA", public="RSA")


def told():
    return publics.history(Person.get(Person.code == "ANA"))


def test_a_person_recorded_with_one_public_always_had_it(ana):
    assert told() == History((), "RSA")
    assert public_at((), "RSA", day("01/01/1990")) == "RSA"


@pytest.mark.parametrize(("on", "public"), [("31/05/2026", "RSA"), ("01/06/2026", "FAJ"), ("02/06/2026", "FAJ")])
def test_a_change_holds_from_its_day_on(ana, on, public):
    publics.change(ana, "FAJ", JUNE, who="Claire")
    history = told()
    assert history == History(((JUNE, "RSA"),), "FAJ")
    assert history.told() == "RSA, puis FAJ depuis le 01/06/2026"
    assert public_at(history.before, history.last, day(on)) == public


def test_a_correction_is_of_the_whole(ana):
    publics.change(ana, "FAJ", JUNE, who="Claire")
    participants.correct(Person.get_by_id(ana.id), public="Autre", who="Claire")
    assert told() == History((), "Autre")
    undo(last_act("Claire"), "Claire")
    assert told() == History(((JUNE, "RSA"),), "FAJ")


def test_a_dated_correction_is_a_change(ana):
    participants.correct(ana, public="FAJ", public_since=JUNE, town="Angers", who="Claire")
    assert told() == History(((JUNE, "RSA"),), "FAJ")
    assert Person.get_by_id(ana.id).town == "Angers"
    assert verifying.verify().faults == []


def test_a_first_public_is_held_from_the_start(on_day):
    on_day("2026-06-30")
    unknown = person("ANA", public="")
    publics.change(unknown, "FAJ", JUNE, who="Claire")
    assert told() == History((), "FAJ")


def test_an_earlier_change_replaces_what_came_later(ana):
    publics.change(ana, "FAJ", JUNE, who="Claire")
    publics.change(Person.get_by_id(ana.id), "Autre", MAY, who="Claire")
    assert told() == History(((MAY, "RSA"),), "Autre")
    publics.change(Person.get_by_id(ana.id), "RSA", MAY, who="Claire")
    assert told() == History((), "RSA")


def test_a_change_is_moved_between_the_others_only(ana):
    publics.change(ana, "FAJ", APRIL, who="Claire")
    publics.change(Person.get_by_id(ana.id), "Autre", JUNE, who="Claire")
    first, last = FormerPublic.select().order_by(FormerPublic.since)
    publics.move(first, MAY, who="Claire")
    assert told().before == ((MAY, "RSA"), (JUNE, "FAJ"))
    with pytest.raises(Refused, match="Un autre changement de public"):
        publics.move(FormerPublic.get_by_id(last.id), MAY, who="Claire")
    with pytest.raises(Refused, match="après aujourd'hui"):
        publics.move(FormerPublic.get_by_id(last.id), day("01/07/2026"), who="Claire")
    publics.move(FormerPublic.get_by_id(last.id), day("30/06/2026"), who="Claire")


def test_a_change_that_never_was_is_removed_and_taken_back(ana):
    publics.change(ana, "FAJ", APRIL, who="Claire")
    publics.change(Person.get_by_id(ana.id), "Autre", JUNE, who="Claire")
    whole = told()
    for rank, left in ((0, History(((JUNE, "RSA"),), "Autre")), (1, History(((APRIL, "RSA"),), "FAJ"))):
        publics.remove(list(FormerPublic.select().order_by(FormerPublic.since))[rank], who="Claire")
        assert told() == left
        undo(last_act("Claire"), "Claire")
        assert told() == whole
    assert verifying.verify().faults == []


def test_a_day_to_come_is_refused(ana):
    with pytest.raises(Refused, match="après aujourd'hui"):
        publics.change(ana, "FAJ", day("01/07/2026"), who="Claire")
    assert told() == History((), "RSA")


def test_a_change_dated_in_a_closed_period_is_refused(ana):
    where = action("cd49-ai")
    stay(where, ana, "02/01/2026")
    closing.close(where, day("31/05/2026"), "Mme Roy", who="Claire")
    with pytest.raises(Refused, match="clôturée jusqu'au 31/05/2026"):
        publics.change(ana, "FAJ", day("31/05/2026"), who="Claire")
    assert told() == History((), "RSA")
    publics.change(ana, "FAJ", JUNE, who="Claire")
    with pytest.raises(Refused, match="clôturée jusqu'au 31/05/2026"):
        publics.move(FormerPublic.get(), day("31/05/2026"), who="Claire")


def test_the_history_is_in_the_life_and_the_export_of_the_person(ana):
    publics.change(ana, "FAJ", APRIL, who="Claire")
    publics.change(Person.get_by_id(ana.id), "Autre", JUNE, who="Claire")
    lines = [one.told for one in timeline.of_person(Person.get_by_id(ana.id)) if one.table == "FormerPublic"]
    assert lines == ["public FAJ, puis Autre", "public RSA, puis FAJ"]
    section = next(one for one in held.held_on(Person.get_by_id(ana.id)).sections if one.table == "FormerPublic")
    assert [row[:2] for row in section.rows] == [["01/04/2026", "RSA"], ["01/06/2026", "FAJ"]]
