"""Workbooks handed over: the export of an action, the return of a period, and the copies kept of them."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from tui.commands.answering import Wrong, print_json, say
from tui.commands.progress import shown
from tui.commands.shared import action_named, installation, period_of, who, workbook_at

if TYPE_CHECKING:
    from pendulum import Date


def export(asked: argparse.Namespace) -> int:
    from config.settings import typed_path

    settings = installation()
    action = action_named(asked.action)
    start, end = period_of(action, asked)
    _names(asked)
    from models.export import handing, indicators

    usual = indicators.usual_path(typed_path(settings.export_folder), action, start, end)
    path = workbook_at(Path(asked.output) if asked.output else usual)
    with shown():
        if asked.sent is None:
            indicators.write(action, start, end, path, who(settings), settings.operator)
        else:
            handing.export_sent(action, start, end, path, who(settings), settings.operator, _day(asked))
    return say([f"Classeur écrit : {path}"])


def hand_over(asked: argparse.Namespace) -> int:
    from config.settings import typed_path

    settings = installation()
    action = action_named(asked.action)
    _names(asked)
    from models.duties import periods
    from models.export.handing import hand_over as write
    from models.export.returns import usual_path
    from models.french import wording
    from models.returns import prepared as returns
    from tui.returns import report_answers

    chosen = {"mois": asked.month, "trimestre": asked.quarter, "année": asked.year, "action": "final"}
    every = next(every for every, key in chosen.items() if key is not None)
    period = periods.asked(action, every, chosen[every], asked.code)
    path = None
    sent = None if asked.sent is None else _day(asked)
    if asked.output or sent or not asked.json:
        usual = usual_path(typed_path(settings.export_folder), period)
        path = workbook_at(Path(asked.output) if asked.output else usual)
    with shown():
        if path is None:
            prepared = returns.prepare(period)
        else:
            prepared = write(period, path, who(settings), settings.operator, sent)
    if asked.json:
        from models.export import identifiers

        return print_json(identifiers.told(report_answers.return_json(prepared, str(path) if path else None)))
    more = [f"Remis le {wording.day(sent)} : la copie de ce qui est envoyé est gardée."] if sent else []
    return say([report_answers.return_line(prepared, str(path)), *more])


def calendar(asked: argparse.Namespace) -> int:
    from config.files import free, named
    from config.settings import typed_path

    settings = installation()
    from models.days.clock import today
    from models.export import calendar

    wanted = calendar.Wanted(
        asked.trainer or "",
        asked.start or today().subtract(months=1),
        asked.end or today().add(years=1),
        asked.names,
        asked.zone,
    )
    if wanted.first > wanted.last:
        raise Wrong("La période finit avant de commencer : donnez --from avant --to.")
    usual = (
        typed_path(settings.export_folder)
        / f"{named(f'calendrier_{wanted.trainer}' if wanted.trainer else 'calendrier')}.ics"
    )
    path = Path(asked.output) if asked.output else free(usual)
    return say([calendar.described(*calendar.write(path, wanted), path)])


def copies(asked: argparse.Namespace) -> int:
    installation()
    action = action_named(asked.action)
    from models.export.handing import write_again
    from models.returns import copies as freezing
    from models.returns import since as moved
    from tui.returns import answers

    if asked.number is None:
        if asked.output or asked.since:
            raise Wrong(f"Quelle copie ? « assidu copies {action.code} » les énumère, avec leur numéro.")
        found = freezing.copies(action)
        if asked.json:
            return print_json({"action": action.code, "copies": [answers.copy_json(one) for one in found]})
        return say(answers.copies_text(action, found))
    copy = freezing.copy_of(action, asked.number)
    if asked.output:
        content = freezing.workbook_of(copy)
        path = workbook_at(Path(asked.output))
        write_again(content, path)
        if asked.json:
            return print_json(answers.copy_json(copy) | {"file": str(path)})
        return say([f"Classeur écrit, tel qu'il a été gardé : {path}"])
    if asked.since:
        since = moved.since(copy)
        if asked.json:
            return print_json(answers.since_json(copy, since))
        return say(answers.since_text(copy, since))
    if asked.json:
        return print_json(answers.figures_json(copy))
    return say(answers.figures_text(copy))


def _day(asked: argparse.Namespace) -> "Date":
    """The day given with --sent; today without one."""
    from models.days.clock import today

    return today() if asked.sent is True else asked.sent


def _names(asked: argparse.Namespace) -> None:
    """Identifiers instead of names, when they are asked for."""
    from models.export import identifiers

    identifiers.ask(asked.identifiers)
