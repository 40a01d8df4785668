"""The line to the server: watched from a thread with a connection of its own, so that no key ever waits for it.

It tells when others have acted, when the server is out of reach, and sends the marks that wait once it is back, before
anything typed later.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from peewee import DatabaseError

from models.acts.refusals import Disconnected
from models.storage.file import CannotOpen
from models.storage.opening import reconnect
from models.tables import database
from models.together.news import News
from models.together.waiting import Mark, Waiting

WATCHING = "assidu-line"  # the name of the thread
EVERY = 1.0  # seconds between two looks at the journal
AGAIN = 2.0  # seconds between two tries to find the server again
SOON = 1.0  # seconds it is given to end
ANSWER, WRITE = 4.0, 9.0  # seconds the server is given to answer, and to write (others may be writing)


class Line:
    """Watches the server of ``engine`` (a ``models.storage.server.Server``) and keeps the marks that wait for it."""

    def __init__(self, engine: Any, home: Path) -> None:
        self.engine = engine
        self.waiting = Waiting(home, engine.told)
        self.fault = ""  # why the server cannot be used, when it is there
        self._others = False
        self._stopped = threading.Event()
        self._woken = threading.Event()
        engine.away = bool(self.waiting.waiting())
        self._thread = threading.Thread(target=self._run, name=WATCHING, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ends the watching; what waits stays on disk."""
        self._stopped.set()
        self._woken.set()
        self._thread.join(SOON)
        if self._thread.is_alive():  # it waits for a server that no longer answers
            self.engine.hang_up()
            self._thread.join(SOON)

    @property
    def away(self) -> bool:
        """Whether what is written now must wait: the server is out of reach, or marks typed before are to go first."""
        return bool(self.engine.away)

    def put(self, verb: str, session: int, people: list[int], who: str, **values: Any) -> Mark:
        """Keeps a mark for the server's return. Raises Refused when the disk refuses it."""
        with self.waiting.lock:
            mark = self.waiting.put(verb, session, people, who, **values)
            self.engine.away = True
        self._woken.set()
        return mark

    def others_acted(self) -> bool:
        """Whether somebody else has acted since the last call."""
        acted, self._others = self._others, False
        return acted

    def _run(self) -> None:
        self.engine.sender = threading.get_ident()
        news: News | None = None
        tries = 0
        while not self._stopped.is_set() and database.obj is self.engine:  # another base is not ours to watch
            try:
                with self._patience(ANSWER):
                    if self.engine.lost_here() and not reconnect():
                        raise Disconnected
                    if news is None:
                        news = News()
                    self._others = news.come() or self._others
                self.fault, tries = "", 0
                if self.engine.away:
                    self._send()
                self._pause(EVERY)
            except (DatabaseError, Disconnected, CannotOpen) as fault:
                self.fault = str(fault) if isinstance(fault, CannotOpen) else ""
                tries += 1
                if tries > 1 or self.fault:  # a connection closed for its own reason is made again at once
                    self.engine.away = True
                    self._pause(AGAIN)
        self.engine.close()

    def _send(self) -> None:
        for mark in self.waiting.waiting():
            if self._stopped.is_set():
                return
            with self._patience(WRITE):
                self.waiting.send(mark)
        with self.waiting.lock:  # what is typed meanwhile waits its turn
            self.engine.away = bool(self.waiting.waiting())

    def _pause(self, seconds: float) -> None:
        self._woken.wait(seconds)
        self._woken.clear()

    @contextmanager
    def _patience(self, seconds: float) -> Iterator[None]:
        """Hangs up, for everybody here, when the server has not answered by then: a network that swallows all says
        nothing by itself."""
        timer = threading.Timer(seconds, self._give_up)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _give_up(self) -> None:
        self.engine.away = True
        self.engine.hang_up()
