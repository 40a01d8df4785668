"""What a take-over did, or why it did nothing: counts by sheet, errors and warnings by sheet and cell."""

from dataclasses import dataclass, field
from typing import Any

from models.french.wording import counted

MOST = 10_000  # errors told, beyond which a file is to be looked at otherwise than line by line
LONGEST_VALUE = 500  # characters


class Enough(Exception):
    """The file has more errors than are told: nothing more is read of it."""


@dataclass(frozen=True)
class Fault:
    """One error or warning: where (``cell`` like ``B12``, or empty), what was there, and a French sentence."""

    sheet: str
    cell: str
    value: str
    message: str

    def __str__(self) -> str:
        where = " ".join(part for part in (self.sheet, self.cell) if part)
        return f"{where} : {self.message}" if where else self.message


@dataclass
class Report:
    """Rows created, updated and left unchanged in each sheet of the file. With any error, nothing was written."""

    created: dict[str, int] = field(default_factory=dict)
    updated: dict[str, int] = field(default_factory=dict)
    unchanged: dict[str, int] = field(default_factory=dict)
    errors: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The report as plain lists and dicts."""
        return {
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "errors": [vars(fault) for fault in self.errors],
            "warnings": [vars(fault) for fault in self.warnings],
        }


def letters(column: int) -> str:
    """The letters of a column counted from 1."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


class Faults:
    """Gathers faults as they are found, the first ``MOST`` of each kind; gives them in the order of the file."""

    def __init__(self) -> None:
        self.errors: list[tuple[int, int, int, Fault]] = []
        self.warnings: list[tuple[int, int, int, Fault]] = []
        self.ranks: dict[str, int] = {}
        self.untold = 0

    def error(self, sheet: str, row: int, column: int, value: str, message: str) -> None:
        """An error at a row and a column counted from 1 (0: the sheet or the file as a whole). Raises Enough."""
        if len(self.errors) == MOST:
            raise Enough
        self.errors.append(self._placed(sheet, row, column, value, message))

    def warn(self, sheet: str, row: int, column: int, value: str, message: str) -> None:
        """A warning, placed like an error."""
        if len(self.warnings) == MOST:
            self.untold += 1
            return
        self.warnings.append(self._placed(sheet, row, column, value, message))

    def _placed(self, sheet: str, row: int, column: int, value: str, message: str) -> tuple[int, int, int, Fault]:
        cell = f"{letters(column)}{row}" if row and column else ""
        rank = self.ranks.setdefault(sheet, len(self.ranks))
        value = value if len(value) <= LONGEST_VALUE else f"{value[:LONGEST_VALUE]}…"
        return rank, row, column, Fault(sheet, cell, value, message)

    def into(self, report: Report) -> None:
        """Adds everything found to the report, sheet by sheet, row by row."""
        for found, told in ((self.errors, report.errors), (self.warnings, report.warnings)):
            told += [fault for *_, fault in sorted(found, key=lambda one: one[:3])]
        if self.untold:
            one, several = "autre avertissement n'est pas énuméré", "autres avertissements ne sont pas énumérés"
            report.warnings.append(Fault("", "", "", f"{counted(self.untold, one, several)}."))
