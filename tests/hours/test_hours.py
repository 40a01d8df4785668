"""The ledger of driving hours, worked by hand, and its verbs."""

import pytest

from models.acts.refusals import Refused
from models.hours import pool
from models.hours.ledger import Outcome
from models.tables import JournalEntry, Movement, Parcours
from tests import world
from tests.world import day

ME = "Nadia"
TODAY = day("30/06/2026")


def standing(action):
    """Each trainee's hours left, and the pool, in hours."""
    book = pool.ledger(action)
    return {one.person.code: one.left / 60 for one in book.trainees} | {"pool": book.pool / 60}


def release(action, person, h, on, **more):
    return pool.release(action, person, int(h * 60), day(on), "a fini", who=ME, **more)


def grant(action, person, h, on, **more):
    return pool.grant(action, person, int(h * 60), day(on), "en a besoin", who=ME, **more)


def test_the_year_of_two_trainees(permis, ada, bob, lesson):
    """Ada drives 12 h 30 and releases 30 h; Bob drives 10 h and is granted 8 h: 7 h 30 and 48 h left, 22 h pooled."""
    for number in range(1, 7):
        lesson(ada, f"0{number}/02/2026")
    lesson(ada, "07/02/2026", "9:00", "11:00", "retard", 30)
    for number in range(1, 6):
        lesson(bob, f"0{number}/03/2026")
    release(permis, ada, 30, "01/04/2026")
    grant(permis, bob, 8, "02/04/2026")
    book = pool.ledger(permis)
    assert standing(permis) == {"ADA": 7.5, "BOB": 48, "pool": 22}
    assert (book.envelope, book.done, book.planned) == (100 * 60, 1350, 0)
    assert book.envelope == sum(one.left for one in book.trainees) + book.done + book.pool
    assert [(one.number, one.kind, one.minutes) for one in book.movements] == [
        (1, "libération", 1800),
        (2, "mobilisation", 480),
    ]


def test_what_counts_as_driven_is_what_was_attended_in_a_session_held(permis, ada, lesson):
    lesson(ada, "01/06/2026")
    lesson(ada, "02/06/2026", minutes=45)
    lesson(ada, "03/06/2026", status="absent")
    lesson(ada, "04/06/2026", status="excusé")
    lesson(ada, "05/06/2026", state="annulée")
    code = world.session(permis, "code", "06/06/2026")
    world.mark(code, ada)
    assert pool.ledger(permis).done == 120 + 45


def test_lessons_to_come_are_planned(permis, ada, bob, lesson):
    lesson(ada, "30/06/2026", "8:00", "9:00", "prévu")
    lesson(ada, "01/07/2026", "9:00", "10:30", "prévu", state="prévue")
    lesson(ada, "02/07/2026", "9:00", "10:00", "prévu", state="annulée")
    lesson(ada, "29/06/2026", "9:00", "10:00", "prévu")
    begun = lesson(ada, "30/06/2026", "14:00", "15:00", "prévu")
    world.mark(begun, bob)
    trainees = {one.person.code: one for one in pool.ledger(permis).trainees}
    assert trainees["ADA"].planned == 60 + 90
    assert trainees["BOB"].done == 60


def test_two_stays_in_an_action_give_fifty_hours_once(permis, ada):
    world.stay(permis, ada, "01/05/2026")
    assert pool.ledger(permis).envelope == 50 * 60


def test_another_actions_hours_are_its_own(permis, ada, lesson):
    lesson(ada, "01/06/2026")
    other = world.action("cd93-3b-permis", code="AUTRE")
    world.stay(other, ada, "05/01/2026")
    release(permis, ada, 10, "01/06/2026")
    assert standing(other) == {"ADA": 50, "pool": 0}


