"""Planning: who leads what on each day of a week, or what is held on each day of a month, and what clashes there."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from peewee import fn
from pendulum import Date

from models.acts.limits import doubts as said
from models.french.folding import fold
from models.sessions import clashes
from models.sessions.clashes import Busy, Slot, meet
from models.sessions.planning import Line, between, for_whom
from models.tables import Action, Attendance, Session

FRIDAY = 5
LATELY = 28  # days around a week in which whoever leads a session has a line in it

folded = lru_cache(maxsize=4096)(fold)


@dataclass(frozen=True)
class Only:
    """What is shown: everything when empty. ``person`` is expected, or was counted, in the sessions shown."""

    action: int | None = None
    trainer: str | None = None
    place: str | None = None
    person: int | None = None


@dataclass(frozen=True)
class Planned:
    """A session of the planning: for ``whom`` an individual one is, and what is doubtful of its hours, in sentences."""

    line: Line
    whom: str
    doubts: tuple[str, ...]

    @property
    def slot(self) -> Slot:
        session = self.line.session
        return Slot(session.day, session.start, session.end)


@dataclass(frozen=True)
class Led:
    """A line of a week: whoever leads these sessions ('' is nobody named), by day."""

    trainer: str
    days: Mapping[Date, list[Planned]]

    @property
    def minutes(self) -> int:
        """How long they lead, in minutes, without what is cancelled."""
        return sum(
            one.slot.end - one.slot.start
            for sessions in self.days.values()
            for one in sessions
            if one.line.state != "annulée"
        )


@dataclass(frozen=True)
class Planning:
    """The days shown, in order, and their sessions, in order of time, of whoever leads them."""

    days: list[Date]
    sessions: list[Planned]
    trainers: list[str]

    @property
    def clashing(self) -> int:
        """How many sessions clash with others."""
        return sum(bool(one.doubts) for one in self.sessions)

    def led(self) -> list[Led]:
        """The sessions by whoever leads them, in order of names; those that nobody does, last."""
        by: dict[str, dict[Date, list[Planned]]] = defaultdict(lambda: defaultdict(list))
        names = {folded(name): name for name in reversed(self.trainers)}
        for one in self.sessions:
            name = one.line.session.trainer
            names.setdefault(folded(name), name)
            by[folded(name)][one.slot.day].append(one)
        return [Led(names[key], by[key]) for key in sorted(names, key=lambda key: (not key, key))]

    def free(self, slot: Slot) -> list[str]:
        """The trainers who lead nothing at these hours."""
        taken = {
            folded(one.line.session.trainer)
            for one in self.sessions
            if one.line.state != "annulée" and meet(slot, one.slot)
        }
        return [one.trainer for one in self.led() if one.trainer and folded(one.trainer) not in taken]


def planning(first: Date, last: Date, only: Only | None = None, known: Iterable[str] = ()) -> Planning:
    """What is planned from one day to another, both in it; ``known``: the trainers who have a line whatever they lead.

    A clash is looked for among everything that is planned, whatever is shown. At most ten queries.
    """
    only = only or Only()
    lines = between(first, last)
    doubtful = _doubtful([line for line in lines if line.state != "annulée"])
    alone = [one.session.id for one in lines if one.nature is not None and not one.nature.collective]
    whom = for_whom(Session.id.in_(alone)) if alone else {}
    wanted = None if only.person is None else _of(only.person, lines)
    shown = [
        Planned(line, whom.get(line.session.id, ""), doubtful.get(line.session.id, ()))
        for line in lines
        if _is_wanted(line.session, only) and (wanted is None or line.session.id in wanted)
    ]
    days = [first.add(days=rank) for rank in range((last - first).days + 1)]
    names = [only.trainer] if only.trainer else [] if only != Only() else [*known, *_lately(first, last)]
    return Planning(days, shown, names)


def worked_days(planned: Planning) -> list[Date]:
    """The days to show: Monday to Friday, and a day of the week-end that has a session."""
    held = {one.slot.day for one in planned.sessions}
    return [day for day in planned.days if day.isoweekday() <= FRIDAY or day in held]


def choices(first: Date, last: Date) -> tuple[list[Action], list[str], list[str]]:
    """The actions, the trainers and the places that have a session from one day to another, in order."""
    query = Session.select(Session, Action).join(Action).where(Session.day.between(first, last))
    actions: dict[int, Action] = {}
    trainers: dict[str, str] = {}
    places: dict[str, str] = {}
    for session in query:
        actions.setdefault(session.action_id, session.action)
        trainers.setdefault(folded(session.trainer), session.trainer)
        places.setdefault(folded(session.place), session.place)
    named = ([known[key] for key in sorted(known) if key] for known in (trainers, places))
    return sorted(actions.values(), key=lambda one: one.code), next(named), next(named)


def _is_wanted(session: Session, only: Only) -> bool:
    return (
        only.action in (None, session.action_id)
        and (only.trainer is None or folded(only.trainer) == folded(session.trainer))
        and (only.place is None or folded(only.place) == folded(session.place))
    )


def _of(person: int, lines: Iterable[Line]) -> set[int]:
    """The sessions in which somebody is expected, or has a mark."""
    sessions = [line.session.id for line in lines]
    there = clashes.everyone_in(sessions)
    noted = Attendance.select(Attendance.session).where(Attendance.person == person, Attendance.session.in_(sessions))
    return {session for session, people in there.items() if person in people} | {one for (one,) in noted.tuples()}


def _lately(first: Date, last: Date) -> list[str]:
    near = Session.day.between(first.subtract(days=LATELY), last.add(days=LATELY))
    query = Session.select(Session.trainer).where(near, Session.trainer != "").group_by(Session.trainer)
    query = query.order_by(fn.COUNT(Session.id).desc(), Session.trainer)  # the usual spelling first
    return [name for (name,) in query.tuples()]


def _doubtful(lines: list[Line]) -> dict[int, tuple[str, ...]]:
    """What forms would doubt of the hours of each session: trainer, place or people in another one, by session."""
    busy = {one.session.id: _busy(one) for one in lines}
    by_day: dict[Date, list[Busy]] = defaultdict(list)
    for one in busy.values():
        by_day[one.slot.day].append(one)
    pairs = []
    for same_day in by_day.values():
        same_day.sort(key=lambda one: one.slot.start)
        for rank, one in enumerate(same_day):
            for other in same_day[rank + 1 :]:
                if other.slot.start >= one.slot.end:
                    break
                pairs.append((one, other))
    there = clashes.everyone_in({one.id for pair in pairs for one in pair})
    meeting: dict[int, list[tuple[Busy, set[int]]]] = defaultdict(list)
    for one, other in pairs:
        both = there.get(one.id, set()) & there.get(other.id, set())
        if both or _share(one.trainer, other.trainer) or _share(one.place, other.place):
            meeting[one.id].append((other, both))
            meeting[other.id].append((one, both))
    names = clashes.named({person for found in meeting.values() for _, both in found for person in both})
    told = {}
    for number, found in meeting.items():
        elsewhere = {
            other.id: {person: name for person, name in names.items() if person in both}
            for other, both in found
            if both
        }
        own = busy[number]
        sentences = said(clashes.doubts([other for other, _ in found], own.trainer, own.place, elsewhere))
        told[number] = tuple(sentences)
    return told


def _share(one: str, other: str) -> bool:
    return bool(one) and folded(one) == folded(other)


def _busy(line: Line) -> Busy:
    session = line.session
    slot = Slot(session.day, session.start, session.end)
    return Busy(session.id, session.code, session.action.code, slot, session.trainer, session.place)
