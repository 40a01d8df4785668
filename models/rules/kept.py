"""Deviations kept from one look to the next, by place: an action, or BETWEEN for what lies between actions or beside.

What is kept of a place is worked out again once an act has touched it, on another day, by another program, or under
other conventions. The acts since are read in the journal; in doubt, a place is touched. A base written behind the
journal shows what was kept: ``assidu verify`` tells that it was.
"""

import json
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, lru_cache, reduce
from hashlib import sha256
from importlib.metadata import version
from operator import or_
from pathlib import Path
from typing import Any

from peewee import DatabaseError, ModelSelect
from pendulum import Date

from config import settings
from config.progress import each
from config.schema import Convention
from models.acts.act import last_number, subjects_of
from models.days.clock import today
from models.people.in_use import in_use
from models.rules.deviation import Deviation
from models.storage.connection import snapshot
from models.tables import (
    TABLES,
    Action,
    Attendance,
    JournalEntry,
    KeptDeviations,
    Loan,
    Member,
    Moped,
    Movement,
    Person,
    Session,
    database,
)
from models.tables.changes import RECORDS, all_readable, changes_of

BETWEEN, EVERYWHERE = 0, -1
LARGEST = 2**26  # bytes of the deviations of one place
SOME = 100  # places read at once

WorkOut = Callable[[int], list[Deviation]]
"""The deviations of a place, from the records."""


@dataclass(frozen=True)
class Held:
    """What deviates at a place: how many errors are its own, and its deviations, None while only the base has them."""

    errors: int
    found: list[Deviation] | None = None


def look(codes: Mapping[int, str], work_out: WorkOut) -> dict[int, Held]:
    """What deviates at each of these places, given with the codes of their actions; worked out where it must be.

    Each place is of one state of the base. Nothing is kept in a transaction, nor by who may not write.
    """
    day, seals = today(), _seals()
    held = {place: Held(errors) for place, errors in _current(day, seals).items() if place in codes}
    for place in each([one for one in codes if one not in held], "Écarts"):
        with snapshot():
            entry, found = last_number(), work_out(place)
        own = (one for one in found if place == BETWEEN or one.action == codes[place])
        held[place] = Held(sum(one.severity == "error" for one in own), found)
        if day == today() and not database.in_transaction():
            with suppress(DatabaseError):
                _keep(place, entry, day, _seal_of(place, seals), held[place])
    return {place: held[place] for place in codes}


def read(held: Mapping[int, Held], work_out: WorkOut) -> Iterator[tuple[int, list[Deviation]]]:
    """The deviations of each place, in order."""
    places = list(held)
    for first in range(0, len(places), SOME):
        some = places[first : first + SOME]
        stored = _stored([place for place in some if held[place].found is None])
        for place in some:
            found = held[place].found
            if found is None:
                found = _unpacked(stored.get(place, b""))
            yield place, work_out(place) if found is None else found


def _current(day: Date, seals: Mapping[bool, str]) -> dict[int, int]:
    """The errors of the places of which what is kept still holds."""
    columns = (KeptDeviations.place, KeptDeviations.entry, KeptDeviations.made, KeptDeviations.errors)
    known = {
        place: (entry, errors)
        for place, entry, made, errors in KeptDeviations.select(*columns)
        .where(KeptDeviations.day == day.isoformat())
        .tuples()
        if made == _seal_of(place, seals)
    }
    if not known:
        return {}
    moved = touched(min(entry for entry, _ in known.values()))
    everywhere = moved.get(EVERYWHERE, 0)
    return {
        place: errors
        for place, (entry, errors) in known.items()
        if entry >= everywhere and entry >= moved.get(place, 0)
    }


def _keep(place: int, entry: int, day: Date, made: str, held: Held) -> None:
    values = {
        "entry": entry,
        "day": day.isoformat(),
        "made": made,
        "errors": held.errors,
        "found": _packed(held.found or []),
    }
    fields = [getattr(KeptDeviations, name) for name in values]
    query = KeptDeviations.insert(place=place, **values)
    query.on_conflict(conflict_target=[KeptDeviations.place], preserve=fields).execute()
    if place == BETWEEN:
        gone = KeptDeviations.place.not_in(Action.select(Action.id))
        KeptDeviations.delete().where(KeptDeviations.place != BETWEEN, gone).execute()


def _stored(places: list[int]) -> dict[int, bytes]:
    if not places:
        return {}
    query = KeptDeviations.select(KeptDeviations.place, KeptDeviations.found)
    return {place: bytes(found) for place, found in query.where(KeptDeviations.place.in_(places)).tuples()}


# what it was worked out by


def _seals() -> dict[bool, str]:
    """The seal of what an action is worked out by: the program and the conventions in use; of what lies between them
    (True), where days off are looked at, their library and the region too."""
    said = [_program(), *(_text(spec) for _, spec in sorted(in_use().items()))]
    off = [version("holidays"), settings.load(settings.home()).region]
    return {False: _seal(said), True: _seal([*said, *off])}


