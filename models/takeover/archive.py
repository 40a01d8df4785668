"""What a workbook file is made of, seen before it is loaded: its size, its cells in error, what makes it absurd.

A workbook is a compressed archive of XML. A small file can expand without end, or place one cell a million rows away:
such a file is refused on sight. Cells in error, which the reader gives as empty, are found here too.
"""

import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import normpath
from typing import IO, Any, NoReturn
from xml.parsers import expat

from config.refusal import Refusal

EXPANDED = 2 * 1024**3  # bytes
SPREAD = 200_000  # cells below which nothing is absurd
SPARSE = 100  # times more places than cells
WIDEST = 12_000_000  # places held at once, each of which takes memory, filled or not
FULLEST = 6_000_000  # filled cells: a million rows of what is kept of a mark
TEXTS = 128 << 20  # bytes of text held at once
TAGS = 60_000_000  # what is slow to read, in all
SHEETS = 500
DEEPEST = 100  # tags inside each other
ENTRIES = 4 << 20  # bytes of the archive's own list of its parts
LONGEST_NUMBER = 60  # characters of a number as it is shown
FOR_A_TEXT = 150  # bytes of the tags around a cell's text in an .ods
_CHUNK = 1 << 20
_SMALL = 16 << 20
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")  # what a file of an older format, or a protected one, begins with
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

IN_ERROR = "Cellule en erreur : corrigez la formule ou retapez la valeur."
NOT_COMPUTED = (
    "Formule sans résultat enregistré : ouvrez le classeur dans un tableur, enregistrez-le, puis recommencez."
)


PROTECTED = (
    "Classeur protégé par un mot de passe : ouvrez-le dans un tableur, enregistrez-le sans mot de passe, puis"
    " recommencez."
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
                f"Feuille « {name[:60]} » : elle s'étend sur {self.rows} lignes et {self.columns} colonnes pour "
                f"{self.cells} cellules remplies ; recopiez vos lignes dans un classeur neuf."
            )


def inspect(path: Path) -> dict[str, Extent]:
    """The extent of each sheet, with its cells in error and its leading zeros.

    Raises Unreadable for what is no workbook, damaged or absurdly large."""
    if path.suffix.lower() not in (".xlsx", ".ods"):
        raise Unreadable("Seuls les classeurs .xlsx et .ods se reprennent : enregistrez le fichier dans ce format.")
    try:
        if path.exists() and not path.is_file():  # a pipe would be waited for, a device read without end
            raise Unreadable("Ce n'est pas un fichier : donnez le nom d'un classeur .xlsx ou .ods.")
        with path.open("rb") as file, zipfile.ZipFile(_listed(_open(file))) as archive:
            members = _members(archive)
            extents = _of_ods(archive, members) if path.suffix.lower() == ".ods" else _of_xlsx(archive, members)
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
        _too_many()
    return extents


def _open(file: IO[bytes]) -> IO[bytes]:
    """The same file, once seen that it is neither closed by a password nor of the format before .xlsx."""
    first = file.read(_SMALL)
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
        _too_many()
    return file


