"""The sheets of an .xlsx, seen before it is loaded: their extent, their cells in error, their leading zeros."""

import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from posixpath import normpath
from typing import Any

from models.takeover.extents import (
    FULLEST,
    IN_ERROR,
    NOT_COMPUTED,
    SHEETS,
    TEXTS,
    Extent,
    Zeros,
    refuse_too_large,
    refuse_too_many,
)
from models.takeover.tags import DEEPEST, SMALL, chunks_of, column_number, new_parser, walk


def extents_of_xlsx(archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> dict[str, Extent]:
    """The extent of each sheet, by name. Raises Unreadable, BadZipFile, ExpatError, ValueError or KeyError."""
    names: dict[str, str] = {}
    targets: dict[str, str] = {}

    def sheet(tag: str, attributes: dict[str, Any]) -> None:
        if tag == "sheet":
            bare = {key.rpartition(":")[2]: value for key, value in attributes.items()}
            names[bare["name"]] = bare["id"]

    def relation(tag: str, attributes: dict[str, Any]) -> None:
        if tag == "Relationship":
            target = attributes["Target"]
            targets[attributes["Id"]] = normpath(target if target.startswith("/") else f"/xl/{target}").lstrip("/")

    for member, handler in (("xl/workbook.xml", sheet), ("xl/_rels/workbook.xml.rels", relation)):
        if members[member].file_size > SMALL:
            refuse_too_large()
        walk(chunks_of(archive, members[member]), handler)
    if len(names) > SHEETS:
        refuse_too_many()
    found = {}
    sheets = []
    widths = _formats(archive, members)
    for name, key in names.items():
        info = members.get(targets.get(key, ""))
        if info is not None:
            found[name] = _sheet(archive, info, name, widths)
            sheets.append(info)
    if "xl/sharedStrings.xml" in members:
        _weigh(archive, members["xl/sharedStrings.xml"], sheets, sum(extent.cells for extent in found.values()))
    return found


def _weigh(archive: zipfile.ZipFile, texts: zipfile.ZipInfo, sheets: list[zipfile.ZipInfo], cells: int) -> None:
    """Refuses texts that, by themselves or repeated in every cell that shows them, would not hold in memory."""
    if texts.file_size > TEXTS:
        refuse_too_large()
    sizes: list[int] = []
    rest = found = 0
    for chunk in chunks_of(archive, texts):
        found += chunk.count(b"<si") + chunk.count(b":si")
        if found > FULLEST:
            refuse_too_many()
        first, *others = map(len, chunk.split(b"</si>"))
        if others:
            sizes += [rest + first, *others[:-1]]
            rest = others[-1]
        else:
            rest += first
    if max(sizes, default=0) * cells <= TEXTS:
        return
    total = 0
    shared = inside = False

    def start(tag: str, attributes: dict[str, Any]) -> None:
        nonlocal shared, inside
        if tag == "c":
            shared = attributes.get("t") == "s"
        inside = shared and tag == "v"

    def end(_tag: str, _size: int) -> None:
        nonlocal inside
        inside = False

    def text(said: str) -> None:
        nonlocal total
        if inside and said.isdecimal() and int(said) < len(sizes):
            total += sizes[int(said)]
            if total > TEXTS:
                refuse_too_large()

    for info in sheets:
        walk(chunks_of(archive, info), start, end, text)


_REFERENCE = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"(?:[^>]*[^/>])?>')
"""The place of a cell that is more than a format."""
_FORMATTED = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})" s="([0-9]{1,6})"(?: t="n")?>')
_CELL_BEGINS = re.compile(rb"<(?:[^\s<>/:]+:)?c[\s/>]")
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_NO_VALUE = rb"(?:<(?:\w+:)?v(?:\s[^>]*)?(?:/>|>\s*</(?:\w+:)?v\s*>)\s*)?"
_UNSTORED = re.compile(rb"(?:</(?:\w+:)?f\s*>|<(?:\w+:)?f(?:\s[^>]*)?/>)\s*" + _NO_VALUE + rb"</(?:\w+:)?c\s*>")


def shown_digits(code: str) -> int:
    """How many digits a number format shows at least, before the decimals: 5 for ``00000``, 10 for ``0# ## ## ## ##``;
    grouping does not count."""
    bare = re.sub(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]', "", code).partition(";")[0]
    if re.search(r"[eE][+-]|[dmyhsaj/%]", bare, re.IGNORECASE):
        return 0
    places = re.sub(r"[^0#?]", "", bare.partition(".")[0])
    return len(places) - places.index("0") if "0" in places else 0


