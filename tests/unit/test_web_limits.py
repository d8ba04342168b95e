"""Every limit of the client just below, at and just above its value."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from include.newsdesk.errors import NewsdeskError
from include.newsdesk.settings import Settings
from include.newsdesk.stages.open_web import web_limits
from include.newsdesk.web.answers import Answer, read_retry_after
from include.newsdesk.web.budget import Budget
from include.newsdesk.web.limits import BodyLimits, Kind, Limits
from include.newsdesk.web.refusals import FetchFailed, FetchRefused
from include.newsdesk.web.urls import read_url
from tests.torture import Request, Route, TortureServer, chunked, closed_clients, compress, guarded, head, raw, redirect, send

__all__ = ["closed_clients"]

OVER = [(-1, True), (0, True), (1, False)]


def limits(**changes: object) -> Limits:
    return Limits(**{"allow_any_port": True, "allow_networks": ("127.0.0.0/8",), **changes})  # type: ignore[arg-type]


@pytest.fixture
def server() -> Iterator[TortureServer]:
    with TortureServer({}) as running:
        yield running


def outcome(server: TortureServer, route: Route, path: str = "/", kind: Kind = "feed", **changes: object) -> Answer | str:
    """Fetch, and give the answer or the reason code."""
    server.routes["/"] = route
    try:
        return guarded(limits(**changes)).get(server.url(path), kind=kind)
    except NewsdeskError as error:
        assert isinstance(error, FetchFailed | FetchRefused)
        return error.reason


def test_the_defaults_are_those_that_are_promised() -> None:
    defaults = Limits()
    mebibyte = 2**20
    assert defaults.bodies["feed"] == BodyLimits(5 * mebibyte, 15 * mebibyte)
    assert defaults.bodies["page"] == BodyLimits(5 * mebibyte, 10 * mebibyte)
    assert (defaults.ratio, defaults.ratio_free_bytes) == (100, mebibyte)
    assert (defaults.dns_seconds, defaults.connect_seconds, defaults.idle_seconds, defaults.total_seconds) == (5, 10, 10, 30)
    assert (defaults.redirects, defaults.header_lines, defaults.header_bytes) == (5, 100, 64 * 1024)
    assert (defaults.url_characters, defaults.allow_ports) == (2048, frozenset({80, 443}))
    assert (defaults.retry_after_least_seconds, defaults.retry_after_most_seconds) == (60, 86_400)
    assert (defaults.robots_bytes, defaults.allow_networks, defaults.allow_any_port) == (512 * 1024, (), False)


@pytest.mark.parametrize(("over", "is_allowed"), OVER)
@pytest.mark.parametrize("kind", ["feed", "page"])
@pytest.mark.parametrize("is_declared", [True, False])
def test_bytes_on_the_wire(over: int, is_allowed: bool, kind: Kind, is_declared: bool, server: TortureServer) -> None:
    body = b"x" * (1000 + over)
    route = send(body) if is_declared else raw(head("200 OK", ()) + body, is_closing=True)
    bodies = {kind: BodyLimits(1000, 5000)}
    seen = outcome(server, route, kind=kind, bodies=bodies)
    assert (seen.body == body) if isinstance(seen, Answer) else (seen == "body.too_large")
    assert isinstance(seen, Answer) is is_allowed


@pytest.mark.parametrize(("over", "is_allowed"), OVER)
def test_bytes_on_the_wire_count_the_framing_of_chunks(over: int, is_allowed: bool, server: TortureServer) -> None:
    framed = chunked(b"x" * 500, b"y" * 300)
    route = raw(head("200 OK", (("Transfer-Encoding", "chunked"),)) + framed)
    seen = outcome(server, route, bodies={"feed": BodyLimits(len(framed) - over, 5000)})
    assert isinstance(seen, Answer) is is_allowed


@pytest.mark.parametrize(("over", "is_allowed"), OVER)
@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_decoded_bytes(over: int, is_allowed: bool, coding: str, server: TortureServer) -> None:
    body = b"abcdefghij" * 500 + b"x" * over if over >= 0 else (b"abcdefghij" * 500)[:over]
    route = send(compress(coding, body), ("Content-Encoding", coding))
    seen = outcome(server, route, bodies={"feed": BodyLimits(4000, 5000)})
    assert (seen.body == body) if isinstance(seen, Answer) else (seen == "body.too_large")
    assert isinstance(seen, Answer) is is_allowed


@pytest.mark.parametrize(("over", "is_allowed"), OVER)
@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_the_ratio_of_decoded_to_sent_bytes(over: int, is_allowed: bool, coding: str, server: TortureServer) -> None:
    sent = compress(coding, bytes(20_000 + over))
    ratio_free = 20_000
    route = send(sent, ("Content-Encoding", coding))
    seen = outcome(server, route, ratio=1, ratio_free_bytes=ratio_free)
    assert seen == "body.bomb" if not is_allowed else isinstance(seen, Answer)
    exact = compress(coding, bytes(len(sent) * 10))
    seen = outcome(server, send(exact, ("Content-Encoding", coding)), ratio=len(sent) * 10 // len(exact) + 1, ratio_free_bytes=1)
    assert isinstance(seen, Answer)


@pytest.mark.parametrize(("over", "is_allowed"), OVER)
def test_header_lines(over: int, is_allowed: bool, server: TortureServer) -> None:
    # The status line and Content-Length are lines too.
    many = tuple((f"X-{number}", "y") for number in range(98 + over))
    seen = outcome(server, send(b"feed", *many))
    assert isinstance(seen, Answer) if is_allowed else seen == "headers.too_large"
    few = outcome(server, send(b"feed", *many[: 8 + over]), header_lines=10)
    assert isinstance(few, Answer) if is_allowed else few == "headers.too_large"


@pytest.mark.parametrize(("over", "is_allowed"), OVER)
def test_header_bytes(over: int, is_allowed: bool, server: TortureServer) -> None:
    fixed = len(head("200 OK", (("Content-Length", "4"), ("X-Long", ""))))
    route = send(b"feed", ("X-Long", "y" * (2000 - fixed + over)))
    seen = outcome(server, route, header_bytes=2000)
    assert isinstance(seen, Answer) if is_allowed else seen == "headers.too_large"


@pytest.mark.parametrize(("over", "is_allowed"), OVER)
def test_redirects(over: int, is_allowed: bool, server: TortureServer) -> None:
    hops = 3 + over
    for number in range(hops):
        server.routes[f"/{number}"] = redirect(f"/{number + 1}")
    server.routes[f"/{hops}"] = send(b"there")
    seen = outcome(server, send(b""), path="/0", redirects=3)
    assert isinstance(seen, Answer) if is_allowed else seen == "redirect.too_many"


@pytest.mark.parametrize(("over", "is_allowed"), OVER)
def test_characters_of_a_url(over: int, is_allowed: bool) -> None:
    url = "http://news.example/".ljust(2048 + over, "a")
    with contextlib.nullcontext() if is_allowed else pytest.raises(FetchRefused, match="characters=2049"):
        assert read_url(url).path == url.removeprefix("http://news.example")


@pytest.mark.parametrize(("over", "is_whole"), OVER)
def test_the_body_of_an_error_answer_is_cut(over: int, is_whole: bool, server: TortureServer) -> None:
    body = b"x" * (100 + over)
    for route in (
        send(body, status="403 Forbidden"),
        send(compress("gzip", body), ("Content-Encoding", "gzip"), status="403 Forbidden"),
    ):
        seen = outcome(server, route, error_body_bytes=100)
        assert isinstance(seen, Answer)
        assert seen.body == body[:100]
        assert (seen.body == body) is is_whole


@pytest.mark.parametrize(("over", "is_allowed"), OVER)
def test_ports(over: int, is_allowed: bool, server: TortureServer) -> None:
    del is_allowed
    seen = outcome(server, send(b"feed"), allow_any_port=False, allow_ports=frozenset({server.port + over}))
    assert isinstance(seen, Answer) if over == 0 else seen == "port.denied"


@pytest.mark.parametrize(
    ("value", "seconds"), [("59", 60), ("60", 60), ("61", 61), ("86399", 86_399), ("86400", 86_400), ("86401", 86_400)]
)
def test_seconds_of_retry_after(value: str, seconds: int) -> None:
    assert read_retry_after(value, datetime(2026, 3, 1, tzinfo=UTC), 60, 86_400) == seconds


@pytest.mark.parametrize("network", ["127.0.0.1/32", "127.0.0.0/31"])
def test_networks_that_are_added_count_to_their_last_address_and_no_further(network: str) -> None:
    for last in ("127.0.0.1", "127.0.0.2"):
        with TortureServer({"/": send(b"feed")}, address=last) as server:
            seen = outcome(server, send(b"feed"), allow_networks=(network,))
            assert isinstance(seen, Answer) if last == "127.0.0.1" else seen == "address.denied"


# Times: the arithmetic by a clock that is handed in, the waiting with servers that answer before or after the limit.
# Limits that must not be reached are long, so that a busy machine changes nothing; those that must be reached are short.

SHORT, LONG = 0.3, 20.0


def test_the_time_limits_are_settings_with_the_defaults_of_the_client() -> None:
    names = ("dns_seconds", "connect_seconds", "idle_seconds", "total_seconds")
    by_default, changed = Settings(database_url="x"), Settings(database_url="x", **dict.fromkeys(names, 7.0))
    assert [getattr(web_limits(by_default), name) for name in names] == [getattr(Limits(), name) for name in names]
    assert [getattr(web_limits(changed), name) for name in names] == [7.0] * 4


@pytest.mark.parametrize(
    ("passed", "left"), [(0.0, 4.0), (5.0, 4.0), (6.0, 4.0), (7.0, 3.0), (9.0, 1.0), (10.0, None), (11.0, None)]
)
def test_a_call_gets_what_is_left_of_the_total_time_and_no_more_than_its_own_limit(passed: float, left: float | None) -> None:
    moments = iter([100.0, 100.0 + passed])
    budget = Budget("http://a.example/", total_seconds=10.0, idle_seconds=4.0, clock=lambda: next(moments))
    if left is not None:
        assert budget.idle_slice() == left
        return
    with pytest.raises(FetchFailed) as caught:
        budget.idle_slice()
    assert caught.value.reason == "deadline.exceeded"


@pytest.mark.parametrize(("passed", "reason"), [(9.9, "read.timeout"), (10.0, "deadline.exceeded"), (10.1, "deadline.exceeded")])
@pytest.mark.parametrize("waited", [0.0, 50.0])
def test_a_timeout_is_named_after_the_limit_that_was_reached_and_waiting_for_a_turn_is_extra(
    passed: float, reason: str, waited: float
) -> None:
    moments = iter([100.0, 100.0 + passed + waited])
    budget = Budget("http://a.example/", total_seconds=10.0, idle_seconds=4.0, clock=lambda: next(moments))
    budget.extend(waited)
    error = budget.timed_out("read.timeout")
    assert isinstance(error, FetchFailed)
    assert error.reason == reason


@pytest.mark.parametrize("is_in_time", [True, False])
@pytest.mark.parametrize("place", ["before the head", "within the head", "before the body", "within the body"])
def test_seconds_of_silence(place: str, is_in_time: bool, server: TortureServer) -> None:
    whole = head("200 OK", (("Content-Length", "4"),)) + b"feed"
    cut = {"before the head": 0, "within the head": 20, "before the body": len(whole) - 4, "within the body": len(whole) - 2}[
        place
    ]

    def pause(opened: socket.socket, _: Request) -> None:
        opened.sendall(whole[:cut])
        server.stopped.wait(SHORT if is_in_time else LONG)
        opened.sendall(whole[cut:])

    seen = outcome(server, pause, idle_seconds=LONG if is_in_time else SHORT, total_seconds=2 * LONG)
    assert isinstance(seen, Answer) if is_in_time else seen == "read.timeout"


@pytest.mark.parametrize("is_in_time", [True, False])
def test_seconds_in_total(is_in_time: bool, server: TortureServer) -> None:
    whole = head("200 OK", (("Content-Length", "8"),)) + b"feedfeed"

    def drip(opened: socket.socket, _: Request) -> None:
        opened.sendall(whole[:-8])
        for index in range(8):
            server.stopped.wait(0.1)
            opened.sendall(whole[len(whole) - 8 + index :][:1])

    seen = outcome(server, drip, idle_seconds=LONG, total_seconds=LONG if is_in_time else SHORT)
    assert isinstance(seen, Answer) if is_in_time else seen == "deadline.exceeded"


@pytest.mark.parametrize("is_in_time", [True, False])
def test_seconds_of_a_lookup(is_in_time: bool, server: TortureServer) -> None:
    server.routes["/"] = send(b"feed")
    given_up = threading.Event()

    def resolve(_: str) -> list[str]:
        given_up.wait(SHORT if is_in_time else LONG)
        return ["127.0.0.1"]

    client = guarded(limits(dns_seconds=LONG if is_in_time else SHORT), resolve=resolve)
    if is_in_time:
        assert client.get(server.url(host="news.example"), kind="feed").body == b"feed"
        return
    with pytest.raises(FetchFailed) as caught:
        client.get(server.url(host="news.example"), kind="feed")
    given_up.set()  # an answer that comes too late leads nowhere
    assert (caught.value.reason, server.connections) == ("dns.failed", 0)


@pytest.mark.parametrize("is_in_time", [True, False])
def test_seconds_of_a_connection(is_in_time: bool) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        with contextlib.ExitStack() as stack:
            # With its queue full a listener leaves further connections without an answer.
            for _ in range(0 if is_in_time else 4):
                waiting = stack.enter_context(socket.socket())
                waiting.setblocking(False)
                waiting.connect_ex(listener.getsockname())
            client = guarded(limits(connect_seconds=LONG if is_in_time else SHORT, idle_seconds=SHORT))
            with pytest.raises(FetchFailed) as caught:
                client.get(f"http://127.0.0.1:{listener.getsockname()[1]}/", kind="feed")
    assert caught.value.reason == ("read.timeout" if is_in_time else "connect.failed")


@pytest.mark.parametrize("is_in_time", [True, False])
def test_seconds_of_a_tls_handshake(is_in_time: bool) -> None:
    """The handshake counts with the connection; a server that answers in time with something else is no TLS server."""
    answered = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            with contextlib.suppress(OSError), listener.accept()[0] as opened:
                answered.wait(SHORT if is_in_time else LONG)
                opened.sendall(b"HTTP/1.1 400 Plain\r\n\r\n")

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        client = guarded(limits(connect_seconds=LONG if is_in_time else SHORT))
        with pytest.raises(FetchFailed) as caught:
            client.get(f"https://127.0.0.1:{listener.getsockname()[1]}/", kind="feed")
        answered.set()
        thread.join()
    assert caught.value.reason == "tls.failed"
    assert bool(caught.value.detail) is is_in_time


def test_every_limit_of_the_client_but_those_of_the_warehouse_is_a_setting() -> None:
    changed = Settings(
        database_url="x", feed_wire_bytes=1, feed_decoded_bytes=2, page_wire_bytes=3, page_decoded_bytes=4, robots_bytes=5,
        ratio=6, redirects=7, header_lines=8, header_bytes=9, retry_after_least_seconds=10, retry_after_most_seconds=11,
    )  # fmt: skip
    limits = web_limits(changed)
    assert (limits.bodies["feed"], limits.bodies["page"]) == (BodyLimits(1, 2), BodyLimits(3, 4))
    names = (
        "robots_bytes",
        "ratio",
        "redirects",
        "header_lines",
        "header_bytes",
        "retry_after_least_seconds",
        "retry_after_most_seconds",
    )
    assert [getattr(limits, name) for name in names] == list(range(5, 12))
    assert web_limits(Settings(database_url="x")).bodies == Limits().bodies
