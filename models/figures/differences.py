"""What an act changes in the figures of some actions: each before and after it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from models.figures.figures import figures
from models.figures.scope import usual_period
from models.hours.ledger import ledger
from models.storage.connection import writing
from models.tables import Action

T = TypeVar("T")


@dataclass(frozen=True)
class Difference:
    """A figure of an action, by its code, that is not the same before and after; ``id`` is the indicator's. ``unit`` is
    its unit; a figure of hours is in hours."""

    action: str
    id: str
    label: str
    unit: str
    before: Fraction | None
    after: Fraction | None


class _Leave(Exception):
    """Leaves the transaction without keeping anything."""


def differences(actions: Iterable[Action], act: Callable[[], T], dry_run: bool = False) -> tuple[T, list[Difference]]:
    """Does ``act`` and returns what it does, with what it changes in the figures of these actions over their usual
    periods; ``dry_run`` keeps nothing of it. Raises what ``act`` does: nothing is kept then."""
    known = list(actions)
    done: list[tuple[T, list[Difference]]] = []
    try:
        with writing():
            before = _read(known)
            result = act()
            done.append((result, list(_compared(before, _read(known)))))
            if dry_run:
                raise _Leave
    except _Leave:
        pass
    return done[0]


Read = dict[tuple[str, str], tuple[str, str, Fraction | None]]


def _read(actions: list[Action]) -> Read:
    found: Read = {}
    for action in actions:
        for one in figures(action, *usual_period(action)):
            found[action.code, one.indicator.id] = (one.indicator.label, one.indicator.unit, one.value)
        if action.spec.quota is not None:
            book = ledger(action)
            for id, label, minutes in (
                ("envelope", "Enveloppe", book.envelope),
                ("pool", "Heures mutualisées", book.pool),
            ):
                found[action.code, id] = (label, "heure", Fraction(minutes, 60))
    return found


def _compared(before: Read, after: Read) -> Iterator[Difference]:
    for (action, id), (label, unit, value) in before.items():
        now = after[action, id][2]
        if now != value:
            yield Difference(action, id, label, unit, value, now)
