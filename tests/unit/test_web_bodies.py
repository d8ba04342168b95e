"""What a server may send and how long it may take: sizes, codings, lengths, times, states.

The numbers are those of the project's catalogue of attacks and faults.
"""

import os
import socket
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from include.newsdesk.errors import NewsdeskError
from include.newsdesk.web.answers import Answer, Validators, read_retry_after
from include.newsdesk.web.freshness import expires_at, max_age_seconds
from include.newsdesk.web.limits import BodyLimits, Kind, Limits
from include.newsdesk.web.refusals import FetchFailed, FetchRefused
from tests.torture import (
    Request,
    Route,
    TortureServer,
    bomb,
    chunked,
    closed_clients,
    compress,
    drip,
    endless,
    guarded,
    head,
    raw,
    redirect,
    send,
)

__all__ = ["closed_clients"]

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
FEED = b"<rss><channel>" + b"<item><title>A bridge reopens</title></item>" * 700 + b"</channel></rss>"
CODINGS = ["gzip", "deflate", "br", "zstd"]


def limits(**changes: object) -> Limits:
    settings: dict[str, object] = {
        "allow_any_port": True,
        "allow_networks": ("127.0.0.0/8",),
        "idle_seconds": 2.0,
        "total_seconds": 5.0,
    }
    return Limits(**{**settings, **changes})  # type: ignore[arg-type]


@pytest.fixture
def server() -> Iterator[TortureServer]:
    with TortureServer({}) as running:
        yield running


def fetch(server: TortureServer, route: Route, kind: Kind = "feed", **changes: object) -> Answer:
    server.routes["/"] = route
    return guarded(limits(**changes), now=lambda: NOW).get(server.url(), kind=kind)


def refused(server: TortureServer, route: Route, kind: Kind = "feed", **changes: object) -> str:
    with pytest.raises(NewsdeskError) as caught:
        fetch(server, route, kind, **changes)
    assert isinstance(caught.value, FetchFailed | FetchRefused)
    return caught.value.reason


def coded(coding: str, body: bytes) -> Route:
    return send(body, ("Content-Encoding", coding))


def small_bodies(wire: int, decoded: int) -> dict[str, BodyLimits]:
    return {"feed": BodyLimits(wire, decoded), "page": BodyLimits(wire, decoded)}


def test_b21_a_body_that_drips_ends_at_the_deadline(server: TortureServer) -> None:
    payload = head("200 OK", (("Content-Length", "1000"),)) + b"x" * 1000
    dripping = drip(payload, 0.01, server.stopped)
    assert refused(server, dripping, total_seconds=0.1, idle_seconds=0.08) == "deadline.exceeded"


@pytest.mark.parametrize("payload", [b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 100, b"HTTP/1.1 200 OK", b"1" * 1000])
def test_b21_headers_that_drip_end_at_the_deadline(payload: bytes, server: TortureServer) -> None:
    dripping = drip(payload, 0.01, server.stopped)
    assert refused(server, dripping, total_seconds=0.1, idle_seconds=0.08) in ("deadline.exceeded", "read.timeout")


def test_b21_the_deadline_covers_all_redirects_together(server: TortureServer) -> None:
    def slow(opened: socket.socket, request: Request) -> None:
        server.stopped.wait(0.04)
        redirect("/")(opened, request)

    assert refused(server, slow, total_seconds=0.1) == "deadline.exceeded"


def test_b21_a_server_that_falls_silent_is_left_after_the_idle_limit(server: TortureServer) -> None:
    assert refused(server, raw(b"HTTP/1.1 200 OK\r\n"), idle_seconds=0.05) == "read.timeout"
    assert refused(server, raw(head("200 OK", (("Content-Length", "9"),))), idle_seconds=0.05) == "read.timeout"


