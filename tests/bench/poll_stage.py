"""How many feeds the poll stage does in a CPU second, beside a bare HTTP client and another feed reader.

    python -m tests.bench.poll_stage [--feeds 2000] [--hosts 200] [--reader-python PYTHON] [--json]

Three things poll the same local origin twice: first everything is new, then nothing has changed. CPU is that of the
polling process and its children (the parse child), user and system; Postgres and the origin are not counted. Polite
delays are off: with them, every poller would only wait. `reader` (lemon24) runs under a Python that has it. Does not
leave anything behind.
"""

import argparse
import json
import logging
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import psycopg2
import urllib3

from include.newsdesk.cli.tables import draw_table
from include.newsdesk.local.credentials import keep_credentials
from include.newsdesk.local.databases import prepare_databases
from include.newsdesk.local.postgres import EmbeddedPostgres
from include.newsdesk.stages import poll
from include.newsdesk.stages.catalogue import sync_feeds
from tests.bench.feed_origin import ENTRIES, FeedOrigin

TARGETS = {"changed": 100, "unchanged": 1000}
THREADS = 16
SETTINGS = {
    "NEWSDESK_ALLOW_NETWORKS": "127.0.0.0/8",
    "NEWSDESK_ALLOW_ANY_PORT": "true",
    "NEWSDESK_HOST_DELAY_SECONDS": "0",
    "NEWSDESK_FETCH_THREADS": str(THREADS),
}
STORED = """
select (select count(*) from ops.entries), (select count(*) from raw.captures), (select count(*) from ops.polls),
  (select count(*) from ops.feeds where last_success_at is not null and lease_token is null)
"""
READER = """
import json, resource, sys, reader

def cpu():
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))

made = reader.make_reader(sys.argv[1])
for url in json.loads(sys.stdin.readline()):
    made.add_feed(url)
print("ready", flush=True)
while sys.stdin.readline():
    before = cpu()
    made.update_feeds(scheduled=False, workers=16)
    spent = cpu() - before
    print(json.dumps([spent, made.get_entry_counts().total]), flush=True)
"""


@dataclass(frozen=True)
class Measured:
    """One round of one poller, with what the origin saw of it."""

    poller: str
    round: str
    feeds: int
    cpu_seconds: float
    seconds: float
    requests: int
    sent_bytes: int
    share_304: float

    @property
    def per_cpu_second(self) -> float:
        """Feeds in a CPU second."""
        return self.feeds / self.cpu_seconds


def cpu_seconds() -> float:
    """CPU of this process and of the children that it has collected, user and system."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def measured(poller: str, round_: str, feeds: int, origin: FeedOrigin, work: Callable[[], float | None]) -> Measured:
    """Run one round; where the work is another process's, it gives back the CPU that it took itself."""
    origin.asked()
    began, before = time.monotonic(), cpu_seconds()
    own = work()
    spent, seconds = cpu_seconds() - before if own is None else own, time.monotonic() - began
    asked = origin.asked()
    answered = [one for one in asked if one.path != "/robots.txt"]
    share = sum(one.status == 304 for one in answered) / len(answered)
    return Measured(poller, round_, feeds, spent, seconds, len(asked), sum(one.sent for one in asked), share)


def measure_stage(origin: FeedOrigin, feeds: int, home: Path) -> list[Measured]:
    """Let the poll stage poll everything twice, and check that all of it was committed."""
    postgres = EmbeddedPostgres(home / "postgres")
    try:
        postgres.start()
        urls = prepare_databases(postgres, None, keep_credentials(home / "credentials.json"))
        os.environ.update(SETTINGS, NEWSDESK_DATABASE_URL=urls.loader)
        catalogue = home / "feeds.yaml"
        catalogue.write_text(origin.catalogue(), encoding="utf-8")
        sync_feeds(urls.loader, catalogue)
        found = []
        for number, round_ in enumerate(("changed", "unchanged"), start=1):
            poll.plan_shards(force=True)
            found.append(measured("newsdesk", round_, feeds, origin, poll_everything))
            stored = ask(urls.owner, STORED)
            expected = (feeds * ENTRIES, feeds, feeds * number, feeds)
            if stored != expected:
                raise SystemExit(f"poll_stage: entries, captures, polls, feeds are {stored}, not {expected}")
        return found
    finally:
        postgres.remove()


