"""The forms of a person's facts: exams, documents, immersions, follow-ups, worked hours, checks of the public."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from models import people, records
from models.clock import today
from models.journal import Refused
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
from tui.forms import Field, FormScreen
from tui.page import GONE

if TYPE_CHECKING:
    from tui.app import AssiduApp

ONE: dict[Any, str] = {
    Exam: "examen",
    Document: "document",
    Immersion: "immersion",
    FollowUp: "suivi",
    EligibilityCheck: "vérification du public",
    WorkedHours: "heures travaillées",
}
KINDS = {table.__name__: table for table in ONE}
SUGGESTED_MONTHS = 3


def ask_new(app: "AssiduApp", table: Any, action: Action | None, person: Person | None = None) -> None:
    """Asks for a new fact of ``table``, about someone of the action."""
    fixed = {} if table is EligibilityCheck else {"action": action}
    app.push_screen(
        FormScreen(
            f"Ajouter : {ONE[table]}",
            [_whom(action, person), *_fields(table, action)],
            lambda values: records.add(table, who=app.who, **fixed, **values),
        )
    )


def ask_correct(app: "AssiduApp", fact: Any) -> None:
    """Asks what to correct in a fact."""
    table = type(fact)
    action = None if table is EligibilityCheck else fact.action
    app.push_screen(
        FormScreen(
            f"Corriger : {ONE[table]}",
            [_whom(action, fact.person), *_fields(table, action, fact)],
            lambda values: records.correct(fact, who=app.who, **values),
        )
    )


def open_or_correct(app: "AssiduApp", table: str, number: int) -> None:
    """Asks what to correct in a fact; goes to any other record where it is kept. Raises Refused when it is gone."""
    if table not in KINDS:
        app.open_record(table, number)
        return
    fact = KINDS[table].get_or_none(KINDS[table].id == number)
    if fact is None:
        raise Refused(GONE)
    ask_correct(app, fact)


def remove(app: "AssiduApp", fact: Any) -> None:
    """Removes a fact at once; undoing brings it back."""
    records.remove(fact, who=app.who)
    app.notify("Ligne retirée ; Ctrl+Z la remet.")
    app.reload()


def _whom(action: Action | None, person: Person | None) -> Field:
    return Field("person", "Personne", "person", required=True, default=person, find=participants_of(action))


def participants_of(action: Action | None) -> Callable[[str], Iterable[Person]] | None:
    """Finds among the persons of an action, without accents or order; everybody when there is no action."""
    if action is None:
        return None
    query = Person.select().join(Parcours).where(Parcours.action == action).order_by(Person.folded).distinct()
    return partial(people.among, list(query))


def _fields(table: Any, action: Action | None, record: Any = None) -> list[Field]:
    def now(name: str, otherwise: Any = None) -> Any:
        return otherwise if record is None else getattr(record, name)

    spec = action.spec if action is not None else None
    if table is Exam:
        assert spec is not None
        tests = [(exam.code, exam.label) for exam in spec.exam]
        return [
            Field("test", "Épreuve", "choice", required=True, choices=tests, default=now("test")),
            Field("day", "Date", "date", required=True, default=now("day", today())),
            Field("result", "Résultat", "choice", required=True, choices=RESULTS, default=now("result")),
            Field("reason", "Motif", default=now("reason"), hint="Nécessaire à la troisième présentation au code."),
        ]
    if table is Document:
        assert spec is not None
        kinds = [(kind.code, kind.label) for kind in spec.document_kind]
        return [
            Field("kind", "Document", "choice", required=True, choices=kinds, default=now("kind")),
            Field("day", "Remis le", "date", required=True, default=now("day", today())),
            Field("recipient", "Destinataire", default=now("recipient")),
        ]
    if table is Immersion:
        return [
            Field("kind", "Type", "choice", required=True, choices=IMMERSIONS, default=now("kind")),
            Field("start", "Début", "date", required=True, default=now("start")),
            Field("end", "Fin", "date", required=True, default=now("end")),
            Field("company", "Entreprise", default=now("company")),
            Field("validated", "Projet validé", "yes", default=now("validated")),
        ]
    if table is FollowUp:
        return [
            Field("months", "Échéance (mois)", "number", required=True, default=now("months", SUGGESTED_MONTHS)),
            Field("day", "Date", "date", required=True, default=now("day", today())),
            Field("reached", "Joint", "yes", required=True, default=now("reached", True)),
            Field("situation", "Situation", "choice", choices=SITUATIONS, default=now("situation", "")),
        ]
    if table is WorkedHours:
        last = today().subtract(months=1)
        return [
            Field("month", "Mois", "month", required=True, default=now("month", f"{last.year:04d}-{last.month:02d}")),
            Field("minutes", "Heures", "minutes", required=True, default=now("minutes")),
        ]
    return [
        Field("day", "Vérifiée le", "date", required=True, default=now("day", today())),
        Field("public", "Public", "choice", required=True, choices=PUBLICS, default=now("public")),
        Field("proof", "Justificatif", default=now("proof")),
    ]