def test_a_ledger_takes_as_many_queries_whatever_the_people(permis, base, lesson):
    def queries():
        count = []
        execute = base.execute_sql
        base.execute_sql = lambda *arguments: count.append(1) or execute(*arguments)
        pool.ledger(permis)
        base.execute_sql = execute
        return len(count)

    before = queries()
    for number in range(30):
        person = world.person(f"P{number:02}")
        world.stay(permis, person, "05/01/2026")
        lesson(person, "01/06/2026", "9:00", "10:00")
        release(permis, person, 1, "02/06/2026")
    assert queries() == before


def test_an_action_without_quota_has_no_ledger(point):
    with pytest.raises(Refused, match="n'a pas d'heures mutualisées"):
        pool.ledger(point)


def test_no_more_is_released_than_was_left_that_day(permis, ada, lesson):
    lesson(ada, "01/03/2026")
    with pytest.raises(Refused, match="n'avait plus que 48 h le 01/03/2026"):
        release(permis, ada, 48.5, "01/03/2026")
    release(permis, ada, 48, "01/03/2026")
    assert standing(permis)["ADA"] == 0


def test_no_more_is_released_than_is_left_today(permis, ada, lesson):
    """20 h driven in March: in February she had 50 h, she has 30 h now."""
    for number in range(1, 11):
        lesson(ada, f"{number:02}/03/2026")
    with pytest.raises(Refused, match="n'a plus que 30 h aujourd'hui"):
        release(permis, ada, 31, "01/02/2026")
    release(permis, ada, 30, "01/02/2026")


def test_a_release_dated_back_does_not_undermine_a_later_one(permis, ada, bob):
    """Granted 5 h in May, Ada may release 55 h in all: 54 h then leave 1 h for April."""
    release(permis, bob, 5, "01/04/2026")
    grant(permis, ada, 5, "01/05/2026")
    release(permis, ada, 54, "02/05/2026")
    with pytest.raises(Refused, match=r"libération du 02/05/2026 \(54 h\) ; libérez au plus 1 h"):
        release(permis, ada, 2, "02/04/2026")
    release(permis, ada, 1, "02/04/2026")


def test_a_days_releases_come_before_its_grants(permis, ada, bob):
    release(permis, ada, 3, "01/04/2026")
    grant(permis, bob, 3, "01/04/2026")
    with pytest.raises(Refused, match="n'avait plus que 50 h le 01/04/2026"):
        release(permis, bob, 53, "01/04/2026")
    release(permis, bob, 50, "01/04/2026")
    assert standing(permis) == {"ADA": 47, "BOB": 3, "pool": 50}


def test_no_more_is_granted_than_the_pool_holds_that_day(permis, ada, bob):
    release(permis, ada, 3, "02/04/2026")
    with pytest.raises(Refused, match="01/04/2026 n'y suffiraient pas : 0 h disponibles"):
        grant(permis, bob, 1, "01/04/2026")
    with pytest.raises(Refused, match="3 h disponibles, 3 h 30 demandées"):
        grant(permis, bob, 3.5, "02/04/2026")


def test_a_grant_dated_back_leaves_later_days_what_they_used(permis, ada, bob):
    release(permis, ada, 3, "01/04/2026")
    grant(permis, bob, 3, "20/04/2026")
    with pytest.raises(Refused, match="20/04/2026"):
        grant(permis, bob, 1, "10/04/2026")


@pytest.mark.parametrize("minutes", [0, -60])
def test_hours_that_move_are_above_zero(permis, ada, minutes):
    with pytest.raises(Refused, match="plus grandes que zéro"):
        pool.release(permis, ada, minutes, day("01/04/2026"), "motif", who=ME)


def test_a_movement_after_today_is_refused(permis, ada):
    with pytest.raises(Refused, match="01/07/2026 est après aujourd'hui"):
        release(permis, ada, 1, "01/07/2026")


def test_a_movement_needs_a_motive(permis, ada):
    with pytest.raises(Refused, match="motif manque"):
        pool.release(permis, ada, 60, day("01/04/2026"), "  ", who=ME)


def test_someone_without_a_parcours_has_no_hours(permis):
    with pytest.raises(Refused, match="EVE Test n'a pas de parcours"):
        release(permis, world.person("EVE"), 1, "01/04/2026")


