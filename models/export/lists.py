"""The detail sheets, one a kind of record: each list is a function of the scope."""

from collections.abc import Callable
from typing import Any

from peewee import JOIN, BooleanField, Case, Field, IntegerField, Value, fn

from config import schema
from models.export.facts import BY_NAME, PLATE, WHO, Column, Facts, column, lasting, named, recorded
from models.export.kinds import (
    CODE,
    DAY,
    DURATION,
    EUROS,
    HOURS,
    MONTH,
    TEXT,
    TIME,
    WHOLE,
    YES_NO,
    Kind,
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
from models.tables.fields import CodeField, DayField, MinutesField, MonthField
from models.terms.presence import ATTENDED, attended_minutes, held, open_until, state

Listing = Callable[[Scope], Facts]
KINDS: tuple[tuple[type, Kind], ...] = (
    (DayField, DAY),
    (MinutesField, DURATION),
    (MonthField, MONTH),
    (BooleanField, YES_NO),
    (IntegerField, WHOLE),
)
LASTING = {"start": "end", "opened": "closed"}


def attendances(scope: Scope) -> Facts:
    natures = scope.spec.nature
    counts = held() & Attendance.status.in_(ATTENDED)
    return Facts(
        "Présences",
        Attendance,
        Attendance.select().join(Session).switch(Attendance).join(Person).where(Session.action == scope.action),
        (
            column("Séance", CODE, Session.code, 17),
            column("Date", DAY, Session.day),
            column("Début", TIME, Session.start),
            column("Fin", TIME, Session.end),
            column("Nature", TEXT, named(Session.nature, natures)),
            column("Thème", TEXT, Session.theme),
            column("Intervenant", TEXT, Session.trainer, 15),
            column("Lieu", TEXT, Session.place, 13),
            column("État de la séance", CODE, state(), 9),
            *WHO,
            column("Statut", CODE, Attendance.status, 9),
            *lasting(Case(None, [(counts, attended_minutes())], None)),
            column("Minutes estimées", YES_NO, Case(None, [(counts & Attendance.estimated, 1)], None)),
            recorded(Attendance),
            column("Canal", CODE, Session.channel, 12),
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
            column("Séance", CODE, Session.code, 17),
            column("Date", DAY, Session.day),
            column("Début", TIME, Session.start),
            column("Fin", TIME, Session.end),
            *lasting(Session.end - Session.start),
            column("Nature", TEXT, named(Session.nature, scope.spec.nature)),
            column("Thème", TEXT, Session.theme),
            column("Intervenant", TEXT, Session.trainer, 15),
            column("Lieu", TEXT, Session.place, 13),
            column("Groupe", CODE, Session.group),
            column("État", CODE, state(), 9),
            column("Présents", WHOLE, attending),
            column("Motif d'annulation", TEXT, Session.cancel_reason),
            recorded(Session),
            column("Canal", CODE, Session.channel, 12),
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
            *WHO,
            column("Entrée", DAY, Parcours.entry),
            column("Fin prévue", DAY, Parcours.planned_end),
            column("Sortie", DAY, Parcours.exit),
            column("Type de sortie", TEXT, Parcours.exit_type, 16),
            column("Évaluation de départ", DURATION, Parcours.evaluation, 11),
            column("Renouvelé le", DAY, Parcours.renewed),
            column("Motif de renouvellement", TEXT, Parcours.renewal_reason),
            column("Groupe", CODE, Parcours.group),
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
        found.append(column("Variante", TEXT, named(Parcours.variant, spec.variant)))
    if {"oriented", "orientation", "oriented_by"} & asked(spec):
        found += [
            column("Orienté le", DAY, Parcours.oriented),
            column("Orientation", TEXT, Parcours.orientation, 16),
            column("Structure orientante", TEXT, Parcours.oriented_by),
        ]
    if spec.exit_class or any(isinstance(one, schema.Exits) for one in spec.indicator):
        found += [
            column("Contrat de sortie", TEXT, Parcours.exit_contract, 16),
            column("Fin du contrat", DAY, Parcours.job_end, 12),
            column("Destination", TEXT, Parcours.destination),
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
            column("Date", DAY, Movement.day),
            column("Sens", CODE, Movement.kind),
            *WHO,
            column("Minutes", WHOLE, Movement.minutes),
            column("Heures", HOURS, Movement.minutes),  # a spreadsheet shows no negative duration
            column("Motif", TEXT, Movement.reason, 30),
            column("Signalé au référent le", DAY, MovementReport.referent, 12),
            column("Signalé au Département le", DAY, MovementReport.departement, 13),
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
            column(PLATE, CODE, Moped.plate, 14),
            *WHO,
            column("Départ", DAY, Loan.departure),
            column("Retour prévu", DAY, Loan.due),
            column("Prolongé jusqu'au", DAY, Loan.extended),
            column("Motif de prolongation", TEXT, Loan.extension_reason),
            column("Accompagnant", TEXT, Loan.professional, 16),
            column("Fin", DAY, Loan.ended),
            column("Fin par", CODE, Loan.ending, 9),
            column("Motif de déplacement", TEXT, Loan.purpose),
            column("Dépôt de garantie", EUROS, Loan.deposit),
            column("Participation", EUROS, Loan.fee),
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
            column(PLATE, CODE, Moped.plate, 14),
            column("Modèle", TEXT, Moped.model),
            column("Site", TEXT, Moped.site),
            column("Mise en service", DAY, Moped.in_service),
            column("Retrait", DAY, Moped.retired),
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
            column(PLATE, CODE, Moped.plate, 14),
            column("Début", DAY, Downtime.start),
            column("Fin", DAY, Downtime.end),
            column("Cause", TEXT, Downtime.cause, 40),
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
            *WHO[:2],
            column("Vérifiée le", DAY, EligibilityCheck.day),
            column("Public vérifié", CODE, EligibilityCheck.public),
            column("Justificatif", TEXT, EligibilityCheck.proof, 30),
            recorded(EligibilityCheck),
        ),
        EligibilityCheck.day <= scope.end,
        (*BY_NAME, EligibilityCheck.day),
    )


def register(table: type[Fact]) -> Listing:
    """The list of a register: who, then its fields, with the headers and in the order they are said in."""

    def listing(scope: Scope) -> Facts:
        dated = getattr(table, table.dated)
        fields = [field for field in fields_of(table) if field.name not in ("action", "person")]
        return Facts(
            table.sheet,
            table,
            table.select().join(Person).where(table.action == scope.action),
            (*WHO, *(_of_field(field, scope) for field in fields), recorded(table)),
            _inside(table, scope),
            (dated, *BY_NAME),
        )

    return listing


def _of_field(field: Field, scope: Scope) -> Column:
    """The column of a field, of the kind its type asks for."""
    source = named(field, getattr(scope.spec, field.listed)) if isinstance(field, CodeField) else field
    kind = next((kind for type, kind in KINDS if isinstance(field, type)), TEXT)
    return column(field.verbose_name, kind, source, 12 if kind in (DAY, WHOLE, DURATION, YES_NO) else 0)


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
