"""Measures of the personal plan, the échelle de distance à l'emploi and the fiche de liaison."""

from collections.abc import Iterable, Iterator
from itertools import chain, groupby

from peewee import Case, ModelSelect
from pendulum import Date

from config import schema
from models.acts.refusals import Refused
from models.days.clock import today
from models.days.months import plus_months
from models.figures import preceded
from models.figures.measures.base import PERSON, UNKNOWN, Rows
from models.figures.measures.parts import known, labelled
from models.figures.measures.registers import dated
from models.figures.scope import Scope
from models.tables import Contract, Ede, Liaison, PlanLine
from models.terms import distance, plan


def plan_lines(scope: Scope, indicator: schema.PlanLines) -> Rows:
    """The lines of plan begun in the period, a planned one once its first day has come."""
    query = dated(scope, PlanLine, PlanLine.start)
    if indicator.results:
        query = query.where(PlanLine.result.in_(indicator.results))
    return Rows(PlanLine, "action du plan", query, _part(scope.spec, indicator.by))


def _part(spec: schema.Convention, by: str) -> object:
    codes = plan.by_code(spec)
    told = {one.code: f"{one.code} {one.label}" for one in codes.values()}
    if by == "thème":
        told = {code: told.get(code[:1], code[:1]) for code in codes}
    elif by == "sphère":
        told = {one.code: plan.sphere(one) or UNKNOWN for one in codes.values()}
    elif by == "résultat":
        return known(PlanLine.result)
    return Case(PlanLine.code, list(told.items()), PlanLine.code) if told else PlanLine.code


def distance_scales(scope: Scope, indicator: schema.DistanceScales) -> Rows:
    """The échelles of the period by what their total proposes, the persons who progressed, or everyone's answers."""
    if indicator.unit == PERSON:
        nearer = [(last.id, last.person_id, "") for last, first, total in _twice(scope) if total < first]
        return Rows.of_persons(Ede, nearer)
    if indicator.unit == "réponse":
        return Rows(Ede, "réponse", list(_answers(scope)))
    scale = scope.spec.distance
    assert scale is not None  # asked by the reading of the convention
    filled = [one for one in _echelles(scope) if scope.start <= one.day <= scope.end]
    proposed = [(one.id, distance.proposal(scale, distance.total_of(scale, one)), 1) for one in filled]
    return Rows(Ede, "échelle", proposed)


def progress_base(scope: Scope, indicator: schema.DistanceScales) -> Rows:
    """The échelles filled; of persons, those with a total in the period and one before it."""
    if indicator.unit == PERSON:
        return Rows.of_persons(Ede, [(last.id, last.person_id, "") for last, _, _ in _twice(scope)])
    return distance_scales(scope, indicator)


def _echelles(scope: Scope) -> list[Ede]:
    """The échelles of the action up to the end of the period, person by person in order of day."""
    query = Ede.select().where(Ede.action == scope.action, Ede.day <= scope.reached)
    return list(query.order_by(Ede.person, Ede.day, Ede.id))


def _twice(scope: Scope) -> Iterator[tuple[Ede, int, int]]:
    """The last échelle of the period of whoever has two totals: with the first total in the action, and the last."""
    for _, filled in groupby(_echelles(scope), key=lambda one: one.person_id):
        told = [(one, distance.total_of(scope.spec.distance, one)) for one in filled]
        totals = [(one, total) for one, total in told if total is not None]
        if len(totals) > 1 and totals[-1][0].day >= scope.start:
            yield totals[-1][0], totals[0][1], totals[-1][1]


def _answers(scope: Scope) -> Iterator[tuple[int, str, int]]:
    """Each answer of everyone's last échelle of the period, in the words of the grid when it is configured."""
    grid = scope.spec.distance.item if scope.spec.distance else ()
    items = {item.code: item for item in grid}
    for _, filled in groupby(_echelles(scope), key=lambda one: one.person_id):
        *_, last = filled
        try:
            answers = distance.answers_of(last.answers) if last.day >= scope.start else {}
        except Refused:
            continue
        for code, palier in answers.items():
            told = {one.code: one.label for one in items[code].palier} if code in items else {}
            item = items[code].label if code in items else code
            yield last.id, f"{item} : {told.get(palier, palier)}", 1


