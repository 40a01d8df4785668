"""Two people do the same thing at the same moment, again and again: no overdraft, no double loan, no lost mark."""

import json
from collections import Counter

import pytest
import xlsxwriter

from models.days.clock import today
from models.hours import pool
from models.journal.verifying import verify
from models.sessions import roll
from models.tables import Action, Attendance, FormerIdentity, JournalEntry, Loan, Movement, Parcours, Person
from tests import engines
from tests.together.posts import several
from tests.world import action, day, moped, person, session, stay

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("base")]
ROUNDS = 60


@pytest.fixture
def two(base, tmp_path):
    """Two other processes on this test's base."""
    with several(2, engines.address(tmp_path)) as posts:
        yield posts


def test_the_last_pooled_hours_are_granted_once(two):
    where = action("cd93-3b-permis")
    ana, bob, cyd = people = [person(code) for code in ("ANA", "BOB", "CYD")]
    for one in people:
        stay(where, one, "05/01/2026")
    told: Counter = Counter()
    for _ in range(ROUNDS // 2):
        pool.release(where, ana, 60, today(), "Trop d'heures", who="Claire")
        answers = two.at_once(f"grant Paul {where.id} {bob.id} 60", f"grant Inès {where.id} {cyd.id} 60")
        told.update(answers)
        assert answers.count("fait") == 1
        (refusal,) = (answer for answer in answers if answer != "fait")
        assert "mutualis" in refusal
        assert pool.ledger(Action.get_by_id(where.id)).pool == 0
        for line in Movement.select().where(Movement.reverses.is_null()).order_by(Movement.id.desc()).limit(2):
            pool.reverse(line, reason="erreur", who="Claire")  # and the same again
    numbers = [one.number for one in Movement.select().order_by(Movement.number)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_moped_is_lent_once(two):
    where = action("cd49-point-mobilite")
    ana, bob = person("ANA"), person("BOB")
    for number in range(ROUNDS):
        one = moped(where, f"AA-{number}", "01/01/2026")
        answers = two.at_once(f"lend Paul {one.id} {ana.id} 0", f"lend Inès {one.id} {bob.id} 5")
        assert answers.count("fait") == 1
    assert Loan.select().count() == ROUNDS
    assert {one.who for one in JournalEntry.select()} == {"Paul", "Inès"}  # now one, now the other is first


def test_two_marks_of_one_person_are_both_told_and_the_last_holds(two):
    where, ana = action("cd49-adse-a-renforce"), person("ANA")
    stay(where, ana, "05/01/2026")
    for number in range(ROUNDS):
        held = session(where, "seance", "12/03/2026", code=f"S{number}")
        told = JournalEntry.select().count()
        answers = two.at_once(f"mark Paul {held.id} {ana.id} présent", f"mark Inès {held.id} {ana.id} excusé")
        assert answers == ["fait", "fait"]
        first, last = JournalEntry.select().order_by(JournalEntry.id).offset(told)
        (began,), (ended,) = (
            [change for change in json.loads(one.changes) if change["table"] == "Attendance"] for one in (first, last)
        )
        assert began["after"] == ended["before"]  # the second knew of the first
        assert Attendance.get(Attendance.session == held).status == ended["after"]["status"]


def test_all_present_never_covers_what_a_colleague_marks(two):
    where, people = action("cd49-adse-a-renforce"), [person(f"P{number}") for number in range(12)]
    for one in people:
        stay(where, one, "05/01/2026")
    for number in range(ROUNDS // 3):
        held = session(where, "seance", "12/03/2026", code=f"S{number}")
        late = people[number % 12]
        assert two.at_once(f"mark Paul {held.id} {late.id} excusé", f"rest Inès {held.id}") == ["fait", "fait"]
        marks = dict(Attendance.select(Attendance.person, Attendance.status).where(Attendance.session == held).tuples())
        assert marks == {one.id: "excusé" if one == late else "présent" for one in people}
    assert len(roll.open_roll(held).rows) == 12 and held.day == day("12/03/2026")


def test_two_records_are_joined_once_whichever_is_kept(two):
    where = action("cd49-adse-a-renforce")
    for number in range(ROUNDS // 3):
        ana, bob = person(f"ANA-{number}"), person(f"BOB-{number}")
        stay(where, ana, "05/01/2026")
        answers = two.at_once(f"join Paul {ana.id} {bob.id}", f"join Inès {bob.id} {ana.id}")
        assert answers.count("fait") == 1, answers
        assert FormerIdentity.select().where(FormerIdentity.joined.in_([ana.id, bob.id])).count() == 1
        assert Parcours.select().count() == number + 1
    assert [one for one in verify().faults if one.startswith("Journal")] == []


def test_a_mark_and_a_closing_of_its_day_are_told_in_one_order(two):
    where, ana = action("cd49-adse-a-renforce"), person("ANA")
    stay(where, ana, "05/01/2026")
    won: Counter = Counter()
    for number in range(1, ROUNDS // 3 + 1):
        on = f"2026-02-{number:02}"
        one = session(where, on=f"{number:02}/02/2026")
        marked, closed = two.at_once(f"mark Paul {one.id} {ana.id} présent", f"close Inès {where.id} {on}")
        assert closed == "fait"
        entries = {kind: id for id, kind in JournalEntry.select(JournalEntry.id, JournalEntry.kind).tuples()}
        there = Attendance.get_or_none(Attendance.session == one) is not None
        assert there == (marked == "fait"), marked
        if there:  # told before the closing
            assert entries["mark"] < entries["close"]
        won[there] += 1
    assert sum(won.values()) == ROUNDS // 3
    assert [one for one in verify().faults if one.startswith("Journal")] == []


def test_a_form_and_a_take_over_of_one_identifier_make_one_record(two, tmp_path):
    for number in range(ROUNDS // 6):
        path = tmp_path / f"reprise-{number}.xlsx"
        with xlsxwriter.Workbook(path) as book:
            page = book.add_worksheet("Participants")
            page.write_row(0, 0, ["Identifiant", "Nom", "Prénom"])
            page.write_row(1, 0, [f"ANA-{number}", "Diallo", "Ana"])
        two.at_once(f"add Paul ANA-{number} Diallo", f"take Inès {path}")
        assert Person.select().where(Person.code == f"ANA-{number}").count() == 1
    assert verify().faults == []