@pytest.mark.parametrize(
    ("first", "block"),
    [
        (head("200 OK", ()), b"x" * 4096),
        (head("200 OK", (("Transfer-Encoding", "chunked"),)), chunked(b"x" * 4096, end=b"")),
        (head("200 OK", (("Transfer-Encoding", "chunked"),)), chunked(b"x", end=b"")),
        (head("200 OK", (("Content-Encoding", "gzip"),)), b"\x1f\x8b\x08" + b"\0" * 4093),
    ],
)
def test_b22_an_endless_body_ends_at_the_limit(first: bytes, block: bytes, server: TortureServer) -> None:
    route = endless(first, block, server.stopped)
    assert refused(server, route, bodies=small_bodies(100_000, 300_000)) == "body.too_large"


def test_b22_an_endless_chunk_extension_or_trailer_ends(server: TortureServer) -> None:
    first = head("200 OK", (("Transfer-Encoding", "chunked"),))
    extension = endless(first + b"1;", b"x" * 4096, server.stopped)
    assert refused(server, extension, bodies=small_bodies(50_000, 50_000)) in ("body.too_large", "body.truncated")
    trailer = endless(first + b"1\r\nx\r\n0\r\n", b"X: y\r\n", server.stopped)
    assert refused(server, trailer, bodies=small_bodies(50_000, 50_000)) == "body.too_large"


@pytest.mark.parametrize(
    ("headers", "body", "reason"),
    [
        ((("Content-Length", "100"),), b"x" * 50, "body.truncated"),
        ((("Content-Length", "50"),), b"x" * 100, "body.length_invalid"),
        ((("Content-Length", "50"), ("Content-Length", "100")), b"x" * 100, "body.length_invalid"),
        ((("Content-Length", "100"), ("Content-Length", "150")), b"x" * 100, "body.length_invalid"),
        ((("Content-Length", "100, 50"),), b"x" * 100, "body.length_invalid"),
        ((("Content-Length", "-100"),), b"x" * 100, "body.length_invalid"),
        ((("Content-Length", "+100"),), b"x" * 100, "body.length_invalid"),
        ((("Content-Length", "1_00"),), b"x" * 100, "body.length_invalid"),
        ((("Content-Length", "0x64"),), b"x" * 100, "body.length_invalid"),
        ((("Content-Length", "many"),), b"x" * 100, "body.length_invalid"),
        ((("Content-Length", "9" * 30),), b"x" * 100, "body.too_large"),
        ((("Transfer-Encoding", "chunked"),), b"5\r\nabc", "body.truncated"),
        ((("Transfer-Encoding", "chunked"),), chunked(b"abc", end=b""), "body.truncated"),
        ((("Transfer-Encoding", "chunked"),), b"-5\r\nabcde\r\n0\r\n\r\n", "body.truncated"),
        ((("Transfer-Encoding", "chunked"),), b"-1\r\nabcde", "body.truncated"),
        ((("Transfer-Encoding", "chunked"),), b"ffffffffffffffff\r\nabc", "body.truncated"),
        ((("Transfer-Encoding", "chunked"),), b"zz\r\nabc\r\n0\r\n\r\n", "body.truncated"),
        ((("Transfer-Encoding", "gzip, chunked"),), chunked(b"abc"), "coding.refused"),
    ],
)
def test_b23_a_length_that_lies_is_refused(
    headers: tuple[tuple[str, str], ...], body: bytes, reason: str, server: TortureServer
) -> None:
    assert refused(server, raw(head("200 OK", headers) + body, is_closing=True)) == reason


def test_b23_the_same_length_twice_is_no_lie(server: TortureServer) -> None:
    lengths = (("Content-Length", "4"), ("Content-Length", "4"))
    assert fetch(server, raw(head("200 OK", lengths) + b"feed")).body == b"feed"


def test_b23_bytes_after_one_answer_never_become_the_next(server: TortureServer) -> None:
    server.routes["/"] = raw(head("200 OK", (("Content-Length", "4"),)) + b"feed" + head("200 OK", ()) + b"forged")
    server.routes["/next"] = send(b"next")
    client = guarded(limits())
    with pytest.raises(FetchFailed):
        client.get(server.url(), kind="feed")
    assert client.get(server.url("/next"), kind="feed").body == b"next"