def test_a_refused_movement_leaves_nothing(permis, ada):
    with pytest.raises(Refused):
        release(permis, ada, 51, "01/04/2026")
    assert Movement.select().count() == 0
    assert JournalEntry.select().count() == 0


def test_a_reversal_is_the_opposite_movement_of_today(permis, ada):
    first = release(permis, ada, 10, "01/04/2026")
    back = pool.reverse(first, reason="erreur", who=ME)
    assert (back.number, back.kind, back.minutes, back.day) == (2, "libération", -600, day("30/06/2026"))
    assert standing(permis) == {"ADA": 50, "pool": 0}
    entries = pool.ledger(permis).movements
    assert [(one.reverses, one.reversed_by) for one in entries] == [(None, 2), (1, None)]


def test_a_movement_taken_over_for_a_later_day_is_reversed_on_that_day(permis, ada):
    later = {"day": day("15/07/2026"), "kind": "libération", "minutes": 600, "reason": "a fini"}
    back = pool.reverse(Movement.create(action=permis, number=1, person=ada, **later), reason="erreur", who=ME)
    assert (back.day, standing(permis)["pool"]) == (day("15/07/2026"), 0)


def test_a_movement_is_reversed_once_and_a_reversal_never(permis, ada):
    first = release(permis, ada, 10, "01/04/2026")
    back = pool.reverse(first, reason="erreur", who=ME)
    with pytest.raises(Refused, match="déjà contre-passé"):
        pool.reverse(first, reason="erreur", who=ME)
    with pytest.raises(Refused, match="ne se contre-passe pas"):
        pool.reverse(back, reason="erreur", who=ME)


def test_hours_already_granted_are_not_taken_back_from_the_pool(permis, ada, bob):
    first = release(permis, ada, 10, "01/04/2026")
    given = grant(permis, bob, 4, "02/04/2026")
    with pytest.raises(Refused, match="déjà été mobilisées"):
        pool.reverse(first, reason="erreur", who=ME)
    pool.reverse(given, reason="erreur", who=ME)
    pool.reverse(first, reason="erreur", who=ME)
    assert standing(permis) == {"ADA": 50, "BOB": 50, "pool": 0}


def test_a_grant_already_driven_is_reversed_and_deviates(permis, ada, bob, lesson):
    """It happened: the hours left fall below zero, which the deviations tell."""
    release(permis, ada, 10, "01/04/2026")
    given = grant(permis, bob, 2, "02/04/2026")
    for number in range(1, 27):
        lesson(bob, f"{number:02}/05/2026")
    pool.reverse(given, reason="erreur", who=ME)
    assert standing(permis)["BOB"] == -2


def test_a_grant_released_since_is_not_reversed(permis, ada, bob):
    release(permis, ada, 10, "01/04/2026")
    given = grant(permis, bob, 2, "02/04/2026")
    release(permis, bob, 51, "03/04/2026")
    with pytest.raises(Refused, match="libéré depuis"):
        pool.reverse(given, reason="erreur", who=ME)


def test_reports_are_given_corrected_and_taken_back(permis, ada, bob):
    release(permis, ada, 10, "01/04/2026")
    given = grant(permis, bob, 2, "02/04/2026", referent=day("02/04/2026"))
    assert not pool.ledger(permis).movements[1].reported
    pool.report(given, day("02/04/2026"), day("03/04/2026"), who=ME)
    entry = pool.ledger(permis).movements[1]
    assert entry.reported and entry.departement == day("03/04/2026")
    pool.report(given, None, None, who=ME)
    assert pool.ledger(permis).movements[1].referent is None
    with pytest.raises(Refused, match="après aujourd'hui"):
        pool.report(given, day("01/07/2026"), None, who=ME)


