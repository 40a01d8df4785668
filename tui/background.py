"""Whether the terminal is light or dark: it is asked when the application starts, and answers among the keys, or never.

Nothing waits for the answer, and no key is lost around it.
"""

import os
import re
from collections.abc import Iterable
from time import monotonic
from typing import ClassVar

from textual._xterm_parser import XTermParser
from textual.color import Color
from textual.message import Message

QUESTION = "\x1b]11;?\x1b\\"
DEAF = ("", "dumb", "linux")  # kinds of terminals that would show the question, or have nothing to answer
HALF = r"\x1b\](?:1(?:1(?:;(?:[rgba:/0-9A-Fa-f]{0,30}\x1b?)?)?)?)?\Z"
BEGUN = re.compile(HALF)
ANSWER = re.compile(
    r"\x1b\]11;rgba?:([0-9A-Fa-f]{1,4})/([0-9A-Fa-f]{1,4})/([0-9A-Fa-f]{1,4})(?:/[0-9A-Fa-f]{1,4})?(?:\x07|\x1b\\)"
)
WHOLE = 0.2  # seconds in which the rest of an answer comes


class BackgroundTold(Message):
    """The terminal has told its background."""

    def __init__(self, light: bool) -> None:
        super().__init__()
        self.light = light


class Listening(XTermParser):
    """Takes the terminal's answer out of what is typed, once it has been asked."""

    asked: ClassVar = False
    light: ClassVar[bool | None] = None  # what it answered

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._held, self._until = "", 0.0

    def feed(self, data: str) -> Iterable[Message]:
        cls = Listening
        if not cls.asked or cls.light is not None:
            yield from super().feed(data)
            return
        data, self._held = self._held + data, ""
        if answer := ANSWER.search(data):
            cls.light = is_light(*answer.groups())
            yield BackgroundTold(cls.light)
            data = data[: answer.start()] + data[answer.end() :]
        elif begun := BEGUN.search(data):
            self._held, self._until = data[begun.start() :], monotonic() + WHOLE
            data = data[: begun.start()]
        if data:
            yield from super().feed(data)

    def tick(self) -> Iterable[Message]:
        if self._held and monotonic() >= self._until:
            typed, self._held = self._held, ""
            yield from super().feed(typed)
        yield from super().tick()


def asks() -> bool:
    """Whether the terminal is one that may be asked."""
    return os.environ.get("TERM", "") not in DEAF or os.name == "nt"


def is_light(red: str, green: str, blue: str) -> bool:
    """Whether a colour, its parts in one to four hexadecimal digits, is one to write on in black."""
    parts = [round(int(part, 16) * 255 / (16 ** len(part) - 1)) for part in (red, green, blue)]
    return Color(*parts).brightness > 0.5
