"""Beside a roll on wide screens: the person the cursor is on, read once it has stopped."""

from collections.abc import Iterator

from textual.content import Content
from textual.timer import Timer

from models.days import months
from models.days.clock import today
from models.french import wording
from models.people import identities
from models.sessions import attendance
from models.sessions.attendance import Attended, Met
from models.tables import Person
from tui.sessions.roll_view import COLOURS, SIGNS
from tui.widgets.bars import spark
from tui.widgets.frame import Panel

STILL = 0.1  # seconds the cursor has stopped before somebody is read
PANEL_FROM, NARROWEST, WIDEST = 120, 44, 56
NAME = 22  # cells of what a session is called


class PersonPanel(Panel):
    """What is to be known of somebody during a roll; nothing is read while keys follow one another."""

    DEFAULT_CSS = """
    PersonPanel { display: none; width: auto; height: 100%; padding: 0 1; color: $foreground; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.person: int | None = None
        self._waits: Timer | None = None

    def fit(self, width: int) -> bool:
        """Takes its place on a screen ``width`` cells wide; false when there is none."""
        self.display = width >= PANEL_FROM and not self.app.linear
        self.styles.width = max(NARROWEST, min(WIDEST, width * 35 // 100))
        return self.display

    def follow(self, person: int | None, name: str) -> None:
        """Shows ``person`` once no other is asked for meanwhile."""
        if not self.display or person == self.person:
            return
        self.person = person
        if self._waits is not None:
            self._waits.stop()
        self._waits = self.set_timer(STILL, lambda: self._read(name))

    def forget(self) -> None:
        """Reads again who is shown, at the next ``follow``: what is known of them may have changed."""
        self.person = None

    def _read(self, name: str) -> None:
        if self.app.busy:  # a key first
            self._waits = self.set_timer(STILL, lambda: self._read(name))
            return
        self._waits = None
        found = identities.now(self.person) if self.person is not None else None
        if found is None:
            self.entitle("")
            self.update("")
            return
        self.entitle(name, "", "Entrée ouvre la fiche")
        self.update(Content("\n").join(self._told(found, attendance.attended_by(found.id))))

    def _told(self, person: Person, attended: Attended) -> Iterator[Content]:
        """The lines of the panel."""
        age = f"{wording.counted(months.age(person.birth, today()), 'an')}" if person.birth else ""
        for line in (
            " · ".join(filter(None, (age, person.town, person.public))),
            person.phone,
            f"Réf. {person.referent}" if person.referent else "",
        ):
            if line:
                yield Content(line)
        width = self.content_size.width
        if attended.last:
            yield from _section("Dernières séances")
            yield from (_met(one, width) for one in attended.last)
        if attended.rate is not None:
            yield from _section("Présence par semaine", f"{wording.half_up(attended.rate * 100)} %", width)
            yield spark([(there, marked) for _, marked, there in attended.weeks][-width:], self.app.simple_signs)
        if attended.coming:
            yield from _section("À venir")
            yield from (_coming(one, width) for one in attended.coming)


def _section(title: str, figure: str = "", width: int = 0) -> list[Content]:
    told = Content.styled(title, "$text-muted")
    return [Content(""), told.pad_right(max(0, width - len(title) - len(figure))) + Content(figure)]


def _met(one: Met, width: int) -> Content:
    """A session somebody was marked in: its day, the mark, what it was, and how long they were there."""
    status = one.status or ""
    sign = Content.styled(SIGNS.get(status, "·  "), COLOURS.get(status, "$text-muted"))
    left = Content.styled(f"{wording.day(one.day)[:5]}  ", "$text-muted") + sign + Content(f"  {one.label}")
    return _with(left, wording.hours(one.minutes) if one.minutes else "", width)


def _coming(one: Met, width: int) -> Content:
    times = f"{wording.time(one.start)}–{wording.time(one.end)}"
    left = Content.styled(f"{wording.day(one.day)[:5]}  ", "$text-muted") + Content.styled(times, "$accent")
    return _with(left + Content(f"  {one.label}"), wording.hours(one.minutes), width)


def _with(left: Content, figure: str, width: int) -> Content:
    room = max(1, width - len(figure) - 1)
    return left.truncate(room, ellipsis=True).pad_right(max(0, room - min(room, left.cell_length))) + f" {figure}"
