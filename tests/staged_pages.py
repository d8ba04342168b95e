"""A warehouse with one publisher, whose parsed pages wait for validate: for tests of what follows parse."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import psycopg2

from include.newsdesk.matching.minhash import signature
from include.newsdesk.matching.texts import text_hash
from include.newsdesk.warehouse.statements import execute
from include.newsdesk.warehouse.values import to_json
from tests.postgres import News
from tests.staged import GOOD

CAPTURED_AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def article(number: int, /, **changes: Any) -> dict[str, Any]:
    """One good article as parse leaves it, with a text of its own, and whatever the test changes."""
    good = GOOD["en"]
    return {
        "title": f"{good['title']} {number}", "subtitle": None, "body": f"{good['body']}\n\nThis was report number {number}.",
        "body_html": "<p></p>", "authors": ["Ada Winter"], "agencies": [], "dateline": None, "section": "Local",
        "tags": ["harbour"],
        "language": "en", "kind": "article", "paywalled": False, "word_count": 150,
        "published_at": CAPTURED_AT.isoformat(), "published_precision": "minute", "published_source": "json-ld",
        "modified_at": None, "parser_version": "test 1", "found": {}, "site_name": good["site_name"], "canonical_url": None,
        "media": [{"kind": "image", "url": "https://img.example/1.jpg", "position": 0}],
        "link_url": f"https://ledger.example/{number}", "final_url": f"https://ledger.example/{number}",
        **changes,
    }  # fmt: skip


def stage(news: News, articles: Iterable[Mapping[str, Any]], publisher: str = "The Ledger") -> dict[str, int]:
    """Put a batch of parsed articles of a publisher into staging; returns what parse would."""
    connection = psycopg2.connect(news.owner_url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute("insert into news.publishers (name) values (%s) on conflict do nothing", (publisher,))
            cursor.execute(
                "insert into ops.feeds (publisher_id, name, configured_url, url, host, language) "
                "select publisher_id, name, 'https://' || md5(name), 'https://' || md5(name), 'ledger.example', 'en' "
                "from news.publishers where name = %s on conflict do nothing",
                (publisher,),
            )
            batch_id = execute(connection, "insert_batch", {"cause": "manual"})[0]["batch_id"]
            for one in articles:
                add_page(cursor, batch_id, publisher, one)
    finally:
        connection.close()
    return {"batch_id": batch_id}


def add_page(cursor: Any, batch_id: int, publisher: str, one: Mapping[str, Any]) -> None:
    """Add one entry with its parsed page."""
    url, digest = one["link_url"], sha256(one["link_url"].encode()).digest()
    cursor.execute(
        "insert into ops.entries (feed_id, entry_key, link, url, host, title, fingerprint, capture_id, first_seen_at, "
        "last_seen_at, changed_at, batch_id) select feed_id, %(url)s, %(url)s, %(url)s, host, %(title)s, %(digest)s, 1, %(at)s, "
        "%(at)s, %(at)s, %(batch_id)s from ops.feeds where name = %(publisher)s returning entry_id",
        {
            "url": url, "title": one["title"], "digest": digest, "at": CAPTURED_AT, "batch_id": batch_id, "publisher": publisher,
        },
    )  # fmt: skip
    cursor.execute(
        "insert into staging.pages (batch_id, url, entry_ids, capture_id, captured_at, state, article, article_url, text_hash, "
        "version_hash, signature) values (%s, %s, array[%s], 1, %s, 'parsed', %s, %s, %s, %s, %s)",
        (
            batch_id, url, cursor.fetchone()[0], CAPTURED_AT, to_json(one), url, text_hash(one["title"] or "", one["body"]),
            sha256(to_json(one).encode()).digest(), signature(f"{one['title'] or ''}\n{one['body']}"),
        ),
    )  # fmt: skip
