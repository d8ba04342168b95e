"""Whether the articles of a publisher still look as they did: the sign that its layout changed or our reading of it broke.

Each measure is a share (of pages with an author, of texts shorter than usual, ...). A batch drifts in a measure when the share
moved by a quarter or more, and would do so by chance in less than one of ten thousand batches.
Does not read history: counts come in, changes go out.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Counts = Mapping[str, int]

COUNTS = (
    "rows", "rejected", "pages", "authors", "published_at", "image", "section", "tags", "subtitle", "other_layout", "texts",
    "words", "short", "long",
)  # fmt: skip
BASES = {"rejected": "rows", "short": "texts", "long": "texts"}
"""What a measure is a share of, where it is not pages."""
FILLED = ("authors", "published_at", "image", "section", "tags", "subtitle")
RISING = ("rejected", "other_layout", "short", "long")
WORDS = {
    "rejected": "rejected", "other_layout": "texts that the publisher rule and the generic extractor read differently",
    "short": "texts less than half as long as usual", "long": "texts more than twice as long as usual",
}  # fmt: skip

LEAST_HISTORY = 20
"""Articles below which nobody knows what is usual."""
LEAST_SAMPLE = 5
"""Articles below which a batch is judged together with those just before it."""
POOLED = 10
"""Articles that such a pool is made up to."""
CHANCE = 1e-4
LEAST_MOVE = 0.25


@dataclass(frozen=True, slots=True)
class Change:
    """One measure that is not what it was."""

    measure: str
    before: float
    now: float


def count(pages: Iterable[Mapping[str, Any]], usual_words: float | None) -> dict[str, int]:
    """Count what the measures need in the pages of one publisher.

    A page has the fields of a parsed article, `image` and `is_rejected`. Without usual words, no text counts as short or long.
    """
    counts = dict.fromkeys(COUNTS, 0)
    for page in pages:
        counts["rows"] += 1
        counts["rejected"] += bool(page["is_rejected"])
        if page["kind"] == "not_article":
            continue
        counts["pages"] += 1
        for name in FILLED:
            counts[name] += bool(page[name])
        counts["other_layout"] += str((page["found"].get("body") or {}).get("source", "")).endswith("layout drift")
        if page["kind"] == "article" and not page["paywalled"]:
            counts["texts"] += 1
            counts["words"] += page["word_count"]
            counts["short"] += usual_words is not None and page["word_count"] < usual_words / 2
            counts["long"] += usual_words is not None and page["word_count"] > usual_words * 2
    return counts


def usual_words(usual: Counts) -> float | None:
    """Say how long a text of a publisher usually is; None without history."""
    return usual["words"] / usual["texts"] if usual["texts"] >= LEAST_HISTORY else None


def is_enough(usual: Counts, sample: Counts) -> bool:
    """Tell whether anything can be said about a batch."""
    return usual["pages"] >= LEAST_HISTORY and sample["pages"] >= LEAST_SAMPLE


def changes(usual: Counts, sample: Counts) -> list[Change]:
    """Compare a batch with what is usual; nothing is said about too short a history or too small a sample."""
    found = []
    for measure in (*FILLED, *RISING):
        base = BASES.get(measure, "pages")
        if usual[base] < LEAST_HISTORY or sample[base] < LEAST_SAMPLE:
            continue
        before, now = usual[measure] / usual[base], sample[measure] / sample[base]
        move = now - before if measure in RISING else before - now
        if move >= LEAST_MOVE and chance(usual, sample, measure, base) < CHANCE:
            found.append(Change(measure, before, now))
    return found


def chance(usual: Counts, sample: Counts, measure: str, base: str) -> float:
    """Say how likely a share so far off is by chance; a history without exception still expects one in the next."""
    hits, total, rate = sample[measure], sample[base], (usual[measure] + 1) / (usual[base] + 2)
    if measure not in RISING:  # Count what is missing instead, so that both are an upper tail.
        hits, rate = total - hits, 1 - rate
    return min(1.0, sum(_binomial(k, total, rate) for k in range(hits, total + 1)))


def _binomial(hits: int, total: int, rate: float) -> float:
    ways = math.lgamma(total + 1) - math.lgamma(hits + 1) - math.lgamma(total - hits + 1)
    return math.exp(ways + hits * math.log(rate) + (total - hits) * math.log1p(-rate))


def in_words(changed: Iterable[Change]) -> str:
    """Write changes for people."""
    return "; ".join(
        f"{WORDS.get(one.measure, f'with {one.measure}')}: {one.before:.0%} before, {one.now:.0%} now" for one in changed
    )
