"""What a new session is likely to be: the nature, hours, place and day of the latest ones of an action."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from peewee import fn
from pendulum import Date

from config.schema import Nature
from models.french.folding import fold
from models.tables import Action, Session

LATELY = 20  # the sessions that say what is usual, the latest of a nature
Value = TypeVar("Value")


@dataclass(frozen=True)
class Usual:
    """What is proposed: minutes from midnight, a place and a group ('' when none is usual), the next likely day."""

    start: int
    end: int
    place: str
    group: str
    day: Date


def usual(action: Action, nature: Nature, since: Date) -> Usual:
    """The hours and place most frequent among the latest sessions of a nature in an action, not cancelled, the nature's
    own length at nine without any; the group when they all have the same.

    The day, from ``since`` on: of a collective nature held twice or more on one weekday, the next of these on which
    none is planned yet, within the action; else ``since``.
    """
    own = (Session.action == action.id, Session.nature == nature.code, Session.state != "annulée")
    columns = (Session.day, Session.start, Session.end, Session.place, Session.group)
    latest = list(
        Session.select(*columns).where(*own).order_by(Session.day.desc(), Session.start).limit(LATELY).tuples()
    )
    if not latest:
        return Usual(9 * 60, 9 * 60 + nature.length, "", "", since)
    days, starts, ends, places, groups = zip(*latest, strict=True)
    start, end = _most(zip(starts, ends, strict=True))
    group = groups[0] if len(set(groups)) == 1 else ""
    day = _next(action, since, days, own) if nature.collective else since
    return Usual(start, end, _most(places), group, day)


def nature_of(action: Action, trainer: str) -> Nature:
    """The nature that a trainer leads most often lately in an action; else that most often held, else its first."""
    columns = (Session.nature, Session.trainer)
    latest = Session.select(*columns).where(Session.action == action.id).order_by(Session.day.desc(), Session.id)
    rows = list(latest.limit(2 * LATELY).tuples())
    own = [nature for nature, by in rows if fold(by) == fold(trainer)] or [nature for nature, _ in rows]
    known = action.spec.nature_of(_most(own)) if own else None
    return known or action.spec.nature[0]


def led(trainer: str) -> list[int]:
    """The actions a trainer has sessions in, that of the latest first."""
    query = Session.select(Session.action, Session.trainer, fn.MAX(Session.day))
    grouped = query.group_by(Session.action, Session.trainer).tuples()
    own = [(latest, action) for action, by, latest in grouped if fold(by) == fold(trainer)]
    return [action for _, action in sorted(own, reverse=True)]


def _most(values: Iterable[Value]) -> Value:
    """The most frequent; of several, the latest."""
    return Counter(values).most_common(1)[0][0]


def _next(action: Action, since: Date, days: Iterable[Date], own: tuple[object, ...]) -> Date:
    weekday, times = Counter(day.isoweekday() for day in set(days)).most_common(1)[0]
    if times < 2:
        return since
    taken = {day for (day,) in Session.select(Session.day).where(*own, Session.day >= since).tuples()}
    day = since.add(days=(weekday - since.isoweekday()) % 7)
    while day in taken:
        day = day.add(weeks=1)
    return day if day <= action.end else since
