"""Read the text from where no markup shows it: JSON-LD articleBody, the JSON that a page's scripts start from, the feed entry.

Does not run scripts. A last resort: used only where the markup holds little or none of the text.
"""

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement, fragment_fromstring

from include.newsdesk.articles.article import FeedHint
from include.newsdesk.articles.blocks import Run, one_line, read_runs, run_of_text
from include.newsdesk.articles.mass import WIDE, size_of
from include.newsdesk.articles.prune import prune_fragment

START = re.compile(r"[=(]\s*(?=[{\[]\s*[\"{\[])")
PUSHED = re.compile(r"self\.__next_f\.push\(\[\d+,\s*(\"(?:[^\"\\]|\\.)*\")\]\)")
MARKUP = re.compile(r"</?(?:p|br|div|h[1-6]|li|ul|strong|em|a)\b[^>]*>", re.I)
SENTENCE = re.compile(r"[.!?。！？…]|다\.|\u06d4|\u0964")
CODE = re.compile(r"[{}<>]|https?://\S+$|^\S+$|function\s*\(|=>|\bvar\b")
LEAST = 40
MAX_SCRIPT = 6_000_000
MAX_STARTS = 30
MAX_LEVELS = 60


def body_of_jsonld(thing: dict[str, Any]) -> list[Run]:
    """Read the articleBody of the article's object."""
    value = thing.get("articleBody") or thing.get("text")
    return runs_of(value) if isinstance(value, str) else []


def body_of_feed(hint: FeedHint | None) -> list[Run]:
    """Read the full text that a feed entry carries."""
    return runs_of(hint.content_html) if hint and hint.content_html else []


def body_of_state(scripts: list[HtmlElement], title: str | None) -> list[Run]:
    """Read the longest text among the JSON values of the page's scripts; the value that holds the headline too comes first."""
    best: list[str] = []
    best_size = 0.0
    for value in states(scripts):
        for texts, near_title in groups(value, title):
            size = sum(map(size_of, texts)) * (3 if near_title else 1)
            if size > best_size:
                best, best_size = texts, size
    runs = [run for text in best for run in runs_of(text)]
    return runs if title is None or speaks_of(" ".join(run.text for run in runs), title) else []


def speaks_of(text: str, title: str) -> bool:
    """Tell whether a text holds a third of the headline's longer words (of its pairs of characters without word breaks)."""
    pairs = WIDE.search(title) is not None
    parts = {title[at : at + 2] for at in range(len(title) - 1)} if pairs else set(re.findall(r"\w{4,}", title.casefold()))
    parts = {part for part in parts if part.isalnum()}
    return sum(part in text.casefold() for part in parts) >= len(parts) / 3


def states(scripts: list[HtmlElement]) -> Iterator[Any]:
    """Yield the JSON values that scripts hold, assign or pass on, and the texts that a component stream pushes."""
    decoder = json.JSONDecoder(strict=False)
    for script in scripts:
        text = script.text or ""
        if not 200 < len(text) < MAX_SCRIPT or "ld+json" in (script.get("type") or ""):
            continue
        for part in PUSHED.findall(text):
            yield from pushed(part, decoder)
        end = 0
        for start in [0] if text.lstrip()[:1] in "{[" else [match.end() for match in START.finditer(text)][:MAX_STARTS]:
            if start < end:
                continue
            try:
                value, length = decoder.raw_decode(text[start:].lstrip())
            except (ValueError, RecursionError):
                continue
            end = start + length
            yield value


def pushed(part: str, decoder: json.JSONDecoder) -> Iterator[Any]:
    """Yield what one push of a component stream holds: rows of `id:JSON`, or a text."""
    try:
        text = str(decoder.decode(part))
    except ValueError:
        return
    if MARKUP.match(text.lstrip()):
        yield [text]
        return
    for line in text.split("\n"):
        _, _, value = line.partition(":")
        if value[:1] in ("{", "["):
            try:
                yield decoder.raw_decode(value)[0]
            except (ValueError, RecursionError):
                continue


def groups(value: Any, title: str | None) -> Iterator[tuple[list[str], bool]]:
    """Yield the running texts below each list or object that holds some directly or one level down, outermost last."""
    stack: list[tuple[Any, int]] = [(value, 0)]
    while stack:
        node, level = stack.pop()
        children = list(node.values()) if isinstance(node, dict) else node if isinstance(node, list) else []
        if level < MAX_LEVELS:
            stack.extend((child, level + 1) for child in children if isinstance(child, dict | list))
        if isinstance(node, list):
            texts = [text for child in children for text in own_texts(child, 0)]
            if texts:
                yield texts, False
        elif isinstance(node, dict):
            texts = [child for child in children if isinstance(child, str) and is_text(child)]
            longest = max(texts, key=len, default="")
            if longest:
                yield (
                    [longest],
                    title is not None and any(isinstance(child, str) and child.strip() == title for child in children),
                )


def own_texts(value: Any, level: int) -> list[str]:
    """List the running texts of a value, at most four levels down."""
    if isinstance(value, str):
        return [value] if is_text(value) else []
    if level > 4:
        return []
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [text for child in children for text in own_texts(child, level + 1)]


def is_text(text: str) -> bool:
    """Tell whether a string reads like sentences, with or without markup."""
    if size_of(text[:400]) < LEAST or not SENTENCE.search(text):
        return False
    return MARKUP.search(text) is not None or CODE.search(text[:200]) is None


def runs_of(text: str) -> list[Run]:
    """Read a string as runs: markup where it has some, else one paragraph a line."""
    if "&lt;" in text:
        text = html.unescape(text)
    if MARKUP.search(text):
        try:
            fragment = fragment_fromstring(text, create_parent="div")
            prune_fragment(fragment)
            return read_runs(fragment)
        except (ValueError, AssertionError):
            text = MARKUP.sub("\n", text)
    lines = [one_line(html.unescape(line)) for line in text.replace("\\n", "\n").split("\n")]
    return [run_of_text(line) for line in lines if line]
