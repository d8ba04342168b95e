"""The polite client with this installation's settings, for the stages that fetch.

Does not fetch by itself and knows no feeds: `web/` has the rules.
"""

import math
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from types import TracebackType
from typing import Self

from include.newsdesk import VERSION
from include.newsdesk.errors import NewsdeskError
from include.newsdesk.matching.urls import host_of
from include.newsdesk.settings import Settings
from include.newsdesk.warehouse.connection import connect
from include.newsdesk.warehouse.statements import Row, execute
from include.newsdesk.web.answers import Answer
from include.newsdesk.web.client import GuardedClient
from include.newsdesk.web.limits import BodyLimits, Limits
from include.newsdesk.web.polite_client import PoliteClient
from include.newsdesk.web.politeness import HostLeases
from include.newsdesk.web.refusals import FetchFailed
from include.newsdesk.web.rounds import Outcome, Wanted, fetch_all

POSTPONED = ("host.busy", "host.slow", "host.waiting")
"""Reasons that say nothing about a feed or page: the host's turn has not come."""
POSTPONE_SECONDS = 60.0  # Where it is not known when a host's turn comes, it is tried again after so long.
BUSY_PAUSE = 0.5  # Seconds between two looks at a host that another worker is asking.


class OpenWeb:
    """One task's way to the web. Safe for threads; gives its hosts back at the end of its block."""

    def __init__(self, settings: Settings, busy_seconds: float, round_seconds: float = math.inf) -> None:
        """Open the connection that politeness is kept with.

        A host that others ask is waited for `busy_seconds`; no request starts later than `round_seconds` after its round did.
        """
        self._busy_seconds = busy_seconds
        self._round_seconds = round_seconds
        self._threads = settings.fetch_threads
        self._connection = connect(settings.database_url, "newsdesk politeness")
        self._connection.autocommit = True
        self._lock = threading.Lock()
        limits = web_limits(settings)
        self._client = GuardedClient(limits)
        self._leases = HostLeases(self._execute, delay_seconds=settings.host_delay_seconds)
        self._polite = PoliteClient(self._client, self._leases, limits)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._client.close()  # Before the hosts go to others: they must not meet a connection of ours.
        self._leases.give_back()
        self._connection.close()

    def fetch_all(self, wanted: Iterable[Wanted]) -> Iterator[Outcome]:
        """Fetch every URL in the turn of its host and yield outcomes as they come, each URL once."""
        for group in self.fetch_groups(wanted, most=1):
            yield from group

    def fetch_groups(self, wanted: Iterable[Wanted], most: int) -> Iterator[list[Outcome]]:
        """Fetch every URL as `fetch_all` does; yield what came within a moment together, at most so many outcomes.

        A host that another worker is asking is tried again until `busy_seconds` are over; one that rests is not waited for.
        """
        started = time.monotonic()
        left = list(wanted)
        while left:
            self._leases.take(host_of(one.url) for one in left)
            busy = []
            seconds = self._round_seconds - (time.monotonic() - started)
            to_come = Counter(host_of(one.url) for one in left)
            for group in fetch_all(self._polite, self._leases, left, self._threads, most=most, seconds=seconds):
                to_come.subtract(host_of(one.url) for one, _ in group)
                done = [host for host in {host_of(one.url) for one, _ in group} if not to_come[host]]
                self._leases.give_back_idle(done, self._client.close)  # Other workers need not wait for our slow hosts.
                may_wait = time.monotonic() - started < self._busy_seconds
                busy += [one for one, found in group if may_wait and is_busy(found)]
                if others := [(one, found) for one, found in group if not (may_wait and is_busy(found))]:
                    yield others
            if left := busy:
                time.sleep(BUSY_PAUSE)

    def _execute(self, name: str, params: Mapping[str, object]) -> list[Row]:
        with self._lock:
            return execute(self._connection, name, params)


def is_busy(found: Answer | NewsdeskError) -> bool:
    """Tell whether a URL was not asked because another worker holds its host."""
    return isinstance(found, FetchFailed) and found.reason == "host.busy"


def wait_of(found: NewsdeskError) -> float:
    """Say in how many seconds it is worth asking again for something that was postponed."""
    seconds = found.wait_seconds if isinstance(found, FetchFailed) else None
    return POSTPONE_SECONDS if seconds is None else max(seconds, 1.0)


def web_limits(settings: Settings) -> Limits:
    """Turn settings into the limits of the guarded client."""
    contact = f" (+{settings.contact})" if settings.contact else ""
    networks = tuple(network.strip() for network in settings.allow_networks.split(",") if network.strip())
    bodies = Limits().bodies | {
        "feed": BodyLimits(settings.feed_wire_bytes, settings.feed_decoded_bytes),
        "page": BodyLimits(settings.page_wire_bytes, settings.page_decoded_bytes),
    }
    same = {field.name: getattr(settings, field.name) for field in fields(Limits) if field.name in Settings.model_fields}
    return Limits(**same | {"user_agent": f"Newsdesk/{VERSION}{contact}", "allow_networks": networks, "bodies": bodies})
