"""What a shipped convention came to once read, kept as plain data where Python keeps what it compiled of the program.

Reading a file, what it inherits, and checking it all takes fifty times longer than reading what it came to. Whoever can
write there can change the program itself; what anybody else could have written is not read. What is kept is of use as
long as neither the files it was read from nor the program that read them have changed, by their contents.
"""

import hashlib
import importlib.util
import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from config import files
from config.schema import Convention
from config.schema.kept import Table

SHARED = 0o022  # the modes of what somebody else than its owner may write
_DAY, _CLASS = "date", ""


def load(file: Path, in_use: Callable[[str], Path | None]) -> Convention | None:
    """The convention kept of a shipped ``file``; None when none is, or no longer of what it is made of: its own text,
    and the shipped files it inherits, as long as ``in_use`` gives one for their ids."""
    try:
        with _place(file).open("rb") as kept:
            if not _trusted(os.fstat(kept.fileno()), file):
                return None
            seal, names, content = kept.read().split(b"\n", 2)
        inherited = [in_use(id) for id in names.decode().split()]
        if None in inherited or seal.decode() != _seal([file, *filter(None, inherited)], content):
            return None
        found: Convention = json.loads(content, object_hook=_made)
    except (OSError, ValueError, KeyError):
        return None
    return found


def keep(file: Path, inherited: Mapping[str, Path], found: Convention) -> None:
    """Keeps what a shipped ``file`` came to with those it inherits, by id, where that can be written."""
    content = json.dumps(_plain(found), ensure_ascii=False, separators=(",", ":")).encode()
    place = _place(file)
    with suppress(OSError):
        place.parent.mkdir(exist_ok=True)
        seal = _seal([file, *inherited.values()], content)
        with files.draft(place) as draft:
            draft.write_bytes(f"{seal}\n{' '.join(inherited)}\n".encode() + content)
            if os.name == "posix":
                draft.chmod(0o644)


def _place(file: Path) -> Path:
    return Path(importlib.util.cache_from_source(str(file))).with_suffix(".json")


def _trusted(kept: os.stat_result, file: Path) -> bool:
    """Whether only who may change the program could have written this."""
    return os.name != "posix" or (not kept.st_mode & SHARED and kept.st_uid in (0, file.stat().st_uid))


def _seal(sources: Iterable[Path], content: bytes) -> str:
    """The digest of the program, of the files a convention is made of, and of what they came to."""
    digest = hashlib.sha256(_program())
    for source in sources:
        digest.update(f"\0{source.name}\0".encode() + source.read_bytes())
    digest.update(content)
    return digest.hexdigest()


@cache
def _program() -> bytes:
    """The digest of the modules that read conventions."""
    digest = hashlib.sha256(sys.version.encode())
    here = Path(__file__).parent
    for module in sorted([*here.glob("*.py"), *(here / "schema").rglob("*.py")]):
        digest.update(f"\0{module.name}\0".encode() + module.read_bytes())
    return digest.digest()


@cache
def _classes() -> Mapping[str, type]:
    """The tables of a convention file by the name of their class."""
    found: dict[str, type] = {}
    below = [Table]
    while below:
        for each in below.pop().__subclasses__():
            found[each.__name__] = each
            below.append(each)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, Table):
        return {_CLASS: type(value).__name__, **{name: _plain(one) for name, one in vars(value).items()}}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return {_CLASS: _DAY, _DAY: value.isoformat()}
    return value


def _made(data: dict[str, Any]) -> Any:
    name = data.pop(_CLASS)
    if name == _DAY:
        return date.fromisoformat(data[_DAY])
    found: Any = object.__new__(_classes()[name])
    for field, value in data.items():
        if type(value) is list:
            data[field] = _listed(value)
    found.__dict__.update(data)
    return found


def _listed(values: list[Any]) -> tuple[Any, ...]:
    return tuple(_listed(one) if type(one) is list else one for one in values)
