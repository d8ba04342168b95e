"""A proxy before Postgres that kills its client at a chosen statement: it counts what really goes over the wire.

Does not change a message. It speaks just enough of the protocol (PostgreSQL documentation, chapter 55) to find where a
statement begins and where its answer ends.
"""

import contextlib
import socket
import threading
from collections.abc import Callable
from typing import Literal

SSL_REQUEST, GSS_REQUEST = 80877103, 80877104
Side = Literal["before", "after"]


class Cut(Exception):
    """The statement was reached; nothing more goes through."""


class Wire:
    """Hand connections through to a server and count the statements of all of them together.

    With `cut_at`, `kill` is called once: before the n-th statement (from 1) reaches the server, or after the server has
    done it and before the client learns that.
    """

    def __init__(self, port: int, cut_at: int = 0, side: Side = "before", kill: Callable[[], None] = lambda: None) -> None:
        self._port, self._cut_at, self._side, self._kill = port, cut_at, side, kill
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []
        self._is_cut = False
        self._withheld: socket.socket | None = None
        self.statements: list[str] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Close everything, so that the server notices that its clients are gone."""
        with self._lock:
            self._is_cut = True
            for one in (self._listener, *self._sockets):
                with contextlib.suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
                one.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self._port))
            with self._lock:
                self._sockets += [client, server]
            for pump in (self._to_server, self._to_client):
                threading.Thread(target=self._run, args=(pump, client, server), daemon=True).start()

    def _run(self, pump: Callable[[socket.socket, socket.socket], None], client: socket.socket, server: socket.socket) -> None:
        try:
            pump(client, server)
        except Cut:
            self._kill()
            self.close()
        except (OSError, EOFError):
            for one in (client, server):
                with contextlib.suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)

    def _to_server(self, client: socket.socket, server: socket.socket) -> None:
        while True:  # What comes before the first typed message: requests for encryption, then the startup message.
            head = receive(client, 8)
            server.sendall(head + receive(client, int.from_bytes(head[:4], "big") - 8))
            if int.from_bytes(head[4:], "big") not in (SSL_REQUEST, GSS_REQUEST):
                break
        while True:
            head = receive(client, 5)
            body = receive(client, int.from_bytes(head[1:], "big") - 4)
            if head[:1] in (b"Q", b"E"):  # Query, or Execute of the extended protocol.
                self._count(body, server)
            server.sendall(head + body)

    def _count(self, body: bytes, server: socket.socket) -> None:
        with self._lock:
            if self._is_cut:
                raise EOFError
            self.statements.append(" ".join(body.rstrip(b"\0").decode(errors="replace").split())[:80])
            if len(self.statements) != self._cut_at:
                return
            if self._side == "before":
                self._is_cut = True
                raise Cut
            self._withheld = server

    def _to_client(self, client: socket.socket, server: socket.socket) -> None:
        # The server's answer to a request for encryption is one byte without a length.
        while (first := receive(server, 1)) in (b"N", b"S"):
            length = b"" if first == b"N" else receive(server, 4)
            if first == b"S":  # A server without TLS never says yes: this is a ParameterStatus.
                client.sendall(first + length + receive(server, int.from_bytes(length, "big") - 4))
                break
            client.sendall(first)
        else:
            self._pass(first, client, server)
        while True:
            self._pass(receive(server, 1), client, server)

    def _pass(self, kind: bytes, client: socket.socket, server: socket.socket) -> None:
        length = receive(server, 4)
        body = receive(server, int.from_bytes(length, "big") - 4)
        if kind == b"Z" and self._withheld is server:
            with self._lock:
                self._is_cut = True
            raise Cut
        client.sendall(kind + length + body)


def receive(source: socket.socket, size: int) -> bytes:
    """Read exactly so many bytes; raises `EOFError` where they end early."""
    parts = bytearray()
    while len(parts) < size:
        part = source.recv(size - len(parts))
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)
