"""The sheets of explanations: figures by part, how each figure is counted, and what deviates."""

from collections.abc import Iterable, Sequence

from xlsxwriter.worksheet import Worksheet

from config.words import RULES, SEVERITIES
from models.export import formulas
from models.export.book import Book, Head
from models.export.formulas import PART_COLUMNS, Cells
from models.export.kinds import CODE, DAY, NOTE, plain
from models.export.summary import amount
from models.indicators import Figure
from models.rules import Deviation
from models.scope import Scope
from models.tables import Person


def write_details(book: Book, sheet: Worksheet, figures: Sequence[Figure], cells: Cells) -> None:
    """By participant, by public, by moped: one block each, a column a figure.

    Live formulas too, but in a large workbook, where they would take minutes to work out.
    """
    people = _names({part for figure in figures for part in figure.detail if _by(figure) == "Identifiant"})
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 28)
    sheet.set_column(2, 9, 18)
    row, widest = 0, 1
    for kind, title in (
        ("Identifiant", "Par participant"),
        ("Public", "Par public"),
        ("Immatriculation", "Par cyclomoteur"),
    ):
        shown = [figure for figure in figures if _by(figure) == kind and figure.detail]
        if not shown:
            continue
        sheet.write_string(row, 0, title, book.look(bold=True, font_size=13))
        sheet.set_row(row + 1, 60)
        sheet.write_string(row + 1, 0, kind, book.header)
        sheet.write_string(row + 1, 1, "Nom et prénom" if kind == "Identifiant" else "", book.header)
        for column, figure in enumerate(shown, 2):
            sheet.write_string(row + 1, column, plain(figure.indicator.label), book.header)
        parts = sorted(
            {part for figure in shown for part in figure.detail}, key=lambda part: (people.get(part, ""), part)
        )
        for row, part in enumerate(parts, row + 2):
            sheet.write_string(row, 0, plain(part), book.kind(CODE))
            sheet.write_string(row, 1, plain(people.get(part, "")), book.kind(CODE))
            for column, figure in enumerate(shown, 2):
                value = figure.detail.get(part)
                if value is None:
                    continue
                look = amount(book, figure.indicator.unit, value)
                if book.large:
                    sheet.write_number(row, column, float(value), look)
                else:
                    formula = formulas.part(figure.indicator, cells, f"$A{row + 1}")
                    sheet.write_formula(row, column, formula, look, float(value))
        row, widest = row + 2, max(widest, len(shown) + 1)
    sheet.print_area(0, 0, max(row - 2, 0), widest)


def has_details(figures: Iterable[Figure]) -> bool:
    return any(figure.detail for figure in figures)


def write_definitions(book: Book, sheet: Worksheet, scope: Scope) -> None:
    """How each figure is counted and by which article, then the readings retained where the source is ambiguous."""
    rows = [(one.label, one.definition, one.source) for one in scope.spec.indicator]
    rows += [("Lecture retenue", reading, scope.spec.document) for reading in scope.spec.readings]
    heads = [Head("Indicateur", NOTE, 44), Head("Comment il est compté", NOTE, 90), Head("Article", NOTE, 30)]
    book.list(sheet, heads, rows)


def write_deviations(book: Book, sheet: Worksheet, deviations: Iterable[Deviation]) -> None:
    """What deviates from the convention over the whole action, whatever the period, and what to do."""
    heads = [
        Head("Date", DAY),
        Head("Règle", NOTE, 20),
        Head("Gravité", CODE, 15),
        Head("Sujet", CODE, 14),
        Head("Écart", NOTE, 56),
        Head("Article", NOTE, 24),
        Head("Que faire", NOTE, 48),
    ]
    book.list(
        sheet,
        heads,
        (
            (
                one.date.isoformat(),
                RULES.get(one.rule, one.rule),
                SEVERITIES[one.severity],
                one.subject,
                one.message,
                one.source,
                one.remedy,
            )
            for one in deviations
        ),
    )


def _by(figure: Figure) -> str:
    return PART_COLUMNS.get(type(figure.indicator), "")


def _names(codes: set[str]) -> dict[str, str]:
    query = Person.select(Person.code, Person.last_name, Person.first_name).where(Person.code.in_(list(codes)))
    return {code: f"{last} {first}" for code, last, first in query.tuples()}
