"""What a PDF says, and what a scanner would see of it."""

import asyncio
import io
import struct
import zlib
from pathlib import Path

import typst
import zxingcpp
from pypdf import PdfReader

from models.printing.letters import FONTS
from models.printing.maker import SHIPPED

LIGHT = 220
INCH = 25.4


def text(path: Path) -> str:
    """The text of every page, a line a line."""
    return "\n".join(page.extract_text() for page in PdfReader(path).pages).replace("\u200b", "")


def pages(path: Path) -> list[str]:
    return [page.extract_text().replace("\u200b", "") for page in PdfReader(path).pages]


class Picture:
    """A page as grey points, ``ppi`` to the inch."""

    def __init__(self, png: bytes, ppi: float) -> None:
        self.ppi = ppi
        self.width, self.height, self.grey = _grey(png)

    def at(self, x: float, y: float) -> int:
        """How light the point at these tenths of a millimetre is, 0 to 255."""
        column, row = (round(one / 10 / INCH * self.ppi) for one in (x, y))
        return self.grey[row * self.width + column]

    def dark(self, x: float, y: float, width: float, height: float) -> bool:
        """Whether anything is drawn in these tenths of a millimetre."""
        scale = self.ppi / 10 / INCH
        for row in range(round(y * scale), round((y + height) * scale)):
            start = row * self.width
            if min(self.grey[start + round(x * scale) : start + round((x + width) * scale)]) < LIGHT:
                return True
        return False

    def codes(self) -> dict[str, tuple[float, float]]:
        """The codes read, each with its middle in tenths of a millimetre."""
        seen = memoryview(bytes(self.grey)).cast("B", (self.height, self.width))
        found = {}
        for one in zxingcpp.read_barcodes(seen, formats=zxingcpp.BarcodeFormat.DataMatrix):
            corners = (one.position.top_left, one.position.bottom_right)
            x, y = (sum(getattr(corner, name) for corner in corners) / 2 for name in ("x", "y"))
            found[one.text] = (x * 10 * INCH / self.ppi, y * 10 * INCH / self.ppi)
        return found


def pictures(template: str, data: str, ppi: float = 100) -> list[Picture]:
    """The pages a shipped template makes of JSON data, as they are printed."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    made = typst.compile(
        str(SHIPPED / f"{template}.typ"),
        format="png",
        ppi=ppi,
        sys_inputs={"data": data},
        font_paths=fonts,
        package_path=str(SHIPPED),
    )
    return [Picture(png, ppi) for png in (made if isinstance(made, list) else [made])]


def _grey(png: bytes) -> tuple[int, int, bytes]:
    """A PNG of eight bits a colour, not interlaced, as one byte of grey a point."""
    width, height, depth, kind = struct.unpack_from(">IIBB", png, 16)
    assert depth == 8
    size = {0: 1, 2: 3, 6: 4}[kind]
    file, packed = io.BytesIO(png[8:]), b""
    while header := file.read(8):
        length, name = struct.unpack(">I4s", header)
        content = file.read(length + 4)[:-4]
        packed += content if name == b"IDAT" else b""
    raw, stride = zlib.decompress(packed), width * size
    rows, before = bytearray(), bytes(stride)
    for row in range(height):
        start = row * (stride + 1)
        before = _unfiltered(raw[start], raw[start + 1 : start + 1 + stride], before, size)
        rows += before[0::size] if size == 1 else bytes(before[1::size])  # green alone: what is printed is grey
    return width, height, bytes(rows)


def _unfiltered(kind: int, line: bytes, before: bytes, size: int) -> bytes:
    if kind == 0:
        return line
    found = bytearray(line)
    for rank, byte in enumerate(line):
        left = found[rank - size] if rank >= size else 0
        up = before[rank]
        corner = before[rank - size] if rank >= size else 0
        guess = (0, left, up, (left + up) // 2, _nearest(left, up, corner))[kind]
        found[rank] = (byte + guess) & 255
    return bytes(found)


def _nearest(left: int, up: int, corner: int) -> int:
    """Paeth's guess."""
    far = (abs(up - corner), abs(left - corner), abs(left + up - 2 * corner))
    return (left, up, corner)[far.index(min(far))]


async def written(folder: Path, count: int = 1) -> list[Path]:
    """The documents of a folder, once they are there."""
    for _ in range(200):
        found = sorted(folder.glob("*.pdf")) if folder.is_dir() else []
        if len(found) == count:
            return found
        await asyncio.sleep(0.05)
    raise AssertionError("nothing was printed")
