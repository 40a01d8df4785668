"""What colleagues do meanwhile, shown without being asked for: the screen in front is read again when one has acted.

Nothing is asked of the database between a key and what it does, and a screen long to read is read again seldom. On a
server, a thread watches (``models.together.line``): its marks that wait, and those it was refused, are told here.
"""

from contextlib import suppress
from time import monotonic

from peewee import DatabaseError
from textual.css.query import NoMatches
from textual.screen import ModalScreen

from models.french.wording import counted
from models.together import waiting
from models.together.line import Line
from models.together.news import News
from tui.host import Host
from tui.page import Heading

EVERY = 1.0  # seconds between two looks
REST = 10  # times what reading a screen took, before it is read again
REFUSED_SHOWN = 4


class Others:
    """Follows what others do for an application whose first screen is there; ``line`` is the one to the server."""

    def __init__(self, app: Host, line: Line | None = None) -> None:
        self.app, self.line = app, line
        self.news = None if line else News()
        self._behind = False
        self._rested = 0.0
        self._shown: tuple[int, bool, str] = (0, False, "")
        self._told: set[int] = set()
        app.set_interval(EVERY, self.look)

    def look(self) -> None:
        """Reads the screen in front again when somebody else has acted; a window waits until it is closed."""
        if self.line is not None:
            self._behind = self.line.others_acted() or self._behind
            with suppress(DatabaseError):  # the connection of the screens is not back yet: the next look
                self._follow(self.line)
            if self.line.away:
                return
        elif self.news is not None:
            try:
                self._behind = self.news.come() or self._behind
            except DatabaseError:  # held by another for now: the next look will tell
                return
        front = self.app.screen
        idle = not self.app.busy and front.is_mounted and not isinstance(front, ModalScreen)
        if self._behind and idle and monotonic() >= self._rested:
            self._behind = False
            began = monotonic()
            try:
                self.app.reload()
            except NoMatches:
                pass  # the screen is being closed, and has lost some of its parts
            except DatabaseError:  # the connection of the screens is not back yet: the next look
                self._behind = True
            front.call_after_refresh(self._rest, began)

    def _follow(self, line: Line) -> None:
        """Shows what became of the marks that wait."""
        state = (line.waiting.changes, line.away, line.fault)
        if state == self._shown:
            return
        self._behind = self._behind or not line.away
        if line.away:  # one on its way is shown waiting until what is stored can take its place
            show_headings(self.app)
        else:
            self.app.show_waiting()
            new = [one for one in line.waiting.refused() if one.number not in self._told]
            if new:
                self.app.notify(refusals(new), severity="warning")
                self._told.update(one.number for one in new)
        self._shown = state

    def _rest(self, began: float) -> None:
        ended = monotonic()
        self._rested = ended + REST * (ended - began)


def refusals(marks: list[waiting.Mark]) -> str:
    """The marks that were not done, by name, and what to do."""
    names = waiting.names_of(marks)
    lines = [f"{waiting.told(one, names)} : {one.why}" for one in marks[:REFUSED_SHOWN]]
    if len(marks) > REFUSED_SHOWN:
        lines.append(f"… et {counted(len(marks) - REFUSED_SHOWN, 'autre')}")
    count = counted(len(marks), "marque pas envoyée", "marques pas envoyées")
    return f"{count} (Ctrl+P, puis « attente » les montre) :\n" + "\n".join(lines)


def told(line: Line | None) -> str:
    """What the heading says of the server and of what waits; '' when all is well."""
    if line is None:
        return ""
    count, refused = len(line.waiting.waiting()), len(line.waiting.refused())
    wait = f"{counted(count, 'marque attend', 'marques attendent')} le serveur" if count else ""
    if line.away:
        return f"▲ {wait or 'serveur hors d’atteinte'}"
    return f"▲ {counted(refused, 'marque pas envoyée', 'marques pas envoyées')}" if refused else ""


def show_headings(app: Host) -> None:
    """Draws the headings of the screens again."""
    for screen in app.screen_stack:
        for heading in screen.query(Heading):
            heading.refresh()