def _formats(archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> dict[int, int]:
    """The digits shown at least, by format of a cell: those that show leading zeros."""
    codes: dict[str, int] = {}
    widths: dict[int, int] = {}
    inside, rank = False, 0

    def start(tag: str, attributes: dict[str, Any]) -> None:
        nonlocal inside, rank
        if tag == "numFmt":
            codes[attributes.get("numFmtId", "")] = shown_digits(attributes.get("formatCode", ""))
        elif tag == "cellXfs":
            inside = True
        elif tag == "xf" and inside:
            if (width := codes.get(attributes.get("numFmtId", ""), 0)) > 1:
                widths[rank] = width
            rank += 1

    def end(tag: str, _size: int) -> None:
        nonlocal inside
        inside = inside and tag != "cellXfs"

    if "xl/styles.xml" in members:
        walk(chunks_of(archive, members["xl/styles.xml"]), start, end)
    return widths


def _zeros(chunks: Iterator[bytes], widths: dict[int, int], usual: bool) -> Zeros:
    """Where the numbers are whose format shows leading zeros."""
    zeros: Zeros = defaultdict(dict)
    if usual:
        for chunk in chunks:
            for letters, number, style in _FORMATTED.findall(chunk) if b"</c>" in chunk else ():
                if width := widths.get(int(style)):
                    zeros[int(number)][column_number(letters)] = width
        return zeros
    place = [0, 0]

    def start(tag: str, attributes: dict[str, Any]) -> None:
        if tag == "row":
            place[:] = [int(attributes.get("r", place[0] + 1)), 0]
        elif tag == "c":
            found = _CELL.fullmatch(attributes.get("r", ""))
            place[:] = [int(found[2]), column_number(found[1].encode())] if found else [place[0], place[1] + 1]
            if (width := widths.get(int(attributes.get("s", -1)))) and attributes.get("t", "n") == "n":
                zeros[place[0]][place[1]] = width

    walk(chunks, start)
    return zeros


def _sheet(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, widths: dict[int, int]) -> Extent:
    """The extent of the filled cells of one sheet of an .xlsx, whatever dimensions it declares. Read tag by tag only
    where a glance sees something unusual."""
    extent = Extent()
    usual, flawed, closed = True, False, 0
    for chunk in chunks_of(archive, member):
        closed += chunk.count(b"</c>")
        formulas = b"<f" in chunk or b":f" in chunk
        flawed = flawed or b' t="e"' in chunk or b"='e'" in chunk or (formulas and bool(_UNSTORED.search(chunk)))
        # as every spreadsheet writes it: each cell says its place first, in the same way
        usual = usual and chunk.count(b'<c r="') == _cells(chunk) and b":row" not in chunk
        # a cell that is only a format has no end of its own: whole columns of them are passed over
        if usual and b"</c>" in chunk and (places := _REFERENCE.findall(chunk)):
            letters, numbers = zip(*places, strict=True)
            extent.columns = max(extent.columns, *map(column_number, set(letters)))
            extent.rows = max(extent.rows, *map(int, numbers))
            extent.cells += len(places)
    usual = usual and extent.cells == closed
    if not usual or extent.sparse or extent.large:
        extent = Extent()
        _measure(chunks_of(archive, member), extent)
    extent.check(name)
    if member.file_size > TEXTS:
        _weigh_own(chunks_of(archive, member))
    if flawed:
        extent.flaws = _walked(archive, member).flaws
    if widths:
        extent.zeros = _zeros(chunks_of(archive, member), widths, usual)
    return extent


def _cells(chunk: bytes) -> int:
    """How many cells begin there."""
    if b":c" in chunk:
        return len(_CELL_BEGINS.findall(chunk))
    return sum(chunk.count(begins) for begins in (b"<c ", b"<c>", b"<c/", b"<c\t", b"<c\n", b"<c\r"))


def _measure(chunks: Iterator[bytes], extent: Extent) -> None:
    """Fills ``extent`` with how far the filled cells reach. Raises BadZipFile for a cell that is nowhere."""
    row = column = depth = 0
    rows = columns = cells = 0

    def start(tag: str, attributes: dict[str, Any]) -> None:
        nonlocal row, column, depth, rows, columns, cells
        depth += 1
        if depth > DEEPEST:
            raise zipfile.BadZipFile
        if tag == "c" or tag.endswith(":c"):
            said = attributes.get("r")
            if said is None:
                column += 1
                return
            found = _CELL.fullmatch(said)
            if not found:
                raise zipfile.BadZipFile
            letters = found[1]
            column = known.get(letters) or known.setdefault(letters, column_number(letters.encode()))
            row = int(found[2])
        elif tag == "v" or tag == "is" or tag.endswith((":v", ":is")):
            cells += 1
            rows, columns = max(rows, row), max(columns, column)
            if cells > FULLEST:
                refuse_too_many()
        elif tag == "row" or tag.endswith(":row"):
            said = attributes.get("r")
            row, column = (row + 1 if said is None else int(said)), 0

    def end(_tag: str) -> None:
        nonlocal depth
        depth -= 1

    known: dict[str, int] = {}
    parser = new_parser()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    for chunk in chunks:
        parser.Parse(chunk, False)
    parser.Parse(b"", True)
    extent.rows, extent.columns, extent.cells = rows, columns, cells


def _weigh_own(chunks: Iterator[bytes]) -> None:
    """Refuses a sheet whose own texts would not hold in memory."""
    total = 0
    for chunk in chunks:
        total += sum(map(len, re.findall(rb">[^<]+", chunk)))
        if total > TEXTS:
            refuse_too_large()


def _walked(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Extent:
    """The extent of a sheet tag by tag, with its cells in error and the formulas whose result was never stored."""
    extent = Extent()
    place = [0, 0]
    formula = value = error = inside = False

    def start(tag: str, attributes: dict[str, Any]) -> None:
        nonlocal formula, value, error, inside
        if tag == "row":
            place[:] = [int(attributes.get("r", place[0] + 1)), 0]
        elif tag == "c":
            found = _CELL.fullmatch(attributes.get("r", ""))
            place[:] = [int(found[2]), column_number(found[1].encode())] if found else [place[0], place[1] + 1]
            extent.rows, extent.columns = max(extent.rows, place[0]), max(extent.columns, place[1])
            extent.cells += 1
            formula = False
            value = attributes.get("t") == "str"  # a formula whose result is an empty text has one
            error = attributes.get("t") == "e"
        elif tag == "f":
            formula = True
        inside = tag in ("v", "t")

    def text(said: str) -> None:
        nonlocal value
        value = value or (inside and not said.isspace())

    def end(tag: str, _size: int) -> None:
        nonlocal inside
        inside = False
        if tag == "c" and (error or (formula and not value)):
            extent.flaws[place[0]][place[1]] = IN_ERROR if error else NOT_COMPUTED

    walk(chunks_of(archive, member), start, end, text)
    return extent
