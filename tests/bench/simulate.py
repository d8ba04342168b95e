"""Simulate polling and fetching for more feeds than a bench has: freshness, queues, and how many workers are needed.

    python -m tests.bench.simulate [--feeds 180000] [--workers 1 2 4] [--hours 24]

Discrete events (SimPy), with the decisions of the code itself: `next_poll`, `plan_batches`, `size_for`, one poll run at a time
of at most 8 shards, at most 8 batches at work, 16 threads a task, one request at a time to a host and a second between two
starts. What is assumed: costs (see the options), feeds a host and entries a feed drawn from long-tailed distributions, no
redirects, no robots.txt. Does not fetch, and does not know the load of Postgres or of Airflow's scheduler beyond seconds a task.
"""

import argparse
import heapq
import random
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from statistics import quantiles

import simpy

from include.newsdesk.cli.tables import draw_table
from include.newsdesk.feeds.schedule import CEILING_SECONDS, FLOOR_SECONDS, Outcome, PollHistory, next_poll
from include.newsdesk.stages.batches import MOST_ENTRIES, plan_batches, size_for
from include.newsdesk.stages.poll import CLAIM, FEEDS_PER_SHARD, MOST_SHARDS
from include.newsdesk.stages.poll import ROUND_SECONDS as POLL_ROUND

WORLDS = {1_000: (400, 20_000), 20_000: (8_000, 150_000), 180_000: (60_000, 500_000)}  # Feeds: hosts, articles a day.
START = datetime(2026, 1, 5, tzinfo=UTC)
DAY, HOUR = 86_400.0, 3_600.0
Entry = tuple[int, float, float]  # Host, published, found.
WINDOW = 20  # Entries that a feed shows.
FETCH_ROUND, ACTIVE_BATCHES, BATCH_SIZE, THREADS = 300.0, 8, 100, 16
HOST_TAIL, RATE_SIGMA, MOST_A_DAY = 0.8, 1.5, 2_000.0
SLOW_SECONDS = 30.0


@dataclass(frozen=True)
class Costs:
    """Seconds: of CPU for a poll, a page and the start of a task; of waiting for an answer and for Airflow's next task."""

    unchanged: float
    changed: float
    page: float
    task: float
    answer: float
    hop: float
    slow_share: float


@dataclass
class Feed:
    """A feed with its rhythm; times are seconds since the start."""

    host: int
    gap: float
    interval: int
    due: float
    published_next: float
    published: list[float] = field(default_factory=list)


@dataclass
class Result:
    """What one run has shown."""

    polls: int = 0
    late: list[float] = field(default_factory=list)
    fresh: list[float] = field(default_factory=list)
    inside: list[float] = field(default_factory=list)
    missed: int = 0
    put_off: int = 0
    most_waiting: int = 0
    left_waiting: int = 0
    cpu: float = 0.0
    requests: dict[int, int] = field(default_factory=lambda: defaultdict(int))


