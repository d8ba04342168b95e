"""Measure the receiver: pushes accepted at a given rate, and what a flood of unsigned posts costs.

    python -m tests.bench.pushes [--rate 200] [--seconds 20] [--flood 2000] [--flood-seconds 10] [--ui]

Receiver, Postgres and senders share this machine; the receiver is held to one core. Pushes are articles over connections that
stay open. During the flood nothing may be written to the database. Exit status 1 when a push was lost or the flood wrote.

With `--ui` a whole installation is flooded instead, without pushes, and the Airflow UI is asked for pages one after the other,
for as long before the flood as during it. Exit status 1 when the UI's p95 is a second or more during the flood.
Does not leave anything behind.
"""

import argparse
import asyncio
import itertools
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.request import ProxyHandler, Request, build_opener

import psycopg2

from include.newsdesk.cli.progress import interruptible, progress_to
from include.newsdesk.cli.tables import draw_table
from include.newsdesk.local.credentials import keep_credentials
from include.newsdesk.local.databases import prepare_databases
from include.newsdesk.local.postgres import EmbeddedPostgres
from include.newsdesk.local.stack import Address
from tests.bench.events import Installation
from tests.receiver import TOKEN, Receiver

CONNECTIONS = 32
STATISTICS_SECONDS = 11.0  # An idle session of Postgres tells its statistics ten seconds late.
WRITES = "select sum(n_tup_ins + n_tup_upd + n_tup_del)::int from pg_stat_all_tables where schemaname = 'ops'"
COMMITS = "select xact_commit from pg_stat_database where datname = current_database()"
UI_PAGES = ("/", "/api/v2/dags", "/api/v2/monitor/health", "/newsdesk/", "/newsdesk/feeds")
HEADERS = "Host: x\r\nContent-Type: application/json\r\n"


def article(number: int) -> bytes:
    """Write one push of about 3 KB."""
    record = {"url": f"https://harbour.example/{number}", "title": f"Title {number}", "body": "An invented sentence. " * 130}
    body = json.dumps(record)
    head = f"POST /articles HTTP/1.1\r\n{HEADERS}Authorization: Bearer {TOKEN}\r\nContent-Length: {len(body)}\r\n\r\n"
    return (head + body).encode()


def unsigned(number: int) -> bytes:
    """Write one post that nobody has signed."""
    return f"POST /websub/made-up-token-{number:020d} HTTP/1.1\r\n{HEADERS}Content-Length: 2\r\n\r\n{{}}".encode()


async def send(port: int, requests: Callable[[int], bytes], rate: int, seconds: int) -> tuple[Counter[int], list[float], float]:
    """Send at a steady rate over several connections; gives answers by status, milliseconds each, and the whole time."""
    numbers = itertools.count()
    statuses, took = Counter[int](), list[float]()
    began = time.perf_counter()

    async def one_connection() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while (number := next(numbers)) < rate * seconds:
            await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
            asked = time.perf_counter()
            writer.write(requests(number))
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
            await reader.readexactly(length)
            took.append(1000 * (time.perf_counter() - asked))
            statuses[int(head[9:12])] += 1
        writer.close()

    await asyncio.gather(*(one_connection() for _ in range(CONNECTIONS)))
    return statuses, took, time.perf_counter() - began


def row(name: str, answered: tuple[Counter[int], list[float], float], cpu: float) -> dict[str, object]:
    """Sum up one measurement."""
    statuses, took, seconds = answered
    cuts = statistics.quantiles(took, n=100)
    return {
        "what": name, "a second": round(sum(statuses.values()) / seconds), "answers": dict(statuses),
        "p50 ms": round(cuts[49], 1), "p95 ms": round(cuts[94], 1), "core used": f"{100 * cpu / seconds:.0f} %",
    }  # fmt: skip


def table_row(name: str, took: list[float]) -> dict[str, object]:
    """Sum up the milliseconds of a page."""
    return {"what": name, "answers": len(took), "p50 ms": round(statistics.median(took)), "p95 ms": round(p95(took))}


def p95(took: list[float]) -> float:
    """Return the milliseconds that one in twenty took longer than."""
    return statistics.quantiles(took, n=20, method="inclusive")[-1]


