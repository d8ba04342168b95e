"""RSS, RDF and Atom: from feedparser's dictionaries and our notes to our own records.

Does not decide what kind of document it has before it: `reading` does.
"""

import html
import re
from datetime import datetime
from typing import Any

from include.newsdesk.feeds.dates import day_first_of, parse_date
from include.newsdesk.feeds.elements import Elements, read_elements
from include.newsdesk.feeds.entries import MAX_ENTRIES, Enclosure, Entry, NotAFeed, ParsedFeed
from include.newsdesk.feeds.handlers import Link, Notes
from include.newsdesk.feeds.links import joined, web_url
from include.newsdesk.feeds.markup import text_of, with_absolute_links, without_unread
from include.newsdesk.feeds.repair import repaired

_HTML_TYPES = ("", "text/html", "application/xhtml+xml", "html", "xhtml")
_ENTRY_STARTS = re.compile(r"<(?:\w+:)?(?:item|entry)[\s>]", re.IGNORECASE)
_ROOT = re.compile(r"<([A-Za-z_][\w:.-]*)")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_PERIOD_MINUTES = {"hourly": 60, "daily": 1_440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}
_PUBLISHED_KINDS = ("published", "dated", "created")
_PUBLISHED_KEYS = ("prism_publicationdate", "dcterms_date", "date", "publisheddate")


def read_xml(text: str, url: str, encoding: str, language: str | None, complaint: str | None) -> ParsedFeed:
    """Read an RSS, RDF or Atom document.

    Raises `NotAFeed` for any other XML.
    """
    source = repaired(text)
    elements = read_elements(source, url, language)
    if not (elements.version or elements.entry_notes or elements.feed_notes.depth):
        raise NotAFeed(url, "no channel, feed, item or entry")
    truncated = not elements.strict and (elements.ends_early or _lacks_its_end(text))
    entries, notes = elements.entries, elements.entry_notes
    if truncated and notes and not notes[-1].closed:
        entries, notes = entries[:-1], notes[:-1]
    for note in (elements.feed_notes, *notes):
        note.base = joined(url, note.base)
    complaints = [part for part in (complaint, source.complaint, elements.error) if part]
    return ParsedFeed(
        format=elements.version or "rss",
        entries=_entries(elements, entries, notes),
        encoding=encoding,
        complaint="; ".join(complaints) or None,
        truncated=truncated,
        dropped=_dropped(text, len(elements.entry_notes)),
        **_feed_fields(elements),
    )


def _lacks_its_end(text: str) -> bool:
    root = _ROOT.search(text)
    return root is not None and f"</{root[1]}".lower() not in text[-4_096:].lower()


def _dropped(text: str, taken: int) -> int:
    return max(0, len(_ENTRY_STARTS.findall(text)) - taken) if taken == MAX_ENTRIES else 0


# The feed itself


def _feed_fields(elements: Elements) -> dict[str, Any]:
    feed, notes = dict(elements.feed), elements.feed_notes
    return {
        "title": _plain(feed, "title", elements.version) if "title" in feed else None,
        "subtitle": _plain(feed, "subtitle", elements.version) if "subtitle" in feed else None,
        "link": _own_link(notes, elements.strict) or web_url(feed.get("link"), notes.base),
        "language": feed.get("language") or None,
        "feed_id": feed.get("id") or None,
        "self_url": next(iter(_related(notes, "self")), None),
        "hub_urls": tuple(_related(notes, "hub")),
        "ttl_minutes": _number(feed.get("ttl")),
        "update_period_minutes": _update_period(feed),
        "skip_hours": frozenset(hour % 24 for text in elements.skip_hours if (hour := _number(text)) is not None),
        "skip_days": frozenset(_DAYS.index(day) for text in elements.skip_days if (day := text.lower()) in _DAYS),
    }


def _related(notes: Notes, rel: str) -> dict[str, None]:
    """Give the addresses of one relation, each once, in order."""
    return dict.fromkeys(url for link in notes.links if link.rel == rel and (url := web_url(link.href, notes.base)))


def _number(text: object) -> int | None:
    digits = str(text or "").strip()
    return int(digits) if digits.isdecimal() and len(digits) < 9 else None


