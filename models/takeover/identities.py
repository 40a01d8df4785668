"""People a workbook names as they were called before: their rows are read as those of who they are now.

An identifier that was corrected is theirs as long as nobody else bears it, and their name and birth agree. Of a record
that was joined to theirs, nothing replaces what is kept: somebody chose it; what is missing is added.
"""

from collections.abc import Iterator
from typing import Any

from models.french.comparing import tidy
from models.french.wording import person as say_person
from models.people.identities import agrees, once
from models.tables import FormerIdentity, Movement, Person
from models.takeover.attendances import Stored, stored_marks
from models.takeover.book import Book
from models.takeover.rows import WRONG, Table
from models.takeover.sheets import ATTENDANCES, MOVEMENTS, PARTICIPANTS, SESSIONS


def settle(book: Book) -> None:
    """Gives each row of the file the identifier its person has now; tells what it could not be sure of."""
    former = _former(book)
    if not former:
        return
    told: set[str] = set()
    sure = _participants(book, former, told)
    for table in book.tables.values():
        if "person" in table.sheet.index:
            _people(book, table, former, sure, told)


def _former(book: Book) -> dict[str, FormerIdentity]:
    """Former identities by an identifier nobody else bears, of those the file names."""
    named = {row[rank + 1] for _, rank, table in _columns(book) for row in table.rows}
    query = FormerIdentity.select(FormerIdentity, Person).join(Person).where(Person.erased.is_null())
    found = {tidy(one.code): one for one in query.order_by(FormerIdentity.id)}
    found = {code: one for code, one in found.items() if code in named}
    borne = Person.select(Person.code).where(Person.code.in_(list(found)), once())
    for (code,) in borne.tuples():
        found.pop(code, None)
    return found


def _columns(book: Book) -> Iterator[tuple[str, int, Table]]:
    """Where each sheet names people."""
    for table in book.tables.values():
        name = "code" if table.sheet is PARTICIPANTS else "person"
        if name in table.sheet.index:
            yield name, table.sheet.index[name], table


def _participants(book: Book, former: dict[str, FormerIdentity], told: set[str]) -> set[str]:
    """Reads the rows of the sheet of participants; gives the former identifiers whose name and birth agree there."""
    table = book.tables.get(PARTICIPANTS.name)
    sure: set[str] = set()
    if table is None:
        return sure
    index = {name: rank + 1 for name, rank in PARTICIPANTS.index.items()}
    now = {row[index["code"]] for row in table.rows}
    kept = []
    for row in table.rows:
        known = former.get(row[index["code"]])
        if known is None:
            kept.append(row)
            continue
        named = [row[index[name]] for name in ("last_name", "first_name", "birth")]
        last, first, birth = (None if cell is WRONG else cell for cell in named)
        if not agrees(known, last, first, birth):
            table.error(row[0], "code", _asked(known), known.code)
            told.add(known.code)
            kept.append(row)
            continue
        sure.add(known.code)
        if known.person.code in now:
            continue
        now.add(known.person.code)
        row[index["code"]] = known.person.code
        stored = book.people[known.person.code,]
        for name, at in index.items():
            if name in ("last_name", "first_name") or (known.joined and stored[name] not in (None, "")):
                row[at] = None if name != "code" and row[at] is not WRONG else row[at]
        kept.append(row)
    table.rows = kept
    return sure


def _people(book: Book, table: Table, former: dict[str, FormerIdentity], sure: set[str], told: set[str]) -> None:
    """Reads the rows of a sheet that name people; of two rows that become one, that of today's identifier stays."""
    sheet = table.sheet
    whose = sheet.index["person"] + 1
    keys = [sheet.index[name] + 1 for name in sheet.keys]
    there = {tuple([row[at] for at in keys]) for row in table.rows if row[whose] not in former}
    kept = []
    keep = None
    for row in table.rows:
        known = former.get(row[whose]) if isinstance(row[whose], str) else None
        if known is None:
            kept.append(row)
            continue
        if not known.joined and known.code not in sure:
            if known.code not in told:
                told.add(known.code)
                table.error(row[0], "person", _asked(known), known.code)
            row[whose] = WRONG
            kept.append(row)
            continue
        if known.code not in told:
            told.add(known.code)
            table.warn(row[0], "person", _read_as(known), known.code)
        row[whose] = known.person.code
        if known.joined:
            key = tuple([row[at] for at in keys])
            if key in there and sheet is not MOVEMENTS:
                continue
            there.add(key)
            keep = keep or Kept(book, table)
            keep.leave(row, key)
        kept.append(row)
    table.rows = kept


class Kept:
    """What is stored of a sheet, that a row of a joined record leaves as it is."""

    def __init__(self, book: Book, table: Table) -> None:
        self.book, self.sheet = book, table.sheet
        self.marks: dict[tuple[int, int], Stored] = stored_marks(book.mentioned) if self.sheet is ATTENDANCES else {}

    def leave(self, row: list[Any], key: tuple[Any, ...]) -> None:
        """Empties the cells of a row that would replace what is stored."""
        names: tuple[str, ...]
        if self.sheet is ATTENDANCES:
            names = ("status", "minutes") if self._marked(row) else ()
        elif self.sheet is MOVEMENTS:
            names = ("reason", "referent", "departement") if self._moved(row) else ()
        else:
            stored, others = self.book.records(self.sheet).get(key), self.sheet.index.keys() - self.sheet.keys
            names = tuple(name for name in others if stored and stored[name] not in (None, ""))
        for name in names:
            row[self.sheet.index[name] + 1] = None

    def _marked(self, row: list[Any]) -> bool:
        cell = {name: row[rank + 1] for name, rank in self.sheet.index.items()}
        session = self.book.records(SESSIONS).get((cell["action"], cell["session"]))
        person = self.book.people.get((cell["person"],))
        known = self.marks.get((session.id or 0, person.id or 0)) if session and person else None
        return known is not None and known[1] != "prévu"

    def _moved(self, row: list[Any]) -> bool:
        cell = {name: row[rank + 1] for name, rank in self.sheet.index.items()}
        action, person = self.book.action(cell["action"]), self.book.people.get((cell["person"],))
        if action is None or person is None or WRONG in row:
            return False
        same = (Movement.person == person.id) & (Movement.action == action.id) & (Movement.kind == cell["kind"])
        return Movement.select().where(same, Movement.day == cell["day"], Movement.minutes == cell["minutes"]).exists()


def _asked(known: FormerIdentity) -> str:
    who = f"{say_person(known.person)} ({known.person.code})"
    return (
        f"« {known.code} » est un ancien identifiant de {who} : écrivez {known.person.code} si c'est la même personne, "
        "sinon un autre identifiant."
    )


def _read_as(known: FormerIdentity) -> str:
    kept = " ; ce qui est noté n'est pas remplacé" if known.joined else ""
    return f"« {known.code} » est un ancien identifiant de {say_person(known.person)}, lu {known.person.code}{kept}."
