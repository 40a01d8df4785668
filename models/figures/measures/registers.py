"""Measures of the registers: exams, documents, immersions, contracts, steps, obstacles, prescriptions…"""

from collections.abc import Iterable
from typing import Any

from peewee import ModelSelect, fn

from config import schema
from models.days.months import whole_months
from models.figures.measures.base import PERSON, Rows, once
from models.figures.measures.parts import known, labelled
from models.figures.measures.people import accompanied_query
from models.figures.scope import Scope
from models.french.comparing import name_key
from models.tables import (
    ATTEMPTS,
    Contract,
    Document,
    Exam,
    Fact,
    Immersion,
    Introduction,
    Obstacle,
    Parcours,
    Person,
    Prescription,
    ProjectState,
    Step,
)
from models.terms.presence import REJECTED, open_until


def dated(scope: Scope, table: type[Fact], day: Any) -> ModelSelect:
    """The facts of a register of the action whose ``day`` is in the period and has come."""
    return table.select().where(table.action == scope.action, day.between(scope.start, scope.reached))


def _exams(scope: Scope, indicator: schema.ExamSuccesses, results: Iterable[str]) -> Rows:
    query = Exam.select().where(
        Exam.action == scope.action,
        Exam.test == indicator.exam,
        Exam.day.between(scope.start, scope.end if indicator.ahead else scope.reached),
        Exam.result.in_(list(results)),
    )
    return Rows(Exam, PERSON, query, distinct=(Exam.person, Exam.day))


def exam_successes(scope: Scope, indicator: schema.ExamSuccesses) -> Rows:
    """Persons with a success dated in the period."""
    return _exams(scope, indicator, ("réussi",))


def presented(scope: Scope, indicator: schema.ExamSuccesses) -> Rows:
    """Persons presented in the period, success or not; *absent* is no attempt."""
    return _exams(scope, indicator, ATTEMPTS)


def validated_projects(scope: Scope, indicator: schema.ValidatedProjects) -> Rows:
    """Persons with an immersion ended in the period and by today, whose project is validated."""
    query = Immersion.select().where(
        Immersion.action == scope.action,
        Immersion.end.between(scope.start, scope.reached),
        Immersion.validated,
    )
    return Rows(Immersion, PERSON, query, distinct=(Immersion.person, Immersion.end))


def document_holders(scope: Scope, indicator: schema.DocumentHolders) -> Rows:
    """Persons with such a document dated in the period; or ever, among the persons accompanied who have the step."""
    last = scope.end if indicator.ahead else scope.reached
    query = Document.select().where(Document.action == scope.action, Document.kind == indicator.document)
    if indicator.among:
        people = _meant_to_hold(scope, indicator).select(Parcours.person)
        query = query.where(Document.day <= last, Document.person.in_(people))
    else:
        query = query.where(Document.day.between(scope.start, last))
    return Rows(Document, PERSON, query, distinct=(Document.person, Document.day))


def meant_to_hold(scope: Scope, indicator: schema.DocumentHolders) -> Rows:
    """Persons accompanied in the period; with ``among``, those who have the step by its end (reading 67-09)."""
    return Rows(Parcours, PERSON, _meant_to_hold(scope, indicator), distinct=(Parcours.person, Parcours.entry))


def _meant_to_hold(scope: Scope, indicator: schema.DocumentHolders) -> ModelSelect:
    query = accompanied_query(scope)
    if not indicator.among:
        return query
    ready = Step.select(Step.person).where(
        Step.action == scope.action, Step.kind == indicator.among, Step.day <= scope.reached
    )
    return query.where(Parcours.person.in_(ready))


def immersions(scope: Scope, indicator: schema.Immersions) -> Rows:
    """Immersions begun in the period, by kind; or the persons who had one."""
    query = dated(scope, Immersion, Immersion.start)
    if indicator.immersions:
        query = query.where(Immersion.kind.in_(indicator.immersions))
    if indicator.unit == PERSON:
        return Rows(Immersion, PERSON, query, distinct=(Immersion.person, Immersion.start))
    return Rows(Immersion, "immersion", query, Immersion.kind)


def contracts(scope: Scope, indicator: schema.Contracts) -> Rows:
    """Contracts of these kinds signed by the person, or begun, in the period; by status, length or kind.

    One that was rejected only counts by status (reading E-55).
    """
    day = Contract.signed if indicator.moment == "signé" else Contract.start
    query = dated(scope, Contract, day).where(Contract.kind.in_(indicator.contracts))
    if indicator.by != "statut":
        query = query.where(Contract.status != REJECTED)
    if indicator.renewals:
        query = query.where(Contract.renewal)
    if indicator.by == "durée":
        lengths = query.select(Contract.id, Contract.start, Contract.end).order_by(Contract.start, Contract.id).tuples()
        return Rows(Contract, "contrat", [(identity, _length(start, end), 1) for identity, start, end in lengths])
    part = {"statut": known(Contract.status), "contrat": labelled(Contract.kind, scope.spec.contract_kind)}
    return Rows(Contract, "contrat", query, part[indicator.by] if indicator.by else None)


