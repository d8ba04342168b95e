"""Measure how soon an event has its effect, through a whole local installation of its own.

    python -m tests.bench.events [--events 50] [--only due push added] [--json]

`due`: a feed becomes due until the start of its run of poll_feeds, which may lie ahead. `push`: an article is posted to the
receiver until its row can be read. `added`: a feed is added until the first of its articles can be read; feed and pages come from
this process, on loopback. Each event waits until nothing runs any more, and none falls on the tick of the five minutes' clock.
The second table says when the steps began and ended, as medians. Does not leave anything behind.
"""

import argparse
import json
import os
import random
import shutil
import socket
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

import psycopg2

from include.newsdesk.cli.progress import interruptible, progress_to
from include.newsdesk.cli.tables import draw_table
from include.newsdesk.local.credentials import keep_credentials
from include.newsdesk.local.databases import AIRFLOW
from include.newsdesk.local.demo import SETTINGS
from include.newsdesk.local.stack import Stack
from include.newsdesk.stages.feed_admin import NewFeed, add_feeds

RARE = {**SETTINGS, "NEWSDESK_POLL_FLOOR_SECONDS": "7200", "NEWSDESK_POLL_CEILING_SECONDS": "14400"}
"""No feed is polled but when the benchmark wants it."""
AHEAD = timedelta(seconds=1)
"""A run for what becomes due may be woken so much ahead of it, and then waits."""
TARGETS = {"due": (None, 0.7), "push": (3.0, 6.0), "added": (None, None)}
LOOK_SECONDS = 0.02
LIMIT_SECONDS = 60.0
PAGES = 3  # Of a feed.
PHRASES = (
    "the harbour council said on Tuesday that its old ferry would return to the island before winter because a new engine had "
    "arrived from the yard and most of the passengers who spoke at the meeting were glad to hear it while others asked for "
    "cheaper tickets or a later boat after the market closes"
)
BUSY = "select count(*) from dag_run where state in ('queued', 'running')"
STARTED = "select min(start_date) from dag_run where dag_id = 'poll_feeds' and start_date >= %s"
EVENT = "select timestamp, timestamp from asset_event where timestamp >= %s order by 1 limit 1"
MADE = "select queued_at, start_date from dag_run where dag_id = 'poll_feeds' and start_date >= %s order by 2 limit 1"
STEPS = """
select r.dag_id || '.' || t.task_id, min(t.start_date), max(t.end_date)
from (
  select distinct on (dag_id) dag_id, run_id from dag_run
  where dag_id in ('poll_feeds', 'ingest_articles') and start_date >= %s order by dag_id, start_date
) as r
join task_instance as t using (dag_id, run_id)
where t.start_date is not null
group by 1
order by 2
"""


@dataclass(frozen=True)
class Sample:
    """One event: when it happened, the seconds to its effect, and begin and end of each task that it caused."""

    at: datetime
    seconds: float
    steps: dict[str, tuple[float, float]]


def article_text(seed: str) -> list[str]:
    """Write the paragraphs of an article that no other seed has."""
    dice = random.Random(seed)  # noqa: S311 - the same words every time
    return [" ".join(dice.choices(PHRASES.split(), k=14)).capitalize() + "." for _ in range(12)]


