"""The client that stages use: guarded, allowed by robots.txt, and never faster than a host wants.

Every hop of a redirect counts as a request to its own host. Does not decide when a feed or page is due.
"""

import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime

from include.newsdesk.web.answers import Answer, Validators
from include.newsdesk.web.client import GuardedClient
from include.newsdesk.web.limits import Kind, Limits
from include.newsdesk.web.pauses import SLOW_SECONDS, SLOW_STATUSES
from include.newsdesk.web.politeness import HostLeases
from include.newsdesk.web.refusals import refusal
from include.newsdesk.web.robots import Robots
from include.newsdesk.web.urls import read_url


class PoliteClient:
    """Fetches in turn with all other workers. Safe for threads."""

    def __init__(
        self,
        client: GuardedClient,
        leases: HostLeases,
        limits: Limits,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Join the parts; the leases should be taken in bulk before, and are taken one by one otherwise."""
        self._client = client
        self._leases = leases
        self._robots = Robots(leases.robots, limits, now)

    def get(
        self,
        url: str,
        *,
        kind: Kind,
        headers: Mapping[str, str] | None = None,
        validators: Validators | None = None,
    ) -> Answer:
        """Fetch a URL when its host's turn comes.

        Raises what `GuardedClient.get` raises, and `robots.disallowed`, `robots.unreachable`, `host.busy` or `host.slow`.
        A 429, a 503 or a burst of 403 lets the whole host rest, for all workers.
        """
        with ExitStack() as turns:
            visit = _Visit(self._client, self._leases, self._robots, turns)
            answer = self._client.get(url, kind=kind, headers=headers, validators=validators, before_request=visit.before_request)
            self._leases.note_answer(read_url(answer.final_url).authority, answer.status, answer.retry_after_seconds)
            return answer


class _Visit:
    """The hosts whose turn one `get` has taken."""

    def __init__(self, client: GuardedClient, leases: HostLeases, robots: Robots, turns: ExitStack) -> None:
        self._client = client
        self._leases = leases
        self._robots = robots
        self._turns = turns
        self._hosts: set[str] = set()

    def before_request(self, url: str) -> float:
        """Wait for the host's turn and for its robots.txt; gives the seconds that it took."""
        started = time.monotonic()
        for visited in self._hosts:  # A redirect: the exchange before this hop has ended.
            self._leases.answered(visited)
        host = self._enter(url)
        if not self._robots.is_known(url):
            record = self._robots.learn(url, self._fetch_robots)
            self._leases.answered(host)
            self._leases.keep_robots(host, record, self._robots.crawl_delay(url))
        reason = self._robots.why_not(url)
        if reason is not None:
            raise refusal(reason, url)
        self._leases.wait(host)
        return time.monotonic() - started

    def _fetch_robots(self, url: str) -> Answer:
        answer = self._client.get(url, kind="robots", before_request=self._before_robots)
        if answer.status in SLOW_STATUSES:  # Any other answer says nothing of whether pages are given out.
            self._leases.slow(read_url(answer.final_url).authority, answer.retry_after_seconds or SLOW_SECONDS)
        return answer

    def _before_robots(self, url: str) -> float:
        started = time.monotonic()
        self._leases.wait(self._enter(url))
        return time.monotonic() - started

    def _enter(self, url: str) -> str:
        host = read_url(url).authority
        if host not in self._hosts:
            self._turns.enter_context(self._leases.turn(host))
            self._hosts.add(host)
        return host
