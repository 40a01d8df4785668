"""What ``assidu return`` and ``assidu due`` answer, as JSON and as text."""

from typing import TYPE_CHECKING, Any

from models.french.wording import counted, day
from tui.figures.answers import check_json, indicators_json

if TYPE_CHECKING:
    from models.duties.due import Due
    from models.returns.prepared import Prepared


def return_json(prepared: "Prepared", file: str | None) -> dict[str, Any]:
    """A return, whole; ``file`` is the workbook written, if any."""
    period = prepared.period
    document = indicators_json(period.action, period.start, period.end, prepared.figures)
    head = {
        "action": document["action"],
        "convention": document["convention"],
        "return": period.of.code,
        "label": period.of.label,
        "period": period.key,
        "from": document["from"],
        "to": document["to"],
        "due": period.due and period.due.isoformat(),
        "handed_in": period.handed and period.handed.isoformat(),
        "state": period.state,
        "file": file,
    }
    return head | {
        "indicators": document["indicators"],
        "profiles": prepared.profiles,
        "exits": [
            {
                "id": one.stay.code,
                "name": one.stay.name,
                "entry": one.stay.entry.isoformat(),
                "exit": one.stay.exit and one.stay.exit.isoformat(),
                "type": one.stay.exit_type,
                "contract": one.stay.exit_contract,
                "contract_end": one.stay.job_end and one.stay.job_end.isoformat(),
                "destination": one.stay.destination,
                "class": one.found.label if one.found else None,
            }
            for one in prepared.departures
        ],
        "follow_ups": [
            {
                "id": one.person.code,
                "months": one.months,
                "date": one.day.isoformat(),
                "reached": one.reached,
                "situation": one.situation,
                "unreachable": bool(one.unreachable),
            }
            for one in prepared.follow_ups
        ],
        "deviations": check_json(prepared.deviations)["deviations"],
        "missing": [
            {
                "subject": one.subject,
                "name": one.name,
                "kind": one.duty,
                "date": one.date.isoformat(),
                "message": one.message,
            }
            for one in prepared.missing
        ],
        "questions": list(period.of.questions),
    }


def return_line(prepared: "Prepared", path: str) -> str:
    """Where the workbook of a return is, and how much is missing before it can go."""
    period = prepared.period
    lacking = counted(len(prepared.missing), "ligne à compléter", "lignes à compléter")
    due = f", à remettre le {day(period.due)} au plus tard" if period.due else ""
    running = " (période en cours, chiffres à ce jour)" if period.state == "à venir" else ""
    return f"{period.of.label}, {period.name}{running} : classeur écrit : {path} ; {lacking}{due}."


def due_json(items: "list[Due]") -> dict[str, Any]:
    return {
        "due": [
            {
                "date": one.date.isoformat(),
                "kind": one.kind,
                "action": one.action,
                "subject": one.subject,
                "message": one.message,
                "overdue": one.overdue,
            }
            for one in items
        ]
    }


def due_text(items: "list[Due]") -> list[str]:
    if not items:
        return ["Rien à échéance."]
    lines = [
        f"{day(one.date)}  {'en retard' if one.overdue else '':<9}  {one.kind:<11}  {one.message}" for one in items
    ]
    late = sum(one.overdue for one in items)
    return [*lines, "", f"{counted(len(items), 'échéance')}, dont {late} en retard."]
