"""A workbook of plain rows written as a spreadsheet, each value in one of the ways people type it."""

from datetime import date, time
from pathlib import Path
from random import Random

import xlsxwriter

from tests.oracle.plain import Book

DURATIONS = ("Évaluation de départ (h)", "Heures", "Dont formation (h)", "Durée hebdomadaire (h)")


def write(book: Book, path: Path, seed: int) -> None:
    """Writes every sheet, its columns and its rows in a random order."""
    dice = Random(seed)
    with xlsxwriter.Workbook(path) as workbook:
        looks = {name: workbook.add_format({"num_format": name}) for name in ("dd/mm/yyyy", "hh:mm", "[h]:mm")}
        for name in dice.sample(sorted(book), len(book)):
            sheet = workbook.add_worksheet(name)
            heads = sorted({head for row in book[name] for head in row})
            dice.shuffle(heads)
            sheet.write_row(0, 0, heads)
            for line, row in enumerate(book[name], start=1):
                for column, head in enumerate(heads):
                    put(sheet, line, column, head, row.get(head), dice, looks)


def put(sheet, line: int, column: int, head: str, value, dice: Random, looks: dict) -> None:
    if value is None:
        return
    if isinstance(value, date):
        if dice.random() < 0.5:
            sheet.write_datetime(line, column, value, looks["dd/mm/yyyy"])
        else:
            sheet.write_string(line, column, value.strftime(dice.choice(("%d/%m/%Y", "%Y-%m-%d"))))
    elif isinstance(value, time):
        if dice.random() < 0.5:
            sheet.write_datetime(line, column, value, looks["hh:mm"])
        else:
            sheet.write_string(line, column, f"{value.hour}{dice.choice((':', 'h'))}{value.minute:02d}")
    elif head in DURATIONS:
        if dice.random() < 0.3:
            sheet.write_number(line, column, value / 1440, looks["[h]:mm"])
        elif value % 15 == 0 and dice.random() < 0.5:
            sheet.write_string(line, column, f"{value / 60:g}".replace(".", dice.choice(",.")))
        else:
            sheet.write_string(line, column, f"{value // 60}{dice.choice((':', ' h '))}{value % 60:02d}")
    elif isinstance(value, int):
        sheet.write_number(line, column, value)
    else:
        sheet.write_string(line, column, value)
