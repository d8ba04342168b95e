"""The parse stage: fetched pages of a batch become articles in staging, or go to the quarantine.

    staging.pages (fetched) + raw.captures ─► extract_article in limited child processes ─► staging.pages (parsed)

Does not fetch, and does not judge whether an article is good: that is validate.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from html import escape

from psycopg2.extensions import connection as Connection

from include.newsdesk.articles import Article, FeedHint
from include.newsdesk.matching.minhash import signature
from include.newsdesk.matching.texts import text_hash
from include.newsdesk.matching.urls import BadUrl, accept_canonical, normalise_url
from include.newsdesk.matching.versions import version_hash
from include.newsdesk.settings import read_settings
from include.newsdesk.stages.batches import BatchLease, quarantine
from include.newsdesk.stages.captures import CaptureGone, read_body, read_capture
from include.newsdesk.stages.child import Done, Outcome, ParserPool, SetAside
from include.newsdesk.warehouse.connection import connected
from include.newsdesk.warehouse.statements import Row, execute
from include.newsdesk.warehouse.values import to_json

CHUNK = 64  # Pages read, parsed and committed at a time: a few batches for each child.
GONE = SetAside(CaptureGone.reason, "neither in Postgres nor in an archive")
SHORT_KINDS = {"live blog": "live", "not an article": "not_article"}  # The warehouse's words for kinds.


def parse(batch: dict[str, int]) -> dict[str, int]:
    """Parse the fetched pages of a batch; returns how many were parsed and how many set aside."""
    with connected(read_settings().database_url) as connection, open_parser() as pool:
        lease = BatchLease(connection, batch["batch_id"])
        return lease.note("parse", parse_pages(lease, pool))


def open_parser() -> ParserPool:
    """Make the pool of child processes that read pages; use it in a `with` block."""
    settings = read_settings()
    return ParserPool(
        "include.newsdesk.articles:extract_article", workers=settings.parse_processes, seconds=settings.parse_seconds,
        memory_mib=settings.parse_memory_mib,
    )  # fmt: skip


def parse_pages(lease: BatchLease, pool: ParserPool) -> dict[str, int]:
    """Parse what a batch has fetched, a chunk at a time, each in a transaction of its own; returns counts.

    While one chunk is written the children are at the next one.
    """
    counts = {"parsed": 0, "quarantined": 0}
    pages, outcomes = begin_chunk(lease, pool, after=0)
    while pages:
        ahead = begin_chunk(lease, pool, after=pages[-1]["page_id"])
        found = list(outcomes)
        with lease.connection:
            lease.hold()
            for page, outcome in zip(pages, found, strict=True):
                counts[keep(lease, page, outcome)] += 1
        pages, outcomes = ahead
    return counts


def begin_chunk(lease: BatchLease, pool: ParserPool, after: int) -> tuple[list[Row], Iterator[Outcome]]:
    """Read the next pages of a batch and let the children begin with them; the outcomes come in the order of the pages."""
    if lease.done:
        return [], iter(())
    with lease.connection as connection:
        found = execute(connection, "select_pages_to_parse", {"batch_id": lease.batch_id, "most": CHUNK, "after": after})
        pages = [with_html(connection, page) for page in found]
    return pages, read_pages(pool, pages)


def read_pages(pool: ParserPool, pages: Sequence[Row]) -> Iterator[Outcome]:
    """Let the children begin with pages that have their bytes; the outcomes come in the order of the pages."""
    readable = pool.map([request(page) for page in pages if page["html"] is not None])
    return (GONE if page["html"] is None else next(readable) for page in pages)


def with_html(connection: Connection, page: Row) -> Row:
    """Add the bytes to read, from the feed, from Postgres or from an archive; None where the capture is gone."""
    if page["source"] == "feed":
        return {**page, "html": page_of_entry(page)}
    if page["body"] is not None:
        return {**page, "html": read_body(page["body"])}
    try:
        capture = read_capture(connection, page["capture_id"])
    except CaptureGone:
        return {**page, "html": None}
    return {**page, "html": capture.body, "final_url": capture.final_url, "content_type": capture.content_type}


def request(page: Row) -> dict[str, object]:
    """Build the arguments of `extract_article` for one page."""
    from_feed = page["source"] == "feed"
    return {
        "html": page["html"],
        "url": address(page),
        "content_type": "text/html; charset=utf-8" if from_feed else page["content_type"],
        "fetched_at": page["captured_at"],
        "feed_entry": FeedHint(
            title=page["feed_title"], link=page["feed_link"], published_at=page["feed_published_at"],
            authors=tuple(page["feed_authors"]), summary=page["feed_summary"], language=page["feed_language"],
            content_html=page["feed_content_html"],
        ),
    }  # fmt: skip


def page_of_entry(page: Row) -> bytes:
    """Write the text that the feed has in full as a page, so that one extractor reads both."""
    title = escape(page["feed_title"] or "")
    text = f"<!doctype html><title>{title}</title><article><h1>{title}</h1>{page['feed_content_html']}</article>"
    return text.encode("utf-8", "replace")


def address(page: Row) -> str:
    """Say where the text is to be found: where the link led, or the link itself where the page was not had."""
    return str(page["feed_link"] if page["source"] == "feed" else page["final_url"])


def keep(lease: BatchLease, page: Row, outcome: Outcome) -> str:
    """Write one outcome to staging or to the quarantine, and name which."""
    if not isinstance(outcome, Done):
        quarantine(
            lease, "parse", page["entry_ids"], [outcome.reason], {"detail": outcome.detail}, url=page["url"],
            capture_id=page["capture_id"],
        )  # fmt: skip
        execute(lease.connection, "delete_page", {"page_id": page["page_id"]})
        return "quarantined"
    execute(lease.connection, "update_parsed_page", parsed(outcome.value, page))
    return "parsed"


def parsed(article: Article, page: Row) -> dict[str, object]:
    """Build the values that a page has in staging once it is parsed."""
    record = staged(article, page)
    fingerprint = text_hash(article.title or "", article.body)
    return {
        "page_id": page["page_id"],
        "article": to_json(record),
        "article_url": identity(article, address(page), page["url"]),
        "text_hash": fingerprint,
        "version_hash": version_hash(record, fingerprint),
        "signature": signature(f"{article.title or ''}\n{article.body}"),
    }


def identity(article: Article, final_url: str, link_url: str) -> str:
    """Choose the address that is the article's identity: an acceptable canonical URL, else where the link led."""
    try:
        if article.canonical_url and accept_canonical(final_url, article.canonical_url):
            return normalise_url(article.canonical_url)
        return normalise_url(final_url)
    except BadUrl:
        return link_url


