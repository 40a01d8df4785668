"""What a loan of a moped cannot be: plain data in, one French sentence per faulty loan out.

Used for one loan made in the application and for thousands taken over at once.
"""

from bisect import bisect_left, insort
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field

from pendulum import Date

from config.schema import Convention
from models.acts.limits import Dates, Limit, Values, outside
from models.french.wording import day as say_day


@dataclass(frozen=True)
class Stay:
    """A moped's days in the park: from ``start`` to ``retired``, or without it to the action's ``end``."""

    plate: str
    start: Date
    retired: Date | None
    end: Date

    @property
    def last(self) -> Date:
        return self.retired or self.end


@dataclass(frozen=True, order=True)
class Span:
    """A loan as plain data: ``key`` finds it again. ``new`` is false for what is already recorded: it is never found at
    fault, what is added to it is."""

    departure: Date
    due: Date = field(compare=False)
    ended: Date | None = field(default=None, compare=False)
    extended: Date | None = field(default=None, compare=False)
    key: Hashable = field(default=None, compare=False)
    new: bool = field(default=True, compare=False)

    @property
    def promised_to(self) -> Date:
        """The last day the moped is its borrower's: the loan's end, or while it is open the day it is due."""
        return self.ended or max(day for day in (self.departure, self.due, self.extended) if day)


Stop = tuple[Date, Date | None]
"""Days on which a moped is immobilised, both in it; None: still."""


def faults(stay: Stay, loans: Iterable[Span], downtimes: Iterable[Stop], today: Date) -> dict[Hashable, str]:
    """The loans of one moped that cannot be, by key: one French sentence each.

    Two loans share at most the day one is returned and the other departs; a loan lies within the days of the park (an
    open one may run past the action's end) and does not depart on a day of downtime; nothing is returned before its
    departure nor after today.
    """
    found: dict[Hashable, str] = {}
    downtimes = list(downtimes)
    loans = list(loans)
    kept: list[Span] = sorted(loan for loan in loans if not loan.new)
    for loan in sorted(loan for loan in loans if loan.new):
        said = alone(stay, loan, downtimes, today) or _crossing(stay, loan, kept, today)
        if said:
            found[loan.key] = said
        else:
            insort(kept, loan)
    return found


def moped(values: Values, spec: Convention | None, action: Dates | None) -> Iterator[Limit]:
    """The limits of a moped: a convention without a park, a retirement before the service; in doubt, days outside the
    action."""
    start, retired = values.get("in_service"), values.get("retired")
    if spec is not None and spec.park is None:
        yield Limit("action", f"La convention {spec.id} n'a pas de parc de cyclomoteurs.")
    if start is not None and retired is not None and retired < start:
        told = f"retrait du {say_day(retired)} avant la mise en service du {say_day(start)}"
        yield Limit("retired", f"{values.get('plate')} : {told}.")
    yield from outside("in_service", start, action)
    yield from outside("retired", retired, action)


def loan(plate: str, values: Values, today: Date, action: Dates | None = None) -> Iterator[Limit]:
    """The limits of the days of a loan: before its departure, or a return to come; in doubt, outside the action."""
    departure, ended = values.get("departure"), values.get("ended")
    if departure is not None:
        out = say_day(departure)
        if ended is not None and ended < departure:
            told = f"retour du {say_day(ended)} avant le départ du {out} ; corrigez l'une des deux dates."
            yield Limit("ended", f"{plate} : {told}")
        if ended is not None and ended > today:
            told = f"retour du {say_day(ended)} après aujourd'hui ; un retour se note quand il a eu lieu."
            yield Limit("ended", f"{plate} : {told}")
        for name, what in (("due", "retour prévu"), ("extended", "prolongation")):
            given = values.get(name)
            if given is not None and given < departure:
                told = f"{what} du {say_day(given)} avant le départ du {out} ; corrigez l'une des deux dates."
                yield Limit(name, f"{plate} : {told}")
    yield from _ending(plate, values)
    yield from outside("departure", departure, action)
    yield from outside("ended", ended, action)


def _ending(plate: str, values: Values) -> Iterator[Limit]:
    """How a loan ended, without the day; in doubt, a complaint of a loan that ended by neither theft nor loss."""
    ending = values.get("ending")
    if ending and values.get("ended") is None:
        yield Limit("ending", f"{plate} : « {ending} » demande le jour de la fin du prêt ; donnez les deux.")
    if values.get("complaint") and ending not in ("vol", "perte"):
        yield Limit("complaint", "Une plainte, pour un prêt qui ne finit ni par un vol ni par une perte.", "doubt")


