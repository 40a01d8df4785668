"""The columns of the tables, each with the facts that every reader needs of it.

One line says everything of a field: the header people read, what is meant, and whatever sets it apart (``Facts``). The
forms, the take-over, its template, the history, what is handed to a person, erasing and closing are derived from it.
Types hold the same on SQLite and PostgreSQL: days are ISO text, times and durations whole minutes.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from typing import Any

import peewee
from peewee import SQL, Check
from pendulum import Date

CHOOSE = "À choisir dans la liste."


def day_check(name: str) -> SQL:
    """A CHECK that refuses anything but the shape AAAA-MM-JJ."""
    return Check(f"{name} IS NULL OR {name} LIKE '____-__-__'")


@dataclass(frozen=True)
class Facts:
    """What is known of a field beside its column.

    ``header`` is how it is called everywhere, without its ``unit``. ``hidden``: nobody reads it (it only tells records
    apart, or repeats another field). ``free``: typed by hand, so that a name may stand in it, which erasing takes out;
    ``kept``: a figure or a rule reads it, so that erasing its person takes nothing else out. ``day`` names the field
    whose day counts for it when a period is closed ('': its own when it is a day, else the record's); ``timeless``: it
    changes no figure of the past, a closing leaves it free. ``long``: the journal keeps its seal only. ``taken``: a
    workbook that is taken over has a column for it. ``seen``: on that day the person was there (not a day planned).
    ``ahead``: a day that may lie after today. ``answers`` names the fields of the record whose days it answers, so that
    it is never before one of them. ``counted``: a figure may count it. ``profile``: what a convention's
    ``profile`` calls it.
    ``since``: the field whose day it does not come before. ``digits``: how many a telephone or a postcode has.
    """

    header: str = ""
    unit: str = ""
    hidden: bool = False
    free: bool = False
    kept: bool = False
    day: str = ""
    timeless: bool = False
    long: bool = False
    taken: bool = True
    seen: bool = True
    ahead: bool = False
    answers: tuple[str, ...] = ()
    since: str = ""
    digits: int = 0
    counted: bool = True
    profile: str = ""


_NOTHING_SAID = Facts(hidden=True, timeless=True, taken=False)


def facts_of(field: Any) -> Facts:
    """The facts of a field; of a number the database gives, that nobody reads it."""
    return getattr(field, "facts", _NOTHING_SAID)


def required(field: Any) -> bool:
    """Whether a record cannot be without this field."""
    return not field.null and field.default is None


def values_of(field: Any) -> tuple[str, ...]:
    """The closed list of a field, empty when it has none."""
    return tuple(value for value, _ in field.choices or ())


_NAMES = {one.name for one in fields(Facts)}


class _Field(peewee.Field):
    """A field with its facts. ``header`` is followed by a unit in brackets where it has one; ``required``: a record
    cannot be without it."""

    EMPTY: Any = None  # what stands where nothing is known

    def __init__(self, header: str = "", hint: str = "", *, required: bool = False, **options: Any) -> None:
        said = {name: options.pop(name) for name in _NAMES & options.keys()}
        bare, _, unit = header.partition(" (")
        self.facts = Facts(header=bare, unit=unit.rstrip(")"), **said)
        if not required and "default" not in options:
            options |= {"null": True} if self.EMPTY is None else {"default": self.EMPTY}
        super().__init__(verbose_name=header, help_text=hint, **options)


class _TextField(_Field, peewee.TextField):
    """Words typed by hand: somebody may be named there."""

    EMPTY = ""

    def __init__(self, header: str = "", hint: str = "", *, free: bool = True, **options: Any) -> None:
        super().__init__(header, hint, free=free, **options)


class _MadeField(_Field, peewee.TextField):
    """A text that Assidu makes by itself: no name stands in it."""

    EMPTY = ""


class _NameField(_TextField):
    """A name or an identifier typed by people, stored tidy (``models.french.comparing``)."""


class _PlateField(_NameField):
    """A number plate, stored tidy; another spelling of it is the same plate."""


class _SharedNameField(_NameField):
    """A name that several records of an action share (a group, a theme): spelled one way in each action, so that equal
    texts are the same name and no others are."""


class _ChoiceField(_Field, peewee.TextField):
    """One of a closed list."""

    EMPTY = ""

    def __init__(self, header: str, values: Iterable[str], hint: str = CHOOSE, **options: Any) -> None:
        super().__init__(header, hint, choices=[(one, one) for one in values], **options)


class _CodeField(_Field, peewee.TextField):
    """A code among those a convention declares; ``listed`` names the part of the convention that does."""

    EMPTY = ""

    def __init__(self, header: str, listed: str, hint: str = CHOOSE, **options: Any) -> None:
        self.listed = listed
        super().__init__(header, hint, **options)


_day = lru_cache(maxsize=2**14)(Date.fromisoformat)


class _DayField(_Field, peewee.TextField):
    """A calendar day, stored as AAAA-MM-JJ (sorts and compares as text), read as ``pendulum.Date``."""

    def db_value(self, value: Any) -> str | None:
        if value is None:
            return None
        if isinstance(value, date):
            return f"{value.year:04d}-{value.month:02d}-{value.day:02d}"
        return Date.fromisoformat(value).isoformat()

    def python_value(self, value: str | None) -> Date | None:
        return None if value is None else _day(value)


class _MonthField(_Field, peewee.TextField):
    """A month, AAAA-MM."""


class _WholeField(_Field, peewee.IntegerField):
    """A whole number."""


class _MinutesField(_Field, peewee.IntegerField):
    """A duration in whole minutes."""


class _ClockField(_Field, peewee.IntegerField):
    """A time of day, in whole minutes from midnight."""


class _CentsField(_Field, peewee.IntegerField):
    """An amount of money in whole euro cents."""


class _HundredthsField(_Field, peewee.IntegerField):
    """A quantity in whole hundredths: 150 is 1,5."""


class _YesField(_Field, peewee.BooleanField):
    """Yes, no, or not known."""


class _BytesField(_Field, peewee.BlobField):
    """The content of a file."""


class _ReferenceField(_Field, peewee.ForeignKeyField):
    """A record of another table, which cannot be removed meanwhile."""

    def __init__(self, model: Any, header: str = "", hint: str = "", *, required: bool = True, **options: Any) -> None:
        super().__init__(header, hint, required=required, model=model, on_delete="RESTRICT", **options)


# On a record, a field reads as its value: for the type checker they are what peewee's own fields are.
TextField: Any = _TextField
MadeField: Any = _MadeField
NameField: Any = _NameField
PlateField: Any = _PlateField
SharedNameField: Any = _SharedNameField
ChoiceField: Any = _ChoiceField
CodeField: Any = _CodeField
DayField: Any = _DayField
MonthField: Any = _MonthField
WholeField: Any = _WholeField
MinutesField: Any = _MinutesField
ClockField: Any = _ClockField
CentsField: Any = _CentsField
HundredthsField: Any = _HundredthsField
YesField: Any = _YesField
BytesField: Any = _BytesField
ReferenceField: Any = _ReferenceField
