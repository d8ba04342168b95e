"""A feed document's entries as rows of `ops.entries`.

Does not store them.
"""

import hashlib

from include.newsdesk.feeds import Entry, ParsedFeed
from include.newsdesk.matching.urls import BadUrl, host_of, normalise_url

LONGEST_KEY = 500  # Longer ones are kept as a digest, so that an index row never overflows.


def entry_rows(feed: ParsedFeed, language: str | None) -> list[dict[str, object]]:
    """Turn entries into rows, one for each key: of two entries with the same key the first, which is the newer, counts."""
    rows: dict[str, dict[str, object]] = {}
    for entry in feed.entries:
        rows.setdefault(short_key(entry.key), entry_row(entry, feed.language or language))
    return [row | {"entry_key": key} for key, row in rows.items()]


def entry_row(entry: Entry, language: str | None) -> dict[str, object]:
    """Turn one entry into a row without its key."""
    try:
        url = normalise_url(entry.link) if entry.link else None
        host = host_of(entry.link) if entry.link else None
    except BadUrl:
        url = host = None
    return {
        "link": entry.link if url else None, "url": url, "host": host, "title": entry.title, "summary": entry.summary,
        "content_html": entry.content_html, "authors": entry.authors, "language": entry.language or language,
        "published_at": entry.published_at, "published_raw": entry.published_raw, "date_problem": entry.date_problem,
        "fingerprint": entry.fingerprint,
    }  # fmt: skip


def short_key(key: str) -> str:
    """Give a key that an index can hold."""
    return key if len(key) <= LONGEST_KEY else "sha256:" + hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
