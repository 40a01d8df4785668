"""The application in a terminal of its own: what is typed arrives as bytes, what is shown is read as bytes."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from contextlib import contextmanager

WAIT = 60.0  # seconds before what is expected is given up


class Terminal:
    """One end of the terminal."""

    def __init__(self, end: int) -> None:
        self.end = end
        self.seen = ""

    def wait_for(self, text: str, after: int = 0) -> None:
        """Reads until ``text`` has been written, since the first ``after`` characters."""
        until = time.monotonic() + WAIT
        ready = select.poll()  # a number of file that ``select`` refuses is of no matter
        ready.register(self.end, select.POLLIN)
        while text not in self.seen[after:]:
            assert time.monotonic() < until, f"{text!r} never came: {self.seen[-2000:]!r}"
            if ready.poll(200):
                self.seen += os.read(self.end, 65536).decode("utf-8", "replace")

    def type(self, data: bytes) -> None:
        """Types in one write."""
        os.write(self.end, data)


@contextmanager
def terminal(home, day: str, size=(80, 24)):
    """The application of ``home`` in a terminal."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
    environment = {**os.environ, "ASSIDU_HOME": str(home), "ASSIDU_TODAY": day, "TERM": "xterm-256color"}
    command = [sys.executable, "-m", "tui.command"]
    with subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=environment) as running:
        os.close(slave)
        try:
            yield Terminal(master)
        finally:
            running.kill()
            os.close(master)
