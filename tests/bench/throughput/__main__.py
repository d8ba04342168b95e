"""Measure Newsdesk beside other ways to get articles into Postgres, in one run.

    python -m tests.bench.throughput [--world small|real] [--articles N] [--peers-python PATH] [--contestants ...] [--json]

Three rounds each: everything is new; nothing is new; some articles were edited. Polite delays are off. The other interpreter
needs feedparser, requests, trafilatura, psycopg2-binary and news-please. Does not leave anything behind.
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from include.newsdesk.cli.progress import interruptible, progress_to
from include.newsdesk.cli.tables import draw_table
from include.newsdesk.matching.urls import normalise_url
from tests.bench.throughput.contestants import Contestant, Progress, Script, ThroughAirflow, WithoutAirflow
from tests.bench.throughput.meter import Meter
from tests.bench.throughput.news_please import NewsPlease, package_folder
from tests.bench.throughput.origin import RunningOrigin

SETS = ("aeb", "fundus", "fundus_eval", "traf", "mcdate", "wcxb")
NAMES = ("airflow", "stages", "script", "news-please")
PEER_SITES = 8
"""news-please is given so many sites only: its rate shows on them, and all would take it the better part of an hour."""
LOOK_SECONDS = 0.25
QUIET_SECONDS = 400.0
"""Longer than the five minutes after which Newsdesk's clock finds what an event has missed."""


@dataclass
class Round:
    """One round: until the last change of what is stored, and until its end."""

    last_row_seconds: float
    seconds: float
    cpu_seconds: float
    peak_mb: float


def play(contestant: Contestant, origin_pid: int, limit: float) -> Round:
    """Run one round."""
    with Meter(but=origin_pid) as meter:
        began = changed = time.monotonic()
        count = contestant.settled()
        contestant.go()
        while True:
            time.sleep(LOOK_SECONDS)
            over, now = contestant.is_over(), time.monotonic()
            if (found := contestant.settled()) != count:
                count, changed = found, now
            if over or now - began > limit or now - changed > QUIET_SECONDS:
                break
    return Round(changed - began, meter.seconds, meter.cpu_seconds, meter.peak_mb)


def measure(contestant: Contestant, origin: RunningOrigin, sites: int, limit: float, progress: Progress) -> dict[str, object]:
    """Let one contestant play all rounds and return its line of the table."""
    expected = {normalise_url(url) for urls in origin.urls[:sites] for url in urls}
    edited = {normalise_url(url) for url in origin.edited} & expected
    home = Path(tempfile.mkdtemp(prefix="newsdesk-throughput-"))
    try:
        contestant.start(home, origin.bases[:sites])
        origin.counts()
        first = play(contestant, origin.pid, limit)
        asked, stored = origin.counts(), contestant.stored()
        found = {normalise_url(url) for url in stored.urls} & expected
        progress(f"{contestant.name}: {len(found)} of {len(expected)} in {first.last_row_seconds:.1f} s")
        again = play(contestant, origin.pid, limit)
        asked_again = origin.counts("edit")
        play(contestant, origin.pid, limit)
        revised = {normalise_url(url) for url in contestant.stored().revised}
    finally:
        contestant.stop()
        shutil.rmtree(home, ignore_errors=True)
    return {
        "contestant": contestant.name,
        "articles": len(expected),
        "articles/s": round(len(found) / (first.last_row_seconds or first.seconds), 1),
        "CPU ms": round(1000 * first.cpu_seconds / max(len(found), 1), 1),
        "cores": round(first.cpu_seconds / first.seconds, 2),
        "peak MB": round(first.peak_mb),
        "requests": asked["requests"],
        "MB": round(asked["bytes"] / 1e6, 1),
        "complete": round(len(found) / len(expected), 3),
        "set aside": len({normalise_url(url) for url in stored.aside} & expected),
        "doubled": stored.rows - len(found),
        "copies": stored.copies,
        "revisions": f"{len(revised & edited)} of {len(edited)}",
        "false": len((revised & expected) - edited),
        "idle s": round(again.seconds, 1),
        "idle requests": asked_again["requests"],
        "faster": round(first.last_row_seconds / again.seconds, 1),
    }


def makers(names: Sequence[str], python: Path | None, progress: Progress) -> list[tuple[str, Callable[[], Contestant]]]:
    """Say how to make each contestant; one that can't take part is left out, and said so."""
    ours: dict[str, Callable[[], Contestant]] = {"airflow": lambda: ThroughAirflow(progress), "stages": WithoutAirflow}
    theirs: dict[str, Callable[[Path], Contestant]] = {"script": Script, "news-please": NewsPlease}
    chosen: list[tuple[str, Callable[[], Contestant]]] = [(name, ours[name]) for name in names if name in ours]
    for name in names:
        if name in theirs and python is not None and is_installed(name, python):
            chosen.append((name, lambda make=theirs[name]: make(python)))  # type: ignore[misc]
        elif name in theirs:
            progress(f"NOT MEASURED: {name}, for --peers-python has not what it needs")
    return chosen


def is_installed(name: str, python: Path) -> bool:
    """Tell whether the other interpreter can run a contestant."""
    if name == "script":
        command = [python, "-c", "import feedparser, requests, trafilatura, psycopg2"]
        return subprocess.run(command, capture_output=True).returncode == 0
    try:
        return package_folder(python).is_dir()
    except subprocess.CalledProcessError:
        return False


def stored_pages(world: str, shared: Path | None) -> list[Path] | None:
    """Return the folders of stored pages, none for a world without them; None, and a word about it, where they are missing."""
    folders = [Path(shared or "missing") / "extraction" / name for name in SETS] if world == "real" else []
    if all(folder.is_dir() for folder in folders):
        return folders
    sys.stderr.write("throughput: --world real needs stored pages: name their folder by --pages or NEWSDESK_SHARED\n")
    return None


def main() -> int:
    """Run the benchmark; return 2 where the stored pages are missing."""
    parser = argparse.ArgumentParser(prog="throughput", description="Measure Newsdesk beside other ways.")
    parser.add_argument("--articles", type=int, default=5000, metavar="N", help="of the world (default %(default)s)")
    parser.add_argument("--world", choices=("small", "real"), default="small")
    parser.add_argument("--contestants", nargs="+", choices=NAMES, default=NAMES)
    parser.add_argument("--peers-python", type=Path, help="interpreter that has the packages of script and news-please")
    parser.add_argument(
        "--pages", type=Path, default=os.environ.get("NEWSDESK_SHARED"), help="parent of `extraction`, stored pages"
    )
    parser.add_argument("--limit", type=float, default=900, metavar="SECONDS", help="of one round (default %(default)s)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of the table")
    options = parser.parse_args()
    folders = stored_pages(options.world, options.pages)
    if folders is None:
        return 2
    progress = progress_to(sys.stderr)
    lines = []
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    with interruptible(), RunningOrigin(options.world, options.articles, folders) as origin:
        count, size = sum(map(len, origin.urls)), origin.page_bytes
        progress(f"{options.world} world: {count} articles of {size / 1000:.0f} KB on {len(origin.bases)} sites")
        for name, make in makers(options.contestants, options.peers_python, progress):
            sites = min(PEER_SITES, len(origin.bases)) if name == "news-please" else len(origin.bases)
            lines.append(measure(make(), origin, sites, options.limit, progress))
            progress(json.dumps(lines[-1]))
    print(json.dumps(lines, indent=1) if options.json else draw_table(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
