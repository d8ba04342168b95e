"""A receiver as a process of its own on a loopback port, and a hub's way of signing."""

import hashlib
import hmac
import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import pytest

from include.newsdesk.local.ports import choose_port
from tests.postgres import News

TOKEN = "invented-token-of-the-harbour"
TOPIC = "https://harbour.example/feed"
SECRET = "invented-secret-" * 3
FEED = """
with p as (insert into news.publishers (name) values (%s) returning publisher_id)
insert into ops.feeds (publisher_id, name, configured_url, url, host, next_poll_at)
select publisher_id, %s, %s, %s, 'harbour.example', now() + interval '1 day' from p returning feed_id
"""
SUBSCRIPTION = """
insert into ops.subscriptions (feed_id, topic_url, hub_url, token, callback_url, secret, state, verified_at, lease_until)
values (%s, %s, 'https://hub.example/', %s, 'https://us.example/', %s, %s, now(), now() + interval '1 day')
returning subscription_id
"""


@dataclass(frozen=True)
class Answered:
    """An answer of the receiver."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self):
        return json.loads(self.body)


class Receiver:
    """One process; `ask` opens a connection for each request."""

    def __init__(self, database_url: str, command: tuple[str, ...] = ("-m", "include.newsdesk.receiver")) -> None:
        self.port = choose_port()
        self._command = command
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("NEWSDESK_")},
            "NEWSDESK_DATABASE_URL": database_url,
            "NEWSDESK_PUSH_TOKENS": f"Harbour Post={TOKEN}, Pier News=another-invented-token",
        }

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.process.kill()
        self.process.wait()

    def start(self) -> None:
        self.process = subprocess.Popen([sys.executable, *self._command, "--port", str(self.port)], env=self._environment)
        self.wait_until(200)

    def wait_until(self, status: int) -> None:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                if self.ask("GET", "/health").status == status:
                    return
            except OSError:
                pass
            time.sleep(0.05)
        raise AssertionError(f"the receiver is not up: {self.process.poll()}")

    def ask(self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> Answered:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body=body, headers=dict(headers or {}))
            answer = connection.getresponse()
            return Answered(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def push(self, token: str, body: bytes, secret: str = SECRET, algorithm: str = "sha256", **headers: str) -> Answered:
        return self.ask("POST", f"/websub/{token}", body, {"X-Hub-Signature": sign(body, secret, algorithm), **headers})

    def push_article(self, record: object, token: str = TOKEN, **headers: str) -> Answered:
        body = record if isinstance(record, bytes) else json.dumps(record).encode()
        sent = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", **headers}
        return self.ask("POST", "/articles", body, {name.replace("_", "-"): value for name, value in sent.items()})


def sign(body: bytes, secret: str = SECRET, algorithm: str = "sha256") -> str:
    return f"{algorithm}={hmac.new(secret.encode(), body, getattr(hashlib, algorithm)).hexdigest()}"


def add_feed(news: News, name: str = "Harbour", url: str = TOPIC) -> int:
    return news.query(FEED, f"{name} Post", name, url, url)[0][0]


def add_subscription(
    news: News, feed_id: int, token: str, state: str = "active", topic: str = "https://harbour.example/feed"
) -> int:
    subscription_id = news.query(SUBSCRIPTION, feed_id, topic, token, SECRET, state)[0][0]
    news.query("notify newsdesk_subscriptions")
    return subscription_id


@pytest.fixture
def receiver(news: News) -> Iterator[Receiver]:
    with Receiver(news.receiver_url) as running:
        yield running
