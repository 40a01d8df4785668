"""Sessions: planning, correcting, cancelling, removing them; and the lists a day starts with."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from peewee import fn
from pendulum import Date

from config.schema import Convention, Nature
from models.acts.act import Act
from models.acts.limits import Limit, Values, brought, dates_of, refuse, refuse_change, values_of
from models.acts.limits import doubts as said
from models.acts.refusals import Refused
from models.days import clock
from models.french import wording
from models.french.comparing import tidy
from models.french.folding import fold
from models.hours.ledger import ledger
from models.hours.limits import lesson
from models.people.limits import stranger
from models.sessions import clashes, limits
from models.sessions import half_called as half
from models.sessions.clashes import Slot
from models.sessions.half_called import HalfCalled
from models.tables import Action, Attendance, Parcours, Person, Session, SheetSeen
from models.terms import presence

NAMES = ("theme", "trainer", "group")
MOVING = ("nature", "day", "start", "end", "trainer", "place", "group")
"""What makes a session meet others, or expect other people."""

MOST_AT_ONCE = 500


@dataclass(frozen=True)
class Line:
    """A session as a list shows it: what it amounts to, how many are marked, of how many expected."""

    session: Session
    nature: Nature | None
    state: str
    marked: int
    expected: int

    @property
    def label(self) -> str:
        """The nature in words, with the theme when there is one."""
        words = self.nature.label if self.nature else self.session.nature
        return f"{words} · {self.session.theme}" if self.session.theme else words

    @property
    def to_call(self) -> bool:
        """Whether its roll should have been called, or should be today."""
        return not self.marked and self.state != "annulée" and self.session.day <= clock.today()

    @property
    def to_finish(self) -> bool:
        """Whether its roll is half called: a past session, somebody marked and somebody expected not yet."""
        return 0 < self.marked < self.expected and self.state != "annulée" and self.session.day < clock.today()


def sessions_of_day(day: Date, trainer: str | None = None) -> list[Line]:
    """The sessions of a day over all actions in order of time, cancelled ones too; only ``trainer``'s when named."""
    return _lines((Session.day == day,), trainer)


def uncalled(before: Date, trainer: str | None = None) -> list[Line]:
    """The sessions dated before a day, not cancelled, in which nobody is marked; the oldest first."""
    return _lines((Session.day < before, presence.uncalled()), trainer)


def half_called(trainer: str | None = None) -> list[HalfCalled]:
    """The past sessions whose roll is half called, the oldest first; only ``trainer``'s when named."""
    if trainer is None:
        return half.half_called()
    names = [name for name in trainers() if fold(name) == fold(trainer)]
    return half.half_called(Session.trainer.in_(names)) if names else []


def numbered(sessions: Iterable[int]) -> list[Line]:
    """The sessions of these ids, in order of time."""
    return _lines((Session.id.in_(list(sessions)),), None)


def between(first: Date, last: Date) -> list[Line]:
    """The sessions from one day to another, both in it, cancelled ones too, in order of time; two queries."""
    return _lines((Session.day.between(first, last),), None)


def sessions_of(action: Action) -> list[Line]:
    """Every session of an action, the latest first."""
    return _lines((Session.action == action.id,), None)[::-1]


def for_whom(*conditions: Any) -> dict[int, str]:
    """Who has a line in the sessions that meet conditions (the individual ones), by session; one query."""
    query = (
        Attendance.select(Attendance.session, Person.last_name, Person.first_name)
        .join(Person)
        .switch(Attendance)
        .join(Session)
        .where(*conditions)
        .order_by(Person.folded)
    )
    named: dict[int, str] = {}
    for session, last, first in query.tuples():
        name = wording.full_name(last, first)
        named[session] = f"{named[session]}, {name}" if session in named else name
    return named


def trainers() -> list[str]:
    """Every trainer ever named, the most frequent first."""
    query = (
        Session.select(Session.trainer)
        .where(Session.trainer != "")
        .group_by(Session.trainer)
        .order_by(fn.COUNT(Session.id).desc(), Session.trainer)
    )
    return [name for (name,) in query.tuples()]


