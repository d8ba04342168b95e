"""The demonstration: the sample newsroom publishes, the DAGs bring it in, and every entry is accounted for.

    newsroom opens  ►  stack starts  ►  first wave arrives  ►  newsroom corrects itself  ►  revisions arrive  ►  stop

Everything between a feed's due time and the row in the warehouse is done by the scheduled and event-driven DAGs.
Does not call a stage, and does not print.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import ProxyHandler, Request, build_opener

from include.newsdesk.errors import TransientError
from include.newsdesk.local.arrivals import Arrivals, compare, mark_corrected
from include.newsdesk.local.processes import end_groups, start_process
from include.newsdesk.local.reports import EXAMPLES, Answer, ask
from include.newsdesk.local.stack import ROOT, Stack

SETTINGS = {
    "NEWSDESK_ALLOW_NETWORKS": "127.0.0.0/8",
    "NEWSDESK_ALLOW_ANY_PORT": "true",
    "NEWSDESK_HOST_DELAY_SECONDS": "0.05",
    "NEWSDESK_POLL_FLOOR_SECONDS": "5",
    "NEWSDESK_POLL_CEILING_SECONDS": "10",
}
NEWSROOM_SECONDS = 30.0
STALLED_SECONDS = 360.0  # Longer than the five minutes after which the DAGs' clock finds what an event has missed.
NEWSROOM_PORT_TAKEN = 3


class NewsroomFailed(TransientError):
    """The sample newsroom did not open; its log says why."""


class NewsroomMoved(TransientError):
    """Another program took a port of the sample newsroom; only a fresh start helps."""


@dataclass
class Demonstration:
    """What a demonstration showed; `missing` is empty when everything arrived as planned."""

    missing: tuple[str, ...] = ()
    planned: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    entries: list[dict[str, Any]] = field(default_factory=list)
    balance: list[dict[str, Any]] = field(default_factory=list)
    examples: list[Answer] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether everything arrived as planned and the balance is even."""
        return not self.missing and all(row["difference"] == 0 for row in self.balance)


class Newsroom:
    """The sample newsroom as a process of its own, reached at its control address."""

    def __init__(self, stack: Stack) -> None:
        """Take the installation whose state directory it uses."""
        self._stack = stack
        self._directory = stack.home / "newsroom"
        self._leader: int | None = None
        self.control_url = ""

    def open(self) -> None:
        """Start it and wait until it answers. Raises NewsroomMoved or NewsroomFailed."""
        log = self._stack.logs / "newsroom.log"
        command: list[str | Path] = [
            sys.executable,
            "-m",
            "include.newsdesk.local.newsroom",
            "--directory",
            self._directory,
        ]
        process = start_process(command, log, {**os.environ, "PYTHONPATH": str(ROOT)}, ROOT)
        self._leader = process.pid
        self._stack.ledger.note("newsroom", process.pid)
        deadline = time.monotonic() + NEWSROOM_SECONDS
        while time.monotonic() < deadline and process.poll() is None:
            memory = self.memory()
            if memory.get("pid") == process.pid:
                self.control_url = memory["control_url"]
                return
            time.sleep(0.05)
        if process.poll() == NEWSROOM_PORT_TAKEN:
            raise NewsroomMoved(str(self._directory))
        raise NewsroomFailed(str(log))

    def memory(self) -> dict[str, Any]:
        """Read what it keeps on disk; empty before its first start."""
        path = self._directory / "newsroom.json"
        memory: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        return memory

    def expected(self) -> list[dict[str, Any]]:
        """Ask for the truth about every published entry, corrected ones marked."""
        expected: list[dict[str, Any]] = json.loads(self._ask("/expected"))
        corrected_at = self.memory().get("corrected_at")
        return mark_corrected(expected, datetime.fromisoformat(corrected_at)) if corrected_at else expected

    def write_catalogue(self, path: Path) -> None:
        """Write its feeds as a catalogue file."""
        path.write_bytes(self._ask("/feeds.yaml"))

    def publish_corrections(self) -> None:
        """Let it correct two articles and publish new ones; a second call changes nothing."""
        self._ask("/corrections", method="POST")

    def close(self) -> None:
        """End its process."""
        if self._leader is not None:
            end_groups([self._leader])
            self._leader = None

    def _ask(self, path: str, method: str = "GET") -> bytes:
        try:
            request = Request(self.control_url + path, method=method)
            with build_opener(ProxyHandler({})).open(request, timeout=30) as answer:
                body: bytes = answer.read()
        except (URLError, OSError) as error:
            raise NewsroomFailed(path, str(error)) from error
        return body


