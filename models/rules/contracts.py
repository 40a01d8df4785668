"""Rules on a contract itself: how long, how often renewed, signed by whom, for how many hours a week."""

from collections.abc import Iterable, Iterator
from itertools import combinations

from pendulum import Date

from config import schema
from models.days.clock import today
from models.days.months import age, plus_months, whole_months
from models.figures.scope import Scope
from models.french.wording import day as say_day
from models.french.wording import hours, ordinal
from models.french.wording import person as say_person
from models.rules.deviation import Deviation, deviation
from models.tables import Contract, Person
from models.terms.presence import NOT_MADE

SIGNED = {
    "personne": ("signed", "la signature de la personne"),
    "référent": ("signed_referent", "la signature du référent"),
    "Département": ("validated", "la décision du Département"),
    "transmission": ("sent", "la transmission au Département"),
}


def made(contracts: Iterable[Contract], kinds: tuple[str, ...]) -> list[Contract]:
    """Those of these kinds that are more than a draft and were not turned down."""
    return [one for one in contracts if one.kind in kinds and one.status not in NOT_MADE]


def last_day(contract: Contract) -> Date | None:
    """The last day it is in force: its end or its breaking, whichever comes first; None without either."""
    return min((day for day in (contract.end, contract.broken) if day is not None), default=None)


def holds(contract: Contract, day: Date) -> bool:
    """Whether it is in force on a day."""
    last = last_day(contract)
    return contract.start <= day and (last is None or day <= last)


def _each(scope: Scope, kinds: tuple[str, ...]) -> Iterator[tuple[Person, list[Contract]]]:
    """The contracts of these kinds of each person, in any action, in order; a dispense is none."""
    people = {stay.person_id: stay.person for stay in scope.stays}
    for identity, person in people.items():
        contracts = made(scope.contracts.get(identity, []), kinds)
        yield person, [one for one in contracts if one.status != "dispense"]


def _here(scope: Scope, kinds: tuple[str, ...]) -> Iterator[tuple[Person, Contract]]:
    """The contracts of these kinds made in the action."""
    for person, contracts in _each(scope, kinds):
        yield from ((person, one) for one in contracts if one.action_id == scope.action.id)


def _say(scope: Scope, person: Person, contract: Contract) -> str:
    label = scope.spec.listed("contract_kind").get(contract.kind, contract.kind)
    return f"{say_person(person)} : {label} du {say_day(contract.start)}"


def _found(
    scope: Scope, rule: schema.Rule, person: Person, contract: Contract, what: str, doubtful: bool = False
) -> Deviation:
    message = f"{_say(scope, person, contract)} {what}"
    where = ("Contract", contract.id)
    return deviation(rule, scope.action.code, person.code, contract.start, message, where, message, doubtful=doubtful)


def contract_length(scope: Scope, rule: schema.ContractLength) -> Iterator[Deviation]:
    """Contracts too short, too long or of none of the lengths admitted; successive ones too long in all.

    What counts is the length signed: a contract broken before its end is not too short (reading 49-34), and only the
    first contract has a least length, not those that renew it.
    """
    for person, contract in _here(scope, rule.contracts):
        if contract.end is None and (rule.maximum is not None or rule.lengths):
            yield _found(scope, rule, person, contract, "n'a pas de date de fin.", doubtful=True)
        elif contract.end is not None and (what := _wrong_length(rule, contract, contract.end)):
            yield _found(scope, rule, person, contract, f"au {say_day(contract.end)}, {what}.")
    if rule.total is not None:
        yield from _too_long_in_all(scope, rule, rule.total)


def _wrong_length(rule: schema.ContractLength, contract: Contract, end: Date) -> str:
    """What is wrong with a length de date à date (reading G1); '' for nothing."""
    start, after = contract.start, end.add(days=1)
    counted = rule.always or not contract.renewal
    if rule.minimum is not None and counted and after < plus_months(start, rule.minimum):
        return f"la convention prévoit {rule.minimum} mois au moins"
    if rule.maximum is not None and end > plus_months(start, rule.maximum):
        return f"la convention prévoit {rule.maximum} mois au plus"
    if rule.lengths and not any(plus_months(start, length) in (end, after) for length in rule.lengths):
        *others, last = [str(length) for length in sorted(rule.lengths)]
        return f"la convention prévoit {', '.join(others)}{' ou ' if others else ''}{last} mois"
    return ""


