"""Marking: what is stored, what is refused, what is taken back."""

import pytest
from pendulum import Date

from models.acts.refusals import Refused
from models.acts.undo import last_act, undo
from models.sessions import roll
from models.tables import Attendance, JournalEntry, Parcours, Person, Session
from tests import world

ME = "Nadia"
TOMORROW = Date(2026, 3, 13)


@pytest.fixture
def ada():
    return world.person("ADA Lima")


@pytest.fixture
def session(ada):
    """Three hours, 9 h to 12 h, in an action where Ada has a parcours."""
    action = world.action()
    world.stay(action, ada)
    return world.session(action, end="12:00")


def stored(session, person):
    return (
        Attendance.select(Attendance.status, Attendance.minutes, Attendance.estimated)
        .where(Attendance.session == session, Attendance.person == person)
        .tuples()
        .first()
    )


def test_a_mark_is_stored_with_one_journal_line(session, ada):
    roll.mark(session, ada, "présent", who=ME)
    assert stored(session, ada) == ("présent", None, False)
    entry = JournalEntry.get()
    assert (entry.who, entry.sentence) == (ME, "ADA Lima : présent, Séance collective du 12/03/2026")


def test_marking_twice_the_same_writes_nothing_more(session, ada):
    roll.mark(session, ada, "retard", 100, who=ME)
    roll.mark(session, ada, "retard", who=ME)
    assert stored(session, ada) == ("retard", 100, False)
    assert JournalEntry.select().count() == 1


def test_a_late_arrival_loses_a_quarter_of_an_hour_until_typed(session, ada):
    roll.mark(session, ada, "retard", who=ME)
    assert stored(session, ada) == ("retard", 165, True)
    roll.set_minutes(session, ada, 120, who=ME)
    assert stored(session, ada) == ("retard", 120, False)
    roll.set_minutes(session, ada, None, who=ME)
    assert stored(session, ada) == ("retard", 165, True)


def test_what_a_late_arrival_loses_is_a_setting_and_never_more_than_the_session(session, ada):
    assert roll.mark(session, ada, "retard", who=ME, late=30).minutes == 150
    roll.clear(session, ada, who=ME)
    assert roll.mark(session, ada, "retard", who=ME, late=600).minutes == 0


def test_another_status_forgets_the_minutes(session, ada):
    roll.mark(session, ada, "retard", who=ME)
    roll.mark(session, ada, "présent", who=ME)
    assert stored(session, ada) == ("présent", None, False)


@pytest.mark.parametrize("minutes", [-1, 181])
def test_minutes_stay_within_the_session(session, ada, minutes):
    with pytest.raises(Refused, match="dure 3 h"):
        roll.mark(session, ada, "présent", minutes, who=ME)


def test_minutes_are_of_those_who_came(session, ada):
    with pytest.raises(Refused, match="marquez d'abord"):
        roll.set_minutes(session, ada, 60, who=ME)
    with pytest.raises(Refused, match="absent"):
        roll.mark(session, ada, "absent", 60, who=ME)
    assert JournalEntry.select().count() == 0


def test_a_mark_after_today_is_refused(session, ada):
    later = world.session(session.action, on=TOMORROW, end="12:00")
    with pytest.raises(Refused, match="13/03/2026"):
        roll.mark(later, ada, "présent", who=ME)
    with pytest.raises(Refused, match="13/03/2026"):
        roll.mark_rest_present(later, who=ME)


def test_a_mark_on_a_cancelled_session_is_refused(session, ada):
    session.state = "annulée"
    session.save()
    with pytest.raises(Refused, match="annulée"):
        roll.mark(session, ada, "présent", who=ME)


def test_a_mark_without_a_parcours_is_refused(session):
    with pytest.raises(Refused, match="BOB Lima n'a pas de parcours"):
        roll.mark(session, world.person("BOB Lima"), "présent", who=ME)


def test_a_mark_out_of_the_parcours_days_is_recorded_and_told(session):
    bob = world.person("BOB Lima")
    world.stay(session.action, bob, exit=Date(2026, 3, 11))
    assert [row.name for row in roll.open_roll(session).rows] == ["ADA Lima"]
    roll.mark(session, bob, "présent", who=ME)
    assert [(row.name, row.outside) for row in roll.open_roll(session).rows] == [
        ("ADA Lima", False),
        ("BOB Lima", True),
    ]


def test_all_present_never_goes_over_a_mark_and_one_undo_takes_all_back(session, ada):
    bob, cleo, dan = world.people(session.action, "BOB Lima", "CLEO Lima", "DAN Lima")
    roll.mark(session, bob, "excusé", who=ME)
    roll.expect(session, cleo, who=ME)
    assert len(roll.mark_rest_present(session, who=ME)) == 3
    assert [stored(session, one)[0] for one in (ada, bob, cleo, dan)] == ["présent", "excusé", "présent", "présent"]
    assert last_act(ME).sentence == "3 personnes : présent, Séance collective du 12/03/2026"
    undo(last_act(ME), ME)
    assert [row.status for row in roll.open_roll(session).rows] == [None, "excusé", None, None]


