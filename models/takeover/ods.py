"""The sheets of an .ods, seen before it is loaded: their extent, their cells in error, their leading zeros."""

import re
import zipfile
from collections.abc import Iterator
from typing import Any

from models.takeover.extents import FULLEST, IN_ERROR, SHEETS, TEXTS, Extent, Zeros, refuse_too_large, refuse_too_many
from models.takeover.tags import chunks_of, times_repeated, walk

LONGEST_NUMBER = 60  # characters of a number as it is shown
FOR_A_TEXT = 150  # bytes of the tags around a cell's text in an .ods


def extents_of_ods(archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> dict[str, Extent]:
    """The extent of each sheet, by name. Raises Unreadable, BadZipFile, ExpatError, ValueError or KeyError."""
    extents: dict[str, Extent] = {}
    current = Extent()
    row = column = repeated = times = weight = loaded = 0
    filled: list[tuple[int, bool]] = []

    def start(tag: str, attributes: dict[str, Any]) -> None:
        nonlocal current, row, column, repeated, times, weight
        if tag in ("table-cell", "covered-table-cell"):
            said = {key.rpartition(":")[2]: value for key, value in attributes.items()} if attributes else {}
            times = times_repeated(said.get("number-columns-repeated"))
            column += times
            times = times if "value-type" in said else 0
            if times:
                filled.append((column, attributes.get("calcext:value-type") == "error"))
        elif tag == "table-row":
            repeated = times_repeated(attributes.get("table:number-rows-repeated"))
            column = weight = 0
            filled.clear()
        elif tag == "s":
            weight += times_repeated(attributes.get("text:c")) * times
        elif tag == "table":
            current, row = Extent(), 0
            extents[attributes.get("table:name", "")] = current
            if len(extents) > SHEETS:
                refuse_too_many()

    def end(tag: str, size: int) -> None:
        nonlocal row, weight, loaded
        if tag in ("table-cell", "covered-table-cell"):
            weight += max(0, size - FOR_A_TEXT) * times
        elif tag == "table-row":
            row += repeated
            loaded += weight * repeated if filled else 0
            if loaded > TEXTS:
                refuse_too_large()
            if filled:
                current.rows = row
                current.columns = max(current.columns, filled[-1][0])
                current.cells += len(filled)
                if current.cells > FULLEST:
                    refuse_too_many()
                for place, error in filled:
                    if error:
                        current.flaws[row][place] = IN_ERROR
                filled.clear()

    seen = [False]
    walk(_glanced(chunks_of(archive, members["content.xml"]), seen), start, end)
    if seen[0] and not any(extent.sparse or extent.large for extent in extents.values()):
        _zeros_of_ods(chunks_of(archive, members["content.xml"]), extents)
    return extents


def _glanced(chunks: Iterator[bytes], seen: list[bool]) -> Iterator[bytes]:
    """The same chunks; tells in ``seen`` whether a cell may show a leading zero."""
    for chunk in chunks:
        seen[0] = seen[0] or bool(_ZERO_SHOWN.search(chunk))
        yield chunk


def _zeros_of_ods(chunks: Iterator[bytes], extents: dict[str, Extent]) -> None:
    """An .ods says of each number what is shown of it."""
    zeros: Zeros = {}
    row = column = times = 0
    value = text = ""
    shown: dict[int, int] = {}
    repeated = 1

    def start(tag: str, attributes: dict[str, Any]) -> None:
        nonlocal zeros, row, column, times, value, text, repeated
        if tag in ("table-cell", "covered-table-cell"):
            said = {key.rpartition(":")[2]: one for key, one in attributes.items()}
            times = times_repeated(said.get("number-columns-repeated"))
            column += times
            number = attributes.get("office:value-type") == "float"
            value, text = said.get("value", "").removesuffix(".0") if number else "", ""
        elif tag == "table-row":
            repeated, column = times_repeated(attributes.get("table:number-rows-repeated")), 0
            shown.clear()
        elif tag == "table":
            zeros, row = extents[attributes.get("table:name", "")].zeros, 0

    def said(part: str) -> None:
        nonlocal text
        if value and len(text) < LONGEST_NUMBER:
            text += part

    def end(tag: str, _size: int) -> None:
        nonlocal row, value
        if tag in ("table-cell", "covered-table-cell"):
            digits = re.sub(r"\D", "", text)
            if value and digits.startswith("0") and digits.lstrip("0") == value:
                shown.update(dict.fromkeys(range(column - times + 1, column + 1), len(digits)))
            value = ""
        elif tag == "table-row":
            for number in range(row + 1, row + repeated + 1) if shown else ():
                zeros[number] = dict(shown)
            row += repeated

    walk(chunks, start, end, said)


_ZERO_SHOWN = re.compile(rb"<text:p>0[^<,.]*[0-9]")
