"""The fetch stage: the pages of a batch are fetched and kept, before anything reads them.

    entries of a batch ─► one page an address ─► raw.captures + staging.pages | quarantine | later

Does not read pages. A page that can't be had now waits for a later batch, at most `max_attempts` times.
"""

import logging
from collections.abc import Iterator, Sequence

from psycopg2.extensions import connection as Connection

from include.newsdesk.errors import NewsdeskError, RejectedError, TransientError
from include.newsdesk.matching.urls import normalise_url
from include.newsdesk.settings import Settings, read_settings
from include.newsdesk.stages.batches import MOST_ENTRIES, BatchLease, make_batch, quarantine
from include.newsdesk.stages.captures import keep_captures
from include.newsdesk.stages.catalogue import refuse_unknown_feeds, refuse_unknown_publishers
from include.newsdesk.stages.open_web import POSTPONED, OpenWeb, wait_of
from include.newsdesk.warehouse.connection import connected
from include.newsdesk.warehouse.statements import Row, execute, execute_rows
from include.newsdesk.web.answers import Answer
from include.newsdesk.web.pages import PASSING_REASONS, judge_page
from include.newsdesk.web.rounds import Wanted

logger = logging.getLogger(__name__)

Finding = Answer | NewsdeskError | int

CHUNK = 20  # Pages committed together; what was fetched and not committed is fetched again after a kill.
LEAST_FEED_TEXT = 1_000  # Characters of markup from which the feed's own text stands in for a page that can't be had.
GONE = ("page.gone", "page.not_found")  # What the publisher took back is not taken from the feed.
BUSY_SECONDS = 60.0  # How long a host that another task is asking is waited for.
ROUND_SECONDS = 300.0  # Pages whose host's delay leaves no time for them until then wait for a later batch.
FIRST_DELAY = 300  # Seconds before the second try; each further one waits twice as long.


class NoLink(RejectedError):
    """The entry has no link that a page could be fetched from."""

    reason = "entry.no_link"


class TextGiven(RejectedError):
    """The publisher has pushed the whole text: there is nothing to fetch."""

    reason = "entry.is_whole"


class PageRefused(RejectedError):
    """The publisher answered, but not with the page."""

    def __init__(self, subject: str, reason: str, detail: str = "") -> None:
        """Keep the reason code of this answer."""
        super().__init__(subject, detail)
        self.reason = reason


class PageLater(TransientError):
    """The publisher can't give the page just now."""

    def __init__(self, subject: str, reason: str, detail: str, delay_seconds: int | None) -> None:
        """Keep the reason code, and how long the publisher wants us to wait if it said so."""
        super().__init__(subject, detail)
        self.reason = reason
        self.delay_seconds = delay_seconds


def fetch(
    batch_id: str | int | None,
    feeds: Sequence[str] = (),
    publishers: Sequence[str] = (),
    urls: Sequence[str] = (),
    since: str | None = None,
    force: bool = False,
    dry_run: bool = False,
) -> dict[str, int]:
    """Fetch the pages of a batch; without a batch id, make one of chosen entries.

    Chosen are those of `feeds` or `publishers` and those that lead to `urls`, as far as they were first seen `since` a time
    (ISO 8601). Returns counts. With `dry_run` the pages are only named in the log.
    """
    settings = read_settings()
    with connected(settings.database_url) as connection:
        if batch_id is None:
            with connection:
                chosen = choose_entries(connection, feeds, publishers, urls, since, force)
                if dry_run:
                    return preview(chosen)
                batch_id = make_batch(connection, "manual", [row["entry_id"] for row in chosen])
        lease = BatchLease(connection, batch_id)
        wanted_pages = {"batch_id": lease.batch_id, "least_feed_text": LEAST_FEED_TEXT}
        with connection:
            pages = [] if lease.done else execute(connection, "select_pages_to_fetch", wanted_pages)
        counts = {"fetched": 0, "from_feed": 0, "known": 0, "quarantined": 0, "later": 0}
        with OpenWeb(settings, BUSY_SECONDS, ROUND_SECONDS) as web:
            for findings in find_pages(web, pages):
                with connection:
                    lease.hold()
                    keep_pages(lease, [(page, found) for page, found in findings if isinstance(found, Answer)])
                    for page, found in findings:
                        counts["fetched" if isinstance(found, Answer) else keep_other(lease, page, found, settings)] += 1
        return lease.note("fetch", counts)


