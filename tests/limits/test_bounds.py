"""Each limit, on its last value inside and its first value outside, from plain data alone."""

from collections.abc import Iterator
from typing import Any

import pytest

from config.catalogue import convention
from models.acts.limits import Dates, Limit, outside
from models.hours import limits as hours
from models.park import limits as park
from models.people import limits as people
from models.registers import limits as registers
from models.sessions import limits as sessions
from models.tables import (
    Contract,
    Ede,
    Evaluation,
    Exam,
    FollowUp,
    Immersion,
    Job,
    Liaison,
    Obstacle,
    Parcours,
    PlanLine,
    ProjectState,
    Training,
    WorkedHours,
)
from tests.registers import every
from tests.world import day

TODAY = day("30/06/2026")
YEAR = Dates("A", day("01/01/2026"), day("31/12/2026"))
ENTRY = {"entry": day("01/02/2026")}


def fields(limits: Iterator[Limit]) -> list[str]:
    return [one.field for one in limits]


@pytest.mark.parametrize(
    ("inside", "beyond"),
    [("01/01/2026", "31/12/2025"), ("31/12/2026", "01/01/2027")],
)
def test_an_action_holds_its_first_and_last_day(inside, beyond):
    assert list(outside("day", day(inside), YEAR)) == []
    (one,) = outside("day", day(beyond), YEAR)
    assert (one.field, one.strength) == ("day", "doubt")
    assert list(outside("day", None, YEAR)) == list(outside("day", day(beyond), None)) == []


@pytest.mark.parametrize("name", people.PAST)
def test_a_day_of_a_person_is_today_at_the_latest(name):
    assert fields(people.person({name: TODAY}, TODAY)) == []
    assert fields(people.person({name: day("01/07/2026")}, TODAY)) == [name]


@pytest.mark.parametrize("name", people.CLOSED)
def test_a_closed_list_of_a_person_holds_its_values_and_nothing_else(name):
    for value in ("", None, *people.CLOSED[name]):
        assert fields(people.person({name: value}, TODAY)) == []
    assert [one.strength for one in people.person({name: "zut"}, TODAY)] == ["error"]


def of_parcours(values: dict[str, Any], spec: Any = None) -> list[tuple[str, str]]:
    return [(one.field, one.strength) for one in people.parcours(ENTRY | values, spec, YEAR, TODAY)]


@pytest.mark.parametrize("name", people.FROM_ENTRY)
def test_a_day_of_a_parcours_may_be_its_entry(name):
    left = {} if name in ("planned_end", "renewed", "exit") else {"exit": day("01/02/2026")}
    assert of_parcours(left | {name: day("01/02/2026")}) == []
    assert of_parcours(left | {name: day("31/01/2026")}) == [(name, "error")]


def test_the_contract_of_an_exit_does_not_end_before_it():
    """Reading E-07: the last day of the job found at the exit is the exit at the earliest."""
    exit = {"exit": day("01/03/2026")}
    assert of_parcours(exit | {"job_end": day("01/03/2026")}) == []
    assert of_parcours(exit | {"job_end": day("28/02/2026")}) == [("job_end", "error")]


def test_a_renewal_may_be_the_day_of_the_exit():
    exit = {"exit": day("01/03/2026")}
    assert of_parcours(exit | {"renewed": day("01/03/2026")}) == []
    assert of_parcours(exit | {"renewed": day("02/03/2026")}) == [("renewed", "warning")]


@pytest.mark.parametrize(
    ("name", "value"),
    [("exit_type", "emploi"), ("exit_contract", "CDD"), ("job_end", day("01/03/2026")), ("destination", "Martin")],
)
def test_what_is_said_of_an_exit_needs_one(name, value):
    assert of_parcours({name: value}) == [(name, "warning")]
    assert of_parcours({name: value, "exit": day("01/03/2026")}) == []


@pytest.mark.parametrize("name", ["exit_type", "exit_contract", "orientation"])
def test_a_closed_list_of_a_parcours(name):
    left = {"exit": day("01/03/2026")}
    for value in ("", None, *(value for value, _ in Parcours._meta.fields[name].choices)):
        assert of_parcours(left | {name: value}) == []
    assert of_parcours(left | {name: "zut"}) == [(name, "error")]


