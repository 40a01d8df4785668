"""The first usable screen on demo data, against a bare Textual application with a table of 20 rows: time and memory.

Both run in a terminal of 80 × 24 of their own, and are ready when it has received a text of that screen.
"""

import os
import pty
import select
import signal
import struct
import sys
from fcntl import ioctl
from pathlib import Path
from statistics import median
from termios import TIOCSWINSZ
from time import perf_counter

from tests.benchmark.measure import most_memory, ms, ratio, say

BARE = """
from textual.app import App
from textual.widgets import DataTable

class Bare(App):
    def compose(self):
        yield DataTable()

    def on_mount(self):
        table = self.query_one(DataTable)
        table.add_columns("a", "b", "c")
        table.add_rows((str(row), "x" * 10, f"row{row}") for row in range(20))

Bare().run()
"""
TIMES = 9
PATIENCE = 30  # seconds


def run(home: Path, scale: int) -> None:
    """Prints the medians of both, run in turn."""
    from models.days.clock import today
    from models.demo import seeding

    os.environ["ASSIDU_TODAY"] = today().isoformat()
    seeding.seed(home)
    os.environ["ASSIDU_HOME"] = str(home)
    bare = home / "bare.py"
    bare.write_text(BARE, encoding="utf-8")
    ours, least = [], []
    for _ in range(TIMES + 1):  # the first of each fills the caches
        ours.append(_first_screen([sys.executable, "-m", "tui.command"], b"Code de la route"))
        least.append(_first_screen([sys.executable, str(bare)], b"row15"))
    seconds, memory = (median(values) for values in zip(*ours[1:], strict=True))
    bare_seconds, bare_memory = (median(values) for values in zip(*least[1:], strict=True))
    say("first screen", ms(seconds), f"bare {ms(bare_seconds)}", ratio(seconds, bare_seconds), aim="≤ 1.5 ×")
    say("  its memory", f"{memory:.0f} MiB", f"bare {bare_memory:.0f} MiB", aim="≤ 60 MiB")


def _first_screen(command: list[str], text: bytes) -> tuple[float, float]:
    """Seconds until the terminal received ``text``, and the most memory held by then in MiB."""
    start = perf_counter()
    process, terminal = pty.fork()
    if process == 0:
        os.environ["TERM"] = "xterm-256color"
        os.execv(command[0], command)
    ioctl(terminal, TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    received = b""
    try:
        while text not in received:
            if not select.select([terminal], [], [], PATIENCE)[0]:
                raise TimeoutError(f"{' '.join(command)}: no first screen in {PATIENCE} s")
            received += os.read(terminal, 65536)
        seconds = perf_counter() - start
        return seconds, most_memory(process)
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(terminal)
