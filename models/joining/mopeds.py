"""Two mopeds of an action that are one, whose plate was written in two ways: joined with their loans and downtimes."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from models.acts.act import Act
from models.acts.refusals import Refused
from models.days.clock import today
from models.french.comparing import plate_key
from models.joining.merging import Choice, Merging, merging, said, same
from models.joining.people import KIND
from models.park.limits import Span, Stay, beside, faults
from models.tables import Action, Downtime, Loan, Moped, Record

ASKED = (Moped.model, Moped.site)


@dataclass(frozen=True)
class Plan:
    """What joining ``other`` to ``kept`` does: what is to be chosen, and how many records of each table move and how
    many are the kept one's already. It was in the park from the first day of either to the last."""

    kept: Moped
    other: Moped
    choices: tuple[Choice, ...]
    moved: dict[type[Record], tuple[int, int]]


def twins() -> list[tuple[Moped, Moped]]:
    """The mopeds of one action whose plates differ only by case, spaces or hyphens, two by two; one query."""
    known: dict[tuple[int, str], list[Moped]] = defaultdict(list)
    for one in Moped.select(Moped, Action).join(Action).order_by(Action.code, Moped.id):
        known[one.action_id, plate_key(one.plate)].append(one)
    return [pair for several in known.values() for pair in combinations(several, 2)]


def plan(kept: Moped, other: Moped) -> Plan:
    """What joining ``other`` to ``kept`` would do. Raises Refused when they cannot be joined."""
    kept, other = _refuse(kept, other)
    belongings = merging(kept, other)
    return Plan(kept, other, (*_of_moped(kept, other), *belongings.choices()), belongings.moved())


def join(kept: Moped, other: Moped, theirs: Mapping[str, bool] | None = None, *, who: str) -> Moped:
    """Joins ``other`` to ``kept``, which is returned; ``theirs`` says of a choice, by its name, whether the other's is
    kept.

    Raises Refused for mopeds of two actions, when a loan of the one shares days with one of the other, and when
    something is dated in a closed period.
    """
    with Act(KIND, f"Cyclomoteur {other.plate} réuni à {kept.plate}", who) as act:
        act.for_coordinators()
        kept, other = _refuse(kept, other)
        belongings = merging(kept, other)
        taken = {one.name: one.theirs_usually for one in (*_of_moped(kept, other), *belongings.choices())}
        taken |= theirs or {}
        act.update(kept, **_values(kept, other, taken))
        belongings.write(act, lambda name: taken.get(name, False))
        act.delete(other)
    return kept


def _refuse(kept: Moped, other: Moped) -> tuple[Moped, Moped]:
    """Both as they are stored now. Raises Refused when they cannot be joined."""
    kept, other = Moped.get_by_id(kept.id), Moped.get_by_id(other.id)
    if kept.id == other.id:
        raise Refused(f"{kept.plate} est un seul cyclomoteur : donnez celui à y réunir.")
    if kept.action_id != other.action_id:
        raise Refused(f"{kept.plate} et {other.plate} ne sont pas dans le parc de la même action : ils restent deux.")
    _refuse_shared(kept, other, merging(kept, other))
    return kept, other


def _refuse_shared(kept: Moped, other: Moped, belongings: Merging) -> None:
    """Raises Refused when it would be lent twice on a day, or immobilised twice."""
    values = _values(kept, other, {})
    moved = [one.record for one in belongings.belongings if one.twin is None]
    spans = [
        Span(one.departure, one.due, one.ended, one.extended, one.id, one.moped_id != kept.id)
        for one in (*kept.loans, *(one for one in moved if isinstance(one, Loan)))
    ]
    stay = Stay(kept.plate, values["in_service"], values["retired"], kept.action.end)
    stops = [(one.start, one.end) for one in (*kept.downtimes, *other.downtimes)]
    for sentence in faults(stay, spans, stops, today()).values():
        raise Refused(sentence)
    there = [(one.start, one.end) for one in kept.downtimes]
    for one in moved:
        if isinstance(one, Downtime):
            for limit in beside(kept.plate, one.start, one.end, there):
                raise Refused(limit.sentence)


def _of_moped(kept: Moped, other: Moped) -> list[Choice]:
    return [
        Choice(one.name, one.facts.header, said(kept, one.name), said(other, one.name))
        for one in ASKED
        if said(kept, one.name) and said(other, one.name) and not same(said(kept, one.name), said(other, one.name))
    ]


def _values(kept: Moped, other: Moped, theirs: Mapping[str, bool]) -> dict[str, Any]:
    """The moped once joined: in the park from the first day of either to the last."""
    asked = {
        one.name: getattr(other if theirs.get(one.name) or not said(kept, one.name) else kept, one.name)
        for one in ASKED
    }
    last = max(kept.retired, other.retired) if kept.retired and other.retired else None
    plates = dict.fromkeys([*kept.formerly.splitlines(), other.plate, *other.formerly.splitlines()])
    return asked | {
        "in_service": min(kept.in_service, other.in_service),
        "retired": last,
        "formerly": "\n".join(plates),
    }
