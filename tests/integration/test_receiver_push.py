"""What the receiver promises: kept before it is answered, and nothing from strangers."""

import gzip
import hashlib
import json
import select
import socket
import time
from collections.abc import Iterator

import psycopg2
import pytest
from starlette.routing import Route

from include.newsdesk.receiver import requests
from include.newsdesk.receiver.app import build_app
from tests.postgres import News
from tests.receiver import TOKEN, Receiver, add_feed, add_subscription, receiver, sign

__all__ = ["receiver"]

CALLBACK = "a-callback-token-nobody-guesses"
DOCUMENT = b"<rss version='2.0'><channel><title>Harbour</title></channel></rss>"
INBOX = "select kind, state, deliveries, body_bytes from ops.inbox order by push_id"
CUT = """
select pg_terminate_backend(pid) from pg_stat_activity
where application_name = 'newsdesk receiver' and datname = current_database()
"""
ARTICLE = {"url": "https://harbour.example/2031/quay.html"}


@pytest.fixture
def subscribed(news: News, receiver: Receiver) -> News:
    add_subscription(news, add_feed(news), CALLBACK)
    while receiver.push(CALLBACK, b"").status == 404:  # Until the notice has arrived.
        time.sleep(0.02)
    news.query("delete from ops.inbox")
    return news


@pytest.fixture
def listening(news: News) -> Iterator[psycopg2.extensions.connection]:
    connection = psycopg2.connect(news.loader_url)
    connection.autocommit = True
    connection.cursor().execute("listen newsdesk")
    yield connection
    connection.close()


def test_a_signed_push_is_in_the_inbox_when_it_is_answered_and_wakes_the_pipeline(
    subscribed: News, receiver: Receiver, listening: psycopg2.extensions.connection
) -> None:
    assert receiver.push(CALLBACK, DOCUMENT).status == 202
    assert subscribed.query(INBOX) == [("websub", "waiting", 1, len(DOCUMENT))]
    assert select.select([listening], [], [], 10)[0]
    listening.poll()
    assert [notice.payload for notice in listening.notifies] == ["feeds_due"]


def test_the_same_push_again_is_kept_once_and_counted(subscribed: News, receiver: Receiver) -> None:
    for _ in range(5):
        assert receiver.push(CALLBACK, DOCUMENT).status == 202
    assert subscribed.query(INBOX) == [("websub", "waiting", 5, len(DOCUMENT))]


REFUSED = {
    "no signature": {},
    "a signature with another secret": {"X-Hub-Signature": sign(DOCUMENT, "another" * 5)},
    "a signature of another body": {"X-Hub-Signature": sign(DOCUMENT + b" ")},
    "half a signature": {"X-Hub-Signature": sign(DOCUMENT)[:20]},
    "an unknown algorithm": {"X-Hub-Signature": "md5=" + hashlib.md5(DOCUMENT).hexdigest()},
    "an empty signature": {"X-Hub-Signature": "sha256="},
    "sha1 in the name only": {"X-Hub-Signature": "sha1=" + sign(DOCUMENT).partition("=")[2]},
}


def test_what_is_not_rightly_signed_is_answered_like_an_unknown_token_and_not_kept(subscribed: News, receiver: Receiver) -> None:
    for what, headers in REFUSED.items():
        wrong = receiver.ask("POST", f"/websub/{CALLBACK}", DOCUMENT, headers)
        unknown = receiver.ask("POST", "/websub/no-such-token-at-all", DOCUMENT, headers)
        assert wrong.status == unknown.status == 404, what
        assert wrong.body == unknown.body, what
        assert wrong.headers | {"date": ""} == unknown.headers | {"date": ""}, what
    assert subscribed.query(INBOX) == []


def test_upper_case_digits_are_hexadecimal_too(subscribed: News, receiver: Receiver) -> None:
    algorithm, _, digits = sign(DOCUMENT).partition("=")
    headers = {"X-Hub-Signature": f"{algorithm}={digits.upper()}"}
    assert receiver.ask("POST", f"/websub/{CALLBACK}", DOCUMENT, headers).status == 202


