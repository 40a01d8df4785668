"""The conventions known here: those shipped with Assidu, and the operator's own in ``<home>/conventions``.

One file a convention and an edition, named after its id (``id.toml``, or ``id@edition.toml`` beside another edition),
read when it is asked for and once.
"""

import os
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from config import coherence, inheritance, settings, settled
from config.reading import Faults, Reader, nearest, parse, read_text, short
from config.refusal import Refusal
from config.schema import Convention

Files = list[tuple[str, Path | Traversable]]
"""The ids asked for, each with the file it stood for."""


class UnknownConvention(Refusal):
    """No convention of that id; the message is a French sentence with the nearest one."""


def convention(id: str, edition: str = "") -> Convention:
    """The convention of this id, in this edition when a file still has it, else the one in use today.

    A file of the operator's taken away since it was read is what it was: an application open meanwhile goes on.
    Raises UnknownConvention, or Faults when its file is wrong.
    """
    files = _files()
    if id not in files:
        if read := _already.get(str(settings.home() / "conventions" / f"{id}.toml")):
            return read
        known = nearest(id, files) or " ; « assidu conventions » les énumère."
        raise UnknownConvention(f"Convention « {short(id)} » inconnue{known}")
    latest = _read_once(_in_use(files[id]), id)
    if not edition or len(files[id]) == 1:
        return latest
    return next((one for file in files[id] if (one := _read_once(file, id)).edition == edition), latest)


def knows(id: str) -> bool:
    """Whether a file has this id, in any edition."""
    return id in _files()


def catalogue() -> dict[str, Convention]:
    """Every convention an action may run under by id, in alphabetical order, then the common rules they inherit.

    Raises Faults with everything wrong in any file, those of former editions too.
    """
    found = _read_all(
        (id, file)
        for id, files in sorted(_files().items())
        for file in (*(one for one in files if one is not _in_use(files)), _in_use(files))
    )
    return dict(sorted(found.items(), key=lambda one: (one[1].role == "commun", one[0])))


def check_own() -> None:
    """Reads the operator's own files and what they inherit. Raises Faults with everything wrong in them."""
    shipped = list(_shipped().values())
    _read_all((id, file) for id, files in sorted(_files().items()) for file in files if file not in shipped)


def _read_all(files: Iterable[tuple[str, Path | Traversable]]) -> dict[str, Convention]:
    """What is written in these files, the last of each id. Raises Faults with everything wrong in any of them."""
    sentences: list[str] = []
    found = {}
    for id, file in files:
        try:
            found[id] = _read_once(file, id)
        except Faults as faults:
            sentences += faults.sentences
    if sentences:
        raise Faults(*sentences)
    return found


def usable() -> dict[str, Convention]:
    """The conventions an action may run under, by id."""
    return {id: one for id, one in catalogue().items() if one.role == "convention"}


def read(path: Path) -> Convention:
    """The convention written in a file. Raises Faults with everything that is wrong in it."""
    return _understand(read_text(path), str(path))


_already: dict[str, Convention] = {}


def _read_once(file: Path | Traversable, id: str) -> Convention:
    place = str(file)
    if place not in _already:
        found = _read_shipped(file) if isinstance(file, Path) and _is_shipped(file) else _understood(file)
        if found.id != id:
            raise Faults(
                f"{place} : id : « {short(found.id)} » n'est pas le nom du fichier ; renommez l'un ou l'autre."
            )
        _already[place] = found
    return _already[place]


def _read_shipped(file: Path) -> Convention:
    """The convention of a shipped file, as it was kept once settled unless something it is made of has changed."""
    found = settled.load(file, _shipped_in_use)
    if found is None:
        inherited: Files = []
        found = _understood(file, inherited)
        shipped = {id: one for id, one in inherited if isinstance(one, Path)}
        if all(_is_shipped(one) for _, one in inherited):
            settled.keep(file, shipped, found)
    return found


def _understood(file: Path | Traversable, inherited: Files | None = None) -> Convention:
    return _understand(read_text(file), str(file) if isinstance(file, Path) else file.name, inherited)


def _understand(text: str, origin: str, inherited: Files | None = None) -> Convention:
    """The convention written in a text; the files it inherits are noted in ``inherited``, as often as asked for."""
    own = parse(text, origin)
    reader = Reader(origin, text)
    whole = inheritance.whole(own, reader, _contents([] if inherited is None else inherited))
    data = inheritance.settled(whole, reader, own)
    found: Convention = reader.table(Convention, data, partial=True)
    coherence.check(found, data, reader)
    reader.finish()
    return found


def _contents(inherited: Files) -> Any:
    """Finds what is written in the file of an id, and notes it. A file that inherits its own id takes the one
    shipped."""
    files = _files()

    def find(id: str, asking: str) -> dict[str, Any] | None:
        known = files.get(id, [])
        if id == asking:
            known = [file for file in known if _is_shipped(file)]
        if not known:
            return None
        file = _in_use(known)
        inherited.append((id, file))
        return _parsed(file, id)

    return find


def _is_shipped(file: Path | Traversable) -> bool:
    return file in _shipped().values()


def _shipped_in_use(id: str) -> Path | None:
    """The shipped file that an id stands for; None when it is no longer one."""
    file = _in_use(known) if (known := _files().get(id)) else None
    return file if isinstance(file, Path) and _is_shipped(file) else None


def _in_use(files: list[Path | Traversable]) -> Path | Traversable:
    """The file of today's edition: the first one without an edition in its name."""
    return next((file for file in files if "@" not in file.name), files[0])


_inherited: dict[str, dict[str, Any]] = {}


def _parsed(file: Path | Traversable, id: str) -> dict[str, Any]:
    """What many files inherit, read once."""
    place = str(file)
    if place not in _inherited:
        _inherited[place] = parse(read_text(file), id)
    return _inherited[place]


@cache
def _shipped() -> dict[str, Traversable]:
    """The files that come with Assidu, looked for once."""
    folder = resources.files("config") / "conventions"
    return {file.name.removesuffix(".toml"): file for file in folder.iterdir() if file.name.endswith(".toml")}


def _files() -> dict[str, list[Path | Traversable]]:
    """Where each convention is written: the operator's own files first, then those shipped; in each, the file without
    edition in its name first."""
    own = settings.home() / "conventions"
    try:
        names = tuple(sorted(os.listdir(own)))  # noqa: PTH208 (asked for at every reading of a convention)
    except OSError:
        return _shipped_by_id()
    return _with_own(own, names)


@lru_cache(maxsize=4)
def _with_own(own: Path, names: tuple[str, ...]) -> dict[str, list[Path | Traversable]]:
    files: dict[str, list[Path | Traversable]] = {}
    for name in names:
        if name.endswith(".toml") and not name.startswith("."):  # macOS and editors leave hidden twins
            files.setdefault(name.removesuffix(".toml").partition("@")[0], []).append(own / name)
    for id, shipped in _shipped_by_id().items():
        files.setdefault(id, []).extend(shipped)
    return files


@cache
def _shipped_by_id() -> dict[str, list[Path | Traversable]]:
    files: dict[str, list[Path | Traversable]] = {}
    for name, file in sorted(_shipped().items()):
        files.setdefault(name.partition("@")[0], []).append(file)
    return files
