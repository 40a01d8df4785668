"""The measures by kind of indicator, and what a rate counts below the line."""

from config import schema
from models.measures import leaving, means, people, registers, roll
from models.measures.base import Measure, Rows
from models.measures.means import in_park_until, moped_targets, park_days, park_target

MEASURES: dict[type[schema.Indicator], Measure] = {
    schema.Persons: people.persons,
    schema.Sessions: roll.sessions,
    schema.Attendances: roll.attendances,
    schema.AttendedHours: roll.attended_hours,
    schema.WorkedHoursTotal: roll.worked_hours,
    schema.PayableAmount: roll.payable_minutes,
    schema.ExamSuccesses: registers.exam_successes,
    schema.ValidatedProjects: registers.validated_projects,
    schema.DocumentHolders: registers.document_holders,
    schema.FollowUps: leaving.follow_ups,
    schema.LoanDays: means.loan_days,
    schema.Mopeds: means.mopeds,
}

DENOMINATORS: dict[type[schema.Indicator], Measure] = {
    schema.ExamSuccesses: registers.presented,
    schema.FollowUps: leaving.gone_long_enough,
}

__all__ = [
    "DENOMINATORS",
    "MEASURES",
    "Measure",
    "Rows",
    "in_park_until",
    "moped_targets",
    "park_days",
    "park_target",
]
