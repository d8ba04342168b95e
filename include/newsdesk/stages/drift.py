"""Compare a validated batch with its publishers' last 30 days, and write down what each level of the batch showed.

    pages + verdict ─► ops.publisher_profiles (added to), ops.quality_results (row, batch, publisher)

Nothing is stopped here: a publisher that drifts is flagged, and its articles go on. Does not judge a single article.
"""

import logging
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from include.newsdesk.quality import Verdict
from include.newsdesk.quality.drift import COUNTS, LEAST_SAMPLE, POOLED, changes, count, in_words, is_enough, usual_words
from include.newsdesk.stages.batches import BatchLease
from include.newsdesk.warehouse.statements import Row, execute
from include.newsdesk.warehouse.values import to_json

logger = logging.getLogger(__name__)

LARGE = 20
"""Articles from which on the share of rejected ones says something about us, not about them."""
WARN_SHARE, CRITICAL_SHARE = 0.1, 0.3


def record_quality(lease: BatchLease, pages: list[Row], verdict: Verdict, run_id: str | None) -> int:
    """Write the results of a batch within the caller's transaction; returns how many publishers drift."""
    # Articles that are tried or read again are a choice, and mostly old: they say nothing about what a publisher sends now.
    is_again = pages[0]["is_again"]
    profiles = [] if is_again else profile_results(lease, pages, verdict)
    whole = [] if is_again else [batch_result(lease.batch_id, pages, verdict)]
    results = [*row_results(pages, verdict), *whole, *profiles]
    marked = [{**one, "batch_id": lease.batch_id, "run_id": run_id} for one in results]
    execute(lease.connection, "insert_quality_results", {"rows": to_json(marked)})
    for one in profiles:
        if not one["success"]:
            logger.warning("drifted publisher=%s batch=%d %s", one["subject"], lease.batch_id, one["detail"])
    return sum(not one["success"] for one in profiles)


def row_results(pages: list[Row], verdict: Verdict) -> list[dict[str, Any]]:
    """Count, for each publisher, the expectations that some of its articles did not meet."""
    publishers = {page["page_id"]: page["publisher_name"] for page in pages}
    judged = Counter(publishers.values())
    results = []
    for severity, failing in (("critical", verdict.rejected), ("warning", verdict.warned)):
        failed = Counter((publishers[key], failure.reason) for key, failures in failing.items() for failure in failures)
        results += [
            {
                "level": "row", "check_name": reason, "subject": publisher, "success": False, "severity": severity,
                "observed": {"failed": times, "rows": judged[publisher]},
            }
            for (publisher, reason), times in sorted(failed.items())
        ]  # fmt: skip
    return results


def batch_result(batch_id: int, pages: list[Row], verdict: Verdict) -> dict[str, Any]:
    """Say whether the batch as a whole lost more articles than happens by itself."""
    rejected, share = len(verdict.rejected), len(verdict.rejected) / len(pages)
    success = len(pages) < LARGE or share <= WARN_SHARE
    return {
        "level": "batch", "check_name": "batch.rejected_share", "subject": f"batch {batch_id}", "success": success,
        "severity": "critical" if share > CRITICAL_SHARE else "warning",
        "observed": {"rejected": rejected, "rows": len(pages)}, "expected": {"most": WARN_SHARE},
        "detail": None if success else f"{rejected} of {len(pages)} articles were rejected",
    }  # fmt: skip


def profile_results(lease: BatchLease, pages: list[Row], verdict: Verdict) -> list[dict[str, Any]]:
    """Add the batch to the profiles of its publishers and say which of them do not look as usual."""
    by_publisher: dict[int, list[Row]] = defaultdict(list)
    for page in pages:
        by_publisher[page["publisher_id"]].append(page)
    past = history(lease, by_publisher)
    results, rows = [], []
    for publisher_id, those in by_publisher.items():
        usual, recent = past.get(publisher_id, (dict.fromkeys(COUNTS, 0), []))
        seen = count((looked_at(page, verdict) for page in those), usual_words(usual))
        sample = added(seen, *recent)
        # Those of the pool are already part of what is usual; they are taken out, or they would vouch for themselves.
        before = {name: usual[name] - sum(one[name] for one in recent) for name in COUNTS}
        found = changes(before, sample)
        rows.append({"publisher_id": publisher_id, **seen})
        results.append(
            {
                "level": "publisher", "check_name": "publisher.profile", "subject": those[0]["publisher_name"],
                "success": not found, "severity": "warning" if is_enough(before, sample) else "info",
                "observed": seen, "expected": before,
                "changed": [one.measure for one in found], "detail": in_words(found) or None,
            }
        )  # fmt: skip
    execute(lease.connection, "upsert_publisher_profiles", {"rows": to_json(rows)})
    return results


def history(lease: BatchLease, by_publisher: Mapping[int, list[Row]]) -> dict[int, tuple[dict[str, int], list[dict[str, int]]]]:
    """Read, for each publisher, what is usual and the last few batches that a small one is pooled with."""
    asked = [
        {
            "publisher_id": publisher_id, "publisher": pages[0]["publisher_name"],
            "wanted": POOLED - len(pages) if len(pages) < LEAST_SAMPLE else 0,
        }
        for publisher_id, pages in by_publisher.items()
    ]  # fmt: skip
    rows = execute(lease.connection, "select_publisher_history", {"rows": to_json(asked)})
    return {row["publisher_id"]: (row["usual"], row["recent"]) for row in rows}


def looked_at(page: Row, verdict: Verdict) -> dict[str, Any]:
    """Build what the measures look at in one page."""
    article = page["article"]
    image = any(item["kind"] == "image" for item in article["media"])
    return {**article, "image": image, "is_rejected": page["page_id"] in verdict.rejected}


def added(*counts: Mapping[str, int]) -> dict[str, int]:
    """Add counts up."""
    return {name: sum(one[name] for one in counts) for name in COUNTS}
