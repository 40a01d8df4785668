"""A list in columns: a heading, lines one can open, and a line of totals. It fits its columns to the width there is,
and is sorted by any of them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static

from models.french import wording
from models.french.ordering import order
from tui.page import View, telling
from tui.signs import spelled
from tui.widgets.frame import ROOMY, Frame, Panel
from tui.widgets.rows import MOST_WIDE, Row, Rows, fit

PANEL_FROM = 120  # cells of the screens where what is said of the chosen line stands at its right
SHAPES = re.compile(r"[■▲▼?]( [EA]\b)?")


@dataclass(frozen=True)
class Column:
    """A column ``width`` cells wide (0 shares what is left), from screens ``least`` cells wide on."""

    title: str
    width: int = 0
    right: bool = False
    least: int = 0


@dataclass(frozen=True)
class Entry:
    """A line: what opening it gives, its cells, how it looks, and the colour of its shapes (which say it without).

    One cell alone takes the whole width.
    """

    target: Any
    cells: Sequence[str | Content]
    style: str = ""
    tint: str = ""

    @property
    def told(self) -> tuple[str, ...]:
        """What it says in each column, in full."""
        return tuple(" ".join(str(cell).split()) for cell in self.cells)


class Listing(View):
    """A list in ``COLUMNS``. A subclass gives ``entries``, ``opened`` and what help says it ``OPENS`` and, if it wants,
    ``foot``, ``subject`` and ``EMPTY``; what the list is ``CALLED`` stands in its frame, with the ``KEYS`` it is for.
    """

    COLUMNS: ClassVar[Sequence[Column]] = ()
    EMPTY: ClassVar[str] = "Rien à montrer."
    OPENS: ClassVar[str] = ""
    CALLED: ClassVar[str] = ""
    KEYS: ClassVar[str] = ""
    BINDINGS: ClassVar = [
        Binding(
            "shift+f3,f15",
            "sort",
            "Trier",
            show=False,
            id="rows.sort",
            tooltip="Trier par la colonne suivante\nUne flèche suit son titre ; après la dernière, l'ordre habituel.",
        ),
    ]
    DEFAULT_CSS = """
    Listing { height: 1fr; }
    Listing > Frame { height: 1fr; }
    Listing > Frame.-boxed { max-width: 109; }
    Listing .columns { height: 1; padding: 0 1; color: $text-muted; text-wrap: nowrap; }
    Listing > .foot { padding: 0 1; background: $boost; color: $foreground; }
    Listing > .foot.-ruled, Listing > .foot.-boxed { background: $background; }
    Listing.-wide > .foot { dock: right; height: 100%; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[Entry] = []
        self._read: list[Entry] = []  # before some are looked for, and sorted
        self._by: int | None = None  # the rank of the column it is sorted by
        self._widths: list[int] = []
        self._fitted = 0
        self._beside = False  # what is said of the chosen line stands at the right of the list
        self._begun = False

    def compose(self) -> ComposeResult:
        with Frame():
            yield Static(classes="columns")
            yield Rows(opens=self.OPENS)
        yield Panel(classes="foot")

    @property
    def rows(self) -> Rows:
        return self.query_one(Rows)

    @property
    def target(self) -> Any:
        """What the highlighted line stands for, or None."""
        return self.rows.target

    def entries(self) -> Iterable[Entry]:
        """The lines, read again at each call."""
        return ()

    def foot(self) -> str:
        """What is said under the list; nothing hides the line."""
        return ""

    def subject(self) -> str:
        """What the chosen line is about, when ``foot`` says more of it: it is then framed, beside on wide screens."""
        return ""

    def tally(self) -> str:
        """How many lines there are, as the frame says it."""
        return wording.number(len(self._entries)) if self._entries else ""

    def nothing(self) -> str:
        """What is said in the place of lines when there is none."""
        return self.EMPTY

    def whole(self) -> str:
        """What the chosen line has no room for, in full; '' when all of it is read there."""
        if self.target is None:
            return ""
        told = self.rows.rows[self.rows.highlighted or 0].told
        return "\n".join(text for text, width in zip(told, self._widths, strict=False) if 0 < width < cell_len(text))

    def first(self) -> Any:
        """The target the cursor starts on; the first line for None."""
        return None

    def _start(self) -> Any:
        asked = self.stand_on is not None and any(one.target == self.stand_on for one in self._entries)
        return self.stand_on if asked else self.first()

    def opened(self, target: Any) -> None:
        """A line was opened."""

    def reload(self) -> None:
        """Reads the lines again and shows them; the cursor stays on the same record."""
        self._read = list(self.entries())
        self.pick()

    def pick(self) -> None:
        """Shows again the lines looked for, in the order chosen."""
        self._entries = list(self.picked(self._read))
        self._show()

    def picked(self, entries: Iterable[Entry]) -> Iterable[Entry]:
        """Those of ``entries`` that are looked for, sorted as chosen: under each heading by itself."""
        for rows in self.query(Rows):  # none before the first lines are laid out
            if rows.looked_for:
                entries = [one for one in entries if one.target is None or rows.admits(one.told)]
        by = self._by
        if by is None:
            return entries
        groups: list[list[Entry]] = [[]]
        for one in entries:
            groups.append([one]) if one.target is None else groups[-1].append(one)
        return (one for group in groups for one in sorted(group, key=lambda entry: _rank(entry, by)))

    @on(Rows.Narrowed)
    def _narrowed(self, event: Rows.Narrowed) -> None:
        event.stop()
        self.pick()

    def copied(self) -> Iterable[Sequence[str]]:
        """The columns shown, under their headers, of every line there is."""
        shown = [rank for rank, width in enumerate(self._widths) if width]
        yield [self.COLUMNS[rank].title for rank in shown]
        for one in self.lines_picked():
            yield one.told if len(one.cells) == 1 else [one.told[rank] for rank in shown]

    def lines_picked(self) -> Iterable[Entry]:
        """Every line looked for, in the order chosen."""
        return self._entries

    def action_sort(self) -> None:
        """Sorts by the next column shown; in the usual order after the last."""
        ranks = [rank for rank, width in enumerate(self._widths) if width and self.COLUMNS[rank].title]
        self._by = next((rank for rank in ranks if self._by is None or rank > self._by), None)
        self.pick()
        told = "Ordre habituel." if self._by is None else f"Trié par : {self.COLUMNS[self._by].title}."
        self.app.notify(told)

    def on_resize(self) -> None:
        if self.size.width != self._fitted:
            self._show()

    @on(Rows.Opened)
    def _opened(self, event: Rows.Opened) -> None:
        event.stop()
        with telling(self.app):
            self.opened(event.target)

    def _show(self) -> None:
        self._fitted = self.size.width
        if not self._fitted:
            return  # not laid out yet: the first resize shows it
        more = type(self).subject is not Listing.subject and not self.app.linear
        self._beside = self._fitted >= PANEL_FROM and more and bool(self._entries)
        self.set_class(self._beside, "-wide")
        self.query_one(".foot").styles.width = self._panel if self._beside else "100%"
        self._widths = list(self._share())
        self.query_one(".columns", Static).update(self._line([self._title(rank) for rank in range(len(self.COLUMNS))]))
        self.rows.columns = [column.title for column in self.COLUMNS]
        rows = self._rows(self._entries)
        self.rows.show(
            rows or [Row(Content.styled(self.nothing(), "$text-muted not bold"))],
            None if self._begun else self._start(),
        )
        self._begun = self._begun or bool(rows)
        self.refoot()

    def add(self, entries: Sequence[Entry]) -> None:
        """Shows more lines after those there are."""
        self._entries += entries
        self.rows.add(self._rows(entries))

    def _rows(self, entries: Iterable[Entry]) -> list[Row]:
        return [Row(self._content(one), one.target, one.told) for one in entries]

    def _title(self, rank: int) -> str:
        """The header of a column, an arrow after that of the one the lines are sorted by."""
        title, width = self.COLUMNS[rank].title, self._widths[rank]
        return f"{title[: width - 2]} ↑" if rank == self._by and width > 2 else title

    def refoot(self) -> None:
        """Says again what is under the list."""
        foot = self.query_one(Panel)
        text = self.foot()
        foot.entitle(self.subject())
        foot.update(Content("\n".join(map(spelled, text.split("\n"))) if self.app.linear else text))
        foot.display = bool(text) or self._beside
        self.query_one(Frame).entitle(self.CALLED, self.tally(), self.KEYS)

    def _content(self, entry: Entry) -> Content:
        content = self._line(entry.cells).stylize_before(entry.style)
        return content.highlight_regex(SHAPES, style=entry.tint) if entry.tint else content

    def _line(self, cells: Sequence[str | Content]) -> Content:
        if len(cells) == 1:
            return Content(cells[0]) if isinstance(cells[0], str) else cells[0]
        return Content(" ").join(
            _fitted(cell, width, column.right)
            for column, width, cell in zip(self.COLUMNS, self._widths, cells, strict=True)
            if width
        )

    @property
    def _sides(self) -> int:
        """Cells of the sides of the frame."""
        return 2 if self.CALLED and self.screen.size.width >= ROOMY else 0

    @property
    def _panel(self) -> int:
        """Cells of what is said at the right."""
        return max(44, min(56, self._fitted * 35 // 100))

    def _share(self) -> Iterator[int]:
        """The width of each column, 0 for one this screen is too narrow for."""
        inside = self._fitted - (self._panel if self._beside else 0) - self._sides
        room = min(inside, MOST_WIDE + 3)
        shown = [column for column in self.COLUMNS if room + self._sides >= column.least]
        fixed = sum(column.width for column in shown) + len(shown) - 1
        flexible = sum(not column.width for column in shown)
        share, rest = divmod(max(0, room - 3 - fixed), flexible) if flexible else (0, 0)
        for column in self.COLUMNS:
            if column not in shown:
                yield 0
            elif column.width:
                yield column.width
            else:
                yield max(4, share + (1 if rest > 0 else 0))
                rest -= 1


def _rank(entry: Entry, by: int) -> tuple[Any, ...]:
    """A heading first; else what is in the column."""
    return (-1,) if entry.target is None else order(entry.told[by] if by < len(entry.cells) else "")


def _fitted(cell: str | Content, width: int, right: bool) -> Content:
    """A cell in exactly ``width``."""
    if isinstance(cell, Content):
        return cell.truncate(width, ellipsis=True).pad_right(max(0, width - cell.cell_length))
    return Content(_right(cell, width) if right else fit(cell, width))


def _right(text: str, width: int) -> str:
    return " " * (width - cell_len(text)) + text if cell_len(text) <= width else fit(text, width)