def test_b23_bytes_that_come_later_never_become_the_next_answer(server: TortureServer) -> None:
    is_read, is_forged = threading.Event(), threading.Event()

    def forge_later(opened: socket.socket, request: Request) -> None:
        send(b"feed")(opened, request)
        is_read.wait(10)
        send(b"forged")(opened, request)
        is_forged.set()

    server.routes |= {"/": forge_later, "/next": send(b"next")}
    client = guarded(limits())
    assert client.get(server.url(), kind="feed").body == b"feed"
    is_read.set()
    assert is_forged.wait(10)
    assert client.get(server.url("/next"), kind="feed").body == b"next"


def peak_kib() -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1])


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of memory can be reset on Linux only")
@pytest.mark.parametrize("coding", CODINGS)
def test_b24_a_bomb_is_stopped_before_it_takes_memory(coding: str, server: TortureServer) -> None:
    explosive = bomb(coding)
    Path("/proc/self/clear_refs").write_text("5")
    before = peak_kib()
    assert refused(server, coded(coding, explosive)) in ("body.bomb", "body.too_large")
    assert peak_kib() - before < 64 * 1024


@pytest.mark.parametrize("coding", CODINGS)
def test_b24_a_body_that_grows_too_much_for_its_size_is_a_bomb(coding: str, server: TortureServer) -> None:
    body = compress(coding, bytes(60_000))
    assert refused(server, coded(coding, body), ratio=10, ratio_free_bytes=50_000) == "body.bomb"


@pytest.mark.parametrize("codings", ["gzip, gzip", "br, gzip", ", ".join(["gzip"] * 10), "gzip, identity, gzip"])
def test_b25_more_than_one_coding_is_refused(codings: str, server: TortureServer) -> None:
    assert refused(server, coded(codings, compress("gzip", compress("gzip", FEED)))) == "coding.refused"


def test_b25_codings_in_two_headers_are_two_codings(server: TortureServer) -> None:
    twice = send(b"x", ("Content-Encoding", "gzip"), ("Content-Encoding", "gzip"))
    assert refused(server, twice) == "coding.refused"


@pytest.mark.parametrize("coding", ["compress", "lzma", "gzip;q=1", "base64"])
def test_b25_an_unknown_coding_is_refused(coding: str, server: TortureServer) -> None:
    assert refused(server, coded(coding, FEED)) == "coding.refused"


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("missing", [1, 8, 20])
def test_b26_a_coded_body_that_was_cut_is_refused(coding: str, missing: int, server: TortureServer) -> None:
    whole = compress(coding, FEED)
    assert refused(server, coded(coding, whole[: len(whole) - missing])) in ("body.truncated", "coding.broken")


def test_b26_a_gzip_body_with_a_wrong_checksum_is_refused(server: TortureServer) -> None:
    whole = compress("gzip", FEED)
    broken = whole[:-8] + bytes(4) + whole[-4:]
    assert refused(server, coded("gzip", broken)) == "coding.broken"


def test_b26_validators_are_withheld_where_a_cut_would_leave_no_trace(server: TortureServer) -> None:
    marks = (("ETag", '"1"'), ("Last-Modified", "Sun, 01 Mar 2026 10:00:00 GMT"))
    unmarked = fetch(server, raw(head("200 OK", marks) + FEED, is_closing=True))
    assert (unmarked.body, unmarked.etag, unmarked.last_modified) == (FEED, None, None)
    for route in (
        send(FEED, *marks),
        raw(head("200 OK", (*marks, ("Transfer-Encoding", "chunked"))) + chunked(FEED)),
        raw(head("200 OK", (*marks, ("Content-Encoding", "gzip"))) + compress("gzip", FEED), is_closing=True),
    ):
        answer = fetch(server, route)
        assert (answer.body, answer.etag, answer.last_modified) == (FEED, '"1"', "Sun, 01 Mar 2026 10:00:00 GMT")


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", FEED),
        ("br", FEED),
        ("zstd", FEED),
        ("deflate", FEED),
        ("br", compress("gzip", FEED)),
        ("gzip", compress("gzip", FEED) + b"<!-- cached -->"),
        ("deflate", compress("deflate", FEED) + b"<!-- cached -->"),
        ("zstd", compress("zstd", FEED) + b"<!-- cached -->"),
        ("br", compress("br", FEED) + b"<!-- cached -->"),
        ("gzip", compress("gzip", b"") * 300),
    ],
)
def test_b27_a_body_that_is_not_what_its_coding_says_is_refused(coding: str, body: bytes, server: TortureServer) -> None:
    assert refused(server, coded(coding, body)) in ("coding.broken", "body.truncated")


