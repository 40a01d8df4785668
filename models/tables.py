"""The records: what happened, one table a kind of fact, wrong states made impossible where a constraint can."""

from peewee import (
    SQL,
    BooleanField,
    Check,
    DatabaseProxy,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)

from models.fields import CentsField, DayField, MinutesField, day_check

SEXES = ("F", "M")
PUBLICS = ("RSA", "FAJ", "Autre")
EXIT_TYPES = ("emploi", "formation", "fin de parcours", "réorientation", "abandon", "autre")
STATES = ("prévue", "tenue", "annulée")
STATUSES = ("prévu", "présent", "absent", "excusé", "retard")
RELEASE, GRANT = "libération", "mobilisation"
RESULTS = ("réussi", "échoué", "absent")
ATTEMPTS = ("réussi", "échoué")  # absent is no attempt
IMMERSIONS = ("stage", "PMSMP", "plateau technique")
SITUATIONS = ("emploi", "formation", "autre")

database = DatabaseProxy()


def one_of(name: str, *values: str) -> SQL:
    """A CHECK that refuses any other value."""
    return Check(f"{name} IN ({', '.join(repr(value) for value in values)})")


class Record(Model):
    """What every record carries: when and by whom it was last written (``recorded_at`` is local, to the second)."""

    recorded_at = TextField(default="")
    recorded_by = TextField(default="")

    class Meta:
        database = database
        legacy_table_names = False


class Person(Record):
    """A participant. ``folded`` is the name without accents or case, for searching; ``confirmed`` is false for
    someone added by name during a roll, until a coordinator completes the record."""

    code = TextField(unique=True)
    last_name = TextField()
    first_name = TextField()
    folded = TextField(index=True)
    birth = DayField(null=True)
    sex = TextField(default="")
    public = TextField(default="")
    caf_number = TextField(default="")
    town = TextField(default="")
    phone = TextField(default="")
    email = TextField(default="")
    prescriber = TextField(default="")
    referent = TextField(default="")
    family_status = TextField(default="")
    education = TextField(default="")
    employment = TextField(default="")
    confirmed = BooleanField(default=True)

    class Meta:
        constraints = [
            one_of("sex", "", *SEXES),
            one_of("public", "", *PUBLICS),
            day_check("birth"),
            Check("code <> ''"),
        ]


class EligibilityCheck(Record):
    """A check of someone's public on a day, with its proof."""

    person = ForeignKeyField(Person, backref="checks", on_delete="RESTRICT", index=False)
    day = DayField()
    public = TextField()
    proof = TextField(default="")

    class Meta:
        indexes = ((("person", "day"), True),)
        constraints = [one_of("public", *PUBLICS), day_check("day")]


class Action(Record):
    """What an operator runs under one convention, from ``start`` to ``end``, both in it."""

    code = TextField(unique=True)
    convention = TextField(index=True)
    edition = TextField(default="")
    title = TextField(default="")
    start = DayField()
    end = DayField()
    places = IntegerField(null=True)
    site = TextField(default="")

    class Meta:
        constraints = [
            day_check("start"),
            day_check('"end"'),
            Check('"end" >= start'),
            Check("places IS NULL OR places >= 0"),
            Check("code <> ''"),
        ]


class Parcours(Record):
    """One person's stay in one action: open from ``entry`` to ``exit``, both in it.

    ``evaluation`` is the initial driving evaluation, in minutes. ``confirmed`` is false for a stay begun by a trainer
    during a roll, until a coordinator confirms it.
    """

    action = ForeignKeyField(Action, backref="parcours", on_delete="RESTRICT", index=False)
    person = ForeignKeyField(Person, backref="parcours", on_delete="RESTRICT")
    entry = DayField()
    planned_end = DayField(null=True)
    exit = DayField(null=True)
    exit_type = TextField(default="")
    evaluation = MinutesField(null=True)
    renewed = DayField(null=True)
    renewal_reason = TextField(default="")
    group = TextField(default="", column_name="group_name")
    confirmed = BooleanField(default=True)

    class Meta:
        indexes = ((("action", "person", "entry"), True),)
        constraints = [
            day_check("entry"),
            day_check("planned_end"),
            day_check('"exit"'),
            day_check("renewed"),
            Check('"exit" IS NULL OR "exit" >= entry'),
            Check("renewed IS NULL OR renewed >= entry"),
            Check("evaluation IS NULL OR evaluation >= 0"),
            one_of("exit_type", "", *EXIT_TYPES),
        ]


