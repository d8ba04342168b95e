"""Draw the comparison of extractors: a table a set, and the worst pages with what is wrong with each.

Does not extract or score; it lays out what the scorer gave.
"""

from collections.abc import Mapping
from typing import Any

from include.newsdesk.cli.tables import draw_table

FIELDS = ("title", "authors", "published")
TIMED_BY = "beautifulsoup"
CLEAR = 0.03

Scores = Mapping[str, Mapping[str, Any]]
WorstPage = tuple[float, float, float, str, str, str]


def compared(name: str, scores: Scores) -> str:
    """Draw one set: a line an extractor, times as milliseconds and as a ratio to the BeautifulSoup tree."""
    base = scores[TIMED_BY]["cpu_ms"]["median"] if TIMED_BY in scores else None
    rows = [{"extractor": extractor, **figures(one, base)} for extractor, one in scores.items()]
    return f"{name}\n{draw_table(rows, '')}"


def figures(scores: Mapping[str, Any], base: float | None) -> dict[str, object]:
    """Choose the figures of one extractor."""
    body, times = scores.get("body", {}), scores.get("cpu_ms", {})
    row: dict[str, object] = {"body F1": body.get("F1") or None, ">=.95": body.get("ge95") or None}
    if "snippets" in scores:
        row["snippets F1"] = scores["snippets"]["F1"] or None
    row |= {field: scores["fields"].get(field, {}).get("acc") for field in FIELDS}
    row |= {"ms median": times.get("median"), "ms p95": times.get("p95")}
    return row | {"of soup": round(times["median"] / base, 2) if times and base else None}


def worst(pages: list[tuple[str, WorstPage, str, str]], most: int) -> str:
    """Draw the worst pages: set, page, precision, recall, kind, source of the text, and what is wrong."""
    rows = [
        {"set": name, "page": page, "F1": round(f1, 2), "kind": kind, "text from": source, "reason": reason(precision, recall)}
        for name, (f1, precision, recall, page, *_), kind, source in sorted(pages, key=lambda one: one[1][0])[:most]
    ]
    return f"worst pages\n{draw_table(rows, '')}"


def reason(precision: float, recall: float) -> str:
    """Say in words what precision and recall say."""
    if recall == 0:
        return "none of the text"
    if precision < recall - CLEAR:
        return f"{1 - precision:.0%} of the output is not in the truth"
    if recall < precision - CLEAR:
        return f"{1 - recall:.0%} of the truth is missing"
    return f"{1 - precision:.0%} too much, {1 - recall:.0%} missing"
