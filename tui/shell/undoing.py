"""Taking back from a screen: what will be taken back is named, and asked about first when it is not seen there."""

from time import monotonic
from typing import Any
from weakref import ReferenceType, ref

from models.acts import act, undo
from models.acts.undo import NO_RETURN
from models.tables import JournalEntry

ASKED_FOR = 30.0  # seconds during which a second Ctrl+Z confirms


class Undoing:
    """Which acts were done since the launch, and from which screen; whether one is to be asked about."""

    def __init__(self) -> None:
        self.first = act.last_number()
        self.began = self.seen = len(act.done_here)
        self.screens: dict[int, ReferenceType[Any]] = {}
        self._asked: tuple[int, ReferenceType[Any], float] | None = None

    def follow(self, screen: Any) -> None:
        """Notes that what was done since the last call was done from ``screen``."""
        done = act.done_here
        if len(done) > self.seen:
            self.screens.update(dict.fromkeys(done[self.seen :], ref(screen)))
            self.seen = len(done)

    def question(self, entry: JournalEntry, screen: Any, key: str) -> str:
        """What to ask before ``entry`` is taken back from ``screen``; '' when nothing is, or it was asked just now."""
        reason = self._reason(entry, screen)
        if not reason or (entry.kind in NO_RETURN and entry.undoes is None):
            return ""
        if self._asked is not None and self._asked[0] == entry.id and self._asked[1]() is screen:
            asked, self._asked = self._asked, None
            if monotonic() - asked[2] < ASKED_FOR:
                return ""
        self._asked = (entry.id, ref(screen), monotonic())
        day, _, moment = entry.at.replace("T", " ").partition(" ")
        when = f"le {day[8:10]}/{day[5:7]}/{day[:4]} à {moment[:5]}"
        return f"{undo.undoing(entry)} ? C'est un acte {reason}, {when}. {key} de nouveau pour le faire."

    def _reason(self, entry: JournalEntry, screen: Any) -> str:
        """Why an act is to be asked about: it is of another launch, of another post, or of another screen."""
        if entry.id <= self.first:
            return "fait avant cette ouverture d'Assidu"
        if entry.id not in act.done_here[self.began :]:
            return "fait sur un autre poste"
        done_from = self.screens.get(entry.id)
        if done_from is not None and done_from() is screen:
            return ""
        return "" if undo.about(entry) & getattr(screen, "about", set()) else "fait sur un autre écran"
