"""What an échelle de distance à l'emploi had to come before: contracts, their renewals, requests of réorientation."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from peewee import ModelSelect
from pendulum import Date

from models.days.clock import today
from models.days.months import plus_months
from models.figures.scope import Scope, people_of
from models.tables import Contract, Ede, Liaison
from models.tables.written import written

NOT_CONCLUDED = ("en préparation", "rejeté", "dispense")


@dataclass(frozen=True)
class Preceded:
    """A contract or a request; ``filled``, the days of its person's échelles in any action of the operator (E-54).

    ``after``: for a renewal, the first day of the contract before: its échelle is a later one (reading 62-06).
    """

    record: Contract | Liaison
    day: Date
    filled: tuple[Date, ...]
    after: Date | None = None

    def last(self) -> Date | None:
        """The last échelle filled in time for it; None without one."""
        fitting = (one for one in self.filled if one <= self.day and (self.after is None or one > self.after))
        return max(fitting, default=None)

    def stale(self, months: int | None) -> bool:
        """Whether that échelle is more than so many months older than the contract or the request."""
        last = self.last()
        return months is not None and last is not None and plus_months(last, months) < self.day


def contracts(scope: Scope, kinds: tuple[str, ...]) -> Iterator[Preceded]:
    """The contracts of these kinds concluded in the action whose first day has come, in order of person and start."""
    days = _days(scope)
    for person, made in scope.contracts.items():
        before: Contract | None = None
        for one in made:
            if one.kind not in kinds or one.status in NOT_CONCLUDED or one.start > today():
                continue
            if one.action_id == scope.action.id:
                yield Preceded(one, one.start, days[person], before.start if before and one.renewal else None)
            before = one


def requests(scope: Scope, kinds: tuple[str, ...]) -> Iterator[Preceded]:
    """The fiches de liaison of the action that ask one of these, in order of day."""
    if not kinds:
        return
    days = _days(scope)
    for one in _asked.records(scope.action.id, kinds=tuple(kinds)):
        yield Preceded(one, one.day, days[one.person_id])


def _days(scope: Scope) -> dict[int, tuple[Date, ...]]:
    days: dict[int, list[Date]] = defaultdict(list)
    for person, day in _filled.rows(scope.action.id):
        days[person].append(day)
    return defaultdict(tuple, {person: tuple(found) for person, found in days.items()})


@written
def _asked(action: Any, *, kinds: tuple[str, ...]) -> ModelSelect:
    query = Liaison.select().where(Liaison.action == action, Liaison.kind.in_(kinds), Liaison.day <= today())
    return query.order_by(Liaison.day, Liaison.id)


@written
def _filled(action: Any) -> ModelSelect:
    filled = Ede.total.is_null(False) | (Ede.answers != "")  # an empty one is none
    return Ede.select(Ede.person, Ede.day).where(Ede.person.in_(people_of(action)), filled)
