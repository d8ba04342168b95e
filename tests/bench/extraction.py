"""Extract every page of a benchmark folder and write predictions in the scorer's layout.

    python -m tests.bench.extraction DATASET_DIR --out predictions.jsonl [--no-publisher-rules] [--half tune|check]

Does not score; see `score.py` of the benchmark data. Times are CPU milliseconds a page, the bytes already in memory.
"""

import argparse
import gzip
import hashlib
import json
import sys
import time
from pathlib import Path
from typing import Any

from include.newsdesk.articles import Article, UnreadablePage, extract_article

WARM_UP = 5


def half_of(domain: str) -> str:
    """Put a domain into one of two halves for good: rules are tuned on one and checked on the other."""
    return "tune" if hashlib.sha256(domain.encode()).digest()[0] % 2 else "check"


def prediction_of(article: Article) -> dict[str, Any]:
    """Lay out an article as the scorer wants it."""
    lead = article.lead_image
    published = article.published_at
    day = published and article.published_precision == "day"
    return {
        "body": article.body,
        "title": article.title,
        "authors": [*article.authors, *article.agencies],
        "tags": list(article.tags),
        "published": (published.date().isoformat() if day else published.isoformat()) if published else None,
        "section": article.section,
        "canonical": article.canonical_url,
        "lang": article.language,
        "image": lead and lead.url,
        "subtitle": article.subtitle,
        "caption": lead and lead.caption,
        "credit": list(lead.credits) if lead else [],
    }


def predict(folder: Path, half: str | None, rules: bool = True) -> list[dict[str, Any]]:
    """Extract the pages of a folder in order; a page that is refused gets no prediction."""
    lines: list[dict[str, Any]] = []
    for line in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        page = json.loads(line)
        if half and half_of(page["domain"]) != half:
            continue
        html = gzip.decompress((folder / "pages" / f"{page['id']}.html.gz").read_bytes())
        runs = WARM_UP if not lines else 1
        try:
            for _ in range(runs):
                start = time.process_time()
                article = extract_article(html, page["url"], publisher_rules=rules)
                spent = (time.process_time() - start) * 1000
        except UnreadablePage as error:
            sys.stderr.write(f"refused page={page['id']} reason={error.reason}\n")
            continue
        lines.append({"id": page["id"], **prediction_of(article), "cpu_ms": round(spent, 2)})
    return lines


def main() -> None:
    """Read the arguments and write the predictions."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--half", choices=("tune", "check"))
    arguments.add_argument("--no-publisher-rules", action="store_true")
    options = arguments.parse_args()
    if not (options.folder / "truth.jsonl").exists():
        sys.exit(f"no benchmark data in {options.folder}")
    lines = predict(options.folder, options.half, not options.no_publisher_rules)
    options.out.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main()
