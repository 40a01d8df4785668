"""What a computation bears on: one action over a period, and what its figures and rules read in common."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from peewee import ModelSelect, fn
from pendulum import Date

from config.schema import Convention, IncompleteProfile
from models.days.clock import today
from models.hours import payable
from models.tables import (
    REGISTERS,
    Action,
    Attendance,
    Contact,
    Contract,
    Document,
    Fact,
    Loan,
    Moped,
    Parcours,
    Person,
    Session,
    Step,
)
from models.tables.written import written
from models.terms.presence import attended
from models.terms.publics import Formers, formers, in_order, public_at

ALWAYS, EVER = Date(1, 1, 1), Date(9999, 12, 31)


def usual_period(action: Action) -> tuple[Date, Date]:
    """What figures are over when nobody says: the whole action; where the convention counts year by year, the civil
    year of today within the action, or its first or last one (reading E-02)."""
    if not action.spec.yearly:
        return action.start, action.end
    year = min(max(today(), action.start), action.end).year
    return max(action.start, Date(year, 1, 1)), min(action.end, Date(year, 12, 31))


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
    def years(self) -> list["Scope"]:
        """Itself, or year by year where the convention counts so and the period covers several years of the action
        (reading E-02)."""
        first, last = max(self.start, self.action.start).year, min(self.end, self.action.end).year
        if not self.spec.yearly or first >= last:
            return [self]
        return [
            Scope(
                self.action,
                self.start if year == first else Date(year, 1, 1),
                self.end if year == last else Date(year, 12, 31),
            )
            for year in range(first, last + 1)
        ]

    @property
    def reached(self) -> Date:
        """The last day of the period, or today when it comes first."""
        return min(self.end, today())

    @cached_property
    def stays(self) -> list[Parcours]:
        """The parcours of the action with their person, in order of entry."""
        return _stays.records(self.action.id)

    @cached_property
    def begun(self) -> list[Parcours]:
        """Those of its stays whose first day has come."""
        return [stay for stay in self.stays if stay.entry <= today()]

    @cached_property
    def spans(self) -> list[tuple[Parcours, Date, Date]]:
        """The stays begun, each with the first and last day of what belongs to it when its person has several: from
        the day after the exit before to the day before the entry after."""
        spans: dict[int, tuple[Parcours, Date, Date]] = {}
        before: dict[int, Parcours] = {}
        for stay in self.begun:
            first = ALWAYS
            if earlier := before.get(stay.person_id):
                first = min(stay.entry, (earlier.exit or stay.entry).add(days=1))
                spans[earlier.id] = (earlier, spans[earlier.id][1], stay.entry.subtract(days=1))
            spans[stay.id] = (stay, first, EVER)
            before[stay.person_id] = stay
        return list(spans.values())

    @cached_property
    def _formers(self) -> Formers:
        return in_order(_formers.rows(self.action.id))

    def public_on(self, person: Person, day: Date) -> str:
        """The public of one of its persons on a day (reading E-08)."""
        return public_at(self._formers.get(person.id, ()), person.public, day)

    @property
    def people(self) -> ModelSelect:
        """The persons who have a parcours in the action, for the queries that look at them elsewhere too."""
        return people_of(self.action)

    @cached_property
    def contracts(self) -> dict[int, list[Contract]]:
        """The contracts of each person (by id), made in this action or in any other, in order of start."""
        contracts: dict[int, list[Contract]] = {}
        for contract in _contracts.records(self.action.id):
            contracts.setdefault(contract.person_id, []).append(contract)
        return contracts

    @cached_property
    def steps(self) -> dict[int, list[Step]]:
        """The steps of each person (by id) in the action, in order."""
        steps: dict[int, list[Step]] = {}
        for step in _steps.records(self.action.id):
            steps.setdefault(step.person_id, []).append(step)
        return steps

    @cached_property
    def contacts(self) -> list[Contact]:
        """The contacts of the action in order of day, those about nobody included."""
        return _contacts.records(self.action.id)

    @cached_property
    def served(self) -> frozenset[str]:
        """The registers the convention wants kept in which anything was ever recorded in the action; one query."""
        wanted = {name for rule in self.spec.rules_of(IncompleteProfile) for name in rule.registers}
        tables = [one for one in REGISTERS if one.register in wanted and issubclass(one, Fact)]
        if not tables:
            return frozenset()
        (row,) = _known.rows(self.action.id, tables=tuple(tables))
        return frozenset(one.register for one, there in zip(tables, row, strict=True) if there)

    def interviews(self, natures: tuple[str, ...], channels: tuple[str, ...] = ()) -> dict[int, list[Date]]:
        """The days, in order, of the sessions of these natures each person (by id) attended in the action.

        With ``channels``, only by one of them; '' among them is a channel that is not noted (reading G3).
        """
        days: dict[int, list[Date]] = {}
        for person, day in _interviews.rows(self.action.id, natures=tuple(natures), channels=tuple(channels)):
            days.setdefault(person, []).append(day)
        return days

    @cached_property
    def loans(self) -> list[Loan]:
        """The loans of the action with their moped and person, in order of departure."""
        return _loans.records(self.action.id)

    def documents(self, kind: str) -> dict[int, list[Date]]:
        """The days on which each person (by id) has a document of this kind in the action."""
        days: dict[int, list[Date]] = {}
        for person, day in _documents.rows(self.action.id, kind):
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


def people_of(action: Any) -> ModelSelect:
    """The persons who have a parcours in an action, for the queries that look at them elsewhere too."""
    people: ModelSelect = Parcours.select(Parcours.person).where(Parcours.action == action)
    return people


@written
def _stays(action: Any) -> ModelSelect:
    query = Parcours.select(Parcours, Person).join(Person).where(Parcours.action == action)
    return query.order_by(Parcours.entry, Person.code)


@written
def _formers(action: Any) -> ModelSelect:
    borrowers = Loan.select(Loan.person).join(Moped).where(Moped.action == action)
    return formers(people_of(action) | borrowers)


@written
def _contracts(action: Any) -> ModelSelect:
    return Contract.select().where(Contract.person.in_(people_of(action))).order_by(Contract.start, Contract.id)


@written
def _steps(action: Any) -> ModelSelect:
    return Step.select().where(Step.action == action).order_by(Step.day, Step.id)


@written
def _contacts(action: Any) -> ModelSelect:
    return Contact.select().where(Contact.action == action).order_by(Contact.day, Contact.id)


@written
def _known(action: Any, *, tables: tuple[Any, ...]) -> ModelSelect:
    known = (fn.EXISTS(one.select(one.id).where(one.action == action)) for one in tables)
    return Action.select(*known).where(Action.id == action)


@written
def _interviews(action: Any, *, natures: tuple[str, ...], channels: tuple[str, ...]) -> ModelSelect:
    query = attended(action, natures, channels).select(Attendance.person, Session.day)
    return query.order_by(Session.day)


@written
def _loans(action: Any) -> ModelSelect:
    query = Loan.select(Loan, Moped, Person).join(Moped).switch(Loan).join(Person)
    return query.where(Moped.action == action).order_by(Loan.departure, Moped.plate)


@written
def _documents(action: Any, kind: Any) -> ModelSelect:
    return Document.select(Document.person, Document.day).where(Document.action == action, Document.kind == kind)
