"""What ``assidu person`` and ``assidu purge`` answer, as JSON and as text."""

from typing import TYPE_CHECKING, Any

from models.french import wording
from models.privacy import retention
from tui.answers import table

if TYPE_CHECKING:
    from pendulum import Date

    from config.settings import Settings
    from models.privacy.erasing import Erased
    from models.privacy.held import Holding, Section
    from models.privacy.retention import Fate
    from models.storage.backups import Backup
    from models.tables import Person

TITLES = (
    (retention.RESTRICT, "À archiver : sortiront des listes de tous les jours"),
    (retention.ERASE, "Noms à effacer"),
    (retention.HELD, "Conservés malgré la durée"),
    (retention.WAITING, "Pas encore au terme"),
)
WORDS = {retention.RESTRICT: "restrict", retention.ERASE: "erase", retention.HELD: "hold", retention.WAITING: "wait"}


def _iso(day: "Date | None") -> str | None:
    return day.isoformat() if day else None


def state_json(person: "Person", last: "Date", running: str) -> dict[str, Any]:
    return {
        "id": person.code,
        "last_contact": _iso(last),
        "open": running,
        "hold": person.hold,
        "restricted": _iso(person.restricted),
        "erased": _iso(person.erased),
    }


def state_text(person: "Person", last: "Date", running: str) -> list[str]:
    lines = [wording.introduced(person), f"dernier contact : {wording.day(last)}"]
    lines += [f"en cours : {running}"] if running else []
    return lines + kept_text(person)


def kept_text(person: "Person") -> list[str]:
    """What a purge did or may not do about someone; nothing for most."""
    lines = [f"conservé : {person.hold}"] if person.hold else []
    if person.erased:
        lines.append(f"noms effacés le {wording.day(person.erased)}")
    elif person.restricted:
        lines.append(f"archivé le {wording.day(person.restricted)}")
    return lines


def plan_json(fates: "list[Fate]", settings: "Settings", errors: list[str], removed: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = {name: [] for name in WORDS.values()}
    for one in fates:
        found[WORDS[one.what]].append({"id": one.person.code, "last_contact": _iso(one.last), "reason": one.why})
    return {
        "retention_months": settings.retention_months,
        "restricted_months": settings.restricted_months,
        **found,
        "removed_records": removed,
        "errors": [{"sheet": "", "cell": "", "value": "", "message": sentence} for sentence in errors],
    }


def plan_text(
    fates: "list[Fate]", settings: "Settings", titles: tuple[tuple[str, str], ...] = TITLES, ghosts: int = 0
) -> list[str]:
    then = (
        f"noms effacés {settings.restricted_months} mois après"
        if settings.restricted_months
        else "noms effacés seulement sur demande (« assidu person ID --erase »)"
    )
    lines = [f"Archivage {settings.retention_months} mois après le dernier contact ; {then}."]
    for what, title in titles:
        found = [one for one in fates if one.what == what]
        if not found:
            continue
        lines += ["", f"{title} ({len(found)})"]
        rows = [(wording.person(one.person), one.person.code, wording.day(one.last), one.why) for one in found]
        lines += table([("Personne", "Identifiant", "Dernier contact", "Pourquoi"), *rows], words=1)
    if ghosts:
        told = wording.counted(ghosts, "fiche supprimée", "fiches supprimées")
        lines += ["", f"Noms à effacer du journal seul : {told} depuis plus longtemps que la conservation."]
    elif all(one.what in (retention.WAITING, retention.HELD) for one in fates):
        lines += ["", "Personne n'est à archiver ni à effacer."]
    return lines


def done_json(erased: "Erased", restricted: int, forgotten: bool, left: "list[Backup]", thrown: int) -> dict[str, Any]:
    return {
        "restricted": restricted,
        "erased": erased.people,
        "records": erased.records,
        "entries": erased.entries,
        "copies": erased.copies,
        "compacted": forgotten,
        "backups_with_names": [str(one.path) for one in left],
        "backups_removed": thrown,
    }


def done_text(erased: "Erased", restricted: int, forgotten: bool, left: "list[Backup]", thrown: int) -> list[str]:
    lines = [f"{wording.counted(restricted, 'personne archivée', 'personnes archivées')}."] if restricted else []
    if not erased.people:
        return lines
    told = (
        wording.counted(erased.records, "enregistrement"),
        wording.counted(erased.entries, "acte du journal", "actes du journal"),
        wording.counted(erased.copies, "copie de rapport", "copies de rapports"),
    )
    who = f"{wording.counted(len(erased.people), 'personne')} : {', '.join(erased.people)}"
    lines.append(f"Noms effacés de {who} ({', '.join(told)}). Les chiffres n'ont pas changé.")
    if not forgotten:
        lines.append("Fermez Assidu ailleurs puis relancez « assidu purge » : le fichier garde encore des restes.")
    if thrown:
        lines.append(thrown_text(thrown))
    return lines + backups_text(left)


def thrown_text(thrown: int) -> str:
    """How many backups were thrown away."""
    return f"{wording.counted(thrown, 'sauvegarde jetée', 'sauvegardes jetées')}, une nouvelle faite."


def backups_text(left: "list[Backup]") -> list[str]:
    """That backups still hold the names, and until when."""
    from models.storage.backups import FOR_GOOD

    if not left:
        return []
    good = sum(one.reason.split("-")[0] in FOR_GOOD for one in left)
    last = max(one.at for one in left)
    many = len(left) > 1
    lines = [
        f"{wording.counted(len(left), 'sauvegarde')} d'avant {'contiennent' if many else 'contient'} encore ces noms : "
        f"« assidu purge --backups » {'les' if many else 'la'} jette. La dernière disparaît d'elle-même après douze "
        f"mois de sauvegardes, donc pas avant {wording.month(f'{last.year + 1}-{last.month:02d}')}."
    ]
    if good:
        lines.append(
            f"Dont {good} d'avant une mise à jour ou une restauration, gardées sans limite : à vous de les supprimer."
        )
    return lines


def holding_json(holding: "Holding", author: str, path: str | None) -> dict[str, Any]:
    from models.days.clock import now

    return {
        "id": holding.person.code,
        "made_at": now().format("YYYY-MM-DDTHH:mm:ss"),
        "made_by": author,
        "file": path,
        "identity": _rows(holding.identity)[0],
        "records": [{"table": one.table, "title": one.title, "rows": _rows(one)} for one in holding.sections],
        "journal": [{"at": one.at.replace(" ", "T"), "by": one.who, "what": one.sentence} for one in holding.journal],
        "copies": holding.copies,
    }


def _rows(section: "Section") -> list[dict[str, str]]:
    return [dict(zip(section.headers, row, strict=True)) for row in section.rows]
