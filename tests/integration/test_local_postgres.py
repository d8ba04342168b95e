"""The embedded Postgres: starting, being killed, starting again."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from include.newsdesk.local.ports import PortTaken
from include.newsdesk.local.postgres import EmbeddedPostgres, NoDiskSpace
from include.newsdesk.local.processes import started_at
from include.newsdesk.warehouse.connection import DatabaseUnavailable, connect


@pytest.fixture
def folder() -> Iterator[Path]:
    """Return a folder with a space in its name that any user can reach."""
    path = Path(tempfile.mkdtemp(prefix="newsdesk test "))
    path.chmod(0o755)
    yield path
    EmbeddedPostgres(path / "postgres").remove()
    shutil.rmtree(path)


def ask(postgres: EmbeddedPostgres, statement: str) -> object:
    connection = psycopg2.connect(postgres.url("postgres"))
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            row = cursor.fetchone() if cursor.description else None
            return row[0] if row else None
    finally:
        connection.close()


def test_it_keeps_data_port_and_password_from_one_start_to_the_next(folder: Path) -> None:
    with EmbeddedPostgres(folder / "postgres") as postgres:
        url = postgres.url("postgres")
        ask(postgres, "create table kept as select 7 as n")
    with EmbeddedPostgres(folder / "postgres") as postgres:
        assert postgres.url("postgres") == url
        assert ask(postgres, "select n from kept") == 7
    assert not postgres.is_running()


def test_it_lets_nobody_in_without_the_password(folder: Path) -> None:
    with EmbeddedPostgres(folder / "postgres") as postgres, pytest.raises(DatabaseUnavailable) as failure:
        connect(postgres.url("postgres", password="guess"))
    assert "guess" not in str(failure.value)
    assert (folder / "postgres" / "password").stat().st_mode & 0o777 == 0o600


def test_it_listens_on_loopback_only(folder: Path) -> None:
    with EmbeddedPostgres(folder / "postgres") as postgres:
        assert ask(postgres, "show listen_addresses") == "127.0.0.1"
        assert ask(postgres, "show fsync") == "on"


def test_a_killed_server_starts_again_with_what_was_committed(folder: Path) -> None:
    first = EmbeddedPostgres(folder / "postgres")
    first.start()
    ask(first, "create table kept as select 7 as n")
    assert first.pid is not None
    os.kill(first.pid, signal.SIGKILL)
    with EmbeddedPostgres(folder / "postgres") as second:
        assert ask(second, "select n from kept") == 7
    first.stop()


def test_a_server_that_outlived_its_owner_is_replaced(folder: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from include.newsdesk.local.postgres import EmbeddedPostgres\n"
        "one = EmbeddedPostgres(Path(sys.argv[1])); one.start(); print(one.pid, flush=True); os.kill(os.getpid(), 9)"
    )
    owner = subprocess.run([sys.executable, "-c", code, folder / "postgres"], capture_output=True, text=True, check=False)
    left = int(owner.stdout)
    with EmbeddedPostgres(folder / "postgres") as postgres:
        assert postgres.pid != left
        assert ask(postgres, "select 1") == 1
        assert started_at(left) is None


def test_a_pid_file_of_a_stranger_is_no_hindrance(folder: Path) -> None:
    with EmbeddedPostgres(folder / "postgres") as postgres:
        pid_file = postgres.cluster / "postmaster.pid"
        text = pid_file.read_text()
    pid_file.write_text(text.replace(text.splitlines()[0], str(os.getpid()), 1))
    with EmbeddedPostgres(folder / "postgres") as postgres:
        assert ask(postgres, "select 1") == 1


def test_a_remembered_port_that_was_taken_meanwhile_is_replaced(folder: Path) -> None:
    with EmbeddedPostgres(folder / "postgres") as postgres:
        port = postgres.port
    with socket.create_server(("127.0.0.1", port)), EmbeddedPostgres(folder / "postgres") as postgres:
        assert postgres.port != port
        assert ask(postgres, "select 1") == 1


def test_an_asked_port_in_use_is_one_clear_error(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(PortTaken, match=f"port {port}"):
            EmbeddedPostgres(folder / "postgres", port=port).start()


def test_a_start_that_was_killed_while_it_made_the_cluster_leaves_no_trace(folder: Path) -> None:
    half = folder / "postgres" / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    with EmbeddedPostgres(folder / "postgres") as postgres:
        assert ask(postgres, "select 1") == 1
    assert not half.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="a small disk can be mounted by root only: run the tests as root to try it")
@pytest.mark.parametrize("size", ["8m", "60m"])
def test_a_full_disk_is_one_clear_error_and_enough_space_cures_it(
    folder: Path, size: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = folder / "postgres"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", disk], check=False)
    if mounted.returncode != 0:
        pytest.skip("this container may not mount a file system: give it CAP_SYS_ADMIN to try a full disk")
    try:
        with pytest.raises(NoDiskSpace, match="60 MB free|8 MB free|62 MB free"):
            EmbeddedPostgres(disk).start()
        monkeypatch.setattr("include.newsdesk.local.postgres.CLUSTER_BYTES", 0)
        if size == "8m":
            with pytest.raises(NoDiskSpace, match="No space left on device"):
                EmbeddedPostgres(disk).start()
            subprocess.run(["mount", "-o", "remount,size=200m", disk], check=True)
        with EmbeddedPostgres(disk) as postgres:
            assert ask(postgres, "select 1") == 1
    finally:
        subprocess.run(["umount", disk], check=True)
