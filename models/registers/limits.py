"""What a fact of a register cannot be: read from its model, and what only one register forbids."""

import re
from collections.abc import Callable, Iterator
from operator import ge, gt, le
from typing import Any

from pendulum import Date

from config.schema import Convention
from models.acts.limits import Dates, Limit, Values, outside
from models.acts.refusals import Refused
from models.french import wording
from models.tables import (
    Contact,
    Contract,
    Ede,
    EligibilityCheck,
    Evaluation,
    Exam,
    FollowUp,
    Immersion,
    Job,
    Liaison,
    Obstacle,
    Prescription,
    ProjectState,
    WorkedHours,
    fields_of,
)
from models.tables.base import once_a_table
from models.tables.fields import CodeField, DayField, MinutesField, MonthField, required
from models.tables.registers import Register
from models.terms import distance, plan, scales

MOST_TOLD = 12  # a longer list is better looked at in the form
LONGEST_WEEK = 7 * 24 * 60
_COMPARISON = re.compile(r'"?(\w+)"? (>=|<=|>) "?(\w+)"?')
_HOLDS: dict[str, Callable[[Any, Any], bool]] = {">=": ge, "<=": le, ">": gt}


def fact(
    table: type[Register],
    values: Values,
    spec: Convention | None,
    today: Date,
    action: Dates | None = None,
    first_entry: Date | None = None,
) -> Iterator[Limit]:
    """The limits of a fact of ``table``: a register the convention does not keep, a value out of its list, a day that
    has not come, fields that contradict each other; in doubt, a day outside the ``action`` or, for an exam, before the
    ``first_entry`` of its person there. Each names the field by its header."""
    if spec is not None and table.register not in spec.records:
        told = f"La convention {spec.id} ne tient pas de registre « {table.register} »."
        yield Limit("action", told, "warning")
    for field in _limited(table):
        if values.get(field.name) not in (None, ""):
            yield from _value(table, field, values[field.name], spec, today)
    for left, sign, right in _comparisons(table):
        yield from _compare(table, values, left, sign, right)
    yield from _unanswered(table, values)
    if table in OWN:
        yield from OWN[table](values, spec, today)
    yield from _placed(table, values, action, first_entry)


@once_a_table
def _limited(table: type[Register]) -> list[Any]:
    """The fields a value of which may be out of a list, or of time."""
    return [one for one in fields_of(table) if one.choices or isinstance(one, (CodeField, DayField, MonthField))]


def followed(values: Values) -> Iterator[Limit]:
    """What a contact cannot say of the ``parcours`` it follows (its record; nothing for none): one of somebody else, an
    exit after the contact; in doubt, no exit."""
    day, stay = values.get("day"), values.get("parcours")
    if not stay:
        if day is not None:
            yield untied(day)
        return
    of = [getattr(values.get(name), "id", values.get(name)) for name in ("action", "person")]
    if of != [stay.action_id, stay.person_id]:
        yield Limit("parcours", "Cette sortie n'est pas de cette personne dans cette action : choisissez-en une autre.")
    elif stay.exit is None:
        told = f"Le parcours du {wording.day(stay.entry)} n'a pas de sortie : ce suivi est gardé sans compter."
        yield Limit("parcours", told, "doubt")
    elif day is not None:
        yield from after_exit(day, stay.exit)


def untied(day: Date) -> Limit:
    """A contact that follows no exit is recorded, and counts nowhere (reading E-03)."""
    told = f"Aucune sortie le {wording.day(day)} ou avant : ce suivi est gardé, et ne compte nulle part."
    return Limit("day", told, "doubt")


def after_exit(day: Date, exit: Date) -> Iterator[Limit]:
    """A contact is not made before the exit it follows."""
    if day < exit:
        told = f"La sortie du {wording.day(exit)} est après ce contact du {wording.day(day)} : corrigez l'une des deux."
        yield Limit("parcours", told)


def too_early(day: Date, months: int, first: Date) -> Iterator[Limit]:
    """In doubt, a contact made before the ``first`` day on which it counts as made so many months after the exit."""
    if day < first:
        told = f"À {months} mois, un contact compte à partir du {wording.day(first)} : celui-ci est gardé sans compter."
        yield Limit("day", told, "doubt")


def missing(table: type[Register], values: Values) -> Iterator[Limit]:
    """The fields a fact cannot be without."""
    for field in fields_of(table):
        if required(field) and values.get(field.name) in (None, ""):
            yield Limit(field.name, f"« {field.verbose_name} » est à remplir.")


def exchanged(table: type[Register], values: Values, spec: Convention | None) -> Iterator[Limit]:
    """A code of the codification that only comes from the exchange of files, and is never entered by hand (62-20)."""
    coded = [field for field in fields_of(table) if isinstance(field, CodeField) and field.listed == "plan_code"]
    for field in coded:
        code = values.get(field.name)
        if spec is not None and code in {one.code for one in spec.plan_code if one.exchange}:
            yield _not_listed(field, code, list(codes(spec, field)))


