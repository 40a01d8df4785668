"""How long people are kept: who has had no contact for as long as the operator set, and what keeps the others.

After ``retention_months`` without contact a person leaves the lists of every day (*restricted*), after
``restricted_months`` more the names are erased (``models.privacy.erasing``). A legal hold keeps everything,
with its reason.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from peewee import fn
from pendulum import Date

from config.settings import Settings
from models.acts.act import Act
from models.acts.refusals import Refused
from models.days.clock import today
from models.days.months import plus_months
from models.french import wording
from models.people.identities import once
from models.tables import (
    Action,
    Attendance,
    Contract,
    Immersion,
    JournalEntry,
    JournalSubject,
    Loan,
    Parcours,
    Person,
    Session,
    Training,
)
from models.tables.changes import changes_of
from models.tables.fields import DayField, MonthField
from models.terms.presence import ATTENDED, held

LASTING: tuple[Any, ...] = (Contract, Immersion, Training)
RESTRICT, ERASE, HELD, WAITING = "archiver", "effacer", "retenu", "pas encore"


@dataclass(frozen=True)
class Fate:
    """What becomes of one person today: one of RESTRICT, ERASE, HELD, WAITING, ``last`` day of contact, and why."""

    person: Person
    what: str
    last: Date
    why: str = ""


def fates(settings: Settings, until: Date | None = None) -> list[Fate]:
    """What becomes of everyone whose names are still there; ``until`` keeps to last contacts on or before that day.

    A constant number of queries, whatever the number of people. Raises Refused for an ``until`` within the retention.
    """
    day = today()
    limit = plus_months(day, -settings.retention_months)
    if until is not None and until > limit:
        raise Refused(
            f"Le {wording.day(until)} est dans la durée de conservation ({settings.retention_months} mois) : donnez au "
            f"plus tard le {wording.day(limit)}."
        )
    limit = until or limit
    last, open_for = last_contacts(), still_open()
    found = []
    for person in Person.select().where(Person.erased.is_null(), once()).order_by(Person.folded, Person.id):
        contact = last.get(person.id) or recorded_on(person)
        found.append(Fate(person, *_fate(person, contact, open_for.get(person.id, ""), limit, settings)))
    return found


def removed(settings: Settings, until: Date | None = None) -> list[int]:
    """The numbers of people whose record was removed, and whom the journal has named for longer than the retention."""
    limit = (until or plus_months(today(), -settings.retention_months)).isoformat()
    last = fn.MAX(JournalEntry.at)
    query = JournalSubject.select(JournalSubject.record, last).join(JournalEntry)
    query = query.where(JournalSubject.kind == "Person", JournalSubject.record.not_in(Person.select(Person.id)))
    found = query.group_by(JournalSubject.record).having(fn.SUBSTR(last, 1, 10) <= limit)
    done = {
        change["removed"]
        for (changes,) in JournalEntry.select(JournalEntry.changes).where(JournalEntry.kind == "purge").tuples()
        for change in changes_of(changes)
        if "removed" in change
    }
    return sorted(number for number, _ in found.tuples() if number not in done)


def contact_of(person: Person) -> tuple[Date, str]:
    """The last day of contact with someone, and what still runs ('' when nothing does)."""
    return last_contacts().get(person.id) or recorded_on(person), still_open().get(person.id, "")


def _fate(person: Person, contact: Date, running: str, limit: Date, settings: Settings) -> tuple[str, Date, str]:
    if running:
        return WAITING, contact, running
    if contact > limit:
        ends = plus_months(contact, settings.retention_months)
        return WAITING, contact, f"au terme le {wording.day(ends)}"
    if person.hold:
        return HELD, contact, person.hold
    if person.restricted is None:
        return RESTRICT, contact, f"au terme le {wording.day(plus_months(contact, settings.retention_months))}"
    if not settings.restricted_months:
        return WAITING, contact, "les noms ne s'effacent que sur demande (restricted_months = 0)"
    ends = plus_months(person.restricted, settings.restricted_months)
    told = f"archivé le {wording.day(person.restricted)}"
    return (ERASE if ends <= today() else WAITING), contact, told


def recorded_on(person: Person) -> Date:
    """The day a record nothing else is known of was last written; the day before any other when nobody knows."""
    return Date.fromisoformat(person.recorded_at[:10]) if person.recorded_at else Date(1900, 1, 1)


def last_contacts() -> dict[int, Date]:
    """The last day, today at most, of anything recorded of each person: what was attended, entries and exits, loans,
    every register; an action that is over ends the parcours that were left open in it."""
    day = today().isoformat()
    found: dict[int, str] = {}
    for model, field in dated():
        column = getattr(model, field)
        rows = model.select(model.person, fn.MAX(column)).where(column <= day).group_by(model.person)
        _latest(found, rows, day)
    attended = Attendance.select(Attendance.person, fn.MAX(Session.day)).join(Session)
    attended = attended.where(Attendance.status.in_(ATTENDED), held(), Session.day <= day).group_by(Attendance.person)
    _latest(found, attended, day)
    over = Parcours.select(Parcours.person, fn.MAX(Action.end)).join(Action)
    _latest(found, over.where(Parcours.exit.is_null(), Action.end <= day).group_by(Parcours.person), day)
    return {person: Date.fromisoformat(last) for person, last in found.items()}


def _latest(found: dict[int, str], rows: Any, day: str) -> None:
    for person, last in rows.tuples():
        last = str(last)[:10] if len(str(last)) >= 10 else min(f"{last}-28", day)  # a month
        found[person] = max(found.get(person, ""), last)


def dated() -> Iterator[tuple[Any, str]]:
    """The fields that date what is recorded of people, table by table."""
    for key in Person._meta.backrefs:
        for name, field in key.model._meta.fields.items():
            if isinstance(field, DayField | MonthField) and field.facts.seen:
                yield key.model, name


def still_open() -> dict[int, str]:
    """Who is never due, and why: a parcours, a loan or a contract that runs. A contract without an end runs as long as
    a parcours does."""
    day = today()
    found: dict[int, str] = {}
    stays = Parcours.select(Parcours.person, Action.code).join(Action)
    stays = stays.where(Parcours.exit.is_null() | (Parcours.exit >= day), Action.end >= day)
    found |= {person: f"parcours en cours dans {code}" for person, code in stays.tuples()}
    loans = Loan.select(Loan.person).where(Loan.ended.is_null() | (Loan.ended >= day))
    found |= {person: "cyclomoteur prêté" for (person,) in loans.tuples()}
    for table in LASTING:
        lasting = table.select(table.person).where(table.end >= day)
        if table is Contract:
            lasting = lasting.where(Contract.broken.is_null() | (Contract.broken >= day))
        found |= {person: f"{table.one} en cours" for (person,) in lasting.tuples()}
    return found


def hold(person: Person, reason: str, *, who: str) -> None:
    """Keeps everything about someone whatever its age (a dispute, a control). Raises Refused without a reason, or when
    the names are already erased."""
    reason = " ".join(reason.split())
    with Act("hold", f"{wording.person(person)} : à conserver ({reason})", who) as act:
        act.for_coordinators()
        if not reason:
            raise Refused("Conserver une personne demande un motif : écrivez-le en quelques mots.")
        act.update(_named(person), hold=reason)


def release_hold(person: Person, *, who: str) -> None:
    """Ends what kept someone whatever its age. Raises Refused when nothing did."""
    with Act("hold", f"{wording.person(person)} : n'est plus à conserver", who) as act:
        act.for_coordinators()
        stored = _named(person)
        if not stored.hold:
            raise Refused(f"Rien ne retient la fiche de {wording.person(stored)}.")
        act.update(stored, hold="")


def unrestrict(person: Person, *, who: str) -> None:
    """Somebody comes back: in the lists again. Raises Refused when they never left, or when the names are erased."""
    with Act("unrestrict", f"{wording.person(person)} : n'est plus archivé(e)", who) as act:
        act.for_coordinators()
        stored = _named(person)
        if stored.restricted is None:
            raise Refused(f"{wording.person(stored)} n'est pas archivé(e).")
        act.update(stored, restricted=None)


def _named(person: Person) -> Person:
    stored = Person.get_by_id(person.id)
    if stored.erased is not None:
        raise Refused(f"{stored.code} : les noms ont été effacés le {wording.day(stored.erased)}, rien ne change plus.")
    return stored


def refuse_to_erase(person: Person) -> None:
    """Raises Refused when someone's names cannot be erased now: something runs, or a reason keeps them."""
    stored = _named(person)
    if stored.hold:
        raise Refused(
            f"{wording.person(stored)} est à conserver ({stored.hold}) : levez d'abord ce motif (--release-hold)."
        )
    if running := still_open().get(stored.id):
        raise Refused(
            f"{wording.person(stored)} : {running} ; notez d'abord la fin (sortie, retour, terme), puis recommencez."
        )
