"""The backup of docs/operations.md, tried: a base backup, the log of changes after it, and the way back to a moment between."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import psycopg2
import pytest

from include.newsdesk.local.postgres import EmbeddedPostgres, server_identity
from include.newsdesk.local.postgres_binaries import server_binaries
from include.newsdesk.warehouse.migrations import migrate, pending
from include.newsdesk.warehouse.roles import ensure_roles
from tests.postgres import News
from tests.stored import balance, ingest, page, store_pages


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that the server may write to."""
    folder = Path(tempfile.mkdtemp(prefix="newsdesk-restore-"))
    folder.chmod(0o711)
    for name in ("wal", "base"):
        (folder / name).mkdir(mode=0o700)
        own(folder / name)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def own(path: Path) -> None:
    """Give a file to the user that the server runs as."""
    if identity := server_identity():
        os.chown(path, identity["user"], identity["group"])


def run(*command: str | Path, **options) -> None:
    """Run one of Postgres' programs as the server's user."""
    done = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False, **server_identity(), **options)
    assert done.returncode == 0, done.stdout + done.stderr


def ask(postgres: EmbeddedPostgres, statement: str) -> list[tuple]:
    """Ask a server as its superuser, outside any transaction."""
    connection = psycopg2.connect(postgres.url("news"))
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def back_up(postgres: EmbeddedPostgres, place: Path) -> None:
    """Take and verify a base backup while the server works."""
    programs = server_binaries()
    run(programs / "pg_basebackup", "--dbname", postgres.url("postgres"), "--pgdata", place / "base", "--checkpoint=fast")
    run(programs / "pg_verifybackup", place / "base")


def serve(postgres: EmbeddedPostgres, log: Path) -> None:
    """Start a cluster with Postgres' own settings: those of the embedded server leave out what backups need."""
    address = f"-p {postgres.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"
    run(server_binaries() / "pg_ctl", "-D", postgres.cluster, "-w", "-t", "60", "-l", log, "-o", address, "start")


def end(postgres: EmbeddedPostgres) -> None:
    """Stop a cluster, if it runs."""
    if (postgres.cluster / "postmaster.pid").exists():
        run(server_binaries() / "pg_ctl", "-D", postgres.cluster, "-w", "-m", "fast", "stop")


def restore(place: Path, moment: datetime, live: EmbeddedPostgres) -> EmbeddedPostgres:
    """Start a second server on a copy of the base backup, brought forward to a moment."""
    server = EmbeddedPostgres(place / "restored")
    server.directory.mkdir()
    server.directory.chmod(0o711)
    for name in ("password", "port"):
        shutil.copy(live.directory / name, server.directory / name)
    shutil.copytree(place / "base", server.cluster)
    settings = (
        f"restore_command = 'cp {place}/wal/%f %p'\nrecovery_target_time = '{moment}'\nrecovery_target_action = 'promote'\n"
    )
    with (server.cluster / "postgresql.auto.conf").open("a") as file:
        file.write(settings)
    (server.cluster / "recovery.signal").touch()
    for path in (server.cluster, *server.cluster.rglob("*")):
        own(path)
    server.cluster.chmod(0o700)
    serve(server, place / "wal" / "restored.log")
    return server


def archive_changes(live: EmbeddedPostgres, place: Path) -> None:
    """Make a database, and let the server copy its log of changes away."""
    live.start()
    connection = psycopg2.connect(live.url("postgres"))
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("create database news")
    connection.close()
    live.stop()
    with (live.cluster / "postgresql.auto.conf").open("a") as file:
        file.write(f"archive_mode = on\narchive_command = 'test ! -f {place}/wal/%f && cp %p {place}/wal/%f'\n")
    serve(live, place / "wal" / "live.log")


def roles(postgres: EmbeddedPostgres) -> News:
    """Address a server's warehouse as each role."""
    logins = [postgres.url("news", f"newsdesk_{role}", "secret") for role in ("loader", "receiver", "analyst")]
    return News(postgres.url("news"), *logins)


def test_a_backup_brings_the_warehouse_back_to_a_moment(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    live, restored = EmbeddedPostgres(place / "live"), EmbeddedPostgres(place / "restored")
    try:
        archive_changes(live, place)
        news = roles(live)
        ensure_roles(news.owner_url, "secret", "secret", "secret")
        migrate(news.owner_url)
        monkeypatch.setenv("NEWSDESK_DATABASE_URL", news.loader_url)
        ingest(store_pages({"https://post.example/1": page("Before the backup")}, news=news))
        back_up(live, place)
        ingest(store_pages({"https://post.example/2": page("After the backup")}, news=news))
        [(moment,)] = ask(live, "select clock_timestamp()")
        news.query("truncate news.articles, raw.captures cascade")  # The accident.
        ask(live, "select pg_switch_wal()")
        end(live)

        restored = restore(place, moment, live)
        back = roles(restored)
        titles = [title for (title,) in back.query("select title from news.articles order by 1")]
        assert titles == ["After the backup", "Before the backup"]
        assert balance(back) == (2, 0, 0, 0, 0, 0)
        assert pending(back.owner_url) == []
        monkeypatch.setenv("NEWSDESK_DATABASE_URL", back.loader_url)
        ingest(store_pages({"https://post.example/3": page("After the restore")}, news=back))
        assert balance(back) == (3, 0, 0, 0, 0, 0)
    finally:
        for server in (live, restored):
            end(server)
            server.remove()


def test_a_dump_brings_one_database_to_another_server(
    news: News, postgres: EmbeddedPostgres, empty_database: str, place: Path
) -> None:
    ingest(store_pages({"https://post.example/1": page("In the dump")}, news=news))
    programs, file = server_binaries(), place / "wal" / "news.dump"
    run(programs / "pg_dump", "--format=custom", "--file", file, news.owner_url)
    run(programs / "pg_restore", "--exit-on-error", "--dbname", empty_database, file)
    back = News(empty_database, "", "", "")
    assert back.query("select title from news.articles") == [("In the dump",)]
    assert balance(back) == (1, 0, 0, 0, 0, 0)
    assert pending(empty_database) == []
    granted = """
    select
      has_table_privilege('newsdesk_loader', 'news.articles', 'insert'),
      has_schema_privilege('newsdesk_analyst', 'ops', 'usage')
    """
    assert back.query(granted) == news.query(granted)
