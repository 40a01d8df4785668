"""Sessions and who attended them."""

from peewee import BooleanField, Check, ForeignKeyField, TextField

from models.tables.base import Record, one_of
from models.tables.fields import DayField, MinutesField, NameField, SharedNameField, day_check
from models.tables.lists import CHANNELS, STATES, STATUSES
from models.tables.people import Action, Person


class Session(Record):
    """A collective session or an individual one (an interview, a lesson), on one day.

    ``start`` and ``end`` are minutes from midnight. ``state`` is what was *said*: '' (nothing), 'prévue', 'tenue' or
    'annulée'; what the session amounts to is derived (``models.sessions.planning``). ``pair`` ties two
    half-day sessions.
    """

    action = ForeignKeyField(Action, backref="sessions", on_delete="RESTRICT", index=False)
    code = NameField()
    nature = TextField()
    day = DayField(index=True)
    start = MinutesField()
    end = MinutesField()
    theme = SharedNameField(default="")
    trainer = NameField(default="")
    place = TextField(default="")
    state = TextField(default="")
    group = SharedNameField(default="", column_name="group_name")
    pair = TextField(default="")
    cancel_reason = TextField(default="")
    note = TextField(default="")
    channel = TextField(default="")

    class Meta:
        indexes = ((("action", "code"), True), (("action", "nature", "day"), False))
        constraints = [
            day_check("day"),
            Check('start >= 0 AND "end" <= 1440 AND start < "end"'),
            one_of("state", "", *STATES),
            one_of("channel", "", *CHANNELS),
            Check("code <> ''"),
        ]


class Attendance(Record):
    """One person's status in one session.

    ``minutes`` is null for *the session's length* (présent) and for a status that counts none; a retard always has
    minutes. ``estimated``: the minutes of a retard nobody has typed yet (shown ``~``). ``origin`` tells a mark made
    in the application from one taken over.
    """

    session = ForeignKeyField(Session, backref="attendances", on_delete="RESTRICT", index=False)
    person = ForeignKeyField(Person, backref="attendances", on_delete="RESTRICT")
    status = TextField()
    minutes = MinutesField(null=True)
    estimated = BooleanField(default=False)
    note = TextField(default="")
    origin = TextField(default="application")

    class Meta:
        indexes = ((("session", "person"), True),)
        constraints = [
            one_of("status", *STATUSES),
            one_of("origin", "application", "reprise"),
            Check("minutes IS NULL OR (minutes >= 0 AND status IN ('présent', 'retard'))"),
            Check("status <> 'retard' OR minutes IS NOT NULL"),
        ]
