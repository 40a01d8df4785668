"""Loans taken over: two of one moped, or a moped out of the park, cannot be."""

from collections import defaultdict

from pendulum import Date

from models.park.limits import Span, Stay, beside, faults
from models.people.limits import early_end
from models.takeover.book import Book, Known
from models.takeover.rows import Table
from models.takeover.sheets import ACTIONS, DOWNTIMES, LOANS, MOPEDS, Sheet

Of = dict[tuple[str, str], list[Known]]


def check(book: Book) -> None:
    """Judges the loans of every moped the file speaks of; what a changed moped or downtime makes impossible as well."""
    shortened = {code for (code,), action in book.actions.items() if action.id and "end" in action.changes}
    if not shortened and not book.tables.keys() & {MOPEDS.name, LOANS.name, DOWNTIMES.name}:
        return
    loans, downtimes = _by_moped(book, LOANS), _by_moped(book, DOWNTIMES)
    for key, moped in book.records(MOPEDS).items():
        action = book.action(key[0])
        if not moped.sound or action is None or not action["end"] or moped["in_service"] is None:
            continue
        own = [loan for loan in loans[key] if loan.sound and loan["departure"] and loan["due"]]
        stops = [stop for stop in downtimes[key] if stop.sound and stop["start"]]
        stay = Stay(key[1], moped["in_service"], moped["retired"], action["end"])
        days = [(stop["start"], stop["end"]) for stop in stops]
        found = faults(stay, [_span(loan, loan.touched) for loan in own], days, book.today)
        for loan in own:
            if id(loan) in found:
                _tell(book.tables[LOANS.name], loan, "departure", found[id(loan)], loan["departure"])
        if key[0] in shortened and moped["retired"] is None:
            departures = [loan["departure"] for loan in own if not loan.touched]
            for limit in early_end(action["end"], departures):
                _tell(book.tables[ACTIONS.name], action, limit.field, limit.sentence, action["end"])
        _stopped_twice(book, key[1], stops)
        _spoilt(book, stay, moped, own, stops)


def _stopped_twice(book: Book, plate: str, stops: list[Known]) -> None:
    """Reports a downtime that shares a day with another; in the row of the later when the file has both."""
    for stop in stops:
        earlier = [
            (one["start"], one["end"])
            for one in stops
            if one is not stop and not (one.row is not None and one["start"] > stop["start"])
        ]
        if stop.row is not None:
            for limit in beside(plate, stop["start"], stop["end"], earlier):
                book.tables[DOWNTIMES.name].warn(stop.row, limit.field, limit.sentence, stop["start"])


def _spoilt(book: Book, stay: Stay, moped: Known, loans: list[Known], stops: list[Known]) -> None:
    """Loans already there that a change of their moped, or a new downtime, would make impossible."""
    there = [loan for loan in loans if not loan.touched]
    changed = [stop for stop in stops if stop.touched]
    for stop in changed:
        alone = [(stop["start"], stop["end"])]
        wide = Stay(stay.plate, Date(1900, 1, 1), None, Date(2199, 12, 31))
        said = [text for loan in there for text in faults(wide, [_span(loan, True)], alone, book.today).values()]
        if said:
            _tell(book.tables[DOWNTIMES.name], stop, "start", said[0], stop["start"])
    if moped.id and moped.changes.keys() & {"in_service", "retired"}:
        said = [text for loan in there for text in faults(stay, [_span(loan, True)], [], book.today).values()]
        if said:
            attribute = "retired" if "retired" in moped.changes else "in_service"
            _tell(book.tables[MOPEDS.name], moped, attribute, said[0], moped[attribute])


def _tell(table: Table, record: Known, attribute: str, message: str, value: Date) -> None:
    table.error(record.row or 1, attribute, message, value)


def _by_moped(book: Book, sheet: Sheet) -> Of:
    found: Of = defaultdict(list)
    for (action, plate, _), record in book.records(sheet).items():
        found[action, plate].append(record)
    return found


def _span(loan: Known, new: bool) -> Span:
    return Span(loan["departure"], loan["due"], loan["ended"], loan["extended"], id(loan), new)
