"""The poll stage: due feeds are asked, what they show is kept, and the next due time is set.

    due feeds (leased) ─► answers ─► parse_feed in a limited child process ─► raw.captures, ops.entries, cursor of the feed
                             ▲ sitemaps of an index ◄─┘

A capture, its entries and the feed's cursor commit together, so that validators never outrun what they describe. Does not
fetch pages.
"""

import logging
import math
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial

from psycopg2.extensions import connection as Connection

from include.newsdesk.settings import Settings, read_settings
from include.newsdesk.stages.captures import keep_captures
from include.newsdesk.stages.catalogue import chosen_feeds
from include.newsdesk.stages.child import Done, Outcome, ParserPool
from include.newsdesk.stages.cursors import NO_ENTRIES, Counts, Cursor, Poll, cursor_after, judge_answer, validators
from include.newsdesk.stages.entries import entry_rows, identify, known_entries
from include.newsdesk.stages.open_web import POSTPONED, OpenWeb
from include.newsdesk.stages.pushes import take_pushes
from include.newsdesk.stages.sitemaps import follow_sitemaps
from include.newsdesk.warehouse.connection import connected
from include.newsdesk.warehouse.statements import Row, execute
from include.newsdesk.warehouse.values import to_json
from include.newsdesk.web.rounds import Wanted

logger = logging.getLogger(__name__)

FEEDS_PER_SHARD = 100
MOST_SHARDS = 8
CLAIM = 100  # Feeds leased at a time.
CHUNK = 50  # Polls committed together.
INDEXES = 5  # Sitemap indexes committed together, each with the documents of several sitemaps.
ROUND_SECONDS = 60.0  # Feeds whose host's delay leaves no time for them until then are due later; well within their lease.
BUSY_SECONDS = 10.0  # How long a host that another task is asking is waited for.


def plan_shards(
    feeds: Sequence[str] = (), publishers: Sequence[str] = (), force: bool = False, dry_run: bool = False
) -> list[dict[str, int]]:
    """Take what was pushed, then say how many tasks the due feeds are worth; a shard holds all feeds of a host.

    No feed is due: no shard.
    With names, only these feeds and publishers count; with `force`, they become due at once. Raises `FeedUnknown`,
    `PublisherUnknown`.
    """
    with connected(read_settings().database_url) as connection:
        with connection:
            names = chosen_feeds(connection, feeds, publishers)
            execute(connection, "make_capture_partitions", {"days_ahead": 2})
            if force and not dry_run:
                execute(connection, "force_feeds_due", {"names": names})
        pushes = 0 if dry_run else take_pushes(connection)
        with connection:
            time.sleep(max(0.0, execute(connection, "select_soon_due")[0]["seconds"]))  # The trigger wakes a run a little ahead.
        with connection:
            due = execute(connection, "count_due", {"names": names})[0]
    wanted = 1 if dry_run else min(math.ceil(due["feeds"] / FEEDS_PER_SHARD), MOST_SHARDS)
    logger.info("planned feeds=%d shards=%d waiting_entries=%d pushes=%d", due["feeds"], wanted, due["entries"], pushes)
    return [{"shard": shard, "shards": wanted} for shard in range(wanted)]


def poll(
    shard: dict[str, int], feeds: Sequence[str] = (), publishers: Sequence[str] = (), dry_run: bool = False
) -> dict[str, int]:
    """Poll the due feeds of one shard; returns counts of feeds by outcome and of new and changed entries.

    With `dry_run` nothing is stored and no validator is sent: the log says what would be new.
    """
    settings = read_settings()
    counts = {"changed": 0, "unchanged": 0, "not_modified": 0, "failed": 0, "new_entries": 0, "changed_entries": 0}
    with (
        connected(settings.database_url) as connection,
        OpenWeb(settings, BUSY_SECONDS, ROUND_SECONDS) as web,
        feed_parser(settings) as pool,
    ):
        with connection:
            names = chosen_feeds(connection, feeds, publishers)
        for claimed in claims(connection, shard, names, dry_run):
            for polls in ask(web, pool, claimed, dry_run):
                kept = [preview(connection, one) for one in polls] if dry_run else keep(connection, polls, settings)
                for cursor in kept:
                    counts[str(cursor["outcome"])] += 1
                    counts["new_entries"] += cursor["new_entries"]
                    counts["changed_entries"] += cursor["changed_entries"]
    logger.info("polled %s", " ".join(f"{name}={count}" for name, count in counts.items()))
    return counts


def feed_parser(settings: Settings) -> ParserPool:
    """Make the child process that reads feed documents; use it in a `with` block."""
    target = "include.newsdesk.feeds:parse_feed"
    return ParserPool(target, workers=1, seconds=settings.parse_seconds, memory_mib=settings.parse_memory_mib)


def claims(connection: Connection, shard: dict[str, int], names: list[str] | None, dry_run: bool) -> Iterator[list[Row]]:
    """Lease the feeds that are due now until none is left; for a dry run, name the feeds once without leasing them.

    What becomes due meanwhile is left to the next run, so that a task always ends.
    """
    if dry_run:
        yield execute(connection, "select_feeds", {"names": names, "most": CLAIM})
        return
    due_until = "infinity"
    while claimed := execute(connection, "claim_feeds", {**shard, "names": names, "most": CLAIM, "due_until": due_until}):
        connection.commit()
        due_until = min(due_until, str(claimed[0]["claimed_at"]))
        yield claimed
    connection.commit()


