"""What a fact of a register cannot be: read from its model, and what only one register forbids."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from operator import ge, gt, le
from typing import Any

from pendulum import Date

from config.schema import Convention
from models.acts.limits import Limit, Values, refuse
from models.acts.refusals import Refused
from models.days.clock import today
from models.french import wording
from models.tables import (
    Contract,
    Ede,
    Evaluation,
    FollowUp,
    Immersion,
    Job,
    Liaison,
    Obstacle,
    ProjectState,
    WorkedHours,
    fields_of,
)
from models.tables.fields import CodeField, DayField, MinutesField, MonthField
from models.terms import distance

MOST_TOLD = 12  # a longer list is better looked at in the form
LONGEST_WEEK = 7 * 24 * 60
_COMPARISON = re.compile(r'"?(\w+)"? (>=|<=|>) "?(\w+)"?')
_HOLDS: dict[str, Callable[[Any, Any], bool]] = {">=": ge, "<=": le, ">": gt}


def refuse_impossible(table: Any, values: dict[str, Any]) -> None:
    """Raises Refused, naming the field by its header, when ``values`` (every field of ``table``) cannot be a fact: a
    register the convention does not keep, an empty field, a value out of its list, a day after today, an end before its
    start."""
    spec = values["action"].spec if "action" in table._meta.fields and values["action"] is not None else None
    if spec is not None and table.register not in spec.records:
        raise Refused(f"La convention « {spec.title} » ne tient pas de registre « {table.register} ».")
    for field in fields_of(table):
        if fault := _fault(field, values[field.name], spec, field.name in table.ahead):
            raise Refused(f"« {field.verbose_name} » {fault}")
    for left, sign, right in _comparisons(table):
        _compare(table, values, left, sign, right)
    if table in SHARED:
        refuse(SHARED[table](values))
    OWN.get(table, lambda values, spec: None)(values, spec)


def codes(spec: Convention, field: Any) -> dict[str, str]:
    """The codes a field takes in this convention, with their labels: of the codification, only its actions that are
    entered by hand (a theme or a parent is never chosen)."""
    if field.listed != "plan_code":
        return spec.listed(field.listed)
    parents = {one.code.rpartition(".")[0] for one in spec.plan_code}
    return {one.code: one.label for one in spec.plan_code if one.code not in parents and not one.exchange}


def required(field: Any) -> bool:
    """Whether a fact cannot be without this field."""
    return not field.null and field.default is None


def _fault(field: Any, value: Any, spec: Convention | None, ahead: bool) -> str:
    """What is wrong with one value, '' when nothing is."""
    if value in (None, ""):
        return "est à remplir." if required(field) else ""
    known = _known(field, spec)
    if known is not None and value not in known:
        listed = f" ; au choix : {', '.join(known)}" if 0 < len(known) <= MOST_TOLD else ""
        return f"ne peut pas être « {value} », qui n'est pas dans la liste{listed}."
    if isinstance(field, DayField) and not ahead and value > today():
        return f"ne peut pas être le {wording.day(value)}, après aujourd'hui : corrigez la date."
    return _month_fault(value) if isinstance(field, MonthField) else ""


def _known(field: Any, spec: Convention | None) -> list[str] | None:
    if isinstance(field, CodeField):
        return list(codes(spec, field)) if spec is not None else None
    return [value for value, _ in field.choices] if field.choices else None


def _month_fault(month: str) -> str:
    try:
        first = Date.fromisoformat(f"{month}-01")
    except ValueError:
        return f"ne peut pas être « {month} » : écrivez le mois AAAA-MM."
    return f"ne peut pas être {wording.month(month)}, qui n'a pas commencé : vérifiez." if first > today() else ""


@cache
def _comparisons(table: Any) -> list[tuple[str, str, str]]:
    """The pairs the table's CHECKs compare: (field, sign, field or number)."""
    by_column = {field.column_name: field.name for field in table._meta.sorted_fields}
    return [
        (by_column[left], sign, by_column.get(right, right))
        for check in table._meta.constraints
        for left, sign, right in _COMPARISON.findall(check.sql)
    ]


