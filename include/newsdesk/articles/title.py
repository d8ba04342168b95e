"""Choose the headline among what the page and the feed say.

Does not shorten a headline beyond the site's own name at its end.
"""

import re
from collections import Counter
from dataclasses import dataclass

from include.newsdesk.articles.article import FeedHint, Found
from include.newsdesk.articles.jsonld import text_of
from include.newsdesk.articles.page import Page, fix_mojibake
from include.newsdesk.articles.tree import text_of as inner_text

SEPARATOR = re.compile(r"\s+[|\-–—•·:»/~]+\s+|\s*[|｜－]\s*")


@dataclass(frozen=True, slots=True)
class Title:
    """The headline with its source."""

    text: str | None
    found: Found | None


def candidates(page: Page, thing: dict[str, object], hint: FeedHint | None) -> list[tuple[str, str]]:
    """List (source, text) of everything that may be the headline, the most trusted first."""
    listed = [("json-ld headline", text_of(thing.get("headline") or thing.get("name"))),
              ("meta og:title", page.first_meta("og:title") or ""),
              ("meta twitter:title", page.first_meta("twitter:title") or "")]
    listed += [("h1", inner_text(h1)) for h1 in list(page.root.iter("h1"))[:3]]
    title = page.root.find(".//head/title")
    listed.append(("title tag", " ".join((title.text or "").split()) if title is not None else ""))
    if hint and hint.title:
        listed.append(("feed entry", hint.title))
    return [(source, fix_mojibake(text)) for source, text in listed if text]


def fold(text: str) -> str:
    """Fold a headline to what two sources must share to be the same."""
    return re.sub(r"\W+", "", text).casefold()


def without_site(text: str, others: list[str], names: set[str]) -> str:
    """Cut the site's name from the end or the start, where another source has the headline without it or the name is known."""
    parts = [m for m in SEPARATOR.finditer(text)]
    for match in reversed(parts):
        head, tail = text[:match.start()].strip(), text[match.end():].strip()
        if fold(tail) in names or any(fold(head) == fold(other) for other in others):
            text = head
        elif fold(head) in names and tail:
            return tail
    return text


def choose_title(page: Page, thing: dict[str, object], hint: FeedHint | None, names: set[str]) -> Title:
    """Choose by agreement: the first trusted source, with the site's name cut off, that another source shares."""
    listed = candidates(page, thing, hint)
    texts = [text for _, text in listed]
    cleaned = [(source, without_site(text, texts, names)) for source, text in listed]
    votes = Counter(fold(text) for _, text in cleaned)
    for source, text in cleaned:
        if votes[fold(text)] >= 2:
            return Title(text, Found(source, 0.95))
    if cleaned:
        return Title(cleaned[0][1], Found(cleaned[0][0], 0.7))
    return Title(None, None)
