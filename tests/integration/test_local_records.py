"""Who owns an installation, and what a killed owner leaves behind."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from include.newsdesk.local.processes import is_same, started_at
from include.newsdesk.local.records import AlreadyRunning, OwnerLock, ProcessLedger

HOLD = (
    "import sys, time; from pathlib import Path; from include.newsdesk.local.records import OwnerLock\n"
    "lock = OwnerLock(Path(sys.argv[1])); lock.acquire(); print('held', flush=True); time.sleep(60)"
)
# A leader that starts a child which ignores SIGTERM, as a task in the middle of its work may.
FAMILY = (
    "import subprocess, sys, time\n"
    "child = subprocess.Popen([sys.executable, '-c', 'import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(60)'])\n"
    "print(child.pid, flush=True); time.sleep(60)"
)


def start(code: str, *arguments: str | Path) -> tuple[subprocess.Popen[str], str]:
    """Start Python code in a session of its own and return it with its first line."""
    process = subprocess.Popen(
        [sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stdout is not None
    with process.stdout as output:
        return process, output.readline().strip()


def test_a_second_owner_is_told_who_the_first_is(tmp_path: Path) -> None:
    owner, _ = start(HOLD, tmp_path / "lock")
    try:
        lock = OwnerLock(tmp_path / "lock")
        assert lock.owner() == owner.pid
        with pytest.raises(AlreadyRunning, match=f"process {owner.pid}"):
            lock.acquire()
    finally:
        owner.kill()
        owner.wait()


def test_the_lock_of_a_killed_owner_is_free(tmp_path: Path) -> None:
    owner, _ = start(HOLD, tmp_path / "lock")
    owner.kill()
    owner.wait()
    lock = OwnerLock(tmp_path / "lock")
    assert lock.owner() is None
    lock.acquire()
    assert OwnerLock(tmp_path / "lock").owner() == os.getpid()
    lock.release()
    assert lock.owner() is None


def test_leftovers_are_ended_with_all_that_they_started(tmp_path: Path) -> None:
    leader, child = start(FAMILY)
    ledger = ProcessLedger(tmp_path / "processes.json")
    ledger.note("scheduler", leader.pid)
    assert ProcessLedger(tmp_path / "processes.json").end_leftovers() == ["scheduler"]
    leader.wait()
    assert started_at(int(child)) is None


def test_what_a_killed_leader_started_is_ended_too(tmp_path: Path) -> None:
    leader, child = start(FAMILY)
    ledger = ProcessLedger(tmp_path / "processes.json")
    ledger.note("scheduler", leader.pid)
    leader.send_signal(signal.SIGKILL)
    leader.wait()
    assert started_at(int(child)) is not None
    assert ledger.end_leftovers() == ["scheduler"]
    assert started_at(int(child)) is None


def test_a_stranger_with_the_pid_of_an_old_process_is_left_alone(tmp_path: Path) -> None:
    stranger, _ = start(HOLD, tmp_path / "lock")
    try:
        record = {"name": "scheduler", "pid": stranger.pid, "started": time.time() - 86_400}
        (tmp_path / "processes.json").write_text(json.dumps([record]))
        assert not is_same(stranger.pid, record["started"])
        assert ProcessLedger(tmp_path / "processes.json").end_leftovers() == []
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()
