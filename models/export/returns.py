"""The workbook of a return: figures as live formulas, charts, profile tables, exits, what is missing, what to write."""

from pathlib import Path

from xlsxwriter.worksheet import Worksheet

from config.files import free, named
from models.days.clock import today
from models.duties.lists import TITLES
from models.duties.periods import Period
from models.export.book import Book, Head, height
from models.export.charts import SHEET as CHARTS
from models.export.charts import write_charts
from models.export.identifiers import instead_of_names
from models.export.indicators import TABLE_ROWS, write_facts
from models.export.kinds import CODE, DAY, NOTE, TEXT, Area, plain
from models.export.lists import lists_of
from models.export.summary import About, Summary
from models.export.tallies import tallies
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
from models.figures.scope import Scope
from models.french.wording import capital, counted
from models.returns.prepared import Prepared, people

ANSWER_LINES = 9  # lines left for each answer to be typed
A_PAGE = 4  # questions
BY_PERSON = "Personnes"


def usual_path(folder: Path, period: Period) -> Path:
    """Where the workbook of a return goes in ``folder`` when no name is given: a name nothing has yet."""
    return free(folder / f"{named(f'{period.action.code}_{period.of.code}_{period.key}')}.xlsx")


def write_return(prepared: Prepared, path: Path, author: str, operator: str = "") -> None:
    """Writes the workbook of a return to ``path``, whole or not at all.

    ``author`` is the person who asks for it, ``operator`` the structure's name. Raises CannotWrite, with a French
    sentence, when the folder or the file does not let itself be written.
    """
    write_whole(path, lambda draft, scratch: _fill(prepared, draft, scratch, About(operator, author)))


def _fill(prepared: Prepared, draft: Path, scratch: str, about: About) -> None:
    period = prepared.period
    scope = Scope(period.action, period.start, period.end)
    columns = tallies(scope, prepared.figures)
    lists = lists_of(scope, {tally.table for tally in columns})
    large = max(facts.count() for facts in lists) > TABLE_ROWS
    book = Book(draft, scratch, large, about.operator, f"{period.action.code} · {period.name}")
    book.describe(f"{period.of.label} – {period.name} – {period.action.code}", about.author, today())
    title = f"{period.of.label}, {period.name}"
    summary = Summary(book, scope, prepared.figures, about, title, _more(prepared), charts=False)
    _missing(book, book.sheet("À compléter"), prepared)
    if period.of.questions:
        _questions(book, book.sheet("À rédiger", upright=True, scale=100), period)
    charts = book.sheet(CHARTS, scale=70)
    profiles = book.sheet("Profils", upright=True) if prepared.profiles else None
    if has_years(prepared.figures):
        write_years(book, book.sheet(BY_YEAR), prepared.figures)
    details = book.sheet("Détail") if has_details(prepared.figures) else None
    classes = _departures(book, book.sheet("Sorties"), prepared)
    write_deviations(book, book.sheet("Écarts"), prepared.deviations)
    if profiles:
        _profiles(book, profiles, prepared, _people(book, book.sheet(BY_PERSON), prepared))
    write_definitions(book, book.sheet("Définitions"), scope, prepared.figures)
    cells = summary.cells(*write_facts(book, lists, columns))
    summary.fill(cells)
    write_charts(book, charts, prepared, classes, cells)
    if details:
        write_details(book, details, scope, prepared.figures, cells)
    book.workbook.close()
    instead_of_names(draft)


def _more(prepared: Prepared) -> list[tuple[str, object]]:
    """What the first sheet says of the return itself."""
    lacking = counted(len(prepared.missing), "ligne", "lignes")
    return [("À remettre le", prepared.period.due or "sans date limite"), ("À compléter avant de remettre", lacking)]


def _missing(book: Book, sheet: Worksheet, prepared: Prepared) -> None:
    """What is missing before the return can go, a line a person and a thing."""
    heads = [
        Head("Personne ou séance", TEXT, 28),
        Head("Identifiant", CODE, 14),
        Head("Liste", TEXT, 24),
        Head("Ce qui manque", NOTE, 70),
        Head("Date", DAY),
    ]
    rows = [
        (one.name, one.subject, TITLES[one.duty], capital(one.what), one.date.isoformat()) for one in prepared.missing
    ]
    book.list(sheet, heads, rows or [("Rien ne manque.", "", "", "", "")])


