"""The sheets of a take-over workbook and their columns, for reading and for the template.

They are derived from the tables: here stands only what a workbook adds, how it names a record of another sheet, and the
order of the sheets.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from config.catalogue import catalogue, usable
from models import tables
from models.tables import Record, fields_of
from models.tables.base import keys_of
from models.tables.fields import (
    CentsField,
    ClockField,
    CodeField,
    DayField,
    HundredthsField,
    MinutesField,
    MonthField,
    NameField,
    PlateField,
    ReferenceField,
    TextField,
    WholeField,
    YesField,
    required,
    values_of,
)
from models.takeover import cells


@dataclass(frozen=True)
class Column:
    """One column: its header, the attribute it fills, how a cell is read, and what the template says of it.

    ``key``: it takes part in finding a row again. ``required``: a new row needs it. ``values``: a closed list; for
    ``listed``, one that conventions make (told when asked for). ``blank``: what an empty cell of a key stands for;
    ``digits``: how many a telephone or a postcode has.
    """

    header: str
    attribute: str
    read: Callable[[Any], Any]
    comment: str
    key: bool = False
    required: bool = False
    values: tuple[str, ...] = ()
    unit: str = ""
    blank: Any = None
    listed: Callable[[], tuple[str, ...]] | None = None
    digits: int = 0

    @property
    def title(self) -> str:
        """The header as the template writes it: with its unit, and a star when it is required."""
        unit = f" ({self.unit})" if self.unit else ""
        return f"{self.header}{unit}{'*' if self.required else ''}"


@dataclass(frozen=True)
class Sheet:
    """One sheet: the records it fills and its columns in order."""

    name: str
    model: type[Record]
    columns: tuple[Column, ...]

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The attributes that find a row again."""
        return tuple(column.attribute for column in self.columns if column.key)

    @cached_property
    def index(self) -> dict[str, int]:
        """The rank of each attribute among the columns."""
        return {column.attribute: rank for rank, column in enumerate(self.columns)}

    def column(self, attribute: str) -> Column:
        return self.columns[self.index[attribute]]


def conventions() -> tuple[str, ...]:
    """The ids an action may run under."""
    return tuple(usable())


def listed(name: str) -> Callable[[], tuple[str, ...]]:
    """Every code that conventions declare under ``name``."""
    return lambda: _all(code for known in catalogue().values() for code in known.listed(name))


def _all(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes))


READERS: tuple[tuple[Any, Callable[[Any], Any]], ...] = (
    (PlateField, cells.plate),
    (NameField, cells.name),
    (CodeField, cells.name),
    (TextField, cells.text),
    (DayField, cells.day),
    (MonthField, cells.month),
    (ClockField, cells.clock),
    (MinutesField, cells.hours),
    (CentsField, cells.money),
    (HundredthsField, cells.posts),
    (WholeField, cells.whole),
    (YesField, cells.yes_no),
)
"""How the cell of a field is read, unless it is of a closed list; the first that holds."""

LISTED: dict[str, Callable[[], tuple[str, ...]]] = {"convention": conventions}
"""The codes that no convention declares."""

POINTING: dict[Any, str] = {
    tables.Action: "Le code de l'action, comme dans la feuille Actions.",
    tables.Person: "L'identifiant du participant, comme dans la feuille Participants.",
    tables.Session: "Le code de la séance, unique dans l'action.",
}
"""How a workbook names a record of another sheet."""


def sheet(
    model: type[Record],
    keys: tuple[str, ...] = (),
    first: tuple[str, ...] = (),
    last: tuple[str, ...] = (),
    **changes: dict[str, Any],
) -> Sheet:
    """The sheet of a table: a column a field that is taken over, ``first`` and ``last`` those that come before and
    after the others.

    ``keys`` are the fields that find a row again, those of the table's unique index when not given; ``changes``, by
    attribute, what the workbook has otherwise.
    """
    ranks = {name: rank - len(first) for rank, name in enumerate(first)} | dict.fromkeys(last, 1)
    fields = sorted(fields_of(model), key=lambda field: ranks.get(field.name, 0))
    made = [column for field in fields if field.facts.taken for column in _columns(field, keys or _keys(model))]
    return Sheet(model.sheet, model, tuple(replace(one, **changes.get(one.attribute, {})) for one in made))