def poll_everything() -> None:
    """Poll all due feeds in this process."""
    poll.poll({"shard": 0, "shards": 1})


def ask(url: str, statement: str) -> tuple[int, ...]:
    """Run a statement that gives one row of numbers."""
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return tuple(cursor.fetchone() or ())
    finally:
        connection.close()


def measure_bare(origin: FeedOrigin, urls: Sequence[str]) -> list[Measured]:
    """Ask for everything twice with urllib3 alone: validators are sent, nothing is read or kept."""
    known: dict[str, dict[str, str]] = {}
    pool = urllib3.PoolManager(num_pools=len(urls), maxsize=THREADS)

    def ask_for(url: str) -> None:
        answer = pool.request("GET", url, headers={"Accept-Encoding": "gzip", **known.get(url, {})})
        pairs = (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified"))
        if answer.status == 200:
            known[url] = {asked: answer.headers[said] for asked, said in pairs if said in answer.headers}

    def ask_for_all() -> None:
        with ThreadPoolExecutor(THREADS) as threads:
            list(threads.map(ask_for, urls))

    found = [measured("urllib3 alone", round_, len(urls), origin, ask_for_all) for round_ in ("changed", "unchanged")]
    pool.clear()
    return found


def measure_reader(origin: FeedOrigin, urls: Sequence[str], python: Path, home: Path) -> list[Measured]:
    """Let `reader` poll everything twice in a process of its own, which says what CPU it took."""
    command = [str(python), "-c", READER, str(home / "reader.sqlite")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:

        def tell(line: str) -> str:
            assert process.stdin and process.stdout
            process.stdin.write(f"{line}\n")
            process.stdin.flush()
            return process.stdout.readline()

        def update() -> float:
            spent, entries = json.loads(tell("update"))
            if entries != len(urls) * ENTRIES:
                raise SystemExit(f"poll_stage: reader has {entries} entries")
            return float(spent)

        tell(json.dumps(urls))
        return [measured("reader", round_, len(urls), origin, update) for round_ in ("changed", "unchanged")]


def has_reader(python: Path | None) -> bool:
    """Tell whether a Python can import `reader`."""
    return python is not None and subprocess.run([python, "-c", "import reader"], capture_output=True).returncode == 0


def report(found: list[Measured]) -> str:
    """Draw the table, with what each poller does compared to the stage."""
    stage = {one.round: one.per_cpu_second for one in found if one.poller == "newsdesk"}
    rows = [
        {
            "poller": one.poller,
            "round": one.round,
            "feeds / CPU s": round(one.per_cpu_second),
            "of newsdesk": round(one.per_cpu_second / stage[one.round], 2),
            "CPU s": round(one.cpu_seconds, 2),
            "seconds": round(one.seconds, 1),
            "requests": one.requests,
            "bytes sent": one.sent_bytes,
            "304": f"{one.share_304:.0%}",
        }
        for one in found
    ]
    return draw_table(rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and report; returns 1 where the stage misses a target."""
    parser = argparse.ArgumentParser(prog="poll_stage", description="Feeds in a CPU second of the poll stage.")
    parser.add_argument("--feeds", type=int, default=2000)
    parser.add_argument("--hosts", type=int, default=200)
    parser.add_argument("--reader-python", type=Path, metavar="PYTHON", help="a Python that has `reader` installed")
    parser.add_argument("--json", action="store_true", help="print figures instead of a table")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, filename=os.devnull)  # The log is written as in production, to nowhere.
    home = Path(tempfile.mkdtemp(prefix="newsdesk-bench-"))
    try:
        with FeedOrigin(options.feeds, options.hosts) as origin:
            found = measure_stage(origin, options.feeds, home)
            found += measure_bare(origin, origin.urls())
            is_read = has_reader(options.reader_python)
            if is_read:
                found += measure_reader(origin, origin.urls(), options.reader_python, home)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    if options.json:
        print(json.dumps([asdict(one) | {"per_cpu_second": one.per_cpu_second} for one in found], indent=2))
    else:
        print(report(found))
        if not is_read:
            print("reader was not run: --reader-python names no Python that has it")
    missed = [one.round for one in found if one.poller == "newsdesk" and one.per_cpu_second < TARGETS[one.round]]
    if missed:
        print(f"below target: {', '.join(missed)}", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
