"""Find when the article was published and modified.

Does not read a clock: `fetched_at`, where given, only bounds what can be true.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from include.newsdesk.articles.article import FeedHint, Found, Precision
from include.newsdesk.articles.jsonld import objects_of, text_of
from include.newsdesk.articles.page import Page

PUBLISHED_META = ("article:published_time", "og:article:published_time", "article:published", "datepublished", "date", "pubdate", "publishdate", "publish-date", "publish_date", "dc.date", "dc.date.issued", "dcterms.created", "dcterms.date",
                  "sailthru.date", "parsely-pub-date", "cxenseparse:recs:publishtime", "article.published", "published_time", "publication_date", "og:pubdate", "datecreated", "last-modified-date", "date.created", "dc.date.created", "weibo:article:create_at", "article_date_original", "originalpublicationdate", "pdate")
MODIFIED_META = ("article:modified_time", "og:updated_time", "og:article:modified_time", "datemodified", "lastmod", "dcterms.modified", "dc.date.modified", "last-modified", "article:modified", "revision_date", "modified")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?\s*(Z|[+-]\d{2}:?\d{2}|[+-]\d{2}(?!\d)|UTC|GMT)?)?", re.I)
COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?(Z)?$")
URL_DATE = re.compile(r"[/_.-]((?:19|20)\d{2})[/_.-]?([01]\d)[/_.-]?([0-3]\d)(?=[/_.\-?A-Za-z]|$)")
EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Moment:
    """A time with its precision and source."""

    at: datetime
    precision: Precision
    found: Found


def parse(text: str) -> tuple[datetime, Precision] | None:
    """Read a machine-written date: ISO 8601 and near forms, RFC 5322, seconds since 1970."""
    text = text.strip()
    match = ISO.search(text)
    parts = match.groups() if match else None
    if not parts and (compact := COMPACT.match(text)):
        year, month, day, hour, minute, second, zone = compact.groups()
        parts = (year, month, day, hour, minute, second, None, zone)
    if parts:
        return from_parts(parts)
    if re.fullmatch(r"1\d{9}(?:\d{3})?", text):
        return datetime.fromtimestamp(int(text[:10]), UTC), "minute"
    return None


def from_parts(parts: tuple[str | None, ...]) -> tuple[datetime, Precision] | None:
    """Build a time from matched parts; times without a zone count as UTC."""
    year, month, day, hour, minute, second, fraction, zone = parts
    try:
        at = datetime(int(year or 0), int(month or 0), int(day or 0), int(hour or 0) % 24, int(minute or 0), min(int(second or 0), 59), int((fraction or "0")[:6].ljust(6, "0")), tzinfo=UTC)
    except ValueError:
        return None
    if zone and zone.upper() not in ("Z", "UTC", "GMT"):
        sign = -1 if zone[0] == "-" else 1
        digits = zone[1:].replace(":", "").ljust(4, "0")
        offset = sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]))
        if abs(offset) < timedelta(hours=15):
            from datetime import timezone
            at = at.replace(tzinfo=timezone(offset))
    return at, "minute" if hour and (int(hour), int(minute or 0), int(second or 0)) != (0, 0, 0) else "day"


def choose_published(page: Page, thing: dict[str, object], hint: FeedHint | None, fetched_at: datetime | None) -> Moment | None:
    """Choose the publication time: JSON-LD, meta, `<time>`, feed, URL."""
    listed = [("json-ld datePublished", text_of(thing.get("datePublished")), 0.95)]
    for other in objects_of(page.ld, "webpage", "videoobject"):
        listed.append(("json-ld page", text_of(other.get("datePublished") or other.get("uploadDate")), 0.8))
    listed += [(f"meta {name}", content, 0.9) for name in PUBLISHED_META for content in page.meta.get(name, [])[:1]]
    for time in list(page.root.iter("time"))[:4]:
        listed.append(("time tag", time.get("datetime") or "", 0.7))
    moments = [Moment(*parsed, Found(source, sure)) for source, text, sure in listed if (parsed := parse(text))]
    if hint and hint.published_at:
        moments.append(Moment(hint.published_at, "minute", Found("feed entry", 0.8)))
    match = URL_DATE.search(page.url)
    if match and (parsed := from_parts((*match.groups(), None, None, None, None, None))):
        moments.append(Moment(*parsed, Found("address", 0.6)))
    return next((m for m in moments if plausible(m.at, fetched_at)), None)


def choose_modified(page: Page, thing: dict[str, object], published: Moment | None, fetched_at: datetime | None) -> Moment | None:
    """Choose the time of the last change, never before publication."""
    listed = [("json-ld dateModified", text_of(thing.get("dateModified")), 0.95)]
    listed += [(f"meta {name}", content, 0.9) for name in MODIFIED_META for content in page.meta.get(name, [])[:1]]
    moments = [Moment(*parsed, Found(source, sure)) for source, text, sure in listed if (parsed := parse(text))]
    return next((m for m in moments if plausible(m.at, fetched_at) and (published is None or m.at >= published.at - timedelta(minutes=1))), None)


def plausible(at: datetime, fetched_at: datetime | None) -> bool:
    """Tell whether a time lies between 1995 and a day after the page was fetched."""
    return at >= EARLIEST and (fetched_at is None or at <= fetched_at + timedelta(days=1))
