"""Doubts of a take-over: what forms ask about before they record it is a warning in the rows that bring it.

Looked at once the rows are written, in the same transaction, by the functions that forms and rolls ask.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from pendulum import Date

from config import schema, settings
from models.days.holidays import closed_days
from models.french.wording import person as say_person
from models.hours.ledger import ledger
from models.hours.limits import granted, lesson
from models.park import chains, limits
from models.park.limits import Span
from models.people import twins
from models.rules.foreseen import ENTERING, LENDING, found
from models.sessions import clashes
from models.sessions.clashes import Busy, Slot, meet
from models.tables import GRANT, Action, Loan
from models.takeover.attendances import Marks
from models.takeover.book import Book, Known
from models.takeover.movements import Ledger
from models.takeover.sheets import ATTENDANCES, LOANS, MOVEMENTS, PARCOURS, PARTICIPANTS, SESSIONS, Sheet
from models.terms.presence import ATTENDED, state_of

Sitting = tuple[Any, ...]
"""What finds a session again: its action and its code."""

Rows = dict[Sitting, dict[str, int]]
"""The rows of the marks of sessions, by person."""


def tell(book: Book, marks: Marks, movements: Ledger) -> None:
    """Warns of what is doubtful in the rows of the file, which are written. Nothing is asked row by row."""
    _people(book)
    _stays(book)
    _sessions(book, marks)
    _lessons(book, marks)
    _granted(book, movements)
    _loans(book)


def _people(book: Book) -> None:
    """Records that look like one person's, in the row of the later."""
    rows = _rows(book, PARTICIPANTS)
    for pair in twins.pairs() if rows else ():
        row = rows.get(pair.second.id) or rows.get(pair.first.id)
        if row is not None:
            one, other = (f"{say_person(each)} ({each.code})" for each in (pair.first, pair.second))
            told = f"{one} et {other} se ressemblent : {pair.why}. Si c'est une personne, réunissez les deux fiches."
            book.tables[PARTICIPANTS.name].warn(row, "code", told, pair.second.code)


def _stays(book: Book) -> None:
    """What the entries of the file deviate from."""
    for row, message in _deviating(book, PARCOURS, ENTERING):
        book.tables[PARCOURS.name].warn(row, "entry", message)


def _deviating(book: Book, sheet: Sheet, kinds: tuple[type[schema.Rule], ...]) -> Iterator[tuple[int, str]]:
    """What the records of a sheet deviate from, and the row of each; of two records, that of the later when the file
    has it."""
    rows = _rows(book, sheet)
    codes = {key[0] for key, known in book.records(sheet).items() if known.row is not None}
    seen = set()
    for action in Action.select().where(Action.code.in_(list(codes))).order_by(Action.code):
        for one in found(action, kinds):
            beside = int(one.distinct) if one.distinct.isdecimal() else 0
            row = rows.get(one.record) or rows.get(beside)
            if row is not None and one.key not in seen:
                seen.add(one.key)
                yield row, one.message


def _sessions(book: Book, marks: Marks) -> None:
    """Days off; a trainer, a place or people in two sessions at once, in the row of the later."""
    records = book.records(SESSIONS)
    marked = {sitting for sitting, _ in marks.final}
    held = {
        known.id or 0: sitting
        for sitting, known in records.items()
        if known["state"] != "annulée" and (known.row is not None or sitting in marked)
    }
    _days_off(book, [records[sitting] for sitting in held.values() if records[sitting].row is not None])
    clashing = list(_clashing(held, [_slot(records[sitting]) for sitting in held.values()]))
    rows = _mark_rows(book, {held[one.id] for one, _ in clashing})
    twice = _twice(clashing)
    names = clashes.named(set().union(*twice.values()))
    codes = {known.id: code for (code,), known in book.people.items() if known.id in names} if names else {}
    order = {number: rank for rank, number in enumerate(names)}
    for one, busy in clashing:
        own, row = rows.get(held[one.id], {}), records[held[one.id]].row
        for limit in clashes.doubts(busy, one.trainer, one.place, {}):
            _tell(book, row, own, limit.field, limit.sentence)
        for other in busy:
            both = sorted(twice[one.id, other.id], key=order.__getitem__)
            people = {number: names[number] for number in both}
            marked_here = [codes[number] for number in people if codes[number] in own]
            for limit in clashes.doubts([other], "", "", {other.id: people}):
                _tell(book, row, own, "start", limit.sentence, next(iter(marked_here), ""))


def _tell(book: Book, row: int | None, marks: Mapping[str, int], attribute: str, told: str, person: str = "") -> None:
    """Warns of a session in the mark of a person, else in its own row, else in the first of its marks."""
    if person:
        book.tables[ATTENDANCES.name].warn(marks[person], "person", told, person)
    elif row is not None:
        book.tables[SESSIONS.name].warn(row, attribute, told)
    else:
        book.tables[ATTENDANCES.name].warn(min(marks.values()), "session", told)


def _clashing(held: Collection[int], slots: list[Slot]) -> Iterator[tuple[Busy, list[Busy]]]:
    """Each session of the file with those that share a minute with it, but those of the file that come after it."""
    by_day: dict[Date, list[Busy]] = defaultdict(list)
    for one in clashes.around(slots) if slots else ():
        by_day[one.slot.day].append(one)
    for busy in by_day.values():
        for rank, one in enumerate(busy):
            if one.id in held:
                later = (other for other in busy[rank + 1 :] if other.id not in held)
                if others := [other for other in (*busy[:rank], *later) if meet(one.slot, other.slot)]:
                    yield one, others


