"""How far a long work is: told step by step to whoever follows it, who may also stop it between two steps.

for action in each(actions, "Écarts"):
    …
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")
Follow = Callable[[str, int, int], None]
"""Told what is being done, how many steps are done and of how many; raises Stopped to go no further."""

_follow: ContextVar[Follow | None] = ContextVar("follow", default=None)


class Stopped(Exception):
    """Whoever follows a work wants no more of it."""


def each(items: Sequence[T], what: str) -> Iterator[T]:
    """The items, one step each."""
    for done, item in enumerate(items):
        step(what, done, len(items))
        yield item
    if items:
        step(what, len(items), len(items))


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
