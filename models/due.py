"""What falls due in the next 30 days, and what is overdue."""

from dataclasses import dataclass

from pendulum import Date


@dataclass(frozen=True)
class Due:
    """Something to do by ``date``: its ``kind``, told by ``sentence`` in French; ``table`` and ``record`` open it."""

    date: Date
    kind: str
    sentence: str
    table: str
    record: int


def due(today: Date, days: int = 30) -> list[Due]:
    """What falls due from ``today`` for ``days`` days, and what is overdue; the most overdue first."""
    return []
