"""One HTTP/1.1 listener, on 127.0.0.1 unless told otherwise, with conditional requests and gzip.

Does not decide what is served: that comes from the answer function it is given.
"""

import gzip
import hashlib
import socket
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_SMALLEST_ZIPPED = 256  # bytes; below, gzip makes an answer longer


@dataclass(frozen=True)
class Ask:
    """Hold what a client asked; header names are lower case."""

    method: str
    target: str
    headers: Mapping[str, str]

    @property
    def path(self) -> str:
        """Return the target without its query."""
        return self.target.partition("?")[0]


@dataclass(frozen=True)
class Reply:
    """Hold an answer before it is compressed."""

    status: int
    body: bytes = b""
    content_type: str = "text/plain; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    last_modified: datetime | None = None

    @property
    def etag(self) -> str:
        """Return a weak validator, since the same one goes with and without gzip (RFC 9110, 8.8.3)."""
        return f'W/"{hashlib.sha256(self.body).hexdigest()[:20]}"'


def conditional(ask: Ask, reply: Reply) -> Reply:
    """Add validators to a 200 and turn it into a 304 where the client has that state (RFC 9110, 13.1)."""
    if reply.status != 200:
        return reply
    validators = {"ETag": reply.etag}
    if reply.last_modified:
        validators["Last-Modified"] = format_datetime(reply.last_modified, usegmt=True)
    reply = replace(reply, headers={**reply.headers, **validators})
    return replace(reply, status=304, body=b"") if _is_known(ask, reply, validators["ETag"]) else reply


def _is_known(ask: Ask, reply: Reply, etag: str) -> bool:
    known = ask.headers.get("if-none-match")
    if known is not None:  # it alone counts where both are sent
        tags = {tag.strip().removeprefix("W/") for tag in known.split(",")}
        return "*" in tags or etag.removeprefix("W/") in tags
    since = ask.headers.get("if-modified-since")
    if not since or not reply.last_modified:
        return False
    try:
        return parsedate_to_datetime(since) >= reply.last_modified
    except ValueError:
        return False


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "newsroom"
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body leave in one packet
    timeout = 60
    server: "Listener"

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.rfile.read(int(headers.get("content-length", 0)))
        reply = self.server.answer(Ask(self.command, self.path, headers))
        body = reply.body
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.status != 304:
            self.send_header("Content-Type", reply.content_type)
            self.send_header("Vary", "Accept-Encoding")
            if len(body) >= _SMALLEST_ZIPPED and "gzip" in headers.get("accept-encoding", ""):
                body = gzip.compress(body, 5, mtime=0)
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_HEAD = do_POST = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent: the newsroom keeps its own log."""


class Listener(ThreadingHTTPServer):
    """Answer the requests of one port, each connection in a thread.

    Raises OSError where the port is taken. Port 0 takes a free one.
    """

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, port: int, answer: Callable[[Ask], Reply], host: str = "127.0.0.1") -> None:
        """Bind and listen; requests wait until `start`."""
        self.answer = answer
        self._host = host
        self._connections: set[socket.socket] = set()
        super().__init__((host, port), _Handler)

    @property
    def url(self) -> str:
        """Return the address without a slash at the end."""
        return f"http://{self._host}:{self.server_address[1]}"

    def start(self) -> None:
        """Serve in a thread of its own."""
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.2}, daemon=True).start()

    def stop(self) -> None:
        """Stop serving and close the port and every connection that clients keep open."""
        self.shutdown()
        self.server_close()
        for connection in list(self._connections):
            self.shutdown_request(connection)

    def process_request(self, request: socket.socket | tuple[bytes, socket.socket], client_address: object) -> None:
        """Remember the connection, so that it can be closed from here."""
        if isinstance(request, socket.socket):
            self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: socket.socket | tuple[bytes, socket.socket]) -> None:
        """Close the connection and forget it."""
        self._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: object, client_address: object) -> None:
        """Pass over clients that hang up in the middle of an answer; report anything else."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]
