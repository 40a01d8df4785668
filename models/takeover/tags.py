"""The XML parts of a workbook, read whole tags at a time within bounds."""

import zipfile
from collections.abc import Callable, Iterator
from typing import Any
from xml.parsers import expat

from models.takeover.extents import EXPANDED, Unreadable, refuse_too_many

TAGS = 60_000_000  # what is slow to read, in all
DEEPEST = 100  # tags inside each other
CHUNK = 1 << 20
SMALL = 16 << 20


def chunks_of(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """A member's bytes, whole tags at a time. Raises BadZipFile when it is not of the size it declares."""
    said, info.file_size = info.file_size, EXPANDED + 1
    found, rest = 0, b""
    try:
        with archive.open(info) as stream:
            while chunk := stream.read(CHUNK):
                found += len(chunk)
                if found > said:
                    raise zipfile.BadZipFile
                tags = archive.__dict__["tags"] = archive.__dict__.get("tags", 0) + chunk.count(b"<")
                if tags > TAGS:
                    refuse_too_many()
                chunk = rest + chunk
                end = chunk.rfind(b">") + 1
                rest = chunk[end:]
                if len(rest) > SMALL:
                    raise zipfile.BadZipFile
                yield chunk[:end]
    finally:
        info.file_size = said
    if found != said:
        raise zipfile.BadZipFile
    yield rest


def new_parser() -> Any:
    """A reader of XML that refuses a document that declares entities."""

    def refuse(*_: object) -> None:
        raise Unreadable("Le fichier déclare des entités XML : ce n'est pas un classeur ordinaire.")

    parser = expat.ParserCreate("utf-8")  # whatever the file says of itself, as the reader takes it
    parser.StartDoctypeDeclHandler = refuse
    return parser


def walk(
    chunks: Iterator[bytes],
    start: Callable[[str, dict[str, Any]], None],
    end: Callable[[str, int], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Reads XML, its prefixes taken off; ``end`` is given the size of what it closes, in bytes."""

    def opening(tag: str, attributes: dict[str, Any]) -> None:
        opened.append(parser.CurrentByteIndex)
        if len(opened) > DEEPEST:
            raise zipfile.BadZipFile
        start(tag.rpartition(":")[2], attributes)

    def closing(tag: str) -> None:
        size = parser.CurrentByteIndex - opened.pop()
        if end:
            end(tag.rpartition(":")[2], size)

    opened: list[int] = []
    parser = new_parser()
    parser.StartElementHandler = opening
    parser.EndElementHandler = closing
    if text:
        parser.CharacterDataHandler = text
    for chunk in chunks:
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


def times_repeated(said: str | None) -> int:
    """How often a row or a cell is repeated. Raises ValueError when it is no such number."""
    times = 1 if said is None else int(said)
    if times < 1:
        raise ValueError
    return times


def column_number(letters: bytes) -> int:
    """The rank of a column from 1: 28 for ``AB``."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
