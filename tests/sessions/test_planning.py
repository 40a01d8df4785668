"""Planning sessions and correcting them."""

import pytest
from pendulum import Date

from config.settings import Closure
from models.acts.refusals import Refused
from models.acts.undo import last_act, undo
from models.days.holidays import closed_days
from models.journal.undoing import take_back
from models.people import parcours
from models.sessions import planning, roll
from models.tables import Attendance, Parcours, Session
from models.terms import presence
from tests import world
from tests.shell.conftest import TODAY


def test_a_session_is_planned_once_with_a_readable_code(house):
    (made,) = planning.plan(
        house.adse, [Date(2026, 3, 20)], [(540, 660)], nature="seance", theme="Budget", who="Claire"
    )

    assert made.code == "S-2026-03-20-1"
    assert (made.start, made.end, made.theme, made.state) == (540, 660, "Budget", "")
    assert last_act("Claire").sentence == "ADSE-26 : 1 séance « Séance collective » le 20/03/2026"


def test_codes_stay_unique_within_the_action(house):
    day = Date(2026, 3, 20)
    world.session(house.adse, "seance", day, code="S-2026-03-20-2")

    codes = [planning.plan(house.adse, [day], [(540, 600)], nature="seance", who="Claire")[0].code for _ in range(2)]

    assert codes == ["S-2026-03-20-1", "S-2026-03-20-3"]


def test_a_weekly_series_skips_public_holidays_and_closures(house):
    # Mondays from 30 March to 25 May 2026: 6 April is Easter Monday, 25 May Whit Monday; 4 May the structure is closed
    closures = [Closure(Date(2026, 5, 4), Date(2026, 5, 8), "congés")]
    first, until = Date(2026, 3, 30), Date(2026, 5, 25)

    closed = closed_days(first, until, "", closures)
    days, skipped = planning.occurrences(first, until, closed)

    assert [day.isoformat() for day in days] == [
        "2026-03-30",
        "2026-04-13",
        "2026-04-20",
        "2026-04-27",
        "2026-05-11",
        "2026-05-18",
    ]
    assert [closed[day] for day in skipped] == ["Lundi de Pâques", "congés", "Lundi de Pentecôte"]


def test_alsace_has_two_holidays_more():
    usual = closed_days(Date(2026, 4, 1), Date(2026, 12, 31))
    alsace = closed_days(Date(2026, 4, 1), Date(2026, 12, 31), "6AE")

    assert sorted(day.isoformat() for day in set(alsace) - set(usual)) == ["2026-04-03", "2026-12-26"]


def test_a_single_day_is_kept_even_on_a_holiday():
    day = Date(2026, 5, 1)

    assert planning.occurrences(day, None, {day: "Fête du Travail"}) == ([day], [])


def test_a_day_can_be_two_paired_half_days(house):
    morning, afternoon = planning.plan(
        house.adse, [Date(2026, 3, 20)], [(810, 930), (540, 660)], nature="seance", who="Claire"
    )

    assert (morning.start, afternoon.start) == (540, 810)
    assert morning.pair == afternoon.pair == "S-2026-03-20-1"


def test_someone_named_is_expected_in_every_session_of_the_series(house):
    days = [Date(2026, 3, 20), Date(2026, 3, 27)]

    made = planning.plan(house.permis, days, [(540, 600)], nature="conduite", persons=[house.amina], who="Claire")

    rows = Attendance.select().where(Attendance.session.in_(made))
    assert [(row.person_id, row.status) for row in rows] == [(house.amina.id, "prévu")] * 2


def test_someone_without_parcours_in_the_action_is_not_planned(house):
    before = Session.select().count()

    with pytest.raises(Refused, match="LEFÈVRE Bruno n'a pas de parcours dans ADSE-26"):
        planning.plan(house.adse, [TODAY], [(540, 600)], nature="entretien", persons=[house.bruno], who="Claire")

    assert Session.select().count() == before


