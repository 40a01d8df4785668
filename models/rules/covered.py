"""Rules on being under contract: at the entry, within a delay, all along the parcours. A contract made in any action of
the operator counts, and where the convention says so an inscription at Pôle emploi."""

from collections.abc import Iterable, Iterator

from pendulum import Date

from config import schema
from models.days.clock import today
from models.days.months import plus_months
from models.figures.scope import ALWAYS, EVER, Scope
from models.french.wording import day as say_day
from models.rules.contracts import holds, last_day, made
from models.rules.deadlines import due_days
from models.rules.deviation import Deviation, of_stay
from models.tables import Parcours, Person

Interval = tuple[Date, Date]


def _registered(person: Person) -> list[Interval]:
    """Since when the person is registered at Pôle emploi; a number without a date, since ever."""
    if person.job_seeker_since is not None:
        return [(person.job_seeker_since, EVER)]
    return [(ALWAYS, EVER)] if person.job_seeker_number else []


def gaps(first: Date, last: Date, intervals: Iterable[Interval]) -> Iterator[Interval]:
    """The runs of days from ``first`` to ``last``, both in it, that no interval holds."""
    for start, end in sorted(intervals):
        if first > last or start > last:
            break
        if start > first:
            yield first, start.subtract(days=1)
        if end >= first:
            first = min(end, last).add(days=1)
    if first <= last:
        yield first, last


def _labels(scope: Scope, kinds: tuple[str, ...]) -> list[str]:
    labels = scope.spec.listed("contract_kind")
    return [f"« {labels.get(kind, kind)} »" for kind in kinds]


def _without(scope: Scope, rule: schema.ContractAtEntry | schema.ContractThroughout, when: str) -> str:
    """« sans « CER » en cours … », « sans contrat en cours …, ni « CER », ni inscription à Pôle emploi »."""
    wanted = _labels(scope, rule.contracts)
    if not wanted:
        return f"sans inscription à Pôle emploi {when}"
    if rule.registration:
        wanted.append("inscription à Pôle emploi")
    if len(wanted) == 1:
        return f"sans {wanted[0]} en cours {when}"
    return f"sans contrat en cours {when}, {', '.join(f'ni {one}' for one in wanted)}"


def _covering(scope: Scope, rule: schema.ContractAtEntry | schema.ContractThroughout, person: Person) -> list[Interval]:
    contracts = made(scope.contracts.get(person.id, []), rule.contracts)
    covering = [(one.start, last_day(one) or EVER) for one in contracts]
    return covering + (_registered(person) if rule.registration else [])


def contract_at_entry(scope: Scope, rule: schema.ContractAtEntry) -> Iterator[Deviation]:
    """No contract in force on the day of entry, nor document that tells one by then; with another kind, only to confirm
    (readings 59-29, 93-16)."""
    noted = scope.documents(rule.document) if rule.document else {}
    for stay in scope.begun:
        day, person = stay.entry, stay.person
        if any(first <= day <= last for first, last in _covering(scope, rule, person)):
            continue
        if any(given <= day for given in noted.get(person.id, [])):
            continue
        message = _without(scope, rule, f"à l'entrée du {say_day(day)}")
        others = made(scope.contracts.get(person.id, []), rule.instead)
        instead = [one.kind for one in others if holds(one, day)]
        if instead:
            message += f" ; {_labels(scope, (instead[0],))[0]} en cours, à confirmer avec le Département"
        yield of_stay(scope, rule, stay, day, f"{message}.", doubtful=bool(instead))


def contract_in_time(scope: Scope, rule: schema.ContractInTime) -> Iterator[Deviation]:
    """No contract signed within the delay, once past (readings 49-06, 62-07); said on its last day.

    One signed before counts if it was still in force at the origin, unless the rule wants it ``after``; without a day
    of signature, its first day counts.
    """
    what = " ou ".join(_labels(scope, rule.contracts))
    for stay, origin, due in due_days(scope, rule.since, rule.within, None):
        contracts = made(scope.contracts.get(stay.person_id, []), rule.contracts)
        still = [one for one in contracts if (last_day(one) or EVER) >= origin]
        if rule.after:
            still = [one for one in still if min(one.start, one.signed or one.start) >= origin]
        signed = sorted(one.signed or one.start for one in still)
        if signed and signed[0] <= due:
            continue
        only = f", seulement le {say_day(signed[0])}" if signed else ""
        message = (
            f"pas de {what} signé au {say_day(due)}{only} "
            f"({rule.since} le {say_day(origin)}, {rule.within} mois prévus){_rejected(scope, rule, stay, origin)}."
        )
        yield of_stay(scope, rule, stay, due, message)


def _rejected(scope: Scope, rule: schema.ContractInTime, stay: Parcours, origin: Date) -> str:
    """« ; celui du … est rejeté »: what was signed since the origin and the Département turned down (reading E-55)."""
    days = [
        say_day(one.start)
        for one in scope.contracts.get(stay.person_id, [])
        if one.kind in rule.contracts and one.status == "rejeté" and one.start >= origin
    ]
    return f" ; celui du {days[-1]} est rejeté" if days else ""


def contract_too_soon(scope: Scope, rule: schema.ContractTooSoon) -> Iterator[Deviation]:
    """A contract begun before the decision of orientation of the parcours, and still in force that day (E-51)."""
    labels = scope.spec.listed("contract_kind")
    for stay in scope.begun:
        for one in made(scope.contracts.get(stay.person_id, []), rule.contracts) if stay.oriented else []:
            if one.action_id == scope.action.id and one.start < stay.oriented and holds(one, stay.oriented):
                message = (
                    f"{labels.get(one.kind, one.kind)} du {say_day(one.start)}, commencé avant la décision "
                    f"d'orientation du {say_day(stay.oriented)}."
                )
                yield of_stay(scope, rule, stay, one.start, message)


def contract_throughout(scope: Scope, rule: schema.ContractThroughout) -> Iterator[Deviation]:
    """The first day of each run of days of a parcours, up to today, without a contract in force (59-29, 67-08)."""
    for stay in scope.begun:
        last = min(stay.exit or scope.action.end, today())
        for first, end in gaps(stay.entry, last, _covering(scope, rule, stay.person)):
            message = _without(scope, rule, f"du {say_day(first)} au {say_day(end)}")
            yield of_stay(scope, rule, stay, first, f"{message}.")


def contract_lapsed(scope: Scope, rule: schema.ContractLapsed) -> Iterator[Deviation]:
    """A contract that ended during a parcours, up to today, without another the next day; said on its last day (E-35).

    What no contract came before is not said here: it was never signed.
    """
    labels = scope.spec.listed("contract_kind")
    for stay in scope.begun:
        contracts = made(scope.contracts.get(stay.person_id, []), rule.contracts)
        ended = {last: one for one in contracts if (last := last_day(one))}
        until = min(stay.exit or scope.action.end, today())
        for first, end in gaps(stay.entry, until, [(one.start, last_day(one) or EVER) for one in contracts]):
            last = first.subtract(days=1)
            if last < stay.entry or last not in ended:
                continue
            one = ended[last]
            soon = end <= plus_months(last, rule.tolerance) or one.status == "procédure de rappel"
            followed = f"sans suite jusqu'au {say_day(end)}" if end < until else "sans suite"
            message = f"« {labels.get(one.kind, one.kind)} » fini le {say_day(last)}, {followed}."
            yield of_stay(scope, rule, stay, last, message, doubtful=soon)
