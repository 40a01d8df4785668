"""Mopeds: the days aimed at a year that will not be lent, by what is lent, promised and still free."""

from collections.abc import Iterator
from math import ceil

from pendulum import Date

from models.days.clock import today
from models.french import wording
from models.park.year import MopedYear, year
from models.stakes.stake import Stake
from models.tables import Action


def stakes(action: Action) -> Iterator[Stake]:
    """The days short of the year's aim, moped by moped: those that can no longer be lent, and those of an idle one that
    still can. Nothing where the convention has no park."""
    if action.spec.park is None:
        return
    now = today()
    for one in year(action, now.year).mopeds:
        ahead = one.states[now.day_of_year :]
        promised, free = ahead.count("promis"), ahead.count("libre")
        aim = ceil(one.aim)
        wanted = aim - one.days - promised
        done = f"{wording.counted(one.days, 'jour')} sur {wording.counted(aim, 'visé')}"
        booked = f" et {promised} promis" if promised else ""
        last = min(action.end, Date(now.year, 12, 31))
        if wanted > free:
            told = f"{done}{booked} : {wording.counted(wanted - free, 'jour')} ne {_can(wanted - free)} plus se faire"
            yield _of(action, one, "jours perdus", told, "", last, wanted - free, lost=True)
        if wanted > 0 and free and one.running() is None:
            idle = _idle(one, now)
            told = f"{idle}, {done}{booked} : {wording.counted(min(wanted, free), 'jour')} à prêter d'ici le "
            told += f"{wording.day(last)}, {wording.counted(free, 'jour libre', 'jours libres')}"
            act = "remettez-le en route, puis prêtez-le" if one.stopped() else "prêtez-le"
            yield _of(action, one, "cyclomoteur sans prêt", told, act, last, min(wanted, free))


def _can(days: int) -> str:
    return "peut" if days == 1 else "peuvent"


def _idle(one: MopedYear, now: Date) -> str:
    """Since when nobody has it."""
    stop = one.stopped()
    if stop is not None:
        return f"immobilisé depuis le {wording.day(stop.start)}"
    ended = [loan.ended for loan in one.loans if loan.ended is not None]
    since = max(ended, default=None)
    return f"sans prêt depuis le {wording.day(since)}" if since else "jamais prêté"


def _of(
    action: Action, one: MopedYear, kind: str, told: str, act: str, date: Date, days: int, *, lost: bool = False
) -> Stake:
    plate = one.moped.plate
    given = (action.code, plate, "Moped", one.moped.id, date)
    return Stake(kind, f"{plate} ({action.code}) : {told}", act, *given, quantity=days, unit="jour", lost=lost)
