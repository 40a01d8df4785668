"""Queries written once: the same rows and records as the query itself, in whatever action, on whatever day."""

import pytest

from models.tables import TABLES, Action, Loan, Moped, Parcours, Person, Session
from models.tables.written import written
from tests.registers.every import FACTS
from tests.world import action, day, person, session, stay

pytestmark = pytest.mark.usefixtures("base")


@pytest.fixture
def two():
    """Two actions with somebody in each."""
    found = []
    for number, id in enumerate(("cd49-adse-a-renforce", "cd59-iv-aci")):
        where, who = action(id, code=f"A{number}"), person(f"P{number}", birth=day("01/01/1990"))
        stay(where, who, "05/01/2026", "31/03/2026" if number else None)
        session(where, where.spec.nature[0].code, "05/02/2026", code=f"S{number}")
        found.append(where)
    return found


@written
def _stays(action, *, sides=None):
    query = Parcours.select(Parcours, Person).join(Person).where(Parcours.action == action)
    return query if sides is None else query.where(Person.code.in_(sides))


def test_each_call_has_its_own_values(two):
    assert [[one.person.code for one in _stays.records(where.id)] for where in two] == [["P0"], ["P1"]]


def test_a_shape_is_written_for_itself(two):
    first, second = two
    assert [one.person.code for one in _stays.records(second.id, sides=("P1", "P2"))] == ["P1"]
    assert _stays.records(first.id, sides=("P1", "P2")) == []


def test_records_are_those_the_query_reads(two):
    query = Parcours.select(Parcours, Person).join(Person).where(Parcours.action == two[1])
    (one,), (other,) = _stays.records(two[1].id), query
    assert (one.__data__, one.person.__data__) == (other.__data__, other.person.__data__)
    assert (one.is_dirty(), one.exit, one.person_id) == (False, day("31/03/2026"), other.person_id)


def test_the_rows_of_any_table_are_those_of_its_query(two):
    who = Person.get()
    for register, (values, _) in FACTS.items():
        of = {"action": two[0]} if "action" in register._meta.fields else {}
        register.create(person=who, **of, **values)
    seen = 0
    for table in TABLES:
        every = written(lambda table=table: table.select())
        query = table.select()
        assert list(every.rows()) == list(query.tuples())
        assert [one.__data__ for one in every.records()] == [one.__data__ for one in query]
        seen += len(query)
    assert seen >= len(FACTS) + 8


def test_a_loan_comes_with_its_moped_and_its_person(two):
    @written
    def loans(action):
        query = Loan.select(Loan, Moped, Person).join(Moped).switch(Loan).join(Person)
        return query.where(Moped.action == action)

    mopeds = [
        Moped.create(action=where, plate=f"AB-12{number}-CD", in_service=day("01/01/2025"))
        for number, where in enumerate(two)
    ]
    for moped, who in zip(mopeds, Person.select(), strict=True):
        Loan.create(moped=moped, person=who, departure=day("05/01/2026"), due=day("05/04/2026"))
    (one,) = loans.records(two[1].id)
    assert (one.moped.plate, one.person.code, one.departure) == ("AB-121-CD", "P1", day("05/01/2026"))


def test_a_day_goes_in_a_place_as_the_base_keeps_it(two):
    @written
    def until(last):
        return Session.select(Session.code).where(Session.day <= last)

    assert len(list(until.rows(day("05/02/2026")))) == 2
    assert list(until.rows(day("04/02/2026"))) == []


def test_what_follows_from_today_is_written_again_the_next_day(two, monkeypatch):
    from models.days.clock import today

    @written
    def past():
        return Session.select(Session.code).where(Session.day < today()).order_by(Session.code)

    monkeypatch.setenv("ASSIDU_TODAY", "2026-02-05")
    assert list(past.rows()) == []
    monkeypatch.setenv("ASSIDU_TODAY", "2026-02-06")
    assert list(past.rows()) == [("S0",), ("S1",)]
    monkeypatch.setenv("ASSIDU_TODAY", "2026-02-05")
    assert list(past.rows()) == []


def test_it_is_written_once(two, queries):
    built = []

    @written
    def codes(action):
        built.append(1)
        return Action.select(Action.code).where(Action.id == action)

    assert [list(codes.rows(where.id)) for where in two] == [[(where.code,)] for where in two]
    assert built == [1]
    assert queries(lambda: codes.rows(two[0].id)) == 1


def test_two_in_one_are_read_as_the_first(two):
    @written
    def either(one, other):
        return Session.select(Session.day).where(Session.action == one) | Session.select(Session.day).where(
            Session.action == other
        )

    assert list(either.rows(*(where.id for where in two))) == [(day("05/02/2026"),)]


def test_one_with_a_value_left_out_is_another(two):
    @written
    def codes(action=None):
        query = Session.select(Session.code).order_by(Session.code)
        return query if action is None else query.where(Session.action == action)

    assert list(codes.rows()) == [("S0",), ("S1",)]
    assert list(codes.rows(two[1].id)) == [("S1",)]
