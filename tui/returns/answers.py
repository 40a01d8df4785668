"""What ``assidu close``, ``reopen``, ``closings`` and ``copies`` answer, as JSON and as text."""

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from config.words import SEVERITIES
from models.figures.shares import part_name
from models.french import wording
from models.returns import closing, copies
from tui.answers import number, table
from tui.figures.answers import check_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from models.returns.closing import Look, Told
    from models.returns.since import Moved
    from models.tables import Action, Frozen


def look_json(look: "Look", closed: bool, errors: list[str]) -> dict[str, Any]:
    return {
        "action": look.action.code,
        "until": look.until.isoformat(),
        "missing": [
            {
                "subject": one.subject,
                "name": one.name,
                "kind": one.duty,
                "date": one.date.isoformat(),
                "message": one.message,
            }
            for one in look.missing
        ],
        "deviations": check_json(look.deviations)["deviations"],
        "closed": closed,
        "errors": errors,
    }


def look_text(look: "Look") -> list[str]:
    """What is missing, then what deviates, errors first: the counts, then the lines."""
    lines = [f"{look.action.code}, du {wording.day(look.start)} au {wording.day(look.until)}", ""]
    lines += [closing.missing_line(look), *(f"  {one.message}" for one in look.missing), ""]
    lines += [closing.deviations_line(look)]
    lines += [f"  {wording.day(one.date)}  {SEVERITIES[one.severity]} : {one.message}" for one in look.deviations]
    return [*lines, ""]


def closed_line(action: "Action") -> str:
    return f"{action.code} : {closing.state(action)}. Ce qui est daté d'ici là ne change plus."


def closing_json(one: "Told") -> dict[str, Any]:
    return {
        "until": one.until.isoformat(),
        "signed": one.signed,
        "closed_at": one.closed_at,
        "closed_by": one.closed_by,
        "reopened_at": one.reopened_at,
        "reopened_by": one.reopened_by,
        "reason": one.reason,
    }


def closings_text(action: "Action", found: "list[Told]") -> list[str]:
    if not found:
        return [f"{action.code} n'a jamais été clôturée."]
    return [line for one in found for line in closing.told_lines(one)]


def copy_json(copy: "Frozen") -> dict[str, Any]:
    return {
        "number": copy.id,
        "kind": copy.kind,
        "return": copy.code,
        "title": copies.title_of(copy),
        "from": copy.start.isoformat(),
        "to": copy.end.isoformat(),
        "sent": copy.sent and copy.sent.isoformat(),
        "kept_at": copy.recorded_at,
        "kept_by": copy.recorded_by,
        "edition": copy.edition,
        "name": copy.name,
    }


def copies_text(action: "Action", found: "list[Frozen]") -> list[str]:
    if not found:
        return [f"Aucune copie gardée pour {action.code}."]
    rows = [("Copie", "N°", "Envoyée le", "Gardée le", "Par")]
    for one in found:
        at = wording.moment(one.recorded_at)
        rows.append((copies.title_of(one), str(one.id), wording.day(one.sent) or "—", at, one.recorded_by))
    return table(rows, words=2)


def figures_json(copy: "Frozen") -> dict[str, Any]:
    """A copy with its figures, as ``indicators --json`` gives them, and the records behind each."""
    return copy_json(copy) | {"indicators": [_figure_json(one) for one in copies.figures_of(copy)]}


def _figure_json(held: dict[str, Any]) -> dict[str, Any]:
    numbers = {name: _number(held[name]) for name in ("value", "target", "rate")}
    return {
        "id": held["id"],
        "label": held["label"],
        "unit": held["unit"],
        **numbers,
        "detail": {part: _number(value) for part, value in held["detail"].items()},
        "source": held["source"],
        "of": _number(held["of"]),
        "share": _number(held["share"]),
        "indicative": held["indicative"],
        "years": [
            dict(zip(("year", "value", "target", "of"), (year, *map(_number, counts)), strict=True))
            for year, *counts in held.get("years", ())  # copies of before have none
        ],
        "agreed": _number(held.get("agreed")),
        "months": held.get("months") and dict(zip(("met", "of"), held["months"], strict=True)),
        "definition": held["definition"],
        "records": held["records"],
    }


def _number(value: Any) -> int | float | None:
    return number(None if value is None else Fraction(value))


