"""The periods of an action's returns to the Département, and by which day each is to be handed in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pendulum import Date

from config.schema import Return
from models.acts.refusals import Refused
from models.days.clock import today
from models.days.months import plus_months
from models.duties.watch import Watch
from models.french import wording
from models.french.comparing import one_of, tidy
from models.tables import Action, HandedIn

MONTHS = {"mois": 1, "trimestre": 3, "année": 12}
KEYS = {
    "mois": (r"(\d{4})-(\d{2})", "AAAA-MM, par exemple 2026-03"),
    "trimestre": (r"(\d{4})-[Tt]([1-4])", "AAAA-TN, par exemple 2026-T1"),
    "année": (r"(\d{4})", "AAAA, par exemple 2026"),
}
STATES = ("à venir", "facultatif", "à remettre", "en retard", "remis")


@dataclass(frozen=True)
class Period:
    """The period a return of an action is about, from ``start`` to ``end``, both in it.

    ``first`` is the day it is known by: the first of the month, quarter or year, or of the action. ``due`` is the last
    day to hand it in, None when no day is stated; ``handed`` the day it was, None until then.
    """

    action: Action
    of: Return
    first: Date
    end: Date
    due: Date | None
    handed: Date | None = None

    @property
    def start(self) -> Date:
        """The first day it is about: that of the action for one stopped at the end of a year (reading E-32)."""
        return self.action.start if self.of.stopped else self.first

    @property
    def name(self) -> str:
        """*mars 2026*, *1er trimestre 2026*, *2026*, or *du … au …* for the whole action."""
        return name_of(self.of, self.first, self.end)

    @property
    def key(self) -> str:
        """How the period is typed: *2026-03*, *2026-T1*, *2026*; *final* for the whole action."""
        if self.of.every == "mois":
            return self.first.isoformat()[:7]
        if self.of.every == "trimestre":
            return f"{self.first.year}-T{self.first.quarter}"
        return str(self.first.year) if self.of.every == "année" else "final"

    @property
    def state(self) -> str:
        """One of STATES, today."""
        day = today()
        if self.handed:
            return "remis"
        if day <= self.end:
            return "à venir"
        if self.of.stopped:
            return "facultatif"
        return "en retard" if self.due and self.due < day else "à remettre"


def name_of(of: Return, first: Date, end: Date) -> str:
    """How the period of a return is called."""
    if of.every == "mois":
        return wording.month(first.isoformat()[:7])
    if of.every == "trimestre":
        return f"{wording.ordinal(first.quarter)} trimestre {first.year}"
    return str(first.year) if of.every == "année" else f"du {wording.day(first)} au {wording.day(end)}"


def due_day(of: Return, end: Date) -> Date | None:
    """The last day to hand in a return about a period that ends on ``end``.

    Day N of the month after it, a working day or not (reading 59-12), or so many months after it, de date à date
    (reading 49-02: the last day of February after 31 December). None when the convention states no day.
    """
    if of.day is not None:
        month = end.start_of("month").add(months=1)
        return min(month.add(days=of.day - 1), month.end_of("month"))
    return None if of.within is None else plus_months(end, of.within)


def periods(action: Action, of: Return) -> list[Period]:
    """The periods of a return, clipped to the action, in order, with the day each was handed in; one query."""
    handed = HandedIn.select(HandedIn.start, HandedIn.day).where(HandedIn.action == action, HandedIn.code == of.code)
    return list(_cut(action, of, dict(handed.tuples())))


def calendar(watch: Watch) -> Iterator[Period]:
    """Every period of every return of these actions that is to be handed in; one query."""
    query = HandedIn.select(HandedIn.action, HandedIn.code, HandedIn.start, HandedIn.day)
    handed: dict[tuple[int, str], dict[Date, Date]] = {}
    for action, code, start, day in query.where(HandedIn.action.in_(list(watch.actions))).tuples():
        handed.setdefault((action, code), {})[start] = day
    for id, action in watch.actions.items():
        for of in (one for one in watch.spec(id).returns if not one.stopped):
            yield from _cut(action, of, handed.get((id, of.code), {}))


def _cut(action: Action, of: Return, handed: dict[Date, Date]) -> Iterator[Period]:
    first = action.start
    while first <= action.end:
        first, end = around(of, first, action.start, action.end)
        yield Period(action, of, first, end, due_day(of, end), handed.get(first))
        first = end.add(days=1)


def around(of: Return, day: Date, start: Date, end: Date) -> tuple[Date, Date]:
    """The first and last day of the period of a return that ``day`` is in: its calendar month, quarter or year, in an
    action from ``start`` to ``end``."""
    months = MONTHS.get(of.every)
    if months is None:
        return start, end
    first = Date(day.year, (day.month - 1) // months * months + 1, 1)
    return max(start, first), min(end, first.add(months=months).subtract(days=1))


def asked(action: Action, every: str, key: str, code: str = "") -> Period:
    """The period typed as ``key`` (see KEYS; anything for the whole action) of the first return of this frequency.

    ``code`` names one of several returns of the same frequency. Raises Refused, naming those the convention has.
    """
    code = one_of(code, (of.code for of in action.spec.returns))
    having = [of for of in action.spec.returns if of.every == every and code in ("", of.code)]
    if not having:
        raise Refused(_not_one_of(action, every, code))
    found = periods(action, having[0])
    key = tidy(key)
    if every in KEYS:
        pattern, example = KEYS[every]
        if not (typed := re.fullmatch(pattern, key)) or (every == "mois" and not 1 <= int(typed[2]) <= 12):
            raise Refused(f"« {key} » n'est pas {_A[every]} : écrivez {example}.")
        found = [period for period in found if period.key == key.upper()]
    if not found:
        dates = f"du {wording.day(action.start)} au {wording.day(action.end)}"
        raise Refused(f"{key} est hors de l'action {action.code}, qui va {dates} : donnez une période de l'action.")
    return found[0]


_A = {"mois": "un mois", "trimestre": "un trimestre", "année": "une année", "action": "la fin de l'action"}
_OPTIONS = {"mois": "--month", "trimestre": "--quarter", "année": "--year", "action": "--final"}


def _not_one_of(action: Action, every: str, code: str) -> str:
    kind = f"« {code} »" if code else {"action": "de fin d'action"}.get(every, f"pour {_A[every]}")
    known = action.spec.returns
    if not known:
        return f"La convention « {action.spec.title} » ne demande aucun rapport : utilisez « assidu export »."
    listed = " ; ".join(f"{of.label} ({_OPTIONS[of.every]})" for of in known)
    return f"La convention « {action.spec.title} » n'a pas de rapport {kind} ; elle a : {listed}."