def staged(article: Article, page: Row) -> dict[str, object]:
    """Flatten an article into the record that load reads."""
    try:
        final_url = normalise_url(address(page))
    except BadUrl:
        final_url = None
    return {
        "title": article.title, "subtitle": article.subtitle, "body": article.body, "body_html": article.body_html,
        "authors": article.authors, "agencies": article.agencies, "dateline": article.dateline, "section": article.section,
        "tags": article.tags, "language": article.language or "und", "kind": SHORT_KINDS.get(article.kind, article.kind),
        "paywalled": article.paywalled, "word_count": article.word_count, "published_at": article.published_at,
        "published_precision": article.published_precision, "published_source": article.published_source,
        "modified_at": article.modified_at, "parser_version": article.parser_version,
        "found": {name: asdict(found) for name, found in article.found.items()} | {"text": page["source"]},
        "site_name": article.publisher, "canonical_url": article.canonical_url,
        "media": media(article), "lead_image_url": article.lead_image.url if article.lead_image else None,
        "link_url": page["url"], "final_url": final_url,
    }  # fmt: skip


def media(article: Article) -> list[dict[str, object]]:
    """List images and videos with their positions; 0 is kept for the lead image."""
    images = [image for image in article.images if image != article.lead_image]
    rows: list[dict[str, object]] = [
        {"kind": "image", "url": one.url, "caption": one.caption, "credit": ", ".join(one.credits) or None, "alt": one.alt}
        for one in ([article.lead_image] if article.lead_image else []) + images
    ]
    rows += [{"kind": "video", "url": url, "caption": None, "credit": None, "alt": None} for url in article.videos]
    first = 0 if article.lead_image else 1
    return [row | {"position": position} for position, row in enumerate(rows, first)]
