"""What becomes of pages that can't be had."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from include.newsdesk.stages import batches, fetch, load, parse, poll, validate
from include.newsdesk.stages.catalogue import sync_feeds
from tests.postgres import News

TEXT = "".join(
    f"<p>The harbour council met for the {word} time this year and spoke at length about the quay, the cranes and who pays.</p>"
    for word in ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "last")
)
FEED = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Quay News</title><link>{base}/</link>
<item><title>Council talks about the quay</title><link>{base}{path}</link><guid>1</guid>
<pubDate>Mon, 23 Nov 2026 10:00:00 GMT</pubDate><content:encoded><![CDATA[{text}]]></content:encoded></item></channel></rss>"""


class Site(BaseHTTPRequestHandler):
    """One feed with the whole text, and pages with the status in their path."""

    def do_GET(self) -> None:
        base = f"http://127.0.0.1:{self.server.server_port}"
        if self.path == "/robots.txt":
            return self.answer(200, "User-agent: *\nDisallow: /closed", "text/plain")
        if self.path.startswith("/feed"):
            path = self.path.removeprefix("/feed")
            return self.answer(
                200, FEED.format(base=base, path=path, text=TEXT if "short" not in path else "<p>Short.</p>"), "text/xml"
            )
        return self.answer(int(self.path[-3:]), "<html><title>No</title></html>", "text/html")

    def answer(self, status: int, body: str, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("NEWSDESK_ALLOW_NETWORKS", "127.0.0.0/8")
    monkeypatch.setenv("NEWSDESK_ALLOW_ANY_PORT", "true")
    monkeypatch.setenv("NEWSDESK_HOST_DELAY_SECONDS", "0")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def ingest(news: News, site: str, path: str, folder: Path) -> dict[str, int]:
    catalogue = folder / "feeds.yaml"
    catalogue.write_text(
        f"- {{name: Quay, url: '{site}/feed{path}', publisher: Quay, language: en, country: IE}}", encoding="utf-8"
    )
    sync_feeds(news.loader_url, catalogue)
    for shard in poll.plan_shards():
        poll.poll(shard)
    (batch_id,) = batches.batch_entries()
    counts = fetch.fetch(batch_id)
    load.load(validate.validate(parse.parse(counts)))
    return counts


@pytest.mark.parametrize("path", ["/closed/200", "/denied/401"])
def test_the_feeds_own_full_text_stands_in_for_a_page_that_can_not_be_had(
    news: News, site: str, path: str, tmp_path: Path
) -> None:
    assert ingest(news, site, path, tmp_path)["from_feed"] == 1
    title, body, source = news.query("select title, body, found ->> 'text' from news.articles")[0]
    assert title == "Council talks about the quay"
    assert body.count("The harbour council met") == 11
    assert source == "feed"


@pytest.mark.parametrize(
    ("path", "reason"), [("/gone/410", "page.gone"), ("/short/402", "page.login"), ("/closed/short", "robots.disallowed")]
)
def test_without_a_text_or_when_it_was_taken_back_the_entry_is_set_aside(
    news: News, site: str, path: str, reason: str, tmp_path: Path
) -> None:
    assert ingest(news, site, path, tmp_path)["quarantined"] == 1
    assert news.query("select stage, reason from ops.quarantine") == [("fetch", reason)]
    assert news.query("select quarantined, difference from ops.balance") == [(1, 0)]


def test_a_busy_publisher_is_asked_again_later_and_then_given_up(
    news: News, site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSDESK_MAX_ATTEMPTS", "2")
    assert ingest(news, site, "/short/500", tmp_path)["later"] == 1
    assert batches.batch_entries() == []
    waiting = (
        "select state, attempts, retry_at > now() + interval '4 minutes', last_error like 'page.unavailable%%' from ops.entries"
    )
    assert news.query(waiting) == [("waiting", 1, True, True)]

    news.query("update ops.entries set retry_at = now()")
    (batch_id,) = batches.batch_entries()
    assert fetch.fetch(batch_id)["quarantined"] == 1
    assert news.query("select reason, evidence ->> 'attempts' from ops.quarantine") == [("page.unavailable", "2")]