def test_the_numbers_and_the_orientation_of_a_parcours():
    assert of_parcours({"oriented": TODAY, "evaluation": 0}) == []
    assert of_parcours({"oriented": day("01/07/2026")}) == [("oriented", "warning")]
    assert of_parcours({"evaluation": -1}) == [("evaluation", "error")]


def test_a_variant_is_one_of_the_convention():
    spec, left = convention("cd93-3b-permis"), {"exit": day("01/03/2026")}
    assert of_parcours({"variant": ""}, spec) == []
    assert of_parcours({"variant": "zut"}, spec) == [("variant", "warning")]
    for kind, found in (("emploi", []), ("abandon", [("exit_contract", "doubt")]), ("", [])):
        assert of_parcours(left | {"exit_type": kind, "exit_contract": "CDD"}, spec) == found


@pytest.mark.parametrize(
    ("entry", "exit", "found"),
    [
        ("01/04/2026", None, []),
        ("31/03/2026", None, ["entry"]),
        ("01/01/2026", "31/01/2026", []),
        ("01/01/2026", "01/02/2026", ["entry"]),
    ],
)
def test_two_parcours_share_no_day(entry, exit, found):
    spans = [(day("01/02/2026"), day("31/03/2026"))]
    assert fields(people.beside("A", day(entry), exit and day(exit), spans, YEAR.end)) == found


def test_an_open_parcours_lasts_to_the_end_of_its_action():
    spans = [(day("01/02/2026"), None)]
    assert fields(people.beside("A", day("31/12/2026"), None, spans, YEAR.end)) == ["entry"]
    assert fields(people.beside("A", day("01/01/2027"), None, spans, YEAR.end)) == []
    assert fields(people.beside("A", day("02/02/2026"), None, [], YEAR.end, day("02/02/2026"))) == []
    assert fields(people.beside("A", day("01/02/2026"), None, [], YEAR.end, day("02/02/2026"))) == ["entry"]


def of_action(values: dict[str, Any], id: str = "cd49-adse-a-simple") -> list[tuple[str, str]]:
    usual = {"start": YEAR.start, "end": YEAR.end, "places": 8}
    return [(one.field, one.strength) for one in people.action(usual | values, convention(id))]


def test_the_dates_and_numbers_of_an_action():
    assert of_action({"end": YEAR.start, "places": 1, "staff": 0}) == []
    assert of_action({"end": day("31/12/2025")}) == [("end", "error")]
    assert of_action({"places": None}) == [("places", "error")]
    assert of_action({"places": 0}) == [("places", "warning")]
    assert of_action({"places": -1}) == [("places", "error")]
    assert of_action({"staff": -1}) == [("staff", "error")]
    assert of_action({"places": None}, "cd49-point-mobilite") == of_action({"places": 0}, "cd49-point-mobilite") == []
    assert of_action({}, "cd49-reference") == [("convention", "error")]


def test_another_convention():
    assert [one.strength for one in people.other_convention(["code"], True, True)] == ["error"]
    assert [one.strength for one in people.other_convention([], True, False)] == ["warning"]
    assert [one.strength for one in people.other_convention([], False, True)] == ["warning"]
    assert list(people.other_convention([], False, False)) == []


def test_an_action_ends_on_the_last_departure_at_the_earliest():
    departures = [day("01/06/2026"), day("03/06/2026"), day("05/06/2026")]
    assert list(people.early_end(day("05/06/2026"), departures)) == []
    (one,) = people.early_end(day("02/06/2026"), departures)
    assert "03/06/2026" in one.sentence


def of_session(values: dict[str, Any]) -> list[tuple[str, str]]:
    spec = convention("cd93-3b-permis")
    usual = {"nature": "code", "day": TODAY, "start": 0, "end": 24 * 60}
    return [(one.field, one.strength) for one in sessions.session(usual | values, spec, YEAR, TODAY)]


def test_the_edges_of_a_session():
    assert of_session({"state": "tenue", "channel": "", "theme": "x" * 200}) == []
    assert of_session({"end": 1, "channel": "téléphone"}) == []
    assert of_session({"end": 0}) == [("end", "error")]
    assert of_session({"start": -1}) == of_session({"end": 24 * 60 + 1}) == [("end", "error")]
    assert of_session({"nature": "seance"}) == [("nature", "error")]
    assert of_session({"channel": "pigeon"}) == [("channel", "error")]
    assert of_session({"day": day("01/07/2026"), "state": "prévue"}) == []
    assert of_session({"day": day("01/07/2026"), "state": "tenue"}) == [("state", "warning")]
    for name in sessions.TEXTS:
        assert of_session({name: "x" * 201}) == [(name, "warning")]