def figures_text(copy: "Frozen") -> list[str]:
    rows: list[tuple[str, ...]] = [("Indicateur", "Valeur", "Objectif", "Article")]
    for one in copies.figures_of(copy):
        aim = wording.quantity(Fraction(one["target"]), one["unit"]) if copies.has_objective(one) else ""
        rows.append((one["label"], wording.quantity(Fraction(one["value"]), one["unit"]), aim, one["source"]))
    return [f"Copie n° {copy.id} : {copies.title_of(copy)}{_sent(copy)}", "", *table(rows, words=1)]


def _sent(copy: "Frozen") -> str:
    return f", envoyé le {wording.day(copy.sent)}" if copy.sent else ""


def since_json(copy: "Frozen", found: "list[Moved]") -> dict[str, Any]:
    return copy_json(copy) | {
        "moved": [
            {
                "id": one.before["id"],
                "label": one.before["label"],
                "unit": one.before["unit"],
                "before": _number(one.before["value"]),
                "now": None if one.now is None else number(one.now.value),
                "redefined": one.redefined,
                "changes": changes(one),
                "added": [list(key) for key in one.added],
                "removed": [list(key) for key in one.removed],
                "changed": [list(key) for key in one.changed],
                "acts": [
                    {"number": act.number, "at": act.at, "who": act.who, "sentence": act.sentence} for act in one.acts
                ],
            }
            for one in found
            if one.moved
        ]
    }


def since_text(copy: "Frozen", found: "list[Moved]") -> list[str]:
    moved = [one for one in found if one.moved]
    if not moved:
        return [f"Copie n° {copy.id}, {copies.title_of(copy)} : rien n'a bougé."]
    lines = [f"Copie n° {copy.id}, {copies.title_of(copy)}{_sent(copy)} : ce qui a bougé depuis", ""]
    for one in moved:
        lines.append(f"{one.before['label']} : {told(one)}")
        lines += [f"  {line}" for line in [*changes(one), *acts(one)]]
    return lines


def told(one: "Moved") -> str:
    """« 12 séances → 11 séances », or that the figure itself has not changed."""
    before, now = one.values
    unit = one.before["unit"]
    if now is None:
        return f"{wording.quantity(before, unit)} ; la convention n'a plus cet indicateur"
    if before == now:
        return f"{wording.quantity(now, unit)}, inchangé"
    return f"{wording.quantity(before, unit)} → {wording.quantity(now, unit)}"


def changes(one: "Moved") -> list[str]:
    """What has changed beside the value, a sentence each."""
    lines = []
    held, now, unit = one.before, one.now, one.before["unit"]
    if one.redefined and now is not None:
        lines.append("La définition de cet indicateur, ou ce dont elle dépend dans la convention, a changé.")
    if now is not None:
        aim = None if held["target"] is None else Fraction(held["target"])
        if aim != now.target and (now.objective is not None or copies.has_objective(held)):
            lines.append(f"Objectif : {_quantity(aim, unit)} → {_quantity(now.target, unit)}.")
        base = None if held["of"] is None else Fraction(held["of"])
        if base != now.base:
            lines.append(f"Sur : {_quantity(base, '')} → {_quantity(now.base, '')}.")
        parts = dict.fromkeys([*held["detail"], *now.detail])
        for part in parts:
            before, after = Fraction(held["detail"].get(part, 0)), now.detail.get(part, Fraction(0))
            if before != after:
                name = part_name(now.indicator, part)
                lines.append(f"{name} : {_quantity(before, unit)} → {_quantity(after, unit)}.")
    counts = (
        (one.added, "compté en plus", "comptés en plus"),
        (one.removed, "qui ne compte plus", "qui ne comptent plus"),
        (one.changed, "qui compte autrement", "qui comptent autrement"),
    )
    said = [
        f"{wording.counted(len(keys), 'enregistrement')} {single if len(keys) == 1 else several}"
        for keys, single, several in counts
        if keys
    ]
    if said:
        lines.append(f"{wording.capital(', '.join(said))}.")
    return lines


def acts(one: "Moved") -> "Iterable[str]":
    """The acts that moved a figure, the newest first."""
    if not one.acts and not one.redefined:
        return ["Aucun acte depuis : seul le temps a passé."]
    return [act_line(act) for act in one.acts]


def act_line(act: Any) -> str:
    return f"{wording.moment(act.at)}, {act.who} : {act.sentence}"


def _quantity(value: Fraction | None, unit: str) -> str:
    return "aucun" if value is None else wording.quantity(value, unit)
