"""How long someone keeps a moped: loans that follow each other make a chain, and a chain has a limit.

Annexe 3, §4: four months at most, eight when justified and accompanied; counted per person over consecutive loans,
whatever the moped (readings 49-18, 49-20, 49-23).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from peewee import ModelSelect
from pendulum import Date

from config.schema import Park
from models.days.clock import today
from models.days.months import plus_months
from models.tables import Action, Loan, Moped, Person


@dataclass(frozen=True)
class Chain:
    """Loans of one person that follow each other, by departure.

    ``limit``: the last day they may run to; ``exceptional_limit``: the last day any extension may run to; ``end``: the
    day they ran to, today for those that run (``running``), the departure for one still to come.
    """

    loans: tuple[Loan, ...]
    limit: Date
    exceptional_limit: Date
    end: Date
    running: bool

    @property
    def last(self) -> Loan:
        return self.loans[-1]


def chains(action: Action | None = None, planned: bool = False) -> list[Chain]:
    """Every chain of loans, over all actions with a park, in order of person and departure.

    With ``action``, those of the persons with a loan in it. Loans that depart after today are left out unless
    ``planned``. One query.
    """
    query = _loans()
    if action is not None:
        borrowers = Loan.alias()
        mopeds = Moped.alias()
        here = borrowers.select(borrowers.person).join(mopeds).where(mopeds.action == action)
        query = query.where(Loan.person.in_(here))
    if not planned:
        query = query.where(Loan.departure <= today())
    return _chains(list(query))


def limit_if_lent(moped: Moped, person: Person, departure: Date, besides: Loan | None = None) -> Date:
    """The last day a loan of this person from ``departure`` could run to, given the loans around it, that ``besides``
    which it is the correction of."""
    loan = Loan(moped=moped, person=person, departure=departure, due=departure, ended=departure)
    others = [one for one in _loans().where(Loan.person == person) if one.departure != departure and one != besides]
    loans = sorted([*others, loan], key=lambda one: one.departure)
    return next(chain.limit for chain in _chains(loans) if any(one is loan for one in chain.loans))


def _loans() -> ModelSelect:
    return (
        Loan.select(Loan, Moped, Action, Person)
        .join(Moped)
        .join(Action)
        .switch(Loan)
        .join(Person)
        .order_by(Loan.person, Loan.departure, Action.code, Loan.id)
    )


def _chains(rows: list[Loan]) -> list[Chain]:
    known = {loan.moped.action_id: loan.moped.action.spec.park for loan in rows}
    parks = {id: park for id, park in known.items() if park}
    return list(_linked((loan for loan in rows if loan.moped.action_id in parks), parks))


def _linked(loans: Iterable[Loan], parks: dict[int, Park]) -> Iterator[Chain]:
    """The chains of ``loans``, given in order of person and departure; ``parks`` by action."""
    chain: list[Loan] = []
    until, gaps = today(), 0
    for loan in loans:
        follows = bool(chain) and chain[0].person_id == loan.person_id
        apart = (loan.departure - until).days if follows else 0
        if follows and apart < _park(chain, parks).chained_within:
            gaps += max(0, apart - 1)
            until = max(until, _end(loan))
        else:
            if chain:
                yield _chain(chain, until, gaps, parks)
            chain, gaps, until = [], 0, _end(loan)
        chain.append(loan)
    if chain:
        yield _chain(chain, until, gaps, parks)


def limits(first: Date, gaps: int, extensions: Iterable[Date], park: Park) -> tuple[Date, Date]:
    """The limit of a chain and its exceptional limit: months from the first departure plus the days of the gaps.

    ``extensions``: the days of the extensions with a motive and an accompanying professional; the latest counts, up to
    the exceptional limit and never below the usual one.
    """
    usual = plus_months(first, park.usual).add(days=gaps)
    exceptional = plus_months(first, park.exceptional).add(days=gaps)
    return max([usual, *(min(day, exceptional) for day in extensions)]), exceptional


def _chain(loans: list[Loan], until: Date, gaps: int, parks: dict[int, Park]) -> Chain:
    extensions = [
        loan.extended for loan in loans if loan.extended and loan.extension_reason.strip() and loan.professional.strip()
    ]
    limit, exceptional = limits(loans[0].departure, gaps, extensions, _park(loans, parks))
    running = any(loan.ended is None and loan.departure <= today() for loan in loans)
    return Chain(tuple(loans), limit, exceptional, until, running)


def _end(loan: Loan) -> Date:
    return loan.ended or max(today(), loan.departure)


def _park(loans: list[Loan], parks: dict[int, Park]) -> Park:
    return parks[loans[0].moped.action_id]
