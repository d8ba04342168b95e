"""The receiver killed at every statement of its write path: what was answered with 2xx is there, and nothing is there twice.

A quick run takes some of the statements, evenly spread; NEWSDESK_KILL_POINTS=all takes every one.
"""

import http.client
import os
import time
from urllib.parse import urlsplit, urlunsplit

from tests.chaos.wire import Side, Wire
from tests.postgres import News
from tests.receiver import Answered, Receiver, add_feed, add_subscription

CALLBACK = "a-callback-token-nobody-guesses"
BODIES = [f"<rss><channel><title>{n}</title></channel></rss>".encode() for n in range(2)]
QUICK = 6  # Points of a quick run.
KEYS = ["key-1", "key-2"]
SIDES: tuple[Side, ...] = ("before", "after")
KEPT = "select idempotency_key from ops.inbox"


def through(url: str, wire: Wire) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{parts.netloc.rpartition(':')[0]}:{wire.port}"))


def port_of(url: str) -> int:
    port = urlsplit(url).port
    assert port is not None
    return port


def send_all(receiver: Receiver, answered: set[int]) -> None:
    """Send what was not answered with 2xx yet, one after the other, until the receiver is gone."""
    for number in range(len(BODIES) + len(KEYS)):
        if number in answered:
            continue
        try:
            answer = send(receiver, number)
        except (OSError, http.client.HTTPException):
            return
        assert answer.status == 202
        answered.add(number)


def send(receiver: Receiver, number: int) -> Answered:
    if number < len(BODIES):
        return receiver.push(CALLBACK, BODIES[number])
    return receiver.push_article({"url": "https://harbour.example/x"}, Idempotency_Key=KEYS[number - len(BODIES)])


def wait_for_the_subscription(news: News, receiver: Receiver) -> None:
    while receiver.push(CALLBACK, b"").status == 404:
        time.sleep(0.02)
    news.query("delete from ops.inbox")


def test_every_push_that_was_answered_is_kept_once_whenever_the_receiver_is_killed(news: News) -> None:
    add_subscription(news, add_feed(news), CALLBACK)
    first, last = count_statements(news)
    assert last - first >= 4 * (len(BODIES) + len(KEYS))  # Begin, insert, notify and commit of each.
    points = [(cut_at, side) for cut_at in range(first + 1, last + 1) for side in SIDES]
    for cut_at, side in points if os.environ.get("NEWSDESK_KILL_POINTS") == "all" else points[:: len(points) // QUICK]:
        killed_at(news, cut_at, side)


def count_statements(news: News) -> tuple[int, int]:
    wire = Wire(port_of(news.receiver_url))
    with Receiver(through(news.receiver_url, wire)) as receiver:
        wait_for_the_subscription(news, receiver)
        first = len(wire.statements)
        answered: set[int] = set()
        send_all(receiver, answered)
        last = len(wire.statements)
    wire.close()
    assert len(answered) == len(BODIES) + len(KEYS)
    return first, last


def killed_at(news: News, cut_at: int, side: Side) -> None:
    news.query("delete from ops.inbox")
    victim: list[Receiver] = []
    wire = Wire(port_of(news.receiver_url), cut_at, side, lambda: victim[0].process.kill())
    answered: set[int] = set()
    receiver = Receiver(through(news.receiver_url, wire))
    victim.append(receiver)
    with receiver:
        wait_for_the_subscription(news, receiver)
        send_all(receiver, answered)
        receiver.process.wait(30)
    wire.close()
    kept = [key for (key,) in news.query(KEPT)]
    assert len(answered) <= len(kept) <= len(answered) + 1, f"killed {side} statement {cut_at}"
    with Receiver(news.receiver_url) as receiver:
        wait = time.monotonic() + 10
        while len(answered) < len(BODIES) + len(KEYS) and time.monotonic() < wait:
            send_all(receiver, answered)
    kept = [key for (key,) in news.query(KEPT)]
    assert len(kept) == len(set(kept)) == len(BODIES) + len(KEYS), f"killed {side} statement {cut_at}"
