"""The driving-hour ledger, and the moped park: what is lent and what is out of order."""

from peewee import Check, ForeignKeyField, IntegerField, TextField

from models.tables.base import Record, one_of
from models.tables.fields import CentsField, DayField, MinutesField, NameField, PlateField, day_check
from models.tables.lists import GRANT, RELEASE
from models.tables.people import Action, Person


class Movement(Record):
    """A line of the driving-hour ledger: hours released to, or granted from, the pool of an action.

    Never edited: a reversal is a movement of the same kind with negative minutes and ``reverses`` set. ``label`` and
    ``rank`` tell apart identical movements of one day taken over from a workbook.
    """

    action = ForeignKeyField(Action, backref="movements", on_delete="RESTRICT", index=False)
    number = IntegerField()
    day = DayField()
    kind = TextField()
    person = ForeignKeyField(Person, backref="movements", on_delete="RESTRICT")
    minutes = MinutesField()
    reason = TextField()
    reverses = ForeignKeyField("self", null=True, unique=True, on_delete="RESTRICT")
    label = NameField(default="")
    rank = IntegerField(default=0)

    class Meta:
        indexes = ((("action", "number"), True),)
        constraints = [
            one_of("kind", RELEASE, GRANT),
            day_check("day"),
            Check("(minutes > 0 AND reverses_id IS NULL) OR (minutes < 0 AND reverses_id IS NOT NULL)"),
        ]


class MovementReport(Record):
    """When a movement was reported to the service référent and to the Département (kept apart: a movement is never
    edited, and the report often comes after it)."""

    movement = ForeignKeyField(Movement, backref="reports", unique=True, on_delete="RESTRICT")
    referent = DayField(null=True)
    departement = DayField(null=True)

    class Meta:
        constraints = [day_check("referent"), day_check("departement")]


class Moped(Record):
    """A moped of an action's park, from ``in_service`` to ``retired``, both in it."""

    action = ForeignKeyField(Action, backref="mopeds", on_delete="RESTRICT", index=False)
    plate = PlateField()
    model = TextField(default="")
    site = TextField(default="")
    in_service = DayField()
    retired = DayField(null=True)

    class Meta:
        indexes = ((("action", "plate"), True),)
        constraints = [
            day_check("in_service"),
            day_check("retired"),
            Check("retired IS NULL OR retired >= in_service"),
            Check("plate <> ''"),
        ]


class Loan(Record):
    """One moped lent to one person, from ``departure`` to ``ended``, both in it.

    ``ending`` says how it ended: '' while it runs, 'retour', or without a return: 'vol' (theft), 'perte' (loss).
    ``due`` is the planned return; ``extended`` the day it was extended to, with its motive and the professional who
    accompanies.
    """

    moped = ForeignKeyField(Moped, backref="loans", on_delete="RESTRICT", index=False)
    person = ForeignKeyField(Person, backref="loans", on_delete="RESTRICT", index=False)
    departure = DayField()
    due = DayField()
    ended = DayField(null=True)
    ending = TextField(default="")
    extended = DayField(null=True)
    extension_reason = TextField(default="")
    professional = TextField(default="")
    purpose = TextField(default="")
    deposit = CentsField(null=True)
    fee = CentsField(null=True)

    class Meta:
        indexes = ((("moped", "departure"), True), (("person", "departure"), False))
        constraints = [
            day_check("departure"),
            day_check("due"),
            day_check("ended"),
            day_check("extended"),
            Check("due >= departure"),
            Check("ended IS NULL OR ended >= departure"),
            Check("extended IS NULL OR extended >= departure"),
            Check("(ended IS NULL) = (ending = '')"),
            one_of("ending", "", "retour", "vol", "perte"),
        ]


class Downtime(Record):
    """Days on which a moped cannot be lent, from ``start`` to ``end``, both in it; without ``end``, still."""

    moped = ForeignKeyField(Moped, backref="downtimes", on_delete="RESTRICT", index=False)
    start = DayField()
    end = DayField(null=True)
    cause = TextField()

    class Meta:
        indexes = ((("moped", "start"), True),)
        constraints = [day_check("start"), day_check('"end"'), Check('"end" IS NULL OR "end" >= start')]
