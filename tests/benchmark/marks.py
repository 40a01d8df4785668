"""From a key to its mark on disk and repainted, in a roll of 12 and of 500, in a database of a million attendances."""

import asyncio
import os
import sqlite3
from pathlib import Path
from statistics import median
from time import perf_counter

from tests.benchmark.large import environment, fill
from tests.benchmark.measure import ms, percentile, ratio, say

KEYS = 300
STATUSES = (("p", "présent"), ("a", "absent"), ("e", "excusé"))


def run(home: Path, scale: int) -> None:
    """Prints one line a roll."""
    os.environ["TEXTUAL_FPS"] = "120"  # as the command opens the application
    rolls = fill(home, 1_000_000 // scale, (12, 500))
    for size, session in rolls.items():
        bare = _upserts(home, session)
        times = asyncio.run(_press(home, session))
        say(
            f"key to mark on disk and repaint, roll of {size}",
            f"median {ms(median(times))}",
            f"p99 {ms(percentile(times, 0.99))}",
            f"bare upsert {ms(median(bare))}",
            ratio(median(times), median(bare)),
            aim="median ≤ 10 ms, p99 ≤ 30 ms",
        )


async def _press(home: Path, session: int) -> list[float]:
    """Seconds from each key to the repaint of its row; the mark is on disk by then."""
    from textual import events

    from config.settings import Settings, save
    from models.tables import Attendance
    from tui.app import AssiduApp
    from tui.sessions.roll_view import RollView

    environment(home)
    settings = Settings(operator="Banc", user="Banc")
    save(settings, home)
    app = AssiduApp(settings, home)
    painted = asyncio.Event()
    display = app._display

    def displayed(screen, renderable) -> None:
        display(screen, renderable)
        if renderable is not None:
            painted.set()

    times = []
    async with app.run_test(size=(100, 40)) as pilot:
        app.open_session(session)
        await pilot.pause()
        app._display = displayed  # type: ignore[method-assign]
        view = app.screen.query_one(RollView)
        for number in range(KEYS):
            turn, rank = divmod(number, len(view.rows))
            view.go(rank)
            await pilot.pause()
            key, status = STATUSES[(turn + rank) % 3]
            person = view.rows[rank].person
            painted.clear()
            start = perf_counter()
            app.post_message(events.Key(key, key))
            await asyncio.wait_for(painted.wait(), 5)
            seconds = perf_counter() - start
            stored = Attendance.get_or_none(Attendance.session == session, Attendance.person == person)
            if stored is not None and stored.status == status:  # else something else was painted
                times.append(seconds)
    return times


def _upserts(home: Path, session: int) -> list[float]:
    """Seconds of each durable upsert, written by hand on a connection as safe as the program's."""
    base = sqlite3.connect(home / "assidu.db", isolation_level=None)
    base.execute("PRAGMA journal_mode = wal")
    base.execute("PRAGMA synchronous = full")
    (action,) = base.execute("SELECT action_id FROM session WHERE id = ?", (session,)).fetchone()
    people = [row[0] for row in base.execute("SELECT person_id FROM parcours WHERE action_id = ?", (action,))]
    times = []
    for number in range(KEYS):
        start = perf_counter()
        base.execute(
            """INSERT INTO attendance (session_id, person_id, status, estimated, note, origin, recorded_at, recorded_by)
            VALUES (?, ?, ?, 0, '', 'application', '', '')
            ON CONFLICT (session_id, person_id) DO UPDATE SET status = excluded.status""",
            (session, people[number % len(people)], STATUSES[sum(divmod(number, len(people))) % 3][1]),
        )
        times.append(perf_counter() - start)
    base.execute("DELETE FROM attendance WHERE session_id = ?", (session,))
    base.close()
    return times
