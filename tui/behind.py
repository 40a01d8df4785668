"""Long work done beside the screen: in a thread, with a connection of its own, stopped when nobody wants it any more.

A widget asks for it and is told how far it is; a second work it asks for takes the place of the first.
"""

from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import Any, TypeVar

from textual.css.query import NoMatches
from textual.worker import Worker, get_current_worker

from config.progress import Follow, Stopped, followed
from models.french import wording
from models.tables import database

T = TypeVar("T")
EVERY = 0.1  # seconds between two words of how far it is
WIDTH = 18  # of the bar


def behind(asking: Any, work: Callable[[], T], done: Callable[[T], None], told: Follow | None = None) -> Worker[None]:
    """Does ``work`` in a thread, then ``done`` with what it gave, unless it was cancelled; ``told`` how far it is.

    ``asking`` is the widget or the screen it is for: closed, the work stops. What it fails of is told as any fault.
    """

    app, last, worker = asking.app, monotonic(), get_current_worker

    def follow(what: str, step: int, of: int) -> None:
        nonlocal last
        if worker().is_cancelled:
            raise Stopped
        if told is not None and monotonic() - last >= EVERY:
            last = monotonic()
            app.call_from_thread(_if_there, asking, told, what, step, of)

    def run() -> None:
        try:
            with database.obj.connection_context(), followed(follow):
                found = work()
        except Stopped:
            return
        if not worker().is_cancelled and app.is_running:
            app.call_from_thread(_if_there, asking, done, found)

    started: Worker[None] = asking.run_worker(run, thread=True, group="behind", exclusive=True)
    return started


def how_far(what: str, done: int, of: int) -> str:
    """A bar, what is being done, how many steps of how many, and the key that stops it."""
    full = WIDTH * done // of
    return f"{'━' * full}{'─' * (WIDTH - full)} {what} : {wording.number(done)} sur {wording.number(of)} · Échap arrête"


def _if_there(asking: Any, do: Callable[..., None], *arguments: Any) -> None:
    """Nothing is told to what was closed meanwhile, nor to what is being closed and has lost some of its parts."""
    if asking.is_attached:
        with suppress(NoMatches):
            do(*arguments)
