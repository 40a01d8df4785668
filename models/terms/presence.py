"""What counts as attended: *présent* or *retard*, in a session that is *tenue*; how long parcours and contracts run."""

from collections.abc import Iterable

from peewee import Case, Expression, ModelSelect, fn
from pendulum import Date

from models.days.clock import today
from models.tables import Action, Attendance, Contract, Parcours, Session

ATTENDED = ("présent", "retard")
NOT_MADE = ("en préparation", "rejeté")  # a contract in one of these states binds nobody


def attended(action: Action, natures: Iterable[str], channels: tuple[str, ...] = ()) -> ModelSelect:
    """Attendances (présent or retard) in the sessions held, of these natures, of an action.

    ``channels``: by one of these; a session whose channel is not noted counts (reading G3).
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
    return query.where(Session.channel.in_(["", *channels])) if channels else query


def attended_minutes() -> Expression:
    """The minutes an attendance counts: those typed, else the session's length."""
    return fn.COALESCE(Attendance.minutes, Session.end - Session.start)


def called() -> Expression:
    """Somebody is marked in the session, other than *prévu*."""
    marks = Attendance.alias()
    return fn.EXISTS(marks.select(marks.id).where(marks.session == Session.id, marks.status != "prévu"))


def held() -> Expression:
    """A session that is *tenue*, given that somebody is marked in it."""
    return (Session.state == "tenue") | (Session.state.in_(["", "prévue"]) & (Session.day <= today()))


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
