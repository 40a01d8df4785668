"""What joining two records does, in lines for people and as JSON: what is moved, chosen, and changed in the figures."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from models.french import wording
from tui.answers import number

if TYPE_CHECKING:
    from models.figures.differences import Difference
    from models.joining.merging import Choice
    from models.joining.people import Plan
    from models.tables import Record


def joining_json(
    plan: "Plan", theirs: Mapping[str, bool], changed: "Iterable[Difference]", dry_run: bool
) -> dict[str, Any]:
    return {
        "id": plan.kept.code,
        "joined": plan.other.code,
        "dry_run": dry_run,
        "moved": {_called(table): count for table, (count, _) in plan.moved.items() if count},
        "already_there": {_called(table): count for table, (_, count) in plan.moved.items() if count},
        "filled": plan.filled,
        "choices": [
            {
                "name": one.name,
                "label": one.label,
                "kept": one.mine,
                "other": one.theirs,
                "taken": "other" if _taken(one, theirs) else "kept",
            }
            for one in plan.choices
        ],
        "figures": [
            {
                "action": one.action,
                "id": one.id,
                "label": one.label,
                "unit": one.unit,
                "before": number(one.before),
                "after": number(one.after),
            }
            for one in changed
        ],
        "remarks": list(plan.remarks),
        "errors": [],
    }


def joining_text(
    plan: "Plan", theirs: Mapping[str, bool], changed: "Iterable[Difference]", dry_run: bool
) -> Iterator[str]:
    told = "Serait réunie" if dry_run else "Réunie"
    yield f"{told} : {wording.introduced(plan.other)} à {wording.introduced(plan.kept)}."
    yield from moved_text(plan)
    for one in plan.choices:
        side, other = (one.theirs, one.mine) if _taken(one, theirs) else (one.mine, one.theirs)
        yield f"  {one.label} : gardé « {side} », laissé « {other} » (choix {one.name})"
    yield from figures_text(changed)
    yield from plan.remarks
    if dry_run:
        yield "Rien n'est écrit."


def moved_text(plan: "Plan") -> Iterator[str]:
    """What goes where, a line each."""
    for table, (moving, known) in plan.moved.items():
        parts = [wording.counted(moving, "enregistrement")] if moving else []
        parts += [f"{wording.counted(known, 'déjà là', 'déjà là')}"] if known else []
        yield f"  {_called(table)} : {', '.join(parts)}"
    for header, text in plan.filled.items():
        yield f"  {header} : {text} (manquait)"


def figures_text(changed: "Iterable[Difference]") -> Iterator[str]:
    """The figures that change, before and after, a line each."""
    found = [
        f"  {one.action}, {one.label} : {_figure(one.before, one.unit)} → {_figure(one.after, one.unit)}"
        for one in changed
    ]
    yield from ["Chiffres :", *found] if found else ["Aucun chiffre ne change."]


def _figure(value: Fraction | None, unit: str) -> str:
    return wording.quantity(value, unit)


def _taken(choice: "Choice", theirs: Mapping[str, bool]) -> bool:
    return theirs.get(choice.name, choice.theirs_usually)


def _called(table: "type[Record]") -> str:
    return table.heading or table.sheet