def stored(number: int) -> Session:
    """The session of this id as it is stored now, with its action. Raises Refused when it was removed."""
    found = Session.select(Session, Action).join(Action).where(Session.id == number).first()
    if found is None:
        raise Refused("Cette séance n'existe plus : elle a été supprimée.")
    return found


def _lines(conditions: tuple[Any, ...], trainer: str | None) -> list[Line]:
    rows = Attendance.select(fn.COUNT(Attendance.id)).where(Attendance.session == Session.id)
    # an alias of our own: the subquery must not catch the outer table
    own = Attendance.alias()
    without_row = Parcours.select(fn.COUNT(Parcours.person.distinct())).where(
        Parcours.action == Session.action,
        Parcours.entry <= Session.day,
        fn.COALESCE(Parcours.exit, Action.end) >= Session.day,
        (Session.group == "") | (Parcours.group == Session.group),
        ~fn.EXISTS(own.select(own.id).where(own.session == Session.id, own.person == Parcours.person)),
    )
    query = (
        Session.select(
            Session,
            Action,
            rows.where(Attendance.status != "prévu").alias("marked"),
            rows.alias("named"),
            without_row.alias("unnamed"),
        )
        .join(Action)
        .where(*conditions)
        .order_by(Session.day, Session.start, Action.code, Session.code)
    )
    wanted = fold(trainer) if trainer is not None else None
    today = clock.today()
    lines = []
    for session in query:
        if wanted is not None and fold(session.trainer) != wanted:
            continue
        nature = session.action.spec.nature_of(session.nature)
        expected = session.named + (session.unnamed if nature and nature.collective else 0)
        state = presence.state_of(session.state, session.day, session.marked > 0, today)
        lines.append(Line(session, nature, state, session.marked, expected))
    return lines


# verbs


