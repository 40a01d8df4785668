"""What ``assidu backup`` and ``assidu restore`` answer, as JSON and as text."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.french.wording import counted
from tui.answers import table

if TYPE_CHECKING:
    from models.journal.restoring import Look
    from models.storage.backups import Backup, Last

REASONS = {
    "demarrage": "à l'ouverture",
    "regulier": "pendant l'usage",
    "demande": "demandée",
    "migration": "avant une mise à jour",
    "restauration": "avant une restauration",
}


def backup_json(path: Path, last: "Last") -> dict[str, Any]:
    return {"file": str(path), "bytes": path.stat().st_size, **_last(last)}


def backup_text(path: Path, last: "Last") -> list[str]:
    return [f"Sauvegarde faite : {path} (dernier acte : {_act(last)})."]


def backups_json(found: "list[Backup]") -> dict[str, Any]:
    return {
        "backups": [
            {"made_at": one.at.isoformat(), "reason": one.reason, **backup_json(one.path, one.last)} for one in found
        ]
    }


def backups_text(found: "list[Backup]") -> list[str]:
    if not found:
        return ["Aucune sauvegarde ; « assidu backup » en fait une."]
    rows = [("Sauvegarde", "Faite le", "Pourquoi", "Dernier acte")]
    for one in reversed(found):
        why = REASONS.get(one.reason.split("-")[0], one.reason)
        rows.append((str(one.path), f"{one.at:%d/%m/%Y %H:%M}", why, _act(one.last)))
    return table(rows, words=2)


def look_json(found: "Look", restored: bool, before: Path | None, errors: list[str]) -> dict[str, Any]:
    """What restoring changes; ``before`` is the copy made of what was there."""
    return {
        "file": str(found.backup),
        **_last(found.last),
        "readable": found.readable,
        "lost": {
            "count": found.lost if found.readable else None,
            "from": found.first.replace(" ", "T") or None,
            "to": found.latest.replace(" ", "T") or None,
            "by": list(found.by),
            "last": list(found.sentences),
        },
        "back": found.back if found.readable else None,
        "restored": restored,
        "before": str(before) if before else None,
        "errors": [{"sheet": "", "cell": "", "value": "", "message": sentence} for sentence in errors],
        "warnings": _doubts(found),
    }


def _doubts(found: "Look") -> list[str]:
    """What should make one think twice before putting a backup back."""
    doubts = []
    if found.elsewhere:
        doubts.append("Cette sauvegarde vient d'une autre installation : son journal n'a aucun acte de celui d'ici.")
    if found.foreign:
        named = ", ".join(f"« {name} »" for name in found.foreign)
        doubts.append(
            f"Cette sauvegarde porte un déclencheur qui n'est pas d'Assidu ({named}) : il agirait sur ce qui sera "
            "enregistré. Prenez-en une autre, ou demandez d'où elle vient."
        )
    return doubts


def look_text(found: "Look") -> list[str]:
    lines = [f"Sauvegarde {found.backup} : dernier acte, {_act(found.last)}.", *_doubts(found)]
    if not found.readable:
        lines.append("La base actuelle ne se lit pas : ce qui serait perdu ne peut pas être dit.")
    elif not found.lost:
        lines.append("Rien de ce qui est enregistré ne serait perdu.")
    else:
        lost = counted(found.lost, "acte serait perdu", "actes seraient perdus")
        when = f"du {_moment(found.first)} au {_moment(found.latest)}"
        lines += [f"{lost}, {when}, par {', '.join(found.by)} ; pour finir :"]
        lines += [f"  {sentence}" for sentence in found.sentences]
    if found.back:
        absent = "que la base actuelle n'a pas"
        back = counted(found.back, f"acte {absent} reviendrait", f"actes {absent} reviendraient")
        lines.append(f"{back}.")
    return lines


def restored_text(found: "Look", before: Path | None) -> list[str]:
    lines = [f"Base remise à la sauvegarde {found.backup}."]
    return [*lines, f"Ce qui était là est gardé : {before}"] if before else lines


def _last(last: "Last") -> dict[str, Any]:
    return {"act": last.number, "recorded_at": last.at.replace(" ", "T") or None}


def _act(last: "Last") -> str:
    return f"n° {last.number} du {_moment(last.at)}" if last.number else "aucun"


def _moment(at: str) -> str:
    """A moment of the journal (AAAA-MM-JJ HH:MM:SS) as it is said."""
    return f"{at[8:10]}/{at[5:7]}/{at[:4]} à {int(at[11:13])}h{at[14:16]}"
