"""`demo`: run the demonstration and print what it showed. Does not keep anything running."""

import argparse
import dataclasses
import json
import sys
from collections import Counter
from typing import Any

from include.newsdesk.cli.progress import interruptible, progress_to
from include.newsdesk.cli.tables import draw_table
from include.newsdesk.local.arrivals import SETTLED
from include.newsdesk.local.demo import Demonstration, run_demo
from include.newsdesk.local.stack import installation_home

LINES = 20


def demo(options: argparse.Namespace) -> int:
    """Return 0 only if everything arrived as planned."""
    with interruptible():
        shown = run_demo(installation_home("demo"), progress_to(sys.stderr if options.json else sys.stdout))
    print(as_json(shown) if options.json else as_text(shown))
    return 0 if shown.complete else 1


def as_json(shown: Demonstration) -> str:
    """Return everything as one JSON object."""
    seconds = {name: round(value, 1) for name, value in shown.seconds.items()}
    whole = {
        "complete": shown.complete,
        "planned": shown.planned,
        "missing": shown.missing,
        "seconds": seconds,
        "publishers": by_publisher(shown),
        "balance": shown.balance,
        "examples": [dataclasses.asdict(example) for example in shown.examples],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2, default=str)


def as_text(shown: Demonstration) -> str:
    """Return tables for people."""
    parts = ["", "What came in, by publisher", "", draw_table(by_publisher(shown))]
    for example in shown.examples:
        statement = "\n".join(f"  {line}" for line in example.statement.splitlines())
        parts += [example.question, "", statement, "", draw_table(example.rows)]
    parts += ["The balance, by feed (difference 0: nothing lost, nothing twice)", "", draw_table(shown.balance)]
    if shown.missing:
        parts += [f"{len(shown.missing)} of {shown.planned} entries are not as planned:"]
        parts += [f"  {line}" for line in shown.missing[:LINES]]
        if len(shown.missing) > LINES:
            parts += [f"  ... and {len(shown.missing) - LINES} more"]
        parts += [f"The logs are in {installation_home('demo')}."]
    else:
        parts += [f"All {shown.planned} entries arrived as planned, in {shown.seconds['total']:.0f} s."]
    return "\n".join(parts)


def by_publisher(shown: Demonstration) -> list[dict[str, Any]]:
    """Count entries by publisher and state."""
    counts = Counter((row["publisher"], row["state"]) for row in shown.entries)
    publishers = sorted({row["publisher"] for row in shown.entries})
    return [{"publisher": name, **{state: counts[name, state] for state in (*SETTLED, "waiting")}} for name in publishers]
