"""How somebody attends: their last sessions, their weeks, and what they are expected in."""

from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from peewee import ModelSelect
from pendulum import Date

from models.days.clock import today
from models.sessions.expected import NAMED
from models.tables import Action, Attendance, Parcours, Session
from models.terms.presence import ATTENDED

LAST, COMING, WEEKS = 12, 5, 40
AHEAD = 60  # days


@dataclass(frozen=True)
class Met:
    """A session somebody was marked in, or is expected in (``status`` is then None), and the minutes it counts."""

    session: int
    day: Date
    start: int
    end: int
    label: str
    action: str
    status: str | None
    minutes: int


@dataclass(frozen=True)
class Attended:
    """The last sessions, the latest first; what is to come, the nearest first; for each week up to this one its Monday,
    in how many sessions they were marked and in how many of these they were there."""

    last: list[Met]
    coming: list[Met]
    weeks: list[tuple[Date, int, int]]

    @property
    def rate(self) -> Fraction | None:
        """The share of the sessions of these weeks they were there; None without any."""
        marked = sum(week[1] for week in self.weeks)
        return Fraction(sum(week[2] for week in self.weeks), marked) if marked else None


def attended_by(person: int, weeks: int = WEEKS) -> Attended:
    """How the person of this id attends, over so many ``weeks``. Four queries at most."""
    now = today()
    since = _monday(now).subtract(weeks=weeks - 1)
    marks = _sessions(Attendance.status, Attendance.minutes).join(Attendance, on=Attendance.session == Session.id)
    marks = marks.where(Attendance.person == person, Session.state != "annulée", Session.day >= since)
    past, coming = [], []
    counted = {since.add(weeks=rank): [0, 0] for rank in range(weeks)}
    for *told, status, minutes in marks.order_by(Session.day.desc(), Session.start.desc()).tuples():
        one = _Told(*told)
        if status != NAMED:
            there = status in ATTENDED
            past.append((one, status, (one.length if minutes is None else minutes) if there else 0))
            week = counted.get(_monday(one.day))
            if week is not None:
                week[0] += 1
                week[1] += there
        elif one.day >= now:
            coming.append(one)
    known = {one.session for one in coming} | {one.session for one, *_ in past}
    coming += [one for one in _expected(person, now) if one.session not in known]
    coming = sorted(coming, key=lambda one: (one.day, one.start))[:COMING]
    shown = past[:LAST]
    actions = Action.select().where(Action.id.in_({one.action for one in (*coming, *(one for one, *_ in shown))}))
    by_id = {action.id: action for action in actions}
    return Attended(
        [_met(one, by_id[one.action], status, minutes) for one, status, minutes in shown],
        [_met(one, by_id[one.action], None, one.length) for one in coming],
        [(day, marked, there) for day, (marked, there) in counted.items()],
    )


class _Told(NamedTuple):
    session: int
    day: Date
    start: int
    end: int
    nature: str
    action: int

    @property
    def length(self) -> int:
        return self.end - self.start


def _monday(day: Date) -> Date:
    return day.subtract(days=day.weekday())


def _sessions(*more: Any) -> ModelSelect:
    """Sessions, as ``_Told`` and ``more``."""
    return Session.select(Session.id, Session.day, Session.start, Session.end, Session.nature, Session.action, *more)


def _expected(person: int, now: Date) -> list[_Told]:
    """The sessions to come that expect everyone whose parcours is open, in the actions where theirs is."""
    stays = Parcours.select(Parcours, Action).join(Action)
    stays = stays.where(Parcours.person == person, Parcours.exit.is_null() | (Parcours.exit >= now), Action.end >= now)
    wanted = [
        (Session.action == stay.action_id)
        & Session.nature.in_([nature.code for nature in stay.action.spec.nature if nature.collective])
        & Session.group.in_(("", stay.group))
        & (Session.day >= max(now, stay.entry))
        & (Session.day <= (stay.exit or stay.action.end))
        for stay in stays
    ]
    if not wanted:
        return []
    query = _sessions().where(reduce(or_, wanted), Session.state != "annulée", Session.day <= now.add(days=AHEAD))
    return [_Told(*line) for line in query.order_by(Session.day, Session.start).limit(COMING + LAST).tuples()]


def _met(one: _Told, action: Action, status: str | None, minutes: int) -> Met:
    nature = action.spec.nature_of(one.nature)
    label = nature.label if nature else one.nature
    return Met(one.session, one.day, one.start, one.end, label, action.code, status, minutes)
