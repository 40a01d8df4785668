"""Rolls half called: past sessions in which somebody is marked and somebody expected is not yet.

Who is expected is said in ``models.sessions.expected``: everyone whose parcours is open that day in a collective
session (of its group, when it has one), and whoever is named.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from peewee import Expression, ModelSelect, Value, fn
from pendulum import Date

from config.catalogue import convention
from models.days.clock import today
from models.french import wording
from models.tables import Action, Attendance, Parcours, Person, Session
from models.tables.written import written
from models.terms import presence

NAMED = 12  # names told in a sentence: a roll of twelve is told whole


@dataclass
class HalfCalled:
    """A past session and the ids and names, in order, of those expected in it whom nobody has marked."""

    session: int
    action: int
    code: str
    day: Date
    start: int
    nature: str
    people: dict[int, str] = field(default_factory=dict)

    @property
    def told(self) -> str:
        """« 2 personnes sans marque : ARNAUD Lucie, BENALI Samir »; of a long list, the first, and how many more."""
        names, more = list(self.people.values()), len(self.people) - NAMED
        count = wording.counted(len(names), "personne")
        shown = ", ".join(names[:NAMED])
        return f"{count} sans marque : {shown}" + (f" et {more} de plus" if more > 0 else "")


def half_called(*conditions: Any) -> list[HalfCalled]:
    """The rolls half called of the sessions, before today, that meet ``conditions``; the oldest first.

    Three queries, whatever the number of actions, sessions and people.
    """
    return _told([*_named(*conditions).tuples(), *expected_by_parcours(_COLUMNS, _begun(), *conditions)])


def half_called_in(action: Action) -> list[HalfCalled]:
    """The same of all the sessions of an action; two queries."""
    natures = tuple(nature.code for nature in action.spec.nature if nature.collective)
    return _told([*_named_in.rows(action.id), *_expected_in.rows(action.id, natures=natures)])


def _told(lines: Sequence[tuple[Any, ...]]) -> list[HalfCalled]:
    found: dict[int, HalfCalled] = {}
    for session, action, code, day, start, nature, _, person, last, first in sorted(lines, key=_order):
        one = found.setdefault(session, HalfCalled(session, action, code, day, start, nature))
        one.people[person] = wording.full_name(last, first)
    return list(found.values())


_COLUMNS = (
    Session.id,
    Session.action,
    Session.code,
    Session.day,
    Session.start,
    Session.nature,
    Person.folded,
    Person.id,
    Person.last_name,
    Person.first_name,
)


def _order(line: tuple[Any, ...]) -> tuple[Any, ...]:
    session, _, code, day, start, _, folded, person, *_ = line
    return day, start, code, session, folded, person


def _begun() -> Expression:
    """In a query about sessions: before today, not cancelled, somebody marked."""
    begun: Expression = (Session.day < today()) & (Session.state != "annulée") & presence.called()
    return begun


def _named(*conditions: Any) -> ModelSelect:
    """Those a session begun names and nobody has marked."""
    query: ModelSelect = Session.select(*_COLUMNS).join(Attendance).join(Person)
    return query.where(Attendance.status == "prévu", _begun(), *conditions)


@written
def _named_in(action: Any) -> ModelSelect:
    return _named(Session.action == action)


@written
def _expected_in(action: Any, *, natures: tuple[str, ...]) -> ModelSelect:
    return _expected(_COLUMNS, Session.nature.in_(natures), _begun(), Session.action == action)


def expected_by_parcours(columns: Sequence[Any], *conditions: Any) -> Any:
    """Those the collective sessions that meet ``conditions`` expect by their parcours, and have no line of: ``columns``
    of the session, of its action, of the person; two queries."""
    return _expected(columns, _collective(), *conditions).tuples()


def _expected(columns: Sequence[Any], *conditions: Any) -> ModelSelect:
    own = Attendance.alias()
    query: ModelSelect = (
        Session.select(*columns)
        .join(Action)
        .join(Parcours)
        .join(Person)
        .where(
            Parcours.entry <= Session.day,
            fn.COALESCE(Parcours.exit, Action.end) >= Session.day,
            (Session.group == "") | (Parcours.group == Session.group),
            ~fn.EXISTS(own.select(own.id).where(own.session == Session.id, own.person == Parcours.person)),
            *conditions,
        )
    )
    return query


def _collective() -> Expression:
    """A session of a nature that its convention says to be collective."""
    found: Expression = Value(False)
    for id, edition in Action.select(Action.convention, Action.edition).distinct().tuples():
        natures = [nature.code for nature in convention(id, edition).nature if nature.collective]
        found |= (Action.convention == id) & (Action.edition == edition) & Session.nature.in_(natures)
    return found
