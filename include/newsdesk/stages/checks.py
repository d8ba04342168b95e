"""The watch over the warehouse as a whole: checks in SQL, their findings as rows of `ops.quality_results`.

    warehouse/sql/check_*.sql ─► Great Expectations on Postgres ─► ops.quality_results (warehouse), ops.alerts

Does not repair anything, and tells nobody: `alerts.send_alerts` does.
"""

import logging
from dataclasses import dataclass
from typing import Any

from include.newsdesk.settings import read_settings
from include.newsdesk.stages.alerts import update_alerts
from include.newsdesk.warehouse.connection import connected
from include.newsdesk.warehouse.statements import TEXTS, execute
from include.newsdesk.warehouse.values import to_json

logger = logging.getLogger(__name__)

ALL = "warehouse"


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name, the statement that finds what is wrong, how bad that is, what is expected, and where to look."""

    name: str
    statement: str
    severity: str
    meaning: str
    look_at: str


CHECKS = (
    Check("books.balance", "check_balance", "critical", "Every entry is accounted for.", "ops.balance"),
    Check("pipeline.stalled", "check_pipeline_stalled", "critical", "Nothing that is due waits for more than an hour.",
          "ops.batches"),
    Check("capture.partitions", "check_partitions", "critical", "Partitions for today and tomorrow exist.", "raw.captures"),
    Check("articles.references", "check_references", "critical", "Every article has an entry and its revision.", "news.articles"),
    Check("feed.failing", "check_feed_failing", "warning", "Every active feed had a success within twice its period.",
          "marts.feed_health"),
    Check("feed.silent", "check_feed_silent", "warning", "Feeds bring news in their usual rhythm.", "marts.feed_health"),
    Check("volume.unusual", "check_volume_unusual", "warning",
          "The last six hours brought about as many articles as the same hours of the week usually do.", "marts.daily_volume"),
    Check("volume.shifted", "check_volume_shifted", "warning",
          "The last week brought between a third and three times as many articles a day as the month before.",
          "marts.daily_volume"),
    Check("articles.rejected", "check_rejected", "warning",
          "At most a fifth of a publisher's articles in a day, and of a large batch, is rejected.", "marts.rejected"),
    Check("articles.one_text", "check_text_for_all", "warning",
          "No text stands in more than 20 articles of a publisher in a day.", "marts.articles"),
    Check("articles.unlinked_copies", "check_copies_unlinked", "warning", "Copies within a publisher point to their original.",
          "marts.copies"),
    Check("articles.latency", "check_latency", "warning", "19 of 20 articles are here 15 minutes after their feed showed them.",
          "marts.latency"),
    Check("day.complete", "check_day_complete", "warning", "At 06:00 UTC nothing of the day before waits any more.",
          "ops.entries"),
    Check("marts.behind", "check_marts_behind", "warning", "The marts follow the articles within an hour.", "ops.mart_cursor"),
)  # fmt: skip


def check_warehouse(run_id: str | None = None) -> dict[str, int]:
    """Run all checks and keep their results; returns the number of checks met and not met, and of critical ones not met."""
    results = run_checks()
    kept = [{key: one[key] for key in one if key not in ("meaning", "look_at")} | {"run_id": run_id} for one in results]
    with connected(read_settings().database_url) as connection, connection:
        execute(connection, "insert_quality_results", {"rows": to_json(kept)})
        execute(connection, "prune_quality_results")
        update_alerts(connection, [one for one in results if not one["success"]])
    failed = {one["check_name"]: one["severity"] for one in results if not one["success"]}
    for one in results:
        if not one["success"]:
            logger.warning("not as expected check=%s subject=%s %s", one["check_name"], one["subject"], one["detail"])
    critical = sum(severity == "critical" for severity in failed.values())
    return {"met": len(CHECKS) - len(failed), "not_met": len(failed), "critical": critical}


def run_checks() -> list[dict[str, Any]]:
    """Run all checks without keeping anything: one row for each finding, one for each check that found nothing."""
    from include.newsdesk.quality.warehouse_suite import check_warehouse as run

    found = run(read_settings().database_url, {check.statement: TEXTS[check.statement] for check in CHECKS})
    results = []
    for check in CHECKS:
        described = {
            "level": "warehouse", "check_name": check.name, "severity": check.severity, "meaning": check.meaning,
            "look_at": check.look_at,
        }  # fmt: skip
        findings = found[check.statement]
        if not findings.count:
            results.append(described | {"subject": ALL, "success": True, "observed": {"findings": 0}})
        results += [described | dict(row) | {"success": False} for row in findings.rows]
        if findings.count > len(findings.rows):
            logger.warning("cut short check=%s findings=%d kept=%d", check.name, findings.count, len(findings.rows))
    return results
