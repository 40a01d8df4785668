"""A network between the program and the server, that a test cuts, freezes and mends."""

import socket
import threading
from contextlib import suppress


class Proxy:
    """Forwards a local port to the server's socket at ``target``."""

    def __init__(self, target: str) -> None:
        self.target = target
        self.flowing = threading.Event()
        self.flowing.set()
        self.ends: list[socket.socket] = []
        self.port = 0
        self.listener: socket.socket | None = None
        self.mend()

    def mend(self) -> None:
        """The network works again."""
        self.flowing.set()
        if self.listener is None:
            self.listener = socket.socket()
            self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self.listener.bind(("127.0.0.1", self.port))
            self.listener.listen()
            self.port = self.listener.getsockname()[1]
            threading.Thread(target=self._accept, args=(self.listener,), daemon=True).start()

    def cut(self) -> None:
        """Connections are broken, and new ones refused: a server that was stopped."""
        listener, self.listener = self.listener, None
        if listener is not None:
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        ends, self.ends = self.ends, []
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def freeze(self) -> None:
        """Nothing passes any more, and nobody is told."""
        self.flowing.clear()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                end, _ = listener.accept()
                server = socket.socket(socket.AF_UNIX)
                server.connect(self.target)
                self.ends += [end, server]
                for one, other in ((end, server), (server, end)):
                    threading.Thread(target=self._forward, args=(one, other), daemon=True).start()

    def _forward(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while read := one.recv(65536):
                self.flowing.wait()
                other.sendall(read)
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
