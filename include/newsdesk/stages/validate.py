"""The validate stage: parsed articles of a batch are judged by Great Expectations; those that fail go to the quarantine.

    staging.pages (parsed) ─► quality.judge ─► staging.pages (valid, with warnings) | ops.quarantine, ops.quality_results

Does not change any value.
"""

from datetime import datetime

from include.newsdesk.quality import Verdict, judge
from include.newsdesk.settings import read_settings
from include.newsdesk.stages.batches import BatchLease, quarantine
from include.newsdesk.stages.data_docs import keep_page
from include.newsdesk.stages.drift import record_quality
from include.newsdesk.warehouse.connection import connected
from include.newsdesk.warehouse.statements import Row, execute
from include.newsdesk.warehouse.values import to_json

TIMES = ("published_at", "modified_at")
JUDGED = ("title", "body", "kind", "language", "site_name", "canonical_url", "paywalled", "word_count")


def validate(batch: dict[str, int], run_id: str | None = None) -> dict[str, int]:
    """Judge the parsed articles of a batch; returns how many are valid, warned and set aside, and how many publishers drift.

    `run_id` names the Airflow run in quarantine rows and in the Data Docs.
    """
    with connected(read_settings().database_url) as connection:
        lease = BatchLease(connection, batch["batch_id"])
        counts = {"valid": 0, "warned": 0, "quarantined": 0, "drifting": 0}
        with connection:
            pages = [] if lease.done else execute(connection, "select_pages_to_validate", {"batch_id": lease.batch_id})
            same = execute(connection, "select_same_bodies", {"batch_id": lease.batch_id}) if pages else []
        if pages:
            name = " ".join(filter(None, [f"batch {lease.batch_id}", run_id]))
            others = {row["page_id"]: row for row in same}
            verdict = judge([judged(page, others.get(page["page_id"])) for page in pages], data_docs=True, run_name=name)
            with connection:
                lease.hold()
                counts |= settle(lease, pages, verdict, run_id)
                counts["drifting"] = record_quality(lease, pages, verdict, run_id)
                keep_page(connection, name, verdict)
        return lease.note("validate", counts)


def judged(page: Row, same_body: Row | None = None) -> dict[str, object]:
    """Build the row that the expectations look at; `same_body` tells of other articles with its text."""
    article = page["article"]
    image = next((item["url"] for item in article["media"] if item["kind"] == "image"), None)
    return {
        "staged_id": page["page_id"], "url": page["article_url"], "feed_language": page["feed_language"],
        "publisher_name": page["publisher_name"], "fetched_at": page["captured_at"], "first_seen_at": page["first_seen_at"],
        "image_url": image, "other_body_of": same_body["url"] if same_body else None,
        "same_body_others": same_body["within_a_day"] if same_body else 0,
        **{name: article[name] for name in JUDGED},
        **{name: datetime.fromisoformat(article[name]) if article[name] else None for name in TIMES},
    }  # fmt: skip


def settle(lease: BatchLease, pages: list[Row], verdict: Verdict, run_id: str | None) -> dict[str, int]:
    """Move failing pages to the quarantine and mark the others valid."""
    valid = []
    for page in pages:
        failures = verdict.rejected.get(page["page_id"])
        if not failures:
            warnings = sorted({f.reason for f in verdict.warned.get(page["page_id"], ())})
            valid.append({"page_id": page["page_id"], "warnings": warnings})
            continue
        evidence = {f.reason: {"expectation": f.expectation, "observed": f.observed} for f in failures}
        quarantine(
            lease, "validate", page["entry_ids"], list(dict.fromkeys(f.reason for f in failures)), evidence,
            url=page["article_url"], capture_id=page["capture_id"], parser_version=page["article"]["parser_version"],
            run_id=run_id,
        )  # fmt: skip
        execute(lease.connection, "delete_page", {"page_id": page["page_id"]})
    execute(lease.connection, "update_valid_pages", {"rows": to_json(valid)})
    return {"valid": len(valid), "warned": sum(bool(row["warnings"]) for row in valid), "quarantined": len(pages) - len(valid)}
