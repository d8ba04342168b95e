"""Take the pages of a WARC file in as articles: captures and entries that go through the ordinary stages without fetch.

    WARC or ARC ─► HTML responses ─► raw.captures, ops.entries, batches of cause `import` ─► parse ─► validate ─► load

The publisher gets a feed of its own that is never polled. A page's time is the capture's (WARC-Date), so older pages never
replace newer ones. Does not resolve `revisit` records: they are counted and left out, like all that is no article's page.
"""

import hashlib
import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from psycopg2.extensions import connection as Connection

from include.newsdesk.matching.urls import BadUrl, host_of, normalise_url
from include.newsdesk.settings import read_settings
from include.newsdesk.stages.batches import announce_batches, make_batch
from include.newsdesk.stages.captures import keep_captures
from include.newsdesk.stages.entries import short_key
from include.newsdesk.warehouse.connection import connected
from include.newsdesk.warehouse.statements import Row, execute, execute_rows
from include.newsdesk.warehouse.values import to_json
from include.newsdesk.warehouse.warc import Response, read_responses
from include.newsdesk.web.answers import Answer
from include.newsdesk.web.pages import judge_page

logger = logging.getLogger(__name__)

CHUNK = 100  # Pages of one batch; they are stored together.
MOST_BYTES = 16 * 2**20  # Of one decoded body.


def import_warc(path: str, publisher: str, language: str | None = None, dry_run: bool = False) -> dict[str, int]:
    """Import the pages of a file (a path or an fsspec URL) as articles of a publisher, which is added if it is new.

    Returns how many pages were taken, how many were `known` (imported before, with the same bytes), and how many records
    were left out, by reason. Safe to repeat after a kill. With `dry_run` they are only counted. Raises `ArchiveUnreadable`.
    """
    counts: Counter[str] = Counter(taken=0, known=0, batches=0)
    pages = choose(read_responses(path, MOST_BYTES), counts)
    with connected(read_settings().database_url) as connection:
        while chunk := list(islice(pages, CHUNK)):
            if dry_run:
                counts["taken"] += len(chunk)
                continue
            with connection:
                take(connection, publisher, language, chunk, counts)
            logger.info("imported path=%s %s", path, " ".join(f"{name}={count}" for name, count in counts.items()))
    return dict(counts)


def choose(found: Iterable[Response | str], counts: Counter[str]) -> Iterator[Answer]:
    """Yield the pages that an article can be read from, one for each address, and count the others by reason."""
    seen: set[bytes] = set()
    for one in found:
        if isinstance(one, str):
            counts[one] += 1
            continue
        page = answer(one)
        try:
            url = hashlib.sha256(normalise_url(page.final_url).encode()).digest()
        except BadUrl:
            counts["url.invalid"] += 1
            continue
        reason = "repeated" if url in seen else judge_page(page)
        if reason:
            counts[reason] += 1
            continue
        seen.add(url)
        yield page


def answer(found: Response) -> Answer:
    """Turn what stands in an archive into what the client would have given."""
    url = found.final_url
    return Answer(url, url, found.status, "", found.headers, found.body, len(found.body), 0, found.captured_at)


def take(connection: Connection, publisher: str, language: str | None, pages: list[Answer], counts: Counter[str]) -> None:
    """Store pages that are not known yet, and make and announce their batch, within the caller's transaction."""
    address = "import:" + hashlib.sha256(publisher.encode()).hexdigest()[:16]
    feed = {"publisher": publisher, "language": language, "name": f"{publisher} (imported)", "url": address}
    feed_id = execute(connection, "upsert_import_feed", feed)[0]["feed_id"]
    rows = [entry_row(feed_id, page) for page in pages]
    known = {(r["entry_key"], bytes(r["fingerprint"])) for r in execute(connection, "select_imported", {"rows": to_json(rows)})}
    fresh = [pair for pair in zip(rows, pages, strict=True) if (pair[0]["entry_key"], pair[0]["fingerprint"]) not in known]
    counts["known"] += len(pages) - len(fresh)
    if not fresh:
        return
    captures = keep_captures(connection, "page", [page for _, page in fresh])
    rows = [{**row, "capture_id": capture_id} for (row, _), capture_id in zip(fresh, captures, strict=True)]
    ids = {row["entry_key"]: row["entry_id"] for row in execute(connection, "insert_imported_entries", {"rows": to_json(rows)})}
    batch_id = make_batch(connection, "import", list(ids.values()))
    staged = [(batch_id, row["url"], [ids[row["entry_key"]]], row["capture_id"], row["captured_at"], "page") for row in rows]
    execute_rows(connection, "insert_stored_pages", staged)
    announce_batches(connection, [batch_id])
    counts["taken"] += len(fresh)
    counts["batches"] += 1


def entry_row(feed_id: int, page: Answer) -> Row:
    """Build the entry that stands for an imported page; its address is its key."""
    url = normalise_url(page.final_url)
    return {
        "feed_id": feed_id, "entry_key": short_key(url), "link": page.final_url, "url": url, "host": host_of(page.final_url),
        "fingerprint": hashlib.sha256(page.body).digest(), "captured_at": page.fetched_at,
    }  # fmt: skip
