"""What counts as attended: *présent* or *retard*, in a session that is *tenue*; how long parcours and contracts run.

What makes a session *tenue* is written here alone: of plain values (``state_of``), in queries (``state``, ``held``).
"""

from collections.abc import Iterable
from typing import Any

from peewee import Case, Expression, ModelSelect, fn
from pendulum import Date

from models.days.clock import today
from models.tables import Action, Attendance, Contract, Parcours, Session

ATTENDED = ("présent", "retard")
REJECTED = "rejeté"
NOT_MADE = ("en préparation", REJECTED)  # a contract in one of these states binds nobody


def attended(action: Any, natures: Iterable[str], channels: tuple[str, ...] = ()) -> ModelSelect:
    """Attendances (présent or retard) in the sessions held, of these natures, of an action.

    ``channels``: by one of these (any when empty); '' among them is a channel that is not noted (reading G3).
    """
    query = (
        Attendance.select()
        .join(Session)
        .where(
            Session.action == action,
            Session.nature.in_(list(natures)),
            held(),
            Attendance.status.in_(ATTENDED),
        )
    )
    return query.where(Session.channel.in_(list(channels))) if channels else query


def attended_minutes() -> Expression:
    """The minutes an attendance counts: those typed, else the session's length."""
    return fn.COALESCE(Attendance.minutes, Session.end - Session.start)


def state_of(said: str | None, day: Date, marked: bool, today: Date) -> str:
    """What a session amounts to: 'prévue', 'tenue' or 'annulée'.

    ``said`` is what was recorded of it, '' or None for nothing; ``marked``: somebody is marked other than *prévu*.
    """
    if said in ("tenue", "annulée"):
        return said
    return "tenue" if marked and day <= today else "prévue"


def state() -> Expression:
    """The same in a query about sessions."""
    said = Session.state.in_(["tenue", "annulée"])
    return Case(None, [(said, Session.state), ((Session.day <= today()) & called(), "tenue")], "prévue")


def held() -> Expression:
    """The same in a query about marks, where somebody is marked: whether the session is *tenue*."""
    return (Session.state == "tenue") | (Session.state.in_(["", "prévue"]) & (Session.day <= today()))


def called() -> Expression:
    """Somebody is marked in the session, other than *prévu*."""
    marks = Attendance.alias()
    return fn.EXISTS(marks.select(marks.id).where(marks.session == Session.id, marks.status != "prévu"))


def uncalled() -> Expression:
    """A session not cancelled in which nobody is marked: once its day has come, its roll is to be called."""
    return (Session.state != "annulée") & ~called()


def open_until(action: Action) -> Expression:
    """The last day of a parcours as text: its exit, or without one the action's end."""
    return fn.COALESCE(Parcours.exit, action.end.isoformat())


def gone(stay: Parcours, today: Date) -> bool:
    """Whether the person of this parcours has left, by ``today``."""
    return stay.exit is not None and stay.exit <= today


def contract_last_day() -> Expression:
    """The last day of a contract as text, its end or the day it was broken; 9999-12-31 without either."""
    end, broken = (fn.COALESCE(column, "9999-12-31") for column in (Contract.end, Contract.broken))
    return Case(None, [(broken < end, broken)], end)


def made() -> Expression:
    """Whether a contract is more than being prepared, and not turned down."""
    return Contract.status.not_in(NOT_MADE)
