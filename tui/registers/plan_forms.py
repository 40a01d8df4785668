"""The forms that are not one row a column: an échelle item by item, a line of plan by its code."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from pendulum import Date

from config.schema import Convention, DistanceScale, EdeItem, PlanCode
from models.acts.refusals import Refused
from models.days.clock import today
from models.french.wording import capital, counted
from models.french.wording import day as say_day
from models.registers import facts
from models.tables import Action, Contract, Ede, Person, PlanLine
from models.terms import distance, plan
from tui.forms.form import FormScreen
from tui.forms.rows import Field, Row
from tui.host import Host
from tui.registers.fields import derived, named, whom
from tui.widgets.fields import Found

ITEM = "item "


class FollowingForm(FormScreen):
    """A form whose line under the fields follows what is typed from the first key, all filled in or not."""

    def _show_preview(self) -> None:
        assert self.preview is not None
        self._preview_says(self.preview({row.field.name: row.so_far() for row in self.query(Row)}))


def ask_echelle(app: Host, action: Action, person: Person | None, ede: Ede | None) -> None:
    """Asks for an échelle, one choice an item, with its running total; for its total alone without a grid."""
    scale = action.spec.distance
    given = _given(ede)
    fields = [
        whom(Ede, action, person),
        *(one for one in derived(Ede, action, person, ede) if one.name not in ("answers", "total", "proposal")),
        *(_item(item, given) for item in (scale.item if scale else ())),
        *(one for one in derived(Ede, action, person, ede) if one.name in ("total", "proposal")),
    ]
    if scale and scale.item:
        fields = [one for one in fields if one.name != "total"]
    else:
        hint = "La grille n'est pas configurée : reportez le total de la grille papier."
        fields = [replace(one, hint=hint) if one.name == "total" else one for one in fields]
    app.push_screen(
        FollowingForm(
            named(f"{'Corriger' if ede else 'Ajouter'} : {Ede.one}", action, person),
            fields,
            lambda values: _save_echelle(app, action, scale, ede, values),
            rehearsed=True,
            doubt=lambda values: " ".join(
                [*_unfinished(scale, values), *facts.doubts(Ede, {"action": action, **values}, ede)]
            ),
            preview=lambda values: _preview(action, scale, ede, values) if scale else "",
        )
    )


def _given(ede: Ede | None) -> dict[str, str]:
    try:
        return distance.answers_of(ede.answers) if ede else {}
    except Refused:
        return {}


def _item(item: EdeItem, given: dict[str, str]) -> Field:
    paliers = [(one.code, f"{rank} {one.label}") for rank, one in enumerate(item.palier, 1)]
    hint = "Le chiffre du palier, ou ← et →."
    return Field(ITEM + item.code, item.label, "choice", choices=paliers, default=given.get(item.code), hint=hint)


def _answers(values: dict[str, Any]) -> dict[str, str]:
    return {name.removeprefix(ITEM): value for name, value in values.items() if name.startswith(ITEM) and value}


def _save_echelle(
    app: Host, action: Action, scale: DistanceScale | None, ede: Ede | None, values: dict[str, Any]
) -> None:
    kept = {name: value for name, value in values.items() if not name.startswith(ITEM)}
    if scale and scale.item:
        answers = _answers(values)
        whole = len(answers) == len(scale.item)
        kept |= {"answers": distance.written(answers), "total": distance.total(scale, answers) if whole else None}
    if ede is None:
        facts.add(Ede, who=app.who, action=action, **kept)
    else:
        facts.correct(ede, who=app.who, **kept)


def _unfinished(scale: DistanceScale | None, values: dict[str, Any]) -> list[str]:
    left = len(scale.item) - len(_answers(values)) if scale else 0
    return [f"{capital(counted(left, 'item'))} sans réponse : aucun total ne sera calculé."] if left else []


def _preview(action: Action, scale: DistanceScale, ede: Ede | None, values: dict[str, Any]) -> str:
    """The points so far, the orientation they propose once whole, what to ask and watch, what moved since before."""
    if not scale.item:
        total = values.get("total")
        return "" if total is None else f"Total {total} · {distance.proposal(scale, total)}"
    answers = _answers(values)
    points, left = distance.points(scale, answers), len(scale.item) - len(answers)
    lines = [
        f"{counted(points, 'point')} · {counted(left, 'item')} sans réponse"
        if left
        else f"Total {points} · {distance.proposal(scale, points)}"
    ]
    lines += [
        f"À demander : {palier.question}"
        for item in scale.item
        for palier in item.palier
        if palier.question and answers.get(item.code) == palier.code
    ]
    lines += [f"▲ {said}" for said in distance.vigilance(scale, answers)]
    if before := _before(action, values.get("person"), values.get("day"), ede):
        total = distance.total_of(scale, before)
        moved = ", ".join(
            f"{one.item} {'−' if one.points < 0 else '+'}{abs(one.points)}"
            for one in distance.evolution(scale, _given(before), answers)
        )
        known = "" if total is None else f", total {total}"
        lines.append(f"Depuis l'échelle du {say_day(before.day)}{known} : {moved or 'rien ne change'}")
    return "\n".join(lines)


def _before(action: Action, person: Person | None, day: Date | None, ede: Ede | None) -> Ede | None:
    """The échelle before this one."""
    earlier = Ede.select().where(Ede.action == action, Ede.person == person, Ede.day < (day or today()))
    earlier = earlier.where(Ede.id != ede.id) if ede else earlier
    return earlier.order_by(Ede.day.desc()).first() if person else None


def ask_line(app: Host, action: Action, person: Person | None, line: PlanLine | None) -> None:
    """Asks for a line of plan: its code found as one types, with its sphere, its services and what to look at."""
    spec = action.spec
    contract = _contract(action, person, today()) if person else None
    fields = [whom(PlanLine, action, person)]
    for field in derived(PlanLine, action, person, line):
        if field.name == "code":
            code = plan.by_code(spec).get(line.code) if line else None
            known = _found(code) if code else Found(line.code, line.code) if line else None
            hint = "Par exemple A.2, logement ou permis."
            field = Field("code", "Action", "found", True, known, hint=hint, find=_finding(spec))
        elif line is None and contract is not None and field.name in ("start", "end"):
            start = max(today(), contract.start)
            if contract.end is None or contract.end >= start:
                field = replace(field, default=start if field.name == "start" else contract.end)
        fields.append(field)
    app.push_screen(
        FollowingForm(
            named(f"{'Corriger' if line else 'Ajouter'} : {PlanLine.one}", action, person),
            fields,
            lambda values: (
                facts.correct(line, who=app.who, **values)
                if line
                else facts.add(PlanLine, who=app.who, action=action, **values)
            ),
            rehearsed=True,
            doubt=lambda values: " ".join(facts.doubts(PlanLine, {"action": action, **values}, line)),
            preview=lambda values: _told(action, line, values),
        )
    )


def _found(code: PlanCode) -> Found:
    return Found(code.code, f"{code.code} {code.label}", plan.sphere(code))


def _finding(spec: Convention) -> Callable[[str], list[Found]]:
    return lambda text: [_found(one) for one in plan.found(spec, text)]


def _contract(action: Action, person: Person, day: Date) -> Contract | None:
    """The contract of the plan on a day: the last one begun, else the next."""
    contracts = list(
        Contract.select().where(Contract.action == action, Contract.person == person).order_by(Contract.start)
    )
    begun = [one for one in contracts if one.start <= day]
    return begun[-1] if begun else contracts[0] if contracts else None


def _told(action: Action, line: PlanLine | None, values: dict[str, Any]) -> str:
    """What is known of the action chosen, and what to look at in the plan it joins."""
    spec = action.spec
    code = plan.by_code(spec).get(values.get("code") or "")
    if code is None:
        return ""
    lines = [capital(plan.BOTH) if len(code.spheres) > 1 else f"Sphère {plan.sphere(code)}"] if code.spheres else []
    if services := plan.services(spec, code.code):
        lines.append(f"Services : {', '.join(services)}")
    if code.note:
        lines.append(code.note)
    if why := plan.out_of_sphere(code, spec.sphere):
        lines.append(f"▲ {capital(why)}.")
    if values.get("result") != plan.CANCELLED and (
        breach := plan.alone(spec, [*_others(action, line, values), code.code])
    ):
        lines.append(f"▲ {capital(breach.sentence)}.")
    return "\n".join(lines)


def _others(action: Action, line: PlanLine | None, values: dict[str, Any]) -> list[str]:
    """The codes of the other lines of the same plan, those given up apart."""
    person, day = values.get("person"), values.get("start") or today()
    contract = _contract(action, person, day) if person else None
    if contract is None:
        return []
    lines = plan.of_contract(contract)
    return [one.code for one in lines if one.result != plan.CANCELLED and (line is None or one.id != line.id)]
