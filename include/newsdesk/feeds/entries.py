"""What a feed says: one document, its entries, and how an entry is told from its neighbours and from its own past.

Does not read bytes: the readers beside this module build these records.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from include.newsdesk.errors import RejectedError
from include.newsdesk.feeds.markup import text_of

MAX_ENTRIES = 5_000
"""Entries taken from one document, in document order; the rest are counted in `ParsedFeed.dropped`."""

_QUERY_OR_FRAGMENT = re.compile(r"[?#].*", re.DOTALL)


class NotAFeed(RejectedError):
    """The document is not a feed.

    `reason` is `feed.empty`, `feed.html`, `feed.unreadable` or, for any other document, `feed.not_a_feed`.
    """

    def __init__(self, subject: str, detail: str = "", reason: str = "feed.not_a_feed") -> None:
        """Keep the reason code beside the subject."""
        super().__init__(subject, detail)
        self.reason = reason

    def __reduce__(self) -> tuple[type["NotAFeed"], tuple[str, str, str]]:
        """Keep the reason when the error crosses a process boundary."""
        return type(self), (self.subject, self.detail, self.reason)


@dataclass(frozen=True)
class Enclosure:
    """A file that an entry carries; `url` is absolute http(s), `length` is in bytes as the feed claims it."""

    url: str
    media_type: str | None = None
    length: int | None = None


@dataclass(frozen=True)
class Entry:
    """One entry as its feed shows it.

    `title` is plain text; `summary` and `content_html` are HTML as sent (plain text comes escaped), without scripts,
    styles and comments, links made absolute, and not made safe for display. Times are aware; the raw strings are kept
    beside them, and `date_problem` says why one of them is missing (`date.unreadable`, `date.implausible`,
    `date.unknown_zone`, `date.ambiguous`).
    """

    guid: str | None = None
    link: str | None = None
    title: str = ""
    summary: str = ""
    content_html: str | None = None
    authors: tuple[str, ...] = ()
    published_at: datetime | None = None
    published_raw: str | None = None
    updated_at: datetime | None = None
    updated_raw: str | None = None
    date_problem: str | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None
    image_url: str | None = None
    enclosures: tuple[Enclosure, ...] = ()

    @cached_property
    def key(self) -> str:
        """Name this entry inside its feed, the same at every poll.

        The guid where there is one; else the link; else a hash of title and raw date. It is only unique together with
        the feed, and of any length: index a hash of it. Prefixes keep the three kinds apart.
        """
        if self.guid:
            return f"guid:{self.guid}"
        if self.link:
            return f"link:{self.link}"
        return "hash:" + _digest(self.title, self.published_raw or self.updated_raw or "")

    @cached_property
    def fingerprint(self) -> str:
        """Hash what a reader would notice, so that a poll tells a changed entry from an unchanged one.

        The link is left out: only its normalised form tells a change. Markup counts by its text and by the pictures and links
        in it, without their query strings: counters, signatures and cache-busters change at every poll.
        """
        markup = _stable(self.summary), _stable(self.content_html or "")
        return _digest(self.title, *markup, " ".join((self.updated_raw or "").split()))


@dataclass(frozen=True)
class ParsedFeed:
    """One feed document.

    `format` is `rss20`, `atom10`, `rss10`, `jsonfeed11`, `sitemap`, `sitemapindex` or an older relative of these.
    `complaint` says in words what was wrong with a document that could be read all the same; `truncated` that it ended
    before its end: then the entry that was cut is left out, and no validators should be kept for the document.
    `sitemap_urls` are those of a sitemap index, the newest first.
    """

    format: str
    entries: tuple[Entry, ...] = ()
    title: str | None = None
    link: str | None = None
    language: str | None = None
    subtitle: str | None = None
    feed_id: str | None = None
    encoding: str | None = None
    self_url: str | None = None
    hub_urls: tuple[str, ...] = ()
    ttl_minutes: int | None = None
    update_period_minutes: int | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()
    sitemap_urls: tuple[str, ...] = ()
    complaint: str | None = None
    truncated: bool = False
    dropped: int = 0


def _stable(markup: str) -> str:
    if "<" not in markup:
        return text_of(markup)
    targets = re.findall(r"""\b(?:src|href)\s*=\s*["']([^"']*)""", markup)
    return " ".join([text_of(markup), *(_QUERY_OR_FRAGMENT.sub("", target) for target in targets)])


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()