def codes(spec: Convention, field: Any) -> dict[str, str]:
    """The codes a field takes in this convention, with their labels: of the codification, only its actions that are
    entered by hand (a theme or a parent is never chosen)."""
    if field.listed != "plan_code":
        return spec.listed(field.listed)
    parents = {one.code.rpartition(".")[0] for one in spec.plan_code}
    return {one.code: one.label for one in spec.plan_code if one.code not in parents and not one.exchange}


def _value(table: type[Register], field: Any, value: Any, spec: Convention | None, today: Date) -> Iterator[Limit]:
    """What is wrong with one value."""
    if isinstance(field, CodeField):
        if spec is not None:
            yield from _code(field, value, spec)
    elif field.choices:
        known = [one for one, _ in field.choices]
        if value not in known:
            yield _not_listed(field, value, known)._replace(strength="error")
    elif isinstance(field, DayField):
        if not field.facts.ahead and value > today:
            told = f"ne peut pas être le {wording.day(value)}, après aujourd'hui : corrigez la date."
            yield Limit(field.name, f"« {field.verbose_name} » {told}", "warning")
    elif isinstance(field, MonthField):
        first = first_of(value)
        if first is None:
            told = f"« {field.verbose_name} » ne peut pas être « {value} » : écrivez le mois AAAA-MM."
            yield Limit(field.name, told)
        elif first > today:
            told = f"ne peut pas être {wording.month(value)}, qui n'a pas commencé : vérifiez."
            yield Limit(field.name, f"« {field.verbose_name} » {told}", "warning")


def _code(field: Any, code: str, spec: Convention) -> Iterator[Limit]:
    if field.listed == "plan_code" and (below := plan.parts(spec, code)):
        told = f"ne peut pas être « {code} », qui n'est pas une action du plan ; au choix : {', '.join(below)}."
        yield Limit(field.name, f"« {field.verbose_name} » {told}", "warning")
    elif code not in spec.listed(field.listed):
        yield _not_listed(field, code, list(codes(spec, field)))


def _not_listed(field: Any, value: Any, known: list[str]) -> Limit:
    listed = f" ; au choix : {', '.join(known)}" if 0 < len(known) <= MOST_TOLD else ""
    told = f"« {field.verbose_name} » ne peut pas être « {value} », qui n'est pas dans la liste{listed}."
    return Limit(field.name, told, "warning")


def first_of(month: str) -> Date | None:
    """The first day of a month AAAA-MM; None when it is not one."""
    try:
        return Date.fromisoformat(f"{month}-01")
    except ValueError:
        return None


def _placed(table: type[Register], values: Values, action: Dates | None, first_entry: Date | None) -> Iterator[Limit]:
    """What is unusual in the days of a fact, and may still be true."""
    dated = values.get(table.dated)
    if action is not None and table is WorkedHours:
        first = first_of(dated) if dated else None
        if dated and first is not None and (first > action.end or first.end_of("month") < action.start):
            told = f"{wording.capital(wording.month(dated))} est hors des dates de l'action {action.code}."
            yield Limit("month", told, "doubt")
    elif table is FollowUp:
        if action is not None and dated is not None and dated < action.start:
            yield from outside("day", dated, action)
    elif table not in UNBOUND:
        yield from outside(table.dated, dated, action)
        if "end" in table._meta.fields:
            yield from outside("end", values.get("end"), action)
    if table is Exam and first_entry is not None and dated is not None and dated < first_entry:
        told = f"Examen du {wording.day(dated)} avant l'entrée ({wording.day(first_entry)})."
        yield Limit("day", told, "doubt")


@once_a_table
def _comparisons(table: type[Register]) -> list[tuple[str, str, str]]:
    """The pairs the table's CHECKs compare: (field, sign, field or number)."""
    by_column = {field.column_name: field.name for field in table._meta.sorted_fields}
    return [
        (by_column[left], sign, by_column.get(right, right))
        for check in table._meta.constraints
        for left, sign, right in _COMPARISON.findall(check.sql)
    ]


def _compare(table: type[Register], values: Values, left: str, sign: str, right: str) -> Iterator[Limit]:
    value, fields = values.get(left), table._meta.fields
    other = int(right) if right.isdigit() else values.get(right)
    if value is None or other is None or _HOLDS[sign](value, other):
        return
    if right.isdigit():
        minute = " minute" if isinstance(fields[left], MinutesField) else ""
        least = "négatif" if sign == ">=" else f"inférieur à 1{minute}"
        yield Limit(left, f"« {fields[left].verbose_name} » ne peut pas être {least} : corrigez ce nombre.")
    else:
        yield _out_of_order(table, values, left, right, "dépasse" if sign == "<=" else "précède")


def _unanswered(table: type[Register], values: Values) -> Iterator[Limit]:
    """A day before one that it answers: an opinion before its request (reading E-07)."""
    for field in _answers(table):
        day = values.get(field.name)
        asked = (name for name in field.facts.answers if values.get(name) is not None)
        if day is not None and (later := next((name for name in asked if values[name] > day), None)):
            yield _out_of_order(table, values, field.name, later, "précède")


