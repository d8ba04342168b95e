"""What one installation remembers about its owner and its processes, so that the next start can clean up after a kill.

Does not start or end anything except leftovers.
"""

import fcntl
import json
import os
from pathlib import Path
from typing import IO, TypedDict

from include.newsdesk.errors import PermanentError
from include.newsdesk.local.processes import end_groups, group_members, is_same, started_at

LEFTOVER_SECONDS = 3.0  # Every task can be repeated, so nothing is worth a long wait.


class AlreadyRunning(PermanentError):
    """This copy runs already; `make stop` ends it."""


class ProcessRecord(TypedDict):
    """One started process; the start time tells it from a later one with the same pid."""

    name: str
    pid: int
    started: float


class OwnerLock:
    """A lock file that one process holds while it lives; the system frees it however that process ends."""

    def __init__(self, path: Path) -> None:
        """Name the file."""
        self._path = path
        self._held: IO[str] | None = None

    def acquire(self) -> None:
        """Become the owner, or raise AlreadyRunning that names the one there is."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        handle = self._path.open("a+", encoding="utf-8")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.close()
            raise AlreadyRunning(str(self._path.parent), f"process {self.owner()}") from None
        handle.truncate(0)
        handle.write(str(os.getpid()))
        handle.flush()
        self._held = handle

    def release(self) -> None:
        """Give the lock up."""
        if self._held is not None:
            self._held.close()
            self._held = None

    def owner(self) -> int | None:
        """Return the pid of the process that holds the lock now, None if nobody does."""
        if not self._path.exists():
            return None
        with self._path.open("r+", encoding="utf-8") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                text = self._path.read_text(encoding="utf-8")
                return int(text) if text.isdigit() else None
        return None


class ProcessLedger:
    """The processes that an owner started, kept in a file that outlives it."""

    def __init__(self, path: Path) -> None:
        """Name the file."""
        self._path = path

    def note(self, name: str, pid: int) -> None:
        """Record a process just started, in place of an earlier one of the same name."""
        start = started_at(pid)
        if start is None:
            return
        others = [record for record in self.records() if record["name"] != name]
        draft = self._path.with_suffix(".new")
        draft.write_text(json.dumps([*others, ProcessRecord(name=name, pid=pid, started=start)]), encoding="utf-8")
        draft.replace(self._path)

    def records(self) -> list[ProcessRecord]:
        """Read what was recorded."""
        if not self._path.exists():
            return []
        records: list[ProcessRecord] = json.loads(self._path.read_text(encoding="utf-8"))
        return records

    def end_leftovers(self) -> list[str]:
        """End recorded processes, and the rest of their sessions, that outlived their owner; return their names."""
        alive = {record["pid"]: record["name"] for record in self.records() if _has_leftovers(record)}
        end_groups(list(alive), LEFTOVER_SECONDS)
        self._path.unlink(missing_ok=True)
        return list(alive.values())


def _has_leftovers(record: ProcessRecord) -> bool:
    if started_at(record["pid"]) is None:
        return bool(group_members(record["pid"]))
    return is_same(record["pid"], record["started"])
