"""The conventions known here: those shipped with Assidu, and the operator's own in ``<home>/conventions``.

One file a convention, named after its id, read when it is asked for and once.
"""

from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from config import coherence, settings
from config.reading import Faults, Reader, nearest, parse, read_text
from config.schema import Convention


class UnknownConvention(Exception):
    """No convention of that id; the message is a French sentence with the nearest one."""


def convention(id: str) -> Convention:
    """The convention of this id. Raises UnknownConvention, or Faults when its file is wrong."""
    files = _files()
    if id not in files:
        known = nearest(id, files) or " ; « assidu conventions » les énumère."
        raise UnknownConvention(f"Convention « {id} » inconnue{known}")
    return _read_once(files[id], id)


def catalogue() -> dict[str, Convention]:
    """Every convention by id, in alphabetical order. Raises Faults with everything wrong in any file."""
    sentences: list[str] = []
    found = {}
    for id in sorted(_files()):
        try:
            found[id] = convention(id)
        except Faults as faults:
            sentences += faults.sentences
    if sentences:
        raise Faults(sentences)
    return found


def read(path: Path) -> Convention:
    """The convention written in a file. Raises Faults with everything that is wrong in it."""
    return _understand(read_text(path), str(path))


_already: dict[str, Convention] = {}


def _read_once(file: Path | Traversable, id: str) -> Convention:
    place = str(file)
    if place not in _already:
        found = _understand(read_text(file), place if isinstance(file, Path) else file.name)
        if found.id != id:
            raise Faults([f"{place} : id : « {found.id} » n'est pas le nom du fichier ; renommez l'un ou l'autre."])
        _already[place] = found
    return _already[place]


def _understand(text: str, origin: str) -> Convention:
    data = parse(text, origin)
    reader = Reader(origin, text)
    found: Convention = reader.table(Convention, data, partial=True)
    coherence.check(found, data, reader)
    reader.finish()
    return found


@cache
def _shipped() -> dict[str, Traversable]:
    """The files that come with Assidu, looked for once."""
    folder = resources.files("config") / "conventions"
    return {file.name.removesuffix(".toml"): file for file in folder.iterdir() if file.name.endswith(".toml")}


def _files() -> dict[str, Path | Traversable]:
    """Where each convention is written; the operator's own file prevails over the one shipped."""
    files: dict[str, Path | Traversable] = dict(_shipped())
    own = settings.home() / "conventions"
    if own.is_dir():
        files |= {file.stem: file for file in own.glob("[!.]*.toml")}  # macOS and editors leave hidden twins
    return files
