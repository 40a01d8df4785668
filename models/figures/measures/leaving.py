"""Measures of who leaves, to what, and of what becomes of them."""

from collections.abc import Iterator
from typing import Any

from peewee import Case, ModelSelect, Value, fn
from pendulum import Date

from config import schema
from models.days.clock import today
from models.days.months import latest_origin, plus_months
from models.figures.measures.base import PERSON, Rows
from models.figures.measures.parts import known, part_of
from models.figures.measures.people import present_query, stays
from models.figures.scope import Scope
from models.tables import FollowUp, Job, Parcours, Training
from models.terms.exits import JOB, TO_QUALIFY, class_of, to_qualify
from models.terms.followed import counts_from, jobs_of, origin_of
from models.terms.presence import open_until

UNCLASSED = "sans classe"
TELLING = (Parcours.exit, Parcours.exit_type, Parcours.exit_contract, Parcours.job_end)  # what an exit is classed by


def left(scope: Scope, variants: tuple[str, ...] = ()) -> ModelSelect:
    """The parcours that ended in the period and by today."""
    return stays(scope, variants).where(Parcours.exit.between(scope.start, scope.reached))


def left_last(scope: Scope, variants: tuple[str, ...] = ()) -> ModelSelect:
    """The last of these of each person: who left twice counts by the last exit of the period (reading E-03)."""
    later = Parcours.alias()
    again = later.select(later.id).where(
        later.action == scope.action,
        later.person == Parcours.person,
        later.exit.between(scope.start, scope.reached),
        (later.exit > Parcours.exit) | ((later.exit == Parcours.exit) & (later.id > Parcours.id)),
    )
    if variants:
        again = again.where(later.variant.in_(variants))
    return left(scope, variants).where(~fn.EXISTS(again))


def exits(scope: Scope, indicator: schema.Exits) -> Rows:
    """Exits of the period, of these classes, types and contracts, by class or another part (readings 59-01 to 59-03).

    An exit whose class cannot be told yet is of none, and its part is *à qualifier*. Counting *personnes*, someone who
    left twice counts by the last exit (readings 67-03 and E-03).
    """
    persons = indicator.unit == PERSON
    query = left_last(scope, indicator.variants) if persons else left(scope, indicator.variants)
    if indicator.types:
        query = query.where(Parcours.exit_type.in_(indicator.types))
    if indicator.contracts:
        query = query.where(Parcours.exit_contract.in_(indicator.contracts))
    if indicator.by != "classe" and not indicator.classes:
        once_each = (Parcours.person, Parcours.exit) if persons else None
        return Rows(
            Parcours,
            indicator.unit,
            query,
            part_of(indicator.by, scope.spec, counted=Parcours.exit),
            distinct=once_each,
        )
    told_by: Any = "" if indicator.by in (None, "classe") else part_of(indicator.by, scope.spec, counted=Parcours.exit)
    rows = []
    for row, found in _classed(scope, query, told_by):
        if not indicator.classes or (found and found.code in indicator.classes):
            told = row.part
            if indicator.by == "classe":
                told = found.label if found else TO_QUALIFY if to_qualify(scope.spec, row) else UNCLASSED
            rows.append((row.id, row.person, told))
    order = tuple(one.label for one in scope.spec.exit_class)
    if persons:
        return Rows.of_persons(Parcours, rows, order=order)
    return Rows(Parcours, "sortie", [(identity, told, 1) for identity, _, told in rows], order=order)


def all_exits(scope: Scope, indicator: schema.Indicator) -> Rows:
    """Every exit of the period, of the variants the indicator bears on (reading 59-17); of persons, who left."""
    query = left(scope, getattr(indicator, "variants", ()))
    if indicator.unit == "sortie":
        return Rows(Parcours, "sortie", query)
    return Rows(Parcours, PERSON, query, distinct=(Parcours.person, Parcours.exit))


def _classed(scope: Scope, query: ModelSelect, part: Any = "") -> Iterator[tuple[Any, schema.ExitClass | None]]:
    """Each exit of a query with its class: rows with id, person, part and what tells the class."""
    told = fn.COALESCE(part, "").alias("part")
    columns = (Parcours.id, Parcours.person, told, *TELLING)
    for row in query.select(*columns).order_by(Parcours.exit, Parcours.id).namedtuples():
        yield row, class_of(scope.spec, row)


def trained(scope: Scope, indicator: schema.Trained) -> Rows:
    """Persons with a training day inside their parcours and by the end of the period, of those who left or are still
    here (readings 59-22, E-42); of a training whose last day is not said, only the first is known."""
    during = _among(scope, indicator).where(
        Parcours.person == Training.person,
        Training.start <= open_until(scope.action),
        fn.COALESCE(Training.end, Training.start) >= Parcours.entry,
    )
    query = Training.select().where(
        Training.action == scope.action, Training.start <= scope.reached, fn.EXISTS(during.select(Parcours.id))
    )
    if indicator.qualifying:
        query = query.where(Training.qualifying)
    return Rows(Training, PERSON, query, distinct=(Training.person, Training.start))


