"""Rules on driving lessons: the initial evaluation, the exams, the quota of hours."""

from collections import defaultdict
from collections.abc import Iterator

from pendulum import Date

from config import schema
from models.days.clock import today
from models.figures.scope import Scope
from models.french.wording import counted, hours
from models.french.wording import day as say_day
from models.french.wording import person as say_person
from models.hours.ledger import above_quota, ledger
from models.rules.deviation import Deviation, deviation
from models.tables import ATTEMPTS, Action, Attendance, Exam, Person, Session
from models.terms.presence import ATTENDED, gone, held


def evaluation_cap(scope: Scope, rule: schema.EvaluationCap) -> Iterator[Deviation]:
    """An initial evaluation above what the convention admits (reading 93-11: the limit itself is admitted)."""
    for stay in scope.stays:
        if stay.evaluation is not None and stay.evaluation > rule.maximum:
            message = (
                f"{say_person(stay.person)} : évaluation de départ de {hours(stay.evaluation)}, "
                f"la convention admet {hours(rule.maximum)} au plus."
            )
            yield deviation(rule, scope.action.code, stay.person.code, stay.entry, message, ("Parcours", stay.id))


def exam_attempts(scope: Scope, rule: schema.ExamAttempts) -> Iterator[Deviation]:
    """Attempts beyond those provided, and people who left short of those due (readings 93-08, 93-09)."""
    action = scope.action
    label = scope.spec.exam_label(rule.exam)
    attempts = defaultdict(list)
    query = (
        Exam.select(Exam, Person)
        .join(Person)
        .where(Exam.action == action, Exam.test == rule.exam, Exam.result.in_(ATTEMPTS))
        .order_by(Exam.day, Exam.id)
    )
    for exam in query:
        attempts[exam.person_id].append(exam)
    for exams in attempts.values():
        for rank, exam in enumerate(exams, 1):
            without_motive = rank == rule.motive_at and not exam.reason.strip()
            if rank > rule.maximum or without_motive:
                why = "sans motif" if without_motive else f"la convention en prévoit {rule.maximum}"
                message = (
                    f"{say_person(exam.person)} : {rank}e présentation à l'examen « {label} » "
                    f"le {say_day(exam.day)}, {why}."
                )
                yield deviation(rule, action.code, exam.person.code, exam.day, message, ("Exam", exam.id))
    if rule.due:
        yield from _short(scope, rule, label, attempts)


def _short(scope: Scope, rule: schema.ExamAttempts, label: str, attempts: dict[int, list[Exam]]) -> Iterator[Deviation]:
    """People whose last stay has ended, not by *abandon*, without the exam and with fewer attempts than due."""
    last = {stay.person_id: stay for stay in scope.stays}  # in order of entry: the last one stays
    for stay in last.values():
        exams = attempts.get(stay.person_id, [])
        due = gone(stay, today()) and stay.exit_type != "abandon"
        if due and len(exams) < (rule.due or 0) and not any(exam.result == "réussi" for exam in exams):
            message = (
                f"{say_person(stay.person)} : sortie le {say_day(stay.exit)} sans « {label} », "
                f"après {counted(len(exams), 'présentation')} ; {rule.due} au moins lui sont dues."
            )
            yield deviation(rule, scope.action.code, stay.person.code, stay.exit, message, ("Parcours", stay.id))


def driving_quota(scope: Scope, rule: schema.DrivingQuota) -> Iterator[Deviation]:
    """Hours left below zero, or a grant above the quota without both reports (reading 93-10)."""
    action = scope.action
    quota = scope.spec.quota
    assert quota is not None
    book = ledger(action)
    below = [trainee for trainee in book.trainees if trainee.left < 0]
    if below:
        last = _last_lessons(action, quota.nature)
        for trainee in below:
            session, day = last[trainee.person.id]  # nothing but lessons takes it below zero
            message = f"{say_person(trainee.person)} : {hours(-trainee.left)} de conduite de trop au {say_day(day)}."
            yield deviation(rule, action.code, trainee.person.code, day, message, ("Session", session), "solde")
    for movement in above_quota(book):
        message = (
            f"{say_person(movement.person)} : mobilisation n° {movement.number} au-delà de "
            f"{hours(quota.hours)}, sans signalement au référent et au Département."
        )
        where = ("Movement", movement.id)
        yield deviation(rule, action.code, movement.person.code, movement.day, message, where)


def _last_lessons(action: Action, nature: str) -> dict[int, tuple[int, Date]]:
    """The last session attended by each person, and its day."""
    query = (
        Attendance.select(Attendance.person, Session.id, Session.day)
        .join(Session)
        .where(Session.action == action, Session.nature == nature, Attendance.status.in_(ATTENDED), held())
        .order_by(Session.day, Session.start)
    )
    return {person: (session, day) for person, session, day in query.tuples()}
