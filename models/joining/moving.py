"""A parcours entered in the wrong action goes to the right one, with its marks, its registers and its hours.

A mark follows to a session of the same day and hours there; a fact, to a register the convention keeps, with codes it
knows; a movement of hours is reversed and entered there on its day, where hours are pooled. What has no place there is
listed, and taken away only when that was decided.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from pendulum import Date

from models.acts.act import Act
from models.acts.limits import dates_of, refuse, values_of
from models.acts.refusals import Refused
from models.days.clock import today
from models.french import wording
from models.french.wording import counted
from models.hours import pool
from models.joining.merging import about
from models.people import limits
from models.registers.sentences import day_of
from models.sessions.expected import NAMED
from models.tables import TABLES, Action, Attendance, Movement, Parcours, Record, Session
from models.tables.base import keys_of
from models.tables.fields import CodeField
from models.tables.registers import Fact

KIND = "move"


@dataclass(frozen=True)
class Plan:
    """What moving a parcours does: how many records of each table follow it, and what has no place there, in words."""

    moved: dict[type[Record], tuple[int, int]]
    lost: tuple[str, ...]


@dataclass
class _Moving:
    """The records of a parcours and, of those that follow, their changes; None for one without a place there."""

    parcours: Parcours
    target: Action
    records: list[tuple[Record, dict[str, Any] | None]]

    @property
    def lost(self) -> list[Record]:
        """What is taken away; being only expected in a session is nothing to lose."""
        gone = (record for record, changes in self.records if changes is None)
        return [one for one in gone if not (isinstance(one, Attendance) and one.status == NAMED)]


def plan(parcours: Parcours, target: Action) -> Plan:
    """What moving it to ``target`` would do. Raises Refused when it cannot be."""
    moving = _moving(parcours, target)
    moved: dict[type[Record], tuple[int, int]] = {}
    for record, changes in moving.records:
        if changes is not None:
            moved[type(record)] = (moved.get(type(record), (0, 0))[0] + 1, 0)
    return Plan(moved, tuple(_told(one) for one in moving.lost))


def move(parcours: Parcours, target: Action, *, drop: bool = False, who: str) -> Parcours:
    """Moves a parcours to another action in one act. ``drop``: what has no place there is taken away.

    Raises Refused when it cannot be, when something has no place there and is not to be dropped, when hours were used
    by others, and when something is dated in a closed period of either action.
    """
    with Act(KIND, "", who) as act:
        act.for_coordinators()
        moving = _moving(parcours, target)
        source, name = moving.parcours.action, wording.person(moving.parcours.person)
        act.sentence = f"{name} : parcours du {wording.day(parcours.entry)} déplacé de {source.code} à {target.code}"
        if moving.lost and not drop:
            raise Refused(
                f"{counted(len(moving.lost), 'enregistrement')} sans place dans {target.code}, dont "
                f"{_told(moving.lost[0])} : dites de les retirer, ou faites-leur d'abord une place."
            )
        variants = target.spec.listed("variant")
        variant = moving.parcours.variant if moving.parcours.variant in variants else ""
        act.update(moving.parcours, action=target, variant=variant)
        for record, changes in moving.records:
            if isinstance(record, Movement):
                pool.opposite(act, record, f"{pool.CARRIED} {target.code}")
                if changes is not None:
                    pool.again(act, record, record.person, target)
            elif changes is None:
                act.delete(record)
            else:
                act.update(record, **changes)
        for action in (source, target):
            _refuse_overdrawn(action)
    return moving.parcours


def _moving(parcours: Parcours, target: Action) -> _Moving:
    parcours = Parcours.get_by_id(parcours.id)
    person, source = parcours.person, parcours.action
    if source.id == target.id:
        raise Refused(f"Ce parcours est déjà dans {target.code} : choisissez une autre action.")
    if (
        Parcours.select()
        .where(Parcours.action == target, Parcours.person == person, Parcours.entry == parcours.entry)
        .exists()
    ):
        day = wording.day(parcours.entry)
        raise Refused(
            f"{wording.person(person)} a déjà un parcours du {day} dans {target.code} : retirez l'un des deux."
        )
    known = values_of(parcours) | {"action": target.id, "variant": ""}
    refuse(limits.parcours(known, target.spec, dates_of(target), today()))
    others = Parcours.select().where(Parcours.action == source, Parcours.person == person, Parcours.id != parcours.id)
    last = parcours.exit or source.end

    def within(day: Date) -> bool:
        """Whether what is dated so is of this parcours: all is, without another one."""
        return not others.exists() or parcours.entry <= day <= last

    records = [*_marks(parcours, target, within), *_facts(parcours, target, within), *_hours(parcours, target, within)]
    return _Moving(parcours, target, records)


Within = Callable[[Date], bool]
Found = Iterator[tuple[Record, dict[str, Any] | None]]


def _marks(parcours: Parcours, target: Action, within: Within) -> Found:
    query = (
        Attendance.select(Attendance, Session)
        .join(Session)
        .where(Session.action == parcours.action, Attendance.person == parcours.person)
    )
    marks = [one for one in query.order_by(Session.day, Session.start) if within(one.session.day)]
    there: dict[tuple[Date, int, int], list[Session]] = {}
    for session in Session.select().where(
        Session.action == target, Session.day.in_([one.session.day for one in marks])
    ):
        there.setdefault((session.day, session.start, session.end), []).append(session)
    noted = Attendance.select(Attendance.session).join(Session)
    taken = {id for (id,) in noted.where(Session.action == target, Attendance.person == parcours.person).tuples()}
    for one in marks:
        mine = one.session
        free = [its for its in there.get((mine.day, mine.start, mine.end), ()) if its.id not in taken]
        alike = [its for its in free if its.nature == mine.nature]
        best = next(iter([*alike, *free]), None)
        if best is not None:
            taken.add(best.id)
        yield one, None if best is None else {"session": best}


def _facts(parcours: Parcours, target: Action, within: Within) -> Found:
    for model in TABLES:
        if not issubclass(model, Fact):
            continue
        codes = [one for one in model._meta.sorted_fields if isinstance(one, CodeField)]
        kept = model.register in target.spec.records
        for one in model.select().where(model.action == parcours.action, model.person == parcours.person):
            if within(day_of(one)):
                named = all(getattr(one, code.name) in ("", *target.spec.listed(code.listed)) for code in codes)
                yield one, {"action": target} if kept and named and not _there(one, target) else None


def _there(fact: Fact, target: Action) -> bool:
    """Whether that action has a fact of the same key already."""
    model: Any = type(fact)
    for names in keys_of(model):
        same = [getattr(model, name) == (target.id if name == "action" else fact.__data__[name]) for name in names]
        if model.select().where(*same).exists():
            return True
    return False


def _hours(parcours: Parcours, target: Action, within: Within) -> Found:
    for one in pool.standing(parcours.person).where(Movement.action == parcours.action):
        if within(one.day):
            yield one, None if target.spec.quota is None else {}


def _refuse_overdrawn(action: Action) -> None:
    """Raises Refused when more hours would have been granted on a day than the pool of the action held."""
    if day := pool.overdrawn(action):
        raise Refused(
            f"Des heures libérées ont été mobilisées par d'autres dans {action.code} le {wording.day(day)} : "
            "contre-passez d'abord cette mobilisation."
        )


def _told(record: Record) -> str:
    if isinstance(record, Movement):
        return f"{wording.hours(record.minutes)} d'heures de conduite le {wording.day(record.day)}"
    return f"{about(record)}, {record.status}" if isinstance(record, Attendance) else about(record)
