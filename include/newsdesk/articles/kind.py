"""Tell what kind of page it is, whether a paywall cuts it, and where the story was filed from.

Does not cut anything: the kind is a label for whoever validates and reads.
"""

import re
from typing import Any
from urllib.parse import urlsplit

from include.newsdesk.articles.article import ArticleKind, Block
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


def kind_of(page: Page, thing: dict[str, Any], blocks: tuple[Block, ...], pictures: int) -> ArticleKind:
    """Name the kind of page by its markup, address and text."""
    size = sum(size_of(block.text) for block in blocks)
    if is_front(page, thing, blocks):
        return "not an article"
    if is_live(page, thing):
        return "live blog"
    if size < SOME and (objects_of(page.ld, "videoobject") or (page.first_meta("og:type") or "").startswith("video")):
        return "video"
    if size < SOME and (pictures >= GALLERY_PICTURES or objects_of(page.ld, "imagegallery", "mediagallery")):
        return "gallery"
    if size < SHORT:
        return "stub"
    numbered = sum(1 for block in blocks if block.kind == "heading" and NUMBERED.match(block.text))
    return "list" if numbered >= LIST_HEADINGS else "article"


def is_front(page: Page, thing: dict[str, Any], blocks: tuple[Block, ...]) -> bool:
    """Tell whether a page is a front or section page: nothing says article, and its address or its little text says the rest."""
    declared = (
        bool(thing)
        or bool(objects_of(page.ld, "videoobject"))
        or (page.first_meta("og:type") or "").lower() in ("article", "news", "video.other")
    )
    path = urlsplit(page.url).path.strip("/")
    paragraphs = sum(1 for block in blocks if block.kind == "paragraph" and size_of(block.text) > SENTENCE)
    return not path or (not declared and paragraphs < 2 and page.first_meta("article:published_time", "datepublished") is None)


def is_live(page: Page, thing: dict[str, Any]) -> bool:
    """Tell whether a page is a live blog: by type, or by address and at least three parts named so."""
    if "liveblogposting" in types_of(thing) or objects_of(page.ld, "liveblogposting"):
        return True
    named = sum(1 for _, hints in page.hinted if hints & Hint.LIVE)
    return LIVE_ADDRESS.search(urlsplit(page.url).path) is not None and named >= 3


def is_paywalled(page: Page, thing: dict[str, Any]) -> bool:
    """Tell whether the publisher says that not everyone may read the article."""
    parts = thing.get("hasPart")
    for holder in [thing, *(parts if isinstance(parts, list) else [parts])]:
        if isinstance(holder, dict) and str(holder.get("isAccessibleForFree")).lower() in (
            "false",
            "0",
            "http://schema.org/false",
            "https://schema.org/false",
        ):
            return True
    tier = (page.first_meta("article:content_tier", "content_tier", "cxenseparse:recs:paywall", "vr:paid") or "").lower()
    return tier in ("locked", "metered", "true", "paid", "premium") or text_of(
        thing.get("conditionsOfAccess")
    ).lower().startswith("subscri")


def dateline_of(blocks: tuple[Block, ...]) -> str | None:
    """Return the place before the dash that opens the text, as in `BERLIN (dpa) -`."""
    for block in blocks[:2]:
        match = DATELINE.match(block.text[:120]) if block.kind == "paragraph" else None
        if match and (match["agency"] or (match["place"].isupper() and match["dash"] != "-")):
            return match["place"].strip(" ,")
    return None
