"""Feeds of a site: what its page and its headers name, and where feeds usually are.

Does not fetch anything: the caller asks for the candidates and reads them with `parse_feed`.
"""

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup
from bs4.filter import SoupStrainer

from include.newsdesk.feeds.links import joined, web_url

FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json")
_LOOSE_TYPES = ("application/json", "application/xml", "text/xml")
USUAL_PLACES = (
    "/feed",
    "/rss",
    "/rss.xml",
    "/feed.xml",
    "/atom.xml",
    "/index.xml",
    "/feed.json",
    "/sitemap-news.xml",
    "/news-sitemap.xml",
    "/sitemap.xml",
)
_LINK_VALUE = re.compile(r"""<([^>]*)>((?:\s*;\s*[\w*!-]+\s*(?:=\s*(?:"[^"]*"|[^\s";,]+))?)*)""")
_PARAMETER = re.compile(r""";\s*([\w*!-]+)\s*=\s*(?:"([^"]*)"|([^\s";,]+))""")
_LOOKS_LIKE_FEED = re.compile(r"(?:^|[/._-])(?:rss|feeds?|atom|rdf)(?:[/._-]|\d|$)", re.IGNORECASE)


@dataclass(frozen=True)
class Candidate:
    """A possible feed; `found` is `header`, `link`, `anchor` or `usual`, in falling order of trust."""

    url: str
    title: str | None
    found: str


def discover(page: bytes, url: str, link_header: str | None = None) -> tuple[Candidate, ...]:
    """Name the feeds that a page may have, the most trustworthy first, each address once.

    `url` is where the page came from; `link_header` the values of its Link headers, joined by commas (RFC 8288).
    """
    soup = BeautifulSoup(page, "lxml", parse_only=SoupStrainer(["base", "link", "a"]))
    base_tag = soup.find("base", href=True)
    base = joined(url, str(base_tag["href"])) if base_tag else url
    candidates = [
        *_from_header(link_header or "", url),
        *_from_links(soup, base),
        *_from_anchors(soup, base),
        *(Candidate(urljoin(url, place), None, "usual") for place in USUAL_PLACES),
    ]
    first: dict[str, Candidate] = {}
    for candidate in candidates:
        first.setdefault(candidate.url, candidate)
    return tuple(first.values())


def _from_header(header: str, base: str) -> list[Candidate]:
    found = []
    for target, parameters in _LINK_VALUE.findall(header):
        named = {name.lower(): quoted or bare for name, quoted, bare in _PARAMETER.findall(parameters)}
        url = web_url(target, base)
        if url and _is_feed_link(named.get("rel", ""), named.get("type", "")):
            found.append(Candidate(url, named.get("title"), "header"))
    return found


def _from_links(soup: BeautifulSoup, base: str) -> list[Candidate]:
    found = []
    for tag in soup.find_all("link", href=True):
        url = web_url(str(tag["href"]), base)
        if url and _is_feed_link(" ".join(tag.get_attribute_list("rel") or []), str(tag.get("type") or "")):
            found.append(Candidate(url, str(tag.get("title") or "").strip() or None, "link"))
    return found


def _is_feed_link(rel: str, media_type: str) -> bool:
    rels = rel.lower().split()
    kind = media_type.split(";")[0].strip().lower()
    return "feed" in rels or ("alternate" in rels and (kind in FEED_TYPES or kind in _LOOSE_TYPES))


def _from_anchors(soup: BeautifulSoup, base: str) -> list[Candidate]:
    """Take links to addresses that look like feeds, on the same site or on a service for feeds."""
    site = (urlsplit(base).hostname or "").removeprefix("www.")
    found = []
    for tag in soup.find_all("a", href=True):
        url = web_url(str(tag["href"]), base)
        if url and _LOOKS_LIKE_FEED.search(urlsplit(url).path) and (urlsplit(url).hostname or "").endswith(site):
            found.append(Candidate(url, " ".join(tag.get_text().split()) or None, "anchor"))
    return found
