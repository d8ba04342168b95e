"""Many URLs at once: each thread takes the host that is ready first, so that a slow host holds up only its own URLs.

Does not lease hosts in bulk (`HostLeases.take`) and does not read answers.
"""

import heapq
import queue
import threading
import time
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from include.newsdesk.errors import NewsdeskError
from include.newsdesk.web.answers import Answer, Validators
from include.newsdesk.web.limits import Kind
from include.newsdesk.web.polite_client import PoliteClient
from include.newsdesk.web.politeness import HostLeases
from include.newsdesk.web.urls import read_url


@dataclass(frozen=True)
class Wanted:
    """One URL to fetch; `key` is the caller's and comes back with the outcome."""

    key: object
    url: str
    kind: Kind
    validators: Validators | None = None


Outcome = tuple[Wanted, Answer | NewsdeskError]


def fetch_all(client: PoliteClient, leases: HostLeases, wanted: Iterable[Wanted], threads: int) -> Iterator[Outcome]:
    """Fetch every URL, and yield the outcomes as they come; a failure is an outcome.

    Errors that are not Newsdesk's (a lost database, a bug) end the round and are raised.
    """
    round_ = _Round(client, leases, wanted)
    workers = [threading.Thread(target=round_.work, name=f"fetch-{number}", daemon=True) for number in range(threads)]
    for worker in workers:
        worker.start()
    try:
        for _ in range(round_.size):
            outcome = round_.outcomes.get()
            if isinstance(outcome, BaseException):
                raise outcome
            yield outcome
    finally:
        round_.stop()
        for worker in workers:
            worker.join()


class _Round:
    """URLs in one queue per host, and the hosts by the time when they are ready."""

    def __init__(self, client: PoliteClient, leases: HostLeases, wanted: Iterable[Wanted]) -> None:
        self._client = client
        self._leases = leases
        self._waiting: dict[str, deque[Wanted]] = defaultdict(deque)
        self.outcomes: queue.SimpleQueue[Outcome | BaseException] = queue.SimpleQueue()
        self.size = 0
        for one in wanted:
            self._add(one)
        self._ready = [(0.0, host) for host in self._waiting]
        self._asked = 0
        self._changed = threading.Condition()
        self._is_stopped = False

    def stop(self) -> None:
        """Start no more requests."""
        with self._changed:
            self._is_stopped = True
            self._changed.notify_all()

    def work(self) -> None:
        """Fetch from one ready host after the other until nothing is left; runs in several threads."""
        while (host := self._next_host()) is not None:
            one = self._waiting[host].popleft()
            try:
                self.outcomes.put((one, self._client.get(one.url, kind=one.kind, validators=one.validators)))
            except NewsdeskError as error:
                self.outcomes.put((one, error))
            except BaseException as error:
                self.outcomes.put(error)
                self.stop()
            self._return(host)

    def _add(self, one: Wanted) -> None:
        self.size += 1
        try:
            self._waiting[read_url(one.url).authority].append(one)
        except NewsdeskError as error:
            self.outcomes.put((one, error))

    def _next_host(self) -> str | None:
        with self._changed:
            while not self._is_stopped:
                if self._ready:
                    pause = self._ready[0][0] - time.monotonic()
                    if pause <= 0:
                        self._asked += 1
                        return heapq.heappop(self._ready)[1]
                    self._changed.wait(pause)
                elif self._asked:
                    self._changed.wait()
                else:
                    return None
        return None

    def _return(self, host: str) -> None:
        with self._changed:
            self._asked -= 1
            if self._waiting[host]:
                heapq.heappush(self._ready, (time.monotonic() + self._leases.ready_in(host), host))
                self._changed.notify()
            elif not self._ready and not self._asked:
                self._changed.notify_all()
