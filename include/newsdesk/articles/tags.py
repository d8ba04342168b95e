"""Choose the tags (topics) of the article among what page and markup say.

Does not invent topics: key words stuffed for search engines and marks of the content system are dropped.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from include.newsdesk.articles.article import Found
from include.newsdesk.articles.hints import Hint
from include.newsdesk.articles.jsonld import text_of
from include.newsdesk.articles.mass import fold
from include.newsdesk.articles.page import Page
from include.newsdesk.articles.tree import text_of as words

LISTS = frozenset({"div", "ul", "ol", "section", "nav", "aside", "footer", "p"})
SPLIT = re.compile(r"\s*[,;、，|]\s*")
KEPT_KEY = re.compile(r"^(?:subject|category|topic|tag|keyword|thema|tema)s?\s*:\s*(.+)$", re.I)
KEYED = re.compile(r"^[A-Za-z][\w ]{1,24}:\s?\S|^[a-z]{2,8}:[\w/-]+$")
MARK = re.compile(
    r"^[_/#!$]|^[0-9a-f]{8}-[0-9a-f]{4}-|^[0-9a-f]{16,}$|^\d+$|^[a-z]+[-_](?:enabled|disabled|exclude[sd]?|included?)$|"
    r"\b(?:exclude|paywall|noads?|premium|no-index)\b|^(?:web|article|articles|story|default|none|null|undefined|"
    r"editors?_pick|homepage|frontpage|print|magazine)$|[<>{}]|\bwire$|^(?:themen|tags|topics|temas):?$",
    re.I,
)
STUFFED = re.compile(
    r"\b(?:latest|breaking|today(?:'s)?|live|top|current|online|world)\s+(?:\w+\s+)?(?:news|updates?)\b|\bnews\s+(?:today|"
    r"live|online|updates?|in)\b|^[\w-]+ news$|^news$|^nachrichten$|^noticias$|^haber(?:ler)?$|^son dakika|^速報$|^ニュース$",
    re.I,
)
COUNT = re.compile(r"\s*\(\d+(?: \w+)?\)$")
LONGEST = 70
MOST = 60


def choose_tags(page: Page, thing: dict[str, Any], site: set[str]) -> tuple[tuple[str, ...], Found | None]:
    """Return the tags of the first source whose tags have to do with the text, cleaned."""
    for source, confidence, listed in candidates(page, thing):
        tags = cleaned(listed, site)
        if not tags or (len(tags) > 4 and unrelated(tags, page)):
            continue
        return tags, Found(source, confidence)
    return (), None


def unrelated(tags: tuple[str, ...], page: Page) -> bool:
    """Tell whether none of the tags occurs in the page's headline or paragraphs."""
    text = " ".join((page.first_meta("og:title") or "", *(words(p) for p in page.root.iter("h1", "p")))).casefold()
    if any(tag.casefold() in text for tag in tags):
        return False
    folded = fold(text)
    return not any(fold(tag) in folded for tag in tags)


def candidates(page: Page, thing: dict[str, Any]) -> Iterator[tuple[str, float, list[str]]]:
    """Yield (source, confidence, tags), the most trusted first."""
    yield "meta article:tag", 0.9, split(page.meta.get("article:tag", []))
    yield "meta news_keywords", 0.85, split(page.meta.get("news_keywords", [])[:1])
    yield "json-ld keywords", 0.85, json_tags(thing.get("keywords"))
    yield "meta keywords", 0.7, split(page.meta.get("keywords", [])[:1])
    for key in ("parsely-tags", "sailthru.tags", "dmp:tags", "cxenseparse:tag", "tags", "og:article:tag", "article.tags"):
        yield f"meta {key}", 0.8, split(page.meta.get(key, []))
    yield (
        "tag links",
        0.7,
        [
            words(link)
            for link, hints in page.hinted
            if hints & Hint.TAGS and link.tag == "a" and "tag" in (link.get("rel") or "").split()
        ],
    )
    for element in [element for element, hints in page.hinted if hints & Hint.TAGS and element.tag in LISTS][:6]:
        if any(node.tag in ("nav", "header") for node in [element, *element.iterancestors()]):
            continue
        listed = [words(link) for link in element.iter("a")]
        if 0 < len(listed) <= 25:
            yield "tag list", 0.6, listed


def split(contents: list[str]) -> list[str]:
    """Split the contents of meta tags: commas, JSON lists, or blanks in scripts without them."""
    listed: list[str] = []
    for content in contents:
        if content.startswith("["):
            try:
                content = ",".join(str(tag) for tag in json.loads(content))
            except ValueError:
                content = content.strip("[]\"' ")
        tags = [tag for tag in SPLIT.split(content) if tag]
        listed += tags[0].split() if len(tags) == 1 and not tags[0].isascii() and tags[0].count(" ") > 3 else tags
    return listed


def json_tags(value: Any) -> list[str]:
    """Read the keywords of a JSON-LD object; one long text without commas is no list."""
    if isinstance(value, list):
        listed = [text_of(tag) for tag in value]
        return split(listed) if len(listed) == 1 else listed
    text = text_of(value)
    return [] if "," not in text and text.count(" ") > 4 else split([text])


def cleaned(listed: list[str], site: set[str]) -> tuple[str, ...]:
    """Drop marks, stuffing, the site's name and repeats."""
    tags: dict[str, str] = {}
    for tag in listed:
        tag = COUNT.sub("", tag.strip(" #\"',"))
        key = KEPT_KEY.match(tag)
        tag = key[1] if key else tag
        if "/" in tag and " " not in tag:
            tag = tag.rsplit("/", 1)[-1]
        if (
            not tag
            or len(tag) > LONGEST
            or (not key and KEYED.match(tag))
            or MARK.search(tag)
            or STUFFED.search(tag)
            or fold(tag) in site
        ):
            continue
        tags.setdefault(fold(tag), tag)
    return tuple(tags.values())[:MOST]
