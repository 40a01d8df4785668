"""A planning drawn line by line: columns of days, lines of trainers or of weeks, several texts in a cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding
from textual.geometry import Offset, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.cursor import stand
from tui.host import Hosted
from tui.widgets.chosen import MARK
from tui.widgets.rows import cut, plain

WIDE = 100
LABEL, SHORT_LABEL = 16, 9  # cells of what is at the left of a line
LEAST = 2  # lines of text in a line of the planning


@dataclass(frozen=True)
class Text:
    """A text of a cell, and a shorter one for a narrow screen; ``kind`` says how it is drawn: see ``KINDS``."""

    long: str
    short: str
    kind: str = "planned"


@dataclass(frozen=True)
class Line:
    """A line: its name, what is said under it, and a cell for each day, of texts one under the other."""

    name: str
    under: str
    cells: Sequence[Sequence[Text]]

    @property
    def height(self) -> int:
        return max(LEAST, *(len(cell) for cell in self.cells))


KINDS = ("planned", "held", "late", "cancelled", "clash", "off")


class WeekView(Hosted, ScrollView, can_focus=True):  # type: ignore[misc]
    """Lines under a heading of days. ``at`` is where the cursor is: the rank of the line, of the day, of the text."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "week--heading",
        "week--label",
        "week--under",
        "week--rule",
        "week--cursor",
        *(f"week--{kind}" for kind in KINDS),
    }
    DEFAULT_CSS = """
    WeekView { height: 1fr; background: $background; overflow-x: hidden; scrollbar-size-vertical: 1; }
    WeekView > .week--heading, WeekView > .week--under { color: $text-muted; }
    WeekView > .week--label { text-style: bold; }
    WeekView > .week--rule { color: $line; }
    WeekView > .week--cursor { background: $block-cursor-background; color: $block-cursor-foreground;
        text-style: $block-cursor-text-style; }
    WeekView > .week--held, WeekView > .week--off { color: $text-muted; }
    WeekView > .week--late { color: $text-warning; }
    WeekView > .week--cancelled { color: $text-muted; text-style: strike; }
    WeekView > .week--clash { color: $text-error; background: $errbg; }
    """
    BINDINGS: ClassVar = [
        Binding("enter", "open", "Ouvrir", show=False, id="week.open", tooltip="\nL'appel ; du mois, la semaine."),
        Binding("up", "move(-1)", "Au-dessus", show=False, id="week.up"),
        Binding("down", "move(1)", "Au-dessous", show=False, id="week.down"),
        Binding("left", "side(-1)", "Jour d'avant", show=False, id="week.left"),
        Binding("right", "side(1)", "Jour d'après", show=False, id="week.right"),
        Binding("home", "end(0)", "Première ligne", show=False, id="week.first"),
        Binding("end", "end(-1)", "Dernière ligne", show=False, id="week.last"),
    ]

    class Moved(Message):
        """The cursor is elsewhere."""

    class Opened(Message):
        """More is asked about what the cursor is on."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: Sequence[str] = ()
        self.lines: Sequence[Line] = ()
        self.at = (0, 0, 0)

    def show(self, headings: Sequence[str], lines: Sequence[Line], at: tuple[int, int, int]) -> None:
        """Shows a planning, the cursor as near as can be of ``at``."""
        self.headings, self.lines = headings, lines
        self.virtual_size = Size(0, 1 + sum(line.height + 1 for line in lines))
        self.go(*at)

    def go(self, line: int, day: int, text: int) -> None:
        """Puts the cursor somewhere, and makes it visible."""
        line = max(0, min(len(self.lines) - 1, line))
        day = max(0, min(len(self.headings) - 1, day))
        cell = self.lines[line].cells[day] if self.lines else ()
        self.at = (line, day, max(0, min(len(cell) - 1, text)))
        top = 1 + sum(one.height + 1 for one in self.lines[:line])
        bottom, visible = top + (self.lines[line].height if self.lines else 0), self.size.height
        if visible > 1 and not (self.scroll_offset.y < top and bottom <= self.scroll_offset.y + visible):
            self.scroll_to(y=max(0, min(top - 1, bottom - visible + 1)), animate=False)
        self.refresh()
        self._place_cursor()
        self.post_message(self.Moved())

    def action_open(self) -> None:
        if self.lines:
            self.post_message(self.Opened())

    def action_move(self, step: int) -> None:
        line, day, text = self.at
        if not self.lines:
            return
        if 0 <= text + step < len(self.lines[line].cells[day]):
            self.go(line, day, text + step)
        elif 0 <= line + step < len(self.lines):
            self.go(line + step, day, 0 if step > 0 else len(self.lines[line + step].cells[day]))

    def action_side(self, step: int) -> None:
        line, day, text = self.at
        self.go(line, day + step, text)

    def action_end(self, rank: int) -> None:
        self.go(rank if rank >= 0 else len(self.lines) - 1, self.at[1], 0)

    def on_focus(self) -> None:
        self._place_cursor()

    def on_resize(self) -> None:
        self.go(*self.at)

    def on_click(self, event: events.Click) -> None:
        found = self._line_at(self.scroll_offset.y + event.y - 1)
        if event.y > 0 and found is not None:
            self.go(found[0], max(0, (event.x - self._label) // max(1, self._column)), found[1])

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if y == 0:
            told = " " * self._label + "".join(cut(f" {one}", self._column) for one in self.headings)
            return Strip([Segment(cut(told, width), self._style("heading"))])
        found = self._line_at(self.scroll_offset.y + y - 1)
        if found is None:
            return Strip.blank(width, self.rich_style)
        rank, part = found
        line = self.lines[rank]
        if part == line.height:
            return Strip([Segment("─" * width, self._style("rule"))])
        named = self._named(line)
        label = plain(named[part]) if part < len(named) else ""
        style = "label" if part == 0 or (not self._wide and label) else "under"
        segments = [Segment(cut(f" {label}", self._label - 1) + " ", self._style(style))]
        for day, cell in enumerate(line.cells):
            segments += self._cell(cell, part, self.at == (rank, day, part))
        return Strip(segments).adjust_cell_length(width, self.rich_style)

    def _cell(self, cell: Sequence[Text], part: int, current: bool) -> list[Segment]:
        text = cell[part] if part < len(cell) else Text("", "")
        told = cut(plain(text.long if self._wide else text.short), self._column - 2)
        kind = f"week--{text.kind}"
        style = self.get_component_rich_style(kind)
        if current:
            own = self.get_component_rich_style(kind, partial=True)
            style = self.get_component_rich_style("week--cursor") + Style(strike=own.strike)
        return [Segment((MARK if current else " ") + told, style), Segment(" ", self.rich_style)]

    def _named(self, line: Line) -> list[str]:
        """What stands at the left of a line: the name in one or two parts, what is said under it."""
        if self._wide:
            return [line.name, line.under]
        first, _, rest = line.name.partition(" ")
        return [first, rest or line.under]

    def _line_at(self, row: int) -> tuple[int, int] | None:
        """The line drawn at a row under the heading, and which of its rows it is; None below the last."""
        for rank, line in enumerate(self.lines):
            if row <= line.height:
                return rank, row
            row -= line.height + 1
        return None

    @property
    def _wide(self) -> bool:
        return self.size.width >= WIDE

    @property
    def _label(self) -> int:
        return LABEL if self._wide else SHORT_LABEL

    @property
    def _column(self) -> int:
        return max(4, (self.size.width - self._label) // max(1, len(self.headings)))

    def typed_at(self) -> Offset | None:
        """The start of the current text."""
        if not self.lines:
            return None
        line, day, text = self.at
        row = 1 + sum(one.height + 1 for one in self.lines[:line]) + text - self.scroll_offset.y
        place = Offset(self._label + day * self._column, max(0, min(self.size.height - 1, row)))
        return self.content_region.offset + place

    def _place_cursor(self) -> None:
        if self.has_focus:
            stand(self.app)

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"week--{name}")
