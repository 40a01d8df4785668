"""Rules on parcours: how long, not in two places, how often an interview, which documents at entry and exit."""

from collections import defaultdict
from collections.abc import Iterator

from pendulum import Date

from config import schema
from config.catalogue import catalogue
from models.clock import today
from models.months import plus_months
from models.presence import ATTENDED, gone, held
from models.rules.deviation import Deviation, deviation
from models.scope import Scope
from models.tables import Action, Attendance, Parcours, Person, Session
from models.wording import counted
from models.wording import day as say_day
from models.wording import person as say_person


def parcours_length(scope: Scope, rule: schema.ParcoursLength) -> Iterator[Deviation]:
    """A parcours whose exit (or, open, today or the action's end, the earlier) is past the longest stay."""
    for stay in scope.stays:
        limit = plus_months(stay.entry, rule.maximum)
        last = stay.exit or min(today(), scope.action.end)
        if last > limit:
            message = (
                f"{say_person(stay.person)} : parcours commencé le {say_day(stay.entry)}, "
                f"au-delà de {rule.maximum} mois depuis le {say_day(limit)}."
            )
            yield deviation(rule, scope.action.code, stay.person.code, stay.entry, message, ("Parcours", stay.id))


def action_length(scope: Scope, rule: schema.ActionLength) -> Iterator[Deviation]:
    """An action whose last day is past the longest the convention allows (reading 93-15)."""
    action = scope.action
    limit = plus_months(action.start, rule.maximum)
    if action.end > limit:
        message = (
            f"L'action {action.code} finit le {say_day(action.end)}, plus de {rule.maximum} mois après son début "
            f"(limite : {say_day(limit)})."
        )
        yield deviation(rule, action.code, action.code, action.start, message, ("Action", action.id))


def exclusivity(scope: Scope, rule: schema.Exclusivity) -> Iterator[Deviation]:
    """Parcours of one person sharing a day in two actions of the family (readings 49-08, 49-09).

    The pair belongs to the action of the parcours entered later; on a tie, to the last code.
    """
    action = scope.action
    family = [
        spec.id for spec in catalogue().values() if any(r.family == rule.family for r in spec.rules_of(type(rule)))
    ]
    here = Parcours.select(Parcours.person).where(Parcours.action == action)
    query = (
        Parcours.select(Parcours, Person, Action)
        .join(Person)
        .switch(Parcours)
        .join(Action)
        .where(Action.convention.in_(family), Parcours.person.in_(here))
        .order_by(Parcours.entry, Action.code, Parcours.id)
    )
    by_person = defaultdict(list)
    for stay in query:
        by_person[stay.person_id].append(stay)
    for stays in by_person.values():
        for rank, later in enumerate(stays):
            for earlier in stays[:rank]:
                if earlier.action_id != later.action_id and action.id in (earlier.action_id, later.action_id):
                    yield from _shared(rule, earlier, later)


def _shared(rule: schema.Exclusivity, earlier: Parcours, later: Parcours) -> Iterator[Deviation]:
    last = min(stay.exit or stay.action.end for stay in (earlier, later))
    if later.entry <= last:
        message = (
            f"{say_person(later.person)} : en parcours à la fois dans {earlier.action.code} et {later.action.code} "
            f"à partir du {say_day(later.entry)}."
        )
        yield deviation(
            rule,
            later.action.code,
            later.person.code,
            later.entry,
            message,
            ("Parcours", later.id),
            distinct=str(earlier.id),
        )


def _interviews(action: Action, natures: tuple[str, ...]) -> dict[int, list[Date]]:
    """The days of the interviews each person attended."""
    days = defaultdict(list)
    query = (
        Attendance.select(Attendance.person, Session.day)
        .join(Session)
        .where(Session.action == action, Session.nature.in_(list(natures)), Attendance.status.in_(ATTENDED), held())
    )
    for person, day in query.tuples():
        days[person].append(day)
    return days


def monthly_interview(scope: Scope, rule: schema.MonthlyInterview) -> Iterator[Deviation]:
    """Whole calendar months of a stay, ended before today, without an interview, beyond those allowed (49-15)."""
    attended = _interviews(scope.action, rule.natures)
    for stay in scope.stays:
        served = {(day.year, day.month) for day in attended.get(stay.person_id, [])}
        last = min(stay.exit or scope.action.end, today().subtract(days=1))
        month = stay.entry if stay.entry.day == 1 else stay.entry.start_of("month").add(months=1)
        empty = 0
        while month.end_of("month") <= last:
            if (month.year, month.month) not in served:
                empty += 1
                if empty > rule.allowed:
                    message = (
                        f"{say_person(stay.person)} : aucun entretien en {month:%m/%Y}, {empty} mois sans entretien "
                        "dans ce parcours."
                    )
                    yield deviation(rule, scope.action.code, stay.person.code, month, message, ("Parcours", stay.id))
            month = month.add(months=1)


def interviews_in_all(scope: Scope, rule: schema.InterviewsInAll) -> Iterator[Deviation]:
    """A person who left with fewer interviews attended during the stay than the convention says (49-11)."""
    attended = _interviews(scope.action, rule.natures)
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


def _late(scope: Scope, rule: schema.DocumentAfterEntry | schema.DocumentAfterExit, moment: str) -> Iterator[Deviation]:
    given = scope.documents(rule.document)
    for stay in scope.stays:
        origin = stay.entry if moment == "entrée" else stay.exit
        if origin is None:
            continue
        due = plus_months(origin, rule.within)
        if due < today() and not any(day <= due for day in given.get(stay.person_id, [])):
            message = (
                f"{say_person(stay.person)} : pas de « {scope.spec.document_label(rule.document)} » au {say_day(due)} "
                f"({moment} le {say_day(origin)})."
            )
            where = ("Parcours", stay.id)
            yield deviation(rule, scope.action.code, stay.person.code, due, message, where, distinct=rule.document)


def document_after_entry(scope: Scope, rule: schema.DocumentAfterEntry) -> Iterator[Deviation]:
    """No such document by the entry + ``within``, once past."""
    return _late(scope, rule, "entrée")


def document_after_exit(scope: Scope, rule: schema.DocumentAfterExit) -> Iterator[Deviation]:
    """No such document by the exit + ``within``, once past."""
    return _late(scope, rule, "sortie")
