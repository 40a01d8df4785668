"""When a contact made months after an exit counts: what it runs from, and from which day on (reading E-03)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Literal

from pendulum import Date

from config.schema import Convention, FollowUpDue, FollowUps
from models.days.months import plus_months
from models.tables import Job
from models.terms.exits import JOB

Since = Literal["sortie", "emploi"]
Jobs = Mapping[tuple[int, int], list[tuple[Date, Date | None]]]
"""The first and last day of the jobs of each person in each action (by numbers), in order of start."""


def asked(spec: Convention, months: int | None) -> tuple[Since, int] | None:
    """What the contact of so many months runs from in a convention, and from how many days before they are over it
    counts; None when the convention asks for none."""
    wanted = (*spec.indicator, *spec.rule)
    found = (one for one in wanted if isinstance(one, FollowUps | FollowUpDue) and one.months == months)
    return next(((one.since, int(one.early)) for one in found), None)


def counts_from(origin: Date, months: int, early: int) -> Date:
    """The first day on which a contact counts as made ``months`` after ``origin``: ``early`` days before they are over.
    It has no last day."""
    return plus_months(origin, months).subtract(days=early)


def jobs_of(actions: Iterable[int]) -> Jobs:
    """The jobs noted in these actions, in one query."""
    found: dict[tuple[int, int], list[tuple[Date, Date | None]]] = defaultdict(list)
    query = Job.select(Job.action, Job.person, Job.start, Job.end).where(Job.action.in_(list(actions)))
    for action, person, start, end in query.order_by(Job.start, Job.id).tuples():
        found[action, person].append((start, end))
    return found


def origin_of(since: Since, entry: Date, exit: Date, kind: str, jobs: Iterable[tuple[Date, Date | None]] = ()) -> Date:
    """What the months of a contact run from: the exit, or the first day of the job the person left to.

    That job is the last of ``jobs`` begun in the parcours or on the day after it, and not over before the exit; without
    any noted, or for another type of exit, the months run from the exit.
    """
    if since == "sortie" or kind != JOB:
        return exit
    held = [start for start, end in jobs if entry <= start <= exit.add(days=1) and (end is None or end >= exit)]
    return max(held, default=exit)