def test_marks_fit_their_session():
    assert list(sessions.marked(TODAY, 60, [("A", 60)], TODAY)) == []
    assert fields(sessions.marked(TODAY, 59, [("A", 60)], TODAY)) == ["end"]
    assert fields(sessions.marked(day("01/07/2026"), 60, [("A", 0)], TODAY)) == ["day"]
    assert list(sessions.marked(day("01/07/2026"), 60, [], TODAY)) == []


def test_when_a_roll_is_called():
    assert list(sessions.called(TODAY, "tenue", TODAY)) == list(sessions.called(TODAY, "", TODAY)) == []
    assert [one.strength for one in sessions.called(day("01/07/2026"), "", TODAY)] == ["error"]
    assert [one.strength for one in sessions.called(TODAY, "annulée", TODAY)] == ["warning"]


@pytest.mark.parametrize(
    ("status", "minutes", "length", "wrong"),
    [
        ("présent", None, 60, False),
        ("présent", 0, 60, False),
        ("présent", 60, 60, False),
        ("présent", 61, 60, True),
        ("présent", -1, 60, True),
        ("présent", 61, None, False),
        ("retard", 0, 60, False),
        ("retard", None, 60, True),
        ("absent", 0, 60, False),
        ("absent", 1, 60, True),
        ("excusé", 1, 60, True),
        ("prévu", 1, 60, True),
        ("prévu", None, 60, False),
    ],
)
def test_the_minutes_of_a_mark(status, minutes, length, wrong):
    assert bool(list(sessions.attended(status, minutes, length))) is wrong


def test_a_mark_is_of_somebody_whose_parcours_is_open_that_day():
    spans = [(day("01/02/2026"), day("28/02/2026"))]
    for on, found in (("31/01/2026", 1), ("01/02/2026", 0), ("28/02/2026", 0), ("01/03/2026", 1)):
        assert len(list(sessions.stays(day(on), spans))) == found


def test_a_movement_is_of_today_at_the_latest():
    spec = convention("cd93-3b-permis")
    names = ("day", "referent", "departement")
    assert list(hours.movement(dict.fromkeys(names, TODAY), spec, YEAR, TODAY)) == []
    for name in names:
        assert fields(hours.movement({name: day("01/07/2026")}, spec, YEAR, TODAY)) == [name]
    assert fields(hours.movement({"day": TODAY}, convention("cd49-ai"), YEAR, TODAY)) == ["action"]


def test_a_moped_retires_on_its_first_day_at_the_earliest():
    spec = convention("cd49-point-mobilite")
    first = {"plate": "AB-1", "in_service": day("01/02/2026")}
    assert list(park.moped(first | {"retired": day("01/02/2026")}, spec, YEAR)) == []
    assert fields(park.moped(first | {"retired": day("31/01/2026")}, spec, YEAR)) == ["retired"]
    assert fields(park.moped(first, convention("cd49-ai"), YEAR)) == ["action"]


def test_the_days_of_a_loan():
    lent = {"departure": day("01/06/2026"), "due": day("01/06/2026")}
    assert list(park.loan("A", lent | {"ended": day("01/06/2026"), "extended": day("01/06/2026")}, TODAY, YEAR)) == []
    assert list(park.loan("A", lent | {"ended": TODAY}, TODAY, YEAR)) == []
    assert fields(park.loan("A", lent | {"ended": day("01/07/2026")}, TODAY, YEAR)) == ["ended"]
    for name in ("due", "ended", "extended"):
        assert fields(park.loan("A", lent | {name: day("31/05/2026")}, TODAY, YEAR)) == [name]


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        ("01/05/2026", "31/05/2026", 0),
        ("01/05/2026", "01/06/2026", 1),
        ("05/06/2026", "06/06/2026", 1),
        ("06/06/2026", "07/06/2026", 0),
        ("06/06/2026", None, 0),
        ("05/06/2026", None, 1),
    ],
)
def test_two_downtimes_share_no_day(start, end, found):
    others = [(day("01/06/2026"), day("05/06/2026"))]
    assert len(list(park.beside("A", day(start), end and day(end), others))) == found


