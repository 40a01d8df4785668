"""The one place that knows what day it is."""

import os
import re
from functools import lru_cache

import pendulum
from pendulum import Date, DateTime

from config.refusal import Refusal

FIRST, LAST = 1900, 2999  # years: nothing recorded is before, and delays are counted from today both ways


class WrongDay(Refusal):
    """A day that does not exist; the message is a French sentence."""


def today() -> Date:
    """The day the program takes for today: ``ASSIDU_TODAY`` when set, else the machine's.

    Raises WrongDay when the variable is not a day of those years written AAAA-MM-JJ.
    """
    chosen = os.environ.get("ASSIDU_TODAY", "").strip()
    return _read(chosen) if chosen else pendulum.today().date()


@lru_cache(maxsize=16)
def _read(chosen: str) -> Date:
    try:
        if not re.fullmatch(r"[12]\d{3}-\d\d-\d\d", chosen, re.ASCII) or not FIRST <= int(chosen[:4]) <= LAST:
            raise ValueError
        return Date.fromisoformat(chosen)
    except ValueError:
        raise WrongDay(
            f"ASSIDU_TODAY : « {chosen[:40]} » n'est pas un jour de {FIRST} à {LAST} ; écrivez AAAA-MM-JJ, par exemple "
            "2026-03-31."
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
