"""What a computation bears on: one action over a period, and what its figures and rules read in common."""

from dataclasses import dataclass
from functools import cached_property

from pendulum import Date

from config.schema import Convention
from models import payable
from models.tables import Action, Document, Loan, Moped, Parcours, Person


@dataclass(frozen=True)
class Scope:
    """An action from ``start`` to ``end``, both in it."""

    action: Action
    start: Date
    end: Date

    @classmethod
    def whole(cls, action: Action) -> "Scope":
        """The action over its own dates."""
        return cls(action, action.start, action.end)

    @cached_property
    def spec(self) -> Convention:
        return self.action.spec

    @cached_property
    def stays(self) -> list[Parcours]:
        """The parcours of the action with their person, in order of entry."""
        query = Parcours.select(Parcours, Person).join(Person).where(Parcours.action == self.action)
        return list(query.order_by(Parcours.entry, Person.code))

    @cached_property
    def loans(self) -> list[Loan]:
        """The loans of the action with their moped and person, in order of departure."""
        query = Loan.select(Loan, Moped, Person).join(Moped).switch(Loan).join(Person)
        return list(query.where(Moped.action == self.action).order_by(Loan.departure, Moped.plate))

    def documents(self, kind: str) -> dict[int, list[Date]]:
        """The days on which each person (by id) has a document of this kind in the action."""
        days: dict[int, list[Date]] = {}
        query = Document.select(Document.person, Document.day).where(
            Document.action == self.action, Document.kind == kind
        )
        for person, day in query.tuples():
            days.setdefault(person, []).append(day)
        return days

    @cached_property
    def shared_hours(self) -> list[payable.Hour]:
        """The module sessions its persons attended in every action that shares its windows."""
        return payable.shared_hours(self.action)

    @property
    def hours(self) -> list[payable.Hour]:
        """The module sessions attended in the action."""
        return [hour for hour in self.shared_hours if hour.action == self.action.id]
