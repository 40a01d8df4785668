"""Timing, memory, and work done in a process of its own."""

import multiprocessing
import re
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any


def timed(work: Callable[[], Any]) -> float:
    """Seconds of processor one call takes, whatever else the machine does."""
    start = process_time()
    work()
    return process_time() - start


def side_by_side(ours: Callable[[], Any], bare: Callable[[], Any], times: int) -> tuple[float, float]:
    """The median seconds of both, measured in turn after one call of each that does not count."""
    ours(), bare()
    pairs = [(timed(ours), timed(bare)) for _ in range(times)]
    return median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)


def apart(work: Callable[..., Any], *arguments: Any) -> tuple[Any, float]:
    """What ``work`` gives in a fresh process, and the most memory that process held, in MiB."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
        return process.submit(_weighed, work, *arguments).result()


def _weighed(work: Callable[..., Any], *arguments: Any) -> tuple[Any, float]:
    found = work(*arguments)
    return found, most_memory("self")


def most_memory(process: int | str) -> float:
    """The most memory a running process has held, in MiB (Linux; elsewhere not a number)."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return float("nan")
    peak = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(peak[1]) / 1024 if peak else float("nan")


def percentile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` of them do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def say(what: str, *figures: str, aim: str) -> None:
    """One line of the report."""
    print(f"{what:<46} {'  '.join(figures)}   (aim: {aim})", flush=True)


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


def ratio(ours: float, bare: float) -> str:
    return f"{ours / bare:.2f} ×"