def _questions(book: Book, sheet: Worksheet, period: Period) -> None:
    """The qualitative fields: each label, then a wide empty cell to write in."""
    sheet.set_column(0, 0, 72)
    sheet.write_string(0, 0, plain(f"{period.of.label}, {period.name}"), book.look(bold=True, font_size=15))
    sheet.set_row(0, 24)
    answer = book.look(text_wrap=True, border=1, border_color="#7F7F7F", locked=False)
    label = book.look(bold=True, text_wrap=True, valign="bottom")
    row, breaks = 1, []
    for rank, question in enumerate(period.of.questions):
        if rank and rank % A_PAGE == 0:
            breaks.append(row)
        sheet.set_row(row, height([(question, 64)]) + 12)
        sheet.write_string(row, 0, plain(question), label)
        sheet.set_row(row + 1, ANSWER_LINES * 15)
        sheet.write_blank(row + 1, 0, None, answer)
        row += 2
    sheet.set_h_pagebreaks(breaks)
    sheet.print_area(0, 0, row - 1, 0)


def _departures(book: Book, sheet: Worksheet, prepared: Prepared) -> Area:
    """The exits of the period, each with its class; gives the column of the classes."""
    heads = [
        Head("Identifiant", CODE, 13),
        Head("Nom et prénom", TEXT, 24),
        Head("Entrée", DAY),
        Head("Sortie", DAY),
        Head("Type de sortie", TEXT, 18),
        Head("Contrat", TEXT, 14),
        Head("Fin du contrat", DAY, 12),
        Head("Destination", TEXT, 24),
        Head("Classe", TEXT, 26),
    ]
    rows = []
    for one in prepared.departures:
        stay = one.stay
        days = [day and day.isoformat() for day in (stay.entry, stay.exit, stay.job_end)]
        rows.append(
            (
                stay.code,
                stay.name,
                days[0],
                days[1],
                stay.exit_type,
                stay.exit_contract,
                days[2],
                stay.destination,
                one.told,
            )
        )
    last = book.list(sheet, heads, rows)
    return Area("Sorties", len(heads) - 1, last)


def _people(book: Book, sheet: Worksheet, prepared: Prepared) -> dict[str, Area]:
    """The persons of the period with what each profile says of them; gives the column of each profile."""
    profiles = prepared.period.of.profiles
    heads = [Head("Identifiant", CODE, 13), Head("Nom et prénom", TEXT, 26), Head("Entrée", DAY)]
    heads += [Head(capital(profile), TEXT, 20) for profile in profiles]
    rows = [
        (
            one.person.code,
            f"{one.person.last_name} {one.person.first_name}",
            one.entry.isoformat(),
            *(prepared.persons[id].get(profile, "") for profile in profiles),
        )
        for id, one in people(prepared).items()
    ]
    last = book.list(sheet, heads, rows)
    return {profile: Area(BY_PERSON, rank, last) for rank, profile in enumerate(profiles, 3)}


def _profiles(book: Book, sheet: Worksheet, prepared: Prepared, areas: dict[str, Area]) -> None:
    """One table a profile: each value, how many persons accompanied in the period or entered in it, their share."""
    for column, width in enumerate((40, 12, 10)):
        sheet.set_column(column, column, width)
    row, edge = 0, {"bottom": 1, "bottom_color": "#BFBFBF"}
    total = len(prepared.persons)
    counted = "Personnes entrées" if prepared.period.of.of == "entrés" else "Personnes"
    for profile, values in prepared.profiles.items():
        sheet.write_string(row, 0, plain(capital(profile)), book.look(bold=True, font_size=13))
        for column, label in enumerate(("", counted, "Part")):
            sheet.write_string(row + 1, column, label, book.header)
        first = row + 2
        last = first + len(values)
        for line, (value, count) in enumerate(values.items(), first):
            sheet.write_string(line, 0, plain(value), book.look(text_wrap=True, **edge))
            formula = f"=SUMPRODUCT(EXACT({areas[profile]},$A{line + 1})*1)"
            sheet.write_formula(line, 1, formula, book.look(num_format="#,##0", **edge), count)
            share = f'=IF(B${last + 1}=0,"",B{line + 1}/B${last + 1})'
            sheet.write_formula(line, 2, share, book.look(num_format="0.0%", **edge), count / total if total else "")
        sheet.write_string(last, 0, "Total", book.look(bold=True))
        sum_of = f"=SUM(B{first + 1}:B{last})" if values else "=0"
        sheet.write_formula(last, 1, sum_of, book.look(bold=True, num_format="#,##0"), total)
        row = last + 2
    sheet.print_area(0, 0, max(0, row - 2), 2)
