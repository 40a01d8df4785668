"""Measures of what is evaluated: levels at entry, on the way and at exit, and the progress between them."""

from collections.abc import Callable
from dataclasses import dataclass

from pendulum import Date

from config import schema
from models.figures.measures.base import UNKNOWN, Rows
from models.figures.scope import Scope
from models.french.comparing import scale_key
from models.tables import Evaluation
from models.terms import scales


@dataclass(frozen=True)
class Assessed:
    """One evaluation, as far as a figure reads it."""

    id: int
    person: int
    scale: str
    subject: str
    moment: str
    day: Date
    level: str


PARTS: dict[str, Callable[[Assessed], str]] = {
    "niveau": lambda one: one.level or UNKNOWN,
    "domaine": lambda one: one.subject or UNKNOWN,
    "domaine et niveau": lambda one: f"{one.subject or UNKNOWN} : {one.level or UNKNOWN}",
}


def evaluated(scope: Scope, indicator: schema.Evaluated) -> Rows:
    """Persons evaluated in the period, and by today, at one of ``moments`` (readings E-01, E-07).

    By *niveau*, each stands where the last evaluation puts them; by *domaine*, in each subject; by *domaine et niveau*,
    in each subject at the level of the last evaluation of it (reading E-23).
    """
    found = [
        one for one in _until(scope, indicator.scale) if one.moment in indicator.moments and one.day >= scope.start
    ]
    by = indicator.by or ("niveau" if indicator.scale else "")
    if not by:
        return Rows.of_persons(Evaluation, [(one.id, one.person, "") for one in reversed(found)])
    if by == "niveau":
        return Rows.of_persons(
            Evaluation,
            [(one.id, one.person, PARTS[by](one)) for one in reversed(found)],
            order=_levels(scope, indicator),
        )
    last = {(one.person, one.subject): one for one in found}
    order = tuple(
        f"{subject} : {level}" for subject in _subjects(scope, indicator) for level in _levels(scope, indicator)
    )
    return Rows.of_persons(
        Evaluation,
        [(one.id, one.person, PARTS[by](one)) for one in last.values()],
        order=order if by == "domaine et niveau" else (),
        several=True,
    )


def progressions(scope: Scope, indicator: schema.Progressions) -> Rows:
    """Persons whose level rose in a subject at least between entry and last evaluation, the last in the period; by
    subject, in each where it rose."""
    rose = [(last.id, last.person, PARTS["domaine"](last)) for last, risen in _twice(scope, indicator) if risen]
    return Rows.of_persons(Evaluation, rose, several=True)


def evaluated_twice(scope: Scope, indicator: schema.Progressions) -> Rows:
    """Persons evaluated at entry and again later in a subject at least, the last time in the period."""
    return Rows.of_persons(Evaluation, [(last.id, last.person, "") for last, _ in _twice(scope, indicator)])


def _until(scope: Scope, scale: str) -> list[Assessed]:
    """The evaluations of the action up to the end of the period and today, on this scale (any when empty), in order;
    domain and level as their scale writes them, a domain no scale lists as it was first written (reading E-10)."""
    columns = (Evaluation.id, Evaluation.person, Evaluation.scale, Evaluation.subject, Evaluation.moment)
    query = Evaluation.select(*columns, Evaluation.day, Evaluation.level).where(
        Evaluation.action == scope.action, Evaluation.day <= scope.reached
    )
    if scale:
        query = query.where(Evaluation.scale == scale)
    found = []
    first: dict[tuple[str, str], str] = {}
    for id, person, code, subject, moment, day, level in query.order_by(Evaluation.day, Evaluation.id).tuples():
        subject, level = scales.written(scales.scale_of(scope.spec, code), subject, level)
        subject = first.setdefault((code, scale_key(subject)), subject)
        found.append(Assessed(id, person, code, subject, moment, day, level))
    return found


def _levels(scope: Scope, indicator: schema.Evaluated | schema.Progressions) -> tuple[str, ...]:
    scale = scales.scale_of(scope.spec, indicator.scale)
    return scale.levels if scale else ()


def _subjects(scope: Scope, indicator: schema.Evaluated) -> tuple[str, ...]:
    scale = scales.scale_of(scope.spec, indicator.scale)
    return scale.subjects if scale else ()


def _twice(scope: Scope, indicator: schema.Progressions) -> list[tuple[Assessed, bool]]:
    """The last evaluation of each person and subject, and whether the level rose since the entry's."""
    height = {level: rank for rank, level in enumerate(_levels(scope, indicator))}
    entered: dict[tuple[int, str], int] = {}
    later: dict[tuple[int, str], tuple[Assessed, bool]] = {}
    for one in _until(scope, indicator.scale):
        key = (one.person, one.subject)
        if one.level not in height:
            continue
        if one.moment == "entrée":
            entered.setdefault(key, height[one.level])
        elif key in entered and one.day >= scope.start:
            later[key] = (one, height[one.level] > entered[key])
    return list(later.values())
