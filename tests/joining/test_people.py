"""Two records of one person: joined in one act, with the figures of a base where the person was entered once."""

import pytest

from config.settings import Settings
from models.acts.refusals import Refused
from models.acts.undo import last_act, last_undone
from models.figures import figures
from models.figures.differences import differences
from models.figures.scope import usual_period
from models.hours import pool
from models.joining import people as joining
from models.journal import verifying
from models.journal.undoing import take_back
from models.people import identities, parcours, participants
from models.privacy import erasing, held, retention
from models.returns import closing
from models.tables import (
    JOURNAL,
    TABLES,
    Attendance,
    Document,
    Exam,
    FormerIdentity,
    FormerPublic,
    JournalEntry,
    Movement,
    MovementReport,
    Parcours,
    Person,
)
from tests import world
from tests.world import day

LEDGER = (Movement, MovementReport)


@pytest.fixture
def twice(store):
    """Amina, entered as A1 and again as B1, and Luc, in the action P."""
    action = world.action("cd93-3b-permis", "01/01/2026", "31/12/2026", code="P")
    amina = world.person("DIALLO Amina", code="A1", birth=day("04/05/1990"), public="RSA")
    again = world.person("BENALI Amina", code="B1", birth=day("04/05/1990"), phone="06 11 22 33 44")
    other = world.person("ROY Luc", code="C1")
    for one in (amina, again, other):
        world.stay(action, one, "05/01/2026")
    return action, amina, again, other


def sessions(action, amina, again):
    """Sessions of one, of the other, and of both."""
    for number, who in ((1, [amina]), (2, [again]), (3, [amina, again])):
        world.mark(world.session(action, "conduite", f"0{number}/03/2026"), *who)


def records(but=()):
    """Every record as it is stored, but when it was last written."""
    return {
        table.__name__: [
            {name: value for name, value in row.items() if not name.startswith("recorded")}
            for row in table.select().order_by(table.id).dicts()
        ]
        for table in TABLES
        if table not in (*JOURNAL, *but)
    }


def told(action):
    return [(one.indicator.id, one.value, one.detail) for one in figures.figures(action, *usual_period(action))]


def entry_of(who="Claire"):
    return last_act(who)


def test_everything_of_the_one_goes_to_the_other(twice):
    action, amina, again, _ = twice
    sessions(action, amina, again)
    world.exam(action, again, "code", "10/03/2026", "réussi")
    world.told()
    joining.join(amina, again, who="Claire")
    assert [one.person_id for one in Exam.select()] == [amina.id]
    assert {one.person_id for one in Attendance.select()} == {amina.id}
    assert Attendance.select().count() == 3
    assert Parcours.select().where(Parcours.person == amina).count() == 1
    stored = Person.get_by_id(amina.id)
    assert (stored.code, stored.last_name, stored.phone, stored.public) == ("A1", "DIALLO", "06 11 22 33 44", "RSA")
    left = Person.get_by_id(again.id)
    assert (left.code, left.last_name, left.phone, left.birth) == ("B1", "BENALI", "", None)
    assert verifying.verify().faults == []


def test_its_figures_are_those_of_a_base_where_the_person_was_entered_once(twice):
    action, amina, again, other = twice
    sessions(action, amina, again)
    once = world.action("cd93-3b-permis", "01/01/2026", "31/12/2026", code="Q")
    for one in (amina, other):
        world.stay(once, one, "05/01/2026")
    for number in (1, 2, 3):
        world.mark(world.session(once, "conduite", f"0{number}/03/2026"), amina)
    assert told(action) != told(once)
    _, changed = differences(joining.concerned(amina, again), lambda: joining.join(amina, again, who="Claire"))
    assert told(action) == told(once)
    assert {(one.action, one.id, one.before, one.after) for one in changed} >= {("P", "heures-conduite", 8, 6)}
    assert {(one.id, one.before, one.after) for one in changed} >= {("envelope", 150, 100)}


def test_a_rehearsal_keeps_nothing(twice):
    action, amina, again, _ = twice
    sessions(action, amina, again)
    before = records()
    _, changed = differences([action], lambda: joining.join(amina, again, who="Claire"), dry_run=True)
    assert changed
    assert records() == before
    assert entry_of() is None


