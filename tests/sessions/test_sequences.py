"""Whatever the order of marks, corrections and undos, the roll is what a list of snapshots says."""

from hypothesis import given, settings
from hypothesis import strategies as st

from models.acts.undo import last_act, undo
from models.sessions import roll
from models.tables import Action
from tests import sweeps, world

LENGTH = 180
UNMARKED = (None, None, False)

marks = st.tuples(st.just("mark"), st.integers(0, 3), st.sampled_from(roll.MARKS))
typed = st.tuples(st.just("minutes"), st.integers(0, 3), st.integers(0, LENGTH))
clears = st.tuples(st.just("clear"), st.integers(0, 3), st.none())
others = st.tuples(st.sampled_from(["rest", "undo"]), st.none(), st.none())


def after(state, act):
    """What an act makes of the state: a tuple of (status, minutes, estimated), one a person."""
    kind, rank, value = act
    rows = list(state)
    if kind == "mark" and rows[rank][0] != value:
        rows[rank] = (value, LENGTH - 15, True) if value == "retard" else (value, None, False)
    elif kind == "minutes" and rows[rank][0] in ("présent", "retard"):
        rows[rank] = (rows[rank][0], value, False)
    elif kind == "clear":
        rows[rank] = UNMARKED
    elif kind == "rest":
        rows = [row if row[0] else ("présent", None, False) for row in rows]
    return tuple(rows)


def do(session, people, act, who):
    kind, rank, value = act
    if kind == "mark":
        roll.mark(session, people[rank], value, who=who)
    elif kind == "minutes" and roll.open_roll(session).rows[rank].status in ("présent", "retard"):
        roll.set_minutes(session, people[rank], value, who=who)
    elif kind == "clear":
        roll.clear(session, people[rank], who=who)
    elif kind == "rest":
        roll.mark_rest_present(session, who=who)


@sweeps.examples(10, 40)
def test_marks_and_undos_are_a_pile_of_snapshots(examples):
    @settings(max_examples=examples, deadline=None)
    @given(acts=st.lists(st.one_of(marks, typed, clears, others), max_size=14))
    def holds(acts):
        number = Action.select().count()
        who = f"Nadia {number}"  # undo takes back the acts of one's own
        action = world.action(code=f"A{number}")
        people = world.people(action, "ADA", "BOB", "CLEO", "DAN")
        session = world.session(action, end="12:00")
        pile = [(UNMARKED,) * 4]
        for act in acts:
            if act[0] == "undo":
                if len(pile) > 1:
                    undo(last_act(who), who)
                    pile.pop()
            else:
                do(session, people, act, who)
                if (state := after(pile[-1], act)) != pile[-1]:
                    pile.append(state)
            shown = roll.open_roll(session).rows
            assert tuple((row.status, row.minutes, row.estimated) for row in shown) == pile[-1]

    holds()
