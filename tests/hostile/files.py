"""Workbooks made to do harm, written as cheaply as they are read dearly: a few kilobytes that ask for gigabytes."""

import zipfile
from collections.abc import Iterable
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = "xl/worksheets/sheet1.xml"
CHUNK = 1 << 20

Part = bytes | str | Iterable[bytes]

ROWS_OF_TWO = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>Identifiant</t></is></c><c r="B1" t="inlineStr"><is><t>Nom</t></is></c>'
    '<c r="C1" t="inlineStr"><is><t>Prénom</t></is></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>1</t></is></c>'
    '<c r="B2" t="inlineStr"><is><t>Diallo</t></is></c><c r="C2" t="inlineStr"><is><t>Amina</t></is></c></row>'
)


def xlsx(
    path: Path, rows: Part = ROWS_OF_TWO, texts: Part | None = None, head: str = "", more: dict[str, Part] | None = None
) -> Path:
    """A workbook of one sheet, Participants, with these rows, its shared texts, and ``more`` parts or others."""
    parts: dict[str, Part] = {
        "[Content_Types].xml": f'<?xml version="1.0"?><Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<?xml version="1.0"?><Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<?xml version="1.0"?><workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="Participants" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<?xml version="1.0"?><Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        SHEET: _around(
            f'<?xml version="1.0"?><worksheet xmlns="{MAIN}">{head}<sheetData>', rows, "</sheetData></worksheet>"
        ),
    }
    if texts is not None:
        parts["xl/sharedStrings.xml"] = _around(f'<?xml version="1.0"?><sst xmlns="{MAIN}">', texts, "</sst>")
    return archive(path, parts | (more or {}))


def ods(path: Path, rows: Part, name: str = "Participants") -> Path:
    """An OpenDocument workbook of one sheet with these rows."""
    spaces = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text")
    )
    content = _around(
        f'<?xml version="1.0"?><office:document-content{spaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="{name}">',
        rows,
        "</table:table></office:spreadsheet></office:body></office:document-content>",
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
        'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
        "</manifest:manifest>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return archive(path, {"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def archive(path: Path, parts: dict[str, Part]) -> Path:
    """A compressed archive of these parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name, part in parts.items():
            with file.open(name, "w", force_zip64=not isinstance(part, bytes | str)) as stream:
                for piece in [part] if isinstance(part, bytes | str) else part:
                    stream.write(piece.encode() if isinstance(piece, str) else piece)
    return path


def _around(before: str, part: Part, after: str) -> Iterable[bytes]:
    yield before.encode()
    if isinstance(part, bytes | str):
        yield part.encode() if isinstance(part, str) else part
    else:
        yield from part
    yield after.encode()


def much(piece: bytes, size: int) -> Iterable[bytes]:
    """``piece`` over and over, to about ``size`` bytes."""
    block = piece * max(1, CHUNK // len(piece))
    for _ in range(size // len(block)):
        yield block


def numbered(form: str, count: int, start: int = 3) -> Iterable[bytes]:
    """Rows written from a form where ``{n}`` is the row's number."""
    for first in range(start, start + count, 5000):
        yield "".join(form.format(n=n) for n in range(first, min(first + 5000, start + count))).encode()