@pytest.mark.parametrize(
    ("mine", "given", "theirs", "left"),
    [
        (("RSA", []), ("RSA", [("01/03/2026", "FAJ")]), {}, ("RSA", [("01/03/2026", "FAJ")])),  # only one has a change
        (("RSA", [("01/02/2026", "Autre")]), ("RSA", [("01/03/2026", "FAJ")]), {}, ("RSA", [("01/02/2026", "Autre")])),
        (("RSA", [("01/03/2026", "Autre")]), ("RSA", [("01/03/2026", "FAJ")]), {}, ("RSA", [("01/03/2026", "Autre")])),
        (("RSA", []), ("FAJ", [("01/03/2026", "RSA")]), {}, ("RSA", [])),
        (("RSA", []), ("FAJ", [("01/03/2026", "RSA")]), {"public": True}, ("FAJ", [("01/03/2026", "RSA")])),
        (("", []), ("FAJ", [("01/03/2026", "RSA")]), {}, ("FAJ", [("01/03/2026", "RSA")])),
    ],
)
def test_one_history_of_publics_is_left_that_of_the_public_kept(twice, mine, given, theirs, left):
    _, amina, again, _ = twice
    for one, (public, before) in ((amina, mine), (again, given)):
        Person.update(public=public).where(Person.id == one.id).execute()
        for since, was in before:
            FormerPublic.create(person=one, since=day(since), public=was)
    world.told()
    before = records()
    joining.join(amina, again, theirs, who="Claire")
    kept = FormerPublic.select().order_by(FormerPublic.since)
    assert [(one.person_id, one.since, one.public) for one in kept] == [(amina.id, day(on), was) for on, was in left[1]]
    assert Person.get_by_id(amina.id).public == left[0]
    take_back(entry_of(), "Claire")
    assert records() == before
    assert verifying.verify().faults == []


def test_joined_then_undone_the_base_is_the_same_and_again_joined_once_done_again(twice):
    action, amina, again, _ = twice
    sessions(action, amina, again)
    world.document(action, again, "bilan", "10/03/2026")
    world.told()
    before = records()
    joining.join(amina, again, {"last_name": True}, who="Claire")
    after = records()
    assert after != before
    take_back(entry_of(), "Claire")
    assert records() == before
    take_back(last_undone("Claire"), "Claire")
    assert records() == after
    assert verifying.verify().faults == []


def daily(action):
    """The pool at the end of each day a movement is dated, and what each person has left."""
    book = pool.ledger(action)
    signed = [(one.day, one.minutes if one.kind == pool.RELEASE else -one.minutes) for one in book.movements]
    balance = [(day, sum(minutes for other, minutes in signed if other <= day)) for day in sorted(dict(signed))]
    return balance, {one.person.code: (one.released, one.granted, one.left) for one in book.trainees}


def test_movements_are_reversed_and_entered_again_on_their_day_and_the_pool_is_the_same_every_day(twice):
    action, amina, again, other = twice
    world.told()
    released = pool.release(action, again, 600, day("10/03/2026"), "a fini", who="Claire", referent=day("12/03/2026"))
    pool.grant(action, other, 300, day("11/03/2026"), "examen", who="Claire")
    kept = pool.reverse(
        pool.grant(action, again, 60, day("12/03/2026"), "erreur", who="Claire"), who="Claire", reason="erreur"
    )
    balance, _ = daily(action)
    joining.join(amina, again, who="Claire")
    assert daily(action) == (balance, {"A1": (600, 0, 2400), "C1": (0, 300, 3300)})
    mine = Movement.get(Movement.person == amina)
    assert (mine.minutes, mine.day, mine.reason, mine.kind) == (600, day("10/03/2026"), "a fini", pool.RELEASE)
    assert MovementReport.get(MovementReport.movement == mine).referent == day("12/03/2026")
    opposite = Movement.get(Movement.reverses == released)
    assert (opposite.minutes, opposite.day, opposite.person_id) == (-600, day("10/03/2026"), again.id)
    assert opposite.reason == "Repris au compte de A1"
    assert kept.person_id == again.id  # a movement reversed before stays where it is
    assert verifying.verify().faults == []
    take_back(entry_of(), "Claire")
    assert daily(action) == (balance, {"A1": (0, 0, 3000), "B1": (600, 0, 2400), "C1": (0, 300, 3300)})
    take_back(last_undone("Claire"), "Claire")
    assert daily(action) == (balance, {"A1": (600, 0, 2400), "C1": (0, 300, 3300)})
    assert verifying.verify().faults == []
    assert [one.person.code for one in pool.above_quota(pool.ledger(action))] == ["C1"]  # as before


