"""Documents printed from the command line."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tui.commands.answering import NO, Wrong, print_json, refused, report, say
from tui.commands.progress import shown
from tui.commands.shared import action_named, installation, warn_of_clock, who

if TYPE_CHECKING:
    from models.printing.papers import Paper
    from models.tables import Action


def print_papers(asked: argparse.Namespace) -> int:
    from config.settings import typed_path
    from models.french.wording import capital
    from models.printing import papers

    settings = installation()
    warn_of_clock()
    action = action_named(asked.action)
    ready = READ.get(asked.kind, attestations_of)(action, asked)
    missing = papers.missing_letters(ready)
    if missing and not asked.yes:
        refused([f"{missing} Ajoutez --yes pour imprimer ainsi."], asked.json)
        return NO
    usual = papers.usual_path(typed_path(settings.export_folder), asked.kind, ready)
    path = _at(asked.output, usual)
    with shown():
        written = papers.write(asked.kind, ready, path, settings, who=who(settings))
    told = papers.told_days_off(ready, settings)
    if asked.json:
        return print_json({"document": asked.kind, "count": len(ready), "files": [str(one) for one in written]})
    if told:
        report([told], NO)
    said = capital(papers.counted(asked.kind, len(ready)))
    return say([f"{said} : {', '.join(str(one) for one in written)}"])


def sheets_of(action: "Action", asked: argparse.Namespace) -> "Sequence[Paper]":
    """The sheets of a session, of a week or of the sessions of some days of an action."""
    from models.printing import sheets
    from models.tables import Session

    if asked.session is not None:
        session = Session.get_or_none(Session.action == action, Session.code == asked.session)
        if session is None:
            raise Wrong(f"{action.code} n'a pas de séance « {asked.session} » ; vérifiez son code.")
        found = [sheets.of_session(session.id)]
    elif asked.week is not None:
        found = sheets.of_weeks(action, asked.week)
    else:
        first, last = (asked.day, asked.day) if asked.day else (asked.start or action.start, asked.end or action.end)
        found = sheets.of_days(first, last, action)
    return sheets.of_sessions(found, marks=asked.marked)


def attestations_of(action: "Action", asked: argparse.Namespace) -> "Sequence[Paper]":
    """What is attested of a person, or of everyone of an action."""
    from models.printing.attestations import attestations
    from tui.commands.shared import person_named

    people = None if asked.person is None else [person_named(asked.person)]
    period = {"start": asked.start, "end": asked.end}
    return attestations(asked.kind, action, people, nature=asked.nature, day=asked.date, **period)


def group_of(action: "Action", asked: argparse.Namespace) -> "Sequence[Paper]":
    """Everyone in a parcours of an action, or of one of its groups."""
    from models.printing import listings

    return listings.group(action, asked.group)


def loans_of(action: "Action", asked: argparse.Namespace) -> "Sequence[Paper]":
    """The loans that are to come back."""
    from models.printing import listings

    return listings.loans_due(action)


READ = {"emargement": sheets_of, "liste-groupe": group_of, "prets-attendus": loans_of}
"""What reads each kind of document; the others are attestations."""


def _at(given: str | None, usual: Path) -> Path:
    path = usual if given is None else Path(given)
    if path.suffix.lower() != ".pdf":
        raise Wrong(f"{path} : donnez un nom de document en .pdf.")
    if not path.parent.is_dir():
        raise Wrong(f"{path.parent} : ce dossier n'existe pas ; créez-le ou choisissez-en un autre.")
    if path.is_dir():
        raise Wrong(f"{path} : c'est un dossier ; donnez un nom de fichier.")
    return path
