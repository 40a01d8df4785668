"""The week over the sessions of a day: a column a day, what is done ● and planned ○, and how long it takes."""

from collections.abc import Sequence

from pendulum import Date
from textual.content import Content

from models.days.clock import today
from models.french import wording
from models.sessions.glance import Day
from tui.widgets.frame import ROOMY, Panel
from tui.widgets.rows import MOST_WIDE, cut

WORKED = 6  # days shown, and the seventh when something is on it
EASY = 13  # cells of a column where a day is written with its point
DONE, PLANNED, NOTHING = "●", "○", "—"


class WeekStrip(Panel):
    """The week of the day shown: three lines in a box, or one line on narrow screens."""

    DEFAULT_CSS = f"""
    WeekStrip {{ height: 1; padding: 0 1; color: $foreground; text-wrap: nowrap; }}
    WeekStrip.-boxed {{ height: 5; max-width: {MOST_WIDE + 4}; }}
    """

    def __init__(self) -> None:
        super().__init__()
        self.days: Sequence[Day] = ()
        self.chosen = today()

    def show(self, days: Sequence[Day], chosen: Date) -> None:
        """Shows a week, and which of its days is the ``chosen`` one."""
        self.days, self.chosen = days, chosen
        self._draw()

    def on_resize(self) -> None:
        super().on_resize()
        self._draw()

    def _draw(self) -> None:
        self.display = not self.app.linear  # each session is read in its own line
        boxed = self.screen.size.width >= ROOMY
        self.entitle(f"Semaine {self.chosen.week_of_year}" if boxed else "", "", "← → jour")
        width = self.content_size.width
        if not width or not self.days:
            return
        shown = [*self.days[:WORKED], *(one for one in self.days[WORKED:] if one.minutes)]
        cell = width // len(shown)
        if boxed:
            lines = zip(*(self._tall(one, cell) for one in shown), strict=True)
            self.update(Content("\n").join(Content("").join(line) for line in lines))
        else:
            self.update(Content("").join(self._flat(one, cell) for one in shown))

    def _tall(self, one: Day, width: int) -> list[Content]:
        long = wording.hours(one.minutes) if one.minutes else ""
        return [self._cell(one, text, width) for text in (_named(one), _signs(one, width - 3), long)]

    def _flat(self, one: Day, width: int) -> Content:
        named = f"{_named(one) if width >= EASY else _named(one).replace('.', '')} "
        return self._cell(one, named + _signs(one, width - len(named) - 2), width)

    def _cell(self, one: Day, text: str, width: int) -> Content:
        """A text of a day in its column; the chosen day stands out."""
        if one.day == self.chosen:
            return Content.styled("▌", "$mark") + Content.styled(cut(text, width - 2), "$chosen") + Content(" ")
        return Content.styled(cut(f" {text}", width), "" if one.minutes else "$text-muted")


def _named(one: Day) -> str:
    """``lun. 30``."""
    return wording.short_day(one.day).rpartition(" ")[0]


def _signs(one: Day, room: int) -> str:
    """A sign a session, or how many when there is no room."""
    if not one.held + one.planned:
        return NOTHING
    counted = " ".join(f"{count}{sign}" for sign, count in ((DONE, one.held), (PLANNED, one.planned)) if count)
    for told in (DONE * one.held + PLANNED * one.planned, counted):
        if len(told) <= room:
            return told
    return f"{one.held + one.planned}{PLANNED if one.planned else DONE}"
