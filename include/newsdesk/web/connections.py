"""HTTP connections of urllib3 over checked sockets, and the ones kept open for the next request.

Every read has a timeout that ends with the exchange's deadline; header lines and bytes are counted while they arrive.
Does not follow redirects or decode bodies.
"""

import http.client
import io
import socket
import ssl
import threading
from collections import OrderedDict
from collections.abc import Collection
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection

from include.newsdesk.web.budget import Budget
from include.newsdesk.web.dialling import Dialler
from include.newsdesk.web.limits import Limits
from include.newsdesk.web.refusals import refusal
from include.newsdesk.web.urls import Target

MOST_IDLE_CONNECTIONS = 256


class Wire(io.RawIOBase):
    """The bytes of one answer as they arrive; `received` counts them, `most` ends them."""

    def __init__(self, opened: socket.socket, budget: Budget) -> None:
        """Read from an open socket until the budget ends."""
        self._socket = opened
        self._stream = opened.makefile("rb", buffering=0)
        self._budget = budget
        self.received = 0
        self.most: int | None = None

    def readable(self) -> bool:
        """Say yes, as a stream must."""
        return True

    def readinto(self, buffer: Any) -> int | None:
        """Wait for bytes; raises `read.timeout`, `deadline.exceeded` or `body.too_large`."""
        self._socket.settimeout(self._budget.idle_slice())
        try:
            count = self._stream.readinto(buffer)
        except TimeoutError as error:
            raise self._budget.timed_out("read.timeout") from error
        self.received += count or 0
        if self.most is not None and self.received > self.most:
            raise refusal("body.too_large", self._budget.url, f"wire bytes > {self.most}")
        return count

    def close(self) -> None:
        """Let go of the socket."""
        self._stream.close()
        super().close()


class HeadReader(io.BufferedReader):
    """Counts the lines and bytes of an answer's head, interim answers included."""

    def __init__(self, wire: Wire, limits: Limits, url: str) -> None:
        """Read from the wire; counting ends when `is_head` is set to False."""
        super().__init__(wire, 16_384)
        self._limits = limits
        self._url = url
        self.is_head = True
        self.lines = 0
        self.bytes = 0

    def readline(self, size: int | None = -1, /) -> bytes:
        """Read a line; raises `headers.too_large`, or ConnectionResetError for a line that was cut short."""
        line = super().readline(size)
        is_cut = not line.endswith(b"\n") and len(line) != size
        if is_cut and (line or (self.is_head and self.lines)):
            raise ConnectionResetError("a line was cut short")
        if self.is_head:
            self.bytes += len(line)
            self.lines += line not in (b"\r\n", b"\n", b"")
            if self.lines > self._limits.header_lines or self.bytes > self._limits.header_bytes:
                raise refusal("headers.too_large", self._url, f"lines={self.lines} bytes={self.bytes}")
        return line


class Response(http.client.HTTPResponse):
    """An answer whose head is read and whose body is still on the wire."""

    def __init__(self, opened: socket.socket, budget: Budget, limits: Limits, method: str | None) -> None:
        """Read from an open socket instead of from a file that it makes."""
        super().__init__(opened, method=method)
        self.fp.close()
        self.wire = Wire(opened, budget)
        self.head = HeadReader(self.wire, limits, budget.url)
        self.fp = self.head

    def begin(self) -> None:
        """Read the head."""
        super().begin()
        self.head.is_head = False

    def _read_status(self) -> tuple[str, int, str]:
        version, status, reason = super()._read_status()  # type: ignore[misc]
        while 100 <= status < 200 and status not in (100, 101):  # http.client skips 100 itself
            while self.head.readline(65_537) not in (b"\r\n", b"\n", b""):
                pass
            version, status, reason = super()._read_status()  # type: ignore[misc]
        return version, status, reason


class _Guarded:
    """What both kinds of connection share: a checked socket and a metered answer."""

    target: Target
    dialler: Dialler
    limits: Limits
    budget: Budget
    is_widened: bool

    def _new_conn(self) -> socket.socket:
        dialled = self.dialler.dial(self.target, self.budget)
        self.is_widened = dialled.is_widened
        dialled.socket.settimeout(self.budget.slice(self.limits.connect_seconds))
        return dialled.socket

    def response_class(self, opened: socket.socket, method: str | None = None) -> Response:
        """Take the place of http.client's answer."""
        return Response(opened, self.budget, self.limits, method)


class PlainConnection(_Guarded, HTTPConnection):  # type: ignore[misc]
    """http://"""


class SecureConnection(_Guarded, HTTPSConnection):  # type: ignore[misc]
    """https://, with the name of the URL in SNI and checked in the certificate."""


Connection = PlainConnection | SecureConnection


class Connections:
    """Gives out connections, and keeps at most one idle per origin for the next request. Safe for threads."""

    def __init__(self, limits: Limits, dialler: Dialler, tls: ssl.SSLContext | None) -> None:
        """Keep the rules; without a TLS context the system's certificate authorities are trusted."""
        self._limits = limits
        self._dialler = dialler
        self._tls = tls
        self._idle: OrderedDict[tuple[str, str, int], Connection] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, target: Target, budget: Budget) -> tuple[Connection, bool]:
        """Give a connection and whether it was used before; a new one is dialled here.

        Raises what `Dialler.dial` raises, and OSError or urllib3's HTTPError when TLS fails.
        """
        with self._lock:
            kept = self._idle.pop(target.origin, None)
        if kept is not None and kept.is_connected:
            kept.budget = budget
            kept.timeout = budget.idle_slice()
            return kept, True
        if kept is not None:
            kept.close()
        return self.open(target, budget), False

    def open(self, target: Target, budget: Budget) -> Connection:
        """Dial a new connection."""
        connection: Connection
        if target.scheme == "https":
            connection = SecureConnection(target.host, target.port, ssl_context=self._tls_context())
        else:
            connection = PlainConnection(target.host, target.port)
        connection.target, connection.dialler, connection.limits = target, self._dialler, self._limits
        connection.budget = budget
        try:
            connection.connect()
        except BaseException:
            connection.close()
            raise
        return connection

    def give_back(self, connection: Connection) -> None:
        """Keep a connection whose answer was read to its end; the oldest idle one makes room."""
        surplus: list[Connection | None] = []
        with self._lock:
            surplus.append(self._idle.pop(connection.target.origin, None))
            self._idle[connection.target.origin] = connection
            if len(self._idle) > MOST_IDLE_CONNECTIONS:
                surplus.append(self._idle.popitem(last=False)[1])
        for old in surplus:
            if old is not None:
                old.close()

    def close(self, authorities: Collection[str] | None = None) -> None:
        """Close the idle connections to some authorities (host, and port where not the scheme's own), or all."""
        with self._lock:
            closing = [one for one in self._idle.values() if authorities is None or one.target.authority in authorities]
            for connection in closing:
                del self._idle[connection.target.origin]
        for connection in closing:
            connection.close()

    def _tls_context(self) -> ssl.SSLContext:
        with self._lock:
            if self._tls is None:
                self._tls = ssl.create_default_context()
            return self._tls
