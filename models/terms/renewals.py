"""How many renewals of a parcours count towards its longest length."""

from collections.abc import Iterable
from typing import Protocol

from pendulum import Date

from config.schema import RenewableStay


class Renewed(Protocol):
    """What is read of a parcours: a ``Parcours``, or a row with these columns."""

    @property
    def entry(self) -> Date: ...
    @property
    def renewed(self) -> Date | None: ...


def granted(rule: RenewableStay, parcours: Renewed, steps: Iterable[tuple[Date, str]], last: Date) -> int:
    """How many renewals up to ``last`` count."""
    return len(days(rule, parcours, steps, last))


def days(rule: RenewableStay, parcours: Renewed, steps: Iterable[tuple[Date, str]], last: Date) -> list[Date]:
    """The days of the renewals up to ``last`` that count: one a day, never more than ``rule.renewals``, the last ones
    only by the step ``by`` (readings 59-20, 67-02, 93-22). ``steps``: the days and kinds of the person's steps in the
    action.
    """
    decided = {} if parcours.renewed is None else {parcours.renewed: False}
    for day, kind in steps:
        if parcours.entry <= day <= last and (kind in rule.steps or kind == rule.by != ""):
            decided[day] = decided.get(day, False) or kind == rule.by
    counted: list[Date] = []
    for day, validated in sorted(decided.items()):
        if rule.renewals and len(counted) == rule.renewals:
            break
        if validated or not to_validate(rule, len(counted)):
            counted.append(day)
    return counted


def to_validate(rule: RenewableStay, count: int) -> bool:
    """Whether the renewal after so many must be the step ``by``; without a limit of renewals, each one must."""
    return bool(rule.validated) and count >= rule.renewals - rule.validated
