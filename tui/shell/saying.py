"""What the message line says: the last act on every screen, with the key that takes it back; the rest where it was
told."""

from typing import Any
from weakref import ReferenceType, ref

from models.acts.act import Act
from models.acts.undo import NO_RETURN, REDO
from models.french import wording
from models.tables import JournalEntry
from tui.host import Told


class Saying:
    """What was ``told`` last, and what is to be shown on each screen."""

    def __init__(self) -> None:
        self.told: list[Told] = []
        self._entry: JournalEntry | None = Act.latest
        self._act: Told | None = None
        self._other: tuple[Told, ReferenceType[Any], ReferenceType[Any]] | None = None
        self._new = False  # told by the key that is being dealt with

    def say(self, text: str, severity: str, page: Any, screen: Any) -> None:
        """Tells ``text`` on the line of ``page``, and of ``screen`` when it is a window over it; '' says no more. What
        is told of an act just done is said in the place of its own sentence."""
        if not text:
            self._other = None
            return
        acted = severity == "information" and self._acted()
        told = Told(text, severity, _way_back(self._entry) if acted else "")
        self.told = [told]
        if acted:
            self._act, self._other = told, None
        else:
            self._other, self._new = (told, ref(page), ref(screen)), True

    def follow(self) -> bool:
        """Whether an act was done since the last look; its sentence is then what is said."""
        if not self._acted():
            return False
        entry = self._entry
        assert entry is not None
        at = wording.time(int(entry.at[11:13]) * 60 + int(entry.at[14:16]))
        self._act = Told(f"{at} · {entry.sentence}", "information", _way_back(entry))
        if not self._new:
            self._other = None
        return True

    def on(self, screen: Any) -> Told | None:
        """What the line of a page or of a window says."""
        if self._other is not None and any(where() is screen for where in self._other[1:]):
            return self._other[0]
        return None if screen.is_modal else self._act

    def settle(self, page: Any) -> None:
        """A key has been dealt with: what was told on another page than this one is no longer said."""
        self._new = False
        if self._other is not None and self._other[1]() is not page:
            self._other = None

    def _acted(self) -> bool:
        before, self._entry = self._entry, Act.latest
        return self._entry is not before and self._entry is not None


def _way_back(entry: JournalEntry | None) -> str:
    """The key that takes an act back, or does it again."""
    if entry is None or (entry.undoes is None and entry.kind in NO_RETURN):
        return ""
    return "Ctrl+Y rétablit" if entry.undoes is not None and entry.kind != REDO else "Ctrl+Z annule"