class Press(BaseHTTPRequestHandler):
    """A publisher whose every address exists: feeds of a few pages, and the pages."""

    def do_GET(self) -> None:  # noqa: N802 - the name is given
        base, parts = f"http://{self.headers['Host']}", self.path.strip("/").split("/")
        kind, body = "text/html; charset=utf-8", "User-agent: *\nAllow: /\n"
        if parts[0] == "feed":
            items = [
                f"<item><title>{article_text(f'{parts[1]}/{n}')[0][:60]}</title><link>{base}/page/{parts[1]}/{n}</link></item>"
                for n in range(PAGES)
            ]
            kind = "application/rss+xml"
            body = f'<rss version="2.0"><channel><title>Paper {parts[1]}</title>{"".join(items)}</channel></rss>'
        elif parts[0] == "page":
            paragraphs = article_text("/".join(parts[1:]))
            text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
            title = paragraphs[0][:60]
            head = f"<title>{title}</title>"
            body = f'<html lang="en"><head>{head}</head><body><article><h1>{title}</h1>{text}</article></body></html>'
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class Installation:
    """A running installation, what it is asked, and the events that can be made in it."""

    def __init__(self, home: Path, progress: Callable[[str], None]) -> None:
        """Start everything, on free ports."""
        self._stack = Stack(home / "stack", progress)
        self._stack.claim()
        for name in ("ui", "receiver"):
            with socket.create_server(("127.0.0.1", 0)) as probe:
                (home / "stack" / f"{name}-port").write_text(str(probe.getsockname()[1]))
        empty = home / "feeds.yaml"
        empty.write_text("[]\n", encoding="utf-8")
        self._stack.start(empty, RARE)
        self.address = self._stack.address()
        password = keep_credentials(home / "stack" / "credentials.json").airflow_database
        self._news = psycopg2.connect(self.address.owner_url)
        self._airflow = psycopg2.connect(self._stack.postgres.url(AIRFLOW, AIRFLOW, password))
        for connection in (self._news, self._airflow):
            connection.autocommit = True
        self.origin = ThreadingHTTPServer(("127.0.0.1", 0), Press)
        threading.Thread(target=self.origin.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """End and remove everything."""
        self.origin.shutdown()
        for connection in (self._news, self._airflow):
            connection.close()
        self._stack.stop()
        self._stack.remove()

    def news(self, statement: str, *values: object) -> Any:
        """Ask the warehouse for one value."""
        return ask(self._news, statement, values)

    def airflow(self, statement: str, *values: object) -> Any:
        """Ask Airflow's database for one value."""
        return ask(self._airflow, statement, values)

    def span(self, statement: str, at: datetime) -> tuple[float, float]:
        """Ask Airflow's database for two times about a due time, and give the seconds to each."""
        with self._airflow.cursor() as cursor:
            cursor.execute(statement, (at - AHEAD,))
            [(began, ended)] = cursor.fetchall()
            return seconds(at, began), seconds(at, ended)

    def steps(self, at: datetime) -> dict[str, tuple[float, float]]:
        """Say when the tasks that followed an event began and ended, in seconds after it."""
        with self._airflow.cursor() as cursor:
            cursor.execute(STEPS, (at,))
            return {name: (seconds(at, began), seconds(at, ended)) for name, began, ended in cursor if ended}

    def settle(self) -> None:
        """Wait until nothing runs, and past a tick of the clock that is near."""
        wait_until(lambda: self.airflow(BUSY) == 0)
        while time.time() % 300 > 270 or time.time() % 300 < 5 or self.airflow(BUSY):
            self._stack.watch()
            time.sleep(0.5)
        time.sleep(random.random())  # noqa: S311 - not in step with anything

    def due(self, number: int) -> Sample:
        """Let the feed become due."""
        at = datetime.now(UTC) + timedelta(seconds=2)
        name = "Paper due"
        if not self.news("select count(*) from ops.feeds where name = %s", name):
            self._add(name, "due")
            wait_until(lambda: self.news("select count(*) from ops.polls"))
            self.settle()
            at = datetime.now(UTC) + timedelta(seconds=2)
        self.news("update ops.feeds set next_poll_at = %s where name = %s returning 1", at, name)
        wait_until(lambda: self.airflow(STARTED, at - AHEAD))
        noticed, made = (self.span(statement, at) for statement in (EVENT, MADE))
        steps = {"event noted": noticed, "run made and started": made}
        return Sample(at, made[1], steps)

    def push(self, number: int) -> Sample:
        """Post an article to the receiver."""
        url, text = f"https://push.example/{number}", article_text(f"push {number}")
        record = json.dumps({"url": url, "title": text[0][:60], "body": "\n\n".join(text), "language": "en"}).encode()
        token = self.address.push_tokens.split(",")[0].partition("=")[2]
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        at = datetime.now(UTC)
        with build_opener(ProxyHandler({})).open(Request(f"{self.address.receiver}/articles", record, headers)) as answer:
            assert answer.status == 202
        return self._read(at, "url = %s", url)

    def added(self, number: int) -> Sample:
        """Add a feed."""
        at = datetime.now(UTC)
        page = self._add(f"Paper {number}", str(number)).replace("/feed/", "/page/")
        return self._read(at, "url like %s", page.removeprefix("http:").join(("https:", "/%")))

    def _add(self, name: str, path: str) -> str:
        url = f"http://127.0.0.1:{self.origin.server_port}/feed/{path}"
        add_feeds(self.address.loader_url, [NewFeed(name, url, name, "en", "GB")])
        return url

    def _read(self, at: datetime, condition: str, value: str) -> Sample:
        """Wait until an article can be read."""
        wait_until(lambda: self.news(f"select count(*) from news.articles where {condition}", value))
        took = seconds(at, datetime.now(UTC))
        wait_until(lambda: self.airflow(BUSY) == 0)
        return Sample(at, took, self.steps(at))


def ask(connection: Any, statement: str, values: tuple[object, ...]) -> Any:
    """Run a statement and return its one value."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        [(value,)] = cursor.fetchall()
        return value


def seconds(begin: datetime, end: datetime) -> float:
    """Return the seconds between two times."""
    return (end - begin).total_seconds()


def wait_until(holds: Callable[[], object]) -> None:
    """Look until something holds. Raises TimeoutError."""
    limit = time.monotonic() + LIMIT_SECONDS
    while not holds():
        if time.monotonic() > limit:
            raise TimeoutError("nothing came of an event within a minute")
        time.sleep(LOOK_SECONDS)


def summary(kind: str, samples: list[Sample]) -> dict[str, object]:
    """Sum up the events of a kind."""
    took = sorted(sample.seconds for sample in samples)
    p95 = took[-1] if len(took) < 2 else statistics.quantiles(took, n=20, method="inclusive")[-1]
    figures = {"p50 s": statistics.median(took), "p95 s": p95, "least s": took[0], "most s": took[-1]}
    goals = dict(zip(("p50 goal", "p95 goal"), TARGETS[kind], strict=True))
    return {"event": kind, "events": len(took), **{name: round(value, 2) for name, value in figures.items()}, **goals}


def steps_of(kind: str, samples: list[Sample]) -> list[dict[str, object]]:
    """Say when each step began and ended, as the median of all events."""
    names = list(dict.fromkeys(name for sample in samples for name in sample.steps))
    rows = []
    for name in names:
        spans = [sample.steps[name] for sample in samples if name in sample.steps]
        began, ended = (statistics.median(span[i] for span in spans) for i in (0, 1))
        rows.append(
            {"event": kind, "step": name, "from s": round(began, 2), "to s": round(ended, 2), "took s": round(ended - began, 2)}
        )
    return rows


def main() -> int:
    """Run the benchmark and print its tables; return 1 where a goal is missed."""
    parser = argparse.ArgumentParser(prog="events", description="Measure how soon an event has its effect.")
    parser.add_argument("--events", type=int, default=50, metavar="N", help="of each kind (default %(default)s)")
    parser.add_argument("--only", nargs="+", choices=tuple(TARGETS), default=tuple(TARGETS))
    parser.add_argument("--json", action="store_true", help="print JSON instead of the tables")
    options = parser.parse_args()
    progress = progress_to(sys.stderr)
    home = Path(tempfile.mkdtemp(prefix="newsdesk-events-"))
    home.chmod(0o755)
    rows, steps = [], []
    with interruptible():
        installation = Installation(home, progress)
        try:
            for kind in options.only:
                samples = []
                for number in range(options.events + 1):
                    installation.settle()
                    samples.append(getattr(installation, kind)(number))
                    progress(f"{kind} {number}: {samples[-1].seconds:.2f} s")
                rows.append(summary(kind, samples[1:]))  # The first one warms up.
                steps += steps_of(kind, samples[1:])
        finally:
            installation.stop()
            shutil.rmtree(home, ignore_errors=True)
    load = os.getloadavg()[2]
    if options.json:
        print(json.dumps({"load of 15 minutes": load, "events": rows, "steps": steps}, indent=1))
    else:
        print(draw_table(rows), draw_table(steps), f"load of the machine over 15 minutes: {load:.1f}", sep="\n")
    return int(any(row[f"{name} goal"] and row[f"{name} s"] > row[f"{name} goal"] for row in rows for name in ("p50", "p95")))


if __name__ == "__main__":
    sys.exit(main())
