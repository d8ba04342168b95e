"""Turn headlines into weighted terms, so that rare names count and common words don't.

Does not hold word lists of any language: which words are common is counted as articles come in.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain

from include.newsdesk.matching.shingles import MARKS, UNSPACED

Vector = dict[str, float]

LEAD_WORDS = 60
"""Words of the body that take part; later paragraphs are background, and wander."""

# Below this share of the highest rarity a word is common: it would cost time and add nothing.
_COMMON = 0.2
_TITLE_COUNT = 2.0
_STEM = 6
_WORD = re.compile(rf"[\w{MARKS}]+")
# Scripts without spaces, and Korean, whose particles stick to the noun: pairs of characters are the terms.
_PAIRED = re.compile(f"[{UNSPACED}\uac00-\ud7a3]+")
_SITE_NAME = re.compile(r"(.+)\s[|–—-]\s(.+)")

# What to believe before anything was counted: function words are short in every spaced language, so of 500 imagined
# articles this many hold a given word of one, two, three, four letters. Real counts outweigh it within days.
_IMAGINED = 500
_IMAGINED_WITH = {1: 150.0, 2: 100.0, 3: 25.0, 4: 5.0}


@dataclass(frozen=True)
class Background:
    """How many articles of a language were seen, and how many of them held each term."""

    articles: int = 0
    articles_with: Mapping[str, int] = field(default_factory=dict)

    def plus(self, batch: "Background") -> "Background":
        """Return the counts of the batch's terms with the batch counted in."""
        counts = {term: count + self.articles_with.get(term, 0) for term, count in batch.articles_with.items()}
        return Background(self.articles + batch.articles, counts)


def terms(title: str, lead: str = "", publisher: str = "") -> Vector:
    """Return each term with its count; a title's terms count twice, its site name not at all.

    `lead` is the description and the start of the body. Words are cut to 6 letters and lose a final s: a stemmer for
    any alphabet, good enough for counting.
    """
    counts: Vector = {}
    for text, count in ((_without_site_name(title, publisher), _TITLE_COUNT), (_first_words(lead), 1.0)):
        for term in _terms(text.casefold()):
            counts[term] = counts.get(term, 0.0) + count
    return counts


def count_articles(all_terms: Iterable[Vector]) -> Background:
    """Return the background that these articles make up."""
    held = list(all_terms)
    return Background(len(held), Counter(chain.from_iterable(held)))


def weighted(counts: Vector, background: Background) -> Vector:
    """Return the TF-IDF vector at length 1, without common words; empty for an article that has no others."""
    least = _COMMON * math.log(background.articles + _IMAGINED + 1)
    rare = ((term, count, rarity(term, background)) for term, count in counts.items())
    vector = {term: (1 + math.log(count)) * value for term, count, value in rare if value >= least}
    length = math.sqrt(sum(weight * weight for weight in vector.values()))
    return {term: weight / length for term, weight in vector.items()} if length else {}


def rarity(term: str, background: Background) -> float:
    """Return the inverse document frequency: about 0 for a term that every article holds."""
    imagined = 0.0 if _PAIRED.match(term) else _IMAGINED_WITH.get(len(term), 0.0)
    having = background.articles_with.get(term, 0) + imagined
    return math.log((background.articles + _IMAGINED + 1) / (having + 1))


def _terms(text: str) -> Iterable[str]:
    for word in _WORD.findall(text):
        if word.isascii() or not (runs := _PAIRED.findall(word)):
            yield word[:_STEM].removesuffix("s") if len(word) > 3 else word
        for run in () if word.isascii() else runs:
            yield from map("".join, zip(run, run[1:], strict=False)) if len(run) > 1 else (run,)


def _first_words(text: str) -> str:
    return " ".join(text[: 40 * LEAD_WORDS].split()[:LEAD_WORDS])


def _without_site_name(title: str, publisher: str) -> str:
    match = _SITE_NAME.fullmatch(title)
    if match is None or not publisher:
        return title
    tail, name = ("".join(filter(str.isalnum, text.casefold())) for text in (match[2], publisher))
    return match[1] if tail and (tail in name or name in tail) else title
