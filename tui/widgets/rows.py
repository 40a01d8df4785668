"""A list of lines under headings: arrows, j k and page keys move; Entrée opens; the terminal's cursor follows. A few
letters leave only the lines that have them."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from models.french.folding import fold
from tui.cursor import stand
from tui.host import Hosted
from tui.signs import spelled
from tui.widgets.chosen import chosen
from tui.widgets.frame import ROOMY

MOST_WIDE = 104
"""Cells of the widest line: on a wide screen figures stay near the names."""
MOMENT = re.compile(r"\d\d?h\d\d|\d\d/\d\d(/\d{4})?$")
"""A cell that tells an hour or a day."""


def cut(text: str, width: int) -> str:
    """``text`` in exactly ``width`` cells, wide letters counted two, cut with … when it is longer."""
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(text, width - 1) + "…" if width > 0 else ""


def fit(text: str, width: int) -> str:
    """As ``cut``, the spaces of ``text`` made single and its lines one."""
    return cut(" ".join(text.split()), width)


def plain(text: str) -> str:
    """A text of people made safe to draw: composed accents, one line, nothing that moves the terminal's cursor."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(
        " " if unicodedata.category(letter) in ("Cc", "Zl", "Zp") else letter
        for letter in composed
        if unicodedata.bidirectional(letter) not in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
    )


@dataclass(frozen=True)
class Row:
    """A line; ``target`` is what opening it gives back, None for a heading; ``cells``, in full, what it has in each
    column. ``head``: it begins a frame of which it is the title, with ``keys`` at its right; ``foot``: it ends it."""

    content: Content | str
    target: Any = None
    cells: tuple[str, ...] = ()
    head: bool = False
    keys: str = ""
    foot: bool = False

    @property
    def told(self) -> tuple[str, ...]:
        """What it says, column by column."""
        return self.cells or (" ".join(str(self.content).split()),)


def group(title: str, rows: Iterable[Row], keys: str = "") -> list[Row]:
    """Lines in a frame: a box on wide screens, a rule above them on narrow ones."""
    return [Row(title, head=True, keys=keys), *rows, Row("", foot=True)]


