"""What one row cannot say (errors), and what it says that deserves a look (warnings)."""

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Any

from pendulum import Date

from models.acts.limits import Dates, Limit, Values
from models.french.wording import hours as say_hours
from models.french.wording import time as say_time
from models.park import limits as park
from models.people import limits as people
from models.people.actions import under_convention
from models.registers import limits as registers
from models.returns import limits as returns
from models.sessions import limits as sessions
from models.tables import FollowUp
from models.tables.fields import MinutesField
from models.takeover import publics
from models.takeover.book import Book, Line
from models.takeover.sheets import (
    ACTIONS,
    DOWNTIMES,
    LOANS,
    MOPEDS,
    PARCOURS,
    PARTICIPANTS,
    REGISTERS,
    RETURNS,
    SESSIONS,
    Sheet,
)
from models.terms import followed


def dates_of(book: Book, code: str | None) -> Dates | None:
    """The dates of an action of the book; None when they are not known."""
    action = book.action(code)
    if action is None or not action["start"] or not action["end"]:
        return None
    return Dates(action["code"], action["start"], action["end"])


def tell(line: Line, limits: Callable[[Values], Iterable[Limit]]) -> None:
    """Reports the limits of a row in their cells: an error for what no door records, else a warning. What was as wrong
    in the record already, and the file leaves alone, is a warning too."""
    record = line.record
    there: set[Limit] | None = None
    for one in limits(record.values):
        if one.strength == "error" and record.id is not None and one.field not in record.changes:
            there = set(limits({**record.values, **record.was})) if there is None else there
            if one in there:
                line.warn(one.field, one.sentence)
                continue
        if one.strength == "error":
            line.error(one.field, one.sentence, _shown(line, one.field))
        else:
            line.warn(one.field, one.sentence)


def _shown(line: Line, attribute: str) -> Any:
    """A value as its report shows it: a time or hours are minutes where they are kept."""
    value, field = line[attribute], line.table.sheet.model._meta.fields.get(attribute)
    if value is None or not isinstance(field, MinutesField):
        return value
    return say_time(value) if line.table.sheet is SESSIONS else say_hours(value)


def _action(book: Book, line: Line) -> None:
    convention = book.convention(line["code"])
    tell(line, lambda values: people.action(values, convention))
    number = line.record.id
    if convention and number is not None and "convention" in line.record.changes:
        tell(line, lambda values: under_convention(number, convention))


def _person(book: Book, line: Line) -> None:
    tell(line, lambda values: people.person(values, book.today))
    publics.take(book, line)


def _parcours(book: Book, line: Line) -> None:
    action, person = line["action"], line["person"]
    convention, dates = book.convention(action), dates_of(book, action)
    tell(line, lambda values: people.parcours(values, convention, dates, book.today))
    known = book.people.get((person,))
    entry, birth = line["entry"], known["birth"] if known else None
    if entry is not None and birth is not None:
        tell(line, lambda values: people.beside(book.name(person), entry, line["exit"], (), entry, birth))


def _returned(book: Book, line: Line) -> None:
    convention, dates = book.convention(line["action"]), dates_of(book, line["action"])
    tell(line, lambda values: returns.handed(values, convention, dates, book.today))


def _session(book: Book, line: Line) -> None:
    convention, dates = book.convention(line["action"]), dates_of(book, line["action"])
    tell(line, lambda values: sessions.session(values, convention, dates, book.today))


def _moped(book: Book, line: Line) -> None:
    convention, dates = book.convention(line["action"]), dates_of(book, line["action"])
    tell(line, lambda values: park.moped(values, convention, dates))


def _of_park(book: Book, line: Line) -> None:
    action, plate = line["action"], line["plate"]
    if plate and book.action(action) and (action, plate) not in book.records(MOPEDS):
        line.record.sound = False
        if not book.unsure(MOPEDS):
            line.error(
                "plate",
                f"« {plate[:60]} » n'est pas un cyclomoteur de l'action {action} : "
                "ajoutez-le à la feuille Cyclomoteurs.",
            )


