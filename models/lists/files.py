"""Reading the pages of a file, whatever program wrote it: a workbook, a text with separators, a list of names."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from models.french.typed import Misread
from models.takeover import cells
from models.takeover.archive import inspect
from models.takeover.cells import is_empty
from models.takeover.extents import Unreadable
from models.takeover.workbook import open_workbook, readable, refuse_unwritable

WORKBOOKS = (".xlsx", ".ods", ".xls")
TEXTS = (".csv", ".tsv", ".txt")
LARGEST_TEXT = 32 << 20  # bytes
LARGEST_OLD = 32 << 20  # bytes of an .xls, which is loaded whole
MOST_CELLS = 1_500_000
SAMPLE = 400  # lines looked at to find the separator
ALIKE = 0.6  # share of the lines that have as many separators
ENCODINGS = ("utf-8", "cp1252", "cp850", "mac-roman", "utf-16")


class Flaw(str):
    """Stands for a cell in error: its text says what is wrong."""

    __slots__ = ()


@dataclass
class Page:
    """One sheet: its name and its rows from the first, cells as they were typed ('' for an empty one)."""

    name: str
    rows: list[list[Any]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)  # first row and column, last, from 1
    hidden: bool = False


@dataclass
class File:
    """What a file holds, and in which encoding a text was read ('' for a workbook)."""

    name: str
    pages: list[Page]
    encoding: str = ""


def read(path: Path, encoding: str = "") -> File:
    """The pages of a file. Raises Unreadable, with one French sentence."""
    kind = path.suffix.lower()
    if kind in TEXTS:
        return _text(path, encoding)
    if kind in WORKBOOKS:
        return File(path.name, list(_workbook(path)))
    raise Unreadable(
        "Ce format ne se lit pas : enregistrez le fichier en classeur (.xlsx, .ods, .xls) ou en texte (.csv, .tsv,"
        " .txt)."
    )


def pasted(lines: Sequence[str]) -> File:
    """What was pasted or typed, line after line."""
    return File("lignes collées", [Page("lignes collées", _parted("\n".join(lines)))])


def _text(path: Path, encoding: str) -> File:
    refuse_unwritable(path)
    try:
        if path.exists() and not path.is_file():
            raise Unreadable("Ce n'est pas un fichier : donnez le nom d'une liste.")
        with path.open("rb") as file:
            raw = file.read(LARGEST_TEXT + 1)
    except FileNotFoundError:
        raise Unreadable("Fichier introuvable : vérifiez son nom et son dossier.") from None
    except OSError:
        raise Unreadable("Fichier illisible : fermez-le s'il est ouvert ailleurs et vérifiez vos droits.") from None
    if len(raw) > LARGEST_TEXT:
        raise Unreadable("Fichier trop grand : partagez-le en plusieurs fichiers.")
    text, encoding = decoded(raw, encoding)
    return File(path.name, [Page(path.stem, _parted(text))], encoding)


def decoded(raw: bytes, encoding: str = "") -> tuple[str, str]:
    """A text and its encoding: the one chosen, else its byte order mark's, else UTF-8, else Windows'. Raises
    Unreadable."""
    tried = [encoding] if encoding else ["utf-8", "cp1252"]
    if not encoding and raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        tried = ["utf-16"]
    for one in tried:
        try:
            text = raw.decode("utf-8-sig" if one == "utf-8" else one)
        except (UnicodeError, LookupError):
            continue
        if "\0" not in text:
            return text, one
    raise Unreadable(
        "Ce n'est pas du texte, ou ses lettres sont d'un autre codage : enregistrez le fichier en « CSV UTF-8 »."
    )


def _parted(text: str) -> list[list[Any]]:
    separator = _separator(text)
    lines = text.splitlines() if not separator else None
    try:
        rows: list[list[Any]] = []
        count = 0
        parted = ([line] for line in lines) if lines is not None else _csv(text, separator)
        for row in parted:
            count += max(1, len(row))
            if count > MOST_CELLS:
                raise Unreadable("Fichier trop grand : partagez-le en plusieurs fichiers.")
            rows.append(["" if is_empty(cell) else cell.strip() for cell in row])
    except csv.Error:
        raise Unreadable(
            "Le texte n'est pas séparé en colonnes comme il faut : ouvrez-le dans un tableur et enregistrez-le en CSV."
        ) from None
    return rows


def _csv(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=False)


def _separator(text: str) -> str:
    """The separator found as many times on most lines; '' for a text of one column."""
    sample = "\n".join(text.splitlines()[:SAMPLE])
    best, found = 0.0, ""
    for one in ";\t,|":
        try:
            widths = [len(row) for row in _csv(sample, one) if row]
        except csv.Error:
            continue
        if not widths:
            continue
        (width, times), *_ = Counter(widths).most_common(1)
        share = times / len(widths)
        if width > 1 and share >= ALIKE and share > best:
            best, found = share, one
    return found


def _workbook(path: Path) -> Iterator[Page]:
    if path.suffix.lower() == ".xls":
        refuse_unwritable(path)
        try:
            if path.exists() and not path.is_file():
                raise Unreadable("Ce n'est pas un fichier : donnez le nom d'un classeur.")
            if path.stat().st_size > LARGEST_OLD:
                raise Unreadable("Classeur trop grand : partagez-le en plusieurs fichiers.")
        except FileNotFoundError:
            raise Unreadable("Fichier introuvable : vérifiez son nom et son dossier.") from None
        extents = {}
    else:
        extents = inspect(path)
        if sum(extent.places for extent in extents.values()) > MOST_CELLS:
            raise Unreadable("Classeur trop grand : partagez-le en plusieurs fichiers.")
    book = open_workbook(path)
    for told in book.sheets_metadata:
        extent = extents.get(told.name)
        with readable(f"Feuille « {told.name} » illisible"):
            if not str(told.typ).endswith("WorkSheet"):
                continue
            sheet = book.get_sheet_by_name(told.name)
            if sheet.total_height * sheet.total_width > MOST_CELLS:
                raise Unreadable("Classeur trop grand : partagez-le en plusieurs fichiers.")
            rows = sheet.to_python(skip_empty_area=False)
            merged = [(a + 1, b + 1, c + 1, d + 1) for (a, b), (c, d) in _merged(sheet)]
        hidden = not str(told.visible).endswith(".Visible")
        flaws, zeros = (extent.flaws, extent.zeros) if extent else ({}, {})
        yield Page(told.name, [_row(n, row, flaws, zeros) for n, row in enumerate(rows, 1)], merged, hidden)


def _merged(sheet: Any) -> list[Any]:
    return getattr(sheet, "merged_cell_ranges", None) or []


def _row(number: int, row: list[Any], flaws: Any, zeros: Any) -> list[Any]:
    wrong, shown = flaws.get(number, {}), zeros.get(number, {})
    found = list(row)
    for place, cell in enumerate(found):
        if isinstance(cell, str):
            found[place] = "" if is_empty(cell) else re.sub(r"[ \t\xa0\u202f]+", " ", cell).strip()
        elif shown and isinstance(cell, float) and place + 1 in shown:
            try:
                found[place] = cells.digits(cell, shown[place + 1])
            except Misread as fault:
                found[place] = Flaw(str(fault))
    for column, said in wrong.items():
        found += [""] * (column - len(found))
        found[column - 1] = Flaw(said)
    return found
