"""Start, find and end the processes of the embedded runtime by pid and start time. Does not know what they do."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

import psutil

LOG_LIMIT_BYTES = 10_000_000
TERM_WAIT_SECONDS = 15.0
KILL_WAIT_SECONDS = 5.0


def open_log(path: Path) -> IO[bytes]:
    """Open a log for appending; one that grew past the limit becomes `<name>.1` first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LOG_LIMIT_BYTES:
        path.replace(path.with_name(path.name + ".1"))
    return path.open("ab")


def start_process(
    command: Sequence[str | Path], log: Path, environment: Mapping[str, str], directory: Path
) -> subprocess.Popen[bytes]:
    """Start a command as the leader of its own session, with both outputs in the log file."""
    with open_log(log) as output:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(environment),
            cwd=directory,
            start_new_session=True,
        )


def started_at(pid: int) -> float | None:
    """Return when a running process was started (epoch seconds), None if there is no such process."""
    try:
        process = psutil.Process(pid)
        return None if process.status() == psutil.STATUS_ZOMBIE else process.create_time()
    except psutil.NoSuchProcess:
        return None


def is_same(pid: int, start: float) -> bool:
    """Tell whether this pid still is the process that was started then, and not a later one with the same number."""
    now = started_at(pid)
    return now is not None and abs(now - start) < 2.0


def group_members(leader: int) -> list[psutil.Process]:
    """List the living processes of a session, also when its leader has ended."""
    members = []
    for process in psutil.process_iter():
        try:
            if os.getsid(process.pid) == leader and process.status() != psutil.STATUS_ZOMBIE:
                members.append(process)
        except (psutil.NoSuchProcess, psutil.AccessDenied, ProcessLookupError, PermissionError):
            continue
    return members


def end_groups(leaders: Sequence[int], wait_seconds: float = TERM_WAIT_SECONDS) -> None:
    """Ask session leaders to end, wait for them together, then kill what remains of their sessions."""
    for leader in leaders:
        _send(leader, signal.SIGTERM)
    deadline = time.monotonic() + wait_seconds
    while time.monotonic() < deadline and any(started_at(leader) is not None for leader in leaders):
        _reap(leaders)
        time.sleep(0.05)
    deadline = time.monotonic() + KILL_WAIT_SECONDS
    while (remaining := [one for leader in leaders for one in group_members(leader)]) and time.monotonic() < deadline:
        for process in remaining:
            _send(process.pid, signal.SIGKILL)
        time.sleep(0.05)
        _reap(leaders)


def _send(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def _reap(leaders: Sequence[int]) -> None:
    """Collect ended children, which would stay zombies and count as alive for others."""
    for leader in leaders:
        try:
            os.waitpid(leader, os.WNOHANG)
        except ChildProcessError:
            continue
