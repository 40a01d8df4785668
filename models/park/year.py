"""A year of an action's park, day by day: which moped is out, immobilised, free; days out against the days aimed at.

Annexe 3, §5: 180 days a moped and year, an indicative aim (reading 49-21: pro rata of its days in the park).
"""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from pendulum import Date

from models.acts.refusals import Refused
from models.days.clock import today
from models.tables import Action, Downtime, Loan, Moped, Person

State = Literal["hors parc", "libre", "prêt", "promis", "immobilisé"]


@dataclass(frozen=True)
class MopedYear:
    """One moped's year. ``states``: one a day from 1 January; *promis* is a loan's day still to come.

    ``days``: days out so far, at most one a day, less downtime. ``aim``: the days aimed at; ``projection``: the days at
    the year's end at the pace so far, None as long as there is none.
    """

    moped: Moped
    states: tuple[State, ...]
    loans: tuple[Loan, ...]
    downtimes: tuple[Downtime, ...]
    days: int
    aim: Fraction
    projection: Fraction | None

    def running(self) -> Loan | None:
        """The loan that is out today."""
        now = today()
        return next((loan for loan in reversed(self.loans) if loan.departure <= now and not loan.ended), None)

    def stopped(self) -> Downtime | None:
        """The downtime that has no end, or holds today."""
        now = today()
        stops = (one for one in reversed(self.downtimes) if one.end is None or one.start <= now <= one.end)
        return next(stops, None)


@dataclass(frozen=True)
class ParkYear:
    """The year of every moped of the action, by plate."""

    action: Action
    year: int
    mopeds: tuple[MopedYear, ...]

    def idle(self, one: MopedYear) -> int:
        """The days a moped has been free in a row up to today; 0 when it is not, or in another year."""
        now = today()
        if now.year != self.year:
            return 0
        back = one.states[: now.day_of_year][::-1]
        return next((rank for rank, state in enumerate(back) if state != "libre"), len(back))

    @property
    def days(self) -> int:
        return sum(one.days for one in self.mopeds)

    @property
    def aim(self) -> Fraction:
        return sum((one.aim for one in self.mopeds), Fraction(0))

    @property
    def projection(self) -> Fraction:
        return sum((one.projection or Fraction(0) for one in self.mopeds), Fraction(0))


def year(action: Action, number: int) -> ParkYear:
    """The park in one calendar year; three queries. Raises Refused when the convention has no park."""
    park = action.spec.park
    if park is None:
        raise Refused(f"L'action {action.code} n'a pas de parc : sa convention n'en prévoit pas.")
    loans: dict[int, list[Loan]] = defaultdict(list)
    mine = Moped.action == action
    for loan in Loan.select(Loan, Person).join(Person).switch(Loan).join(Moped).where(mine).order_by(Loan.departure):
        loans[loan.moped_id].append(loan)
    downtimes: dict[int, list[Downtime]] = defaultdict(list)
    for stop in Downtime.select(Downtime).join(Moped).where(mine).order_by(Downtime.start):
        downtimes[stop.moped_id].append(stop)
    mopeds = Moped.select().where(mine).order_by(Moped.plate)
    first, last = Date(number, 1, 1), Date(number, 12, 31)
    return ParkYear(
        action,
        number,
        tuple(
            _moped_year(action, moped, loans[moped.id], downtimes[moped.id], (first, last), (park.days, park.year))
            for moped in mopeds
        ),
    )


def _moped_year(
    action: Action,
    moped: Moped,
    loans: list[Loan],
    downtimes: list[Downtime],
    span: tuple[Date, Date],
    aim: tuple[int, int],
) -> MopedYear:
    first, last = span
    now = today()
    parked = _days(max(moped.in_service, action.start), min(moped.retired or action.end, action.end), span)
    out: set[int] = set()
    promised: set[int] = set()
    for loan in loans:
        out |= _days(loan.departure, min(loan.ended or now, now), span)
        if loan.ended is None:
            promised |= _days(max(loan.departure, now), max(loan.due, loan.extended or loan.due), span)
    stopped: set[int] = set()
    for stop in downtimes:
        stopped |= _days(stop.start, stop.end or max(now, stop.start), span)

    def state(day: int) -> State:
        if day in stopped and (day in parked or day in out):
            return "immobilisé"
        if day in out:
            return "prêt"
        if day not in parked:
            return "hors parc"
        return "promis" if day in promised else "libre"

    counted = (out - stopped) & _days(action.start, action.end, span)
    elapsed = len(parked & _days(first, now, span))
    return MopedYear(
        moped,
        tuple(state(day) for day in range(first.toordinal(), last.toordinal() + 1)),
        tuple(loans),
        tuple(downtimes),
        len(counted),
        aim[0] * min(Fraction(1), Fraction(len(parked), aim[1])),
        Fraction(len(counted) * len(parked), elapsed) if elapsed else None,
    )


def _days(start: Date, end: Date, span: tuple[Date, Date]) -> set[int]:
    """The days from ``start`` to ``end`` that lie in the span, as ordinals."""
    return set(range(max(start, span[0]).toordinal(), min(end, span[1]).toordinal() + 1))
