"""Feeds on a server that tests shape route by route, in a fresh database, and the poll stage on them.

Test files that use the fixtures import them.
"""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from include.newsdesk.stages import poll
from include.newsdesk.stages.catalogue import sync_feeds
from tests.postgres import News
from tests.torture import Request, Route, TortureServer, send


@pytest.fixture
def server(news: News, monkeypatch: pytest.MonkeyPatch) -> Iterator[TortureServer]:
    monkeypatch.setenv("NEWSDESK_ALLOW_NETWORKS", "127.0.0.0/8")
    monkeypatch.setenv("NEWSDESK_ALLOW_ANY_PORT", "true")
    monkeypatch.setenv("NEWSDESK_HOST_DELAY_SECONDS", "0")
    with TortureServer({}) as opened:
        yield opened


@pytest.fixture
def add(server: TortureServer, news: News, tmp_path: Path) -> Callable[..., None]:
    """Add feeds by name; each is at /NAME of the server."""

    def add_feeds(*names: str) -> None:
        rows = [
            {"name": name, "url": server.url(f"/{name}"), "publisher": "Harbour Post", "language": "en", "country": "GB"}
            for name in names
        ]
        path = tmp_path / "feeds.yaml"
        path.write_text(yaml.safe_dump(rows), encoding="utf-8")
        sync_feeds(news.loader_url, path)

    return add_feeds


def poll_now() -> dict[str, int]:
    poll.plan_shards(force=True)
    return poll.poll({"shard": 0, "shards": 1})


def document(*titles: str) -> bytes:
    """Write a feed; the guid of an item is the first word of its title."""
    items = [
        f"<item><title>{title}</title><guid isPermaLink='false'>{title.split()[0]}</guid>"
        f"<link>https://harbour.example/{title.split()[0]}.html</link></item>"
        for title in titles
    ]
    return f"<rss version='2.0'><channel><title>Harbour</title>{''.join(items)}</channel></rss>".encode()


def tagged(etag: str, *titles: str) -> Route:
    return send(document(*titles), ("ETag", f'"{etag}"'), ("Content-Type", "application/rss+xml"))


def honest(etag: str, *titles: str) -> Route:
    """Answer 304 to the present ETag only."""
    whole, nothing = tagged(etag, *titles), send(b"", status="304 Not Modified")

    def route(opened: Any, request: Request) -> None:
        (nothing if request.headers.get("if-none-match") == f'"{etag}"' else whole)(opened, request)

    return route


def asked_with(server: TortureServer, path: str = "/one") -> list[str | None]:
    return [request.headers.get("if-none-match") for request in server.requests if request.path == path]


def wait_for(news: News, question: str) -> None:
    """Ask the database until the answer is yes."""
    give_up_at = time.monotonic() + 30
    while news.query(question) != [(True,)]:
        assert time.monotonic() < give_up_at, question
        time.sleep(0.05)
