"""A WebSub hub and a publisher for tests: real HTTP on loopback, told by the test what to do next."""

import threading
import urllib.request
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode

from tests.receiver import sign

Form = dict[str, str]


class Hub:
    """Takes requests at /hub, forwards from /moved/STATUS, and serves topics; `forms` are the requests that came."""

    def __init__(self) -> None:
        self.forms: list[Form] = []
        self.content_types: list[str] = []
        self.topics: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.answer = 202
        self.on_request: Callable[[Form], object] = lambda form: None

    def __enter__(self) -> Self:
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                if self.path.startswith("/moved/"):
                    self.reply(int(self.path.rpartition("/")[2]), {"Location": "/hub"}, b"")
                    return
                form = {name: values[0] for name, values in parse_qs(body, strict_parsing=True).items()}
                hub.forms.append(form)
                hub.content_types.append(self.headers["Content-Type"])
                hub.on_request(form)
                self.reply(hub.answer, {}, b"why not")

            def do_GET(self) -> None:
                self.reply(*hub.topics.get(self.path, (404, {}, b"")))

            def reply(self, status: int, headers: dict[str, str], body: bytes) -> None:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def url(self, path: str = "/hub") -> str:
        return f"http://127.0.0.1:{self._server.server_port}{path}"

    def verify(self, form: Form, **changes: str) -> tuple[int, str, dict[str, str]]:
        """Ask the subscriber whether a request is its own."""
        asked = {"hub.mode": form["hub.mode"], "hub.topic": form["hub.topic"], "hub.challenge": "challenge<b>&\u00e9",
                 "hub.lease_seconds": "864000"}  # fmt: skip
        return get(form["hub.callback"], asked | {f"hub.{name}": value for name, value in changes.items()})

    def deny(self, form: Form, reason: str) -> int:
        return get(form["hub.callback"], {"hub.mode": "denied", "hub.topic": form["hub.topic"], "hub.reason": reason})[0]

    def push(self, form: Form, body: bytes, algorithm: str = "sha1", **headers: str) -> int:
        sent = {"Content-Type": "application/rss+xml", "X-Hub-Signature": sign(body, form["hub.secret"], algorithm), **headers}
        request = urllib.request.Request(form["hub.callback"], body, sent, method="POST")
        return reply_to(request)[0]


def get(callback: str, parameters: dict[str, str]) -> tuple[int, str, dict[str, str]]:
    return reply_to(urllib.request.Request(f"{callback}?{urlencode(parameters)}"))


def reply_to(request: urllib.request.Request) -> tuple[int, str, dict[str, str]]:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=10) as reply:
            return reply.status, reply.read().decode(), {name.lower(): value for name, value in reply.headers.items()}
    except HTTPError as error:
        with error:
            return error.code, error.read().decode(), {}
