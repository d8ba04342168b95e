"""The demonstration with real Airflow, killed in the middle and started again: nothing is lost, nothing comes twice."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """Return a state directory with a space in its path, which also the server's user can reach."""
    path = Path(tempfile.mkdtemp(prefix="newsdesk e2e "))
    path.chmod(0o755)
    yield path
    run(path, "stop")
    run(path, "reset", "--yes")
    shutil.rmtree(path)


@pytest.fixture(scope="module")
def shown(home: Path) -> dict[str, Any]:
    """Return what the demonstration reports after it was killed with the first wave half in."""
    kill_in_first_wave(home)
    again = run(home, "demo", "--json")
    assert again.returncode == 0, again.stderr[-3000:] + again.stdout[-3000:]
    assert "left over from an earlier start" in again.stderr
    report: dict[str, Any] = json.loads(again.stdout)
    return report


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "include.newsdesk", *arguments]


def environment(home: Path) -> dict[str, str]:
    return {**os.environ, "NEWSDESK_HOME": str(home)}


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(*arguments), cwd=ROOT, env=environment(home), capture_output=True, text=True, check=False)


def kill_in_first_wave(home: Path) -> None:
    first = subprocess.Popen(
        command("demo"), cwd=ROOT, env=environment(home), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert first.stdout is not None
    seen = []
    with first.stdout as lines:
        for line in lines:
            seen.append(line)
            if "waiting" in line and "first wave" in line:
                break
    first.send_signal(signal.SIGKILL)
    assert first.wait() == -signal.SIGKILL, "".join(seen)


def test_every_entry_arrives_as_planned(shown: dict[str, Any]) -> None:
    assert shown["missing"] == []
    assert shown["complete"] is True
    assert shown["planned"] >= 60


def test_the_balance_is_even_and_nothing_waits(shown: dict[str, Any]) -> None:
    assert [row for row in shown["balance"] if row["difference"] or row["waiting"]] == []
    assert sum(row["seen"] for row in shown["balance"]) == shown["planned"]
    assert sum(row["quarantined"] for row in shown["balance"]) > 0
    assert sum(row["duplicate"] for row in shown["balance"]) > 0


def test_corrections_become_revisions(shown: dict[str, Any]) -> None:
    edits = shown["examples"][-1]["rows"]
    assert sorted(row["changed"] for row in edits) == ["body, modified_at", "title, modified_at"]
    assert {row["revision"] for row in edits} == {2}


def test_no_process_is_left(shown: dict[str, Any], home: Path) -> None:
    left = []
    for process in psutil.process_iter():
        try:
            if str(home) in " ".join(process.cmdline()) or process.environ().get("NEWSDESK_HOME") == str(home):
                left.append(process)
        except psutil.Error:
            continue
    assert left == []


def test_status_and_sql_say_that_nothing_runs(shown: dict[str, Any], home: Path) -> None:
    assert run(home, "status").returncode == 3
    asked = run(home, "sql", "-c", "select 1")
    assert asked.returncode == 1
    assert "make run" in asked.stderr
