"""Taking over what was kept in a workbook."""

import argparse
from pathlib import Path

from tui.commands.shared import (
    DONE,
    WRONG,
    Wrong,
    installation,
    print_json,
    say,
    told,
    unwritable,
    warn_of_clock,
    who,
    workbook_at,
)


def take(asked: argparse.Namespace) -> int:
    settings = installation()
    warn_of_clock()
    from models.takeover.process import take_over

    report = take_over(Path(asked.file), dry_run=asked.dry_run, who=who(settings))
    from tui.commands import answers

    told([answers.fault_line(asked.file, fault, warning=False) for fault in report.errors], WRONG)
    told([answers.fault_line(asked.file, fault, warning=True) for fault in report.warnings], DONE)
    if asked.json:
        print_json(report.as_json())
    elif not report.errors:
        say(answers.import_text(report, asked.dry_run))
    return WRONG if report.errors else DONE


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
