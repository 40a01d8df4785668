"""The indicator workbook of an action over a period: figures as live formulas over the facts they count."""

import errno
import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from pendulum import Date
from xlsxwriter.exceptions import XlsxFileError

from config.files import draft, scratch, sweep
from config.settings import home
from models.acts import rights
from models.acts.refusals import Refused
from models.days.clock import today
from models.export.book import Book, CannotWrite
from models.export.facts import Facts
from models.export.identifiers import instead_of_names
from models.export.kinds import Area
from models.export.lists import lists_of
from models.export.summary import About, Summary
from models.export.tallies import Tally, tallies
from models.export.telling import has_details, write_definitions, write_details, write_deviations
from models.figures.figures import figures
from models.figures.scope import Scope
from models.french.wording import day as say_day
from models.rules import deviations
from models.storage.connection import snapshot
from models.tables import Action

TABLE_ROWS = 20_000


def write(action: Action, start: Date, end: Date, path: Path, author: str, operator: str = "") -> None:
    """Writes the workbook of ``action`` from ``start`` to ``end``, both in it, to ``path``, whole or not at all.

    ``author`` is the person who asks for it, ``operator`` the structure's name. The same data, period and day give the
    same bytes. Above ``TABLE_ROWS`` facts of one kind the workbook is written row by row, with filters for tables.
    Raises CannotWrite, with a French sentence, when the folder or the file does not let itself be written.
    """
    scope = Scope(action, start, end)
    written(path, lambda draft, scratch: _fill(scope, draft, scratch, About(operator, author)))


def written(path: Path, fill: Callable[[Path, str], object]) -> None:
    """Has ``fill`` write a draft (with a folder for what is being written) and gives it the name ``path``, or nothing.

    Raises CannotWrite, with a French sentence, when the folder or the file does not let itself be written; Refused when
    the account may not export.
    """
    if sentence := rights.refusal_to_export():
        raise Refused(sentence)
    if path.is_dir():
        raise CannotWrite(f"{path} : c'est un dossier ; donnez un nom de fichier, par exemple indicateurs.xlsx.")
    sweep(path.parent)
    try:
        with draft(path) as file, scratch(_private(path.parent)) as folder, snapshot():
            fill(file, folder)
    except (OSError, XlsxFileError) as fault:
        raise CannotWrite(_in_french(path, fault)) from None


def _private(folder: Path) -> Path:
    """Where to work on what holds names: the installation's own folder, closed to others and swept at each start."""
    own = home()
    return own if os.access(own, os.W_OK) else folder


def usual_path(folder: Path, action: Action, start: Date, end: Date) -> Path:
    """Where the workbook of this action and period goes in ``folder`` when no name is given."""
    return folder / re.sub(r"[^\w.-]+", "-", f"{action.code}_{start.isoformat()}_{end.isoformat()}.xlsx")


def _fill(scope: Scope, draft: Path, scratch: str, about: About) -> None:
    computed = figures(scope.action, scope.start, scope.end)
    columns = tallies(scope, computed)
    lists = lists_of(scope, {tally.table for tally in columns})
    deviating = deviations(scope.action)
    large = max(len(deviating), *(facts.count() for facts in lists)) > TABLE_ROWS
    period = f"{say_day(scope.start)} – {say_day(scope.end)}"
    book = Book(draft, scratch, large, about.operator, f"{scope.action.code} · {period}")
    book.describe(f"Indicateurs – {scope.spec.title} – {scope.action.code}", about.author, today())
    summary = Summary(book, scope, computed, about)
    details = book.sheet("Détail") if has_details(computed) else None
    write_definitions(book, book.sheet("Définitions"), scope, computed)
    write_deviations(book, book.sheet("Écarts"), deviating)
    cells = summary.cells(*write_facts(book, lists, columns))
    summary.fill(cells)
    if details:
        write_details(book, details, scope, computed, cells)
    book.workbook.close()
    instead_of_names(draft)


def write_facts(
    book: Book, lists: list[Facts], columns: list[Tally]
) -> tuple[dict[tuple[str, str], Area], dict[tuple[str, str], Area]]:
    """Writes the detail sheets; gives the counting columns by what they sum, and the others by sheet and header."""
    areas: dict[tuple[str, str], Area] = {}
    parts: dict[tuple[str, str], Area] = {}
    for facts in lists:
        counting = [tally for tally in columns if tally.table is facts.table]
        heads = [*facts.columns, *(tally.head for tally in counting)]
        rows = facts.rows([(tally.quantities, tally.nothing) for tally in counting])
        last = book.list(book.sheet(facts.sheet), heads, rows)
        for rank, column in enumerate(facts.columns):
            parts[facts.sheet, column.label] = Area(facts.sheet, rank, last)
        for rank, tally in enumerate(counting, len(facts.columns)):
            for key in tally.sums:
                known = areas.get(key)
                areas[key] = replace(known, columns=known.columns + 1) if known else Area(facts.sheet, rank, last)
    return areas, parts


def _in_french(path: Path, fault: Exception) -> str:
    if not path.parent.is_dir():
        return f"{path} : le dossier n'existe pas ; créez-le ou choisissez-en un autre."
    if isinstance(fault, PermissionError):
        return (
            f"{path} : écriture refusée ; fermez ce fichier s'il est ouvert ailleurs, ou choisissez un autre dossier."
        )
    reason = fault.args[0] if isinstance(fault, XlsxFileError) and fault.args else fault
    if isinstance(reason, OSError) and reason.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{path} : le disque est plein ; libérez de la place."
    return f"{path} : le fichier ne peut pas être écrit ; vérifiez la place sur le disque et vos droits sur le dossier."


__all__ = ["TABLE_ROWS", "CannotWrite", "usual_path", "write", "write_facts", "written"]
