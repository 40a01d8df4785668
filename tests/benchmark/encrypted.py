"""The same marks and the same first screen on a database in clear and on one that is encrypted."""

import asyncio
import os
import sys
from pathlib import Path
from statistics import median

from tests.benchmark.large import fill
from tests.benchmark.marks import _press
from tests.benchmark.measure import ms, percentile, ratio, say
from tests.benchmark.start import TIMES, _first_screen

PHRASE = "le cheval bleu mange"


def run(home: Path, scale: int) -> None:
    """Prints one line each, the encrypted one first; nothing when the encryption extra is not installed."""
    try:
        from models.storage import encrypting
    except ImportError:
        print("encrypted: the encryption extra is not installed")
        return
    from models.days.clock import today
    from models.demo import seeding
    from models.tables import database

    os.environ["TEXTUAL_FPS"] = "120"
    session = fill(home, 1_000_000 // scale, (12,))[12]
    times = []
    for sealed in (False, True):
        if sealed:
            encrypting.encrypt(home / "assidu.db", PHRASE)
        times.append(asyncio.run(_press(home, session)))
        database.close()
    clear, own = times
    say(
        "key to mark on disk, encrypted, roll of 12",
        f"median {ms(median(own))}",
        f"p99 {ms(percentile(own, 0.99))}",
        f"in clear {ms(median(clear))}",
        ratio(median(own), median(clear)),
        aim="median ≤ 10 ms, p99 ≤ 30 ms",
    )
    example = home / "exemple"
    example.mkdir()
    os.environ.update(ASSIDU_TODAY=today().isoformat(), ASSIDU_HOME=str(example), ASSIDU_PASSPHRASE=PHRASE)
    seeding.seed(example)
    database.close()
    medians = []
    for sealed in (False, True):
        if sealed:
            encrypting.encrypt(example / "assidu.db", PHRASE)
        command = [sys.executable, "-m", "tui.command"]
        starts = [_first_screen(command, b"Code de la route")[0] for _ in range(TIMES + 1)][1:]
        medians.append(median(starts))
    own_start, clear_start = medians[1], medians[0]
    say("first screen, encrypted", ms(own_start), f"in clear {ms(clear_start)}", aim="none: the key takes its time")
    del os.environ["ASSIDU_PASSPHRASE"]
