"""Prove from an origin's own log that worker processes which poll and fetch pages at once are polite together.

    python -m tests.bench.politeness [--feeds 120] [--hosts 24] [--workers 4] [--seconds 30]

All workers poll all due feeds and fetch the pages of what is new, again and again, so that they want the same hosts; the
delay is scaled down to 0.2 s. The origin has a host whose robots.txt fails, one with a Crawl-delay, one that answers 429, one
that redirects to another, one that refuses its pages (403), and feeds and pages that robots.txt forbids.
Exit status 1 when anything is not as promised. Does not leave anything behind.
"""

import argparse
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path

from include.newsdesk.cli.tables import draw_table
from include.newsdesk.local.credentials import keep_credentials
from include.newsdesk.local.databases import prepare_databases
from include.newsdesk.local.postgres import EmbeddedPostgres
from include.newsdesk.stages import batches, fetch, poll
from include.newsdesk.stages.catalogue import sync_feeds
from tests.bench.feed_origin import CRAWL_DELAY, PAGES, RETRY_AFTER, SLOW, Asked, FeedOrigin, host_address

ROOT = Path(__file__).parents[2]
DELAY = 0.2
BURST, BURST_PAUSE = 3, 900.0  # After so many refusals in a row a host is left alone for so many seconds.
SETTINGS = {
    "NEWSDESK_ALLOW_NETWORKS": "127.0.0.0/8",
    "NEWSDESK_ALLOW_ANY_PORT": "true",
    "NEWSDESK_HOST_DELAY_SECONDS": str(DELAY),
    "NEWSDESK_POLL_FLOOR_SECONDS": "1",
    "NEWSDESK_POLL_CEILING_SECONDS": "1",
}
IDLE_SECONDS = 0.1  # A worker that found nothing due looks again after so long.


@dataclass(frozen=True)
class Verdict:
    """Breaches of politeness, by kind; all of them have to be 0."""

    before_robots: int
    disallowed: int
    short_gaps: int
    more_than_one_request: int
    more_than_one_connection: int
    within_retry_after: int
    within_pause_after_403: int


@dataclass(frozen=True)
class Traffic:
    """What the verdict rests on: a log that shows little proves little."""

    requests: int
    pages: int
    hosts: int
    hosts_shared_by_workers: int
    answers_304: int
    answers_403: int
    answers_429: int
    redirects: int
    least_gap: float


def judge(log: Sequence[Asked]) -> Verdict:
    """Count the breaches in an origin's log."""
    hosts = by_host(log)
    return Verdict(
        before_robots=sum(len(unannounced(asked)) for asked in hosts.values()),
        disallowed=sum(one.path.startswith("/private/") for one in log),
        short_gaps=sum(gap < limit_of(host) for host, asked in hosts.items() for gap in gaps(asked)),
        more_than_one_request=sum(one.busy > 0 for one in log),
        more_than_one_connection=sum(one.open > 0 for one in log),
        within_retry_after=sum(len(impatient(asked)) for asked in hosts.values()),
        within_pause_after_403=sum(len(unwelcome(asked)) for asked in hosts.values()),
    )


def describe(log: Sequence[Asked]) -> Traffic:
    """Say how much the log shows."""
    hosts = by_host(log)
    return Traffic(
        requests=len(log),
        pages=sum(one.path.startswith(PAGES) and one.status == 200 for one in log),
        hosts=len(hosts),
        hosts_shared_by_workers=sum(len({one.agent for one in asked}) > 1 for asked in hosts.values()),
        answers_304=sum(one.status == 304 for one in log),
        answers_403=sum(one.status == 403 for one in log),
        answers_429=sum(one.status == 429 for one in log),
        redirects=sum(one.status == 302 for one in log),
        least_gap=round(min(gap for asked in hosts.values() for gap in gaps(asked)), 3),
    )


def by_host(log: Sequence[Asked]) -> dict[str, list[Asked]]:
    """Sort requests by host."""
    hosts: dict[str, list[Asked]] = defaultdict(list)
    for one in log:
        hosts[one.host].append(one)
    return hosts


def unannounced(asked: Sequence[Asked]) -> list[Asked]:
    """Name the requests to a host that came before its robots.txt was there; a robots.txt that fails never is."""
    read_at = next((one.until for one in asked if one.path == "/robots.txt" and one.status == 200), float("inf"))
    return [one for one in asked if one.path != "/robots.txt" and one.at < read_at]


