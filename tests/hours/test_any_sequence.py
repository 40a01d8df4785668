"""Whatever people do, in whatever order, the books balance."""

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st
from pendulum import Date

from models.acts.refusals import Refused
from models.hours import pool
from models.tables import Movement, Parcours, database
from tests import sweeps, world

ME = "Nadia"
NAMES = ("ADA", "BOB", "EVE")

person = st.sampled_from(NAMES)
on = st.integers(0, 27).map(lambda number: Date(2026, 6, 1).add(days=number))
minutes = st.integers(1, 110).map(lambda half_hours: half_hours * 30)
act = st.one_of(
    st.tuples(st.just("enter"), person, on),
    st.tuples(st.just("exit"), person, on),
    st.tuples(st.just("lesson"), person, on, st.integers(1, 20)),
    st.tuples(st.just("release"), person, on, minutes),
    st.tuples(st.just("grant"), person, on, minutes),
    st.tuples(st.just("reverse"), st.integers(0, 8)),
)


def perform(action, people, number, what, *details):
    """One act; one that cannot be is refused and changes nothing."""
    if what == "enter":
        who, day = details
        if not Parcours.select().where(Parcours.person == people[who], Parcours.entry == day).exists():
            world.stay(action, people[who], day.format("DD/MM/YYYY"))
    elif what == "exit":
        who, day = details
        Parcours.update(exit=day).where(Parcours.person == people[who], Parcours.entry <= day).execute()
    elif what == "lesson":
        who, day, length = details
        if Parcours.select().where(Parcours.person == people[who]).exists():
            end = f"{length // 2 + 8}:{length % 2 * 30:02}"
            lesson = world.session(action, "conduite", day.format("DD/MM/YYYY"), "8:00", end, code=f"L{number}")
            world.mark(lesson, people[who])
    elif what == "reverse":
        movement = Movement.get_or_none(Movement.number == details[0] + 1)
        if movement:
            pool.reverse(movement, reason="erreur", who=ME)
    else:
        who, day, quantity = details
        verb = pool.release if what == "release" else pool.grant
        verb(action, people[who], quantity, day, "motif", who=ME)


@sweeps.examples(15, 60)
def test_the_ledger_balances_after_every_act(permis, examples):
    @settings(max_examples=examples, deadline=None)
    @given(acts=st.lists(act, max_size=25))
    def holds(acts):
        with database.atomic() as story:
            people = {name: world.person(name) for name in NAMES}
            world.stay(permis, people["ADA"], "01/06/2026")
            for number, details in enumerate(acts, 2):
                with suppress(Refused):
                    perform(permis, people, number, *details)
                book = pool.ledger(permis)
                for one in book.trainees:
                    assert one.left == one.allocated + one.granted - one.released - one.done
                assert book.envelope == sum(one.left for one in book.trainees) + book.done + book.pool
                assert book.envelope == 50 * 60 * Parcours.select(Parcours.person).distinct().count()
                days = {entry.day for entry in book.movements}
                for day in days:
                    moved = [entry for entry in book.movements if entry.day <= day]
                    assert sum(one.minutes if one.kind == pool.RELEASE else -one.minutes for one in moved) >= 0
                assert [entry.number for entry in book.movements] == list(range(1, len(book.movements) + 1))
            story.rollback()

    holds()
