"""`feeds list`, `feeds show` and `balance`: how the feeds are doing and whether anything was lost. Does not change anything."""

import argparse
import json
from collections.abc import Mapping
from typing import Any

from include.newsdesk.cli.tables import draw_table
from include.newsdesk.cli.warehouse import find_warehouse
from include.newsdesk.local.reports import ask
from include.newsdesk.stages import feed_admin
from include.newsdesk.warehouse.connection import connected
from include.newsdesk.warehouse.values import plain

MOST_POLLS = 8
STATES = ("active", "paused", "retired", "ok", "new", "failing", "dead", "silent", "missing", "overdue", "pushed", "imported")


def list_feeds(options: argparse.Namespace) -> int:
    """Print a line for each feed, or everything as JSON."""
    rows = feed_admin.feed_health(find_warehouse().database_url, state=options.state, publisher=options.publisher)
    if options.json:
        print(json.dumps(rows, default=plain, ensure_ascii=False, indent=2))
        return 0
    lines = [
        {
            "feed": row["feed"], "publisher": row["publisher"], "condition": row["condition"],
            "last success": row["last_success_at"], "next due": row["next_poll_at"], "every": every(row["interval_seconds"]),
            "new in 7 days": row["new_entries"], "reason": row["reason"],
        }
        for row in rows
    ]  # fmt: skip
    print(draw_table(lines))
    return 0


def show_feed(options: argparse.Namespace) -> int:
    """Print everything that is known of how one feed is doing, and its last polls."""
    url = find_warehouse().database_url
    with connected(url) as connection:
        feed = feed_admin.find_feed(connection, options.feed)
    row = feed_admin.feed_health(url, name=feed["name"])[0]
    for label, value in facts(row, feed).items():
        print(f"  {label:<13}{value}")
    print("\n" + draw_table(feed_admin.last_polls(url, feed["feed_id"], MOST_POLLS)))
    return 0


def facts(row: Mapping[str, Any], feed: Mapping[str, Any]) -> dict[str, str]:
    """Put a row of `marts.feed_health` into words, in the order in which a person asks."""
    kinds = ", ".join(f"{kind} ({count})" for kind, count in row["failures_by_kind"].items())
    overlap = "not known yet" if row["overlap"] is None else f"{row['overlap']:.0%} of the last changed document was known before"
    known = {
        "feed": row["feed"],
        "publisher": row["publisher"],
        "address": row["url"],
        "configured": feed["configured_url"] if feed["configured_url"] != row["url"] else None,
        "moved to": feed["moved_to"],
        "condition": row["condition"] + (f": {row['reason']}" if row["reason"] else ""),
        "last error": row["last_error"],
        "last success": moment(row["last_success_at"]),
        "last change": moment(row["last_change_at"]),
        "next due": moment(row["next_poll_at"]) if feed["is_polled"] else f"never, as it is {row['condition']}",
        "rhythm": f"polled every {every(row['interval_seconds'])}, {row['new_entries']} new entries in 7 days",
        "overlap": overlap,
        "7 days": f"{row['polls']} polls, {row['changed_polls']} with news, {row['failed_polls']} failed",
        "failures": kinds,
        "format": row["format"],
        "validators": " ".join(filter(None, (feed["etag"], feed["last_modified"]))) or "none",
    }
    return {label: value for label, value in known.items() if value}


def balance(options: argparse.Namespace) -> int:
    """Print what became of every feed's entries; 1 if any is unaccounted for."""
    rows = ask(find_warehouse().database_url, "select_balance")[0].rows
    total = {name: sum(row[name] for row in rows) for name in (rows[0] if rows else {}) if name != "feed"}
    print(draw_table([*rows, {"feed": "all", **total}] if rows else []))
    lost = total.get("difference", 0)
    if lost:
        print(f"{lost} entries are unaccounted for: keep the database as it is and report it")
    return 1 if any(row["difference"] for row in rows) else 0


def moment(at: Any) -> str:
    """Write a time, or that there was none."""
    return f"{at:%Y-%m-%d %H:%M:%S} UTC" if at else "never"


def every(seconds: int | None) -> str:
    """Write an interval in the unit that people would use."""
    if seconds is None:
        return "?"
    if seconds < 120:
        return f"{seconds} s"
    return f"{round(seconds / 60)} min" if seconds < 7_200 else f"{round(seconds / 3_600)} h"
