"""What ``assidu stakes`` answers, as JSON and as text."""

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from models.french import wording
from tui.answers import decimal_hours, number

if TYPE_CHECKING:
    from models.stakes.stake import Stake


def stakes_json(found: "list[Stake]") -> dict[str, Any]:
    return {"stakes": [_stake(one) for one in found]}


def _stake(one: "Stake") -> dict[str, Any]:
    return {
        "kind": one.kind,
        "action": one.action,
        "subject": one.subject,
        "date": one.date.isoformat(),
        "euros": None if one.cents is None else number(Fraction(one.cents, 100)),
        "hours": decimal_hours(one.quantity) if one.unit == "heure" else None,
        "days": one.quantity if one.unit == "jour" else None,
        "lost": one.lost,
        "message": one.message,
        "act": one.act,
        "put_off": one.until and one.until.isoformat(),
        "motive": one.motive,
    }


def stakes_text(found: "list[Stake]") -> list[str]:
    if not found:
        return ["Rien en jeu."]
    lines = []
    for one in found:
        lines.append(f"{wording.day(one.date)}  {one.amount:>11}  {one.message}")
        if one.lost or one.act:
            lines.append(f"{'':<25}→ {'perdu' if one.lost else one.act}")
        if one.until:
            lines.append(f"{'':<25}  {later(one)}")
    return [*lines, "", told(found)]


def later(one: "Stake") -> str:
    """« reporté au 12/01/2027 : attend l'avenant »"""
    return f"reporté au {wording.day(one.until)} : {one.motive}"


def told(found: "list[Stake]") -> str:
    """« 12 enjeux : 224,00 € perdus, 322,84 € en jeu, 2 reportés. »"""
    lost = sum(one.cents or 0 for one in found if one.lost)
    ahead = sum(one.cents or 0 for one in found if not one.lost)
    amounts = [f"{wording.money(lost)} perdus"] if lost else []
    amounts += [f"{wording.money(ahead)} en jeu"] if ahead else []
    put_off = sum(one.until is not None for one in found)
    amounts += [wording.counted(put_off, "reporté")] if put_off else []
    said = wording.counted(len(found), "enjeu", "enjeux")
    return f"{said} : {', '.join(amounts)}." if amounts else f"{said}."
