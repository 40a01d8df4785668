"""Names a workbook spells otherwise than its action does: plates, groups and themes become what is stored, or what the
file says first, so that two spellings of one are one everywhere in the file."""

from collections.abc import Callable, Iterator

from peewee import fn

from models.acts.spellings import SHARED
from models.french.comparing import name_key, plate_key
from models.tables import Action, Moped
from models.takeover.book import Book

KEYS: dict[str, Callable[[str], str]] = {"plate": plate_key, **dict.fromkeys(SHARED, name_key)}
"""What each of these columns is compared by."""


def settle(book: Book) -> None:
    """Gives each plate, group and theme of the file the spelling its action already has, else the file's first."""
    known: dict[tuple[str, str, str], str] = {}
    for action, name, text in _stored(book):
        known.setdefault((action, name, KEYS[name](text)), text)
    for table in book.tables.values():
        index = table.sheet.index
        places = [(name, key, index[name] + 1) for name, key in KEYS.items() if name in index]
        if not places or "action" not in index:
            continue
        whose = index["action"] + 1
        for row in table.rows:
            for name, key, place in places:
                text, action = row[place], row[whose]
                if isinstance(text, str) and isinstance(action, str):
                    row[place] = known.setdefault((action, name, key(text)), text)


def _stored(book: Book) -> Iterator[tuple[str, str, str]]:
    """The names stored in the actions the file speaks of, the oldest first: action, what it names, spelling."""
    for name, models in {"plate": (Moped,), **SHARED}.items():
        for model in models:
            field = getattr(model, name)
            query = model.select(Action.code, field).join(Action).where(Action.id.in_(book.mentioned), field != "")
            for action, text in query.group_by(Action.code, field).order_by(fn.MIN(model.id)).tuples():
                yield action, name, text
