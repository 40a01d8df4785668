"""A week at a glance: how many sessions each day, held or to come, and how long they last."""

from dataclasses import dataclass

from pendulum import Date

from models.french.folding import fold
from models.tables import Session
from models.terms.presence import state

DAYS = 7


@dataclass
class Day:
    """The sessions of a day that are not cancelled: held, still planned, and the ``minutes`` of them all."""

    day: Date
    held: int = 0
    planned: int = 0
    minutes: int = 0


def week_of(day: Date, trainer: str | None = None) -> list[Day]:
    """The seven days of the week of ``day``, from its Monday; only ``trainer``'s sessions when named. One query."""
    monday = day.subtract(days=day.weekday())
    days = [Day(monday.add(days=rank)) for rank in range(DAYS)]
    query = Session.select(Session.day, Session.start, Session.end, Session.trainer, state())
    wanted = fold(trainer) if trainer is not None else None
    for on, start, end, whose, told in query.where(Session.day.between(monday, days[-1].day)).tuples():
        if told == "annulée" or (wanted is not None and fold(whose) != wanted):
            continue
        one = days[on.weekday()]
        one.held += told == "tenue"
        one.planned += told != "tenue"
        one.minutes += end - start
    return days
