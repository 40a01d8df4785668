"""Rules on the personal plan, the échelle de distance à l'emploi and the fiche de liaison."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from peewee import ModelSelect
from pendulum import Date

from config import schema
from models.days.clock import today
from models.days.months import plus_months
from models.figures import preceded
from models.figures.scope import Scope
from models.french.wording import day as say_day
from models.french.wording import person as say_person
from models.rules.contracts import last_day
from models.rules.deviation import Deviation, deviation
from models.tables import Contract, Liaison, Person, PlanLine
from models.tables.written import written
from models.terms import liaison, plan

WEAKER = ("error", "warning", "info")


def missing_plan(scope: Scope, rule: schema.MissingPlan) -> Iterator[Deviation]:
    """A contract without a line of plan so many months after its first day; a renewal, without one begun in it."""
    lines = _lines(scope)
    for contract in _contracts.records(scope.action.id, kinds=tuple(rule.contracts)):
        due, last = plus_months(contract.start, rule.within), last_day(contract)
        own = [one for one in lines[contract.person_id] if plan.within(one, contract)]
        if contract.renewal:
            own = [one for one in own if one.start >= contract.start]
        if not own and due < today() and (last is None or last >= due):
            what = "sans action qui lui soit propre au plan" if contract.renewal else "sans action au plan"
            said = f"{_named(scope, contract)}, {what} au {say_day(due)}."
            yield _found(scope, rule, contract, due, said)


def plan_results(scope: Scope, rule: schema.PlanResults) -> Iterator[Deviation]:
    """A contract over, or renewed, with lines of plan that nobody concluded: neither result nor bilan."""
    lines = _lines(scope)
    concluded = _contracts.records(scope.action.id, kinds=tuple(rule.contracts))
    for contract in concluded:
        after = [one.start for one in concluded if one.person_id == contract.person_id and one.start > contract.start]
        ends = [day for day in (last_day(contract), min(after, default=None)) if day is not None and day < today()]
        bare = [
            one.code
            for one in lines[contract.person_id]
            if plan.within(one, contract) and one.result in ("", "en cours") and not one.comment.strip()
        ]
        if ends and bare:
            said = f"{_named(scope, contract)}, ni résultat ni bilan pour {', '.join(dict.fromkeys(bare))}."
            yield _found(scope, rule, contract, min(ends), said)


def plan_alone(scope: Scope, rule: schema.PlanAlone) -> Iterator[Deviation]:
    """The plan of a contract whose only action cannot be it, or all of whose actions are such (62-13, 62-14)."""
    lines = _lines(scope)
    for contract in _contracts.records(scope.action.id, kinds=tuple(rule.contracts)):
        codes = [one.code for one in lines[contract.person_id] if plan.within(one, contract)]
        if breach := plan.alone(scope.spec, codes):
            said = f"{_named(scope, contract)}, {breach.sentence}."
            severity = max(breach.severity, rule.severity, key=WEAKER.index)
            yield _found(scope, rule, contract, contract.start, said)._replace(severity=severity)


def plan_sphere(scope: Scope, rule: schema.PlanSphere) -> Iterator[Deviation]:
    """A line of plan whose action is not of the sphere, or is read from an exchange only (62-15, 62-18)."""
    codes = plan.by_code(scope.spec)
    for line in _planned.records(scope.action.id):
        if line.code in codes and (why := plan.out_of_sphere(codes[line.code], rule.sphere)):
            yield _found(scope, rule, line, line.start, f"{say_person(line.person)} : {why}.")


def distance_first(scope: Scope, rule: schema.DistanceFirst) -> Iterator[Deviation]:
    """A contract, a renewal or a request without an échelle filled by its day, or with one too old (reading 62-06)."""
    people = {stay.person_id: stay.person for stay in scope.stays}
    for one in [*preceded.contracts(scope, rule.contracts), *preceded.requests(scope, rule.requests)]:
        if one.last() is None:
            since = f" depuis le contrat du {say_day(one.after)}" if one.after else ""
            what = f"aucune échelle remplie{since}, au plus tard ce jour-là"
        elif one.stale(rule.fresh):
            what = f"échelle du {say_day(one.last())}, remplie plus de {rule.fresh} mois avant"
        else:
            continue
        person = people.get(one.record.person_id) or one.record.person
        listed = scope.spec.listed("liaison_kind" if isinstance(one.record, Liaison) else "contract_kind")
        label = listed.get(one.record.kind, one.record.kind)
        said = f"{say_person(person)} : {label} du {say_day(one.day)}, {what}."
        where = (type(one.record).__name__, one.record.id)
        yield deviation(rule, scope.action.code, person.code, one.day, said, where)


def liaison_complete(scope: Scope, rule: schema.LiaisonComplete) -> Iterator[Deviation]:
    """A fiche that lacks what its request needs; apart and for information, the signatures only wished (62-22)."""
    kinds = {kind.code: kind for kind in scope.spec.liaison_kind}
    for fiche in _fiches.records(scope.action.id):
        kind = kinds.get(fiche.kind)
        if kind is None:
            continue
        said = f"{say_person(fiche.person)} : fiche « {kind.label} » du {say_day(fiche.day)}"
        if missing := liaison.lacks(kind, fiche):
            yield _found(scope, rule, fiche, fiche.day, f"{said}, il manque {', '.join(missing)}.")
        if wished := liaison.wishes(kind, fiche):
            found = _found(scope, rule, fiche, fiche.day, f"{said}, est souhaitée : {', '.join(wished)}.")
            yield found._replace(severity="info", distinct="souhait")


def liaison_opinion(scope: Scope, rule: schema.LiaisonOpinion) -> Iterator[Deviation]:
    """A request put to the instance whose opinion has not come once its delay is over."""
    judged = {kind.code: kind.label for kind in scope.spec.liaison_kind if kind.opinion}
    for fiche in _fiches.records(scope.action.id):
        if fiche.kind in judged and not fiche.opinion and plus_months(fiche.day, rule.within) < today():
            said = (
                f"{say_person(fiche.person)} : fiche « {judged[fiche.kind]} » du {say_day(fiche.day)}, "
                f"pas d'avis au {say_day(plus_months(fiche.day, rule.within))}."
            )
            yield _found(scope, rule, fiche, fiche.day, said)


def liaison_answer(scope: Scope, rule: schema.LiaisonAnswer) -> Iterator[Deviation]:
    """A request without answer, opinion nor decision once its delay is over (reading E-56)."""
    labels = scope.spec.listed("liaison_kind")
    for fiche in _fiches.records(scope.action.id):
        due = plus_months(fiche.day, rule.within)
        if not (fiche.answered or fiche.opinion_day or fiche.decision_day) and due < today():
            said = f"fiche « {labels.get(fiche.kind, fiche.kind)} » du {say_day(fiche.day)}"
            message = f"{say_person(fiche.person)} : {said}, pas de réponse au {say_day(due)}."
            yield _found(scope, rule, fiche, due, message)


def _lines(scope: Scope) -> dict[int, list[PlanLine]]:
    """The lines of plan of each person in the action, in order, those given up apart."""
    lines: dict[int, list[PlanLine]] = defaultdict(list)
    for line in _not_given_up.records(scope.action.id):
        lines[line.person_id].append(line)
    return lines


def _named(scope: Scope, contract: Contract) -> str:
    label = scope.spec.listed("contract_kind").get(contract.kind, contract.kind)
    return f"{say_person(contract.person)} : {label} du {say_day(contract.start)}"


@written
def _planned(action: Any) -> ModelSelect:
    query = PlanLine.select(PlanLine, Person).join(Person).where(PlanLine.action == action)
    return query.order_by(PlanLine.start, Person.code, PlanLine.code)


@written
def _not_given_up(action: Any) -> ModelSelect:
    query = PlanLine.select().where(PlanLine.action == action, PlanLine.result != plan.CANCELLED)
    return query.order_by(PlanLine.start, PlanLine.code)


@written
def _contracts(action: Any, *, kinds: tuple[str, ...]) -> ModelSelect:
    query = Contract.select(Contract, Person).join(Person)
    query = query.where(Contract.action == action, Contract.kind.in_(kinds))
    query = query.where(Contract.status.not_in(preceded.NOT_CONCLUDED))
    return query.order_by(Contract.start, Person.code)


@written
def _fiches(action: Any) -> ModelSelect:
    query = Liaison.select(Liaison, Person).join(Person).where(Liaison.action == action)
    return query.order_by(Liaison.day, Person.code, Liaison.kind)


def _found(scope: Scope, rule: schema.Rule, record: Contract | PlanLine | Liaison, day: Date, said: str) -> Deviation:
    """About a record joined with its person, which is what to open; its code tells apart two of one day."""
    where = (type(record).__name__, record.id)
    return deviation(rule, scope.action.code, record.person.code, day, said, where)
