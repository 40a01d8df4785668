"""How far a long work is: told step by step to whoever follows it, who may also stop it between two steps.

for action in each(actions, "Écarts"):
    …
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")
Follow = Callable[[str, int, int], None]
"""Told what is being done, how many steps are done and of how many; raises Stopped to go no further."""

_follow: ContextVar[Follow | None] = ContextVar("follow", default=None)


class Stopped(Exception):
    """Whoever follows a work wants no more of it."""


def each(items: Iterable[T], what: str, of: int | None = None, every: int = 1) -> Iterator[T]:
    """The items, a step at each ``every`` of them; ``of`` how many there are, when they are not a sequence."""
    if of is None:
        items = list(items)
        of = len(items)
    for done, item in enumerate(items):
        if not done % every:
            step(what, done, of)
        yield item


def step(what: str, done: int, of: int) -> None:
    """Tells how far a work is. Raises Stopped when it is to go no further."""
    if follow := _follow.get():
        follow(what, done, of)


@contextmanager
def followed(by: Follow) -> Iterator[None]:
    """Tells ``by`` how far the works done inside are."""
    token = _follow.set(by)
    try:
        yield
    finally:
        _follow.reset(token)
