"""The lists to work through, and what a call leaves behind."""

import pytest

from models.acts.refusals import Refused
from models.acts.undo import last_act, undo
from models.days.clock import today
from models.duties import lists
from models.tables import Action, Contract, FollowUp
from tests.world import day, follow_up, person, stay


def told(duty):
    return [(f"{one.date:%d/%m/%Y}", one.name, one.what) for one in lists.tasks(duty)]


@pytest.fixture
def autumn(nord, on_day):
    """The same on 21 September: Paul took his job up six months and a day before."""
    on_day("2026-09-21")
    return nord


def test_each_list_of_april(nord):
    assert told("suivis") == []
    assert told("contrats") == []
    assert told("profils") == [("16/03/2026", "EVRARD Lina", "à compléter : naissance, situation familiale")]
    assert told("sorties") == [
        ("25/03/2026", "DUBOIS Marc", "sortie du 25/03/2026, notez son contrat ou la fin de ce contrat")
    ]
    assert told("appels") == [("18/03/2026", "Séance collective", "appel à faire, séance du 18/03/2026 à 9h00")]


def test_someone_reached_leaves_the_list(autumn):
    paul = lists.tasks("suivis")[0]
    assert (paul.name, paul.what) == ("BERNARD Paul", "suivi à 6 mois le 20/09/2026")

    lists.call(paul, situation="emploi", who="Claire")

    made = FollowUp.get()
    assert (made.months, made.day, made.reached, made.situation, made.attempts) == (6, today(), True, "emploi", 1)
    assert "BERNARD Paul" not in [name for _, name, _ in told("suivis")]


def test_someone_not_reached_stays_with_one_attempt_more(autumn):
    for attempt in (1, 2, 3):
        lists.call(lists.tasks("suivis")[0], who="Claire")
        assert FollowUp.get().attempts == attempt
    assert not FollowUp.get().reached
    assert told("suivis")[0] == ("20/09/2026", "BERNARD Paul", "suivi à 6 mois le 20/09/2026, 3 essais")


def test_a_contact_noted_without_its_attempts_was_tried_once(autumn):
    follow_up(autumn.action, autumn.people.paul, "21/09/2026", False, months=6)
    assert told("suivis")[0][2] == "suivi à 6 mois le 20/09/2026, 1 essai"
    lists.call(lists.tasks("suivis")[0], who="Claire")
    assert told("suivis")[0][2] == "suivi à 6 mois le 20/09/2026, 2 essais"


def test_someone_given_up_leaves_the_list_and_stays_counted_as_not_reached(autumn):
    lists.call(lists.tasks("suivis")[0], who="Claire")
    lists.give_up(lists.tasks("suivis")[0], who="Claire")

    made = FollowUp.get()
    assert (made.reached, made.unreachable, made.attempts) == (False, True, 1)
    assert "BERNARD Paul" not in [name for _, name, _ in told("suivis")]


def test_a_call_is_taken_back_like_any_act(autumn):
    lists.call(lists.tasks("suivis")[0], situation="formation", who="Claire")
    undo(last_act("Claire"), "Claire")
    assert FollowUp.select().count() == 0
    assert told("suivis")[0][1] == "BERNARD Paul"


def test_someone_reached_meanwhile_is_not_written_over(autumn):
    paul = lists.tasks("suivis")[0]
    lists.call(paul, situation="emploi", who="Karim")
    with pytest.raises(Refused, match="a déjà été joint à 6 mois"):
        lists.call(paul, who="Claire")
    assert FollowUp.get().reached


def test_someone_who_came_back_is_not_called(autumn):
    stay(autumn.action, autumn.people.paul, "01/09/2026")
    assert "BERNARD Paul" not in [name for _, name, _ in told("suivis")]


def test_only_those_the_convention_wants_followed_are_called(autumn):
    # Inès left to a training and Hugo gave up: six months matter after a job
    assert {name for _, name, _ in told("suivis")} == {"BERNARD Paul"}


def test_a_contract_is_to_renew_two_months_ahead(house):
    cers = Action.create(code="CERS", convention="cd62-cers", start=day("01/09/2025"), end=day("31/08/2026"))
    for code, end in (("A", "14/06/2026"), ("B", "15/06/2026")):  # sixty days after 15 April, and sixty-one
        someone = person(code)
        stay(cers, someone, "01/01/2026")
        Contract.create(action=cers, person=someone, kind="cers", start=day("15/01/2026"), end=day(end))
    assert [name for _, name, _ in told("contrats")] == ["A Test"]


def test_an_action_ended_for_two_years_has_no_more_duties(nord, on_day):
    on_day("2028-12-31")
    assert told("sorties") != []
    on_day("2029-01-01")
    assert [told(one.name) for one in lists.DUTIES] == [[]] * len(lists.DUTIES)
