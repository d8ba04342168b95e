"""Tell what kind of page it is, whether a paywall cuts it, and where the story was filed from.

Does not cut anything: the kind is a label for whoever validates and reads.
"""

import re
from typing import Any
from urllib.parse import urlsplit

from include.newsdesk.articles.article import ArticleKind, Block, Found
from include.newsdesk.articles.hints import Hint
from include.newsdesk.articles.jsonld import objects_of, text_of, types_of
from include.newsdesk.articles.mass import size_of
from include.newsdesk.articles.page import Page

LIVE_ADDRESS = re.compile(
    r"live-?(?:blog|ticker|updates?|text|reporting)|newsticker|minuto-a-minuto|en-direct|[/-]live[/-]", re.I
)
NUMBERED = re.compile(r"^(?:#|№)?\d{1,3}(?:[.):]|\s[–-])?\s|^\d{1,3}$")
DATELINE = re.compile(
    r"^(?P<place>[A-ZÀ-ÞА-Я][\w.'’À-ÿ-]+(?:[ ,/]+(?:[A-ZÀ-ÞА-Я][\w.'’À-ÿ-]*|de|of|la|le|el|del|am|an|der)){0,5})"
    r"(?P<agency>,?\s*(?:[A-Z][a-z]{2,8}\.? \d{1,2}\s*)?\((?:[A-Za-zÀ-ÿ/ .-]{2,30})\))?\s*(?P<dash>[–—]|--|-)\s+(?=\S)"
)
SHORT, SOME = 350, 900
SENTENCE = 60
GALLERY_PICTURES = 8
LIST_HEADINGS = 5


def kind_of(page: Page, thing: dict[str, Any], blocks: tuple[Block, ...], pictures: int) -> tuple[ArticleKind, Found]:
    """Name the kind of page by its markup, address and text, with what told it."""
    size = sum(size_of(block.text) for block in blocks)
    if is_front(page, thing, blocks):
        return "not an article", Found("address and markup", 0.8)
    if is_live(page, thing):
        return "live blog", Found("declared type or named parts", 0.9)
    if size < SOME and (objects_of(page.ld, "videoobject") or (page.first_meta("og:type") or "").startswith("video")):
        return "video", Found("declared video, little text", 0.8)
    if size < SOME and (pictures >= GALLERY_PICTURES or objects_of(page.ld, "imagegallery", "mediagallery")):
        return "gallery", Found("many pictures, little text", 0.7)
    if size < SHORT:
        return "stub", Found("little text", 0.7)
    numbered = sum(1 for block in blocks if block.kind == "heading" and NUMBERED.match(block.text))
    if numbered >= LIST_HEADINGS:
        return "list", Found("numbered headings", 0.8)
    return "article", Found("json-ld type", 0.95) if thing else Found("text", 0.8)


def is_front(page: Page, thing: dict[str, Any], blocks: tuple[Block, ...]) -> bool:
    """Tell whether a page is a front or section page: nothing says article, and its address or its little text says the rest."""
    declared = (
        bool(thing)
        or bool(objects_of(page.ld, "videoobject"))
        or (page.first_meta("og:type") or "").lower() in ("article", "news", "video.other")
    )
    path = urlsplit(page.url).path.strip("/")
    prose = [size for block in blocks if block.kind == "paragraph" and (size := size_of(block.text)) > SENTENCE]
    is_little = len(prose) < 2 and sum(prose) < SOME
    return not path or (not declared and is_little and page.first_meta("article:published_time", "datepublished") is None)


def is_live(page: Page, thing: dict[str, Any]) -> bool:
    """Tell whether a page is a live blog: by type, or by address and at least three parts named so."""
    if "liveblogposting" in types_of(thing) or objects_of(page.ld, "liveblogposting"):
        return True
    named = sum(1 for _, hints in page.hinted if hints & Hint.LIVE)
    return LIVE_ADDRESS.search(urlsplit(page.url).path) is not None and named >= 3


def paywall_of(page: Page, thing: dict[str, Any]) -> Found | None:
    """Return where the publisher says that not everyone may read the article; None where it doesn't."""
    parts = thing.get("hasPart")
    for holder in [thing, *(parts if isinstance(parts, list) else [parts])]:
        if isinstance(holder, dict) and str(holder.get("isAccessibleForFree")).lower() in (
            "false",
            "0",
            "http://schema.org/false",
            "https://schema.org/false",
        ):
            return Found("json-ld isAccessibleForFree", 0.95)
    tier = (page.first_meta("article:content_tier", "content_tier", "cxenseparse:recs:paywall", "vr:paid") or "").lower()
    if tier in ("locked", "metered", "true", "paid", "premium"):
        return Found("meta content tier", 0.85)
    conditions = text_of(thing.get("conditionsOfAccess")).lower()
    return Found("json-ld conditionsOfAccess", 0.85) if conditions.startswith("subscri") else None


def dateline_of(blocks: tuple[Block, ...]) -> str | None:
    """Return the place before the dash that opens the text, as in `BERLIN (dpa) -`."""
    for block in blocks[:2]:
        match = DATELINE.match(block.text[:120]) if block.kind == "paragraph" else None
        if match and (match["agency"] or (match["place"].isupper() and match["dash"] != "-")):
            return match["place"].strip(" ,")
    return None