def test_a_downtime_without_end_still_runs():
    assert len(list(park.beside("A", day("01/12/2026"), day("02/12/2026"), [(day("01/06/2026"), None)]))) == 1
    assert list(park.beside("A", day("01/05/2026"), day("31/05/2026"), [(day("01/06/2026"), None)])) == []
    same = {"start": day("01/06/2026"), "end": day("01/06/2026")}
    assert list(park.downtime("A", same, YEAR)) == []
    assert fields(park.downtime("A", same | {"end": day("31/05/2026")}, YEAR)) == ["end"]


@pytest.fixture
def spec(tmp_path, base):
    return every.action(tmp_path).spec


INSIDE = [
    (Exam, {"day": TODAY}, []),
    (Exam, {"day": day("01/07/2026")}, ["day"]),
    (Exam, {"test": "conduite"}, ["test"]),
    (Immersion, {"start": TODAY, "end": TODAY, "validated": True}, []),
    (Immersion, {"start": day("01/07/2026"), "end": day("01/07/2026"), "validated": True}, ["validated"]),
    (Immersion, {"start": day("01/07/2026"), "end": day("01/07/2026"), "validated": False}, []),
    (Immersion, {"start": day("13/03/2026"), "end": day("12/03/2026")}, ["end"]),
    (FollowUp, {"months": 1, "attempts": 0}, []),
    (FollowUp, {"months": 0}, ["months"]),
    (FollowUp, {"attempts": -1}, ["attempts"]),
    (FollowUp, {"reached": True, "unreachable": False}, []),
    (WorkedHours, {"month": "2026-06"}, []),
    (WorkedHours, {"month": "2026-07"}, ["month"]),
    (WorkedHours, {"month": "2026-13"}, ["month"]),
    (WorkedHours, {"month": "2026-02", "minutes": 28 * 24 * 60}, []),
    (WorkedHours, {"month": "2026-02", "minutes": 28 * 24 * 60 + 1}, ["minutes"]),
    (WorkedHours, {"training": 6000}, []),
    (WorkedHours, {"training": 6001}, ["training"]),
    (WorkedHours, {"minutes": -1, "training": None}, ["minutes"]),
    (Contract, {"weekly": 1}, []),
    (Contract, {"weekly": 168 * 60}, []),
    (Contract, {"weekly": 168 * 60 + 1}, ["weekly"]),
    (Contract, {"weekly": 0}, ["weekly"]),
    (Contract, {"end": day("01/02/2026"), "broken": day("01/02/2026")}, []),
    (Contract, {"end": day("31/01/2026")}, ["end"]),
    (Job, {"weekly": 168 * 60 + 1}, ["weekly"]),
    (Obstacle, {"closed": None, "outcome": ""}, []),
    (Obstacle, {"closed": None}, ["outcome"]),
    (Obstacle, {"closed": day("20/01/2026")}, []),
    (Obstacle, {"closed": day("19/01/2026")}, ["closed"]),
    (ProjectState, {"rome": "A0000"}, []),
    (ProjectState, {"rome": "N9999"}, []),
    (ProjectState, {"rome": "O9999"}, ["rome"]),
    (ProjectState, {"rome": "H260"}, ["rome"]),
    (ProjectState, {"rome": "H26033"}, ["rome"]),
    (Evaluation, {"level": "B1"}, []),
    (Evaluation, {"level": "b\u00a01", "subject": "ECRIT"}, []),
    (Evaluation, {"level": "B1+"}, ["level"]),
    (Evaluation, {"subject": ""}, []),
    (Evaluation, {"subject": "écrits"}, ["subject"]),
    (Evaluation, {"scale": "autonomie", "level": "forte", "subject": "au travail"}, []),
    (Evaluation, {"level": "moyenne"}, ["level"]),
    (Evaluation, {"scale": "zut", "level": "moyenne"}, ["scale"]),
    (Training, {"minutes": 0, "end": day("01/04/2026")}, []),
    (Training, {"minutes": -1}, ["minutes"]),
    (Ede, {"answers": "x"}, ["answers"]),
    (PlanLine, {"code": "A"}, ["code"]),
    (PlanLine, {"code": "Z"}, ["code"]),
    (Liaison, {"answered": day("12/03/2026")}, []),
    (Liaison, {"answered": day("11/03/2026")}, ["answered"]),
    (Liaison, {"opinion_day": day("12/03/2026"), "decision_day": day("12/03/2026")}, []),
    (Liaison, {"opinion_day": day("11/03/2026")}, ["opinion_day"]),
    (Liaison, {"decision_day": day("11/03/2026")}, ["decision_day"]),
    (Liaison, {"opinion_day": day("20/03/2026"), "decision_day": day("19/03/2026")}, ["decision_day"]),
    (Liaison, {"decision_day": day("20/03/2026"), "first_meeting": day("20/03/2026")}, []),
    (Liaison, {"decision_day": day("20/03/2026"), "first_meeting": day("19/03/2026")}, ["first_meeting"]),
    (Liaison, {"first_meeting": day("11/03/2026")}, ["first_meeting"]),
    (Liaison, {"signed_person": day("11/03/2026")}, []),
    (Contract, {"sent": day("02/03/2026"), "validated": day("02/03/2026")}, []),
    (Contract, {"sent": day("03/03/2026"), "validated": day("02/03/2026")}, ["validated"]),
    (Contract, {"signed": day("03/03/2026"), "validated": day("02/03/2026")}, []),
    (Immersion, {"evaluated": day("02/03/2026")}, []),
    (Immersion, {"evaluated": day("01/03/2026")}, ["evaluated"]),
    (Training, {"certified": day("01/04/2026")}, []),
    (Training, {"certified": day("31/03/2026")}, ["certified"]),
    (Liaison, {"reason": ""}, []),
    (Liaison, {"reason": "Ennui"}, ["reason"]),
    (Liaison, {"first_meeting": day("01/07/2026")}, []),
    (Liaison, {"decision_day": day("01/07/2026")}, ["decision_day"]),
]


