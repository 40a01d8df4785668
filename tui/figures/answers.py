"""What ``assidu indicators`` and ``assidu check`` answer, as JSON and as text."""

from typing import TYPE_CHECKING, Any

from config.words import SEVERITIES
from models.french.wording import counted, day, moment, percent, quantity
from tui.answers import number, table, titled

if TYPE_CHECKING:
    from pendulum import Date

    from models.figures.figures import Figure
    from models.rules.deviation import Deviation
    from models.tables import Action, Motive


def indicators_json(action: "Action", start: "Date", end: "Date", figures: "list[Figure]") -> dict[str, Any]:
    return {
        "action": action.code,
        "convention": action.convention,
        "from": start.isoformat(),
        "to": end.isoformat(),
        "indicators": [
            {
                "id": figure.indicator.id,
                "label": figure.indicator.label,
                "unit": figure.indicator.unit,
                "value": number(figure.value),
                "target": number(figure.target),
                "rate": number(figure.rate),
                "detail": {part: number(value) for part, value in figure.detail.items()},
                "source": figure.indicator.source,
                "of": number(figure.base),
                "share": number(figure.share),
                "indicative": figure.indicative,
                "years": [
                    {"year": year, "value": number(one.value), "target": number(one.target), "of": number(one.base)}
                    for year, one in figure.years
                ],
                "agreed": number(figure.agreed),
                "months": figure.months and dict(zip(("met", "of"), figure.months, strict=True)),
            }
            for figure in figures
        ],
    }


def indicators_text(action: "Action", start: "Date", end: "Date", figures: "list[Figure]") -> list[str]:
    from models.figures import shares

    rows: list[tuple[str, ...]] = [("Indicateur", "Valeur", "Objectif", "Atteint", "Article")]
    for figure in figures:
        unit = figure.indicator.unit
        target = quantity(figure.objective, unit)
        rows.append(
            (
                figure.indicator.label,
                quantity(figure.value, unit),
                target,
                percent(figure.reached),
                figure.indicator.source,
            )
        )
        if share := shares.told(figure):
            rows.append((f"· {share}",))
        for year, one in figure.years:
            counts = (quantity(one.value, unit), quantity(one.objective, unit), percent(one.reached))
            rows.append((f"· {shares.year_name(year, one)}", *counts, ""))
        for part, value in figure.detail.items():
            rows.append((f"· {shares.part_name(figure.indicator, part)}", quantity(value, unit), "", "", ""))
    return [f"{titled(action)}, du {day(start)} au {day(end)}", "", *table(rows, words=1)]


def check_json(deviations: "list[Deviation]", explained: "dict[int, Motive] | None" = None) -> dict[str, Any]:
    """The deviations; those of the ranks ``explained`` say by whom, when and why."""
    return {
        "deviations": [
            {
                "rule": deviation.rule,
                "severity": deviation.severity,
                "action": deviation.action,
                "subject": deviation.subject,
                "date": deviation.date.isoformat(),
                "message": deviation.message,
                "source": deviation.source,
            }
            | ({"explained": _explained_json(explained[rank])} if explained and rank in explained else {})
            for rank, deviation in enumerate(deviations)
        ]
    }


def _explained_json(motive: "Motive") -> dict[str, str]:
    return {"motive": motive.motive, "by": motive.recorded_by, "on": motive.recorded_at[:10]}


def explanation(motive: "Motive") -> str:
    """« panne de la salle (Claire, 12/03/2026) »"""
    return f"{motive.motive} ({motive.recorded_by}, {moment(motive.recorded_at)})"


def check_text(deviations: "list[Deviation]", explained: "dict[int, Motive]") -> list[str]:
    if not deviations:
        return ["Aucun écart."]
    lines = []
    for rank, deviation in enumerate(deviations):
        where = (
            f"{deviation.action}, {deviation.subject}" if deviation.subject != deviation.action else deviation.action
        )
        lines.append(f"{day(deviation.date)}  {SEVERITIES[deviation.severity]} : {where}")
        told = f"Expliqué : {explanation(explained[rank])}" if rank in explained else deviation.remedy
        lines += [f"    {line}" for line in (deviation.message, f"Article : {deviation.source}", told) if line]
    errors = sum(deviation.severity == "error" for deviation in deviations)
    apart = f" et {counted(len(explained), 'expliqué')}" if explained else ""
    return [*lines, "", f"{counted(len(deviations), 'écart')}, dont {counted(errors, 'erreur')}{apart}."]
