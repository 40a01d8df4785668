"""Where everything of a sheet to sign stands, in tenths of a millimetre from the top left corner of an A4 page.

Worked out once, drawn by the template and kept with the sheet: what will read it back takes the very same map. Each box
to sign has its own frame, with a gutter between two, so that what goes over an edge is seen to.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

LEFT, WIDTH = 90, 1920
CODE = 140
CODES = ((90, 90), (1870, 90), (90, 2740), (1870, 2740), (980, 2740))
"""The places 1 to 5: the corners, and the middle of the foot, as paper fed askew may lose a whole side."""
WITNESSES = ((280, 2862, 90, 4, 110), (400, 2862, 90, 4, 140), (520, 2862, 90, 4, 165), (640, 2862, 90, 4, 190))
"""Four grey lines (left, top, length, thickness, grey of 255): what a scanner does not see of them, it does not see of
a pale pen."""
TOP, BOTTOM = 585, 2575  # of the table
TALLEST, GUTTER, TICK = 150, 6, 50
TRAINER = 120  # the height of the box that whoever leads the session signs
FREE = 2  # rows for people added by hand, where there is room
SIGNATURE, ABSENT, REASON, LEADER = "signature", "absent", "motif", "intervenant"


class Shape(NamedTuple):
    """The columns of a table, left to right: widths of the rank, of the name, of each cell and, of a sheet of one
    signature, of the tick and of the reason; the height of its header; how many rows a page takes."""

    rank: int
    name: int
    cell: int
    tick: int
    reason: int
    head: int
    most: int


ONE = Shape(rank=80, name=620, cell=580, tick=130, reason=510, head=70, most=20)


class Box(NamedTuple):
    """A frame to write in: its kind, its column and row on the page (from 0; -1 for whoever leads), where it is."""

    kind: str
    column: int
    row: int
    x: int
    y: int
    width: int
    height: int


class Layout(NamedTuple):
    """A page: its rows (the rank of a person; None for a free row) and columns (their ranks), its boxes."""

    rows: tuple[int | None, ...]
    columns: tuple[int, ...]
    shape: Shape
    height: int
    boxes: tuple[Box, ...]


def shape_of(columns: int) -> Shape:
    """How the table of so many columns to sign is cut."""
    if columns == 1:
        return ONE
    name = 600 if columns <= 3 else 460
    return Shape(rank=70, name=name, cell=(WIDTH - 70 - name) // columns, tick=0, reason=0, head=190, most=18)


def pages(people: int, columns: int, free: int = FREE) -> list[Layout]:
    """The pages of a sheet: people and columns shared out evenly, at most six columns a page; rows as tall as there is
    room, ``free`` ones where the last page has some."""
    found = []
    for beside in _evenly(list(range(columns)), 6):
        shape = shape_of(len(beside))
        sheets = max(1, -(-people // shape.most))
        rows: list[int | None] = [*range(people), *[None] * min(free, sheets * shape.most - people)]
        found += [_page(tuple(part), tuple(beside), shape) for part in _evenly(rows, shape.most)]
    return found


def kept(layouts: Sequence[Layout], people: Sequence[int], columns: Sequence[Any]) -> dict[str, Any]:
    """The map of a sheet as it is kept: ``people`` are the numbers of the persons in order, ``columns`` what each
    column is of."""
    return {
        "code": CODE,
        "codes": CODES,
        "witnesses": WITNESSES,
        "columns": columns,
        "pages": [
            {
                "people": [None if row is None else people[row] for row in layout.rows],
                "columns": layout.columns,
                "boxes": layout.boxes,
            }
            for layout in layouts
        ],
    }


def _page(rows: tuple[int | None, ...], columns: tuple[int, ...], shape: Shape) -> Layout:
    start = TOP + shape.head
    height = min(TALLEST, (BOTTOM - start) // max(1, len(rows)))
    boxes = []
    for row in range(len(rows)):
        top = start + row * height
        for column in range(len(columns)):
            boxes += _cell(column, row, LEFT + shape.rank + shape.name + column * shape.cell, top, shape, height)
    below = start + len(rows) * height + 20
    for column in range(len(columns)):
        left = LEFT + shape.rank + shape.name + column * shape.cell
        wide = WIDTH - shape.rank - shape.name if len(columns) == 1 else shape.cell
        boxes.append(Box(LEADER, column, -1, left + GUTTER, below, wide - 2 * GUTTER, TRAINER))
    return Layout(rows, columns, shape, height, tuple(boxes))


def _cell(column: int, row: int, left: int, top: int, shape: Shape, height: int) -> list[Box]:
    """The box to sign and the tick of an absence; with the reason beside, where a person signs once."""
    tall, middle = height - 2 * GUTTER, top + (height - TICK) // 2
    if not shape.tick:
        tick = left + shape.cell - GUTTER - TICK
        signed = Box(SIGNATURE, column, row, left + GUTTER, top + GUTTER, shape.cell - 3 * GUTTER - TICK, tall)
        return [signed, Box(ABSENT, column, row, tick, top + GUTTER, TICK, TICK)]
    beside = left + shape.cell
    return [
        Box(SIGNATURE, column, row, left + GUTTER, top + GUTTER, shape.cell - 2 * GUTTER, tall),
        Box(ABSENT, column, row, beside + (shape.tick - TICK) // 2, middle, TICK, TICK),
        Box(REASON, column, row, beside + shape.tick + GUTTER, top + GUTTER, shape.reason - 2 * GUTTER, tall),
    ]


def _evenly(items: list[Any], most: int) -> list[list[Any]]:
    """The items in as few parts of at most ``most`` as can be, one no longer than another by more than one."""
    count = max(1, -(-len(items) // most))
    short, longer = divmod(len(items), count)
    ends = [rank * short + min(rank, longer) for rank in range(count + 1)]
    return [items[start:end] for start, end in pairwise(ends)]
