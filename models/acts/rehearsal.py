"""An act done as if, looked at, and taken back before it is kept: what it would be refused for, what it would bring."""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

Look = Callable[[], Any]

_look: ContextVar[Look | None] = ContextVar("look", default=None)


class Rehearsed(Exception):
    """Ends an act that is only rehearsed, so that nothing of it is kept: what was found in it."""

    def __init__(self, found: Any) -> None:
        super().__init__()
        self.found = found


def rehearse(do: Callable[[], Any], look: Look = lambda: None) -> Any:
    """What ``look`` gives at the end of the first act that ``do`` does, which is then taken back; ``do`` goes no
    further. Raises Refused as the act would."""
    token = _look.set(look)
    try:
        do()
    except Rehearsed as rehearsed:
        return rehearsed.found
    finally:
        _look.reset(token)
    return None


def look() -> Look | None:
    """What is to be looked at in the act under way; None when it is a real one."""
    return _look.get()
