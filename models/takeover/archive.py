"""What a workbook file is made of, seen before it is loaded: its size, its cells in error, what makes it absurd.

A workbook is a compressed archive of XML. A small file can expand without end, or place one cell a million rows away:
such a file is refused on sight. Cells in error, which the reader gives as empty, are found here too.
"""

import re
import zipfile
import zlib
from pathlib import Path
from typing import IO
from xml.parsers import expat

from models.takeover.extents import EXPANDED, FULLEST, WIDEST, Extent, Unreadable, refuse_too_large, refuse_too_many
from models.takeover.ods import extents_of_ods
from models.takeover.tags import CHUNK, SMALL
from models.takeover.xlsx import extents_of_xlsx

ENTRIES = 4 << 20  # bytes of the archive's own list of its parts
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")  # what a file of an older format, or a protected one, begins with
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

PROTECTED = (
    "Classeur protégé par un mot de passe : ouvrez-le dans un tableur, enregistrez-le sans mot de passe, puis"
    " recommencez."
)


def inspect(path: Path) -> dict[str, Extent]:
    """The extent of each sheet, with its cells in error and its leading zeros.

    Raises Unreadable for what is no workbook, damaged or absurdly large."""
    if path.suffix.lower() not in (".xlsx", ".ods"):
        raise Unreadable(
            "Seuls les classeurs .xlsx et .ods se reprennent ainsi : enregistrez le fichier dans ce format, ou reprenez"
            " cette liste telle qu'elle est : assidu take."
        )
    try:
        if path.exists() and not path.is_file():  # a pipe would be waited for, a device read without end
            raise Unreadable("Ce n'est pas un fichier : donnez le nom d'un classeur .xlsx ou .ods.")
        with path.open("rb") as file, zipfile.ZipFile(_listed(_open(file))) as archive:
            members = _members(archive)
            extents_of = extents_of_ods if path.suffix.lower() == ".ods" else extents_of_xlsx
            extents = extents_of(archive, members)
    except FileNotFoundError:
        raise Unreadable("Fichier introuvable : vérifiez son nom et son dossier.") from None
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, NotImplementedError, ValueError, KeyError):
        raise Unreadable(
            "Ce n'est pas un classeur, ou il est abîmé : ouvrez-le dans un tableur et enregistrez-le de nouveau."
        ) from None
    except OSError:
        raise Unreadable("Fichier illisible : fermez-le s'il est ouvert ailleurs et vérifiez vos droits.") from None
    for name, extent in extents.items():
        extent.check(name)
    cells, places = (sum(getattr(one, what) for one in extents.values()) for what in ("cells", "places"))
    together = path.suffix.lower() == ".ods"  # its sheets are held all at once
    if any(one.large for one in extents.values()) or cells > FULLEST or (together and places > WIDEST):
        refuse_too_many()
    return extents


def _open(file: IO[bytes]) -> IO[bytes]:
    """The same file, once seen that it is neither closed by a password nor of the format before .xlsx."""
    first = file.read(SMALL)
    file.seek(0)
    if first.startswith(_COMPOUND):
        if _ENCRYPTED in first:
            raise Unreadable(PROTECTED)
        raise Unreadable(
            "Ce n'est pas un classeur .xlsx mais un fichier d'un ancien format (.xls) : ouvrez-le dans un tableur et"
            " enregistrez-le en .xlsx."
        )
    return file


def _listed(file: IO[bytes]) -> IO[bytes]:
    """The same file, its list of parts being of a size that can be read."""
    end = zipfile._EndRecData(file)  # type: ignore[attr-defined]  # noqa: SLF001 - read before the list is
    if end and end[zipfile._ECD_SIZE] > ENTRIES:  # type: ignore[attr-defined]  # noqa: SLF001
        refuse_too_many()
    return file


def _members(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    infos = archive.infolist()
    if sum(info.file_size for info in infos) > EXPANDED:
        refuse_too_large()
    members = {info.filename: info for info in infos}
    if len(members) < len(infos):
        raise zipfile.BadZipFile
    if any(info.flag_bits & 1 for info in infos):
        raise Unreadable(PROTECTED)
    manifest = members.get("META-INF/manifest.xml")  # an .ods says there which of its parts are closed
    if manifest is not None and b"encryption-data" in archive.open(manifest).read(SMALL):
        raise Unreadable(PROTECTED)
    if any(info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for info in infos):
        raise zipfile.BadZipFile
    if any(info.file_size > SMALL for info in infos if _WHOLE.fullmatch(info.filename)):
        refuse_too_large()
    expanded = 0
    for info in infos:
        said, info.file_size = info.file_size, EXPANDED + 1  # reads what is there, not what is declared
        if info.filename.startswith("xl/worksheets/") or info.filename == "content.xml":
            info.file_size = said
            expanded += said
            continue  # read, and measured, on its own
        with archive.open(info) as stream:
            found = 0
            while chunk := stream.read(CHUNK):
                found += len(chunk)
                if expanded + found > EXPANDED:
                    refuse_too_large()
        if found != said:
            raise zipfile.BadZipFile
        info.file_size = said
        expanded += found
    return members


_WHOLE = re.compile(r"xl/(?!sharedStrings)[^/]+\.xml|.*\.rels|META-INF/.*|\[Content_Types\]\.xml|mimetype")
"""The parts the reader loads whole."""
