"""Feeds looked after by hand: added, imported, exported, paused, resumed, retired.

Does not poll: a feed that is new or resumed is due at once, and whoever waits for due feeds is woken.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace

from psycopg2.extensions import connection as Connection

from include.newsdesk.feeds.opml import Outline
from include.newsdesk.matching.urls import host_of
from include.newsdesk.stages.catalogue import FeedExists, FeedUnknown, alike_in_words, refusing_taken
from include.newsdesk.warehouse.connection import connected
from include.newsdesk.warehouse.statements import Row, execute
from include.newsdesk.warehouse.values import to_json
from include.newsdesk.web.refusals import FetchRefused
from include.newsdesk.web.urls import read_url

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class NewFeed:
    """A feed to add; `language` is a BCP 47 tag, `country` (of the publisher) ISO 3166-1 alpha-2."""

    name: str
    url: str
    publisher: str
    language: str | None = None
    country: str | None = None
    section: str | None = None


@dataclass(frozen=True)
class Proposal:
    """One feed of a list to import: what it would be called, and why it is not added (`known`, or a reason code)."""

    feed: NewFeed
    refusal: str | None = None


def all_feeds(connection: Connection) -> list[Row]:
    """Read every feed, in the order of names."""
    return execute(connection, "select_all_feeds")


def find_feed(connection: Connection, key: str) -> Row:
    """Find a feed by its name or address. Raises `FeedUnknown`, with the names that look alike."""
    feeds = all_feeds(connection)
    for feed in feeds:
        if key == feed["name"] or key in (feed["url"], feed["configured_url"]):
            return feed
    raise FeedUnknown(key, alike_in_words(key, [feed["name"] for feed in feeds]))


def refuse_known_feed(database_url: str, name: str, url: str) -> None:
    """Raise `FeedExists` when a name or an address is taken."""
    with connected(database_url) as connection:
        for row in all_feeds(connection):
            if name == row["name"] or url in (row["url"], row["configured_url"]):
                raise FeedExists(row["name"], f"{row['url']} ({row['state']})")


def add_feeds(database_url: str, feeds: Sequence[NewFeed]) -> None:
    """Add feeds that are not there yet, with their publishers, and wake whoever polls.

    Raises `FeedExists`, adding none, when somebody else has just added one of them.
    """
    publishers = {f.publisher: {"name": f.publisher, "country": f.country, "language": f.language} for f in feeds}
    rows = [asdict(feed) | {"host": host_of(feed.url)} for feed in feeds]
    with refusing_taken(), connected(database_url) as connection, connection:
        execute(connection, "upsert_publishers", {"rows": to_json(list(publishers.values()))})
        execute(connection, "insert_feeds", {"rows": to_json(rows)})
        execute(connection, "notify_feeds_due")
    logger.info("added feeds=%d", len(feeds))


def set_state(database_url: str, key: str, state: str) -> Row:
    """Pause a feed, let it be polled at once (`active`), or retire it; returns what holds then.

    A person's decision lasts: only a feed that retired itself by answering 410 is looked at again. Raises `FeedUnknown`.
    """
    with connected(database_url) as connection, connection:
        feed = find_feed(connection, key)
        changed = execute(connection, "update_feed_state", {"feed_id": feed["feed_id"], "state": state})[0]
        if state == "active":
            execute(connection, "notify_feeds_due")
    logger.info("set state feed=%s state=%s", feed["name"], state)
    return changed


def make_due(database_url: str, key: str) -> None:
    """Make a feed due now and wake whoever polls. Raises `FeedUnknown`."""
    with connected(database_url) as connection, connection:
        execute(connection, "make_feed_due", {"feed_id": find_feed(connection, key)["feed_id"]})
        execute(connection, "notify_feeds_due")


def wake_pipeline(database_url: str) -> None:
    """Wake whoever waits for due feeds and for entries without a batch."""
    with connected(database_url) as connection, connection:
        execute(connection, "notify_feeds_due")


def propose_feeds(database_url: str, outlines: Iterable[Outline]) -> list[Proposal]:
    """Say what importing a list would do, in its order.

    OPML names no publishers, so a feed's host stands in; a name that is taken gets the host, or else the address, behind it.
    """
    with connected(database_url) as connection:
        known = all_feeds(connection)
    urls = {url for row in known for url in (row["url"], row["configured_url"])}
    names = {row["name"] for row in known}
    proposals = []
    for outline in outlines:
        try:
            host = read_url(outline.url).authority
        except FetchRefused as refused:
            proposals.append(Proposal(NewFeed(outline.title, outline.url, ""), refused.reason))
            continue
        feed = NewFeed(outline.title, outline.url, host.removeprefix("www."), outline.language, None, outline.section)
        if outline.url in urls:
            proposals.append(Proposal(feed, "known"))
            continue
        choices = (outline.title, f"{outline.title} ({host})", f"{outline.title} ({outline.url})")
        name = next(choice for choice in choices if choice not in names)
        names.add(name)
        proposals.append(Proposal(replace(feed, name=name)))
    return proposals


def outlines_of(database_url: str) -> list[Outline]:
    """List all feeds but retired ones for an export."""
    with connected(database_url) as connection:
        feeds = [feed for feed in all_feeds(connection) if feed["state"] != "retired"]
    return [Outline(f["name"], f["url"], language=f["language"], section=f["section"]) for f in feeds]


def feed_health(
    database_url: str, *, name: str | None = None, state: str | None = None, publisher: str | None = None
) -> list[Row]:
    """Tell how feeds are doing, by publisher and name; `state` is a state or a condition of `marts.feed_health`."""
    with connected(database_url) as connection:
        return execute(connection, "select_feed_health", {"name": name, "state": state, "publisher": publisher})


def last_polls(database_url: str, feed_id: int, most: int) -> list[Row]:
    """Read the last polls of a feed, the newest first."""
    with connected(database_url) as connection:
        return execute(connection, "select_last_polls", {"feed_id": feed_id, "most": most})