def _keys(model: type[Record]) -> tuple[str, ...]:
    return next(iter(keys_of(model)), ()) or tuple(field.name for field in model._meta.sorted_fields if field.unique)


def _columns(field: Any, keys: tuple[str, ...]) -> Iterator[Column]:
    """The columns of a field; a session and a moped are named within their action."""
    if not isinstance(field, ReferenceField):
        yield _column(field, field.name in keys)
        return
    model, key = field.rel_model, field.name in keys
    if "action" in model._meta.fields and model is not tables.Parcours:
        yield from _columns(model.action, ("action",) if key else ())
    if model is tables.Parcours:  # told apart by its exit; a row that says none is tied in ``exits``
        yield Column(field.facts.header, field.name, cells.day, field.help_text, key)
    elif model is tables.Moped:
        yield _column(model.plate, key)
    else:
        comment = field.help_text or POINTING[model]
        needed = required(field)
        yield Column(
            field.facts.header, field.name, cells.name, comment, key, needed, blank="" if key and not needed else None
        )


def _column(field: Any, key: bool = False) -> Column:
    """The column of a field: its header, what is meant and how it is read all come from the field."""
    needed, values = required(field), values_of(field)
    read = cells.choice(values) if values else next(read for kind, read in READERS if isinstance(field, kind))
    return Column(
        field.facts.header,
        field.name,
        read,
        field.help_text,
        key,
        needed,
        ("oui", "non") if isinstance(field, YesField) else values,
        field.facts.unit,
        "" if key and not needed else None,
        (LISTED.get(field.listed) or listed(field.listed)) if isinstance(field, CodeField) else None,
        field.facts.digits,
    )


def _movements() -> Sheet:
    """A movement with its reports; without a number, identical rows are movements of their own."""
    made = sheet(tables.Movement, keys=("action", "day", "kind", "person", "minutes", "label"), label={"blank": None})
    reports = (_column(tables.MovementReport.referent), _column(tables.MovementReport.departement))
    place = made.index["label"]
    return replace(made, columns=(*made.columns[:place], *reports, *made.columns[place:]))


def _participants() -> Sheet:
    """People, and the day from which they have the public said, when it changed."""
    made = sheet(tables.Person)
    comment = "Premier jour de ce public, s'il a changé ; sans date, un autre public corrige celui de toujours."
    return replace(made, columns=(*made.columns, Column("Public depuis le", "public_since", cells.day, comment)))


ACTIONS = sheet(tables.Action)
PARTICIPANTS = _participants()
PARCOURS = sheet(tables.Parcours)
SESSIONS = sheet(tables.Session)
ATTENDANCES = sheet(tables.Attendance, minutes={"read": cells.whole})
MOVEMENTS = _movements()
MOPEDS = sheet(tables.Moped)
LOANS = sheet(
    tables.Loan,
    first=("moped", "departure"),
    last=("ending", "complaint"),
    ended={"header": "Retour"},
    professional={"read": cells.name},
)
DOWNTIMES = sheet(tables.Downtime)
REGISTERS = {model: sheet(model) for model in tables.REGISTERS}
RETURNS = sheet(tables.HandedIn)

SHEETS = (
    ACTIONS,
    PARTICIPANTS,
    REGISTERS[tables.EligibilityCheck],
    PARCOURS,
    SESSIONS,
    ATTENDANCES,
    MOVEMENTS,
    MOPEDS,
    LOANS,
    DOWNTIMES,
    *(sheet for model, sheet in REGISTERS.items() if model is not tables.EligibilityCheck),
    RETURNS,
)