def ask(web: OpenWeb, pool: ParserPool, claimed: list[Row], dry_run: bool) -> Iterator[list[Poll]]:
    """Ask feeds and read what changed, some at a time; sitemap indexes come last, when their hosts are free again."""
    by_name = {str(feed["name"]): feed for feed in claimed}
    wanted = [Wanted(name, feed["url"], "feed", None if dry_run else validators(feed)) for name, feed in by_name.items()]
    indexes: list[Poll] = []
    for found in web.fetch_groups(wanted, CHUNK):
        polls = parse_changed(pool, [judge_answer(by_name[str(asked.key)], answer) for asked, answer in found])
        indexes += [one for one in polls if one.is_index]
        yield [one for one in polls if not one.is_index]
    for start in range(0, len(indexes), INDEXES):
        some = indexes[start : start + INDEXES]
        yield follow_sitemaps(web, partial(parse_changed, pool), some, is_conditional=not dry_run)


def parse_changed(pool: ParserPool, polls: list[Poll]) -> list[Poll]:
    """Parse the documents that changed; one that can't be parsed becomes a failed poll."""
    answers = [one.answer for one in polls if one.to_parse and one.answer]
    requests = [{"raw": a.body, "url": a.final_url, "content_type": a.content_type or None} for a in answers]
    outcomes = pool.map(requests)
    return [read(one, next(outcomes)) if one.to_parse else one for one in polls]


def read(one: Poll, outcome: Outcome) -> Poll:
    """Add what the parser made of a document."""
    return one.with_feed(outcome.value) if isinstance(outcome, Done) else one.failed(outcome.reason, outcome.detail)


def keep(connection: Connection, polls: list[Poll], settings: Settings) -> list[Cursor]:
    """Store polls: captures, entries and cursors in one transaction.

    A feed whose lease was lost to another task is left to that one.
    """
    postponed = [lease_of(one) | {"delay_seconds": one.wait_seconds} for one in polls if one.reason in POSTPONED]
    execute(connection, "release_feeds", {"rows": to_json(postponed)})
    leases = [lease_of(one) for one in polls if one.reason not in POSTPONED]
    held = {row["feed_id"] for row in execute(connection, "hold_feeds", {"rows": to_json(leases)})}
    mine = [one for one in polls if one.row["feed_id"] in held]
    counts = keep_entries(connection, mine)
    cursors = [cursor_after(one, counts.get(one.row["feed_id"], NO_ENTRIES), settings) for one in mine]
    execute(connection, "update_feed_cursors", {"rows": to_json(cursors)})
    execute(connection, "insert_polls", {"rows": to_json(cursors)})
    connection.commit()
    for one, cursor in zip(mine, cursors, strict=True):
        logger.log(
            logging.WARNING if one.reason else logging.INFO,
            "polled feed=%s outcome=%s new=%d next=%s because=%s",
            one.row["name"], cursor["outcome"], cursor["new_entries"], cursor["next_poll_at"], cursor["reason"],
        )  # fmt: skip
    return cursors


def lease_of(one: Poll) -> dict[str, float]:
    """Name a feed with the lease that this task has on it."""
    return {"feed_id": one.row["feed_id"], "lease_token": one.row["lease_token"]}


def keep_entries(connection: Connection, polls: list[Poll]) -> dict[int, Counts]:
    """Store the documents that changed and their entries, and count by feed how many are new and changed."""
    read = [(one, feed, answer) for one in polls for answer, feed in one.documents]
    capture_ids = keep_captures(connection, "feed", [answer for _, _, answer in read])
    shown: dict[int, list[Row]] = defaultdict(list)
    for (one, feed, _), capture_id in zip(read, capture_ids, strict=True):
        where = {"feed_id": one.row["feed_id"], "capture_id": capture_id, "polled_at": one.polled_at}
        shown[one.row["feed_id"]] += [where | row for row in entry_rows(feed, one.row["language"])]
    known = known_entries(connection, shown)
    rows = [row for feed_id, group in shown.items() for row in identify(group, known[feed_id])]
    counted = execute(connection, "upsert_entries", {"rows": to_json(rows)}) if rows else []
    return {row["feed_id"]: {name: int(row[name]) for name in NO_ENTRIES} for row in counted}


def preview(connection: Connection, one: Poll) -> Cursor:
    """Say in the log what a poll would store."""
    if one.reason:
        logger.info("would fail feed=%s reason=%s detail=%r", one.row["name"], one.reason, one.detail)
        return {"outcome": "failed", **NO_ENTRIES}
    if one.feed is None:
        logger.info("would find nothing new feed=%s", one.row["name"])
        return {"outcome": "unchanged", **NO_ENTRIES}
    feed_id, rows = one.row["feed_id"], entry_rows(one.feed, one.row["language"])
    known = known_entries(connection, {feed_id: rows})[feed_id]
    rows = identify(rows, known)
    new = {row["entry_key"] for row in rows} - {row["entry_key"] for row in known}
    for row in rows:
        if row["entry_key"] in new:
            logger.info("would take feed=%s title=%r link=%r", one.row["name"], row["title"], row["link"])
    return {"outcome": "changed" if new else "unchanged", **NO_ENTRIES, "new_entries": len(new)}
