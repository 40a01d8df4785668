"""Facts about a person beside the sessions: exams, documents, immersions, follow-ups, worked hours, checks.

add(Exam, action=action, person=person, test="code", day=day, result="réussi", who="Claire")
correct(exam, reason="stress", who="Claire")
remove(exam, who="Claire")
"""

from collections.abc import Callable
from typing import Any

from pendulum import Date

from config.schema import Convention
from models import wording
from models.clock import today
from models.journal import Act, Refused
from models.tables import (
    IMMERSIONS,
    PUBLICS,
    RESULTS,
    SITUATIONS,
    Action,
    Document,
    EligibilityCheck,
    Exam,
    FollowUp,
    Immersion,
    Parcours,
    Person,
    WorkedHours,
)

KEPT_AS: dict[Any, str] = {
    Exam: "examens",
    Document: "documents",
    Immersion: "immersions",
    FollowUp: "suivis",
    EligibilityCheck: "éligibilités",
    WorkedHours: "heures travaillées",
}


def add(table: Any, /, *, who: str, **values: Any) -> Any:
    """A new fact of ``table`` (one of KEPT_AS), with the table's own fields.

    Raises Refused for what cannot be true: dates inverted, a result in the future, a kind the convention lacks, the
    same fact twice.
    """
    values = wording.trimmed(values)
    _check(table, values)
    with Act("record", "", who) as act:
        record = act.insert(table, **values)
        act.sentence = f"{wording.person(record.person)} : {told(record)}"
    return record


def correct(record: Any, *, who: str, **changes: Any) -> Any:
    """Corrects any field of a fact. Raises Refused as ``add`` does."""
    kind: Any = type(record)
    with Act("record", "", who) as act:
        record = kind.get_by_id(record.id)
        changes = wording.trimmed(changes)
        _check(kind, {name: getattr(record, name) for name in kind._meta.fields} | changes)
        act.update(record, **changes)
        act.sentence = f"{wording.person(record.person)} : corrigé, {told(record)}"
    return record


def remove(record: Any, *, who: str) -> None:
    """Removes a fact recorded by mistake."""
    with Act("record", f"{wording.person(record.person)} : supprimé, {told(record)}", who) as act:
        act.delete(type(record).get_by_id(record.id))


def told(record: Any) -> str:
    """The fact in a few French words, without the person."""
    return TOLD[type(record)](record)


def of_action(kind: Any, action: Action) -> list[Any]:
    """The facts of one kind in an action, the latest first; checks of the public are those of its participants."""
    query = kind.select(kind, Person).join(Person)
    if kind is EligibilityCheck:
        mine = Parcours.select(Parcours.person).where(Parcours.action == action)
        query = query.where(kind.person.in_(mine))
    else:
        query = query.where(kind.action == action)
    order = {Immersion: "start", WorkedHours: "month"}.get(kind, "day")
    found = list(query.order_by(getattr(kind, order).desc(), Person.folded, kind.id))
    if kind is not EligibilityCheck:
        for record in found:
            record.action = action  # so that telling one asks nothing more
    return found


def _exam(exam: Exam) -> str:
    label = exam.action.spec.exam_label(exam.test)
    return f"{label}, {exam.result}" + (f" ({exam.reason})" if exam.reason else "")


def _document(document: Document) -> str:
    label = document.action.spec.document_label(document.kind)
    return label + (f", remis à {document.recipient}" if document.recipient else "")


def _immersion(immersion: Immersion) -> str:
    company = f" chez {immersion.company}" if immersion.company else ""
    project = {None: "", True: ", projet validé", False: ", projet non validé"}[immersion.validated]
    return f"{immersion.kind}{company} jusqu'au {wording.day(immersion.end)}{project}"


def _follow_up(follow_up: FollowUp) -> str:
    reached = "joint" if follow_up.reached else "non joint"
    situation = f", {follow_up.situation}" if follow_up.situation else ""
    return f"suivi à {follow_up.months} mois, {reached}{situation}"


TOLD: dict[type, Callable[[Any], str]] = {
    Exam: _exam,
    Document: _document,
    Immersion: _immersion,
    FollowUp: _follow_up,
    EligibilityCheck: lambda one: f"public vérifié, {one.public}" + (f" ({one.proof})" if one.proof else ""),
    WorkedHours: lambda one: f"{wording.hours(one.minutes)} travaillées en {wording.month(one.month)}",
}


def _check(kind: Any, values: dict[str, Any]) -> None:
    if kind is not EligibilityCheck:
        spec = values["action"].spec
        if KEPT_AS[kind] not in spec.records:
            raise Refused(f"La convention « {spec.title} » ne tient pas de registre « {KEPT_AS[kind]} ».")
        CHECKS[kind](values, spec)
    else:
        _not_after_today(values["day"], "Cette vérification")
        _one_of(values["public"], PUBLICS, "un public")


def _check_exam(values: dict[str, Any], spec: Convention) -> None:
    _one_of(values["test"], [exam.code for exam in spec.exam], "une épreuve de cette convention")
    _one_of(values["result"], RESULTS, "un résultat")
    _not_after_today(values["day"], "Un résultat")


def _check_document(values: dict[str, Any], spec: Convention) -> None:
    _one_of(values["kind"], [kind.code for kind in spec.document_kind], "un document de cette convention")
    _not_after_today(values["day"], "La remise d'un document")


def _check_immersion(values: dict[str, Any], spec: Convention) -> None:
    _one_of(values["kind"], IMMERSIONS, "un type d'immersion")
    start, end = values["start"], values["end"]
    if end < start:
        raise Refused(f"La fin ({wording.day(end)}) précède le début ({wording.day(start)}) : corrigez l'une des deux.")
    if values.get("validated") and start > today():
        raise Refused("Une immersion qui n'a pas commencé ne peut pas avoir validé le projet.")


def _check_follow_up(values: dict[str, Any], spec: Convention) -> None:
    if values["months"] < 1:
        raise Refused("L'échéance d'un suivi se compte en mois, à partir de 1.")
    _not_after_today(values["day"], "Un suivi")
    if values.get("situation"):
        _one_of(values["situation"], SITUATIONS, "une situation")


def _check_worked(values: dict[str, Any], spec: Convention) -> None:
    month, minutes = values["month"], values["minutes"]
    try:
        first = Date.fromisoformat(f"{month}-01")
    except ValueError:
        raise Refused(f"« {month} » n'est pas un mois : écrivez AAAA-MM.") from None
    if first > today():
        raise Refused(f"{wording.month(month).capitalize()} n'a pas commencé : vérifiez le mois.")
    most = first.days_in_month * 24 * 60
    if not 0 <= minutes <= most:
        raise Refused(f"Un mois compte de 0 à {wording.hours(most)} : vérifiez les heures.")


CHECKS: dict[type, Callable[[dict[str, Any], Convention], None]] = {
    Exam: _check_exam,
    Document: _check_document,
    Immersion: _check_immersion,
    FollowUp: _check_follow_up,
    WorkedHours: _check_worked,
}


def _one_of(value: str, known: Any, what: str) -> None:
    if value not in known:
        raise Refused(f"« {value} » n'est pas {what} ; au choix : {', '.join(known)}.")


def _not_after_today(day: Date, what: str) -> None:
    if day > today():
        raise Refused(f"{what} ne peut pas être daté du {wording.day(day)}, après aujourd'hui : corrigez la date.")