@pytest.mark.parametrize(("table", "values", "found"), INSIDE, ids=lambda one: getattr(one, "__name__", str(one)))
def test_the_edges_of_a_fact(spec, table, values, found):
    assert fields(registers.fact(table, every.FACTS[table][0] | {"rome": ""} | values, spec, TODAY)) == found


@pytest.mark.parametrize(
    ("table", "values", "found"),
    [
        (Exam, {"day": day("01/02/2026")}, []),
        (Exam, {"day": day("31/01/2026")}, ["day"]),
        (Exam, {"day": day("31/12/2025")}, ["day", "day"]),
        (FollowUp, {"day": day("01/01/2026")}, []),
        (FollowUp, {"day": day("31/12/2025")}, ["day"]),
        (FollowUp, {"day": day("01/01/2027")}, []),
        (WorkedHours, {"month": "2026-01"}, []),
        (WorkedHours, {"month": "2026-12"}, []),
        (WorkedHours, {"month": "2025-12"}, ["month"]),
        (WorkedHours, {"month": "2027-01"}, ["month"]),
        (Contract, {"start": day("31/12/2025")}, []),
        (Immersion, {"start": day("31/12/2026"), "end": day("31/12/2026")}, []),
        (Immersion, {"start": day("31/12/2026"), "end": day("01/01/2027")}, ["end"]),
    ],
)
def test_the_days_of_a_fact_in_its_action(spec, table, values, found):
    limits = registers.fact(table, every.FACTS[table][0] | values, spec, day("31/01/2027"), YEAR, day("01/02/2026"))
    assert [one.field for one in limits if one.strength == "doubt"] == found


def test_a_month_that_touches_its_action_is_in_it(spec):
    narrow = Dates("A", day("31/03/2026"), day("01/04/2026"))
    worked = every.FACTS[WorkedHours][0]
    found = {
        month: len(list(registers.fact(WorkedHours, worked | {"month": month}, spec, TODAY, narrow)))
        for month in ("2026-02", "2026-03", "2026-04", "2026-05")
    }
    assert found == {"2026-02": 1, "2026-03": 0, "2026-04": 0, "2026-05": 1}


def test_what_must_be_there_is_missing_when_it_is_empty():
    full = every.FACTS[Exam][0] | {"action": 1, "person": 1}
    assert list(registers.missing(Exam, full)) == []
    for name in ("test", "day", "result", "person"):
        assert fields(registers.missing(Exam, full | {name: None})) == [name]
