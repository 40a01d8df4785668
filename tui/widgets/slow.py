"""A list long to read: read beside the screen, a line tells how far it is, and Échap stops it.

However long it is, few lines are laid out: more of them as one goes down.
"""

from collections.abc import Iterable
from itertools import islice
from typing import Any, ClassVar

from textual.binding import Binding
from textual.content import Content
from textual.worker import Worker, WorkerState

from tui.behind import behind, how_far
from tui.widgets.frame import Panel
from tui.widgets.listing import Entry, Listing

AT_ONCE = 200  # lines laid out, then as many more: some twenty milliseconds
STOPPED = "Arrêté avant la fin. Rouvrir cet écran reprend où il en était."


class SlowListing(Listing):
    """A ``Listing`` whose ``lines`` come from what ``read`` gives in a thread, once ``take`` has it."""

    BINDINGS: ClassVar = [
        Binding("escape", "stop", "Arrêter", id="slow.stop", tooltip="Arrêter la lecture en cours"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.working: Worker[None] | None = None
        self.far = ""
        self.stopped = self.known = False

    def read(self) -> Any:
        """What is long to read: from a thread, it touches nothing of the screen."""

    def take(self, found: Any) -> None:
        """Keeps what was read, for ``lines``."""

    def lines(self) -> Iterable[Entry]:
        """Every line, told again at each call."""
        return ()

    def entries(self) -> Iterable[Entry]:
        return islice(self.lines_picked(), max(AT_ONCE, len(self._entries)))

    def on_mount(self) -> None:
        self.watch(self.rows, "highlighted", lambda _: self._moved())

    def _moved(self) -> None:
        """Says what is chosen, and shows more once the last line is reached."""
        shown = len(self._entries)
        if shown >= AT_ONCE and self.rows.highlighted == shown - 1:
            self.add(list(islice(self.lines_picked(), shown, shown + AT_ONCE)))
        self.refoot()

    def reload(self) -> None:
        """Begins to read again; what was shown stays meanwhile."""
        self.far, self.stopped = "Un instant…", False
        self.working = behind(self, self.read, self._taken, self._told)
        if self.known:
            self.refoot()
        else:
            self._show()
        self.refresh_bindings()

    def lines_picked(self) -> Iterable[Entry]:
        return self.picked(self.lines())

    def pick(self) -> None:
        """Looks among all lines, not those laid out alone."""
        self._entries = list(self.entries())
        self._show()

    def show_again(self) -> None:
        """Shows the lines there are now."""
        self.pick()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.working is not None if action == "stop" else True

    def action_stop(self) -> None:
        if self.working is not None:
            self.working.cancel()
        self._ended(stopped=True)
        self.refoot()

    def nothing(self) -> str:
        if self.known:
            return super().nothing()
        return STOPPED if self.stopped else "Un instant…"

    def refoot(self) -> None:
        if self.working is None and not self.stopped:
            super().refoot()
            return
        foot = self.query_one(Panel)
        foot.update(Content(self.far if self.working is not None else STOPPED))
        foot.display = True

    def _told(self, what: str, done: int, of: int) -> None:
        if self.working is not None:
            self.far = how_far(what, done, of)
            self.refoot()

    def _taken(self, found: Any) -> None:
        self._ended(stopped=False)
        self.known = True
        self.take(found)
        self.show_again()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """What could not be read is told by the application; the line says that nothing goes on any more."""
        if event.worker is self.working and event.state is WorkerState.ERROR:
            self._ended(stopped=True)
            self.refoot()

    def _ended(self, stopped: bool) -> None:
        self.working, self.stopped = None, stopped
        self.refresh_bindings()