def _too_long_in_all(scope: Scope, rule: schema.ContractLength, total: int) -> Iterator[Deviation]:
    """Contracts that take the person past ``total`` months, the days between two contracts left out.

    Each is counted de date à date: one that ends on its anniversary may be followed the day after (reading E-53).
    """
    for person, contracts in _each(scope, rule.contracts):
        until: Date | None = None
        gap = 0
        for before, contract in zip([None, *contracts], contracts, strict=False):
            if before is not None and until is not None and contract.start > until:
                gap += contract.start.toordinal() - until.toordinal() - 1 + _on_its_anniversary(before)
            until = max(until or contract.start, last_day(contract) or contract.start)
            limit = plus_months(contracts[0].start, total).add(days=gap)
            if until <= limit or contract.action_id != scope.action.id or _excused(rule, person, limit.add(days=1)):
                continue
            if _decided(scope, person, rule.unless, before, contract):
                continue
            what = f"porte au {say_day(until)} des contrats limités à {total} mois, atteints le {say_day(limit)}."
            unknown = (rule.beyond_age is not None and person.birth is None) or (
                rule.beyond_disabled and person.disabled is None
            )
            yield _found(scope, rule, person, contract, what, doubtful=unknown)


def _on_its_anniversary(contract: Contract) -> bool:
    """Whether a contract ends on the same day number some months after its first day (reading G1)."""
    last = last_day(contract)
    return last is not None and plus_months(contract.start, whole_months(contract.start, last)) == last


def contract_overlap(scope: Scope, rule: schema.ContractOverlap) -> Iterator[Deviation]:
    """A contract begun while another of these kinds runs, in any action; said of the later one."""
    for person, contracts in _each(scope, rule.contracts):
        for earlier, later in combinations(contracts, 2):
            if later.action_id == scope.action.id and holds(earlier, later.start):
                what = f"commence avant la fin de celui du {say_day(earlier.start)}."
                yield _found(scope, rule, person, later, what)


def _excused(rule: schema.ContractLength, person: Person, day: Date) -> bool:
    """Whether the person may go beyond, from that day: by age (reading 59-23) or as a disabled worker."""
    old = rule.beyond_age is not None and person.birth is not None and age(person.birth, day) >= rule.beyond_age
    return old or (rule.beyond_disabled and bool(person.disabled))


def _decided(scope: Scope, person: Person, step: str, before: Contract | None, contract: Contract) -> bool:
    """Whether such a step decides of a contract: dated since the contract before, by its own first day."""
    since = before.start if before else contract.start
    return any(one.kind == step and since <= one.day <= contract.start for one in scope.steps.get(person.id, []))


def contract_renewals(scope: Scope, rule: schema.ContractRenewals) -> Iterator[Deviation]:
    """A renewal beyond those admitted, unless decided by a step since the contract it renews (reading 62-07)."""
    for person, contracts in _each(scope, rule.contracts):
        renewals = 0
        for before, contract in zip([None, *contracts], contracts, strict=False):
            renewals = renewals + 1 if contract.renewal else 0
            if renewals <= rule.maximum or contract.action_id != scope.action.id:
                continue
            if not _decided(scope, person, rule.unless, before, contract):
                without = ""
                if rule.unless:
                    step = scope.spec.listed("step").get(rule.unless, rule.unless)
                    without = f", sans « {step} »"
                what = f"est le {ordinal(renewals)} renouvellement{without} ; la convention en admet {rule.maximum}."
                yield _found(scope, rule, person, contract, what)


def contract_signatures(scope: Scope, rule: schema.ContractSignatures) -> Iterator[Deviation]:
    """A contract begun without all its signatures, or not sent."""
    for person, contract in _here(scope, rule.contracts):
        missing = [SIGNED[one][1] for one in rule.signatures if getattr(contract, SIGNED[one][0]) is None]
        if missing and contract.start <= today():
            yield _found(scope, rule, person, contract, f"commencé, il manque {' et '.join(missing)}.")


def weekly_hours(scope: Scope, rule: schema.WeeklyHours) -> Iterator[Deviation]:
    """A contract whose weekly hours, when known, are fewer or more than the convention says."""
    low, high = rule.minimum, rule.maximum
    bounds = [f"{hours(low)} au moins" if low else "", f"{hours(high)} au plus" if high else ""]
    for person, contract in _here(scope, rule.contracts):
        weekly = contract.weekly
        if weekly is not None and ((low is not None and weekly < low) or (high is not None and weekly > high)):
            told = " et ".join(bound for bound in bounds if bound)
            yield _found(
                scope, rule, person, contract, f"de {hours(weekly)} par semaine, la convention prévoit {told}."
            )
