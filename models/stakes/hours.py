"""Driving hours: planned beyond what is left, no longer needed, without a lesson, pooled for nobody."""

from collections.abc import Iterator

from pendulum import Date

from models.days.clock import today
from models.french import wording
from models.hours.ledger import Ledger, Trainee, ledger, lessons, suggestions
from models.stakes.stake import Stake
from models.tables import Action

IDLE = 30  # days without a lesson, none being planned, after which somebody is told


def stakes(action: Action) -> Iterator[Stake]:
    """What is at stake in the driving hours of a running action; nothing where its convention has no quota."""
    if action.spec.quota is None:
        return
    book = ledger(action)
    freed = {one.person.id: one for one in suggestions(book)}
    last = {person: days[-1][0] for person, days in lessons(action).items()}
    for one in book.trainees:
        left = max(0, one.left)
        if one.planned > left:
            over = one.planned - left
            had = f"{wording.hours(one.planned)} de leçons prévues pour {wording.hours(left)} qui restent"
            told = f"{had} : {wording.hours(over)} de trop"
            yield _of(book, one, "heures prévues", told, "mobilisez des heures, ou retirez des leçons", over)
        elif found := freed.get(one.person.id):
            told = f"{wording.hours(found.minutes)} à libérer, {found.why}"
            yield _of(book, one, "heures à libérer", told, "libérez ces heures", found.minutes)
        elif left and not one.planned and not one.gone and _idle(last.get(one.person.id)):
            since = last.get(one.person.id)
            told = f"reste {wording.hours(left)}, aucune leçon prévue, "
            told += f"la dernière le {wording.day(since)}" if since else "aucune encore"
            yield _of(book, one, "sans leçon", told, "prévoyez des leçons, ou libérez ces heures", left)
    if book.pool > 0:
        told = f"{action.code} : {wording.hours(book.pool)} mutualisées, mobilisées pour personne"
        given = (action.code, action.code, "Action", action.id, action.end)
        yield Stake("heures mutualisées", told, "mobilisez-les", *given, quantity=book.pool, unit="heure")


def _of(book: Ledger, one: Trainee, kind: str, told: str, act: str, minutes: int) -> Stake:
    action, person = book.action, one.person
    message = f"{wording.person(person)} ({action.code}) : {told}"
    given = (action.code, person.code, "Person", person.id, action.end)
    return Stake(kind, message, act, *given, quantity=minutes, unit="heure")


def _idle(last: Date | None) -> bool:
    return last is None or last < today().subtract(days=IDLE)