def test_two_signatures_are_none(subscribed: News, receiver: Receiver) -> None:
    lines = [
        f"POST /websub/{CALLBACK} HTTP/1.1", "Host: x", f"Content-Length: {len(DOCUMENT)}",
        f"X-Hub-Signature: {sign(DOCUMENT)}", f"X-Hub-Signature: {sign(DOCUMENT)}", "", "",
    ]  # fmt: skip
    assert raw(receiver, "\r\n".join(lines).encode() + DOCUMENT).startswith(b"HTTP/1.1 404")


def test_an_ended_subscription_is_not_talked_about(news: News, receiver: Receiver) -> None:
    subscription_id = add_subscription(news, add_feed(news), CALLBACK)
    while receiver.push(CALLBACK, DOCUMENT).status == 404:
        time.sleep(0.02)
    news.query("update ops.subscriptions set state = 'ended', ended_at = now() where subscription_id = %s", subscription_id)
    news.query("notify newsdesk_subscriptions")
    deadline = time.monotonic() + 10
    while receiver.push(CALLBACK, DOCUMENT).status != 404:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_body_with_a_content_coding_is_refused(subscribed: News, receiver: Receiver) -> None:
    body = gzip.compress(DOCUMENT)
    assert receiver.push(CALLBACK, body, **{"Content-Encoding": "gzip"}).status == 415
    assert receiver.push_article(gzip.compress(b"{}"), Content_Encoding="gzip").status == 415
    assert subscribed.query(INBOX) == []


def test_a_body_over_the_limit_is_refused_before_it_is_sent(receiver: Receiver) -> None:
    length = requests.MOST_BODY_BYTES + 1
    head = f"POST /websub/x HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\nX-Hub-Signature: {sign(b'')}\r\n\r\n"
    answer = raw(receiver, head.encode())
    assert answer.startswith(b"HTTP/1.1 413")
    assert b"connection: close" in answer.lower()


