"""Render what the publishers serve: article pages, front pages, feeds, robots.txt, images.

Does not know requests: it turns an edition into bytes.
"""

import json
import re
import struct
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from include.newsdesk.local.newsroom.editions import Article
from include.newsdesk.local.newsroom.publishers import Feed, Publisher
from include.newsdesk.local.newsroom.server import Reply

_FEED_TYPES = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json",
}


def _rfc822(at: datetime) -> str:
    return format_datetime(at)


def _linked(text: str, place: str) -> Markup:
    """Link the first mention of the story's place, as newsrooms do."""
    before, found, after = text.partition(place)
    link = Markup('<a href="/tag/{0}">{0}</a>').format(place) if found else Markup("")
    return escape(before) + link + escape(after)


_templates = Environment(
    loader=PackageLoader("include.newsdesk.local.newsroom", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters.update(rfc822=_rfc822, linked=_linked)


def article_page(article: Article, others: Sequence[Article]) -> Reply:
    """Render the page of an article, with links to others around it."""
    template = "challenge" if article.trouble == "not_an_article" else article.publisher.key
    html = _templates.get_template(f"{template}.html.j2").render(
        a=article,
        s=article.story,
        p=article.publisher,
        w=article.publisher.words,
        zone=article.publisher.zone,
        related=others[:4],
        popular=others[4:9],
        json_ld=json_ld(article) if article.publisher.json_ld else None,
    )
    declared = "" if article.charset == "shift_jis" else f"; charset={article.charset}"  # that page names it in a meta tag only
    body = html.encode(article.charset, "xmlcharrefreplace")
    return Reply(200, body, "text/html" + declared, {"Cache-Control": "max-age=30"})


def json_ld(article: Article) -> dict[str, Any]:
    """Return the schema.org description of an article."""
    story, publisher = article.story, article.publisher
    kind = "Organization" if publisher.words["agency_byline"] in article.authors else "Person"
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": {"@type": "WebPage", "@id": article.canonical_url},
        "headline": story.title,
        "description": story.standfirst,
        "datePublished": article.published_at.astimezone(publisher.zone).isoformat(),
        "dateModified": article.modified_at.astimezone(publisher.zone).isoformat(),
        "author": [{"@type": kind, "name": name} for name in article.authors],
        "publisher": {"@type": "NewsMediaOrganization", "name": publisher.name},
        "articleSection": story.section,
        "keywords": list(story.tags),
        "inLanguage": story.language,
        "isAccessibleForFree": True,
        "image": {
            "@type": "ImageObject",
            "url": article.image_url,
            "caption": story.caption,
            "creditText": article.credit,
        },
    }


def front_page(publisher: Publisher, articles: Sequence[Article]) -> Reply:
    """Render the front page, which also stands in for section and tag pages."""
    html = _templates.get_template("front.html.j2").render(p=publisher, w=publisher.words, articles=articles)
    return Reply(200, html.encode(), "text/html; charset=utf-8")


def feed_document(feed: Feed, articles: Sequence[Article]) -> Reply:
    """Render a feed with the given articles, newest first."""
    publisher = articles[0].publisher
    updated_at = max(article.modified_at for article in articles)
    if feed.format == "json":
        text = json.dumps(_json_feed(publisher, feed, articles), ensure_ascii=False, indent=1)
    else:
        text = _templates.get_template(f"{feed.format}.xml.j2").render(
            p=publisher, feed=feed, articles=articles, updated_at=updated_at, zone=publisher.zone
        )
    headers = {"Cache-Control": "max-age=5"}
    return Reply(200, text.encode(), _FEED_TYPES[feed.format], headers, updated_at.astimezone(UTC))


def _json_feed(publisher: Publisher, feed: Feed, articles: Sequence[Article]) -> dict[str, Any]:
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.name,
        "home_page_url": f"{publisher.base_url}/",
        "feed_url": publisher.base_url + feed.path,
        "language": publisher.language,
        "items": [_json_item(article) for article in articles],
    }


def _json_item(article: Article) -> dict[str, Any]:
    zone = article.publisher.zone
    return {
        "id": article.link,
        "url": article.link,
        "title": article.story.title,
        "summary": article.story.standfirst,
        "content_text": article.story.standfirst,
        "image": article.image_url,
        "date_published": article.published_at.astimezone(zone).isoformat(),
        "date_modified": article.modified_at.astimezone(zone).isoformat(),
        "authors": [{"name": name} for name in article.authors],
        "tags": list(article.story.tags),
    }


def cut_short(reply: Reply) -> Reply:
    """Return the feed as a broken export leaves it: it ends in the middle of its last entry but two."""
    starts = [match.start() for match in re.finditer(rb"<item>", reply.body)]
    return Reply(200, reply.body[: starts[-3] + 90], reply.content_type, reply.headers)


def robots_file(publisher: Publisher) -> Reply:
    """Render robots.txt."""
    rules = [f"Disallow: {path}" for path in publisher.disallow] or ["Disallow:"]
    return Reply(200, "\n".join(["User-agent: *", *rules, ""]).encode())


def image(path: str) -> Reply:
    """Return a small PNG in a colour of its own."""
    colour = zlib.crc32(path.encode()).to_bytes(4, "big")[:3]
    rows = (b"\0" + colour * 16) * 9

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 16, 9, 8, 2, 0, 0, 0))
    body = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return Reply(200, body, "image/png", {"Cache-Control": "max-age=86400"})
