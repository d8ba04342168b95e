"""A server that behaves badly in every way that the catalogue names: raw sockets, one thread per connection.

Each route is a function that gets the connection and the request; what it sends is what goes over the wire.
"""

import contextlib
import gzip
import socket
import ssl
import threading
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import brotli
import pytest
from backports import zstd

from include.newsdesk.web.client import GuardedClient
from include.newsdesk.web.limits import Limits


@dataclass(frozen=True)
class Request:
    """One request as it came in."""

    line: str
    headers: dict[str, str]
    body: bytes
    peer: int

    @property
    def path(self) -> str:
        return (self.line.split(" ") + [""])[1]


Route = Callable[[socket.socket, Request], None]


@dataclass
class TortureServer:
    """Serves routes on a loopback port; `requests` and `connections` tell what arrived."""

    routes: dict[str, Route]
    tls: ssl.SSLContext | None = None
    address: str = "127.0.0.1"
    requests: list[Request] = field(default_factory=list)
    connections: int = 0
    stopped: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        family = socket.AF_INET6 if ":" in self.address else socket.AF_INET
        self._listener = socket.create_server((self.address, 0), family=family, backlog=64)
        self.port: int = self._listener.getsockname()[1]
        self._open: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self.stopped.set()
        # close() alone does not wake a thread in accept() or recv(); shutdown() does.
        for opened in (self._listener, *self._open):
            with contextlib.suppress(OSError):
                opened.shutdown(socket.SHUT_RDWR)
            opened.close()
        for thread in self._threads:
            thread.join()

    def url(self, path: str = "/", host: str | None = None) -> str:
        scheme = "https" if self.tls else "http"
        return f"{scheme}://{host or self.address}:{self.port}{path}"

    def _accept(self) -> None:
        while not self.stopped.is_set():
            try:
                accepted, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._open.append(accepted)
            thread = threading.Thread(target=self._serve, args=(accepted, self.connections), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, opened: socket.socket, peer: int) -> None:
        with contextlib.suppress(OSError, ValueError):
            if self.tls:
                opened = self.tls.wrap_socket(opened, server_side=True)
                self._open.append(opened)
            with opened, opened.makefile("rb") as stream:
                while request := _read_request(stream, peer):
                    self.requests.append(request)
                    route = self.routes.get(request.path.split("?")[0], send(b"", status="404 Not Found"))
                    route(opened, request)


def _read_request(stream: socket.SocketIO, peer: int) -> Request | None:  # type: ignore[name-defined]
    line = stream.readline().decode("latin-1").rstrip("\r\n")
    if not line:
        return None
    headers: dict[str, str] = {}
    while (header := stream.readline().decode("latin-1").rstrip("\r\n")) != "":
        name, _, value = header.partition(":")
        headers[name.lower()] = value.strip()
    return Request(line, headers, stream.read(int(headers.get("content-length", 0))), peer)


@contextlib.contextmanager
def twin_sockets(listening: str, silent: str) -> Iterator[socket.socket]:
    """Listen on one address, and hold the same port of another where connections are turned away.

    The one that listens does not block: `accept` raises BlockingIOError when nobody has come.
    """
    for _ in range(50):
        with socket.socket() as held, socket.socket() as listener:
            held.bind((silent, 0))
            try:
                listener.bind((listening, held.getsockname()[1]))
            except OSError:
                continue  # somebody has the port there
            listener.listen()
            listener.setblocking(False)
            yield listener
            return
    raise OSError("no port is free on both addresses")


def head(status: str, headers: tuple[tuple[str, str], ...]) -> bytes:
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode("latin-1")


def send(body: bytes, *headers: tuple[str, str], status: str = "200 OK") -> Route:
    """Answer properly."""
    return raw(head(status, (("Content-Length", str(len(body))), *headers)) + body)


def redirect(location: str, status: int = 302) -> Route:
    return send(b"elsewhere", ("Location", location), status=f"{status} Moved")


def raw(payload: bytes, *, is_closing: bool = False) -> Route:
    """Send bytes as they are; `is_closing` ends the connection after them."""

    def route(opened: socket.socket, _: Request) -> None:
        opened.sendall(payload)
        if is_closing:
            opened.shutdown(socket.SHUT_RDWR)

    return route


def drip(payload: bytes, seconds: float, stopped: threading.Event) -> Route:
    """Send one byte at a time, until the server stops or the client goes."""

    def route(opened: socket.socket, _: Request) -> None:
        for index in range(len(payload)):
            opened.sendall(payload[index : index + 1])
            if stopped.wait(seconds):
                return

    return route


def endless(first: bytes, block: bytes, stopped: threading.Event) -> Route:
    """Send a head and then the same block for ever."""

    def route(opened: socket.socket, _: Request) -> None:
        opened.sendall(first)
        while not stopped.is_set():
            opened.sendall(block)

    return route


def chunked(*chunks: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    return b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks) + end


def compress(coding: str, body: bytes) -> bytes:
    match coding:
        case "gzip":
            return gzip.compress(body, mtime=0)
        case "deflate":
            return zlib.compress(body)
        case "raw-deflate":
            packer = zlib.compressobj(wbits=-15)
            return packer.compress(body) + packer.flush()
        case "br":
            return brotli.compress(body, quality=1)
        case "zstd":
            return zstd.compress(body)
    raise KeyError(coding)


def bomb(coding: str) -> bytes:
    """Compress hundreds of MiB of zeros, block by block; gzip and deflate repeat one block, and so lack an end."""
    mebibyte = bytes(2**20)
    if coding == "br":
        brotli_packer = brotli.Compressor(quality=1)
        return b"".join(brotli_packer.process(mebibyte) for _ in range(200)) + brotli_packer.finish()
    if coding == "zstd":
        zstd_packer = zstd.ZstdCompressor()
        return b"".join(zstd_packer.compress(mebibyte) for _ in range(200)) + zstd_packer.flush()
    packer = zlib.compressobj(wbits=31 if coding == "gzip" else 15)
    first = packer.compress(mebibyte) + packer.flush(zlib.Z_FULL_FLUSH)
    return first + (packer.compress(mebibyte) + packer.flush(zlib.Z_FULL_FLUSH)) * 1023


_CLIENTS: list[GuardedClient] = []


def guarded(limits: Limits, **parts: object) -> GuardedClient:
    """Make a client that is closed at the end of the test."""
    _CLIENTS.append(GuardedClient(limits, **parts))  # type: ignore[arg-type]
    return _CLIENTS[-1]


@pytest.fixture(autouse=True)
def closed_clients() -> Iterator[None]:
    """Import this where `guarded` is used."""
    yield
    while _CLIENTS:
        _CLIENTS.pop().close()
