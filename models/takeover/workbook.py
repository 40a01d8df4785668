"""Reading the sheets of a workbook, row by row."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from python_calamine import CalamineWorkbook, PasswordError

from models.takeover.archive import PROTECTED, inspect
from models.takeover.extents import Extent, Flaws, Unreadable, Zeros


class Pages(Protocol):
    """What is read as a sheet of a workbook is: its name, its cells in error, its leading zeros, and its rows."""

    @property
    def name(self) -> str: ...

    flaws: Flaws
    zeros: Zeros

    def rows(self) -> Iterator[tuple[int, list[Any]]]: ...


@dataclass
class Source:
    """One sheet of the file: its name, its cells in error, its leading zeros, and its rows."""

    name: str
    flaws: Flaws
    zeros: Zeros
    _workbook: CalamineWorkbook

    def rows(self) -> Iterator[tuple[int, list[Any]]]:
        """Each row with its number, the first being 1; an empty cell is ``""``. Raises Unreadable."""
        try:
            sheet = self._workbook.get_sheet_by_name(self.name)
            if sheet.start is None:
                return
            row, column = sheet.start
            before = [""] * column
            for number, cells in enumerate(sheet.iter_rows(), row + 1):
                yield number, before + cells if before else cells
        except GeneratorExit:
            raise
        except BaseException as fault:  # the reader's panics are not ordinary exceptions
            _tell(fault, f"Feuille « {self.name} » illisible")


def sources(path: Path) -> list[Source]:
    """The sheets of an .xlsx or .ods file. Raises Unreadable, with one French sentence."""
    refuse_unwritable(path)
    extents = inspect(path)
    workbook = open_workbook(path)
    known = ((name, extents.get(name) or Extent()) for name in workbook.sheet_names)
    return [Source(name, extent.flaws, extent.zeros, workbook) for name, extent in known]


def refuse_unwritable(path: Path) -> None:
    """Raises Unreadable for a name that neither the reader nor the journal takes: it is not Unicode."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        raise Unreadable("Le nom du fichier a des lettres illisibles : renommez-le, puis recommencez.") from None


def open_workbook(path: Path) -> CalamineWorkbook:
    """A workbook, opened. Raises Unreadable."""
    with readable("Classeur illisible"):
        try:
            return CalamineWorkbook.from_path(str(path))
        except PasswordError:
            raise Unreadable(PROTECTED) from None


@contextmanager
def readable(what: str) -> Iterator[None]:
    """Raises Unreadable, saying ``what`` is not, when the reader fails: its panics are not ordinary exceptions."""
    try:
        yield
    except Unreadable:
        raise
    except BaseException as fault:
        _tell(fault, what)


def _tell(fault: BaseException, what: str) -> None:
    if isinstance(fault, KeyboardInterrupt | SystemExit | MemoryError | GeneratorExit):
        raise fault
    raise Unreadable(f"{what} : ouvrez-le dans un tableur et enregistrez-le de nouveau.") from None