def _twice(clashing: list[tuple[Busy, list[Busy]]]) -> dict[tuple[int, int], set[int]]:
    """The people of both sessions of each pair."""
    pairs = [(one.id, other.id) for one, busy in clashing for other in busy]
    there = clashes.everyone_in({number for pair in pairs for number in pair})
    return {pair: there.get(pair[0], set()) & there.get(pair[1], set()) for pair in pairs}


def _days_off(book: Book, sessions: list[Known]) -> None:
    kept = settings.load(settings.home())
    off: dict[Date, str] = {}
    for year in {known["day"].year for known in sessions}:
        off |= closed_days(Date(year, 1, 1), Date(year, 12, 31), kept.region, kept.closures)
    for known in sessions:
        for limit in clashes.day_off(known["day"], off):
            book.tables[SESSIONS.name].warn(known.row or 1, limit.field, limit.sentence, known["day"])


def _slot(session: Known) -> Slot:
    return Slot(session["day"], session["start"], session["end"])


def _lessons(book: Book, marks: Marks) -> None:
    """Lessons beyond the hours left, planned ones counted: in the row of the first that is, of each person."""
    by_action: dict[str, dict[str, list[tuple[Date, int, Sitting, bool]]]] = defaultdict(lambda: defaultdict(list))
    records = book.records(SESSIONS)
    quotas = {code: book.convention(code) for code in {sitting[0] for sitting, _ in marks.final}}
    taught = {code: spec.quota.nature for code, spec in quotas.items() if spec and spec.quota}
    for (sitting, person), (status, minutes) in marks.final.items() if taught else ():
        session = records[sitting]
        if session["nature"] == taught.get(sitting[0]):
            day, length = session["day"], session["end"] - session["start"]
            state = state_of(session["state"], day, status != "prévu", book.today)
            if status in ATTENDED and state == "tenue":
                taken = length if minutes is None else minutes
                by_action[sitting[0]][person].append((day, taken, sitting, True))
            elif status == "prévu" and state == "prévue" and day >= book.today:
                by_action[sitting[0]][person].append((day, length, sitting, False))
    for code, people in by_action.items():
        beyond = list(_beyond(book, code, people))
        rows = _mark_rows(book, {sitting for sitting, _, _ in beyond})
        for sitting, person, sentence in beyond:
            book.tables[ATTENDANCES.name].warn(rows[sitting][person], "person", sentence, person)


def _beyond(
    book: Book, code: str, people: Mapping[str, list[tuple[Date, int, Sitting, bool]]]
) -> Iterator[tuple[Sitting, str, str]]:
    """The first lesson of each person that is beyond the hours left before it: its session, the person, the doubt."""
    for trainee in ledger(Action.get(Action.code == code)).trainees:
        own = sorted(people.get(trainee.person.code, ()), key=lambda one: (one[0], one[2]))
        left = trainee.left + sum(minutes for _, minutes, _, taken in own if taken)
        planned = trainee.planned - sum(minutes for _, minutes, _, taken in own if not taken)
        for _, minutes, sitting, taken in own:
            limit = next(lesson(say_person(trainee.person), minutes, left, 0 if taken else planned), None)
            if limit is not None:
                yield sitting, trainee.person.code, limit.sentence
                break
            left, planned = (left - minutes, planned) if taken else (left, planned + minutes)


def _mark_rows(book: Book, sittings: Collection[Sitting]) -> Rows:
    """The rows of the marks of these sessions in the file."""
    found: Rows = defaultdict(dict)
    table = book.tables.get(ATTENDANCES.name)
    for number, action, session, person, *_ in table.rows if table and sittings else ():
        if (action, session) in sittings:
            found[action, session][person] = number
    return found


def _granted(book: Book, movements: Ledger) -> None:
    """Hours granted to somebody who has left."""
    given: dict[str, list[Known]] = defaultdict(list)
    for record in movements.created:
        if record["kind"] == GRANT:
            given[record["action"]].append(record)
    for code, records in given.items():
        gone = {one.person.code: one.gone for one in ledger(Action.get(Action.code == code)).trainees}
        for record in records:
            for limit in granted(book.name(record["person"]), gone.get(record["person"])):
                book.tables[MOVEMENTS.name].warn(record.row or 1, limit.field, limit.sentence, record["person"])


def _loans(book: Book) -> None:
    """What the loans of the file deviate from, planned returns beyond the limit, two mopeds at once."""
    rows = _rows(book, LOANS)
    if not rows:
        return
    table = book.tables[LOANS.name]
    for row, message in _deviating(book, LOANS, LENDING):
        table.warn(row, "departure", message)
    by_person: dict[int, list[Loan]] = defaultdict(list)
    for chain in chains.chains(planned=True):
        for loan in chain.loans:
            by_person[loan.person_id].append(loan)
            for limit in limits.due(loan.due, chain.limit) if loan.id in rows else ():
                table.warn(rows[loan.id], limit.field, limit.sentence, loan.due)
    for loans in by_person.values():
        for rank, loan in enumerate(loans):
            later = (one for one in loans[rank + 1 :] if one.id not in rows)
            beside = (one for one in (*loans[:rank], *later) if one.moped_id != loan.moped_id)
            others = [(one.moped.plate, _span(one)) for one in beside] if loan.id in rows else []
            for limit in limits.twice(_span(loan), others, book.today):
                table.warn(rows[loan.id], limit.field, limit.sentence, loan.person.code)


def _span(loan: Loan) -> Span:
    return Span(loan.departure, loan.due, loan.ended, loan.extended)


def _rows(book: Book, sheet: Sheet) -> dict[int, int]:
    """The rows of the file by the number of the record each gives."""
    if sheet.name not in book.tables:
        return {}
    ids = book.ids(sheet)
    known = ((one.id or ids.get(key), one.row) for key, one in book.records(sheet).items())
    return {number: row for number, row in known if number and row is not None}
