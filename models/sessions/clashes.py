"""The same person, trainer or place twice at the same hour, in any actions; and days off: doubts, never refusals.

What forms ask about before a session is recorded, what a roll tells once somebody is marked, what a take-over warns of
and what ``check`` lists.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from pendulum import Date

from models.acts.limits import Limit
from models.french import wording
from models.french.folding import fold
from models.sessions.half_called import expected_by_parcours
from models.tables import Action, Attendance, Person, Session, database
from models.terms.presence import ATTENDED

THERE = ("prévu", "présent", "retard")
FEW = 3  # people told by name, and clashes told of one kind


class Slot(NamedTuple):
    """A time of a day, in minutes from midnight."""

    day: Date
    start: int
    end: int


class Busy(NamedTuple):
    """A session that takes up its trainer, its place and its people."""

    id: int
    code: str
    action: str
    slot: Slot
    trainer: str
    place: str

    @property
    def told(self) -> str:
        """« le 12/03/2026 de 9h00 à 11h00 (S-1, ADSE-26) »."""
        day, start, end = self.slot
        times = f"de {wording.time(start)} à {wording.time(end)}"
        return f"le {wording.day(day)} {times} ({self.code}, {self.action})"


def meet(one: Slot, other: Slot) -> bool:
    """Whether two slots share a minute: one may begin as the other ends."""
    return one.day == other.day and one.start < other.end and other.start < one.end


def around(slots: Collection[Slot], but: Collection[int] = ()) -> list[Busy]:
    """The sessions of any action, not cancelled and ``but`` these, that share a minute with one of the slots."""
    query = (
        Session.select(
            Session.id,
            Session.code,
            Action.code,
            Session.day,
            Session.start,
            Session.end,
            Session.trainer,
            Session.place,
        )
        .join(Action)
        .where(Session.day.in_([slot.day for slot in slots]), Session.state != "annulée", Session.id.not_in(list(but)))
        .order_by(Session.day, Session.start, Action.code, Session.code)
    )
    found = [
        Busy(id, code, action, Slot(day, start, end), trainer, place)
        for id, code, action, day, start, end, trainer, place in query.tuples()
    ]
    by_day: dict[Date, list[Slot]] = defaultdict(list)
    for slot in slots:
        by_day[slot.day].append(slot)
    return [busy for busy in found if any(meet(slot, busy.slot) for slot in by_day[busy.slot.day])]


def doubts(
    busy: Sequence[Busy], trainer: str, place: str, elsewhere: Mapping[int, Mapping[int, str]]
) -> Iterator[Limit]:
    """The doubts of a session beside those that share its hours: the same trainer, the same place, and its people who
    are ``elsewhere``, expected or counted (see ``people_in``)."""
    for field, name, verb in (("trainer", trainer, "a déjà une séance"), ("place", place, "est déjà pris")):
        taken = [one for one in busy if name and fold(getattr(one, field)) == fold(name)]
        for one in taken[:FEW]:
            yield Limit(field, f"{name} {verb} {one.told}{_more(taken)}.", "doubt")
            break
    for one in busy:
        names = list(elsewhere.get(one.id, {}).values())
        if names:
            told = ", ".join(names[:FEW]) + (f" et {len(names) - FEW} de plus" if len(names) > FEW else "")
            verb = "ont" if len(names) > 1 else "a"
            yield Limit("person", f"{told} {verb} aussi une séance {one.told}.", "doubt")


def _more(taken: Sequence[Busy]) -> str:
    return f", et {wording.counted(len(taken) - 1, 'autre')}" if len(taken) > 1 else ""


def people_in(sessions: Collection[int], among: Collection[int]) -> dict[int, dict[int, str]]:
    """Of ``among``, those expected or counted in each of these sessions, with their names in order."""
    wanted = set(among)
    there = {session: people & wanted for session, people in everyone_in(sessions if wanted else ()).items()}
    names = named(set().union(*there.values()))
    return {
        session: {person: name for person, name in names.items() if person in people}
        for session, people in there.items()
        if people
    }


def everyone_in(sessions: Collection[int]) -> dict[int, set[int]]:
    """Who is expected or counted in each of these sessions; at most three queries."""
    found: dict[int, set[int]] = {}
    if sessions:
        here = Session.id.in_(list(sessions))
        lines = Attendance.select(Attendance.session, Attendance.person)
        lines = lines.where(Attendance.session.in_(list(sessions)), Attendance.status.in_(THERE))
        expected = expected_by_parcours((Session.id, Person.id), here)
        for session, person in [*database.execute(lines), *database.execute(expected)]:
            found.setdefault(session, set()).add(person)
    return found


def named(people: Collection[int]) -> dict[int, str]:
    """The names of these people, in order."""
    query = Person.select(Person.id, Person.last_name, Person.first_name).where(Person.id.in_(list(people)))
    found = query.order_by(Person.folded, Person.id).tuples() if people else ()
    return {person: wording.full_name(last, first) for person, last, first in found}


class Elsewhere(NamedTuple):
    """What a roll may have to tell once somebody is marked: doubts about its session, and where else people counted
    in other sessions of the same hours are, by person."""

    session: list[str]
    people: dict[int, str]


def elsewhere(session: Session) -> Elsewhere:
    """What the roll of a session reads when it opens, so that a mark has nothing to ask; at most two queries."""
    busy = around([Slot(session.day, session.start, session.end)], [session.id])
    own = [one.sentence for one in doubts(busy, session.trainer, session.place, {})]
    if not busy:
        return Elsewhere(own, {})
    told = {one.id: one.told for one in busy}
    marked = Attendance.select(Attendance.person, Attendance.session)
    marked = marked.where(Attendance.session.in_(list(told)), Attendance.status.in_(ATTENDED))
    return Elsewhere(own, {person: told[number] for person, number in marked.tuples()})


def day_off(day: Date, off: Mapping[Date, str]) -> Iterator[Limit]:
    """The doubt of a session on a day off, of ``models.days.holidays``."""
    if day in off:
        yield Limit("day", f"Le {wording.day(day)} est un jour de fermeture : {off[day]}.", "doubt")
