"""The keys of a test wait until the application is at rest, and not a moment more.

Textual's own pilot sleeps 20 ms, twice a key, until the processor is idle: longer than what a key does, and too little
on a machine that is busy with something else.
"""

import asyncio
from typing import Any

import textual.app
import textual.pilot
from textual._context import active_app
from textual.screen import Screen

PENDING = (
    "_callbacks",
    "_dirty_widgets",
    "_layout_required",
    "_recompose_required",
    "_repaint_required",
    "_scroll_required",
)
"""What a screen still has to do before what it shows is what it knows."""


async def at_rest(min_sleep: float = 0, max_sleep: float = 10) -> None:
    """Waits until nothing is to be done: no message, no thread at work, nothing to paint; at most ``max_sleep`` s."""
    loop: Any = asyncio.get_running_loop()
    app = active_app.get(None)
    end = loop.time() + max_sleep
    while loop.time() < end:
        await asyncio.sleep(0)
        if loop._ready:
            continue
        if app is None or not app._running or not app._screen_stack:
            return
        screen = app.screen
        if any(getattr(screen, name) for name in PENDING):
            screen._on_timer_update()
        elif app._resize_event is not None or any(not worker.is_finished for worker in app.workers):
            await asyncio.sleep(0.001)  # a thread at work, or the timer with which Textual gathers resizes
        else:
            return


def install() -> None:
    """Has every pilot wait so."""
    screen: Screen = Screen()
    missing = [f"Screen.{name}" for name in (*PENDING, "_on_timer_update") if not hasattr(screen, name)]
    if not hasattr(textual.app.App(), "_resize_event"):
        missing.append("App._resize_event")
    for module in (textual.app, textual.pilot):
        if not hasattr(module, "wait_for_idle"):
            missing.append(f"{module.__name__}.wait_for_idle")
        setattr(module, "wait_for_idle", at_rest)  # noqa: B010
    assert not missing, f"This version of Textual has no {', '.join(missing)}: tests/rest.py is to be read again."