@pytest.mark.parametrize(
    ("nature", "times", "told"),
    [
        ("module-1", [(540, 660)], "n'a pas de séance « module-1 » ; au choix : seance, entretien."),
        ("seance", [(660, 540)], "La fin (9h00) doit venir après le début (11h00)."),
        ("seance", [(540, 540)], "La fin (9h00) doit venir après le début (9h00)."),
        ("seance", [(540, 660), (600, 720)], "Les deux demi-journées se chevauchent"),
        ("seance", [], "Donnez l'heure de début"),
    ],
)
def test_a_session_that_cannot_be_is_refused(house, nature, times, told):
    before = Session.select().count()

    with pytest.raises(Refused) as refused:
        planning.plan(house.adse, [Date(2026, 3, 20)], times, nature=nature, who="Claire")

    assert told in str(refused.value)
    assert Session.select().count() == before


@pytest.mark.parametrize(
    ("stored", "day", "marked", "is_"),
    [
        ("", "2026-03-12", True, "tenue"),
        ("prévue", "2026-03-11", True, "tenue"),
        ("", "2026-03-13", True, "prévue"),
        ("", "2026-03-11", False, "prévue"),
        ("tenue", "2026-03-13", False, "tenue"),
        ("annulée", "2026-03-11", True, "annulée"),
    ],
)
def test_what_a_session_amounts_to_is_derived(house, stored, day, marked, is_):
    one = world.session(house.adse, "seance", day, code="S-X", state=stored)

    assert presence.state_of(one.state, Date.fromisoformat(day), marked, Date(2026, 3, 12)) == is_


def test_the_day_lists_its_sessions_with_who_is_expected(house):
    lines = planning.sessions_of_day(Date(2026, 3, 12))

    # the ADSE session expects the one parcours open; the lesson, the one person named though two follow the action
    assert [(line.session.code, line.marked, line.expected) for line in lines] == [
        ("S-MORNING", 0, 1),
        ("S-LESSON", 0, 1),
    ]


def test_a_session_of_a_group_expects_that_group_and_whoever_was_added(house):
    one = world.session(house.permis, "code", "2026-03-12", code="S-A", group="A")
    Attendance.create(session=one, person=house.amina, status="présent")

    (line,) = [line for line in planning.sessions_of_day(Date(2026, 3, 12)) if line.session == one]

    assert (line.marked, line.expected, line.state) == (1, 2, "tenue")


def test_rolls_not_called_are_the_past_ones_with_no_mark(house):
    held = world.session(house.adse, "seance", "2026-03-09", code="S-HELD")
    Attendance.create(session=held, person=house.amina, status="absent")
    world.session(house.adse, "seance", "2026-03-09", code="S-OFF", state="annulée")
    only_expected = world.session(house.permis, "conduite", "2026-03-06", code="S-NAMED")
    Attendance.create(session=only_expected, person=house.amina, status="prévu")

    assert [line.session.code for line in planning.uncalled(Date(2026, 3, 12))] == ["S-NAMED", "S-LATE"]


def test_a_trainer_is_found_whatever_the_accents_and_case(house):
    world.session(house.permis, "code", "2026-03-05", code="S-E", trainer="Hélène")

    assert [line.session.code for line in planning.uncalled(Date(2026, 3, 12), "HELENE ")] == ["S-E"]


def test_correcting_the_length_never_goes_under_minutes_typed(house):
    Attendance.create(session=house.morning, person=house.amina, status="retard", minutes=100)

    with pytest.raises(Refused, match="DIALLO Amina y a 100 minutes"):
        planning.correct(house.morning, end=house.morning.start + 90, who="Claire")
    corrected = planning.correct(house.morning, end=house.morning.start + 100, who="Claire")

    assert corrected.end - corrected.start == 100


def test_an_estimated_delay_follows_the_length(house):
    # 15 minutes late in a session of 2 h; the session lasted 1 h 30: still 15 minutes late
    Attendance.create(session=house.morning, person=house.amina, status="retard", minutes=105, estimated=True)

    planning.correct(house.morning, end=house.morning.start + 90, who="Claire")

    assert Attendance.get(Attendance.session == house.morning).minutes == 75


def test_undoing_never_leaves_a_session_shorter_than_minutes_typed_since(house):
    planning.correct(house.morning, end=house.morning.start + 180, who="Claire")
    roll.mark(house.morning, house.amina, "présent", 150, who="Karim")

    with pytest.raises(Refused, match="150 minutes : la séance ne peut pas durer 120 minutes"):
        take_back(last_act("Claire"), "Claire")

    assert Session.get_by_id(house.morning.id).end == house.morning.start + 180


