"""Feeds: documents to entries, and everything about a feed that needs no network and no clock.

Does not fetch or store anything: bytes and times come in, frozen records go out.
"""

from include.newsdesk.feeds.entries import MAX_ENTRIES, Enclosure, Entry, NotAFeed, ParsedFeed
from include.newsdesk.feeds.reading import parse_feed

__all__ = ["MAX_ENTRIES", "Enclosure", "Entry", "NotAFeed", "ParsedFeed", "parse_feed"]
