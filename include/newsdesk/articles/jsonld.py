"""JSON-LD of a page: parse it, mend what publishers break, and pick the object that describes the article.

Does not interpret values: names, dates and pictures are read by the modules for those fields.
"""

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

ARTICLE_TYPES = frozenset(
    {
        "article",
        "newsarticle",
        "reportagenewsarticle",
        "analysisnewsarticle",
        "opinionnewsarticle",
        "backgroundnewsarticle",
        "asknewsarticle",
        "reviewnewsarticle",
        "advertisercontentarticle",
        "satiricalarticle",
        "blogposting",
        "liveblogposting",
        "socialmediaposting",
        "report",
        "scholarlyarticle",
        "techarticle",
        "review",
        "recipe",
        "medicalscholarlyarticle",
    }
)
MEDIA_TYPES = frozenset({"videoobject", "imagegallery", "mediagallery", "podcastepisode", "webpage", "itempage"})
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
TRAILING_COMMA = re.compile(r",(\s*[}\]])")
COMMENT = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|\]\]>|/\*\s*\]\]>\s*\*/)\s*;?\s*$"
)
BROKEN_VALUE = re.compile(r'"(headline|datePublished|dateModified|articleSection|url)"\s*:\s*"((?:[^"\\\n]|\\.){1,500})"')
MAX_OBJECTS = 400
MAX_LEVELS = 40


def read_jsonld(root: HtmlElement) -> list[dict[str, Any]]:
    """List every typed object of the page's JSON-LD, in page order, graphs and lists flattened."""
    objects: list[dict[str, Any]] = []
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            for value in load(script.text):
                objects.extend(flatten(value))
                if len(objects) > MAX_OBJECTS:
                    return objects
    return objects


def load(text: str) -> list[Any]:
    """Parse one script, mended step by step; the last resort reads single values by pattern."""
    text = COMMENT.sub("", COMMENT.sub("", text)).strip().rstrip(";")
    for attempt in (text, TRAILING_COMMA.sub(r"\1", CONTROL.sub(" ", text))):
        values = decode_all(attempt)
        if values:
            return values
    pairs = {key: value for key, value in reversed(BROKEN_VALUE.findall(text))}
    if "headline" in pairs:
        return [{"@type": "NewsArticle", "broken": True, **pairs}]
    return []


def decode_all(text: str) -> list[Any]:
    """Decode one JSON value or several standing one after the other; empty where the text is broken."""
    decoder = json.JSONDecoder(strict=False)
    values, at = [], 0
    try:
        while at < len(text):
            value, at = decoder.raw_decode(text, at)
            values.append(value)
            while at < len(text) and text[at] in " \t\r\n;,":
                at += 1
    except (ValueError, RecursionError):
        return []
    return values


def flatten(value: Any, level: int = 0) -> Iterator[dict[str, Any]]:
    """Yield the objects with a type in a value, outermost first."""
    if level > MAX_LEVELS:
        return
    if isinstance(value, list):
        for item in value:
            yield from flatten(item, level + 1)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "itemReviewed"):
            if key in value:
                yield from flatten(value[key], level + 1)


def types_of(thing: dict[str, Any]) -> set[str]:
    """Return the lower-case types of an object, without a vocabulary prefix."""
    value = thing.get("@type")
    names = value if isinstance(value, list) else [value]
    return {re.split(r"[/:#]", name)[-1].lower() for name in names if isinstance(name, str)}


def text_of(value: Any) -> str:
    """Return a JSON-LD value as one line of text: strings, `@value` objects, named things, the first of a list."""
    if isinstance(value, str):
        return " ".join(html.unescape(html.unescape(value)).split())
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list):
        return next((text for item in value if (text := text_of(item))), "")
    if isinstance(value, dict):
        return next((text for key in ("@value", "name", "headline", "url", "@id") if (text := text_of(value.get(key)))), "")
    return ""


def article_object(objects: list[dict[str, Any]], url: str, title: str | None) -> dict[str, Any]:
    """Pick the object that describes this page: an article type, best where address or headline agree; {} where none."""

    def weight(thing: dict[str, Any]) -> float:
        score = 2.0 if text_of(thing.get("articleBody")) else 0.0
        score += 2.0 * bool(thing.get("datePublished")) + 1.0 * bool(thing.get("author")) + 1.0 * bool(thing.get("image"))
        headline = text_of(thing.get("headline") or thing.get("name")).lower()
        if headline and title and (headline in title.lower() or title.lower() in headline):
            score += 5.0
        places = (text_of(thing.get(key)) for key in ("url", "mainEntityOfPage", "@id"))
        if any(place.split("#")[0].rstrip("/") == url.split("#")[0].rstrip("/") for place in places if place):
            score += 4.0
        return score + (1.0 if types_of(thing) - {"review", "recipe"} else 0.0)

    articles = [thing for thing in objects if types_of(thing) & ARTICLE_TYPES]
    return max(articles, key=weight, default={})


def objects_of(objects: list[dict[str, Any]], *wanted: str) -> list[dict[str, Any]]:
    """List the objects of the wanted types (lower case)."""
    return [thing for thing in objects if types_of(thing) & set(wanted)]


def resolve(value: Any, objects: list[dict[str, Any]]) -> Any:
    """Follow a bare `@id` reference to the object of the page that it names."""
    if isinstance(value, dict) and "@id" in value and len(value) == 1:
        return next((thing for thing in objects if thing.get("@id") == value["@id"]), value)
    if isinstance(value, list):
        return [resolve(item, objects) for item in value]
    return value
