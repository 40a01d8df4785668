"""How somebody attends, over their journal: presence week by week, and what they are expected in."""

from typing import Any

from pendulum import Date
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content

from models.french import wording
from models.sessions import attendance
from models.sessions.attendance import Attended, Met
from tui.widgets.bars import spark
from tui.widgets.frame import ROOMY, Panel

LINES, MONTH = 3, 3  # what is to come; cells of a month's name
RATE = "Présence"


class Weeks(Horizontal):
    """Two boxes on wide screens; one line on narrow ones."""

    DEFAULT_CSS = """
    Weeks { height: 1; }
    Weeks.-roomy { height: 5; }
    Weeks > Panel { width: 1fr; height: 100%; padding: 0 1; color: $foreground; text-wrap: nowrap; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.attended: Attended | None = None

    def compose(self) -> ComposeResult:
        yield Panel(id="weeks")
        yield Panel(id="coming")

    def read(self, person: int) -> None:
        """Reads how the person of this id attends, and shows it."""
        if self.is_attached:
            self.attended = attendance.attended_by(person)
            self._draw()

    def on_resize(self) -> None:
        self._draw()

    def _draw(self) -> None:
        roomy = self.screen.size.width >= ROOMY and not self.app.linear  # type: ignore[attr-defined]
        self.set_class(roomy, "-roomy")
        weeks, coming = self.query_one("#weeks", Panel), self.query_one("#coming", Panel)
        coming.display = roomy
        found = self.attended
        if found is None:
            return
        rate = f"{wording.half_up(found.rate * 100)} %" if found.rate is not None else "aucune notée"
        app: Any = self.app
        simple = app.simple_signs
        if roomy:
            weeks.entitle("Présence par semaine", rate)
            coming.entitle("À venir", "", "n ajoute")
            shown = found.weeks[-max(1, (self.size.width // 2) - 4) :]
            drawn = spark([(there, marked) for _, marked, there in shown], simple)
            axis = Content.styled(_months([day for day, *_ in shown]), "$text-muted")
            marked = sum(week[1] for week in shown)
            counted = wording.counted(sum(week[2] for week in shown), "présence")
            told = Content.styled(f"{counted} sur {wording.counted(marked, 'séance')}", "$text-muted")
            weeks.update(Content("\n").join([drawn, axis, told]))
            lines = [self._line(one) for one in found.coming[:LINES]]
            coming.update(Content("\n").join(lines or [Content.styled("Rien de prévu.", "$text-muted")]))
            return
        weeks.entitle("")
        if app.linear:
            weeks.update(f"{RATE} {rate}")
            return
        after = (
            Content.styled("  À venir ", "$text-muted") + self._line(found.coming[0]) if found.coming else Content("")
        )
        drawn = spark([(there, marked) for _, marked, there in found.weeks[-16:]], simple)
        weeks.update(Content.styled(f"{RATE} {rate}  ", "$text-muted") + drawn + after)

    def _line(self, one: Met) -> Content:
        """A session to come."""
        at = Content.styled(f"{wording.time(one.start)}–{wording.time(one.end)}", "$accent")
        return Content.styled(f"{wording.day(one.day)[:5]} ", "$text-muted") + at + Content(f" {one.label}")


def _months(mondays: list[Date]) -> str:
    """The months under their first week."""
    line = [" "] * (len(mondays) + MONTH)
    free = 0
    for place, day in enumerate(mondays):
        if (not place or day.month != mondays[place - 1].month) and place >= free:
            name = wording.SHORT_MONTHS[day.month - 1][:MONTH]
            line[place : place + MONTH] = list(name)
            free = place + MONTH + 1
    return "".join(line).rstrip()
