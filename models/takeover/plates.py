"""Mopeds a workbook names by a plate of before: that of a record joined to another, as long as no moped bears it.

Their rows are read as those of the moped that was kept; nothing replaces what is noted of it, what is missing is added.
"""

from models.french.comparing import plate_key
from models.tables import Action, Moped
from models.takeover.book import Book
from models.takeover.identities import Kept
from models.takeover.rows import Table

Former = dict[tuple[str, str], str]
"""The plate of today by action and by the key of a former one."""


def settle(book: Book) -> None:
    """Gives each row of the file the plate its moped has now, and tells it once a plate."""
    former = _former(book)
    told: set[str] = set()
    for table in book.tables.values() if former else ():
        if "plate" in table.sheet.index:
            _read(book, table, former, told)


def _former(book: Book) -> Former:
    query = Moped.select(Action.code, Moped.plate, Moped.formerly).join(Action).where(Action.id.in_(book.mentioned))
    mopeds = list(query.order_by(Moped.id).tuples())
    borne = {(action, plate_key(plate)) for action, plate, _ in mopeds}
    found = {(action, plate_key(one)): plate for action, plate, before in mopeds for one in before.splitlines()}
    return {key: plate for key, plate in found.items() if key not in borne}


def _read(book: Book, table: Table, former: Former, told: set[str]) -> None:
    """Reads the rows of a sheet; of two that become one, that of today's plate stays."""
    index = {name: rank + 1 for name, rank in table.sheet.index.items()}
    keys = [index[name] for name in table.sheet.keys]
    rows = [(row, _now(row[index["action"]], row[index["plate"]], former)) for row in table.rows]
    there = {tuple([row[at] for at in keys]) for row, now in rows if not now}
    kept, keep = [], Kept(book, table)
    for row, now in rows:
        if now:
            if row[index["plate"]] not in told:
                told.add(row[index["plate"]])
                sentence = f"« {row[index['plate']]} » est l'ancienne immatriculation de {now}, lue {now}."
                table.warn(row[0], "plate", sentence, row[index["plate"]])
            row[index["plate"]] = now
            key = tuple([row[at] for at in keys])
            if key in there:
                continue
            there.add(key)
            keep.leave(row, key)
        kept.append(row)
    table.rows = kept


def _now(action: object, plate: object, former: Former) -> str:
    """The plate of today of a moped named by one of before; '' for any other."""
    known = isinstance(action, str) and isinstance(plate, str)
    return former.get((action, plate_key(plate)), "") if known else ""  # type: ignore[arg-type]
