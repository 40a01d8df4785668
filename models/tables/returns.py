"""What was handed in to the Département."""

from peewee import ForeignKeyField, TextField

from models.fields import DayField, day_check
from models.tables.base import Record
from models.tables.people import Action


class HandedIn(Record):
    """A return (its ``code`` in the convention) for the period that begins on ``start`` was handed in on ``day``."""

    action = ForeignKeyField(Action, backref="handed_in", on_delete="RESTRICT", index=False)
    code = TextField()
    start = DayField()
    day = DayField()

    class Meta:
        indexes = ((("action", "code", "start"), True),)
        constraints = [day_check("start"), day_check("day")]
