"""JSON Feed 1.0 and 1.1 (jsonfeed.org).

Does not read any other JSON.
"""

import html
import json
import re
from typing import Any

from include.newsdesk.feeds.dates import parse_date
from include.newsdesk.feeds.entries import MAX_ENTRIES, Enclosure, Entry, NotAFeed, ParsedFeed
from include.newsdesk.feeds.links import web_url
from include.newsdesk.feeds.markup import text_of, with_absolute_links, without_unread
from include.newsdesk.feeds.repair import readable

_ITEMS = re.compile(r'"items"\s*:\s*\[')


def _whole_number(digits: str) -> int | None:
    return int(digits) if len(digits) < 19 else None


_DECODER = json.JSONDecoder(parse_int=_whole_number, parse_constant=lambda _: None, strict=False)


def read_json(text: str, url: str, encoding: str, complaint: str | None) -> ParsedFeed:
    """Read a JSON Feed; of one that was cut short, the items that are whole.

    Raises `NotAFeed` for any other JSON.
    """
    try:
        feed, truncated = _DECODER.decode(text), False
    except ValueError as error:
        feed, truncated = _salvaged(text), True
        complaint = "; ".join(part for part in (complaint, str(error)) if part)
    if not isinstance(feed, dict) or "jsonfeed.org/version" not in str(feed.get("version")):
        raise NotAFeed(url, "JSON, but no JSON Feed")
    items = [item for item in _list(feed.get("items")) if isinstance(item, dict)]
    language = _text(feed.get("language")) or None
    return ParsedFeed(
        format="jsonfeed11" if str(feed["version"]).rstrip("/").endswith("1.1") else "jsonfeed10",
        entries=tuple(_entry(item, url, language) for item in items[:MAX_ENTRIES]),
        title=text_of(_text(feed.get("title"))) or None,
        link=web_url(_text(feed.get("home_page_url")), url),
        language=language,
        subtitle=text_of(_text(feed.get("description"))) or None,
        encoding=encoding,
        self_url=web_url(_text(feed.get("feed_url")), url),
        hub_urls=_hubs(feed),
        complaint=complaint,
        truncated=truncated,
        dropped=max(0, len(items) - MAX_ENTRIES),
    )


def _salvaged(text: str) -> dict[str, Any]:
    """Read what stands before `items` and the whole items after it."""
    start = _ITEMS.search(text)
    if not start:
        return {}
    try:
        feed = _DECODER.decode(text[: start.start()].rstrip().rstrip(",") + "}")
    except (ValueError, RecursionError):
        return {}
    feed["items"], position = [], start.end()
    while len(feed["items"]) <= MAX_ENTRIES:
        try:
            item, position = _DECODER.raw_decode(text, re.compile(r"[\s,]*").match(text, position).end())  # type: ignore[union-attr]
        except (ValueError, RecursionError):
            break
        feed["items"].append(item)
    return dict(feed)


def _entry(item: dict[str, Any], base: str, language: str | None) -> Entry:
    published_raw, updated_raw = _text(item.get("date_published")) or None, _text(item.get("date_modified")) or None
    published_at, problem = parse_date(published_raw)
    updated_at, update_problem = parse_date(updated_raw)
    return Entry(
        guid=_text(item.get("id")) or None,
        link=_link(item, base),
        title=text_of(_text(item.get("title"))),
        summary=html.escape(_text(item.get("summary")), quote=False),
        content_html=_content(item, base),
        authors=_authors(item),
        published_at=published_at,
        published_raw=published_raw,
        updated_at=updated_at,
        updated_raw=updated_raw,
        date_problem=problem or update_problem,
        tags=tuple(dict.fromkeys(tag for each in _list(item.get("tags")) if (tag := _text(each).strip()))),
        language=_text(item.get("language")) or language,
        image_url=web_url(_text(item.get("image")), base) or web_url(_text(item.get("banner_image")), base),
        enclosures=_enclosures(item, base),
    )


def _link(item: dict[str, Any], base: str) -> str | None:
    identity = _text(item.get("id"))
    return web_url(_text(item.get("url")), base) or web_url(_text(item.get("external_url")), base) or web_url(identity)


def _content(item: dict[str, Any], base: str) -> str | None:
    if markup := _text(item.get("content_html")):
        return with_absolute_links(without_unread(markup), base)
    if plain := _text(item.get("content_text")):
        return html.escape(plain, quote=False)
    return None


def _authors(item: dict[str, Any]) -> tuple[str, ...]:
    people = [*_list(item.get("authors")), item.get("author")]  # `author` is version 1.0's
    names = [_text(person.get("name")).strip() for person in people if isinstance(person, dict)]
    return tuple(dict.fromkeys(name for name in names if name))


def _enclosures(item: dict[str, Any], base: str) -> tuple[Enclosure, ...]:
    return tuple(
        Enclosure(url, _text(file.get("mime_type")) or None, size if isinstance(size, int) else None)
        for file in _list(item.get("attachments"))
        if isinstance(file, dict) and (url := web_url(_text(file.get("url")), base))
        for size in [file.get("size_in_bytes")]
    )


def _hubs(feed: dict[str, Any]) -> tuple[str, ...]:
    hubs = [hub for hub in _list(feed.get("hubs")) if isinstance(hub, dict) and hub.get("type") == "WebSub"]
    return tuple(dict.fromkeys(url for hub in hubs if (url := web_url(_text(hub.get("url"))))))


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    """Give a string as it is and a number as digits (ids are often numbers); anything else is no text."""
    if isinstance(value, str):
        return readable(value)
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
