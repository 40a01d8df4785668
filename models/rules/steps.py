"""Rules on the dated steps of the support, and on the renewals they decide."""

from collections.abc import Iterator

from pendulum import Date

from config import schema
from models.days.clock import today
from models.days.months import plus_months
from models.figures.scope import Scope
from models.french.wording import counted
from models.french.wording import day as say_day
from models.rules.contacts import contact_days
from models.rules.deadlines import late
from models.rules.deviation import Deviation, of_stay
from models.tables import Parcours
from models.terms import renewals


def missing_step(scope: Scope, rule: schema.MissingStep) -> Iterator[Deviation]:
    """No such step, or document, within the delay of the entry, the orientation (49-06) or the exit, once past."""
    if rule.document:
        done, label = scope.documents(rule.document), scope.spec.document_label(rule.document)
    else:
        done = {person: [step.day for step in steps if step.kind == rule.step] for person, steps in scope.steps.items()}
        label = scope.spec.listed("step").get(rule.step, rule.step)
    if rule.partners or rule.purposes:
        for person, days in contact_days(scope, rule.partners, rule.purposes).items():
            done[person] = sorted([*done.get(person, []), *days])
    owing = scope.interviews(rule.natures).keys() if rule.natures else None
    yield from late(scope, rule, f"« {label} »", done, owing)


def renewable_stay(scope: Scope, rule: schema.RenewableStay) -> Iterator[Deviation]:
    """A parcours past the months its renewals give it (readings 59-20, 67-02, 93-22); said on the last day given."""
    label = scope.spec.listed("step").get(rule.by, rule.by)
    for stay in scope.stays:
        last = stay.exit or min(today(), scope.action.end)
        steps = [(step.day, step.kind) for step in scope.steps.get(stay.person_id, [])]
        if rule.promptly:
            yield from _decided_late(scope, rule, stay, steps, last)
        granted = renewals.granted(rule, stay, steps, last)
        limit = plus_months(stay.entry, rule.maximum + granted * rule.each)
        if last <= limit:
            continue
        needs = "il faut un renouvellement daté"
        if rule.renewals and granted >= rule.renewals:
            needs = "la convention n'en admet pas davantage"
        elif renewals.to_validate(rule, granted):
            needs = f"il faut « {label} »"
        renewed = f" ({counted(granted, 'renouvellement')})" if granted else ""
        message = (
            f"parcours commencé le {say_day(stay.entry)}, au-delà de "
            f"{rule.maximum + granted * rule.each} mois{renewed} depuis le {say_day(limit)} ; {needs}."
        )
        yield of_stay(scope, rule, stay, limit, message)


def _decided_late(
    scope: Scope, rule: schema.RenewableStay, stay: Parcours, steps: list[tuple[Date, str]], last: Date
) -> Iterator[Deviation]:
    """The days between what was granted and a renewal decided after it, which it does not take back (E-44)."""
    for count, day in enumerate(renewals.days(rule, stay, steps, last)):
        limit = plus_months(stay.entry, rule.maximum + count * rule.each)
        if day > limit:
            message = (
                f"renouvellement décidé le {say_day(day)}, après les {rule.maximum + count * rule.each} mois finis le "
                f"{say_day(limit)} : les jours entre les deux n'ont pas été accordés."
            )
            yield of_stay(scope, rule, stay, limit, message)
