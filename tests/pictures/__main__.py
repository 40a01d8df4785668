"""Makes the pictures of the README from the made-up year: the contact sheet of every screen, and a roll.

    python -m tests.pictures [FOLDER]

writes ``sheet.svg`` and ``roll.svg`` in FOLDER, this folder without one.
"""

import asyncio
import os
import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from models.demo import seeding
from tests.pictures.made import DAY, SCREENS, SIZES, picture

ACROSS, WIDE, HIGH, GAP = 3, 480, 305, 12
CALLED = ("p", "a", "p", "p", "e", "p", "r", "p")
FONT = re.compile(r"@font-face \{.*?\}", re.DOTALL)  # fetched from elsewhere: the reader's own will do


def sheet(drawn: dict[str, str]) -> str:
    """Every picture in one, each under its name."""
    placed = []
    for rank, (name, svg) in enumerate(drawn.items()):
        x, y = rank % ACROSS * (WIDE + GAP) + GAP, rank // ACROSS * (HIGH + 3 * GAP) + 2 * GAP
        placed.append(f'<text x="{x}" y="{y - 4}" font-family="monospace" font-size="13" fill="#7DB7FF">{name}</text>')
        placed.append(svg.replace("<svg ", f'<svg x="{x}" y="{y}" width="{WIDE}" height="{HIGH}" ', 1))
    width, height = ACROSS * (WIDE + GAP) + GAP, -(-len(drawn) // ACROSS) * (HIGH + 3 * GAP) + GAP
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
    return "\n".join([head, f'<rect width="{width}" height="{height}" fill="#10141B"/>', *placed, "</svg>\n"])


def main(folder: Path) -> None:
    """Makes them."""
    os.environ["ASSIDU_TODAY"] = DAY
    with TemporaryDirectory(prefix="assidu-pictures-", ignore_cleanup_errors=True) as home:
        os.environ["ASSIDU_HOME"] = home
        seeding.seed(Path(home))
        drawn = {name: asyncio.run(picture(Path(home), name, SIZES[1])) for name in SCREENS}
        (folder / "sheet.svg").write_text(FONT.sub("", sheet(drawn)), encoding="utf-8")
        called = asyncio.run(picture(Path(home), "appel", SIZES[1], keys=CALLED))
        (folder / "roll.svg").write_text(FONT.sub("", called), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).parent)
