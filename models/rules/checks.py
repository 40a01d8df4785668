"""Every rule of a convention file checked against what is recorded."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from peewee import ModelSelect
from pendulum import Date

from config import schema
from models.figures.scope import Scope
from models.rules import (
    calendar,
    contacts,
    contracts,
    covered,
    driving,
    entry,
    exits,
    fleet,
    held,
    interviews,
    kept,
    modules,
    papers,
    plans,
    profiles,
    recorded,
    roll,
    same,
    signed,
    stays,
    steps,
)
from models.rules.deviation import Deviation
from models.tables import Action
from models.tables.written import written

Check = Callable[[Scope, Any], Iterable[Deviation]]
CHECKS: dict[type[schema.Rule], Check] = {
    schema.GroupSize: roll.group_size,
    schema.SessionLength: roll.session_length,
    schema.ParcoursLength: stays.parcours_length,
    schema.ActionLength: stays.action_length,
    schema.Exclusivity: stays.exclusivity,
    schema.MonthlyInterview: interviews.monthly_interview,
    schema.InterviewsInAll: interviews.interviews_in_all,
    schema.DocumentAfterEntry: stays.document_after_entry,
    schema.DocumentAfterExit: stays.document_after_exit,
    schema.VolumeCap: modules.volume_cap,
    schema.ModuleEligibility: modules.eligibility,
    schema.DocumentForSessions: modules.document_for_sessions,
    schema.EvaluationCap: driving.evaluation_cap,
    schema.ExamAttempts: driving.exam_attempts,
    schema.DrivingQuota: driving.driving_quota,
    schema.LoanLength: fleet.loan_length,
    schema.LoanExtension: fleet.loan_extension,
    schema.LoanAge: fleet.loan_age,
    schema.DocumentForLoan: fleet.document_for_loan,
    schema.LoanStep: fleet.document_for_loan,
    schema.ParkSize: fleet.park_size,
    schema.RenewableStay: steps.renewable_stay,
    schema.InterviewMoments: interviews.interview_moments,
    schema.MissingStep: steps.missing_step,
    schema.MissingContact: contacts.missing_contact,
    schema.ContactOfAction: contacts.contact_of_action,
    schema.YearlySession: held.yearly_session,
    schema.MissingSession: held.missing_session,
    schema.SessionInTime: held.session_in_time,
    schema.SessionByExit: held.session_by_exit,
    schema.ActionDates: stays.action_dates,
    schema.ContractLength: contracts.contract_length,
    schema.ContractRenewals: contracts.contract_renewals,
    schema.ContractSignatures: contracts.contract_signatures,
    schema.WeeklyHours: contracts.weekly_hours,
    schema.ContractAtEntry: covered.contract_at_entry,
    schema.ContractInTime: covered.contract_in_time,
    schema.ContractTooSoon: covered.contract_too_soon,
    schema.ContractOverlap: contracts.contract_overlap,
    schema.ContractThroughout: covered.contract_throughout,
    schema.ContractLapsed: covered.contract_lapsed,
    schema.WeeklyInterview: interviews.weekly_interview,
    schema.QuarterlyInterview: interviews.quarterly_interview,
    schema.StagedInterviews: interviews.staged_interviews,
    schema.MissingInterview: interviews.missing_interview,
    schema.MissingRecord: papers.missing_record,
    schema.RecordInTime: papers.record_in_time,
    schema.VariantInTime: papers.variant_in_time,
    schema.MissingOutcome: exits.missing_outcome,
    schema.ImmersionPapers: papers.immersion_papers,
    schema.MissingMotive: papers.missing_motive,
    schema.FollowUpDue: exits.follow_up_due,
    schema.ExitToQualify: exits.exit_to_qualify,
    schema.EntryPublic: entry.entry_public,
    schema.EntryAge: entry.entry_age,
    schema.EntryPlace: entry.entry_place,
    schema.EntryProject: entry.entry_project,
    schema.EntryLevel: entry.entry_level,
    schema.EntryLicence: entry.entry_licence,
    schema.EntryWith: entry.entry_with,
    schema.StayBeyond: entry.stay_beyond,
    schema.EntrySupport: fleet.entry_support,
    schema.TwoLoans: fleet.two_loans,
    schema.IncompleteProfile: profiles.incomplete_profile,
    schema.MissingPlan: plans.missing_plan,
    schema.PlanResults: plans.plan_results,
    schema.PlanAlone: plans.plan_alone,
    schema.PlanSphere: plans.plan_sphere,
    schema.DistanceFirst: plans.distance_first,
    schema.LiaisonComplete: plans.liaison_complete,
    schema.LiaisonOpinion: plans.liaison_opinion,
    schema.LiaisonAnswer: plans.liaison_answer,
}


def deviations(action: Action | None = None) -> list[Deviation]:
    """Every deviation of one action, or of all of them, in order of date: what is kept and still holds, and the rest
    worked out from the records.

    A deviation between two actions belongs to one of them; an exclusivity breach is shown for both.
    """
    found: dict[tuple[Any, ...], Deviation] = {}
    for place, several in kept.read(_looked(action), _worked_out):
        for one in several:
            if action is None or place != kept.BETWEEN or one.action == action.code:
                found.setdefault(one.key, one)
    return list(_in_order(found.values()))


def errors() -> int:
    """How many deviations, of all actions, are errors."""
    return sum(one.errors for one in _looked(None).values())


def _looked(action: Action | None) -> dict[int, kept.Held]:
    """What deviates in one action, or in each of them by code, then between them and beside."""
    actions = Action.select(Action.id, Action.code).order_by(Action.code).tuples()
    codes = dict(actions) if action is None else {action.id: action.code}
    return kept.look({**codes, kept.BETWEEN: ""}, _worked_out)


def _worked_out(place: int) -> list[Deviation]:
    """What deviates at a place, from the records."""
    if place == kept.BETWEEN:
        return [*roll.overlap(), *calendar.at_once(), *calendar.on_holidays(), *same.same_key(), *recorded.beside()]
    action = next(iter(_action.records(place)), None)
    if action is None:
        return []
    called = (*roll.not_called(action), *roll.half_called(action), *signed.sheet_missing(action))
    return [*_of_convention(action), *called, *recorded.record_limits(action)]


@written
def _action(number: Any) -> ModelSelect:
    return Action.select().where(Action.id == number)


def _of_convention(action: Action) -> Iterator[Deviation]:
    """What an action deviates from of the rules its convention asks for."""
    scope = Scope.whole(action)
    for rule in profiles.asked(scope):
        yield from CHECKS[type(rule)](scope, rule)


def _in_order(found: Iterable[Deviation]) -> Iterator[Deviation]:
    """By date, rule, action, subject and message; a day at a time, so that none of it takes long."""
    by_day: dict[Date, list[Deviation]] = defaultdict(list)
    for one in found:
        by_day[one.date].append(one)
    for day in sorted(by_day):
        yield from sorted(by_day[day], key=lambda one: (one.rule, one.action, one.subject, one.message))
