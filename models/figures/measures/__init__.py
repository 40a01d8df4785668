"""The measures by kind of indicator, and what a rate counts below the line."""

from config import schema
from models.figures.measures import delays, evaluations, leaving, means, people, plans, registers, roll
from models.figures.measures.base import Measure, Rows
from models.figures.measures.means import in_park_until, moped_targets, park_days, park_target

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
    schema.Present: people.present,
    schema.MonthEnds: people.month_ends,
    schema.PlaceDays: people.place_days,
    schema.Entries: people.entries,
    schema.Exits: leaving.exits,
    schema.Trained: leaving.trained,
    schema.JobStarts: leaving.job_starts,
    schema.Contracts: registers.contracts,
    schema.Steps: registers.steps,
    schema.ObstaclesLifted: registers.obstacles_lifted,
    schema.Accesses: registers.accesses,
    schema.Introductions: registers.introductions,
    schema.Projects: registers.projects,
    schema.Immersions: registers.immersions,
    schema.Prescriptions: registers.prescriptions,
    schema.Evaluated: evaluations.evaluated,
    schema.Progressions: evaluations.progressions,
    schema.ServedPeriods: roll.served_periods,
    schema.InTime: delays.in_time,
    schema.PlanLines: plans.plan_lines,
    schema.DistanceScales: plans.distance_scales,
    schema.ContractsPreceded: plans.contracts_preceded,
    schema.Liaisons: plans.liaisons,
}

DENOMINATORS: dict[type[schema.Indicator], Measure] = {
    schema.ExamSuccesses: registers.presented,
    schema.FollowUps: leaving.gone_long_enough,
    schema.DocumentHolders: registers.meant_to_hold,
    schema.Trained: leaving.to_train,
    schema.ObstaclesLifted: registers.obstacles_closed,
    schema.Progressions: evaluations.evaluated_twice,
    schema.ServedPeriods: roll.full_periods,
    schema.InTime: delays.due,
    schema.DistanceScales: plans.progress_base,
    schema.ContractsPreceded: plans.to_precede,
    schema.Liaisons: plans.to_answer,
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