def _loan(book: Book, line: Line) -> None:
    _of_park(book, line)
    if line["ended"] and not line["ending"]:
        line.record.become("ending", "retour")
    dates = dates_of(book, line["action"])
    tell(line, lambda values: park.loan(line["plate"], values, book.today, dates))


def _downtime(book: Book, line: Line) -> None:
    _of_park(book, line)
    dates = dates_of(book, line["action"])
    tell(line, lambda values: park.downtime(line["plate"], values, dates))


def _fact(book: Book, line: Line) -> None:
    """A fact of a register: by itself, in its action, and of somebody who is there."""
    model: Any = line.table.sheet.model
    action, person = line["action"], line["person"]
    convention, dates = book.convention(action), dates_of(book, action)
    own = book.parcours.get((action, person), [])
    entry = min((one["entry"] for one in own if one["entry"]), default=None)
    tell(line, lambda values: registers.fact(model, values, convention, book.today, dates, entry))
    if model is FollowUp:
        tell(line, lambda values: _after_exit(book, values))
    known = line.record.sound and not book.unsure(PARCOURS)
    if known and model.needs_parcours and not own and (action, person) not in _borrowers(book):
        line.warn("person", people.stranger(book.name(person), action))


def _after_exit(book: Book, values: Values) -> Iterator[Limit]:
    """A contact beside the exit it follows: none, or one too near to count (what the file says of it: ``exits``)."""
    day, months, entry = values.get("day"), values.get("months"), values.get("parcours")
    if day is None or book.unsure(PARCOURS):
        return
    if not entry:
        yield registers.untied(day)
        return
    stay = book.records(PARCOURS).get((values.get("action"), values.get("person"), entry))
    convention = book.convention(values.get("action"))
    contact = followed.asked(convention, months) if convention else None
    if stay is not None and stay["exit"] and months and contact and contact[0] == "sortie":
        first = followed.counts_from(stay["exit"], months, contact[1])
        yield from registers.too_early(day, months, first)


def _borrowers(book: Book) -> set[tuple[str, str]]:
    """The persons who borrow a moped of an action: a loan needs no parcours."""
    return {(loan["action"], loan["person"]) for loan in book.records(LOANS).values()}


CHECKED: tuple[tuple[Sheet, Callable[[Book, Line], None]], ...] = (
    (ACTIONS, _action),
    (PARTICIPANTS, _person),
    (PARCOURS, _parcours),
    (SESSIONS, _session),
    (MOPEDS, _moped),
    (LOANS, _loan),
    (DOWNTIMES, _downtime),
    *((sheet, _fact) for sheet in REGISTERS.values()),
    (RETURNS, _returned),
)


def check(book: Book) -> None:
    """Lays every sheet but marks and movements over what is stored, and checks each row."""
    for sheet, examine in CHECKED:
        for line in book.lines(sheet):
            examine(book, line)
    _second_parcours(book)


def _second_parcours(book: Book) -> None:
    """Reports a parcours begun while another of the same person in the same action is open, in the row of the later;
    in that of the earlier when only this one is in the file."""
    table = book.tables.get(PARCOURS.name)
    if table is None:
        return
    for several in book.parcours.values():
        dated = sorted((one for one in several if one["entry"]), key=lambda one: one["entry"])
        for before, after in pairwise(dated):
            row, there = (after.row, before) if after.row else (before.row, after)
            if row is None:
                continue
            one = after if there is before else before
            dates, spans = dates_of(book, one["action"]), [(there["entry"], there["exit"])]
            end = dates.end if dates else Date(2199, 12, 31)
            for limit in people.beside(book.name(one["person"]), one["entry"], one["exit"], spans, end):
                table.warn(row, limit.field, limit.sentence, one["entry"])
