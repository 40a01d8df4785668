"""Names a workbook spells otherwise than its action does: plates, groups and themes become what is stored, or what the
file says first, so that two spellings of one are one everywhere in the file; domains and levels, what their scale says.
"""

from collections.abc import Callable, Iterator

from peewee import fn

from models.acts.spellings import SHARED
from models.french.comparing import name_key, plate_key, scale_key
from models.tables import Action, Evaluation, Moped
from models.takeover.book import Book
from models.takeover.sheets import REGISTERS
from models.terms import scales

EVALUATIONS = REGISTERS[Evaluation]

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
    _on_scales(book)


def _on_scales(book: Book) -> None:
    """Writes each domain and level of the file as its scale does (reading E-10); a domain stored otherwise, which finds
    its evaluation again, as it is stored."""
    table = book.tables.get(EVALUATIONS.name)
    if table is None:
        return
    places = [EVALUATIONS.index[name] + 1 for name in ("action", "scale", "subject", "level")]
    stored: dict[tuple[str, str, str], str] = {}
    for record in book.records(EVALUATIONS).values():
        stored.setdefault((record["action"], record["scale"], scale_key(record["subject"])), record["subject"])
    for row in table.rows:
        action, code, subject, level = (row[place] if isinstance(row[place], str) else "" for place in places)
        spec = book.convention_to_be(action)
        scale = scales.scale_of(spec, code) if spec else None
        if scale is None:
            continue
        subject, level = scales.written(scale, subject, level)
        if subject in scale.subjects:
            subject = stored.get((action, code, scale_key(subject)), subject)
        for place, text in zip(places[2:], (subject, level), strict=True):
            row[place] = text or row[place]


def _stored(book: Book) -> Iterator[tuple[str, str, str]]:
    """The names stored in the actions the file speaks of, the oldest first: action, what it names, spelling."""
    for name, models in {"plate": (Moped,), **SHARED}.items():
        for model in models:
            field = getattr(model, name)
            query = model.select(Action.code, field).join(Action).where(Action.id.in_(book.mentioned), field != "")
            for action, text in query.group_by(Action.code, field).order_by(fn.MIN(model.id)).tuples():
                yield action, name, text