def test_an_endless_body_is_refused_at_the_limit(receiver: Receiver) -> None:
    head = f"POST /websub/x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nX-Hub-Signature: {sign(b'')}\r\n\r\n"
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    with socket.create_connection(("127.0.0.1", receiver.port), timeout=30) as connection:
        connection.sendall(head.encode())
        for _ in range(requests.MOST_BODY_BYTES // 0x10000 + 1):
            connection.sendall(chunk)
        assert connection.recv(65536).startswith(b"HTTP/1.1 413")


def test_a_body_that_drips_is_given_up(receiver: Receiver) -> None:
    head = f"POST /websub/x HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\nX-Hub-Signature: {sign(b'')}\r\n\r\n"
    assert drip(receiver, head.encode() + b"x").startswith(b"HTTP/1.1 408")


def test_headers_that_drip_are_given_up(receiver: Receiver) -> None:
    assert drip(receiver, b"POST /websub/x HTTP/1.1\r\nHost: x\r\n") == b""


def test_an_article_is_kept_once_for_each_key(news: News, receiver: Receiver) -> None:
    first = receiver.push_article(ARTICLE, Idempotency_Key="quay-1")
    again = receiver.push_article(ARTICLE, Idempotency_Key="quay-1")
    assert first.status == again.status == 202
    assert first.json() | {"repeated": True} == again.json()
    assert receiver.push_article(ARTICLE | {"title": "Quay"}, Idempotency_Key="quay-1").status == 409
    assert receiver.push_article(ARTICLE, "another-invented-token", Idempotency_Key="quay-1").json()["repeated"] is False
    assert news.query("select sender, state from ops.inbox order by 1") == [("Harbour Post", "waiting"), ("Pier News", "waiting")]


def test_without_a_key_the_body_is_the_key(news: News, receiver: Receiver) -> None:
    assert [receiver.push_article(ARTICLE).json()["repeated"] for _ in range(2)] == [False, True]


FAULTS = {
    "no address": {},
    "no web address": {"url": "ftp://harbour.example/x"},
    "an unknown field": ARTICLE | {"titel": "Quay"},
    "a text without title": ARTICLE | {"body": "Text"},
    "two texts": ARTICLE | {"title": "T", "body": "x", "body_html": "<p>x"},
    "a date without zone": ARTICLE | {"published_at": "2031-01-01T10:00:00"},
    "a list": [1],
    "no JSON": b"{",
    "nested too deep": b'{"url":' + b"[" * 100_000,
}


def test_an_article_that_is_not_as_described_is_refused_with_the_reason(news: News, receiver: Receiver) -> None:
    for fault, record in FAULTS.items():
        answer = receiver.push_article(record)
        assert answer.status == 422, fault
        assert answer.json()["detail"][0]["msg"], fault
    assert news.query(INBOX) == []


def test_an_article_without_the_right_token_is_refused(news: News, receiver: Receiver) -> None:
    for headers in ({}, {"Authorization": "Bearer wrong-token-of-someone"}, {"Authorization": f"Basic {TOKEN}"}):
        answer = receiver.ask("POST", "/articles", json.dumps(ARTICLE).encode(), {"Content-Type": "application/json", **headers})
        assert (answer.status, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert news.query(INBOX) == []


def test_pushes_over_the_rate_of_a_token_are_put_off() -> None:
    clock = [0.0]
    rate = requests.Rate(2.0, 3, now=lambda: clock[0])
    assert [rate.allows("a") for _ in range(4)] == [True, True, True, False]
    assert rate.allows("b")
    clock[0] = 0.5
    assert [rate.allows("a") for _ in range(2)] == [True, False]


def test_a_lost_database_is_told_and_found_again(news: News, receiver: Receiver) -> None:
    news.query("alter role newsdesk_receiver connection limit 0")
    try:
        news.query(CUT)
        receiver.wait_until(503)
        news.query("alter role newsdesk_receiver connection limit -1")
        receiver.wait_until(200)
        assert receiver.push_article(ARTICLE).status == 202
    finally:
        news.query("alter role newsdesk_receiver connection limit -1")


def test_every_route_but_the_open_ones_wants_a_token(receiver: Receiver) -> None:
    open_to_all = {("GET", "/health"), ("GET", "/openapi.json"), ("GET", "/docs")}
    routes = [route for route in build_app("", {}).routes if isinstance(route, Route)]
    assert len(routes) == 6
    for route in routes:
        for method in (route.methods or set()) - {"HEAD"}:
            answer = receiver.ask(method, route.path.replace("{token}", "stranger"), b"{}" if method == "POST" else None)
            if (method, route.path) in open_to_all:
                assert answer.status == 200
            else:
                assert answer.status in (401, 404), route.path


def test_the_pages_need_nothing_from_outside_and_name_every_field(receiver: Receiver) -> None:
    page = receiver.ask("GET", "/docs")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert b"src=" not in page.body and b"<script" not in page.body and b"<link" not in page.body
    document = receiver.ask("GET", "/openapi.json").json()
    for field in document["components"]["schemas"]["Article"]["properties"]:
        assert field.encode() in page.body
    assert document["openapi"] == "3.1.0"


def test_the_receivers_role_may_do_no_more_than_receive(news: News) -> None:
    for statement in (
        "select * from ops.feeds", "select * from news.articles", "select body from ops.inbox", "delete from ops.inbox",
        "update ops.inbox set body = null", "insert into ops.entries default values", "select * from raw.captures",
        "update ops.subscriptions set secret = repeat('x', 40)", "delete from ops.subscriptions",
        "create table public.mine (x int)",
    ):  # fmt: skip
        connection = psycopg2.connect(news.receiver_url)
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            connection.cursor().execute(statement)
        connection.close()


def raw(receiver: Receiver, sent: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", receiver.port), timeout=30) as connection:
        connection.sendall(sent)
        return connection.recv(65536)


def drip(receiver: Receiver, begun: bytes) -> bytes:
    """Send the beginning of a request and then a byte now and then, until there is an answer or an end."""
    with socket.create_connection(("127.0.0.1", receiver.port), timeout=30) as connection:
        connection.sendall(begun)
        while not select.select([connection], [], [], 0.5)[0]:
            connection.sendall(b"x")
        try:
            return connection.recv(65536)
        except ConnectionResetError:
            return b""