@once_a_table
def _answers(table: type[Register]) -> list[Any]:
    return [field for field in fields_of(table) if field.facts.answers]


def _out_of_order(table: type[Register], values: Values, left: str, right: str, verb: str) -> Limit:
    fields = table._meta.fields
    write: Callable[[Any], str] = wording.hours if isinstance(fields[left], MinutesField) else wording.day
    one, other = (f"« {fields[name].verbose_name} » ({write(values[name])})" for name in (left, right))
    return Limit(left, f"{one} {verb} {other} : corrigez l'un des deux.")


def _immersion(values: Values, spec: Convention | None, today: Date) -> Iterator[Limit]:
    if values.get("validated") and values.get("start") is not None and values["start"] > today:
        told = "« Projet validé » ne peut pas être oui pour une immersion qui n'a pas commencé."
        yield Limit("validated", told, "warning")


def _follow_up(values: Values, spec: Convention | None, today: Date) -> Iterator[Limit]:
    if values.get("reached") and values.get("unreachable"):
        told = "« Joint » et « Injoignable » ne vont pas ensemble : gardez l'un des deux."
        yield Limit("unreachable", told)


def _worked(values: Values, spec: Convention | None, today: Date) -> Iterator[Limit]:
    first, minutes = first_of(values.get("month") or ""), values.get("minutes")
    if first is not None and minutes is not None and minutes > (most := first.days_in_month * 24 * 60):
        told = f"« Heures » dépasse ce qu'un mois compte ({wording.hours(most)}) : vérifiez."
        yield Limit("minutes", told)


def _weekly(values: Values, spec: Convention | None, today: Date) -> Iterator[Limit]:
    if values.get("weekly") is not None and values["weekly"] > LONGEST_WEEK:
        yield Limit("weekly", "« Durée hebdomadaire (h) » dépasse les 168 h d'une semaine : vérifiez.")


def _obstacle(values: Values, spec: Convention | None, today: Date) -> Iterator[Limit]:
    if (values.get("closed") is None) != (not values.get("outcome")):
        yield Limit("outcome", "« Clos le » et « Issue » vont ensemble : remplissez les deux, ou aucun.")


def _project(values: Values, spec: Convention | None, today: Date) -> Iterator[Limit]:
    if values.get("rome") and not re.fullmatch(r"[A-N][0-9]{4}", values["rome"]):
        told = "« ROME » s'écrit d'une lettre de A à N et de quatre chiffres : H2603 est un code ROME."
        yield Limit("rome", told)


def _evaluation(values: Values, spec: Convention | None, today: Date) -> Iterator[Limit]:
    scale = scales.scale_of(spec, values.get("scale") or "") if spec else None
    if scale is None:
        return
    subject, level = scales.written(scale, values.get("subject") or "", values.get("level") or "")
    for field, value, known in ((Evaluation.subject, subject, scale.subjects), (Evaluation.level, level, scale.levels)):
        if value and known and value not in known:
            told = f"ne peut pas être « {value} » sur l'échelle « {scale.label} » ; au choix : {', '.join(known)}."
            yield Limit(field.name, f"« {field.verbose_name} » {told}")


def _liaison(values: Values, spec: Convention | None, today: Date) -> Iterator[Limit]:
    kind = next((one for one in spec.liaison_kind if one.code == values.get("kind")), None) if spec else None
    if kind is not None and values.get("reason") and kind.motives and values["reason"] not in kind.motives:
        told = (
            f"« Motif » ne peut pas être « {values['reason']} » pour cette demande ; au choix : "
            f"{' ; '.join(kind.motives)}."
        )
        yield Limit("reason", told, "warning")


def _ede(values: Values, spec: Convention | None, today: Date) -> Iterator[Limit]:
    try:
        answers = distance.answers_of(values.get("answers") or "")
        distance.refuse_impossible(spec.distance if spec else None, answers, values.get("total"))
    except Refused as refused:
        yield Limit("answers" if values.get("answers") else "total", str(refused))


def _contact(values: Values, spec: Convention | None, today: Date) -> Iterator[Limit]:
    if values.get("structure"):
        return
    if values.get("partner") == "employeur":
        yield Limit("structure", "« Structure » est à remplir avec un employeur : écrivez son nom.")
    elif values.get("partner") and not values.get("person"):
        yield Limit("structure", "« Structure » est à remplir quand le contact ne parle de personne.")


UNBOUND = (FollowUp, WorkedHours, EligibilityCheck, Contract, Prescription, Contact)
"""Registers whose facts are often dated outside the action."""

OWN: dict[Any, Callable[[Values, Convention | None, Date], Iterator[Limit]]] = {
    Contact: _contact,
    Contract: _weekly,
    Ede: _ede,
    Evaluation: _evaluation,
    FollowUp: _follow_up,
    Immersion: _immersion,
    Job: _weekly,
    Liaison: _liaison,
    Obstacle: _obstacle,
    ProjectState: _project,
    WorkedHours: _worked,
}
"""What one register forbids beside what its model says."""
