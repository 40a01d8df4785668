"""Taking over what was kept in a workbook."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from tui.answers import table
from tui.commands.answering import DONE, WRONG, Wrong, print_json, report, say
from tui.commands.shared import installation, unwritable, warn_of_clock, who, workbook_at

if TYPE_CHECKING:
    from models.takeover.report import Fault, Report


def take(asked: argparse.Namespace) -> int:
    settings = installation()
    warn_of_clock()
    from models.takeover.process import take_over

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
    path = workbook_at(Path(asked.file))
    if path.exists() and path.stat().st_size:
        raise Wrong(f"{path} : ce fichier existe déjà, il est peut-être rempli ; choisissez un autre nom.")
    from models.takeover.template import write_template

    try:
        write_template(path)
    except OSError as fault:
        raise unwritable(path, fault) from None
    return say([f"Classeur de reprise écrit : {path}"])
