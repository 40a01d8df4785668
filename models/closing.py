"""Closing an action up to a day: its facts dated on or before then no longer change, until somebody reopens it."""

from dataclasses import dataclass

from pendulum import Date

from models import freezing, returns, wording
from models.clock import today
from models.duties import Task
from models.indicators import figures
from models.journal import Act, Refused
from models.rules import Deviation, deviations
from models.tables import Action, Closing

SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True)
class Look:
    """What to read before closing an action: the days the closing adds, what is missing and what deviates in them."""

    action: Action
    start: Date
    until: Date
    missing: list[Task]
    deviations: list[Deviation]

    def count(self, severity: str) -> int:
        """How many deviations are of a severity."""
        return sum(one.severity == severity for one in self.deviations)


def look(action: Action, until: Date) -> Look:
    """What is missing and what deviates from the day after the last closing (or the action's first day) to ``until``:
    deviations by severity, errors first."""
    known = closed_until(action)
    start = action.start if known is None else min(known.until.add(days=1), until)
    found = [one for one in deviations(action) if start <= one.date <= until]
    found.sort(key=lambda one: (SEVERITIES.index(one.severity), one.date))
    return Look(action, start, until, returns.lacking(action, start, until), found)


def history(action: Action) -> list[Closing]:
    """The closings of an action, the latest first, those taken back included: who closed it is ``recorded_by`` until
    somebody reopens it."""
    return list(Closing.select().where(Closing.action == action).order_by(Closing.id.desc()))


def closed_until(action: Action) -> Closing | None:
    """The closing in force, the latest day closed; None when the action is open."""
    query = Closing.select().where(Closing.action == action, Closing.reopened == "")
    return query.order_by(Closing.until.desc(), Closing.id.desc()).first()


def close(action: Action, until: Date, signed: str, *, who: str) -> Closing:
    """Closes an action up to ``until``, that day in it, under the name of who answers for it; keeps its figures.

    Raises Refused for a day after today, before the action, or already closed, and without a name.
    """
    signed = " ".join(signed.split())
    with Act("close", f"{action.code} : clôturée jusqu'au {wording.day(until)} par {signed}", who) as act:
        if not signed:
            raise Refused("Une clôture porte le nom de qui en répond : écrivez-le.")
        if until > today():
            raise Refused(f"Le {wording.day(until)} n'est pas passé : clôturez au plus tard aujourd'hui.")
        if until < action.start:
            raise Refused(f"{action.code} commence le {wording.day(action.start)} : clôturez à partir de ce jour.")
        known = closed_until(action)
        if known is not None and known.until >= until:
            raise Refused(f"{action.code} est déjà clôturée jusqu'au {wording.day(known.until)}.")
        computed = figures(action, action.start, until)
        held = freezing.drawn(action, computed, action.start, until)
        closing = act.insert(Closing, action=action, until=until, signed=signed)
        freezing.insert(act, action, freezing.CLOSING, action.start, until, held)
        return closing


def reopen(action: Action, reason: str, *, who: str) -> Closing:
    """Takes back the closing in force, with the reason; an earlier one is in force again. Returns the one taken back.

    Raises Refused without a reason, or when the action is not closed.
    """
    reason = " ".join(reason.split())
    with Act("reopen", "", who) as act:
        if not reason:
            raise Refused("Une réouverture demande son motif : écrivez-le en quelques mots.")
        found = closed_until(action)
        if found is None:
            raise Refused(f"{action.code} n'est pas clôturée.")
        act.sentence = f"{action.code} : clôture au {wording.day(found.until)} levée ({reason})"
        act.update(found, reopened=reason)
    return found