@pytest.mark.parametrize(
    ("coding", "body"),
    [(coding, compress(coding, FEED)) for coding in CODINGS]
    + [
        ("x-gzip", compress("gzip", FEED)),
        ("GZIP", compress("gzip", FEED)),
        ("deflate", compress("raw-deflate", FEED)),
        ("identity", FEED),
        ("", FEED),
        ("gzip, identity", compress("gzip", FEED)),
        ("gzip", compress("gzip", FEED[:500]) + compress("gzip", FEED[500:])),
        ("gzip", b"".join(compress("gzip", FEED[at : at + 500]) for at in range(0, len(FEED), 500))),
        ("gzip", compress("gzip", FEED) + bytes(512)),
        ("zstd", compress("zstd", FEED[:500]) + compress("zstd", FEED[500:])),
    ],
)
def test_b27_every_accepted_coding_gives_the_whole_body(coding: str, body: bytes, server: TortureServer) -> None:
    answer = fetch(server, coded(coding, body))
    assert (answer.body, answer.wire_bytes) == (FEED, len(body))


@pytest.mark.parametrize(
    "payload",
    [
        b"HTTP/1.1 200 OK\r\n" + b"X-Many: y\r\n" * 5000 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX-Long: " + b"y" * 500_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 " + b"y" * 500_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: " + b"\r\n y" * 5000 + b"\r\n\r\n",
    ],
)
def test_b28_headers_beyond_the_limit_are_refused(payload: bytes, server: TortureServer) -> None:
    assert refused(server, raw(payload)) == "headers.too_large"


@pytest.mark.parametrize(
    "payload", [b"\x00\xff\xfe" * 50 + b"\r\n\r\n", b"SSH-2.0-OpenSSH\r\n", b"HTTP/2 200\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n"]
)
def test_b28_what_is_not_http_is_refused(payload: bytes, server: TortureServer) -> None:
    assert refused(server, raw(payload, is_closing=True)) in ("answer.malformed", "body.truncated")


def test_b28_binary_headers_do_no_harm(server: TortureServer) -> None:
    route = raw(b"HTTP/1.1 200 OK\r\nX-Raw: \xff\xfe\x80\r\nContent-Length: 4\r\n\r\nfeed")
    assert fetch(server, route).headers["x-raw"] == "\xff\xfe\x80"


def test_b30_a_304_that_nobody_asked_for_is_refused(server: TortureServer) -> None:
    assert refused(server, raw(head("304 Not Modified", (("ETag", '"1"'),)))) == "answer.unasked_304"


def test_b30_validators_go_to_the_url_that_they_came_from(server: TortureServer) -> None:
    server.routes["/"] = redirect("/feed")
    server.routes["/feed"] = raw(head("304 Not Modified", (("ETag", '"1"'),)))
    client = guarded(limits())
    kept = Validators('"1"', "Sun, 01 Mar 2026 10:00:00 GMT", server.url("/feed"))
    answer = client.get(server.url(), kind="feed", validators=kept)
    assert (answer.not_modified, answer.body, answer.final_url) == (True, b"", server.url("/feed"))
    first, second = server.requests
    assert "if-none-match" not in first.headers
    assert second.headers["if-none-match"] == '"1"'
    assert second.headers["if-modified-since"] == "Sun, 01 Mar 2026 10:00:00 GMT"


