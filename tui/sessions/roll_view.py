"""The roll as one widget: a line a person, drawn one by one, so that a mark repaints its own line only."""

from collections.abc import Iterator
from typing import Any, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from models.french import wording
from models.french.folding import fold, initials
from models.sessions.expected import Roll, Row
from models.sessions.lately import MOST
from models.together.waiting import State
from tui.cursor import stand
from tui.host import Hosted
from tui.signs import spelled
from tui.widgets.chosen import chosen
from tui.widgets.rows import MOST_WIDE, cut, plain

SIGNS = {"présent": "P ●", "absent": "A ○", "excusé": "E ◊", "retard": "R ►", None: "·  "}
COLOURS = {
    "présent": "$text-success",
    "absent": "$text-error",
    "excusé": "$text-warning",
    "retard": "$text-accent",
}
CLASSES = {
    "présent": "roll--present",
    "absent": "roll--absent",
    "excusé": "roll--excused",
    "retard": "roll--late",
    None: "roll--unmarked",
}
NUMBER, SIGN_WIDTH, MINUTES_WIDTH = 5, 5, 8
NARROWEST_NAME, EASY_NAME = 16, 26  # cells left to names by what is said of people, by bars
DOTS = {"présent": "•", "absent": "○", "excusé": "◊", "retard": "►"}
SHORT_STRIP, GAUGE, SHORT_GAUGE = 8, 18, 6  # cells of the last presences on a narrow screen, of the bar of a total
STRIP_SHOWN, WIDE = 76, 100  # the least widths of screens with the last presences, with all of them
UNIT_TOLD = 70  # cells of the screens whose heading says the unit of the totals
SHORT = {
    "à compléter": "?",
    "hors parcours": "!",
    "note": "*",
    "en attente": "…",
}  # when there is no room for the words