def _compare(table: Any, values: dict[str, Any], left: str, sign: str, right: str) -> None:
    value = values[left]
    other = int(right) if right.isdigit() else values[right]
    if value is None or other is None or _HOLDS[sign](value, other):
        return
    fields = table._meta.fields
    header = fields[left].verbose_name
    if right.isdigit():
        least = "négatif" if sign == ">=" else "inférieur à 1"
        raise Refused(f"« {header} » ne peut pas être {least} : corrigez ce nombre.")
    write: Callable[[Any], str] = wording.hours if isinstance(fields[left], MinutesField) else wording.day
    verb = "dépasse" if sign == "<=" else "précède"
    raise Refused(
        f"« {header} » ({write(value)}) {verb} « {fields[right].verbose_name} » ({write(other)}) : corrigez l'un des"
        " deux."
    )


def _immersion(values: dict[str, Any], spec: Convention) -> None:
    if values["validated"] and values["start"] > today():
        raise Refused("« Projet validé » ne peut pas être oui pour une immersion qui n'a pas commencé.")


def _follow_up(values: dict[str, Any], spec: Convention) -> None:
    if values["reached"] and values["unreachable"]:
        raise Refused("« Joint » et « Injoignable » ne vont pas ensemble : gardez l'un des deux.")


def _worked(values: dict[str, Any], spec: Convention) -> None:
    most = Date.fromisoformat(f"{values['month']}-01").days_in_month * 24 * 60
    if values["minutes"] > most:
        raise Refused(f"« Heures » dépasse ce qu'un mois compte ({wording.hours(most)}) : vérifiez.")


def weekly(values: Values) -> Iterator[Limit]:
    """The hours of work a week has."""
    minutes = values.get("weekly")
    if minutes is not None and minutes <= 0:
        yield Limit("weekly", "« Durée hebdomadaire (h) » va de 1 minute à 168 heures : vérifiez.")
    if minutes is not None and minutes > LONGEST_WEEK:
        yield Limit("weekly", "« Durée hebdomadaire (h) » dépasse les 168 h d'une semaine : vérifiez.")


def obstacle(values: Values) -> Iterator[Limit]:
    """An obstacle is closed with an outcome."""
    if (values.get("closed") is None) != (not values.get("outcome")):
        yield Limit("outcome", "« Clos le » et « Issue » vont ensemble : remplissez les deux, ou aucun.")


def project(values: Values) -> Iterator[Limit]:
    """How a code of the ROME is written."""
    if values.get("rome") and not re.fullmatch(r"[A-N][0-9]{4}", values["rome"]):
        written = "s'écrit d'une lettre de A à N et de quatre chiffres, par exemple H2603"
        yield Limit("rome", f"« ROME » {written} : vérifiez le code ROME.")


def _evaluation(values: dict[str, Any], spec: Convention) -> None:
    scale = next(scale for scale in spec.scale if scale.code == values["scale"])
    if values["level"] not in scale.levels:
        raise Refused(
            f"« Niveau » ne peut pas être « {values['level']} » sur l'échelle « {scale.label} » ; au choix :"
            f" {', '.join(scale.levels)}."
        )


def _liaison(values: dict[str, Any], spec: Convention) -> None:
    kind = next(kind for kind in spec.liaison_kind if kind.code == values["kind"])
    if values["reason"] and kind.motives and values["reason"] not in kind.motives:
        raise Refused(
            f"« Motif » ne peut pas être « {values['reason']} » pour cette demande ; au choix : "
            f"{' ; '.join(kind.motives)}."
        )


def _ede(values: dict[str, Any], spec: Convention) -> None:
    distance.refuse_impossible(spec.distance, distance.answers_of(values["answers"]), values["total"])


SHARED: dict[Any, Callable[[Values], Iterator[Limit]]] = {
    Contract: weekly,
    Job: weekly,
    Obstacle: obstacle,
    ProjectState: project,
}
"""What one register forbids at every door."""

OWN: dict[Any, Callable[[dict[str, Any], Convention], None]] = {
    Ede: _ede,
    Evaluation: _evaluation,
    FollowUp: _follow_up,
    Immersion: _immersion,
    Liaison: _liaison,
    WorkedHours: _worked,
}
"""What one register forbids beside what its model says."""
