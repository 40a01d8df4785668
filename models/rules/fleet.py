"""Rules on mopeds: the length of loans, their extension, ages, contracts, the size of the park."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from config import schema
from models.days.clock import today
from models.days.months import age
from models.figures.measures.means import park_days
from models.figures.scope import Scope
from models.french.wording import counted
from models.french.wording import day as say_day
from models.french.wording import person as say_person
from models.park import chains
from models.rules.deviation import Deviation, deviation
from models.tables import Loan, Moped, Person


def loan_length(scope: Scope, rule: schema.LoanLength) -> Iterator[Deviation]:
    """Chains of loans that ran, or run today, past their limit (readings 49-18, 49-20)."""
    action = scope.action
    for chain in chains.chains(action):
        if chain.last.moped.action_id == action.id and chain.end > chain.limit:
            ran = "court encore" if chain.running else f"a duré jusqu'au {say_day(chain.end)}"
            person = chain.last.person
            message = (
                f"{say_person(person)} : la mise à disposition {ran}, au-delà de sa limite du {say_day(chain.limit)}."
            )
            yield deviation(rule, action.code, person.code, chain.limit, message, ("Loan", chain.last.id))


def loan_extension(scope: Scope, rule: schema.LoanExtension) -> Iterator[Deviation]:
    """Extensions without motive or professional, or past the exceptional limit (reading 49-23)."""
    action = scope.action
    limits = {loan.id: chain.exceptional_limit for chain in chains.chains(action, planned=True) for loan in chain.loans}
    for loan in scope.loans:
        if loan.extended is None:
            continue
        faults = []
        if not loan.extension_reason.strip():
            faults.append("sans motif")
        if not loan.professional.strip():
            faults.append("sans accompagnant")
        if loan.extended > limits[loan.id]:
            faults.append(f"au-delà de la limite exceptionnelle du {say_day(limits[loan.id])}")
        if faults:
            message = (
                f"{say_person(loan.person)} : mise à disposition du {say_day(loan.departure)} prolongée au "
                f"{say_day(loan.extended)} {', '.join(faults)}."
            )
            yield deviation(rule, action.code, loan.person.code, loan.departure, message, ("Loan", loan.id))


def loan_age(scope: Scope, rule: schema.LoanAge) -> Iterator[Deviation]:
    """Loans to someone of the public whose age at departure is out of bounds (reading 49-01)."""
    action = scope.action
    first, last = rule.ages
    for loan in scope.loans:
        person = loan.person
        if person.birth is not None and scope.public_on(person, loan.departure) == rule.public:
            years = age(person.birth, loan.departure)
            if not first <= years <= last:
                message = (
                    f"{say_person(person)} : public {rule.public}, {counted(years, 'an')} au départ du "
                    f"{say_day(loan.departure)} (admis de {first} à {last} ans révolus)."
                )
                yield deviation(rule, action.code, person.code, loan.departure, message, ("Loan", loan.id))


def entry_support(scope: Scope, rule: schema.EntrySupport) -> Iterator[Deviation]:
    """Loans begun to someone neither followed by a référent nor known in a precarious activity (annexe 3, §2)."""
    for loan in scope.loans:
        person = loan.person
        if loan.departure <= today() and not (person.referent.strip() or person.precarious):
            message = (
                f"{say_person(person)} : départ du {say_day(loan.departure)} ({loan.moped.plate}), "
                "ni référent ni activité précaire notés."
            )
            yield deviation(rule, scope.action.code, person.code, loan.departure, message, ("Loan", loan.id))


def two_loans(scope: Scope, rule: schema.TwoLoans) -> Iterator[Deviation]:
    """Two mopeds lent to one person on one day; a return and a departure of one day follow each other (E-36)."""
    action, until = scope.action, today()
    by_person: dict[int, list[Loan]] = defaultdict(list)
    query = Loan.select(Loan, Moped, Person).join(Moped).switch(Loan).join(Person)
    borrowers = Loan.select(Loan.person).join(Moped).where(Moped.action == action)
    for loan in query.where(Loan.person.in_(borrowers), Loan.departure <= until).order_by(Loan.departure, Loan.id):
        by_person[loan.person_id].append(loan)
    for loans in by_person.values():
        for earlier, later in combinations(loans, 2):
            last = earlier.ended or until
            if later.moped.action_id != action.id or earlier.moped_id == later.moped_id:
                continue
            if later.departure < last or (earlier.ended is None and later.departure == last):
                message = (
                    f"{say_person(later.person)} : {earlier.moped.plate} et {later.moped.plate} prêtés en même temps "
                    f"à partir du {say_day(later.departure)}."
                )
                where = ("Loan", later.id)
                yield deviation(rule, action.code, later.person.code, later.departure, message, where, str(earlier.id))


def document_for_loan(scope: Scope, rule: schema.DocumentForLoan | schema.LoanStep) -> Iterator[Deviation]:
    """Loans without such a document of that person dated from ``before`` days before the departure to that day."""
    action = scope.action
    given = scope.documents(rule.document)
    for loan in scope.loans:
        earliest = loan.departure.subtract(days=rule.before)
        if loan.departure <= today() and not any(
            earliest <= day <= loan.departure for day in given.get(loan.person_id, [])
        ):
            message = (
                f"{say_person(loan.person)} : pas de « {scope.spec.document_label(rule.document)} » pour le départ du "
                f"{say_day(loan.departure)} ({loan.moped.plate})."
            )
            where = ("Loan", loan.id)
            yield deviation(rule, action.code, loan.person.code, loan.departure, message, where, rule.document)


def park_size(scope: Scope, rule: schema.ParkSize) -> Iterator[Deviation]:
    """Fewer mopeds in the park over the whole action than favoured (reading 49-22)."""
    action = scope.action
    count = sum(days > 0 for days in park_days(action).values())
    if count < rule.minimum:
        message = (
            f"Parc de {counted(count, 'cyclomoteur')} sur l'action {action.code} ; "
            f"les projets de {rule.minimum} ou plus sont privilégiés."
        )
        yield deviation(rule, action.code, action.code, action.start, message, ("Action", action.id))