def test_a_session_marked_twice_keeps_the_mark_of_the_one_unless_chosen(twice):
    action, amina, again, _ = twice
    session = world.session(action, "conduite", "02/03/2026")
    world.mark(session, amina)
    world.mark(session, again, status="absent")
    [choice] = [one for one in joining.plan(amina, again).choices if one.name.startswith("Attendance")]
    assert (choice.mine, choice.theirs, choice.theirs_usually) == ("présent", "absent", False)
    assert "02/03/2026" in choice.label
    with pytest.raises(Refused, match="« foo » n'est pas à choisir"):
        joining.join(amina, again, {"foo": True}, who="Claire")
    joining.join(amina, again, {choice.name: True}, who="Claire")
    assert [(one.person_id, one.status) for one in Attendance.select()] == [(amina.id, "absent")]
    take_back(entry_of(), "Claire")
    joining.join(amina, again, who="Claire")
    assert [(one.person_id, one.status) for one in Attendance.select()] == [(amina.id, "présent")]


def test_a_mark_holds_over_being_only_expected_and_minutes_over_none_are_chosen(twice):
    action, amina, again, _ = twice
    expected, whole = (world.session(action, "conduite", f"0{number}/03/2026") for number in (2, 3))
    world.mark(expected, amina, status="prévu")
    world.mark(expected, again, status="retard", minutes=90)
    world.mark(whole, amina)
    world.mark(whole, again, minutes=30)
    joining.join(amina, again, who="Claire")
    found = {one.session_id: (one.status, one.minutes) for one in Attendance.select()}
    assert found == {expected.id: ("retard", 90), whole.id: ("présent", None)}


def test_a_parcours_of_the_same_day_is_filled_and_one_that_says_otherwise_is_chosen(twice):
    _, amina, again, _ = twice
    stay = Parcours.get(Parcours.person == again)
    stay.group, stay.exit, stay.exit_type = "Matin", day("30/06/2026"), "emploi"
    stay.save()
    joining.join(amina, again, who="Claire")
    mine = Parcours.get(Parcours.person == amina)
    assert (mine.group, mine.exit, mine.exit_type) == ("Matin", day("30/06/2026"), "emploi")
    take_back(entry_of(), "Claire")
    Parcours.update(exit=day("31/05/2026")).where(Parcours.person == amina).execute()
    [choice] = [one for one in joining.plan(amina, again).choices if one.name == f"Parcours-{stay.id}"]
    assert (choice.mine, choice.theirs) == ("31/05/2026", "30/06/2026")
    joining.join(amina, again, who="Claire")
    mine = Parcours.get(Parcours.person == amina)
    assert (mine.exit, mine.exit_type) == (day("31/05/2026"), "")  # of two exits, never half of each


def test_a_register_of_the_same_key_is_chosen_once(twice):
    action, amina, again, _ = twice
    world.exam(action, amina, "code", "10/03/2026", "échoué")
    world.exam(action, again, "code", "10/03/2026", "réussi")
    world.document(action, amina, "bilan", "10/03/2026")
    world.document(action, again, "bilan", "10/03/2026")
    choices = [one for one in joining.plan(amina, again).choices if one.name.startswith(("Exam", "Document"))]
    assert [(one.mine, one.theirs) for one in choices] == [("échoué", "réussi")]
    joining.join(amina, again, {choices[0].name: True}, who="Claire")
    assert [(one.person_id, one.result) for one in Exam.select()] == [(amina.id, "réussi")]
    assert Document.select().count() == 1


def test_two_parcours_that_share_days_are_both_kept_and_told(twice):
    _, amina, again, _ = twice
    Parcours.update(entry=day("12/01/2026")).where(Parcours.person == again).execute()
    [remark] = joining.plan(amina, again).remarks
    assert "P : deux parcours se recouvrent, depuis le 05/01/2026 et depuis le 12/01/2026" in remark
    joining.join(amina, again, who="Claire")
    assert Parcours.select().where(Parcours.person == amina).count() == 2


