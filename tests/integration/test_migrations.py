"""The schema comes from the numbered migrations, once, whole and in order."""

import threading

import psycopg2
import pytest

from include.newsdesk.warehouse import connection, migrations
from include.newsdesk.warehouse.roles import ensure_roles


def test_migrating_twice_applies_every_file_once(empty_database: str) -> None:
    assert migrations.pending(empty_database) == list(migrations.migration_files())
    assert migrations.migrate(empty_database) == list(migrations.migration_files())
    assert migrations.migrate(empty_database) == []
    assert migrations.pending(empty_database) == []


def test_two_runners_at_once_apply_every_file_once(empty_database: str) -> None:
    applied: list[str] = []
    runners = [threading.Thread(target=lambda: applied.extend(migrations.migrate(empty_database))) for _ in range(2)]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join()
    assert applied == list(migrations.migration_files())


def test_an_edited_migration_is_refused(empty_database: str) -> None:
    migrations.migrate(empty_database)
    execute(empty_database, "update public.schema_migrations set checksum = 'x' where name like '0001%'")
    with pytest.raises(migrations.MigrationChanged, match="0001_schemas.sql"):
        migrations.migrate(empty_database)


def test_a_database_newer_than_the_code_is_refused(empty_database: str) -> None:
    migrations.migrate(empty_database)
    execute(empty_database, "insert into public.schema_migrations (name, checksum) values ('9999_future.sql', 'x')")
    with pytest.raises(migrations.SchemaTooNew, match="9999_future.sql"):
        migrations.migrate(empty_database)


def test_a_failing_migration_leaves_nothing(empty_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "migration_files", lambda: {"0001_x.sql": "create table public.half (); select 1/0"})
    with pytest.raises(migrations.MigrationFailed, match="0001_x.sql"):
        migrations.migrate(empty_database)
    assert execute(empty_database, "select to_regclass('public.half')") == [(None,)]


def test_roles_can_be_made_twice_and_before_or_after_migrating(empty_database: str) -> None:
    ensure_roles(empty_database, "loader-secret", "receiver-secret", "analyst-secret")
    migrations.migrate(empty_database)
    ensure_roles(empty_database, "loader-secret", "receiver-secret", "analyst-secret")
    assert execute(empty_database, "select count(*) from pg_roles where rolname like 'newsdesk_%'") == [(3,)]


def test_a_server_that_is_too_old_is_refused_with_its_version(empty_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # No older server is at hand, so the oldest that would do is moved above the one that is.
    monkeypatch.setattr(connection, "OLDEST_SERVER", 990_000)
    with pytest.raises(connection.DatabaseTooOld, match="the server runs version 18") as refused:
        migrations.migrate(empty_database)
    assert "password" not in str(refused.value)


def execute(url: str, statement: str) -> list[tuple]:
    session = psycopg2.connect(url)
    try:
        with session, session.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
    finally:
        session.close()
