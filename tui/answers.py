"""How answers are written: aligned lines for people, numbers as JSON has them for programs."""

import shutil
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from models.french import wording

if TYPE_CHECKING:
    from models.figures.differences import Difference
    from models.tables import Action, Record


def number(value: Fraction | int | None) -> int | float | None:
    """A quantity as JSON writes it: whole, else the nearest float."""
    if value is None:
        return None
    exact = Fraction(value)
    return exact.numerator if exact.denominator == 1 else float(exact)


def decimal_hours(minutes: int) -> int | float | None:
    """Whole minutes as decimal hours."""
    return number(Fraction(minutes, 60))


def width() -> int:
    """The columns to write in: the terminal's, or as many as needed when nobody is looking."""
    return shutil.get_terminal_size((400, 24)).columns


def wrapped(lines: Iterable[str]) -> list[str]:
    """Lines cut to the width, each keeping its indent."""
    cut = []
    for line in lines:
        indent = line[: len(line) - len(line.lstrip())]
        cutter = textwrap.TextWrapper(width(), subsequent_indent=indent, break_on_hyphens=False)
        cutter.break_long_words = False  # a path stays one word
        cut += cutter.wrap(line) or [""]
    return cut


def table(rows: Iterable[Sequence[str]], words: int = 0) -> list[str]:
    """Rows as aligned lines: the first column wraps; the others are set to the right, but for the last ``words``, which
    wrap too where there is no room. A row of one cell takes the whole line."""
    cells = [list(row) for row in rows]
    if not cells:
        return []
    full = [row for row in cells if len(row) > 1]
    others = [max(len(row[rank]) for row in full) for rank in range(1, len(cells[0]))]
    if words and sum(others) > width() // 2:
        others[-words:] = [min(size, max(16, width() // 3)) for size in others[-words:]]
    room = max(20, width() - 2 - sum(others) - 2 * len(others))
    first = min(room, max(len(row[0]) for row in full))
    sides = [">"] * (len(others) - words) + ["<"] * words
    lines = []
    for row in cells:
        if len(row) == 1:
            lines.append(f"  {row[0]}")
            continue
        head = textwrap.wrap(row[0], first) or [""]
        tails = [textwrap.wrap(cell, size) or [""] for cell, size in zip(row[1:], others, strict=True)]
        above = len(head) - 1  # the others begin beside the last line of the first
        for rank in range(max(above + max(map(len, tails)), len(head))):
            line = f"{head[rank] if rank < len(head) else '':<{first}}"
            for tail, side, size in zip(tails, sides, others, strict=True):
                cell = tail[rank - above] if 0 <= rank - above < len(tail) else ""
                line += f"  {cell:{side}{size}}"
            lines.append(f"  {line}".rstrip())
    return lines


def titled(action: "Action") -> str:
    return f"{action.title} ({action.code})" if action.title else action.code


def called(table: "type[Record]") -> str:
    """What the records of a table are called together."""
    return table.heading or table.sheet


def moved_lines(
    moved: "Mapping[type[Record], tuple[int, int]]", filled: Mapping[str, str] | None = None
) -> Iterator[str]:
    """What goes to the record kept when another is joined to it, a line a table: how many records, and how many it has
    already; then the fields it lacked."""
    for table, (moving, known) in moved.items():
        parts = [wording.counted(moving, "enregistrement")] if moving else []
        parts += [f"{known} déjà là"] if known else []
        yield f"  {called(table)} : {', '.join(parts)}"
    for header, text in (filled or {}).items():
        yield f"  {header} : {text} (manquait)"


def figure_lines(changed: "Iterable[Difference]") -> Iterator[str]:
    """The figures that change, before and after, a line each."""
    found = [
        f"  {one.action}, {one.label} : {wording.quantity(one.before, one.unit)} → "
        f"{wording.quantity(one.after, one.unit)}"
        for one in changed
    ]
    yield from ["Chiffres :", *found] if found else ["Aucun chiffre ne change."]
