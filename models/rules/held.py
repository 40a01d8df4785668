"""Rules on sessions that must be held: in the action, by someone who entered or left, in each year of a park."""

from collections.abc import Iterator

from pendulum import Date

from config import schema
from models.days.clock import today
from models.days.months import plus_months
from models.figures.scope import Scope
from models.french.wording import day as say_day
from models.rules.deadlines import late
from models.rules.deviation import Deviation, deviation, of_stay
from models.terms.presence import gone


def _quoted(scope: Scope, natures: tuple[str, ...]) -> str:
    return " ou ".join(f"« {scope.spec.nature_label(nature)} »" for nature in natures)


def _held(scope: Scope, natures: tuple[str, ...]) -> list[Date]:
    """The days, in order, of the sessions of these natures that somebody attended in the action."""
    return sorted(day for days in scope.interviews(natures).values() for day in days)


def missing_session(scope: Scope, rule: schema.MissingSession) -> Iterator[Deviation]:
    """Natures of which the action has held no session: from its middle an alert, once it is over a breach (E-21)."""
    action = scope.action
    middle = action.start.add(days=(action.end.toordinal() - action.start.toordinal()) // 2)
    over = action.end < today()
    if not over and (rule.told == "fin" or middle >= today()):
        return
    day = action.end if over else middle
    for natures in [rule.natures] if rule.either else [(nature,) for nature in rule.natures]:
        if not _held(scope, natures):
            state = f"finie le {say_day(day)}" if over else f"à la moitié le {say_day(day)}"
            message = f"L'action {action.code}, {state}, n'a tenu aucune séance {_quoted(scope, natures)}."
            where = ("Action", action.id)
            yield deviation(rule, action.code, action.code, day, message, where, "/".join(natures), doubtful=not over)


def session_in_time(scope: Scope, rule: schema.SessionInTime) -> Iterator[Deviation]:
    """No session of these natures attended within the delay, once past (reading E-34)."""
    yield from late(scope, rule, _quoted(scope, rule.natures), scope.interviews(rule.natures))


def session_by_exit(scope: Scope, rule: schema.SessionByExit) -> Iterator[Deviation]:
    """Someone who left without having attended any such session during the parcours (reading E-34)."""
    attended = scope.interviews(rule.natures)
    for stay, first, _ in scope.spans:
        if gone(stay, today()) and not any(first <= day <= stay.exit for day in attended.get(stay.person_id, [])):
            message = f"sortie le {say_day(stay.exit)}, aucune séance {_quoted(scope, rule.natures)} suivie."
            yield of_stay(scope, rule, stay, stay.exit, message)


def yearly_session(scope: Scope, rule: schema.YearlySession) -> Iterator[Deviation]:
    """Each twelve months of the action, up to its end and once over, in which no such session was held (E-36)."""
    action, days = scope.action, _held(scope, rule.natures)
    start = action.start
    while start <= action.end:
        end = min(plus_months(start, 12).subtract(days=1), action.end)
        parked = any(moped.in_service <= end and (moped.retired or end) >= start for moped in action.mopeds)
        if parked and end < today() and not any(start <= day <= end for day in days):
            message = f"Aucune séance {_quoted(scope, rule.natures)} du {say_day(start)} au {say_day(end)}."
            yield deviation(rule, action.code, action.code, end, message, ("Action", action.id))
        start = end.add(days=1)
