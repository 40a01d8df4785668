"""Closing an action up to a day: its facts dated on or before then no longer change, until somebody reopens it."""

from dataclasses import dataclass

from pendulum import Date

from models.acts.act import Act
from models.acts.refusals import Refused
from models.days.clock import today
from models.duties.lists import Task
from models.figures.figures import figures
from models.french import wording
from models.returns import copies, prepared
from models.rules.checks import deviations
from models.rules.deviation import Deviation
from models.tables import Action, Closing, JournalEntry, JournalSubject

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
    return Look(action, start, until, prepared.lacking(action, start, until), found)


def closings(action: Action) -> list["Told"]:
    """The closings of an action, the latest first, those taken back included."""
    return [told(one) for one in Closing.select().where(Closing.action == action).order_by(Closing.id.desc())]


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
        refuse_day(action, until)
        computed = figures(action, action.start, until)
        held = copies.drawn(action, computed, action.start, until)
        closing = act.insert(Closing, action=action, until=until, signed=signed)
        copies.insert(act, action, copies.CLOSING, action.start, until, held)
        return closing


def refuse_day(action: Action, until: Date) -> None:
    """Raises Refused for a day an action cannot be closed up to."""
    if until > today():
        raise Refused(f"Le {wording.day(until)} n'est pas passé : clôturez au plus tard aujourd'hui.")
    if until < action.start:
        raise Refused(f"{action.code} commence le {wording.day(action.start)} : clôturez à partir de ce jour.")
    known = closed_until(action)
    if known is not None and known.until >= until:
        raise Refused(f"{action.code} est déjà clôturée jusqu'au {wording.day(known.until)}.")


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


@dataclass(frozen=True)
class Told:
    """A closing as the journal tells it: its last day, who answers for it, who closed and when; and who took it back,
    when and why ('' as long as it holds)."""

    until: Date
    signed: str
    closed_at: str
    closed_by: str
    reopened_at: str = ""
    reopened_by: str = ""
    reason: str = ""


def told(closing: Closing) -> Told:
    """A closing with who made it and who took it back."""
    query = JournalEntry.select(JournalEntry.at, JournalEntry.who).join(JournalSubject)
    own = query.where(JournalSubject.kind == "Closing", JournalSubject.record == closing.id)
    (at, who), *later = own.order_by(JournalEntry.id).tuples()
    reopened_at, reopened_by = later[-1] if closing.reopened and later else ("", "")
    return Told(closing.until, closing.signed, at, who, reopened_at, reopened_by, closing.reopened)


def told_lines(one: Told) -> list[str]:
    """A closing in French, a line for what was closed, another when it was taken back."""
    lines = [
        f"{wording.moment(one.closed_at)}, {one.closed_by} : clôture au {wording.day(one.until)}, "
        f"{one.signed} en répond"
    ]
    if one.reason:
        lines.append(f"{wording.moment(one.reopened_at)}, {one.reopened_by} : clôture levée ({one.reason})")
    return lines


def state(action: Action) -> str:
    """« clôturée jusqu'au … par … »; '' when the action is open."""
    known = closed_until(action)
    return f"clôturée jusqu'au {wording.day(known.until)} par {known.signed}" if known else ""


def states() -> dict[int, str]:
    """The same for every action that is closed, by action; one query."""
    found = Closing.select().where(Closing.reopened == "").order_by(Closing.until, Closing.id)
    return {one.action_id: f"clôturée jusqu'au {wording.day(one.until)} par {one.signed}" for one in found}


def missing_line(look: Look) -> str:
    """How much is missing."""
    return f"Il manque {wording.counted(len(look.missing), 'chose')} :" if look.missing else "Rien ne manque."


def deviations_line(look: Look) -> str:
    """How many deviations there are, errors first."""
    if not look.deviations:
        return "Aucun écart."
    counts = (("error", "erreur"), ("warning", "alerte"), ("info", "information"))
    said = [wording.counted(look.count(severity), word) for severity, word in counts if look.count(severity)]
    return f"{wording.counted(len(look.deviations), 'écart')} : {', '.join(said)}."
