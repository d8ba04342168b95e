"""The feed reader behind the neutral interface of a conformance runner.

A runner calls `parse_neutral(raw, headers)` and compares the dictionaries that come back.
"""

from typing import Any
from urllib.parse import urljoin

from include.newsdesk.feeds import Entry, NotAFeed, parse_feed

ORIGIN = "http://127.0.0.1:8097/"
"""Where documents come from whose headers don't say: suites were recorded from a local server."""


def parse_neutral(raw: bytes, headers: dict[str, str]) -> dict[str, Any]:
    """Read one document; a document that is no feed gives no entries."""
    named = {name.lower(): value for name, value in headers.items()}
    try:
        feed = parse_feed(
            raw,
            url=urljoin(ORIGIN, named.get("content-location", "")),
            content_type=named.get("content-type"),
            content_language=named.get("content-language"),
        )
    except NotAFeed:
        return {"feed": {}, "entries": []}
    return {
        "feed": {
            "title": feed.title,
            "link": feed.link,
            "language": feed.language,
            "subtitle": feed.subtitle,
            "id": feed.feed_id,
            "encoding": feed.encoding,
        },
        "entries": [_neutral(entry) for entry in feed.entries],
    }


def _neutral(entry: Entry) -> dict[str, Any]:
    return {
        "title": entry.title,
        "link": entry.link,
        "id": entry.guid,
        "summary": entry.summary or entry.content_html,
        "author": entry.authors[0] if entry.authors else None,
        "published": entry.published_at,
        "updated": entry.updated_at or entry.published_at,
        "content": [entry.content_html] if entry.content_html else [],
        "enclosures": [enclosure.url for enclosure in entry.enclosures],
        "tags": list(entry.tags),
    }
