"""Measure what a local installation costs while nothing is due.

    python -m tests.bench.idle [--feeds 1000] [--seconds 300] [--json]

All feeds have been added and are due tomorrow. CPU and memory are those of all processes: Postgres, Airflow's four, the receiver.
Memory is the greatest sum of PSS. Five minutes hold one run of the clock. Does not leave anything behind.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from include.newsdesk.cli.progress import interruptible, progress_to
from include.newsdesk.cli.tables import draw_table
from include.newsdesk.warehouse.connection import connected
from include.newsdesk.warehouse.statements import execute
from include.newsdesk.warehouse.values import to_json
from tests.bench.events import Installation
from tests.bench.throughput.meter import Meter

SETTLE_SECONDS = 60.0
CORES_GOAL, MB_GOAL = 0.15, 1200
LATER = "update ops.feeds set next_poll_at = now() + interval '1 day'"
RUNS = "select count(*) from dag_run where start_date >= to_timestamp(%s)"


def add_quiet_feeds(loader_url: str, feeds: int) -> None:
    """Add feeds of as many hosts, none of them due."""
    names = [f"Paper {number}" for number in range(feeds)]
    publishers = [{"name": name, "country": "GB", "language": "en"} for name in names]
    rows = [
        {
            "name": name, "publisher": name, "url": f"https://paper-{number}.example/feed", "host": f"paper-{number}.example",
            "language": "en", "country": "GB", "section": None,
        }
        for number, name in enumerate(names)
    ]  # fmt: skip
    with connected(loader_url) as connection, connection, connection.cursor() as cursor:
        execute(connection, "upsert_publishers", {"rows": to_json(publishers)})
        execute(connection, "insert_feeds", {"rows": to_json(rows)})
        cursor.execute(LATER)


def main() -> int:
    """Run the benchmark; return 1 where a goal is missed."""
    parser = argparse.ArgumentParser(prog="idle", description="Measure what Newsdesk costs while nothing is due.")
    parser.add_argument("--feeds", type=int, default=1000, metavar="N", help="(default %(default)s)")
    parser.add_argument("--seconds", type=float, default=300.0, metavar="S", help="to measure (default %(default)s)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of the table")
    options = parser.parse_args()
    progress = progress_to(sys.stderr)
    home = Path(tempfile.mkdtemp(prefix="newsdesk-idle-"))
    home.chmod(0o755)
    with interruptible():
        installation = Installation(home, progress)
        try:
            add_quiet_feeds(installation.address.loader_url, options.feeds)
            progress(f"{options.feeds} feeds; waiting until all is quiet")
            time.sleep(SETTLE_SECONDS)
            began = time.time()
            with Meter(but=0) as meter:
                time.sleep(options.seconds)
            runs = installation.airflow(RUNS, began)
        finally:
            installation.stop()
            shutil.rmtree(home, ignore_errors=True)
    cores = meter.cpu_seconds / meter.seconds
    row = {
        "feeds": options.feeds, "cores": round(cores, 3), "cores goal": CORES_GOAL,
        "MB": round(meter.peak_mb), "MB goal": MB_GOAL,
        "runs": runs, "seconds": round(meter.seconds), "load": round(os.getloadavg()[1], 1),
    }  # fmt: skip
    print(json.dumps(row) if options.json else draw_table([row]))
    return int(cores > CORES_GOAL or meter.peak_mb > MB_GOAL)


if __name__ == "__main__":
    sys.exit(main())
