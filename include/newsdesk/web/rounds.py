"""Many URLs at once: each thread takes the host that is ready first, so that a slow host holds up only its own URLs.

Does not lease hosts in bulk (`HostLeases.take`) and does not read answers.
"""

import heapq
import math
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
from include.newsdesk.web.refusals import postponed
from include.newsdesk.web.urls import read_url


@dataclass(frozen=True)
class Wanted:
    """One URL to fetch; `key` is the caller's and comes back with the outcome."""

    key: object
    url: str
    kind: Kind
    validators: Validators | None = None


Outcome = tuple[Wanted, Answer | NewsdeskError]

GROUP_SECONDS = 1.0  # For so long after its first outcome a group waits for more.


def fetch_all(
    client: PoliteClient, leases: HostLeases, wanted: Iterable[Wanted], threads: int, *, most: int = 1, seconds: float = math.inf
) -> Iterator[list[Outcome]]:
    """Fetch every URL, and yield the outcomes in groups of at most `most`, as they come; a failure is an outcome.

    What can't start within `seconds`, because its host's turn comes later, ends as `host.waiting` at once. Errors that are
    not Newsdesk's (a lost database, a bug) end the round and are raised.
    """
    round_ = _Round(client, leases, wanted, time.monotonic() + seconds)
    workers = [threading.Thread(target=round_.work, name=f"fetch-{number}", daemon=True) for number in range(threads)]
    for worker in workers:
        worker.start()
    try:
        left = round_.size
        while left:
            group = round_.next_group(min(most, left))
            left -= len(group)
            yield group
    finally:
        round_.stop()
        for worker in workers:
            worker.join()


class _Round:
    """URLs in one queue per host, and the hosts by the time when they are ready."""

    def __init__(self, client: PoliteClient, leases: HostLeases, wanted: Iterable[Wanted], until: float) -> None:
        self._client = client
        self._leases = leases
        self._until = until
        self._waiting: dict[str, deque[Wanted]] = defaultdict(deque)
        self.outcomes: queue.SimpleQueue[Outcome | BaseException] = queue.SimpleQueue()
        self.size = 0
        for one in wanted:
            self._add(one)
        self._ready: list[tuple[float, str]] = []
        self._asked = 0
        self._changed = threading.Condition()
        self._is_stopped = False
        for host in list(self._waiting):
            self._line_up(host)

    def next_group(self, most: int) -> list[Outcome]:
        """Wait for an outcome, and for others that come soon after it; raises what ended the round."""
        group: list[Outcome] = []
        give_up_at = math.inf
        while len(group) < most:
            try:
                timeout = None if not group else max(give_up_at - time.monotonic(), 0.0)
                outcome = self.outcomes.get(timeout=timeout)
            except queue.Empty:
                break
            if isinstance(outcome, BaseException):
                raise outcome
            if not group:
                give_up_at = time.monotonic() + GROUP_SECONDS
            group.append(outcome)
        return group

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
                    if pause > 0:
                        self._changed.wait(pause)
                        continue
                    host = heapq.heappop(self._ready)[1]
                    if time.monotonic() < self._until:
                        self._asked += 1
                        return host
                    self._put_off(host)
                elif self._asked:
                    self._changed.wait()
                else:
                    return None
        return None

    def _return(self, host: str) -> None:
        with self._changed:
            self._asked -= 1
            if self._waiting[host] and self._line_up(host):
                self._changed.notify()
            elif not self._ready and not self._asked:
                self._changed.notify_all()

    def _line_up(self, host: str) -> bool:
        """Put a host among those that are or will be ready, unless the round ends before that."""
        ready_at = time.monotonic() + self._leases.ready_in(host)
        if ready_at >= self._until:
            self._put_off(host)
            return False
        heapq.heappush(self._ready, (ready_at, host))
        return True

    def _put_off(self, host: str) -> None:
        """End all URLs of a host that are left, each with the time when its turn would come."""
        wait, spacing = self._leases.ready_in(host), self._leases.spacing(host)
        for place, one in enumerate(self._waiting.pop(host)):
            self.outcomes.put((one, postponed("host.waiting", host, wait + place * spacing)))
