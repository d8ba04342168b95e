"""Read the publisher rules beside this file and apply the one that holds for a page.

Does not fetch: the rules are package data. A selector that finds nothing leaves the generic value in place.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

import yaml
from lxml.html import HtmlElement

from include.newsdesk.articles.article import Article, Found, Image
from include.newsdesk.articles.blocks import count_words, read_runs, to_blocks, to_html
from include.newsdesk.articles.captions import split_caption
from include.newsdesk.articles.dates import parse
from include.newsdesk.articles.images import absolute, addresses
from include.newsdesk.articles.mass import fold
from include.newsdesk.articles.names import split_names
from include.newsdesk.articles.page import Page
from include.newsdesk.articles.prune import prune_fragment
from include.newsdesk.articles.publishers.selectors import compiled
from include.newsdesk.articles.tree import find, text_of
from include.newsdesk.articles.trim import kept, trim

FIELDS = frozenset({"title", "subtitle", "body", "cut", "authors", "published", "section", "tags", "image"})
SHOWN = frozenset({"title", "subtitle", "body", "authors", "published_at", "section", "tags", "lead_image"})
AGREEMENT = 0.5


@dataclass(frozen=True, slots=True)
class Rule:
    """The selectors of one publisher that hold between two days."""

    publisher: str
    hosts: tuple[str, ...]
    valid_from: date
    valid_until: date | None
    selectors: dict[str, str]

    def found(self, article: Article, ruled: dict[str, Any]) -> dict[str, Found]:
        """Name the rule as the source of its fields; a body that hardly agrees with the generic one tells of a changed layout."""
        sources = {name: Found(f"rule {self.publisher}", 0.97) for name in ruled if name in SHOWN}
        if "body" in ruled and agreement(ruled["body"], article.body) < AGREEMENT:
            sources["body"] = Found(f"rule {self.publisher}, layout drift", 0.5)
        return sources


@cache
def all_rules() -> tuple[Rule, ...]:
    """Read every rule file; raises ValueError where a file has an unknown key or selector."""
    rules: list[Rule] = []
    for file in sorted(files(__package__).iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".yaml"):
            rules += rules_in(file.name, yaml.safe_load(file.read_text(encoding="utf-8")))
    return tuple(rules)


def rules_in(name: str, document: dict[str, Any]) -> list[Rule]:
    """Turn one file into rules, one a layout; the selectors are compiled once to find mistakes early."""
    unknown = document.keys() - {"publisher", "hosts", "layouts"}
    if unknown:
        raise ValueError(f"{name}: unknown key {sorted(unknown)}")
    rules = []
    for layout in document["layouts"]:
        selectors = {key: value for key, value in layout.items() if key not in ("valid_from", "valid_until")}
        if selectors.keys() - FIELDS:
            raise ValueError(f"{name}: unknown field {sorted(selectors.keys() - FIELDS)}")
        for selector in selectors.values():
            compiled(selector)
        rules.append(
            Rule(document["publisher"], tuple(document["hosts"]), layout["valid_from"], layout.get("valid_until"), selectors)
        )
    return rules


def rule_for(url: str, fetched_at: datetime | None) -> Rule | None:
    """Return the rule for a host that holds on the day of the fetch; without a day the newest one."""
    host = (urlsplit(url).hostname or "").lower()
    fitting = [rule for rule in all_rules() if any(host == name or host.endswith("." + name) for name in rule.hosts)]
    if fetched_at is not None:
        day = fetched_at.date()
        fitting = [rule for rule in fitting if rule.valid_from <= day and (rule.valid_until is None or day <= rule.valid_until)]
    return max(fitting, key=lambda rule: rule.valid_from, default=None)


def apply_rule(rule: Rule, page: Page) -> dict[str, Any]:
    """Return the fields that the rule's selectors find in a page, as fields of an article."""
    chosen = {name: find(compiled(selector), page.root) for name, selector in rule.selectors.items()}
    ruled: dict[str, Any] = {}
    for name in ("title", "subtitle", "section"):
        if chosen.get(name) and (text := text_of(chosen[name][0])):
            ruled[name] = text
    if chosen.get("authors"):
        ruled["authors"] = tuple(dict.fromkeys(name for element in chosen["authors"] for name in split_names(text_of(element))))
    if chosen.get("tags"):
        ruled["tags"] = tuple(dict.fromkeys(text for element in chosen["tags"] if (text := text_of(element))))
    ruled |= published_fields(chosen.get("published") or [], rule)
    ruled |= image_fields(chosen.get("image") or [], page)
    if chosen.get("body"):
        ruled |= body_fields(chosen["body"], chosen.get("cut") or [], ruled.get("title"), ruled.get("authors") or ())
    return {name: value for name, value in ruled.items() if value}


def published_fields(elements: list[HtmlElement], rule: Rule) -> dict[str, Any]:
    """Read the publication time from the first element's datetime, content or text."""
    for element in elements[:1]:
        parsed = parse(element.get("datetime") or element.get("content") or text_of(element))
        if parsed:
            return {"published_at": parsed[0], "published_precision": parsed[1], "published_source": f"rule {rule.publisher}"}
    return {}


def image_fields(elements: list[HtmlElement], page: Page) -> dict[str, Any]:
    """Read the lead image from the first element: a picture, or a figure with its caption."""
    for element in elements[:1]:
        picture = element if element.tag == "img" else element.find(".//img")
        urls = addresses(picture, page.url) if picture is not None else []
        if picture is not None and urls:
            return {
                "lead_image": Image(
                    absolute(urls[0], page.url) or urls[0], *split_caption(element), alt=picture.get("alt") or None
                )
            }
    return {}


def body_fields(elements: list[HtmlElement], cut: list[HtmlElement], title: str | None, names: tuple[str, ...]) -> dict[str, Any]:
    """Read the text from copies of the chosen elements, without what the rule cuts, captions and the like."""
    marks = set(cut)
    runs = []
    for element in elements:
        copy = copied(element, marks)
        prune_fragment(copy)
        runs += read_runs(copy)
    blocks = to_blocks(kept(trim(runs, title, names)))
    text = "\n\n".join(block.text for block in blocks)
    return {"body": text, "body_html": to_html(blocks), "blocks": blocks, "word_count": count_words(text)}


def copied(element: HtmlElement, cut: set[HtmlElement]) -> HtmlElement:
    """Copy an element without the marked ones below it."""
    copy: HtmlElement = element.makeelement(str(element.tag), dict(element.attrib))
    copy.text = element.text
    for child in element:
        if child in cut or not isinstance(child.tag, str):
            if child.tail:
                last = copy[-1] if len(copy) else None
                if last is None:
                    copy.text = (copy.text or "") + child.tail
                else:
                    last.tail = (last.tail or "") + child.tail
            continue
        inner = copied(child, cut)
        inner.tail = child.tail
        copy.append(inner)
    return copy


def agreement(ruled: str, generic: str) -> float:
    """Return the share of the rule's paragraphs that the generic text holds too."""
    folded = fold(generic)
    paragraphs = [fold(paragraph) for paragraph in ruled.split("\n\n")]
    return sum(len(p) for p in paragraphs if p in folded) / max(1, sum(map(len, paragraphs)))
