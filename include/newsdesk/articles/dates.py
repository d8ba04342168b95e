"""Find when the article was published and modified.

Does not read a clock: `fetched_at`, where given, only bounds what can be true.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from urllib.parse import unquote, urlsplit

from include.newsdesk.articles.article import FeedHint, Found, Precision
from include.newsdesk.articles.jsonld import objects_of, text_of
from include.newsdesk.articles.page import Page
from include.newsdesk.articles.tree import text_of as words
from include.newsdesk.articles.visible_dates import CHANGED, SHORT, visible_texts
from include.newsdesk.articles.written_dates import read_written

PUBLISHED_META = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "article:published",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "published_time",
    "published_at",
    "published_on",
    "publication_date",
    "publication-date",
    "published-date",
    "sailthru.date",
    "parsely-pub-date",
    "cxenseparse:recs:publishtime",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.issued",
    "dcterms.date",
    "dc.date",
    "dc.date.created",
    "vr:published-time",
    "article.published",
    "og:pubdate",
    "datecreated",
    "date.created",
    "date-pub",
    "pub_date",
    "date",
    "ob:date",
    "weibo:article:create_at",
    "article_date_original",
    "originalpublicationdate",
    "bi3dpubdate",
    "pdate",
    "rnews:datepublished",
    "created",
    "release_date",
    "time",
)
MODIFIED_META = (
    "article:modified_time",
    "og:updated_time",
    "og:article:modified_time",
    "datemodified",
    "lastmod",
    "dcterms.modified",
    "dc.date.modified",
    "last-modified",
    "article:modified",
    "revision_date",
    "modified",
    "updated_time",
)
ISO = re.compile(
    r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?\s*(Z|[+-]\d{2}:?\d{2}|"
    r"[+-]\d{2}(?!\d)|UTC|GMT|EST|EDT|[A-Z]{3,4}\b)?)?",
    re.I,
)
COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?(Z|[+-]\d{4})?$")
URL_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d{2})([/_.-]?)(0[1-9]|1[0-2]|[1-9](?=[/_.-]))\2([0-2]\d|3[01]|[1-9](?=[/_.-]))(?!\d{3,})(?=\D|\d|$)"
)
URL_SERIAL = re.compile(r"(?<!\d)(20\d{2})(0[1-9]|1[0-2])([0-2]\d|3[01])(?=[0-2]\d[0-5]\d)")
AMERICAN = (".us", ".com", ".org", ".net", ".ph")
IN_SCRIPT = re.compile(
    r"[\"'](?:date_?published|publish(?:ed)?_?(?:date|at|time|on)|pub_?date|first_?published(?:_?at)?|create(?:d|_)?_?(?:date|at|time))"
    r"[\"']\s*:\s*[\"']([^\"']{8,40})[\"']",
    re.I,
)
EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Moment:
    """A time with its precision and source; `zoned` tells whether the source named the zone (else it counts as UTC)."""

    at: datetime
    precision: Precision
    found: Found
    zoned: bool = True


def parse(text: str, month_first: bool = False) -> tuple[datetime, Precision, bool] | None:
    """Read a date from structured data: ISO 8601 and near forms, seconds since 1970, then what people write."""
    text = text.strip()
    match = ISO.search(text)
    parts = match.groups() if match else None
    if not parts and (compact := COMPACT.match(text)):
        year, month, day, hour, minute, second, zone = compact.groups()
        parts = (year, month, day, hour, minute, second, None, zone)
    if parts:
        return from_parts(parts)
    if re.fullmatch(r"1\d{9}(?:\d{3})?", text):
        return datetime.fromtimestamp(int(text[:10]), UTC), "minute", True
    written = read_written(text, month_first) if text else None
    return (written.at, "minute" if written.clock else "day", written.zoned) if written else None


def from_parts(parts: tuple[str | None, ...]) -> tuple[datetime, Precision, bool] | None:
    """Build a time from matched parts; times without a zone count as UTC."""
    year, month, day, hour, minute, second, fraction, zone = parts
    try:
        at = datetime(
            int(year or 0),
            int(month or 0),
            int(day or 0),
            int(hour or 0) % 24,
            int(minute or 0),
            min(int(second or 0), 59),
            int((fraction or "0")[:6].ljust(6, "0")),
            tzinfo=UTC,
        )
    except ValueError:
        return None
    zoned = bool(zone)
    if zone and zone[0] in "+-":
        digits = zone[1:].replace(":", "").ljust(4, "0")
        offset = (-1 if zone[0] == "-" else 1) * timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]))
        if abs(offset) < timedelta(hours=15):
            at = at.replace(tzinfo=timezone(offset))
    clock = hour is not None and (int(hour), int(minute or 0), int(second or 0)) != (0, 0, 0)
    return at, "minute" if clock else "day", zoned


def choose_published(page: Page, thing: dict[str, Any], hint: FeedHint | None, fetched_at: datetime | None) -> Moment | None:
    """Choose the publication time: structured data, `<time>`, the feed, visible dates near the headline, the address."""
    month_first = is_american(page)
    first: Moment | None = None
    for source, text, sure in published_texts(page, thing):
        parsed = parse(text, month_first) if text else None
        if parsed is None or not plausible(parsed[0], fetched_at):
            continue
        moment = Moment(parsed[0], parsed[1], Found(source, sure), parsed[2])
        if first is None:
            first = moment
            if moment.precision == "minute" and moment.zoned and source != "json-ld datePublished":
                return moment
        elif source == "meta article:published_time" and moment.zoned and abs(moment.at - first.at) > timedelta(days=1):
            return moment
        elif first.precision == "minute" and first.zoned:
            return first
        elif improves(moment, first):
            return replace(moment, found=Found(f"{first.found.source}, {source}", first.found.confidence))
    return first or guessed(page, hint, fetched_at, month_first)


def improves(moment: Moment, first: Moment) -> bool:
    """Tell whether a later source says the same, but with the clock time or the zone that the first one lacks."""
    if first.precision == "day":
        return (
            moment.precision == "minute"
            and abs(moment.at - first.at) < timedelta(hours=38)
            and moment.at.date() == first.at.date()
        )
    return moment.zoned and moment.at.replace(tzinfo=None, microsecond=0) == first.at.replace(tzinfo=None, microsecond=0)


def published_texts(page: Page, thing: dict[str, Any]) -> Iterator[tuple[str, str, float]]:
    """Yield (source, text, confidence) of what structured data says about publication, the most trusted first."""
    yield "json-ld datePublished", text_of(thing.get("datePublished")), 0.95
    for name in PUBLISHED_META:
        for content in page.meta.get(name, [])[:1]:
            yield f"meta {name}", content, 0.9
    for other in objects_of(page.ld, "webpage", "videoobject", "itempage"):
        yield "json-ld page", text_of(other.get("datePublished") or other.get("uploadDate")), 0.8
    yield "json-ld dateCreated", text_of(thing.get("dateCreated")), 0.7
    times = list(page.root.iter("time"))[:6]
    for time in sorted(
        times, key=lambda t: "datepublished" not in (t.get("itemprop") or "").lower() and t.get("pubdate") is None
    ):
        if (
            not CHANGED.search(words(time))
            and "modified" not in (time.get("itemprop") or "").lower()
            and "updat" not in (time.get("class") or "")
        ):
            yield "time tag", time.get("datetime") or time.get("content") or "", 0.75


def guessed(page: Page, hint: FeedHint | None, fetched_at: datetime | None, month_first: bool) -> Moment | None:
    """Choose among the feed, visible dates and the address, where no structured data helped."""
    if hint and hint.published_at and plausible(hint.published_at, fetched_at):
        return Moment(hint.published_at, "minute", Found("feed entry", 0.8))
    address = date_of_address(page.url)
    for source, text, sure in visible_texts(page):
        written = read_written(text, month_first)
        if written and plausible(written.at, fetched_at):
            if address and abs(written.at - address.at) > timedelta(days=4) and plausible(address.at, fetched_at):
                return address
            return Moment(written.at, "minute" if written.clock else "day", Found(source, sure), written.zoned)
    if address and plausible(address.at, fetched_at):
        return address
    for script in page.scripts:
        code = script.text or ""
        match = IN_SCRIPT.search(code)
        # A script of one short call writes the date into the page: showDate("2020/04/17").
        text = match[1] if match else code if len(code) < SHORT else ""
        if text and (parsed := parse(text, month_first)) and plausible(parsed[0], fetched_at):
            return Moment(parsed[0], parsed[1], Found("script", 0.4), parsed[2])
    for text in (text_of(thing.get("dateModified")) for thing in page.ld):
        if (parsed := parse(text, month_first)) and plausible(parsed[0], fetched_at):
            return Moment(parsed[0], parsed[1], Found("json-ld dateModified", 0.4), parsed[2])
    changed = next(
        (parsed for name in MODIFIED_META for text in page.meta.get(name, [])[:1] if (parsed := parse(text, month_first))), None
    )
    return (
        Moment(changed[0], changed[1], Found("meta modified", 0.4), changed[2])
        if changed and plausible(changed[0], fetched_at)
        else None
    )


def date_of_address(url: str) -> Moment | None:
    """Read the date that an address holds, as in /2020/03/17/."""
    match = URL_DATE.search(unquote(urlsplit(url).path))
    parts = (match[1], match[3], match[4]) if match else None
    if parts is None and (serial := URL_SERIAL.search(urlsplit(url).path)):
        parts = (serial[1], serial[2], serial[3])
    parsed = from_parts((*parts, None, None, None, None, None)) if parts else None
    return Moment(parsed[0], "day", Found("address", 0.6), False) if parsed else None


def is_american(page: Page) -> bool:
    """Tell whether 03/04/2020 means March 4th here: an English page on a generic or American domain, not British by its label."""
    language = (page.root.get("lang") or page.first_meta("og:locale") or "").lower().replace("_", "-")
    host = urlsplit(page.url).hostname or ""
    return (language == "en" or language.startswith("en-us") or not language) and host.endswith(AMERICAN)


def choose_modified(page: Page, thing: dict[str, Any], published: Moment | None, fetched_at: datetime | None) -> Moment | None:
    """Choose the time of the last change, never before publication."""
    month_first = is_american(page)
    listed = [("json-ld dateModified", text_of(thing.get("dateModified")), 0.95)]
    listed += [(f"meta {name}", content, 0.9) for name in MODIFIED_META for content in page.meta.get(name, [])[:1]]
    listed += [
        ("time tag", time.get("datetime") or "", 0.7)
        for time in page.root.iter("time")
        if (time.get("itemprop") or "").lower() == "datemodified"
    ]
    for source, text, sure in listed:
        parsed = parse(text, month_first)
        if (
            parsed
            and plausible(parsed[0], fetched_at)
            and (published is None or parsed[0] >= published.at - timedelta(minutes=1))
        ):
            return Moment(parsed[0], parsed[1], Found(source, sure), parsed[2])
    return None


def plausible(at: datetime, fetched_at: datetime | None) -> bool:
    """Tell whether a time lies between 1995 and a day after the page was fetched (without that, before 2100)."""
    return EARLIEST <= at <= (fetched_at + timedelta(days=1) if fetched_at else datetime(2100, 1, 1, tzinfo=UTC))
