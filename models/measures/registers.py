"""Measures of the registers: exams, documents, immersions…"""

from collections.abc import Iterable

from config import schema
from models.clock import today
from models.measures.base import Rows
from models.scope import Scope
from models.tables import ATTEMPTS, Document, Exam, Immersion


def _exams(scope: Scope, indicator: schema.ExamSuccesses, results: Iterable[str]) -> Rows:
    query = Exam.select().where(
        Exam.action == scope.action,
        Exam.test == indicator.exam,
        Exam.day.between(scope.start, scope.end),
        Exam.result.in_(list(results)),
    )
    return Rows(Exam, query, distinct=(Exam.person, Exam.day))


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
        Immersion.end.between(scope.start, min(scope.end, today())),
        Immersion.validated,
    )
    return Rows(Immersion, query, distinct=(Immersion.person, Immersion.end))


def document_holders(scope: Scope, indicator: schema.DocumentHolders) -> Rows:
    """Persons with such a document dated in the period."""
    query = Document.select().where(
        Document.action == scope.action,
        Document.kind == indicator.document,
        Document.day.between(scope.start, scope.end),
    )
    return Rows(Document, query, distinct=(Document.person, Document.day))
