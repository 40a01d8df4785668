"""How a list was read, kept for the next one of the same shape: the names of its columns, the words of its cells, no
value of a person."""

import tomllib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import tomli_w

from config.files import draft, make_folder
from models.french.folding import fold
from models.lists.asking import Asking

FOLDER = "reprises"
ALIKE = 0.6  # share of the columns that two files of one shape have in common
MOST = 200  # files looked at
LONGEST = 60  # letters of a word that is kept
FIGURES = 7  # from which a word could be a number of somebody


@dataclass(frozen=True)
class Remembered:
    """The shape of a file and the answers given to it; ``path`` is where they are kept (None: nowhere yet)."""

    columns: tuple[str, ...] = ()
    answers: dict[str, str] = field(default_factory=dict)
    path: Path | None = None


def recall(home: Path, columns: Iterable[str]) -> Remembered:
    """What was kept of the file whose columns are most like these."""
    wanted, best, found = set(columns), ALIKE, Remembered()
    with suppress(OSError):
        for path in sorted((home / FOLDER).glob("*.toml"))[:MOST]:
            kept = _read(path)
            shared = len(wanted & set(kept.columns)) / max(1, len(wanted | set(kept.columns)))
            if shared >= best:
                best, found = shared, kept
    return found


def _read(path: Path) -> Remembered:
    try:
        told = tomllib.loads(path.read_text("utf-8"))
        columns, answers = told["colonnes"], told["réponses"]
        if all(isinstance(one, str) for one in (*columns, *answers, *answers.values())):
            return Remembered(tuple(columns), dict(answers), path)
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return Remembered()


def keep(home: Path, asking: Asking, columns: Iterable[str], names: Iterable[str], known: Remembered) -> Path:
    """Keeps the answers that hold for the next file of this shape, and gives the file written. ``names``: those of the
    people of this one, nothing of which is kept. Raises OSError."""
    spoken = {word for name in names for word in fold(name).split() if len(word) > 2}
    answers = {id: text for id, text in asking.kept().items() if _tellable(id, spoken) and _tellable(text, spoken)}
    folder = home / FOLDER
    make_folder(folder)
    path = known.path or next(one for n in range(1, MOST + 2) if not (one := folder / f"liste-{n}.toml").exists())
    told = {"colonnes": [one for one in columns if _tellable(one, spoken)], "réponses": answers}
    with draft(path, private=True) as place, place.open("wb") as file:
        tomli_w.dump(told, file)
    return path


def _tellable(text: str, spoken: set[str]) -> bool:
    """Whether a text is of the shape of a file, and of nobody in it."""
    figures = sum(letter.isdigit() for letter in text)
    return len(text) <= LONGEST and figures < FIGURES and "@" not in text and not spoken & set(fold(text).split())
