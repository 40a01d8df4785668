"""What falls due in the next 30 days, and what is overdue: loans, module blocks, stays, follow-ups, bilans."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pendulum import Date

from config.schema import Convention, FollowUps, Nature, ParcoursLength
from models import loans, payable, wording
from models.months import plus_months
from models.presence import gone
from models.tables import Action, FollowUp, Parcours, Person

HORIZON = 30
REMINDED = 30  # days in the list once past, of what no record can settle: a bilan sent, a block or a window ended


@dataclass(frozen=True, order=True)
class Due:
    """Something to do by ``date``: its ``kind``, told by ``sentence`` in French; ``table`` and ``record`` open it."""

    date: Date
    kind: str
    sentence: str
    table: str
    record: int


@dataclass(frozen=True)
class _Stays:
    """Every parcours of the actions still to watch, read once."""

    action: Action
    spec: Convention
    parcours: list[Parcours]
    today: Date

    @property
    def staying(self) -> list[Parcours]:
        """Those of persons who are here: entered, not gone, in an action not ended."""
        if self.action.end < self.today:
            return []
        return [stay for stay in self.parcours if stay.entry <= self.today and not gone(stay, self.today)]


def due(today: Date, days: int = HORIZON) -> list[Due]:
    """What falls due from ``today`` for ``days`` days, and what is overdue; the most overdue first.

    A constant number of queries for each action with eligibility windows, whatever the number of people.
    """
    horizon = today.add(days=days)
    found = [*_loans(horizon)]
    for stays in _watched(today):
        found += [*_lengths(stays), *_follow_ups(stays), *_reports(stays), *_modules(stays)]
    return sorted(item for item in found if item.date <= horizon)


def _watched(today: Date) -> list[_Stays]:
    query = Parcours.select(Parcours, Person).join(Person).order_by(Parcours.entry)
    by_action: dict[int, list[Parcours]] = defaultdict(list)
    for stay in query:
        by_action[stay.action_id].append(stay)
    return [
        _Stays(action, action.spec, by_action[action.id], today)
        for action in Action.select().where(Action.start <= today).order_by(Action.code)
    ]


def _loans(horizon: Date) -> Iterator[Due]:
    """The planned return of each running loan, and the limit of its chain when it comes first."""
    for chain in loans.chains():
        if not chain.running:
            continue
        loan = chain.last
        what = f"{wording.person(loan.person)}, {loan.moped.plate}"
        back = loan.extended or loan.due
        if chain.limit <= max(back, horizon):
            sentence = f"{what} : durée maximale atteinte le {wording.day(chain.limit)}"
            yield Due(chain.limit, "prêt", sentence, "Loan", loan.id)
        if back < chain.limit:
            yield Due(back, "prêt", f"{what} : retour prévu le {wording.day(back)}", "Loan", loan.id)


def _lengths(stays: _Stays) -> Iterator[Due]:
    """The last day of a stay whose length the convention limits."""
    for rule in stays.spec.rules_of(ParcoursLength):
        for stay in stays.staying:
            limit = plus_months(stay.entry, rule.maximum)
            if limit < (stay.exit or stays.action.end):
                told = f"{_who(stay, stays)} : {rule.maximum} mois de parcours le {wording.day(limit)}"
                yield Due(limit, "séjour", told, "Parcours", stay.id)


def _follow_ups(stays: _Stays) -> Iterator[Due]:
    """The follow-up of those who left and whom nobody has yet recorded having tried to reach."""
    months = {indicator.months for indicator in stays.spec.indicator if isinstance(indicator, FollowUps)}
    if not months:
        return
    last = {stay.person_id: stay for stay in stays.parcours}  # in order of entry: the last one stays
    query = FollowUp.select(FollowUp.person, FollowUp.months).where(FollowUp.action == stays.action.id)
    done = set(query.tuples())
    for stay in last.values():
        for after in months:
            if gone(stay, stays.today) and (stay.person_id, after) not in done:
                date = plus_months(stay.exit, after)
                told = f"{_who(stay, stays)} : suivi à {after} mois le {wording.day(date)}"
                yield Due(date, "suivi", told, "Parcours", stay.id)


def _reports(stays: _Stays) -> Iterator[Due]:
    """The bilan of an action that has ended."""
    action, within = stays.action, stays.spec.report_within
    if within is None:
        return
    date = plus_months(action.end, within)
    if stays.today <= date.add(days=REMINDED):
        told = f"{action.code} : bilan à remettre le {wording.day(date)} au plus tard"
        yield Due(date, "bilan", told, "Action", action.id)


def _modules(stays: _Stays) -> Iterator[Due]:
    """The end of the block of months (of those it is open to) and of the eligibility window, in a module action."""
    staying = stays.staying
    if stays.spec.window is None or not staying:
        return
    blocks = payable.blocks_of(stays.action, {stays.action.id: stays.spec})
    windows: dict[int, payable.Window] = {}
    used: dict[tuple[int, payable.Block], int] = defaultdict(int)
    for hour in payable.shared_hours(stays.action):
        if hour.action == stays.action.id and hour.block:
            used[hour.person_id, hour.block] += hour.payable if _per_block(stays.spec, hour.nature) else 0
        known = windows.get(hour.person_id)
        if hour.window and (known is None or known.start < hour.window.start):
            windows[hour.person_id] = hour.window
    publics = {public for one in stays.spec.nature if _per_block(stays.spec, one.code) for public in _publics(one)}
    since = stays.today.subtract(days=REMINDED)
    for stay in staying:
        window = windows.get(stay.person_id)
        begun = [one for one in blocks.get((stays.action.id, stay.person_id), []) if one.start <= stays.today]
        if begun and begun[-1].end > since and (window is None or window.public in publics):
            done = wording.hours(used[stay.person_id, begun[-1]])
            told = f"{_who(stay, stays)} : le bloc d'heures {_ends(begun[-1].end, stays.today)} ({done} payables)"
            yield Due(begun[-1].end.subtract(days=1), "bloc", told, "Parcours", stay.id)
        if window and window.end > since:
            told = f"{_who(stay, stays)} : l'éligibilité {_ends(window.end, stays.today)}"
            yield Due(window.end.subtract(days=1), "éligibilité", told, "Parcours", stay.id)


def _per_block(spec: Convention, code: str) -> bool:
    nature = spec.nature_of(code)
    return bool(nature and nature.funding and nature.funding.per == "bloc")


def _publics(nature: Nature) -> tuple[str, ...]:
    return nature.funding.publics if nature.funding else ()


def _ends(end: Date, today: Date) -> str:
    """``end`` is the first day out."""
    verb = "finit" if today < end else "a fini"
    return f"{verb} le {wording.day(end.subtract(days=1))}"


def _who(stay: Any, stays: _Stays) -> str:
    return f"{wording.person(stay.person)} ({stays.action.code})"
