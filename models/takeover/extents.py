"""How far a sheet reaches and how much it holds, and what of it is refused before it is loaded."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NoReturn

from config.refusal import Refusal
from models.french.wording import counted

EXPANDED = 2 * 1024**3  # bytes
SPREAD = 200_000  # cells below which nothing is absurd
SPARSE = 100  # times more places than cells
WIDEST = 12_000_000  # places held at once, each of which takes memory, filled or not
FULLEST = 6_000_000  # filled cells: a million rows of what is kept of a mark
TEXTS = 128 << 20  # bytes of text held at once
SHEETS = 500
IN_ERROR = "Cellule en erreur : corrigez la formule ou retapez la valeur."
NOT_COMPUTED = (
    "Formule sans résultat enregistré : ouvrez le classeur dans un tableur, enregistrez-le, puis recommencez."
)


class Unreadable(Refusal):
    """The file cannot be taken over at all; the message is a French sentence."""


Flaws = dict[int, dict[int, str]]
"""What is wrong with a cell, by row and column counted from 1."""

Zeros = dict[int, dict[int, int]]
"""The digits that the format of a number shows at least, when its leading zeros are seen: by row and column."""


@dataclass
class Extent:
    """How far a sheet reaches and how much it holds."""

    rows: int = 0
    columns: int = 0
    cells: int = 0
    flaws: Flaws = field(default_factory=lambda: defaultdict(dict))
    zeros: Zeros = field(default_factory=lambda: defaultdict(dict))

    @property
    def places(self) -> int:
        return self.rows * self.columns

    @property
    def sparse(self) -> bool:
        """Whether it reaches far beyond what it holds."""
        return self.places > SPREAD and self.places > SPARSE * max(1, self.cells)

    @property
    def large(self) -> bool:
        """Whether it would not hold in memory."""
        return self.places > WIDEST or self.cells > FULLEST

    def check(self, name: str) -> None:
        """Raises Unreadable when it reaches far beyond what it holds."""
        if self.sparse:
            raise Unreadable(
                f"Feuille « {name[:60]} » : elle s'étend sur {counted(self.rows, 'ligne')} et "
                f"{counted(self.columns, 'colonne')} pour "
                f"{counted(self.cells, 'cellule remplie', 'cellules remplies')} ; "
                "recopiez vos lignes dans un classeur neuf."
            )


def refuse_too_large() -> NoReturn:
    """Raises Unreadable: it takes too many bytes once expanded."""
    raise Unreadable("Une fois décompressé, le fichier dépasse 2 Gio : il n'est pas chargé.")


def refuse_too_many() -> NoReturn:
    """Raises Unreadable: it has too many cells, sheets or tags."""
    raise Unreadable("Classeur trop grand : partagez-le en plusieurs fichiers.")