def find_pages(web: OpenWeb, pages: list[Row]) -> Iterator[list[tuple[Row, Finding]]]:
    """Yield what came of each page, in groups: an answer, the article that is known there, or the error that says why not."""
    to_ask: list[Wanted] = []
    settled: list[tuple[Row, Finding]] = []
    for number, page in enumerate(pages):
        if page["is_whole"]:
            settled.append((page, TextGiven(page["url"])))
        elif page["known_article_id"] and page["first_time"] and page["version"] == 1:
            settled.append((page, page["known_article_id"]))  # Another entry brought it; one that changed is always fetched.
        elif page["link"]:
            to_ask.append(Wanted(number, page["link"], "page"))
        else:
            settled.append((page, NoLink(f"entry {page['entry_ids'][0]}")))
    yield from (settled[start : start + CHUNK] for start in range(0, len(settled), CHUNK))
    for group in web.fetch_groups(to_ask, CHUNK):
        yield [(pages[int(str(one.key))], judged(found) if isinstance(found, Answer) else found) for one, found in group]


def choose_entries(
    connection: Connection, feeds: Sequence[str], publishers: Sequence[str], urls: Sequence[str], since: str | None, force: bool
) -> list[Row]:
    """Choose entries; with no choice, all that wait for a batch. Raises `FeedUnknown`, `PublisherUnknown`."""
    if not (feeds or publishers or urls or since):
        return execute(connection, "lock_unbatched_entries", {"most": MOST_ENTRIES})
    refuse_unknown_feeds(connection, feeds)
    refuse_unknown_publishers(connection, publishers)
    wanted = {"feeds": list(feeds), "publishers": list(publishers), "urls": [normalise_url(url) for url in urls], "since": since,
              "force": force}  # fmt: skip
    return execute(connection, "select_feed_entries", wanted)


def preview(chosen: list[Row]) -> dict[str, int]:
    """Name in the log what would be fetched."""
    for row in chosen:
        logger.info("would fetch entry=%d state=%s url=%s", row["entry_id"], row["state"], row["url"])
    return {"would_fetch": len(chosen)}


def judged(answer: Answer) -> Answer | NewsdeskError:
    """Give an answer back if it is a page, otherwise the error that says what it is."""
    reason = judge_page(answer)
    if reason is None:
        return answer
    detail = f"status {answer.status}"
    if reason in PASSING_REASONS:
        return PageLater(answer.final_url, reason, detail, answer.retry_after_seconds)
    return PageRefused(answer.final_url, reason, detail)


def keep_pages(lease: BatchLease, findings: list[tuple[Row, Answer]]) -> None:
    """Keep pages and stage them for parse."""
    capture_ids = keep_captures(lease.connection, "page", [answer for _, answer in findings])
    rows = [
        (lease.batch_id, page["url"], page["entry_ids"], capture_id, answer.fetched_at)
        for (page, answer), capture_id in zip(findings, capture_ids, strict=True)
    ]
    execute_rows(lease.connection, "insert_pages", rows)


def keep_other(lease: BatchLease, page: Row, found: NewsdeskError | int, settings: Settings) -> str:
    """Settle a page that was not fetched: known already, to be tried later, or set aside."""
    if isinstance(found, int):
        known = {"entry_ids": page["entry_ids"], "batch_id": lease.batch_id, "article_id": found}
        execute(lease.connection, "mark_duplicates", known)
        return "known"
    reason = str(getattr(found, "reason", "page.busy"))
    if reason in POSTPONED:
        postpone(lease, page, wait_of(found), 0, f"{reason}: {found.detail}")
        return "later"
    if isinstance(found, TransientError) and page["attempts"] + 1 < settings.max_attempts:
        delay = getattr(found, "delay_seconds", None) or FIRST_DELAY * 2 ** page["attempts"]
        postpone(lease, page, delay, 1, f"{reason}: {found.detail}")
        return "later"
    if page["entry_with_text"] and reason not in GONE:
        execute(lease.connection, "insert_page_from_feed", {**page, "batch_id": lease.batch_id})
        return "from_feed"
    evidence: dict[str, object] = {"detail": found.detail, "attempts": page["attempts"] + 1}
    quarantine(lease, "fetch", page["entry_ids"], [reason], evidence, url=page["link"])
    return "quarantined"


def postpone(lease: BatchLease, page: Row, delay_seconds: float, attempts: int, last_error: str) -> None:
    """Let the entries of a page wait for a later batch, with so many more failed tries to their name."""
    later = {
        "entry_ids": page["entry_ids"], "batch_id": lease.batch_id, "delay_seconds": delay_seconds, "attempts": attempts,
        "last_error": last_error,
    }  # fmt: skip
    execute(lease.connection, "postpone_entries", later)