def _seal_of(place: int, seals: Mapping[bool, str]) -> str:
    return seals[place == BETWEEN]


def _seal(said: Iterable[str]) -> str:
    return sha256("\0".join(said).encode()).hexdigest()


@cache
def _program() -> str:
    """The seal of the program: of all its files that say what deviates, or how it is said."""
    rooms = Path(__file__).parents[1]
    files = sorted(path for room in (rooms, rooms.parent / "config") for path in room.rglob("*.py"))
    return _seal(path.read_text(encoding="utf-8") for path in files)


_texts: dict[int, tuple[Convention, str]] = {}


def _text(spec: Convention) -> str:
    """All that a convention says. Its file may be gone since it was read: what is in use here is what was read."""
    if id(spec) not in _texts:
        _texts[id(spec)] = (spec, repr(spec))
    return _texts[id(spec)][1]


# what acts have touched

Last = dict[int, int]
"""The last act that touched each record of a table, or each place, by number."""

_PLACED = RECORDS - {Action.__name__, Member.__name__}
"""The tables of records that move what deviates in the actions they are of, and in those of their people, only."""


def touched(since: int) -> Last:
    """The last act after ``since`` that may have moved what deviates at each place; EVERYWHERE for any place.

    An act moves the actions of its records, and those its people are in; that of a session, of everyone marked in it;
    that of a moped, of everyone it was lent to. An action's own dates, or rows taken over by thousands, may move any.
    """
    places: Last = {}
    subjects: dict[str, Last] = defaultdict(dict)
    own: dict[str, Last] = defaultdict(dict)
    query = JournalEntry.select(JournalEntry.id, JournalEntry.changes).where(JournalEntry.id > since)
    for number, text in query.order_by(JournalEntry.id).tuples():
        places[BETWEEN] = number
        told = changes_of(text)
        if not all_readable(text) or not all(one.get("table") in _PLACED for one in told):
            places[EVERYWHERE] = number
            continue
        for change in told:
            own[change["table"]][(change["after"] or change["before"])["id"]] = number
            for table, record in subjects_of(change):
                subjects[table][record] = number
    people, actions = subjects[Person.__name__], subjects[Action.__name__]
    _spread(
        own[Session.__name__], people, (Attendance.session, Attendance.select(Attendance.session, Attendance.person))
    )
    _spread(own[Moped.__name__], people, (Loan.moped, Loan.select(Loan.moped, Loan.person)))
    for model in (Session, Moped, Movement):
        _spread(subjects[model.__name__], actions, (model.id, model.select(model.id, model.action)))
    _spread(people, actions, *_where_people_are())
    return places | actions


def _spread(of: Last, to: Last, *queries: tuple[Any, ModelSelect]) -> None:
    """Touches ``to`` what each query gives of the records touched, found by its key."""
    records = list(of)
    for first in range(0, len(records), SOME):
        some = records[first : first + SOME]
        for record, other in reduce(or_, (query.where(key.in_(some)) for key, query in queries)).tuples():
            to[other] = max(to.get(other, 0), of[record])


def _where_people_are() -> Iterator[tuple[Any, ModelSelect]]:
    """Queries of people and actions: everything that puts somebody in an action."""
    for model in TABLES:
        if hasattr(model, "person") and hasattr(model, "action"):
            yield model.person, model.select(model.person, model.action)
    yield Attendance.person, Attendance.select(Attendance.person, Session.action).join(Session)
    yield Loan.person, Loan.select(Loan.person, Moped.action).join(Moped)


# as it is stored


def _packed(found: list[Deviation]) -> bytes:
    """Deviations as they are stored: what a rule says of each is said once."""
    rules = {(one.rule, one.severity, one.source, one.remedy): 0 for one in found}
    rules = {rule: rank for rank, rule in enumerate(rules)}
    lines = [
        [
            rules[one.rule, one.severity, one.source, one.remedy],
            one.action,
            one.subject,
            one.date.isoformat(),
            one.message,
            one.table,
            one.record,
            one.distinct,
        ]
        for one in found
    ]
    return zlib.compress(json.dumps([list(rules), lines], ensure_ascii=False, separators=(",", ":")).encode(), 1)


def _unpacked(stored: bytes) -> list[Deviation] | None:
    """What was packed; None for anything else."""
    try:
        rules, lines = json.loads(zlib.decompressobj().decompress(stored, LARGEST))
        return [_one(rules[rank], line) for rank, *line in lines]
    except (zlib.error, ValueError, TypeError, LookupError, RecursionError):
        return None


def _one(said: list[str], line: list[Any]) -> Deviation:
    (rule, severity, source, remedy), (action, subject, day, message, table, record, distinct) = said, line
    return Deviation(rule, severity, action, subject, _day(day), message, source, remedy, table, record, distinct)


_day = lru_cache(maxsize=None)(Date.fromisoformat)