class Session(Record):
    """A collective session or an individual one (an interview, a lesson), on one day.

    ``start`` and ``end`` are minutes from midnight. ``state`` is what was *said*: '' (nothing), 'prévue', 'tenue' or
    'annulée'; what the session amounts to is derived (``models.sessions``). ``pair`` ties two half-day sessions.
    """

    action = ForeignKeyField(Action, backref="sessions", on_delete="RESTRICT", index=False)
    code = TextField()
    nature = TextField()
    day = DayField(index=True)
    start = MinutesField()
    end = MinutesField()
    theme = TextField(default="")
    trainer = TextField(default="")
    place = TextField(default="")
    state = TextField(default="")
    group = TextField(default="", column_name="group_name")
    pair = TextField(default="")
    cancel_reason = TextField(default="")
    note = TextField(default="")

    class Meta:
        indexes = ((("action", "code"), True), (("action", "nature", "day"), False))
        constraints = [
            day_check("day"),
            Check('start >= 0 AND "end" <= 1440 AND start < "end"'),
            one_of("state", "", *STATES),
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
    label = TextField(default="")
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
    plate = TextField()
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


class Exam(Record):
    """One presentation to an exam. *absent* is no attempt."""

    action = ForeignKeyField(Action, backref="exams", on_delete="RESTRICT", index=False)
    person = ForeignKeyField(Person, backref="exams", on_delete="RESTRICT")
    test = TextField()
    day = DayField()
    result = TextField()
    reason = TextField(default="")

    class Meta:
        indexes = ((("action", "person", "test", "day"), True),)
        constraints = [one_of("result", *RESULTS), day_check("day")]


class Document(Record):
    """A document handed over or sent."""

    action = ForeignKeyField(Action, backref="documents", on_delete="RESTRICT", index=False)
    person = ForeignKeyField(Person, backref="documents", on_delete="RESTRICT")
    kind = TextField()
    day = DayField()
    recipient = TextField(default="")

    class Meta:
        indexes = ((("action", "person", "kind", "day"), True),)
        constraints = [day_check("day")]


class Immersion(Record):
    """A period in real work, and whether it validated the person's project."""

    action = ForeignKeyField(Action, backref="immersions", on_delete="RESTRICT", index=False)
    person = ForeignKeyField(Person, backref="immersions", on_delete="RESTRICT")
    start = DayField()
    end = DayField()
    kind = TextField()
    company = TextField(default="")
    validated = BooleanField(null=True)

    class Meta:
        indexes = ((("action", "person", "start"), True),)
        constraints = [
            one_of("kind", *IMMERSIONS),
            day_check("start"),
            day_check('"end"'),
            Check('"end" >= start'),
        ]


class FollowUp(Record):
    """The contact made ``months`` after the exit; one that reached nobody is *not joint* and stays counted."""

    action = ForeignKeyField(Action, backref="followups", on_delete="RESTRICT", index=False)
    person = ForeignKeyField(Person, backref="followups", on_delete="RESTRICT")
    months = IntegerField()
    day = DayField()
    reached = BooleanField()
    situation = TextField(default="")

    class Meta:
        indexes = ((("action", "person", "months"), True),)
        constraints = [
            one_of("situation", "", *SITUATIONS),
            day_check("day"),
            Check("months > 0"),
        ]


class WorkedHours(Record):
    """Hours one person worked in one month (AAAA-MM)."""

    action = ForeignKeyField(Action, backref="worked", on_delete="RESTRICT", index=False)
    person = ForeignKeyField(Person, backref="worked", on_delete="RESTRICT")
    month = TextField()
    minutes = MinutesField()

    class Meta:
        indexes = ((("action", "person", "month"), True),)
        constraints = [Check("month LIKE '____-__'"), Check("minutes >= 0")]


class JournalEntry(Model):
    """One act: when, who, what in a French sentence, the records before and after (JSON). Append-only.

    ``undoes`` is the entry this one takes back; ``kind`` names the verb.
    """

    at = TextField()
    who = TextField()
    kind = TextField()
    sentence = TextField()
    changes = TextField()
    undoes = ForeignKeyField("self", null=True, unique=True, on_delete="RESTRICT")

    class Meta:
        database = database
        legacy_table_names = False
        indexes = ((("who", "kind"), False),)


TABLES = (
    Person,
    EligibilityCheck,
    Action,
    Parcours,
    Session,
    Attendance,
    Movement,
    MovementReport,
    Moped,
    Loan,
    Downtime,
    Exam,
    Document,
    Immersion,
    FollowUp,
    WorkedHours,
    JournalEntry,
)
