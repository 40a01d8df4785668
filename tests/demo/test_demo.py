"""The demo: a believable year around today, the same every time."""

from collections import Counter
from itertools import pairwise

import pytest
from pendulum import Date

from config import settings
from models.demo import seeding
from models.duties import periods
from models.figures import figures
from models.hours import ledger, limits, pool
from models.returns import prepared
from models.rules import checks
from models.sessions import planning
from models.storage.opening import open_database
from models.tables import (
    Action,
    Attendance,
    Contract,
    Downtime,
    Ede,
    Liaison,
    Loan,
    Moped,
    Parcours,
    Person,
    PlanLine,
    Session,
)

pytestmark = pytest.mark.sweep(2)

DAYS = ["2026-11-21", "2024-02-29", "2028-02-29", "2025-01-01", "2026-08-10", "2026-12-31", "2025-03-31"]


@pytest.fixture(scope="module", params=DAYS)
def today(request, tmp_path_factory):
    """A home filled on that day, its database open; gives the day."""
    home = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ASSIDU_TODAY", request.param)
        patch.setenv("ASSIDU_HOME", str(home))
        patch.delenv("ASSIDU_DATABASE", raising=False)
        seeding.seed(home)
        engine = open_database(settings.database_url(settings.load(home), home))
        yield Date.fromisoformat(request.param)
        engine.close()


def test_its_size_is_that_of_a_year(today):
    assert Action.select().count() == 11
    assert Moped.select().count() == 9
    assert 140 <= Person.select().count() <= 155
    assert 4000 <= Attendance.select().count() <= 5000
    assert len({action.convention for action in Action.select()}) == 11


def test_the_user_has_a_group_of_twelve_to_call_today_each_with_an_initial(today):
    (line,) = planning.sessions_of_day(today, settings.load(settings.home()).user)
    assert (line.expected, line.marked, line.state) == (12, 0, "prévue")
    stays = Parcours.select().where(
        (Parcours.action == line.session.action) & (Parcours.exit.is_null() | (Parcours.exit >= today))
    )
    assert len({stay.person.folded[0] for stay in stays}) == 12
    assert len(planning.sessions_of_day(today)) >= 6


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
    book = pool.ledger(action)
    lines = [limits.Line(one.number, one.day, one.kind, one.person.id, one.minutes) for one in book.movements]
    allocated = {one.person.id: one.allocated for one in book.trainees}
    names = {one.person.id: one.person.last_name for one in book.trainees}
    assert limits.faults(lines, ledger.lessons(action), allocated, names) == {}
    assert book.pool > 0
    assert all(one.left >= 0 for one in book.trainees)
    assert sum(one.granted > 0 for one in book.trainees) == 2
    assert any(one.planned for one in book.trainees)


def _has_ledger(action: Action) -> bool:
    from config.catalogue import convention

    return convention(action.convention).quota is not None


def test_no_moped_is_lent_or_stopped_twice_at_once(today):
    for model, begin, end in ((Loan, Loan.departure, Loan.ended), (Downtime, Downtime.start, Downtime.end)):
        for moped in Moped.select():
            query = model.select(begin, end).where(model.moped == moped).order_by(begin).tuples()
            for (_, ended), (begun, _) in pairwise(query):
                assert ended is not None and ended <= begun <= today


def test_a_few_things_deviate_in_each_action_and_no_more(today):
    found = checks.deviations()
    told = Counter(one.rule for one in found)
    assert {"missing-document", "group-size", "interview-rhythm", "driving-quota", "loan-length"} < set(told)
    assert {"exit-to-qualify", "contract-length", "plan-alone", "distance-scale", "liaison-incomplete"} < set(told)
    assert told["roll-not-called"] == 1
    assert not told["roll-incomplete"] and not told["trainer-overlap"] and not told["place-overlap"]
    assert {one.date for one in found if one.rule == "public-holiday"} <= {today}  # whoever opens it on a day off
    found = [one for one in found if one.rule != "public-holiday"]
    editions = {one.action for one in found if one.rule == "action-dates"}
    assert editions == {"ADSE-S", "ADSE-R", "ADSE-B", "MOBILITE", "AI"}
    assert max(Counter(one.action for one in found).values()) <= 9
    assert len(found) <= 40


def test_a_monthly_return_lacks_one_exit_to_go(today):
    action = Action.get(Action.convention == "cd59-ii2-coaching")
    (monthly,) = [of for of in action.spec.returns if of.every == "mois"]
    over = [one for one in periods.periods(action, monthly) if one.end < today]
    assert {one.state for one in over[:-1]} == {"remis"}
    assert over[-1].state in ("à remettre", "en retard")
    exits = [one for period in over for one in prepared.missing(period) if one.duty == "sorties"]
    assert len(exits) == 1
    assert "la fin de ce contrat" in exits[0].what


def test_the_coached_leave_in_every_class_and_are_replaced(today):
    action = Action.get(Action.convention == "cd59-ii2-coaching")
    told = {one.indicator.id: one for one in figures.figures(action, action.start, action.end)}
    assert len(told["nombre-d-allocataires-sortis-de-l-action"].detail) == 5
    assert told["nombre-d-allocataires-accompagnes"].value == action.places
    assert 0.8 <= told["occupation-des-places-financees"].rate <= 1
    assert all(0.7 <= told[name].rate <= 1.1 for name in ("sorties-en-emploi", "sorties-en-emploi-durable"))


def test_a_contract_runs_along_and_its_plan_in_it(today):
    for line in PlanLine.select():
        spans = Contract.select().where(Contract.action == line.action, Contract.person == line.person)
        assert any(one.start <= line.start and line.end <= one.end for one in spans)
    assert Liaison.select().count() == 2
    assert Ede.select().count() >= 10
    assert not Contract.select().where(Contract.signed > today).exists()


def test_the_figures_with_places_are_mostly_on_track(today):
    """Between 9 and 10 months of 12 have passed."""
    found = [
        one
        for action in Action.select().where(Action.places.is_null(False))
        for one in figures.figures(action, action.start, action.end)
        if one.indicator.id in ("participations", "entretiens-individuels", "montant-estime")
    ]
    assert len(found) == 6
    assert all(0.65 <= one.rate <= 1 for one in found)


def test_an_unknown_person_waits_to_be_confirmed(today):
    (person,) = Person.select().where(~Person.confirmed)
    (stay,) = Parcours.select().where(Parcours.person == person)
    assert not stay.confirmed


@pytest.mark.parametrize("name", ["martin chloe", "petit claude", "lefebvre maite"])
def test_two_people_share_a_name_and_not_a_birthday(today, name):
    one, other = Person.select().where(Person.folded == name)
    assert one.code != other.code
    assert one.birth != other.birth
