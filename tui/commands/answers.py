"""What the commands answer: JSON documents for programs, aligned French text for people."""

import shutil
import textwrap
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from config.words import SEVERITIES

if TYPE_CHECKING:
    from pendulum import Date

    from models.figures.figures import Figure
    from models.hours.ledger import Ledger
    from models.rules.deviation import Deviation
    from models.tables import Action
    from models.takeover.report import Fault, Report
    from models.together.carrying import Moved


def number(value: Fraction | int | None) -> int | float | None:
    """A quantity as JSON writes it: whole, else the nearest float."""
    if value is None:
        return None
    exact = Fraction(value)
    return exact.numerator if exact.denominator == 1 else float(exact)


def decimal_hours(minutes: int) -> int | float | None:
    """Whole minutes as decimal hours."""
    return number(Fraction(minutes, 60))


def width() -> int:
    """The columns to write in: the terminal's, or as many as needed when nobody is looking."""
    return shutil.get_terminal_size((400, 24)).columns


def wrapped(lines: Iterable[str]) -> list[str]:
    """Lines cut to the width, each keeping its indent."""
    cut = []
    for line in lines:
        indent = line[: len(line) - len(line.lstrip())]
        cutter = textwrap.TextWrapper(width(), subsequent_indent=indent, break_on_hyphens=False)
        cutter.break_long_words = False  # a path stays one word
        cut += cutter.wrap(line) or [""]
    return cut


def table(rows: Iterable[Sequence[str]], words: int = 0) -> list[str]:
    """Rows as aligned lines: the first column wraps; the others are set to the right, but for the last ``words``, which
    wrap too where there is no room. A row of one cell takes the whole line."""
    cells = [list(row) for row in rows]
    if not cells:
        return []
    full = [row for row in cells if len(row) > 1]
    others = [max(len(row[rank]) for row in full) for rank in range(1, len(cells[0]))]
    if words and sum(others) > width() // 2:
        others[-words:] = [min(size, max(16, width() // 3)) for size in others[-words:]]
    room = max(20, width() - 2 - sum(others) - 2 * len(others))
    first = min(room, max(len(row[0]) for row in full))
    sides = [">"] * (len(others) - words) + ["<"] * words
    lines = []
    for row in cells:
        if len(row) == 1:
            lines.append(f"  {row[0]}")
            continue
        head = textwrap.wrap(row[0], first) or [""]
        tails = [textwrap.wrap(cell, size) or [""] for cell, size in zip(row[1:], others, strict=True)]
        above = len(head) - 1  # the others begin beside the last line of the first
        for rank in range(max(above + max(map(len, tails)), len(head))):
            line = f"{head[rank] if rank < len(head) else '':<{first}}"
            for tail, side, size in zip(tails, sides, others, strict=True):
                cell = tail[rank - above] if 0 <= rank - above < len(tail) else ""
                line += f"  {cell:{side}{size}}"
            lines.append(f"  {line}".rstrip())
    return lines


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
            }
            for figure in figures
        ],
    }


def indicators_text(action: "Action", start: "Date", end: "Date", figures: "list[Figure]") -> list[str]:
    from models.figures import shares
    from models.french.wording import day, percent, quantity

    rows: list[tuple[str, ...]] = [("Indicateur", "Valeur", "Objectif", "Taux", "Article")]
    for figure in figures:
        unit = figure.indicator.unit
        target = quantity(figure.target, unit)
        rows.append(
            (
                figure.indicator.label,
                quantity(figure.value, unit),
                target,
                percent(figure.rate),
                figure.indicator.source,
            )
        )
        if share := shares.told(figure, action):
            rows.append((f"· {share}",))
        for part, value in figure.detail.items():
            rows.append((f"· {shares.part_name(figure.indicator, part)}", quantity(value, unit), "", "", ""))
    return [f"{_name(action)}, du {day(start)} au {day(end)}", "", *table(rows, words=1)]


def check_json(deviations: "list[Deviation]") -> dict[str, Any]:
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
            for deviation in deviations
        ]
    }