def _length(start: Any, end: Any) -> str:
    """« 6 mois », whole months de date à date, from the first day to the last, both in it."""
    if end is None:
        return "sans terme"
    months = whole_months(start, end.add(days=1))
    return f"{months} mois" if months else "moins d'un mois"


def steps(scope: Scope, indicator: schema.Steps) -> Rows:
    """Distinct persons with one of these steps dated in the period."""
    query = dated(scope, Step, Step.day).where(Step.kind.in_(indicator.steps))
    return Rows(Step, PERSON, query, distinct=(Step.person, Step.day))


def obstacles_lifted(scope: Scope, indicator: schema.ObstaclesLifted) -> Rows:
    """Obstacles lifted in the period; or persons whose obstacles closed in it are all lifted (reading 59-24)."""
    query = dated(scope, Obstacle, Obstacle.closed)
    if indicator.unit == "frein":
        return Rows(Obstacle, "frein", query.where(Obstacle.outcome == "levé"))
    given_up = query.clone().select(Obstacle.person).where(Obstacle.outcome != "levé")
    lifted = query.where(Obstacle.person.not_in(given_up))
    return Rows(Obstacle, PERSON, lifted, distinct=(Obstacle.person, Obstacle.closed))


def obstacles_closed(scope: Scope, indicator: schema.ObstaclesLifted) -> Rows:
    """Obstacles closed in the period, lifted or given up; or the persons they are of."""
    query = dated(scope, Obstacle, Obstacle.closed)
    if indicator.unit == "frein":
        return Rows(Obstacle, "frein", query)
    return Rows(Obstacle, PERSON, query, distinct=(Obstacle.person, Obstacle.closed))


def accesses(scope: Scope, indicator: schema.Accesses) -> Rows:
    """Entries begun of persons accompanied in another action, one per person and structure (reading 59-26)."""
    day, last = Prescription.answered, scope.reached
    accompanying = Parcours.select(Parcours.id).where(
        Parcours.action == scope.action,
        Parcours.person == Prescription.person,
        day.between(Parcours.entry, open_until(scope.action)),
    )
    query = Prescription.select(Prescription.id, Prescription.person, Prescription.structure).where(
        Prescription.action == scope.action,
        Prescription.direction == "envoyée",
        Prescription.answer == "entré",
        day.between(scope.start, last),
        fn.EXISTS(accompanying),
    )
    if indicator.professional:
        query = query.where(Prescription.professional)
    found = query.order_by(day, Prescription.id).tuples()
    if indicator.unit == PERSON:
        return Rows.of_persons(Prescription, ((identity, person, "") for identity, person, _ in found))
    each = once((identity, (person, name_key(where)), "") for identity, person, where in found)
    return Rows(Prescription, "accès", each)


def introductions(scope: Scope, indicator: schema.Introductions) -> Rows:
    """Introductions to employers in the period, of these results (any when empty), by result or participant."""
    query = dated(scope, Introduction, Introduction.day).join(Person)
    if indicator.results:
        query = query.where(Introduction.result.in_(indicator.results))
    if indicator.reasonable:
        query = query.where(Introduction.reasonable)
    part = {"résultat": known(Introduction.result), "participant": Person.code}
    return Rows(Introduction, "mise en relation", query, part[indicator.by] if indicator.by else None)


def projects(scope: Scope, indicator: schema.Projects) -> Rows:
    """Persons whose project first reaches one of ``states`` in the period; ``proven``, by such an immersion, over."""
    first = ProjectState.alias()
    reached = first.select(
        first.id, fn.ROW_NUMBER().over(partition_by=[first.person], order_by=[first.day, first.id]).alias("rank")
    ).where(first.action == scope.action, first.state.in_(indicator.states))
    if indicator.proven:
        proof = Immersion.select(Immersion.id).where(
            Immersion.action == scope.action,
            Immersion.person == first.person,
            Immersion.end <= first.day,
            Immersion.kind.in_(indicator.proven),
        )
        reached = reached.where(fn.EXISTS(proof))
    query = dated(scope, ProjectState, ProjectState.day).join(reached, on=(reached.c.id == ProjectState.id))
    return Rows(
        ProjectState, PERSON, query.where(reached.c.rank == 1), distinct=(ProjectState.person, ProjectState.day)
    )


def prescriptions(scope: Scope, indicator: schema.Prescriptions) -> Rows:
    """Prescriptions received in the period, by answer or by nature of the structure that prescribes."""
    query = dated(scope, Prescription, Prescription.day).where(Prescription.direction == "reçue")
    if indicator.answers:
        query = query.where(Prescription.answer.in_(indicator.answers))
    part = {"réponse": known(Prescription.answer), "structure": known(Prescription.kind)}
    return Rows(Prescription, "prescription", query, part[indicator.by] if indicator.by else None)
