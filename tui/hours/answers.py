"""What ``assidu hours`` answers, as JSON and as text."""

from typing import TYPE_CHECKING, Any

from models.french.wording import day, hours, person
from models.tables import GRANT
from tui.answers import decimal_hours, table, titled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.hours.ledger import Ledger, Suggestion


def hours_json(ledger: "Ledger") -> dict[str, Any]:
    return {
        "action": ledger.action.code,
        "envelope": decimal_hours(ledger.envelope),
        "done": decimal_hours(ledger.done),
        "planned": decimal_hours(ledger.planned),
        "pool": decimal_hours(ledger.pool),
        "participants": [
            {
                "id": trainee.person.code,
                "allocated": decimal_hours(trainee.allocated),
                "done": decimal_hours(trainee.done),
                "planned": decimal_hours(trainee.planned),
                "released": decimal_hours(trainee.released),
                "granted": decimal_hours(trainee.granted),
                "left": decimal_hours(trainee.left),
            }
            for trainee in ledger.trainees
        ],
        "movements": [
            {
                "number": entry.number,
                "date": entry.day.isoformat(),
                "kind": "mobilisation" if entry.kind == GRANT else "liberation",
                "participant": entry.person.code,
                "hours": decimal_hours(entry.minutes),
                "reason": entry.reason,
                "reported_referent": entry.referent and entry.referent.isoformat(),
                "reported_departement": entry.departement and entry.departement.isoformat(),
                "reverses": entry.reverses,
            }
            for entry in ledger.movements
        ],
    }


def hours_text(ledger: "Ledger", suggested: "Sequence[Suggestion]") -> list[str]:
    """The ledger as its screen tells it: who left, what may be released, when each movement was reported."""
    totals = (ledger.envelope, ledger.done, ledger.planned, ledger.pool)
    people = [("Participant", "Quota", "Faites", "Prévues", "Libérées", "Mobilisées", "Reste")]
    for one in ledger.trainees:
        amounts = (one.allocated, one.done, one.planned, one.released, one.granted, one.left)
        left = f" (sortie le {day(one.gone)})" if one.gone else ""
        people.append((f"{one.person.code}  {person(one.person)}{left}", *map(hours, amounts)))  # type: ignore[arg-type]
    moves = [("Mouvement", "Date", "Sens", "Heures", "Contre-passe", "Référent", "Département")]
    for entry in ledger.movements:
        who = f"{entry.number}. {person(entry.person)} : {entry.reason}"
        referent, departement = ("—" if one is None else day(one) for one in (entry.referent, entry.departement))
        moves.append(
            (who, day(entry.day), entry.kind, hours(entry.minutes), str(entry.reverses or ""), referent, departement)
        )
    lines = [
        f"{titled(ledger.action)}, heures de conduite",
        "",
        *table(zip(("Enveloppe", "Faites", "Prévues", "Mutualisées"), map(hours, totals), strict=True)),
        "",
        *table(people),
    ]
    if suggested:
        lines += ["", "À libérer :"]
    for unused in suggested:
        planned = f", dont {hours(unused.planned)} prévues, à annuler d'abord" if unused.planned else ""
        who = f"{unused.person.code}  {person(unused.person)}"
        lines.append(f"  {who} : {hours(unused.minutes)}{planned} ({unused.why})")
    return [*lines, "", *table(moves)] if ledger.movements else lines