def to_train(scope: Scope, indicator: schema.Trained) -> Rows:
    """Persons who left in the period, or who are still here at its end."""
    return Rows(Parcours, PERSON, _among(scope, indicator), distinct=(Parcours.person, Parcours.entry))


def _among(scope: Scope, indicator: schema.Trained) -> ModelSelect:
    return left_last(scope) if indicator.among == "sortis" else present_query(scope)


def gone_long_enough(scope: Scope, indicator: schema.FollowUps) -> Rows:
    """Persons whose last exit of the period, or the job they left to, lies at least ``indicator.months`` back (G6), and
    whose exit is of ``classes``."""
    ended = Parcours.alias()
    last = ended.select(
        ended.id,
        ended.exit,
        fn.ROW_NUMBER().over(partition_by=[ended.person], order_by=[ended.exit.desc(), ended.id.desc()]).alias("rank"),
    ).where(ended.action == scope.action, ended.exit.between(scope.start, scope.end))
    query = Parcours.select().join(last, on=(last.c.id == Parcours.id)).where(last.c.rank == 1)
    if indicator.since == "sortie":
        query = query.where(Parcours.exit <= latest_origin(today(), indicator.months))
    else:
        begun = _origins(scope, indicator, query)
        over = [id for id, origin in begun.items() if plus_months(origin, indicator.months) <= today()]
        query = Parcours.select().where(Parcours.id.in_(over))
    if indicator.classes:
        kept = [row.id for row, found in _classed(scope, query) if found and found.code in indicator.classes]
        query = Parcours.select().where(Parcours.id.in_(kept))
    return Rows(Parcours, PERSON, query, distinct=(Parcours.person, Parcours.exit))


def _origins(scope: Scope, indicator: schema.FollowUps, query: ModelSelect) -> dict[int, Date]:
    """What the months of a contact run from for each of these exits, by parcours."""
    jobs = jobs_of([scope.action.id]) if indicator.since == "emploi" else {}
    columns = (Parcours.id, Parcours.person, Parcours.entry, Parcours.exit, Parcours.exit_type)
    return {
        id: origin_of(indicator.since, entry, exit, kind, jobs.get((scope.action.id, person), ()))
        for id, person, entry, exit, kind in query.select(*columns).tuples()
    }


def follow_ups(scope: Scope, indicator: schema.FollowUps) -> Rows:
    """Of the persons gone long enough, those found in one of the situations, reached, or whom anyone tried to reach, by
    a contact of that exit made so many months after it (reading E-03)."""
    gone = gone_long_enough(scope, indicator).source
    assert isinstance(gone, ModelSelect)
    ended = gone.select(Parcours.id)
    query = FollowUp.select().where(FollowUp.months == indicator.months, FollowUp.parcours.in_(ended))
    if indicator.counting != "fait":
        query = query.where(FollowUp.reached)
    if indicator.counting == "situation":
        query = query.where(FollowUp.situation.in_(list(indicator.situations)))
    part = _found(indicator.by)
    columns = (FollowUp.id, FollowUp.person, FollowUp.parcours, FollowUp.day, Value("") if part is None else part)
    found = query.select(*columns).order_by(FollowUp.day, FollowUp.id).tuples()
    origins = _origins(scope, indicator, gone)
    return Rows.of_persons(
        FollowUp,
        (
            (id, person, told)
            for id, person, parcours, day, told in found
            if day >= counts_from(origins[parcours], indicator.months, indicator.early)
        ),
    )


def _found(by: str | None) -> Any:
    """The parts of a follow-up: who was not reached is shown apart (G6)."""
    if by == "contrat":
        return known(FollowUp.contract)
    if by == "situation":
        return Case(FollowUp.reached, [(True, known(FollowUp.situation))], "non joint")
    return None


def job_starts(scope: Scope, indicator: schema.JobStarts) -> Rows:
    """Persons with a job begun in the period during a parcours, or who left in it to a job (reading 67-03)."""
    last = scope.reached
    begun = fn.EXISTS(
        Job.select(Job.id).where(
            Job.action == scope.action,
            Job.person == Parcours.person,
            Job.start.between(scope.start, last),
            Job.start.between(Parcours.entry, open_until(scope.action)),
        )
    )
    gone = (Parcours.exit_type == JOB) & Parcours.exit.between(scope.start, last)
    return Rows(Parcours, PERSON, stays(scope).where(begun | gone), distinct=(Parcours.person, Parcours.entry))
