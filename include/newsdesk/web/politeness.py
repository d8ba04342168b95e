"""Whose turn it is to ask a host, and when: kept in Postgres, so that all workers together behave as one.

A worker leases a host for a run (`ops.hosts`) and keeps the spacing itself meanwhile, so that a request costs no statement.
A lease is renewed every `BEAT_SECONDS`; one that ran out is free `LEASE_SECONDS` after the last renewal, when no request under
it can still be on its way. Does not send requests.
"""

import contextlib
import logging
import secrets
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from include.newsdesk.web.pauses import Denials, after_answer
from include.newsdesk.web.refusals import postponed, refusal
from include.newsdesk.web.robots import RobotsRecord

logger = logging.getLogger(__name__)

LEASE_SECONDS = 60.0
BEAT_SECONDS = 10.0
TURN_SECONDS = 60.0

Execute = Callable[[str, Mapping[str, object]], list[dict[str, Any]]]


@dataclass(frozen=True)
class Absence:
    """Why a host can't be asked now: it rests, or another worker holds it. At most so many seconds from now."""

    seconds: float
    is_resting: bool


@dataclass
class _Held:
    """One leased host; times are those of the local clock."""

    next_at: float
    delay: float
    denials: Denials
    slow_until: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)


class HostLeases:
    """The hosts that this worker may ask now. Safe for threads; gives everything back at the end of its block.

    `execute` runs a named statement of the warehouse and commits it. `robots` holds what is known of the hosts' robots.txt.
    """

    def __init__(
        self,
        execute: Execute,
        *,
        delay_seconds: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Hold nothing yet. `delay_seconds` is the least time between two starts on one host."""
        self.robots: dict[str, RobotsRecord] = {}
        self._execute = execute
        self._delay = delay_seconds
        self._clock = clock
        self._sleep = sleep
        self._token = secrets.randbits(62)
        self._held: dict[str, _Held] = {}
        self._renewed_at = clock()
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self.give_back()

    def take(self, hosts: Iterable[str]) -> dict[str, Absence]:
        """Lease hosts, and name those that can't be had."""
        with self._lock:
            wanted = sorted(set(hosts) - self._held.keys())
            if not wanted:
                return {}
            asked_at = self._clock()
            rows = self._execute(
                "lease_hosts",
                {
                    "hosts": wanted,
                    "token": self._token,
                    "lease_seconds": LEASE_SECONDS,
                    "delay_seconds": self._delay,
                },
            )
            for row in rows:
                self._hold(row, asked_at)
            missing = [host for host in wanted if host not in self._held]
            busy = self._execute("select_busy_hosts", {"hosts": missing}) if missing else []
        return {row["host"]: Absence(row["seconds"], row["is_slow"]) for row in busy}

    @contextlib.contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Keep every other request of this worker away from a host during a block; leases the host if need be.

        Raises `host.busy`, or `host.slow` when the host rests.
        """
        held = None
        while held is None or self._held.get(host) is not held:  # It may have been given back while we waited for our turn.
            if held is not None:
                held.lock.release()
            absence = self.take([host]).get(host, Absence(TURN_SECONDS, is_resting=False))
            held = self._held.get(host)
            if held is None or not held.lock.acquire(timeout=TURN_SECONDS):
                raise postponed("host.slow" if absence.is_resting else "host.busy", host, absence.seconds)
        try:
            yield
        finally:
            self.answered(host)
            held.lock.release()

    def answered(self, host: str) -> None:
        """Note that an exchange with a host has ended: the delay counts from here.

        A request starts some time after its turn was given, by connecting. Counted from the end, starts are never closer
        than the delay, whatever that time was.
        """
        held = self._held.get(host)
        if held is not None:
            held.next_at = max(held.next_at, self._clock() + held.delay)

    def wait(self, host: str) -> None:
        """Wait until a request to a host may start, and count it as started.

        Only within the host's turn. Raises `host.slow` when the host asked for a pause, `host.busy` when the lease is lost.
        """
        while True:
            self._renew()
            held = self._held.get(host)
            if held is None:
                raise refusal("host.busy", host, "the lease ran out and another worker took it")
            now = self._clock()
            if held.slow_until > now:
                raise postponed("host.slow", host, held.slow_until - now)
            if held.next_at <= now:
                held.next_at = now + held.delay
                return
            self._sleep(min(held.next_at - now, BEAT_SECONDS))

    def ready_in(self, host: str) -> float:
        """Tell in how many seconds a request to a host could start; 0 for a host that is not held."""
        held = self._held.get(host)
        return 0.0 if held is None else max(held.next_at - self._clock(), 0.0)

    def spacing(self, host: str) -> float:
        """Give the least seconds between two requests to a host, as far as it is known."""
        held = self._held.get(host)
        return self._delay if held is None else held.delay

    def note_answer(self, host: str, status: int, retry_after_seconds: float | None) -> None:
        """Let a host rest if its answer to anything but robots.txt asks for it; what is kept of it counts for all workers."""
        held = self._held.get(host)
        if held is None:
            return
        now = self._clock()
        before = held.denials
        held.denials, pause = after_answer(before, status, retry_after_seconds, now)
        if held.denials != before:
            seconds = held.denials.until - now if held.denials.count else 0.0
            self._execute("note_denials", {"host": host, "denials": held.denials.count, "seconds": seconds})
        if pause is not None:
            self.slow(host, pause)

    def slow(self, host: str, seconds: float) -> None:
        """Let a host rest, for all workers."""
        self._execute("slow_host", {"host": host, "seconds": seconds})
        held = self._held.get(host)
        if held is not None:
            held.slow_until = max(held.slow_until, self._clock() + seconds)
        logger.info("host slowed host=%s seconds=%d", host, seconds)

    def keep_robots(self, host: str, record: RobotsRecord, crawl_delay: float | None) -> None:
        """Store a robots.txt for all workers, and use its delay from now on."""
        self._execute(
            "upsert_host_robots",
            {
                "host": host,
                "status": record.status,
                "body": record.body,
                "fetched_at": record.fetched_at,
                "crawl_delay_seconds": crawl_delay,
            },
        )
        held = self._held.get(host)
        if held is not None:
            delay = max(self._delay, crawl_delay or 0.0)
            held.next_at += delay - held.delay
            held.delay = delay

    def give_back(self) -> None:
        """Return all leases, each with the time that its next request must still wait."""
        with self._lock:
            held, self._held = self._held, {}
            self._release(held)

    def give_back_idle(self, hosts: Iterable[str], before: Callable[[Collection[str]], None]) -> None:
        """Return the leases of hosts in whose turn nobody is, after `before` has closed the connections to them."""
        with self._lock:
            idle = {host: held for host in hosts if (held := self._held.get(host)) and held.lock.acquire(blocking=False)}
            try:
                before(idle.keys())
                for host in idle:
                    del self._held[host]
                self._release(idle)
            finally:
                for held in idle.values():
                    held.lock.release()

    def _release(self, hosts: Mapping[str, _Held]) -> None:
        if hosts:
            now = self._clock()
            waits = [max(one.next_at - now, 0.0) for one in hosts.values()]
            self._execute("release_hosts", {"hosts": list(hosts), "waits": waits, "token": self._token})

    def _hold(self, row: Mapping[str, Any], asked_at: float) -> None:
        host = row["host"]
        delay = max(self._delay, row["crawl_delay_seconds"] or 0.0)
        now = self._clock()
        denials = Denials(row["denials"], now + row["denials_seconds"]) if row["denials"] else Denials()
        self._held[host] = _Held(next_at=now + row["wait_seconds"], delay=delay, denials=denials)
        self._renewed_at = min(self._renewed_at, asked_at) if len(self._held) > 1 else asked_at
        if row["robots_fetched_at"] is not None:
            self.robots[host] = RobotsRecord(row["robots_status"], bytes(row["robots_body"]), row["robots_fetched_at"])

    def _renew(self) -> None:
        if self._clock() - self._renewed_at < BEAT_SECONDS:
            return
        with self._lock:
            asked_at = self._clock()
            if asked_at - self._renewed_at < BEAT_SECONDS or not self._held:
                return
            rows = self._execute(
                "renew_hosts",
                {"hosts": list(self._held), "token": self._token, "lease_seconds": LEASE_SECONDS},
            )
            self._renewed_at = asked_at
            for host in self._held.keys() - {row["host"] for row in rows}:
                logger.warning("host lease lost host=%s", host)
                del self._held[host]
