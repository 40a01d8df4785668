"""Redo: the act taken back, done again, as a new entry; never once something else was done."""

import pytest

from models.acts.refusals import Refused
from models.acts.undo import last_act, last_undone
from models.hours import pool
from models.journal import undoing
from models.journal.verifying import verify
from models.people import participants
from models.sessions import roll
from models.tables import Attendance, JournalEntry, Movement, Person, Session
from tests import world
from tests.journal import conftest as journal
from tests.world import day

acts = journal.acts

ME, YOU = "Claire", "Karim"


def undo(who=ME):
    return undoing.take_back(last_act(who), who)


def redo(who=ME):
    return undoing.take_back(last_undone(who), who)


def test_acts_undone_are_done_again_in_order(acts):
    status = lambda: [one.status for one in Attendance.select()]  # noqa: E731
    session, person = Session.get(), Person.get(Person.code == "DIALLO-A")
    for one in ("présent", "excusé", "retard"):
        roll.mark(session, person, one, who=ME)
    undo()
    undo()
    assert status() == ["présent"]
    assert redo().sentence == "Rétabli : DIALLO Amina : excusé, Leçon de conduite du 12/03/2026"
    assert status() == ["excusé"]
    redo()
    assert status() == ["retard"]
    assert last_undone(ME) is None
    undo()
    assert status() == ["excusé"]
    assert verify().faults == []


def test_an_act_done_since_leaves_nothing_to_redo(acts):
    person = participants.add(last_name="Roy", first_name="Léa", who=ME)
    participants.correct(person, town="Angers", who=ME)
    undo()
    assert last_undone(ME) is not None
    participants.correct(Person.get_by_id(person.id), town="Cholet", who=ME)
    assert last_undone(ME) is None


def test_what_a_colleague_does_meanwhile_keeps_its_place(acts):
    person = participants.add(last_name="Roy", first_name="Léa", who=ME)
    participants.correct(person, town="Angers", who=ME)
    undo()
    participants.correct(Person.get_by_id(person.id), phone="06", who=YOU)
    with pytest.raises(Refused, match=r"modifié depuis par Karim \(ROY Léa : fiche corrigée\)"):
        redo()


def test_a_movement_of_hours_done_again_is_another_movement(acts):
    before = pool.ledger(Movement.get().action).pool
    undo()  # Bruno's removal
    undo()  # Bruno
    undo()  # the grant
    assert pool.ledger(Movement.get().action).pool == before + 300
    again = redo()
    assert again.kind == "redo"
    assert pool.ledger(Movement.get().action).pool == before
    assert [one.minutes for one in Movement.select().order_by(Movement.number)] == [600, 300, -300, 300]
    undo()
    redo()
    assert pool.ledger(Movement.get().action).pool == before
    assert verify().faults == []


def test_hours_used_meanwhile_are_not_granted_again(acts):
    permis = Movement.get().action
    bob = participants.add(last_name="Bob", first_name="Bob", who=YOU)
    world.stay(permis, bob, "05/01/2026")
    for _ in range(3):
        undo()
    pool.grant(permis, bob, 600, day("30/06/2026"), "examen", who=YOU)
    with pytest.raises(Refused, match="n'y suffiraient pas"):
        redo()


def test_a_take_over_is_not_undone_and_hides_nothing_before_it(acts):
    count = JournalEntry.select().count()
    with pytest.raises(Refused, match="Une reprise ne s'annule pas"):
        undoing.take_back(JournalEntry(id=count + 1, kind="import", sentence="", changes="[]"), ME)
