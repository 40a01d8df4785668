"""Rules on those who left: the class of their exit, the contact due some months after it."""

from collections import defaultdict
from collections.abc import Iterator

from config import schema
from models.days.clock import today
from models.figures.scope import Scope
from models.french.wording import day as say_day
from models.rules.deadlines import due_days
from models.rules.deviation import Deviation, of_stay
from models.rules.entry import actions_under
from models.tables import FollowUp
from models.terms.exits import among, lacking, to_qualify
from models.terms.presence import gone

LACKING = {
    "exit_type": "sans type de sortie",
    "exit_contract": "le contrat de l'emploi n'est pas noté",
    "job_end": "sans la fin du contrat",
}


def exit_to_qualify(scope: Scope, rule: schema.ExitToQualify) -> Iterator[Deviation]:
    """Exits whose class cannot be told: no type, a job without its contract, a contract without its end."""
    for stay in scope.stays:
        if gone(stay, today()) and to_qualify(scope.spec, stay):
            message = f"sortie du {say_day(stay.exit)} à qualifier, {LACKING[lacking(stay)]}."
            yield of_stay(scope, rule, stay, stay.exit, message)


def follow_up_due(scope: Scope, rule: schema.FollowUpDue) -> Iterator[Deviation]:
    """No contact so many months after an exit, the tolerance past; said on the last day admitted (reading 59-30).

    Someone not reached stays to be called until said *injoignable*. With a tolerance, the contact is within it. Of
    someone who left the action twice, after the last exit only.
    """
    shared = [scope.action.id, *actions_under(rule.conventions)]
    made = FollowUp.select().where(FollowUp.action.in_(shared), FollowUp.months == rule.months)
    calls: dict[int, list[FollowUp]] = defaultdict(list)
    for one in made.where(FollowUp.person.in_(scope.people)).order_by(FollowUp.day):
        calls[one.person_id].append(one)
    latest = {stay.person_id: stay for stay in scope.begun}
    for stay, _, due in due_days(scope, "sortie", rule.months, None):
        last = due.add(days=rule.tolerance)
        if last >= today() or stay is not latest[stay.person_id]:
            continue
        if not among(scope.spec, stay, rule.types, rule.classes):
            continue
        why, answered = "", False
        for call in calls[stay.person_id]:
            if call.day >= stay.exit:
                near = not rule.tolerance or due.subtract(days=rule.tolerance) <= call.day <= last
                answered = answered or bool(call.unreachable or (call.reached and near))
                why = f", appel du {say_day(call.day)} {'hors délai' if call.reached else 'sans réponse'}"
        if answered:
            continue
        message = f"pas de suivi à {rule.months} mois au {say_day(last)} (sortie le {say_day(stay.exit)}{why})."
        yield of_stay(scope, rule, stay, last, message)


def missing_outcome(scope: Scope, rule: schema.MissingOutcome) -> Iterator[Deviation]:
    """Exits of none of the types that answer, without any of the steps that prepare what comes next (E-44)."""
    labels = scope.spec.listed("step")
    wanted = [f"sortie « {one} »" for one in rule.types] + [f"« {labels.get(one, one)} »" for one in rule.steps]
    for stay, first, _ in scope.spans:
        if not gone(stay, today()) or not stay.exit_type or stay.exit_type in rule.types:
            continue
        steps = scope.steps.get(stay.person_id, [])
        if not any(one.kind in rule.steps and first <= one.day <= stay.exit for one in steps):
            said = f"sortie du {say_day(stay.exit)} ({stay.exit_type}), sans {' ni '.join(wanted)}."
            yield of_stay(scope, rule, stay, stay.exit, said)