class RollView(Hosted, ScrollView, can_focus=True):  # type: ignore[misc]
    """The rows of a ``Roll`` under a line of headings; ``cursor`` is the rank of the current row.

    Status is told by a letter, a shape and a colour. The terminal's cursor stays on the current row, for Braille
    displays and screen readers. After ``wait_for_letter`` the next letter goes to the next surname with that initial.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "roll--heading",
        "roll--name",
        "roll--side",
        "roll--cursor",
        "roll--bar",
        "roll--track",
        *CLASSES.values(),
    }
    DEFAULT_CSS = """
    RollView { height: 1fr; background: $background; overflow-x: hidden; scrollbar-size-vertical: 1; }
    RollView > .roll--heading { color: $text-muted; }
    RollView > .roll--side { color: $text-muted; }
    RollView > .roll--cursor { background: $block-cursor-background; color: $block-cursor-foreground;
        text-style: $block-cursor-text-style; }
    RollView > .roll--bar { color: $primary; }
    RollView > .roll--track { color: $track; }
    RollView > .roll--present { color: $text-success; }
    RollView > .roll--absent { color: $text-error; }
    RollView > .roll--excused { color: $text-warning; }
    RollView > .roll--late { color: $text-accent; }
    RollView > .roll--unmarked { color: $text-muted; }
    """
    BINDINGS: ClassVar = [
        Binding("up", "move(-1)", "Personne d'avant", show=False, id="roll.up"),
        Binding("down", "move(1)", "Personne d'après", show=False, id="roll.down"),
        Binding("pageup", "page(-1)", "Page d'avant", show=False, id="roll.page_up"),
        Binding("pagedown", "page(1)", "Page d'après", show=False, id="roll.page_down"),
        Binding("home", "go(0)", "Première personne", show=False, id="roll.first"),
        Binding("end", "go(-1)", "Dernière personne", show=False, id="roll.last"),
    ]

    class Moved(Message):
        """Another row is current."""

    class LetterTyped(Message):
        """The letter that was waited for; ``found`` is false when no surname begins with it."""

        def __init__(self, letter: str, found: bool) -> None:
            super().__init__()
            self.letter, self.found = letter, found

    class LetterDropped(Message):
        """Something else than a letter was typed."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.roll: Roll | None = None
        self.me = ""  # whose marks need no name
        self.waiting_marks: dict[int, State] = {}  # what waits for the server, by person
        self.cursor = 0
        self.moved = False  # by hand since the last mark
        self.waiting = False
        self._totalled = "Cumul"
        self._total_width = len(self._totalled)
        self.lately: dict[int, list[str]] = {}  # how each was marked in the last sessions, the latest last
        self._strip = self._gauge = 0

    @property
    def rows(self) -> list[Row]:
        return self.roll.rows if self.roll else []

    @property
    def current(self) -> Row | None:
        """The current row; None in an empty roll."""
        return self.rows[self.cursor] if self.rows else None

    def show(self, roll: Roll) -> None:
        """Shows a roll; the cursor stays on the same person, else at the same rank. Only what changed is drawn."""
        person = self.current.person if self.current else None
        before, drawn = self.rows, self._drawn()
        self.roll = roll
        self.measure()
        if before and drawn == self._drawn():
            for rank, row in enumerate(roll.rows):
                if row != before[rank]:
                    self._draw(rank)
            return
        self.virtual_size = Size(0, len(roll.rows) + 1)
        same = next((rank for rank, row in enumerate(roll.rows) if row.person == person), None)
        self.refresh()
        self.go(self.cursor if same is None else same)

    def _drawn(self) -> tuple[Any, ...]:
        """What all the rows are drawn from, beside their own."""
        people = [row.person for row in self.rows]
        return (people, self._total_width, self.roll and (self.roll.length, self.roll.session.state, self.roll.unit))

    def show_waiting(self, marks: dict[int, State]) -> None:
        """Shows what waits for the server, by person; draws the rows that changed."""
        before, self.waiting_marks = self.waiting_marks, marks
        for rank, row in enumerate(self.rows):
            if before.get(row.person) != marks.get(row.person):
                self._draw(rank)

    def show_lately(self, marks: dict[int, list[str]]) -> None:
        """Shows the last presences of each person."""
        if marks != self.lately:
            self.lately = marks
            self.measure()
            self.refresh()

    def measure(self) -> None:
        """Makes room for the widest total and for its heading, which says its unit where there is room; for the last
        presences and for bars when there are any."""
        told = [self.roll.told_total(row) for row in self.rows] if self.roll else []
        unit = "séances" if self.roll and self.roll.unit != "minute" else "heures"
        width = self.size.width or self.screen.size.width  # shown before it has a size
        self._totalled = f"Cumul ({unit})" if width >= UNIT_TOLD else "Cumul"
        self._total_width = max(map(len, [*told, self._totalled]))
        most = max(map(len, self.lately.values()), default=0)
        screen = self.screen.size.width
        self._strip = (MOST if screen >= WIDE else SHORT_STRIP) if most and screen >= STRIP_SHOWN else 0
        self._gauge = 0
        if any(row.goal for row in self.rows):
            left = min(width, MOST_WIDE) - self._tail - NUMBER - SIGN_WIDTH - 2
            self._gauge = next((one for one in (GAUGE, SHORT_GAUGE) if left - one >= EASY_NAME), 0)

    def show_row(self, row: Row) -> None:
        """Draws one row again."""
        if self.roll and len(self.roll.told_total(row)) > self._total_width:
            self.measure()
            self.refresh()
        self._draw(self.rows.index(row))

    def go(self, rank: int) -> None:
        """Makes a row current, and visible."""
        last = len(self.rows) - 1
        before, self.cursor = self.cursor, max(0, min(last, rank))
        self._draw(before)
        self._draw(self.cursor)
        visible = self.size.height - 1
        if visible > 0:
            if self.cursor < self.scroll_offset.y:
                self.scroll_to(y=self.cursor, animate=False)
            elif self.cursor >= self.scroll_offset.y + visible:
                # a few lines at once: scrolling repaints them all
                self.scroll_to(y=min(self.cursor - visible + 1 + visible // 4, last + 1 - visible), animate=False)
        self._place_cursor()
        self.post_message(self.Moved())

    def wait_for_letter(self) -> None:
        """The next letter typed is an initial, not a command."""
        self.waiting = True

    def on_key(self, event: events.Key) -> None:
        if not self.waiting:
            return
        self.waiting = False
        letter = event.character or ""
        if letter.isalnum():
            event.stop()
            event.prevent_default()
            self.post_message(self.LetterTyped(letter, self._go_to_initial(letter)))
        else:
            self.post_message(self.LetterDropped())
            if event.key == "escape":
                event.stop()
                event.prevent_default()

    def _go_to_initial(self, letter: str) -> bool:
        wanted = fold(letter)[:1]
        count = len(self.rows)
        for step in range(1, count + 1):
            rank = (self.cursor + step) % count
            if self.rows[rank].initial == wanted:
                self.moved = True
                self.go(rank)
                return True
        return False

    def action_move(self, step: int) -> None:
        self.moved = True
        self.go(self.cursor + step)

    def action_page(self, step: int) -> None:
        self.action_move(step * max(1, self.size.height - 2))

    def action_go(self, rank: int) -> None:
        self.moved = True
        self.go(rank if rank >= 0 else len(self.rows) - 1)

    def on_click(self, event: events.Click) -> None:
        rank = self.scroll_offset.y + event.y - 1
        if event.y > 0 and rank < len(self.rows):
            self.action_go(rank)

    def on_focus(self) -> None:
        self._place_cursor()
        self._draw(self.cursor)

    def on_resize(self) -> None:
        self.measure()
        self.refresh()
        self.go(self.cursor)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._place_cursor()

    def typed_at(self) -> Offset | None:
        """The start of the current row."""
        if not self.rows:
            return None
        line = self.cursor - self.scroll_offset.y + 1
        return self.content_region.offset + Offset(0, max(0, min(self.size.height - 1, line)))

    def _place_cursor(self) -> None:
        if self.has_focus:
            stand(self.app)

    def _draw(self, rank: int) -> None:
        self.refresh(Region(0, rank - self.scroll_offset.y + 1, self.size.width, 1))

    def render_line(self, y: int) -> Strip:
        width, used = self.size.width, min(self.size.width, MOST_WIDE)
        rank = self.scroll_offset.y + y - 1
        tail = self._tail
        if y == 0 and self.app.linear:
            return Strip.blank(width, self.rich_style)
        if y == 0:
            return Strip([Segment(self._heading(used - tail), self._style("roll--heading"))]).adjust_cell_length(width)
        if rank >= len(self.rows):
            return Strip.blank(width, self.rich_style)
        row, current = self.rows[rank], rank == self.cursor
        if self.app.linear:
            style = self._style("roll--name", current)
            return Strip([Segment(self._read_out(rank, row), style)]).adjust_cell_length(width, style).crop(0, width)
        number = f"{rank + 1:>4} "
        name, side = self._named(row, used - len(number) - SIGN_WIDTH - tail)
        plain_style = self._style("roll--name", current)
        total = self.roll.told_total(row) if self.roll else ""
        parts = [
            Segment(number, self._style("roll--side", current)),
            self._sign(row, current),
            Segment(name, plain_style),
            Segment(side, self._style("roll--side", current)),
            Segment(f"{self._minutes(row):>{MINUTES_WIDTH}}  ", plain_style),
            *self._last(row, current),
            *self._bar(row, current),
            Segment(f"{total:>{self._total_width}} ", plain_style),
        ]
        strip = Strip(parts).adjust_cell_length(width, plain_style)
        return chosen(strip, self.app.theme) if current else strip

    def copied(self) -> Iterator[tuple[str, ...]]:
        """The roll as it is shown, a line a person, under its headers."""
        yield ("N°", "Nom", "Présence", "Remarque", "Suivi", "Dernières séances", self._totalled)
        for rank, row in enumerate(self.rows, 1):
            yield (str(rank), *self.told(row))

    def told(self, row: Row) -> tuple[str, ...]:
        """What is known of someone, in words: name, presence, remarks, what was attended, the last presences, total."""
        waits = self.waiting_marks.get(row.person)
        status = (waits[0] if waits else row.status) or "à marquer"
        lately = " ".join(SIGNS[one][0] for one in self.lately.get(row.person, []))
        total = self.roll.told_total(row) if self.roll else ""
        by = self._by(row)
        remarks = " · ".join([*self._remarks(row), *([f"par {by}"] if by else [])])
        return plain(row.name) or "(sans nom)", status, remarks, self._minutes(row), lately, total

    def _read_out(self, rank: int, row: Row) -> str:
        """A row as it is read, from what one is after to what one may want to know."""
        name, status, remarks, minutes, _, total = self.told(row)
        attended = f"suivi {minutes}" if minutes else ""
        parts = (name, status, remarks, attended, f"{rank + 1} sur {len(self.rows)}", f"cumul {total}" if total else "")
        return spelled(", ".join(part for part in parts if part))

    @property
    def _tail(self) -> int:
        """Cells of what follows the name."""
        return MINUTES_WIDTH + 3 + self._total_width + sum(one + 2 for one in (self._strip, self._gauge) if one)

    def _sign(self, row: Row, current: bool) -> Segment:
        waits = self.waiting_marks.get(row.person)
        if waits is None:
            return Segment(f"{SIGNS[row.status]}  ", self._style(CLASSES[row.status], current))
        return Segment(f"{SIGNS[waits[0]][0]} …  ", self._style(CLASSES[waits[0]], current))

    def _heading(self, left: int) -> str:
        told = f"{self._strip} dernières" if self._strip == MOST else f"{self._strip} dern."
        strip = f"{cut(told, self._strip)}  " if self._strip else ""
        gauge = " " * (self._gauge + 2) if self._gauge else ""
        right = f"{'Suivi':>{MINUTES_WIDTH}}  {strip}{gauge}{self._totalled:>{self._total_width}} "
        return cut("  N°      Nom", left) + right

    def _last(self, row: Row, current: bool) -> Iterator[Segment]:
        """The last presences of someone, the latest at the right: a sign each, a letter where signs are simple."""
        if self._strip:
            marks = self.lately.get(row.person, [])[-self._strip :]
            yield Segment(" " * (self._strip - len(marks)), self._style("roll--name", current))
            for status in marks:
                sign = SIGNS[status][0] if self.app.simple_signs else DOTS[status]
                yield Segment(sign, self._style(CLASSES[status], current))
            yield Segment("  ", self._style("roll--name", current))

    def _bar(self, row: Row, current: bool) -> Iterator[Segment]:
        """How far someone is from what is meant for them."""
        if self._gauge:
            done = self.roll.total(row) if self.roll else 0
            full, half = divmod(min(2 * self._gauge, 2 * self._gauge * done // row.goal), 2) if row.goal else (0, 0)
            reached = "━" * full + "╸" * half
            rest = "─" * (self._gauge - len(reached)) if row.goal else " " * self._gauge
            yield Segment(reached, self._style("roll--bar", current))
            yield Segment(f"{rest}  ", self._style("roll--track", current))

    def _named(self, row: Row, width: int) -> tuple[str, str]:
        """The name, and what is to be known of the person, in ``width`` cells together."""
        words, by = self._remarks(row), self._by(row)
        full = [*words, f"par {by}"] if by else words
        short = "".join(SHORT[word] for word in words)
        sides = [" · ".join(full), " · ".join([*words, initials(by)]), f"{short} {initials(by)}", short]
        known = [f" {one.strip()} " for one in sides if one.strip()] or [""]
        side = next((one for one in known if width - len(one) >= NARROWEST_NAME), known[-1])
        return cut(plain(row.name) or "(sans nom)", width - len(side)), side

    def _remarks(self, row: Row) -> list[str]:
        """What sets someone apart in this roll."""
        known = (
            ("à compléter", not row.confirmed),
            ("hors parcours", row.outside),
            ("note", bool(row.note)),
            ("en attente", row.person in self.waiting_marks),
        )
        return [word for word, told in known if told]

    def _by(self, row: Row) -> str:
        """Who marked them, when it is somebody else."""
        return plain(row.by) if row.status and fold(row.by) != fold(self.me) else ""

    def _minutes(self, row: Row) -> str:
        minutes = self.roll.counted(row) if self.roll else None
        if minutes is None:
            return ""
        return ("~" if row.estimated else "") + wording.hours(minutes)

    def _style(self, name: str, current: bool = False) -> Style:
        if current:
            return self.get_component_rich_style("roll--cursor") + self.get_component_rich_style(name, partial=True)
        return self.get_component_rich_style(name)
