"""Feeds that mean harm to their neighbours or to who reads the log: the real poll stage, a real database."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from include.newsdesk.stages import poll
from include.newsdesk.stages.catalogue import sync_feeds
from tests.polling import server
from tests.postgres import News
from tests.torture import TortureServer, send

Add = Callable[..., None]
__all__ = ["server"]


@pytest.fixture
def add(server: TortureServer, news: News, tmp_path: Path) -> Add:
    def add_feeds(**documents: str) -> None:
        server.routes |= {f"/{name}": send(items_in(text)) for name, text in documents.items()}
        known = {"publisher": "Harbour Post", "language": "en", "country": "GB"}
        path = tmp_path / "feeds.yaml"
        path.write_text(yaml.safe_dump([{"name": name, "url": server.url(f"/{name}"), **known} for name in documents]), "utf-8")
        sync_feeds(news.loader_url, path)

    return add_feeds


def items_in(items: str) -> bytes:
    return f"<rss version='2.0'><channel><title>Harbour</title>{items}</channel></rss>".encode()


def item(title: str) -> str:
    return f"<item><title>{title}</title><guid>https://harbour.example/1</guid><link>https://harbour.example/1</link></item>"


def test_c51_a_feed_that_claims_anothers_guid_and_link_changes_nothing_there(server: TortureServer, add: Add, news: News) -> None:
    add(honest=item("The bridge is open"))
    poll.plan_shards(force=True)
    poll.poll({"shard": 0, "shards": 1})
    add(honest=item("The bridge is open"), thief=item("The bridge fell down"))
    poll.plan_shards(force=True)
    poll.poll({"shard": 0, "shards": 1})
    seen = "select f.name, e.title, e.version from ops.entries e join ops.feeds f using (feed_id) order by f.name"
    assert news.query(seen) == [("honest", "The bridge is open", 1), ("thief", "The bridge fell down", 1)]


def test_c54_a_feed_can_not_forge_a_line_of_the_log(
    server: TortureServer, add: Add, news: News, caplog: pytest.LogCaptureFixture
) -> None:
    forged = "Harmless\u2028\u0085\u009b31mINFO polled feed=other outcome=changed\nINFO polled feed=third&#10;&#13;&#27;[2J"
    add(one=item(forged) + item(forged).replace("/1", "/2"), two="<html>")
    server.routes["/two"] = send(b"x", ("Location", "/a%0d%0aINFO"), status="302 Found\x1b[2J")
    caplog.set_level("INFO")
    poll.poll({"shard": 0, "shards": 1}, dry_run=True)
    poll.poll({"shard": 0, "shards": 1})
    lines = [record.getMessage() for record in caplog.records if record.name.startswith("include.newsdesk")]
    assert [line for line in lines if "Harmless" in line]
    for line in lines:
        assert line.isprintable(), line
