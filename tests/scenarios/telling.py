"""Reads a scenario: a story in tables, as an administrator would write it, with the figures worked out by hand.

    # Titre
    Aujourd'hui : 31/12/2020

    ## Actions                      (any sheet of the take-over workbook, with its columns)
    | Code | Convention | Début | Fin | Places |
    |---|---|---|---|---|
    | IOD | cd59-i1-iod | 01/01/2020 | 31/12/2020 | 100 |

    ## Chiffres attendus
    | Indicateur | Valeur | Attendu | Sur | Détail | Pourquoi |
    ## Écarts attendus
    | Règle | Gravité | Sujet | Date | Pourquoi |

A sheet named « Puis : Participants » belongs to a second workbook, taken over after the first.

A line of text between tables explains and is not read. « Période : 01/01/2020 – 31/03/2020 » bounds the figures;
« Action : CODE » says whose figures they are when there are several actions. Empty « Attendu » means no target;
« Sur », « Détail » and « Mois à 100 % », when filled, are what the value is a part of, its parts, its full months.
Stories named « chiffres-… » are about figures alone.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl import Workbook

FIGURES, DEVIATIONS = "Chiffres attendus", "Écarts attendus"
THEN = "Puis : "


@dataclass
class Scenario:
    """What is told, sheet by sheet, and what is expected; ``today`` and the period are as written."""

    title: str = ""
    today: str = ""
    period: tuple[str, str] | None = None
    action: str = ""
    sheets: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    @property
    def figures(self) -> list[dict[str, str]]:
        return self.sheets.get(FIGURES, [])

    @property
    def deviations(self) -> list[dict[str, str]]:
        return self.sheets.get(DEVIATIONS, [])

    def workbooks(self, folder: Path) -> list[Path]:
        """The records as take-over workbooks, in the order to take them over, every cell as it is written here."""
        records = {name: rows for name, rows in self.sheets.items() if name not in (FIGURES, DEVIATIONS)}
        first = {name: rows for name, rows in records.items() if not name.startswith(THEN)}
        then = {name.removeprefix(THEN): rows for name, rows in records.items() if name.startswith(THEN)}
        return [_write(folder / f"{number}.xlsx", sheets) for number, sheets in enumerate((first, then), 1) if sheets]


def _write(path: Path, sheets: dict[str, list[dict[str, str]]]) -> Path:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        if rows:
            sheet = book.create_sheet(name[:31])
            sheet.append(list(rows[0]))
            for row in rows:
                sheet.append([cell or None for cell in row.values()])
    book.save(path)
    return path


def read(path: Path) -> Scenario:
    """The scenario written in a file."""
    told, section = Scenario(), ""
    headers: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            told.title = line[2:].strip()
        elif line.startswith("## "):
            section, headers = line[3:].strip(), []
        elif found := re.match(r"(Aujourd'hui|Période|Action) : (.+)", line):
            if found[1] == "Aujourd'hui":
                told.today = found[2].strip()
            elif found[1] == "Action":
                told.action = found[2].strip()
            else:
                first, last = re.split(r" [–-] ", found[2].strip())
                told.period = (first, last)
        elif line.startswith("|") and section:
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            if not headers:
                headers = cells
            elif not all(re.fullmatch(r":?-+:?", cell) for cell in cells):
                assert len(cells) == len(headers), f"{path.name}, {section} : {line}"
                told.sheets.setdefault(section, []).append(dict(zip(headers, cells, strict=True)))
    return told