def test_grants_above_the_quota_ask_for_both_reports(permis, ada, bob):
    """50 + 2 is above 50: the référent alone is not enough."""
    release(permis, ada, 20, "01/04/2026")
    grant(permis, bob, 2, "02/04/2026", referent=day("02/04/2026"))
    assert [one.number for one in pool.above_quota(pool.ledger(permis))] == [2]
    pool.report(Movement.get(number=2), day("02/04/2026"), day("02/04/2026"), who=ME)
    assert pool.above_quota(pool.ledger(permis)) == []


def test_a_reversed_grant_is_not_above_the_quota(permis, ada, bob):
    """50 − 5 + 4 is not above 50, 4 more are; once the first 4 are taken back, they are not."""
    release(permis, ada, 20, "01/04/2026")
    release(permis, bob, 5, "02/04/2026")
    first = grant(permis, bob, 4, "03/04/2026")
    grant(permis, bob, 4, "04/04/2026")
    assert [one.number for one in pool.above_quota(pool.ledger(permis))] == [4]
    pool.reverse(first, reason="erreur", who=ME)
    assert pool.above_quota(pool.ledger(permis)) == []


def test_what_a_movement_would_change_is_told_before(permis, ada, bob):
    release(permis, ada, 20, "01/04/2026")
    book = pool.ledger(permis)
    assert pool.foresee(book, pool.GRANT, bob, 120, TODAY) == Outcome(3000, 3120, 1200, 1080, above=True)
    assert pool.foresee(book, pool.RELEASE, bob, 120, TODAY) == Outcome(3000, 2880, 1200, 1320, above=False)
    assert not pool.foresee(book, pool.GRANT, ada, 1200, TODAY).above


def test_it_is_told_as_of_the_day_typed(permis, ada, bob, lesson):
    lesson(bob, "10/03/2026")
    release(permis, ada, 20, "01/04/2026")
    grant(permis, bob, 5, "05/04/2026")
    left = 3000 - (3000 - pool.ledger(permis).trainee(bob).left + 300)
    for on, outcome in (
        ("09/03/2026", Outcome(3000, 2940, 0, 60, above=False)),
        ("31/03/2026", Outcome(left, left - 60, 0, 60, above=False)),
        ("04/04/2026", Outcome(left, left - 60, 1200, 1260, above=False)),
        ("05/04/2026", Outcome(left + 300, left + 240, 900, 960, above=False)),
    ):
        assert pool.foresee(pool.ledger(permis), pool.RELEASE, bob, 60, day(on)) == outcome, on


def test_a_grant_to_somebody_who_left_is_asked_about_and_a_release_is_not(permis, ada):
    book = pool.ledger(permis)
    assert pool.doubts(book, pool.GRANT, ada, TODAY) == []
    Parcours.update(exit="2026-06-01").where(Parcours.person == ada).execute()
    book = pool.ledger(permis)
    assert "a quitté l'action le 01/06/2026" in pool.doubts(book, pool.GRANT, ada, TODAY)[0]
    assert pool.doubts(book, pool.RELEASE, ada, TODAY) == []


def test_a_reversal_says_why(permis, ada):
    release(permis, ada, 20, "01/04/2026")
    with pytest.raises(Refused, match="demande son motif"):
        pool.reverse(Movement.get(), reason=" ", who=ME)
    assert pool.reverse(Movement.get(), reason="saisie en double", who=ME).reason == "saisie en double"


def test_releasing_is_suggested_for_who_passed_or_left(permis, ada, bob, lesson):
    lesson(ada, "01/03/2026")
    world.exam(permis, ada, "conduite", "10/06/2026", "réussi")
    world.exam(permis, bob, "conduite", "10/06/2026", "échoué")
    gone = world.person("GONE")
    world.stay(permis, gone, "05/01/2026", "29/05/2026")
    back = world.person("BACK")
    world.stay(permis, back, "05/01/2026", "29/05/2026")
    world.stay(permis, back, "08/06/2026")
    told = [(one.person.code, one.minutes, one.why) for one in pool.suggestions(pool.ledger(permis))]
    assert told == [
        ("ADA", 48 * 60, "conduite réussie le 10/06/2026"),
        ("GONE", 50 * 60, "sortie le 29/05/2026"),
    ]
