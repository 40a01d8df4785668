"""The fields of a form as their tables describe them: a header, a list, a kind are written with the column alone."""

from dataclasses import replace
from typing import Any

from models.tables import Person
from models.tables.fields import (
    CentsField,
    ClockField,
    CodeField,
    DayField,
    HundredthsField,
    MinutesField,
    MonthField,
    ReferenceField,
    WholeField,
    YesField,
    required,
    values_of,
)
from tui.forms.rows import Field

KINDS: tuple[tuple[str, Any], ...] = (
    ("date", DayField),
    ("minutes", MinutesField),
    ("time", ClockField),
    ("month", MonthField),
    ("money", CentsField),
    ("hundredths", HundredthsField),
    ("number", WholeField),
    ("yes", YesField),
    ("choice", CodeField),
)


def kind_of(column: Any) -> str:
    """How a column is asked for: the kind of a form's field."""
    if isinstance(column, ReferenceField):
        return "person" if column.rel_model is Person else "choice"
    return "choice" if column.choices else next((kind for kind, type in KINDS if isinstance(column, type)), "text")


def asked(column: Any, record: Any = None, *, hinted: bool = False, **changes: Any) -> Field:
    """The field that asks for a column, filled from ``record`` when there is one; ``changes`` are what this form asks
    otherwise. ``hinted``: with what the table says of it, which a workbook always shows and a short form seldom needs.
    """
    kind = kind_of(column)
    field = Field(
        column.name,
        "Personne" if kind == "person" else column.facts.header,
        kind,
        required=required(column),
        default=None if record is None else getattr(record, column.name),
        choices=values_of(column),
        hint=column.help_text or "" if hinted else "",
        past=kind == "date" and not column.facts.ahead,
        since=column.facts.since,
    )
    return replace(field, **changes)
