"""Movements that cannot be, found among plain lines: as the take-over of a workbook asks."""

from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date

from models.hours.limits import Line, faults
from models.tables import GRANT, RELEASE
from tests.world import day

QUOTA = 50 * 60


def out(key, person, h, on, new=True):
    return Line(key, day(on), RELEASE, person, int(h * 60), new)


def back(key, person, h, on, new=True):
    return Line(key, day(on), GRANT, person, int(h * 60), new)


def found(*lines, lessons=(), people=("ada", "bob")):
    driven: dict = {}
    for person, on, h in lessons:
        driven.setdefault(person, []).append((day(on), h * 60))
    names = {person: person.upper() for person in people}
    return faults(lines, driven, dict.fromkeys(people, QUOTA), names)


def test_sound_movements_have_no_fault():
    assert found(out(1, "ada", 10, "01/04/2026"), back(2, "bob", 10, "01/04/2026")) == {}


def test_the_order_of_the_rows_does_not_matter():
    assert found(back(2, "bob", 10, "01/04/2026"), out(1, "ada", 10, "01/04/2026")) == {}


def test_each_faulty_movement_has_its_sentence():
    told = found(
        out(1, "ada", 51, "01/04/2026"),
        back(2, "eve", 1, "01/04/2026"),
        back(3, "bob", 0, "01/04/2026"),
    )
    assert told == {
        1: "ADA n'avait plus que 50 h le 01/04/2026 : impossible de libérer 51 h, libérez au plus ce qui restait.",
        2: "Cette personne n'a pas de parcours dans cette action : faites d'abord son entrée.",
        3: "Les heures d'un mouvement sont plus grandes que zéro : écrivez par exemple 2 h 30.",
    }


def test_a_faulty_release_does_not_make_the_grants_it_feeds_faulty_too():
    assert list(found(out(1, "ada", 60, "01/04/2026"), back(2, "bob", 60, "02/04/2026"))) == [1]


def test_a_faulty_movement_leaves_the_next_ones_what_there_was():
    told = found(out(1, "ada", 40, "01/04/2026"), out(2, "ada", 11, "02/04/2026"), out(3, "ada", 10, "03/04/2026"))
    assert list(told) == [2]


def test_of_two_grants_the_later_one_is_too_much():
    lines = [out(1, "ada", 5, "01/04/2026"), back(2, "bob", 5, "03/04/2026"), back(3, "bob", 1, "02/04/2026")]
    assert list(found(*lines)) == [2]


def test_lessons_of_the_day_itself_are_driven_before_the_release():
    lessons = [("ada", "01/04/2026", 2)]
    assert found(out(1, "ada", 49, "31/03/2026"), lessons=lessons) == {}
    assert list(found(out(1, "ada", 49, "01/04/2026"), lessons=lessons)) == [1]


def test_what_is_recorded_is_never_at_fault_what_undermines_it_is():
    kept = out(1, "ada", 50, "01/05/2026", new=False)
    assert found(kept, lessons=[("ada", "01/04/2026", 3)]) == {}
    told = found(kept, out(2, "ada", 1, "01/04/2026"))
    assert told[2].startswith("ADA : libérer 1 h le 01/04/2026 ne laisserait pas de quoi couvrir")


def test_more_driven_than_left_afterwards_blames_no_earlier_release():
    """10 h released, then 45 h driven: only the release made after that is too much."""
    lessons = [("ada", "02/04/2026", 45)]
    assert list(found(out(1, "ada", 10, "01/04/2026"), out(2, "ada", 5, "03/04/2026"), lessons=lessons)) == [2]


def test_a_reversed_grant_is_gone_before_the_days_releases():
    given_up = Line(9, day("03/04/2026"), GRANT, "bob", -300, new=False, reverses=True)
    lines = [out(1, "ada", 5, "01/04/2026", False), back(2, "bob", 5, "02/04/2026", False), given_up]
    assert list(found(*lines, out(3, "bob", 51, "03/04/2026"))) == [3]
    assert found(*lines, out(3, "bob", 50, "03/04/2026")) == {}


def test_a_release_reversed_the_same_day_may_be_made_again_that_day():
    given_up = Line(9, day("03/04/2026"), RELEASE, "ada", -3000, new=False, reverses=True)
    assert found(out(1, "ada", 50, "03/04/2026", False), given_up, out(2, "ada", 50, "03/04/2026")) == {}


movements = st.builds(
    Line,
    st.none(),
    st.integers(1, 12).map(lambda number: Date(2026, 4, number)),
    st.sampled_from([RELEASE, GRANT]),
    st.sampled_from(["ada", "bob", "eve"]),
    st.integers(1, 60).map(lambda half_hours: half_hours * 30),
)


@given(st.lists(movements, max_size=25), st.lists(movements, max_size=10))
def test_whatever_the_rows_what_is_left_never_makes_the_pool_negative(lines, driven):
    lines = [Line(key, one.day, one.kind, one.person, one.minutes) for key, one in enumerate(lines)]
    lessons: dict = {}
    for one in driven:
        lessons.setdefault(one.person, []).append((one.day, one.minutes))
    quota = dict.fromkeys(["ada", "bob", "eve"], QUOTA)
    sound = lines
    while wrong := faults(sound, lessons, quota, {}):
        sound = [line for line in sound if line.key not in wrong]
    for number in range(1, 13):
        until = [line for line in sound if line.day <= Date(2026, 4, number)]
        assert sum(line.minutes if line.kind == RELEASE else -line.minutes for line in until) >= 0


@given(st.lists(movements, max_size=25), st.lists(movements, max_size=10))
def test_whatever_the_rows_no_release_exceeds_what_was_left_that_day(lines, driven):
    lines = [Line(key, one.day, one.kind, one.person, one.minutes) for key, one in enumerate(lines)]
    lessons: dict = {}
    for one in driven:
        lessons.setdefault(one.person, []).append((one.day, one.minutes))
    quota = dict.fromkeys(["ada", "bob", "eve"], QUOTA)
    sound = lines
    while wrong := faults(sound, lessons, quota, {}):
        sound = [line for line in sound if line.key not in wrong]
    for release in (line for line in sound if line.kind == RELEASE):
        mine = [line for line in sound if line.person == release.person]
        granted = sum(line.minutes for line in mine if line.kind == GRANT and line.day < release.day)
        released = sum(line.minutes for line in mine if line.kind == RELEASE and line.day <= release.day)
        done = sum(minutes for on, minutes in lessons.get(release.person, []) if on <= release.day)
        assert QUOTA + granted - released - done >= 0
