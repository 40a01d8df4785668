"""Workbooks that give identifiers instead of names: the operator's choice in the settings, or asked for once.

The workbook is written as always, then read again whole: no sheet, present or to come, can be forgotten.
"""

from contextvars import ContextVar
from pathlib import Path
from typing import Any

from config import settings
from models.export.renaming import renamed
from models.french.folding import fold
from models.french.naming import Names
from models.tables import Person

_asked: ContextVar[bool] = ContextVar("identifiers", default=False)


def ask(identifiers: bool) -> None:
    """From now on, in what this thread runs, workbooks give identifiers, or what the settings say."""
    _asked.set(identifiers)


def wanted() -> bool:
    """Whether workbooks give identifiers instead of names. Raises Faults when the settings cannot be read."""
    return _asked.get() or settings.load(settings.home()).identifiers


def instead_of_names(path: Path) -> None:
    """Puts identifiers where names are in the workbook just written at ``path``, when that is wanted."""
    if wanted():
        path.write_bytes(by_identifier(path.read_bytes()))


def by_identifier(workbook: bytes) -> bytes:
    """The same workbook with identifiers where names were. The identifier of the row tells namesakes apart; elsewhere
    a name several people have becomes all their identifiers."""
    names, own = naming()

    def row(cells: list[str]) -> list[str]:
        here = [cell for cell in cells if cell in own]
        whose = {name: code for code in here for name in own[code]}

        def choose(codes: list[str]) -> str:
            return next((code for code in here if code in codes), " ou ".join(codes))

        return [cell if cell in here else whose.get(fold(cell)) or names.told(cell, choose) for cell in cells]

    return renamed(workbook, row)


def told(document: Any) -> Any:
    """A JSON document with identifiers where names were, when that is wanted."""
    return _told(document, naming()[0]) if wanted() else document


def _told(document: Any, names: Names) -> Any:
    if isinstance(document, dict):
        return {key: _told(value, names) for key, value in document.items()}
    if isinstance(document, list):
        return [_told(one, names) for one in document]
    return names.told(document) if isinstance(document, str) else document


def naming() -> tuple[Names, dict[str, tuple[str, ...]]]:
    """Everybody's names, and by identifier how each is written, folded."""
    names = Names()
    own: dict[str, tuple[str, ...]] = {}
    for code, last, first in Person.select(Person.code, Person.last_name, Person.first_name).tuples():
        if first and last:
            names.person(last, first, code)
        own[code] = (fold(f"{last} {first}"), fold(f"{first} {last}"))
    return names, own
