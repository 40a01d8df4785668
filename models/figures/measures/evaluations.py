"""Measures of what is evaluated: levels at entry, on the way and at exit, and the progress between them."""

from peewee import fn

from config import schema
from models.figures.measures.base import Rows
from models.figures.measures.parts import known
from models.figures.scope import Scope
from models.tables import Evaluation


def evaluated(scope: Scope, indicator: schema.Evaluated) -> Rows:
    """Persons evaluated in the period at one of ``moments``: once each, at their last evaluation, by its level.

    By *domaine*, a person counts once in each subject.
    """
    each = [Evaluation.person, Evaluation.subject] if indicator.by == "domaine" else [Evaluation.person]
    ranked = fn.ROW_NUMBER().over(partition_by=each, order_by=[Evaluation.day.desc(), Evaluation.id.desc()])
    told = known(Evaluation.subject if indicator.by == "domaine" else Evaluation.level)
    query = Evaluation.select(Evaluation.id, told, ranked).where(
        Evaluation.action == scope.action,
        Evaluation.moment.in_(indicator.moments),
        Evaluation.day.between(scope.start, scope.end),
    )
    if indicator.scale:
        query = query.where(Evaluation.scale == indicator.scale)
    parted = bool(indicator.by or indicator.scale)
    found = query.order_by(Evaluation.day, Evaluation.id).tuples()
    levels = tuple(level for one in scope.spec.scale if one.code == indicator.scale for level in one.levels)
    rows = [(identity, part if parted else "", int(rank == 1)) for identity, part, rank in found]
    return Rows(Evaluation, rows, order=levels)


def progressions(scope: Scope, indicator: schema.Progressions) -> Rows:
    """Persons whose level rose between entry and last evaluation, the last in the period; by subject, once in each."""
    return Rows(Evaluation, [(last, subject, 1) for last, subject, rose in _twice(scope, indicator) if rose])


def evaluated_twice(scope: Scope, indicator: schema.Progressions) -> Rows:
    """Persons evaluated at entry and again later, the last time in the period; by subject, once in each."""
    return Rows(Evaluation, [(last, subject, 1) for last, subject, _ in _twice(scope, indicator)])


def _twice(scope: Scope, indicator: schema.Progressions) -> list[tuple[int, str, bool]]:
    """The last evaluation of each person and subject, its subject, and whether the level rose since the entry's."""
    scale = next(one for one in scope.spec.scale if one.code == indicator.scale)
    height = {level: rank for rank, level in enumerate(scale.levels)}
    query = Evaluation.select(
        Evaluation.id, Evaluation.person, Evaluation.subject, Evaluation.moment, Evaluation.day, Evaluation.level
    ).where(
        Evaluation.action == scope.action,
        Evaluation.scale == indicator.scale,
        Evaluation.level.in_(scale.levels),
        Evaluation.day <= scope.end,
    )
    entered: dict[tuple[int, str], int] = {}
    later: dict[tuple[int, str], tuple[int, str, bool]] = {}
    for identity, person, subject, moment, day, level in query.order_by(Evaluation.day, Evaluation.id).tuples():
        key = (person, subject)
        if moment == "entrée":
            entered.setdefault(key, height[level])
        elif key in entered and day >= scope.start:
            later[key] = (identity, subject, height[level] > entered[key])
    return list(later.values())
