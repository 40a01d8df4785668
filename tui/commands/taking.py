"""Taking over what was kept in a workbook."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from models.french.wording import counted
from tui.answers import table
from tui.commands.answering import DONE, WRONG, Wrong, print_json, report, say
from tui.commands.progress import shown
from tui.commands.shared import action_named, installation, unwritable, warn_of_clock, who, workbook_at

if TYPE_CHECKING:
    from models.takeover.report import Fault, Report


def take(asked: argparse.Namespace) -> int:
    settings = installation(make=not asked.dry_run)
    warn_of_clock()
    from models.takeover.process import take_over

    with shown():
        done = take_over(Path(asked.file), dry_run=asked.dry_run, who=who(settings))
    report([fault_line(asked.file, fault, warning=False) for fault in done.errors], WRONG)
    report([fault_line(asked.file, fault, warning=True) for fault in done.warnings], DONE)
    if asked.json:
        print_json(done.as_json())
    elif not done.errors:
        say(text(done, asked.dry_run))
    return WRONG if done.errors else DONE


def text(report: "Report", dry_run: bool) -> list[str]:
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


def template(asked: argparse.Namespace) -> int:
    if asked.csv is not None and asked.filled is None:
        raise Wrong("--csv écrit ce qui est enregistré : ajoutez --filled.")
    if asked.file is None and asked.csv is None:
        raise Wrong("Donnez le nom du classeur à écrire.")
    path = None if asked.file is None else _free(Path(asked.file))
    if asked.filled is not None:
        return _filled(asked, path)
    from models.takeover.template import write_template

    assert path is not None
    try:
        write_template(path)
    except OSError as fault:
        raise unwritable(path, fault) from None
    return say([f"Classeur de reprise écrit : {path}"])


def _free(path: Path) -> Path:
    path = workbook_at(path)
    if path.exists() and path.stat().st_size:
        raise Wrong(f"{path} : ce fichier existe déjà, il est peut-être rempli ; choisissez un autre nom.")
    return path


def _filled(asked: argparse.Namespace, path: Path | None) -> int:
    """Writes everything recorded in the shape of a take-over, and says what it cannot carry."""
    installation()
    from config.files import make_folder
    from models.acts import rights
    from models.takeover.filled import filled
    from models.takeover.template import write_csv, write_template

    if refusal := rights.refusal_to_export():
        raise Wrong(refusal)
    with shown():
        found = filled(action_named(asked.filled).code if asked.filled else "")
    written = []
    place = path or Path(asked.csv)
    try:
        if path is not None:
            with shown():
                write_template(path, found.rows)
            written.append(path)
        if asked.csv is not None:
            place = Path(asked.csv)
            make_folder(place)
            written += write_csv(place, found.rows)
    except OSError as fault:
        raise unwritable(place, fault) from None
    count = sum(map(len, found.rows.values()))
    lines = [f"{counted(count, 'ligne écrite', 'lignes écrites')} : {', '.join(map(str, written))}"]
    return say([*lines, *(f"  n'y est pas : {one}" for one in found.left)])
