"""What joining two records does, in lines for people and as JSON: what is moved, chosen, and changed in the figures."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from models.french import wording
from tui.answers import called, figure_lines, moved_lines, number

if TYPE_CHECKING:
    from models.figures.differences import Difference
    from models.joining.merging import Choice
    from models.joining.people import Plan


def joining_json(
    plan: "Plan", theirs: Mapping[str, bool], changed: "Iterable[Difference]", dry_run: bool
) -> dict[str, Any]:
    return {
        "id": plan.kept.code,
        "joined": plan.other.code,
        "dry_run": dry_run,
        "moved": {called(table): count for table, (count, _) in plan.moved.items() if count},
        "already_there": {called(table): count for table, (_, count) in plan.moved.items() if count},
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
    yield from moved_lines(plan.moved, plan.filled)
    for one in plan.choices:
        side, other = (one.theirs, one.mine) if _taken(one, theirs) else (one.mine, one.theirs)
        yield f"  {one.label} : gardé « {side} », laissé « {other} » (choix {one.name})"
    yield from figure_lines(changed)
    yield from plan.remarks
    if dry_run:
        yield "Rien n'est écrit."


def _taken(choice: "Choice", theirs: Mapping[str, bool]) -> bool:
    return theirs.get(choice.name, choice.theirs_usually)
