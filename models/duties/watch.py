"""The parcours of several actions at once, each in one light line: what the calendar and the lists of duties read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from peewee import Expression, ModelSelect, fn
from pendulum import Date

from config.catalogue import convention
from config.schema import Convention
from models.days.clock import today
from models.french import wording
from models.tables import Action, Parcours, Person

WATCHED = 24  # months after its end during which something is still to be done for an action


class Stay(NamedTuple):
    """A parcours and its person. ``action`` and ``person`` are identifiers."""

    id: int
    action: int
    person: int
    code: str
    last_name: str
    first_name: str
    birth: Date | None
    entry: Date
    planned_end: Date | None
    exit: Date | None
    exit_type: str
    exit_contract: str
    job_end: Date | None
    destination: str
    renewed: Date | None
    oriented: Date | None
    variant: str

    @property
    def name(self) -> str:
        """The full name."""
        return wording.full_name(self.last_name, self.first_name)


_OF_PERSON = ("code", "last_name", "first_name", "birth")
_COLUMNS = [getattr(Person if name in _OF_PERSON else Parcours, name) for name in Stay._fields]


@dataclass(frozen=True)
class Watch:
    """Actions looked at together, by identifier, on a day."""

    actions: dict[int, Action]
    today: Date

    @classmethod
    def of_all(cls) -> "Watch":
        """Every action begun and not ended for too long."""
        day = today()
        query = Action.select().where(Action.start <= day, Action.end >= day.subtract(months=WATCHED))
        return cls({one.id: one for one in query.order_by(Action.code)}, day)

    @classmethod
    def of(cls, action: Action) -> "Watch":
        """One action."""
        return cls({action.id: action}, today())

    @cached_property
    def _specs(self) -> dict[int, Convention]:
        read = cache(convention)  # a file of the catalogue is looked for once, not once an action
        return {id: read(one.convention, one.edition) for id, one in self.actions.items()}

    def spec(self, action: int) -> Convention:
        """The convention of an action."""
        return self._specs[action]

    @property
    def here(self) -> Expression:
        """What a parcours open today is in a query: entered, not left."""
        return (Parcours.entry <= self.today) & (Parcours.exit.is_null() | (Parcours.exit > self.today))

    @cached_property
    def staying(self) -> list[Stay]:
        """The parcours open today, in an action not ended; in order of entry."""
        running = [id for id, one in self.actions.items() if one.end >= self.today]
        return list(_read(Parcours.action.in_(running), self.here))

    def exits(self, start: Date, end: Date) -> Iterator[Stay]:
        """The parcours left from ``start`` to ``end``, in order of exit."""
        return _read(Parcours.action.in_(list(self.actions)), Parcours.exit.between(start, end), order=Parcours.exit)

    def gone(self, actions: Iterable[int]) -> Iterator[Stay]:
        """The last parcours of each person who left these actions by today."""
        later = Parcours.alias()
        again = later.select(later.id).where(
            later.action == Parcours.action, later.person == Parcours.person, later.entry > Parcours.entry
        )
        return _read(Parcours.action.in_(list(actions)), Parcours.exit <= self.today, ~fn.EXISTS(again))

    def accompanied(self, actions: Iterable[int], start: Date, end: Date) -> ModelSelect:
        """The parcours of these actions begun and open at least one day from ``start`` to ``end`` (G4)."""
        until = fn.COALESCE(Parcours.exit, Action.end)
        return (
            Parcours.select()
            .join(Person)
            .switch(Parcours)
            .join(Action)
            .where(
                Parcours.action.in_(list(actions)),
                Parcours.entry <= min(end, self.today),
                until >= start.isoformat(),
                until >= Parcours.entry,
            )
        )


def _read(*conditions: object, order: object = Parcours.entry) -> Iterator[Stay]:
    query = Parcours.select(*_COLUMNS).join(Person).where(*conditions).order_by(order, Person.code, Parcours.id)
    return (Stay(*row) for row in query.tuples())
