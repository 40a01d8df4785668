"""Moving driving hours: releasing to the pool, granting from it, reversing, reporting (fiche 3B, contenu et modalités).

Movements are dated and never edited: the correction of one is its reversal. Quantities are whole minutes.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

from peewee import fn
from pendulum import Date

from models.acts.act import Act
from models.acts.limits import Limit, Values, dates_of, refuse, refuse_change, values_of
from models.acts.limits import doubts as said
from models.acts.refusals import Refused
from models.acts.undo import REDO, UNDO
from models.days.clock import today
from models.french.wording import hours as say_hours
from models.french.wording import person as say_person
from models.hours.ledger import Ledger, above_quota, foresee, ledger, lessons, suggestions
from models.hours.limits import Line, above_left, faults, granted
from models.hours.limits import movement as movement_limits
from models.tables import GRANT, RELEASE, Action, JournalEntry, Movement, MovementReport, Person

CARRIED = "Repris au compte de"
"""How the reason of a reversal begins when its movement is entered again for another person."""

__all__ = [
    "GRANT",
    "RELEASE",
    "above_quota",
    "foresee",
    "grant",
    "ledger",
    "release",
    "report",
    "reverse",
    "suggestions",
]


def release(
    action: Action, person: Person, minutes: int, day: Date, reason: str, *, who: str, **reports: Any
) -> Movement:
    """Puts hours a person will not use into the pool.

    Raises Refused beyond what the person has left, on that day or now. ``reports``: as for ``grant``.
    """
    return _move(RELEASE, action, person, minutes, day, reason, who=who, **reports)


def grant(
    action: Action, person: Person, minutes: int, day: Date, reason: str, *, who: str, **reports: Any
) -> Movement:
    """Gives a person hours of the pool. Raises Refused beyond what the pool holds on that day, or later.

    ``reports``: ``referent`` and ``departement``, the days the grant was reported to each, when it was.
    """
    return _move(GRANT, action, person, minutes, day, reason, who=who, **reports)


def reverse(movement: Movement, *, who: str, reason: str = "", undoes: JournalEntry | None = None) -> Movement:
    """Takes a movement back by its opposite, dated today, or its own day when that is later.

    ``undoes`` is the act this undoes, when it is an undo: only then may the ``reason`` be left out. Raises Refused when
    it cannot be taken back (any more).
    """
    verb = "libérées par" if movement.kind == RELEASE else "mobilisées pour"
    hours = say_hours(abs(movement.minutes))
    with Act(
        UNDO if undoes else "reverse",
        f"Contre-passation du mouvement n° {movement.number} : {hours} {verb} {say_person(movement.person)}",
        who,
        undoes,
    ) as act:
        if not (undoes or reason.strip()):
            raise Refused("Une contre-passation demande son motif : écrivez-le en quelques mots.")
        if movement.reverses_id is not None:
            raise Refused("Une contre-passation ne se contre-passe pas : saisissez un nouveau mouvement.")
        if Movement.select().where(Movement.reverses == movement).exists():
            raise Refused(f"Le mouvement n° {movement.number} est déjà contre-passé.")
        book = ledger(movement.action)
        day = max(today(), movement.day)
        line = Line(None, day, movement.kind, movement.person.id, -movement.minutes, reverses=True)
        if _faults(book, line, movement.person):
            raise Refused(
                f"Ces {hours} ont déjà été mobilisées (il reste {say_hours(max(0, book.pool))} mutualisées) : "
                "contre-passez d'abord une mobilisation."
            )
        trainee = book.trainee(movement.person)
        if movement.kind == GRANT and trainee and trainee.total < movement.minutes:
            raise Refused(
                f"{say_person(movement.person)} a libéré depuis ces heures : contre-passez d'abord la libération."
            )
        return act.insert(
            Movement,
            action=movement.action,
            number=_next_number(movement.action),
            day=day,
            kind=movement.kind,
            person=movement.person,
            minutes=-movement.minutes,
            reason=reason.strip() or f"Contre-passation du n° {movement.number}",
            reverses=movement,
        )


def make_again(reversal: Movement, *, who: str, undoes: JournalEntry) -> Movement:
    """The movement this one reversed, made again on the day of the reversal, when an undo is itself undone.

    Raises Refused as ``grant`` does.
    """
    movement = reversal.reverses
    report = MovementReport.get_or_none(MovementReport.movement == movement)
    reported = {"referent": report.referent, "departement": report.departement} if report else {}
    given = (movement.kind, movement.action, movement.person, movement.minutes, reversal.day, movement.reason)
    return _move(*given, who=who, **reported, undoes=undoes)


def carry(act: Act, movement: Movement, person: Person) -> Movement:
    """Reverses a movement and enters the same for another person, both on its own day, as part of an act: the pool is
    the same every day."""
    opposite(act, movement, f"{CARRIED} {person.code}")
    return again(act, movement, person)


def standing(person: Person | int) -> Any:
    """The movements of someone that hold: a query without the reversals, nor what they reverse."""
    reversal = Movement.alias()
    taken_back = reversal.select(reversal.reverses).where(reversal.reverses.is_null(False))
    query = Movement.select().where(Movement.person == person, Movement.reverses.is_null())
    return query.where(Movement.id.not_in(taken_back)).order_by(Movement.action, Movement.number)


def carried() -> set[int]:
    """The movements that were entered again for another person, and their reversals, by number of record."""
    query = Movement.select(Movement.id, Movement.reverses).where(Movement.reason.startswith(CARRIED))
    return {number for pair in query.where(Movement.reverses.is_null(False)).tuples() for number in pair}


def opposite(act: Act, movement: Movement, reason: str) -> Movement:
    """The reversal of a movement on its own day, as part of an act. Raises Refused when it was reversed already."""
    if Movement.select().where(Movement.reverses == movement).exists():
        raise Refused(f"Le mouvement n° {movement.number} est déjà contre-passé.")
    values = {"minutes": -movement.minutes, "reverses": movement, "reason": reason}
    return _entered(act, movement, person=movement.person, action=movement.action, **values)


def again(act: Act, movement: Movement, person: Person, action: Action | None = None) -> Movement:
    """The same movement for a person, in its action or another, on its own day and reported as it was, as part of an
    act."""
    values = {name: getattr(movement, name) for name in ("minutes", "reason", "label", "rank")}
    entered = _entered(act, movement, person=person, action=action or movement.action, **values)
    known = MovementReport.get_or_none(MovementReport.movement == movement)
    if known is not None:
        act.insert(MovementReport, movement=entered, referent=known.referent, departement=known.departement)
    return entered


def _entered(act: Act, movement: Movement, **values: Any) -> Movement:
    same = {"day": movement.day, "kind": movement.kind, "number": _next_number(values["action"])}
    return act.insert(Movement, **same, **values)


def overdrawn(action: Action) -> Date | None:
    """The first day at the end of which the pool of an action was below zero; None when it never was."""
    signed = [(one.day, one.minutes if one.kind == RELEASE else -one.minutes) for one in action.movements]
    days = sorted({day for day, _ in signed})
    return next((day for day in days if sum(minutes for other, minutes in signed if other <= day) < 0), None)


def report(movement: Movement, referent: Date | None, departement: Date | None, *, who: str) -> MovementReport | None:
    """Says, or corrects, when a movement was reported to the service référent and to the Département (None: not yet).

    Raises Refused for a day after today.
    """
    with Act("report", f"Signalement du mouvement n° {movement.number} ({say_person(movement.person)})", who) as act:
        return _report(act, movement, referent, departement)


def _next_number(action: Action) -> int:
    """The number of the action's next movement."""
    return (Movement.select(fn.MAX(Movement.number)).where(Movement.action == action).scalar() or 0) + 1


