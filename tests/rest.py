"""The keys of a test wait until the application is at rest, and not a moment more.

Textual's own pilot sleeps 20 ms, twice a key, until the processor is idle: longer than what a key does, and too little
on a machine that is busy with something else.

Most of what is drawn would be drawn again before anybody looks. A screen is drawn as it opens and as it comes back, and
whenever a test reads it; a part that changes is drawn at once in slow tests only, as in a terminal. Styles are parsed
once for all applications.
"""

import asyncio
from typing import Any

import textual.app
import textual.pilot
import textual.screen
from textual._compositor import Compositor
from textual._context import active_app
from textual.css.stylesheet import Stylesheet
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


at_once = True
"""Whether a part that changes is drawn at once."""


def _drawing_less(draw: Any) -> Any:
    def render_update(self: Any, full: bool = False, screen_stack: Any = None, simplify: bool = False) -> Any:
        if full or at_once or self.size.region in self._dirty_regions:
            return draw(self, full, screen_stack, simplify)
        self._dirty_regions.clear()
        return None

    return render_update


def _parsed_once(parse: Any) -> Any:
    known: dict[Any, dict[Any, Any]] = {}

    def parse_rules(self: Any, *what: Any, **more: Any) -> Any:
        if getattr(self, "_parsed_with", None) is not self._variables:
            self._parsed_with = self._variables
            self._parsed = known.setdefault(frozenset(self._variables.items()), {})
        key = (what, *more.values())
        if key not in self._parsed:
            self._parsed[key] = parse(self, *what, **more)
        return self._parsed[key]

    return parse_rules


def install() -> None:
    """Has every pilot wait so, and every application draw so."""
    screen: Screen = Screen()
    missing = [f"Screen.{name}" for name in (*PENDING, "_on_timer_update") if not hasattr(screen, name)]
    if not hasattr(textual.app.App(), "_resize_event"):
        missing.append("App._resize_event")
    for module in (textual.app, textual.pilot):
        if not hasattr(module, "wait_for_idle"):
            missing.append(f"{module.__name__}.wait_for_idle")
        setattr(module, "wait_for_idle", at_rest)  # noqa: B010
    missing += [f"Stylesheet.{name}" for name in ("_variables", "_parse_rules") if not hasattr(Stylesheet(), name)]
    assert not missing, f"This version of Textual has no {', '.join(missing)}: tests/rest.py is to be read again."
    setattr(Compositor, "render_update", _drawing_less(Compositor.render_update))  # noqa: B010
    setattr(Stylesheet, "_parse_rules", _parsed_once(Stylesheet._parse_rules))  # noqa: B010
    setattr(textual.screen, "UPDATE_PERIOD", 0.1)  # noqa: B010 - what changes together is laid out together