def gaps(asked: Sequence[Asked]) -> list[float]:
    """Measure the seconds between the starts of one request and the next to a host."""
    return [later.at - sooner.at for sooner, later in pairwise(asked)]


def limit_of(host: str) -> float:
    """Give the least time between two starts on a host."""
    return CRAWL_DELAY if host == host_address(SLOW) else DELAY


def impatient(asked: Sequence[Asked]) -> list[Asked]:
    """Name the requests to a host that came while it had asked for a pause."""
    pauses = [(one.until, one.until + RETRY_AFTER) for one in asked if one.status == 429]
    return [one for one in asked if any(since < one.at < until for since, until in pauses)]


def unwelcome(asked: Sequence[Asked]) -> list[Asked]:
    """Name the requests to a host that came in the pause after refusals in a row."""
    refused, rests_until, breaches = 0, 0.0, []
    for one in asked:
        if one.at < rests_until:
            breaches.append(one)
        if one.path != "/robots.txt":
            refused = refused + 1 if one.status == 403 else 0 if one.status < 400 else refused
            rests_until = one.until + BURST_PAUSE if refused >= BURST else rests_until
    return breaches


def run_workers(database_url: str, workers: int, seconds: float) -> None:
    """Let workers poll at once for some seconds. Raises when one of them fails.

    Each has a name in its User-Agent, and an empty folder of its own as home, for temporary files and to work in, so that they
    share nothing but the database.
    """
    command = [sys.executable, "-m", "tests.bench.politeness", "--work", str(seconds)]
    running = []
    with tempfile.TemporaryDirectory(prefix="newsdesk-workers-") as folders:
        for number in range(workers):
            own = Path(folders) / f"worker{number}"
            own.mkdir()
            environment = os.environ | SETTINGS | {
                "NEWSDESK_DATABASE_URL": database_url, "NEWSDESK_CONTACT": f"worker{number}@newsdesk.example",
                "HOME": str(own), "TMPDIR": str(own), "PYTHONPATH": str(ROOT),
            }  # fmt: skip
            running.append(subprocess.Popen(command, env=environment, cwd=own))
        statuses = [process.wait() for process in running]
    if any(statuses):
        raise SystemExit(f"politeness: workers ended with {statuses}")


def work(seconds: float) -> None:
    """Poll what is due and fetch the pages of new entries, again and again; runs in each worker."""
    logging.basicConfig(level=logging.ERROR)
    give_up_at = time.monotonic() + seconds
    while time.monotonic() < give_up_at:
        batch_ids = batches.batch_entries()
        for batch_id in batch_ids:
            fetch.fetch(batch_id)
        if not any(poll.poll({"shard": 0, "shards": 1}).values()) and not batch_ids:
            time.sleep(IDLE_SECONDS)


def measure(feeds: int, hosts: int, workers: int, seconds: float) -> list[Asked]:
    """Run origin, database and workers, and return the origin's log."""
    home = Path(tempfile.mkdtemp(prefix="newsdesk-bench-"))
    postgres = EmbeddedPostgres(home / "postgres")
    try:
        postgres.start()
        loader_url = prepare_databases(postgres, None, keep_credentials(home / "credentials.json")).loader
        with FeedOrigin(feeds, hosts, is_wilful=True) as origin:
            catalogue = home / "feeds.yaml"
            catalogue.write_text(origin.catalogue(), encoding="utf-8")
            sync_feeds(loader_url, catalogue)
            run_workers(loader_url, workers, seconds)
            return origin.asked()
    finally:
        postgres.remove()
        shutil.rmtree(home, ignore_errors=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and report; returns 1 for a breach."""
    parser = argparse.ArgumentParser(prog="politeness", description="Count breaches of politeness in an origin's log.")
    parser.add_argument("--feeds", type=int, default=120)
    parser.add_argument("--hosts", type=int, default=24)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--work", type=float, metavar="SECONDS", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.work is not None:
        work(options.work)
        return 0
    log = measure(options.feeds, options.hosts, options.workers, options.seconds)
    verdict = judge(log)
    print(draw_table([{"seen": name.replace("_", " "), "count": count} for name, count in asdict(describe(log)).items()]))
    print(draw_table([{"breach": name.replace("_", " "), "count": count} for name, count in asdict(verdict).items()]))
    return int(any(asdict(verdict).values()))


if __name__ == "__main__":
    sys.exit(main())
