"""Rules on interviews: how often, how many in all, at which moments, how soon after the entry."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator

from pendulum import Date

from config import schema
from models.days.clock import today
from models.days.months import periods_ended, plus_months
from models.figures.scope import ALWAYS, Scope
from models.french.wording import counted, ordinal
from models.french.wording import day as say_day
from models.french.wording import person as say_person
from models.rules.deadlines import late
from models.rules.deviation import Deviation, deviation, of_stay
from models.tables import Parcours
from models.terms.presence import gone

Rhythm = schema.MonthlyInterview | schema.WeeklyInterview | schema.QuarterlyInterview


def _short(scope: Scope, rule: Rhythm, every: str) -> Iterator[tuple[Parcours, list[tuple[Date, int]]]]:
    """Each stay with the first day of its whole periods that had too few interviews, and how many they had.

    Only periods wholly inside the stay and ended before today (readings 49-15, 59-15, 59-19, 67-01).
    """
    attended = scope.interviews(rule.natures, rule.channels)
    for stay in scope.stays:
        days = attended.get(stay.person_id, [])
        last = min(stay.exit or scope.action.end, today().subtract(days=1))
        counts = [
            (start, bisect_right(days, end) - bisect_left(days, start))
            for start, end in periods_ended(stay.entry, last, every)
            if start >= stay.entry and not (getattr(rule, "inner", False) and _at_an_end(stay, start, end))
        ]
        yield stay, [(start, count) for start, count in counts if count < rule.minimum]


def _at_an_end(stay: Parcours, start: Date, end: Date) -> bool:
    """Whether a period has the entry or the exit in it."""
    return start <= stay.entry or (stay.exit is not None and stay.exit <= end)


def _told(rule: Rhythm, count: int) -> str:
    """« aucun entretien », « 1 entretien (face à face) »."""
    how = f" ({' ou '.join(filter(None, rule.channels))})" if rule.channels else ""
    return (counted(count, "entretien") if count else "aucun entretien") + how


def monthly_interview(scope: Scope, rule: schema.MonthlyInterview) -> Iterator[Deviation]:
    """Whole calendar months of a stay with too few interviews, beyond those allowed (readings 49-15, 49-36, 67-01)."""
    for stay, months in _short(scope, rule, "mois"):
        ranks: Counter[int] = Counter()
        for month, count in months:
            year = month.year if rule.yearly else 0
            ranks[year] += 1
            if (rank := ranks[year]) <= rule.allowed:
                continue
            message = f"{say_person(stay.person)} : {_told(rule, count)} en {month:%m/%Y}, "
            if rule.minimum == 1:
                message += f"{rank} mois sans entretien dans ce parcours."
            else:
                message += f"la convention en prévoit {rule.minimum} par mois."
            yield deviation(rule, scope.action.code, stay.person.code, month, message, ("Parcours", stay.id))


def weekly_interview(scope: Scope, rule: schema.WeeklyInterview) -> Iterator[Deviation]:
    """Whole weeks, Monday to Sunday, of a stay with too few interviews (reading 59-19)."""
    for stay, weeks in _short(scope, rule, "semaine"):
        for monday, count in weeks:
            message = (
                f"{_told(rule, count)} la semaine du {say_day(monday)}, "
                f"la convention en prévoit {rule.minimum} par semaine."
            )
            yield of_stay(scope, rule, stay, monday, message)


def quarterly_interview(scope: Scope, rule: schema.QuarterlyInterview) -> Iterator[Deviation]:
    """Whole calendar quarters of a stay with too few interviews."""
    for stay, quarters in _short(scope, rule, "trimestre"):
        for first, count in quarters:
            message = (
                f"{_told(rule, count)} au {ordinal(first.quarter)} trimestre {first.year}, "
                f"la convention en prévoit {rule.minimum} par trimestre."
            )
            yield of_stay(scope, rule, stay, first, message)


def interviews_in_all(scope: Scope, rule: schema.InterviewsInAll) -> Iterator[Deviation]:
    """A person who left with fewer interviews attended during the stay than the convention says (49-11)."""
    attended = scope.interviews(rule.natures)
    for stay in scope.stays:
        if not gone(stay, today()):
            continue
        count = sum(stay.entry <= day <= stay.exit for day in attended.get(stay.person_id, []))
        if count < rule.minimum:
            message = (
                f"{say_person(stay.person)} : sortie le {say_day(stay.exit)} après {counted(count, 'entretien')}, "
                f"la convention en prévoit {rule.minimum}."
            )
            yield deviation(rule, scope.action.code, stay.person.code, stay.exit, message, ("Parcours", stay.id))


def staged_interviews(scope: Scope, rule: schema.StagedInterviews) -> Iterator[Deviation]:
    """The interviews of start, mid-way and end not held once their moment has passed (reading 93-07).

    Mid-way is half of the planned stay, and is not due to someone gone before. Held late is held.
    """
    moments = [(name, scope.interviews((name,))) for name in (rule.start, rule.middle, rule.end)]
    for stay, first, last in scope.spans:
        for (nature, attended), due in zip(moments, _moments(scope, stay), strict=True):
            held = any(first <= day <= last for day in attended.get(stay.person_id, []))
            if due is not None and due < today() and not held:
                message = (
                    f"pas de « {scope.spec.nature_label(nature)} », "
                    f"dû au {say_day(due)} (entrée le {say_day(stay.entry)})."
                )
                yield of_stay(scope, rule, stay, due, message)


def _moments(scope: Scope, stay: Parcours) -> tuple[Date, Date | None, Date | None]:
    """The days by which the interviews of start, mid-way and end are due; None for one that is not."""
    start = plus_months(stay.entry, 1)
    planned = stay.planned_end or scope.action.end
    middle = stay.entry.add(days=-(-(planned.toordinal() - stay.entry.toordinal()) // 2))
    if stay.exit is None:
        return start, middle, None
    return min(start, stay.exit), middle if middle <= stay.exit else None, stay.exit


def interview_moments(scope: Scope, rule: schema.InterviewMoments) -> Iterator[Deviation]:
    """The moments of a stay past without an interview: its first months, the middle part of what was planned, its last
    months (readings 49-16, E-33). Who left before the middle part ended does not owe it; the last ends at the exit."""
    attended = scope.interviews(rule.natures)
    for stay, first, _ in scope.spans:
        days = attended.get(stay.person_id, [])
        for since, until, what in _parts(scope, rule, stay):
            if until < today() and not any(max(first, since) <= day <= until for day in days):
                message = (
                    f"pas d'entretien {what}, du {say_day(max(stay.entry, since))} au {say_day(until)} "
                    f"(entrée le {say_day(stay.entry)})."
                )
                yield of_stay(scope, rule, stay, until, message)


def _parts(scope: Scope, rule: schema.InterviewMoments, stay: Parcours) -> Iterator[tuple[Date, Date, str]]:
    """The first and last day of each moment due, and its name. What comes before the entry is of the start; the middle
    is the whole days of the middle one of ``parts`` equal parts of the planned stay."""
    planned = stay.planned_end or scope.action.end
    end = stay.exit or planned
    yield ALWAYS, min(plus_months(stay.entry, rule.start), end), "à l'entrée"
    days = planned.toordinal() - stay.entry.toordinal()
    before, after = rule.parts // 2, rule.parts // 2 + 1
    since = stay.entry.add(days=-(-days * before // rule.parts))
    until = stay.entry.add(days=days * after // rule.parts)
    if until <= end:
        yield since, until, "à mi-parcours"
    yield max(stay.entry, plus_months(end, -rule.end)), end, "à la sortie"


def missing_interview(scope: Scope, rule: schema.MissingInterview) -> Iterator[Deviation]:
    """No interview of these natures within the delay, once past (readings 49-05, 49-06)."""
    names = " ou ".join(f"« {scope.spec.nature_label(nature)} »" for nature in rule.natures)
    yield from late(scope, rule, names, scope.interviews(rule.natures))
