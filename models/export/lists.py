"""The detail sheets, one a kind of record: each list is a function of the scope."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from peewee import JOIN, Case, Field, Value, fn

from config import schema
from models.export.facts import BY_NAME, NAMED, Column, Facts, column, lasting, named, of_field, recorded, who
from models.export.kinds import (
    CODE,
    DAY,
    DURATION,
    HOURS,
    WHOLE,
    YES_NO,
)
from models.figures.measures.means import in_park_until
from models.figures.scope import Scope
from models.people.parcours import asked
from models.tables import (
    REGISTERS,
    Attendance,
    Downtime,
    EligibilityCheck,
    Fact,
    FollowUp,
    Loan,
    Moped,
    Movement,
    MovementReport,
    Parcours,
    Person,
    Record,
    Session,
    fields_of,
)
from models.tables.fields import CodeField, MonthField, ReferenceField
from models.tables.registers import joined
from models.terms.presence import ATTENDED, attended_minutes, held, open_until, state
from models.terms.publics import later

Listing = Callable[[Scope], Facts]
LASTING = {"start": "end", "opened": "closed"}


def attendances(scope: Scope) -> Facts:
    natures = scope.spec.nature
    counts = held() & Attendance.status.in_(ATTENDED)
    return Facts(
        "Présences",
        Attendance,
        Attendance.select().join(Session).switch(Attendance).join(Person).where(Session.action == scope.action),
        (
            of_field(Session.code, 17),
            of_field(Session.day),
            of_field(Session.start),
            of_field(Session.end),
            of_field(Session.nature, source=named(Session.nature, natures)),
            of_field(Session.theme),
            of_field(Session.trainer, 15),
            of_field(Session.place, 13),
            column("État de la séance", CODE, state(), 9),
            *who(Session.day),
            of_field(Attendance.status, 9),
            *lasting(Case(None, [(counts, attended_minutes())], None)),
            column("Minutes estimées", YES_NO, Case(None, [(counts & Attendance.estimated, 1)], None)),
            recorded(Attendance),
            of_field(Session.channel, 12),
        ),
        Session.day.between(scope.start, scope.end),
        (Session.day, Session.start, Session.code, *BY_NAME),
    )


def sessions(scope: Scope) -> Facts:
    attending = Attendance.select(fn.COUNT(Attendance.id)).where(
        Attendance.session == Session.id, Attendance.status.in_(ATTENDED), Session.state != "annulée"
    )
    return Facts(
        "Séances",
        Session,
        Session.select().where(Session.action == scope.action),
        (
            of_field(Session.code, 17),
            of_field(Session.day),
            of_field(Session.start),
            of_field(Session.end),
            *lasting(Session.end - Session.start),
            of_field(Session.nature, source=named(Session.nature, scope.spec.nature)),
            of_field(Session.theme),
            of_field(Session.trainer, 15),
            of_field(Session.place, 13),
            of_field(Session.group, 11),
            of_field(Session.state, 9, state()),
            column("Présents", WHOLE, attending),
            of_field(Session.cancel_reason),
            recorded(Session),
            of_field(Session.channel, 12),
        ),
        Session.day.between(scope.start, scope.end),
        (Session.day, Session.start, Session.code),
    )


def parcours(scope: Scope) -> Facts:
    return Facts(
        "Parcours",
        Parcours,
        Parcours.select().join(Person).where(Parcours.action == scope.action),
        (
            *who(later(Parcours.entry, scope.start)),
            of_field(Parcours.entry),
            of_field(Parcours.planned_end),
            of_field(Parcours.exit),
            of_field(Parcours.exit_type, 16),
            of_field(Parcours.evaluation, 11),
            of_field(Parcours.renewed),
            of_field(Parcours.renewal_reason),
            of_field(Parcours.group, 11),
            *_more_of_parcours(scope),
            recorded(Parcours),
        ),
        (Parcours.entry <= scope.end) & (open_until(scope.action) >= scope.start.isoformat()),
        (*BY_NAME, Parcours.entry),
    )


def _more_of_parcours(scope: Scope) -> list[Column]:
    """What only some conventions ask of a parcours: its variant, the orientation, what an exit leads to."""
    spec, found = scope.spec, []
    if spec.variant:
        found.append(of_field(Parcours.variant, source=named(Parcours.variant, spec.variant)))
    if {"oriented", "orientation", "oriented_by"} & asked(spec):
        found += [
            of_field(Parcours.oriented),
            of_field(Parcours.orientation, 16),
            of_field(Parcours.oriented_by),
        ]
    if spec.exit_class or any(isinstance(one, schema.Exits) for one in spec.indicator):
        found += [
            of_field(Parcours.exit_contract, 16),
            of_field(Parcours.job_end, 12),
            of_field(Parcours.destination),
        ]
    return found


def movements(scope: Scope) -> Facts:
    reversed_one = Movement.alias()
    return Facts(
        "Mouvements",
        Movement,
        Movement.select()
        .join(Person)
        .switch(Movement)
        .join(MovementReport, JOIN.LEFT_OUTER)
        .switch(Movement)
        .join(reversed_one, JOIN.LEFT_OUTER, on=(Movement.reverses == reversed_one.id))
        .where(Movement.action == scope.action),
        (
            column("N°", WHOLE, Movement.number, 6),
            of_field(Movement.day),
            of_field(Movement.kind, 11),
            *who(Movement.day),
            column("Minutes", WHOLE, Movement.minutes),
            replace(of_field(Movement.minutes), kind=HOURS),  # a spreadsheet shows no negative duration
            of_field(Movement.reason, 30),
            of_field(MovementReport.referent, 12),
            of_field(MovementReport.departement, 13),
            column("Annule le n°", WHOLE, reversed_one.number),
            recorded(Movement),
        ),
        Movement.day.between(scope.start, scope.end),
        (Movement.number,),
    )


def loans(scope: Scope) -> Facts:
    return Facts(
        "Prêts",
        Loan,
        Loan.select().join(Moped).switch(Loan).join(Person).where(Moped.action == scope.action),
        (
            of_field(Moped.plate, 14),
            *who(later(Loan.departure, scope.start)),
            of_field(Loan.departure),
            of_field(Loan.due),
            of_field(Loan.extended),
            of_field(Loan.extension_reason),
            of_field(Loan.professional, 16),
            column("Fin", DAY, Loan.ended),
            column("Fin par", CODE, Loan.ending, 9),
            of_field(Loan.purpose),
            of_field(Loan.deposit),
            of_field(Loan.fee),
            recorded(Loan),
        ),
        (Loan.departure <= scope.end) & (Loan.ended.is_null() | (Loan.ended >= scope.start)),
        (Moped.plate, Loan.departure),
    )


def mopeds(scope: Scope) -> Facts:
    """The whole park, whatever the period: the target is that of the whole action."""
    return Facts(
        "Parc",
        Moped,
        Moped.select().where(Moped.action == scope.action),
        (
            of_field(Moped.plate, 14),
            of_field(Moped.model),
            of_field(Moped.site),
            of_field(Moped.in_service),
            of_field(Moped.retired),
            column("Dans le parc jusqu'au", DAY, in_park_until(scope.action)),
            recorded(Moped),
        ),
        Value(1) == 1,
        (Moped.plate,),
    )


def downtimes(scope: Scope) -> Facts:
    return Facts(
        "Immobilisations",
        Downtime,
        Downtime.select().join(Moped).where(Moped.action == scope.action),
        (
            of_field(Moped.plate, 14),
            of_field(Downtime.start),
            of_field(Downtime.end),
            of_field(Downtime.cause, 40),
            recorded(Downtime),
        ),
        (Downtime.start <= scope.end) & (Downtime.end.is_null() | (Downtime.end >= scope.start)),
        (Moped.plate, Downtime.start),
    )


def checks(scope: Scope) -> Facts:
    """The checks of the action's persons up to the end of the period: an earlier one may still hold."""
    members = Parcours.select(Parcours.person).where(Parcours.action == scope.action)
    return Facts(
        "Éligibilités",
        EligibilityCheck,
        EligibilityCheck.select().join(Person).where(EligibilityCheck.person.in_(members)),
        (
            *NAMED,
            of_field(EligibilityCheck.day),
            column("Public vérifié", CODE, EligibilityCheck.public),
            of_field(EligibilityCheck.proof, 30),
            recorded(EligibilityCheck),
        ),
        EligibilityCheck.day <= scope.end,
        (*BY_NAME, EligibilityCheck.day),
    )


