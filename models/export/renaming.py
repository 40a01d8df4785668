"""Telling people otherwise in a workbook already written: texts replaced row by row, figures and formulas left alone.

It reads the workbooks Assidu writes, and no other.
"""

import re
import zipfile
from collections.abc import Callable
from html import unescape
from io import BytesIO

from models.french.naming import Names

Row = Callable[[list[str]], list[str]]
"""Gives the texts of a row again, as many, in order."""

_ROW = re.compile(r"(<row [^>]*>)(.*?)(</row>)", re.DOTALL)
_CELL = re.compile(
    r'(<c r="[A-Z]+\d+"(?: s="\d+")? )(?:t="s"><v>(?P<shared>\d+)</v>'
    r'|t="inlineStr"><is><t(?P<space> xml:space="preserve")?>(?P<inline>[^<]*)</t></is>'
    r'|t="str">(?P<formula><f[^>]*>[^<]*</f>)<v>(?P<result>[^<]*)</v>)</c>'
)
_SHARED = re.compile(r"<si><t(?: xml:space=\"preserve\")?>([^<]*)</t></si>")
_TEXT = re.compile(r">([^<>]+)<")
_TOLD = ("docProps/", "xl/charts/", "xl/tables/")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def renamed(workbook: bytes, row: Row) -> bytes:
    """The same workbook with the texts of each row told again; the same bytes when none of them changes."""
    with zipfile.ZipFile(BytesIO(workbook)) as old:
        parts = {one: old.read(one) for one in old.infolist()}
    shared = next((data.decode() for one, data in parts.items() if one.filename == "xl/sharedStrings.xml"), "")
    texts = _Texts([_read(text) for text in _SHARED.findall(shared)])
    again = {}
    for one, data in parts.items():
        if one.filename.startswith("xl/worksheets/sheet"):
            again[one] = _sheet(data.decode(), texts, row).encode()
        elif one.filename.startswith(_TOLD):
            again[one] = _TEXT.sub(lambda found: f">{_write(row([_read(found[1])])[0])}<", data.decode()).encode()
        else:
            again[one] = data
    if again == parts:
        return workbook
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for one, data in again.items():
            new.writestr(one, texts.written(shared).encode() if one.filename == "xl/sharedStrings.xml" else data)
    return made.getvalue()


def holding(workbook: bytes, names: Names) -> bool:
    """Whether one of the names stands in a cell of the workbook."""
    return bool(workbook) and renamed(workbook, lambda cells: [names.told(cell) for cell in cells]) != workbook


class _Texts:
    """The texts that cells share, by number; those no cell shows any more are emptied."""

    def __init__(self, old: list[str]) -> None:
        self.old, self.new, self.shown = old, list(old), set[int]()
        self._numbers = {text: number for number, text in enumerate(old)}

    def number(self, text: str) -> int:
        if text not in self._numbers:
            self._numbers[text] = len(self.new)
            self.new.append(text)
        self.shown.add(self._numbers[text])
        return self._numbers[text]

    def written(self, xml: str) -> str:
        head = xml[: xml.index("<si>")] if "<si>" in xml else xml.removesuffix("</sst>")
        head = re.sub(r'uniqueCount="\d+"', f'uniqueCount="{len(self.new)}"', head)
        items = (
            f'<si><t xml:space="preserve">{_write(text if number in self.shown else "")}</t></si>'
            for number, text in enumerate(self.new)
        )
        return f"{head}{''.join(items)}</sst>"


def _sheet(xml: str, texts: _Texts, row: Row) -> str:
    def cells(found: re.Match[str]) -> str:
        matches = list(_CELL.finditer(found[2]))
        old = [_cell_text(one, texts) for one in matches]
        new = iter(zip(old, row(old), strict=True))
        return found[1] + _CELL.sub(lambda one: _cell(one, *next(new), texts), found[2]) + found[3]

    return _ROW.sub(cells, xml)


def _cell_text(one: re.Match[str], texts: _Texts) -> str:
    if one["shared"] is not None:
        return texts.old[int(one["shared"])]
    return _read(one["inline"] if one["inline"] is not None else one["result"])


def _cell(one: re.Match[str], old: str, new: str, texts: _Texts) -> str:
    if one["shared"] is not None:
        return f'{one[1]}t="s"><v>{texts.number(new)}</v></c>'
    if old == new:
        return one[0]
    if one["inline"] is not None:
        return f'{one[1]}t="inlineStr"><is><t xml:space="preserve">{_write(new)}</t></is></c>'
    return f'{one[1]}t="str">{one["formula"]}<v>{_write(new)}</v></c>'


def _read(xml: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), unescape(xml))


def _write(text: str) -> str:
    text = re.sub(r"_x[0-9A-Fa-f]{4}_", lambda found: f"_x005F{found[0]}", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
