"""Ask a filled warehouse what analysts ask, as the analyst, and say how long the answers took.

    python -m tests.bench.fill_warehouse FOLDER --articles 1000000
    python -m tests.bench.questions FOLDER --plans plans

Each file of questions/ is run once to warm up and then --repeat times; p95 is to stay under 100 ms. With --plans, the plan of
each goes to a file of that folder. Times are those of a client on the same machine, from sending the question to having all
rows. Does not change anything but what migrations do that came after the filling.
"""

import argparse
import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg2
from psycopg2.extensions import connection as Connection

from include.newsdesk.local.postgres import SETTINGS, EmbeddedPostgres
from include.newsdesk.warehouse.migrations import migrate
from include.newsdesk.warehouse.roles import ensure_roles

QUESTIONS = sorted(Path(__file__).with_name("questions").glob("*.sql"))
LIMIT_MS = 100.0


@dataclass(frozen=True)
class Answer:
    """The rows of a question, and its times in ms: the first one, and those after it."""

    rows: int
    cold: float
    warm: list[float]

    @property
    def p95(self) -> float:
        """The time that 19 of 20 warm runs stay under."""
        return sorted(self.warm)[max(0, -(-len(self.warm) * 95 // 100) - 1)]


def ask(connection: Connection, text: str, repeat: int) -> Answer:
    """Ask once, then `repeat` times."""
    times = []
    with connection, connection.cursor() as cursor:
        for _ in range(repeat + 1):
            began = time.perf_counter()
            cursor.execute(text)
            rows = cursor.fetchall()
            times.append((time.perf_counter() - began) * 1000)
    return Answer(len(rows), times[0], times[1:])


def plan(connection: Connection, text: str) -> str:
    """Return how Postgres answered."""
    with connection, connection.cursor() as cursor:
        cursor.execute("explain (analyze, buffers) " + text)
        return "\n".join(line for (line,) in cursor.fetchall()) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="folder that fill_warehouse filled")
    parser.add_argument("--repeat", type=int, default=20)
    parser.add_argument("--plans", type=Path, help="folder for the plans")
    parser.add_argument("--only", default="", help="only questions whose name holds this")
    parser.add_argument("--shared-buffers", default="2GB", help="as a server for so many articles would have; make run has 128MB")
    options = parser.parse_args()
    SETTINGS["shared_buffers"] = options.shared_buffers
    slow = []
    with EmbeddedPostgres(options.folder) as postgres:
        migrate(postgres.url("postgres"))  # A folder that was filled by earlier code gets the newest indexes.
        ensure_roles(postgres.url("postgres"), "loader", "receiver", "analyst")
        connection = psycopg2.connect(postgres.url("postgres", "newsdesk_analyst", "analyst"))
        print(f"{'question':36} {'rows':>6} {'first ms':>9} {'p50 ms':>8} {'p95 ms':>8}")
        for path in QUESTIONS:
            if options.only not in path.stem:
                continue
            text = path.read_text(encoding="utf-8")
            answer = ask(connection, text, options.repeat)
            p50 = statistics.median(answer.warm)
            print(f"{path.stem:36} {answer.rows:6} {answer.cold:9.1f} {p50:8.1f} {answer.p95:8.1f}", flush=True)
            if answer.p95 >= LIMIT_MS:
                slow.append(path.stem)
            if options.plans:
                options.plans.mkdir(parents=True, exist_ok=True)
                (options.plans / f"{path.stem}.txt").write_text(plan(connection, text), encoding="utf-8")
        connection.close()
    print(f"p95 of {LIMIT_MS:.0f} ms or more: {', '.join(slow) or 'none'}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
