"""Measures of what happens in sessions: held, attended, for how long; and the hours worked."""

from collections.abc import Iterable

from peewee import ModelSelect, fn

from config import schema
from models.measures.base import Rows
from models.presence import ATTENDED, attended_minutes, held
from models.scope import Scope
from models.tables import Attendance, Person, Session, WorkedHours


def attended(scope: Scope, natures: Iterable[str]) -> ModelSelect:
    """Attendances (présent or retard) in sessions held of these natures dated in the period."""
    return (
        Attendance.select()
        .join(Session)
        .where(
            Session.action == scope.action,
            Session.nature.in_(list(natures)),
            Session.day.between(scope.start, scope.end),
            held(),
            Attendance.status.in_(ATTENDED),
        )
    )


def sessions(scope: Scope, indicator: schema.Sessions) -> Rows:
    """Sessions held with at least one person attending, each once (G5)."""
    somebody = fn.EXISTS(Attendance.select(1).where(Attendance.session == Session.id, Attendance.status.in_(ATTENDED)))
    query = Session.select().where(
        Session.action == scope.action,
        Session.nature.in_(list(indicator.natures)),
        Session.day.between(scope.start, scope.end),
        held(),
        somebody,
    )
    return Rows(Session, query)


def attendances(scope: Scope, indicator: schema.Attendances) -> Rows:
    """Attendances in sessions held."""
    query = attended(scope, indicator.natures)
    return Rows(Attendance, query)


def attended_hours(scope: Scope, indicator: schema.AttendedHours) -> Rows:
    """Minutes attended, by participant."""
    query = attended(scope, indicator.natures).switch(Attendance).join(Person)
    return Rows(Attendance, query, Person.code, attended_minutes())


def worked_hours(scope: Scope, indicator: schema.WorkedHoursTotal) -> Rows:
    """Minutes worked in the months that fall wholly or partly in the period, by participant."""
    query = (
        WorkedHours.select()
        .join(Person)
        .where(
            WorkedHours.action == scope.action,
            WorkedHours.month.between(scope.start.format("YYYY-MM"), scope.end.format("YYYY-MM")),
        )
    )
    return Rows(WorkedHours, query, Person.code, WorkedHours.minutes)


def payable_minutes(scope: Scope, indicator: schema.PayableAmount) -> Rows:
    """Payable minutes of one nature, session by session up to what is left under the cap (``models.payable``)."""
    return Rows(
        Attendance,
        [
            (hour.attendance, hour.person, hour.payable)
            for hour in scope.hours
            if hour.nature == indicator.nature and scope.start <= hour.day <= scope.end
        ],
    )
