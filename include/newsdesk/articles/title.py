"""Choose the headline among what the page and the feed say.

Does not shorten a headline beyond the site's own name at its end.
"""

import re
from dataclasses import dataclass

from include.newsdesk.articles.article import FeedHint, Found
from include.newsdesk.articles.jsonld import text_of
from include.newsdesk.articles.mass import fold
from include.newsdesk.articles.page import Page, fix_mojibake
from include.newsdesk.articles.tree import text_of as inner_text

SEPARATOR = re.compile(r"\s+[|\-–—•·:»/~]+\s+|\s*[|｜－ㅣ]+\s*|(?<=[^\x00-\x7f])：|--+|-(?=[\u3040-\u9fff\uac00-\ud7af])")
KICKER = re.compile(r"\s*:\s+|\s+[-–—|]\s+")
WEIGHTS = {
    "meta og:title": 3.0,
    "json-ld headline": 7.0,
    "h1": 2.4,
    "title tag": 1.0,
    "meta twitter:title": 0.2,
    "feed entry": 1.0,
}
# An unclosed title tag holds the rest of the page.
LONGEST = 500
SHORTENED = ("...", "…")


@dataclass(frozen=True, slots=True)
class Title:
    """The headline with its source."""

    text: str | None
    found: Found | None


def candidates(page: Page, thing: dict[str, object], hint: FeedHint | None) -> list[tuple[str, str]]:
    """List (source, text) of everything that may be the headline, the most trusted first."""
    listed = [
        ("meta og:title", page.first_meta("og:title") or ""),
        ("json-ld headline", text_of(thing.get("headline") or thing.get("name"))),
    ]
    listed += [("h1", inner_text(h1)) for h1 in [*page.root.iter("h1")][:1]]
    title = page.root.find(".//head/title")
    listed.append(("meta twitter:title", page.first_meta("twitter:title") or ""))
    listed.append(("title tag", " ".join((title.text or "").split()) if title is not None else ""))
    if hint and hint.title:
        listed.append(("feed entry", hint.title))
    return [(source, fix_mojibake(text)) for source, text in listed if 0 < len(text) <= LONGEST]


def without_site(text: str, known: set[str], names: set[str]) -> str:
    """Cut the site's name from the end or the start, where another source has the headline without it or the name is known."""
    site_cut = False
    for match in reversed(list(SEPARATOR.finditer(text))):
        head, tail = text[: match.start()].strip(), text[match.end() :].strip()
        if not head or not tail:
            continue
        if fold(head) in names or (fold(tail) in known and len(tail) > len(head)):
            return tail
        if fold(tail) in names or fold(head) in known or ("|" in match[0] and len(tail.split()) <= 2 and len(head) > 25):
            text, site_cut = head, True
        elif site_cut and len(tail) <= 12 and len(head) > 4 * len(tail):
            text = head
    return text


def without_kicker(text: str, known: set[str]) -> str:
    """Cut a kicker or key words before a colon or dash, where another source has the headline without them."""
    for match in KICKER.finditer(text):
        rest = text[match.end() :].strip()
        if len(rest) > 14 and fold(rest) in known:
            return rest
    return text


def choose_title(page: Page, thing: dict[str, object], hint: FeedHint | None, names: set[str]) -> Title:
    """Choose the wording that most trusted sources share, the site's name and a kicker cut off."""
    listed = candidates(page, thing, hint)
    known = {fold(text) for _, text in listed}
    cleaned = [(source, without_kicker(without_site(text, known, names), known)) for source, text in listed]
    votes: dict[str, float] = {}
    for source, text in cleaned:
        if not text.endswith(SHORTENED) and fold(text) not in names:
            votes[fold(text)] = votes.get(fold(text), 0.0) + WEIGHTS[source]
    for begin, full in [(a, b) for a in votes for b in votes if a != b and len(a) > 40 and b.startswith(a)]:
        votes[begin] += votes[full]
    if not votes:
        return Title(cleaned[0][1], Found(cleaned[0][0], 0.4)) if cleaned else Title(None, None)
    best = max(votes, key=lambda folded: votes[folded])
    source, text = next((source, text) for source, text in cleaned if fold(text) == best)
    return Title(text, Found(source, min(0.5 + 0.06 * votes[best], 0.98)))
