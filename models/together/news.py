"""What others have done: the acts of the journal that this program did not do itself."""

from models.acts import act
from models.tables import JournalEntry


class News:
    """Follows the journal from where it is now."""

    def __init__(self) -> None:
        self._last = act.last_number()

    def come(self) -> bool:
        """Whether somebody else has acted since the last call; one short query."""
        found = JournalEntry.select(JournalEntry.id, JournalEntry.hash).where(JournalEntry.id > self._last)
        others = False
        for number, seal in found.tuples():
            self._last = max(self._last, number)
            others = not act.mine(seal) or others
        return others
