"""What was handed in to the Département, what is closed, and the copies kept of what was sent."""

from peewee import BlobField, Check, ForeignKeyField, IntegerField, TextField

from models.tables.base import Record, one_of
from models.tables.fields import DayField, day_check
from models.tables.lists import COPIES
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


class Closing(Record):
    """An action is closed up to ``until``, that day in it, by whoever ``signed``; ``reopened`` is the reason it no
    longer is."""

    action = ForeignKeyField(Action, backref="closings", on_delete="RESTRICT")
    until = DayField()
    signed = TextField()
    reopened = TextField(default="")

    class Meta:
        constraints = [day_check("until"), Check("signed <> ''")]


class Frozen(Record):
    """A copy kept of what was handed over about an action, from ``start`` to ``end``: never changed once ``sent``.

    ``code`` is that of the return, '' for an export or a closing; ``edition`` the convention's edition it was made
    under. ``figures`` is JSON: each figure with its definition and the records behind it. ``workbook`` is the file, as
    it was written (empty for a closing). ``entry`` is the number of the last act it takes into account.
    """

    action = ForeignKeyField(Action, backref="frozen", on_delete="RESTRICT")
    kind = TextField()
    code = TextField(default="")
    start = DayField()
    end = DayField()
    sent = DayField(null=True)
    edition = TextField(default="")
    entry = IntegerField(default=0)
    name = TextField(default="")
    figures = TextField(default="[]")
    workbook = BlobField(default=b"")

    class Meta:
        constraints = [
            one_of("kind", *COPIES),
            day_check("start"),
            day_check('"end"'),
            day_check("sent"),
            Check('"end" >= start'),
        ]
