"""Bytes of any feed to one record: finds out what kind of document it is and calls the reader for it.

Does not open, fetch, or time anything: run it where memory and time are limited, as feeds come from strangers.
"""

import re

from include.newsdesk.feeds.charsets import decode
from include.newsdesk.feeds.entries import NotAFeed, ParsedFeed
from include.newsdesk.feeds.jsonfeed import read_json
from include.newsdesk.feeds.sitemap import read_sitemap
from include.newsdesk.feeds.xmlfeed import read_xml

_PROLOGUE = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)+", re.DOTALL | re.IGNORECASE)
_FEED_ROOTS = ("rss", "feed", "rdf", "channel", "urlset", "sitemapindex")
_ROOT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)")


def parse_feed(raw: bytes, *, url: str, content_type: str | None = None, content_language: str | None = None) -> ParsedFeed:
    """Read RSS 0.9 to 2.0, RDF, Atom 0.3 and 1.0, JSON Feed, a sitemap or a sitemap index.

    `url` is where the bytes came from, after redirects: relative links resolve against it. The other two are the HTTP
    headers of these names. A broken or cut-off document gives what it has, with `complaint` set. Raises `NotAFeed` and
    nothing else. Time grows with the size of the document: limit both outside.
    """
    if not raw.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise NotAFeed(url, "no content", "feed.empty")
    try:
        return _read(raw, url, content_type, content_language)
    except NotAFeed:
        raise
    except Exception as error:  # whatever the parsers below raise on what a stranger sent
        raise NotAFeed(url, f"{type(error).__name__}: {error}"[:300], "feed.unreadable") from error


def _read(raw: bytes, url: str, content_type: str | None, content_language: str | None) -> ParsedFeed:
    decoded = decode(raw, content_type)
    text, encoding, complaint = decoded.text, decoded.encoding.lower(), decoded.complaint
    if text.lstrip()[:1] in ("{", "["):
        return read_json(text, url, encoding, complaint)
    prologue, root = _beginning(text)
    if root == "html" or ("<!doctype html" in prologue and root not in _FEED_ROOTS):
        raise NotAFeed(url, "an HTML page", "feed.html")
    if root in ("urlset", "sitemapindex"):
        return read_sitemap(text, url, encoding, complaint)
    return read_xml(text, url, encoding, content_language, complaint)


def _beginning(text: str) -> tuple[str, str]:
    """Give what stands before the first element, and that element's name without prefix."""
    prologue = _PROLOGUE.match(text)
    root = _ROOT.match(text, prologue.end() if prologue else 0)
    return prologue[0].lower() if prologue else "", root[1].lower() if root else ""