def contracts_preceded(scope: Scope, indicator: schema.ContractsPreceded) -> Rows:
    """The contracts begun, the renewals or the requests of the period with an échelle filled in time for them."""
    return _rows(indicator, (one for one in _to_precede(scope, indicator) if one.last()))


def to_precede(scope: Scope, indicator: schema.ContractsPreceded) -> Rows:
    """All those contracts, renewals or requests."""
    return _rows(indicator, _to_precede(scope, indicator))


def _rows(indicator: schema.ContractsPreceded, found: Iterable[preceded.Preceded]) -> Rows:
    lines = [(one.record.id, "", 1) for one in found]
    return Rows(Liaison, "fiche", lines) if indicator.requests else Rows(Contract, "contrat", lines)


def _to_precede(scope: Scope, indicator: schema.ContractsPreceded) -> Iterator[preceded.Preceded]:
    everything = chain(preceded.contracts(scope, indicator.contracts), preceded.requests(scope, indicator.requests))
    for one in everything:
        if scope.start <= one.day <= scope.end and (not indicator.renewals or one.record.renewal):
            yield one


def liaisons(scope: Scope, indicator: schema.Liaisons) -> Rows:
    """The fiches of the period: by request, motive, opinion or outcome; or those answered in time."""
    if indicator.answered is not None:
        return Rows(
            Liaison, "fiche", [(one.id, "", 1) for one, day, last in _asked(scope, indicator) if day and day <= last]
        )
    query = _fiches(scope, indicator)
    if indicator.by == "suite":
        query = query.where(Liaison.outcome != "")
    part = {
        "demande": labelled(Liaison.kind, scope.spec.liaison_kind),
        "motif": known(Liaison.reason),
        "avis": Case(None, [(Liaison.opinion_day > scope.reached, UNKNOWN)], known(Liaison.opinion)),
        "suite": known(Liaison.structure).concat(" : ").concat(Liaison.outcome),
        None: None,
    }[indicator.by]
    return Rows(Liaison, "fiche", query, part)


def to_answer(scope: Scope, indicator: schema.Liaisons) -> Rows:
    """The fiches of the period; of a delay, those answered or whose delay is over by then and before today."""
    if indicator.answered is None:
        return Rows(Liaison, "fiche", _fiches(scope, indicator))
    asked = _asked(scope, indicator)
    return Rows(Liaison, "fiche", [(one.id, "", 1) for one, day, last in asked if day or _over(scope, last)])


def _over(scope: Scope, last: Date) -> bool:
    """Whether a delay is over: its last day in the period, and before today."""
    return last <= scope.end and last < today()


def _fiches(scope: Scope, indicator: schema.Liaisons) -> ModelSelect:
    query = dated(scope, Liaison, Liaison.day)
    return query.where(Liaison.kind.in_(indicator.requests)) if indicator.requests else query


def _asked(scope: Scope, indicator: schema.Liaisons) -> Iterator[tuple[Liaison, Date | None, Date]]:
    """Each fiche with the day of its answer (the instance's opinion when it gives one) and the last day for it.

    An answer that has not come by the end of the period, or dated before what it answers, is none (reading E-07).
    """
    judged = {kind.code for kind in scope.spec.liaison_kind if kind.opinion}
    assert indicator.answered is not None
    for one in _fiches(scope, indicator).order_by(Liaison.day, Liaison.id):
        day = one.opinion_day if one.kind in judged else one.answered
        if day is not None and not one.day <= day <= scope.reached:
            day = None
        yield one, day, plus_months(one.day, indicator.answered)
