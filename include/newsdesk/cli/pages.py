"""`fetch` and `extract`: one page, looked at step by step. Does not store anything."""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from include.newsdesk.articles import Article, Explanation, Part
from include.newsdesk.cli.tables import draw_table
from include.newsdesk.cli.warehouse import FileMissing, find_warehouse
from include.newsdesk.stages.visits import explain_page, fetch_page, visit
from include.newsdesk.web.answers import Answer

HEADERS = (
    "content-type", "content-encoding", "content-length", "etag", "last-modified", "cache-control", "expires", "retry-after",
    "x-robots-tag", "link", "server", "cf-mitigated",
)  # fmt: skip
FIELDS = (
    "title", "subtitle", "kind", "authors", "agencies", "dateline", "published_at", "published_precision", "modified_at",
    "language", "section", "tags", "publisher", "canonical_url", "lead_image", "images", "videos", "paywalled", "word_count",
)  # fmt: skip
LONGEST, LONGEST_TAG = 100, 40


def fetch(options: argparse.Namespace) -> int:
    """Show each step of fetching a page and its decision; 1 if there is no page in the end."""
    settings = find_warehouse()
    seen = visit(settings, options.url, lambda step, words: print(f"  {step:<13}{words}", flush=True))
    if seen.error:
        print(f"  {'ended':<13}{seen.verdict}")
        return 1
    assert seen.answer is not None
    for label, value in told(seen.answer):
        print(f"  {label:<13}{value}")
    print(f"  {'page':<13}{seen.verdict or 'yes: an article can be read from it'}")
    return 1 if seen.verdict else 0


def told(answer: Answer) -> list[tuple[str, str]]:
    """List what matters of an answer."""
    lines = [("hop", f"{status} to {url}") for status, url in answer.redirects]
    sizes = f"{answer.wire_bytes} bytes on the wire, {len(answer.body)} decoded, {answer.elapsed_ms} ms"
    lines.append(("answer", f"{answer.status} {answer.reason}, {sizes}"))
    lines += [("header", f"{name}: {answer.headers[name]}") for name in HEADERS if name in answer.headers]
    validators = " and ".join(name for name, value in (("ETag", answer.etag), ("Last-Modified", answer.last_modified)) if value)
    lines.append(("validators", f"the next request can be conditional by {validators}" if validators else "none"))
    return lines


def extract(options: argparse.Namespace) -> int:
    """Print the article of a page; with --explain where each field came from and how sure that is, and what was cut and why."""
    if "://" in options.page:
        answer = fetch_page(find_warehouse(), options.page)
        explanation = explain_page(answer.body, answer.final_url, answer.content_type or None, answer.fetched_at)
    else:
        path = Path(options.page).expanduser()
        if not path.is_file():
            raise FileMissing(options.page)
        explanation = explain_page(path.read_bytes(), options.url)
    print(explained(explanation) if options.explain else printed(explanation.article))
    return 0


def printed(article: Article) -> str:
    """Write the fields that are there, then the text."""
    lines = [f"{name + ':':<21}{_text(value)}" for name in FIELDS if (value := getattr(article, name))]
    return "\n".join([*lines, "", article.body])


def explained(explanation: Explanation) -> str:
    """Draw tables: the fields with their sources, the blocks of the text kept or cut, what was cut before; then the reasons."""
    article = explanation.article
    tables = [
        [_field(name, getattr(article, name), article.found) for name in (*FIELDS, "body")],
        [{"block": part.what, **_judged(part)} for part in explanation.blocks],
        [{"element": _short(part.what, LONGEST_TAG), **_judged(part)} for part in explanation.elements],
    ]
    reasons = {part.cut for part in (*explanation.blocks, *explanation.elements) if part.cut}
    words = [f"  {reason.code:<15}{reason.value}" for reason in sorted(reasons, key=lambda reason: reason.code)]
    return "\n".join([*(draw_table(table, "") for table in tables if table), *words, f"parser version {article.parser_version}"])


def _judged(part: Part) -> dict[str, object]:
    verdict = f"cut: {part.cut.code}" if part.cut else "kept"
    return {"verdict": verdict, "characters": len(part.text), "text": _short(part.text)}


def _field(name: str, value: Any, found: Mapping[str, Any]) -> dict[str, object]:
    source = found.get(name)
    return {
        "field": name,
        "value": _short(_text(value)),
        "found": source.source if source else None,
        "sure": f"{source.confidence:.0%}" if source else None,
    }


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return "; ".join(_text(item) for item in value)
    if hasattr(value, "caption"):
        return " | ".join(part for part in (value.url, value.caption, ", ".join(value.credits), value.alt) if part)
    return "" if value is None else str(value)


def _short(text: str, longest: int = LONGEST) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"
