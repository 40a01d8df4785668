"""Rules on parcours: how long, not in two places, which documents at entry and exit; and on the dates of the action."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from peewee import ModelSelect

from config import schema
from models.days.clock import today
from models.days.months import plus_months
from models.figures.scope import ALWAYS, Scope, people_of
from models.french.wording import day as say_day
from models.french.wording import person as say_person
from models.people.in_use import in_use
from models.rules.deviation import Deviation, deviation
from models.tables import Action, Parcours, Person
from models.tables.written import written


def parcours_length(scope: Scope, rule: schema.ParcoursLength) -> Iterator[Deviation]:
    """A parcours whose exit (or, open, today or the action's end, the earlier) is past the longest stay."""
    for stay in scope.stays:
        limit = plus_months(stay.entry, rule.maximum)
        last = stay.exit or min(today(), scope.action.end)
        if last > limit:
            message = (
                f"{say_person(stay.person)} : parcours commencé le {say_day(stay.entry)}, "
                f"au-delà de {rule.maximum} mois depuis le {say_day(limit)}."
            )
            yield deviation(rule, scope.action.code, stay.person.code, stay.entry, message, ("Parcours", stay.id))


def action_length(scope: Scope, rule: schema.ActionLength) -> Iterator[Deviation]:
    """An action whose last day is past the longest the convention allows (reading 93-15)."""
    action = scope.action
    limit = plus_months(action.start, rule.maximum)
    if action.end > limit:
        message = (
            f"L'action {action.code} finit le {say_day(action.end)}, plus de {rule.maximum} mois après son début "
            f"(limite : {say_day(limit)})."
        )
        yield deviation(rule, action.code, action.code, action.start, message, ("Action", action.id))


def action_dates(scope: Scope, rule: schema.ActionDates) -> Iterator[Deviation]:
    """An action that does not start between two days, both in it."""
    action = scope.action
    if not rule.earliest <= action.start <= rule.latest:
        message = (
            f"L'action {action.code} commence le {say_day(action.start)} ; la convention la fait commencer du "
            f"{say_day(rule.earliest)} au {say_day(rule.latest)}."
        )
        yield deviation(rule, action.code, action.code, action.start, message, ("Action", action.id))


def exclusivity(scope: Scope, rule: schema.Exclusivity) -> Iterator[Deviation]:
    """Parcours of one person sharing a day in two actions of the family (readings 49-08, 49-09).

    The pair belongs to the action of the parcours entered later; on a tie, to the last code.
    """
    action = scope.action
    family = tuple(
        id for (id, _), spec in in_use().items() if any(r.family == rule.family for r in spec.rules_of(type(rule)))
    )
    by_person = defaultdict(list)
    for stay in _in_family.records(action.id, family=family):
        by_person[stay.person_id].append(stay)
    for stays in by_person.values():
        for rank, later in enumerate(stays):
            for earlier in stays[:rank]:
                if earlier.action_id != later.action_id and action.id in (earlier.action_id, later.action_id):
                    yield from _shared(rule, earlier, later)


@written
def _in_family(action: Any, *, family: tuple[str, ...]) -> ModelSelect:
    """The parcours, in the actions of a family, of those of the action who are in another of them."""
    elsewhere = Parcours.select(Parcours.person).join(Action)
    elsewhere = elsewhere.where(Action.convention.in_(family), Parcours.action != action)
    query = Parcours.select(Parcours, Person, Action).join(Person).switch(Parcours).join(Action)
    query = query.where(Action.convention.in_(family), Parcours.person.in_(people_of(action)))
    return query.where(Parcours.person.in_(elsewhere)).order_by(Parcours.entry, Action.code, Parcours.id)


def _shared(rule: schema.Exclusivity, earlier: Parcours, later: Parcours) -> Iterator[Deviation]:
    last = min(stay.exit or stay.action.end for stay in (earlier, later))
    if later.entry <= last:
        message = (
            f"{say_person(later.person)} : en parcours à la fois dans {earlier.action.code} et {later.action.code} "
            f"à partir du {say_day(later.entry)}."
        )
        yield deviation(
            rule,
            later.action.code,
            later.person.code,
            later.entry,
            message,
            ("Parcours", later.id),
            distinct=str(earlier.id),
        )


def _late(scope: Scope, rule: schema.DocumentAfterEntry | schema.DocumentAfterExit, moment: str) -> Iterator[Deviation]:
    given = scope.documents(rule.document)
    since = {stay.id: first for stay, first, _ in scope.spans} if rule.anew else {}
    for stay in scope.stays:
        origin = stay.entry if moment == "entrée" else stay.exit
        if getattr(rule, "stayed", False):
            end = stay.planned_end or scope.action.end
            origin = None if stay.exit and stay.exit < end else stay.exit or end
        if origin is None:
            continue
        due, first = plus_months(origin, rule.within), since.get(stay.id, ALWAYS)
        days = [day for day in given.get(stay.person_id, []) if day >= first]
        if due < today() and not any(day <= due for day in days):
            late = bool(days) or (rule.tolerance is not None and plus_months(due, rule.tolerance) >= today())
            message = (
                f"{say_person(stay.person)} : pas de « {scope.spec.document_label(rule.document)} » au {say_day(due)} "
                f"({moment} le {say_day(origin)})."
            )
            where = ("Parcours", stay.id)
            code, subject, soon = scope.action.code, stay.person.code, rule.tolerance is not None and late
            yield deviation(rule, code, subject, due, message, where, rule.document, doubtful=soon)


def document_after_entry(scope: Scope, rule: schema.DocumentAfterEntry) -> Iterator[Deviation]:
    """No such document by the entry + ``within``, once past."""
    return _late(scope, rule, "entrée")


def document_after_exit(scope: Scope, rule: schema.DocumentAfterExit) -> Iterator[Deviation]:
    """No such document by the exit + ``within``, once past."""
    return _late(scope, rule, "fin de formation" if rule.stayed else "sortie")
