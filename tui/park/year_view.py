"""A year of the park, a line a moped, drawn line by line: out, promised, stopped, free; a cell is a day or a few."""

from collections import Counter
from collections.abc import Sequence
from typing import ClassVar

from pendulum import Date
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding
from textual.geometry import Offset, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from models.days.clock import today
from models.french import wording
from models.park.year import MopedYear, ParkYear
from tui.cursor import stand
from tui.host import Hosted
from tui.widgets.chosen import chosen
from tui.widgets.rows import cut, plain

SHAPES = {"prêt": "━", "promis": "╍", "immobilisé": "×", "libre": "·", "hors parc": " "}
CLASSES = {
    "━": "calendar--out",
    "╍": "calendar--promised",
    "×": "calendar--stopped",
    "·": "calendar--free",
    " ": "calendar--free",
}
SPANS = (1, 2, 3, 4, 5, 7, 14, 28)  # days a cell may stand for
SHORTEST = 6  # letters of a name that is cut, on a bar
PLATE_WIDTH, FIGURES_WIDTH = 11, 14
MONTHS = ("jan", "fév", "mar", "avr", "mai", "jui", "jul", "aoû", "sep", "oct", "nov", "déc")  # each unlike the others


def span_of(days: int, width: int) -> int:
    """The fewest days a cell must stand for so that ``days`` fit in ``width`` cells."""
    return next((span for span in SPANS if -(-days // span) <= width), SPANS[-1])


def cells(states: Sequence[str], span: int) -> str:
    """A cell for every ``span`` days: what the moped was most of them, and on a tie what comes first in ``SHAPES``."""
    drawn = []
    for start in range(0, len(states), span):
        counts = Counter(states[start : start + span])
        drawn.append(SHAPES[max(SHAPES, key=lambda state: counts[state])])
    return "".join(drawn)


class Calendar(Hosted, ScrollView, can_focus=True):  # type: ignore[misc]
    """The mopeds of a ``ParkYear`` under a line of months, or of days when ``month`` is 1 to 12.

    Beside each, days out against the days aimed at, and the projection. ``cursor`` is the rank of the current moped,
    ``first`` the number of the one it is first on.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "calendar--heading",
        "calendar--plate",
        "calendar--cursor",
        *CLASSES.values(),
    }
    DEFAULT_CSS = """
    Calendar { height: auto; background: $background; overflow-x: hidden; scrollbar-size-vertical: 1; }
    Calendar > .calendar--heading { color: $text-muted; }
    Calendar > .calendar--cursor { background: $block-cursor-background; color: $block-cursor-foreground;
        text-style: $block-cursor-text-style; }
    Calendar > .calendar--out { color: $primary; }
    Calendar > .calendar--promised { color: $text-accent; }
    Calendar > .calendar--stopped { color: $text-error; text-style: bold; }
    Calendar > .calendar--free { color: $text-muted; }
    """
    BINDINGS: ClassVar = [
        Binding("enter", "open", "Voir son historique", show=False, id="calendar.open"),
        Binding("up,k", "move(-1)", "Cyclomoteur d'avant", show=False, id="calendar.up"),
        Binding("down,j", "move(1)", "Cyclomoteur d'après", show=False, id="calendar.down"),
        Binding("home", "go(0)", "Premier cyclomoteur", show=False, id="calendar.first"),
        Binding("end", "go(-1)", "Dernier cyclomoteur", show=False, id="calendar.last"),
    ]

    class Moved(Message):
        """Another moped is current."""

    class Opened(Message):
        """More is asked about the current moped."""

    def __init__(self, first: int | None = None) -> None:
        super().__init__()
        self.first = first
        self.park: ParkYear | None = None
        self.month = 0
        self.cursor = 0

    @property
    def mopeds(self) -> tuple[MopedYear, ...]:
        return self.park.mopeds if self.park else ()

    @property
    def current(self) -> MopedYear | None:
        """The current moped; None in an empty park."""
        return self.mopeds[self.cursor] if self.mopeds else None

    def show(self, park: ParkYear, month: int) -> None:
        """Shows a year, or one month of it; the cursor stays on the same moped."""
        wanted = self.current.moped.id if self.current else self.first
        self.park, self.month = park, month
        self.cursor = next((rank for rank, one in enumerate(park.mopeds) if one.moped.id == wanted), 0)
        self.virtual_size = Size(0, len(park.mopeds) + 1)
        self.styles.height = len(park.mopeds) + 1
        self.refresh()
        self.go(self.cursor)

    def go(self, rank: int) -> None:
        """Makes a moped current, and visible."""
        before, self.cursor = self.cursor, max(0, min(len(self.mopeds) - 1, rank))
        visible = self.size.height - 1
        if visible > 0 and not self.scroll_offset.y <= self.cursor < self.scroll_offset.y + visible:
            self.scroll_to(y=max(0, self.cursor - visible + 1), animate=False)
        self.refresh()
        self._place_cursor()
        if before != self.cursor:
            self.post_message(self.Moved())

    def action_open(self) -> None:
        if self.mopeds:
            self.post_message(self.Opened())

    def action_move(self, step: int) -> None:
        self.go(self.cursor + step)

    def action_go(self, rank: int) -> None:
        self.go(rank if rank >= 0 else len(self.mopeds) - 1)

    def on_click(self, event: events.Click) -> None:
        rank = self.scroll_offset.y + event.y - 1
        if event.y > 0 and rank < len(self.mopeds):
            self.go(rank)

    def on_focus(self) -> None:
        self._place_cursor()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        rank = self.scroll_offset.y + y - 1
        if y == 0 or self.park is None:
            return Strip([Segment(cut(self._heading(), width), self._style("calendar--heading"))])
        if rank >= len(self.mopeds):
            return Strip.blank(width, self.rich_style)
        one, current = self.mopeds[rank], rank == self.cursor
        plate = Segment(
            f" {cut(plain(one.moped.plate), PLATE_WIDTH - 2)} ",
            self._style("calendar--plate", current),
        )
        drawn = [Segment(cell, self._style(CLASSES.get(cell, "calendar--plate"), current)) for cell in self._cells(one)]
        figures = Segment(f"{self._figures(one):>{FIGURES_WIDTH}}", self._style("calendar--plate", current))
        strip = Strip([plate, *drawn, figures]).adjust_cell_length(width, self._style("calendar--plate", current))
        return chosen(strip, self.app.theme) if current else strip

    def _cells(self, one: MopedYear) -> str:
        first, last = self._bounds()
        span = span_of(last - first, self._room)
        drawn = "".join(cell * self._wide(span) for cell in cells(one.states[first:last], span))
        return self._named(one, drawn).ljust(self._room)

    def _named(self, one: MopedYear, drawn: str) -> str:
        """Who has the moped, on the bars of a year with room for it."""
        if self.month:
            return drawn
        first, last = self._bounds()
        span = span_of(last - first, self._room)
        new_year = Date(self.park.year, 1, 1).toordinal() if self.park else 0
        for loan in one.loans:
            until = loan.ended or max(loan.due, loan.extended or loan.due)
            begin, end = (max(first, min(last, day.toordinal() - new_year)) - first for day in (loan.departure, until))
            start, stop = (day // span * self._wide(span) for day in (begin, end))
            room = stop - start - 2
            surname = plain(loan.person.last_name.upper())
            name = f" {cut(surname, min(room - 2, len(surname)))} " if room - 2 >= min(SHORTEST, len(surname)) else ""
            if name and len(name) == cell_len(name) and set(drawn[start + 1 : start + 1 + len(name)]) <= set("━╍"):
                drawn = drawn[: start + 1] + name + drawn[start + 1 + len(name) :]
        return drawn

    def _figures(self, one: MopedYear) -> str:
        aim = wording.number(one.aim)
        then = "" if one.projection is None else f" →{wording.number(one.projection)}"
        return f"{one.days}/{aim}{then} "

    def _heading(self) -> str:
        """The months, or the days of the month, each above its first cell; ▼ above today."""
        assert self.park is not None
        first, last = self._bounds()
        span = span_of(last - first, self._room)
        wide = self._wide(span)
        line = [" "] * (self._room + 4)
        start = Date(self.park.year, 1, 1)
        for day in range(first, last):
            date = start.add(days=day)
            place = (day - first) // span * wide
            text = ""
            if self.month:
                text = str(date.day) if date.day == 1 or date.day % 5 == 0 else ""
            elif date.day == 1:
                text = MONTHS[date.month - 1]
            line[place : place + len(text)] = list(text)
        now = today()
        if now.year == self.park.year and first <= now.day_of_year - 1 < last:
            line[(now.day_of_year - 1 - first) // span * wide] = "▼"
        title = wording.MONTHS[self.month - 1] if self.month else str(self.park.year)
        return f" {title:<{PLATE_WIDTH - 1}}" + "".join(line[: self._room]) + f"{'jours/visés':>{FIGURES_WIDTH - 1}}"

    def _bounds(self) -> tuple[int, int]:
        """The first day shown and the one after the last, from 0."""
        assert self.park is not None
        if not self.month:
            return 0, Date(self.park.year, 12, 31).day_of_year
        start = Date(self.park.year, self.month, 1)
        return start.day_of_year - 1, start.end_of("month").day_of_year

    def _wide(self, span: int) -> int:
        """Cells a day may take when there is room for more than one."""
        first, last = self._bounds()
        return max(1, min(3, self._room // (last - first))) if span == 1 else 1

    @property
    def _room(self) -> int:
        return max(10, self.size.width - PLATE_WIDTH - FIGURES_WIDTH)

    def typed_at(self) -> Offset | None:
        """The start of the current moped's line."""
        if not self.mopeds:
            return None
        line = self.cursor - self.scroll_offset.y + 1
        return self.content_region.offset + Offset(0, max(0, min(self.size.height - 1, line)))

    def _place_cursor(self) -> None:
        if self.has_focus:
            stand(self.app)

    def _style(self, name: str, current: bool = False) -> Style:
        if current:
            return self.get_component_rich_style("calendar--cursor") + self.get_component_rich_style(name, partial=True)
        return self.get_component_rich_style(name)
