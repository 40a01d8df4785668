"""Rules on those who left: the class of their exit, the contact due some months after it."""

from collections import defaultdict
from collections.abc import Iterator

from config import schema
from models.days.clock import today
from models.days.months import plus_months
from models.figures.scope import Scope
from models.french.wording import day as say_day
from models.rules.deviation import Deviation, of_stay
from models.rules.entry import actions_under
from models.tables import FollowUp
from models.terms.exits import among, lacking, to_qualify
from models.terms.followed import counts_from, jobs_of, origin_of
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

    A contact answers for the exit it follows, from some days before those months are over (reading E-03); one of
    another team follows whatever exit it is dated after. Someone not reached stays to be called until said
    *injoignable*. Of someone who left the action twice, after the last exit only.
    """
    shared = [scope.action.id, *actions_under(rule.conventions)]
    made = FollowUp.select().where(FollowUp.action.in_(shared), FollowUp.months == rule.months)
    calls: dict[int, list[FollowUp]] = defaultdict(list)
    for one in made.where(FollowUp.person.in_(scope.people), FollowUp.parcours.is_null(False)).order_by(FollowUp.day):
        calls[one.person_id].append(one)
    latest = {stay.person_id: stay for stay in scope.begun}
    jobs = jobs_of([scope.action.id]) if rule.since == "emploi" else {}
    for stay in scope.begun:
        if stay.exit is None or stay is not latest[stay.person_id]:
            continue
        own = jobs.get((scope.action.id, stay.person_id), ())
        origin = origin_of(rule.since, stay.entry, stay.exit, stay.exit_type, own)
        last = plus_months(origin, rule.months).add(days=rule.tolerance)
        if last >= today() or not among(scope.spec, stay, rule.types, rule.classes):
            continue
        why, answered = "", False
        for call in calls[stay.person_id]:
            of_this = call.parcours_id == stay.id or (call.action_id != stay.action_id and call.day >= stay.exit)
            if of_this:
                near = counts_from(origin, rule.months, rule.early) <= call.day
                in_time = near and (not rule.tolerance or call.day <= last)
                answered = answered or bool((call.unreachable and near) or (call.reached and in_time))
                why = f", appel du {say_day(call.day)} {'hors délai' if call.reached else 'sans réponse'}"
        if answered:
            continue
        since = f"emploi depuis le {say_day(origin)}" if origin != stay.exit else f"sortie le {say_day(stay.exit)}"
        message = f"pas de suivi à {rule.months} mois au {say_day(last)} ({since}{why})."
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
