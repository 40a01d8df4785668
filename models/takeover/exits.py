"""The exit that each contact of a workbook follows: said in its column, else the latest on or before its day (E-03).

A cell of *Sortie* becomes the entry of the parcours that ended on that day, '' for none: with it, a row is found again.
"""

from collections import defaultdict
from typing import Any

from pendulum import Date

from models.french.wording import day as say_day
from models.registers import limits
from models.tables import FollowUp
from models.takeover.book import Book, Known
from models.takeover.rows import WRONG, Table
from models.takeover.sheets import PARCOURS, REGISTERS

FOLLOW_UPS = REGISTERS[FollowUp]
NO_EXIT = ""  # instead of an entry

Ended = list[tuple[Date, Date]]
"""The exit and the entry of the parcours of somebody in an action that ended, the last first."""


def settle(book: Book) -> None:
    """Ties each contact of the file to a parcours, stored or of the file. Nothing is asked row by row."""
    table = book.tables.get(FOLLOW_UPS.name)
    if table is None:
        return
    settling = _Settling(book, table)
    for row in table.rows:
        settling.settle(row)


class _Settling:
    """The contacts of a file being tied."""

    def __init__(self, book: Book, table: Table) -> None:
        self.table = table
        self.unsure = book.unsure(PARCOURS)
        self.places = {name: rank + 1 for name, rank in FOLLOW_UPS.index.items()}
        self.ended, self.unread = _ended(book)
        self.stored = book.records(FOLLOW_UPS)
        self.known: dict[tuple[Any, ...], list[Known]] = defaultdict(list)
        for (action, person, months, _), record in self.stored.items():
            self.known[action, person, months].append(record)

    def settle(self, row: list[Any]) -> None:
        """Puts in a row the entry of the parcours it follows."""
        action, person, months, day, said = (
            row[self.places[name]] for name in ("action", "person", "months", "day", "parcours")
        )
        place = self.places["parcours"]
        if WRONG in (action, person, months, day, said):
            row[place] = WRONG if said is WRONG else NO_EXIT
            return
        known = self.known.get((action, person, months), [])
        ended = self.ended.get((action, person), [])
        if said is not None:
            row[place] = self._said(row, (action, person), ended, said)
            entry = row[place]
            day = day or next((one["day"] for one in known if one["parcours"] == entry), None)
            if entry is not WRONG and day is not None:
                for limit in limits.after_exit(day, said):
                    self.table.error(row[0], "parcours", limit.sentence, said)
                    row[place] = WRONG
        else:
            row[place] = _likely(day, known, ended)
        self._tie((action, person, months), row[place], day)

    def _said(self, row: list[Any], whose: tuple[Any, Any], ended: Ended, said: Date) -> Any:
        """The entry of the parcours of that exit; an error when the person did not leave on that day."""
        entry = next((entry for exit, entry in ended if exit == said), None)
        if entry is not None:
            return entry
        if not self.unsure and whose not in self.unread:
            left = ", ".join(say_day(exit) for exit, _ in ended)
            known = f"sorties connues : {left}" if left else "aucune sortie n'est connue"
            told = f"Pas de sortie de cette personne le {say_day(said)} ({known}) : corrigez ou videz la cellule."
            self.table.error(row[0], "parcours", told, said)
        return WRONG

    def _tie(self, whose: tuple[Any, ...], entry: Any, day: Date | None) -> None:
        """A contact stored without an exit takes the one its row now follows."""
        untied = self.stored.get((*whose, NO_EXIT))
        if untied is None or entry in (NO_EXIT, WRONG) or (*whose, entry) in self.stored:
            return
        if day is None or untied["day"] == day:
            self.stored[*whose, entry] = self.stored.pop((*whose, NO_EXIT))


def _likely(day: Date | None, known: list[Known], ended: Ended) -> Any:
    """What a row that does not say follows: as the contact of that day already does, else the latest exit on or before
    its day; of a row without a day, as the last contact stored."""
    same = [one for one in known if day is None or one["day"] == day]
    tied = [one["parcours"] for one in same if one["parcours"] != NO_EXIT]
    if tied:
        return max(tied)
    if day is None:
        return NO_EXIT
    return next((entry for exit, entry in ended if exit <= day), NO_EXIT)


def _ended(book: Book) -> tuple[dict[tuple[Any, Any], Ended], set[tuple[Any, Any]]]:
    """The parcours that end, by action and person, as they will be once the file is in; and whose could not be read."""
    exits = {key: record["exit"] for key, record in book.records(PARCOURS).items()}
    unread = set()
    table = book.tables.get(PARCOURS.name)
    for row in table.rows if table else ():
        key, exit = tuple(row[PARCOURS.index[name] + 1] for name in PARCOURS.keys), row[PARCOURS.index["exit"] + 1]
        if WRONG in (*key, exit):
            unread.add(key[:2])
        elif exit is not None or key not in exits:
            exits[key] = exit
    found: dict[tuple[Any, Any], Ended] = defaultdict(list)
    for (action, person, entry), exit in exits.items():
        if exit is not None and entry is not None:
            found[action, person].append((exit, entry))
    return {whose: sorted(ended, reverse=True) for whose, ended in found.items()}, unread
