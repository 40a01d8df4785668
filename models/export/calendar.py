"""A trainer's sessions as a calendar file (RFC 5545), for Thunderbird, Outlook or Google Agenda.

An event keeps its UID whatever changes: read again, the file moves what has moved and cancels what is cancelled or was
removed, by a SEQUENCE that grows with the acts told of the session. No participant is named unless asked for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar import Calendar, Event
from peewee import fn
from pendulum import Date

from models.acts import rights
from models.acts.refusals import Refused
from models.export.written import write_file
from models.french import wording
from models.french.folding import fold
from models.sessions import planning
from models.tables import TRAINER, Action, JournalEntry, JournalSubject, Session
from models.tables.changes import changes_of

ZONE = "Europe/Paris"
OWN = "Un formateur n'exporte que le calendrier de ses propres séances, sans les noms : demandez à un coordinateur."


@dataclass(frozen=True)
class Wanted:
    """The sessions of a trainer (of everybody when empty), from one day to another, both in it; with the names of those
    individual ones are for, when asked."""

    trainer: str
    first: Date
    last: Date
    names: bool = False
    zone: str = ZONE


def write(path: Path, wanted: Wanted) -> tuple[int, int]:
    """Writes the calendar; gives how many sessions it has and, of them, how many are cancelled or removed.

    Raises Refused for a trainer nobody has heard of, a time zone that is none, or what the account may not take out;
    CannotWrite when the file does not let itself be written.
    """
    account = rights.acting()
    if account.role == TRAINER and (wanted.names or fold(wanted.trainer) != fold(account.name)):
        raise Refused(OWN)
    try:
        zone = ZoneInfo(wanted.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Refused(f"« {wanted.zone} » n'est pas un fuseau horaire ; écrivez par exemple Indian/Reunion.") from None
    events = [*_there(wanted, zone), *_removed(wanted, zone)]
    if wanted.trainer and not events and fold(wanted.trainer) not in map(fold, planning.trainers()):
        raise Refused(f"« {wanted.trainer} » n'anime aucune séance ; vérifiez son nom.")
    calendar = Calendar()
    for name, value in (("prodid", "-//Assidu//FR"), ("version", "2.0"), ("method", "PUBLISH")):
        calendar.add(name, value)
    calendar.add("x-wr-calname", f"Séances · {wanted.trainer}" if wanted.trainer else "Séances")
    for event in events:
        calendar.add_component(event)
    calendar.add_missing_timezones(first_date=wanted.first, last_date=wanted.last.add(years=1))
    content = calendar.to_ical()
    write_file(path, lambda draft: draft.write_bytes(content))
    return len(events), sum(event["status"] == "CANCELLED" for event in events)


def _there(wanted: Wanted, zone: ZoneInfo) -> Iterator[Event]:
    """The sessions there are, in order of time."""
    days = Session.day.between(wanted.first, wanted.last)
    query = Session.select(Session, Action).join(Action).where(days)
    acts = _acts(Session.select(Session.id).where(days))
    named = planning.for_whom(days) if wanted.names else {}
    for session in query.order_by(Session.day, Session.start, Session.id):
        if not wanted.trainer or fold(session.trainer) == fold(wanted.trainer):
            nature = session.action.spec.nature_of(session.nature)
            words = nature.label if nature else session.nature
            alone = nature is not None and not nature.collective
            event = _event(session.id, session.__data__, zone, acts.get(session.id))
            whom = named.get(session.id, "") if alone else ""
            event.add("summary", " · ".join(part for part in (words, session.theme, whom, session.action.code) if part))
            group, note = session.group and f"Groupe {session.group}", session.cancel_reason
            if told := "\n".join(part for part in (session.code, group, note and f"Annulée : {note}") if part):
                event.add("description", told)
            event.add("status", "CANCELLED" if session.state == "annulée" else "CONFIRMED")
            yield event


def _removed(wanted: Wanted, zone: ZoneInfo) -> Iterator[Event]:
    """The sessions that were removed, as they last were."""
    gone = JournalSubject.record.not_in(Session.select(Session.id))
    known = JournalSubject.select(JournalSubject.record).where(JournalSubject.kind == "Session", gone).distinct()
    acts = _acts(known)
    entries = JournalEntry.select(JournalEntry.changes).where(
        JournalEntry.id.in_([last for _, last, _ in acts.values()])
    )
    for entry in entries.order_by(JournalEntry.id):
        for change in changes_of(entry.changes):
            before = change.get("before")
            if change.get("table") != "Session" or before is None or change.get("after") is not None:
                continue
            theirs = not wanted.trainer or fold(before["trainer"]) == fold(wanted.trainer)
            if theirs and wanted.first.isoformat() <= before["day"] <= wanted.last.isoformat():
                event = _event(before["id"], before, zone, acts.get(before["id"]))
                event.add("summary", "Séance supprimée")
                event.add("status", "CANCELLED")
                yield event


def _acts(sessions: Any) -> dict[int, tuple[int, int, str]]:
    """Of each session: how many acts told of it, the last one and its moment; none for what was taken over or made
    before acts were told of each record."""
    query = (
        JournalSubject.select(
            JournalSubject.record,
            fn.COUNT(JournalSubject.entry),
            fn.MAX(JournalSubject.entry),
            fn.MAX(JournalEntry.at),
        )
        .join(JournalEntry, on=JournalEntry.id == JournalSubject.entry)
        .where(JournalSubject.kind == "Session", JournalSubject.record.in_(sessions))
        .group_by(JournalSubject.record)
    )
    return {record: (count, last, at) for record, count, last, at in query.tuples()}


def _event(number: int, session: dict[str, Any], zone: ZoneInfo, acts: tuple[int, int, str] | None) -> Event:
    """What every event says: which session, when, where, since which act."""
    day = Date.fromisoformat(str(session["day"]))
    count, _, at = acts or (0, 0, "")
    changed = datetime.fromisoformat(at) if at else datetime.combine(day, time())
    event = Event()
    event.add("uid", f"seance-{number}-{_installation()}@assidu")
    event.add("dtstamp", changed.astimezone(UTC) if changed.tzinfo else changed.replace(tzinfo=zone).astimezone(UTC))
    event.add("sequence", count)
    for name in ("start", "end"):
        moment = datetime.combine(day, time()) + timedelta(minutes=session[name])
        event.add(f"dt{name}", moment.replace(tzinfo=zone))
    if session["place"]:
        event.add("location", session["place"])
    return event


def _installation() -> str:
    """What tells this installation's sessions from another's: the seal of its first act."""
    first = JournalEntry.select(JournalEntry.hash).order_by(JournalEntry.id).first()
    return first.hash[:12] if first else ""


def described(count: int, cancelled: int, path: Path) -> str:
    """What was written, in one French sentence."""
    of = f", dont {wording.counted(cancelled, 'annulée')}" if cancelled else ""
    return f"{wording.counted(count, 'séance')}{of} dans {path}."