def check_text(deviations: "list[Deviation]") -> list[str]:
    from models.french.wording import counted, day

    if not deviations:
        return ["Aucun écart."]
    lines = []
    for deviation in deviations:
        where = (
            f"{deviation.action}, {deviation.subject}" if deviation.subject != deviation.action else deviation.action
        )
        lines.append(f"{day(deviation.date)}  {SEVERITIES[deviation.severity]} : {where}")
        lines += [
            f"    {line}" for line in (deviation.message, f"Article : {deviation.source}", deviation.remedy) if line
        ]
    errors = sum(deviation.severity == "error" for deviation in deviations)
    return [*lines, "", f"{counted(len(deviations), 'écart')}, dont {counted(errors, 'erreur')}."]


def hours_json(ledger: "Ledger") -> dict[str, Any]:
    from models.tables import GRANT

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


def hours_text(ledger: "Ledger") -> list[str]:
    from models.french.wording import day, hours, person

    totals = (ledger.envelope, ledger.done, ledger.planned, ledger.pool)
    people = [("Participant", "Quota", "Faites", "Prévues", "Libérées", "Mobilisées", "Reste")]
    for one in ledger.trainees:
        amounts = (one.allocated, one.done, one.planned, one.released, one.granted, one.left)
        people.append((f"{one.person.code}  {person(one.person)}", *map(hours, amounts)))  # type: ignore[arg-type]
    moves = [("Mouvement", "Date", "Sens", "Heures", "Contre-passe")]
    for entry in ledger.movements:
        who = f"{entry.number}. {person(entry.person)} : {entry.reason}"
        moves.append((who, day(entry.day), entry.kind, hours(entry.minutes), str(entry.reverses or "")))
    lines = [
        f"{_name(ledger.action)}, heures de conduite",
        "",
        *table(zip(("Enveloppe", "Faites", "Prévues", "Mutualisées"), map(hours, totals), strict=True)),
        "",
        *table(people),
    ]
    return [*lines, "", *table(moves)] if ledger.movements else lines


def import_text(report: "Report", dry_run: bool) -> list[str]:
    sheets = dict.fromkeys([*report.created, *report.updated, *report.unchanged])
    rows: list[tuple[str, ...]] = [("Feuille", "Ajoutées", "Modifiées", "Inchangées")]
    for sheet in sheets:
        rows.append((sheet, *(str(part.get(sheet, 0)) for part in (report.created, report.updated, report.unchanged))))
    done = "Vérification faite, rien n'a été écrit :" if dry_run else "Reprise faite :"
    return [done, *table(rows)]


def fault_line(file: str, fault: "Fault", warning: bool) -> str:
    """A fault of a workbook in one line: the file, the sheet, the cell, what is wrong."""
    where = ", ".join(part for part in (fault.sheet, fault.cell) if part)
    return f"{file}{' : ' + where if where else ''} : {'attention : ' if warning else ''}{fault.message}"


def _name(action: "Action") -> str:
    return f"{action.title} ({action.code})" if action.title else action.code


def moved_text(moved: "Moved", address: str, left: str, forced: bool, in_clear: bool) -> list[str]:
    """What was carried over to ``address`` from ``left``, and what remains to be done; ``forced``: the environment's
    address is above the settings'; ``in_clear``: what is left is a file anybody who has it can read."""
    shown = without_password(address)
    lines = [
        f"Données déplacées vers {shown} : {moved.records} enregistrements de {moved.tables} tables, "
        f"vérifiés un à un ; {moved.figures} indicateurs de {moved.actions} actions, égaux des deux côtés.",
        f"L'ancienne base reste où elle est ({without_password(left)}) : fermez Assidu sur les autres postes, puis "
        "gardez-la comme une sauvegarde.",
    ]
    if in_clear:
        lines.append("Cet ancien fichier n'est pas chiffré : effacez-le, avec ses sauvegardes, dès qu'il ne sert plus.")
    if without_password(address) != address:
        lines.append(
            "Le mot de passe est écrit dans assidu.toml : retirez-le de l'adresse et mettez-le dans ~/.pgpass."
        )
    if forced:
        lines.append("ASSIDU_DATABASE donne encore l'ancienne adresse et l'emporte : changez-la ou retirez-la.")
    return wrapped(lines)


def without_password(address: str) -> str:
    """An address of a database as it may be shown."""
    parts = urlsplit(address)
    if parts.password is None and "password=" not in parts.query:
        return address
    account = f"{parts.username}@" if parts.username else ""
    return f"{parts.scheme}://{account}{parts.netloc.rpartition('@')[2]}{parts.path}"
