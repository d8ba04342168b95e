"""What the judging of a batch costs: time, processor time and memory, beside a bare `DataFrame` of the same rows.

    python -m tests.bench.validate [--rows 1000 10000]

Preloaded means that `prepare` has run before the clock starts, as in the scheduler and the Celery workers. The page of the Data
Docs is made too.
Articles are the invented good ones, one in fifty spoilt. Does not touch a database.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Sequence

from include.newsdesk.cli.tables import draw_table
from include.newsdesk.quality import judge, prepare
from tests.staged import GOOD, staged


def batch(size: int) -> list[dict[str, object]]:
    """Make articles in all languages with addresses of their own; every fiftieth has no title or a short text."""
    rows = []
    for number, like in zip(range(size), list(GOOD) * (size // len(GOOD) + 1), strict=False):
        row = staged(like)
        row["url"] = row["canonical_url"] = f"{row['url']}-{number}"
        rows.append(row | ({"title": None} if number % 100 == 0 else {"body": "Too short."} if number % 50 == 0 else {}))
    return rows


def measure(size: int, preload: bool) -> dict[str, object]:
    """Judge one batch in this process."""
    rows = batch(size)
    if preload:
        import pandas as pd

        prepare()
        began = time.process_time()
        pd.DataFrame(rows)
        frame = time.process_time() - began
    wall, cpu = time.perf_counter(), time.process_time()
    verdict = judge(rows, data_docs=True, run_name="bench")
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return {
        "rows": size, "preloaded": str(preload), "seconds": round(wall, 3), "cpu seconds": round(cpu, 3),
        "cpu, times a bare DataFrame": round(cpu / frame) if preload else "", "rejected": len(verdict.rejected),
        "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Measure each size in a process of its own, with and without preload."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.validate", description="What the judging of a batch costs.")
    parser.add_argument("--rows", type=int, nargs="+", default=[100, 1_000, 10_000])
    parser.add_argument("--one", choices=("True", "False"), help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.one:
        print(json.dumps(measure(options.rows[0], options.one == "True")))
        return 0
    command = [sys.executable, "-m", "tests.bench.validate", "--rows"]
    rows = [
        json.loads(subprocess.run([*command, str(size), "--one", preload], check=True, capture_output=True, text=True).stdout)
        for size in options.rows
        for preload in ("True", "False")
    ]
    print(draw_table(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
