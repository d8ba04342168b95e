"""The load stage: valid articles of a batch become articles and revisions, and their entries get their state.

    staging.pages (valid) ─► news.articles, article_revisions, article_urls, media ─► ops.entries settled, batch done

One transaction does it all, so that a killed load leaves nothing and a repeated one finds the batch done. A page that the
warehouse refuses goes to the quarantine alone.
Does not judge: what is valid was decided before.
"""

import psycopg2

from include.newsdesk.matching.urls import MAX_TITLES_PER_CANONICAL
from include.newsdesk.settings import read_settings
from include.newsdesk.stages.batches import BatchLease, quarantine
from include.newsdesk.stages.copies import mark_copies
from include.newsdesk.stages.versions import decide
from include.newsdesk.warehouse.connection import connected, savepoint
from include.newsdesk.warehouse.statements import Row, execute
from include.newsdesk.warehouse.values import to_json

OUTCOMES = ("new", "changed", "unchanged", "quarantined")
REFUSALS = ("22", "23", "54")
"""Classes of SQLSTATE that a row's own values cause: data exception, constraint violation, program limit exceeded."""


def load(batch: dict[str, int]) -> dict[str, int]:
    """Load a batch and close it; returns how many pages were new, changed, unchanged and set aside, and how many are copies."""
    with connected(read_settings().database_url) as connection:
        lease = BatchLease(connection, batch["batch_id"])
        if lease.done:
            return {"batch_id": lease.batch_id, **dict.fromkeys((*OUTCOMES, "copies"), 0)}
        with connection:
            lease.hold()
            execute(connection, "lock_load")
            execute(connection, "refuse_shared_canonicals", {"batch_id": lease.batch_id, "most_titles": MAX_TITLES_PER_CANONICAL})
            staged = execute(connection, "select_staged_articles", {"batch_id": lease.batch_id})
            pages = write_or_divide(lease, by_article([{**page, **decide(page)} for page in staged]))
            execute(connection, "delete_pages", {"batch_id": lease.batch_id})
            execute(connection, "finish_batch", {"batch_id": lease.batch_id})
        counts = {outcome: sum(page["outcome"] == outcome for page in pages) for outcome in OUTCOMES}
        return lease.note("load", counts | {"copies": sum(page["copy"] for page in pages)})


def by_article(pages: list[Row]) -> list[list[Row]]:
    """Put the pages that lead to one article together."""
    articles: dict[str, list[Row]] = {}
    for page in pages:
        articles.setdefault(page["url"], []).append(page)
    return list(articles.values())


def write_or_divide(lease: BatchLease, articles: list[list[Row]]) -> list[Row]:
    """Write articles; if the warehouse refuses them, write each half for itself, down to the one that goes to the quarantine."""
    try:
        with savepoint(lease.connection):
            return write(lease, [page for pages in articles for page in pages])
    except psycopg2.Error as error:
        if not (error.pgcode or "").startswith(REFUSALS):
            raise
        if len(articles) == 1:
            return [set_aside(lease, page, error) for page in articles[0]]
        half = len(articles) // 2
        return write_or_divide(lease, articles[:half]) + write_or_divide(lease, articles[half:])


def write(lease: BatchLease, pages: list[Row]) -> list[Row]:
    """Write decided pages with all that hangs on them; returns them with `article_id` and `copy`."""
    connection = lease.connection
    versions = [page for page in pages if page["outcome"] != "unchanged"]
    saved = execute(connection, "load_articles", {"rows": rows_of(versions, "page_id", "changed", "cause")})
    article_ids = {page["url"]: page["article_id"] for page in pages}
    urls = {page["page_id"]: page["url"] for page in versions}
    article_ids |= {urls[row["page_id"]]: row["article_id"] for row in saved}
    pages = [{**page, "article_id": article_ids[page["url"]]} for page in pages]
    versions = [page for page in pages if page["outcome"] != "unchanged"]
    confirmed = [page for page in pages if page["outcome"] == "unchanged" and page["confirms"]]
    execute(connection, "confirm_articles", {"rows": rows_of(confirmed, "article_id", "captured_at")})
    same = [page for page in confirmed if page["differs"]]
    execute(connection, "refresh_version_hashes", {"rows": rows_of(same, "article_id", "version_hash")})
    execute(connection, "insert_article_urls", {"rows": to_json(addresses(pages))})
    execute(connection, "delete_media", {"article_ids": [page["article_id"] for page in versions]})
    execute(connection, "insert_media", {"rows": rows_of(versions, "page_id", "article_id")})
    known_texts = mark_copies(connection, versions)
    pages = [{**page, "copy": known_texts.get(page["article_id"], page["is_copy"])} for page in pages]
    settled = rows_of(pages, "article_id", "outcome", "copy", "entry_ids")
    execute(connection, "settle_entries", {"rows": settled, "batch_id": lease.batch_id})
    execute(connection, "resolve_quarantine", {"entry_ids": [i for page in pages for i in page["entry_ids"]]})
    return pages


def set_aside(lease: BatchLease, page: Row, error: psycopg2.Error) -> Row:
    """Put a page of the one article that the warehouse refuses into the quarantine."""
    evidence = {"sqlstate": error.pgcode, "detail": str(error).strip()[:500]}
    quarantine(
        lease, "load", page["entry_ids"], ["load.refused"], evidence,
        url=page["url"], capture_id=page["capture_id"], parser_version=page["parser_version"],
    )  # fmt: skip
    return {**page, "outcome": "quarantined", "copy": False}


def addresses(pages: list[Row]) -> list[dict[str, object]]:
    """List the addresses that lead to each article: its own, the link that was followed, and where that led.

    The own one of an article that is unchanged is known since it was new.
    """
    rows: dict[str, dict[str, object]] = {}
    for page in pages:
        of_page = {"article_id": page["article_id"], "title": page["title"]}
        for url, relation in ((page["url"], "canonical"), (page["link_url"], "link"), (page["final_url"], "redirect")):
            if url and not (page["outcome"] == "unchanged" and url == page["url"]):
                rows.setdefault(url, {**of_page, "url": url, "relation": relation})
    return list(rows.values())


def rows_of(pages: list[Row], *names: str) -> str:
    """Write some columns of rows as JSON for a statement."""
    return to_json([{name: page[name] for name in names} for page in pages])
