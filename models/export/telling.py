"""The sheets of explanations: figures by part, how each figure is counted, and what deviates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xlsxwriter.worksheet import Worksheet

from config.words import RULES, SEVERITIES
from models.export import formulas
from models.export.book import Book, Head
from models.export.facts import PERSON, PLATE, PUBLIC
from models.export.formulas import Cells
from models.export.kinds import CODE, DAY, NOTE, SHARE, TEXT, WHOLE, exact, plain
from models.export.summary import amount
from models.export.tallies import heading
from models.figures.figures import Figure
from models.figures.scope import Scope
from models.figures.shares import part_name
from models.french.folding import fold
from models.rules.deviation import Deviation
from models.tables import Moped, Person

BY_YEAR = "Par année"


@dataclass(frozen=True)
class Block:
    """Figures by the same kind of part: the header of the part, of what stands beside it, and the block's title."""

    part: str
    beside: str
    title: str


BLOCKS = (
    Block(PERSON, "Nom et prénom", "Par participant"),
    Block(PUBLIC, "", "Par public"),
    Block(PLATE, "Modèle", "Par cyclomoteur"),
)


def blocks_of(figures: Iterable[Figure]) -> list[Block]:
    """The usual blocks, then one for each other kind of part there is."""
    usual = {block.part for block in BLOCKS}
    others = dict.fromkeys(heading(figure.indicator) for figure in figures if figure.detail)
    return [*BLOCKS, *(Block(part, "", f"Par {part.lower()}") for part in others if part not in usual)]


def write_details(book: Book, sheet: Worksheet, scope: Scope, figures: Sequence[Figure], cells: Cells) -> None:
    """By participant, by public, by moped: one block each, a column a figure.

    Live formulas too, but in a large workbook, where they would take minutes to work out.
    """
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 28)
    sheet.set_column(2, 9, 18)
    row, widest = 0, 1
    for block in blocks_of(figures):
        shown = [figure for figure in figures if figure.detail and heading(figure.indicator) == block.part]
        if shown:
            row = _write_block(book, sheet, scope, block, shown, cells, row) + 2
            widest = max(widest, len(shown) + 1)
    sheet.print_area(0, 0, max(row - 2, 0), widest)


def _write_block(
    book: Book, sheet: Worksheet, scope: Scope, block: Block, figures: Sequence[Figure], cells: Cells, top: int
) -> int:
    """Writes a block from row ``top``; gives its last row."""
    parts = list(dict.fromkeys(part for figure in figures for part in figure.detail))
    beside = _beside(scope, block, parts)
    sheet.write_string(top, 0, block.title, book.look(bold=True, font_size=13))
    sheet.set_row(top + 1, 60)
    for column, label in enumerate([block.part, block.beside, *(figure.indicator.label for figure in figures)]):
        sheet.write(top + 1, column, plain(label), book.header)
    if block.part == PERSON:
        parts.sort(key=lambda part: (fold(beside[part]), part))
    for row, part in enumerate(parts, top + 2):
        sheet.write_string(row, 0, plain(part_name(figures[0].indicator, part)), book.kind(CODE))
        if beside.get(part):
            sheet.write_string(row, 1, plain(beside[part]), book.kind(CODE))
        for column, figure in enumerate(figures, 2):
            value = figure.detail.get(part)
            if value is None:
                continue
            look = amount(book, figure.indicator.unit, value)
            if book.large:
                sheet.write_number(row, column, exact(value), look)
            else:
                formula = formulas.part(figure.indicator, cells, f"$A{row + 1}", part)
                sheet.write_formula(row, column, formula, look, exact(value))
    return top + 1 + len(parts)


def has_years(figures: Iterable[Figure]) -> bool:
    """Whether the figures are told year by year."""
    return any(figure.years for figure in figures)


def write_years(book: Book, sheet: Worksheet, figures: Iterable[Figure]) -> None:
    """Each figure year by year, against what is asked of each year (reading E-02)."""
    heads = [
        Head("Indicateur", NOTE, 48),
        Head("Année", WHOLE),
        Head("Valeur", WHOLE, 12),
        Head("Objectif", WHOLE, 12),
        Head("Atteint", SHARE),
        Head("Sur", WHOLE, 12),
        Head("Part", SHARE),
        Head("Unité", TEXT, 14),
    ]
    rows = []
    for figure in figures:
        for year, one in figure.years:
            aimed = (one.objective, one.reached)
            numbers = (one.value, *aimed, one.base, one.share)
            cells = [None if number is None else exact(number) for number in numbers]
            rows.append((figure.indicator.label, year, *cells, figure.indicator.unit))
    book.list(sheet, heads, rows)


def has_details(figures: Iterable[Figure]) -> bool:
    """Whether a figure has parts to show."""
    return any(figure.detail for figure in figures)


def write_definitions(book: Book, sheet: Worksheet, scope: Scope, figures: Sequence[Figure]) -> None:
    """How each figure is counted and by which article, then the readings retained where the source is ambiguous."""
    rows = [(one.indicator.label, one.indicator.definition, one.indicator.source) for one in figures]
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


def _beside(scope: Scope, block: Block, parts: list[str]) -> dict[str, str]:
    """What stands beside each part: a participant's name, a moped's model, nothing beside a public."""
    if block.part == PERSON:
        people = Person.select(Person.code, Person.last_name, Person.first_name).where(Person.code.in_(parts))
        return {code: f"{last} {first}" for code, last, first in people.tuples()}
    if block.part == PLATE:
        return dict(Moped.select(Moped.plate, Moped.model).where(Moped.action == scope.action).tuples())
    return {}