def due(day: Date, limit: Date) -> Iterator[Limit]:
    """The doubt of a planned return past the last day its borrower may keep a moped (annexe 3, §4)."""
    if day > limit:
        yield Limit("due", f"Le retour prévu dépasse la limite du {say_day(limit)}.", "doubt")


def twice(loan: Span, others: Iterable[tuple[str, Span]], today: Date) -> Iterator[Limit]:
    """The doubt of a loan beside those of other mopeds to the same person, by plate: two at once. One handed back the
    day the other departs follows it (reading E-36)."""
    for plate, other in others:
        first, second = sorted((loan, other))
        if second.departure < first.promised_to or _not_back(first, second, today):
            told = (
                f"Cette personne a aussi {plate} à partir du {say_day(other.departure)} : deux cyclomoteurs à la fois."
            )
            yield Limit("person", told, "doubt")


def downtime(plate: str, values: Values, action: Dates | None) -> Iterator[Limit]:
    """The limits of a downtime by itself: an end before its start; in doubt, days outside the action."""
    start, end = values.get("start"), values.get("end")
    if start is not None and end is not None and end < start:
        told = f"remise en état du {say_day(end)} avant l'immobilisation du {say_day(start)}"
        yield Limit("end", f"{plate} : {told}.")
    yield from outside("start", start, action)
    yield from outside("end", end, action)


def beside(plate: str, start: Date, end: Date | None, others: Iterable[Stop]) -> Iterator[Limit]:
    """The limits of a downtime next to the others of its moped: a day in both."""
    for first, last in others:
        if (end is None or first <= end) and (last is None or start <= last):
            told = f"{plate} est déjà immobilisé du {say_day(first)} : corrigez cette immobilisation."
            yield Limit("start", told, "warning")


def alone(stay: Stay, span: Span, downtimes: list[Stop], today: Date) -> str:
    """What is wrong with a loan whatever the other loans, in one French sentence, or nothing."""
    days = {name: getattr(span, name) for name in ("departure", "due", "ended", "extended")}
    if dated := next(loan(stay.plate, days, today), None):
        return dated.sentence
    out = say_day(span.departure)
    last = span.ended or (max(today, span.departure) if stay.retired else span.departure)
    if span.departure < stay.start:
        begun = say_day(stay.start)
        return f"{stay.plate} : départ du {out} avant la mise en service du {begun} ; corrigez l'une des deux dates."
    if last > stay.last:
        what = "retrait" if stay.retired else "fin de l'action"
        when = f"prêté le {out}" if span.departure > stay.last else f"prêté jusqu'au {say_day(last)}"
        return f"{stay.plate} : {when}, après la date de {what} ({say_day(stay.last)}) ; corrigez l'une des deux."
    for start, end in downtimes:
        if start <= span.departure and (end is None or span.departure <= end):
            until = f"au {say_day(end)}" if end else "à sa remise en route, pas encore notée"
            return f"{stay.plate} : départ du {out} alors qu'il est immobilisé du {say_day(start)} {until}."
    return ""


def _crossing(stay: Stay, loan: Span, others: list[Span], today: Date) -> str:
    """What is wrong with a loan next to the others of the same moped, in order of departure; or nothing."""
    rank = bisect_left(others, loan)
    if rank < len(others):
        after = others[rank]
        if after.departure == loan.departure:
            return (
                f"{stay.plate} : déjà un prêt au départ du {say_day(loan.departure)} ; corrigez celui qui est en place."
            )
        if loan.promised_to > after.departure or _not_back(loan, after, today):
            return _shared(stay, after, loan)
    if rank:
        before = others[rank - 1]
        if before.promised_to > loan.departure or _not_back(before, loan, today):
            return _shared(stay, before, loan)
    return ""


def _not_back(first: Span, second: Span, today: Date) -> bool:
    """The second has left and the first is still out: no return makes that day a hand-over."""
    return first.ended is None and second.departure <= today


def _shared(stay: Stay, other: Span, loan: Span) -> str:
    span = (
        f"du {say_day(other.departure)} au {say_day(other.ended)}"
        if other.ended
        else (f"parti le {say_day(other.departure)} et pas encore rendu")
    )
    return (
        f"{stay.plate} : le prêt du {say_day(loan.departure)} chevauche celui {span} ; "
        "notez d'abord le retour, ou corrigez les dates."
    )
