"""People, the actions they are in, and their parcours."""

from peewee import BooleanField, Check, ForeignKeyField, IntegerField, TextField

from config.catalogue import convention
from config.schema import Convention
from models.tables.base import Record, one_of
from models.tables.fields import CentsField, DayField, MinutesField, NameField, SharedNameField, day_check
from models.tables.lists import (
    EXIT_TYPES,
    JOB_CONTRACTS,
    LICENCES,
    LIVING,
    ORAL_LEVELS,
    ORIENTATIONS,
    PUBLICS,
    RSA_STATUSES,
    SCHOOLINGS,
    SEXES,
)


class Person(Record):
    """A participant. ``folded`` is the name without accents or case, for searching; ``confirmed`` is false for
    someone added by name during a roll, until a coordinator completes the record.

    From ``rsa_status`` on: what only some conventions ask for (their ``profile``); null or '' is unknown.
    ``hold`` is why the record must be kept whatever its age (a dispute, a control); ``restricted`` the day it left the
    lists of every day, ``erased`` the day its names were taken away, both at the end of a retention.
    """

    code = NameField(unique=True)
    last_name = NameField()
    first_name = NameField()
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
    rsa_status = TextField(default="")
    rsa_since = DayField(null=True)
    rights_and_duties = BooleanField(null=True)
    job_seeker_number = TextField(default="")
    job_seeker_since = DayField(null=True)
    address = TextField(default="")
    postcode = TextField(default="")
    zone = TextField(default="")
    priority_area = BooleanField(null=True)
    newcomer = BooleanField(null=True)
    path_since = DayField(null=True)
    disabled = BooleanField(null=True)
    education_scale = TextField(default="")
    schooling = TextField(default="")
    oral = TextField(default="")
    licence = TextField(default="")
    certification = TextField(default="")
    living = TextField(default="")
    precarious = BooleanField(null=True)
    income = CentsField(null=True)
    business = TextField(default="")
    referent_structure = TextField(default="")
    referent_contact = TextField(default="")
    hold = TextField(default="")
    restricted = DayField(null=True)
    erased = DayField(null=True)

    class Meta:
        constraints = [
            day_check("restricted"),
            day_check("erased"),
            one_of("sex", "", *SEXES),
            one_of("public", "", *PUBLICS),
            one_of("rsa_status", "", *RSA_STATUSES),
            one_of("schooling", "", *SCHOOLINGS),
            one_of("oral", "", *ORAL_LEVELS),
            one_of("licence", "", *LICENCES),
            one_of("living", "", *LIVING),
            day_check("birth"),
            day_check("rsa_since"),
            day_check("job_seeker_since"),
            day_check("path_since"),
            Check("income IS NULL OR income >= 0"),
            Check("code <> ''"),
        ]


class Action(Record):
    """What an operator runs under one edition of a convention, from ``start`` to ``end``, both in it.

    ``staff`` is in hundredths of a full-time post (150 = 1,5 ETP).
    """

    code = NameField(unique=True)
    convention = TextField(index=True)
    edition = TextField(default="")
    title = TextField(default="")
    start = DayField()
    end = DayField()
    places = IntegerField(null=True)
    site = TextField(default="")
    staff = IntegerField(null=True)

    @property
    def spec(self) -> Convention:
        """The convention it runs under, in the edition it began with."""
        return convention(self.convention, self.edition)

    class Meta:
        constraints = [
            Check("staff IS NULL OR staff >= 0"),
            day_check("start"),
            day_check('"end"'),
            Check('"end" >= start'),
            Check("places IS NULL OR places >= 0"),
            Check("code <> ''"),
        ]


class Parcours(Record):
    """One person's stay in one action: open from ``entry`` to ``exit``, both in it.

    ``evaluation`` is the initial driving evaluation, in minutes. ``confirmed`` is false for a stay begun by a trainer
    during a roll, until a coordinator confirms it. ``variant`` is one of the convention's. ``oriented`` is the day of
    the decision that sent the person, ``oriented_by`` the structure that did. An exit to a job says its contract and
    ``job_end``, the last day of that contract (none for one without end).
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
    group = SharedNameField(default="", column_name="group_name")
    confirmed = BooleanField(default=True)
    variant = TextField(default="")
    oriented = DayField(null=True)
    orientation = TextField(default="")
    oriented_by = TextField(default="")
    exit_contract = TextField(default="")
    job_end = DayField(null=True)
    destination = TextField(default="")

    class Meta:
        indexes = ((("action", "person", "entry"), True),)
        constraints = [
            day_check("oriented"),
            day_check("job_end"),
            one_of("orientation", "", *ORIENTATIONS),
            one_of("exit_contract", "", *JOB_CONTRACTS),
            Check("job_end IS NULL OR job_end >= entry"),
            day_check("entry"),
            day_check("planned_end"),
            day_check('"exit"'),
            day_check("renewed"),
            Check('"exit" IS NULL OR "exit" >= entry'),
            Check("renewed IS NULL OR renewed >= entry"),
            Check("evaluation IS NULL OR evaluation >= 0"),
            one_of("exit_type", "", *EXIT_TYPES),
        ]
