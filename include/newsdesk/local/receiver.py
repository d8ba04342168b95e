"""Run the receiver of pushes beside the embedded Postgres. Does not know what is pushed."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from include.newsdesk.errors import PermanentError
from include.newsdesk.local.airflow import RESTART_WINDOW_SECONDS, RESTARTS
from include.newsdesk.local.ports import LOOPBACK
from include.newsdesk.local.processes import end_groups, start_process


class ReceiverCrashes(PermanentError):
    """The receiver ends again and again; its log says why."""


class Receiver:
    """The receiver's process. Of the caller's environment it gets only what a Python program needs."""

    def __init__(
        self, database_url: str, tokens: str, port: int, root: Path, log: Path, note: Callable[[str, int], None]
    ) -> None:
        """Name the warehouse as the receiver's role; `note` is told name and pid of every process that starts."""
        self.address = f"http://{LOOPBACK}:{port}"
        self.tokens = tokens
        self._command = [sys.executable, "-m", "include.newsdesk.receiver", "--host", LOOPBACK, "--port", str(port)]
        self._environment = {
            **{name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TZ") if name in os.environ},
            "PYTHONPATH": str(root),
            "NEWSDESK_DATABASE_URL": database_url,
            "NEWSDESK_PUSH_TOKENS": tokens,
        }
        self._root = root
        self._log = log
        self._note = note
        self._process: subprocess.Popen[bytes] | None = None
        self._restarts: list[float] = []

    def start(self) -> None:
        """Start it without waiting: what is pushed before it listens is sent again."""
        self._process = start_process(self._command, self._log, self._environment, self._root)
        self._note("receiver", self._process.pid)

    def restart_if_ended(self) -> bool:
        """Start it again if it has ended, and tell whether it had. Raises `ReceiverCrashes` when that happens too often."""
        if self._process is None or self._process.poll() is None:
            return False
        now = time.monotonic()
        self._restarts = [at for at in self._restarts if now - at < RESTART_WINDOW_SECONDS] + [now]
        if len(self._restarts) > RESTARTS:
            raise ReceiverCrashes(str(self._log))
        self.start()
        return True

    def stop(self) -> None:
        """End it; pushes under way are answered first."""
        if self._process is not None:
            end_groups([self._process.pid])
            self._process = None