@pytest.mark.parametrize(("until", "closed"), [("02/03/2026", True), ("01/03/2026", False)])
def test_what_is_dated_in_a_closed_period_is_refused_with_the_way_out(twice, until, closed):
    action, amina, again, _ = twice
    Parcours.delete().where(Parcours.person == again).execute()
    world.stay(action, again, "02/03/2026")
    world.mark(world.session(action, "conduite", "02/03/2026"), again)
    closing.close(action, day(until), "Claire", who="Claire")
    before = records()
    if closed:
        with pytest.raises(Refused, match=r"clôturée jusqu'au 02/03/2026.*rouvre d'abord l'action"):
            joining.join(amina, again, who="Claire")
        assert records() == before
        closing.reopen(action, "fiche en double", who="Claire")
    joining.join(amina, again, who="Claire")
    assert {one.person_id for one in Attendance.select()} == {amina.id}


def test_who_cannot_be_joined(twice):
    _, amina, again, other = twice
    with pytest.raises(Refused, match="une seule et même fiche"):
        joining.plan(amina, amina)
    joining.join(amina, again, who="Claire")
    for pair in ((other, again), (again, other)):
        with pytest.raises(Refused, match="B1 a déjà été réunie"):
            joining.join(*pair, who="Claire")
    Person.update(erased=day("01/01/2026")).where(Person.id == other.id).execute()
    with pytest.raises(Refused, match="les noms ont été effacés"):
        joining.join(amina, other, who="Claire")


def test_the_record_joined_is_found_nowhere_but_by_its_former_name_and_identifier(twice):
    _, amina, again, _ = twice
    joining.join(amina, again, who="Claire")
    for text in ("benali", "amina benali", "B1", "diallo"):
        assert [one.code for one in participants.find(text)] == ["A1"]
    assert [one.code for one in participants.find("")] == ["A1", "C1"]
    assert identities.bearer("B1") == identities.bearer("A1") == amina
    assert identities.person(Person.get_by_id(amina.id)) == "DIALLO Amina (anciennement BENALI)"
    assert again.id not in {one.person.id for one in retention.fates(Settings())}
    with pytest.raises(Refused, match="déjà celui de DIALLO Amina"):
        participants.add(last_name="Petit", first_name="Zoé", code="B1", who="Claire")
    assert [one.code for one in participants.lookalikes("Benali", "Amina")] == []


def test_whoever_is_joined_in_turn_takes_the_former_ones_along(twice):
    _, amina, again, other = twice
    joining.join(amina, again, who="Claire")
    joining.join(other, amina, who="Claire")
    assert identities.bearer("B1") == identities.bearer("A1") == other
    assert identities.whole([other.id]) == [other.id, again.id, amina.id]


def test_what_is_held_and_erased_is_of_both_records(twice):
    action, amina, again, _ = twice
    world.told()
    pool.release(action, again, 600, day("10/03/2026"), "a fini", who="Claire")
    participants.correct(again, town="Bobigny", who="Claire")
    joining.join(amina, again, who="Claire")
    holding = held.held_on(Person.get_by_id(amina.id))
    sections = {one.table: one for one in holding.sections}
    assert len(sections["Movement"].rows) == 3
    assert sections["FormerIdentity"].rows[0][:4] == ["B1", "BENALI", "Amina", "04/05/1990"]
    assert any("réunie à" in one.sentence for one in holding.journal)
    assert any("fiche corrigée" in one.sentence for one in holding.journal)
    for stay in Parcours.select().where(Parcours.person == amina):
        parcours.leave(stay, day("30/06/2026"), "emploi", who="Claire")
    done = erasing.purge([], [Person.get_by_id(amina.id)], who="Claire")
    assert done.people == [f"anonyme-{amina.id}"]
    names = {one.last_name for one in (*Person.select(), *FormerIdentity.select())}
    assert names == {"Anonyme", "ROY"}
    assert not [one.id for one in JournalEntry.select() if "BENALI" in one.sentence + one.changes]
    assert verifying.verify().faults == []
