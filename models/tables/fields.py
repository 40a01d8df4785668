"""Column types that hold the same on SQLite and PostgreSQL: days as ISO text, times and durations as whole minutes."""

from datetime import date
from typing import Any

from peewee import SQL, Check, IntegerField, TextField
from pendulum import Date


def day_check(name: str) -> SQL:
    """A CHECK that refuses anything but the shape AAAA-MM-JJ."""
    return Check(f"{name} IS NULL OR {name} LIKE '____-__-__'")


class _DayField(TextField):
    """A calendar day, stored as AAAA-MM-JJ (sorts and compares as text), read as ``pendulum.Date``."""

    def db_value(self, value: Any) -> str | None:
        if value is None:
            return None
        if isinstance(value, date):
            return f"{value.year:04d}-{value.month:02d}-{value.day:02d}"
        return Date.fromisoformat(value).isoformat()

    def python_value(self, value: str | None) -> Date | None:
        return None if value is None else Date.fromisoformat(value)


class _MinutesField(IntegerField):
    """A duration, or a time of day counted from midnight, in whole minutes."""


class _CentsField(IntegerField):
    """An amount of money in whole euro cents."""


# On a record, a field reads as its value: for the type checker they are what peewee's own fields are.
DayField: Any = _DayField
MinutesField: Any = _MinutesField
CentsField: Any = _CentsField


class _MonthField(TextField):
    """A month, AAAA-MM."""


class _CodeField(TextField):
    """A code among those a convention declares; ``listed`` names the part of the convention that does."""

    def __init__(self, *args: Any, listed: str = "", **options: Any) -> None:
        self.listed = listed
        super().__init__(*args, **options)


MonthField: Any = _MonthField
CodeField: Any = _CodeField


class _NameField(TextField):
    """A name or an identifier typed by people, stored tidy (``models.french.comparing``)."""


class _PlateField(_NameField):
    """A number plate, stored tidy; another spelling of it is the same plate."""


class _SharedNameField(_NameField):
    """A name that several records of an action share (a group, a theme): spelled one way in each action, so that equal
    texts are the same name and no others are."""


NameField: Any = _NameField
PlateField: Any = _PlateField
SharedNameField: Any = _SharedNameField
