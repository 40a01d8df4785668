"""Rules on what is not known: a profile to complete, a register that never served; what reads it is then no breach."""

from collections import defaultdict
from collections.abc import Iterator

from pendulum import Date

from config import coherence, schema
from models.days.clock import today
from models.figures.scope import Scope
from models.french.wording import person as say_person
from models.rules.deviation import Deviation, deviation
from models.tables import Parcours, Person
from models.terms import profile


def asked(scope: Scope) -> list[schema.Rule]:
    """The rules of the convention, without those that read a register it wants kept and that never served."""
    unused = {register for rule in scope.spec.rules_of(schema.IncompleteProfile) for register in unserved(scope, rule)}
    return [rule for rule in scope.spec.rule if coherence.register_of(rule) not in unused]


def unserved(scope: Scope, rule: schema.IncompleteProfile) -> list[schema.Register]:
    """The registers the rule wants kept in which nothing was ever recorded in the action. A document that stands for a
    contract serves that of contracts."""
    lacking = [name for name in rule.registers if name not in scope.served]
    stands = [one.document for one in scope.spec.rules_of(schema.ContractAtEntry) if one.document]
    if "contrats" in lacking and any(scope.documents(kind) for kind in stands):
        lacking.remove("contrats")
    return lacking


def incomplete_profile(scope: Scope, rule: schema.IncompleteProfile) -> Iterator[Deviation]:
    """What the convention wants known of everyone accompanied, and is not; once a person, at the last entry, or for who
    only borrows at the last departure. Then the registers that never served, at the first entry."""
    missing: dict[int, set[str]] = defaultdict(set)
    latest: dict[int, tuple[Person, Date]] = {}
    for person, parcours, day in _accompanied(scope):
        missing[person.id].update(profile.missing(scope.spec, person, parcours))
        latest[person.id] = (person, day)
    for person, day in latest.values():
        told = [one.field for one in scope.spec.profile if one.field in missing[person.id]]
        if told:
            message = f"{say_person(person)} : profil à compléter, il manque {', '.join(told)}."
            yield deviation(rule, scope.action.code, person.code, day, message, ("Person", person.id))
    if scope.begun:
        code = scope.action.code
        for register in unserved(scope, rule):
            message = f"{code} : rien n'est noté au registre « {register} » ; ce qu'il dirait n'est pas vérifié."
            where = ("Action", scope.action.id)
            yield deviation(rule, code, code, scope.begun[0].entry, message, where, distinct=register)


def _accompanied(scope: Scope) -> Iterator[tuple[Person, Parcours | None, Date]]:
    """Everyone entered, then everyone who borrowed without a parcours, in order."""
    stays = {stay.person_id for stay in scope.begun}
    yield from ((stay.person, stay, stay.entry) for stay in scope.begun)
    if scope.spec.park:
        loans = [loan for loan in scope.loans if loan.departure <= today() and loan.person_id not in stays]
        yield from ((loan.person, None, loan.departure) for loan in loans)