def test_all_present_when_nobody_is_left_writes_nothing(session, ada):
    roll.mark(session, ada, "absent", who=ME)
    assert roll.mark_rest_present(session, who=ME) == []
    assert JournalEntry.select().count() == 1


def test_a_cleared_mark_leaves_the_expected_unmarked_and_the_named_in_the_roll(session, ada):
    roll.mark(session, ada, "absent", who=ME)
    assert roll.clear(session, ada, who=ME) is None
    interview = world.session(session.action, nature="entretien", start=840, end=885)
    roll.mark(interview, ada, "retard", who=ME)
    assert roll.clear(interview, ada, who=ME).status == "prévu"
    assert [row.status for row in roll.open_roll(interview).rows] == [None]


def test_a_mark_replacing_one_taken_over_is_of_the_application(session, ada):
    world.mark(session, ada, status="absent", origin="reprise")
    assert roll.mark(session, ada, "absent", who=ME).origin == "reprise"
    assert roll.mark(session, ada, "présent", who=ME).origin == "application"


def test_undo_gives_the_mark_before(session, ada):
    roll.mark(session, ada, "présent", who=ME)
    roll.mark(session, ada, "absent", who=ME)
    undo(last_act(ME), ME)
    assert stored(session, ada) == ("présent", None, False)
    undo(last_act(ME), ME)
    assert stored(session, ada) is None


def test_someone_unknown_is_added_to_complete_and_unmarked_in_one_act(session):
    roll.expect_unknown(session, "N'DIAYE Fatou", who=ME)
    person = Person.get(Person.last_name == "N'DIAYE")
    assert (person.first_name, person.confirmed, person.code) == ("Fatou", False, "NDIAYE-F")
    stay = Parcours.get(Parcours.person == person)
    assert (stay.entry, stay.confirmed) == (session.day, False)
    row = roll.open_roll(session).rows[1]
    assert (row.name, row.status, row.confirmed) == ("N'DIAYE Fatou", None, False)
    undo(last_act(ME), ME)
    assert (Person.select().count(), Parcours.select().count(), Attendance.select().count()) == (1, 1, 0)


@pytest.mark.parametrize("name", ["", "   ", "A" * 201, "A\x1bB"])
def test_a_name_that_cannot_be_is_refused(session, name):
    with pytest.raises(Refused):
        roll.expect_unknown(session, name, who=ME)
    assert Person.select().count() == 1


def test_someone_of_another_action_comes_with_a_parcours_to_confirm(session):
    bob = world.person("BOB Lima")
    with pytest.raises(Refused, match="parcours"):
        roll.expect(session, bob, who=ME)
    roll.expect(session, bob, who=ME, begin=True)
    roll.expect(session, bob, who=ME, begin=True)
    assert [stay.confirmed for stay in Parcours.select().where(Parcours.person == bob)] == [False]
    roll.mark(session, bob, "présent", who=ME)


def test_someone_added_by_mistake_leaves_the_roll_with_the_parcours_that_began_there(session):
    bob = world.person("BOB Lima")
    before = Person.select().count(), Parcours.select().count()
    roll.expect(session, bob, who=ME, begin=True)
    zoe = roll.expect_unknown(session, "ZOLA Émile", who=ME)
    roll.mark(session, bob, "présent", who=ME)
    with pytest.raises(Refused, match="effacez d'abord la marque"):
        roll.unexpect(session, bob, who=ME)
    roll.clear(session, bob, who=ME)
    for person in (bob, zoe):
        roll.unexpect(session, person, who=ME)
    assert (Person.select().count(), Parcours.select().count()) == before
    undo(last_act(ME), ME)
    assert "ZOLA Émile" in [row.name for row in roll.open_roll(session).rows]


def test_someone_unknown_is_kept_once_something_else_speaks_of_them(session):
    zoe = roll.expect_unknown(session, "ZOLA Émile", who=ME)
    world.stay(world.action(code="B"), zoe)
    roll.unexpect(session, zoe, who=ME)
    assert Person.get_or_none(Person.id == zoe.id) is not None


def test_someone_named_is_taken_out_again_unless_marked_or_expected(session, ada):
    interview = world.session(session.action, nature="entretien", on=TOMORROW, end="12:00")
    roll.expect(interview, ada, who=ME)
    roll.unexpect(interview, ada, who=ME)
    assert roll.open_roll(interview).rows == []
    with pytest.raises(Refused, match="attendu"):
        roll.unexpect(session, ada, who=ME)
    roll.mark(session, ada, "absent", who=ME)
    with pytest.raises(Refused, match="effacez"):
        roll.unexpect(session, ada, who=ME)


def test_notes_are_kept_and_outlive_the_mark(session, ada):
    roll.note(session, " Bus en panne ", who=ME, person=ada)
    roll.mark(session, ada, "retard", who=ME)
    roll.clear(session, ada, who=ME)
    assert [(row.status, row.note) for row in roll.open_roll(session).rows] == [(None, "Bus en panne")]
    roll.note(session, "Salle froide", who=ME)
    assert Session.get_by_id(session.id).note == "Salle froide"
