"""Rules on contacts: with the référent and the prescripteur of whoever left, with employers, before the action."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from pendulum import Date

from config import schema
from models.days.clock import today
from models.days.months import plus_months
from models.figures.scope import Scope
from models.french.wording import day as say_day
from models.rules.deviation import Deviation, deviation, of_stay


def contact_days(scope: Scope, partners: tuple[str, ...], purposes: tuple[str, ...]) -> dict[Any, list[Date]]:
    """The days of the contacts with one of these partners for one of these purposes (any where none is named), in
    order, by the id of whom they are about (None: nobody)."""
    found: dict[Any, list[Date]] = defaultdict(list)
    for one in scope.contacts:
        if (not partners or one.partner in partners) and (not purposes or one.purpose in purposes):
            found[one.person_id].append(one.day)
    return found


def missing_contact(scope: Scope, rule: schema.MissingContact) -> Iterator[Deviation]:
    """Someone who left, and nobody told such a partner of them (readings E-22, E-24)."""
    found = contact_days(scope, rule.partners, rule.purposes)
    for stay in scope.begun:
        if stay.exit is None:
            continue
        due = plus_months(stay.exit, rule.within) if rule.within else stay.exit
        if due < today() and not any(stay.entry <= day <= due for day in found[stay.person_id]):
            until = f" au {say_day(due)}" if rule.within else ""
            message = f"sortie le {say_day(stay.exit)}, aucun contact {_with(rule)} noté depuis l'entrée{until}."
            yield of_stay(scope, rule, stay, due, message)


def contact_of_action(scope: Scope, rule: schema.ContactOfAction) -> Iterator[Deviation]:
    """An action that has had no contact with such a partner: before it began, or by its middle (reading E-46)."""
    action = scope.action
    days = [day for days in contact_days(scope, rule.partners, ()).values() for day in days if day <= today()]
    if rule.told == "début":
        due, told, kept = action.start, "avant son début", [day for day in days if day <= action.start]
    else:
        due = action.start.add(days=(action.end.toordinal() - action.start.toordinal()) // 2)
        told, kept = "à sa moitié", days
    if due < today() and not kept:
        message = f"L'action {action.code} n'a noté aucun contact {_with(rule)} {told}, le {say_day(due)}."
        yield deviation(rule, action.code, action.code, due, message, ("Action", action.id), "/".join(rule.partners))


def _with(rule: schema.MissingContact | schema.ContactOfAction) -> str:
    """« avec le prescripteur (suites de parcours) »"""
    purposes = f" ({', '.join(rule.purposes)})" if isinstance(rule, schema.MissingContact) and rule.purposes else ""
    return f"avec {' ou '.join(f'« {partner} »' for partner in rule.partners)}{purposes}"
