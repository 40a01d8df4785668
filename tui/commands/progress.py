"""How far a long command is: a bar on the terminal, on standard error; nothing anywhere else."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from config.progress import followed

SOON, EVERY = 0.5, 0.1  # seconds before the bar is shown, then between two drawings
WIDTH = 20


@contextmanager
def shown() -> Iterator[None]:
    """Shows how far the works done inside are, as long as they last; nothing is left of it at the end."""
    stream = sys.stderr
    if not stream.isatty() or os.environ.get("TERM") == "dumb":
        yield
        return
    following, drawn = monotonic() + SOON, 0

    def draw(what: str, done: int, of: int) -> None:
        nonlocal following, drawn
        if monotonic() < following or not of:
            return
        full = WIDTH * done // of
        text = f"{'━' * full}{'─' * (WIDTH - full)} {100 * done // of:>3} %  {what}"
        text = text[: max(0, shutil.get_terminal_size().columns - 1)]
        stream.write(f"\r{text:<{drawn}}")
        stream.flush()
        following, drawn = monotonic() + EVERY, len(text)

    try:
        with followed(draw):
            yield
    finally:
        if drawn:
            stream.write(f"\r{'':<{drawn}}\r")
            stream.flush()
