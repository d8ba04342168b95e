"""Bring the feeds of the catalogue file into the database.

Does not remove: a feed that left the file stays, with its history, until it is retired by hand.
"""

import difflib
import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from psycopg2.errors import UniqueViolation
from psycopg2.extensions import connection as Connection

from include.newsdesk.errors import PermanentError
from include.newsdesk.feeds.catalogue import parse_catalogue
from include.newsdesk.matching.urls import host_of
from include.newsdesk.warehouse.connection import connected
from include.newsdesk.warehouse.statements import execute
from include.newsdesk.warehouse.values import to_json


class FeedUnknown(PermanentError):
    """There is no feed of this name; `python -m include.newsdesk feeds list` lists the names."""


class PublisherUnknown(PermanentError):
    """There is no publisher of this name; `python -m include.newsdesk feeds list` lists the names."""


class FeedExists(PermanentError):
    """A feed of this name or address is there already; `feeds show` tells how it is doing."""


logger = logging.getLogger(__name__)


def sync_feeds(database_url: str, path: Path) -> int:
    """Add and update the feeds of `path`; return how many were added.

    A feed that has another name in the file than here, at the same address, is renamed. Raises `BadCatalogue` before anything
    is written, and `FeedExists` where an address belongs to another feed. Safe to repeat.
    """
    feeds = parse_catalogue(path.read_text(encoding="utf-8"), str(path))
    publishers = {f.publisher: {"name": f.publisher, "country": f.country, "language": f.language} for f in feeds}
    rows = [
        {
            "name": f.name, "publisher": f.publisher, "url": f.url, "host": host_of(f.url), "language": f.language,
            "section": f.section, "state": "active" if f.enabled else "paused",
        }
        for f in feeds
    ]  # fmt: skip
    with refusing_taken(), connected(database_url) as connection, connection:
        execute(connection, "upsert_publishers", {"rows": to_json(list(publishers.values()))})
        execute(connection, "rename_feeds", {"rows": to_json(rows)})
        added = sum(bool(row["added"]) for row in execute(connection, "upsert_feeds", {"rows": to_json(rows)}))
        execute(connection, "notify_feeds_due")
    logger.info("synced catalogue file=%s feeds=%d added=%d", path, len(rows), added)
    return added


@contextmanager
def refusing_taken() -> Iterator[None]:
    """Turn the database's refusal of a name or address that another feed has into `FeedExists`.

    Whoever looks before adding may still meet somebody who adds the same feed at the same moment.
    """
    try:
        yield
    except UniqueViolation as error:
        taken = re.search(r"\((\w+)\)=\((.*)\)", error.diag.message_detail or "")
        column, value = taken.groups() if taken else ("feed", "")
        raise FeedExists(value, f"another feed has this {column}, perhaps since a moment ago; nothing was changed") from error


def refuse_unknown_feeds(connection: Connection, names: Sequence[str]) -> None:
    """Raise `FeedUnknown` for the first name that no feed has; say in the log which of the others are not polled."""
    feeds = {row["name"]: row for row in execute(connection, "select_all_feeds")} if names else {}
    for name in names:
        if name not in feeds:
            raise FeedUnknown(name, alike_in_words(name, feeds))
        if not feeds[name]["is_polled"]:
            logger.warning("passed over feed=%s state=%s cure=%r", name, feeds[name]["state"], f"feeds resume '{name}'")


def chosen_feeds(connection: Connection, feeds: Sequence[str], publishers: Sequence[str]) -> list[str] | None:
    """Name the chosen feeds and those of chosen publishers; None without a choice. Raises `FeedUnknown`, `PublisherUnknown`."""
    refuse_unknown_feeds(connection, feeds)
    refuse_unknown_publishers(connection, publishers)
    theirs = execute(connection, "select_feeds_of_publishers", {"publishers": list(publishers)}) if publishers else []
    return [*feeds, *(row["name"] for row in theirs)] if feeds or publishers else None


def alike_in_words(name: str, names: Iterable[str]) -> str:
    """Ask whether another name was meant, if some look alike."""
    alike = difflib.get_close_matches(name, list(names))
    return f"did you mean {' or '.join(alike)}?" if alike else ""


def refuse_unknown_publishers(connection: Connection, names: Sequence[str]) -> None:
    """Raise `PublisherUnknown` for the first name that no publisher has."""
    for row in execute(connection, "select_unknown_publishers", {"names": list(names)}):
        raise PublisherUnknown(row["name"])
