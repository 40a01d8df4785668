"""What falls due in every action, and what is overdue: returns, loans, stays, blocks, contracts, follow-ups…"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from pendulum import Date

from config.schema import Convention, LiaisonOpinion, Nature, ParcoursLength, RenewableStay
from models.days.clock import today
from models.days.months import plus_months
from models.duties import delays, lists, periods
from models.duties.lists import Task
from models.duties.watch import Stay, Watch
from models.french import wording
from models.hours import payable
from models.park import chains
from models.tables import Liaison, Parcours, Person, Step
from models.terms import liaison, renewals

HORIZON = 30
REMINDED = 30  # days in the list once past, of what is told elsewhere or nothing settles: a block, a delay


@dataclass(frozen=True, order=True)
class Due:
    """Something to do by ``date``: its ``kind``, told by ``message`` in French.

    ``action`` is its code, '' for a loan; ``subject`` a person's code, a plate or the action's code; ``table`` and
    ``record`` open it. ``overdue``: its last day is past. ``period``: of a return, its code and what names its period.
    """

    date: Date
    kind: str
    message: str
    action: str
    subject: str
    table: str
    record: int
    overdue: bool
    period: tuple[str, str] = ("", "")


def due(until: Date | None = None) -> list[Due]:
    """What falls due up to ``until`` (``HORIZON`` days from today), and what is overdue; the most urgent first; nothing
    about people archived.

    A constant number of queries a kind, whatever the number of people and actions.
    """
    watch = Watch.of_all()
    until = until or watch.today.add(days=HORIZON)
    since = watch.today.subtract(days=REMINDED)
    found = [
        *_loans(until),
        *_lengths(watch),
        *(_told("suivi", task) for task in lists.follow_ups(watch, until)),
        *_contracts_and_firsts(watch, since, until),
        *_opinions(watch),
        *_returns(watch),
        *_modules(watch, since),
    ]
    archived = {code for (code,) in Person.select(Person.code).where(Person.restricted.is_null(False)).tuples()}
    return sorted(item for item in found if item.date <= until and item.subject not in archived)


def _due(date: Date, kind: str, message: str, action: str, subject: str, where: tuple[str, int]) -> Due:
    return Due(date, kind, message, action, subject, *where, date < today())


def _told(kind: str, task: Task) -> Due:
    return _due(task.date, kind, task.message, task.action, task.subject, (task.table, task.record))


def _of(stay: Stay, watch: Watch, date: Date, kind: str, what: str) -> Due:
    code = watch.actions[stay.action].code
    return _due(date, kind, f"{stay.name} ({code}) : {what}", code, stay.code, ("Parcours", stay.id))


def _loans(until: Date) -> Iterator[Due]:
    """The planned return of each running loan, and the limit of its chain when it comes first."""
    for chain in chains.chains():
        if not chain.running:
            continue
        loan = chain.last
        what = f"{wording.person(loan.person)}, {loan.moped.plate}"
        back = loan.extended or loan.due
        where = (loan.moped.action.code, loan.person.code, ("Loan", loan.id))
        if chain.limit <= max(back, until):
            yield _due(chain.limit, "prêt", f"{what} : durée maximale atteinte le {wording.day(chain.limit)}", *where)
        if back < chain.limit:
            yield _due(back, "prêt", f"{what} : retour prévu le {wording.day(back)}", *where)


def _lengths(watch: Watch) -> Iterator[Due]:
    """The last day of a stay whose length the convention limits, and the planned end of the others."""
    steps = _renewing_steps(watch)
    for stay in watch.staying:
        spec, end = watch.spec(stay.action), stay.exit or watch.actions[stay.action].end
        limits = []
        for rule in spec.rules_of(ParcoursLength):
            limits.append((plus_months(stay.entry, rule.maximum), rule.maximum))
        for rule in spec.rules_of(RenewableStay):
            times = renewals.granted(rule, stay, steps[stay.action, stay.person], watch.today)
            months = rule.maximum + rule.each * times
            limits.append((plus_months(stay.entry, months), months))
        for limit, months in limits:
            if limit < end:
                yield _of(stay, watch, limit, "séjour", f"{months} mois de parcours le {wording.day(limit)}")
        ahead = stay.planned_end
        if ahead and ahead < end and ahead not in [limit for limit, _ in limits]:
            yield _of(stay, watch, ahead, "séjour", f"fin prévue le {wording.day(ahead)}")


def _renewing_steps(watch: Watch) -> defaultdict[tuple[int, int], list[tuple[Date, str]]]:
    """The day and kind of each step that may renew a stay, by action and person."""
    ruled = [id for id in watch.actions if watch.spec(id).rules_of(RenewableStay)]
    kinds = {kind for id in ruled for rule in watch.spec(id).rules_of(RenewableStay) for kind in (*rule.steps, rule.by)}
    found: defaultdict[tuple[int, int], list[tuple[Date, str]]] = defaultdict(list)
    if ruled:
        query = Step.select(Step.action, Step.person, Step.day, Step.kind)
        for action, person, day, kind in query.where(Step.action.in_(ruled), Step.kind.in_(list(kinds))).tuples():
            found[action, person].append((day, kind))
    return found


def _contracts_and_firsts(watch: Watch, since: Date, until: Date) -> Iterator[Due]:
    """Contracts to renew, first interviews, steps and contracts, and the échelles de distance that come before."""
    renewed = list(lists.contracts(watch, until))
    awaited = list(delays.firsts(watch, since, until))
    yield from (_told("contrat", task) for task in renewed)
    yield from (_of(one.stay, watch, one.date, one.kind, one.what) for one in awaited)
    contracts = [one for one in awaited if one.kind == "contrat"]
    for date, what, about in delays.scales(watch, renewed, contracts):
        if isinstance(about, Task):
            where = (about.action, about.subject, (about.table, about.record))
            yield _due(date, "échelle", f"{about.name} ({about.action}) : {what}", *where)
        else:
            yield _of(about, watch, date, "échelle", what)


def _opinions(watch: Watch) -> Iterator[Due]:
    """The opinion awaited on each request put to the instance."""
    ruled = {id: rules for id in watch.actions if (rules := watch.spec(id).rules_of(LiaisonOpinion))}
    if not ruled:
        return
    query = Liaison.select(Liaison, Person).join(Person).where(Liaison.action.in_(list(ruled)), Liaison.opinion == "")
    for fiche in query:
        kind = liaison.kind_of(watch.spec(fiche.action_id), fiche.kind)
        if kind is None or not kind.opinion:
            continue
        code = watch.actions[fiche.action_id].code
        for rule in ruled[fiche.action_id]:
            date = plus_months(fiche.day, rule.within)
            told = f"{wording.person(fiche.person)} ({code}) : avis attendu le {wording.day(date)}, {kind.label}"
            yield _due(date, "avis", told, code, fiche.person.code, ("Liaison", fiche.id))


def _returns(watch: Watch) -> Iterator[Due]:
    """The returns not handed in, dated from their last day; from the end of their period when none is stated. One stays
    due until it is handed in, whatever comes after (reading E-11)."""
    for period in periods.calendar(watch):
        if period.handed:
            continue
        date = period.due or period.end.add(days=1)
        limit = f"à remettre le {wording.day(date)} au plus tard" if period.due else "à remettre, sans date limite"
        code = period.action.code
        told = f"{code} : {period.of.label}, {period.name}, {limit}"
        late = period.due is not None and period.due < watch.today
        yield Due(date, "rapport", told, code, code, "Action", period.action.id, late, (period.of.code, period.key))


def _modules(watch: Watch, since: Date) -> Iterator[Due]:
    """The end of the block of months (of those it is open to) and of the eligibility window, in module actions."""
    sharing: dict[str, list[Stay]] = defaultdict(list)
    for stay in watch.staying:
        if window := watch.spec(stay.action).window:
            sharing[window.family].append(stay)
    for stays in sharing.values():
        yield from _shared(watch, stays, since)


def _shared(watch: Watch, stays: list[Stay], since: Date) -> Iterator[Due]:
    """The same in the actions that share one window: ``stays`` are the parcours open in them."""
    actions = {stay.action: watch.spec(stay.action) for stay in stays}
    window = actions[stays[0].action].window
    assert window is not None
    persons = Parcours.select(Parcours.person).where(Parcours.action.in_(list(actions)), watch.here)
    blocks = payable.blocks_of(persons, actions)
    used: dict[tuple[int, payable.Block], int] = defaultdict(int)
    latest: dict[int, payable.Window] = {}
    for hour in payable.hours_of(window, persons):
        spec = actions.get(hour.action)
        if spec and hour.block:
            used[hour.person_id, hour.block] += hour.payable if _per_block(spec, hour.nature) else 0
        known = latest.get(hour.person_id)
        if hour.window and (known is None or known.start < hour.window.start):
            latest[hour.person_id] = hour.window
    for stay in stays:
        spec, open_to = actions[stay.action], latest.get(stay.person)
        publics = {public for one in spec.nature if _per_block(spec, one.code) for public in _publics(one)}
        begun = [one for one in blocks.get((stay.action, stay.person), []) if one.start <= watch.today]
        if begun and begun[-1].end > since and (open_to is None or open_to.public in publics):
            done = wording.hours(used[stay.person, begun[-1]])
            told = f"le bloc d'heures {_ends(begun[-1].end, watch.today)} ({done} payables)"
            yield _of(stay, watch, begun[-1].end.subtract(days=1), "bloc", told)
        if open_to and open_to.end > since:
            told = f"l'éligibilité {_ends(open_to.end, watch.today)}"
            yield _of(stay, watch, open_to.end.subtract(days=1), "éligibilité", told)


def _per_block(spec: Convention, code: str) -> bool:
    nature = spec.nature_of(code)
    return bool(nature and nature.funding and nature.funding.per == "bloc")


def _publics(nature: Nature) -> tuple[str, ...]:
    return nature.funding.publics if nature.funding else ()


def _ends(end: Date, today: Date) -> str:
    """``end`` is the first day out."""
    verb = "finit" if today < end else "a fini"
    return f"{verb} le {wording.day(end.subtract(days=1))}"