def run_demo(home: Path, progress: Callable[[str], None]) -> Demonstration:
    """Run the demonstration in a state directory, going on from where a killed one stopped.

    A finished one is replaced. Leaves no process behind, whatever happens. Raises AlreadyRunning.
    """
    stack = Stack(home, progress)
    finished = home / "finished"
    stack.claim()
    if finished.exists():
        stack.remove()
        stack.claim()
    try:
        newsroom = _open_newsroom(stack, progress)
        try:
            return _run(stack, newsroom, progress, finished)
        finally:
            newsroom.close()
    finally:
        stack.stop()


def _open_newsroom(stack: Stack, progress: Callable[[str], None]) -> Newsroom:
    newsroom = Newsroom(stack)
    try:
        newsroom.open()
    except NewsroomMoved:
        progress("a port of the sample newsroom was taken meanwhile: starting afresh")
        stack.remove()
        stack.claim()
        newsroom.open()
    return newsroom


def _run(stack: Stack, newsroom: Newsroom, progress: Callable[[str], None], finished: Path) -> Demonstration:
    began = time.monotonic()
    catalogue = stack.home / "feeds.yaml"
    newsroom.write_catalogue(catalogue)
    stack.start(catalogue, SETTINGS)
    progress(f"watch it at {stack.address().ui} (admin / {stack.address().admin_password})")
    seconds = {"start": time.monotonic() - began}
    arrivals = None
    if not newsroom.memory().get("corrected_at"):
        arrivals, seconds["first_wave"] = _wait(stack, newsroom, "first wave", progress)
    if arrivals is None or not arrivals.missing:
        newsroom.publish_corrections()
        arrivals, seconds["corrections"] = _wait(stack, newsroom, "corrections", progress)
    owner, analyst = stack.address().owner_url, stack.address().analyst_url
    entries, balance = ask(owner, "select_arrivals", "select_balance")
    examples = ask(analyst, *EXAMPLES)
    finished.touch()
    seconds["total"] = time.monotonic() - began
    return Demonstration(arrivals.missing, arrivals.planned, seconds, entries.rows, balance.rows, examples)


def _wait(stack: Stack, newsroom: Newsroom, wave: str, progress: Callable[[str], None]) -> tuple[Arrivals, float]:
    """Wait until everything published so far has arrived and the marts show it, or nothing has moved for minutes."""
    expected = newsroom.expected()
    began = moved = time.monotonic()
    said = ""
    while True:
        stack.watch()
        entries, marts = ask(stack.address().owner_url, "select_arrivals", "select_pending_marts")
        arrivals = compare(expected, entries.rows)
        pending = marts.rows[0]["pending"]
        states = ", ".join(f"{count} {state}" for state, count in sorted(arrivals.states.items())) or "no entry yet"
        line = f"{wave}: {arrivals.arrived} of {arrivals.planned} as planned ({states}; {pending} not in the marts)"
        if line != said:
            progress(line)
            said, moved = line, time.monotonic()
        stalled = time.monotonic() - moved > STALLED_SECONDS
        if stalled or not (arrivals.missing or pending):
            return arrivals, time.monotonic() - began
        time.sleep(0.5)