@pytest.mark.parametrize("status", ["204 No Content", "205 Reset Content", "206 Partial Content"])
def test_b31_a_part_or_nothing_is_not_a_document(status: str, server: TortureServer) -> None:
    assert refused(server, send(b"", status=status)) == "answer.partial"


def test_b31_an_empty_body_is_not_a_document(server: TortureServer) -> None:
    assert refused(server, send(b"")) == "body.empty"
    assert refused(server, coded("gzip", compress("gzip", b""))) == "body.empty"
    assert fetch(server, send(b""), "robots").body == b""


@pytest.mark.parametrize("interim", ["100 Continue", "102 Processing", "103 Early Hints"])
def test_b31_interim_answers_are_skipped_and_a_flood_of_them_ends(interim: str, server: TortureServer) -> None:
    early = head(interim, (("Link", "</style.css>; rel=preload"),))
    final = head("200 OK", (("Content-Length", "4"),)) + b"feed"
    assert fetch(server, raw(early * 3 + final)).body == b"feed"
    assert refused(server, endless(b"", early, server.stopped)) == "headers.too_large"


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        ("0", 60),
        ("-5", 60),
        ("-" + "9" * 40, 60),
        ("1000000000000", 86_400),
        ("9" * 5000, 86_400),
        (format_datetime(NOW + timedelta(seconds=300), usegmt=True), 300),
        (format_datetime(NOW - timedelta(days=3), usegmt=True), 60),
        (format_datetime(NOW + timedelta(days=900), usegmt=True), 86_400),
        ("Sun, 01 Mar 2026 12:05:00", 300),
        ("soon", None),
        ("1.5", None),
        ("²", None),
        ("Sun, 99 Mar 99999 12:05:00 GMT", None),
        ("", None),
    ],
)
def test_b32_retry_after_is_clamped(value: str, seconds: int | None) -> None:
    assert read_retry_after(value, NOW, 60, 86_400) == seconds


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_b32_retry_after_is_kept_whatever_the_body_is_like(status: str, server: TortureServer) -> None:
    later = ("Retry-After", "120")
    for route in (
        send(b"slow down", later, status=status),
        send(b"not gzip", later, ("Content-Encoding", "gzip"), status=status),
        send(b"x", later, ("Content-Encoding", "gzip, gzip"), status=status),
        raw(head(status, (later, ("Content-Length", "100"))) + b"cut", is_closing=True),
        raw(head(status, (later, ("Content-Length", "-1"))) + b"cut", is_closing=True),
        endless(head(status, (later,)), b"x" * 4096, server.stopped),
    ):
        answer = fetch(server, route)
        assert (answer.status, answer.retry_after_seconds) == (int(status[:3]), 120)
        assert len(answer.body) <= 64 * 1024


@pytest.mark.parametrize(
    ("statuses", "is_permanent"), [([301], True), ([308, 301], True), ([302], False), ([301, 302], False), ([307, 308], False)]
)
def test_b33_only_a_chain_of_permanent_redirects_is_permanent(
    statuses: list[int], is_permanent: bool, server: TortureServer
) -> None:
    for number, status in enumerate(statuses):
        server.routes[f"/{number}"] = redirect(f"/{number + 1}", status)
    server.routes[f"/{len(statuses)}"] = send(FEED)
    answer = guarded(limits()).get(server.url("/0"), kind="feed")
    assert answer.permanent_redirect == (answer.final_url if is_permanent else None)
    assert [status for status, _ in answer.redirects] == statuses


def test_b33_gone_is_an_answer(server: TortureServer) -> None:
    answer = fetch(server, send(b"gone", status="410 Gone"))
    assert (answer.status, answer.body, answer.permanent_redirect) == (410, b"gone", None)


