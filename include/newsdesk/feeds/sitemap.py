"""Sitemaps with the news extension, and sitemap indexes (sitemaps.org, Google News sitemap 0.9).

Does not follow an index: its addresses go out as `sitemap_urls`, and `choose_sitemaps` says which are worth it.
"""

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from lxml import etree

from include.newsdesk.feeds.dates import parse_date
from include.newsdesk.feeds.entries import MAX_ENTRIES, Entry, NotAFeed, ParsedFeed
from include.newsdesk.feeds.links import web_url
from include.newsdesk.feeds.repair import repaired

Element = etree._Element


def read_sitemap(text: str, url: str, encoding: str, complaint: str | None) -> ParsedFeed:
    """Read a sitemap or a sitemap index; pages without news data become entries of link and time alone."""
    source = repaired(text)
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(source.document, parser)
    if root is None:
        raise NotAFeed(url, "unreadable XML", "feed.unreadable")
    error = str(parser.error_log[0].message) if len(parser.error_log) else None
    kind = _name(root)
    name = f"{root.prefix}:{etree.QName(root).localname}" if root.prefix else etree.QName(root).localname
    truncated = error is not None and f"</{name}" not in text[-4_096:]
    places = [child for child in root if _name(child) in ("url", "sitemap")]
    if truncated:
        places = places[:-1]
    dropped = max(0, len(places) - MAX_ENTRIES)
    if dropped or kind == "sitemapindex":
        # The newest first: the times of one document are written alike, so they sort as text. Undated ones come last.
        places.sort(key=lambda place: _text(place, "lastmod") or _text(_news(place), "publication_date") or "", reverse=True)
    return ParsedFeed(
        format="sitemapindex" if kind == "sitemapindex" else "sitemap",
        entries=tuple(_entries(places[:MAX_ENTRIES], url)) if kind == "urlset" else (),
        sitemap_urls=tuple(_locations(places[:MAX_ENTRIES], url)) if kind == "sitemapindex" else (),
        title=next((title for place in places if (title := _text(_news(place), "name"))), None),
        encoding=encoding,
        complaint="; ".join(part for part in (complaint, source.complaint, error) if part) or None,
        truncated=truncated,
        dropped=dropped,
    )


def choose_sitemaps(urls: Sequence[str], most: int) -> tuple[str, ...]:
    """Choose the sitemaps of an index to read: those named for news where there are any, in the index's order."""
    named_for_news = [url for url in urls if "news" in urlsplit(url).path.lower()]
    return tuple(dict.fromkeys(named_for_news or urls))[:most]


def _locations(places: list[Element], base: str) -> Iterator[str]:
    for place in places:
        if location := web_url(_text(place, "loc"), base):
            yield location


def _entries(places: list[Element], base: str) -> Iterator[Entry]:
    for place in places:
        news = _news(place)
        published_raw, updated_raw = _text(news, "publication_date"), _text(place, "lastmod")
        published_at, problem = parse_date(published_raw)
        updated_at, update_problem = parse_date(updated_raw)
        keywords = (_text(news, "keywords") or "").split(",")
        yield Entry(
            link=web_url(_text(place, "loc"), base),
            title=_text(news, "title") or "",
            published_at=published_at,
            published_raw=published_raw,
            updated_at=updated_at,
            updated_raw=updated_raw,
            date_problem=problem or update_problem,
            tags=tuple(dict.fromkeys(word for each in keywords if (word := each.strip()))),
            language=_text(news, "language"),
            image_url=web_url(_text(_child(place, "image"), "loc"), base),
        )


def _name(element: Element | None) -> str:
    return etree.QName(element).localname.lower() if element is not None and isinstance(element.tag, str) else ""


def _child(element: Element | None, name: str) -> Element | None:
    return next((child for child in element if _name(child) == name), None) if element is not None else None


def _news(place: Element) -> Element | None:
    return _child(place, "news")


def _text(element: Element | None, name: str) -> str | None:
    """Give the text of the first element of that name below `element`, on one line."""
    if element is None:
        return None
    found = next((below for below in element.iter() if _name(below) == name), None)
    text = " ".join("".join(str(part) for part in found.itertext()).split()) if found is not None else ""
    return text or None
