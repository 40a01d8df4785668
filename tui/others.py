"""What colleagues do meanwhile, shown without being asked for: the screen in front is read again when one has acted.

Nothing is asked of the database between a key and what it does; and a screen long to read is read again seldom.
"""

from time import monotonic
from typing import TYPE_CHECKING

from peewee import DatabaseError
from textual.screen import ModalScreen

from models.news import News

if TYPE_CHECKING:
    from tui.app import AssiduApp

EVERY = 1.0  # seconds between two looks at the journal
REST = 10  # times what reading a screen took, before it is read again


class Others:
    """Follows what others do for an application whose first screen is there."""

    def __init__(self, app: "AssiduApp") -> None:
        self.app = app
        self.news = News()
        self._behind = False
        self._rested = 0.0
        app.set_interval(EVERY, self.look)

    def look(self) -> None:
        """Reads the screen in front again when somebody else has acted; a window waits until it is closed."""
        try:
            self._behind = self.news.come() or self._behind
        except DatabaseError:  # out of reach for now: the next look will tell
            return
        idle = not self.app.busy and not isinstance(self.app.screen, ModalScreen)
        if self._behind and idle and monotonic() >= self._rested:
            self._behind = False
            began = monotonic()
            self.app.reload()
            self.app.screen.call_after_refresh(self._rest, began)

    def _rest(self, began: float) -> None:
        ended = monotonic()
        self._rested = ended + REST * (ended - began)
