"""Workbooks handed over: the export of an action, the return of a period."""

import argparse
from pathlib import Path

from tui.commands.shared import Wrong, action_named, installation, period_of, print_json, say, who, workbook_at


def export(asked: argparse.Namespace) -> int:
    from config.settings import typed_path

    settings = installation()
    action = action_named(asked.action)
    start, end = period_of(action, asked)
    from models import export
    from models.export.book import CannotWrite

    usual = export.usual_path(typed_path(settings.export_folder), action, start, end)
    path = workbook_at(Path(asked.output) if asked.output else usual)
    try:
        export.write(action, start, end, path, who(settings), settings.operator)
    except CannotWrite as fault:
        raise Wrong(str(fault)) from None
    return say([f"Classeur écrit : {path}"])


def hand_over(asked: argparse.Namespace) -> int:
    from config.settings import typed_path

    settings = installation()
    action = action_named(asked.action)
    from models import returns
    from models.export.book import CannotWrite
    from models.export.returns import usual_path, write_return
    from tui import report_answers

    chosen = {"mois": asked.month, "trimestre": asked.quarter, "année": asked.year, "action": "final"}
    every = next(every for every, key in chosen.items() if key is not None)
    period = returns.asked(action, every, chosen[every], asked.code)
    path = None
    if asked.output or not asked.json:
        usual = usual_path(typed_path(settings.export_folder), period)
        path = workbook_at(Path(asked.output) if asked.output else usual)
    prepared = returns.prepare(period)
    if path is not None:
        try:
            write_return(prepared, path, who(settings), settings.operator)
        except CannotWrite as fault:
            raise Wrong(str(fault)) from None
    if asked.json:
        return print_json(report_answers.return_json(prepared, str(path) if path else None))
    return say([report_answers.return_line(prepared, str(path))])
