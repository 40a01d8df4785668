"""Lists to work through: follow-ups to call, contracts to renew, profiles to complete, exits to qualify, rolls to call.

Each is read for several actions at once, in a constant number of queries whatever the number of people.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from peewee import ModelSelect, fn
from pendulum import Date

from config.schema import Convention, FollowUpDue, FollowUps, ProfileField
from models.acts.refusals import GONE, Refused
from models.days.clock import today
from models.days.months import plus_months
from models.duties.watch import Stay, Watch
from models.figures.scope import ALWAYS, EVER
from models.french import wording
from models.joining import mopeds
from models.people import twins
from models.registers import facts
from models.sessions import seen
from models.sessions.half_called import half_called
from models.tables import Action, Contract, FollowUp, Parcours, Person, Session
from models.terms import exits, followed, profile
from models.terms.presence import NOT_MADE, made, uncalled

RENEWED_AHEAD = 60  # days before its end from which a contract is to be renewed


@dataclass(frozen=True, order=True)
class Task:
    """One line of a list: ``what`` is to be done about ``name`` (a person, or a session's label) by ``date``.

    ``subject`` is the person's code or the session's; ``table`` and ``record`` open what it bears on: of a follow-up,
    the parcours whose exit it follows, with its ``months``, its ``attempts`` and the day it ``counts_from``. ``since``
    is that exit, or the first day of the contract to renew.
    """

    date: Date
    name: str
    subject: str
    action: str
    duty: str
    what: str
    table: str
    record: int
    person: int = 0
    months: int = 0
    attempts: int = 0
    since: Date | None = field(default=None, compare=False)
    counts_from: Date | None = field(default=None, compare=False)

    @property
    def message(self) -> str:
        """The whole in one French line."""
        return f"{self.name} ({self.action}) : {self.what}" if self.action else f"{self.name} : {self.what}"


def follow_ups(watch: Watch, until: Date) -> Iterator[Task]:
    """The contacts due by ``until`` after an exit, that nobody made, or that reached nobody and are not given up; one
    made too early to count does not settle them (reading E-03).

    Of someone who left an action twice, after the last exit only.
    """
    wanted = {id: _contacts(watch.spec(id)) for id in watch.actions}
    wanted = {id: contacts for id, contacts in wanted.items() if contacts}
    calls = {
        (parcours, months): (day, reached or unreachable, attempts or 1)  # noted, it was tried
        for parcours, months, day, reached, unreachable, attempts in FollowUp.select(
            FollowUp.parcours,
            FollowUp.months,
            FollowUp.day,
            FollowUp.reached,
            FollowUp.unreachable,
            FollowUp.attempts,
        )
        .where(FollowUp.action.in_(list(wanted)), FollowUp.parcours.is_null(False))
        .tuples()
    }
    from_jobs = [id for id, contacts in wanted.items() if any(one.since == "emploi" for one in contacts)]
    jobs = followed.jobs_of(from_jobs) if from_jobs else {}
    for stay in watch.gone(list(wanted)):
        assert stay.exit is not None
        own = jobs.get((stay.action, stay.person), ())
        for contact in wanted[stay.action]:
            if not any(exits.among(watch.spec(stay.action), stay, *which) for which in contact.concerned):
                continue
            months = contact.months
            day, answered, attempts = calls.get((stay.id, months), (None, False, 0))
            origin = followed.origin_of(contact.since, stay.entry, stay.exit, stay.exit_type, own)
            first = followed.counts_from(origin, months, contact.early)
            settled = answered and day >= first
            date = plus_months(origin, months)
            if not settled and date <= until:
                tried = f", {wording.counted(attempts, 'essai')}" if attempts else ""
                what = f"suivi à {months} mois le {wording.day(date)}{tried}"
                task = _about(stay, watch, "suivis", date, what)
                yield replace(task, months=months, attempts=attempts, since=stay.exit, counts_from=first)


def contracts(watch: Watch, until: Date) -> Iterator[Task]:
    """The contracts that end by ``until``, of persons who stay in the action longer, and that no contract of the same
    kind follows, in this action or another; a draft or a rejected one follows nothing (reading E-53)."""
    keeping = [id for id in watch.actions if watch.spec(id).contract_kind]
    later = Contract.alias()
    same = (later.person == Contract.person) & (later.kind == Contract.kind) & later.status.not_in(NOT_MADE)
    query = (
        Contract.select(
            Contract.id,
            Contract.action,
            Contract.person,
            Person.code,
            Person.last_name,
            Person.first_name,
            Contract.kind,
            Contract.start,
            Contract.end,
        )
        .join(Person)
        .switch(Contract)
        .join(Action)
        .where(
            Contract.action.in_(keeping),
            Contract.end <= until,
            Contract.end < Action.end,
            Contract.broken.is_null(),
            made(),
            ~fn.EXISTS(later.select(later.id).where(same, later.start > Contract.start)),
            fn.EXISTS(
                Parcours.select(Parcours.id).where(
                    Parcours.action == Contract.action,
                    Parcours.person == Contract.person,
                    Parcours.entry <= watch.today,
                    Parcours.exit.is_null() | ((Parcours.exit > watch.today) & (Parcours.exit > Contract.end)),
                )
            ),
        )
    )
    for id, action, person, code, last, first, kind, start, end in query.tuples():
        label = watch.spec(action).listed("contract_kind").get(kind, kind)
        verb = "finit" if end >= watch.today else "a fini"
        yield Task(
            end,
            wording.full_name(last, first),
            code,
            watch.actions[action].code,
            "contrats",
            f"{label} {verb} le {wording.day(end)}, à renouveler",
            "Contract",
            id,
            person,
            since=start,
        )


def profiles(watch: Watch, start: Date, end: Date, more: tuple[ProfileField, ...] = ()) -> Iterator[Task]:
    """The persons accompanied from ``start`` to ``end`` of whom what the convention asks for, and ``more``, is not all
    known; once each in an action."""
    seen = set()
    wanted = {id: _asked(watch.spec(id), more) for id in watch.actions}
    for one in _known(watch, wanted, start, end):
        missing = [field for field in wanted[one.action] if not profile.known(field, one, one)]
        if missing and (one.action, one.person) not in seen:
            seen.add((one.action, one.person))
            what = f"à compléter : {', '.join(missing)}"
            elsewhere = all(profile.fields[field].of == "parcours" for field in missing)
            where = ("Parcours", one.id) if elsewhere else ("Person", one.person)
            yield Task(
                one.entry,
                wording.full_name(one.last_name, one.first_name),
                one.code,
                watch.actions[one.action].code,
                "profils",
                what,
                *where,
                one.person,
            )


def unqualified(watch: Watch, start: Date, end: Date) -> Iterator[Task]:
    """The exits from ``start`` to ``end``, by today, whose class cannot be told, or that have no type."""
    for stay in watch.exits(start, min(end, watch.today)):
        spec = watch.spec(stay.action)
        assert stay.exit is not None
        if not stay.exit_type or (spec.exit_class and exits.to_qualify(spec, stay)):
            lacking = "son type" if not stay.exit_type else "son contrat ou la fin de ce contrat"
            what = f"sortie du {wording.day(stay.exit)}, notez {lacking}"
            yield _about(stay, watch, "sorties", stay.exit, what)


def rolls(watch: Watch, start: Date, end: Date) -> Iterator[Task]:
    """The sessions from ``start`` to ``end``, before today, whose roll nobody called, or called half."""
    last = min(end, watch.today.subtract(days=1))
    asked = (Session.action.in_(list(watch.actions)), Session.day.between(start, last))
    query = (
        Session.select(Session.id, Session.action, Session.code, Session.day, Session.start, Session.nature)
        .where(*asked, uncalled())
        .order_by(Session.day, Session.start)
    )
    for id, action, code, day, at, nature in query.tuples():
        label = watch.spec(action).nature_label(nature)
        what = f"appel à faire, séance du {wording.day(day)} à {wording.time(at)}"
        yield Task(day, label, code, watch.actions[action].code, "appels", what, "Session", id)
    for one in half_called(*asked):
        label, code = watch.spec(one.action).nature_label(one.nature), watch.actions[one.action].code
        what = f"appel à finir, séance du {wording.day(one.day)} à {wording.time(one.start)}, {one.told}"
        yield Task(one.day, label, one.code, code, "appels", what, "Session", one.session)


def sheets(watch: Watch) -> Iterator[Task]:
    """The sessions held whose signed sheet was not seen, where paper is followed."""
    for one in seen.awaited(Session.action.in_(list(watch.actions))):
        what = f"feuille signée à revoir, séance du {wording.day(one.day)} à {wording.time(one.start)}"
        label, code = watch.spec(one.action).nature_label(one.nature), watch.actions[one.action].code
        yield Task(one.day, label, one.code, code, "feuilles", what, "Session", one.session)


def doubles() -> Iterator[Task]:
    """The records of people that look like one person's, two by two: ``person`` is the older one, ``record`` the
    other, seen since it was written; and the mopeds of a park whose plates are the same."""
    for pair in twins.pairs():
        one, other = pair.first, pair.second
        since = Date.fromisoformat(other.recorded_at[:10]) if other.recorded_at else today()
        what = f"{one.code} et {wording.person(other)} ({other.code}) : {pair.why}"
        yield Task(since, wording.person(one), one.code, "", "doublons", what, "Person", other.id, one.id)
    for kept, same in mopeds.twins():
        what = f"la même plaque que {kept.plate}, écrite autrement"
        yield Task(same.in_service, same.plate, same.plate, same.action.code, "doublons", what, "Moped", same.id)


@dataclass(frozen=True)
class Duty:
    """A kind of list: its name, its title, and what reads it for these actions."""

    name: str
    title: str
    read: Callable[[Watch], Iterable[Task]]


DUTIES = (
    Duty("suivis", "Suivis à appeler", lambda watch: follow_ups(watch, watch.today)),
    Duty("contrats", "Contrats à renouveler", lambda watch: contracts(watch, watch.today.add(days=RENEWED_AHEAD))),
    Duty("profils", "Profils à compléter", lambda watch: profiles(watch, watch.today, watch.today)),
    Duty("sorties", "Sorties à qualifier", lambda watch: unqualified(watch, ALWAYS, EVER)),
    Duty("appels", "Appels à faire", lambda watch: rolls(watch, ALWAYS, EVER)),
    Duty("feuilles", "Feuilles à revoir", sheets),
    Duty("doublons", "Doublons probables", lambda watch: doubles()),
)
TITLES = {one.name: one.title for one in DUTIES}


def tasks(duty: str) -> list[Task]:
    """What is to be done today of one duty, in every action, the oldest first; nothing about people archived."""
    watch = Watch.of_all()
    archived = {code for (code,) in Person.select(Person.code).where(Person.restricted.is_null(False)).tuples()}
    found = next(one for one in DUTIES if one.name == duty).read(watch)
    return sorted(one for one in found if one.subject not in archived)


def contact_of(task: Task) -> FollowUp | None:
    """The contact a task asks for, as far as it was tried."""
    return FollowUp.get_or_none(FollowUp.parcours == task.record, FollowUp.months == task.months)


def call(task: Task, *, situation: str = "", who: str) -> FollowUp:
    """Records that a follow-up was called today, once more: joint when the ``situation`` found is given, else not."""
    return _called(task, who, reached=bool(situation), situation=situation, unreachable=None)


def give_up(task: Task, *, who: str) -> FollowUp:
    """Records that nobody will try again to reach the person: the contact stays counted as not made."""
    return _called(task, who, reached=False, situation="", unreachable=True)


def _called(task: Task, who: str, **found: object) -> FollowUp:
    action = Action.get(Action.code == task.action)
    person = Person.get_by_id(task.person)
    known = contact_of(task)
    if known is not None and known.reached and task.counts_from is not None and known.day >= task.counts_from:
        raise Refused(f"{task.name} a déjà été joint à {task.months} mois : corrigez ce suivi dans sa fiche.")
    tried = (known.attempts or 1 if known else 0) + (0 if found["unreachable"] else 1)
    values = {"day": today(), "attempts": tried, **found}
    if known is not None:
        return facts.correct(known, who=who, **values)
    if (stay := Parcours.get_or_none(Parcours.id == task.record)) is None:
        raise Refused(GONE)
    return facts.add(FollowUp, action=action, person=person, parcours=stay, months=task.months, who=who, **values)


def _about(stay: Stay, watch: Watch, duty: str, date: Date, what: str) -> Task:
    action = watch.actions[stay.action].code
    return Task(date, stay.name, stay.code, action, duty, what, "Parcours", stay.id, stay.person)


@dataclass(frozen=True)
class _Contact:
    """A contact a convention wants: after how many months of what, from how many days before, and the types and classes
    of the exits ``concerned``."""

    months: int
    since: followed.Since
    early: int
    concerned: list[tuple[tuple[str, ...], tuple[str, ...]]]


def _contacts(spec: Convention) -> list[_Contact]:
    """The contacts a convention wants, one for each number of months."""
    found: dict[int, _Contact] = {}
    for one in (*spec.indicator, *spec.rules_of(FollowUpDue)):
        if isinstance(one, FollowUps | FollowUpDue):
            contact = found.setdefault(one.months, _Contact(one.months, one.since, one.early, []))
            contact.concerned.append((getattr(one, "types", ()), one.classes))
    return list(found.values())


def _asked(spec: Convention, more: tuple[ProfileField, ...]) -> list[ProfileField]:
    asked = profile.wanted(spec)
    return [*asked, *(field for field in more if field not in asked)]


def _known(watch: Watch, wanted: dict[int, list[ProfileField]], start: Date, end: Date) -> ModelSelect:
    """What is known of the persons accompanied, in one line a parcours."""
    kept = [profile.fields[field] for fields in wanted.values() for field in fields]
    names = sorted({(one.of, name) for one in kept for name in one.names})
    columns = [getattr(Person if of == "person" else Parcours, name) for of, name in names]
    base = [
        Parcours.id,
        Parcours.action,
        Parcours.person,
        Parcours.entry,
        Person.code,
        Person.last_name,
        Person.first_name,
    ]
    query = watch.accompanied([id for id, fields in wanted.items() if fields], start, end)
    return query.select(*base, *columns).order_by(Parcours.entry).namedtuples()
