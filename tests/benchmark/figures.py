"""Indicators of one action (150 people × 44 sessions) against hand-written SQL, in a small and a large database."""

import sqlite3
from pathlib import Path

from tests.benchmark.large import TODAY, environment, fill
from tests.benchmark.measure import ms, ratio, say, side_by_side

HELD = f"(s.state = 'tenue' OR (s.state IN ('', 'prévue') AND s.day <= '{TODAY}'))"
BY_HAND = (
    f"""SELECT s.nature, count(*), count(DISTINCT s.id) FROM session s JOIN attendance a ON a.session_id = s.id
        WHERE s.action_id = 1 AND s.nature IN ('seance', 'entretien') AND s.day BETWEEN ? AND ?
        AND a.status IN ('présent', 'retard') AND {HELD} GROUP BY s.nature""",
    f"""SELECT count(DISTINCT person_id) FROM parcours WHERE action_id = 1 AND entry <= '{TODAY}'
        AND coalesce("exit", '2026-12-31') >= ? AND entry <= ?""",
)
PERIOD = ("2026-01-01", "2026-12-31")


def run(home: Path, scale: int) -> None:
    """Prints one line a database."""
    for size in (20_000, 1_000_000):
        place = home / str(size)
        place.mkdir()
        fill(place, size // scale)
        ours, bare = _measure(place)
        say(
            f"indicators, {size // scale:,} attendances",
            ms(ours),
            f"by hand {ms(bare)}",
            ratio(ours, bare),
            aim="≤ 3 ×, the same in both",
        )


def _measure(home: Path) -> tuple[float, float]:
    from models.figures.figures import figures
    from models.storage.opening import open_database
    from models.tables import Action

    environment(home)
    engine = open_database(f"sqlite:///{home}/assidu.db")
    plain = sqlite3.connect(home / "assidu.db")
    action = Action.get(code="A0")

    def by_hand() -> None:
        for query in BY_HAND:
            plain.execute(query, PERIOD).fetchall()

    try:
        return side_by_side(lambda: figures(action, action.start, action.end), by_hand, 25)
    finally:
        plain.close()
        engine.close()
