"""Closing an action up to a day: its facts dated on or before then no longer change, until somebody reopens it."""

from pendulum import Date

from models import wording
from models.clock import today
from models.journal import Act, Refused
from models.tables import Action, Closing


def closed_until(action: Action) -> Closing | None:
    """The closing in force, the latest day closed; None when the action is open."""
    query = Closing.select().where(Closing.action == action, Closing.reopened == "")
    return query.order_by(Closing.until.desc(), Closing.id.desc()).first()


def close(action: Action, until: Date, signed: str, *, who: str) -> Closing:
    """Closes an action up to ``until``, that day in it, under the name of who answers for it.

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
        return act.insert(Closing, action=action, until=until, signed=signed)


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
