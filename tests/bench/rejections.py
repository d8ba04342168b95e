"""Which real articles the suite rejects wrongly: the sets `aeb` and `fundus` as extracted, judged like a batch.

    python -m tests.bench.rejections [DATASETS]

DATASETS is the folder with the sets, else `extraction` below NEWSDESK_SHARED. Each rejection is listed with its reasons, to be
looked at: some pages of the sets are no articles. Does not touch a database.
"""

import argparse
import gzip
import json
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from include.newsdesk.articles import extract_article
from include.newsdesk.cli.tables import draw_table
from include.newsdesk.quality import judge
from include.newsdesk.stages.parse import SHORT_KINDS

SETS = ("aeb", "fundus")


def rows(folder: Path, first: int) -> Iterator[dict[str, object]]:
    """Extract the pages of a set as staged articles."""
    for number, line in enumerate((folder / "truth.jsonl").read_text(encoding="utf-8").splitlines(), first):
        page = json.loads(line)
        html = gzip.decompress((folder / "pages" / f"{page['id']}.html.gz").read_bytes())
        article = extract_article(html=html, url=page["url"], content_type=None, fetched_at=None, feed_entry=None)
        yield {
            "staged_id": number, "url": article.url, "canonical_url": article.canonical_url, "title": article.title,
            "body": article.body, "kind": SHORT_KINDS.get(article.kind, article.kind), "language": article.language,
            "feed_language": None, "publisher_name": None, "site_name": article.publisher,
            "published_at": article.published_at, "modified_at": article.modified_at, "fetched_at": datetime.now(UTC),
            "first_seen_at": datetime.now(UTC), "paywalled": article.paywalled,
            "image_url": article.lead_image.url if article.lead_image else None, "word_count": article.word_count,
            "other_body_of": None, "same_body_others": 0,
        }  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Judge the sets and print what was rejected and why."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.rejections", description="Real articles rejected wrongly.")
    parser.add_argument("folder", nargs="?", type=Path)
    folder = parser.parse_args(arguments).folder or Path(os.environ.get("NEWSDESK_SHARED", "."), "extraction")
    if not (folder / SETS[0] / "truth.jsonl").is_file():
        print(f"{folder}: the sets are not there; name their folder or set NEWSDESK_SHARED")
        return 1
    for name in SETS:
        batch = list(rows(folder / name, 1))
        verdict = judge(batch)
        print(f"{name}: {len(verdict.rejected)} of {len(batch)} rejected ({len(verdict.rejected) / len(batch):.2%})")
        found = {row["staged_id"]: row for row in batch}
        listed = [
            {"reasons": " ".join(failure.reason for failure in failures), "kind": found[key]["kind"], "url": found[key]["url"]}
            for key, failures in verdict.rejected.items()
        ]
        print(draw_table(listed))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
