"""The one place that knows what day it is."""

import os

import pendulum
from pendulum import Date, DateTime

from config.refusal import Refusal


class WrongDay(Refusal):
    """A day that does not exist; the message is a French sentence."""


def today() -> Date:
    """The day the program takes for today: ``ASSIDU_TODAY`` when set, else the machine's.

    Raises WrongDay when the variable is not a day written AAAA-MM-JJ.
    """
    chosen = os.environ.get("ASSIDU_TODAY", "").strip()
    if not chosen:
        return pendulum.today().date()
    try:
        return Date.fromisoformat(chosen)
    except ValueError:
        raise WrongDay(
            f"ASSIDU_TODAY : « {chosen} » n'est pas un jour ; écrivez AAAA-MM-JJ, par exemple 2026-03-31."
        ) from None


def seconds_to_midnight() -> float:
    """How long the machine's day still lasts."""
    moment = pendulum.now()
    return (moment.add(days=1).start_of("day") - moment).total_seconds()


def now() -> DateTime:
    """The moment an act is recorded at: the machine's time, on the day taken for today."""
    moment = pendulum.now().replace(microsecond=0)
    day = today()
    return moment.set(year=day.year, month=day.month, day=day.day)
