"""Keys in the order they are typed: each has done all it does before the next is looked at.

The library sends a key to the focused widget and looks at the next one at once; what the first one opens or focuses
comes later. Fast fingers would then mark the wrong person, or type letters of a note as commands.
"""

import re
import sys
from collections import deque
from collections.abc import Iterable
from time import monotonic
from typing import Any

from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual.app import App, ReturnType
from textual.driver import Driver
from textual.message import Message
from textual.message_pump import MessagePump

from tui.background import Listening

FEWEST, MOST = 3, 12  # rounds: what a key sets off goes from message to message
LOOK, LOST = 0.25, 5.0  # seconds between looks at a round under way, and after which it is given up


ESCAPE = "\x1b"
DRIVERS = ("textual.drivers.linux_driver", "textual.drivers.win32")  # where the library makes its parser


AS_A_PLACE = {1: "shift+f3", 2: "alt+f3", 4: "ctrl+f3", 5: "ctrl+shift+f3"}
"""F3 with other keys is what most terminals also answer of their cursor, here by its column; nobody asks them that."""
OLDER = re.compile(r"\x1b\[(?:2[5689]|3[1-4])~")  # F13 to F20, as a Linux console sends function keys with Maj


class Parser(Listening):
    """Échap and a letter read at once, as ssh or tmux deliver them, are two keys: never a letter with Alt, nor text.
    Function keys with Maj are read from every terminal."""

    def feed(self, data: str) -> Iterable[Message]:
        for message in super().feed(data):
            place = (message.x, message.y) if isinstance(message, events.CursorPosition) else None
            known = AS_A_PLACE.get(place[0]) if place is not None and place[1] == 0 else None
            yield events.Key(known, None) if known else message

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        if OLDER.fullmatch(sequence):
            known = ANSI_SEQUENCES_KEYS[sequence]
            yield from (events.Key(key.value, None) for key in (known if isinstance(known, tuple) else ()))
            return
        alone = sequence[1:] if len(sequence) == 2 and sequence[0] == ESCAPE and sequence[1] not in "[O" else ""
        if alt or (alone and alone.isprintable()):
            yield events.Key("escape", ESCAPE)
            yield from super()._sequence_to_key_events(alone or sequence)
        else:
            yield from super()._sequence_to_key_events(sequence)


class Settled(Message):
    """Follows a key on its way up to the application; it arrives when the key has been dealt with."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


class OrderedKeys(App[ReturnType]):
    """An application that finishes with a key before it begins the next; letters do the same in both cases."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._typed: deque[events.Key] = deque()
        self._round = 0
        self._number = 0
        self._since = 0.0
        self._target: MessagePump = self

    @property
    def busy(self) -> bool:
        """Whether a key is still being dealt with."""
        return self._round > 0

    def get_driver_class(self) -> type[Driver]:
        chosen = super().get_driver_class()
        for name in DRIVERS:
            if name in sys.modules:
                sys.modules[name].XTermParser = Parser  # type: ignore[attr-defined]
        return chosen

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        if await super()._check_bindings(key, priority):
            return True
        other = key.swapcase() if len(key) == 1 else key
        return other != key and await super()._check_bindings(other, priority)

    def ready(self) -> bool:
        """Whether the next key may act on what is shown."""
        return True

    def place_cursor(self) -> None:
        """Puts the terminal's cursor where one types."""

    async def on_event(self, event: events.Event) -> None:
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
        else:
            self._typed.append(event)
            if not self._round:
                await self._next()
            elif len(self._typed) == 1:
                self.set_timer(LOOK, self._look)

    async def on_settled(self, message: Settled) -> None:
        if message.number != self._number or self._exit:
            return
        widget = self.focused or self.screen
        busy = any(pump.message_queue_size for pump in widget.ancestors_with_self if pump is not self)
        if self._round < FEWEST or (busy and self._round < MOST):
            await self._follow()
        else:
            await self._next()

    async def _next(self) -> None:
        self._round = 0
        if self._typed:
            key = self._typed.popleft()
            if self.ready():
                await super().on_event(key)
            await self._follow()
        else:
            self.place_cursor()

    async def _follow(self) -> None:
        self._round += 1
        self._number += 1
        self._since = monotonic()
        self._target = self.focused or self.screen
        message = Settled(self._number)
        message.set_sender(self._target)  # a message does not go up to its sender
        if not self._target.post_message(message):
            await self._next()

    async def _look(self) -> None:
        """Goes on when the widget that was to answer is gone."""
        if self._round and (not self._target.is_attached or monotonic() - self._since > LOST):
            await self._next()
        if self._typed:
            self.set_timer(LOOK, self._look)
