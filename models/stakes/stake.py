"""One thing at stake: money, hours or days that will be lost, or are, when nobody acts."""

from dataclasses import dataclass
from typing import Literal

from pendulum import Date

from models.french import wording

Unit = Literal["", "heure", "jour", "séance", "entretien"]


@dataclass(frozen=True)
class Stake:
    """What is at stake in an action: ``message`` tells it whole in French, ``act`` what can be done about it.

    ``cents``: its money, None where no text prices it. ``quantity``: so many of its ``unit`` (minutes for hours).
    ``lost``: nothing brings it back. ``date``: the day it is lost, or was. ``table`` and ``record`` open it;
    ``subject`` is a person's code, a plate or the action's code. ``part``: the module or the figure it is about.
    ``motive``: why it was put off ``until`` a day.
    """

    kind: str
    message: str
    act: str
    action: str
    subject: str
    table: str
    record: int
    date: Date
    cents: int | None = None
    quantity: int = 0
    unit: Unit = ""
    lost: bool = False
    part: str = ""
    until: Date | None = None
    motive: str = ""

    @property
    def amount(self) -> str:
        """*337,50 €*, *7 h 30*, *12 jours*; '' for what is only late."""
        if self.cents is not None:
            return wording.money(self.cents)
        if self.unit == "heure":
            return wording.hours(self.quantity)
        return wording.counted(self.quantity, self.unit) if self.unit else ""

    @property
    def rank(self) -> tuple[int, int, Date, str, str]:
        """Its place in the list: what costs most first, then the most hours or days, then the oldest."""
        size = self.quantity // 60 if self.unit == "heure" else self.quantity
        return -(self.cents or 0), -size, self.date, self.action, self.message