def _update_period(feed: dict[str, Any]) -> int | None:
    """Minutes between updates by the RSS syndication module: the period divided by the frequency in it."""
    period = _PERIOD_MINUTES.get(str(feed.get("sy_updateperiod") or "").strip().lower())
    frequency = _number(feed.get("sy_updatefrequency")) or 1
    return max(1, period // frequency) if period else None


# Entries


def _entries(elements: Elements, entries: list[dict[str, Any]], notes: list[Notes]) -> tuple[Entry, ...]:
    raws = [raw for note in notes for _, raw, _ in note.dates]
    day_first = day_first_of(raws, elements.feed.get("language"))
    return tuple(_entry(dict(entry), note, elements, day_first) for entry, note in zip(entries, notes, strict=False))


def _entry(raw: dict[str, Any], notes: Notes, elements: Elements, day_first: bool | None) -> Entry:
    guid = raw.get("id") or None
    published_raw, published_at, problem = _date(notes, _PUBLISHED_KINDS, elements.strict, day_first)
    if published_raw is None:
        published_raw = next((str(raw[key]) for key in _PUBLISHED_KEYS if raw.get(key)), None)
        published_at, problem = parse_date(published_raw, day_first)
    updated_raw, updated_at, update_problem = _date(notes, ("updated",), elements.strict, day_first)
    content = _content(raw, notes.base)
    return Entry(
        guid=guid,
        link=_own_link(notes, elements.strict) or (web_url(guid) if notes.permalink else None),
        title=_plain(raw, "title", elements.version),
        summary=_summary(raw, notes.base),
        content_html=content,
        authors=_authors(raw),
        published_at=published_at,
        published_raw=published_raw,
        updated_at=updated_at,
        updated_raw=updated_raw,
        date_problem=problem or update_problem,
        tags=_tags(raw),
        language=_language(raw, elements.feed),
        image_url=_image(raw, notes),
        enclosures=_enclosures(raw, notes),
    )


def _own_link(notes: Notes, strict: bool) -> str | None:
    """Choose the address of the entry itself.

    Only direct children count; where a broken document makes levels unsure, the outermost. RSS's own element comes
    before Atom's in an RSS document, a page before any other type.
    """
    links = [link for link in notes.links if link.level <= 1] if strict else sorted(notes.links, key=lambda x: x.level)
    alternates = [link for link in links if link.rel == "alternate"]
    return next((url for link in sorted(alternates, key=_rank) if (url := web_url(link.href, notes.base))), None)


def _rank(link: Link) -> int:
    if link.written:
        return 0
    return 1 if link.media_type in _HTML_TYPES else 2


def _date(
    notes: Notes, kinds: tuple[str, ...], strict: bool, day_first: bool | None
) -> tuple[str | None, datetime | None, str | None]:
    """Give raw string, instant and problem of the first kind that the entry has; of several the last readable one."""
    dates = [date for date in notes.dates if date[2] <= 1] if strict else sorted(notes.dates, key=lambda x: x[2])
    for kind in kinds:
        raws = [raw for name, raw, _ in dates if name == kind]
        if raws:
            readings = [(raw, *parse_date(raw, day_first)) for raw in raws]
            return next((reading for reading in reversed(readings) if reading[1]), readings[-1])
    return None, None, None


def _plain(raw: dict[str, Any], key: str, version: str) -> str:
    value = raw.get(key) or ""
    detail = raw.get(f"{key}_detail") or {}
    if version.startswith("atom") and detail.get("type") == "text/plain":
        return " ".join(value.split())
    return text_of(value)


def _html(detail: dict[str, Any], base: str) -> str:
    value = detail.get("value") or ""
    if detail.get("type") == "text/plain":
        return html.escape(value, quote=False)
    return with_absolute_links(without_unread(value), joined(base, detail.get("base") or ""))


def _summary(raw: dict[str, Any], base: str) -> str:
    """Give what the feed calls summary; feedparser's copy of the content has no detail beside it and doesn't count."""
    detail = raw.get("summary_detail") or raw.get("media_description_detail")
    return _html(detail, base) if detail else ""


def _content(raw: dict[str, Any], base: str) -> str | None:
    for detail in raw.get("content") or ():
        kind = detail.get("type") or ""
        if detail.get("value") and (kind.startswith("text/") or "html" in kind):
            return _html(detail, base)
    return None


def _authors(raw: dict[str, Any]) -> tuple[str, ...]:
    """Give the names, and addresses only where nobody is named."""
    people = raw.get("authors") or ()
    named = [text_of(str(person.get("name") or "")) for person in people]
    names = named if any(named) else [text_of(str(person.get("email") or "")) for person in people]
    return tuple(dict.fromkeys(name for name in names if name))


def _tags(raw: dict[str, Any]) -> tuple[str, ...]:
    terms = [text_of(str(tag.get("term") or tag.get("label") or "")) for tag in raw.get("tags") or ()]
    return tuple(dict.fromkeys(term for term in terms if term))


def _language(raw: dict[str, Any], feed: dict[str, Any]) -> str | None:
    details = [raw.get("title_detail"), raw.get("summary_detail"), *(raw.get("content") or ())]
    details.append({"language": feed.get("language")})
    return next((str(detail["language"]) for detail in details if detail and detail.get("language")), None)


def _enclosures(raw: dict[str, Any], notes: Notes) -> tuple[Enclosure, ...]:
    return tuple(
        Enclosure(url, link.get("type") or None, _number(link.get("length")))
        for link in raw.get("links") or ()
        if link.get("rel") == "enclosure" and (url := web_url(link.get("href"), notes.base))
    )


def _image(raw: dict[str, Any], notes: Notes) -> str | None:
    """Choose the entry's picture: the widest in Media RSS, else its thumbnail, an enclosed picture, iTunes's."""
    media = [item for item in raw.get("media_content") or () if _is_picture(item)]
    media.sort(key=lambda item: -(_number(item.get("width")) or 0))
    thumbnails = list(raw.get("media_thumbnail") or ())
    enclosed = [link for link in raw.get("links") or () if link.get("rel") == "enclosure" and _is_picture(link)]
    own = raw.get("image")
    candidates = [*media, *thumbnails, *enclosed, *([own] if isinstance(own, dict) else [])]
    return next((url for item in candidates if (url := web_url(item.get("url") or item.get("href"), notes.base))), None)


def _is_picture(item: dict[str, Any]) -> bool:
    return item.get("medium") == "image" or str(item.get("type") or "").startswith("image/")