def occurrences(first: Date, until: Date | None, closed: dict[Date, str]) -> tuple[list[Date], list[Date]]:
    """The days of a series: ``first``, then each week to ``until``; and those skipped because they are closed.

    A single day is kept even when it is closed: somebody chose it.
    """
    if until is None:
        return [first], []
    weeks = range((until - first).days // 7 + 1) if until >= first else range(0)
    days = [first.add(weeks=week) for week in weeks]
    return [day for day in days if day not in closed], [day for day in days if day in closed]


def plan(
    action: Action,
    days: Sequence[Date],
    times: Sequence[tuple[int, int]],
    *,
    nature: str,
    who: str,
    theme: str = "",
    trainer: str = "",
    place: str = "",
    group: str = "",
    channel: str = "",
    persons: Iterable[Person] = (),
) -> list[Session]:
    """New sessions on each of ``days``, one for each (start, end) in minutes from midnight; two make a pair.

    ``persons`` are expected by name; ``channel`` is one of CHANNELS, or ''. Raises Refused when nothing is to be
    planned, when times contradict each other, when the convention has no such nature or when one of the persons has no
    parcours in the action.
    """
    texts = _tidy({"theme": theme, "trainer": trainer, "place": place, "group": group})
    refuse(_limits(action, {"nature": nature, "channel": channel, **texts}))
    times = checked_times(times)
    if not days:
        raise Refused("Aucun jour à planifier : vérifiez la date de fin de la série et les jours de fermeture.")
    if len(days) * len(times) > MOST_AT_ONCE:
        raise Refused(f"Plus de {MOST_AT_ONCE} séances d'un coup : choisissez une date de fin plus proche.")
    persons = list(persons)
    with Act("session", _told(action, nature, days, times), who) as act:
        _refuse_strangers(action, persons)
        taken = {code for (code,) in Session.select(Session.code).where(Session.action == action.id).tuples()}
        made = []
        for day in days:
            codes = [_free_code(day, taken) for _ in times]
            for code, (start, end) in zip(codes, times, strict=True):
                values = {"nature": nature, "day": day, "start": start, "end": end, "channel": channel, **texts}
                pair = codes[0] if len(codes) > 1 else ""
                session = act.insert(Session, action=action, code=code, pair=pair, **values)
                for person in persons:
                    act.insert(Attendance, session=session, person=person, status="prévu")
                made.append(session)
    return made


def correct(session: Session, *, who: str, **changes: Any) -> Session:
    """Corrects a session: nature, day, start, end, theme, trainer, place, group, channel.

    An estimated late arrival keeps the same delay. Raises Refused when times contradict each other, when the session
    becomes shorter than minutes typed for someone, when marks would be dated after today, or when a colleague has
    corrected the same field since ``session`` was read.
    """
    changes |= _tidy({name: changes[name] for name in limits.TEXTS if name in changes})
    with Act("session", f"{_name(session)} : corrigée", who) as act:
        read, session = session, stored(session.id)
        changes = act.changed(read, session, changes)
        refuse_change(partial(_limits, session.action), values_of(session), changes)
        before = session.end - session.start
        after = changes.get("end", session.end) - changes.get("start", session.start)
        marks = list(
            Attendance.select(Attendance, Person)
            .join(Person)
            .where(Attendance.session == session.id, Attendance.status != "prévu")
        )
        typed = [(wording.person(one.person), 0 if one.estimated else one.minutes or 0) for one in marks]

        def fitting(values: Values) -> Iterator[Limit]:
            return limits.marked(values["day"], values["end"] - values["start"], typed, clock.today())

        refuse_change(fitting, values_of(session), changes)
        for mark in marks:
            if mark.estimated and mark.minutes is not None:
                act.update(mark, minutes=max(0, mark.minutes + after - before))
        act.update(session, **changes)
    return session


def cancel(session: Session, reason: str, *, who: str) -> Session:
    """Cancels a session, with its motive. Its marks are kept and count nowhere. Raises Refused without a motive."""
    reason = " ".join(reason.split())
    if not reason:
        raise Refused("Une annulation demande son motif : écrivez-le en quelques mots.")
    refuse(limits.too_long("cancel_reason", "Motif", reason))
    with Act("session", f"{_name(session)} : annulée ({reason})", who) as act:
        session = act.unchanged(session, stored(session.id))
        if session.state == "annulée":
            raise Refused("Cette séance est déjà annulée.")
        act.update(session, state="annulée", cancel_reason=reason)
    return session


def substitute(trainer: str, by: str, first: Date, last: Date, *, who: str) -> list[Session]:
    """Gives to ``by`` every session ``trainer`` leads from one day to another, both in it, not cancelled, in one act.

    Raises Refused when there is none, when nobody is named, when the name cannot be, or for days out of order.
    """
    by = tidy(by)
    if not by or fold(by) == fold(trainer):
        raise Refused("Écrivez qui remplace : un autre intervenant que celui des séances.")
    if last < first:
        raise Refused("Le remplacement finit avant de commencer : vérifiez ses jours.")
    refuse(limits.too_long("trainer", limits.TEXTS["trainer"], by))
    with Act("substitute", "", who) as act:
        act.for_coordinators()
        led = substituted(trainer, first, last)
        if not led:
            raise Refused(f"{trainer} n'a aucune séance du {wording.day(first)} au {wording.day(last)}.")
        when = f"le {wording.day(first)}" if first == last else f"du {wording.day(first)} au {wording.day(last)}"
        act.sentence = f"{by} remplace {trainer} {when} : {wording.counted(len(led), 'séance')}"
        for session in led:
            act.update(session, trainer=by)
    return led


def substituted(trainer: str, first: Date, last: Date) -> list[Session]:
    """The sessions ``trainer`` leads from one day to another, both in it, not cancelled, in order of time."""
    query = Session.select(Session, Action).join(Action)
    query = query.where(Session.day.between(first, last), Session.state != "annulée")
    named = fold(trainer)
    return [one for one in query.order_by(Session.day, Session.start, Session.id) if fold(one.trainer) == named]


def substitution_doubts(trainer: str, by: str, first: Date, last: Date) -> list[str]:
    """What is unusual in giving ``by`` these sessions: those they already lead at the same hours."""
    led = substituted(trainer, first, last)
    slots = [Slot(one.day, one.start, one.end) for one in led]
    busy = clashes.around(slots, [one.id for one in led]) if led else []
    return said(clashes.doubts(busy, by, "", {}))


def reinstate(session: Session, *, who: str) -> Session:
    """Takes a cancellation back. Raises Refused when the session is not cancelled."""
    with Act("session", f"{_name(session)} : rétablie", who) as act:
        session = act.unchanged(session, stored(session.id))
        if session.state != "annulée":
            raise Refused("Cette séance n'est pas annulée.")
        act.update(session, state="", cancel_reason="")
    return session


def remove(session: Session, *, who: str) -> None:
    """Removes a session planned by mistake. Raises Refused when somebody is marked in it."""
    with Act("session", f"{_name(session)} : supprimée", who) as act:
        session = act.unchanged(session, stored(session.id))
        rows = list(Attendance.select().where(Attendance.session == session.id))
        if any(row.status != "prévu" for row in rows):
            raise Refused("Des présences y sont marquées : effacez-les d'abord, ou annulez la séance.")
        for row in (*rows, *SheetSeen.select().where(SheetSeen.session == session.id)):
            act.delete(row)
        act.delete(session)


def refuse_impossible(session: Session) -> None:
    """Raises Refused when the marks of a session do not fit it: dated after today, or longer than it is."""
    marks = Attendance.select(Attendance, Person).join(Person)
    marks = marks.where(Attendance.session == session.id, Attendance.status != "prévu")
    typed = [(wording.person(one.person), one.minutes or 0) for one in marks]
    refuse(limits.marked(session.day, session.end - session.start, typed, clock.today()))


def _refuse_strangers(action: Action, persons: Iterable[Person]) -> None:
    staying = {person for (person,) in Parcours.select(Parcours.person).where(Parcours.action == action.id).tuples()}
    for person in persons:
        if person.id not in staying:
            raise Refused(stranger(wording.person(person), action.code))


def expecting(action: Action, nature: str, day: Date, group: str, named: Collection[int] = ()) -> set[int]:
    """The people a session would expect: those ``named``, and, of a collective nature, everyone whose parcours is open
    that day, in the group when it has one."""
    known = action.spec.nature_of(nature)
    if known is None or not known.collective:
        return set(named)
    stays = Parcours.select(Parcours.person).where(
        Parcours.action == action.id,
        Parcours.entry <= day,
        fn.COALESCE(Parcours.exit, action.end.isoformat()) >= day.isoformat(),
    )
    stays = stays.where(Parcours.group == group) if group else stays
    return {*named, *(person for (person,) in stays.tuples())}


def doubts(
    action: Action,
    changes: Values,
    session: Session | None = None,
    *,
    slots: Sequence[Slot] = (),
    people: Collection[int] = (),
    off: Mapping[Date, str] = MappingProxyType({}),
) -> list[str]:
    """What is unusual in a new session, or in the corrections of ``session``, and may still be true.

    ``slots``: when it is held, each week of a series; ``people``: those named in it; ``off``: the days off among them.
    """
    found = partial(_limits, action)
    values = {**values_of(session), **changes} if session else dict(changes)
    told = said(brought(found, values_of(session), changes) if session else found(values))
    moved = not session or any(changes.get(name) not in (None, getattr(session, name)) for name in MOVING)
    if slots and moved:
        told += said(_around(action, values, session, slots, people, off))
    return told


def _around(
    action: Action,
    values: Values,
    session: Session | None,
    slots: Sequence[Slot],
    people: Collection[int],
    off: Mapping[Date, str],
) -> Iterator[Limit]:
    days = sorted({slot.day for slot in slots})
    if session is not None:
        there = Attendance.select(Attendance.person).where(Attendance.session == session.id)
        people = {person for (person,) in there.where(Attendance.status.in_(clashes.THERE)).tuples()}
    expected = {day: expecting(action, values["nature"], day, values.get("group") or "", people) for day in days}
    nature = action.spec.nature_of(values["nature"])
    nobody_on = next((day for day in days if not expected[day]), None)
    yield from limits.expected(nobody_on, values.get("group") or "", bool(nature and nature.collective))
    for day in days:
        yield from clashes.day_off(day, off)
    busy = clashes.around(slots, [session.id] if session else [])
    everyone: set[int] = set().union(*expected.values())
    elsewhere = clashes.people_in([one.id for one in busy], everyone)
    yield from clashes.doubts(busy, values.get("trainer") or "", values.get("place") or "", elsewhere)
    quota = action.spec.quota
    if session is None and quota is not None and quota.nature == values["nature"]:
        minutes = sum(slot.end - slot.start for slot in slots if slot.day >= clock.today())
        for one in ledger(action).trainees:
            if one.person.id in people:
                yield from lesson(wording.person(one.person), minutes, one.left, one.planned)


def told_made(made: Sequence[Session], skipped: Mapping[Date, str]) -> str:
    """What was planned, in a sentence: day, hours, trainer, number of people; of a series, also the days skipped."""
    first, last = made[0], made[-1]
    line = numbered([first.id])[0]
    times = " et ".join(dict.fromkeys(f"de {wording.time(one.start)} à {wording.time(one.end)}" for one in made))
    by = f", avec {first.trainer}" if first.trainer else ""
    people = wording.counted(line.expected, "personne attendue", "personnes attendues")
    if len(made) == 1:
        told = f"Séance préparée : {line.label}, {wording.long_day(first.day)} {times}{by}, {people}."
    else:
        when = f"du {wording.long_day(first.day)} au {wording.long_day(last.day)}"
        when = when if first.day != last.day else wording.long_day(first.day)
        count = wording.counted(len(made), "séance préparée", "séances préparées")
        told = f"{count}, {line.label} : {when} {times}{by}, {people} à la première."
    if skipped:
        told += " Jours sautés : " + ", ".join(f"{wording.day(day)[:5]} ({why})" for day, why in skipped.items()) + "."
    return told


def _limits(action: Action, values: Values) -> Iterator[Limit]:
    return limits.session(values, action.spec, dates_of(action), clock.today())


def usual_channel(spec: Convention) -> str:
    """The channel that a figure counts and one not noted is not, proposed for a new session (reading E-35); or ''."""
    asked = (getattr(one, "channels", ()) for one in spec.indicator)
    return next((channels[0] for channels in asked if channels and "" not in channels), "")


def checked_times(times: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The (start, end) of the sessions of one day, in order. Raises Refused when they contradict each other."""
    ordered = sorted(times)
    if not ordered:
        raise Refused("Donnez l'heure de début et l'heure de fin.")
    for start, end in ordered:
        refuse(limits.times(start, end))
    for (_, end), (start, _) in pairwise(ordered):
        if start < end:
            raise Refused("Les deux demi-journées se chevauchent : la seconde commence avant la fin de la première.")
    return ordered


def _tidy(texts: dict[str, str]) -> dict[str, str]:
    return {name: tidy(text) if name in NAMES else " ".join(text.split()) for name, text in texts.items()}


def free_code(action: Action, day: Date) -> str:
    """A code that no session of the action has yet."""
    return _free_code(
        day, {code for (code,) in Session.select(Session.code).where(Session.action == action.id).tuples()}
    )


def _free_code(day: Date, taken: set[str]) -> str:
    number = 1
    while f"S-{day.isoformat()}-{number}" in taken:
        number += 1
    code = f"S-{day.isoformat()}-{number}"
    taken.add(code)
    return code


def _told(action: Action, nature: str, days: Sequence[Date], times: Sequence[tuple[int, int]]) -> str:
    count = wording.counted(len(days) * len(times), "séance")
    when = f"le {wording.day(days[0])}" if len(days) == 1 else f"du {wording.day(days[0])} au {wording.day(days[-1])}"
    return f"{action.code} : {count} « {action.spec.nature_label(nature)} » {when}"


def _name(session: Session) -> str:
    return f"{session.action.code}, séance du {wording.day(session.day)} à {wording.time(session.start)}"