def _move(
    kind: str,
    action: Action,
    person: Person,
    minutes: int,
    day: Date,
    reason: str,
    *,
    who: str,
    referent: Date | None = None,
    departement: Date | None = None,
    undoes: JournalEntry | None = None,
) -> Movement:
    verb = "libérées par" if kind == RELEASE else "mobilisées pour"
    name = REDO if undoes else "release" if kind == RELEASE else "grant"
    with Act(name, f"{say_hours(minutes)} {verb} {say_person(person)}, {action.code}", who, undoes) as act:
        book = ledger(action)
        if not reason.strip():
            raise Refused("Le motif manque : dites pourquoi ces heures changent de main.")
        refuse(_limits(action, {"day": day}))
        if fault := _faults(book, Line(None, day, kind, person.id, minutes), person):
            raise Refused(fault)
        trainee = book.trainee(person)
        if kind == RELEASE and trainee and (fault := above_left(say_person(person), minutes, trainee.left)):
            raise Refused(fault)
        movement = act.insert(
            Movement,
            action=action,
            number=_next_number(action),
            day=day,
            kind=kind,
            person=person,
            minutes=minutes,
            reason=reason.strip(),
        )
        if referent or departement:
            _report(act, movement, referent, departement)
        return movement


def doubts(book: Ledger, kind: str, person: Person, day: Date) -> list[str]:
    """What is unusual in a movement, and may still be true: its day, a grant to somebody who has left."""
    trainee = book.trainee(person)
    gone = trainee.gone if trainee and kind == GRANT else None
    return said([*_limits(book.action, {"day": day}), *granted(say_person(person), gone)])


def _limits(action: Action, values: Values) -> Iterator[Limit]:
    return movement_limits(values, action.spec, dates_of(action), today())


def _faults(book: Ledger, line: Line, person: Person) -> str:
    """Why a movement cannot join the ledger, or nothing."""
    lines = [Line(one.number, one.day, one.kind, one.person.id, one.minutes, new=False) for one in book.movements]
    allocated = {trainee.person.id: trainee.allocated for trainee in book.trainees if trainee.allocated}
    found = faults([*lines, line], lessons(book.action), allocated, {person.id: say_person(person)})
    return next(iter(found.values()), "")


def _report(act: Act, movement: Movement, referent: Date | None, departement: Date | None) -> MovementReport | None:
    known = MovementReport.get_or_none(MovementReport.movement == movement)
    before = values_of(known) if known else {}
    refuse_change(partial(_limits, movement.action), before, {"referent": referent, "departement": departement})
    if known is None:
        if referent is None and departement is None:
            return None
        return act.insert(MovementReport, movement=movement, referent=referent, departement=departement)
    act.update(known, referent=referent, departement=departement)
    return known