def test_undoing_never_brings_marks_back_after_today(house):
    roll.mark(house.morning, house.amina, "présent", who="Karim")
    roll.clear(house.morning, house.amina, who="Karim")
    planning.correct(house.morning, day=Date(2026, 3, 13), who="Claire")

    with pytest.raises(Refused, match="ne peut pas être le 13/03/2026"):
        take_back(last_act("Karim"), "Karim")


def test_an_entry_is_not_undone_once_the_person_is_marked(house):
    parcours.enter(house.adse, house.bruno, TODAY, who="Claire")
    roll.mark(house.morning, house.bruno, "présent", who="Karim")

    with pytest.raises(Refused, match="prévue ou marquée"):
        take_back(last_act("Claire"), "Claire")

    roll.clear(house.morning, house.bruno, who="Karim")
    take_back(last_act("Claire"), "Claire")
    assert not Parcours.select().where(Parcours.action == house.adse, Parcours.person == house.bruno).exists()


def test_a_mark_does_not_come_back_without_its_parcours(house):
    stay = parcours.enter(house.adse, house.bruno, TODAY, who="Claire")
    roll.mark(house.morning, house.bruno, "présent", who="Karim")
    roll.clear(house.morning, house.bruno, who="Karim")
    parcours.remove(stay, who="Claire")

    with pytest.raises(Refused, match="n'a plus de parcours"):
        take_back(last_act("Karim"), "Karim")

    assert not Attendance.select().where(Attendance.person == house.bruno).exists()


def test_marked_sessions_never_move_after_today(house):
    Attendance.create(session=house.morning, person=house.amina, status="présent")

    with pytest.raises(Refused, match="ne peut pas être le 13/03/2026"):
        planning.correct(house.morning, day=Date(2026, 3, 13), who="Claire")
    planning.correct(house.morning, day=Date(2026, 3, 11), who="Claire")

    assert Session.get_by_id(house.morning.id).day == Date(2026, 3, 11)


def test_cancelling_asks_for_a_motive_and_keeps_the_marks(house):
    Attendance.create(session=house.morning, person=house.amina, status="présent")

    with pytest.raises(Refused, match="demande son motif"):
        planning.cancel(house.morning, "  ", who="Claire")
    cancelled = planning.cancel(house.morning, "neige", who="Claire")

    assert (cancelled.state, cancelled.cancel_reason) == ("annulée", "neige")
    assert Attendance.select().where(Attendance.session == house.morning).count() == 1
    with pytest.raises(Refused, match="déjà annulée"):
        planning.cancel(house.morning, "neige", who="Claire")


def test_a_cancellation_is_taken_back(house):
    planning.cancel(house.morning, "neige", who="Claire")

    back = planning.reinstate(house.morning, who="Claire")

    assert (back.state, back.cancel_reason) == ("", "")
    with pytest.raises(Refused, match="n'est pas annulée"):
        planning.reinstate(house.morning, who="Claire")


def test_a_session_is_removed_only_without_marks_and_comes_back_by_undo(house):
    planning.remove(house.lesson, who="Claire")
    assert Session.get_or_none(Session.code == "S-LESSON") is None

    undo(last_act("Claire"), "Claire")
    back = Session.get(Session.code == "S-LESSON")
    assert Attendance.get(Attendance.session == back).status == "prévu"

    Attendance.update(status="présent").where(Attendance.session == back).execute()
    with pytest.raises(Refused, match="effacez-les d'abord"):
        planning.remove(back, who="Claire")


def test_the_lists_of_a_day_cost_as_many_queries_for_one_session_as_for_forty(house, caplog):
    def queries():
        caplog.clear()
        planning.sessions_of_day(Date(2026, 3, 12))
        planning.uncalled(Date(2026, 3, 12))
        return len(caplog.records)

    caplog.set_level("DEBUG", logger="peewee")
    few = queries()
    for rank in range(40):
        world.session(house.adse, "seance", "2026-03-12" if rank % 2 else "2026-03-11", code=f"S-{rank}")

    assert queries() == few == 2
