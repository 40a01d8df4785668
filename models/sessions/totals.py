"""What each person of a session has already done towards a target: sessions, hours under a volume, driving hours."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from peewee import fn

from config.schema import Convention, Nature
from models.hours import payable
from models.tables import Action, Attendance, Movement, Session
from models.terms.presence import ATTENDED, attended_minutes, held


@dataclass(frozen=True)
class Progress:
    """What each person id has ``done``, in ``unit``, and is meant to: ``goals``, else ``goal`` (or None)."""

    unit: str  # "séance" or "minute"
    done: dict[int, int]
    goal: int | None
    goals: dict[int, int]

    def of(self, person: int) -> tuple[int, int | None]:
        """What this person has done, and is meant to."""
        return self.done.get(person, 0), self.goals.get(person, self.goal)


def progress(session: Session, action: Action, spec: Convention) -> Progress:
    """Where each person stands in the nature of ``session``, that session left out; a constant number of queries.

    The driving quota is its hours + granted − released; a volume is counted in the block or the window the session
    falls in; else sessions attended in the action, against the number meant for each when there is one.
    """
    nature = spec.nature_of(session.nature)
    if spec.quota and spec.quota.nature == session.nature:
        return Progress("minute", _attended(session, minutes=True), spec.quota.hours, _quotas(action, spec.quota.hours))
    if nature and nature.funding:
        return Progress("minute", _under_volume(session, action, spec, nature), nature.funding.volume, {})
    return Progress("séance", _attended(session, minutes=False), nature.sessions_each if nature else None, {})


def _attended(session: Session, *, minutes: bool) -> dict[int, int]:
    query = (
        Attendance.select(Attendance.person, fn.SUM(attended_minutes()) if minutes else fn.COUNT(Attendance.id))
        .join(Session)
        .where(
            Session.action == session.action_id,
            Session.nature == session.nature,
            Session.id != session.id,
            held(),
            Attendance.status.in_(ATTENDED),
        )
        .group_by(Attendance.person)
    )
    return dict(query.tuples())


def _quotas(action: Action, hours: int) -> dict[int, int]:
    """The driving quota of the persons whose hours were moved."""
    query = (
        Movement.select(Movement.person, Movement.kind, fn.SUM(Movement.minutes))
        .where(Movement.action == action.id)
        .group_by(Movement.person, Movement.kind)
    )
    quotas: dict[int, int] = defaultdict(lambda: hours)
    for person, kind, minutes in query.tuples():
        quotas[person] += minutes if kind == "mobilisation" else -minutes
    return dict(quotas)


def _under_volume(session: Session, action: Action, spec: Convention, nature: Nature) -> dict[int, int]:
    """Minutes attended in the block or window of the session's day, payable or not."""
    hours = [hour for hour in payable.shared_hours(action) if hour.nature == nature.code and hour.session != session.id]
    if nature.funding and nature.funding.per == "bloc":
        blocks = payable.blocks_of(payable.persons_of(action), {action.id: spec})
        current = {
            person: next((block for block in theirs if block.start <= session.day < block.end), None)
            for (_, person), theirs in blocks.items()
        }
        return _sums(hour for hour in hours if hour.action == action.id and hour.block == current.get(hour.person_id))
    windows: dict[int, list[payable.Window]] = defaultdict(list)
    for hour in hours:
        if hour.window and hour.window not in windows[hour.person_id]:
            windows[hour.person_id].append(hour.window)
    return _sums(
        hour for hour in hours if hour.window == payable.window_on(session.day, nature.code, windows[hour.person_id])
    )


def _sums(hours: Iterable[payable.Hour]) -> dict[int, int]:
    sums: dict[int, int] = defaultdict(int)
    for hour in hours:
        sums[hour.person_id] += hour.minutes
    return dict(sums)
