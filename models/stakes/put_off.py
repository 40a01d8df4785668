"""A stake put off to a day, with its motive: out of the list until then, never deleted."""

from pendulum import Date

from models.acts.refusals import Refused
from models.days.clock import today
from models.french import wording
from models.registers import motives
from models.registers.motives import Line
from models.stakes.stake import Stake
from models.tables import Motive

ABOUT = "enjeu"


def put_off(one: Stake, until: Date, motive: str, *, who: str) -> Motive:
    """Puts a stake off until a day, on which it is back. Raises Refused without a motive, and for a day not to come."""
    if until <= today():
        raise Refused("Un enjeu se reporte à un jour à venir : écrivez une date après aujourd'hui.")
    told = f"Enjeu reporté au {wording.day(until)} : {one.message}"
    return motives.give(line_of(one), motive, told=told, who=who, until=until)


def take_back(one: Stake, *, who: str) -> None:
    """Puts a stake back in the list at once. Raises Refused when it was not put off."""
    motives.take_back(line_of(one), told=f"Enjeu remis dans la liste : {one.message}", who=who)


def line_of(one: Stake) -> Line:
    """What tells a stake apart from one day to the next."""
    return Line(ABOUT, one.kind, one.table, one.record, one.date, one.part)