class Rows(Hosted, OptionList, inherit_bindings=False):  # type: ignore[misc]
    """Lines and headings. ``Rows.Opened`` is posted with the target of the line opened; help says it ``opens``.

    ``Rows.Narrowed`` is posted when other lines are looked for. ``columns`` are the headers of the lines' cells.
    """

    BINDINGS: ClassVar = [
        Binding("enter", "select", "Ouvrir", id="rows.open"),
        Binding("down,j", "cursor_down", "Ligne suivante", show=False, id="rows.down"),
        Binding("up,k", "cursor_up", "Ligne précédente", show=False, id="rows.up"),
        Binding("pagedown", "page_down", "Page suivante", show=False, id="rows.page_down"),
        Binding("pageup", "page_up", "Page précédente", show=False, id="rows.page_up"),
        Binding("home", "first", "Première ligne", show=False, id="rows.first"),
        Binding("end", "last", "Dernière ligne", show=False, id="rows.last"),
        Binding(
            "f3",
            "filter",
            "Filtrer",
            show=False,
            id="rows.filter",
            tooltip="Filtrer la liste\nQuelques lettres de n'importe quelle colonne, sans accents.",
        ),
        Binding("escape", "show_all", "Tout montrer", id="rows.all", tooltip="Montrer toutes les lignes de la liste"),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *("rows--line", "rows--line-on", "rows--title", "rows--title-on", "rows--keys"),
    }
    DEFAULT_CSS = """
    Rows { height: 1fr; border: none; padding: 0; background: $background; scrollbar-size-vertical: 1;
        text-wrap: nowrap; text-overflow: ellipsis; }
    Rows:focus { border: none; background-tint: 0%; }
    Rows > .option-list--option { padding: 0 1; }
    Rows > .option-list--option-disabled { color: $foreground; text-style: bold; }
    Rows.-boxed > .option-list--option { padding: 0 2; }
    Rows > .rows--line { color: $line; }
    Rows > .rows--line-on { color: $accent; }
    Rows > .rows--title { color: $text; text-style: bold; }
    Rows > .rows--title-on { color: $accent; text-style: bold; }
    Rows > .rows--keys { color: $text-muted; }
    Rows.-led > .option-list--option-highlighted { color: $block-cursor-foreground;
        background: $block-cursor-background; text-style: $block-cursor-text-style; }
    """

    class Narrowed(Message):
        """Other lines are looked for."""

    class Opened(Message):
        """A line was opened."""

        def __init__(self, target: Any) -> None:
            super().__init__()
            self.target = target

    def __init__(self, *, opens: str = "", led: bool = False, id: str | None = None) -> None:
        """``led``: by a field that keeps the focus."""
        super().__init__(id=id, markup=False, classes="-led" if led else None)
        self.led = led
        if opens:
            bound = self._bindings.key_to_bindings
            bound["enter"] = [replace(one, tooltip=f"\n{opens}") for one in bound["enter"]]
        self.rows: Sequence[Row] = ()
        self.columns: Sequence[str] = ()
        self.looked_for = ""
        self._all: Sequence[Row] = ()
        self._filter: Widget | None = None  # where the letters are typed
        self._linear = False  # as the lines were drawn last
        self._frames: list[int] = []  # the rank of the head of each line's frame; none without frames

    @property
    def target(self) -> Any:
        """What the highlighted line stands for, or None."""
        if self.highlighted is None or self.highlighted >= len(self.rows):
            return None
        return self.rows[self.highlighted].target

    @property
    def inside(self) -> int:
        """Cells of a line."""
        return max(20, min(MOST_WIDE, self.size.width - (5 if self._boxed else 3)))

    @property
    def _boxed(self) -> bool:
        return bool(self._frames) and self.screen.size.width >= ROOMY

    def render_line(self, y: int) -> Strip:
        strip = super().render_line(y)
        line = self.scroll_offset.y + y
        if line >= len(self._lines):
            return strip
        rank = self._lines[line][0]
        on = (self.has_focus or self.led) and rank == self.highlighted
        if not self._frames:
            return chosen(strip, self.app.theme) if on else strip
        return self._framed(strip, rank, on)

    def _framed(self, strip: Strip, rank: int, on: bool) -> Strip:
        """A line in its frame, or the top or the bottom of one."""
        row, boxed = self.rows[rank], self._boxed
        here = self.has_focus and self.highlighted is not None and self._frames[self.highlighted] == self._frames[rank]
        line = self.get_component_rich_style("rows--line-on" if here else "rows--line")
        width = strip.cell_length
        wide = min(width, MOST_WIDE + 4) if boxed else width
        if row.head:
            title = self.get_component_rich_style("rows--title-on" if here else "rows--title")
            keys = self.get_component_rich_style("rows--keys")
            left, right = ("╭─ ", "─╮") if boxed else ("─ ", "─")
            parts = [Segment(left, line), Segment(f"{row.content} ", title)]
            told = f" {row.keys} " if row.keys else ""
            rest = wide - sum(part.cell_length for part in parts) - cell_len(told) - len(right)
            if rest < 1:
                told, rest = "", rest + cell_len(told)
            parts += [Segment("─" * rest, line), Segment(told, keys), Segment(right, line)]
            framed = Strip(parts)
        elif row.foot:
            framed = Strip([Segment(f"╰{'─' * (wide - 2)}╯" if boxed else " " * wide, line)])
        elif boxed:
            inner = strip.crop(1, wide - 1)
            side = Strip([Segment("│", line)])
            framed = Strip.join([side, chosen(inner, self.app.theme) if on else inner, side])
        else:
            return chosen(strip, self.app.theme) if on else strip
        return framed.adjust_cell_length(width, self.rich_style)

    def on_resize(self) -> None:
        self.set_class(self._boxed, "-boxed")

    def show(self, rows: Sequence[Row], highlight: Any = None) -> None:
        """Replaces the lines; the cursor goes to the line of target ``highlight``, else stays where it was."""
        self._all = rows
        rows = self._admitted(rows)
        linear, self._linear = self._linear, self.app.linear
        same = linear == self._linear and list(map(_told, rows)) == list(map(_told, self.rows))
        if highlight is None and self.highlighted is not None and same:
            return
        wanted = self.target if highlight is None else highlight
        place, top = self.highlighted, self.scroll_offset.y
        self.rows = rows
        self._frame()
        self.clear_options()
        self.add_options(self._drawn(rows))
        open_to = [rank for rank, row in enumerate(rows) if row.target is not None]
        found = next((rank for rank in open_to if wanted is not None and rows[rank].target == wanted), None)
        if found is None and open_to:
            found = min(open_to, key=lambda rank: abs(rank - place)) if place is not None else open_to[0]
        self.highlighted = found
        if found is not None and place is not None:  # as far from the top as it was
            self.call_after_refresh(self._scroll_back, top + found - place)

    def _frame(self) -> None:
        """Finds the frame of each line; they are lines of the list, that one goes through without stopping."""
        self._frames, head = [], 0
        if any(row.head for row in self.rows) and not self.app.linear:
            for rank, row in enumerate(self.rows):
                head = rank if row.head else head
                self._frames.append(head)
        self.set_class(self._boxed, "-boxed")

    def add(self, rows: Sequence[Row]) -> None:
        """Shows more lines after those there are; the cursor stays where it is."""
        self._all = [*self._all, *rows]
        self.rows = [*self.rows, *rows]
        self.add_options(self._drawn(rows))

    def _drawn(self, rows: Sequence[Row]) -> list[Option]:
        linear = self.app.linear
        return [Option(self._read_out(row) if linear else row.content, disabled=row.target is None) for row in rows]

    def _read_out(self, row: Row) -> Content:
        """A line as it is read: what it says in each column, a quantity after its header; a day or an hour tells by
        itself what it is."""
        told = row.told
        heads = self.columns if len(told) == len(self.columns) else [""] * len(told)
        parts = [
            f"{head} {cell}" if head and cell[:1].isdigit() and not MOMENT.match(cell) else cell
            for head, cell in zip(heads, map(spelled, told), strict=True)
            if cell
        ]
        return Content(", ".join(parts) or " ")

    def copied(self) -> Iterable[Sequence[str]]:
        """The lines shown, cell by cell, under their headers."""
        yield self.columns
        yield from (row.told for row in self.rows if any(row.told))

    # those that are looked for

    def admits(self, cells: Iterable[str]) -> bool:
        """Whether a line with these cells is among those looked for."""
        said = fold(" ".join(cells))
        return all(word in said for word in fold(self.looked_for).split())

    def _admitted(self, rows: Sequence[Row]) -> Sequence[Row]:
        """The lines looked for, under their headings."""
        if not self.looked_for:
            return rows
        kept: list[Row] = []
        headings: list[Row] = []
        for row in rows:
            if row.foot:
                kept += [] if headings else [row]
            elif row.target is None:
                headings = [*headings, row] if headings and headings[0].head and not row.head else [row]
            elif self.admits(row.told):
                kept += [heading for heading in headings if heading.told != ("",)]
                kept.append(row)
                headings = []
        return kept or [Row(Content.styled(f"Aucune ligne n'a « {self.looked_for} ».", "$text-muted not bold"))]

    def narrow(self, text: str) -> None:
        """Shows only the lines that have these words; all of them for ''."""
        self.looked_for = text.strip()
        self.show(self._all)
        self.refresh_bindings()
        self.post_message(self.Narrowed())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return bool(self.looked_for) if action == "show_all" else True

    def action_filter(self) -> None:
        from tui.widgets.filter import FilterLine

        if self._filter is None or not self._filter.is_attached:
            assert self.parent is not None
            self._filter = FilterLine(self.narrow, self.focus, self.action_show_all)
            self.parent.mount(self._filter, before=self)  # type: ignore[attr-defined]
        self.screen.set_focus(self._filter)

    def action_show_all(self) -> None:
        self.narrow("")
        self.focus()
        if self._filter is not None:
            self._filter.remove()
            self._filter = None

    def _scroll_back(self, top: int) -> None:
        self.scroll_to(y=max(0, top), animate=False, immediate=True)
        self.scroll_to_highlight()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Opened(self.rows[event.option_index].target))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.call_after_refresh(self._follow)

    def on_focus(self) -> None:
        self.call_after_refresh(self._follow)

    def _follow(self) -> None:
        stand(self.app)

    def typed_at(self) -> Offset | None:
        """The start of the current line."""
        if self.highlighted is None:
            return None
        first = self._index_to_line.get(self.highlighted, self.highlighted)
        line = min(max(0, first - self.scroll_offset.y), max(0, self.size.height - 1))
        return self.content_region.offset + Offset(2 if self._boxed else 1, line)


def _told(row: Row) -> tuple[Any, ...]:
    """All that is seen of a line, and what it stands for."""
    content = row.content
    return (row.target, content.plain, content.spans) if isinstance(content, Content) else (row.target, content)
