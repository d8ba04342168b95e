"""The load stage: valid articles of a batch become articles and revisions, and their entries get their state.

    staging.pages (valid) ─► news.articles, article_revisions, article_urls, media ─► ops.entries settled, batch done

One transaction does it all, so that a killed load leaves nothing and a repeated one finds the batch done.
Does not judge: what is valid was decided before.
"""

from typing import Any

from include.newsdesk.settings import read_settings
from include.newsdesk.stages.batches import BatchLease
from include.newsdesk.stages.copies import mark_copies
from include.newsdesk.warehouse.connection import connected
from include.newsdesk.warehouse.statements import Row, execute
from include.newsdesk.warehouse.values import to_json


def load(batch: dict[str, int]) -> dict[str, int]:
    """Load a batch and close it; returns how many pages were new, changed and unchanged, and how many are copies."""
    with connected(read_settings().database_url) as connection:
        lease = BatchLease(connection, batch["batch_id"])
        if lease.done:
            return {"batch_id": lease.batch_id, "new": 0, "changed": 0, "unchanged": 0, "copies": 0}
        with connection:
            lease.hold()
            execute(connection, "lock_load")
            staged = execute(connection, "select_staged_articles", {"batch_id": lease.batch_id})
            articles = {row["page_id"]: row["article"] for row in staged}
            pages = execute(connection, "load_articles", {"batch_id": lease.batch_id})
            written = [page for page in pages if page["outcome"] != "unchanged"]
            execute(connection, "insert_article_urls", {"rows": to_json(urls(pages, articles))})
            execute(connection, "delete_media", {"article_ids": [page["article_id"] for page in written]})
            execute(connection, "insert_media", {"rows": to_json(media(written, articles))})
            texts = {page["article_id"]: text_of(articles[page["page_id"]]) for page in written}
            copies = mark_copies(connection, written, texts)
            settled = [{**page, "copy": page["is_copy"] or page["article_id"] in copies} for page in pages]
            execute(connection, "settle_entries", {"rows": to_json(settled)})
            execute(connection, "resolve_quarantine", {"entry_ids": [i for page in pages for i in page["entry_ids"]]})
            execute(connection, "delete_pages", {"batch_id": lease.batch_id})
            execute(connection, "finish_batch", {"batch_id": lease.batch_id})
        counts = {o: sum(page["outcome"] == o for page in pages) for o in ("new", "changed", "unchanged")}
        return lease.note("load", counts | {"copies": len(copies)})


def urls(pages: list[Row], articles: dict[int, dict[str, Any]]) -> list[dict[str, object]]:
    """List the addresses that lead to each article: its own, the link that was followed, and where that led."""
    rows: dict[str, dict[str, object]] = {}
    for page in pages:
        article = articles[page["page_id"]]
        for url, relation in ((page["url"], "canonical"), (article["link_url"], "link"), (article["final_url"], "redirect")):
            if url:
                rows.setdefault(url, {"url": url, "article_id": page["article_id"], "relation": relation})
    return list(rows.values())


def media(pages: list[Row], articles: dict[int, dict[str, Any]]) -> list[dict[str, object]]:
    """List the images and videos of articles."""
    return [{**item, "article_id": page["article_id"]} for page in pages for item in articles[page["page_id"]]["media"]]


def text_of(article: dict[str, Any]) -> str:
    """Join what is compared with other articles."""
    return f"{article['title']}\n{article['body']}"