class Visitor:
    """A person in front of the Airflow UI, who asks for its pages in turn during the block."""

    def __init__(self, address: Address) -> None:
        """Log in."""
        login = json.dumps({"username": "admin", "password": address.admin_password}).encode()
        asked = Request(f"{address.ui}/auth/token", login, {"Content-Type": "application/json"})
        with build_opener(ProxyHandler({})).open(asked) as answer:
            token = json.load(answer)["access_token"]
        self._ui, self._headers = address.ui, {"Authorization": f"Bearer {token}", "Cookie": f"_token={token}"}
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._visit)
        self.took: dict[str, list[float]] = {page: [] for page in UI_PAGES}

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._is_over.set()
        self._thread.join()

    def _visit(self) -> None:
        for page in itertools.cycle(UI_PAGES):
            if self._is_over.is_set():
                return
            began = time.perf_counter()
            with build_opener(ProxyHandler({})).open(Request(self._ui + page, headers=self._headers), timeout=60) as answer:
                answer.read()
            self.took[page].append(1000 * (time.perf_counter() - began))


def flood_installation(options: argparse.Namespace) -> int:
    """Ask for pages of the UI without and with a flood of the receiver."""
    home = Path(tempfile.mkdtemp(prefix="newsdesk-flood-"))
    home.chmod(0o755)
    with interruptible():
        installation = Installation(home, progress_to(sys.stderr))
        try:
            installation.settle()
            with Visitor(installation.address) as quiet:
                time.sleep(options.flood_seconds)
            port = int(installation.address.receiver.rpartition(":")[2])
            with Visitor(installation.address) as flooded:
                statuses, took, seconds = asyncio.run(send(port, unsigned, options.flood, options.flood_seconds))
        finally:
            installation.stop()
            shutil.rmtree(home, ignore_errors=True)
    print(f"unsigned posts: {sum(statuses.values()) / seconds:.0f} a second, answers {dict(statuses)}, p95 {p95(took):.0f} ms")
    visits = (("quiet", quiet), ("flooded", flooded))
    print(draw_table([table_row(f"{name} {page}", one.took[page]) for name, one in visits for page in UI_PAGES]))
    return int(p95([each for page in UI_PAGES for each in flooded.took[page]]) >= 1000)


def cpu_seconds(pid: int) -> float:
    """Read how much CPU time a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> int:
    """Run both measurements and print them."""
    parser = argparse.ArgumentParser(description="Measure the receiver of pushes.")
    for name, default in (("--rate", 200), ("--seconds", 20), ("--flood", 2000), ("--flood-seconds", 10)):
        parser.add_argument(name, type=int, default=default)
    parser.add_argument("--ui", action="store_true", help="flood a whole installation and time its UI meanwhile")
    options = parser.parse_args()
    if options.ui:
        return flood_installation(options)
    home = Path(tempfile.mkdtemp(prefix="newsdesk-pushes-"))
    home.chmod(0o755)
    postgres = EmbeddedPostgres(home / "postgres")
    postgres.start()
    try:
        databases = prepare_databases(postgres, None, keep_credentials(home / "credentials.json"))
        with Receiver(databases.receiver) as receiver:
            subprocess.run(["taskset", "-cp", "0", str(receiver.process.pid)], check=True, capture_output=True)
            return measure(receiver, databases.owner, options)
    finally:
        postgres.remove()
        shutil.rmtree(home, ignore_errors=True)


def measure(receiver: Receiver, owner_url: str, options: argparse.Namespace) -> int:
    """Push, count what is there, flood, and count what was written."""
    connection = psycopg2.connect(owner_url)
    connection.autocommit = True

    def ask(query: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(query)
            [(count,)] = cursor.fetchall()
            return int(count or 0)

    pid = receiver.process.pid
    used = cpu_seconds(pid)
    pushed = asyncio.run(send(receiver.port, article, options.rate, options.seconds))
    rows = [row("pushes", pushed, cpu_seconds(pid) - used)]
    lost = pushed[0][202] - ask("select count(*) from ops.inbox")
    time.sleep(STATISTICS_SECONDS)
    before, commits, used = ask(WRITES), ask(COMMITS), cpu_seconds(pid)
    flooded = asyncio.run(send(receiver.port, unsigned, options.flood, options.flood_seconds))
    rows.append(row("unsigned", flooded, cpu_seconds(pid) - used))
    time.sleep(STATISTICS_SECONDS)
    written, transactions = ask(WRITES) - before, ask(COMMITS) - commits
    print(draw_table(rows))
    print(f"pushes lost: {lost}; rows written by the flood: {written}; transactions meanwhile, ours included: {transactions}")
    return 1 if lost or written else 0


if __name__ == "__main__":
    sys.exit(main())
