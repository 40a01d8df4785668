"""Rules on what must be kept or written down: papers of immersions, facts of a parcours, motives of answers."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from pendulum import Date

from config import schema
from models.days.clock import today
from models.figures.scope import ALWAYS, Scope
from models.french.wording import day as say_day
from models.french.wording import person as say_person
from models.rules.deadlines import due_days
from models.rules.deviation import Deviation, deviation, of_stay
from models.tables import (
    REGISTERS,
    Evaluation,
    Fact,
    Immersion,
    Introduction,
    Parcours,
    Person,
    Prescription,
    ProjectState,
)
from models.terms.presence import gone


def _facts(scope: Scope, register: Any) -> Any:
    """The facts of a register in the action with their person, in order."""
    dated = getattr(register, register.dated)
    return register.select(register, Person).join(Person).where(register.action == scope.action).order_by(dated)


def immersion_papers(scope: Scope, rule: schema.ImmersionPapers) -> Iterator[Deviation]:
    """Immersions begun without their convention signed by then, or ended without an evaluation."""
    for one in _facts(scope, Immersion).where(Immersion.kind.in_(list(rule.immersions))):
        told = f"{say_person(one.person)} : {one.kind} du {say_day(one.start)} au {say_day(one.end)}"
        where = ("Immersion", one.id)
        if rule.agreement and one.start <= today() and (one.agreed is None or one.agreed > one.start):
            when = f", signée seulement le {say_day(one.agreed)}" if one.agreed else ""
            message = f"{told} sans convention signée à son début{when}."
            yield deviation(rule, scope.action.code, one.person.code, one.start, message, where, "convention")
        if rule.evaluation and one.end < today() and one.evaluated is None:
            message = f"{told} sans évaluation avec le tuteur et la personne."
            yield deviation(rule, scope.action.code, one.person.code, one.end, message, where, "évaluation")


def missing_record(scope: Scope, rule: schema.MissingRecord) -> Iterator[Deviation]:
    """Someone who left with too few facts of a register during the parcours, or without an evaluation at a moment.

    An evaluation at the entry or at the exit may lie a little before or after it.
    """
    register = next((one for one in REGISTERS if one.register == rule.register and issubclass(one, Fact)), None)
    if register is None:
        return
    found: dict[int, list[Any]] = defaultdict(list)
    facts_kept = _facts(scope, register)
    if rule.immersions and register is Immersion:
        facts_kept = facts_kept.where(Immersion.kind.in_(list(rule.immersions)))
    for fact in facts_kept:
        found[fact.person_id].append(fact)
    for stay, first, last in scope.spans:
        if not gone(stay, today()) or (rule.variants and stay.variant not in rule.variants):
            continue
        facts = found[stay.person_id]
        lacking = []
        if rule.moments and register is Evaluation:
            moments = {one.moment for one in facts if first <= one.day <= last}
            lacking = [f"pas d'évaluation : {moment}" for moment in rule.moments if moment not in moments]
        count = sum(_during(stay, register, fact) for fact in facts)
        if not rule.moments and count < rule.minimum:
            kinds = f" ({', '.join(rule.immersions)})" if rule.immersions else ""
            lacking = [f"registre « {rule.register} »{kinds} : {count} pour {rule.minimum} au moins"]
        if lacking:
            yield of_stay(scope, rule, stay, stay.exit, f"sortie le {say_day(stay.exit)}, {' ; '.join(lacking)}.")


def record_in_time(scope: Scope, rule: schema.RecordInTime) -> Iterator[Deviation]:
    """No fact of the register by the entry + ``months``, once past, by someone still there that day (E-06, E-22)."""
    table = next(one for one in REGISTERS if one.register == rule.register)
    dated = getattr(table, table.dated)
    query = table.select(table.person, dated).where(table.person.in_(scope.people))
    if table is not ProjectState:
        query = query.where(table.action == scope.action)
    if rule.moments:
        query = query.where(Evaluation.moment.in_(list(rule.moments)))
    done: dict[int, list[Date]] = defaultdict(list)
    for person, day in query.order_by(dated).tuples():
        done[person].append(day)
    first = {stay.id: ALWAYS if table is ProjectState else since for stay, since, _ in scope.spans}
    for stay, _, due in due_days(scope, "entrée", rule.months, None):
        if rule.variants and stay.variant not in rule.variants:
            continue
        if not any(first[stay.id] <= day <= due for day in done[stay.person_id]):
            what = f" ({', '.join(rule.moments)})" if rule.moments else ""
            message = f"registre « {rule.register} »{what} : rien au {say_day(due)} (entrée le {say_day(stay.entry)})."
            yield of_stay(scope, rule, stay, due, message)


def variant_in_time(scope: Scope, rule: schema.VariantInTime) -> Iterator[Deviation]:
    """A parcours without its variante by the entry + ``months``, once past (reading E-22)."""
    for stay, _, due in due_days(scope, "entrée", rule.months, None):
        if not stay.variant:
            yield of_stay(scope, rule, stay, due, f"variante à choisir, entrée le {say_day(stay.entry)}.")


def _during(stay: Parcours, register: Any, fact: Any) -> bool:
    """Whether the fact is dated in a parcours that ended; a month counts when it has a day of it."""
    day = getattr(fact, register.dated)
    if isinstance(day, str):
        return f"{stay.entry:%Y-%m}" <= day <= f"{stay.exit:%Y-%m}"
    return bool(stay.entry <= day <= stay.exit)


def missing_motive(scope: Scope, rule: schema.MissingMotive) -> Iterator[Deviation]:
    """Introductions that did not quite succeed, or people refused, without the reason (or the advice)."""
    yield from (_introductions if rule.register == "mises en relation" else _refusals)(scope, rule)


def _introductions(scope: Scope, rule: schema.MissingMotive) -> Iterator[Deviation]:
    wanted = Introduction.result.in_(["partiellement atteint", "non atteint"])
    for one in _facts(scope, Introduction).where(wanted):
        if not one.reason.strip():
            message = (
                f"{say_person(one.person)} : mise en relation du {say_day(one.day)} ({one.employer}), "
                f"résultat « {one.result} » sans motif."
            )
            yield deviation(rule, scope.action.code, one.person.code, one.day, message, ("Introduction", one.id))


def _refusals(scope: Scope, rule: schema.MissingMotive) -> Iterator[Deviation]:
    wanted = (Prescription.direction == "reçue") & (Prescription.answer == "refusé")
    for one in _facts(scope, Prescription).where(wanted):
        missing = ["motif"] if not one.reason.strip() else []
        missing += ["préconisation"] if rule.advice and not one.advice.strip() else []
        if missing:
            day = one.answered or one.day
            message = (
                f"{say_person(one.person)} : prescription du {say_day(one.day)} ({one.structure}) refusée "
                f"sans {' ni '.join(missing)}."
            )
            yield deviation(rule, scope.action.code, one.person.code, day, message, ("Prescription", one.id))