def _members(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    infos = archive.infolist()
    if sum(info.file_size for info in infos) > EXPANDED:
        _too_large()
    members = {info.filename: info for info in infos}
    if len(members) < len(infos):
        raise zipfile.BadZipFile
    if any(info.flag_bits & 1 for info in infos):
        raise Unreadable(PROTECTED)
    manifest = members.get("META-INF/manifest.xml")  # an .ods says there which of its parts are closed
    if manifest is not None and b"encryption-data" in archive.open(manifest).read(_SMALL):
        raise Unreadable(PROTECTED)
    if any(info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for info in infos):
        raise zipfile.BadZipFile
    if any(info.file_size > _SMALL for info in infos if _WHOLE.fullmatch(info.filename)):
        _too_large()
    expanded = 0
    for info in infos:
        said, info.file_size = info.file_size, EXPANDED + 1  # reads what is there, not what is declared
        if info.filename.startswith("xl/worksheets/") or info.filename == "content.xml":
            info.file_size = said
            expanded += said
            continue  # read, and measured, on its own
        with archive.open(info) as stream:
            found = 0
            while chunk := stream.read(_CHUNK):
                found += len(chunk)
                if expanded + found > EXPANDED:
                    _too_large()
        if found != said:
            raise zipfile.BadZipFile
        info.file_size = said
        expanded += found
    return members


def _too_large() -> NoReturn:
    raise Unreadable("Une fois décompressé, le fichier dépasse 2 Gio : il n'est pas chargé.")


def _too_many() -> NoReturn:
    raise Unreadable("Classeur trop grand : partagez-le en plusieurs fichiers.")


def _chunks(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """A member's bytes, whole tags at a time. Raises BadZipFile when it is not of the size it declares."""
    said, info.file_size = info.file_size, EXPANDED + 1
    found, rest = 0, b""
    try:
        with archive.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                found += len(chunk)
                if found > said:
                    raise zipfile.BadZipFile
                tags = archive.__dict__["tags"] = archive.__dict__.get("tags", 0) + chunk.count(b"<")
                if tags > TAGS:
                    _too_many()
                chunk = rest + chunk
                end = chunk.rfind(b">") + 1
                rest = chunk[end:]
                if len(rest) > _SMALL:
                    raise zipfile.BadZipFile
                yield chunk[:end]
    finally:
        info.file_size = said
    if found != said:
        raise zipfile.BadZipFile
    yield rest


def _parser() -> Any:
    """A reader of XML that refuses a document that declares entities."""

    def refuse(*_: object) -> None:
        raise Unreadable("Le fichier déclare des entités XML : ce n'est pas un classeur ordinaire.")

    parser = expat.ParserCreate("utf-8")  # whatever the file says of itself, as the reader takes it
    parser.StartDoctypeDeclHandler = refuse
    return parser


def _walk(
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
    parser = _parser()
    parser.StartElementHandler = opening
    parser.EndElementHandler = closing
    if text:
        parser.CharacterDataHandler = text
    for chunk in chunks:
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _of_xlsx(archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> dict[str, Extent]:
    names: dict[str, str] = {}
    targets: dict[str, str] = {}

    def sheet(tag: str, attributes: dict[str, Any]) -> None:
        if tag == "sheet":
            bare = {key.rpartition(":")[2]: value for key, value in attributes.items()}
            names[bare["name"]] = bare["id"]

    def relation(tag: str, attributes: dict[str, Any]) -> None:
        if tag == "Relationship":
            target = attributes["Target"]
            targets[attributes["Id"]] = normpath(target if target.startswith("/") else f"/xl/{target}").lstrip("/")

    for member, handler in (("xl/workbook.xml", sheet), ("xl/_rels/workbook.xml.rels", relation)):
        if members[member].file_size > _SMALL:
            _too_large()
        _walk(_chunks(archive, members[member]), handler)
    if len(names) > SHEETS:
        _too_many()
    found = {}
    sheets = []
    widths = _formats(archive, members)
    for name, key in names.items():
        info = members.get(targets.get(key, ""))
        if info is not None:
            found[name] = _sheet(archive, info, name, widths)
            sheets.append(info)
    if "xl/sharedStrings.xml" in members:
        _weigh(archive, members["xl/sharedStrings.xml"], sheets, sum(extent.cells for extent in found.values()))
    return found


def _weigh(archive: zipfile.ZipFile, texts: zipfile.ZipInfo, sheets: list[zipfile.ZipInfo], cells: int) -> None:
    """Refuses texts that, by themselves or repeated in every cell that shows them, would not hold in memory."""
    if texts.file_size > TEXTS:
        _too_large()
    sizes: list[int] = []
    rest = found = 0
    for chunk in _chunks(archive, texts):
        found += chunk.count(b"<si") + chunk.count(b":si")
        if found > FULLEST:
            _too_many()
        first, *others = map(len, chunk.split(b"</si>"))
        if others:
            sizes += [rest + first, *others[:-1]]
            rest = others[-1]
        else:
            rest += first
    if max(sizes, default=0) * cells <= TEXTS:
        return
    total = 0
    shared = inside = False

    def start(tag: str, attributes: dict[str, Any]) -> None:
        nonlocal shared, inside
        if tag == "c":
            shared = attributes.get("t") == "s"
        inside = shared and tag == "v"

    def end(_tag: str, _size: int) -> None:
        nonlocal inside
        inside = False

    def text(said: str) -> None:
        nonlocal total
        if inside and said.isdecimal() and int(said) < len(sizes):
            total += sizes[int(said)]
            if total > TEXTS:
                _too_large()

    for info in sheets:
        _walk(_chunks(archive, info), start, end, text)


_WHOLE = re.compile(r"xl/(?!sharedStrings)[^/]+\.xml|.*\.rels|META-INF/.*|\[Content_Types\]\.xml|mimetype")
"""The parts the reader loads whole."""
_REFERENCE = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"(?:[^>]*[^/>])?>')
"""The place of a cell that is more than a format."""
_FORMATTED = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})" s="([0-9]{1,6})"(?: t="n")?>')
_CELL_BEGINS = re.compile(rb"<(?:[^\s<>/:]+:)?c[\s/>]")
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_NO_VALUE = rb"(?:<(?:\w+:)?v(?:\s[^>]*)?(?:/>|>\s*</(?:\w+:)?v\s*>)\s*)?"
_UNSTORED = re.compile(rb"(?:</(?:\w+:)?f\s*>|<(?:\w+:)?f(?:\s[^>]*)?/>)\s*" + _NO_VALUE + rb"</(?:\w+:)?c\s*>")


def shown_digits(code: str) -> int:
    """How many digits a number format shows at least, before the decimals: 5 for ``00000``, 10 for ``0# ## ## ## ##``;
    grouping does not count."""
    bare = re.sub(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]', "", code).partition(";")[0]
    if re.search(r"[eE][+-]|[dmyhsaj/%]", bare, re.IGNORECASE):
        return 0
    places = re.sub(r"[^0#?]", "", bare.partition(".")[0])
    return len(places) - places.index("0") if "0" in places else 0


def _formats(archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> dict[int, int]:
    """The digits shown at least, by format of a cell: those that show leading zeros."""
    codes: dict[str, int] = {}
    widths: dict[int, int] = {}
    inside, rank = False, 0

    def start(tag: str, attributes: dict[str, Any]) -> None:
        nonlocal inside, rank
        if tag == "numFmt":
            codes[attributes.get("numFmtId", "")] = shown_digits(attributes.get("formatCode", ""))
        elif tag == "cellXfs":
            inside = True
        elif tag == "xf" and inside:
            if (width := codes.get(attributes.get("numFmtId", ""), 0)) > 1:
                widths[rank] = width
            rank += 1

    def end(tag: str, _size: int) -> None:
        nonlocal inside
        inside = inside and tag != "cellXfs"

    if "xl/styles.xml" in members:
        _walk(_chunks(archive, members["xl/styles.xml"]), start, end)
    return widths


def _zeros(chunks: Iterator[bytes], widths: dict[int, int], usual: bool) -> Zeros:
    """Where the numbers are whose format shows leading zeros."""
    zeros: Zeros = defaultdict(dict)
    if usual:
        for chunk in chunks:
            for letters, number, style in _FORMATTED.findall(chunk) if b"</c>" in chunk else ():
                if width := widths.get(int(style)):
                    zeros[int(number)][_column(letters)] = width
        return zeros
    place = [0, 0]

    def start(tag: str, attributes: dict[str, Any]) -> None:
        if tag == "row":
            place[:] = [int(attributes.get("r", place[0] + 1)), 0]
        elif tag == "c":
            found = _CELL.fullmatch(attributes.get("r", ""))
            place[:] = [int(found[2]), _column(found[1].encode())] if found else [place[0], place[1] + 1]
            if (width := widths.get(int(attributes.get("s", -1)))) and attributes.get("t", "n") == "n":
                zeros[place[0]][place[1]] = width

    _walk(chunks, start)
    return zeros


def _sheet(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, widths: dict[int, int]) -> Extent:
    """The extent of the filled cells of one sheet of an .xlsx, whatever dimensions it declares. Read tag by tag only
    where a glance sees something unusual."""
    extent = Extent()
    usual, flawed, closed = True, False, 0
    for chunk in _chunks(archive, member):
        closed += chunk.count(b"</c>")
        formulas = b"<f" in chunk or b":f" in chunk
        flawed = flawed or b' t="e"' in chunk or b"='e'" in chunk or (formulas and bool(_UNSTORED.search(chunk)))
        # as every spreadsheet writes it: each cell says its place first, in the same way
        usual = usual and chunk.count(b'<c r="') == _cells(chunk) and b":row" not in chunk
        # a cell that is only a format has no end of its own: whole columns of them are passed over
        if usual and b"</c>" in chunk and (places := _REFERENCE.findall(chunk)):
            letters, numbers = zip(*places, strict=True)
            extent.columns = max(extent.columns, *map(_column, set(letters)))
            extent.rows = max(extent.rows, *map(int, numbers))
            extent.cells += len(places)
    usual = usual and extent.cells == closed
    if not usual or extent.sparse or extent.large:
        extent = Extent()
        _measure(_chunks(archive, member), extent)
    extent.check(name)
    if member.file_size > TEXTS:
        _weigh_own(_chunks(archive, member))
    if flawed:
        extent.flaws = _walked(archive, member).flaws
    if widths:
        extent.zeros = _zeros(_chunks(archive, member), widths, usual)
    return extent


def _cells(chunk: bytes) -> int:
    """How many cells begin there."""
    if b":c" in chunk:
        return len(_CELL_BEGINS.findall(chunk))
    return sum(chunk.count(begins) for begins in (b"<c ", b"<c>", b"<c/", b"<c\t", b"<c\n", b"<c\r"))


def _measure(chunks: Iterator[bytes], extent: Extent) -> None:
    """Fills ``extent`` with how far the filled cells reach. Raises BadZipFile for a cell that is nowhere."""
    row = column = depth = 0
    rows = columns = cells = 0

    def start(tag: str, attributes: dict[str, Any]) -> None:
        nonlocal row, column, depth, rows, columns, cells
        depth += 1
        if depth > DEEPEST:
            raise zipfile.BadZipFile
        if tag == "c" or tag.endswith(":c"):
            said = attributes.get("r")
            if said is None:
                column += 1
                return
            found = _CELL.fullmatch(said)
            if not found:
                raise zipfile.BadZipFile
            letters = found[1]
            column = known.get(letters) or known.setdefault(letters, _column(letters.encode()))
            row = int(found[2])
        elif tag == "v" or tag == "is" or tag.endswith((":v", ":is")):
            cells += 1
            rows, columns = max(rows, row), max(columns, column)
            if cells > FULLEST:
                _too_many()
        elif tag == "row" or tag.endswith(":row"):
            said = attributes.get("r")
            row, column = (row + 1 if said is None else int(said)), 0

    def end(_tag: str) -> None:
        nonlocal depth
        depth -= 1

    known: dict[str, int] = {}
    parser = _parser()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    for chunk in chunks:
        parser.Parse(chunk, False)
    parser.Parse(b"", True)
    extent.rows, extent.columns, extent.cells = rows, columns, cells


def _weigh_own(chunks: Iterator[bytes]) -> None:
    """Refuses a sheet whose own texts would not hold in memory."""
    total = 0
    for chunk in chunks:
        total += sum(map(len, re.findall(rb">[^<]+", chunk)))
        if total > TEXTS:
            _too_large()


def _walked(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Extent:
    """The extent of a sheet tag by tag, with its cells in error and the formulas whose result was never stored."""
    extent = Extent()
    place = [0, 0]
    formula = value = error = inside = False

    def start(tag: str, attributes: dict[str, Any]) -> None:
        nonlocal formula, value, error, inside
        if tag == "row":
            place[:] = [int(attributes.get("r", place[0] + 1)), 0]
        elif tag == "c":
            found = _CELL.fullmatch(attributes.get("r", ""))
            place[:] = [int(found[2]), _column(found[1].encode())] if found else [place[0], place[1] + 1]
            extent.rows, extent.columns = max(extent.rows, place[0]), max(extent.columns, place[1])
            extent.cells += 1
            formula = False
            value = attributes.get("t") == "str"  # a formula whose result is an empty text has one
            error = attributes.get("t") == "e"
        elif tag == "f":
            formula = True
        inside = tag in ("v", "t")

    def text(said: str) -> None:
        nonlocal value
        value = value or (inside and not said.isspace())

    def end(tag: str, _size: int) -> None:
        nonlocal inside
        inside = False
        if tag == "c" and (error or (formula and not value)):
            extent.flaws[place[0]][place[1]] = IN_ERROR if error else NOT_COMPUTED

    _walk(_chunks(archive, member), start, end, text)
    return extent


def _of_ods(archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> dict[str, Extent]:
    extents: dict[str, Extent] = {}
    current = Extent()
    row = column = repeated = times = weight = loaded = 0
    filled: list[tuple[int, bool]] = []

    def start(tag: str, attributes: dict[str, Any]) -> None:
        nonlocal current, row, column, repeated, times, weight
        if tag in ("table-cell", "covered-table-cell"):
            said = {key.rpartition(":")[2]: value for key, value in attributes.items()} if attributes else {}
            times = _times(said.get("number-columns-repeated"))
            column += times
            times = times if "value-type" in said else 0
            if times:
                filled.append((column, attributes.get("calcext:value-type") == "error"))
        elif tag == "table-row":
            repeated = _times(attributes.get("table:number-rows-repeated"))
            column = weight = 0
            filled.clear()
        elif tag == "s":
            weight += _times(attributes.get("text:c")) * times
        elif tag == "table":
            current, row = Extent(), 0
            extents[attributes.get("table:name", "")] = current
            if len(extents) > SHEETS:
                _too_many()

    def end(tag: str, size: int) -> None:
        nonlocal row, weight, loaded
        if tag in ("table-cell", "covered-table-cell"):
            weight += max(0, size - FOR_A_TEXT) * times
        elif tag == "table-row":
            row += repeated
            loaded += weight * repeated if filled else 0
            if loaded > TEXTS:
                _too_large()
            if filled:
                current.rows = row
                current.columns = max(current.columns, filled[-1][0])
                current.cells += len(filled)
                if current.cells > FULLEST:
                    _too_many()
                for place, error in filled:
                    if error:
                        current.flaws[row][place] = IN_ERROR
                filled.clear()

    seen = [False]
    _walk(_glanced(_chunks(archive, members["content.xml"]), seen), start, end)
    if seen[0] and not any(extent.sparse or extent.large for extent in extents.values()):
        _zeros_of_ods(_chunks(archive, members["content.xml"]), extents)
    return extents


def _glanced(chunks: Iterator[bytes], seen: list[bool]) -> Iterator[bytes]:
    """The same chunks; tells in ``seen`` whether a cell may show a leading zero."""
    for chunk in chunks:
        seen[0] = seen[0] or bool(_ZERO_SHOWN.search(chunk))
        yield chunk


def _zeros_of_ods(chunks: Iterator[bytes], extents: dict[str, Extent]) -> None:
    """An .ods says of each number what is shown of it."""
    zeros: Zeros = {}
    row = column = times = 0
    value = text = ""
    shown: dict[int, int] = {}
    repeated = 1

    def start(tag: str, attributes: dict[str, Any]) -> None:
        nonlocal zeros, row, column, times, value, text, repeated
        if tag in ("table-cell", "covered-table-cell"):
            said = {key.rpartition(":")[2]: one for key, one in attributes.items()}
            times = _times(said.get("number-columns-repeated"))
            column += times
            number = attributes.get("office:value-type") == "float"
            value, text = said.get("value", "").removesuffix(".0") if number else "", ""
        elif tag == "table-row":
            repeated, column = _times(attributes.get("table:number-rows-repeated")), 0
            shown.clear()
        elif tag == "table":
            zeros, row = extents[attributes.get("table:name", "")].zeros, 0

    def said(part: str) -> None:
        nonlocal text
        if value and len(text) < LONGEST_NUMBER:
            text += part

    def end(tag: str, _size: int) -> None:
        nonlocal row, value
        if tag in ("table-cell", "covered-table-cell"):
            digits = re.sub(r"\D", "", text)
            if value and digits.startswith("0") and digits.lstrip("0") == value:
                shown.update(dict.fromkeys(range(column - times + 1, column + 1), len(digits)))
            value = ""
        elif tag == "table-row":
            for number in range(row + 1, row + repeated + 1) if shown else ():
                zeros[number] = dict(shown)
            row += repeated

    _walk(chunks, start, end, said)


_ZERO_SHOWN = re.compile(rb"<text:p>0[^<,.]*[0-9]")


def _times(said: str | None) -> int:
    """How often a row or a cell is repeated. Raises ValueError when it is no such number."""
    times = 1 if said is None else int(said)
    if times < 1:
        raise ValueError
    return times


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