def register(table: type[Fact]) -> Listing:
    """The list of a register: who, then its fields, with the headers and in the order they are said in."""

    def listing(scope: Scope) -> Facts:
        dated = getattr(table, table.dated)
        first = dated.concat("-01") if isinstance(dated, MonthField) else dated
        fields = [field for field in fields_of(table) if not isinstance(field, ReferenceField)]
        query, more = table.select().join(Person, joined(table)).where(table.action == scope.action), []
        if table is FollowUp:
            query = query.join_from(FollowUp, Parcours, JOIN.LEFT_OUTER)
            more = [replace(of_field(Parcours.exit), label=FollowUp.parcours.facts.header)]
        whose = who(first)
        if table.person.null:  # nobody has no public
            public = replace(whose[-1], source=Case(None, [(Person.id.is_null(), "")], whose[-1].source))
            whose = (*whose[:-1], public)
        return Facts(
            table.sheet,
            table,
            query,
            (*whose, *(_of_fact(field, scope) for field in fields), *more, recorded(table)),
            _inside(table, scope),
            (dated, *BY_NAME),
        )

    return listing


def _of_fact(field: Field, scope: Scope) -> Column:
    """The column of a register's field, its unit in the header."""
    source = named(field, getattr(scope.spec, field.listed)) if isinstance(field, CodeField) else field
    made = of_field(field, source=source)
    return replace(made, label=field.verbose_name, width=12 if made.kind in (DAY, WHOLE, DURATION, YES_NO) else 0)


def _inside(table: type[Fact], scope: Scope) -> Any:
    """Whether a fact lies in the period: one that lasts, when any day of it does."""
    if table.dated == "month":
        return table.month.between(scope.start.format("YYYY-MM"), scope.end.format("YYYY-MM"))
    first, last = getattr(table, table.dated), getattr(table, LASTING.get(table.dated, ""), None)
    if last is None:
        return first.between(scope.start, scope.end)
    return (first <= scope.end) & (last.is_null() | (last >= scope.start))


LISTS: tuple[tuple[str, Listing], ...] = (
    ("séances", attendances),
    ("séances", sessions),
    ("parcours", parcours),
    ("heures", movements),
    ("parc", loans),
    ("parc", mopeds),
    ("parc", downtimes),
    ("éligibilités", checks),
    *((table.register, register(table)) for table in REGISTERS if issubclass(table, Fact)),
)


def lists_of(scope: Scope, counted: set[type[Record]]) -> list[Facts]:
    """The lists of what the action's convention keeps, and of whatever its figures count."""
    kept = {"parcours", *scope.spec.records, *(["séances"] if scope.spec.nature else [])}
    found = [(kind, make(scope)) for kind, make in LISTS]
    return [facts for kind, facts in found if kind in kept or facts.table in counted]
