"""The indicator workbook of an action over a period: figures as live formulas over the facts they count."""

from dataclasses import replace
from pathlib import Path

from pendulum import Date

from config.files import free, named
from config.progress import each
from models.days.clock import today
from models.export.book import Book
from models.export.facts import Facts
from models.export.identifiers import instead_of_names
from models.export.kinds import Area
from models.export.lists import lists_of
from models.export.summary import About, Summary
from models.export.tallies import Tally, tallies
from models.export.telling import (
    BY_YEAR,
    has_details,
    has_years,
    write_definitions,
    write_details,
    write_deviations,
    write_years,
)
from models.export.written import write_whole
from models.figures.figures import figures
from models.figures.scope import Scope
from models.french.wording import day as say_day
from models.rules.checks import deviations
from models.tables import Action

TABLE_ROWS = 20_000
AT_ONCE = 500  # rows between two words of how far it is


def write(action: Action, start: Date, end: Date, path: Path, author: str, operator: str = "") -> None:
    """Writes the workbook of ``action`` from ``start`` to ``end``, both in it, to ``path``, whole or not at all.

    ``author`` is the person who asks for it, ``operator`` the structure's name. The same data, period and day give the
    same bytes. Above ``TABLE_ROWS`` facts of one kind the workbook is written row by row, with filters for tables.
    Raises CannotWrite, with a French sentence, when the folder or the file does not let itself be written.
    """
    scope = Scope(action, start, end)
    write_whole(path, lambda draft, scratch: _fill(scope, draft, scratch, About(operator, author)))


def usual_path(folder: Path, action: Action, start: Date, end: Date) -> Path:
    """Where the workbook of this action and period goes in ``folder`` when no name is given: a name nothing has yet."""
    return free(folder / f"{named(f'{action.code}_{start.isoformat()}_{end.isoformat()}')}.xlsx")


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
    if has_years(computed):
        write_years(book, book.sheet(BY_YEAR), computed)
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
        rows = each(rows, f"Feuille {facts.sheet}", facts.count(), AT_ONCE)
        last = book.list(book.sheet(facts.sheet), heads, rows)
        for rank, column in enumerate(facts.columns):
            parts[facts.sheet, column.label] = Area(facts.sheet, rank, last)
        for rank, tally in enumerate(counting, len(facts.columns)):
            for key in tally.sums:
                known = areas.get(key)
                areas[key] = replace(known, columns=known.columns + 1) if known else Area(facts.sheet, rank, last)
    return areas, parts
