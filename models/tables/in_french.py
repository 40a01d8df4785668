"""The values of the tables as they are read, whoever shows them."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from peewee import BooleanField
from pendulum import Date

from models.french import wording
from models.tables.fields import CentsField, ClockField, DayField, HundredthsField, MinutesField, MonthField

WRITERS: tuple[tuple[Any, Callable[[Any], str]], ...] = (
    (DayField, lambda value: wording.day(Date.fromisoformat(str(value)))),
    (MonthField, wording.month),
    (MinutesField, wording.hours),
    (ClockField, wording.time),
    (CentsField, wording.money),
    (HundredthsField, lambda value: wording.number(Fraction(value, 100), 2)),
    (BooleanField, lambda value: "oui" if value else "non"),
)


def in_french(field: Any, value: Any) -> str:
    """A value of a field, as it is stored or as a record gives it, in French; '' when it is unknown. What a reference
    or a code stands for is known to the records around it alone: here it is written as it is."""
    if value is None:
        return ""
    return next((write(value) for kind, write in WRITERS if isinstance(field, kind)), str(value))
