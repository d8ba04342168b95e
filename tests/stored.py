"""A newsroom that exists only in the database: feeds, entries and stored pages, for tests that need no web."""

import hashlib
from datetime import UTC, datetime, timedelta
from random import Random

from include.newsdesk.matching.urls import host_of, normalise_url
from include.newsdesk.settings import read_settings
from include.newsdesk.stages import batches, load, parse, validate
from include.newsdesk.stages.captures import keep_captures
from include.newsdesk.warehouse.connection import connected
from include.newsdesk.warehouse.statements import execute_rows
from include.newsdesk.web.answers import Answer
from tests.postgres import News

SENTENCES = (
    "The council of Port Ellery voted on Monday to raise the harbour wall by two metres after a winter of storms.",
    "Fishermen had asked for the work since three boats were lost at their moorings in the last week of January.",
    "The mayor said that the money would come from the reserve and that no fee would rise because of it.",
    "An engineer told the meeting that the old stones would be numbered, taken down and built in again.",
    "Two councillors were against, since nobody had shown them what the sand on the bathing beach would do.",
    "Work begins in May and is to end before the regatta, for which the town expects nine thousand visitors.",
)
FIRST = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def page(title: str, end: str = "", by: str = "Ada Quill") -> bytes:
    """Write an article's page: no copy of a page with another title; `end` comes after each paragraph."""
    words = " ".join(SENTENCES).split() * 2
    Random(title).shuffle(words)
    text = "".join(f"<p>{' '.join(words[at : at + 40])}. {end}</p>" for at in range(0, len(words), 40))
    head = f'<title>{title}</title><meta property="article:published_time" content="2026-03-02T08:00:00Z">'
    body = f'<article><h1>{title}</h1><p class="byline">By {by}</p>{text}</article>'
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{body}</body></html>'.encode()


def add_entry(news: News, url: str, publisher: str = "Port Ellery Post") -> int:
    """Add a waiting entry of the publisher's one feed, and both if they are new."""
    news.query("insert into news.publishers (name, language) values (%s, 'en') on conflict do nothing", publisher)
    feed_url = f"https://{host_of(url)}/{publisher.replace(' ', '-').lower()}.rss"
    news.query(
        "insert into ops.feeds (publisher_id, name, configured_url, url, host, language) "
        "select publisher_id, name || ' feed', %s, %s, %s, 'en' from news.publishers where name = %s on conflict do nothing",
        feed_url, feed_url, host_of(url), publisher,
    )  # fmt: skip
    return news.query(
        "insert into ops.entries (feed_id, entry_key, link, url, host, title, language, fingerprint, capture_id, first_seen_at,"
        " last_seen_at, changed_at) select feed_id, %s, %s, %s, %s, 'In the feed', 'en', %s, 0, %s, %s, %s from ops.feeds"
        " where name = %s || ' feed' returning entry_id",
        url, url, normalise_url(url), host_of(url), hashlib.sha256(url.encode()).digest(), FIRST, FIRST, FIRST, publisher,
    )[0][0]  # fmt: skip


def store_pages(pages: dict[str, bytes], publisher: str = "Port Ellery Post", *, news: News, at: datetime = FIRST) -> str:
    """Add entries and stored pages by address, as poll and fetch leave them, and return the id of their batch."""
    urls = list(pages)
    ids = [add_entry(news, url, publisher) for url in urls]
    answers = [answered(url, html, at + timedelta(seconds=number)) for number, (url, html) in enumerate(pages.items())]
    with connected(read_settings().database_url) as connection, connection:
        batch_id = batches.make_batch(connection, "poll", ids)
        captures = keep_captures(connection, "page", answers)
        rows = [
            (int(batch_id), normalise_url(url), [entry_id], capture_id, answer.fetched_at)
            for url, entry_id, capture_id, answer in zip(urls, ids, captures, answers, strict=True)
        ]
        execute_rows(connection, "insert_pages", rows)
    return batch_id


def answered(url: str, html: bytes, at: datetime) -> Answer:
    """Build the answer that a server would have given."""
    headers = {"content-type": "text/html; charset=utf-8", "server": "quay/1.0", "content-encoding": "gzip"}
    return Answer(url, url, 200, "OK", headers, html, wire_bytes=len(html), elapsed_ms=1, fetched_at=at)


def ingest(batch_id: str) -> dict[str, int]:
    """Take a batch whose pages are stored through the stages after fetch."""
    return load.load(validate.validate(parse.parse({"batch_id": int(batch_id)})))


def balance(news: News) -> tuple[int, ...]:
    """Sum the books: loaded, unchanged, duplicate, quarantined, waiting, difference."""
    columns = ("loaded", "unchanged", "duplicate", "quarantined", "waiting", "difference")
    return news.query(f"select {', '.join(f'sum({column})::integer' for column in columns)} from ops.balance")[0]
