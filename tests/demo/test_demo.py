"""The demo: a believable year around today, the same every time."""

from collections import Counter
from itertools import pairwise

import pytest
from pendulum import Date

from config import settings
from models import demo, hours, indicators, ledger, movements, rules, sessions
from models.database import open_database
from models.tables import Action, Attendance, Downtime, Loan, Moped, Parcours, Person, Session

DAYS = ["2026-11-21", "2024-02-29", "2025-01-01", "2026-08-10", "2026-12-31", "2025-03-31"]


@pytest.fixture(scope="module", params=DAYS)
def today(request, tmp_path_factory):
    """A home filled on that day, its database open; gives the day."""
    home = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ASSIDU_TODAY", request.param)
        patch.setenv("ASSIDU_HOME", str(home))
        patch.delenv("ASSIDU_DATABASE", raising=False)
        demo.seed(home)
        engine = open_database(settings.database_url(settings.load(home), home))
        yield Date.fromisoformat(request.param)
        engine.close()


def test_its_size_is_that_of_a_year(today):
    assert Action.select().count() == 6
    assert Moped.select().count() == 9
    assert 85 <= Person.select().count() <= 95
    assert 3600 <= Attendance.select().count() <= 4500
    assert len({action.convention for action in Action.select()}) == 6


def test_the_user_has_a_group_of_twelve_to_call_today_each_with_an_initial(today):
    (line,) = sessions.sessions_of_day(today, settings.load(settings.home()).user)
    assert (line.expected, line.marked, line.state) == (12, 0, "prévue")
    stays = Parcours.select().where(
        (Parcours.action == line.session.action) & (Parcours.exit.is_null() | (Parcours.exit >= today))
    )
    assert len({stay.person.folded[0] for stay in stays}) == 12
    assert len(sessions.sessions_of_day(today)) >= 6


def test_nothing_in_it_could_not_have_happened(today):
    marked = Attendance.select().join(Session).where(Attendance.status != "prévu", Session.day >= today)
    assert not marked.exists()
    opened = {(stay.action_id, stay.person_id): stay for stay in Parcours.select()}
    for one in Attendance.select(Attendance, Session).join(Session):
        stay = opened[one.session.action_id, one.person_id]
        assert stay.entry <= one.session.day <= (stay.exit or stay.action.end)
        assert (one.minutes or 0) <= one.session.end - one.session.start
    loans = list(Loan.select(Loan, Moped).join(Moped).order_by(Loan.moped, Loan.departure))
    for loan, after in pairwise(loans):
        assert loan.moped_id != after.moped_id or (loan.ended and loan.ended <= after.departure)
    for loan in loans:
        assert loan.moped.in_service <= loan.departure <= today
        assert (loan.ended or today) <= min(today, loan.moped.retired or today)
        for stop in Downtime.select().where(Downtime.moped == loan.moped):
            assert not stop.start <= loan.departure <= (stop.end or today)


def test_the_pool_allows_what_was_granted(today):
    (action,) = [action for action in Action.select() if _has_ledger(action)]
    book = hours.ledger(action)
    lines = [movements.Line(one.number, one.day, one.kind, one.person.id, one.minutes) for one in book.movements]
    allocated = {one.person.id: one.allocated for one in book.trainees}
    names = {one.person.id: one.person.last_name for one in book.trainees}
    assert movements.faults(lines, ledger.lessons(action), allocated, names) == {}
    assert book.pool > 0
    assert all(one.left >= 0 for one in book.trainees)
    assert sum(one.granted > 0 for one in book.trainees) == 2
    assert any(one.planned for one in book.trainees)


def _has_ledger(action: Action) -> bool:
    from config.catalogue import convention

    return convention(action.convention).quota is not None


def test_a_few_things_deviate_and_no_more(today):
    told = Counter(one.rule for one in rules.deviations())
    assert {"missing-document", "group-size", "interview-rhythm", "driving-quota", "loan-length"} < set(told)
    assert told["roll-not-called"] == 1
    assert sum(told.values()) <= 12


def test_the_figures_with_places_are_mostly_on_track(today):
    """Between 9 and 10 months of 12 have passed."""
    found = [
        one
        for action in Action.select().where(Action.places.is_null(False))
        for one in indicators.figures(action, action.start, action.end)
        if one.indicator.id in ("participations", "entretiens-individuels", "montant-estime")
    ]
    assert len(found) == 6
    assert all(0.65 <= one.rate <= 1 for one in found)


def test_an_unknown_person_waits_to_be_confirmed(today):
    (person,) = Person.select().where(~Person.confirmed)
    (stay,) = Parcours.select().where(Parcours.person == person)
    assert not stay.confirmed


def test_two_people_share_a_name_and_not_a_birthday(today):
    one, other = Person.select().where(Person.folded == "martin chloe")
    assert one.code != other.code
    assert one.birth != other.birth
