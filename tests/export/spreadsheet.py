"""Reading an exported workbook back, and having another program work it out again."""

import re
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl

FORCED = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def sheet(path: Path, name: str) -> list[dict]:
    """The rows of a detail sheet, by header, as the values a reader of files sees."""
    head, *rows = openpyxl.load_workbook(path, data_only=True)[name].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def figures(path: Path) -> dict[str, tuple]:
    """Value, objective and what is reached of it, of each indicator of the first sheet, by label."""
    rows = list(openpyxl.load_workbook(path, data_only=True)["Indicateurs"].iter_rows(values_only=True))
    first = next(number for number, row in enumerate(rows) if row[0] == "Indicateur")
    return {row[0]: row[1:4] for row in rows[first + 1 :] if row[0]}


def shares(path: Path) -> dict[str, tuple]:
    """What each figure is a part of, and its share, by label; empty in a workbook without such columns."""
    rows = list(openpyxl.load_workbook(path, data_only=True)["Indicateurs"].iter_rows(values_only=True))
    first = next(number for number, row in enumerate(rows) if row[0] == "Indicateur")
    if "Sur" not in rows[first]:
        return {}
    base, named = rows[first].index("Sur"), ("Part", "Taux")
    columns = [rank for rank, head in enumerate(rows[first]) if head in named]
    return {row[0]: (row[base], next(filter_told(row, columns), None)) for row in rows[first + 1 :] if row[0]}


def filter_told(row: tuple, columns: list[int]) -> Iterator[Any]:
    return (row[rank] for rank in columns if row[rank] is not None)


def column(path: Path, head: str) -> dict[str, Any]:
    """What a column of the first sheet says of each indicator, by label; empty in a workbook without it."""
    rows = list(openpyxl.load_workbook(path, data_only=True)["Indicateurs"].iter_rows(values_only=True))
    first = next(number for number, row in enumerate(rows) if row[0] == "Indicateur")
    if head not in rows[first]:
        return {}
    place = rows[first].index(head)
    return {row[0]: row[place] for row in rows[first + 1 :] if row[0] and row[place] is not None}


def formulas(path: Path) -> list[tuple[str, str]]:
    """Where the formulas of a workbook are, by sheet and cell."""
    book = openpyxl.load_workbook(path)
    return [
        (sheet.title, cell.coordinate)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]


def at(path: Path, places: list[tuple[str, str]]) -> list[Any]:
    """What these cells hold, an empty text being nothing."""
    book = openpyxl.load_workbook(path, data_only=True)
    return [book[name][cell].value or (0 if book[name][cell].value == 0 else None) for name, cell in places]


def details(path: Path) -> list[tuple]:
    """The rows of the sheet of parts, without what is empty."""
    book = openpyxl.load_workbook(path, data_only=True)
    if "Détail" not in book.sheetnames:
        return []
    rows = book["Détail"].iter_rows(values_only=True)
    return [row for row in rows if any(isinstance(cell, (int, float)) for cell in row)]


def spoil(path: Path, spoiled: Path) -> int:
    """Copies a workbook with every stored result of a formula replaced by a wrong one; gives how many there were."""
    count = 0
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(spoiled, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            data = source.read(item)
            if item.filename.startswith("xl/worksheets/sheet"):
                text, found = re.subn(r"(</f>)<v>[^<]*</v>", r"\1<v>-987654</v>", data.decode())
                count, data = count + found, text.encode()
            target.writestr(item.filename, data)
    return count


def recalculate(folder: Path, paths: list[Path]) -> Path:
    """Has LibreOffice open the workbooks, work every formula out again and save them; gives the folder of results."""
    profile, out = folder / "profile", folder / "recalculated"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(FORCED, encoding="utf-8")
    office = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless"]
    convert = ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out), *map(str, paths)]
    subprocess.run([*office, *convert], check=True, capture_output=True, timeout=300)
    return out