def test_b34_absurd_freshness_is_read_without_harm(server: TortureServer) -> None:
    century = timedelta(days=36_500)
    for control, expires, seconds, is_far in (
        ("max-age=" + "9" * 18, "Fri, 31 Dec 9999 23:59:59 GMT", 10**18 - 1, True),
        ("max-age=" + "9" * 400, "Sun, 01 Mar 99999 12:00:00 GMT", 10**18 - 1, None),
        ("max-age=-5", "0", None, None),
        ("no-store, max-age=600", "Thu, 01 Jan 1970 00:00:00 GMT", 0, False),
        ("max-age=soon", "-1", None, None),
    ):
        dated = (("Cache-Control", control), ("Expires", expires), ("Date", format_datetime(NOW, usegmt=True)))
        answer = fetch(server, send(FEED, *dated))
        assert max_age_seconds(answer) == seconds
        end = expires_at(answer)
        assert (None if end is None else end > NOW + century) is is_far


@pytest.mark.parametrize(
    "headers",
    [
        (("Content-Length", str(60)),),
        (("Transfer-Encoding", "chunked"),),
    ],
)
def test_b35_an_answer_that_is_cut_anywhere_is_an_error(headers: tuple[tuple[str, str], ...], server: TortureServer) -> None:
    body = b"0123456789" * 6
    whole = head("200 OK", headers) + (body if "length" in headers[0][0].lower() else chunked(body[:30], body[30:]))
    client = guarded(limits())
    # With its last chunk's line a body is known to be whole, the empty line after it adds nothing.
    for end in range(len(whole) - (2 if "Encoding" in headers[0][0] else 0)):
        server.routes["/"] = raw(whole[:end], is_closing=True)
        with pytest.raises(FetchFailed) as caught:
            client.get(server.url(), kind="feed")
        assert caught.value.reason in ("connection.lost", "answer.malformed", "body.truncated")
    server.routes["/"] = raw(whole)
    assert client.get(server.url(), kind="feed").body == body


def test_b35_a_connection_that_is_reset_is_an_error(server: TortureServer) -> None:
    def reset(opened: socket.socket, _: Request) -> None:
        opened.sendall(head("200 OK", (("Content-Length", "100"),)) + b"half")
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        os.close(opened.detach())

    assert refused(server, reset) in ("body.truncated", "connection.lost")


def test_b35_a_kept_connection_that_the_server_closed_is_replaced(server: TortureServer) -> None:
    server.routes["/"] = send(b"first")
    server.routes["/closing"] = raw(b"", is_closing=True)
    client = guarded(limits())
    client.get(server.url(), kind="feed")
    client.get(server.url(), kind="feed")
    assert server.connections == 1

    def close_used(opened: socket.socket, request: Request) -> None:
        (raw(b"", is_closing=True) if request.peer == 1 else send(b"again"))(opened, request)

    server.routes["/again"] = close_used
    assert client.get(server.url("/again"), kind="feed").body == b"again"
    assert (server.connections, len(server.requests)) == (2, 4)


def test_b35_a_request_is_repeated_only_where_it_cannot_have_been_seen(server: TortureServer) -> None:
    server.routes |= {"/": send(b"feed"), "/closing": raw(b"", is_closing=True)}
    assert refused(server, raw(b"", is_closing=True)) == "connection.lost"
    assert len(server.requests) == 1
    client = guarded(limits())
    assert client.post(server.url("/missing"), b"hub.mode=subscribe").status == 404
    with pytest.raises(FetchFailed):
        client.post(server.url("/closing"), b"hub.mode=subscribe")
    assert [request.path for request in server.requests] == ["/", "/missing", "/closing"]


@pytest.mark.parametrize("charset", ["", "; charset=utf8x", "; charset=zlib_codec", "; charset=utf-7", "; charset=idna"])
def test_b36_bytes_are_handed_on_untouched_whatever_charset_is_claimed(charset: str, server: TortureServer) -> None:
    body = b"\xef\xbb\xbf<rss>\xff\xfe\x00+ADw-</rss>"
    answer = fetch(server, send(body, ("Content-Type", f"text/xml{charset}")))
    assert (answer.body, answer.content_type) == (body, f"text/xml{charset}")