class World:
    """All feeds, hosts and queues, and the processes of Airflow's runs."""

    def __init__(self, feeds: int, workers: int, options: argparse.Namespace) -> None:
        """Draw the feeds; the same seed draws the same ones whatever the workers."""
        self.random = random.Random(options.seed)
        self.costs = Costs(*(getattr(options, name) for name in Costs.__dataclass_fields__))
        self.ceiling, self.claim, self.shards = options.ceiling, options.claim, options.shards
        self.env = simpy.Environment()
        self.slots = simpy.Resource(self.env, workers * options.slots)
        self.cores = simpy.Resource(self.env, workers * options.cores)
        self.active = simpy.Resource(self.env, ACTIVE_BATCHES)
        self.next_start: dict[int, float] = defaultdict(float)
        self.waiting: list[tuple[float, Entry]] = []  # By the time from which they may be fetched.
        self.result = Result()
        self.feeds = self._draw(feeds, *WORLDS[feeds])
        self.due = [(one.due, number) for number, one in enumerate(self.feeds)]
        heapq.heapify(self.due)

    def _draw(self, count: int, hosts: int, articles: int) -> list[Feed]:
        """Each host has a feed; the others fall to hosts by rank. A feed begins in the rhythm that the schedule settles on."""
        draw = self.random
        extra = draw.choices(range(hosts), [1 / rank**HOST_TAIL for rank in range(1, hosts + 1)], k=count - hosts)
        rates = [draw.lognormvariate(0, RATE_SIGMA) for _ in range(count)]
        scale = articles / sum(rates)
        feeds = []
        for host, rate in zip([*range(hosts), *extra], rates, strict=True):
            gap = DAY / min(rate * scale, MOST_A_DAY)
            interval = round(min(max(gap, FLOOR_SECONDS), self.ceiling))
            due = draw.random() * interval
            feeds.append(Feed(host, gap, interval, due, due - interval + draw.expovariate(1 / gap)))
        return feeds

    def run(self, seconds: float) -> Result:
        """Let the time pass; what was published since the polls before the start counts too, so that short runs don't flatter."""
        self.env.process(self._poll_runs())
        self.env.run(until=seconds)
        self.result.left_waiting = len(self.waiting)
        return self.result

    def _ask(self, hosts: list[int], round_seconds: float) -> tuple[list[int], list[tuple[int, float]], float]:
        """Let a task's threads ask hosts, the one that is ready first.

        Gives the places asked, the places put off with their wait, and the seconds until all have answered.
        """
        now = self.env.now
        places: dict[int, deque[int]] = defaultdict(deque)
        for place, host in enumerate(hosts):
            places[host].append(place)
        turns = [(max(now, self.next_start[host]), host) for host in places]
        heapq.heapify(turns)
        threads, asked, put_off = [now] * THREADS, [], []
        while turns:
            ready, host = heapq.heappop(turns)
            if ready - now > round_seconds:
                put_off += [(place, ready - now + later) for later, place in enumerate(places[host])]
                continue
            start = max(ready, threads[0])
            took = self._answer_seconds()
            heapq.heapreplace(threads, start + took)
            self.next_start[host] = start + max(1.0, took)
            self.result.requests[host] += 1
            asked.append(places[host].popleft())
            if places[host]:
                heapq.heappush(turns, (self.next_start[host], host))
        return asked, put_off, max(threads) - now

    def _answer_seconds(self) -> float:
        if self.random.random() < self.costs.slow_share:
            return SLOW_SECONDS
        return self.random.lognormvariate(0, 0.7) * self.costs.answer

    def _work(self, cpu: float, wait: float) -> Iterator[simpy.Event]:
        """Use a core, and wait for the network for at least so long in all."""
        began = self.env.now
        with self.cores.request() as core:
            yield core
            yield self.env.timeout(cpu)
        self.result.cpu += cpu
        if (left := began + wait - self.env.now) > 0:
            yield self.env.timeout(left)

    def _poll_runs(self) -> Iterator[simpy.Event]:
        while True:
            next_at = min(queue[0][0] for queue in (self.due, self.waiting) if queue)
            yield self.env.timeout(max(self.costs.hop, next_at - self.env.now))
            now, due = self.env.now, []
            while self.due and self.due[0][0] <= now:
                due.append(heapq.heappop(self.due)[1])
            shards = min(-(-len(due) // FEEDS_PER_SHARD), self.shards)
            tasks = [
                self.env.process(self._poll([one for one in due if self.feeds[one].host % shards == shard]))
                for shard in range(shards)
            ]
            yield simpy.AllOf(self.env, tasks)
            yield self.env.timeout(self.costs.hop)
            self._start_batches()

    def _poll(self, due: list[int]) -> Iterator[simpy.Event]:
        with self.slots.request() as slot:
            yield slot
            yield from self._work(self.costs.task, self.costs.hop)
            for start in range(0, len(due), self.claim):
                claim = due[start : start + self.claim]
                asked, put_off, wait = self._ask([self.feeds[one].host for one in claim], POLL_ROUND)
                found = [self._found(claim[place]) for place in asked]
                changed = sum(new > 0 for new in found)
                yield from self._work(changed * self.costs.changed + (len(found) - changed) * self.costs.unchanged, wait)
                for place, seconds in put_off:
                    self._line_up(claim[place], self.env.now + seconds)
                self.result.put_off += len(put_off)
                self._keep([claim[place] for place in asked], found)

    def _found(self, number: int) -> int:
        """Count what the feed has published since its last poll."""
        feed, now = self.feeds[number], self.env.now
        while feed.published_next <= now:
            feed.published.append(feed.published_next)
            feed.published_next += self.random.expovariate(1 / feed.gap)
        return len(feed.published)

    def _keep(self, polled: list[int], found: list[int]) -> None:
        now, result = self.env.now, self.result
        for number, new in zip(polled, found, strict=True):
            feed = self.feeds[number]
            result.late.append(now - feed.due)
            result.polls += 1
            result.missed += max(0, new - WINDOW)
            for published in feed.published[-WINDOW:]:
                heapq.heappush(self.waiting, (now, (feed.host, published, now)))
            feed.published.clear()
            outcome = Outcome.CHANGED if new else Outcome.UNCHANGED
            history = PollHistory(outcome, feed.interval, WINDOW, max(0, WINDOW - new), feed.gap)
            moment, jitter = START + timedelta(seconds=now), self.random.random()
            decided = next_poll(history, moment, jitter, ceiling_seconds=self.ceiling)
            feed.interval = decided.interval_seconds
            self._line_up(number, (decided.due_at - START).total_seconds())
        result.most_waiting = max(result.most_waiting, len(self.waiting))

    def _line_up(self, number: int, due: float) -> None:
        self.feeds[number].due = due
        heapq.heappush(self.due, (due, number))

    def _start_batches(self) -> None:
        taken: list[Entry] = []
        while self.waiting and self.waiting[0][0] <= self.env.now and len(taken) < MOST_ENTRIES:
            taken.append(heapq.heappop(self.waiting)[1])
        pairs = [(place, str(host)) for place, (host, _, _) in enumerate(taken)]
        for batch in plan_batches(pairs, size_for(len(taken), BATCH_SIZE)):
            self.env.process(self._ingest([taken[place] for place in batch]))

    def _ingest(self, entries: list[Entry]) -> Iterator[simpy.Event]:
        """Fetch, parse, validate and load: four tasks, one after the other, as if in one slot."""
        with self.active.request() as run:
            yield run
            with self.slots.request() as slot:
                yield slot
                yield from self._work(self.costs.task, self.costs.hop)
                asked, put_off, wait = self._ask([host for host, _, _ in entries], FETCH_ROUND)
                yield self.env.timeout(wait)
                for place, seconds in put_off:
                    heapq.heappush(self.waiting, (self.env.now + seconds, entries[place]))
                self.result.put_off += len(put_off)
                yield from self._work(3 * self.costs.task + len(asked) * self.costs.page, 3 * self.costs.hop)
        for place in asked:
            _, published, found = entries[place]
            self.result.fresh.append(self.env.now - published)
            self.result.inside.append(self.env.now - found)


def at(values: list[float], percent: int) -> float:
    """Give a percentile; 0 for no values."""
    return quantiles(values, n=100)[percent - 1] if len(values) > 1 else 0.0


def row(feeds: int, workers: int, result: Result, seconds: float) -> dict[str, object]:
    """Put a result into the columns of the table."""
    return {
        "feeds": f"{feeds:,}",
        "workers": workers,
        "polls/s": round(result.polls / seconds, 2),
        "articles/day": f"{round(len(result.inside) / seconds * DAY):,}",
        "poll late p50/p95 s": f"{at(result.late, 50):.0f} / {at(result.late, 95):.0f}",
        "published to row p50/p95 min": f"{at(result.fresh, 50) / 60:.0f} / {at(result.fresh, 95) / 60:.0f}",
        "found to row p50/p95 s": f"{at(result.inside, 50):.0f} / {at(result.inside, 95):.0f}",
        "waiting most/end": f"{result.most_waiting:,} / {result.left_waiting:,}",
        "cores busy": round(result.cpu / seconds, 2),
        "busiest host req/s": round(max(result.requests.values(), default=0) / seconds, 2),
        "put off": result.put_off,
        "missed": result.missed,
    }


def main() -> None:
    """Simulate each size with each number of workers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, nargs="+", default=[180_000], choices=WORLDS)
    parser.add_argument("--claim", type=int, default=CLAIM, help="feeds leased at a time")
    parser.add_argument("--shards", type=int, default=MOST_SHARDS, help="tasks of a poll run, at most")
    parser.add_argument("--ceiling", type=int, default=CEILING_SECONDS, help="seconds: a feed is polled at least this often")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--hours", type=float, default=24.0)
    parser.add_argument("--slots", type=int, default=4, help="tasks at a time of one worker")
    parser.add_argument("--cores", type=int, default=2, help="of one worker")
    parser.add_argument("--unchanged", type=float, default=1 / 2_000, help="CPU seconds of a poll without news")
    parser.add_argument("--changed", type=float, default=1 / 110, help="CPU seconds of a poll with news")
    parser.add_argument("--page", type=float, default=0.025, help="CPU seconds to fetch, parse, validate and load a page")
    parser.add_argument("--task", type=float, default=0.2, help="CPU seconds to start a task")
    parser.add_argument("--answer", type=float, default=0.4, help="median seconds until an answer is complete")
    parser.add_argument("--hop", type=float, default=1.0, help="seconds from one task to the next, in Airflow")
    parser.add_argument("--slow-share", type=float, default=0.01, help=f"of requests that take {SLOW_SECONDS:.0f} seconds")
    parser.add_argument("--seed", type=int, default=8)
    options = parser.parse_args()
    rows, seconds = [], options.hours * HOUR
    for feeds in options.feeds:
        for workers in options.workers:
            rows.append(row(feeds, workers, World(feeds, workers, options).run(seconds), seconds))
    print(draw_table(rows))


if __name__ == "__main__":
    main()
