"""`run` on an external Postgres: from another terminal, through a crash, and to the end."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from include.newsdesk.local.postgres import EmbeddedPostgres
from include.newsdesk.local.records import ProcessLedger

ROOT = Path(__file__).parents[2]
FEED = """\
- name: Harbour Ledger
  url: http://127.0.0.1:9/rss.xml
  publisher: Harbour Ledger
  language: en
  country: GB
"""


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Return a folder that the server's user can reach, with a catalogue whose only feed is never contacted."""
    path = Path(tempfile.mkdtemp(prefix="newsdesk run "))
    path.chmod(0o755)
    (path / "feeds.yaml").write_text(FEED)
    yield path
    for home in (path, path / "unreachable", path / "bad"):
        run(home, "reset", "--yes")
    shutil.rmtree(path)


@pytest.fixture(scope="module")
def external(folder: Path) -> Iterator[str]:
    """Return the owner's address of a database on a server that the installation does not own."""
    server = EmbeddedPostgres(folder / "external")
    with server:
        connection = psycopg2.connect(server.url("postgres"))
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("create database elsewhere")
        connection.close()
        yield server.url("elsewhere")
    server.remove()


@pytest.fixture(scope="module")
def owners() -> Iterator[list[subprocess.Popen[str]]]:
    """Return the list of started owners, and end the last one."""
    started: list[subprocess.Popen[str]] = []
    yield started
    for process in started:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait()
        assert process.stdout is not None
        process.stdout.close()


@pytest.fixture
def running(folder: Path, external: str, owners: list[subprocess.Popen[str]]) -> subprocess.Popen[str]:
    """Return a `run` that has said where everything is; it goes on from where an ended one stopped."""
    if owners and owners[-1].poll() is None:
        return owners[-1]
    process = subprocess.Popen(
        command("run", "--feeds", str(folder / "feeds.yaml")),
        cwd=ROOT,
        env=environment(folder, NEWSDESK_DATABASE_URL=external),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    owners.append(process)
    said = read_until(process, "Ctrl-C stops it")
    assert "admin /" in said
    assert "logs" in said
    return process


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "include.newsdesk", *arguments]


def environment(folder: Path, **more: str) -> dict[str, str]:
    return {**os.environ, "NEWSDESK_HOME": str(folder / "home"), **more}


def run(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments),
        cwd=ROOT,
        env=environment(folder, **more),
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def read_until(process: subprocess.Popen[str], wanted: str) -> str:
    assert process.stdout is not None
    said = ""
    while wanted not in said:
        line = process.stdout.readline()
        assert line, f"ended before it said {wanted!r}:\n{said}"
        said += line
    return said


def test_a_second_run_says_where_the_first_one_is(running: subprocess.Popen[str], folder: Path) -> None:
    second = run(folder, "run")
    assert second.returncode == 1
    assert f"process {running.pid}, http://127.0.0.1:" in second.stderr
    assert len(second.stderr.splitlines()) == 1


def test_status_shows_health_and_feeds(running: subprocess.Popen[str], folder: Path) -> None:
    status = run(folder, "status")
    assert status.returncode == 0
    assert "scheduler healthy" in status.stdout
    assert "active" in status.stdout


def test_sql_is_the_analyst_on_the_external_database_and_can_only_read(running: subprocess.Popen[str], folder: Path) -> None:
    asked = run(folder, "sql", "-At", "-c", "select current_database(), current_user, count(*) from news.articles")
    assert asked.stdout.strip() == "elsewhere|newsdesk_analyst|0", asked.stderr
    address = run(folder, "sql", "--address").stdout.strip()
    assert re.fullmatch(r"postgresql://newsdesk_analyst:\S+@127\.0\.0\.1:\d+/elsewhere", address)
    refused = run(folder, "sql", "-c", "delete from news.articles")
    assert refused.returncode != 0
    assert "permission denied" in refused.stderr or "read-only" in refused.stderr


def test_a_crashed_process_is_started_again(running: subprocess.Popen[str], folder: Path) -> None:
    ledger = ProcessLedger(folder / "home" / "run" / "processes.json")
    before = {record["name"]: record["pid"] for record in ledger.records()}
    os.kill(before["dag-processor"], signal.SIGKILL)
    read_until(running, "dag-processor ended and was started again")
    after = {record["name"]: record["pid"] for record in ledger.records()}
    assert {name for name in after if after[name] != before[name]} == {"dag-processor"}


def test_reset_is_refused_while_it_runs(running: subprocess.Popen[str], folder: Path) -> None:
    assert run(folder, "reset", "--yes").returncode == 1
    assert running.poll() is None


def test_an_interrupt_stops_everything(running: subprocess.Popen[str], folder: Path) -> None:
    running.send_signal(signal.SIGINT)
    assert running.wait() == 0
    assert ProcessLedger(folder / "home" / "run" / "processes.json").records() == []
    assert run(folder, "status").returncode == 3


def test_an_unreachable_database_is_one_line_without_the_password(folder: Path) -> None:
    failed = run(folder / "unreachable", "run", NEWSDESK_DATABASE_URL="postgresql://ada:secret@127.0.0.1:1/news")
    assert failed.returncode == 1
    assert len(failed.stderr.splitlines()) == 1
    assert "ada@127.0.0.1:1/news" in failed.stderr
    assert "secret" not in failed.stderr


def test_a_bad_catalogue_is_one_line_with_file_line_and_key(folder: Path) -> None:
    (folder / "bad.yaml").write_text(FEED.replace("country", "land"))
    failed = run(folder / "bad", "run", "--feeds", str(folder / "bad.yaml"))
    assert failed.returncode == 1
    assert len(failed.stderr.splitlines()) == 1
    assert "bad.yaml line 5" in failed.stderr
    assert "'land'" in failed.stderr
