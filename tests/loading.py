"""Batches ready for the load stage, made of articles without poll, fetch and parse."""

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import psycopg2
from psycopg2.extras import execute_values

from include.newsdesk.articles import Article, Found
from include.newsdesk.articles.article import Image
from include.newsdesk.matching.urls import normalise_url
from include.newsdesk.stages.load import load
from include.newsdesk.stages.parse import parsed
from tests.postgres import News

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
WORDS = ("harbour crane quay council ferry storm budget market tram museum school bridge river vote mayor union strike").split()  # noqa: SIM905 - a list of 17 strings reads worse


def article(url: str = "https://ledger.example/quay", **changes: object) -> Article:
    """A whole article; the text depends on the address alone, so that two addresses have two texts."""
    start = int.from_bytes(hashlib.sha256(url.encode()).digest()[:4])
    words = [WORDS[(start >> shift % 29) % len(WORDS)] + str((start * (shift + 1)) % 997) for shift in range(120)]
    body = "\n\n".join(" ".join(words[i : i + 40]) + "." for i in range(0, 120, 40))
    good = Article(
        url=url, canonical_url=url, title=f"Council meets about {words[0]} and {words[1]}", subtitle="It took all night.",
        body=body,
        body_html="".join(f"<p>{paragraph}</p>" for paragraph in body.split("\n\n")), authors=("Mara Lindqvist",),
        agencies=("NPA",), dateline="PORT", section="Local", tags=("quay", "council"), language="en",
        published_at=NOON - timedelta(hours=2),
        published_precision="minute", published_source="json-ld", modified_at=NOON - timedelta(hours=1), paywalled=False,
        lead_image=Image("https://img.ledger.example/quay.jpg?w=640", "The quay"), word_count=120, parser_version="1",
        found={"published_at": Found("json-ld", 0.95), "modified_at": Found("meta", 0.9)},
    )  # fmt: skip
    return replace(good, **{"word_count": len(str(changes.get("body", body)).split())} | changes)


@dataclass(frozen=True)
class Page:
    """A page of a batch: the article that was read in it, and how the page came."""

    article: Article
    captured_at: datetime = NOON
    feed: str = "Ledger"
    publisher: str = "Harbour Ledger"
    source: str = "page"
    link: str | None = None
    content: bytes | None = None
    capture_id: int | None = None


def stage_batch(owner_url: str, pages: list[Page]) -> dict[str, int]:
    """Write a batch whose pages are valid; returns what the load stage takes."""
    connection = psycopg2.connect(owner_url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute("insert into ops.batches (cause) values ('poll') returning batch_id")
            (batch_id,) = cursor.fetchone()
            feeds = {name: feed(cursor, name, publisher) for name, publisher in {(page.feed, page.publisher) for page in pages}}
            captures = [page.capture_id or capture(cursor, page) for page in pages]
            entries = insert_entries(cursor, batch_id, pages, [feeds[page.feed] for page in pages], captures)
            rows = [staging_row(batch_id, *one) for one in zip(pages, entries, captures, strict=True)]
            execute_values(
                cursor,
                "insert into staging.pages (batch_id, url, entry_ids, capture_id, captured_at, source, state, article,"
                " article_url, text_hash, version_hash, signature) values %s on conflict (batch_id, url) do nothing",
                rows,
            )
    finally:
        connection.close()
    return {"batch_id": batch_id}


def load_pages(news: News, *pages: Page) -> dict[str, int]:
    """Stage pages as one batch and load it."""
    return load(stage_batch(news.owner_url, list(pages)))


def feed(cursor, name: str, publisher: str) -> int:
    cursor.execute("insert into news.publishers (name) values (%s) on conflict do nothing", (publisher,))
    cursor.execute(
        "insert into ops.feeds (publisher_id, name, configured_url, url, host) select publisher_id, %(name)s, %(url)s, %(url)s,"
        " 'feeds.example' from news.publishers where name = %(publisher)s on conflict (name) do nothing",
        {"name": name, "url": f"https://feeds.example/{name}", "publisher": publisher},
    )
    cursor.execute("select feed_id from ops.feeds where name = %s", (name,))
    return cursor.fetchone()[0]


def capture(cursor, page: Page) -> int:
    body = (
        page.content if page.content is not None else f"{page.captured_at} {page.article!r}".encode("utf-8", "backslashreplace")
    )
    cursor.execute(
        "insert into raw.captures (captured_at, kind, requested_url, final_url, status, headers, body, body_bytes, body_sha256)"
        " values (%s, 'page', %s, %s, 200, '{}', '', 0, %s) returning capture_id",
        (page.captured_at, page.article.url, page.article.url, hashlib.sha256(body).digest()),
    )
    return cursor.fetchone()[0]


def insert_entries(cursor, batch_id: int, pages: list[Page], feed_ids: list[int], captures: list[int]) -> list[int]:
    """One entry for each link of a feed; a page that comes again is the same entry, changed."""
    links = [page.link or page.article.url for page in pages]
    rows = [
        (
            feed_id,
            link,
            link,
            normalise_url(link),
            hashlib.sha256(link.encode()).digest(),
            capture_id,
            *[page.captured_at] * 3,
            batch_id,
        )
        for page, link, feed_id, capture_id in zip(pages, links, feed_ids, captures, strict=True)
    ]
    found = execute_values(
        cursor,
        "insert into ops.entries (feed_id, entry_key, link, url, fingerprint, capture_id, first_seen_at, last_seen_at,"
        " changed_at, batch_id) values %s on conflict (feed_id, entry_key) do update set state = 'waiting',"
        " batch_id = excluded.batch_id"
        " returning feed_id, entry_key, entry_id",
        list({row[:2]: row for row in reversed(rows)}.values()),
        fetch=True,
    )
    ids = {(feed_id, key): entry_id for feed_id, key, entry_id in found}
    return [ids[row[:2]] for row in rows]


def staging_row(batch_id: int, page: Page, entry_id: int, capture_id: int) -> tuple[object, ...]:
    link = page.link or page.article.url
    row = {
        "page_id": 0, "url": normalise_url(link), "source": page.source, "final_url": page.article.url, "feed_link": link,
    }  # fmt: skip
    done = parsed(page.article, row)
    return (
        batch_id, row["url"], [entry_id], capture_id, page.captured_at, page.source, "valid", done["article"],
        done["article_url"], done["text_hash"], done["version_hash"], done["signature"],
    )  # fmt: skip
